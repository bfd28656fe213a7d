"""Pages for tests from lines of placed texts, and items as short tuples."""

from __future__ import annotations

from collections.abc import Sequence

from inference.readable import PageWords
from mappers.model import Item
from tests.unit.inference.sheets import PERSON, Sheet, Text

PITCH = 15.0  # points from line to line


Line = Sequence[tuple[float, str]]


def page(*lines: Line, top: float = 100.0) -> PageWords:
    """A page whose lines hold (x in points, text); an empty line leaves a gap."""
    texts = [Text(x, top + PITCH * n, text) for n, line in enumerate(lines) for x, text in line]
    return Sheet("lines", tuple(texts), (), PERSON, None).words()


def said(items: Sequence[Item]) -> dict[str, tuple[str, str | None, str | None]]:
    """Name to value, unit and flag; a name read twice fails."""
    out: dict[str, tuple[str, str | None, str | None]] = {}
    for item in items:
        assert item.name not in out, item.name
        out[item.name] = (item.value, item.unit, item.flag.value if item.flag else None)
    return out
