"""A sheet being drawn for build families of laboratory reports: text, its truth, and heads of many houses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from samples.families.build.lab_rows import LabRow
from samples.making import people
from samples.making.ink import SANS, Ink
from samples.making.people import Person, era
from samples.making.truth import Sheet, TrueItem, Truth, minute

PEOPLE = (
    people.AOYAMA, people.IGARASHI, people.SUZUHARA, people.TODOROKI, people.MANDAI, people.KITAHARA,
    people.MIYASHIRO, people.NAKASONO, people.HOSHIKAWA, people.OGATA,
)  # fmt: skip
_STAFF = ("検査技師 架空 太一", "医師 仮名 次郎", "担当医：仮名 次郎", "検査責任者　見本 花")
_HOSPITALS = (
    "みなと架空総合病院",
    "医療法人 架空会 見本クリニック",
    "架空市立病院 検査部",
    "(株)見本臨床検査センター",
)
_TITLES = ("臨床検査報告書", "検 査 結 果 報 告 書", "血液検査結果", "検体検査報告書", "検査成績表")
RED, BLUE, BLACK = (0.8, 0.0, 0.0), (0.0, 0.1, 0.75), (0.0, 0.0, 0.0)
Colour = tuple[float, float, float]


class Board:
    """A document in the making. `x`, `y` are points from the top left; y is the baseline."""

    def __init__(self, random: Random, size: tuple[float, float], *, english: bool = False) -> None:
        self.random = random
        self.ink = Ink(size, "laboratory report")
        self.font = SANS if english else random.choice(("gothic", "pgothic", "mincho", "pmincho"))
        self.size = random.choice((7.5, 8.0, 9.0))
        self.english = english
        self.person: Person = random.choice(PEOPLE)
        self.when = datetime(2025, 1, 5, 7, 0) + timedelta(minutes=random.randrange(500_000))
        self.items: list[TrueItem] = []
        self.marks = random.choice((("H", "L"), ("高", "低"), ("↑", "↓"), ("▲", "▼"), ("HH", "LL")))
        if english:
            self.marks = random.choice((("H", "L"), ("High", "Low")))
        self.dash = random.choice(("-", "～", " - ", "〜")) if not english else random.choice(("-", " - "))

    def put(
        self, x: float, y: float, text: str, *, align: str = "left", size: float = 0, colour: Colour = BLACK
    ) -> None:
        """Print a text that is no result."""
        if text:
            self.ink.text(x, y, text, self._font_of(text), size or self.size, align=align, colour=colour)

    def value(
        self,
        x: float,
        y: float,
        row: LabRow,
        *,
        name: str = "",
        align: str = "left",
        shown: str = "",
        reference: str | None = None,
        flag: str | None = None,
        unit: str | None = None,
        effective: str = "",
        colour: Colour = BLACK,
    ) -> None:
        """Print a row's value (as `shown`, where marks or units stand against it) and note it as true."""
        text = shown or row.value
        font = self._font_of(text)
        box = self.ink.text(x, y, text, font, self.size, align=align, colour=colour)
        if shown and row.value in shown and shown != row.value:
            before = self.ink.text_width(shown[: shown.index(row.value)], font, self.size) / self.ink.width
            wide = self.ink.text_width(row.value, font, self.size) / self.ink.width
            box = (box[0] + before, box[1], box[0] + before + wide, box[3])
        self.items.append(
            TrueItem(
                name or row.name,
                row.value,
                row.unit if unit is None else unit,
                row.reference(self.dash) if reference is None else reference,
                row.flag if flag is None else flag,
                effective or minute(self.when),
                self.ink.page,
                box,
            )
        )

    def mark(self, row: LabRow) -> str:
        """The house's mark of a row's flag."""
        return {"H": self.marks[0], "L": self.marks[1]}.get(row.flag, "")

    def sheet(self, absent: frozenset[str] = frozenset()) -> Sheet:
        """The finished document; `absent`: what the page does not say of the person."""
        name = " ".join(self.person.roman) if self.english else self.person.printed_name(" ")
        truth = Truth(
            self.person, name, tuple(self.items), minute(self.when), self.ink.page,
            "en" if self.english else "ja", absent=absent,
        )  # fmt: skip
        return Sheet(self.ink.bytes(), truth)

    def _font_of(self, text: str) -> str:
        return "gothic" if self.font == SANS and not text.isascii() else self.font


