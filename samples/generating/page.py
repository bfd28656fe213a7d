"""A page being drawn by an examiner: runs, results with their items, tables, statements, the person as printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from mappers.model import DocumentType
from samples.generating.fonts import fonts
from samples.making.ink import PORTRAIT, Ink, PageBox
from samples.making.people import era, invented
from samples.making.truth import Sheet, TrueItem, Truth, minute

Rgb = tuple[float, float, float]
BLACK: Rgb = (0, 0, 0)

_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5E)}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class R:
    """A printed result; `pre` and `post` stand in its cell but are not the value."""

    value: str
    name: str
    unit: str = ""
    ref: str = ""
    flag: str = ""
    when: str | None = None  # the document's where None
    pre: str = ""
    post: str = ""
    colour: Rgb = BLACK


Cell = R | str | tuple[R, ...]
MERGED = "\0"
"""A cell that belongs to the one at its left."""


def narrow(text: str) -> str:
    """Full-width ASCII as truth has it."""
    return text.translate(_NARROW)


def day(of: date, style: str) -> str:
    """A date as pages print it."""
    year, month, dom = of.year, of.month, of.day
    of = date(year, month, dom)
    return {
        "slash": f"{year}/{month:02d}/{dom:02d}",
        "bare": f"{year}/{month}/{dom}",
        "dot": f"{year}.{month:02d}.{dom:02d}",
        "dash": f"{year}-{month:02d}-{dom:02d}",
        "kanji": f"{year}年{month}月{dom}日",
        "kanji0": f"{year}年{month:02d}月{dom:02d}日",
        "short": f"{year % 100:02d}/{month:02d}/{dom:02d}",
        "month": f"{month}/{dom}",
        "en": f"{dom:02d}-{_MONTHS[month - 1]}-{year}",
        "us": f"{_MONTHS[month - 1]} {dom}, {year}",
        "era": era(of),
        "era.": era(of, short=True),
        "era/": era(of, short=True).replace(".", "/"),
    }[style]


class Doc:
    """One document; `effective` is what its items have where they say nothing else."""

    FIRST = datetime(2025, 1, 6, 7, 0)
    PERIOD = (660, 600, 3)
    """The document's time: up to so many days after FIRST, and minutes up to the second in steps of the third."""

    def __init__(
        self, rng: Random, kind: DocumentType, *, size: tuple[float, float] = PORTRAIT, latin: bool = False
    ) -> None:
        self.rng, self.kind, self.latin = rng, kind, latin
        self.ink = Ink(size, kind.value)
        face = fonts(rng)
        self.font, self.bold = (face.latin, face.bold) if latin else (face.text, face.heading)
        self.person = invented(rng, adult=True)
        days, minutes, step = self.PERIOD
        self.when = self.FIRST + timedelta(days=rng.randrange(days), minutes=rng.randrange(0, minutes, step))
        self.items: list[TrueItem] = []
        self.effective = ""
        self.absent = {"id", "name", "birth_date", "sex"}
        self.printed = ""

    # the person as printed; what was asked for is on the page
    def pid(self) -> str:
        """The number."""
        self.absent.discard("id")
        return self.person.id

    def name(self, gap: str = "　") -> str:
        """The name in kanji, or in Latin letters (family name in capitals) where the page is in them."""
        self.absent.discard("name")
        p = self.person
        self.printed = gap.join((p.roman[0].upper(), p.roman[1])) if self.latin else p.printed_name(gap)
        return self.printed

    def kana(self, gap: str = " ") -> str:
        """The reading."""
        return gap.join(self.person.kana)

    def born(self, style: str) -> str:
        """The birth date."""
        self.absent.discard("birth_date")
        return day(self.person.birth, style)

    def sex(self, style: str = "ja") -> str:
        """男, 男性, M or Male."""
        self.absent.discard("sex")
        male = self.person.sex == "male"
        forms = {"ja": ("男", "女"), "性": ("男性", "女性"), "letter": ("M", "F"), "Sex": ("Male", "Female")}
        return forms[style][0 if male else 1]

    def age(self) -> int:
        """Whole years."""
        return self.person.age_on(self.when.date())

    # ink
    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 9,
        *,
        bold: bool = False,
        align: str = "left",
        colour: Rgb = BLACK,
    ) -> PageBox:
        """One run."""
        return self.ink.text(x, y, text, self.bold if bold else self.font, size, align=align, colour=colour)

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Of a run, in points."""
        return self.ink.text_width(text, self.bold if bold else self.font, size)

    def note(self, r: R, box: PageBox) -> None:
        """Remember an item."""
        self.items.append(
            TrueItem(
                narrow(r.name),
                narrow(r.value),
                narrow(r.unit),
                narrow(r.ref),
                r.flag,
                self.effective if r.when is None else r.when,
                self.ink.page,
                box,
            )
        )

    def result(self, x: float, y: float, r: R, size: float = 9, align: str = "left") -> float:
        """A result with what stands about it; where the run ends."""
        whole = self.width(r.pre + r.value + r.post, size)
        at = x - {"left": 0.0, "right": whole, "centre": whole / 2}[align]
        for part in (r.pre, r.value, r.post):
            if part:
                box = self.text(at, y, part, size, colour=r.colour)
                at += self.width(part, size)
                if part is r.value:
                    self.note(r, box)
        return at

    def cell(
        self, x0: float, x1: float, y: float, cell: Cell, size: float, align: str, *, bold: bool
    ) -> None:
        """What stands in a cell, smaller where it would not fit."""
        parts = () if isinstance(cell, str) else cell if isinstance(cell, tuple) else (cell,)
        said = cell if isinstance(cell, str) else "".join(r.pre + r.value + r.post for r in parts)
        if said in ("", MERGED):
            return
        pad = 3.0
        room, wide = x1 - x0 - 2 * pad, self.width(said, size, bold=bold)
        if wide > room:
            size *= room / wide
        where = {"l": "left", "r": "right", "c": "centre"}[align]
        x = {"l": x0 + pad, "r": x1 - pad, "c": (x0 + x1) / 2}[align]
        if isinstance(cell, str):
            self.text(x, y, cell, size, bold=bold, align=where)
            return
        at = x - {"left": 0.0, "right": 1.0, "centre": 0.5}[where] * self.width(said, size)
        for r in parts:
            at = self.result(at, y, r, size)

    def table(
        self,
        x: float,
        y: float,
        widths: Sequence[float],
        rows: Sequence[Sequence[Cell] | str],
        *,
        align: str = "",
        size: float = 9,
        step: float = 15,
        rules: str = "none",
        head: int = 1,
        fill: Rgb | None = None,
    ) -> float:
        """Rows from the top `y`; a row that is text is a section. `rules`: grid, rows, frame, head, none."""
        align = align or "l" * len(widths)
        edges = [x]
        for width in widths:
            edges.append(edges[-1] + width)
        top = y
        for number, row in enumerate(rows):
            heading = number < head
            if fill and (heading or isinstance(row, str)):
                self.ink.box(x, y, edges[-1], y + step, width=0, fill=fill)
            base = y + step / 2 + size * 0.36
            if isinstance(row, str):
                self.text(x + 3, base, row, size, bold=True)
            else:
                for n, cell in enumerate(row):
                    where = "c" if heading and rules == "grid" else align[n]
                    end = n + 1
                    while end < len(row) and row[end] == MERGED:
                        end += 1
                    self.cell(edges[n], edges[end], base, cell, size, where, bold=heading)
                    if rules == "grid" and n and cell != MERGED:
                        self.ink.line(edges[n], y, edges[n], y + step, 0.4)
            y += step
            if rules in ("grid", "rows") or (rules == "head" and number == head - 1):
                self.ink.line(x, y, edges[-1], y, 0.4)
        if rules in ("grid", "frame"):
            self.ink.box(x, top, edges[-1], y)
        elif rules in ("rows", "head"):
            self.ink.line(x, top, edges[-1], top, 0.8)
            self.ink.line(x, y, edges[-1], y, 0.8)
        return y

    def pairs(
        self,
        x: float,
        y: float,
        given: Sequence[tuple[str, str]],
        *,
        size: float = 9,
        step: float = 14,
        gap: float = 60,
        mark: str = "",
    ) -> float:
        """Labels and words, one under the other; the next base line."""
        for label, said in given:
            self.text(x, y, label + mark, size)
            self.text(x + gap, y, said, size)
            y += step
        return y

    def along(self, x: float, y: float, given: Sequence[str], *, size: float = 9, gap: float = 16) -> float:
        """Runs one after the other; where they end."""
        for said in given:
            self.text(x, y, said, size)
            x += self.width(said, size) + gap
        return x

    def lines(self, text: str, width: float, size: float) -> list[str]:
        """The text in lines that fit: by words in Latin letters, by characters else."""
        parts = [w + " " for w in text.split(" ")] if self.latin else list(text)
        found, line = [], ""
        for part in parts:
            if line and self.width((line + part).rstrip(), size) > width and part not in "。、）)":
                found.append(line.rstrip())
                line = ""
            line += part
        return [*found, line.rstrip()]

    def prose(
        self, x: float, y: float, width: float, text: str, *, size: float = 9, step: float = 14
    ) -> float:
        """A paragraph; the next base line."""
        for line in self.lines(text, width, size):
            self.text(x, y, line, size)
            y += step
        return y

    def statement(
        self,
        x: float,
        y: float,
        width: float,
        text: str,
        name: str,
        *,
        size: float = 9,
        step: float = 14,
        number: str = "",
    ) -> float:
        """A sentence under a heading that concludes, an item; its number hangs to the left of it."""
        if number:
            self.text(x, y, number, size)
            indent = self.width(number, size) + 4
            x, width = x + indent, width - indent
        boxes = []
        for line in self.lines(text, width, size):
            boxes.append(self.text(x, y, line, size))
            y += step
        around = (
            min(b[0] for b in boxes),
            min(b[1] for b in boxes),
            max(b[2] for b in boxes),
            max(b[3] for b in boxes),
        )
        value = text.rstrip("。.")
        self.note(R(value, name), around)
        return y

    def rule(self, x0: float, y: float, x1: float, width: float = 0.6) -> None:
        """A level line."""
        self.ink.line(x0, y, x1, y, width)

    def sheet(self) -> Sheet:
        """The finished document."""
        return Sheet(
            self.ink.bytes(),
            Truth(
                self.person,
                self.printed,
                tuple(self.items),
                self.effective,
                self.ink.page,
                document_type=self.kind,
                absent=frozenset(self.absent),
            ),
        )


def moment(of: datetime) -> str:
    """As truth has it."""
    return minute(of)
