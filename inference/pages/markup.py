"""Text out of CDA (HL7 CDA R2 §4.3.5 narrative block) and RTF."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.parsers import expat

from striprtf.striprtf import rtf_to_text

from inference.types import DocumentRefused

_MAX_DEPTH = 200
_BLOCKS = frozenset({"paragraph", "list", "item", "caption", "table", "tr", "br", "title", "text", "section"})


@dataclass(frozen=True, slots=True)
class Embedded:
    """A document inside the CDA (nonXMLBody)."""

    data: bytes
    media_type: str


def read_cda(data: bytes) -> str | Embedded:
    """The narrative of a CDA document, cells of a table row two spaces apart, or the document it carries.

    Raises DocumentRefused `damaged` (not well-formed, or with a DTD), `unsupported` (not a CDA).
    """
    root = _parsed(data)
    if _local(root) != "ClinicalDocument":
        raise DocumentRefused(
            "unsupported", "The document is XML but not a CDA. Have the sender send CDA, PDF or plain text."
        )
    for element in root.iter():
        if _local(element) == "nonXMLBody":
            return _carried(element)
    lines: list[str] = []
    for section in root.iter():
        if _local(section) != "section":
            continue
        for child in section:
            if _local(child) in ("title", "text"):
                _narrate(child, lines, 0)
                lines.append("")
    return "\n".join(re.sub(r"[ \t]+$", "", line) for line in lines)


def _parsed(data: bytes) -> ElementTree.Element:
    """The tree; a DTD is refused because its entities can grow without bound."""
    guard = expat.ParserCreate()
    depth = 0

    def refuse(*_: object) -> None:
        raise DocumentRefused("damaged", "The XML has a DTD, which CDA does not use; it was not read.")

    def opened(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH:
            raise DocumentRefused("damaged", "The XML is nested too deeply to be a CDA document.")

    def closed(*_: object) -> None:
        nonlocal depth
        depth -= 1

    guard.StartDoctypeDeclHandler = refuse
    guard.StartElementHandler = opened
    guard.EndElementHandler = closed
    try:
        guard.Parse(data, True)
        return ElementTree.fromstring(data)
    except (expat.ExpatError, ElementTree.ParseError, ValueError, LookupError):
        raise DocumentRefused(
            "damaged", "The XML is not well-formed: it may have been cut. Ask the sender to send it again."
        ) from None


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _carried(body: ElementTree.Element) -> str | Embedded:
    for element in body:
        if _local(element) == "text":
            content = "".join(element.itertext())
            if element.get("representation") != "B64":
                return content
            try:
                return Embedded(base64.b64decode(re.sub(r"\s+", "", content)), element.get("mediaType", ""))
            except (binascii.Error, ValueError):
                break
    raise DocumentRefused("damaged", "The CDA's embedded document is not readable base64.")


def _narrate(element: ElementTree.Element, lines: list[str], depth: int) -> None:
    name = _local(element)
    if name == "tr":
        cells = [" ".join("".join(cell.itertext()).split()) for cell in element]
        lines.append("  ".join(cells))
        return
    if name in _BLOCKS or not lines:
        lines.append("")
    lines[-1] += " ".join((element.text or "").split())
    for child in element:
        _narrate(child, lines, depth + 1)
        tail = " ".join((child.tail or "").split())
        if tail:
            lines[-1] += (" " if lines[-1] else "") + tail


def read_rtf(data: bytes) -> str:
    """Text of an RTF document, in the code page it names. Raises DocumentRefused `damaged`."""
    try:
        return str(rtf_to_text(data.decode("latin-1"), errors="strict"))  # type: ignore[no-untyped-call]
    except (UnicodeError, ValueError, IndexError, KeyError, LookupError, TypeError, AttributeError):
        raise DocumentRefused(
            "damaged", "The RTF text cannot be read. Have the sender send PDF or plain text."
        ) from None
