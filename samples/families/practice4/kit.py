"""A document being drawn: ink, fonts, the person, what it says; runs of text, values, ruled tables."""

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
RED: Rgb = (0.78, 0.05, 0.05)
NAVY: Rgb = (0.05, 0.1, 0.55)
DIM: Rgb = (0.35, 0.35, 0.35)
SHADE: Rgb = (0.9, 0.92, 0.9)

HOSPITALS = (
    "架空県立ひなた中央病院",
    "医療法人 夢見会 こもれび内科クリニック",
    "仮想大学医学部附属病院",
    "社会医療法人財団 風待会 風待病院",
    "まぼろし市民病院",
    "国民健康保険 うたかた町立診療所",
)
HOSPITALS_EN = (
    "Hinata Imaginary Medical Center",
    "Komorebi Fictional Clinic",
    "Kazemachi University Hospital (invented)",
)
DOCTORS = ("小比類巻", "東海林", "四十物", "長谷", "月見里", "御手洗", "喜屋武")
DOCTORS_EN = ("H. Shoji, M.D.", "M. Yamanashi, M.D.", "N. Kyan, M.D., Ph.D.")


@dataclass(frozen=True, slots=True)
class Val:
    """A printed value and its item; `pre` and `post` stand in the same run, outside of the box."""

    text: str
    name: str
    unit: str = ""
    ref: str = ""
    flag: str = ""
    when: str | None = None  # the document's where None
    pre: str = ""
    post: str = ""
    colour: Rgb = BLACK


Cell = Val | str
Row = str | Sequence[Cell]
"""A string is a heading across the whole table."""


@dataclass(frozen=True, slots=True)
class Grid:
    """How a table looks: widths in points; a letter of `aligns` (l, c, r) a column; `rules` all, rows, head, none."""

    widths: tuple[float, ...]
    aligns: str
    height: float = 14.0
    size: float = 8.5
    rules: str = "all"
    shade: Rgb | None = None
    zebra: bool = False


