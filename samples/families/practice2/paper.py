"""A sheet of paper with its true items: everything that the examiner's families draw with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from mappers.model import DocumentType
from samples.generating.fonts import fonts
from samples.making.ink import PORTRAIT, Ink, PageBox
from samples.making.people import era, invented
from samples.making.truth import Sheet, TrueItem, Truth

BLACK = (0.0, 0.0, 0.0)
LANDSCAPE = (PORTRAIT[1], PORTRAIT[0])
Colour = tuple[float, float, float]
_TOKEN = re.compile(r"[A-Za-z0-9.,:;%()/+\-×=<>'\"]+|\s|.", re.DOTALL)
_NOT_FIRST = "。、，．）」』】,.)ー・"

_DATES_JA = (
    "%Y/%m/%d",
    "%Y-%m-%d",
    "%Y年%m月%d日",
    "%Y.%m.%d",
    "era",
    "era short",
    "%Y/%m/%d",
    "weekday",
    "spaced",
    "padded",
)
_DATES_EN = ("%d %b %Y", "%b %d, %Y", "%Y-%m-%d", "%d-%b-%Y", "%Y/%m/%d")


@dataclass(frozen=True, slots=True)
class Val:
    """A value to print, in one run with `before` and `after`; `effective` None is the paper's own.

    `shown` is what is printed where the truth (`text`) narrows it.
    """

    text: str
    name: str
    unit: str = ""
    ref: str = ""
    flag: str = ""
    effective: str | None = None
    before: str = ""
    after: str = ""
    shown: str = ""
    colour: Colour = BLACK


Cell = str | Val


class Paper:
    """An `Ink` with person, fonts, dates and the items printed so far. Lengths are points."""

    def __init__(
        self,
        rng: Random,
        document_type: DocumentType,
        *,
        size: tuple[float, float] = PORTRAIT,
        body: float = 9.0,
        language: str = "ja",
        adult: bool = True,
        timed: float = 0.6,
    ) -> None:
        self.rng, self.language, self.body = rng, language, body
        self.person = invented(rng, adult=adult)
        self.fonts = fonts(rng)
        self.ink = Ink(size, document_type.value)
        self.width, self.height = size
        self.font = self.fonts.text if language == "ja" else self.fonts.latin
        self.bold = self.fonts.heading if language == "ja" else self.fonts.bold
        self.collected = datetime(2025, 1, 6, 6, 10) + timedelta(
            days=rng.randrange(500), minutes=rng.randrange(720)
        )
        self.timed = rng.random() < timed
        self.date_form = rng.choice(_DATES_JA if language == "ja" else _DATES_EN)
        self.birth_form = rng.choice(("era", "era", "era short", "%Y/%m/%d", "%Y年%m月%d日", "%Y.%m.%d"))
        if language == "en":
            self.birth_form = self.date_form
        self.red = rng.random() < 0.4  # marked values in red
        self.printed_name = ""
        self.absent = {"id", "name", "birth_date", "sex"}
        self.items: list[TrueItem] = []
        self._type = document_type

    @property
    def effective(self) -> str:
        """The collection time as far as the page prints it."""
        return self.collected.strftime("%Y-%m-%dT%H:%M" if self.timed else "%Y-%m-%d")

    def day(self, day: date, form: str = "") -> str:
        """A date in the form of this paper."""
        form = form or self.date_form
        if form.startswith("era"):
            return era(date(day.year, day.month, day.day), short=form.endswith("short"))
        if form == "weekday":
            return f"{day:%Y/%m/%d}({'月火水木金土日'[day.weekday()]})"
        if form in ("spaced", "padded"):  # numbers at two places, as old terminals set them
            year, month, of_month = ("年", "月", "日") if form == "spaced" else ("/", "/", "")
            return f"{day.year}{year}{day.month:2d}{month}{day.day:2d}{of_month}"
        return day.strftime(form)

    def moment(self, moment: datetime, *, timed: bool | None = None) -> str:
        """A date with its time where this paper prints times."""
        shown = self.timed if timed is None else timed
        return self.day(moment) + (moment.strftime(" %H:%M") if shown else "")

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 0.0,
        font: str = "",
        align: str = "left",
        colour: Colour = BLACK,
        fit: float = 0.0,
    ) -> PageBox:
        """One run; with `fit`, set smaller until it is no wider than that."""
        font, size = font or self.font, size or self.body
        while fit and size > 4.5 and self.ink.text_width(text, font, size) > fit:
            size -= 0.25
        return self.ink.text(x, y, text, font, size, align=align, colour=colour)

    def cell(
        self,
        x: float,
        y: float,
        cell: Cell,
        *,
        size: float = 0.0,
        font: str = "",
        align: str = "left",
        fit: float = 0.0,
    ) -> None:
        """A run; a `Val` becomes an item with the box around its value."""
        if isinstance(cell, str):
            if cell:
                self.text(x, y, cell, size=size, font=font, align=align, fit=fit)
            return
        shown = cell.shown or cell.text
        font, size = font or self.font, size or self.body
        run = cell.before + shown + cell.after
        while fit and size > 4.5 and self.ink.text_width(run, font, size) > fit:
            size -= 0.25
        box = self.ink.text(x, y, run, font, size, align=align, colour=cell.colour)
        left = box[0] + self.ink.text_width(cell.before, font, size) / self.width
        right = left + self.ink.text_width(shown, font, size) / self.width
        self.note(cell, (left, box[1], right, box[3]))

    def note(self, value: Val, box: PageBox) -> None:
        """Remember an item."""
        effective = self.effective if value.effective is None else value.effective
        self.items.append(
            TrueItem(value.name, value.text, value.unit, value.ref, value.flag, effective, self.ink.page, box)
        )

    def line(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5, grey: float = 0.0) -> None:
        """A rule."""
        self.ink.line(x0, y0, x1, y1, width, grey)

    def flow(
        self,
        x: float,
        y: float,
        width: float,
        pieces: Sequence[str | Val],
        *,
        size: float = 0.0,
        lead: float = 1.5,
        hang: float = 0.0,
    ) -> float:
        """Running text in lines no wider than `width`; each `Val` is an item around all of its lines.

        Returns the baseline that comes next. `hang` indents the lines after the first.
        """
        size = size or self.body
        runs: list[list[tuple[int, str]]] = [[]]
        used = 0.0
        pieces = _parts(pieces)
        for number, piece in enumerate(pieces):
            whole = piece if isinstance(piece, str) else piece.shown or piece.text
            for token in _TOKEN.findall(whole):
                wide = self.ink.text_width(token, self.font, size)
                room = width - (hang if len(runs) > 1 else 0.0)
                if token == "\n" or (used + wide > room and token not in _NOT_FIRST):
                    runs.append([])
                    used = 0.0
                    if token.isspace():
                        continue
                runs[-1].append((number, token))
                used += wide
        boxes: dict[int, list[PageBox]] = {}
        for row, line in enumerate(runs):
            at = x + (hang if row else 0.0)
            for number in dict.fromkeys(n for n, _ in line):
                run = "".join(token for n, token in line if n == number)
                box = self.ink.text(at, y, run, self.font, size)
                if run.strip():
                    boxes.setdefault(number, []).append(box)
                at += self.ink.text_width(run, self.font, size)
            y += size * lead
        for number, piece in enumerate(pieces):
            if isinstance(piece, Val):
                self.note(piece, around(boxes[number]))
        return y

    def next_page(self) -> None:
        """Begin another page."""
        self.ink.next_page()

    def sheet(self) -> Sheet:
        """The finished document."""
        truth = Truth(
            person=self.person,
            printed_name=self.printed_name,
            items=tuple(self.items),
            effective=self.effective if self.items else "",
            pages=self.ink.page,
            language=self.language,
            document_type=self._type,
            absent=frozenset(self.absent),
        )
        return Sheet(self.ink.bytes(), truth)


def _parts(pieces: Sequence[Cell]) -> list[Cell]:
    """What is printed around a value becomes pieces of its own."""
    parts: list[Cell] = []
    for piece in pieces:
        if isinstance(piece, str):
            parts.append(piece)
        else:
            parts += [piece.before, replace(piece, before="", after=""), piece.after]
    return parts


def around(boxes: Iterable[PageBox]) -> PageBox:
    """The smallest box that holds them all."""
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)
