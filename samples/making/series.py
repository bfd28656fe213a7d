"""Further designs: a time series with one column a day, and an English report."""

from __future__ import annotations

from datetime import date

from samples.making import people
from samples.making.catalogue import SECTION_EN, Result
from samples.making.designs import NOTE, Report
from samples.making.ink import PORTRAIT, SANS, SANS_BOLD, Ink
from samples.making.people import Person, era
from samples.making.truth import Sheet, TrueItem, Truth, minute


def time_series(person: Person, days: tuple[date, ...], columns: tuple[tuple[Result, ...], ...]) -> Sheet:
    """A4, items down, days across, newest on the left; the flag stands right after its value."""
    ink, font = Ink(PORTRAIT, "検査結果時系列表"), "pgothic"
    ink.text(36, 42, "検査結果時系列表", font, 16)
    ink.text(559, 42, people.HOSPITAL, font, 10, align="right")
    ink.box(36, 52, 559, 90, width=0.8)
    ink.text(44, 67, f"ID {person.id}", font, 10)
    ink.text(150, 67, f"氏名 {person.printed_name()}", font, 11)
    ink.text(320, 67, f"カナ {' '.join(person.kana)}", font, 9)
    ink.text(500, 67, f"性別 {person.sex_ja}", font, 10)
    ink.text(44, 83, f"生年月日 {person.birth:%Y/%m/%d} ({era(person.birth, short=True)})", font, 9.5)
    ink.text(320, 83, f"出力日 {max(days):%Y/%m/%d}", font, 9.5)
    name_x, unit_x, range_x, first, step = 42.0, 138.0, 212.0, 276.0, 71.0
    right = first + step * len(days)
    ink.box(36, 102, right, 120, width=0.8, fill=(0.9, 0.9, 0.97))
    for x, heading in ((name_x, "検査項目"), (unit_x, "単位"), (range_x, "基準範囲")):
        ink.text(x, 115, heading, font, 9)
    for index, day in enumerate(days):
        ink.text(first + step * index + step / 2, 115, f"{day:%Y/%m/%d}", font, 9, align="centre")
    items, y = [], 120.0
    for row in zip(*columns, strict=True):
        ink.line(36, y + 16, right, y + 16, 0.35, 0.4)
        base, test = y + 11.8, row[0].test
        ink.text(name_x, base, test.name, font, 9)
        ink.text(unit_x, base, test.unit, font, 8.5)
        ink.text(range_x, base, row[0].reference, font, 8.5)
        for index, result in enumerate(row):
            x = first + step * index + step * 0.66
            box = ink.text(x, base, result.value, font, 9.5, align="right")
            flag = result.flag if result.flag in ("H", "L") else ""
            if flag:
                ink.text(x + 4, base, flag, font, 9.5)
            items.append(
                TrueItem(
                    test.name,
                    result.value,
                    test.unit,
                    result.reference,
                    flag,
                    days[index].isoformat(),
                    1,
                    box,
                )
            )
        y += 16
    for x in (unit_x - 5, range_x - 5, *(first + step * i for i in range(len(days)))):
        ink.line(x, 102, x, y, 0.35, 0.4)
    ink.box(36, 102, right, y, width=0.8)
    ink.text(559, 828, NOTE, font, 7, align="right", colour=(0.35, 0.35, 0.35))
    return Sheet(ink.bytes(), Truth(person, person.printed_name(), tuple(items), max(days).isoformat(), 1))


def english(report: Report) -> Sheet:
    """A4, an English report for foreign patients: flag column H and L, units without Greek letters."""
    ink, who = Ink(PORTRAIT, "Laboratory Report"), report.person
    name = f"{who.roman[0].upper()}, {who.roman[1]}"
    ink.text(48, 52, people.HOSPITAL_EN, SANS_BOLD, 14)
    ink.text(48, 66, "Clinical Laboratory  -  1-2-3 Kaigan-dori, Minato, Imaginary Prefecture", SANS, 8)
    ink.text(547, 52, "LABORATORY REPORT", SANS_BOLD, 12, align="right")
    ink.text(547, 66, "Page 1 of 1", SANS, 8, align="right")
    ink.line(48, 74, 547, 74, 1.2)
    pairs = (
        ("Patient Name:", name, "Collected:", f"{report.collected:%Y-%m-%d %H:%M}"),
        ("Patient ID:", who.id, "Reported:", f"{report.reported:%Y-%m-%d %H:%M}"),
        ("Date of Birth:", f"{who.birth:%Y-%m-%d}", "Specimen:", "Venous blood"),
        ("Sex:", who.sex.capitalize(), "Status:", "FINAL"),
    )
    for index, (label, value, label2, value2) in enumerate(pairs):
        y = 92.0 + 15 * index
        ink.text(48, y, label, SANS, 9.5)
        ink.text(124, y, value, SANS_BOLD, 9.5)
        ink.text(330, y, label2, SANS, 9.5)
        ink.text(395, y, value2, SANS_BOLD, 9.5)
    y = 164.0
    ink.box(48, y - 11, 547, y + 5, width=0, fill=(0.2, 0.3, 0.45))
    heads = (
        (54, "Test", "left"),
        (270, "Result", "right"),
        (286, "Flag", "left"),
        (330, "Units", "left"),
        (440, "Reference Range", "left"),
    )
    for x, heading, align in heads:
        ink.text(x, y, heading, SANS_BOLD, 9.5, align=align, colour=(1, 1, 1))
    items: list[TrueItem] = []
    y += 22
    for section, rows in report.sections():
        ink.text(54, y, SECTION_EN[section], SANS_BOLD, 9.5)
        y += 15
        for result in rows:
            unit = result.test.unit.replace("μ", "u").replace("秒", "sec")
            ink.text(64, y, result.test.english, SANS, 9.5)
            box = ink.text(270, y, result.value, SANS_BOLD if result.flag else SANS, 9.5, align="right")
            flag = result.flag if result.flag in ("H", "L") else ""
            ink.text(294, y, flag, SANS_BOLD, 9.5)
            ink.text(330, y, unit, SANS, 9.5)
            ink.text(440, y, result.reference, SANS, 9.5)
            items.append(
                TrueItem(
                    result.test.english,
                    result.value,
                    unit,
                    result.reference,
                    flag,
                    minute(report.collected),
                    1,
                    box,
                )
            )
            ink.line(54, y + 4, 547, y + 4, 0.25, 0.7)
            y += 14.8
        y += 4
    ink.text(
        48, 818, "SAMPLE - patient, hospital and values are invented.", SANS, 7.5, colour=(0.35, 0.35, 0.35)
    )
    return Sheet(ink.bytes(), Truth(who, name, tuple(items), minute(report.collected), 1, "en"))
