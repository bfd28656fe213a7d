"""Every code in the tables is followed to the place it was read from."""

from __future__ import annotations

import csv
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest
from pydicom.sr._concepts_dict import concepts

from mappers.terminology import Scale, terms, units
from mappers.terminology.editions import editions
from mappers.terminology.microbes import drugs, organisms
from mappers.terminology.spelling import unit_key
from mappers.terminology.systems import SYSTEMS
from tests.peers.fhir_server import JP_CLINS, JP_CORE, REPOSITORY, SHARED

TABLES = SHARED / "terminology"
LOINC_TABLE = TABLES / "mimic-iv_d_labitems_to_loinc.csv"
CHARTED_TABLE = TABLES / "mimic-iv_chartevents_to_loinc.csv"
CITED = Path(__file__).parent / "cited"
"""Excerpts of documents that no copy of is here: cited/README.md names their repositories and commits."""

JLAC10_FILES = {
    "JP_CLINS_ObsLabResult_CoreLabo_CS": "CodeSystem-jp-clins-codesystem-JLAC10-corelabo-cs.json",
    "JP_CLINS_ObsLabResult_InfectionLabo_CS": "CodeSystem-jp-clins-codesystem-JLAC10-infectionlabo-cs.json",
}
BODY_MEASURES = "CodeSystem-jp-observation-bodymeasurement-code-cs.json"
VITAL_EXAMPLE = "Observation-jp-observation-vitalsigns-example-1.json"


