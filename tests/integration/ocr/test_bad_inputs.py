"""What hospitals attach by mistake, each to its clear outcome: `extract` on the bytes, as the pipeline runs it."""

from __future__ import annotations

import io
import time

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from inference.engines import EngineOptions
from inference.evaluate import pair
from inference.extract import extract
from inference.pages.image import LATER_FRAME
from inference.types import DocumentRefused, PageLimits
from mappers.model import DocumentType, Extraction
from tests.unit.inference.sheets import font_path, plain

FONT = font_path()
needs_font = pytest.mark.skipif(FONT is None, reason="no Japanese font on this machine to draw with")
A4_150 = (1240, 1754)


def _extract(data: bytes) -> Extraction:
    return extract(data, "application/octet-stream", "ocr", PageLimits(), options=EngineOptions(threads=1))


def _bytes(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def _sheet() -> Image.Image:
    assert FONT is not None
    return Image.fromarray(plain().picture(150, FONT))


def _right(found: Extraction) -> int:
    return len(pair(found.items, plain().items).right)


def _says_nothing(found: Extraction) -> None:
    assert found.items == ()
    assert found.document_type is DocumentType.OTHER
    assert (found.patient.id, found.patient.name, found.patient.birth_date) == (None, None, None)
    assert found.unread == ()


@pytest.mark.parametrize("paper", [255, 236])
def test_a_blank_page_says_nothing(paper: int) -> None:
    _says_nothing(_extract(_bytes(Image.new("L", A4_150, paper))))
    noise = np.random.default_rng(5).normal(paper - 8, 6, A4_150[::-1]).clip(0, 255).astype(np.uint8)
    _says_nothing(_extract(_bytes(Image.fromarray(noise))))


def test_a_photograph_of_a_face_says_nothing() -> None:
    """Drawn: skin, hair, eyes, brows, a mouth, soft light. No person is in our samples."""
    face = Image.new("RGB", (900, 1200), (96, 110, 128))
    pen = ImageDraw.Draw(face)
    pen.ellipse((180, 180, 720, 980), fill=(214, 172, 148))
    pen.chord((170, 150, 730, 620), 180, 360, fill=(40, 30, 28))
    for x in (350, 550):
        pen.ellipse((x - 50, 500, x + 50, 550), fill=(240, 238, 235))
        pen.ellipse((x - 20, 502, x + 20, 548), fill=(60, 40, 30))
        pen.arc((x - 60, 440, x + 60, 520), 200, 340, fill=(40, 30, 28), width=12)
    pen.polygon(((450, 560), (420, 700), (480, 700)), fill=(196, 150, 128))
    pen.chord((360, 760, 540, 850), 0, 180, fill=(170, 80, 80))
    soft = np.asarray(face.filter(ImageFilter.GaussianBlur(4)), dtype=float)
    soft *= np.linspace(1.1, 0.7, 900)[None, :, None]
    soft += np.random.default_rng(9).normal(0, 5, soft.shape)
    _says_nothing(_extract(_bytes(Image.fromarray(soft.clip(0, 255).astype(np.uint8)), "JPEG", quality=80)))


def _pdf(lines: list[str], pages: int = 1, encrypt: StandardEncryption | None = None) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiKakuGo-W5"))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, encrypt=encrypt)
    for number in range(pages):
        canvas.setFont("HeiseiKakuGo-W5", 10)
        for place, line in enumerate(lines):
            canvas.drawString(60, 780 - 18 * place, line.replace("#", str(number + 1)))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


CONSENT = [
    "手術説明書および同意書",
    "私は、予定されている手術の目的、方法、危険性および合併症について説明を受けました。",
    "1. 麻酔の方法とその危険性",
    "2. 輸血を行う可能性",
    "3. 手術をしない場合に予想される経過",
    "上記について十分に理解し、手術を受けることに同意いたします。",
    "説明日　　　年　　月　　日　　説明医師　　　　　　　　　印",
    "患者署名　　　　　　　　　　　　　続柄（　　　　）",
]


def test_a_consent_form_has_nothing_to_extract() -> None:
    found = _extract(_pdf(CONSENT))
    assert found.items == ()
    assert found.document_type is DocumentType.OTHER


def test_three_hundred_pages_are_read_within_their_time() -> None:
    data = _pdf(
        ["検査結果報告書 #ページ", *(f"総蛋白{n}  6.{n}  g/dL  6.6-8.1" for n in range(10))], pages=300
    )
    _extract(_pdf(CONSENT))  # what is loaded once
    started = time.process_time()
    found = _extract(data)
    assert time.process_time() - started < 0.15 * 300
    assert found.page_count == 300
    assert found.unread == ()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (_bytes(Image.new("1", (40_000, 40_000))), "too-many-pixels"),
        (_pdf(["秘密"], encrypt=StandardEncryption("x", canPrint=0)), "encrypted"),
        (_pdf(["頁"], pages=501), "too-many-pages"),
        (_bytes(Image.effect_noise((600, 600), 80), "JPEG")[:20_000], "no-page-read"),
        (_bytes(Image.effect_noise((600, 600), 80), "PNG")[:60_000], "no-page-read"),
    ],
    ids=["no bytes", "40,000 pixels square", "password", "501 pages", "cut JPEG", "cut PNG"],
)
def test_what_cannot_be_read_is_refused_with_its_reason(data: bytes, code: str) -> None:
    with pytest.raises(DocumentRefused) as refused:
        _extract(data)
    assert refused.value.code == code
    assert len(refused.value.reason) > 20


