"""What a message held: its documents, and what in it could not become one."""

from __future__ import annotations

from dataclasses import dataclass

from mappers.model import Document, ReportStatus


@dataclass(frozen=True, slots=True)
class Problem:
    """A part of a message that is no document, and why, in words for hospital IT; no content, no patient data."""

    code: str  # a stable word: "bad-base64", "reference-pointer", "structured-content", "charset" …
    where: str  # "OBX-3" (the third OBX of the message), "MSH-18", "PixelData"
    reason: str


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """An earlier document that the sender takes back without sending another: what it is called, as in Document."""

    document_id: str
    status: ReportStatus
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Contents:
    """Documents in message order, problems, and the earlier documents that the sender takes back."""

    documents: tuple[Document, ...] = ()
    problems: tuple[Problem, ...] = ()
    withdraws: tuple[Withdrawal, ...] = ()
