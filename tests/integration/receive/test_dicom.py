"""C-STORE from DCMTK and from scripted peers into a real store."""

from __future__ import annotations

import gc
import os
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import psutil
import pydicom
import pytest
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import (
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    generate_uid,
)
from pynetdicom import AE, build_context
from pynetdicom.association import Association
from pynetdicom.sop_class import Verification
from structlog.typing import EventDict

from gateway.receive.dicom import DicomReceiver
from gateway.store.schema import MessageState
from mappers.part10 import file_meta
from tests.integration.receive.conftest import Site, dicom_settings, eventually, fill, now
from tests.peers.dcmtk import storescu

pytestmark = pytest.mark.usefixtures("no_thread_leak")

PDF_CLASS = UID("1.2.840.10008.5.1.4.1.1.104.1")
SC_CLASS = UID("1.2.840.10008.5.1.4.1.1.7")
PRIVATE_CLASS = UID("1.2.392.200036.9999.1.1")


@contextmanager
def serving(site: Site, **changes: object) -> Iterator[DicomReceiver]:
    receiver = DicomReceiver(dicom_settings(**changes), site.inbox, site.blobs, now)
    receiver.start()
    try:
        yield receiver
    finally:
        receiver.stop(1)


def dataset(size: int = 1000, sop_class: UID = PDF_CLASS) -> Dataset:
    ds = Dataset()
    ds.SOPClassUID, ds.SOPInstanceUID = sop_class, generate_uid()
    ds.PatientName, ds.PatientID = "SECRET^NAME", "42"
    ds.StudyInstanceUID, ds.SeriesInstanceUID = "2.25.1", "2.25.2"
    ds.EncapsulatedDocument = os.urandom(size + size % 2)
    return ds


def written(ds: Dataset, syntax: UID = ExplicitVRLittleEndian) -> bytes:
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = syntax
    file = BytesIO()
    pydicom.dcmwrite(file, ds, enforce_file_format=True)
    return file.getvalue()


@contextmanager
def associated(
    receiver: DicomReceiver, *contexts: tuple[UID, UID], ae_title: str = "SCU"
) -> Iterator[Association]:
    ae = AE(ae_title=ae_title)
    ae.requested_contexts = [build_context(*cx) for cx in contexts or ((PDF_CLASS, ExplicitVRLittleEndian),)]
    assoc = ae.associate("127.0.0.1", receiver.port)
    assert assoc.is_established
    yield assoc
    if assoc.is_established:
        assoc.release()
    assoc.kill()


@pytest.mark.peer
@pytest.mark.parametrize(
    "syntax",
    [ImplicitVRLittleEndian, ExplicitVRLittleEndian, ExplicitVRBigEndian, DeflatedExplicitVRLittleEndian],
)
def test_dcmtk_sends_and_the_bytes_are_kept_as_sent(site: Site, tmp_path: Path, syntax: UID) -> None:
    files = [tmp_path / f"{i}.dcm" for i in range(3)]
    for file in files:
        file.write_bytes(written(dataset(90_001), syntax))
    with serving(site) as receiver:
        results = storescu("127.0.0.1", receiver.port, files, calling="PDFSENDER", called="ANYBODY")
    assert [r.status for r in results] == [0, 0, 0]
    rows = {row.control_id: row for row in site.rows()}
    for file in files:
        sent = file.read_bytes()
        meta = file_meta(sent)
        row = rows[meta.sop_instance_uid]
        kept = site.blobs.get(row.digest)
        assert (row.calling_ae, row.called_ae, row.state) == ("PDFSENDER", "ANYBODY", MessageState.RECEIVED)
        found = file_meta(kept)
        assert (found.sop_class_uid, found.transfer_syntax) == (str(PDF_CLASS), str(syntax))
        if syntax != DeflatedExplicitVRLittleEndian:  # storescu deflates again by itself
            assert kept[found.dataset_at :] == sent[meta.dataset_at :]
        assert (
            pydicom.dcmread(BytesIO(kept)).EncapsulatedDocument == pydicom.dcmread(file).EncapsulatedDocument
        )


