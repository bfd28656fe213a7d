"""A page being drawn together with its truth. Lengths are points, origin top left, text hangs on its baseline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from mappers.model import DocumentType
from samples.families.practice.typefaces import Typeface
from samples.making.ink import PORTRAIT, Ink, PageBox
from samples.making.people import Person
from samples.making.truth import Sheet, TrueItem, Truth

Colour = tuple[float, float, float]
BLACK: Colour = (0.0, 0.0, 0.0)
RED: Colour = (0.8, 0.05, 0.05)
BLUE: Colour = (0.05, 0.1, 0.75)


@dataclass(frozen=True, slots=True)
class Value:
    """A text that is an item; `before` and `after` are printed in the same run. `effective` None: the sheet's."""

    text: str
    name: str
    unit: str = ""
    reference_range: str = ""
    flag: str = ""
    effective: str | None = None
    before: str = ""
    after: str = ""
    colour: Colour = BLACK

    @property
    def printed(self) -> str:
        """The whole run."""
        return self.before + self.text + self.after


@dataclass(frozen=True, slots=True)
class Run:
    """Several items and texts in one run."""

    parts: tuple[str | Value, ...]

    @property
    def printed(self) -> str:
        """The whole run."""
        return "".join(p if isinstance(p, str) else p.printed for p in self.parts)


Cell = str | Value | Run


@dataclass(frozen=True, slots=True)
class Printed:
    """Who the page says it is about."""

    person: Person
    name: str
    absent: frozenset[str] = frozenset()


