"""The documents inside an HL7 v2 message: embedded ones (OBX of type ED) and report text (TX, FT).

Any message with OBX is read alike (ORU^R01, MDM^T02 and its kin). Reference pointers (RP) are named, never followed.
Structured results (NM, SN, CE, ST …) are left alone: they are values already, mapped without a model (later issue).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypedDict

from mappers.contents import Contents, Problem, Withdrawal
from mappers.hl7 import embedded
from mappers.hl7.envelope import coded_text
from mappers.hl7.message import Hl7Message, Segment
from mappers.hl7.values import COMPLETION_STATUS, ORDER_STATUS, RESULT_STATUS, iso_time
from mappers.model import Document, ReportStatus

_TEXT_TYPES = ("TX", "FT")
_EMBEDDED = "ED"
_POINTER = "RP"
TEXT_MEDIA_TYPE = "text/plain; charset=utf-8"

_EVENT_STATUS = {  # MDM trigger events that say more than TXA-17 does (HL7 v2.5 §9.5)
    "T05": ReportStatus.AMENDED,
    "T06": ReportStatus.AMENDED,
    "T07": ReportStatus.CORRECTED,
    "T08": ReportStatus.CORRECTED,
    "T09": ReportStatus.CORRECTED,
    "T10": ReportStatus.CORRECTED,
    "T11": ReportStatus.ENTERED_IN_ERROR,
}
_TAKES_BACK = (ReportStatus.ENTERED_IN_ERROR, ReportStatus.CANCELLED)
_CHANGES = (ReportStatus.AMENDED, ReportStatus.CORRECTED, *_TAKES_BACK)
_REPLACES_ITSELF = ("T08", "T10")  # content again under the same number, where TXA-13 names no parent


@dataclass(slots=True)
class _Group:
    """The OBX of one OBR (or of the message, where there is none) and what stands above them."""

    obr: Segment | None
    observations: list[tuple[int, Segment]] = field(default_factory=list)  # with their place among all OBX


class _About(TypedDict):
    """What a message says of a document: the fields of Document after its bytes."""

    title: str
    status: ReportStatus
    document_id: str
    replaces: str
    numbered: bool
    document_time: str | None


@dataclass(slots=True)
class _Found:
    documents: list[Document] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    withdraws: list[Withdrawal] = field(default_factory=list)

    def withdraw(self, about: _About) -> None:
        """The sender takes back what it sent before and sends nothing in its place."""
        withdrawal = Withdrawal(about["document_id"], about["status"], about["numbered"])
        if withdrawal not in self.withdraws:
            self.withdraws.append(withdrawal)

    def add(self, data: bytes, media_type: str, about: _About) -> None:
        self.documents.append(Document(len(self.documents) + 1, data, media_type, **about))


def documents(msg: Hl7Message) -> tuple[Document, ...]:
    """The documents alone; see `contents` for what could not become one."""
    return contents(msg).documents


def contents(msg: Hl7Message) -> Contents:
    """Every document of a message in its order, problems by OBX, and ids the sender withdraws (MDM^T11)."""
    found = _Found()
    found.problems.extend(Problem("charset", "MSH-18", p.reason) for p in msg.problems if p.lossy)
    txa = msg.first("TXA")
    event = msg.header.get(9, 2)
    for group in _groups(msg):
        _embedded_of(msg, group, txa, event, found)
        _text_of(msg, group, txa, event, found)
    if event == "T11" and txa is not None and txa.get(12) and not found.documents:
        found.withdraws = [Withdrawal(txa.get(12), ReportStatus.ENTERED_IN_ERROR)]
    return Contents(tuple(found.documents), tuple(found.problems), tuple(found.withdraws))


def _groups(msg: Hl7Message) -> list[_Group]:
    groups = [_Group(None)]
    place = 0
    for segment in msg.segments:
        if segment.name == "OBR":
            groups.append(_Group(segment))
        elif segment.name == "OBX":
            place += 1
            groups[-1].observations.append((place, segment))
    return [group for group in groups if group.observations]


def _embedded_of(msg: Hl7Message, group: _Group, txa: Segment | None, event: str, found: _Found) -> None:
    for place, obx in group.observations:
        kind = obx.get(2).upper()
        where = f"OBX-{place}"
        if kind == _POINTER:
            found.problems.append(
                Problem(
                    "reference-pointer",
                    where,
                    "the message points to a document elsewhere (RP); the gateway follows no pointer: "
                    "let the sender embed it (ED)",
                )
            )
        if kind != _EMBEDDED:
            continue
        repetitions = obx.repetitions(5)
        about = _about(obx, group, txa, event)
        if not any(repetition.strip(' "') for repetition in repetitions):
            if about["status"] in _TAKES_BACK:
                found.withdraw(about)
                continue
            repetitions = []
            found.problems.append(Problem("no-data", where, "OBX-5 is empty; check the sender's export"))
        for repetition in repetitions:
            try:
                data, media_type = embedded.read(obx, repetition)
            except embedded.UndecodableError as error:
                found.problems.append(Problem(error.code, where, error.reason))
                continue
            found.add(data, media_type, about)


def _text_of(msg: Hl7Message, group: _Group, txa: Segment | None, event: str, found: _Found) -> None:
    """TX and FT of a group as one text; a line with OBX-3's words stands above each part where there are several."""
    every = [obx for _, obx in group.observations if obx.get(2).upper() in _TEXT_TYPES]
    texts = [obx for obx in every if obx.raw(5).strip(' "')]
    if not texts:
        about = _about(every[0], group, txa, event) if every else None
        if about and about["status"] in _TAKES_BACK:
            found.withdraw(about)
        return
    headed = len({obx.get(3, 1) + coded_text(obx, 3) for obx in texts}) > 1
    lines: list[str] = []
    heading = ""
    for obx in texts:
        title = coded_text(obx, 3)
        if headed and title != heading:
            heading = title
            lines.append(title)
        for repetition in obx.repetitions(5):
            lines.extend(obx.unescape(repetition).split("\n"))
    text = "\n".join(line.rstrip() for line in lines).strip("\n")
    if text.strip():
        found.add(text.encode(), TEXT_MEDIA_TYPE, _about(texts[0], group, txa, event))


