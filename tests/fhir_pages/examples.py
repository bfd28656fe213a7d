"""The example of each page: a resource that one of samples/ becomes, from what the built-in engine read of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from gateway.intake import Unreadable, open_bytes
from gateway.settings import Settings
from mappers.fhir import DocumentFacts, Guide, MappingInput, Resource, SiteFacts, patient_system, results
from mappers.fhir.audit_event import EventKind, Told, audit_event
from mappers.fhir.document import binary
from mappers.fhir.identity import derive
from mappers.model import Extraction
from mappers.terminology import enrich

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
READINGS = Path(__file__).resolve().parent / "readings"
LABORATORY, VITALS, CULTURE = "hl7-oru-iso2022jp-pdf", "hl7-mdm-vitals", "dicom-pdf-microbiology"
INSTITUTION = "1311234567"
BASE_URL = "https://kartebridge.hospital.example/fhir"
RECORDED = datetime(2026, 11, 28, 0, 0, tzinfo=UTC)


def source(sample: str) -> Path:
    """The sample's file."""
    folder = SAMPLES / sample
    return next(path for name in ("message.hl7", "document.dcm") if (path := folder / name).is_file())


@cache
def mapping_input(sample: str, guide: Guide = Guide.JP_CORE_1_1_2) -> MappingInput:
    """A sample as the daemon would map it: envelope from its header, findings from the stored reading."""
    opened = open_bytes(
        source(sample).read_bytes(),
        Settings(),
        calling_ae="MODALITY",
        called_ae="KARTEBRIDGE",
        peer="192.0.2.10",
    )
    assert not isinstance(opened, Unreadable), opened.reason
    document = opened.documents[0]
    reading = Extraction.from_json(json.loads((READINGS / f"{sample}.json").read_text(encoding="utf-8")))
    digest = hashlib.sha256(document.data).hexdigest()
    site = SiteFacts(
        patient_system(INSTITUTION), ZoneInfo("Asia/Tokyo"), BASE_URL, "Example Hospital", INSTITUTION
    )
    return MappingInput(
        envelope=opened.envelope,
        document=DocumentFacts(
            id=derive("example document", digest),
            digest=digest,
            media_type="application/pdf",
            size_bytes=len(document.data),
            title=document.title,
            status=document.status,
            source_id=document.document_id,
            document_time=document.document_time,
            page_digests=(hashlib.sha256(b"picture of page 1").hexdigest(),),
        ),
        extraction=enrich(reading, header_specimen=opened.envelope.specimen or None),
        site=site,
        message_id="example",
        recorded=RECORDED,
        guide=guide,
        verified_only=True,
    )


def _of(sample: str, kind: str, which: Callable[[Resource], bool] = lambda _: True) -> Callable[[], Resource]:
    return lambda: next(
        r for r in results(mapping_input(sample)).resources if r["resourceType"] == kind and which(r)
    )


def _binary() -> Resource:
    inp = mapping_input(LABORATORY)
    opened = open_bytes(
        source(LABORATORY).read_bytes(), Settings(), calling_ae="", called_ae="", peer="192.0.2.10"
    )
    assert not isinstance(opened, Unreadable), opened.reason
    made = binary(replace(inp, document=replace(inp.document, data=opened.documents[0].data)))
    assert made is not None
    return made


def _audit() -> Resource:
    made = {r["resourceType"]: r["id"] for r in results(mapping_input(LABORATORY)).resources}
    told = Told(
        id="1042",
        recorded=RECORDED,
        event=EventKind.DISCLOSE,
        agent="ehr",
        address="https://ehr.hospital.example/fhir",
        gateway_address=BASE_URL,
        patient=f"Patient/{made['Patient']}",
        entity=f"DiagnosticReport/{made['DiagnosticReport']}",
        document=f"DocumentReference/{made['DocumentReference']}",
    )
    return audit_event(told)


def _query_audit() -> Resource:
    made = {r["resourceType"]: r["id"] for r in results(mapping_input(LABORATORY)).resources}
    told = Told(
        id="1043",
        recorded=RECORDED,
        event=EventKind.SEARCH,
        agent="ward-viewer",
        address="10.1.2.3",
        gateway_address=BASE_URL,
        patient=f"Patient/{made['Patient']}",
        query="Observation?patient.identifier=***&_count=100",
    )
    return audit_event(told)


@dataclass(frozen=True, slots=True)
class Example:
    """A resource on a page: between `<!-- example: NAME -->` and the next `<!-- end -->`."""

    page: str
    name: str
    make: Callable[[], Resource]


EXAMPLES = (
    Example("observation", "laboratory", _of(LABORATORY, "Observation", lambda o: "interpretation" in o)),
    Example("observation", "blood-pressure", _of(VITALS, "Observation", lambda o: "component" in o)),
    Example("observation", "organism", _of(CULTURE, "Observation", lambda o: "hasMember" in o)),
    Example("observation", "susceptibility", _of(CULTURE, "Observation", lambda o: "interpretation" in o)),
    Example("diagnostic-report", "laboratory", _of(LABORATORY, "DiagnosticReport")),
    Example("document-reference", "laboratory", _of(LABORATORY, "DocumentReference")),
    Example("document-reference", "bytes", _binary),
    Example("patient", "laboratory", _of(LABORATORY, "Patient")),
    Example("device", "built-in-engine", _of(LABORATORY, "Device")),
    Example("imaging-study", "culture", _of(CULTURE, "ImagingStudy")),
    Example("provenance", "laboratory", _of(LABORATORY, "Provenance")),
    Example("specimen", "order", _of(LABORATORY, "Specimen")),
    Example("audit-event", "disclosure", _audit),
    Example("audit-event", "query", _query_audit),
)
