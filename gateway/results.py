"""From what was read to what is stored and sent: FHIR resources, their search index, and the deliveries."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from gateway import ids
from gateway.deliver import kinds
from gateway.settings import Settings
from gateway.settings_destinations import AnyDestination
from gateway.store import documents
from gateway.store.blobs import BlobStore
from gateway.store.deliveries import NewDelivery
from gateway.store.documents import DocumentRow, LinkedDocument
from gateway.store.messages import MessageRow
from gateway.store.resources import StoredResource, save_results
from mappers import fhir
from mappers.model import Envelope, Extraction, PatientIdentity, ReportStatus


def patient_system(settings: Settings, patient: PatientIdentity) -> str:
    """identifier.system of a patient: the site's setting, else by its institution code."""
    return fhir.patient_system(settings.site.institution_code, settings.fhir.patient_system)


def stored_extraction(engine: Engine, document: DocumentRow) -> Extraction:
    """What was read from a document, as the engine stage stored it."""
    items = tuple(finding.item for finding in documents.findings_of(engine, document.id))
    body = dict(document.extraction or {"document_type": "other"})
    return replace(Extraction.from_json(body), items=items)


def store(
    engine: Engine,
    blobs: BlobStore,
    settings: Settings,
    message: MessageRow,
    envelope: Envelope,
    linked: LinkedDocument,
    now: datetime,
) -> None:
    """Map one document and keep resources, index and deliveries in one transaction.

    Values that the page does not support make no resource (docs/decisions/0006).
    """
    document = linked.document
    inp = fhir.MappingInput(
        envelope=envelope,
        document=_facts(engine, blobs, settings, linked),
        extraction=stored_extraction(engine, document),
        verified_only=True,
        site=fhir.SiteFacts(
            patient_system=patient_system(settings, envelope.patient),
            time_zone=ZoneInfo(settings.site.time_zone),
            base_url=settings.fhir.base_url,
            name=settings.site.name,
            institution_code=settings.site.institution_code,
        ),
        message_id=message.id,
        recorded=document.changed_at,
        guide=fhir.Guide(settings.fhir.profile),
    )
    mapped = fhir.results(inp)
    wanted = set((message.decision or {}).get("destinations", []))
    destinations = [d for d in settings.destinations if d.name in wanted]
    save_results(
        engine,
        message.id,
        document.id,
        [
            StoredResource(r["resourceType"], r["id"], fhir.dumps(r), tuple(fhir.index(r)))
            for r in mapped.resources
            if r["resourceType"] != "Binary"  # its bytes are the document's blob
        ],
        [d for one in destinations for d in _deliveries(blobs, one, inp, mapped)],
        now=now,
        zone=ZoneInfo(settings.site.time_zone),
    )


def _deliveries(
    blobs: BlobStore, destination: AnyDestination, inp: fhir.MappingInput, mapped: fhir.FhirResults
) -> list[NewDelivery]:
    order_key = ids.derive("order", inp.site.patient_system, inp.envelope.patient.id)
    made = []
    for body in kinds.bodies(destination, inp, mapped):
        digest = blobs.put(body)
        delivery_id = ids.derive("delivery", inp.message_id, destination.name, digest)
        made.append(NewDelivery(delivery_id, destination.name, order_key, digest))
    return made


def _facts(
    engine: Engine, blobs: BlobStore, settings: Settings, linked: LinkedDocument
) -> fhir.DocumentFacts:
    document, about = linked.document, linked.about
    travels = document.size_bytes <= settings.fhir.binary_max_bytes
    return fhir.DocumentFacts(
        id=document.id,
        digest=document.digest,
        media_type=document.media_type,
        size_bytes=document.size_bytes,
        title=about.get("title", ""),
        status=ReportStatus(about.get("status", "unknown")),
        source_id=about.get("document_id", ""),
        document_time=about.get("document_time"),
        data=blobs.get(document.digest) if travels else None,
        page_digests=tuple(p.image_digest for p in documents.pages_of(engine, document.id)),
    )
