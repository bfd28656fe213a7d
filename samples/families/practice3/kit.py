"""A document being drawn: its ink, its fonts, its person and what it says; cells, tables, paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
RED: Rgb = (0.8, 0, 0.05)
BLUE: Rgb = (0, 0.1, 0.75)
PALE: Rgb = (0.9, 0.93, 0.97)
GREY: Rgb = (0.88, 0.88, 0.88)

_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5E)}
"""Full-width ASCII as truth has it; `～` stays."""

HOSPITALS = (
    "架空市立みどり台病院",
    "医療法人社団想像会　空見クリニック",
    "夢野大学医学部附属病院（架空）",
    "社会福祉法人 仮の里病院",
    "独立行政法人 架空労災センター",
    "ゆめさき架空循環器病院",
)
HOSPITALS_EN = (
    "Yumeno Imaginary University Hospital",
    "St. Elsewhere International Clinic, Kakuu City",
    "Soramiru Medical Center (fictitious)",
)
DOCTORS = ("高梨", "三枝", "蓬田", "小鳥遊", "五百旗頭", "安曇", "久我山")
DOCTORS_EN = ("T. Takanashi, MD", "R. Saegusa, MD", "K. Azumi, MD, PhD", "Y. Kugayama, MD")


@dataclass(frozen=True, slots=True)
class V:
    """A value in a cell and the item that it makes; `pre` and `post` are drawn in the same run."""

    text: str
    name: str
    unit: str = ""
    ref: str = ""
    flag: str = ""
    when: str | None = None  # the document's effective where None
    pre: str = ""
    post: str = ""
    colour: Rgb = BLACK


Cell = V | str


def day_form(rng: Random, en: bool) -> Callable[[date], str]:
    """A way to print days."""
    if en:
        forms = ("%d-%b-%Y", "%b %d, %Y", "%Y-%m-%d", "%d %B %Y", "%Y/%m/%d")
        form = rng.choice(forms)
        return lambda day: day.strftime(form)
    japanese: tuple[Callable[[date], str], ...] = (
        lambda day: day.strftime("%Y/%m/%d"),
        lambda day: day.strftime("%Y.%m.%d"),
        lambda day: day.strftime("%Y-%m-%d"),
        lambda day: f"{day.year}年{day.month}月{day.day}日",
        lambda day: f"{day.year}年{day.month:02d}月{day.day:02d}日",
        era,
        lambda day: era(day, short=True),
    )
    return rng.choice(japanese)


class Doc:
    """One document. Lengths in points from the top left; text hangs on its baseline."""

    def __init__(
        self, rng: Random, size: tuple[float, float] = PORTRAIT, *, en: bool = False, adult: bool = True
    ) -> None:
        self.rng, self.en, self.ink = rng, en, Ink(size, "report")
        self.faces, self.who = fonts(rng), invented(rng, adult=adult)
        self.face = self.faces.latin if en else self.faces.text
        self.bold = self.faces.bold if en else self.faces.heading
        days = rng.randrange(900)
        self.at = datetime(2024, 1, 9, 8, 0) + timedelta(days=days, minutes=rng.randrange(540))
        self.day, self.when = day_form(rng, en), minute(self.at)
        self.hospital = rng.choice(HOSPITALS_EN if en else HOSPITALS)
        self.doctor = rng.choice(DOCTORS_EN if en else DOCTORS)
        self.items: list[TrueItem] = []
        self.name, self.absent = self._name(), set[str]()
        self.w, self.h = size
        self.lag = 0  # days from `at` to the report, which is printed after it

    def _name(self) -> str:
        if not self.en:
            return self.who.printed_name(self.rng.choice(("　", " ")))
        family, given = self.who.roman
        return self.rng.choice(
            (f"{family} {given}", f"{family.upper()}, {given}", f"{family.upper()} {given}")
        )

    def stamp(self, moment: datetime | None = None) -> str:
        """Day and time as this document prints them."""
        moment = moment or self.at
        return f"{self.day(moment.date())} {moment:%H:%M}"

    def t(
        self, x: float, y: float, text: str, size: float = 9, align: str = "left", bold: bool = False
    ) -> PageBox:
        """Plain text."""
        return self.ink.text(x, y, text, self.bold if bold else self.face, size, align=align)

    def add(self, box: PageBox, v: V) -> None:
        """An item whose ink is there."""
        when = self.when if v.when is None else v.when
        name, value, unit, ref = (said.translate(_NARROW) for said in (v.name, v.text, v.unit, v.ref))
        self.items.append(TrueItem(name, value, unit, ref, v.flag, when, self.ink.page, box))

    def put(self, x: float, y: float, v: V, size: float = 9, align: str = "left") -> float:
        """A value with what stands in its run; where the run ends (x)."""
        run, ink = v.pre + v.text + v.post, self.ink
        width = ink.text_width(run, self.face, size)
        left = x - {"left": 0.0, "right": width, "centre": width / 2}[align]
        ink.text(left, y, run, self.face, size, colour=v.colour)
        at = left + ink.text_width(v.pre, self.face, size)
        end = at + ink.text_width(v.text, self.face, size)
        self.add((at / self.w, (y - 0.84 * size) / self.h, end / self.w, (y + 0.14 * size) / self.h), v)
        return left + width

    def cell(
        self, x0: float, x1: float, y: float, cell: Cell, size: float, align: str, bold: bool = False
    ) -> None:
        """A cell's text between two verticals, smaller where it would not fit."""
        run = cell.pre + cell.text + cell.post if isinstance(cell, V) else cell
        if not run:
            return
        room, width = x1 - x0 - 6, self.ink.text_width(run, self.bold if bold else self.face, size)
        size = size if width <= room else size * room / width
        x = {"left": x0 + 3, "right": x1 - 3, "centre": (x0 + x1) / 2}[align]
        if isinstance(cell, V):
            self.put(x, y, cell, size, align)
        else:
            self.t(x, y, cell, size, align, bold)

    def table(
        self,
        x: float,
        y: float,
        widths: Sequence[float],
        rows: Sequence[Sequence[Cell]],
        *,
        aligns: str = "",
        size: float = 9,
        step: float = 16,
        rule: str = "grid",
        heads: int = 1,
        fill: Rgb | None = None,
    ) -> float:
        """Rows of cells; `rule`: grid, rows, ends, none; `aligns` a letter (l, r, c) a column. Returns the end."""
        edges = [x]
        for width in widths:
            edges.append(edges[-1] + width)
        if fill and heads:
            self.ink.box(x, y, edges[-1], y + heads * step, width=0, fill=fill)
        for n, row in enumerate(rows):
            base = y + n * step + step / 2 + size * 0.36
            for k, cell in enumerate(row):
                letter = "c" if n < heads else (aligns[k] if k < len(aligns) else "l")
                align = {"l": "left", "r": "right", "c": "centre"}[letter]
                self.cell(edges[k], edges[k + 1], base, cell, size, align, bold=n < heads)
        end = y + len(rows) * step
        self._rules(edges, y, len(rows), step, rule, heads)
        return end

    def _rules(
        self, edges: Sequence[float], y: float, count: int, step: float, rule: str, heads: int
    ) -> None:
        if rule == "none":
            return
        levels = range(count + 1) if rule in ("grid", "rows") else sorted({0, heads, count})
        for n in levels:
            self.ink.line(edges[0], y + n * step, edges[-1], y + n * step, 0.5)
        if rule == "grid":
            for edge in edges:
                self.ink.line(edge, y, edge, y + count * step, 0.5)

    def para(self, x: float, y: float, width: float, text: str, size: float = 9.5) -> tuple[float, PageBox]:
        """Text in lines no wider than `width`; the next baseline and the box around all lines."""
        boxes, line = [], ""
        pieces = [w + " " for w in text.split(" ")] if self.en else list(text)
        for piece in pieces:
            wide = self.ink.text_width((line + piece).rstrip(), self.face, size) > width
            if line and wide and piece not in "。、）":
                boxes.append(self.t(x, y, line.rstrip(), size))
                y, line = y + size * 1.5, ""
            line += piece
        boxes.append(self.t(x, y, line.rstrip(), size))
        box = (x / self.w, boxes[0][1], max(b[2] for b in boxes), boxes[-1][3])
        return y + size * 1.5, box

    def statement(
        self, x: float, y: float, width: float, name: str, text: str, mark: str = "", size: float = 9.5
    ) -> float:
        """A statement that is an item; `mark` (number, bullet) stands before it. The next baseline."""
        indent = self.ink.text_width(mark, self.face, size) + 2 if mark else 0
        if mark:
            self.t(x, y, mark, size)
        y, box = self.para(x + indent, y, width - indent, text, size)
        self.add(box, V(text.rstrip("。."), name))
        return y

    def bars(self, x: float, y: float, width: float, height: float = 18) -> None:
        """A barcode, or what looks like one."""
        end = x + width
        while x < end:
            thick = self.rng.choice((0.7, 0.7, 1.4, 2.1))
            self.ink.box(x, y, x + thick, y + height, width=0, fill=BLACK)
            x += thick + self.rng.choice((0.7, 1.4, 2.1))

    def sheet(self, kind: DocumentType) -> Sheet:
        """The finished document."""
        truth = Truth(
            self.who,
            self.name,
            tuple(self.items),
            self.when,
            pages=self.ink.page,
            language="en" if self.en else "ja",
            document_type=kind,
            absent=frozenset(self.absent),
        )
        return Sheet(self.ink.bytes(), truth)
