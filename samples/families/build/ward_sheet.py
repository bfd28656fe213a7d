"""What vitals, device and narrative families share: a page with a head in several styles and items as drawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.build.specimen_sheet import PERSONS
from samples.generating.fonts import fonts
from samples.making import people
from samples.making.ink import PORTRAIT, Ink, PageBox
from samples.making.people import Person, era
from samples.making.truth import Sheet, TrueItem, Truth, minute

_DATES = ("{:%Y/%m/%d}", "{:%Y-%m-%d}", "{:%Y年%m月%d日}", "{:%Y.%m.%d}")


class WardSheet:
    """One document being drawn: person, day and fonts from the random; items remembered with their boxes."""

    def __init__(
        self, random: Random, *, size: tuple[float, float] = PORTRAIT, language: str = "ja", title: str = ""
    ) -> None:
        self.random = random
        self.ink = Ink(size, title or "sample")
        self.language = language
        self.who: Person = random.choice(PERSONS)
        chosen = fonts(random)
        self.font = chosen.text if language == "ja" else chosen.latin
        self.size = random.choice((8.5, 9.0, 9.5, 10.0))
        self.day = datetime(2025, 1, 4) + timedelta(days=random.randrange(600))
        self.items: list[TrueItem] = []
        self._date = (
            random.choice(_DATES) if language == "ja" else random.choice(("{:%Y-%m-%d}", "{:%d %b %Y}"))
        )

    def date(self, moment: datetime) -> str:
        """A day as this sheet prints days."""
        return self._date.format(moment)

    def put(self, x: float, y: float, text: str, size: float = 0.0, align: str = "left") -> PageBox:
        """Text in the sheet's font; 0 is its usual size."""
        return self.ink.text(x, y, text, self.font, size or self.size, align=align)

    def value(
        self,
        name: str,
        value: str,
        at: tuple[float, float],
        *,
        unit: str = "",
        effective: datetime | None = None,
        with_time: bool = True,
        align: str = "left",
        printed: str = "",
        flag: str = "",
        size: float = 0.0,
    ) -> PageBox:
        """Print a value and remember it; `printed` where the run holds more than the value."""
        box = self.put(*at, printed or value, size, align)
        if printed:
            before = self.ink.text_width(printed[: printed.index(value)], self.font, size or self.size)
            width = self.ink.text_width(value, self.font, size or self.size)
            left = box[0] + before / self.ink.width
            box = (left, box[1], left + width / self.ink.width, box[3])
        self.remember(name, value, box, unit=unit, effective=effective, with_time=with_time, flag=flag)
        return box

    def remember(
        self,
        name: str,
        value: str,
        box: PageBox,
        *,
        unit: str = "",
        effective: datetime | None = None,
        with_time: bool = True,
        flag: str = "",
        reference: str = "",
    ) -> None:
        """An item whose ink stands already."""
        moment = effective or self.day
        stamp = minute(moment) if with_time and effective else f"{moment:%Y-%m-%d}"
        self.items.append(TrueItem(name, value, unit, reference, flag, stamp, self.ink.page, box))

    def head(
        self, title: str, label: str, lines: Sequence[tuple[str, str]] = (), style: int | None = None
    ) -> float:
        """Title, person, the day under its `label`, and `lines`; gives the y below."""
        style = self.random.randrange(3) if style is None else style
        english = self.language == "en"
        who = self.who
        pairs = [
            ("Patient ID" if english else self.random.choice(("患者ID", "患者番号", "カルテNo.")), who.id),
            (
                "Name" if english else self.random.choice(("氏名", "患者氏名")),
                " ".join(reversed(who.roman)) if english else who.printed_name() + (" 様" if style else ""),
            ),
            (
                "DOB" if english else "生年月日",
                f"{who.birth:%Y-%m-%d}" if english or style != 1 else era(who.birth),
            ),
            ("Sex" if english else "性別", who.sex.capitalize() if english else who.sex_ja),
            (label, self.date(self.day)),
            *lines,
        ]
        hospital = people.HOSPITAL_EN if english else people.HOSPITAL
        if style == 2:
            self.put(40, 46, title, 14)
            self.put(self.ink.width - 40, 46, hospital, 9, "right")
        else:
            self.put(self.ink.width / 2, 46, title, 15, "centre")
            self.put(40, 30, hospital, 8)
        columns = 3 if self.ink.width > 700 else 2
        width = (self.ink.width - 80) / columns
        y = 70.0
        for number, (name, text) in enumerate(pairs):
            x = 40 + (number % columns) * width
            if style == 0:
                self.put(x, y, f"{name}：{text}" if not english else f"{name}: {text}")
            else:
                self.put(x, y, name)
                self.put(x + 78, y, text)
            y += 15 if number % columns == columns - 1 else 0
        y += 15 if len(pairs) % columns else 0
        self.ink.line(40, y - 8, self.ink.width - 40, y - 8)
        return y + 10

    def sheet(self, kind: DocumentType) -> Sheet:
        """The finished document."""
        english = self.language == "en"
        name = " ".join(reversed(self.who.roman)) if english else self.who.printed_name()
        truth = Truth(
            self.who, name, tuple(self.items), f"{self.day:%Y-%m-%d}", self.ink.page, self.language,
            document_type=kind,
        )  # fmt: skip
        return Sheet(self.ink.bytes(), truth)
