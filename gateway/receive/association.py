"""pynetdicom's acceptor with bounds: on PDU length and time, on memory, on connections; and C-STORE without it.

Four of its parts are replaced for each connection, nothing is patched:
- the socket: a PDU may not be longer than announced at negotiation, must arrive within the idle timeout, and is
  read in large pieces (pynetdicom reads 4 KiB at a time, of any announced length, and waits for ever);
- the upper layer: objects go to `Storing` as their PDUs arrive, not through its state machine;
- the DIMSE provider: other messages are few and small, or the association is aborted;
- the server: a longer accept queue, connections beyond the bound closed at once.
"""

from __future__ import annotations

import queue
import socket
from functools import partial
from socketserver import BaseServer
from typing import Any, Protocol, cast

import structlog
from pynetdicom import _config, evt
from pynetdicom.association import Association
from pynetdicom.dimse import DIMSEServiceProvider
from pynetdicom.dul import DULServiceProvider
from pynetdicom.pdu_primitives import P_DATA
from pynetdicom.transport import RequestHandler, ThreadedAssociationServer

from gateway.receive.dimse import NotDimse, StoreRequest, store_response
from gateway.receive.spool import Spool
from gateway.receive.storing import Storing
from gateway.receive.upper_layer import BoundedSocket, PeerOutOfBoundsError, WakingQueue
from gateway.settings import Dicom
from mappers.part10 import prelude

_WAIT_S = 0.05
_MAX_WAITING_REQUESTS = 8  # we negotiate no asynchronous window (PS3.7 D.3.3.3): a peer waits for each answer
_MAX_MESSAGE_BYTES = 1024 * 1024  # of messages we serve, only C-STORE has a data set
_P_DATA_TF = 0x04
Told = tuple[int, str]
"""Status and error comment of an answer."""

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


class UpperLayer(DULServiceProvider):
    """pynetdicom's upper layer, which leaves C-STORE to `Storing` as soon as a PDU of one is whole.

    The state machine is for everything else: it, the modelled PDUs and the modelled command sets cost three times
    what keeping a small object does. What is stored is stored and answered in the thread that read it; the
    peer waits for its answer anyway.
    """

    def __init__(self, assoc: Association, storing: Storing, peer: str) -> None:
        super().__init__(assoc)
        self._storing = storing
        self._peer = peer
        self._run_loop_delay = 0  # the transport waits

    def _read_pdu_data(self) -> None:
        """The next PDU, and those of the same object that have come already (PS3.8 §9.2, state Sta6)."""
        transport = cast(BoundedSocket, self.socket)
        while True:
            try:
                pdu = transport.read_pdu()
            except OSError:
                pdu = None
            if pdu is None:
                self.event_queue.put("Evt17")  # the transport connection is closed
                return
            if pdu[0] != _P_DATA_TF or not self._ours_to_read():
                self._pass_on(pdu)
                return
            try:
                taken = self._storing.take(pdu)
            except NotDimse as error:
                reason = str(error)
                log.warning("association aborted", source="dicom", peer=self._peer, reason=reason)
                raise PeerOutOfBoundsError(reason) from error
            if taken.answer:
                transport.send(taken.answer)
            for foreign in taken.foreign:
                self._pass_on(foreign)
            if not (self._storing.in_object and transport.pending) or self._wanted_elsewhere():
                return

    def _ours_to_read(self) -> bool:
        """Data may flow, and pynetdicom is not in the middle of a message."""
        return self.state_machine.current_state == "Sta6" and self.assoc.dimse.message is None

    def _wanted_elsewhere(self) -> bool:
        return self._kill_thread or not self.to_provider_queue.empty() or not self.event_queue.empty()

    def _pass_on(self, pdu: bytes | bytearray) -> None:
        """As pynetdicom reads a PDU: its event, and itself for the state machine."""
        try:
            decoded, event = self._decode_pdu(bytearray(pdu))
        except Exception:  # noqa: BLE001  # whatever its decoders raise, the peer sent nonsense
            self.event_queue.put("Evt19")  # unrecognised or invalid PDU
            return
        self.event_queue.put(event)
        self._recv_pdu.put(decoded)


