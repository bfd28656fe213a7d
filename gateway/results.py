"""From what was read to what is stored and sent: FHIR resources, their search index, and the deliveries.

A document's versions make one set of results. Whichever message asks, the version that counts is mapped, under the
person that its patient is now; so a message that is late or runs again stores what is right already.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine

from gateway import corrections, ids
from gateway.corrections import Statement, Version
from gateway.deliver import kinds
from gateway.errors import Overtaken
from gateway.outcome import CLOSED
from gateway.settings import Settings
from gateway.settings_destinations import AnyDestination
from gateway.store import documents, messages, patients, resources, versions
from gateway.store.blobs import BlobStore
from gateway.store.deliveries import NewDelivery
from gateway.store.documents import DocumentRow, LinkedDocument
from gateway.store.patients import Person
from gateway.store.resources import Saved, StoredResource, save_results
from mappers import fhir
from mappers.envelope_json import envelope_from_json
from mappers.model import Envelope, Extraction, ReportStatus

TAKEN_BACK = (ReportStatus.CANCELLED, ReportStatus.ENTERED_IN_ERROR)
TRIES = 5
"""How often a mapping is made again because a merge, another version or another reading came in between."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where results are kept, and for which site."""

    engine: Engine
    blobs: BlobStore
    settings: Settings


@dataclass(frozen=True, slots=True)
class _Told:
    """A version with what the message that speaks for it says."""

    version: Version
    linked: LinkedDocument
    envelope: Envelope

    @property
    def read(self) -> bool:
        """Whether there is a reading of it, of the right patient."""
        document = self.linked.document
        return document.extraction is not None and document.state not in CLOSED


@dataclass(frozen=True, slots=True)
class _Series:
    """Everything the results of one series are made from, as it was when it was looked up."""

    id: str
    said: tuple[Statement, ...]
    told: tuple[_Told, ...]  # oldest first
    person: Person
    destinations: frozenset[str]

    @property
    def documents(self) -> tuple[str, ...]:
        """Ids of every version's document."""
        return tuple(dict.fromkeys(one.document_id for one in self.said if one.document_id))

    @property
    def read(self) -> tuple[_Told, ...]:
        """The versions that were read: the last one counts, taken back if a later one says so that was not read."""
        read = tuple(one for one in self.told if one.read)
        last = self.told[-1].version if self.told else None
        if not read or last is None or last.status not in TAKEN_BACK:
            return read
        taken_back = replace(read[-1], version=replace(read[-1].version, status=last.status))
        return (*read[:-1], taken_back)


def stored_extraction(engine: Engine, document: DocumentRow) -> Extraction:
    """What was read from a document, as the engine stage stored it."""
    items = tuple(finding.item for finding in documents.findings_of(engine, document.id))
    body = dict(document.extraction or {"document_type": "other"})
    return replace(Extraction.from_json(body), items=items)


def store(
    keeping: Keeping, series: str, cause: str, now: datetime, *, only_changed: bool = False
) -> Saved | None:
    """Map a series and keep resources, index and deliveries in one transaction; None where nothing was read yet.

    Values that the page does not support make no resource (docs/decisions/0006). `cause` is the message because of
    which this is done: for one cause the same results are sent once. `only_changed`: send only if something is new.
    Raises Overtaken where something changed meanwhile again and again.
    """
    for _ in range(TRIES - 1):
        with suppress(Overtaken):
            return _store(keeping, series, cause, now, only_changed)
    return _store(keeping, series, cause, now, only_changed)


def _store(keeping: Keeping, series: str, cause: str, now: datetime, only_changed: bool) -> Saved | None:
    settings = keeping.settings
    found = _series(keeping.engine, series)
    if found is None or not found.read:
        return None
    *earlier, current = found.read
    inputs = [_input(keeping, found, one) for one in earlier]
    before = earlier[-1].version.document_id if earlier else ""
    inp = _input(keeping, found, current)
    inp = replace(inp, document=replace(inp.document, replaces=before))
    mapped = fhir.supersede(
        inp,
        fhir.results(inp),
        [resource for one in inputs for resource in fhir.superseded(one)],
        _stored(keeping.engine, found.documents),
    )
    return save_results(
        keeping.engine,
        cause,
        current.version.document_id,
        [
            StoredResource(r["resourceType"], r["id"], fhir.dumps(r), tuple(fhir.index(r)))
            for r in mapped.resources
            if r["resourceType"] != "Binary"  # its bytes are the document's blob
        ],
        [
            one
            for destination in settings.destinations
            if destination.name in found.destinations
            for one in _deliveries(keeping.blobs, destination, inp, mapped, cause, found.person)
        ],
        now=now,
        zone=ZoneInfo(settings.site.time_zone),
        instead_of=[one for one in found.documents if one != current.version.document_id],
        still=_unchanged(found),
        only_changed=only_changed,
    )