@pytest.mark.parametrize(
    ("sop_class", "syntax"),
    [
        (PRIVATE_CLASS, ExplicitVRLittleEndian),
        (SC_CLASS, JPEG2000Lossless),
        (SC_CLASS, UID("1.2.392.200036.9.9")),
    ],
    ids=["private class", "compressed", "private transfer syntax"],
)
def test_any_class_and_any_transfer_syntax(site: Site, sop_class: UID, syntax: UID) -> None:
    with serving(site) as receiver, associated(receiver, (sop_class, syntax)) as assoc:
        assert [cx.transfer_syntax[0] for cx in assoc.accepted_contexts] == [syntax]
        raw = _encoded(dataset(sop_class=sop_class))
        assert _send(assoc, raw, sop_class, "2.25.9") == 0xA900  # the UID in the data set is another
        ds = pydicom.dcmread(BytesIO(written(dataset(sop_class=sop_class))))
        assert _send(assoc, _encoded(ds), sop_class, ds.SOPInstanceUID) == 0
    assert sorted(row.state for row in site.rows()) == [MessageState.QUARANTINED, MessageState.RECEIVED]


def _encoded(ds: Dataset) -> bytes:
    raw = written(ds)
    return raw[file_meta(raw).dataset_at :]


def _send(assoc: Association, data: bytes, sop_class: str, sop_instance: str) -> int:
    """A C-STORE of these very bytes, on the first accepted context; its status."""
    from pynetdicom.dimse_primitives import C_STORE

    request = C_STORE()
    request.MessageID, request.Priority = 1, 2
    request.AffectedSOPClassUID, request.AffectedSOPInstanceUID = UID(sop_class), UID(sop_instance)
    request.DataSet = BytesIO(data)
    assoc._reactor_checkpoint.clear()
    assoc.dimse.send_msg(request, assoc.accepted_contexts[0].context_id)
    _, answer = assoc.dimse.get_msg(block=True)
    assoc._reactor_checkpoint.set()
    assert answer is not None, "no answer"
    return int(answer.Status)


def test_echo_and_a_resend(site: Site) -> None:
    with serving(site) as receiver:
        ae = AE()
        ae.add_requested_context("1.2.840.10008.1.1")
        assoc = ae.associate("127.0.0.1", receiver.port)
        assert assoc.send_c_echo().Status == 0
        assoc.release()
        ds = dataset()
        with associated(receiver) as assoc:
            assert [_send(assoc, _encoded(ds), PDF_CLASS, ds.SOPInstanceUID) for _ in range(3)] == [0, 0, 0]
        with associated(receiver, ae_title="OTHER") as assoc:  # the same object from another sender
            assert _send(assoc, _encoded(ds), PDF_CLASS, ds.SOPInstanceUID) == 0
    assert len(site.rows()) == 1


def test_the_same_uid_with_other_bytes_is_kept_and_told(site: Site, events: list[EventDict]) -> None:
    ds = dataset()
    with serving(site) as receiver, associated(receiver) as assoc:
        assert _send(assoc, _encoded(ds), PDF_CLASS, ds.SOPInstanceUID) == 0
        ds.PatientID = "43"
        assert _send(assoc, _encoded(ds), PDF_CLASS, ds.SOPInstanceUID) == 0
    assert len(site.rows()) == 2
    assert any("used again" in e["event"] for e in events)


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"this is no data set at all", 0xC000),
        (b"\x08\x00\x16\x00UI\xff\xff1.2", 0xC000),
        (b"\x10\x00\x20\x00LO\x02\x0042", 0xC000),  # no UIDs
        (_encoded(dataset()), 0xA900),
        (_encoded(dataset(sop_class=SC_CLASS)), 0xA900),
    ],
)
def test_what_is_not_what_it_claims_is_kept_quarantined_and_refused(
    site: Site, data: bytes, status: int
) -> None:
    with serving(site) as receiver, associated(receiver) as assoc:
        assert _send(assoc, data, PDF_CLASS, "2.25.4711") == status
        ds = dataset()
        assert _send(assoc, _encoded(ds), PDF_CLASS, ds.SOPInstanceUID) == 0
    (row,) = [row for row in site.rows() if row.control_id == "2.25.4711"]
    assert row.state is MessageState.QUARANTINED
    assert row.reason
    assert site.blobs.get(row.digest).endswith(data)


