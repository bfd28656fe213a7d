"""The transport below an association: a socket with bounds, and queues that wake their reader.

pynetdicom's two threads of an association poll every millisecond. That costs a millisecond or more for every PDU
and every answer, many more on a busy machine, and a processor for some dozens of idle associations. Here the upper
layer's thread waits for the socket or for something to send, the association's thread for something received.
"""

from __future__ import annotations

import contextlib
import queue
import select
import socket
import struct
import time
from collections.abc import Callable
from typing import Any, cast

import structlog
from pynetdicom.association import Association
from pynetdicom.transport import AssociationSocket

from gateway.settings import Dicom

_MAX_ASSOCIATE_PDU_BYTES = (
    1024 * 1024
)  # A-ASSOCIATE-RQ of 128 contexts with all transfer syntaxes: under 200 KiB
_HEADER_BYTES = 6  # PS3.8 §9.3.1
_READ_BYTES = 64 * 1024
_WAIT_MS = 50  # of the upper layer's thread, then it looks at its timers

log = structlog.get_logger()


class WakingQueue(queue.Queue[Any]):
    """A queue that tells its reader of each item."""

    def __init__(self, wake: Callable[[], None]) -> None:
        super().__init__()
        self._wake = wake

    def put(self, item: Any, block: bool = True, timeout: float | None = None) -> None:
        """As Queue.put."""
        super().put(item, block, timeout)
        self._wake()


class PeerOutOfBoundsError(Exception):  # never caught by name: pynetdicom aborts on it
    """The peer broke a bound; the association is aborted."""


class BoundedSocket(AssociationSocket):
    """One connection's socket, read with a limit and a deadline."""

    def __init__(self, assoc: Association, client: socket.socket, settings: Dicom, peer: str) -> None:
        super().__init__(assoc, client_socket=client)
        # PS3.8 D.1: the negotiated maximum counts the PDV items, not the PDU's own six bytes.
        self._max_bytes = max(settings.max_pdu_bytes + 6, _MAX_ASSOCIATE_PDU_BYTES)
        self._timeout_s = settings.idle_timeout_s
        self._peer = peer
        self._bell, self._button = socket.socketpair()
        self._button.setblocking(False)
        self._poll = select.poll()  # select(), which pynetdicom uses, fails above 1,023 open files
        self._poll.register(client, select.POLLIN)
        self._poll.register(self._bell, select.POLLIN)
        self._number = client.fileno()
        self._readable = select.poll()
        self._readable.register(client, select.POLLIN)
        self._held = bytearray()  # read, and not yet a PDU
        client.setblocking(True)
        wait = struct.pack("ll", int(self._timeout_s) or 1, 0)  # struct timeval
        client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, wait)  # a peer that reads nothing

    @property
    def pending(self) -> bool:
        """Whether more bytes are there already."""
        return bool(self._held) or bool(self._readable.poll(0))

    @property
    def ready(self) -> bool:
        """Whether bytes (or the end) wait to be read. Waits a little for them, or until `ring`, where the upper
        layer has nothing else to do: pynetdicom would look, and sleep for a millisecond, for ever."""
        if self.socket is None or not self._is_connected:
            return False
        dul = self.assoc.dul
        if self._held:
            return True
        busy = not dul.event_queue.empty() or not dul.to_provider_queue.empty() or dul._kill_thread
        found = [number for number, _ in self._poll.poll(0 if busy else _WAIT_MS)]
        if self._bell.fileno() in found:
            self._bell.recv(4096)
        return self._number in found

    def ring(self) -> None:
        """There is something to send."""
        with contextlib.suppress(OSError):  # full: rung already; closed: nobody waits
            self._button.send(b"!")

    def release(self) -> None:
        """Give back what waiting needed; called when both threads of the association have ended."""
        self._bell.close()
        self._button.close()

    def close(self) -> None:
        """Close, and let nobody wait for a request that cannot come."""
        super().close()
        self._end_waiting()

    def _shutdown_socket(self) -> None:
        """Shut down and close; pynetdicom leaves the file open where the peer has gone first."""
        sock = self.socket
        if sock is not None:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()

    def read_pdu(self) -> bytearray | None:
        """A whole PDU with its six bytes of header; None where the peer has closed.

        Raises TimeoutError after the idle timeout, PeerOutOfBoundsError for a length beyond the bound, OSError.
        """
        held, pdu = self._held, None
        deadline = time.monotonic() + self._timeout_s
        try:
            while len(held) < _HEADER_BYTES:
                part = bytearray(_READ_BYTES)
                count = self._into(memoryview(part), deadline)
                if count == 0:
                    return None
                held += memoryview(part)[:count]
            pdu = self._whole(held, _HEADER_BYTES + int.from_bytes(held[2:6], "big"), deadline)
        finally:
            if pdu is None:
                self._end_waiting()
        return pdu

    def _whole(self, held: bytearray, size: int, deadline: float) -> bytearray | None:
        if size > self._max_bytes:
            self._log("PDU length out of bounds")
            raise PeerOutOfBoundsError("PDU length out of bounds")
        pdu = held[:size]
        del held[:size]
        read = len(pdu)
        if read < size:
            pdu += bytes(size - read)
            view = memoryview(pdu)
            while read < size:
                count = self._into(view[read:], deadline)
                if count == 0:
                    self._log("peer left inside a PDU")
                    return None
                read += count
        return pdu

    def _into(self, view: memoryview, deadline: float) -> int:
        """Bytes read, 0 where the peer has closed. Asks first and waits only where there is nothing: a timeout on
        the socket would cost two more system calls a read."""
        assert self.socket is not None
        while True:
            try:
                return self.socket.recv_into(view, 0, socket.MSG_DONTWAIT)
            except BlockingIOError:
                left_ms = (deadline - time.monotonic()) * 1000
                if left_ms <= 0 or not self._readable.poll(left_ms):
                    self._log("PDU not finished in time")
                    raise TimeoutError("PDU not finished in time") from None

    def _end_waiting(self) -> None:
        """The association's thread waits for A-ASSOCIATE until a timeout, gone peer or not (a load balancer's probe
        would hold its place for half a minute): no primitive means that none will come."""
        if not self.assoc.is_established:
            self.assoc.dul.to_user_queue.put(cast(Any, None))

    def _log(self, reason: str) -> None:
        log.warning("association aborted", source="dicom", peer=self._peer, reason=reason)
