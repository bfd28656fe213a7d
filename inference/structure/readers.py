"""Which module reads which type of document, and by which words the type shows itself: one table.

A reader module has `TITLES` (words of a document's title), `VOCABULARY` (names and headings that its body prints)
and `read_items`. Both lists are hand-made; they are compared folded (inference.readable.fold).
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from inference.readable import PageWords
from mappers.model import DocumentType, Item

ReadItems = Callable[[Sequence[PageWords], "int | None"], tuple[Item, ...]]
"""Pages and the report's year to items; boxes and confidence set, `verified` left to inference.verify."""

_MODULES: dict[DocumentType, str] = {
    DocumentType.LAB_REPORT: "laboratory",
    DocumentType.MICROBIOLOGY: "microbiology",
    DocumentType.URINALYSIS: "urinalysis",
    DocumentType.BLOOD_GAS: "blood_gas",
    DocumentType.ECG: "ecg",
    DocumentType.ECHOCARDIOGRAPHY: "echocardiography",
    DocumentType.SPIROMETRY: "spirometry",
    DocumentType.VITALS: "vitals",
    DocumentType.DEVICE_REPORT: "device_report",
    DocumentType.NARRATIVE: "narrative",
    DocumentType.OTHER: "nothing",
}


@dataclass(frozen=True, slots=True)
class Reader:
    """A type's words and its structurer."""

    titles: tuple[str, ...]
    vocabulary: tuple[str, ...]
    read_items: ReadItems


def _load() -> dict[DocumentType, Reader]:
    readers = {}
    for kind, name in _MODULES.items():
        path = f"inference.structure.{name}"
        if find_spec(path) is None:
            continue
        try:  # while readers are being written
            module = importlib.import_module(path)
        except (SyntaxError, ImportError, NameError, AttributeError):
            continue
        if not hasattr(module, "TITLES") or not hasattr(module, "VOCABULARY"):
            continue
        readers[kind] = Reader(tuple(module.TITLES), tuple(module.VOCABULARY), module.read_items)
    return readers


READERS: dict[DocumentType, Reader] = _load()
"""Types this engine recognises. OTHER has words of its own (forms, invoices) and no items."""
