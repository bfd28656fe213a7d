"""The built-in engine on pictures of sheets, with the real models; no network is needed or used."""

from __future__ import annotations

import io
import pickle
import socket
import time
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from inference.engines import EngineOptions
from inference.engines.ocr import OcrEngine
from inference.engines.reading import WordReader
from inference.evaluate import pair
from inference.extract import extract
from inference.types import DocumentRefused, OpenedDocument, Page, PageLimits, Request
from inference.verify import verify
from mappers.model import DocumentType, Extraction, PatientIdentity, PersonName
from tests.unit.inference.sheets import LAYOUTS, Sheet, english, font_path, letter, opened, plain, two_panels

FONT = font_path()
pytestmark = pytest.mark.skipif(
    FONT is None, reason="no Japanese font on this machine to draw test sheets with"
)
OPTIONS = EngineOptions(threads=1)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the engine opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def _read(pixels: np.ndarray) -> Extraction:
    document = opened(pixels)
    reader = WordReader.shared(OPTIONS.threads)
    extraction = OcrEngine(OPTIONS).read(document, Request())
    words, _ = reader.read(document)
    return verify(extraction, words)


def _picture(sheet: Sheet, dpi: int = 150, degrees: float = 0.0) -> np.ndarray:
    assert FONT is not None
    return sheet.picture(dpi, FONT, degrees)


def test_a_sheet_at_150_dpi_is_read_with_a_box_on_each_value() -> None:
    sheet = plain()
    started = time.monotonic()
    found = _read(_picture(sheet))
    print(f"{time.monotonic() - started:.2f} s, first page of the process")
    result = pair(found.items, sheet.items)
    assert len(result.right) >= 21, (result.wrong, result.missed)
    assert all(item.verified for item in found.items)
    assert found.patient == sheet.patient
    assert found.engine.weights_digest.startswith("sha256:")
    by_name = {w.text: w.box for w in sheet.words().words}
    for read, true in result.right:
        assert read.box is not None
        seen = by_name.get(true.value)
        if seen is not None and sum(i.value == true.value for i in sheet.items) == 1:
            assert abs((read.box.y0 + read.box.y1) - (seen.y0 + seen.y1)) < 0.02
    assert max(i.confidence for i in found.items) < 1.0


@pytest.mark.parametrize("degrees", [2.5, 180.0])
def test_a_page_askew_or_upside_down(degrees: float) -> None:
    sheet = english()
    found = _read(_picture(sheet, degrees=degrees))
    assert len(pair(found.items, sheet.items).right) == len(sheet.items)
    if degrees == 180.0:  # boxes are on the page as it came: the first item stands at its foot
        first = next(i for i in found.items if i.name == "Glucose")
        last = next(i for i in found.items if i.name == "C-Reactive Protein")
        assert first.box is not None
        assert last.box is not None
        assert first.box.y0 > last.box.y1


def test_a_page_on_its_side() -> None:
    sheet = english()
    found = _read(np.ascontiguousarray(np.rot90(_picture(sheet), 1)))
    assert len(pair(found.items, sheet.items).right) == len(sheet.items)


def test_a_letter_gives_no_items_and_a_blank_page_nothing() -> None:
    found = _read(_picture(letter()))
    assert (found.document_type, found.items) == (DocumentType.NARRATIVE, ())
    blank = _read(np.full((400, 300, 3), 255, np.uint8))
    assert (blank.document_type, blank.items, blank.page_count) == (DocumentType.OTHER, (), 1)


def test_the_worker_job_from_png_bytes_with_the_patient_it_is_filed_under() -> None:
    sheet = two_panels()
    file = io.BytesIO()
    Image.fromarray(_picture(sheet)).save(file, "PNG")
    filed = PatientIdentity("12345", "", PersonName(ideographic="山田 太郎"), "1960-04-05")
    answer = extract(file.getvalue(), "image/png", "ocr", PageLimits(), filed, OPTIONS)
    assert pickle.loads(pickle.dumps(answer)) == answer
    assert (answer.patient_mismatch, answer.mismatch_reasons) == (False, ())
    assert len(pair(answer.items, sheet.items).right) >= 20
    other = replace(filed, id="99887", name=PersonName(ideographic="中村 良子"))
    second = extract(file.getvalue(), "image/png", "ocr", PageLimits(), other, OPTIONS)
    assert (second.patient_mismatch, second.mismatch_reasons) == (True, ("id", "name"))
    assert second.items == answer.items  # the same bytes, the same answer


def test_a_page_that_fails_makes_the_answer_partial_and_all_failing_a_refusal() -> None:
    sheet = plain()
    whole = sheet.words()

    def broken() -> np.ndarray:
        raise DocumentRefused("truncated", "the picture ends early; have it sent again")

    good = Page(1, whole.width_px, whole.height_px, broken, whole.words)
    bad = Page(2, 100, 100, broken)
    found = OcrEngine(OPTIONS).read(OpenedDocument("application/pdf", (good, bad)), Request())
    assert found.partial
    assert [(u.page, u.reason) for u in found.unread] == [(2, "the picture ends early; have it sent again")]
    assert len(found.items) == len(sheet.items)
    with pytest.raises(DocumentRefused, match="ends early"):
        OcrEngine(OPTIONS).read(OpenedDocument("image/png", (bad,)), Request())


@pytest.mark.slow
@pytest.mark.parametrize("font", range(4))
@pytest.mark.parametrize("dpi", [150, 200])
def test_all_layouts_in_all_fonts(dpi: int, font: int) -> None:
    path = font_path(font)
    assert path is not None
    right = read = there = 0
    for make in LAYOUTS:
        sheet = make()
        found = _read(sheet.picture(dpi, path))
        right += len(pair(found.items, sheet.items).right)
        read += len(found.items)
        there += len(sheet.items)
    f1 = 2 * right / (read + there)
    print(f"{path.name} {dpi} dpi: F1 {f1:.3f} ({right}/{there})")
    assert f1 >= 0.97
