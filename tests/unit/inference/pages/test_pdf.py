"""PDF: text layer, boxes, rotation, bounds, and files that will never open."""

from __future__ import annotations

import time

import numpy as np
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from inference.pages import open_document, text_layer_usable
from inference.pages.text_layer import Glyph, runs
from inference.types import DocumentRefused, OpenedDocument, Page, PageLimits, PageRefused, Word
from tests.unit.inference.pages import made

LIMITS = PageLimits()


def opened(data: bytes, limits: PageLimits = LIMITS) -> OpenedDocument:
    return open_document(data, "application/pdf", limits)


def ink(page: Page, word: Word) -> tuple[float, float]:
    """Share of dark pixels inside a word's box, and in a frame just around it."""
    pixels = page.pixels().min(axis=2) < 128
    height, width = pixels.shape
    x0, x1 = int(word.box.x0 * width), round(word.box.x1 * width)
    y0, y1 = int(word.box.y0 * height), round(word.box.y1 * height)
    inside = pixels[y0:y1, x0:x1]
    frame = pixels[max(y0 - 4, 0) : y1 + 4, max(x0 - 4, 0) : x1 + 4]
    outside = int(frame.sum()) - int(inside.sum())
    return float(inside.mean()), outside / max(frame.size - inside.size, 1)


def test_table_cells_stay_separate_words_in_reading_order() -> None:
    page = opened(made.pdf(made.lab_sheet)).pages[0]
    texts = [w.text for w in page.words]
    assert texts == [
        *("検査報告書", "患者氏名", "検査", "太郎", "様"),
        *("AST", "(GOT)", "32", "U/L", "13-30"),
        *("総蛋白", "7.1", "g/dL", "6.6-8.1"),
        *("Total", "protein", "8.50", "g/dL", "6.6-8.1"),
    ]
    assert text_layer_usable(page.words)
    assert (page.width_px, page.height_px) == (1654, 2339)  # A4 at 200 dpi
    assert page.pixels().shape == (2339, 1654, 3)


def test_a_table_drawn_column_by_column_is_read_row_by_row() -> None:
    def by_columns(canvas: Canvas) -> None:
        for column, x in enumerate((50, 200, 240, 300)):
            for i, row in enumerate(made.ROWS):
                canvas.drawString(x, 740 - 20 * i, row[column].replace(" ", "-"))

    texts = [w.text for w in opened(made.pdf(by_columns)).pages[0].words]
    assert texts == [cell.replace(" ", "-") for row in made.ROWS for cell in row]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_boxes_stand_on_the_ink_whatever_the_rotation_and_crop(rotate: int) -> None:
    content = b"BT /F1 20 Tf 200 500 Td (Kalium 4.5) Tj ET BT /F1 20 Tf 20 20 Td (cropped) Tj ET"
    page_entries = f"/MediaBox [0 0 600 800] /CropBox [100 300 500 700] /Rotate {rotate}"
    page = opened(made.one_page_pdf(content, page_entries)).pages[0]
    assert [w.text for w in page.words] in (["Kalium", "4.5"], ["4.5", "Kalium"])
    assert abs(page.width_px - 400 * 200 / 72) <= 1
    assert abs(page.height_px - 400 * 200 / 72) <= 1
    for word in page.words:
        inside, around = ink(page, word)
        assert inside > 0.1
        assert around < 0.01


def test_text_that_runs_up_the_page_is_one_word() -> None:
    content = b"BT /F1 20 Tf 0 1 -1 0 300 200 Tm (Sideways 12.5) Tj ET"
    page = opened(made.one_page_pdf(content)).pages[0]
    assert {w.text for w in page.words} == {"Sideways", "12.5"}
    for word in page.words:
        assert word.box.y1 - word.box.y0 > word.box.x1 - word.box.x0
        assert ink(page, word)[0] > 0.1


def test_an_invisible_ocr_layer_is_text() -> None:
    content = b"BT 3 Tr /F1 20 Tf 100 500 Td (Kalium 4.5) Tj ET"
    page = opened(made.one_page_pdf(content)).pages[0]
    assert [w.text for w in page.words] == ["Kalium", "4.5"]
    assert text_layer_usable(page.words)
    assert page.pixels().min() == 255


def test_a_letter_beyond_the_basic_plane_stays_one_letter() -> None:
    page = opened(made.pdf(lambda c: c.drawString(50, 700, "𠮷田 4.5"))).pages[0]
    assert [w.text for w in page.words][-1] == "4.5"


def test_fake_bold_does_not_double_a_value() -> None:
    content = b"BT /F1 20 Tf 100 500 Td (4.5) Tj ET BT /F1 20 Tf 100.4 500 Td (4.5) Tj ET"
    page = opened(made.one_page_pdf(content)).pages[0]
    assert [w.text for w in page.words] == ["4.5"]


