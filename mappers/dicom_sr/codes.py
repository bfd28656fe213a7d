"""Names and units as DICOM codes: LOINC and UCUM where known, else codes of our own scheme, which is declared.

Designators of public schemes: PS3.16 table 8-1. Ours begins with 99 as PS3.16 §8.2 has it for private schemes.
"""

from __future__ import annotations

import hashlib
from base64 import b32encode
from typing import TYPE_CHECKING

from mappers.model import DocumentType, Item

if TYPE_CHECKING:
    from highdicom.coding_schemes import CodingSchemeIdentificationItem
    from highdicom.sr import CodedConcept

OWN_SCHEME = "99KARTEBRIDGE"
MAX_MEANING_CHARS = 64
"""Code Meaning is LO (PS3.5 §6.2)."""


def name_of(item: Item, text: str) -> CodedConcept:
    """The concept name of a value; `text` is its printed name as the character set can hold it."""
    from highdicom.sr import CodedConcept

    meaning = _meaning(text)
    if item.loinc:
        return CodedConcept(item.loinc, "LN", meaning)
    return CodedConcept(own(item.standard_name or item.name), OWN_SCHEME, meaning)


def unit_of(item: Item, text: str) -> CodedConcept | None:
    """The unit as UCUM; None where it is printed and not known as UCUM, which a NUM may not hold (PS3.16 §7.2.2)."""
    from highdicom.sr import CodedConcept

    if item.ucum:
        return CodedConcept(item.ucum, "UCUM", _meaning(text or item.ucum))
    return None if item.unit else CodedConcept("1", "UCUM", "no units")


def report_of(document_type: DocumentType, title: str) -> CodedConcept:
    """Procedure reported: the kind of document, a code of ours since the page seldom says which procedure it was."""
    from highdicom.sr import CodedConcept

    return CodedConcept(own(document_type.value), OWN_SCHEME, _meaning(title))


def own(name: str) -> str:
    """A code of our scheme: the same name always has the same. 16 characters at most (SH)."""
    return "K" + b32encode(hashlib.sha256(name.encode()).digest()).decode()[:12]


def scheme() -> CodingSchemeIdentificationItem:
    """Our scheme as the SOP Common Module declares it (PS3.3 C.12.1.1, Coding Scheme Identification Sequence)."""
    from highdicom.coding_schemes import CodingSchemeIdentificationItem

    return CodingSchemeIdentificationItem(
        OWN_SCHEME,
        name="Names as printed on documents, read by Kartebridge",
        responsible_organization="Kartebridge",
    )


def _meaning(text: str) -> str:
    """A code meaning: one line, not empty, no more than an LO holds."""
    line = " ".join(text.replace("\\", "/").split())
    return line[:MAX_MEANING_CHARS].strip() or "-"
