"""The report: which documents are pictured, what is drawn on them, which marks are met."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from inference.evaluation.cases import Case
from inference.evaluation.judging import Judged, judge
from inference.evaluation.marks import marks
from inference.evaluation.pictures import MISSED, RIGHT, WRONG, faults, marked, page_of_most_faults
from inference.evaluation.report import Picture, html
from inference.evaluation.runs import Run, worst
from inference.evaluation.tables import item_table, markdown
from mappers.model import Box, DocumentType, Item
from tests.unit.inference.sheets import plain

TRUTH = plain().truth
RIGHT_BOX, WRONG_BOX, MISSED_BOX = Box(0.1, 0.1, 0.3, 0.2), Box(0.5, 0.4, 0.7, 0.5), Box(0.1, 0.7, 0.3, 0.8)


def _case(name: str, *, missed: int = 0, noise: str = "scan", seconds: float = 1.0, **truth: object) -> Case:
    whole = replace(TRUTH, **truth)  # type: ignore[arg-type]
    return Case(name, whole, replace(whole, items=whole.items[missed:]), seconds, noise=noise)


def _judged(*cases: Case) -> tuple[Judged, ...]:
    return tuple(judge(case) for case in cases)


def _one_of_each() -> Judged:
    true = (
        Item("Na", "140", 1, RIGHT_BOX, 1, True),
        Item("K", "4.0", 1, WRONG_BOX, 1, True),
        Item("Cl", "101", 1, MISSED_BOX, 1, True),
    )
    truth = replace(TRUTH, items=true)
    return judge(Case("<b>a", truth, replace(truth, items=(true[0], replace(true[1], value="4.9"))), 1.0))


def test_the_worst_come_first_and_no_type_takes_all() -> None:
    other = {"document_type": DocumentType.URINALYSIS}
    documents = _judged(
        _case("fine"), _case("a", missed=9), _case("b", missed=8), _case("c", missed=7), _case("u", missed=1, **other)
    )  # fmt: skip
    assert [d.case.name for d in worst(documents, 3, a_type=2)] == ["a", "b", "u"]


def test_boxes_are_drawn_in_the_colour_of_what_they_are() -> None:
    page = np.full((1000, 800, 3), 255, dtype=np.uint8)
    jpeg = marked(page, _one_of_each(), 1)
    drawn = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)[:, :, ::-1].astype(int)
    for box, colour in ((RIGHT_BOX, RIGHT), (WRONG_BOX, WRONG), (MISSED_BOX, MISSED)):
        edge = drawn[round(box.y0 * 1000) - 2, round((box.x0 + box.x1) / 2 * 800)]
        assert np.abs(edge - np.array(colour)).max() < 70
    assert (page == 255).all()  # drawn on a copy
    assert drawn[900:, 600:].min() > 245


def test_faults_are_listed_and_point_to_their_page() -> None:
    document = _one_of_each()
    assert [(f.what, f.differs, f.read, f.true) for f in faults(document)] == [
        ("wrong", "value", "K = 4.9", "K = 4.0"),
        ("missed", "", "", "Cl = 101"),
    ]
    assert page_of_most_faults(document) == 1


def test_what_documents_print_is_text_in_the_report_and_never_markup() -> None:
    run = Run("ocr", (_one_of_each(),))
    page = html([run], [[Picture(run.documents[0], 1, b"\xff\xd8")]])
    assert "&lt;b&gt;a" in page
    assert "<b>" not in page
    assert "K = 4.9" in page


@pytest.mark.parametrize(
    ("name", "met"),
    [
        ("item F1, scan", True),
        ("item F1, photo", False),
        ("places right of places there", True),
        ("invented values, clean", False),
        ("document type", True),
        ("other patients caught", False),
        ("false alarms", None),
        ("image page, median", True),
    ],
)
def test_marks_say_met_missed_or_open(name: str, met: bool | None) -> None:
    photo = _case("photo", missed=12, noise="photo")
    clean = _case("clean", noise="clean-pdf", patient_mismatch=True)
    assert clean.extraction is not None
    beside = Item("頁", "12345", 1, None, 0.9, False)
    answer = replace(clean.extraction, patient_mismatch=False, items=(*TRUTH.items, beside))
    scans = [_case(f"scan-{n}") for n in range(9)]
    run = Run("ocr", _judged(photo, replace(clean, extraction=answer), *scans))
    assert {m.name: m.met for m in marks(run)}[name] is met


def test_memory_is_a_mark_only_of_two_workers() -> None:
    one = Run("ocr", _judged(_case("a")), jobs=1, process_peaks=(900_000_000,))
    two = replace(one, jobs=2, process_peaks=(900_000_000, 1_200_000_000))
    assert [m.met for run in (one, two) for m in marks(run) if "memory" in m.name] == [None, False]


def test_a_table_is_markdown() -> None:
    text = markdown(item_table("t", "type", Run("ocr", _judged(_case("a"))).by_type()))
    lines = text.splitlines()
    assert len({line.count("|") for line in lines}) == 1
    assert lines[-1].startswith("| all | 1 |")