def test_an_object_of_many_megabytes_goes_through_a_file_not_memory(site: Site) -> None:
    size = 300 * 1024 * 1024
    ds = dataset(2)
    head = _encoded(ds)[:-14]  # without the document's element
    data = head + b"\x42\x00\x11\x00OB\x00\x00" + struct.pack("<L", size)
    process = psutil.Process()
    most = 0
    with serving(site) as receiver, associated(receiver) as assoc:
        base = process.memory_info().rss

        class Endless(BytesIO):
            """The data set, its document made up as it is read."""

            at = 0

            def read(self, n: int | None = -1) -> bytes:
                nonlocal most
                most = max(most, process.memory_info().rss)
                n = min(n or 0, len(data) + size - self.at)
                start, self.at = self.at, self.at + n
                return data[start : start + n].ljust(n, b"\0")

        status = _send_chunks(assoc, Endless(), len(data) + size, ds.SOPInstanceUID)
        assert status == 0
        assert site.incoming_files() == []
    (row,) = site.rows()
    assert row.size_bytes > size
    path = site.blobs.open_path(row.digest)
    assert path is not None
    assert path.stat().st_size == row.size_bytes
    assert most - base < 100 * 1024 * 1024  # a third of the object, sender included


def _send_chunks(assoc: Association, source: BytesIO, total: int, sop_instance: str) -> int:
    """C-STORE by hand, PDU by PDU, on the association's own socket."""
    from pynetdicom.dimse_messages import C_STORE_RQ
    from pynetdicom.dsutils import encode

    message = C_STORE_RQ()
    command = message.command_set
    command.AffectedSOPClassUID, command.AffectedSOPInstanceUID = PDF_CLASS, sop_instance
    command.CommandField, command.MessageID, command.Priority, command.CommandDataSetType = 1, 1, 2, 1
    del command.MoveOriginatorApplicationEntityTitle
    del command.MoveOriginatorMessageID
    del command.CommandGroupLength
    body = encode(command, True, True)
    assert body is not None
    body = struct.pack("<HHLL", 0, 0, 4, len(body)) + body
    context = assoc.accepted_contexts[0].context_id
    assoc._reactor_checkpoint.clear()
    sock = assoc.dul.socket.socket
    sock.sendall(_pdv(context, 3, body))
    sent = 0
    while sent < total:
        piece = source.read(min(131_000, total - sent))
        sent += len(piece)
        sock.sendall(_pdv(context, 2 if sent == total else 0, piece))
    _, answer = assoc.dimse.get_msg(block=True)
    assoc._reactor_checkpoint.set()
    assert answer is not None, "no answer"
    return int(answer.Status)


def _pdv(context: int, control: int, data: bytes) -> bytes:
    return struct.pack(">BBLLBB", 4, 0, len(data) + 6, len(data) + 2, context, control) + data


def test_objects_larger_than_allowed_are_refused_and_the_association_lives(site: Site) -> None:
    with serving(site, max_object_bytes=100_000) as receiver, associated(receiver) as assoc:
        for _ in range(2):
            large, small = dataset(500_000), dataset()
            assert _send(assoc, _encoded(large), PDF_CLASS, large.SOPInstanceUID) == 0xA700
            assert _send(assoc, _encoded(small), PDF_CLASS, small.SOPInstanceUID) == 0
    assert len(site.rows()) == 2


@pytest.mark.parametrize("size", [1_000_000, 8_000_000], ids=["in memory", "in a file"])
@pytest.mark.parametrize("min_free_bytes", [0, 1_000_000], ids=["ENOSPC", "min_free_bytes"])
def test_a_full_disk_is_told_and_the_same_association_works_again(
    small_disk: Path, size: int, min_free_bytes: int
) -> None:
    site = Site(small_disk, min_free_bytes)
    with serving(site) as receiver, associated(receiver) as assoc:
        ballast = fill(small_disk, leave_bytes=min_free_bytes + size // 2)
        ds = dataset(size)
        data = _encoded(ds)
        for _ in range(2):
            assert _send(assoc, data, PDF_CLASS, ds.SOPInstanceUID) == 0xA700
        assert site.rows() == []
        assert site.incoming_files() == []
        ballast.unlink()
        eventually(lambda: _send(assoc, data, PDF_CLASS, ds.SOPInstanceUID) == 0, "intake resumed")
    (row,) = site.rows()
    assert site.blobs.get(row.digest).endswith(data)
    site.close()


ASSOCIATE_RQ_START = b"\x01\x00" + struct.pack(">L", 200)


def closed_by_server(sock: socket.socket, timeout_s: float = 8.0) -> bool:
    sock.settimeout(timeout_s)
    try:
        while sock.recv(4096):
            pass
    except ConnectionResetError:
        pass
    return True


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\x01",
        ASSOCIATE_RQ_START + b"half",
        b"\x01\x00\xff\xff\xff\xff" + b"x" * 1000,
        b"\x04\x00\x00\x00\x00\x05hello",
        b"\x99\x00\x00\x00\x00\x01x",
        b"GET / HTTP/1.1\r\n\r\n",
        b"\x01\x00" + struct.pack(">L", 60_000) + os.urandom(60_000),
    ],
    ids=["silent", "one byte", "half PDU", "huge length", "data first", "unknown PDU", "HTTP", "random PDU"],
)
def test_misbehaving_peers_end_and_others_are_served(site: Site, sent: bytes) -> None:
    with serving(site, idle_timeout_s=1.0) as receiver:
        sock = socket.create_connection(("127.0.0.1", receiver.port))
        sock.sendall(sent)
        ds = dataset()
        with associated(receiver) as assoc:
            assert _send(assoc, _encoded(ds), PDF_CLASS, ds.SOPInstanceUID) == 0
        assert closed_by_server(sock)
        sock.close()
        eventually(lambda: receiver.associations == 0, "no association left")
    assert len(site.rows()) == 1


