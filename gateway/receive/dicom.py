"""The DICOM storage SCP: C-ECHO, and C-STORE for every storage class and transfer syntax (PS3.4 Annex B).

The order is the promise: Part 10 file durable (the data set's bytes as they were sent), row committed, then
0x0000. Only the header's first elements are looked at. Status, as PS3.4 Table B.2-1 has it:

    0x0000  kept, or kept before (same SOPInstanceUID, same bytes)
    0xA700  no room, object too large, store away: nothing kept, the peer must keep it
    0xA900  the data set is another object than the command says: kept, quarantined
    0xC000  the data set cannot be read: kept, quarantined
    0x0110  our own defect
"""

from __future__ import annotations

import functools
import threading
import time
from typing import cast

import structlog
from pydicom.uid import UID
from pynetdicom import AE, evt
from pynetdicom.association import Association
from pynetdicom.pdu_primitives import A_ASSOCIATE

from gateway.errors import KartebridgeError, SiteError
from gateway.receive.association import Handler, Server, Told, configure_pynetdicom
from gateway.receive.dimse import StoreRequest
from gateway.receive.ports import Answer, Blobs, Clock, Keeper, Tally, answer_of, no_tally
from gateway.receive.spool import Limits, Spool
from gateway.settings import Dicom
from gateway.store.inbox import Kept, NewMessage
from gateway.store.schema import MessageState
from mappers.dicom import check_received
from mappers.dicom_header import DicomError
from mappers.model import Source
from mappers.part10 import IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME

SUCCESS, MISMATCH, CANNOT_UNDERSTAND, DEFECT = 0x0000, 0xA900, 0xC000, 0x0110
_MAX_NEGOTIATION_S = 30.0
_VERIFICATION = "1.2.840.10008.1.1"  # PS3.4 Annex A: C-ECHO

log = structlog.get_logger()


class DicomReceiver:
    """`start` listens and returns; `stop` lets associations end. `port` is known after `start`."""

    def __init__(
        self, settings: Dicom, inbox: Keeper, blobs: Blobs, clock: Clock, tally: Tally = no_tally
    ) -> None:
        self.settings = settings
        self._inbox = inbox
        self._blobs = blobs
        self._clock = clock
        self._tally = tally
        self._limits = Limits(settings.max_object_bytes)
        self._server: Server | None = None
        self._serving: threading.Thread | None = None
        self._ae = self._application_entity()
        self.port = 0

    def start(self) -> None:
        """Listen; raises SiteError when the address cannot be had."""
        configure_pynetdicom()
        handlers: list[evt.EventHandlerType] = [
            (evt.EVT_ACCEPTED, _log_accepted),
            (evt.EVT_REJECTED, _log_rejected),
            (evt.EVT_CONN_CLOSE, _log_closed),
        ]
        try:
            server = Server(
                self._ae,
                (self.settings.host, self.settings.port),
                self._ae.ae_title,
                self._ae.supported_contexts,
                evt_handlers=handlers,
                request_handler=functools.partial(Handler, self),
            )
        except OSError as error:
            raise SiteError(
                f"dicom.port: cannot listen on {self.settings.host}:{self.settings.port} ({error.strerror}); "
                "another program may hold it"
            ) from error
        self._server, self.port = server, server.server_address[1]
        self._serving = threading.Thread(
            target=server.serve_forever, kwargs={"poll_interval": 0.2}, name="dicom", daemon=True
        )
        self._serving.start()
        log.info("listening", source="dicom", host=self.settings.host, port=self.port)

    def stop(self, drain_s: float = 10.0) -> None:
        """Stop accepting, give associations `drain_s` seconds to end by themselves, abort the rest."""
        if self._server is None or self._serving is None:
            return
        self._server.stop_accepting()
        self._serving.join()
        self._server = None
        deadline = time.monotonic() + drain_s
        while self.associations and time.monotonic() < deadline:
            time.sleep(0.02)
        for assoc in self._ae.active_associations:
            assoc.abort(block=False)
        deadline = time.monotonic() + 5
        while self.associations and time.monotonic() < deadline:
            time.sleep(0.02)

    @property
    def associations(self) -> int:
        """Connections open now."""
        return len(self._ae.active_associations)

    def new_spool(self, prelude: bytes) -> Spool:
        """A spool for the next object."""
        return Spool(self._blobs, self._limits, prelude)

    def _application_entity(self) -> AE:
        settings = self.settings
        ae = AE(ae_title=settings.ae_title)
        ae.implementation_class_uid = UID(IMPLEMENTATION_CLASS_UID)
        ae.implementation_version_name = IMPLEMENTATION_VERSION_NAME
        ae.maximum_pdu_size = settings.max_pdu_bytes
        ae.maximum_associations = settings.max_associations
        ae.require_called_aet = settings.check_called_ae
        ae.require_calling_aet = list(settings.calling_ae_titles)
        ae.network_timeout = settings.idle_timeout_s
        ae.dimse_timeout = settings.idle_timeout_s
        ae.acse_timeout = min(settings.idle_timeout_s, _MAX_NEGOTIATION_S)
        ae.add_supported_context(_VERIFICATION)
        return ae

    def keep(self, request: StoreRequest, spool: Spool, transfer_syntax: str, assoc: Association) -> Told:
        """The status to answer, with a comment where it is no success; never raises. Lets go of the spool."""
        begun, size = self._clock(), spool.size_bytes
        try:
            answer, status, comment = self._keep(request, spool, transfer_syntax, assoc)
        except KartebridgeError as error:
            log.error("message refused", source="dicom", peer=_peer(assoc), size_bytes=size, error=str(error))
            answer, status, comment = Answer.REFUSED, error.dicom_status, "not kept: " + type(error).__name__
        except Exception as error:  # the peer awaits an answer
            log.error("message refused", source="dicom", peer=_peer(assoc), size_bytes=size, exc_info=error)
            answer, status, comment = Answer.REFUSED, DEFECT, "not kept: defect of the gateway"
        finally:
            spool.discard()
        self._tally(Source.DICOM, answer, size, (self._clock() - begun).total_seconds())
        return status, comment

    def _keep(
        self, request: StoreRequest, spool: Spool, transfer_syntax: str, assoc: Association
    ) -> tuple[Answer, int, str]:
        if not spool.size_bytes:
            return Answer.REFUSED, CANNOT_UNDERSTAND, "no data set"
        if spool.failure is not None:
            raise spool.failure
        status, reason = _check(spool, request, transfer_syntax)
        digest = spool.keep()
        new = NewMessage(
            source=Source.DICOM,
            sender="",
            control_id=request.sop_instance_uid,
            peer=_peer(assoc),
            called_ae=_ae_title(cast(A_ASSOCIATE, assoc.requestor.primitive).called_ae_title),
            calling_ae=_ae_title(assoc.requestor.ae_title),
            digest=digest,
            size_bytes=spool.size_bytes,
            received_at=self._clock(),
            state=MessageState.QUARANTINED if reason else MessageState.RECEIVED,
            reason=reason,
        )
        return self._told(new, self._inbox.keep(new), status)

    def _told(self, new: NewMessage, kept: Kept, status: int) -> tuple[Answer, int, str]:
        facts = {
            "source": "dicom",
            "message_id": kept.message_id,
            "peer": new.peer,
            "calling_ae": new.calling_ae,
            "size_bytes": new.size_bytes,
        }
        if new.reason:
            log.warning("message quarantined", reason=new.reason, status=f"{status:04X}", **facts)
            return Answer.QUARANTINED, status, new.reason
        if kept.conflict and not kept.duplicate:
            log.warning("SOPInstanceUID used again with other bytes: both objects are kept", **facts)
        elif kept.duplicate:
            log.info("message received again", **facts)
        else:
            log.info("message received", **facts)
        return answer_of(kept), SUCCESS, ""


