"""Structured reports to PACSs that are not ours: Orthanc, DCMTK's storescp, and SCPs that refuse in every way."""

from __future__ import annotations

import shutil
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from pydicom import Dataset, dcmread
from pynetdicom import AE, _config, evt

from bench.receivers import AE_TITLE, orthanc, storescp
from gateway.deliver import kinds
from gateway.deliver.answer import Answer, Result
from gateway.deliver.deliverer import Deliverer
from gateway.deliver.dicom import DicomClient
from gateway.deliver.dicom_answer import judge
from gateway.errors import SiteError
from gateway.settings_destinations import DicomDestination
from gateway.store import deliveries
from gateway.store.schema import DeliveryState
from mappers.fhir import results
from mappers.model import ReportStatus
from tests.peers.certificates import self_signed, server_context
from tests.peers.staged_site import oru, staged_site
from tests.unit.mappers.test_dicom_sr import FROM_DICOM, values

# pynetdicom leaves a socket that never connected to the garbage collector (transport._shutdown_socket).
pytestmark = pytest.mark.filterwarnings(
    "ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning"
)
NOW = datetime(2026, 11, 28, tzinfo=UTC)
COMPREHENSIVE_SR = "1.2.840.10008.5.1.4.1.1.88.33"


def destination(port: int, **changes: object) -> DicomDestination:
    table = {
        "name": "pacs",
        "kind": "dicom-sr",
        "host": "127.0.0.1",
        "port": port,
        "called_ae_title": AE_TITLE,
    }
    return DicomDestination.model_validate(table | {"timeout_s": 10.0} | changes)


@cache
def body(**changes: object) -> bytes:
    (made,) = kinds.bodies(destination(1, **changes), FROM_DICOM, results(FROM_DICOM))
    return made


def send(to: DicomDestination, sent: bytes) -> Answer:
    client = DicomClient(to)
    try:
        return client.send(sent, NOW)
    finally:
        client.close()


@contextmanager
def scp(
    status: int | Callable[[], int] = 0x0000,
    *,
    sop_class: str = COMPREHENSIVE_SR,
    require: str = "",
    tls: ssl.SSLContext | None = None,
) -> Iterator[tuple[int, list[Dataset]]]:
    """A storage SCP by pynetdicom that answers with a status; its port and what came."""
    received: list[Dataset] = []

    def store(event: Any) -> Dataset | int:
        ds = event.dataset
        ds.file_meta = event.file_meta
        received.append(ds)
        answer = Dataset()
        answer.Status = status() if callable(status) else status
        answer.ErrorComment = "said by the PACS"
        return answer

    ae = AE(AE_TITLE)
    ae.add_supported_context(sop_class)
    ae.require_calling_aet = [require] if require else []
    # Our own receiver takes every storage class in its process, which other tests may have been in.
    restricted = mock.patch.object(_config, "UNRESTRICTED_STORAGE_SERVICE", False)
    restricted.start()
    server = ae.start_server(
        ("127.0.0.1", 0), block=False, evt_handlers=[(evt.EVT_C_STORE, store)], ssl_context=tls
    )
    try:
        yield server.socket.getsockname()[1], received
    finally:
        restricted.stop()
        server.shutdown()


@pytest.mark.parametrize("character_set", ["ISO_IR 192", "ISO 2022 IR 87"])
def test_orthanc_stores_and_gives_it_back(tmp_path: Path, character_set: str) -> None:
    if shutil.which("Orthanc", path="/usr/sbin:/usr/local/sbin:/usr/bin") is None:
        pytest.skip("Orthanc is not installed (Debian: apt install orthanc)")
    sent = body(character_set=character_set)
    with orthanc(tmp_path / "orthanc") as pacs:
        to = destination(pacs.dicom_port)
        assert send(to, sent) == Answer(Result.DELIVERED)
        assert send(to, sent).result is Result.DELIVERED  # the same instance again
        kept = [dcmread(f, force=True) for f in (tmp_path / "orthanc" / "store").rglob("*") if is_dicom(f)]
    assert len(kept) == 1
    ds = dcmread(BytesIO(sent))
    assert kept[0].SOPInstanceUID == ds.SOPInstanceUID
    assert values(kept[0]) == values(ds)
    assert kept[0].PatientName == ds.PatientName


def is_dicom(file: Path) -> bool:
    return file.is_file() and file.read_bytes()[128:132] == b"DICM"


def test_dcmtk_stores_it(tmp_path: Path) -> None:
    if shutil.which("storescp") is None:
        pytest.skip("DCMTK's storescp is not installed (Debian: apt install dcmtk)")
    with storescp(tmp_path / "dcmtk") as pacs:
        assert send(destination(pacs.dicom_port), body()) == Answer(Result.DELIVERED)
        (kept,) = [dcmread(f) for f in (tmp_path / "dcmtk" / "store").iterdir()]
    assert values(kept) == values(dcmread(BytesIO(body())))


