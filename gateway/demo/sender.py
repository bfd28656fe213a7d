"""A sender outside the gateway: real DICOM associations, real MLLP connections, nothing shared but sockets.

Files are sent as they are: each DICOM file in its own transfer syntax and with its own bytes (a truncated
file arrives truncated), each HL7 message with its own bytes between VT and FS CR (MLLP Release 1).
"""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydicom.errors import InvalidDicomError
from pydicom.filereader import read_file_meta_info
from pynetdicom import AE, _config

VT, FS, CR = b"\x0b", b"\x1c", b"\r"
MAX_ACK_BYTES = 1 << 20


class Way(StrEnum):
    """How a file was sent."""

    DICOM = "DICOM C-STORE"
    MLLP = "HL7 over MLLP"


@dataclass(frozen=True, slots=True)
class Sent:
    """What a peer answered for one file: `0x0000`, `AA`, …; or, without an answer, the problem."""

    file: Path
    way: Way
    answer: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """Where the gateway listens."""

    host: str
    dicom_port: int
    mllp_port: int
    called_ae: str = "KARTEBRIDGE"
    calling_ae: str = "OUTSIDE"
    timeout_s: float = 60.0


def samples_in(folder: Path) -> list[Path]:
    """The files to send: `<case>/document.dcm` and `<case>/message.hl7`, by name."""
    return sorted([*folder.glob("*/document.dcm"), *folder.glob("*/message.hl7")])


def one_of_each_type(files: Sequence[Path]) -> list[Path]:
    """The first file of each document type that a truth beside it names; those without a truth are left out."""
    first: dict[str, Path] = {}
    for file in files:
        truth = file.with_name("truth.json")
        if truth.is_file():
            kind = json.loads(truth.read_text("utf-8")).get("document_type", "")
            first.setdefault(kind, file)
    return sorted(first.values())


def send_all(target: Target, files: Sequence[Path], on_answer: Callable[[Sent], None]) -> list[Sent]:
    """Send every file: DICOM over one association, then HL7 over one long-lived connection."""
    dicom = [f for f in files if f.suffix == ".dcm"]
    hl7 = [f for f in files if f.suffix == ".hl7"]
    answers = []
    for sent in _dicom(target, dicom):
        on_answer(sent)
        answers.append(sent)
    for sent in _mllp(target, hl7):
        on_answer(sent)
        answers.append(sent)
    return answers


def _dicom(target: Target, files: Sequence[Path]) -> Iterator[Sent]:
    if not files:
        return
    ae = AE(ae_title=target.calling_ae)
    ae.maximum_pdu_size = 131072
    ae.acse_timeout = ae.dimse_timeout = ae.network_timeout = target.timeout_s
    good: list[Path] = []
    wanted: set[tuple[str, str]] = set()
    for file in files:
        try:
            meta = read_file_meta_info(file)
            wanted.add((meta.MediaStorageSOPClassUID, meta.TransferSyntaxUID))
        except (InvalidDicomError, AttributeError, EOFError) as error:
            yield Sent(file, Way.DICOM, "", f"cannot be sent: {error}")
        else:
            good.append(file)
    for sop_class, syntax in sorted(wanted):
        ae.add_requested_context(sop_class, [syntax])  # one syntax a context: sent as the file is
    with _bytes_as_they_are():
        assoc = ae.associate(target.host, target.dicom_port, ae_title=target.called_ae)
        if not assoc.is_established:
            yield from (Sent(f, Way.DICOM, "", "association refused") for f in good)
            return
        try:
            for file in good:
                yield _store(assoc, file)
        finally:
            assoc.release()


def _store(assoc: object, file: Path) -> Sent:
    try:
        status = assoc.send_c_store(file)  # type: ignore[attr-defined]  # pynetdicom is untyped
    except (ValueError, RuntimeError) as error:
        return Sent(file, Way.DICOM, "", str(error))
    if "Status" not in status:
        return Sent(file, Way.DICOM, "", "no answer: the association was aborted or timed out")
    return Sent(file, Way.DICOM, f"0x{status.Status:04X}")


@contextmanager
def _bytes_as_they_are() -> Iterator[None]:
    """pynetdicom then streams the file's bytes instead of decoding and encoding the data set."""
    before = _config.STORE_SEND_CHUNKED_DATASET
    _config.STORE_SEND_CHUNKED_DATASET = True
    try:
        yield
    finally:
        _config.STORE_SEND_CHUNKED_DATASET = before


def _mllp(target: Target, files: Sequence[Path]) -> Iterator[Sent]:
    if not files:
        return
    connection: socket.socket | None = None
    try:
        for file in files:
            try:
                connection = connection or socket.create_connection(
                    (target.host, target.mllp_port), timeout=target.timeout_s
                )
                connection.sendall(VT + file.read_bytes() + FS + CR)
                yield Sent(file, Way.MLLP, ack_code(read_frame(connection)))
            except OSError as error:
                if connection:
                    connection.close()
                connection = None
                yield Sent(file, Way.MLLP, "", f"no acknowledgement: {error}")
    finally:
        if connection:
            connection.close()


def read_frame(connection: socket.socket) -> bytes:
    """One MLLP block without its frame. Raises ConnectionError when the peer closes or sends without end."""
    held = b""
    while FS + CR not in held:
        part = connection.recv(65536)
        if not part:
            raise ConnectionError("the peer closed the connection before it answered")
        held += part
        if len(held) > MAX_ACK_BYTES:
            raise ConnectionError("the answer does not end")
    return held.partition(FS + CR)[0].partition(VT)[2]


def ack_code(ack: bytes) -> str:
    """MSA-1 of an acknowledgement, empty where there is none (HL7 v2.5 §2.15.8)."""
    for segment in ack.split(CR):
        if segment.startswith(b"MSA"):
            fields = segment.split(segment[3:4])
            return fields[1].decode("ascii", "replace") if len(fields) > 1 else ""
    return ""
