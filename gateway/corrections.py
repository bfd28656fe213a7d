"""Which documents are versions of one another, and which of them counts: pure, whatever the order of arrival.

A document and the messages about it make statements (`Statement`). Those of one series are read in the order in which
they were said:

    statement                                        then
    of a document not known yet                      it is a version; the last one counts
    of a known document, changed or taken back       its status, and it is the last one again
    of a known document, as usual                    its status if that was not settled; its place stays
    a withdrawal without a document                  the version that counts is taken back

So an older version that comes late, or comes again, never takes the place of a newer one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from mappers.model import ReportStatus

CHANGES = frozenset(
    {
        ReportStatus.AMENDED,
        ReportStatus.CORRECTED,
        ReportStatus.CANCELLED,
        ReportStatus.ENTERED_IN_ERROR,
    }
)
"""What a sender says of a document to change what it said before."""

UNSETTLED = frozenset({ReportStatus.PRELIMINARY, ReportStatus.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Statement:
    """What one message says of one document. Names are digests of what the sender calls documents, "" for none."""

    message_id: str
    ordinal: int  # of the document in the message; negative: a withdrawal
    document_id: str | None  # None: a withdrawal without a document
    patient: str  # key of a patient
    name: str
    replaces: str
    status: ReportStatus
    said_at: datetime
    seq: int  # of the message: order of arrival
    series: str = ""  # the same for every version; "" before it is known

    @property
    def place(self) -> tuple[datetime, int, int]:
        """Where it stands among all: by the sender's time, then by arrival."""
        return self.said_at, self.seq, abs(self.ordinal)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a document: the statement that speaks for it, and its status now."""

    document_id: str
    said: Statement
    status: ReportStatus


def belongs(new: Statement, numbered: bool, old: Statement) -> bool:
    """Whether both speak of one document or of versions of one; the patient is the same already.

    A number of the document's own (`numbered`) is that. An order's number is not quite: a second document under the
    same heading of the same order is a newer version only if one of them says so.
    """
    if new.document_id is not None and new.document_id == old.document_id:
        return True
    if (new.replaces and new.replaces == old.name) or (old.replaces and old.replaces == new.name):
        return True
    if not new.name or new.name != old.name or new.message_id == old.message_id:
        return False
    earlier, later = sorted((new, old), key=lambda one: one.place)
    return numbered or later.status in CHANGES or earlier.status is ReportStatus.PRELIMINARY


def versions(series: Iterable[Statement]) -> tuple[Version, ...]:
    """The versions of a series, oldest first: the last one counts. Empty while only a withdrawal is known."""
    placed: dict[str, tuple[int, Version]] = {}
    withdrawn: tuple[int, Statement] | None = None
    for turn, said in enumerate(sorted(series, key=lambda one: one.place)):
        if said.document_id is None:
            withdrawn = (turn, said)
            continue
        known = placed.get(said.document_id)
        fresh = (turn, Version(said.document_id, said, said.status))
        if known is None or said.status in CHANGES:
            placed[said.document_id] = fresh
        elif known[1].status in UNSETTLED and said.status not in UNSETTLED:
            placed[said.document_id] = (known[0], fresh[1])
    found = sorted(placed.values(), key=lambda one: one[0])
    if found and withdrawn and withdrawn[0] > found[-1][0]:
        last = found[-1][1]
        found[-1] = (withdrawn[0], Version(last.document_id, last.said, withdrawn[1].status))
    return tuple(version for _, version in found)