class Dimse(DIMSEServiceProvider):
    """Messages other than C-STORE: few at once and small."""

    def __init__(self, assoc: Association, peer: str) -> None:
        super().__init__(assoc)
        self._peer = peer
        self._bytes = 0

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
        self._bytes = 0 if self.message is None else self._bytes
        self._bytes += sum(len(value) for _, value in primitive.presentation_data_value_list)
        if self._bytes > _MAX_MESSAGE_BYTES or self.msg_queue.qsize() > _MAX_WAITING_REQUESTS:
            reason = "a message that is no C-STORE is too large, or too many wait for an answer"
            log.warning("association aborted", source="dicom", peer=self._peer, reason=reason)
            raise PeerOutOfBoundsError(reason)
        super().receive_primitive(primitive)


class Door(Protocol):
    """What a connection needs of the receiver."""

    settings: Dicom

    def new_spool(self, prelude: bytes) -> Spool:
        """A spool for the next object."""
        ...

    def keep(self, request: StoreRequest, spool: Spool, transfer_syntax: str, assoc: Association) -> Told:
        """Status and comment for the peer; never raises. Lets go of the spool."""
        ...


class Handler(RequestHandler):
    """One connection, from accept to its last thread's end."""

    def __init__(self, door: Door, request: Any, client_address: Any, server: Any) -> None:
        self._door = door
        super().__init__(request, client_address, server)

    def handle(self) -> None:
        """Runs the association to its end in its own threads, then lets go of what it held."""
        assoc, storing = self._prepare()
        transport = cast(BoundedSocket, assoc.dul.socket)
        evt.trigger(assoc, evt.EVT_CONN_OPEN, {"address": self.client_address})
        assoc.start()
        assoc.join()
        assoc.dul.join()
        storing.discard()
        transport.release()
        evt.trigger(assoc, evt.EVT_CONN_CLOSE, {"address": self.client_address})

    def _prepare(self) -> tuple[Association, Storing]:
        client = cast(socket.socket, self.request)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        assoc = self._create_association()
        peer = str(self.client_address[0])
        storing = Storing(partial(self._open_spool, assoc), partial(self._keep, assoc))
        dimse = Dimse(assoc, peer)
        assoc.dul, assoc.dimse = UpperLayer(assoc, storing, peer), dimse
        # the timers that these set are the upper layer's
        assoc.acse_timeout, assoc.network_timeout = assoc.acse_timeout, assoc.network_timeout
        transport = BoundedSocket(assoc, client, self._door.settings, peer)  # says "connected"
        assoc.dul.socket = transport
        assoc.dul.to_provider_queue = WakingQueue(transport.ring)
        assoc.dul.to_user_queue = WakingQueue(dimse.wake)
        return assoc, storing

    def _open_spool(self, assoc: Association, request: StoreRequest) -> Spool | None:
        context = assoc._accepted_cx.get(request.context_id)
        if context is None:
            return None
        uids = request.sop_class_uid, request.sop_instance_uid
        return self._door.new_spool(prelude(*uids, str(context.transfer_syntax[0])))

    def _keep(self, assoc: Association, request: StoreRequest, spool: Spool) -> bytes:
        syntax = str(assoc._accepted_cx[request.context_id].transfer_syntax[0])
        status, comment = self._door.keep(request, spool, syntax, assoc)
        return store_response(request, status, comment, assoc.requestor.maximum_length or 0)


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

    def service_actions(self) -> None:
        """Nothing: pynetdicom collects all garbage here, 0.1 s in which nobody is answered. The interpreter's own
        collections find ended associations too."""

    def stop_accepting(self) -> None:
        """Close the listening socket; associations go on."""
        BaseServer.shutdown(self)
        self.server_close()
