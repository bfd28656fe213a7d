"""pynetdicom's acceptor with bounds: on PDU length and time, on memory, on connections.

Three of its parts are replaced for each connection, nothing is patched:
- the socket: a PDU may not be longer than announced at negotiation, must arrive within the idle timeout, and is
  read in large pieces (pynetdicom reads 4 KiB at a time, of any announced length, and waits for ever);
- the DIMSE provider: data sets go to a `Spool` as they arrive, not to memory; few requests may wait unanswered;
- the server: a longer accept queue, connections beyond the bound closed at once.
"""

from __future__ import annotations

import contextlib
import queue
import select
import socket
import time
from collections.abc import Callable
from socketserver import BaseServer
from typing import Any, Protocol, cast

import structlog
from pynetdicom import _config, evt
from pynetdicom.association import Association
from pynetdicom.dimse import DIMSEServiceProvider
from pynetdicom.dimse_messages import DIMSEMessage
from pynetdicom.dimse_primitives import C_STORE
from pynetdicom.pdu_primitives import P_DATA
from pynetdicom.transport import AssociationSocket, RequestHandler, ThreadedAssociationServer

from gateway.receive.spool import Spool
from gateway.settings import Dicom
from mappers.part10 import prelude

_MAX_ASSOCIATE_PDU_BYTES = (
    1024 * 1024
)  # A-ASSOCIATE-RQ of 128 contexts with all transfer syntaxes: under 200 KiB
_MAX_WAITING_REQUESTS = 8  # we negotiate no asynchronous window (PS3.7 D.3.3.3): a peer waits for each answer
_C_STORE_RQ = 0x0001
_PROBES_AT_ONCE = 16  # connections beyond dicom.max_associations that may be told so

log = structlog.get_logger()


def configure_pynetdicom() -> None:
    """Its process-wide switches: every storage class (private ones too), odd AE titles, no logs of its own."""
    _config.UNRESTRICTED_STORAGE_SERVICE = True
    _config.LOG_HANDLER_LEVEL = "none"
    _config.CODECS = ("ascii", "utf-8", "latin-1")
    _config.VALIDATORS["AE"] = _any_ae_title


def _any_ae_title(value: str) -> tuple[bool, str]:
    """Modalities pad with NUL or write lower case and dots; who may call is decided by settings, not by spelling."""
    return isinstance(value, str) and len(value) <= 16, "must be at most 16 characters"


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
        self._poll = select.poll()
        self._poll.register(client, select.POLLIN)

    @property
    def ready(self) -> bool:
        """Whether bytes (or the end) wait to be read; select(), used by pynetdicom, fails above 1,023 files."""
        if self.socket is None or not self._is_connected:
            return False
        return bool(self._poll.poll(0))

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

    def recv(self, nr_bytes: int) -> bytearray:
        """Exactly that many bytes, fewer only where the peer closed; TimeoutError after the idle timeout."""
        data = bytearray()
        try:
            data = self._recv(nr_bytes)
        finally:
            if len(data) < nr_bytes:
                self._end_waiting()
        return data

    def _end_waiting(self) -> None:
        """The association's thread waits for A-ASSOCIATE until a timeout, gone peer or not (a load balancer's probe
        would hold its place for half a minute): no primitive means that none will come."""
        if not self.assoc.is_established:
            self.assoc.dul.to_user_queue.put(cast(Any, None))

    def _recv(self, nr_bytes: int) -> bytearray:
        if nr_bytes > self._max_bytes:
            self._log("PDU length out of bounds")
            raise PeerOutOfBoundsError("PDU length out of bounds")
        assert self.socket is not None
        data = bytearray(nr_bytes)
        view = memoryview(data)
        read = 0
        deadline = time.monotonic() + self._timeout_s
        while read < nr_bytes:
            self.socket.settimeout(max(deadline - time.monotonic(), 0.001))
            try:
                count = self.socket.recv_into(view[read:])
            except TimeoutError:
                self._log("PDU not finished in time")
                raise
            if count == 0:
                if read:
                    self._log("peer left inside a PDU")
                return data[:read]
            read += count
        return data

    def _log(self, reason: str) -> None:
        log.warning("association aborted", source="dicom", peer=self._peer, reason=reason)


