"""Tables: columns with headings, rows of cells, rules as vendors draw them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from samples.families.practice.paper import Cell, Paper

Row = Sequence[Cell] | str
"""The cells of a row, or one text over its whole width (a section)."""


@dataclass(frozen=True, slots=True)
class Column:
    """`weight` is its share of the table's width; cells are set left, right or centre."""

    heading: str
    weight: float
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Look:
    """How a table is drawn. `rules`: grid, rows, zebra, head (under the headings only), frame or none."""

    rules: str = "grid"
    row: float = 16.0
    pt: float = 9.0
    headings: bool = True
    shade: float = 0.9  # grey behind the headings; 1.0 is none
    pad: float = 3.0


def any_look(rng: Random, *, pt: float = 9.0, rules: Sequence[str] = ()) -> Look:
    """A look drawn from what vendors do."""
    return Look(
        rules=rng.choice(rules or ("grid", "grid", "rows", "zebra", "head", "frame", "none")),
        row=rng.uniform(1.5, 2.0) * pt,
        pt=pt,
        shade=rng.choice((0.85, 0.92, 1.0)),
    )


def table(
    paper: Paper,
    x: float,
    y: float,
    width: float,
    columns: Sequence[Column],
    rows: Sequence[Row],
    look: Look,
    *,
    bottom: float = 50.0,
) -> float:
    """Draw a table with its top at `y`, over further pages where needed. Returns the y under it."""
    total = sum(c.weight for c in columns)
    edges = [x]
    for column in columns:
        edges.append(edges[-1] + width * column.weight / total)
    top = y
    if look.headings:
        y = _headings(paper, edges, y, columns, look)
    for number, row in enumerate(rows):
        if y + look.row > paper.height - bottom:
            _frame(paper, edges, top, y, look)
            top = y = paper.again()
            if look.headings:
                y = _headings(paper, edges, y, columns, look)
        if look.rules == "zebra" and number % 2:
            paper.ink.box(edges[0], y, edges[-1], y + look.row, width=0, fill=(0.93, 0.93, 0.95))
        if isinstance(row, str):
            _section(paper, edges, y, row, look)
        else:
            cells(paper, edges, y, row, [c.align for c in columns], look)
        y += look.row
    _frame(paper, edges, top, y, look)
    return y


def cells(
    paper: Paper, edges: Sequence[float], y: float, row: Sequence[Cell], aligns: Sequence[str], look: Look
) -> None:
    """One row of cells with its top at `y`."""
    baseline = y + look.row / 2 + 0.35 * look.pt
    for cell, left, right, align in zip(row, edges, edges[1:], aligns, strict=False):
        where = {"left": left + look.pad, "right": right - look.pad, "centre": (left + right) / 2}[align]
        paper.write(where, baseline, cell, align=align, pt=look.pt, within=right - left - 1.5 * look.pad)
    if look.rules == "grid":
        for edge in edges[1:-1]:
            paper.ink.line(edge, y, edge, y + look.row, 0.4)
    if look.rules in ("grid", "rows"):
        paper.rule(edges[0], y + look.row, edges[-1], 0.4, 0.0 if look.rules == "grid" else 0.6)


def _headings(paper: Paper, edges: Sequence[float], y: float, columns: Sequence[Column], look: Look) -> float:
    if look.shade < 1.0 and look.rules != "none":
        paper.ink.box(edges[0], y, edges[-1], y + look.row, width=0, fill=(look.shade,) * 3)
    for column, left, right in zip(columns, edges, edges[1:], strict=False):
        align = column.align if look.rules in ("none", "head") else "centre"
        where = {"left": left + look.pad, "right": right - look.pad, "centre": (left + right) / 2}[align]
        paper.write(
            where,
            y + look.row / 2 + 0.35 * look.pt,
            column.heading,
            align=align,
            pt=look.pt,
            within=right - left - 1.5 * look.pad,
        )
        if look.rules == "grid":
            paper.ink.line(right, y, right, y + look.row, 0.4)
    if look.rules != "none":
        paper.rule(edges[0], y + look.row, edges[-1])
    return y + look.row


def _section(paper: Paper, edges: Sequence[float], y: float, text: str, look: Look) -> None:
    if look.rules in ("grid", "frame"):
        paper.ink.box(edges[0], y, edges[-1], y + look.row, width=0.4, fill=(0.95, 0.95, 0.95))
    paper.write(edges[0] + look.pad, y + look.row / 2 + 0.35 * look.pt, text, pt=look.pt)


def _frame(paper: Paper, edges: Sequence[float], top: float, bottom: float, look: Look) -> None:
    if look.rules in ("grid", "frame"):
        paper.ink.box(edges[0], top, edges[-1], bottom)
    elif look.rules in ("rows", "zebra"):
        paper.rule(edges[0], top, edges[-1], 1.0)
        paper.rule(edges[0], bottom, edges[-1], 1.0)