@pytest.mark.parametrize(
    ("status", "result", "slow"),
    [
        (0x0000, Result.DELIVERED, False),
        (0xB000, Result.DELIVERED, False),
        (0x0111, Result.DELIVERED, False),
        (0xA700, Result.RETRY, False),
        (0xA701, Result.RETRY, False),
        (0x0110, Result.RETRY, False),
        (0x0124, Result.RETRY, True),
        (0x0122, Result.DEAD, False),
        (0xA900, Result.DEAD, False),
        (0xC000, Result.DEAD, False),
        (0x0117, Result.DEAD, False),
    ],
)
def test_statuses(status: int, result: Result, slow: bool) -> None:
    answer = judge(status, "said by the PACS")
    assert (answer.result, answer.slow) == (result, slow)
    if status:
        assert answer.outcome == f"{status:04X} said by the PACS"
        assert "said by" not in answer.reason


def test_a_status_over_the_wire() -> None:
    with scp(0xA700) as (port, received):
        answer = send(destination(port), body())
        assert (answer.result, answer.server_works) == (Result.RETRY, False)
        assert answer.outcome == "A700 said by the PACS"
        assert len(received) == 1


def test_a_pacs_without_structured_reports() -> None:
    with scp(sop_class="1.2.840.10008.5.1.4.1.1.2") as (port, received):
        answer = send(destination(port), body())
        assert answer.result is Result.DEAD
        assert "Comprehensive SR" in answer.reason
        assert received == []


def test_a_pacs_that_does_not_know_us() -> None:
    with scp(require="OTHER") as (port, _):
        answer = send(destination(port), body())
        assert (answer.result, answer.slow) == (Result.RETRY, True)
        assert "calling_ae_title" in answer.reason


def test_a_pacs_with_another_title() -> None:
    with scp() as (port, _):
        pass
    ae = AE("OTHER")
    ae.add_supported_context(COMPREHENSIVE_SR)
    ae.require_called_aet = True
    server = ae.start_server(("127.0.0.1", 0), block=False)
    try:
        answer = send(destination(server.socket.getsockname()[1]), body())
        assert (answer.result, answer.slow) == (Result.RETRY, True)
        assert "called_ae_title" in answer.reason
    finally:
        server.shutdown()
    away = send(destination(port), body())
    assert (away.result, away.slow, away.server_works) == (Result.RETRY, False, False)
    assert "firewall" in away.reason


def test_a_pacs_that_breaks_off() -> None:
    def abort(event: Any) -> int:
        event.assoc.abort()
        return 0x0000

    ae = AE(AE_TITLE)
    ae.add_supported_context(COMPREHENSIVE_SR)
    server = ae.start_server(("127.0.0.1", 0), block=False, evt_handlers=[(evt.EVT_C_STORE, abort)])
    try:
        answer = send(destination(server.socket.getsockname()[1]), body())
    finally:
        server.shutdown()
    assert (answer.result, answer.server_works) == (Result.RETRY, False)


def test_tls(tmp_path: Path) -> None:
    certificate, ours = self_signed(tmp_path), self_signed(tmp_path, "gateway")
    with scp(tls=server_context(certificate, ours)) as (port, received):
        both = {"tls": True, "ca_file": certificate, "client_cert_file": ours}
        assert send(destination(port, **both), body()).result is Result.DELIVERED
        unknown = send(destination(port, tls=True, timeout_s=2.0), body())
        assert unknown.result is Result.RETRY
        assert "ca_file" in unknown.reason
        assert len(received) == 1
    with pytest.raises(SiteError, match=r"destinations\.pacs\.ca_file"):
        DicomClient(destination(1, tls=True, ca_file=tmp_path / "none.pem"))


def test_a_withdrawn_document_and_one_without_results_send_nothing() -> None:
    withdrawn = replace(
        FROM_DICOM, document=replace(FROM_DICOM.document, status=ReportStatus.ENTERED_IN_ERROR)
    )
    empty = replace(FROM_DICOM, extraction=replace(FROM_DICOM.extraction, items=()))
    for inp in (withdrawn, empty):
        assert kinds.bodies(destination(1), inp, results(inp)) == ()


def test_from_a_message_in_to_a_report_out_though_the_disk_is_full_at_first(tmp_path: Path) -> None:
    statuses = iter([0xA700, 0x0000])
    with scp(lambda: next(statuses)) as (port, received):
        to = destination(port, retry_first_s=0.05, retry_max_s=0.1)
        with staged_site(tmp_path, to) as site:
            site.run(site.keep(oru("WBC 8.5")))
            sender = Deliverer(to, site.engine, site.blobs, clock=lambda: datetime.now(UTC))
            sender.start()
            try:
                deadline = time.monotonic() + 20
                while deliveries.counts(site.engine)[0].state is not DeliveryState.DELIVERED:
                    assert time.monotonic() < deadline
                    time.sleep(0.01)
            finally:
                sender.stop()
        first, second = received
        assert first.SOPInstanceUID == second.SOPInstanceUID
        assert values(first) == [("NUM", "総蛋白", "7.20 g/dL"), ("NUM", "CRP", "0.10 mg/dL")]
