"""The demo's sender and the test peers, against real sockets: bytes arrive as they are, answers come back true."""

from __future__ import annotations

import gc
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydicom.filereader import read_file_meta_info
from pynetdicom import AE, AllStoragePresentationContexts, evt
from pynetdicom.presentation import build_context

from gateway.demo.sender import Sent, Target, ack_code, samples_in, send_all
from tests.peers.dcmtk import storescu
from tests.peers.mllp_client import MllpClient, msa
from tests.peers.mllp_client import ack_code as peer_ack_code

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
SYNTAXES = [
    "1.2.840.10008.1.2",
    "1.2.840.10008.1.2.1",
    "1.2.840.10008.1.2.4.50",
    "1.2.840.10008.1.2.4.80",
    "1.2.840.10008.1.2.4.90",
    "1.2.840.10008.1.2.5",
]


class Scp:
    """A storage SCP that keeps data sets as received and refuses what it is told to."""

    def __init__(self) -> None:
        self.got: dict[str, tuple[str, bytes]] = {}
        self.refuse: set[str] = set()
        ae = AE("KARTEBRIDGE")
        ae.supported_contexts = [
            build_context(str(c.abstract_syntax), SYNTAXES) for c in AllStoragePresentationContexts
        ]
        self.server = ae.start_server(
            ("127.0.0.1", 0), block=False, evt_handlers=[(evt.EVT_C_STORE, self._store)]
        )
        self.port = self.server.server_address[1]

    def _store(self, event: evt.Event) -> int:
        uid = str(event.request.AffectedSOPInstanceUID)
        self.got[uid] = (str(event.context.transfer_syntax), event.request.DataSet.getvalue())
        return 0xC000 if uid in self.refuse else 0x0000


@pytest.fixture
def scp() -> Iterator[Scp]:
    peer = Scp()
    yield peer
    peer.server.shutdown()


@pytest.fixture
def mllp() -> Iterator[int]:
    """A receiver that accepts all, but answers AR to what has no MSH-10; hangs up on the message LEAVE."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve(connection: socket.socket) -> None:
        held = b""
        with connection:
            while part := connection.recv(65536):
                held += part
                while b"\x1c\r" in held:
                    block, _, held = held.partition(b"\x1c\r")
                    control_id = block.split(b"\r")[0].split(b"|")[9]
                    if control_id == b"LEAVE":
                        return
                    code = b"AA" if control_id else b"AR"
                    connection.sendall(
                        b"\x0bMSH|^~\\&|||||||ACK\rMSA|" + code + b"|" + control_id + b"\r\x1c\r"
                    )

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(5)


def dataset_bytes(file: Path) -> bytes:
    """What follows the file meta information (its group length is at byte 140)."""
    data = file.read_bytes()
    return data[144 + int.from_bytes(data[140:144], "little") :]


def uid_of(file: Path) -> str:
    return str(read_file_meta_info(file).MediaStorageSOPInstanceUID)


def test_every_sample_arrives_byte_for_byte(scp: Scp, mllp: int) -> None:
    files = samples_in(SAMPLES)
    assert len(files) >= 14
    cut = SAMPLES / "broken-dicom-truncated/document.dcm"
    scp.refuse.add(uid_of(cut))
    seen: list[Sent] = []
    answers = send_all(Target("127.0.0.1", scp.port, mllp), files, seen.append)
    assert answers == seen
    by_file = {sent.file: sent for sent in answers}
    assert set(by_file) == set(files)
    for file in files:
        sent = by_file[file]
        if file.suffix == ".dcm":
            assert sent.answer == ("0xC000" if file == cut else "0x0000"), sent
            assert scp.got[uid_of(file)][1] == dataset_bytes(file)
        else:
            assert sent.answer == ("AR" if file.parent.name == "broken-hl7-no-type" else "AA"), sent


# pynetdicom 3.0.4 drops a socket that could not connect without closing it
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_closed_door_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    files = [SAMPLES / "dicom-sc-rle/document.dcm", SAMPLES / "hl7-oru-text/message.hl7"]
    answers = send_all(Target("127.0.0.1", port, port, timeout_s=5), files, lambda _: None)
    assert [(a.answer, bool(a.problem)) for a in answers] == [("", True), ("", True)]
    gc.collect()  # so that its warning comes here


def test_a_receiver_that_hangs_up_costs_one_answer_and_no_more(mllp: int, tmp_path: Path) -> None:
    for name, control_id in (("a", "1"), ("b", "LEAVE"), ("c", "3")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "message.hl7").write_bytes(
            f"MSH|^~\\&|||||||ORU^R01|{control_id}|P|2.5\r".encode()
        )
    answers = send_all(Target("127.0.0.1", 1, mllp), samples_in(tmp_path), lambda _: None)
    assert [a.answer for a in answers] == ["AA", "", "AA"]


@pytest.mark.peer
def test_storescu_sends_each_file_in_its_own_syntax(scp: Scp) -> None:
    files = sorted(p for p in SAMPLES.glob("dicom-*/document.dcm"))
    refused = files[3]
    scp.refuse.add(uid_of(refused))
    results = storescu("127.0.0.1", scp.port, files)
    assert [r.file for r in results] == files
    assert {r.file: r.status for r in results} == {f: 0xC000 if f == refused else 0 for f in files}
    assert len({syntax for syntax, _ in scp.got.values()}) == len(SYNTAXES)
    for file in files:
        if scp.got[uid_of(file)][0] in SYNTAXES[2:]:
            pixels = dataset_bytes(file)[-2000:-10]
            assert pixels in scp.got[uid_of(file)][1]


def test_the_plain_client_reads_answers_in_any_chopping(mllp: int) -> None:
    with MllpClient("127.0.0.1", mllp) as client:
        for number in range(3):
            client.send_only(f"MSH|^~\\&|||||||ORU^R01|M{number}|P|2.5\r".encode())
        assert [msa(client.read())[2] for _ in range(3)] == ["M0", "M1", "M2"]
        assert peer_ack_code(client.send(b"MSH|^~\\&|||||||ORU^R01||P|2.5\r")) == "AR"
        client.send_only(b"MSH|^~\\&|||||||ORU^R01|LEAVE|P|2.5\r")
        with pytest.raises(ConnectionError):
            client.read()


def test_ack_code_reads_any_delimiter_and_no_msa() -> None:
    assert ack_code(b"MSH#^~\\&#\rMSA#AE#1\r") == "AE"
    assert ack_code(b"MSH|^~\\&|\r") == ""
