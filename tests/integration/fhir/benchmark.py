"""The documents of samples/benchmark as they would be mapped had they been read without a mistake."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from mappers.fhir import Guide, MappingInput
from mappers.model import EngineInfo, Extraction, PatientIdentity, PersonName
from mappers.terminology import enrich
from tests.unit.mappers.fhir.example import DOCUMENT, ENVELOPE, INPUT

BENCHMARK = Path(__file__).resolve().parents[3] / "samples" / "benchmark"
TRUE_READING = EngineInfo("truth", "1")


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
        )
        yield replace(
            INPUT,
            guide=guide,
            extraction=extraction,
            envelope=replace(ENVELOPE, patient=patient),
            document=replace(DOCUMENT, id=str(uuid5(NAMESPACE_URL, case.name)), title=case.name),
        )