def head(board: Board, x: float = 40, y: float = 36) -> float:
    """A head in one of several styles; where the body may begin."""
    if board.english:
        return _english_head(board, x, y)
    random = board.random
    board.put(x + random.choice((0, 160)), y, random.choice(_TITLES), size=14)
    board.put(board.ink.width - 40, y, random.choice(_HOSPITALS), align="right")
    style = random.choice((_lines_head, _grid_head, _bare_head))
    return style(board, x, y + 24)


def _birth(board: Board) -> str:
    born = board.person.birth
    return board.random.choice(
        (era(born), era(born, short=True), f"{born:%Y/%m/%d}", f"{born.year}年{born.month}月{born.day}日",
         f"{born.year}年({era(born)[:2]}{era(born).split('年')[0][2:]}年){born.month}月{born.day}日")
    )  # fmt: skip


def _when(board: Board) -> str:
    when = board.when
    return board.random.choice(
        (f"{when:%Y/%m/%d %H:%M}", f"{when.year}年{when.month}月{when.day}日 {when:%H:%M}",
         f"{era(when.date())} {when.hour}時{when.minute:02d}分", f"{when:%Y-%m-%d %H:%M}")
    )  # fmt: skip


def _lines_head(board: Board, x: float, y: float) -> float:
    random, person = board.random, board.person
    honorific = random.choice(("　様", " 殿", ""))
    colon = random.choice(("：", ": ", "　"))
    name = random.choice(("氏名", "患者氏名", "お名前", "受診者氏名"))
    board.put(x, y, f"{random.choice(('患者ID', '患者番号', 'カルテNo.', '診察券番号'))}{colon}{person.id}")
    board.put(x + 170, y, f"{name}{colon}{person.printed_name(random.choice(('　', ' ')))}{honorific}")
    board.put(x + 360, y, f"性別{colon}{person.sex_ja}")
    board.put(x, y + 14, f"生年月日{colon}{_birth(board)}")
    board.put(x + 170, y + 14, f"{random.choice(('採取日時', '採血日時', '検査日時'))}{colon}{_when(board)}")
    board.put(x + 360, y + 14, random.choice(_STAFF))
    return y + 38


def _grid_head(board: Board, x: float, y: float) -> float:
    """Labels in cells, what they announce under them."""
    person = board.person
    cells = (
        ("患者番号", person.id, 75), ("氏名", person.printed_name("　"), 100), ("性別", person.sex_ja, 35),
        ("生年月日", _birth(board), 145), ("採取日時", _when(board), 150),
    )  # fmt: skip
    at = x
    for label, text, width in cells:
        board.ink.box(at, y - 10, at + width, y + 18, width=0.5)
        board.put(at + 3, y, label)
        board.put(at + 3, y + 14, text)
        at += width
    board.ink.line(x, y + 4, at, y + 4)
    return y + 42


def _bare_head(board: Board, x: float, y: float) -> float:
    """The person by an honorific alone, staff beside."""
    person = board.person
    board.put(x, y, f"{person.printed_name('　')}　様", size=board.size + 3)
    board.put(x + 200, y, f"ID {person.id}　{_birth(board)}生　{person.sex_ja}性")
    board.put(x, y + 16, f"採血 {_when(board)}")
    board.put(x + 200, y + 16, board.random.choice(_STAFF))
    return y + 40


def _english_head(board: Board, x: float, y: float) -> float:
    person, when, random = board.person, board.when, board.random
    board.put(
        x, y, random.choice(("LABORATORY REPORT", "Clinical Laboratory Results", "Final Report")), size=13
    )
    born = random.choice((f"{person.birth:%m/%d/%Y}", f"{person.birth:%d-%b-%Y}", f"{person.birth:%Y-%m-%d}"))
    board.put(x, y + 22, f"{random.choice(('Patient Name', 'Patient', 'Name'))}: {' '.join(person.roman)}")
    board.put(x + 190, y + 22, f"{random.choice(('MRN', 'Patient ID', 'Chart No'))}: {person.id}")
    board.put(x + 350, y + 22, f"DOB: {born}   Sex: {person.sex_letter}")
    board.put(x, y + 36, f"{random.choice(('Collected', 'Date Collected'))}: {when:%m/%d/%Y %H:%M}")
    board.put(x + 190, y + 36, "Ordering Physician: Kamei, Jiro MD")
    board.put(x + 350, y + 36, f"Reported: {when:%m/%d/%Y %H:%M}")
    return y + 60


def ruled(board: Board, xs: Sequence[float], y: float, right: float) -> None:
    """A rule under a row, with ticks at the columns, or none, as the house likes."""
    board.ink.line(xs[0] - 3, y + 3.5, right, y + 3.5, 0.3, 0.5)
