"""Documents made in memory for the tests of this folder; every patient is invented."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import Any

import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import UID, ExplicitVRLittleEndian
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

GOTHIC = "HeiseiKakuGo-W5"  # an Adobe CID font: reportlab names it, no font file is needed
SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"
MULTI_FRAME_TRUE_COLOR = "1.2.840.10008.5.1.4.1.1.7.4"
ENCAPSULATED_PDF = "1.2.840.10008.5.1.4.1.1.104.1"

ROWS = (
    ("AST (GOT)", "32", "U/L", "13-30"),
    ("総蛋白", "7.1", "g/dL", "6.6-8.1"),
    ("Total protein", "8.50", "g/dL", "6.6-8.1"),
)


def pdf(draw: Callable[[Canvas], None], **options: Any) -> bytes:
    """A PDF by reportlab; `draw` gets the canvas and need not end the page."""
    pdfmetrics.registerFont(UnicodeCIDFont(GOTHIC))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, **options)
    canvas.setFont(GOTHIC, 11)
    draw(canvas)
    canvas.save()
    return out.getvalue()


def lab_sheet(canvas: Canvas) -> None:
    """A small laboratory report on the current page."""
    canvas.drawString(50, 780, "検査報告書　患者氏名 検査 太郎 様")
    for i, row in enumerate(ROWS):
        for x, text in zip((50, 200, 240, 300), row, strict=True):
            canvas.drawString(x, 740 - 20 * i, text)


def many_pages(count: int) -> bytes:
    """A PDF of so many pages, each with its number."""

    def draw(canvas: Canvas) -> None:
        for number in range(1, count + 1):
            canvas.drawString(50, 780, f"page {number}")
            canvas.showPage()

    return pdf(draw)


def raw_pdf(*objects: str | bytes, trailer: str = "") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(out.tell())
        data = body.encode("latin-1") if isinstance(body, str) else body
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, data))
    xref = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    out.write(f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\n".encode())
    out.write(b"startxref\n%d\n%%%%EOF\n" % xref)
    return out.getvalue()


def stream(content: bytes, entries: str = "") -> bytes:
    """A PDF stream object."""
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(content), entries.encode(), content)


def one_page_pdf(content: bytes, page: str = "/MediaBox [0 0 600 800]", *more: str | bytes) -> bytes:
    """A one-page PDF with Helvetica as /F1; `page` are further entries of the page; `more` objects follow as 6…"""
    return raw_pdf(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /Contents 4 0 R {page} /Resources << /Font << /F1 5 0 R >> "
        f"{'/XObject << /I1 6 0 R >>' if more else ''} >> >>",
        stream(content),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        *more,
    )


def flate_image(width: int, height: int) -> bytes:
    """An image object that says it is so large, with a few bytes of data."""
    entries = (
        f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray "
        "/BitsPerComponent 8 /Filter /FlateDecode"
    )
    return stream(zlib.compress(b"\0" * 10_000), entries)


def picture(width: int = 320, height: int = 200, text: str = "AST 32 U/L") -> Image.Image:
    """An RGB picture with text, a red top left corner and a blue bottom right one."""
    image = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(image)
    pen.text((60, height // 2), text, fill="black", font=ImageFont.load_default(24))
    pen.rectangle((0, 0, 30, 30), fill=(255, 0, 0))
    pen.rectangle((width - 31, height - 31, width - 1, height - 1), fill=(0, 0, 255))
    return image


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    """The picture as a file."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def dataset(
    frames: npt.NDArray[Any], photometric: str, *, sop_class: str = SECONDARY_CAPTURE, **values: Any
) -> Dataset:
    """An uncompressed image object of frames (n, rows, columns[, samples]); `values` replace or add elements."""
    ds = _header(sop_class)
    ds.NumberOfFrames, ds.Rows, ds.Columns = frames.shape[:3]
    ds.SamplesPerPixel = frames.shape[3] if frames.ndim == 4 else 1
    if ds.SamplesPerPixel > 1:
        ds.PlanarConfiguration = 0
    bits = frames.dtype.itemsize * 8
    ds.PhotometricInterpretation = photometric
    ds.BitsAllocated, ds.BitsStored, ds.HighBit = bits, bits, bits - 1
    ds.PixelRepresentation = int(frames.dtype.kind == "i")
    ds.PixelData = frames.tobytes()
    ds["PixelData"].VR = "OW"
    for keyword, value in values.items():
        setattr(ds, keyword, value)
    return ds


def _header(sop_class: str) -> Dataset:
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = sop_class
    ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = "1.2.826.0.1.3680043.8.498.1"
    ds.PatientName = "KENSA^TARO"
    ds.PatientID = "00012345"
    return ds


def part_10(ds: Dataset) -> bytes:
    """The data set as a file."""
    out = io.BytesIO()
    ds.save_as(out, enforce_file_format=True)
    return out.getvalue()


def encapsulated_frames(ds: Dataset, syntax: UID, frames: list[bytes]) -> Dataset:
    """The data set with these compressed frames in place of its pixels."""
    ds.file_meta.TransferSyntaxUID = syntax
    ds.PixelData = encapsulate(frames)
    ds["PixelData"].VR = "OB"
    ds["PixelData"].is_undefined_length = True
    return ds


def encapsulated_document(data: bytes, media_type: str = "application/pdf") -> Dataset:
    """An Encapsulated PDF Storage object (or CDA, by media type)."""
    ds = _header(ENCAPSULATED_PDF)
    ds.MIMETypeOfEncapsulatedDocument = media_type
    ds.EncapsulatedDocumentLength = len(data)
    ds.EncapsulatedDocument = data + b"\0" * (len(data) % 2)
    return ds
