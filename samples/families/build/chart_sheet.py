"""The page that electrocardiogram, echocardiogram and lung function families draw on: head, values, statements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from mappers.model import DocumentType
from samples.generating.fonts import fonts
from samples.making import people
from samples.making.ink import PORTRAIT, Ink, PageBox
from samples.making.people import Person, era
from samples.making.truth import Sheet, TrueItem, Truth, minute

_DATES = ("%Y/%m/%d %H:%M", "%Y-%m-%d %H:%M", "%Y年%m月%d日 %H:%M", "%Y.%m.%d %H:%M")


class Chart:
    """One document being drawn; everything by chance comes from `random`. y is the next free baseline."""

    def __init__(
        self, random: Random, title: str, *, size: tuple[float, float] = PORTRAIT, language: str = "ja"
    ) -> None:
        self.random = random
        self.ink = Ink(size, title)
        self.language = language
        chosen = fonts(random)
        self.font = chosen.text if language == "ja" else chosen.latin
        self.heading_font = chosen.heading if language == "ja" else chosen.bold
        self.size = random.choice((8.5, 9.0, 9.5, 10.0))
        self.who: Person = people.invented(random, adult=True)
        self.done = datetime(2025, 1, 6, 8, 30) + timedelta(minutes=random.randrange(480 * 1440))
        self.items: list[TrueItem] = []
        self.y = 60.0
        self._date = random.choice(_DATES)

    def put(self, x: float, text: str, *, size: float = 0.0, align: str = "left", dy: float = 0.0) -> PageBox:
        """Text on the line at y + dy; size 0 is the page's usual one."""
        return self.ink.text(x, self.y + dy, text, self.font, size or self.size, align=align)

    def value(
        self,
        x: float,
        name: str,
        value: str,
        unit: str = "",
        *,
        reference: str = "",
        flag: str = "",
        align: str = "left",
        before: str = "",
        after: str = "",
        size: float = 0.0,
    ) -> PageBox:
        """Print a value and remember it; `before` and `after` are printed against it in the same run."""
        size = size or self.size
        printed = before + value + after
        box = self.put(x, printed, size=size, align=align)
        full = self.ink.text_width(printed, self.font, size) / self.ink.width
        x0 = box[0] + self.ink.text_width(before, self.font, size) / self.ink.width
        x1 = box[0] + full - self.ink.text_width(after, self.font, size) / self.ink.width
        around = (x0, box[1], x1, box[3])
        effective = minute(self.done)
        self.items.append(TrueItem(name, value, unit, reference, flag, effective, self.ink.page, around))
        return box

    def statements(
        self,
        heading: str,
        texts: Sequence[str],
        x: float,
        *,
        mark: str = "",
        pitch: float = 0.0,
        width: float = 999.0,
    ) -> None:
        """Statements at x on the lines from y downwards, each an item called `heading`; wrapped at `width`."""
        pitch = pitch or self.size * 1.6
        for number, text in enumerate(texts, 1):
            printed = mark.format(number) + text
            lines = self._wrapped(printed, width)
            boxes = []
            for line in lines:
                boxes.append(self.put(x, line))
                self.y += pitch
            box = (
                min(b[0] for b in boxes), min(b[1] for b in boxes),
                max(b[2] for b in boxes), max(b[3] for b in boxes),
            )  # fmt: skip
            value = text.removesuffix("。").removesuffix(".")
            self.items.append(TrueItem(heading, value, "", "", "", minute(self.done), self.ink.page, box))

    def _wrapped(self, text: str, width: float) -> list[str]:
        lines = [""]
        for piece in text.split(" ") if self.language == "en" else text:
            joined = f"{lines[-1]} {piece}".strip() if self.language == "en" else lines[-1] + piece
            if self.ink.text_width(joined, self.font, self.size) > width and lines[-1]:
                lines.append(piece)
            else:
                lines[-1] = joined
        return lines

    def head(self, title: str, more: Sequence[tuple[str, str]] = (), style: int | None = None) -> None:
        """Title, person, time of the test and `more` (label, text: no items); y is left below it."""
        style = self.random.randrange(4) if style is None else style
        pairs = self._person() + list(more)
        if self.language == "en" or style < 2:
            self.ink.text(self.ink.width / 2, 46, title, self.heading_font, 15, align="centre")
        else:
            self.ink.text(40, 46, title, self.heading_font, 14)
            where = people.HOSPITAL_EN if self.language == "en" else people.HOSPITAL
            self.ink.text(self.ink.width - 40, 46, where, self.font, 9, align="right")
        columns = (2, 3, 3, 4)[style]
        width = (self.ink.width - 80) / columns
        self.y = 72.0
        for number, (label, text) in enumerate(pairs):
            x = 40 + (number % columns) * width
            colon = ("：" if self.language == "ja" else ": ") if style != 1 else " "
            self.put(x, f"{label}{colon}{text}", size=8.5 if style == 3 else 9)
            if number % columns == columns - 1 or number == len(pairs) - 1:
                self.y += 15
        self.ink.line(40, self.y - 8, self.ink.width - 40, self.y - 8, 0.8)
        self.y += 14

    def _person(self) -> list[tuple[str, str]]:
        who, choose = self.who, self.random.choice
        stamp = self.done.strftime(self._date)
        if self.language == "en":
            return [
                ("Name", " ".join(reversed(who.roman))), ("Patient ID", who.id),
                ("Date of Birth", f"{who.birth:%Y-%m-%d}"), ("Sex", who.sex.capitalize()),
                ("Test Date", f"{self.done:%Y-%m-%d %H:%M}"),
            ]  # fmt: skip
        born = era(who.birth) if self.random.random() < 0.4 else f"{who.birth:%Y/%m/%d}"
        return [
            (choose(("患者ID", "患者番号", "ID")), who.id),
            (choose(("氏名", "患者氏名")), who.printed_name()),
            ("生年月日", born),
            ("性別", who.sex_ja),
            ("年齢", f"{who.age_on(self.done.date())}歳"),
            (choose(("検査日時", "検査日", "測定日時")), stamp),
        ]

    def sheet(self, kind: DocumentType) -> Sheet:
        """The finished document."""
        english = self.language == "en"
        name = " ".join(reversed(self.who.roman)) if english else self.who.printed_name()
        truth = Truth(
            self.who,
            name,
            tuple(self.items),
            minute(self.done),
            self.ink.page,
            self.language,
            document_type=kind,
        )
        return Sheet(self.ink.bytes(), truth)