class Paper:
    """A document being drawn; `finish` ends it. `effective` is the date of values that have none of their own."""

    def __init__(
        self,
        rng: Random,
        title: str,
        face: Typeface,
        *,
        size: tuple[float, float] = PORTRAIT,
        pt: float = 9.5,
        language: str = "ja",
    ) -> None:
        self.rng = rng
        self.face = face
        self.language = language
        self.pt = pt
        self.ink = Ink(size, title)
        self.width, self.height = size
        self.effective = ""
        self.items: list[TrueItem] = []
        self._headline = rng.choice(("bar", "line", "bracket", "square", "plain", "diamond"))

    def measure(self, text: str, pt: float | None = None, font: str | None = None) -> float:
        """Width of a run in points."""
        return self.ink.text_width(text, font or self.face.body, pt or self.pt)

    def write(
        self,
        x: float,
        y: float,
        cell: Cell,
        *,
        align: str = "left",
        pt: float | None = None,
        font: str | None = None,
        colour: Colour | None = None,
        within: float | None = None,
    ) -> float:
        """Draw a run and record it when it is an item; `within` condenses it to a width. Returns its right edge."""
        text = cell if isinstance(cell, str) else cell.printed
        font, pt = font or self.face.body, pt or self.pt
        if not text:
            return x
        if within is not None and (wide := self.measure(text, pt, font)) > within:
            pt = max(pt * within / wide, 0.6 * pt)
        ink_colour = colour or (cell.colour if isinstance(cell, Value) else BLACK)
        box = self.ink.text(x, y, text, font, pt, align=align, colour=ink_colour)
        at = box[0]
        for part in cell.parts if isinstance(cell, Run) else (cell,):
            if isinstance(part, Value):
                left = at + self.measure(part.before, pt, font) / self.width
                wide = self.measure(part.text, pt, font) / self.width
                self.record(part, (left, box[1], left + wide, box[3]))
            at += self.measure(part if isinstance(part, str) else part.printed, pt, font) / self.width
        return box[2] * self.width

    def record(self, value: Value, box: PageBox) -> None:
        """Remember an item whose ink is already on the page."""
        when = self.effective if value.effective is None else value.effective
        self.items.append(
            TrueItem(
                value.name,
                value.text,
                value.unit,
                value.reference_range,
                value.flag,
                when,
                self.ink.page,
                box,
            )
        )

    def lines(self, text: str, width: float, pt: float | None = None) -> list[str]:
        """The text broken to a width: between Latin words, anywhere else, never before a closing mark."""
        out, line = [], ""
        for piece in _pieces(text):
            if line and self.measure(line + piece.rstrip(), pt) > width and piece[0] not in "、。,.)）」":
                out.append(line.rstrip())
                line = ""
            line += piece if line else piece.lstrip()
        return [*out, line.rstrip()] if line.strip() else out

    def paragraph(
        self,
        x: float,
        y: float,
        width: float,
        text: str,
        *,
        name: str = "",
        before: str = "",
        pt: float | None = None,
        leading: float = 1.5,
    ) -> float:
        """Text over several lines; with `name`, one statement recorded (without its final stop).

        `before` is a bullet or number; following lines hang under the text. Returns the next baseline.
        """
        pt = pt or self.pt
        indent = self.measure(before, pt)
        if before:
            self.write(x, y, before, pt=pt)
        boxes = []
        for line in self.lines(text, width - indent, pt):
            boxes.append(self.ink.text(x + indent, y, line, self.face.body, pt))
            y += leading * pt
        if name and boxes:
            x0, y0, x1, y1 = zip(*boxes, strict=True)
            self.record(Value(text.rstrip("。."), name), (min(x0), min(y0), max(x1), max(y1)))
        return y

    def run_on(self, x: float, y: float, width: float, statements: Sequence[str], name: str) -> float:
        """Sentences one behind the other over several lines, each recorded. Returns the next baseline."""
        boxes: list[list[PageBox]] = [[] for _ in statements]
        ends = [sum(len(s) for s in statements[: n + 1]) for n in range(len(statements))]
        done = 0
        for line in self.lines("".join(statements), width):
            at, left = 0, x
            while at < len(line):
                number = next(n for n, end in enumerate(ends) if done < end)
                part = line[at : at + ends[number] - done]
                boxes[number].append(self.ink.text(left, y, part, self.face.body, self.pt))
                left += self.measure(part)
                at, done = at + len(part), done + len(part)
            y += 1.5 * self.pt
        for text, places in zip(statements, boxes, strict=True):
            self.record(Value(text.rstrip("。"), name), around(places))
        return y

    def headline(self, x: float, y: float, width: float, text: str) -> float:
        """The heading of a block with its top at `y`, in the sheet's one way. Returns the y under it."""
        way, pt = self._headline, self.pt * 1.06
        if way == "bar":
            self.ink.box(x, y, x + width, y + pt * 1.6, width=0, fill=(0.86, 0.9, 0.94))
        marks = {"bracket": "【{}】", "square": "■ {}", "diamond": "◇{}"} if self.language == "ja" else {}
        self.write(x + 2, y + pt * 1.15, marks.get(way, "{}").format(text), pt=pt, font=self.face.heading)
        if way == "line":
            self.rule(x, y + pt * 1.6, x + width)
        return y + pt * 1.9

    def rule(self, x0: float, y: float, x1: float, width: float = 0.6, grey: float = 0.0) -> None:
        """A horizontal line."""
        self.ink.line(x0, y, x1, y, width, grey)

    def again(self, top: float = 50.0) -> float:
        """Begin another page; returns the first baseline."""
        self.ink.next_page()
        return top

    def finish(self, printed: Printed, kind: DocumentType, *, effective: str | None = None) -> Sheet:
        """The document and its truth."""
        truth = Truth(
            printed.person,
            printed.name,
            tuple(self.items),
            self.effective if effective is None else effective,
            pages=self.ink.page,
            language=self.language,
            document_type=kind,
            absent=printed.absent,
        )
        return Sheet(self.ink.bytes(), truth)


def _pieces(text: str) -> list[str]:
    """Latin words with the spaces after them, other characters one by one."""
    out: list[str] = []
    for char in text:
        if out and out[-1][-1] != " " and (char == " " or (char.isascii() and out[-1][-1].isascii())):
            out[-1] += char
        else:
            out.append(char)
    return out


def at(value: Value, effective: str) -> Value:
    """The value with a date of its own."""
    return replace(value, effective=effective)


def around(boxes: Sequence[PageBox]) -> PageBox:
    """The smallest box around all."""
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)
