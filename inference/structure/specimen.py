"""The specimen that a report prints for all of its results: `検査材料：喀痰`, `Specimen  Urine, midstream`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from inference.readable import PageWords, fold, has_letters, listed
from inference.structure.geometry import cells_of, join, rows_of, tokens_of
from inference.structure.labels import begins_with_label, is_label
from inference.structure.values import parse_value
from mappers.model import Item

_LABELS = frozenset(
    fold(word)
    for word in listed("""
検体 材料 検査材料 検体材料 検体名 材料名 検体種別 検体種類 採取材料 提出材料 検査検体 specimen specimentype sampletype
specimensource
""")
)
_LONGEST = 24
_CELL_GAP = 1.2  # line heights between a label or what it says and the next
_REACH = 14.0  # line heights from a label to what it says


def with_specimen(items: Sequence[Item], pages: Sequence[PageWords]) -> tuple[Item, ...]:
    """The items with the specimen of the page's head; as they are where none or more than one is printed."""
    said = {text for page in pages for text in _printed(page)}
    if len(said) != 1:
        return tuple(items)
    specimen = said.pop()
    return tuple(i if i.specimen else replace(i, specimen=specimen) for i in items)


def _printed(page: PageWords) -> list[str]:
    """What stands behind labels of specimens, in their cell or in the next one on the line."""
    out = []
    for row in rows_of(tokens_of(page)):
        cells = cells_of(row, _CELL_GAP)
        for place, cell in enumerate(cells):
            label, _, rest = re.sub(r"[：]", ":", join(cell)).partition(":")
            if fold(label) not in _LABELS and fold(cell[0].text).strip(":") in _LABELS:
                label, rest = cell[0].text.strip(":："), join(cell[1:])
            if fold(label) not in _LABELS:
                continue
            following = cells[place + 1] if place + 1 < len(cells) else None
            near = following is not None and following[0].x0 - cell[-1].x1 <= _REACH * cell[-1].height
            text = rest.strip() or (join(following).strip(" :：") if following is not None and near else "")
            if _could_be(text):
                out.append(text)
    return out


def _could_be(text: str) -> bool:
    if not has_letters(text) or len(text) > _LONGEST or parse_value(text) or any(c.isdigit() for c in text):
        return False
    return not (is_label(text) or begins_with_label(text) or any(c in ":：。" for c in text))
