"""PDF pages through PDFium: text layer with boxes, pixels on demand.

Boxes and pixels go through the same page-to-device transform, so /Rotate and CropBox (ISO 32000-1 §7.7.3.3)
are right in both. PDFium is built without JavaScript and XFA; nothing in a document runs.
"""

from __future__ import annotations

import contextlib
import ctypes
import math
import re
from functools import partial
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from inference.pages.text_layer import Direction, Glyph, clipped, in_reading_order, runs
from inference.types import DocumentRefused, OpenedDocument, Page, PageLimits, PageRefused, Pixels, Word
from mappers.model import UnreadPage

MEDIA_TYPE = "application/pdf"
MAX_GLYPHS = 200_000  # a dense A4 page has under 10,000
MAX_SIDE_PX = 30_000
_DEVICE = 1_000_000  # the transform answers in whole device units
_MAX_POINTS = 10_000_000.0

ENCRYPTED = "The PDF needs a password. Have the sender export it without encryption."
TRUNCATED = "The PDF ends before its end mark: it was cut in transfer. Ask the sender to send it again."
NO_PAGES = "The PDF has no pages. Ask the sender to export it again."
DAMAGED = "The PDF is damaged and cannot be opened. Ask the sender to send it again."


def open_pdf(data: bytes, limits: PageLimits) -> OpenedDocument:
    """Pages of a PDF; raises DocumentRefused (encrypted, truncated, damaged, no-pages, too-many-pages)."""
    start = max(data.find(b"%PDF-", 0, 2048), 0)
    body = data[start:] if start else data
    try:
        document = pdfium.PdfDocument(body)
    except pdfium.PdfiumError as error:
        code = error.err_code
        if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise DocumentRefused("encrypted", ENCRYPTED) from None
        if _truncated(body):
            raise DocumentRefused("truncated", TRUNCATED) from None
        if _EMPTY_TREE.search(body):  # PDFium will not load a file without a page
            raise DocumentRefused("no-pages", NO_PAGES) from None
        raise DocumentRefused("damaged", DAMAGED) from None
    if _truncated(body):  # PDFium repairs and opens what is left: never quietly
        raise DocumentRefused("truncated", TRUNCATED)
    count = len(document)
    if count < 1:
        raise DocumentRefused("no-pages", NO_PAGES)
    if count > limits.max_pages:
        raise DocumentRefused(
            "too-many-pages",
            f"The PDF has {count} pages; the bound is {limits.max_pages} (pages.max_pages). "
            "Raise the bound or have the sender split the document.",
        )
    with contextlib.suppress(pdfium.PdfiumError):  # a broken form is drawn without its fields' appearance
        document.init_forms()
    return _pages(document, count, limits)


def _pages(document: Any, count: int, limits: PageLimits) -> OpenedDocument:
    pages: list[Page] = []
    unread: list[UnreadPage] = []
    for index in range(count):
        try:
            pages.append(_page(document, index, limits))
        except PageRefused as refusal:
            unread.append(UnreadPage(index + 1, refusal.reason))
    if not pages:
        raise DocumentRefused("damaged", f"None of the PDF's {count} pages can be opened. {unread[0].reason}")
    return OpenedDocument(MEDIA_TYPE, tuple(pages), tuple(unread))


_EMPTY_TREE = re.compile(rb"<<(?=[^<>]{0,200}/Type\s*/Pages\b)(?=[^<>]{0,200}/Count\s+0\b)")
_LAST_OBJECT = re.compile(rb"\d\s+\d+\s+obj\b")


def _truncated(body: bytes) -> bool:
    """Whether no end of file follows the last object (ISO 32000-1 §7.5.5)."""
    last = 0
    tail_from = max(len(body) - 1_048_576, 0)  # the last object of a sound file begins near its end
    for match in _LAST_OBJECT.finditer(body, tail_from):
        last = match.start()
    tail_start = last or tail_from
    return body.rfind(b"%%EOF", tail_start) < 0 and body.rfind(b"startxref", tail_start) < 0


def _load(document: Any, index: int) -> Any:
    try:
        return document.get_page(index)
    except pdfium.PdfiumError:
        raise PageRefused("damaged", "The page is damaged and cannot be loaded.") from None


def _page(document: Any, index: int, limits: PageLimits) -> Page:
    page = _load(document, index)
    try:
        width_pt, height_pt = page.get_size()
        scale = _scale(width_pt, height_pt, limits)
        return Page(
            number=index + 1,
            width_px=math.ceil(width_pt * scale),
            height_px=math.ceil(height_pt * scale),
            pixels=partial(_render, document, index, scale, limits),
            words=_words(page),
            drawn_at=partial(_render_at, document, index, scale, limits),
        )
    finally:
        page.close()