GROUPS = {
    "haematology",
    "chemistry",
    "coagulation",
    "immunology",
    "hormone",
    "tumour-marker",
    "urine",
    "urine-sediment",
    "blood-gas",
    "infection",
    "vitals",
    "nursing",
    "ecg",
    "echo",
    "spirometry",
    "device",
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
def charted_rows() -> dict[str, tuple[str, str, str]]:
    """Label, code and name by subject. The file's later rows lack a column and have their label moved."""
    if not CHARTED_TABLE.is_file():
        pytest.skip(f"{CHARTED_TABLE} is absent: the citations of charted items cannot be followed")
    with CHARTED_TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    found = {row[0]: (row[1], row[3], row[4]) for row in rows if row[0].startswith("mimic:")}
    return found | {row[0]: (row[4], row[2], row[5]) for row in rows if row[0].startswith("northwestern:")}


@pytest.fixture(scope="module")
def jlac10_groups() -> dict[str, list[str]]:
    groups = {}
    for name, path in JLAC10_FILES.items():
        for group in json_of(JP_CLINS, path)["concept"]:
            groups[f"{name} {group['code']}"] = [c["code"] for c in group.get("concept", [])]
    for row in cited("jlac10_units.tsv"):
        groups.setdefault(f"jlac10_units.tsv {row['name']}", []).append(row["jlac10"])
    for row in cited("vital_sign_def.tsv"):
        groups.setdefault(f"vital_sign_def.tsv {row['name']}", []).append(row["jlac10"])
    return groups


def json_of(package: Path, path: str) -> dict[str, Any]:
    if not package.is_file():
        pytest.skip(f"{package} is absent: citations of it cannot be followed")
    with tarfile.open(package) as archive:
        member = archive.extractfile(f"package/{path}")
        assert member is not None
        found: dict[str, Any] = json.load(member)
        return found


def cited(name: str) -> list[dict[str, str]]:
    with (CITED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def dicom_concepts(scheme: str) -> dict[str, set[tuple[str, int]]]:
    """Meanings and context groups by code, as pydicom holds DICOM PS3.16."""
    found: dict[str, set[tuple[str, int]]] = {}
    for codes in concepts[scheme].values():
        for code, (meaning, groups) in codes.items():
            found.setdefault(code.strip(), set()).update((meaning, group) for group in groups)
    return found


def test_the_table_is_as_large_as_promised() -> None:
    coded = [t for t in terms() if t.loinc or t.jlac10 or t.other]
    assert len(coded) == len(terms()), "an item without any cited code does not belong in the table"
    assert len(coded) >= 800
    assert len([t for t in coded if t.loinc]) >= 500
    assert len([t for t in coded if t.jlac10]) >= 400
    assert {t.group for t in terms()} >= GROUPS
    assert len({t.key for t in terms()}) == len(terms())


def test_every_loinc_code_has_its_check_digit() -> None:
    for term in terms():
        if term.loinc:
            digits, check = term.loinc.split("-")
            assert mod10(digits) == int(check), f"{term.key}: {term.loinc}"


def test_the_check_digit_rule_tells_a_wrong_code() -> None:
    assert mod10("2345") == 7  # 2345-7, glucose
    assert mod10("2354") != 7  # two digits swapped


def test_every_loinc_code_of_the_laboratory_stands_at_its_cited_row(
    loinc_rows: dict[str, dict[str, str]],
) -> None:
    followed = 0
    for term in terms():
        if term.loinc_source.startswith(LOINC_TABLE.name):
            _, word, itemid, place = term.loinc_source.split(" ", 3)
            row = loinc_rows[itemid]
            assert word == "itemid"
            assert place == f"{row['label']} / {row['fluid']}", term.key
            assert row["omop_vocabulary_id"] == "LOINC", term.key
            assert (row["omop_concept_code"], row["omop_concept_name"]) == (term.loinc, term.loinc_name), (
                term.key
            )
            followed += 1
    assert followed >= 400


def test_every_loinc_code_of_a_charted_item_stands_at_its_cited_row(
    charted_rows: dict[str, tuple[str, str, str]],
) -> None:
    for term in terms():
        if term.loinc_source.startswith(CHARTED_TABLE.name):
            _, subject, label = term.loinc_source.split(" ", 2)
            assert charted_rows[subject] == (label, f"loinc:{term.loinc}", term.loinc_name), term.key


def test_every_loinc_code_of_an_examination_stands_in_dicom_or_the_cited_value_set() -> None:
    dicom = dicom_concepts("LN")
    lung = {(row["place"], row["loinc"], row["name"]) for row in cited("lung_function.tsv")}
    for term in terms():
        source = term.loinc_source
        if source.startswith("pydicom LN CID "):
            assert (term.loinc_name, int(source.rsplit(" ", 1)[1])) in dicom[term.loinc], term.key
        elif source.startswith("lung_function.tsv "):
            assert (source.split(" ", 1)[1], term.loinc, term.loinc_name) in lung, term.key
        elif source:
            assert source.startswith(("mimic-iv_d_labitems", "mimic-iv_chartevents")), f"{term.key}: {source}"
        assert bool(source) is bool(term.loinc) is bool(term.loinc_name), term.key


def test_every_other_code_stands_at_its_cited_place() -> None:
    dicom = dicom_concepts("MDC")
    body = {c["code"]: c["display"] for c in json_of(JP_CORE, BODY_MEASURES)["concept"]}
    devices = {(row["place"], row["mdc"], row["name"]) for row in cited("cied.tsv")}
    vital = json_of(JP_CORE, VITAL_EXAMPLE)["code"]["coding"]
    for term in terms():
        other = term.other
        if other is None:
            continue
        if other.source.startswith("pydicom MDC "):
            _, _, parts, _, group = other.source.split(" ")
            partition, code = map(int, parts.split(":"))
            # IEEE 11073-10101: the context-free code is partition * 2^16 + term code; DICOM writes the two apart
            assert other.code == str(partition * 65536 + code), term.key
            assert (other.name, int(group)) in dicom[parts], term.key
        elif other.source.startswith("cied.tsv "):
            assert (other.source.split(" ", 1)[1], other.code, other.name) in devices, term.key
        elif other.source == BODY_MEASURES:
            assert body[other.code] == other.name, term.key
        else:
            assert other.source == VITAL_EXAMPLE, term.key
            wanted = {"system": SYSTEMS[other.system], "code": other.code, "display": other.name}
            assert wanted in vital, term.key


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
            assert codes == [term.jlac10], f"{term.key}: a whole code stands only where its place has one"
        else:
            assert len(term.jlac10) == 9, term.key
            assert all(code.startswith(term.jlac10) for code in codes), term.key
            assert term.jlac10[2:5] != "990", f"{term.key}: x990 is a panel, not an analyte"


def test_every_unit_of_an_item_is_in_the_unit_table() -> None:
    known = {u.ucum for u in units()}
    for term in terms():
        assert set(term.units) <= known, term.key


TWO_MEANINGS = {"°", "度"}
"""Degrees of heat and of an angle: the item tells which."""


def test_no_other_spelling_means_two_units() -> None:
    found: dict[str, set[str]] = {}
    for unit in units():
        assert unit.rule
        for spelling in (unit.ucum, *unit.spellings):
            found.setdefault(unit_key(spelling), set()).add(unit.ucum)
    twice = {key for key, ucum in found.items() if len(ucum) > 1}
    assert twice <= {unit_key(spelling) for spelling in TWO_MEANINGS}


def test_every_unit_is_valid_ucum() -> None:
    ucumvert = pytest.importorskip("ucumvert", reason="ucumvert is not installed: UCUM grammar not checked")
    parser = ucumvert.get_ucum_parser()
    for unit in units():
        parser.parse(unit.ucum)  # raises on what the UCUM grammar does not allow


def test_the_documentation_counts_as_the_table_does() -> None:
    text = (REPOSITORY / "docs" / "terminology.md").read_text(encoding="utf-8")
    loinc, jlac10 = sum(bool(t.loinc) for t in terms()), sum(bool(t.jlac10) for t in terms())
    other = sum(t.other is not None for t in terms())
    assert (
        f"{len(terms())} items: {loinc} with LOINC, {jlac10} with JLAC10, {other} with another code" in text
    )
    assert f"{len(organisms())} organisms and {len(drugs())} antimicrobials" in text
    for group in sorted({t.group for t in terms()}):
        count = sum(t.group == group for t in terms())
        assert f"| {group} | {count} |" in text, f"{group}: {count}"


def test_each_tables_version_source_and_licence_are_stated() -> None:
    folder = REPOSITORY / "mappers" / "terminology"
    stated = (folder / "LICENSES.md").read_text(encoding="utf-8")
    page = (REPOSITORY / "docs" / "terminology.md").read_text(encoding="utf-8")
    tables = {path.name for path in folder.glob("*.csv")} - {"editions.csv"}
    assert {e.table for e in editions()} == tables
    for edition in editions():
        assert f"| {edition.version} | {edition.source} | {edition.licence} |" in page
        for word in edition.licence.replace(":", ";").split(";"):
            if word.strip() in {"MIT", "CC BY 4.0", "CC BY-ND 4.0"}:
                assert word.strip() in stated, edition
    for name in ("LOINC", "JLAC10", "MEDIS", "JANIS", "UCUM", "MDC", "SNOMED CT"):
        assert name in stated
