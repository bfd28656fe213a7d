"""Which module reads which type of document, and by which words the type shows itself: one table.

A reader module has `TITLES` (words of a document's title), `VOCABULARY` (names and headings that its body prints)
and `read_items`. Both lists are hand-made; they are compared folded (inference.readable.fold).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from inference.readable import PageWords
from inference.structure import (
    blood_gas,
    device_report,
    ecg,
    echocardiography,
    laboratory,
    microbiology,
    narrative,
    nothing,
    spirometry,
    urinalysis,
    vitals,
)
from mappers.model import DocumentType, Item

ReadItems = Callable[[Sequence[PageWords], "int | None"], tuple[Item, ...]]
"""Pages and the report's year to items; boxes and confidence set, `verified` left to inference.verify."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A type's words and its structurer."""

    titles: tuple[str, ...]
    vocabulary: tuple[str, ...]
    read_items: ReadItems


READERS: dict[DocumentType, Reader] = {
    kind: Reader(tuple(module.TITLES), tuple(module.VOCABULARY), module.read_items)
    for kind, module in (
        (DocumentType.LAB_REPORT, laboratory),
        (DocumentType.MICROBIOLOGY, microbiology),
        (DocumentType.URINALYSIS, urinalysis),
        (DocumentType.BLOOD_GAS, blood_gas),
        (DocumentType.ECG, ecg),
        (DocumentType.ECHOCARDIOGRAPHY, echocardiography),
        (DocumentType.SPIROMETRY, spirometry),
        (DocumentType.VITALS, vitals),
        (DocumentType.DEVICE_REPORT, device_report),
        (DocumentType.NARRATIVE, narrative),
        (DocumentType.OTHER, nothing),
    )
}
"""Types this engine recognises by words. OTHER has words of its own (forms, invoices) and no items; RADIOGRAPH is
recognised by its picture (inference.structure.radiograph)."""