def test_a_peer_that_dies_inside_an_object_leaves_nothing(site: Site, events: list[EventDict]) -> None:
    with serving(site, idle_timeout_s=1.0) as receiver:
        with associated(receiver) as assoc:
            sock = assoc.dul.socket.socket
            message = _encoded(dataset(5_000_000))
            context = assoc.accepted_contexts[0].context_id
            sock.sendall(_pdv(context, 3, _command("2.25.5")))
            for start in range(0, 4_000_000, 131_000):
                sock.sendall(_pdv(context, 0, message[start : start + 131_000]))
            eventually(lambda: site.incoming_files() != [], "the object gathers in a file")
            sock.shutdown(socket.SHUT_RDWR)
        sock.close()  # pynetdicom does not, once the peer has gone
        eventually(lambda: site.incoming_files() == [], "the half object is gone")
        eventually(lambda: receiver.associations == 0, "no association left")
    assert site.rows() == []
    assert any(e["event"] == "association aborted" for e in events)


def _command(sop_instance: str) -> bytes:
    from pynetdicom.dsutils import encode

    command = Dataset()
    command.AffectedSOPClassUID, command.CommandField, command.MessageID = PDF_CLASS, 1, 1
    command.Priority, command.CommandDataSetType, command.AffectedSOPInstanceUID = 2, 1, sop_instance
    body = encode(command, True, True)
    assert body is not None
    return struct.pack("<HHLL", 0, 0, 4, len(body)) + body


def test_an_idle_association_and_a_dripping_one_are_ended(site: Site, events: list[EventDict]) -> None:
    with serving(site, idle_timeout_s=0.6) as receiver:
        idle = socket.create_connection(("127.0.0.1", receiver.port))
        idle.sendall(_associate_rq(b"IDLE".ljust(16)))
        idle.settimeout(5)
        answers = b""
        while part := idle.recv(4096):
            answers += part
        assert answers[0] == 0x02  # A-ASSOCIATE-AC
        assert answers[-10] == 0x07  # A-ABORT
        idle.close()
        dripping = socket.create_connection(("127.0.0.1", receiver.port))
        dripping.sendall(_associate_rq(b"DRIP".ljust(16)))
        assert dripping.recv(1) == b"\x02"  # A-ASSOCIATE-AC
        stop = threading.Event()

        def drip() -> None:
            for byte in b"\x04\x00\x00\x01\x00\x00" + b"x" * 1000:
                if stop.wait(0.05):
                    return
                try:
                    dripping.sendall(bytes([byte]))
                except OSError:
                    return

        thread = threading.Thread(target=drip)
        thread.start()
        eventually(lambda: receiver.associations == 0, "the dripping association ended", 5)
        stop.set()
        thread.join()
        dripping.close()
    assert any(e.get("reason") == "PDU not finished in time" for e in events)


def test_load_balancer_probes_are_quiet_and_leak_nothing(site: Site, events: list[EventDict]) -> None:
    with serving(site) as receiver:
        before = threading.active_count()
        for _ in range(40):
            socket.create_connection(("127.0.0.1", receiver.port)).close()
        eventually(
            lambda: receiver.associations == 0 and threading.active_count() <= before, "no thread left"
        )
    assert not [e for e in events if e["log_level"] not in ("debug", "info")]


