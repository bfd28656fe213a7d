"""`eval` as a user runs it: figures, reports and two engines side by side, on PDFs with a text layer."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from gateway import cli_eval
from gateway.document_files import Reading, Work, read
from gateway.eval_pages import BEGIN, END
from mappers.model import Extraction
from tests.integration.ocr.sheet_files import write_case
from tests.unit.inference.sheets import plain, two_panels

app = typer.Typer()
app.command()(cli_eval.evaluate)
THERE = len(plain().items) + len(two_panels().items)


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """`a` filed under another person; the truth of `b` gets its first value wrong."""
    root = tmp_path / "cases"
    about = {"family": "sheets-plain", "split": "build", "noise": "clean-pdf", "seed": "1"}
    other = {"id": "777", "name": "中村 良子", "birth_date": ""}
    mismatch = replace(plain().truth, patient_mismatch=True)
    write_case(root / "a", plain(), mismatch, case=about | {"filed_under": other})
    wrong = (replace(two_panels().items[0], value="9.99"), *two_panels().items[1:])
    write_case(root / "b", two_panels(), replace(two_panels().truth, items=wrong), case=about)
    return root


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


def _report(cases: Path, *more: object) -> dict[str, Any]:
    out = cases.parent / "report.json"
    run = _run(cases, "--json", out, *more)
    assert run.exit_code == 0, run.output
    report: dict[str, Any] = json.loads(out.read_text("utf-8"))
    return report


def test_items_mismatches_and_inventions_are_counted(cases: Path) -> None:
    report = _report(cases, "--wrong")
    whole = report["scores"]["all"]
    assert (whole["items_there"], whole["items_right"]) == (THERE, THERE - 1)
    assert (whole["mismatches_there"], whole["mismatches_caught"], whole["mismatches_false"]) == (1, 1, 0)
    assert report["by_noise"]["clean-pdf"] == whole
    assert [f["true"] for case in report["cases"] for f in case["faults"]] == [
        f"{two_panels().items[0].name} = 9.99 {two_panels().items[0].unit}"
    ]
    assert report["peak_bytes"] > 50e6


def test_two_processes_find_the_same_as_one(cases: Path) -> None:
    one, two = _report(cases), _report(cases, "--jobs", 2)
    for report in (one, two):
        for case in report["cases"]:
            del case["seconds"]
    assert one["cases"] == two["cases"]
    assert two["jobs"] == 2


def test_saved_answers_are_compared_with_an_engine(cases: Path, tmp_path: Path) -> None:
    folder = tmp_path / "answers"
    folder.mkdir()
    weak = replace(plain().truth, items=plain().items[:5])
    (folder / "a.json").write_text(json.dumps(weak.to_json()), "utf-8")
    out, page = tmp_path / "both.json", tmp_path / "both.html"
    run = _run(cases, "--compare", folder, "ocr", "--json", out, "--html", page)
    assert run.exit_code == 0, run.output
    assert "b: no saved answer" in run.output
    both = json.loads(out.read_text("utf-8"))
    assert both["a"]["scores"]["all"]["items_right"] == 5
    assert both["b"]["scores"]["all"]["items_right"] == THERE - 1
    assert "Side by side" in page.read_text("utf-8")
    report = tmp_path / "one.json"
    _run(cases, "--json", report)
    again = _run(cases, "--compare", report, "ocr", "--json", out)
    assert again.exit_code == 0, again.output
    both = json.loads(out.read_text("utf-8"))
    assert both["a"]["scores"]["all"]["items_right"] == both["b"]["scores"]["all"]["items_right"]


def test_the_page_holds_all_that_it_shows(cases: Path, tmp_path: Path) -> None:
    page = tmp_path / "deep" / "eval.html"
    assert _run(cases, "--html", page).exit_code == 0
    text = page.read_text("utf-8")
    assert text.count("data:image/jpeg;base64,") == 1  # the one document with a fault
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?!data:)|url\(|@import|<script""", text)
    assert "<svg" in text
    assert "9.99" in text


def test_only_the_tables_of_the_accuracy_page_are_written(cases: Path, tmp_path: Path) -> None:
    page = tmp_path / "accuracy.md"
    page.write_text(f"# Accuracy\n\n{BEGIN}\nold\n{END}\n\nWords.\n", "utf-8")
    assert _run(cases, "--markdown", page).exit_code == 0
    text = page.read_text("utf-8")
    assert text.startswith(f"# Accuracy\n\n{BEGIN}\n")
    assert text.endswith(f"{END}\n\nWords.\n")
    assert "\nold\n" not in text
    assert f"{THERE - 1}/{THERE}" in text
    page.write_text("# Accuracy\n", "utf-8")
    run = _run(cases, "--markdown", page)
    assert run.exit_code == 2
    assert "accuracy.md: needs the lines" in run.stderr


@pytest.mark.parametrize(
    ("file", "text", "named"),
    [
        ("truth.json", '{"document_type": "lab-report", "items": [{"name": "CRP", "value": 3}]}', "items[0].value"),
        ("truth.json", "{", "not JSON"),
        ("case.json", '{"filed_under": {"birth_date": "S33.4.1"}}', "filed_under.birth_date"),
    ],
)  # fmt: skip
def test_a_malformed_truth_is_named_by_file_and_key(cases: Path, file: str, text: str, named: str) -> None:
    (cases / "b" / file).write_text(text, "utf-8")
    run = _run(cases)
    assert run.exit_code == 2
    assert f"b/{file}: {named}" in run.stderr
    assert "Traceback" not in run.output


def test_a_defect_of_the_engine_costs_its_document_and_no_other(
    cases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(work: Work, how: Reading) -> tuple[Extraction, float]:
        if work.label == "b":
            raise IndexError("山田 太郎")
        return read(work, how)

    monkeypatch.setattr("gateway.eval_answers.read", fails)
    report = _report(cases)
    assert [c["items_right"] for c in report["cases"]] == [len(plain().items), 0]
    assert report["scores"]["all"]["refused"] == 1
    refused = report["cases"][1]["refused"]
    assert "IndexError" in refused
    assert "山田" not in refused


def test_nothing_to_evaluate_and_unknown_engines_are_said(cases: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert _run(tmp_path / "empty").exit_code == 2
    run = _run(cases, "--engine", "crystal-ball")
    assert run.exit_code == 2
    assert "ocr" in run.stderr
