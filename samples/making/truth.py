"""What a document really says, in the interchange shape (docs/architecture.md)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from mappers.model import DocumentType
from samples.making.ink import PageBox
from samples.making.people import Person


@dataclass(frozen=True, slots=True)
class TrueItem:
    """One printed value; box is around the value's ink, None where the report has no layout."""

    name: str
    value: str
    unit: str
    reference_range: str
    flag: str  # "" where nothing is printed
    effective: str  # "" where no date is printed
    page: int
    box: PageBox | None

    def to_json(self) -> dict[str, Any]:
        """The item as truth.json has it."""
        return {
            "name": self.name,
            "value": self.value,
            "unit": self.unit or None,
            "reference_range": self.reference_range or None,
            "flag": self.flag or None,
            "effective": self.effective or None,
            "loinc": None,
            "page": self.page,
            "box": [round(v, 5) for v in self.box] if self.box else None,
            "confidence": 1.0,
            "verified": True,
        }


@dataclass(frozen=True, slots=True)
class Truth:
    """Everything a document says."""

    person: Person  # as printed
    printed_name: str
    items: tuple[TrueItem, ...]
    effective: str
    pages: int = 1
    language: str = "ja"
    mismatch: bool = False  # against the header it travels with
    document_type: DocumentType = DocumentType.LAB_REPORT
    absent: frozenset[str] = frozenset()  # of id, name, birth_date, sex: what the page leaves out

    def to_json(self) -> dict[str, Any]:
        """The interchange shape."""
        person = {
            "id": self.person.id,
            "name": self.printed_name,
            "birth_date": self.person.birth.isoformat(),
            "sex": self.person.sex,
        }
        return {
            "document_type": self.document_type.value,
            "language": self.language,
            "patient": {key: None if key in self.absent else said for key, said in person.items()},
            "patient_mismatch": self.mismatch,
            "effective": self.effective or None,
            "page_count": self.pages,
            "items": [item.to_json() for item in self.items],
        }


@dataclass(frozen=True, slots=True)
class Sheet:
    """A finished document: PDF bytes and what it says."""

    pdf: bytes
    truth: Truth


def minute(moment: datetime) -> str:
    """YYYY-MM-DDTHH:MM."""
    return moment.strftime("%Y-%m-%dT%H:%M")


def turned(truth: Truth, degrees: float, aspect: float) -> Truth:
    """The truth after its pages were turned about their middle; `aspect` is width by height of a page.

    Positive turns counter-clockwise on the page. Boxes become the upright rectangle around the turned one.
    """
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)

    def corner(x: float, y: float) -> tuple[float, float]:
        dx, dy = (x - 0.5) * aspect, y - 0.5
        return (dx * cos + dy * sin) / aspect + 0.5, dy * cos - dx * sin + 0.5

    def around(box: PageBox) -> PageBox:
        x0, y0, x1, y1 = box
        xs, ys = zip(*(corner(x, y) for x in (x0, x1) for y in (y0, y1)), strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    def moved(items: Iterable[TrueItem]) -> tuple[TrueItem, ...]:
        return tuple(replace(i, box=around(i.box) if i.box else None) for i in items)

    return replace(truth, items=moved(truth.items))
