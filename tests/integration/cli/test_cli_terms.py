"""`kartebridge terms`: what hospital IT sees of names without a code, and how its own master gets in."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fhir.resources.R4B import get_fhir_model_class
from typer.testing import CliRunner, Result

from gateway.cli import app
from gateway.store import documents
from gateway.store.messages import MessageState
from mappers.item_codes import Proposal
from mappers.model import DocumentType, Item
from tests.peers.staged_site import StagedSite, extraction, oru, staged_site

MASTER = "local_code,name,jlac10,unit\nX01,特殊蛋白Z,5C999000002306201,ng/mL\nX02,院内CRP,5C070000002306201,mg/dL\n"


def row(name: str, value: str, unit: str | None = None) -> Item:
    return Item(name, value, 1, None, 0.99, True, unit=unit)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[StagedSite]:
    with staged_site(tmp_path / "data") as made:
        yield made


def run(site: StagedSite, *words: str | Path, status: int = 0) -> Result:
    os.environ["KARTEBRIDGE_DATA__DIRECTORY"] = str(site.settings.data.directory)
    try:
        done = CliRunner().invoke(app, ["terms", *map(str, words)])
    finally:
        del os.environ["KARTEBRIDGE_DATA__DIRECTORY"]
    assert done.exit_code == status, done.output
    return done


def read(site: StagedSite, number: int, *items: Item) -> list[Item]:
    """Send a message, have its document read as these items, and give back what was kept."""
    site.reader.answers.append(extraction(*items))
    message = site.keep(oru(f"page {number}", control_id=f"M{number}"), control_id=f"M{number}")
    site.run(message)
    assert site.row(message).state is MessageState.DONE, site.row(message).reason
    [linked] = documents.of_message(site.engine, message)
    return [found.item for found in documents.findings_of(site.engine, linked.document.id)]


def master(tmp_path: Path, text: str = MASTER, encoding: str = "utf-8") -> Path:
    file = tmp_path / "master.csv"
    file.write_bytes(text.encode(encoding))
    return file


def test_list_shows_uncoded_names_by_frequency_without_values_or_patients(site: StagedSite) -> None:
    read(site, 1, row("特殊蛋白Z", "123.4", "ng/mL"), row("CRP", "0.10", "mg/dL"), row("CK-MB", "12", "U/L"))
    read(site, 2, row("特殊蛋白Z", "567.8", "ng/mL"), row("CK-MB", "13", "U/L"), row("CK-MB", "14", "U/L"))
    read(site, 3, row("山田太郎", "1"))
    said = run(site, "list").output
    lines = [line for line in said.splitlines() if "│" in line]
    assert ["CK-MB" in lines[0], "特殊蛋白Z" in lines[1], len(lines)] == [True, True, 2]
    assert [cell.strip() for cell in lines[0].split("│")][1:7] == ["CK-MB", "U/L", "", "lab-report", "3", "2"]
    assert "ck-mb, 0.50: another unit" in lines[0]
    assert "CRP" not in said, "it has a code"
    for hidden in ("123.4", "567.8", "山田太郎", "90000017", "TEST"):
        assert hidden not in said
    assert "1 more in fewer than 2 documents" in said
    assert "山田太郎" in run(site, "list", "--least", "1").output


def test_list_doubtful_shows_only_what_may_mean_an_item(site: StagedSite) -> None:
    for number in (1, 2):
        [kept, _] = read(site, number, row("CK-MB", "12", "U/L"), row("特殊蛋白Z", "1", "ng/mL"))
        assert kept.proposals == (Proposal("ck-mb", "CK-MB(蛋白量)", 0.5, "unit"),)
        assert (kept.loinc, kept.jlac10) == (None, None)
    said = run(site, "list", "--doubtful").output
    assert "CK-MB" in said
    assert "特殊蛋白Z" not in said


def test_an_imported_master_is_used_from_the_next_document_on(site: StagedSite, tmp_path: Path) -> None:
    [before] = read(site, 1, row("特殊蛋白Z", "1", "ng/mL"))
    assert before.jlac10 is None
    said = run(site, "import", master(tmp_path)).output
    assert "2 items, 2 with JLAC10" in said
    assert "local codes are not posted" in said
    [after] = read(site, 2, row("特殊蛋白Z", "2", "ng/mL"))
    assert (after.jlac10, after.standard_name) == ("5C999000002306201", "特殊蛋白Z")
    run(site, "import", master(tmp_path, MASTER.replace("5C999", "5C998")))
    [changed] = read(site, 3, row("特殊蛋白Z", "3", "ng/mL"))
    assert changed.jlac10 == "5C998000002306201"
    assert "特殊蛋白Z" not in run(site, "list", "--least", "1").output, "today's tables know it"


def test_a_dry_run_and_a_wrong_file_change_nothing(site: StagedSite, tmp_path: Path) -> None:
    folder = site.settings.terminology_folder
    assert "nothing was changed" in run(site, "import", "--dry-run", master(tmp_path)).output
    assert not folder.exists()
    said = run(site, "import", master(tmp_path, MASTER + "X03,,123,\n"), status=2).output
    told = " ".join(said.split())
    assert "line 4: name is empty: give the name" in told
    assert "line 4: jlac10 '123' is no 17-character code" in told
    assert not folder.exists()


def test_a_master_saved_by_a_japanese_spreadsheet_is_read(site: StagedSite, tmp_path: Path) -> None:
    run(site, "import", master(tmp_path, MASTER, "cp932"))
    assert (site.settings.terminology_folder / "items.csv").read_text("utf-8") == MASTER
    odd = tmp_path / "odd.csv"
    odd.write_bytes(b"local_code,name\n1,\x81\x20\n")
    assert "save it as CSV UTF-8" in " ".join(run(site, "import", odd, status=2).output.split())


def test_export_is_valid_fhir_and_holds_the_hospitals_items(site: StagedSite, tmp_path: Path) -> None:
    run(site, "import", master(tmp_path))
    out = tmp_path / "out"
    run(site, "export", "--out", out)
    found = {path.name: json.loads(path.read_text("utf-8")) for path in out.iterdir()}
    assert sorted(found) == [
        "CodeSystem-items.json",
        "CodeSystem-site-items.json",
        "ConceptMap-items.json",
        "ConceptMap-site-items.json",
    ]
    for resource in found.values():
        get_fhir_model_class(resource["resourceType"]).model_validate(resource)
    [group] = found["ConceptMap-site-items.json"]["group"]
    assert group["target"] == "http://medis.or.jp/CodeSystem/master-JLAC10-17digits"
    assert [(e["code"], e["target"][0]["code"]) for e in group["element"]] == [
        ("X01", "5C999000002306201"),
        ("X02", "5C070000002306201"),
    ]
    codes = [c["code"] for c in found["CodeSystem-items.json"]["concept"]]
    assert len(codes) == len(set(codes)) == found["CodeSystem-items.json"]["count"]


def test_lookup_says_certain_doubtful_and_text(site: StagedSite, tmp_path: Path) -> None:
    certain = run(site, "lookup", "γ－ＧＴＰ", "--unit", "U/L").output
    assert certain.startswith("certain: γ-GT (ggt, chemistry)")
    assert "LOINC 2324-2" in certain
    assert "JP_CLINS_ObsLabResult_CoreLabo_CS GGT" in certain
    assert "doubtful, 0.50: CK-MB(蛋白量)" in run(site, "lookup", "CK-MB", "--unit", "U/L").output
    assert "JANIS 2001" in run(site, "lookup", "大腸菌").output
    assert "E-wave" not in run(site, "lookup", "E", "--unit", "cm/s", status=1).output
    assert "18037-2" in run(site, "lookup", "E", "--unit", "cm/s", "--document", "echocardiography").output
    assert "terms import" in run(site, "lookup", "特殊蛋白Z", status=1).output
    run(site, "import", master(tmp_path))
    assert "local code X01" in run(site, "lookup", "特殊蛋白Z").output


def test_tables_names_sources_and_licences(site: StagedSite) -> None:
    said = run(site, "tables").output
    assert "CC BY-ND 4.0" in said
    assert "JANIS antimicrobial codes 5.2" in said


def test_the_kind_of_a_document_decides(site: StagedSite) -> None:
    wave = row("E", "70", "cm/s")
    site.reader.answers += [replace(extraction(wave), document_type=DocumentType.ECHOCARDIOGRAPHY)]
    message = site.keep(oru("echo", control_id="E1"), control_id="E1")
    site.run(message)
    [linked] = documents.of_message(site.engine, message)
    assert documents.findings_of(site.engine, linked.document.id)[0].item.loinc == "18037-2"
