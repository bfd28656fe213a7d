"""A message's page: facts, documents with the values found on them, deliveries and resources, ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

import simplejson
from sqlalchemy import Engine

from gateway.choosing import may_choose, places
from gateway.console.offers import Chosen, Offer, chosen_view, offers
from gateway.console.overview import kind_words, sender_words
from gateway.console.words import DELIVERY_STATES, DOCUMENT_STATES, FLAGS, MESSAGE_STATES, Word, size_words
from gateway.store import deliveries, documents, messages, resources
from gateway.store.documents import FindingRow, LinkedDocument, PageRow
from gateway.store.messages import MessageRow
from gateway.store.schema import DeliveryState
from gateway.uncoded import uncoded
from mappers.envelope_json import envelope_from_json
from mappers.fhir.json_text import loads
from mappers.model import Box, Envelope, Extraction, Overlooked
from mappers.overlooked_text import overlooked_text
from mappers.terminology import Place

MAX_RESOURCES_INLINE = 30
_SURE, _FAIR = 0.9, 0.6


@dataclass(frozen=True, slots=True)
class Fact:
    """One labelled fact; `lang` where it may be Japanese."""

    label: str
    value: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A box on a page, in thousandths of width and height so that no style is needed to place it.

    A value's; or a place's that looks like a result and was not read: then `key` and `title` are empty.
    """

    key: str
    tone: str
    title: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Value:
    """One value found. `key` names its row and its box alike; `boxed` says whether there is a box to show."""

    key: str
    name: str
    value: str
    unit: str
    reference_range: str
    flag: Word | None
    effective: str
    page: int
    confidence_percent: int
    tone: str
    verified: bool
    loinc: str
    jlac10: str
    warnings: tuple[str, ...]
    boxed: bool
    ordinal: int
    offers: tuple[Offer, ...]
    chosen: Chosen | None
    nameless: bool  # no code, nothing near, and a person may say what is meant


@dataclass(frozen=True, slots=True)
class PageView:
    """One page of a document: a picture, or the reason why there is none."""

    number: int
    width_px: int
    height_px: int
    url: str
    unread_reason: str
    marks: tuple[Mark, ...]
    overlooked: tuple[Mark, ...]  # places that look like results and were not read
    overlooked_words: str  # how many those are; empty where none


@dataclass(frozen=True, slots=True)
class ResourceView:
    """One FHIR resource; `pretty` is empty where the page would grow too long."""

    name: str
    version: int
    url: str
    pretty: str


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One document of the message."""

    id: str
    ordinal: int
    title: str
    state: Word
    reason: str
    facts: tuple[Fact, ...]
    lang: str
    warnings: tuple[str, ...]
    pages: tuple[PageView, ...]
    values: tuple[Value, ...]
    unverified: int
    doubtful: int  # values whose name may mean an item that has codes
    resources: tuple[ResourceView, ...]
    original_url: str


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """One delivery."""

    id: str
    destination: str
    state: Word
    attempts: int
    next_at: datetime | None  # None where nothing more happens by itself
    changed_at: datetime
    reason: str
    outcome: str
    can_send: bool


@dataclass(frozen=True, slots=True)
class MessageView:
    """Everything a message's page shows."""

    row: MessageRow
    received_at: datetime
    state: Word
    facts: tuple[Fact, ...]
    documents: tuple[DocumentView, ...]
    deliveries: tuple[DeliveryView, ...]


def message_view(engine: Engine, message_id: str, zone: tzinfo) -> MessageView | None:
    """Look a message up; None where there is none of that id. Times are in `zone`."""
    row = messages.get(engine, message_id)
    if row is None:
        return None
    return MessageView(
        row=row,
        received_at=row.received_at.astimezone(zone),
        state=MESSAGE_STATES[row.state],
        facts=_facts(row),
        documents=tuple(
            _document(engine, row, linked) for linked in documents.of_message(engine, message_id)
        ),
        deliveries=tuple(_delivery(d, zone) for d in deliveries.of_message(engine, message_id)),
    )


