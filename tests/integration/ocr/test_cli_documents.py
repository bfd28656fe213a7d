"""`extract` as a user runs it, on a PDF with a text layer and on files that are refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from gateway import cli_documents
from tests.integration.ocr.sheet_files import write_pdf
from tests.unit.inference.sheets import plain

app = typer.Typer()
app.command("extract")(cli_documents.extract)
app.command("eval")(lambda: None)  # with a second command, the first is called by its name


def test_extract_writes_one_answer_a_document_and_names_what_it_refuses(tmp_path: Path) -> None:
    write_pdf(plain(), tmp_path / "sheet.pdf")
    (tmp_path / "cut.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<<")
    (tmp_path / "no.hl7").write_bytes(b"nothing of HL7")
    files = [str(tmp_path / n) for n in ("cut.pdf", "sheet.pdf", "no.hl7", "gone.pdf")]
    person = ["--patient-id", "12345", "--patient-name", "中村 良子", "--birth-date", "1960-04-05"]
    run = CliRunner().invoke(app, ["extract", *files, "--out", str(tmp_path / "out"), *person])
    assert run.exit_code == 1
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["sheet.json"]
    for refused in ("cut.pdf", "no.hl7", "gone.pdf"):
        lines = [line for line in run.stderr.splitlines() if refused in line]
        assert len(lines) == 1, run.stderr
    answer = json.loads((tmp_path / "out" / "sheet.json").read_text("utf-8"))
    assert answer["document_type"] == "lab-report"
    assert (answer["patient_mismatch"], answer["mismatch_reasons"]) == (True, ["name"])
    assert len(answer["items"]) == len(plain().items)
    assert all(item["verified"] and item["box"] for item in answer["items"])
    assert "Traceback" not in run.output


def test_extract_with_a_sites_settings_uses_its_master(tmp_path: Path) -> None:
    sheet = plain()
    write_pdf(sheet, tmp_path / "sheet.pdf")
    (tmp_path / "terms").mkdir()
    name = sheet.items[0].name
    (tmp_path / "terms" / "items.csv").write_text(f"local_code,name\nL1,{name}\n", "utf-8")
    settings = (
        f'[data]\ndirectory = "{tmp_path}/data"\n'
        f'[terminology]\nfolder = "{tmp_path}/terms"\nlocal_system = "http://hospital.example/items"\n'
    )
    (tmp_path / "gateway.toml").write_text(settings, "utf-8")
    words = [str(tmp_path / "sheet.pdf"), "--out", str(tmp_path), "--config", str(tmp_path / "gateway.toml")]
    run = CliRunner().invoke(app, ["extract", *words])
    assert run.exit_code == 0, run.output
    answer = json.loads((tmp_path / "sheet.json").read_text("utf-8"))
    [own] = [item["codings"] for item in answer["items"] if item["name"] == name]
    assert own == [{"system": "http://hospital.example/items", "code": "L1", "display": name}]


def test_an_unknown_engine_is_named_with_those_there_are(tmp_path: Path) -> None:
    write_pdf(plain(), tmp_path / "sheet.pdf")
    run = CliRunner().invoke(
        app, ["extract", str(tmp_path / "sheet.pdf"), "--out", str(tmp_path), "--engine", "crystal-ball"]
    )
    assert run.exit_code == 2
    assert "ocr" in run.stderr


@pytest.mark.parametrize(
    "name", ["山田 太郎", "ヤマダ タロウ", "Yamada^Taro", "Yamada^Taro=山田^太郎=ヤマダ^タロウ"]
)
def test_names_on_the_command_line_go_to_their_script(name: str) -> None:
    told = cli_documents._told("", name, "")
    assert told is not None
    assert told.name.variants()
    assert "^" not in "".join(told.name.variants())
