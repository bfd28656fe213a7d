"""One document evaluated: what it says, what an engine made of it, and how the document came about."""

from __future__ import annotations

from dataclasses import dataclass

from mappers.model import Extraction

CLEAN = ("clean-pdf", "pdf", "clean-image", "image")
"""Kinds of noise under which no invented value at all is allowed."""


@dataclass(frozen=True, slots=True)
class Case:
    """One document evaluated. `extraction` is None where the document was refused or never answered.

    `family`, `split` and `noise` are what case.json says of a generated document, "" where nobody said.
    """

    name: str
    truth: Extraction
    extraction: Extraction | None
    seconds: float
    refused: str = ""
    family: str = ""
    split: str = ""
    noise: str = ""
