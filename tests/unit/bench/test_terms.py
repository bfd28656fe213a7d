"""The measure of the terminology: it counts what it says, and no certain answer names another analyte."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from bench import terms as bench
from mappers.terminology import terms
from tests.peers.fhir_server import SHARED

HEADINGS = (
    "itemid (omop_source_code)",
    "label",
    "fluid",
    "valueuom",
    "omop_concept_name",
    "omop_vocabulary_id",
    "omop_concept_code",
)


def test_no_certain_answer_means_another_analyte_than_a_hospitals_message_or_the_national_list() -> None:
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is absent: no independent truth")
    found = {name: p for name, p in bench.precision().items() if name.endswith("JLAC10")}
    assert sum(p.certain for p in found.values()) >= 60
    for name, p in found.items():
        assert p.wrong == (), name


def test_curated_loinc_of_labels_that_no_row_cites_is_the_same_component() -> None:
    path = SHARED / "terminology" / "mimic-iv_d_labitems_to_loinc.csv"
    if not path.is_file():
        pytest.skip(f"{path} is absent: no independent truth")
    found = bench._loinc(path)
    assert found.certain >= 50
    assert found.right + found.alike >= 0.85 * found.certain, found.wrong


def test_a_wrong_code_would_be_counted(tmp_path: Path) -> None:
    crp = next(t for t in terms() if t.key == "crp")
    named = [
        ("CRP", "mg/dL", None, crp.jlac10[:5] + "000002306201"),
        ("CRP", "mg/dL", "血清", "3B035000002327201"),
        ("名のない項目", None, None, "3B035000002327201"),
    ]
    found = bench._jlac10(named)
    assert (found.names, found.certain, found.right, len(found.wrong)) == (3, 2, 1, 1)
    file = tmp_path / "mimic.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        write = csv.writer(out)
        write.writerow(HEADINGS)
        write.writerow([1, "CRP", "Blood", "mg/L", crp.loinc_name, "LOINC", crp.loinc])
        write.writerow([2, "CRP", "Blood", "mg/L", "Copper [Mass/volume] in Serum", "LOINC", "5631-7"])
        write.writerow([3, "CRP", "Blood", "mg/L", "an OMOP id, no LOINC", "LOINC", "968472"])
    counted = bench._loinc(file)
    assert (counted.names, counted.certain, counted.right, len(counted.wrong)) == (2, 2, 1, 1)


def test_coverage_tells_certain_from_doubtful_and_text() -> None:
    counted = bench.coverage()["samples, lab-report"]
    assert counted.rows >= counted.certain + counted.doubtful
    assert counted.certain > 0.5 * counted.rows
    assert counted.doubtful > 0
