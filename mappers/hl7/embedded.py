"""Bytes inside an ED value (HL7 v2.5 §2.A.24): source^type^subtype^encoding^data."""

from __future__ import annotations

import base64
import binascii
import re

from mappers.hl7.message import Segment

_BREAKS = re.compile(r"\s+|\\\.br\\|\\X(?:0[dDaA])+\\")
_ALPHABET = re.compile(r"^[A-Za-z0-9+/]*={0,2}$")
_TYPES = {  # HL7 table 0191 and MIME names as senders write them
    "AP": "application",
    "APPLICATION": "application",
    "IM": "image",
    "IMAGE": "image",
    "TX": "text",
    "FT": "text",
    "TEXT": "text",
    "AU": "audio",
    "AUDIO": "audio",
    "MULTIPART": "multipart",
}
_SUBTYPES = {"PDF": "application/pdf", "JPG": "image/jpeg", "JPEG": "image/jpeg", "PNG": "image/png"} | {
    "TIF": "image/tiff",
    "TIFF": "image/tiff",
    "RTF": "application/rtf",
    "XML": "text/xml",
    "CDA": "text/xml",
    "HTML": "text/html",
    "DICOM": "application/dicom",
}
UNKNOWN_MEDIA_TYPE = "application/octet-stream"


class UndecodableError(Exception):
    """The data is not what its encoding says; `code` is a stable word, the text is for hospital IT."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


def media_type(kind: str, subtype: str) -> str:
    """ED-2 and ED-3 as a media type; a label only: the content is sniffed when pages are opened."""
    kind, subtype = kind.strip(), subtype.strip()
    for name in (subtype, kind):
        if "/" in name:
            return name.lower()
    if known := _SUBTYPES.get(subtype.upper()) or _SUBTYPES.get(kind.upper()):
        return known
    if not subtype:
        return UNKNOWN_MEDIA_TYPE
    return f"{_TYPES.get(kind.upper(), 'application')}/{subtype.lower()}"


def read(obx: Segment, repetition: str) -> tuple[bytes, str]:
    """Data and declared media type of one ED repetition; raises UndecodableError.

    Line ends and spaces inside base64 (also written as `\\.br\\` or `\\X0D\\`) are taken out; any other foreign
    character, wrong padding or a length that is no multiple of four is refused: half a document is no document.
    """
    components = obx.components(repetition)
    if len(components) < 5 or not components[4].strip():
        raise UndecodableError(
            "no-data", "the ED value has no data in its fifth component; check the sender's OBX-5 layout"
        )
    declared = media_type(obx.component(repetition, 2), obx.component(repetition, 3))
    # Data holding the component separator can only be unencoded text.
    data = obx.delimiters.component.join(components[4:])
    encoding = components[3].strip().upper()
    if encoding in ("BASE64", "B64", "B"):
        return _base64(data, obx), declared
    if encoding in ("HEX", "H"):
        try:
            return bytes.fromhex(_BREAKS.sub("", data)), declared
        except ValueError:
            raise UndecodableError(
                "bad-hex", "the ED data says Hex and holds other characters or an odd digit"
            ) from None
    if encoding in ("A", "ASCII", "NONE"):
        return obx.unescape(data).encode(), declared
    if encoding:
        raise UndecodableError("unknown-encoding", "ED-4 must be Base64, Hex or A (HL7 table 0299)")
    try:  # no encoding said: base64 where it can be nothing else
        return _base64(data, obx), declared
    except UndecodableError:
        if declared.startswith("text/"):
            return obx.unescape(data).encode(), declared
        raise


def _base64(data: str, obx: Segment) -> bytes:
    escape = obx.delimiters.escape
    text = _BREAKS.sub("", data if escape in ("\\", "") else data.replace(escape, "\\"))
    if not text.isascii() or not _ALPHABET.match(text):
        at = re.search(r"[^A-Za-z0-9+/]", text)
        where = f" at position {at.start()} of {len(text)}" if at else ""
        raise UndecodableError(
            "bad-base64", f"the base64 data holds a foreign character{where}; the sender must encode it again"
        )
    if len(text) % 4:
        raise UndecodableError(
            "truncated-base64",
            f"the base64 data ends inside a group ({len(text)} characters): it was cut on its way; send it again",
        )
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise UndecodableError(
            "bad-base64", "the base64 data is malformed; the sender must encode it again"
        ) from None
