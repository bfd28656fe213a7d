"""Page designs of Japanese laboratory reports: each takes people and results, and draws a `Sheet`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby

from samples.making import people
from samples.making.catalogue import Result
from samples.making.ink import PORTRAIT, SMALL, Ink
from samples.making.people import Person, era
from samples.making.truth import Sheet, TrueItem, Truth, minute

NOTE = "見本：患者・施設・値はすべて架空です"
Sections = list[tuple[str, list[Result]]]


@dataclass(frozen=True, slots=True)
class Report:
    """What a design is asked to print."""

    person: Person
    collected: datetime
    results: tuple[Result, ...]
    ward: str = "内科"
    doctor: str = "浜辺 医師"

    @property
    def reported(self) -> datetime:
        """An hour and three quarters after collection."""
        return self.collected + timedelta(minutes=105)

    def sections(self) -> Sections:
        """Results by section, order kept."""
        return [(name, list(group)) for name, group in groupby(self.results, key=lambda r: r.test.section)]


def _item(
    name: str, result: Result, flag: str, effective: str, ink: Ink, box: tuple[float, float, float, float]
) -> TrueItem:
    return TrueItem(name, result.value, result.test.unit, result.reference, flag, effective, ink.page, box)


def _truth(report: Report, items: Sequence[TrueItem], pages: int, gap: str = "　") -> Truth:
    return Truth(
        report.person, report.person.printed_name(gap), tuple(items), minute(report.collected), pages
    )


# --- classic: one ruled table, a column each for the flag, the unit and the range

CLASSIC_COLUMNS = (
    44.0,
    216.0,
    300.0,
    342.0,
    440.0,
    551.0,
)  # left edges: name, value, flag, unit, range; right end


def classic(
    report: Report, *, title: str = "臨床検査報告書", password: str | None = None, font: str = "pgothic"
) -> Sheet:
    """A4, one table, flags H and L in a column of their own."""
    ink = Ink(PORTRAIT, title, password=password)
    items: list[TrueItem] = []
    y = _classic_head(ink, report, title, font)
    for section, rows in report.sections():
        ink.box(CLASSIC_COLUMNS[0], y, CLASSIC_COLUMNS[-1], y + 15, width=0.5, fill=(0.93, 0.93, 0.93))
        ink.text(50, y + 11, f"【{section}】", font, 9.5)
        y += 15
        for result in rows:
            items.append(_classic_row(ink, result, y, font, minute(report.collected)))
            y += 15
    ink.text(44, 815, "コメント：採血後速やかに測定。再検なし。", font, 8)
    ink.text(551, 828, NOTE, font, 7, align="right", colour=(0.35, 0.35, 0.35))
    return Sheet(ink.bytes(), _truth(report, items, 1))


def _classic_head(ink: Ink, report: Report, title: str, font: str) -> float:
    who, day = report.person, report.collected.date()
    ink.text(297, 44, title, font, 17, align="centre")
    ink.text(44, 64, people.HOSPITAL, font, 10.5)
    ink.text(44, 76, people.HOSPITAL_ADDRESS, font, 7.5)
    ink.text(551, 64, people.HOSPITAL_DEPARTMENT, font, 9, align="right")
    ink.text(551, 76, "1 / 1 頁", font, 8, align="right")
    ink.box(44, 84, 551, 144, width=1)
    left, right = 52, 310
    ink.text(left, 99, f"患者ID：{who.id}", font, 10)
    ink.text(right, 99, f"フリガナ：{'　'.join(who.kana)}", font, 9)
    ink.text(left, 117, f"氏名：{who.printed_name()}　様", font, 12)
    ink.text(right, 117, f"生年月日：{who.birth:%Y年%m月%d日}（{era(who.birth)}）", font, 9)
    ink.text(left, 135, f"性別：{who.sex_ja}　年齢：{who.age_on(day)}歳", font, 9)
    ink.text(right, 135, f"依頼科：{report.ward}　依頼医：{report.doctor}", font, 9)
    ink.text(52, 160, f"採取日時：{report.collected:%Y/%m/%d %H:%M}", font, 9)
    ink.text(230, 160, f"報告日時：{report.reported:%Y/%m/%d %H:%M}", font, 9)
    ink.text(420, 160, "検体：静脈血", font, 9)
    y = 168.0
    ink.box(44, y, 551, y + 17, width=0.8, fill=(0.85, 0.89, 0.94))
    for x, heading in zip(CLASSIC_COLUMNS, ("検査項目", "結果", "判定", "単位", "基準範囲"), strict=False):
        ink.text(x + 6, y + 12, heading, font, 9.5)
    return y + 17


def _classic_row(ink: Ink, result: Result, y: float, font: str, effective: str) -> TrueItem:
    ink.box(CLASSIC_COLUMNS[0], y, CLASSIC_COLUMNS[-1], y + 15, width=0.35)
    for x in CLASSIC_COLUMNS[1:-1]:
        ink.line(x, y, x, y + 15, 0.35)
    base, name = y + 11, result.test.name
    ink.text(CLASSIC_COLUMNS[0] + 12, base, name, font, 9.5)
    box = ink.text(CLASSIC_COLUMNS[2] - 8, base, result.value, font, 9.5, align="right")
    flag = result.flag if result.flag in ("H", "L") else ""
    if flag:
        ink.text(CLASSIC_COLUMNS[2] + 21, base, flag, font, 9.5, align="centre")
    ink.text(CLASSIC_COLUMNS[3] + 6, base, result.test.unit, font, 9)
    ink.text(CLASSIC_COLUMNS[4] + 6, base, result.reference, font, 9)
    return _item(name, result, flag, effective, ink, box)


# --- two columns: a dense sheet read down the left half, then the right


def two_columns(
    report: Report, *, size: tuple[float, float] = PORTRAIT, font: str = "gothic", row: float = 17.0
) -> Sheet:
    """Two tables side by side; flags H and L stand to the left of the value."""
    ink = Ink(size, "検査結果報告書")
    who = report.person
    margin, width = 30.0, ink.width - 60
    ink.text(margin, 34, "検査結果報告書", font, 15)
    ink.text(ink.width - margin, 34, f"{people.HOSPITAL}　検査科", font, 9.5, align="right")
    ink.line(margin, 41, ink.width - margin, 41, 1.2)
    ink.text(margin, 57, f"患者番号 {who.id}", font, 10)
    ink.text(margin + width * 0.28, 57, f"患者氏名 {who.printed_name(' ')} 様", font, 10)
    ink.text(margin + width * 0.66, 57, f"（{' '.join(who.kana)}）", font, 8.5)
    ink.text(margin + width * 0.93, 57, f"{who.sex_ja}性", font, 10)
    ink.text(margin, 73, f"生年月日 {era(who.birth, short=True)}", font, 9)
    ink.text(margin + width * 0.28, 73, f"採取日 {report.collected:%Y-%m-%d %H:%M}", font, 9)
    ink.text(margin + width * 0.66, 73, f"報告日 {report.reported:%Y-%m-%d %H:%M}", font, 9)
    top, half = 82.0, width / 2
    rows: list[str | Result] = []
    for section, results in report.sections():
        rows += [section, *results]
    break_at = (len(rows) + 1) // 2
    if isinstance(rows[break_at - 1], str):
        break_at -= 1  # no section heading alone at the foot
    items: list[TrueItem] = []
    for side, part in enumerate((rows[:break_at], rows[break_at:])):
        left = margin + side * (half + 4)
        items += _half_table(ink, part, (left, left + half - 4), top, row, font, minute(report.collected))
    ink.text(ink.width - margin, ink.height - 14, NOTE, font, 6.5, align="right", colour=(0.35, 0.35, 0.35))
    return Sheet(ink.bytes(), _truth(report, items, 1, " "))


def _half_table(
    ink: Ink,
    rows: Sequence[str | Result],
    span: tuple[float, float],
    top: float,
    row: float,
    font: str,
    effective: str,
) -> list[TrueItem]:
    x0, x1 = span
    width = x1 - x0
    name_x, flag_x, value_x, unit_x, range_x = (
        x0 + 4,
        x0 + width * 0.365,
        x0 + width * 0.55,
        x0 + width * 0.57,
        x1 - 4,
    )
    ink.box(x0, top, x1, top + row, width=0.8, fill=(0.88, 0.92, 0.88))
    base = top + row * 0.72
    ink.text(name_x, base, "項目名", font, 8)
    ink.text(value_x, base, "結果", font, 8, align="right")
    ink.text(unit_x, base, "単位", font, 8)
    ink.text(range_x, base, "基準値", font, 8, align="right")
    items, y = [], top + row
    for entry in rows:
        base = y + row * 0.72
        ink.line(x0, y + row, x1, y + row, 0.3, 0.5)
        if isinstance(entry, str):
            ink.text(name_x, base, f"＜{entry}＞", font, 8.5)
        else:
            flag = entry.flag if entry.flag in ("H", "L") else ""
            ink.text(name_x, base, entry.test.short, font, 9)
            if flag:
                ink.text(flag_x, base, flag, font, 9)
            box = ink.text(value_x, base, entry.value, font, 9, align="right")
            ink.text(unit_x, base, entry.test.unit, font, 6.5 if len(entry.test.unit) > 10 else 8)
            ink.text(range_x, base, entry.reference, font, 7.5, align="right")
            items.append(_item(entry.test.short, entry, flag, effective, ink, box))
        y += row
    ink.box(x0, top, x1, y, width=0.8)
    return items


def small(report: Report) -> Sheet:
    """The same two tables on a landscape A5 slip."""
    return two_columns(report, size=SMALL, row=15.0)


# --- mincho: a letter-like sheet without rules, abnormal values marked with an asterisk


def mincho(report: Report, *, per_page: int = 40, mark: str = "*") -> Sheet:
    """A4, no rules, `*` before abnormal values (or ↑ and ↓ after them); continues on further pages."""
    ink = Ink(PORTRAIT, "検査成績書")
    items: list[TrueItem] = []
    chunks = [report.results[i : i + per_page] for i in range(0, len(report.results), per_page)]
    for number, chunk in enumerate(chunks, 1):
        if number > 1:
            ink.next_page()
        _mincho_head(ink, report, f"{number}/{len(chunks)}")
        y = 190.0
        for section, rows in replace(report, results=chunk).sections():
            ink.text(60, y, f"■ {section}検査", "mincho", 11)
            y += 18
            for result in rows:
                items.append(_mincho_row(ink, result, y, mark, minute(report.collected)))
                y += 16.5
            y += 5
        ink.line(60, 792, 535, 792, 0.8)
        ink.text(60, 806, "検査責任者　磯野 技師　　　以上", "mincho", 9)
        ink.text(535, 822, NOTE, "mincho", 7, align="right", colour=(0.35, 0.35, 0.35))
    return Sheet(ink.bytes(), _truth(report, items, len(chunks)))


def _mincho_head(ink: Ink, report: Report, page: str) -> None:
    who = report.person
    ink.text(297, 56, "検 査 成 績 書", "mincho", 20, align="centre")
    ink.line(60, 66, 535, 66, 1.4)
    ink.line(60, 68.5, 535, 68.5, 0.4)
    ink.text(60, 88, f"フリガナ　{'　'.join(who.kana)}", "mincho", 8.5)
    ink.text(60, 105, f"氏　　名　{who.printed_name()}　殿", "mincho", 13)
    ink.text(
        60, 123, f"生年月日　{era(who.birth)}生（{who.birth:%Y.%m.%d}）　性別　{who.sex_ja}", "mincho", 10
    )
    ink.text(60, 140, f"カルテNo. {who.id}", "mincho", 10)
    ink.text(535, 88, people.HOSPITAL, "mincho", 11, align="right")
    ink.text(535, 105, f"検体採取日時　{report.collected:%Y年%m月%d日 %H:%M}", "mincho", 9.5, align="right")
    ink.text(535, 123, f"報告日時　{report.reported:%Y年%m月%d日 %H:%M}", "mincho", 9.5, align="right")
    ink.text(535, 140, f"頁 {page}", "mincho", 9.5, align="right")
    ink.line(60, 150, 535, 150, 0.8)
    for x, heading, align in (
        (72, "検査名", "left"),
        (300, "測定値", "right"),
        (330, "単　位", "left"),
        (440, "基準値", "left"),
    ):
        ink.text(x, 166, heading, "mincho", 10, align=align)
    ink.line(60, 172, 535, 172, 0.4)


def _mincho_row(ink: Ink, result: Result, y: float, mark: str, effective: str) -> TrueItem:
    name = result.test.name
    ink.text(72, y, name, "mincho", 10.5)
    box = ink.text(300, y, result.value, "mincho", 10.5, align="right")
    flag = ""
    if result.flag and mark == "*":
        flag = "A"
        ink.text(box[0] * ink.width - 5, y, "*", "mincho", 10.5, align="right")
    elif result.flag in ("H", "L"):
        flag = result.flag
        ink.text(306, y, "↑" if flag == "H" else "↓", "mincho", 10.5)
    ink.text(330, y, result.test.unit, "mincho", 10)
    ink.text(440, y, result.reference, "mincho", 10)
    return _item(name, result, flag, effective, ink, box)