@needs_font
def test_a_strip_of_40_000_pixels_is_read_at_a_size_that_fits() -> None:
    strip = Image.new("L", (40_000, 2_000), 255)
    strip.paste(_sheet().convert("L").resize((1240, 1754)), (500, 100))
    found = _extract(_bytes(strip))
    assert found.unread == ()
    assert found.page_count == 1


@needs_font
def test_later_frames_of_an_animation_are_named() -> None:
    sheet = _sheet().convert("P")
    data = _bytes(sheet, "GIF", save_all=True, append_images=[Image.new("P", sheet.size, n) for n in (1, 2)])
    found = _extract(data)
    assert _right(found) >= 20
    assert [(u.page, u.reason) for u in found.unread] == [(2, LATER_FRAME), (3, LATER_FRAME)]
    assert found.page_count == 3


@needs_font
def test_a_damaged_page_among_good_ones_is_named() -> None:
    good, other = _sheet(), Image.effect_noise((500, 500), 90).convert("RGB")
    data = bytearray(_bytes(good, "TIFF", save_all=True, append_images=[other], compression="jpeg"))
    with Image.open(io.BytesIO(bytes(data))) as picture:
        picture.seek(1)
        start = picture.tag_v2[273][0]
    data[start : start + 200] = b"\0" * 200
    found = _extract(bytes(data))
    assert _right(found) >= 20
    assert [u.page for u in found.unread] == [2]


@needs_font
@pytest.mark.parametrize("form", ["CMYK JPEG", "16-bit PNG", "1-bit TIFF", "EXIF-turned JPEG"])
def test_unusual_pictures_are_read_all_the_same(form: str) -> None:
    sheet = _sheet()
    if form == "CMYK JPEG":
        data = _bytes(sheet.convert("CMYK"), "JPEG", quality=90)
    elif form == "16-bit PNG":
        data = _bytes(Image.fromarray(np.asarray(sheet.convert("L"), dtype=np.uint16) * 257))
    elif form == "1-bit TIFF":
        data = _bytes(
            sheet.convert("L").point(lambda v: 255 * (v > 150)).convert("1"), "TIFF", compression="group4"
        )
    else:
        exif = Image.Exif()
        exif[0x0112] = 6  # the camera was held on its side: turn clockwise to see it upright
        data = _bytes(sheet.rotate(90, expand=True), "JPEG", quality=90, exif=exif)
    found = _extract(data)
    assert _right(found) >= 20, [(i.name, i.value) for i in found.items]
    assert all(item.verified and item.box for item in found.items)