def spaced(*cells: tuple[float, str], pitch: float = 0.0) -> list[Glyph]:
    """Glyphs of a line, 10 points high, 6 wide, `pitch` points apart; each cell begins at its own place."""
    glyphs = []
    for x, text in cells:
        for i, letter in enumerate(text):
            left = x + i * (6 + pitch)
            flat = letter in "～-"  # as PDFium reports marks of fonts without metrics
            low, high = (4, 6) if flat else (0, 10)
            if letter != " ":
                glyphs.append(Glyph(letter, left, low, left + 6, high))
    return glyphs


@pytest.mark.parametrize(
    ("glyphs", "words"),
    [
        (spaced((0, "13～30"), (50, "4.5")), ["13～30", "4.5"]),
        (spaced((0, "検査項目"), pitch=3.5), ["検査項目"]),
        (spaced((0, "項目"), (40, "結果"), (80, "4.5"), pitch=3.5), ["項目", "結果", "4.5"]),
        (spaced((0, "4"), (20, "5"), (40, "6"), (60, "7")), ["4", "5", "6", "7"]),
        (spaced((0, "Na"), (16, "140")), ["Na", "140"]),
        (spaced((0, "AB")) + spaced((0, "CD")), ["AB", "CD"]),
    ],
)
def test_gaps_make_words(glyphs: list[Glyph], words: list[str]) -> None:
    assert [r.text for r in runs(glyphs)] == words


def lone(glyphs: list[Glyph]) -> list[Glyph]:
    """The glyphs, with a line end that PDFium put behind each."""
    ends = [
        [Glyph(t, g.right + 3, g.bottom, g.right + 3, g.bottom, guessed=True) for t in "\r\n"] for g in glyphs
    ]
    return [g for glyph, end in zip(glyphs, ends, strict=True) for g in (glyph, *end)]


def test_a_line_end_that_nobody_printed_is_no_end_of_a_word() -> None:
    line = spaced((0, "13～30"), (50, "4.5"), (71, "H"), (84, "尿"), (91.5, "酸"))
    below = [Glyph(g.text, g.left, g.bottom - 20, g.right, g.top - 20) for g in spaced((36, "CRP"))]
    assert [r.text for r in runs(lone(line + below))] == ["13～30", "4.5", "H", "尿", "酸", "CRP"]


def test_a_sign_raised_behind_a_number_lowered_is_of_the_word() -> None:
    low, high = Glyph("3", 24, -3, 28, 3), Glyph("-", 28, 5, 32, 11)
    far = Glyph("-", 44, 5, 48, 11)
    assert [r.text for r in runs([*spaced((0, "cHCO")), low, high, *spaced((60, "27.4"))])] == [
        "cHCO3-",
        "27.4",
    ]
    assert [r.text for r in runs([*spaced((0, "cHCO")), low, far])] == ["cHCO3", "-"]


def test_a_raised_digit_is_a_power_or_the_mark_of_a_note_and_no_digit_of_the_number() -> None:
    raised, lowered = Glyph("9", 12, 5, 15, 11), Glyph("2", 12, -3, 15, 3)
    assert [r.text for r in runs([*spaced((0, "10")), raised, *spaced((15, "/L"))])] == ["10⁹/L"]
    assert [r.text for r in runs([*spaced((0, "CO")), lowered])] == ["CO2"]


def test_form_fields_are_drawn() -> None:
    def form(canvas: Canvas) -> None:
        canvas.acroForm.textfield(value="HbA1c 6.2", x=100, y=500, width=200, height=40, fontSize=24)

    pixels = opened(made.pdf(form)).pages[0].pixels()
    box = pixels[int((842 - 535) * 200 / 72) : int((842 - 505) * 200 / 72), int(110 * 200 / 72) : 800]
    assert (box.min(axis=2) < 100).mean() > 0.01


def test_junk_before_and_after_the_file_is_ignored() -> None:
    sound = made.pdf(made.lab_sheet)
    for data in (b"\r\nHTTP junk" * 50 + sound, sound + b"\0" * 5000, sound + b"\r\n--boundary--\r\n"):
        assert opened(data).page_count == 1


def test_an_encrypted_file_says_so_but_an_owner_password_alone_does_not_stop_it() -> None:
    locked = made.pdf(made.lab_sheet, encrypt="secret")
    with pytest.raises(DocumentRefused, match="password") as refused:
        opened(locked)
    assert refused.value.code == "encrypted"
    from reportlab.lib.pdfencrypt import StandardEncryption

    readable = made.pdf(made.lab_sheet, encrypt=StandardEncryption("", ownerPassword="secret", canPrint=0))
    assert opened(readable).pages[0].words


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.97])
def test_a_truncated_file_is_never_quietly_a_shorter_one(share: float) -> None:
    data = made.many_pages(20)
    with pytest.raises(DocumentRefused) as refused:
        opened(data[: int(len(data) * share)])
    assert refused.value.code == "truncated"


