"""What bytes really are. Senders mislabel, so the declared media type is never asked here.

Signatures as in the formats' own specifications: PDF (ISO 32000-1 §7.5.2; readers accept junk before the
header within 1,024 bytes), DICOM (PS3.10 §7.1), PNG, JPEG (ISO 10918-1 B.1.1.3), TIFF 6.0 §2, JPEG 2000
(ISO 15444-1 Annex I and A).
"""

from __future__ import annotations

import re
from enum import StrEnum

PDF_HEADER_WITHIN = 1024
_TEXT_SAMPLE = 65_536


class Kind(StrEnum):
    """A media type by content; the values are the media types themselves."""

    PDF = "application/pdf"
    DICOM = "application/dicom"
    JPEG = "image/jpeg"
    PNG = "image/png"
    TIFF = "image/tiff"
    BMP = "image/bmp"
    GIF = "image/gif"
    WEBP = "image/webp"
    JPEG_2000 = "image/jp2"
    RTF = "text/rtf"
    XML = "application/xml"
    HTML = "text/html"
    TEXT = "text/plain"
    ZIP = "application/zip"
    OOXML = "application/vnd.openxmlformats-officedocument"
    OLE = "application/x-ole-storage"
    POSTSCRIPT = "application/postscript"
    VIDEO = "video/mp4"
    EMPTY = "application/x-empty"
    UNKNOWN = "application/octet-stream"


_AT_START: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", Kind.PDF),
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"II*\x00", Kind.TIFF),
    (b"MM\x00*", Kind.TIFF),
    (b"II+\x00", Kind.TIFF),
    (b"MM\x00+", Kind.TIFF),
    (b"GIF87a", Kind.GIF),
    (b"GIF89a", Kind.GIF),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", Kind.JPEG_2000),
    (b"\xff\x4f\xff\x51", Kind.JPEG_2000),
    (b"{\\rtf", Kind.RTF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.OLE),
    (b"%!PS", Kind.POSTSCRIPT),
)
_XML_START = re.compile(rb"<(\?xml|ClinicalDocument|[A-Za-z_][\w.-]*:ClinicalDocument|!--)")
_HTML_START = re.compile(rb"<(!doctype\s+html|html|head|body)\b", re.IGNORECASE)


def sniff(data: bytes) -> Kind:
    """The kind of document the bytes are; UNKNOWN where nothing fits and they are not text either."""
    if not data:
        return Kind.EMPTY
    if data[128:132] == b"DICM":  # before all else: the 128 bytes of preamble may imitate another format
        return Kind.DICOM
    for signature, kind in _AT_START:
        if data.startswith(signature):
            return kind
    return _container(data) or _textual(data)


def _container(data: bytes) -> Kind | None:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Kind.WEBP
    if data[:2] == b"BM" and data[6:10] == b"\0\0\0\0":
        return Kind.BMP
    if data[4:8] == b"ftyp":
        return Kind.VIDEO
    if b"%PDF-" in data[: PDF_HEADER_WITHIN + 5]:
        return Kind.PDF
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return Kind.OOXML if b"[Content_Types].xml" in data[:4096] else Kind.ZIP
    return None


def _textual(data: bytes) -> Kind:
    head = data[:_TEXT_SAMPLE]
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if bare.startswith(b"{\\rtf"):
        return Kind.RTF
    if _HTML_START.match(bare):
        return Kind.HTML
    if _XML_START.match(bare):
        return Kind.HTML if re.search(rb"<html\b", bare[:2048], re.IGNORECASE) else Kind.XML
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        is_xml = "<?xml" in head[:64].decode("utf-16", "ignore")
        return Kind.XML if is_xml else Kind.TEXT
    # ESC is part of ISO-2022; TAB, LF, FF and CR of any text. Other control bytes are not text.
    controls = sum(head.count(bytes([c])) for c in range(32) if c not in (9, 10, 12, 13, 27))
    return Kind.TEXT if controls * 100 <= len(head) and b"\0" not in head else Kind.UNKNOWN
