"""pynetdicom's acceptor with bounds: on PDU length and time, on memory, on connections.

Three of its parts are replaced for each connection, nothing is patched:
- the socket: a PDU may not be longer than announced at negotiation, must arrive within the idle timeout, and is
  read in large pieces (pynetdicom reads 4 KiB at a time, of any announced length, and waits for ever);
- the DIMSE provider: data sets go to a `Spool` as they arrive, not to memory; few requests may wait unanswered;
- the server: a longer accept queue, connections beyond the bound closed at once.
"""

from __future__ import annotations

import queue
import socket
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
from pynetdicom.service_class import StorageServiceClass
from pynetdicom.transport import RequestHandler, ThreadedAssociationServer

from gateway.receive.spool import Spool
from gateway.receive.upper_layer import BoundedSocket, PeerOutOfBoundsError, WakingQueue
from gateway.settings import Dicom
from mappers.part10 import prelude

_WAIT_S = 0.05
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


class _Requests(queue.Queue[Any]):
    """Requests for the association's thread, but for those that are served on the spot."""

    def __init__(self, serve: Callable[[int | None, Any], bool]) -> None:
        super().__init__()
        self._serve = serve

    def put(self, item: tuple[int | None, Any], block: bool = True, timeout: float | None = None) -> None:
        """As Queue.put, for what `serve` leaves."""
        if not self._serve(*item):
            super().put(item, block, timeout)


class SpoolingDimse(DIMSEServiceProvider):
    """Takes data sets off the wire into spools, and serves C-STORE in the thread that read it.

    The peer waits for its answer anyway (PS3.7 §9.1.1, no asynchronous window), and handing each object to the
    association's thread and its answer back costs two switches of threads, dear on a busy machine.
    """

    def __init__(
        self, assoc: Association, new_spool: Callable[[Callable[[], bytes]], Spool], peer: str
    ) -> None:
        super().__init__(assoc)
        self._new_spool = new_spool
        self._peer = peer
        self.msg_queue = _Requests(self._serve)

    def _serve(self, context_id: int | None, request: Any) -> bool:
        """Store and answer here and now; False for what the association's own thread should see."""
        context = self.assoc._accepted_cx.get(context_id or 0)  # context ids are odd
        if not isinstance(request, C_STORE) or not request.is_valid_request or context is None:
            return False
        if not self.assoc.is_established:  # accepted a moment ago, its thread does not know yet: in its turn
            return False
        StorageServiceClass(self.assoc).SCP(request, context)
        return True

    def get_msg(self, block: bool = False) -> Any:
        """As DIMSEServiceProvider.get_msg; the association's loop asks without blocking, and then sleeps: here it
        waits until there is a request, or something else for it to look at (`wake`)."""
        if block:
            return super().get_msg(block)
        try:
            return self.msg_queue.get(timeout=_WAIT_S)
        except queue.Empty:
            return None, None

    def wake(self) -> None:
        """A release or an abort waits to be seen."""
        self.msg_queue.put((None, None))

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
        context = self.assoc._accepted_cx.get(message.context_id or 0)
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
        transport = cast(BoundedSocket, assoc.dul.socket)
        evt.trigger(assoc, evt.EVT_CONN_OPEN, {"address": self.client_address})
        assoc.start()
        assoc.join()
        cast(SpoolingDimse, assoc.dimse).discard()
        assoc.dul.join()
        transport.release()
        evt.trigger(assoc, evt.EVT_CONN_CLOSE, {"address": self.client_address})

    def _create_association(self) -> Association:
        client = cast(socket.socket, self.request)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        assoc = super()._create_association()
        peer = str(self.client_address[0])
        assoc.dul.event_queue.get_nowait()  # "connected", said by the socket that is replaced here
        transport = BoundedSocket(assoc, client, self._door.settings, peer)
        dimse = SpoolingDimse(assoc, self._door.new_spool, peer)
        assoc.dul.socket, assoc.dimse = transport, dimse
        assoc.dul.to_provider_queue = WakingQueue(transport.ring)
        assoc.dul.to_user_queue = WakingQueue(dimse.wake)
        assoc.dul._run_loop_delay = 0  # the transport waits
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
