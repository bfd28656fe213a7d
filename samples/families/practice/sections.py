"""Sections of narratives: prose, concluding statements, labelled values, a signature."""

from __future__ import annotations

from collections.abc import Sequence

from samples.families.practice.opening import Opened
from samples.families.practice.paper import Run, Value
from samples.families.practice.persons import staff


def prose(sheet: Opened, y: float, heading: str, text: str) -> float:
    """A heading and text that is no item."""
    y = sheet.paper.headline(sheet.x, y, sheet.width, heading)
    return sheet.paper.paragraph(sheet.x + 8, y + sheet.paper.pt, sheet.width - 16, text) + 4


def concluding(
    sheet: Opened, y: float, heading: str, statements: Sequence[str], *, numbered: bool | None = None
) -> float:
    """A heading and its statements, one item each: a line each, numbered or not, or run on sentence by sentence."""
    paper, rng = sheet.paper, sheet.paper.rng
    y = paper.headline(sheet.x, y, sheet.width, heading) + paper.pt
    if numbered is None and len(statements) > 1 and all("。" in s for s in statements) and rng.random() < 0.6:
        return paper.run_on(sheet.x + 8, y, sheet.width - 16, statements, heading) + 4
    way = (
        rng.choice(("number", "number", "round", "dot", "plain"))
        if numbered is None
        else "number"
        if numbered
        else "plain"
    )
    for number, text in enumerate(statements, 1):
        before = {"number": f"{number}. ", "round": f"{number}) ", "dot": "・"}.get(way, "")
        y = paper.paragraph(sheet.x + 8, y, sheet.width - 16, text, name=heading, before=before)
    return y + 4


def labelled(sheet: Opened, y: float, values: Sequence[Value], *, across: int = 1, sep: str = "：") -> float:
    """Labels and values, a line each or `across` in a line."""
    paper = sheet.paper
    for number, value in enumerate(values):
        left = sheet.x + 8 + sheet.width / across * (number % across)
        row = y + paper.pt * (1.2 + 1.6 * (number // across))
        unit = f" {value.unit}" if value.unit else ""
        shown = Value(value.text, value.name, value.unit, after=unit)
        paper.write(left, row, Run((value.name + sep, shown)), within=sheet.width / across)
    return y + paper.pt * 1.6 * -(-len(values) // across) + 8


def signed(sheet: Opened, y: float, label: str) -> None:
    """Who wrote it, at the right."""
    rng, paper = sheet.paper.rng, sheet.paper
    paper.write(sheet.x + sheet.width, y + 18, f"{label}：{staff(rng)}", align="right")