def test_associations_beyond_the_bound_are_refused_transiently(site: Site) -> None:
    with serving(site, max_associations=2) as receiver, associated(receiver), associated(receiver):
        ae = AE()
        ae.requested_contexts = [build_context(PDF_CLASS, ExplicitVRLittleEndian)]
        third = ae.associate("127.0.0.1", receiver.port)
        assert third.is_rejected
        assert third.acceptor.primitive.result == 0x02  # rejected, transient (PS3.8 §9.3.4)
        third.kill()
        eventually(lambda: receiver.associations == 2, "the refused one is gone")


@pytest.mark.parametrize(
    ("changes", "calling", "called", "accepted"),
    [
        ({}, "ANY.thing-1", "whatever", True),
        ({"check_called_ae": True}, "SCU", "KARTEBRIDGE", True),
        ({"check_called_ae": True}, "SCU", "OTHER", False),
        ({"calling_ae_titles": ("CT1", "CT2")}, "CT2", "X", True),
        ({"calling_ae_titles": ("CT1", "CT2")}, "CT3", "X", False),
    ],
)
def test_who_may_call(
    site: Site, changes: dict[str, object], calling: str, called: str, accepted: bool
) -> None:
    with serving(site, **changes) as receiver:
        ae = AE(ae_title=calling)
        ae.add_requested_context("1.2.840.10008.1.1")
        assoc = ae.associate("127.0.0.1", receiver.port, ae_title=called)
        assert assoc.is_established is accepted
        if accepted:
            assoc.release()
        assoc.kill()


@pytest.mark.parametrize("title", [b"CT1\x00\x00\x00".ljust(16, b"\x00"), b"\x83e\x83X\x83g".ljust(16)])
def test_odd_ae_titles_are_answered(site: Site, title: bytes) -> None:
    with serving(site) as receiver:
        sock = socket.create_connection(("127.0.0.1", receiver.port))
        sock.sendall(_associate_rq(title))
        assert sock.recv(1) == b"\x02"  # A-ASSOCIATE-AC
        sock.sendall(b"\x05\x00\x00\x00\x00\x04\x00\x00\x00\x00")
        assert closed_by_server(sock)
        sock.close()


def _associate_rq(calling: bytes) -> bytes:
    def item(kind: int, value: bytes) -> bytes:
        return struct.pack(">BBH", kind, 0, len(value)) + value

    context = item(
        0x20, b"\x01\x00\x00\x00" + item(0x30, PDF_CLASS.encode()) + item(0x40, b"1.2.840.10008.1.2")
    )
    user = item(0x50, item(0x51, struct.pack(">L", 16384)) + item(0x52, b"2.25.1"))
    body = struct.pack(">HH", 1, 0) + b"KARTEBRIDGE".ljust(16) + calling + bytes(32)
    body += item(0x10, b"1.2.840.10008.3.1.1.1") + context + user
    return struct.pack(">BBL", 1, 0, len(body)) + body


def test_stop_lets_an_association_finish(site: Site) -> None:
    receiver = DicomReceiver(dicom_settings(), site.inbox, site.blobs, now)
    receiver.start()
    with associated(receiver) as assoc:
        stopping = threading.Thread(target=receiver.stop, args=(5,))
        stopping.start()
        eventually(lambda: not _accepts(receiver.port), "no longer accepting")
        ds = dataset()
        assert _send(assoc, _encoded(ds), PDF_CLASS, ds.SOPInstanceUID) == 0
    stopping.join(5)
    assert not stopping.is_alive()
    assert len(site.rows()) == 1


def _accepts(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def test_no_patient_data_in_any_event(site: Site, events: list[EventDict]) -> None:
    with serving(site) as receiver, associated(receiver) as assoc:
        ds = dataset()
        assert _send(assoc, _encoded(ds), PDF_CLASS, ds.SOPInstanceUID) == 0
        assert _send(assoc, _encoded(ds), PDF_CLASS, "2.25.1") == 0xA900
    assert len(events) >= 3
    assert "SECRET" not in repr(events)


def test_ended_associations_are_let_go_without_a_full_collection(site: Site) -> None:
    gc.collect()
    before = sum(isinstance(o, Association) for o in gc.get_objects())
    ae = AE()
    ae.add_requested_context(Verification)
    with serving(site) as receiver:
        for _ in range(150):
            assoc = ae.associate("127.0.0.1", receiver.port)
            assert assoc.is_established
            assoc.release()
        eventually(lambda: receiver.associations == 0, "no association is open")
        alive = sum(isinstance(o, Association) for o in gc.get_objects()) - before
    assert alive < 250, "of 300, both sides counted"