def _scale(width_pt: float, height_pt: float, limits: PageLimits) -> float:
    """Pixels a point: render_dpi, or less where the page would break a bound."""
    if not (0 < width_pt < _MAX_POINTS and 0 < height_pt < _MAX_POINTS):
        raise PageRefused("damaged", "The page has no usable size (MediaBox).")
    scale = min(limits.render_dpi / 72, MAX_SIDE_PX / max(width_pt, height_pt))
    scale = min(scale, math.sqrt(limits.max_pixels / (width_pt * height_pt)))
    while math.ceil(width_pt * scale) * math.ceil(height_pt * scale) > limits.max_pixels:
        scale *= 0.999
    return scale


def _render(document: Any, index: int, scale: float, limits: PageLimits) -> Pixels:
    """Pixels (height, width, 3) of one page with its annotations and form fields, on white."""
    page = _load(document, index)
    try:
        _refuse_huge_images(page, limits)
        try:
            bitmap = page.render(scale=scale, rev_byteorder=True)
        except (pdfium.PdfiumError, ValueError, MemoryError):
            raise PageRefused("damaged", "The page cannot be drawn.") from None
        try:
            return np.array(bitmap.to_numpy(), dtype=np.uint8, order="C")
        finally:
            bitmap.close()
    finally:
        page.close()


def _render_at(document: Any, index: int, scale: float, limits: PageLimits, share: float) -> Pixels:
    """As `_render`, at this share of its size: PDFium draws fewer pixels in less time."""
    return _render(document, index, scale * min(share, 1.0), limits)


def _refuse_huge_images(page: Any, limits: PageLimits) -> None:
    """An image is decoded whole before it is scaled: its declared size is asked first."""
    width, height = ctypes.c_uint(), ctypes.c_uint()
    for found in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=5):
        if not raw.FPDFImageObj_GetImagePixelSize(found, width, height):
            continue
        if width.value * height.value > limits.max_pixels:
            raise PageRefused(
                "too-many-pixels",
                f"The page holds an image of {width.value} x {height.value} pixels; "
                f"the bound is {limits.max_pixels:,} (pages.max_pixels).",
            )


def _words(page: Any) -> tuple[Word, ...]:
    """The page's text layer; empty where it has none (or absurdly much)."""
    try:
        textpage = page.get_textpage()
    except pdfium.PdfiumError:
        return ()
    try:
        count = textpage.count_chars()
        if not 0 < count <= MAX_GLYPHS:
            return ()
        to_fraction = _transform(page)
        words = []
        for run in runs(_glyphs(textpage, count)):
            xs, ys = zip(
                *(to_fraction(x, y) for x in (run.left, run.right) for y in (run.bottom, run.top)),
                strict=True,
            )
            word = clipped(run.text, (min(xs), min(ys), max(xs), max(ys)))
            if word is not None:
                words.append(word)
        return in_reading_order(words)
    finally:
        textpage.close()


def _transform(page: Any) -> Any:
    """Function from the page's points to fractions of the upright, cropped page."""
    x, y = ctypes.c_int(), ctypes.c_int()

    def device(px: float, py: float) -> tuple[float, float]:
        raw.FPDF_PageToDevice(page, 0, 0, _DEVICE, _DEVICE, 0, px, py, x, y)
        return x.value / _DEVICE, y.value / _DEVICE

    # Affine: three points 1,000 apart fix it, and Python floats keep what whole device units would round.
    x0, y0 = device(0, 0)
    x1, y1 = device(1000, 0)
    x2, y2 = device(0, 1000)
    a, b, c, d = (x1 - x0) / 1000, (x2 - x0) / 1000, (y1 - y0) / 1000, (y2 - y0) / 1000
    return lambda px, py: (a * px + b * py + x0, c * px + d * py + y0)


def _glyphs(textpage: Any, count: int) -> list[Glyph]:
    box = raw.FS_RECTF()
    glyphs: list[Glyph] = []
    high = 0
    for i in range(count):
        code = raw.FPDFText_GetUnicode(textpage, i)
        if 0xD800 <= code < 0xDC00:  # first half of a surrogate pair
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        guessed = raw.FPDFText_IsGenerated(textpage, i) == 1
        if not guessed and raw.FPDFText_HasUnicodeMapError(textpage, i) == 1:
            code = 0xFFFD
        text = "-" if code in (0x02, 0xFFFE) else chr(code) if 0 < code < 0x110000 else "�"
        if not raw.FPDFText_GetLooseCharBox(textpage, i, box):
            continue
        turns = -round(raw.FPDFText_GetCharAngle(textpage, i) / (math.pi / 2)) % 4  # PDFium turns clockwise
        left, right = sorted((box.left, box.right))
        bottom, top = sorted((box.bottom, box.top))
        glyphs.append(Glyph(text, left, bottom, right, top, Direction(turns), guessed))
    return glyphs