def pretty(body: str) -> str:
    """JSON for reading, every number with the digits it was stored with."""
    text: str = simplejson.dumps(loads(body), use_decimal=True, ensure_ascii=False, indent=2)
    return text


def _facts(row: MessageRow) -> tuple[Fact, ...]:
    facts = [
        Fact("Source", "DICOM" if row.source.value == "dicom" else "HL7 over MLLP"),
        Fact("Kind", kind_words(row)),
        Fact("Sender", sender_words(row), "ja"),
        Fact("Calling AE", row.calling_ae),
        Fact("Called AE", row.called_ae),
        Fact("Address", row.peer),
        Fact("SOP Instance UID" if row.source.value == "dicom" else "Control id (MSH-10)", row.control_id),
        Fact("Size", size_words(row.size_bytes)),
        Fact("Route", row.route),
        Fact("Stage", row.stage),
        Fact("Tries", str(row.tries) if row.tries else ""),
        Fact("Replays", str(row.run) if row.run else ""),
    ]
    if row.envelope:
        facts += _envelope_facts(envelope_from_json(row.envelope))
    return tuple(fact for fact in facts if fact.value)


def _envelope_facts(envelope: Envelope) -> list[Fact]:
    patient = envelope.patient
    return [
        Fact("Patient", " / ".join(patient.name.variants()).replace("^", " "), "ja"),
        Fact("Patient id", patient.id),
        Fact("Birth date", patient.birth_date or ""),
        Fact("Sending facility", envelope.sending_facility, "ja"),
        Fact("Sending application", envelope.sending_application, "ja"),
        Fact("Title", envelope.document_title, "ja"),
        Fact("Accession number", envelope.accession_number),
        Fact("Order number", envelope.order_number),
        Fact("Specimen", envelope.specimen, "ja"),
        Fact("Document time", envelope.document_time or ""),
    ]


def _document(engine: Engine, message: MessageRow, linked: LinkedDocument) -> DocumentView:
    document = linked.document
    extraction = document.extraction or {}
    prefix = f"d{linked.ordinal}"
    findings = documents.findings_of(engine, document.id)
    where = _places(message, linked, findings)
    values = tuple(
        _value(prefix, finding, place, document.document_type)
        for finding, place in zip(findings, where, strict=True)
    )
    made = resources.of_document(engine, document.id)
    overlooked = Extraction.from_json(document.extraction).overlooked if document.extraction else ()
    printed = extraction.get("patient") or {}
    mismatch = ", ".join(extraction.get("mismatch_reasons") or ())
    facts = (
        Fact("Type", document.document_type),
        Fact("File", f"{document.media_type}, {size_words(document.size_bytes)}"),
        Fact("Pages", str(document.page_count or "")),
        Fact(
            "Printed patient",
            " · ".join(str(printed[k]) for k in ("name", "id", "birth_date") if printed.get(k)),
            "ja",
        ),
        Fact("Differs from header", mismatch.replace("_", " ")),
        Fact("Collected", str(extraction.get("effective") or "")),
        Fact("Engine", _engine_words(extraction.get("engine") or {})),
    )
    return DocumentView(
        id=document.id,
        ordinal=linked.ordinal,
        title=document.title or str(linked.about.get("title") or ""),
        state=DOCUMENT_STATES[document.state],
        reason=document.reason,
        facts=tuple(fact for fact in facts if fact.value),
        lang="en" if extraction.get("language") == "en" else "ja",
        warnings=tuple(str(w) for w in extraction.get("warnings") or ()),
        pages=tuple(
            _page(prefix, document.id, page, findings, overlooked)
            for page in documents.pages_of(engine, document.id)
        ),
        values=values,
        unverified=sum(not v.verified for v in values),
        doubtful=sum(bool(v.offers) for v in values),
        resources=tuple(
            ResourceView(
                f"{r.type}/{r.id}",
                r.version,
                f"/resources/{r.type}/{r.id}",
                pretty(r.body) if place < MAX_RESOURCES_INLINE and r.type != "Binary" else "",
            )
            for place, r in enumerate(made)
        ),
        original_url=f"/fhir/Binary/{document.id}",
    )


