"""Store a report in a PACS: one association and one C-STORE a delivery (PS3.4 annex B), by pynetdicom.

Our part is small and rare beside a PACS's load, so an association of its own keeps every delivery apart from the
others' faults. pynetdicom is imported when the first destination of this kind is opened.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from threading import Lock
from typing import Any

from gateway.deliver import dicom_answer, tls
from gateway.deliver.answer import Answer, Result
from gateway.settings_destination_dicom import DicomDestination

COMPREHENSIVE_SR = "1.2.840.10008.5.1.4.1.1.88.33"
IMPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2"
MAX_PDU_BYTES = 131072


class DicomClient:
    """One PACS. Safe to share between threads; close it after use."""

    def __init__(self, destination: DicomDestination) -> None:
        """Raises SiteError where a certificate file cannot be read. Contacts nobody."""
        self._destination = destination
        self._tls = (tls.context(destination), destination.host) if destination.tls else None
        self._lock = Lock()
        self._under_way: set[Any] = set()
        self._closed = False

    def send(self, body: bytes, now: datetime) -> Answer:
        """Send one Part 10 file and judge the status. Never raises for what a PACS can do."""
        association = self._associate()
        if association is None:
            return Answer(Result.RETRY, "the gateway stops")
        try:
            if not association.is_established:
                return self._not_established(association)
            if not association.accepted_contexts:
                return dicom_answer.judge(0x0122)
            return _store(association, body)
        finally:
            with self._lock:
                self._under_way.discard(association)
            if association.is_established:
                association.release()

    def reach(self) -> Answer | None:
        """Ask for an association and store nothing: why there is none for our reports, None where there is one."""
        association = self._associate()
        if association is None:
            return Answer(Result.RETRY, "the gateway stops")
        try:
            return None if association.is_established else self._not_established(association)
        finally:
            with self._lock:
                self._under_way.discard(association)
            if association.is_established:
                association.release()

    def close(self) -> None:
        """Abort what is under way."""
        with self._lock:
            self._closed = True
            found = list(self._under_way)
        for association in found:
            association.abort()

    def _associate(self) -> Any:
        from pynetdicom import AE

        to = self._destination
        ae = AE(to.calling_ae_title)
        ae.acse_timeout = ae.dimse_timeout = ae.network_timeout = to.timeout_s
        ae.connection_timeout = min(10.0, to.timeout_s)
        # Every receiver must take the default transfer syntax (PS3.5 §10.1), so that the bytes need no other form.
        ae.add_requested_context(COMPREHENSIVE_SR, IMPLICIT_VR_LITTLE_ENDIAN)
        if self._closed:
            return None
        association = ae.associate(
            to.host, to.port, ae_title=to.called_ae_title, max_pdu=MAX_PDU_BYTES, tls_args=self._tls
        )
        with self._lock:
            self._under_way.add(association)
        return association

    def _not_established(self, association: Any) -> Answer:
        if association.is_rejected:
            primitive = association.acceptor.primitive
            return dicom_answer.refused(
                primitive.result or 1, primitive.result_source or 1, primitive.diagnostic or 0
            )
        if association.acceptor.primitive is not None and not association.accepted_contexts:
            return dicom_answer.judge(0x0122)  # pynetdicom aborts where no context was accepted
        hint = (
            "; with tls: that ca_file vouches for it and client_cert_file is known there" if self._tls else ""
        )
        reason = (
            f"no association: check that the PACS runs, its port, and that the firewall lets us through{hint}"
        )
        return Answer(Result.RETRY, reason, server_works=False)


def _store(association: Any, body: bytes) -> Answer:
    from pydicom import dcmread

    try:
        response = association.send_c_store(dcmread(BytesIO(body)))
    except (RuntimeError, ValueError) as error:  # the association ended between two calls
        reason = f"the association ended before the report was sent ({type(error).__name__}); it goes again"
        return Answer(Result.RETRY, reason, server_works=False)
    status = response.get("Status")
    return dicom_answer.judge(
        None if status is None else int(status), str(response.get("ErrorComment", "") or "")
    )
