"""Every code in the tables is followed to the place it was read from."""

from __future__ import annotations

import csv
import json
import tarfile

import pytest

from mappers.terminology import Scale, terms, ucum_of, units
from tests.peers.fhir_server import JP_CLINS, REPOSITORY, SHARED

LOINC_TABLE = SHARED / "terminology" / "mimic-iv_d_labitems_to_loinc.csv"
JLAC10_FILES = {
    "JP_CLINS_ObsLabResult_CoreLabo_CS": "CodeSystem-jp-clins-codesystem-JLAC10-corelabo-cs.json",
    "JP_CLINS_ObsLabResult_InfectionLabo_CS": "CodeSystem-jp-clins-codesystem-JLAC10-infectionlabo-cs.json",
}


def mod10(digits: str) -> int:
    """LOINC's check digit (LOINC Users' Guide, appendix: Mod 10): double from the right, add the digits."""
    doubled = [int(d) * (2 if place % 2 == 0 else 1) for place, d in enumerate(reversed(digits))]
    return -sum(d // 10 + d % 10 for d in doubled) % 10


@pytest.fixture(scope="module")
def loinc_rows() -> dict[str, dict[str, str]]:
    if not LOINC_TABLE.is_file():
        pytest.skip(f"{LOINC_TABLE} is absent: the LOINC citations cannot be followed")
    with LOINC_TABLE.open(encoding="utf-8", newline="") as file:
        return {row["itemid (omop_source_code)"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def jlac10_groups() -> dict[str, list[str]]:
    if not JP_CLINS.is_file():
        pytest.skip(f"{JP_CLINS} is absent: the JLAC10 citations cannot be followed")
    groups = {}
    with tarfile.open(JP_CLINS) as archive:
        for name, path in JLAC10_FILES.items():
            member = archive.extractfile(f"package/{path}")
            assert member is not None
            for group in json.load(member)["concept"]:
                groups[f"{name} {group['code']}"] = [c["code"] for c in group.get("concept", [])]
    return groups


def test_the_table_is_as_large_as_promised() -> None:
    coded = [t for t in terms() if t.loinc or t.jlac10]
    assert len(coded) == len(terms()), "an item without any cited code does not belong in the table"
    assert len([t for t in coded if t.loinc]) >= 120
    assert len({t.key for t in terms()}) == len(terms())


def test_every_loinc_code_has_its_check_digit() -> None:
    for term in terms():
        if term.loinc:
            digits, check = term.loinc.split("-")
            assert mod10(digits) == int(check), f"{term.key}: {term.loinc}"


def test_the_check_digit_rule_tells_a_wrong_code() -> None:
    assert mod10("2345") == 7  # 2345-7, glucose
    assert mod10("2354") != 7  # two digits swapped


def test_every_loinc_code_stands_at_its_cited_row(loinc_rows: dict[str, dict[str, str]]) -> None:
    for term in terms():
        if not term.loinc:
            assert term.loinc_source == ""
            assert term.loinc_name == ""
            continue
        file, word, itemid, place = term.loinc_source.split(" ", 3)
        assert (file, word) == (LOINC_TABLE.name, "itemid"), term.key
        row = loinc_rows[itemid]
        assert place == f"{row['label']} / {row['fluid']}", term.key
        assert row["omop_vocabulary_id"] == "LOINC", term.key
        assert (row["omop_concept_code"], row["omop_concept_name"]) == (term.loinc, term.loinc_name), term.key


def test_a_presence_code_is_ordinal_and_no_other_is() -> None:
    for term in terms():
        if term.loinc:
            assert ("[Presence]" in term.loinc_name) is (term.scale is Scale.ORDINAL), term.key


def test_every_jlac10_code_stands_in_its_cited_group(jlac10_groups: dict[str, list[str]]) -> None:
    for term in terms():
        if not term.jlac10:
            assert term.jlac10_source == ""
            continue
        codes = jlac10_groups[term.jlac10_source]
        assert codes, term.key
        if len(term.jlac10) == 17:
            assert codes == [term.jlac10], f"{term.key}: a whole code stands only where the group has one"
        else:
            assert len(term.jlac10) == 9, term.key
            assert all(code.startswith(term.jlac10) for code in codes), term.key
            assert term.jlac10[2:5] != "990", f"{term.key}: x990 is a panel, not an analyte"


def test_every_unit_of_an_item_is_in_the_unit_table() -> None:
    known = {u.ucum for u in units()}
    for term in terms():
        assert set(term.units) <= known, term.key


def test_no_spelling_means_two_units() -> None:
    for unit in units():
        assert ucum_of(unit.ucum) == unit.ucum
        for spelling in unit.spellings:
            assert ucum_of(spelling) == unit.ucum, f"{spelling!r} is also {ucum_of(spelling)}"
        assert unit.rule


def test_every_unit_is_valid_ucum() -> None:
    ucumvert = pytest.importorskip("ucumvert", reason="ucumvert is not installed: UCUM grammar not checked")
    parser = ucumvert.get_ucum_parser()
    for unit in units():
        parser.parse(unit.ucum)  # raises on what the UCUM grammar does not allow


def test_the_documentation_counts_as_the_table_does() -> None:
    text = (REPOSITORY / "docs" / "fhir.md").read_text(encoding="utf-8")
    loinc, jlac10 = sum(bool(t.loinc) for t in terms()), sum(bool(t.jlac10) for t in terms())
    assert f"{len(terms())} items, {loinc} with LOINC and {jlac10} with JLAC10" in text