def _series(engine: Engine, series: str) -> _Series | None:
    said = versions.of_series(engine, series)
    standing = corrections.versions(said)
    person = patients.person(engine, standing[-1].said.patient) if standing else None
    if person is None:
        return None
    told, wanted = [], set[str]()
    for one in said:
        message = messages.get(engine, one.message_id)
        wanted |= set(((message.decision if message else None) or {}).get("destinations", []))
    for version in standing:
        message = messages.get(engine, version.said.message_id)
        linked = [
            d
            for d in documents.of_message(engine, version.said.message_id)
            if d.document.id == version.document_id
        ]
        if message is not None and message.envelope is not None and linked:
            told.append(_Told(version, linked[0], envelope_from_json(message.envelope)))
    return _Series(series, said, tuple(told), person, frozenset(wanted))


def _unchanged(found: _Series) -> Callable[[Connection], bool]:
    """Whether statements, person and readings are still those; holds the patient's and the documents' rows."""
    read_at = {one.linked.document.id: one.linked.document.changed_at for one in found.told}

    def still(connection: Connection) -> bool:
        patients.lock(connection, found.person.filed)
        for one in sorted(found.documents):
            documents.lock_document(connection, one)
        return (
            versions.of_series(connection, found.id) == found.said
            and patients.person(connection, found.person.filed) == found.person
            and documents.changed_at(connection, list(read_at)) == read_at
        )

    return still


def _stored(engine: Engine, document_ids: Sequence[str]) -> list[fhir.Resource]:
    rows = {(row.type, row.id): row for one in document_ids for row in resources.of_document(engine, one)}
    return [fhir.loads(rows[key].body) for key in sorted(rows)]


def _deliveries(
    blobs: BlobStore,
    destination: AnyDestination,
    inp: fhir.MappingInput,
    mapped: fhir.FhirResults,
    cause: str,
    person: Person,
) -> list[NewDelivery]:
    made = []
    for body in kinds.bodies(destination, inp, mapped):
        digest = blobs.put(body)
        delivery_id = ids.derive("delivery", cause, destination.name, digest)
        made.append(
            NewDelivery(delivery_id, destination.name, person.now.order_key, digest, inp.document.results_id)
        )
    return made


def _input(keeping: Keeping, found: _Series, told: _Told) -> fhir.MappingInput:
    settings, now, document = keeping.settings, found.person.now, told.linked.document
    return fhir.MappingInput(
        # The person as last known, under the number that holds: not as this message happened to say.
        envelope=replace(told.envelope, patient=now.identity),
        document=_facts(keeping, found, told),
        extraction=stored_extraction(keeping.engine, document),
        verified_only=True,
        site=fhir.SiteFacts(
            patient_system=now.system,
            time_zone=ZoneInfo(settings.site.time_zone),
            base_url=settings.fhir.base_url,
            name=settings.site.name,
            institution_code=settings.site.institution_code,
        ),
        message_id=told.version.said.message_id,
        recorded=document.changed_at,
        guide=fhir.Guide(settings.fhir.profile),
        former=tuple(fhir.FormerPatient(one.system, one.identity) for one in found.person.before),
    )


def _facts(keeping: Keeping, found: _Series, told: _Told) -> fhir.DocumentFacts:
    document, about = told.linked.document, told.linked.about
    travels = document.size_bytes <= keeping.settings.fhir.binary_max_bytes
    return fhir.DocumentFacts(
        id=document.id,
        digest=document.digest,
        media_type=document.media_type,
        size_bytes=document.size_bytes,
        title=about.get("title", ""),
        status=told.version.status,
        source_id=about.get("document_id", ""),
        document_time=about.get("document_time"),
        data=keeping.blobs.get(document.digest) if travels else None,
        page_digests=tuple(p.image_digest for p in documents.pages_of(keeping.engine, document.id)),
        series=found.id,
    )
