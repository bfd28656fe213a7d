"""Pages for structurers' tests, typed as rows of (x, text); a number between rows is extra space in points."""

from __future__ import annotations

from collections.abc import Sequence

from inference.readable import PageWords
from inference.structure.structure import Structured, structure
from tests.unit.inference.sheets import PERSON, Sheet, Text

Row = list[tuple[float, str]] | int
STEP = 16


def page(title: str, rows: Sequence[Row], head: str = "氏名：山田 太郎 様　ID：00012345") -> PageWords:
    """An A4 page with a title, a line that names the person, and the rows."""
    texts = [Text(200, 50, title, 15), Text(40, 75, head, 9)]
    y = 110.0
    for row in rows:
        if isinstance(row, int):
            y += row
            continue
        texts += [Text(x, y, text, 9) for x, text in row]
        y += STEP
    return Sheet("page", tuple(t for t in texts if t.text), (), PERSON, None).words()


def read(title: str, rows: Sequence[Row], head: str = "氏名：山田 太郎 様　ID：00012345") -> Structured:
    """What the page says."""
    return structure([page(title, rows, head)])


def said(found: Structured) -> list[tuple[str, str, str | None]]:
    """Name, value and unit of each item."""
    return [(i.name, i.value, i.unit) for i in found.items]
