"""How each stage of `gateway.pipeline` does its work: from what the stage before stored to what the next one needs.

Every function takes the context and the message's row and stores its result, but for what belongs in that row itself:
that it returns as `Kept`, or `Ended` with the state in which the message stops, or None to just go on. Every function
may run twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Protocol

import structlog
from sqlalchemy import Engine

from gateway import filing, intake, outcome, results, routing, site_terms
from gateway.observe.metrics import Metrics
from gateway.outcome import CLOSED, Ended, Kept
from gateway.patients import following, updating
from gateway.routing import Action, RouteBook
from gateway.settings import Settings
from gateway.store import documents, patients, versions
from gateway.store.blobs import BlobStore
from gateway.store.documents import LinkedDocument, PageRow
from gateway.store.engine import Store, writing
from gateway.store.messages import MessageRow
from gateway.store.schema import DocumentState, MessageState
from inference.types import DocumentRefused
from mappers.envelope_json import envelope_from_json, envelope_to_json
from mappers.hl7_v2 import MERGES, UNLINKS, UPDATES
from mappers.model import Envelope, Extraction, PatientIdentity
from mappers.terminology import enrich
from mappers.terminology.choosing import carried

if TYPE_CHECKING:
    from inference.pages import PagesSummary, PageSummary

log = structlog.get_logger()

UNKNOWN_WITHDRAWAL = (
    "the sender takes back a document that never came here: nothing was changed; if it comes later, it is taken back "
    "at once; if it came under another number or from another sender, tell who sends it to use the same"
)


_SAID_OF_PATIENTS: dict[str, Callable[[results.Keeping, MessageRow, datetime], Ended]] = {
    **dict.fromkeys(MERGES, following.follow),
    **dict.fromkeys(UPDATES, updating.update),
    **dict.fromkeys(UNLINKS, updating.unlink),
}


class PageReader(Protocol):
    """Opens and reads documents somewhere else than in this process. Errors: DocumentRefused, WorkerError."""

    def summarise(
        self, document_id: str, digest: str, media_type: str, on_page: Callable[[PageSummary], None]
    ) -> PagesSummary:
        """What opens; `on_page` gets each page with its picture, in another thread but never two at once."""
        ...

    def extract(
        self,
        document_id: str,
        digest: str,
        media_type: str,
        filed_under: PatientIdentity,
        pages: int,
        profile: str = "",
        modality: str = "",
    ) -> Extraction:
        """What the pages say, verified against their own words."""
        ...


@dataclass(frozen=True, slots=True)
class StageContext:
    """What stages work with."""

    database: Engine
    blobs: BlobStore
    reader: PageReader
    routes: RouteBook
    settings: Settings
    metrics: Metrics
    now: Callable[[], datetime]
    wake_deliveries: Callable[[], None]


def read_envelope(context: StageContext, message: MessageRow) -> Ended | Kept:
    """Who and what the message says it is about."""
    envelope = intake.envelope_of(context.blobs, message, context.settings)
    if isinstance(envelope, intake.Unreadable):
        return Ended(MessageState.QUARANTINED, envelope.reason)
    return Kept(envelope=envelope_to_json(envelope))


def choose_route(context: StageContext, message: MessageRow) -> Ended | Kept:
    """Which rule applies; its profile and destinations are kept, so that later stages see one set of rules."""
    routes = context.routes.routes
    titles = intake.titles_of(context.blobs, message, context.settings) if routes.names_titles else ()
    rule = routing.decide(routes, _envelope(message), titles).rule
    destinations = rule.destinations or [d.name for d in context.settings.destinations if d.by_default]
    kept = Kept(route=rule.name, decision={"profile": rule.profile, "destinations": list(destinations)})
    # What is said of patients is followed though nothing in it is read: or results stay under a number that is gone.
    followed = _envelope(message).message_type in _SAID_OF_PATIENTS and rule.action is Action.ACCEPT
    if rule.action is Action.PROCESS or followed:
        return kept
    state = MessageState.IGNORED if rule.action is Action.IGNORE else MessageState.ACCEPTED
    return Ended(state, f"rule {rule.name}", kept)


def take_documents(context: StageContext, message: MessageRow) -> Ended | Kept:
    """The documents inside, each a blob and a row under an id of patient and bytes; or what is said of patients."""
    follow = _SAID_OF_PATIENTS.get(_envelope(message).message_type)
    if follow is not None:
        ended = follow(_keeping(context), message, context.now())
        context.wake_deliveries()
        return ended
    patient = _envelope(message).patient
    opened = intake.open_message(context.blobs, message, context.settings)
    if isinstance(opened, intake.Unreadable):
        return Ended(MessageState.WAITING, opened.reason)
    found, problems = opened.documents, opened.problems
    if not found and not opened.withdraws:
        state = MessageState.WAITING if problems else MessageState.DONE
        return Ended(state, "; ".join((*problems, *opened.notes)) or "no document inside")
    if not patient.id:
        return Ended(
            MessageState.WAITING,
            "the message names no patient id (PID-3, PatientID): results cannot be filed; "
            "have the sender correct it and send again",
        )
    taken_back = filing.file_documents(
        context.database,
        context.settings,
        message,
        _envelope(message),
        [filing.Held(document, context.blobs.put(document.data)) for document in found],
        opened.withdraws,
        context.now(),
    )
    for series in taken_back:
        results.store(_keeping(context), series, message.id, context.now())
    if len(taken_back) < len(opened.withdraws):
        problems = (*problems, UNKNOWN_WITHDRAWAL)
    if not found:
        context.wake_deliveries()
        return Ended(MessageState.WAITING if problems else MessageState.DONE, "; ".join(problems))
    return Kept(decision=outcome.with_problems(message.decision, problems))


def _keeping(context: StageContext) -> results.Keeping:
    return results.Keeping(context.database, context.blobs, context.settings)


def open_pages(context: StageContext, message: MessageRow) -> Ended | None:
    """What opens: a picture of each page is kept; a document that never will is refused with its reason."""
    left = False
    for linked in documents.of_message(context.database, message.id):
        document = linked.document
        rows: list[PageRow] = []
        try:
            summary = context.reader.summarise(
                document.id, document.digest, document.media_type, partial(_keep_page, context.blobs, rows)
            )
        except DocumentRefused as refused:
            with writing(context.database) as transaction:
                documents.save_pages(transaction, document.id, [])
                _refuse(context, transaction, document.id, refused)
            continue
        left = True
        rows += [PageRow(u.page, 0, 0, unread_reason=u.reason) for u in summary.unread]
        with writing(context.database) as transaction:
            documents.save_pages(transaction, document.id, sorted(rows, key=lambda row: row.number))
            documents.set_document(
                transaction,
                document.id,
                DocumentState.OPENED,
                now=context.now(),
                reason="",
                media_type=summary.media_type,
                page_count=len(rows),
            )
    return None if left else outcome.final(context.database, message)


def infer(context: StageContext, message: MessageRow) -> Ended | None:
    """What the pages say. The values are found again in the page's own words in the same worker process."""
    envelope = _envelope(message)
    profile = str((message.decision or {}).get("profile", ""))
    left = False
    for linked in _open(context, message):
        document = linked.document
        try:
            extraction = context.reader.extract(
                document.id,
                document.digest,
                document.media_type,
                envelope.patient,
                max(document.page_count, 1),
                profile,
                envelope.modality,
            )
        except DocumentRefused as refused:
            _refuse(context, context.database, document.id, refused)
            continue
        left = True
        known = [one.item for one in documents.findings_of(context.database, document.id)]
        extraction = replace(extraction, items=carried(known, extraction.items))
        _count(context.metrics, extraction)
        _keep_extraction(context, document.id, extraction)
    return None if left else outcome.final(context.database, message)