def _engine_words(engine: dict[str, str]) -> str:
    return " ".join(engine[k] for k in ("name", "version", "model") if engine.get(k))


def _tone(confidence: float, verified: bool) -> str:
    if not verified:
        return "unverified"
    return "sure" if confidence >= _SURE else "fair" if confidence >= _FAIR else "poor"


def _places(
    message: MessageRow, linked: LinkedDocument, findings: list[FindingRow]
) -> tuple[Place | None, ...]:
    """Where each value stands; None where nothing can be decided on now."""
    if not may_choose(message, linked) or linked.document.extraction is None:
        return (None,) * len(findings)
    read = Extraction.from_json(linked.document.extraction)
    return places(message, replace(read, items=tuple(finding.item for finding in findings)))


def _value(prefix: str, finding: FindingRow, place: Place | None, document_type: str) -> Value:
    item = finding.item
    offered = offers(item, place) if place else ()
    return Value(
        key=f"{prefix}-{finding.ordinal}",
        name=item.name,
        value=item.value,
        unit=item.unit or "",
        reference_range=item.reference_range or "",
        flag=FLAGS.get(item.flag.value) if item.flag else None,
        effective=(item.effective or "").replace("T", " "),
        page=item.page,
        confidence_percent=round(item.confidence * 100),
        tone=_tone(item.confidence, item.verified),
        verified=item.verified,
        loinc=item.loinc or "",
        jlac10=item.jlac10 or "",
        warnings=item.warnings,
        boxed=item.box is not None,
        ordinal=finding.ordinal,
        offers=offered,
        chosen=chosen_view(item),
        nameless=bool(place) and not offered and uncoded(item, document_type, None) is not None,
    )


def _page(
    prefix: str,
    document_id: str,
    page: PageRow,
    findings: list[FindingRow],
    overlooked: tuple[Overlooked, ...],
) -> PageView:
    marks = tuple(
        _value_mark(prefix, finding, finding.item.box)
        for finding in findings
        if finding.item.page == page.number and finding.item.box
    )
    url = f"/documents/{document_id}/pages/{page.number}.jpg" if page.image_digest else ""
    here = tuple(_mark("", "overlooked", "", place.box) for place in overlooked if place.page == page.number)
    words = overlooked_text(len(here)) if here else ""
    return PageView(page.number, page.width_px, page.height_px, url, page.unread_reason, marks, here, words)


def _value_mark(prefix: str, finding: FindingRow, box: Box) -> Mark:
    item = finding.item
    title = " ".join(part for part in (item.name, item.value, item.unit) if part)
    tone = _tone(item.confidence, item.verified)
    return _mark(
        f"{prefix}-{finding.ordinal}", tone, title if item.verified else f"{title} (unverified)", box
    )


def _mark(key: str, tone: str, title: str, box: Box) -> Mark:
    return Mark(
        key=key,
        tone=tone,
        title=title,
        x=round(box.x0 * 1000, 2),
        y=round(box.y0 * 1000, 2),
        width=round(max(box.x1 - box.x0, 0.002) * 1000, 2),
        height=round(max(box.y1 - box.y0, 0.002) * 1000, 2),
    )


def _delivery(row: deliveries.DeliveryRow, zone: tzinfo) -> DeliveryView:
    waits = row.state is DeliveryState.PENDING
    return DeliveryView(
        id=row.id,
        destination=row.destination,
        state=DELIVERY_STATES[row.state],
        attempts=row.attempts,
        next_at=row.next_at.astimezone(zone) if waits else None,
        changed_at=row.changed_at.astimezone(zone),
        reason=row.reason,
        outcome=_readable(row.outcome),
        can_send=row.state is not DeliveryState.DELIVERED,
    )


def _readable(outcome: str) -> str:
    try:
        text: str = simplejson.dumps(
            simplejson.loads(outcome, use_decimal=True), use_decimal=True, ensure_ascii=False, indent=2
        )
    except ValueError:
        return outcome
    return text