def _check(spool: Spool, request: StoreRequest, transfer_syntax: str) -> tuple[int, str]:
    """Status and reason for what the data set's first elements say; SUCCESS and "" where they agree."""
    head, complete = spool.head()
    try:
        sop_class, sop_instance = check_received(head, transfer_syntax, complete=complete)
    except DicomError as error:
        return CANNOT_UNDERSTAND, f"unparsable: {error}"
    if sop_class != request.sop_class_uid:
        return MISMATCH, "SOPClassUID of the data set is not the one of the C-STORE command"
    if sop_instance != request.sop_instance_uid:
        return MISMATCH, "SOPInstanceUID of the data set is not the one of the C-STORE command"
    return SUCCESS, ""


def _peer(assoc: Association) -> str:
    return str(assoc.requestor.address)


def _ae_title(title: str) -> str:
    """As sent, without padding and control characters."""
    return "".join(c for c in title if c.isprintable()).strip()[:16]


def _log_accepted(event: evt.Event) -> None:
    log.debug("association accepted", source="dicom", peer=_peer(event.assoc))


def _log_rejected(event: evt.Event) -> None:
    """Called or calling AE title not allowed, or too many associations."""
    log.warning(
        "association rejected: too many, or an AE title that settings do not allow",
        source="dicom",
        peer=_peer(event.assoc),
        calling_ae=_ae_title(event.assoc.requestor.ae_title),
    )


def _log_closed(event: evt.Event) -> None:
    """Load balancers connect and leave all day: quiet, unless an association was broken."""
    assoc = event.assoc
    if assoc.is_aborted:
        calling_ae = _ae_title(assoc.requestor.ae_title)
        log.warning("association aborted", source="dicom", peer=_peer(assoc), calling_ae=calling_ae)
    else:
        log.debug("connection closed", source="dicom", peer=_peer(assoc))
