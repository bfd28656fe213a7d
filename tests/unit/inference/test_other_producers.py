"""PDFs that other programs wrote (samples/producers) are still read as they were when they were mended for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import samples
from inference.evaluation.pairing import which_are_right
from inference.evaluation.truth import read_facts, read_truth
from inference.extract import extract
from inference.types import PageLimits

CASES = sorted((Path(samples.__file__).parent / "producers").glob("*/truth.json"))


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.parent.name)
def test_every_value_is_read_and_none_invented(file: Path) -> None:
    folder = file.parent
    truth = read_truth(json.loads(file.read_text("utf-8")), folder.name).truths[0]
    facts = read_facts(json.loads((folder / "case.json").read_text("utf-8")), folder.name)
    found = extract(
        (folder / "document.pdf").read_bytes(), "application/pdf", "ocr", PageLimits(), facts.filed_under
    )
    assert found.document_type is truth.document_type
    assert found.patient_mismatch is False
    right = which_are_right(found.items, truth.items)
    wrong = [
        (i.name, i.value, i.unit) for i, is_right in zip(found.items, right, strict=True) if not is_right
    ]
    assert not wrong
    assert all(which_are_right(truth.items, found.items)), "a value is missing"
    assert not found.overlooked


def test_there_are_some() -> None:
    assert len(CASES) >= 24