class SpoolingDimse(DIMSEServiceProvider):
    """Takes data sets off the wire into spools."""

    def __init__(
        self, assoc: Association, new_spool: Callable[[Callable[[], bytes]], Spool], peer: str
    ) -> None:
        super().__init__(assoc)
        self._new_spool = new_spool
        self._peer = peer

    def receive_primitive(self, primitive: P_DATA) -> None:
        """One P-DATA; runs in the association's upper layer thread."""
        if self.msg_queue.qsize() > _MAX_WAITING_REQUESTS:
            log.warning(
                "association aborted",
                source="dicom",
                peer=self._peer,
                reason="too many requests without an answer",
            )
            raise PeerOutOfBoundsError("too many requests without an answer")
        if self.message is None:
            message = DIMSEMessage()
            message.data_set = self._new_spool(lambda: self._prelude(message))
            self.message = message
        super().receive_primitive(primitive)

    def discard(self) -> None:
        """Forget objects that will not be answered."""
        message = self.message
        if message is not None and isinstance(message.data_set, Spool):
            message.data_set.discard()
        while True:
            try:
                _, request = self.msg_queue.get_nowait()
            except queue.Empty:
                return
            if isinstance(request, C_STORE) and isinstance(request.DataSet, Spool):
                request.DataSet.discard()

    def _prelude(self, message: DIMSEMessage) -> bytes:
        """What goes before the data set: file meta information for a C-STORE, nothing for other requests."""
        command = message.command_set
        context = self.assoc._accepted_cx.get(message.context_id or 0)  # context ids are odd
        if command.get("CommandField") != _C_STORE_RQ or context is None:
            return b""
        sop_class, sop_instance = (
            str(command.get(keyword) or "") for keyword in ("AffectedSOPClassUID", "AffectedSOPInstanceUID")
        )
        return prelude(sop_class, sop_instance, str(context.transfer_syntax[0]))


class Door(Protocol):
    """What a connection needs of the receiver."""

    settings: Dicom

    def new_spool(self, begin: Callable[[], bytes]) -> Spool:
        """A spool for the next object."""
        ...


class Handler(RequestHandler):
    """One connection, from accept to its last thread's end."""

    def __init__(self, door: Door, request: Any, client_address: Any, server: Any) -> None:
        self._door = door
        super().__init__(request, client_address, server)

    def handle(self) -> None:
        """Runs the association to its end in its own threads, then lets go of what it held."""
        assoc = self._create_association()
        evt.trigger(assoc, evt.EVT_CONN_OPEN, {"address": self.client_address})
        assoc.start()
        assoc.join()
        cast(SpoolingDimse, assoc.dimse).discard()
        evt.trigger(assoc, evt.EVT_CONN_CLOSE, {"address": self.client_address})

    def _create_association(self) -> Association:
        client = cast(socket.socket, self.request)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        assoc = super()._create_association()
        peer = str(self.client_address[0])
        assoc.dul.event_queue.get_nowait()  # "connected", said by the socket that is replaced here
        assoc.dul.socket = BoundedSocket(assoc, client, self._door.settings, peer)
        assoc.dimse = SpoolingDimse(assoc, self._door.new_spool, peer)
        return assoc


class Server(ThreadedAssociationServer):
    """Accepts; connections far beyond the bound are closed before they cost a thread."""

    request_queue_size = 128
    daemon_threads = True

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """Whether to spend threads on a connection. Up to a few beyond the bound are refused politely."""
        if len(self.ae.active_associations) < self.ae.maximum_associations + _PROBES_AT_ONCE:
            return True
        log.warning("connection closed at accept", source="dicom", peer=client_address[0], reason="too many")
        return False

    def stop_accepting(self) -> None:
        """Close the listening socket; associations go on."""
        BaseServer.shutdown(self)
        self.server_close()
