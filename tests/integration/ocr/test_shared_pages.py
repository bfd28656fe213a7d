"""Pages of one document read in several jobs say what they say when read in one."""

from __future__ import annotations

from pathlib import Path

from inference.engines import EngineOptions
from inference.extract import PagesToRecognise, extract, extract_or_share, recognise
from inference.types import PageLimits
from mappers.model import Extraction, UnreadPage

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
OPTIONS = EngineOptions(threads=1)
LIMITS = PageLimits()


def test_a_scan_of_several_pages_is_shared_and_put_together_again() -> None:
    data = (SAMPLES / "dicom-sc-multiframe" / "document.dcm").read_bytes()
    share = extract_or_share(data, "application/dicom", "ocr", LIMITS, None, OPTIONS)
    assert isinstance(share, PagesToRecognise)
    assert len(share.numbers) == 3
    later = [recognise(data, "application/dicom", LIMITS, (n,), OPTIONS) for n in reversed(share.numbers)]
    read = tuple(page for pages in reversed(later) for page in pages)
    shared = extract(data, "application/dicom", "ocr", LIMITS, None, OPTIONS, recognised=read)
    assert shared == extract(data, "application/dicom", "ocr", LIMITS, None, OPTIONS)
    assert {item.page for item in shared.items} == {1, 2, 3}
    missing = (UnreadPage(share.numbers[0], "its worker could not"), *read[1:])
    partial = extract(data, "application/dicom", "ocr", LIMITS, None, OPTIONS, recognised=missing)
    assert partial.unread == (UnreadPage(1, "its worker could not"),)
    assert {item.page for item in partial.items} == {2, 3}


def test_a_text_layer_and_a_single_picture_are_read_at_once() -> None:
    text = (SAMPLES / "dicom-pdf-utf8-two-columns" / "document.dcm").read_bytes()
    picture = (SAMPLES / "dicom-sc-jpeg" / "document.dcm").read_bytes()
    for data in (text, picture):
        found = extract_or_share(data, "application/dicom", "ocr", LIMITS, None, OPTIONS)
        assert isinstance(found, Extraction)
        assert found.items
