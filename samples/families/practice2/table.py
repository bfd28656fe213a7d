"""Tables: columns with headings, rows of cells, ruled in the ways that vendors rule them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from samples.families.practice2.paper import Cell, Paper

_GREY = (0.88, 0.9, 0.92)


@dataclass(frozen=True, slots=True)
class Column:
    """Heading, width in points, and where its cells stand: left, right, centre."""

    heading: str
    width: float
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Style:
    """Rules: grid, rows (under each row), ends (above, under the head, below), none; `pitch` is a row's height."""

    rules: str = "grid"
    pitch: float = 0.0
    size: float = 0.0
    shade_head: bool = False
    zebra: bool = False
    head: bool = True
    head_size: float = 0.0


def table(
    paper: Paper,
    x: float,
    y: float,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    style: Style = Style(),
) -> float:
    """Draw it with its top at `y`; returns its bottom. A row of one cell is a section's heading over the width.

    Columns of 6 points and less are left out: what this form of the table has not.
    """
    kept = [number for number, column in enumerate(columns) if column.width > 6]
    rows = [[row[n] for n in kept] if len(row) == len(columns) > 1 else row for row in rows]
    columns = [columns[n] for n in kept]
    size = style.size or paper.body
    pitch = style.pitch or size * 1.75
    width = sum(column.width for column in columns)
    top = y
    if style.head:
        if style.shade_head:
            paper.ink.box(x, y, x + width, y + pitch, width=0, fill=_GREY)
        _row(paper, x, y + pitch * 0.5 + size * 0.35, columns, [c.heading for c in columns], style, head=True)
        y += pitch
        if style.rules != "none":
            paper.line(x, y, x + width, y, 0.7)
    below_head = y
    tops = []
    for number, row in enumerate(rows):
        if style.zebra and number % 2:
            paper.ink.box(x, y, x + width, y + pitch, width=0, fill=(0.95, 0.96, 0.97))
        if len(row) == 1 and len(columns) > 1:
            paper.cell(x + 3, y + pitch * 0.5 + size * 0.35, row[0], size=size, font=paper.bold)
        else:
            tops.append((y, y + pitch))
            _row(paper, x, y + pitch * 0.5 + size * 0.35, columns, row, style, head=False)
        y += pitch
        if style.rules in ("grid", "rows"):
            paper.line(x, y, x + width, y, 0.4, 0.0 if style.rules == "grid" else 0.6)
    if style.rules in ("grid", "ends"):
        paper.line(x, top, x + width, top, 0.8)
        paper.line(x, y, x + width, y, 0.8)
    if style.rules == "grid":
        spans = ([(top, below_head)] if style.head else []) + tops
        for start, end in spans:
            at = x
            for column in columns:
                paper.line(at, start, at, end, 0.4)
                at += column.width
        paper.line(x, top, x, y, 0.8)
        paper.line(x + width, top, x + width, y, 0.8)
    return y


def _row(
    paper: Paper,
    x: float,
    y: float,
    columns: Sequence[Column],
    cells: Sequence[Cell],
    style: Style,
    *,
    head: bool,
) -> None:
    size = (style.head_size if head else 0.0) or style.size or paper.body
    for column, cell in zip(columns, cells, strict=True):
        at = {"left": x + 3, "right": x + column.width - 3, "centre": x + column.width / 2}[column.align]
        paper.cell(
            at, y, cell, size=size, font=paper.bold if head else "", align=column.align, fit=column.width - 5
        )
        x += column.width
