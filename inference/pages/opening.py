"""`open_document`: from bytes of any kind to pages, or to the reason why not."""

from __future__ import annotations

from dataclasses import replace

from inference.pages import dicom, image, markup, pdf, text
from inference.pages.sniff import Kind, sniff
from inference.types import DocumentRefused, OpenedDocument, PageLimits

MAX_NESTING = 3
"""A DICOM object may hold a CDA that holds a PDF; deeper is an attack or a mistake."""

_IMAGES = frozenset({Kind.JPEG, Kind.PNG, Kind.TIFF, Kind.BMP, Kind.GIF, Kind.WEBP, Kind.JPEG_2000})

_UNSUPPORTED: dict[Kind, str] = {
    Kind.EMPTY: "The document has no bytes. Ask the sender to send it again.",
    Kind.HTML: "The document is an HTML page, which is not read. Have the sender send PDF or plain text.",
    Kind.ZIP: "The document is a ZIP archive, which is not opened. Have the sender send the files in it.",
    Kind.OOXML: "The document is an Office file (docx, xlsx), which is not read. Have the sender send PDF.",
    Kind.OLE: "The document is an old Office file (doc, xls), which is not read. Have the sender send PDF.",
    Kind.POSTSCRIPT: "The document is PostScript, which is not run. Have the sender send PDF.",
    Kind.VIDEO: "The document is a video, which is not read. Route this source to 'accept' or 'ignore'.",
    Kind.UNKNOWN: "The bytes are no known document format. Check that the sender did not cut or encode them.",
}

_SAME_FAMILY: dict[str, Kind] = {
    "application/pdf": Kind.PDF,
    "application/x-pdf": Kind.PDF,
    "image/jpeg": Kind.JPEG,
    "image/jpg": Kind.JPEG,
    "image/png": Kind.PNG,
    "image/tiff": Kind.TIFF,
    "image/bmp": Kind.BMP,
    "image/gif": Kind.GIF,
    "image/jp2": Kind.JPEG_2000,
    "application/dicom": Kind.DICOM,
    "text/plain": Kind.TEXT,
    "text/rtf": Kind.RTF,
    "application/rtf": Kind.RTF,
    "text/xml": Kind.XML,
    "application/xml": Kind.XML,
    "application/hl7-cda+xml": Kind.XML,
}


def open_document(
    data: bytes, declared_media_type: str, limits: PageLimits, *, nesting: int = 0
) -> OpenedDocument:
    """Pages of a document, its kind decided by its bytes; the declared type is only compared.

    Cheap: text layers are read, pixels are not (each page's `pixels()` renders or decodes when called and may
    raise `PageRefused`). Pages that cannot be opened are in `unread`, a wrong declaration in `warnings`.
    Raises DocumentRefused, and nothing else, when there is no page to read: codes `empty`, `unsupported`,
    `too-large`, `encrypted`, `truncated`, `damaged`, `no-pages`, `too-many-pages`, `too-many-pixels`,
    `undecodable`.
    """
    if len(data) > limits.max_bytes:
        raise DocumentRefused(
            "too-large",
            f"The document has {len(data):,} bytes; the bound is {limits.max_bytes:,} (pages.max_bytes). "
            "Raise the bound or have the sender split the document.",
        )
    if nesting >= MAX_NESTING:
        raise DocumentRefused("unsupported", "The document holds a document in a document in a document.")
    kind = sniff(data)
    opened = _open(kind, data, declared_media_type, limits, nesting)
    expected = _SAME_FAMILY.get(declared_media_type.partition(";")[0].strip().lower())
    if expected is not None and expected is not kind:
        note = f"declared as {expected.value} but is {kind.value}"
        opened = replace(opened, warnings=(note, *opened.warnings))
    return opened


def _open(kind: Kind, data: bytes, declared: str, limits: PageLimits, nesting: int) -> OpenedDocument:
    if kind in _UNSUPPORTED:
        raise DocumentRefused("empty" if kind is Kind.EMPTY else "unsupported", _UNSUPPORTED[kind])
    if kind is Kind.PDF:
        return pdf.open_pdf(data, limits)
    if kind in _IMAGES:
        return image.open_image(data, kind, limits)
    if kind is Kind.DICOM:
        content = dicom.read(data, limits)
        if isinstance(content, dicom.Encapsulated):
            return open_document(content.data, content.media_type, limits, nesting=nesting + 1)
        return dicom.open_frames(content, limits)
    if kind is Kind.XML:
        cda = markup.read_cda(data)
        if isinstance(cda, markup.Embedded):
            return open_document(cda.data, cda.media_type, limits, nesting=nesting + 1)
        return text.open_text(cda, kind, limits)
    if kind is Kind.RTF:
        return text.open_text(markup.read_rtf(data), kind, limits)
    return text.open_text(text.decode(data, declared), kind, limits)
