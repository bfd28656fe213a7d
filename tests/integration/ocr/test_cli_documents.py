"""`extract` and `eval` as a user runs them, on a PDF with a text layer and on files that are refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from typer.testing import CliRunner

from gateway import cli_documents
from tests.unit.inference.sheets import Sheet, plain, two_panels

app = typer.Typer()
app.command("extract")(cli_documents.extract)
app.command("eval")(cli_documents.evaluate)


def _pdf(sheet: Sheet, path: Path) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiKakuGo-W5"))
    canvas = Canvas(str(path), pagesize=A4)
    for text in sheet.texts:
        canvas.setFont("HeiseiKakuGo-W5", text.size)
        (canvas.drawRightString if text.right else canvas.drawString)(text.x, A4[1] - text.y, text.text)
    canvas.save()


def _truth(sheet: Sheet, path: Path, **more: object) -> None:
    path.write_text(json.dumps(replace(sheet.truth, **more).to_json(), ensure_ascii=False), "utf-8")  # type: ignore[arg-type]


def test_extract_writes_one_answer_a_document_and_names_what_it_refuses(tmp_path: Path) -> None:
    _pdf(plain(), tmp_path / "sheet.pdf")
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


def test_eval_counts_items_and_mismatches(tmp_path: Path) -> None:
    for name, sheet in (("a", plain()), ("b", two_panels())):
        (tmp_path / name).mkdir()
        _pdf(sheet, tmp_path / name / "document.pdf")
    _truth(plain(), tmp_path / "a" / "truth.json", patient_mismatch=True)
    wrong = (replace(two_panels().items[0], value="9.9"), *two_panels().items[1:])
    _truth(two_panels(), tmp_path / "b" / "truth.json", items=wrong)
    (tmp_path / "a" / "filed.json").write_text('{"id": "777", "name": "中村 良子"}', "utf-8")
    report = tmp_path / "report.json"
    run = CliRunner().invoke(app, ["eval", str(tmp_path), "--json", str(report), "--wrong"])
    assert run.exit_code == 0, run.output
    total = json.loads(report.read_text("utf-8"))["scores"]["all"]
    assert (total["items_there"], total["items_right"]) == (44, 43), run.output
    assert (total["mismatches_there"], total["mismatches_caught"], total["mismatches_false"]) == (1, 1, 0)
    assert total["invented"] == 0  # the page itself carries the value that the truth gets wrong
    assert "43/44" in run.output


def test_an_unknown_engine_is_named_with_those_there_are(tmp_path: Path) -> None:
    _pdf(plain(), tmp_path / "sheet.pdf")
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
