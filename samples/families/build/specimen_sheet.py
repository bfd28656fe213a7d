"""The sheet that microbiology, urinalysis and blood-gas families share: head in several styles, items as drawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from mappers.model import DocumentType
from samples.making import people
from samples.making.ink import PORTRAIT, Ink, PageBox
from samples.making.people import Person, era
from samples.making.truth import Sheet, TrueItem, Truth, minute

PERSONS = (
    people.AOYAMA,
    people.IGARASHI,
    people.SUZUHARA,
    people.TODOROKI,
    people.MANDAI,
    people.MIYASHIRO,
    people.NAKASONO,
    people.HOSHIKAWA,
    people.OGATA,
)
JAPANESE_FONTS = ("gothic", "pgothic", "mincho", "pmincho")

_DATES = ("{:%Y/%m/%d %H:%M}", "{:%Y-%m-%d %H:%M}", "{:%Y年%m月%d日 %H:%M}", "{:%Y.%m.%d %H:%M}")


class SpecimenSheet:
    """One document being drawn: person, time and fonts from the random; items remembered with their boxes."""

    def __init__(
        self, random: Random, title: str, *, size: tuple[float, float] = PORTRAIT, language: str = "ja"
    ) -> None:
        self.random = random
        self.ink = Ink(size, title)
        self.language = language
        self.who: Person = random.choice(PERSONS)
        self.font = random.choice(JAPANESE_FONTS)
        self.size = random.choice((9.0, 9.5, 10.0))
        self.collected = datetime(2026, 1, 4, 6, 0) + timedelta(minutes=random.randrange(300 * 1440))
        self.reported = self.collected + timedelta(minutes=random.randrange(20, 300))
        self.items: list[TrueItem] = []
        self._date = random.choice(_DATES)

    def stamp(self, moment: datetime) -> str:
        """A time as this sheet prints times."""
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
        reference: str = "",
        flag: str = "",
        align: str = "left",
        size: float = 0.0,
        printed: str = "",
    ) -> PageBox:
        """Print a value and remember it as an item; `printed` where the run holds more than the value."""
        box = self.put(*at, printed or value, size, align)
        self.items.append(
            TrueItem(name, value, unit, reference, flag, minute(self.collected), self.ink.page, box)
        )
        return box

    def head(self, title: str, lines: Sequence[tuple[str, str]] = (), style: int | None = None) -> float:
        """Title, person, times and `lines` (label, text); gives the y below it."""
        if self.language == "en":
            return self._head_en(title, lines)
        style = self.random.randrange(3) if style is None else style
        pairs = [
            (self.random.choice(("患者ID", "患者番号", "カルテ番号")), self.who.id),
            (
                self.random.choice(("氏名", "患者氏名", "患者名")),
                self.who.printed_name() + (" 様" if style else ""),
            ),
            ("生年月日", era(self.who.birth) if style == 1 else f"{self.who.birth:%Y/%m/%d}"),
            ("性別", self.who.sex_ja),
            (self.random.choice(("採取日時", "採取日", "検体採取日時")), self.stamp(self.collected)),
            (self.random.choice(("報告日時", "報告日")), self.stamp(self.reported)),
            *lines,
        ]
        if style == 2:
            self.put(40, 50, title, 14)
            self.put(self.ink.width - 40, 50, people.HOSPITAL, 9, "right")
        else:
            self.put(self.ink.width / 2, 50, title, 16, "centre")
        y, columns = 78.0, 2 if style != 1 else 3
        width = (self.ink.width - 80) / columns
        for number, (label, text) in enumerate(pairs):
            column = number % columns
            x = 40 + column * width
            colon = "：" if style == 0 else " "
            self.put(x, y, f"{label}{colon}{text}" if style == 0 else label)
            if style != 0:
                self.put(x + 62, y, text)
            y += 16 if column == columns - 1 else 0
        y += 16 if len(pairs) % columns else 0
        self.ink.line(40, y - 6, self.ink.width - 40, y - 6)
        return y + 14

    def _head_en(self, title: str, lines: Sequence[tuple[str, str]]) -> float:
        self.font = "Helvetica"
        self.put(40, 50, title, 15)
        self.put(self.ink.width - 40, 50, people.HOSPITAL_EN, 9, "right")
        pairs = [
            ("Patient Name", " ".join(reversed(self.who.roman))),
            ("Patient ID", self.who.id),
            ("Date of Birth", f"{self.who.birth:%Y-%m-%d}"),
            ("Sex", self.who.sex.capitalize()),
            ("Collected", f"{self.collected:%Y-%m-%d %H:%M}"),
            ("Reported", f"{self.reported:%Y-%m-%d %H:%M}"),
            *lines,
        ]
        y = 78.0
        for number, (label, text) in enumerate(pairs):
            self.put(40 + 270 * (number % 2), y, f"{label}: {text}")
            y += 16 if number % 2 else 0
        y += 16 if len(pairs) % 2 else 0
        self.ink.line(40, y - 6, self.ink.width - 40, y - 6)
        return y + 14

    def sheet(self, kind: DocumentType) -> Sheet:
        """The finished document."""
        english = self.language == "en"
        name = " ".join(reversed(self.who.roman)) if english else self.who.printed_name()
        truth = Truth(
            self.who,
            name,
            tuple(self.items),
            minute(self.collected),
            self.ink.page,
            self.language,
            document_type=kind,
        )
        return Sheet(self.ink.bytes(), truth)
