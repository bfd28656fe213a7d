"""A sample document read by an oracle: everything true is verified, nothing planted is."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from inference.engines.options import EngineOptions, Looks, ModelOptions
from inference.engines.vision import VisionEngine
from inference.pages import open_document
from inference.readable import PageWords, printed
from inference.structure.level import levelled
from inference.types import OpenedDocument, PageLimits, Request
from inference.verify import verify
from mappers.model import Extraction, Item, UnreadPage
from tests.unit.inference.asking.oracle import Oracle

SAMPLES = Path(__file__).parents[4] / "samples"
CASE = SAMPLES / "dicom-pdf-iso2022"
SMALL = Looks(max_pixels=500_000)


class TextLayer:
    """Words of text layers, for tests without OCR."""

    def read(self, document: OpenedDocument) -> tuple[tuple[PageWords, ...], tuple[UnreadPage, ...]]:
        words = [levelled(PageWords(p.number, p.width_px, p.height_px, p.words)) for p in document.pages]
        return tuple(words), document.unread


def _read(
    case: Path, looks: Looks, planted: Callable[[Item], Item] = lambda item: item
) -> tuple[Extraction, Extraction, Oracle]:
    """Truth, verified extraction, and the model that was asked."""
    truth = Extraction.from_json(json.loads((case / "truth.json").read_text("utf-8")))
    document = open_document((case / "document.dcm").read_bytes(), "application/dicom", PageLimits())
    oracle = Oracle(truth=truth, planted=planted)
    options = EngineOptions(models=(ModelOptions("oracle", "vllm", looks=looks),))
    reader = TextLayer()
    found = VisionEngine(options, oracle, reader).read(document, Request())  # type: ignore[arg-type]
    return truth, verify(found, reader.read(document)[0]), oracle


def _said(item: Item) -> tuple[object, ...]:
    reference = item.reference_range.replace(" ", "") if item.reference_range else None
    return item.name, item.value, item.unit, reference, item.flag, item.effective, item.page


@pytest.mark.parametrize("looks", [Looks(), SMALL], ids=["whole pages", "tiles"])
@pytest.mark.parametrize("case", ["dicom-pdf-iso2022", "dicom-pdf-english", "dicom-pdf-utf8-two-columns"])
def test_what_is_true_is_read_once_and_verified(case: str, looks: Looks) -> None:
    truth, found, oracle = _read(SAMPLES / case, looks)
    assert sorted(map(_said, found.items), key=str) == sorted(map(_said, truth.items), key=str)
    assert [i.name for i in found.items if not i.verified] == []
    assert found.patient == replace(truth.patient, name=printed(truth.patient.name or ""))
    assert (found.document_type, found.language) == (truth.document_type, truth.language)
    assert (found.effective, found.unread) == (truth.effective, ())
    assert not [w for w in found.warnings if w.startswith("patient")]
    assert found.engine.prompt_digest.startswith("sha256:")
    tiles = {(q.turns[0].pictures[-1].page, q.turns[0].pictures[-1].region) for q in oracle.asked}
    assert (len(tiles) > truth.page_count) is (looks is SMALL)


def test_boxes_are_the_pages_own() -> None:
    truth, found, _ = _read(CASE, Looks())
    for told, item in zip(truth.items, found.items, strict=True):
        assert told.box is not None
        assert item.box is not None
        assert abs(told.box.y0 - item.box.y0) < 0.01
        assert abs(told.box.x1 - item.box.x1) < 0.03


def _digit(value: str) -> str:
    at = next(n for n, c in enumerate(value) if c.isdigit())
    return value[:at] + str((int(value[at]) + 1) % 10) + value[at + 1 :]


def _swapped(truth: Extraction) -> dict[str, str]:
    """The value of the row below for each third numeric row: a wrong row."""
    rows = [i for i in truth.items if i.value[:1].isdigit()]
    values = [i.value for i in rows]
    return {
        row.name: values[n + 1]
        for n, row in enumerate(rows[:-1])
        if n % 3 == 0 and values[n + 1] != row.value
    }


@pytest.mark.parametrize("looks", [Looks(), SMALL], ids=["whole pages", "tiles"])
def test_values_of_another_row_are_not_verified(looks: Looks) -> None:
    truth = Extraction.from_json(json.loads((CASE / "truth.json").read_text("utf-8")))
    wrong = _swapped(truth)
    assert len(wrong) > 8
    _, found, _ = _read(CASE, looks, lambda i: replace(i, value=wrong.get(i.name, i.value)))
    verified = {i.name: i.verified for i in found.items}
    assert [name for name in wrong if verified[name]] == []
    assert [name for name, is_verified in verified.items() if not is_verified and name not in wrong] == []


def test_units_of_another_row_are_not_verified() -> None:
    truth = Extraction.from_json(json.loads((CASE / "truth.json").read_text("utf-8")))
    units = sorted({i.unit for i in truth.items if i.unit})
    wrong = {i.name: units[units.index(i.unit) - 1] for i in truth.items if i.unit}
    assert len(wrong) > 30
    _, found, _ = _read(CASE, Looks(), lambda i: replace(i, unit=wrong.get(i.name, i.unit)))
    assert [i.name for i in found.items if i.name in wrong and i.verified] == []
    assert [i.name for i in found.items if i.name not in wrong and not i.verified] == []


def test_a_misread_digit_is_not_verified() -> None:
    _, found, _ = _read(
        CASE, Looks(), lambda i: replace(i, value=_digit(i.value)) if i.value[0].isdigit() else i
    )
    numeric = [i for i in found.items if i.value[0].isdigit()]
    assert len(numeric) > 30
    assert [i for i in numeric if i.verified] == []
    assert all(i.box is None for i in numeric)


def test_invented_rows_are_not_verified() -> None:
    truth, _, _ = _read(CASE, Looks())
    names = dict(
        zip(
            [i.name for i in truth.items[3:20:5]],
            ("フェリチン", "セレン", "トロポニンI", "コルチゾール"),
            strict=True,
        )
    )
    assert not set(names.values()) & {i.name for i in truth.items}
    _, found, _ = _read(CASE, Looks(), lambda i: replace(i, name=names.get(i.name, i.name)))
    invented = [i for i in found.items if i.name in names.values()]
    assert len(invented) == 4
    assert not any(i.verified for i in invented)


def test_confidence_is_the_models_before_it_is_checked() -> None:
    _, found, _ = _read(CASE, Looks())
    assert all(0.98 < i.confidence < 0.995 for i in found.items)