def test_a_file_cut_after_an_update_is_truncated_although_an_older_end_mark_is_there() -> None:
    data = made.one_page_pdf(b"") + b"7 0 obj\n<< /Type /Annot /Contents (half"
    with pytest.raises(DocumentRefused) as refused:
        opened(data)
    assert refused.value.code == "truncated"


def test_no_pages_and_too_many_pages_are_refused_by_name() -> None:
    empty = made.raw_pdf("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>")
    with pytest.raises(DocumentRefused) as refused:
        opened(empty)
    assert refused.value.code == "no-pages"
    with pytest.raises(DocumentRefused, match=r"6 pages; the bound is 5 \(pages.max_pages\)") as refused:
        opened(made.many_pages(6), PageLimits(max_pages=5))
    assert refused.value.code == "too-many-pages"
    assert opened(made.many_pages(5), PageLimits(max_pages=5)).page_count == 5


def test_one_bad_page_is_named_and_the_others_are_read() -> None:
    data = made.raw_pdf(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 /MediaBox [0 0 600 800] >>",
        "<< /Type /Page /Parent 2 0 R /Resources << >> >>",
        "(this is no page)",
    )
    document = opened(data)
    assert [p.number for p in document.pages] == [1]
    assert [u.page for u in document.unread] == [2]
    assert "damaged" in document.unread[0].reason


@pytest.mark.parametrize(
    "box",
    ["0 0 200000 200000", "0 0 5 9000000", "0 0 9000000 5", "0 0 0.001 0.001", "0 0 1e30 1e30", "9 9 9 9"],
)
def test_absurd_page_sizes_stay_within_the_bound(box: str) -> None:
    limits = PageLimits(max_pixels=1_000_000)
    data = made.one_page_pdf(b"BT /F1 20 Tf 1 1 Td (x) Tj ET", f"/MediaBox [{box}]")
    try:
        page = opened(data, limits).pages[0]
    except DocumentRefused:
        with pytest.raises(DocumentRefused, match="no usable size"):
            opened(data, limits)
        return
    assert 1 <= page.width_px * page.height_px <= limits.max_pixels
    assert page.pixels().shape == (page.height_px, page.width_px, 3)


def test_an_image_bomb_is_refused_before_it_is_decoded() -> None:
    data = made.one_page_pdf(
        b"q 600 0 0 800 0 0 cm /I1 Do Q", "/MediaBox [0 0 600 800]", made.flate_image(60_000, 60_000)
    )
    page = opened(data).pages[0]
    began = time.monotonic()
    with pytest.raises(PageRefused, match="60000 x 60000") as refused:
        page.pixels()
    assert refused.value.code == "too-many-pixels"
    assert time.monotonic() - began < 1


def test_the_resolution_is_the_setting() -> None:
    page = opened(made.pdf(made.lab_sheet), PageLimits(render_dpi=72)).pages[0]
    assert (page.width_px, page.height_px) == tuple(int(np.ceil(side)) for side in A4)


def word(text: str) -> Word:
    from mappers.model import Box

    return Word(text, Box(0, 0, 1, 1))


@pytest.mark.parametrize(
    ("texts", "usable"),
    [
        ([], False),
        (["総蛋白", "7.1", "g/dL"], True),
        (["Protéines", "totales", "élevées", "7,1", "g/dL", "Hämoglobin"], True),
        (["3.5", "4.5", "±0.2"], True),
        (["���", "7.1"], False),
        (["\ue001\ue002\ue003", "7.1", "g/dL"], False),
        (["(cid:123)(cid:45)", "7.1"], False),
        (["総蛋白検査結果".encode("cp932").decode("cp1252", "replace"), "7.1"], False),
        (["総蛋白検査結果".encode().decode("latin-1"), "7.1"], False),
        (["これは検査結果です".encode().decode("cp932", "ignore"), "7.1"], False),
        (["ｹﾝｻ", "ﾀﾛｳ", "7.1"], True),
    ],
)
def test_a_garbled_text_layer_is_not_believed(texts: list[str], usable: bool) -> None:
    assert text_layer_usable([word(t) for t in texts]) is usable


def test_glyphs_without_a_unicode_value_make_the_layer_unusable() -> None:
    """A subset font with its own encoding and no ToUnicode: the page shows text, the layer cannot say which."""
    font = (
        "<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+Own /Encoding /Identity-H /DescendantFonts "
        "[<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+Own /CIDSystemInfo "
        "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor "
        "<< /Type /FontDescriptor /FontName /AAAAAA+Own /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 "
        "/Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >> >>] >>"
    )
    data = made.raw_pdf(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox [0 0 600 800] "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        made.stream(b"BT /F1 20 Tf 100 500 Td <012301450167018901AB> Tj ET"),
        font,
    )
    assert not text_layer_usable(opened(data).pages[0].words)