def _about(obx: Segment, group: _Group, txa: Segment | None, event: str) -> _About:
    obr = group.obr
    document_id = txa.get(12) if txa else ""
    if not document_id:
        order = (obr.get(3) or obr.get(2)) if obr else ""
        parts = (order, obx.get(3), obx.get(4))
        document_id = "|".join(parts).rstrip("|")
    times = (obr.get(7) if obr else "", txa.get(4) if txa else "", obx.get(14), txa.get(6) if txa else "")
    replaces = txa.get(13) if txa else ""
    if not replaces and event in _REPLACES_ITSELF and txa:
        replaces = txa.get(12)
    return {
        "title": coded_text(obx, 3)
        or (coded_text(obr, 4) if obr else "")
        or (coded_text(txa, 2) if txa else ""),
        "status": _status(obx, group, txa, event),
        "document_id": document_id,
        "replaces": replaces,
        "numbered": bool(txa and txa.get(12)),
        "document_time": next((time for t in times if (time := iso_time(t))), None),
    }


def _status(obx: Segment, group: _Group, txa: Segment | None, event: str) -> ReportStatus:
    """The trigger event and TXA-19 where they take back or change a document, else OBX-11, TXA-17, OBR-25.

    An order said to be corrected (OBR-25) whose observations all say the usual thing: the document is corrected.
    """
    if txa and txa.get(19).upper() == "CA":  # table 0273: deleted
        return ReportStatus.ENTERED_IN_ERROR
    if event in _EVENT_STATUS and txa:
        return _EVENT_STATUS[event]
    of_order = ORDER_STATUS.get(group.obr.get(25).upper()) if group.obr else None
    if of_order in _CHANGES and not any(
        RESULT_STATUS.get(one.get(11).upper()) in _CHANGES for _, one in group.observations
    ):
        return of_order or ReportStatus.UNKNOWN
    candidates = (
        RESULT_STATUS.get(obx.get(11).upper()),
        COMPLETION_STATUS.get(txa.get(17).upper()) if txa else None,
        of_order,
    )
    return next((status for status in candidates if status), ReportStatus.UNKNOWN)
