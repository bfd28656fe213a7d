"""A stored message opened again: its envelope and its documents, whatever standard it came by."""

from __future__ import annotations

from dataclasses import dataclass
from mmap import ACCESS_READ, mmap

from gateway.settings import Settings
from gateway.store.blobs import BlobStore
from gateway.store.messages import MessageRow
from mappers import dicom, hl7_v2
from mappers.contents import Contents, Withdrawal
from mappers.dicom_header import DicomError
from mappers.model import Document, Envelope, Source

NO_DOCUMENT = frozenset({"not-a-page", "structured-content"})
"""Codes of parts that are no documents by their nature: nothing is wrong with them."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a message says and holds.

    `problems` are parts that could not become documents and need a person, `notes` parts that never were any
    (anatomy, structured content); both in words. `withdraws` are earlier documents that the sender takes back.
    """

    envelope: Envelope
    documents: tuple[Document, ...]
    problems: tuple[str, ...]
    notes: tuple[str, ...] = ()
    withdraws: tuple[Withdrawal, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The message cannot be parsed: a person must see it."""

    reason: str


def envelope_of(blobs: BlobStore, message: MessageRow, settings: Settings) -> Envelope | Unreadable:
    """Who and what a message says it is about; of a DICOM object only the header is read, whatever its size."""
    try:
        if message.source is not Source.DICOM:
            msg = hl7_v2.read(blobs.get(message.digest), settings.mllp.default_charset)
            return hl7_v2.envelope(msg, peer=message.peer)
        path = blobs.open_path(message.digest)
        if path is None:
            header = dicom.header(blobs.get(message.digest))
        else:
            with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as mapped:
                header = _header(mapped)
        return dicom.envelope(header, message.calling_ae, message.called_ae, message.peer)
    except hl7_v2.Hl7Error as error:
        return _not_hl7(error)
    except DicomError as error:
        return _not_dicom(error)


def _header(mapped: mmap) -> dicom.DicomHeader:
    with memoryview(mapped) as view:
        return dicom.header(view)


def titles_of(blobs: BlobStore, message: MessageRow, settings: Settings) -> tuple[str, ...]:
    """Titles of the documents inside an HL7 message; a DICOM object's only one is in its envelope."""
    if message.source is Source.DICOM:
        return ()
    opened = open_message(blobs, message, settings)
    return tuple(d.title for d in opened.documents) if isinstance(opened, Opened) else ()


def open_message(blobs: BlobStore, message: MessageRow, settings: Settings) -> Opened | Unreadable:
    """Parse the bytes as they were received, documents and all."""
    if message.size_bytes > settings.pages.max_bytes:
        return Unreadable(
            f"the message has {message.size_bytes} bytes, more than pages.max_bytes ({settings.pages.max_bytes}): "
            "raise the setting and replay, or have the sender split it"
        )
    raw = blobs.get(message.digest)
    if message.source is Source.DICOM:
        return _open_dicom(raw, message.calling_ae, message.called_ae, message.peer)
    return _open_hl7(raw, settings.mllp.default_charset, message.peer)


def open_bytes(
    raw: bytes, settings: Settings, *, calling_ae: str, called_ae: str, peer: str
) -> Opened | Unreadable:
    """Parse a file of either standard, told apart by the DICOM prefix (PS3.10 §7.1)."""
    if raw[128:132] == b"DICM":
        return _open_dicom(raw, calling_ae, called_ae, peer)
    return _open_hl7(raw.strip(b"\x0b\x1c\r\n") + b"\r", settings.mllp.default_charset, peer)


def _open_hl7(raw: bytes, default_charset: str, peer: str) -> Opened | Unreadable:
    try:
        msg = hl7_v2.read(raw, default_charset)
        envelope = hl7_v2.envelope(msg, peer=peer)
        contents = hl7_v2.contents(msg)
    except hl7_v2.Hl7Error as error:
        return _not_hl7(error)
    return Opened(envelope, contents.documents, *_in_words(contents), contents.withdraws)


def _open_dicom(raw: bytes, calling_ae: str, called_ae: str, peer: str) -> Opened | Unreadable:
    try:
        envelope = dicom.envelope(dicom.header(raw), calling_ae, called_ae, peer)
        contents = dicom.contents(raw)
    except DicomError as error:
        return _not_dicom(error)
    return Opened(envelope, contents.documents, *_in_words(contents))


def _not_hl7(error: hl7_v2.Hl7Error) -> Unreadable:
    return Unreadable(f"the message is not HL7 v2 that can be read: {error}")


def _not_dicom(error: DicomError) -> Unreadable:
    return Unreadable(f"the object cannot be parsed: {error}")


def _in_words(contents: Contents) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Problems and notes."""
    said = [
        (problem.code in NO_DOCUMENT, f"{problem.where}: {problem.reason}") for problem in contents.problems
    ]
    problems = tuple(text for by_nature, text in said if not by_nature)
    return problems, tuple(text for by_nature, text in said if by_nature)