def verify(context: StageContext, message: MessageRow) -> Ended | None:
    """The right patient, and codes and units where they are certain; another patient's page stops here."""
    specimen = _envelope(message).specimen or None
    site = site_terms.load(context.settings)
    left = False
    for linked in _open(context, message):
        extraction = results.stored_extraction(context.database, linked.document)
        if extraction.patient_mismatch and _by_former_number(context, message, extraction):
            extraction = replace(extraction, patient_mismatch=False, mismatch_reasons=())
        if extraction.patient_mismatch:
            differ = ", ".join(extraction.mismatch_reasons)
            documents.set_document(
                context.database,
                linked.document.id,
                DocumentState.QUARANTINED,
                now=context.now(),
                reason=f"the page names another patient than the message ({differ} differ)",
            )
            continue
        left = True
        _keep_extraction(context, linked.document.id, enrich(extraction, header_specimen=specimen, site=site))
    return None if left else outcome.final(context.database, message)


def _by_former_number(context: StageContext, message: MessageRow, extraction: Extraction) -> bool:
    """Whether the page names the message's person, by a number that was merged with the message's."""
    from inference.patient import compare  # not at the start: numeric libraries come with it

    said = versions.of_message(context.database, message.id)
    person = patients.person(context.database, said[0].patient) if said else None
    filed = _envelope(message).patient
    return any(
        compare(extraction.patient, replace(filed, id=row.number), recognised=False)[0] is False
        for row in (person.everybody if person else ())
    )


def map_results(context: StageContext, message: MessageRow) -> Ended | None:
    """FHIR resources of each document, stored in one transaction with what is to be delivered."""
    if not versions.of_message(context.database, message.id):
        filing.refile(context.database, context.settings, message, _envelope(message))
    said = versions.of_message(context.database, message.id)
    for series in dict.fromkeys(one.series for one in said):
        results.store(_keeping(context), series, message.id, context.now())
    return None


def deliver(context: StageContext, message: MessageRow) -> Ended:
    """Wake the destinations. Deliveries have a life of their own; the message itself is done."""
    context.wake_deliveries()
    return outcome.final(context.database, message)


def _envelope(message: MessageRow) -> Envelope:
    return envelope_from_json(message.envelope or {})


def _keep_page(blobs: BlobStore, rows: list[PageRow], page: PageSummary) -> None:
    rows.append(PageRow(page.number, page.width_px, page.height_px, blobs.put(page.preview_jpeg)))


def _open(context: StageContext, message: MessageRow) -> list[LinkedDocument]:
    """The documents that are neither refused nor quarantined."""
    return [d for d in documents.of_message(context.database, message.id) if d.document.state not in CLOSED]


def _keep_extraction(context: StageContext, document_id: str, extraction: Extraction) -> None:
    body = extraction.to_json()
    del body["items"]
    with writing(context.database) as transaction:
        documents.save_findings(transaction, document_id, extraction.items)
        documents.set_document(
            transaction,
            document_id,
            DocumentState.PARTIAL if extraction.partial else DocumentState.READ,
            now=context.now(),
            document_type=extraction.document_type.value,
            extraction=body,
        )


def _refuse(context: StageContext, store: Store, document_id: str, refused: DocumentRefused) -> None:
    documents.set_document(
        store, document_id, DocumentState.REFUSED, now=context.now(), reason=refused.reason
    )


def _count(metrics: Metrics, extraction: Extraction) -> None:
    metrics.pages.labels("unread").inc(len(extraction.unread))
    metrics.pages.labels("read").inc(extraction.page_count - len(extraction.unread))
    metrics.overlooked_places.inc(len(extraction.overlooked))
    for item in extraction.items:
        metrics.items.labels("yes" if item.verified else "no").inc()
