"""The documents of samples/benchmark as mapping inputs, as if read without a mistake: from each case's truth."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from mappers.fhir import DocumentFacts, Guide, MappingInput, SiteFacts, patient_system
from mappers.model import EngineInfo, Envelope, Extraction, PatientIdentity, PersonName, Sex, Source
from mappers.terminology import enrich

BENCHMARK = Path(__file__).resolve().parents[1] / "samples" / "benchmark"
INSTITUTION = "1311234567"
SITE = SiteFacts(
    patient_system(INSTITUTION),
    ZoneInfo("Asia/Tokyo"),
    "http://127.0.0.1:8440/fhir",
    institution_code=INSTITUTION,
)
TRUE_READING = EngineInfo("truth", "1")
RECORDED = datetime(2026, 11, 22, 4, 20, 59, 123456, tzinfo=UTC)


def cases() -> list[Path]:
    """Every case that has a truth."""
    return sorted(path.parent for path in BENCHMARK.glob("*/truth.json"))


def reading(case: Path) -> Extraction:
    """What a reader without a mistake reads, with the codes that our tables give."""
    truth = Extraction.from_json(json.loads((case / "truth.json").read_text(encoding="utf-8")))
    return enrich(replace(truth, engine=TRUE_READING))


def inputs(guide: Guide) -> Iterator[MappingInput]:
    """One input a case, filed under the patient that the page prints."""
    for case in cases():
        extraction = reading(case)
        printed = extraction.patient
        patient = PatientIdentity(
            id=printed.id or "unprinted",
            name=PersonName(ideographic=printed.name or ""),
            birth_date=printed.birth_date,
            sex=printed.sex or Sex.UNKNOWN,
        )
        document = DocumentFacts(
            id=str(uuid5(NAMESPACE_URL, case.name)),
            digest=hashlib.sha256(case.name.encode()).hexdigest(),
            media_type="application/pdf",
            size_bytes=1,
            title=case.name,
        )
        envelope = Envelope(Source.MLLP, case.name, patient, message_type="ORU^R01")
        yield MappingInput(envelope, document, extraction, SITE, case.name, RECORDED, guide=guide)