class Doc:
    """One document in the making. `when` is what undated values take; `absent` shrinks as the person is printed."""

    def __init__(
        self, rng: Random, kind: DocumentType, size: tuple[float, float] = PORTRAIT, *, english: bool = False
    ) -> None:
        self.rng, self.kind = rng, kind
        self.ink = Ink(size, kind.value)
        self.width, self.height = size
        self.english = english
        self.face = fonts(rng)
        self.person = invented(rng, adult=True)
        day = date(2025, 2, 1) + timedelta(days=rng.randrange(480))
        self.moment = datetime(day.year, day.month, day.day, rng.randrange(7, 17), rng.randrange(60))
        self.hospital = rng.choice(HOSPITALS_EN if english else HOSPITALS)
        self.doctor = rng.choice(DOCTORS_EN if english else DOCTORS)
        self.when = ""
        self.absent = {"id", "name", "birth_date", "sex"}
        self.printed_name = ""
        self.items: list[TrueItem] = []

    @property
    def font(self) -> str:
        """What ordinary text is set in."""
        return self.face.latin if self.english else self.face.text

    @property
    def strong(self) -> str:
        """What headings are set in."""
        return self.face.bold if self.english else self.face.heading

    def dated(self, *, time: bool) -> None:
        """The page prints the moment of collection, with or without the time."""
        self.when = minute(self.moment) if time else self.moment.date().isoformat()

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 9,
        *,
        align: str = "l",
        colour: Rgb = BLACK,
        font: str = "",
    ) -> PageBox:
        """One run; `align` is l, c or r."""
        side = {"l": "left", "c": "centre", "r": "right"}[align]
        return self.ink.text(x, y, text, font or self.font, size, align=side, colour=colour)

    def wide(self, text: str, size: float, font: str = "") -> float:
        """Width of a run in points."""
        return self.ink.text_width(text, font or self.font, size)

    def put(self, x: float, y: float, cell: Cell, size: float = 9, *, align: str = "l") -> float:
        """Text or a value with what stands around it; where the run ends."""
        if isinstance(cell, str):
            whole = self.wide(cell, size)
        else:
            whole = self.wide(cell.pre, size) + self.wide(cell.text, size) + self.wide(cell.post, size)
        at = x - {"l": 0.0, "c": whole / 2, "r": whole}[align]
        if isinstance(cell, str):
            if cell:
                self.text(at, y, cell, size)
            return at + whole
        if cell.pre:
            self.text(at, y, cell.pre, size, colour=cell.colour)
        at += self.wide(cell.pre, size)
        self.record(cell, self.text(at, y, cell.text, size, colour=cell.colour))
        at += self.wide(cell.text, size)
        if cell.post:
            self.text(at, y, cell.post, size, colour=cell.colour)
        return at + self.wide(cell.post, size)

    def record(self, cell: Val, box: PageBox) -> None:
        """An item whose ink is in `box` of the present page."""
        when = self.when if cell.when is None else cell.when
        self.items.append(
            TrueItem(cell.name, cell.text, cell.unit, cell.ref, cell.flag, when, self.ink.page, box)
        )

    def cell(self, x: float, y: float, width: float, cell: Cell, size: float, align: str) -> None:
        """A run in a column, made smaller where it would not fit."""
        whole = cell if isinstance(cell, str) else cell.pre + cell.text + cell.post
        room, need = width - 6, self.wide(whole, size)
        size = size if need <= room else size * room / need
        at = {"l": x + 3, "c": x + width / 2, "r": x + width - 3}[align]
        self.put(at, y, cell, size, align=align)

    def grid(self, x: float, y: float, grid: Grid, head: Sequence[str], rows: Sequence[Row]) -> float:
        """A table with its top left corner at x, y; the y of its lower edge."""
        total, top, h = sum(grid.widths), y, grid.height
        drop = h / 2 + grid.size * 0.36
        if head:
            if grid.shade:
                self.ink.box(x, y, x + total, y + h, width=0, fill=grid.shade)
            self._cells(x, y + drop, grid, head, "c" * len(head) if grid.rules == "all" else grid.aligns)
            y += h
            if grid.rules != "none":
                self.ink.line(x, y, x + total, y, 0.7)
        for n, row in enumerate(rows):
            if isinstance(row, str):
                self.ink.box(x, y, x + total, y + h, width=0.4 if grid.rules == "all" else 0, fill=SHADE)
                self.text(x + 3, y + drop, row, grid.size, font=self.strong)
            else:
                if grid.zebra and n % 2:
                    self.ink.box(x, y, x + total, y + h, width=0, fill=(0.95, 0.96, 0.98))
                self._cells(x, y + drop, grid, row, grid.aligns)
            y += h
            if grid.rules in ("all", "rows"):
                self.ink.line(x, y, x + total, y, 0.35)
        if grid.rules != "none":
            self.ink.line(x, top, x + total, top, 0.8)
            self.ink.line(x, y, x + total, y, 0.8)
        if grid.rules == "all":
            self._uprights(x, top, y, grid, rows, len(head) > 0)
        return y

    def _cells(self, x: float, y: float, grid: Grid, row: Sequence[Cell], aligns: str) -> None:
        for width, cell, align in zip(grid.widths, row, aligns, strict=True):
            if cell != "":
                self.cell(x, y, width, cell, grid.size, align)
            x += width

    def _uprights(self, x: float, top: float, y: float, grid: Grid, rows: Sequence[Row], head: bool) -> None:
        spans = [n + int(head) for n, row in enumerate(rows) if isinstance(row, str)]
        edges = [x + sum(grid.widths[:n]) for n in range(len(grid.widths) + 1)]
        self.ink.line(edges[0], top, edges[0], y, 0.8)
        self.ink.line(edges[-1], top, edges[-1], y, 0.8)
        for row in range(round((y - top) / grid.height)):
            if row not in spans:
                for edge in edges[1:-1]:
                    self.ink.line(edge, top + row * grid.height, edge, top + (row + 1) * grid.height, 0.35)

    def dots(self, x0: float, x1: float, y: float, size: float = 8) -> None:
        """A dotted leader between two places."""
        step = self.wide(".", size, "Helvetica") + 1.2
        at = x0
        while at + step < x1:
            self.text(at, y, ".", size, font="Helvetica", colour=DIM)
            at += step

    def paragraph(
        self, x: float, y: float, text: str, width: float, size: float = 9, lead: float = 1.5
    ) -> float:
        """Text that is no value, broken to a width; the baseline after it."""
        for line in self.broken(text, width, size):
            self.text(x, y, line, size)
            y += size * lead
        return y

    def statement(
        self, x: float, y: float, said: Val, width: float, size: float = 9, lead: float = 1.5
    ) -> float:
        """A statement of one or more lines, one item; the baseline after it. `pre` and `post` are drawn."""
        boxes: list[PageBox] = []
        lines = self.broken(said.text, width - self.wide(said.pre, size) - self.wide(said.post, size), size)
        at = x + self.wide(said.pre, size)
        if said.pre:
            self.text(x, y, said.pre, size)
        for n, line in enumerate(lines):
            boxes.append(self.text(at, y, line, size))
            if n == len(lines) - 1 and said.post:
                self.text(at + self.wide(line, size), y, said.post, size)
            y += size * lead
        x0, y0, x1, y1 = zip(*boxes, strict=True)
        self.record(said, (min(x0), min(y0), max(x1), max(y1)))
        return y

    def broken(self, text: str, width: float, size: float) -> list[str]:
        """Lines: at spaces in English, anywhere but before a closing mark in Japanese."""
        lines, line = [], ""
        parts = text.split(" ") if self.english else list(text)
        gap = " " if self.english else ""
        for part in parts:
            longer = f"{line}{gap}{part}" if line else part
            if line and self.wide(longer, size) > width and part not in "。、）」":
                lines.append(line)
                line = part
            else:
                line = longer
        return [*lines, line]

    def day(self, form: str, moment: date | None = None) -> str:
        """A date as a form prints it: slash, short, dot, kanji, era, eras, iso, dmy."""
        at = moment or self.moment
        on = at.date() if isinstance(at, datetime) else at
        if form in ("era", "eras"):
            return era(on, short=form == "eras")
        shapes = {
            "slash": "%Y/%m/%d",
            "short": "%y/%m/%d",
            "dot": "%Y.%m.%d",
            "iso": "%Y-%m-%d",
            "dmy": "%d %b %Y",
        }
        return f"{on.year}年{on.month}月{on.day}日" if form == "kanji" else on.strftime(shapes[form])

    def clock(self, moment: datetime | None = None) -> str:
        """HH:MM."""
        return (moment or self.moment).strftime("%H:%M")

    def sheet(self) -> Sheet:
        """The finished document."""
        truth = Truth(
            self.person,
            self.printed_name,
            tuple(self.items),
            self.when,
            pages=self.ink.page,
            language="en" if self.english else "ja",
            document_type=self.kind,
            absent=frozenset(self.absent),
        )
        return Sheet(self.ink.bytes(), truth)
