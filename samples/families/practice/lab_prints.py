"""More laboratory reports: dates down and tests across, boxes with the name over the value, a terminal's print."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from samples.families.practice import analytes
from samples.families.practice.dates import stamp
from samples.families.practice.lab_tables import LAB, marks, name_of, picked
from samples.families.practice.opening import opened
from samples.families.practice.paper import Cell, Value
from samples.families.practice.persons import staff
from samples.families.practice.table import Column, Row, any_look, table
from samples.families.practice.typefaces import japanese
from samples.generating.family import Family
from samples.making.truth import Sheet

ALL = (*analytes.BLOOD, *analytes.PROTEIN, *analytes.KIDNEY, *analytes.METABOLIC)


def _dates_down(rng: Random) -> Sheet:
    """A handbook's or dialysis clinic's table: a line for each day, a column for each test."""
    titles = ("検査データ一覧", "透析患者 定期検査一覧", "糖尿病連携 検査記録", "外来検査データ推移")
    wide = rng.random() < 0.5
    sheet = opened(rng, titles, (), timed=False, size=(841.9, 595.3) if wide else (595.3, 841.9))
    paper, sign = sheet.paper, marks(rng)
    tests = sorted(rng.sample(ALL, rng.randint(6, 10) if wide else rng.randint(4, 7)), key=ALL.index)
    step = rng.choice((7, 14, 30))
    days = [sheet.when - timedelta(days=step * n) for n in range(rng.randint(4, 12))]
    if rng.random() < 0.6:
        days.reverse()
    paper.effective = stamp(max(days), time=False)
    under = rng.random() < 0.5  # units in a line of their own under the names
    ranges = rng.random() < 0.5
    names = {t: rng.choice((t.short, name_of(rng, t, "ja"))) for t in tests}
    units = {t: t.units[0] for t in tests}
    limits = {t: analytes.printed_range(t, sheet.printed.person.sex, "-") if ranges else "" for t in tests}
    heads = [names[t] if under or not units[t] else f"{names[t]} ({units[t]})" for t in tests]
    columns = [
        Column(rng.choice(("検査日", "採血日", "日付")), 1.5),
        *(Column(h, 1.3, "centre") for h in heads),
    ]
    rows: list[Row] = []
    if under:
        rows.append(["単位", *(units[t] for t in tests)])
    if ranges:
        rows.append(["基準値", *(limits[t] for t in tests)])
    for day in days:
        row: list[Cell] = [sheet.dates.day(day.date())]
        for test in tests:
            result = analytes.measured(rng, test, sheet.printed.person.sex, odd=0.25)
            mark = sign.printed(result.flag)
            value = Value(
                result.text,
                names[test],
                units[test],
                limits[test],
                sign.meant(result.flag),
                stamp(day, time=False),
                after=f" {mark}" if mark else "",
                colour=sign.colour(result.flag),
            )
            row.append(value if rng.random() > 0.1 else "")
        rows.append(row)
    table(paper, sheet.x, sheet.y, sheet.width, columns, rows, any_look(rng, pt=8.2))
    return paper.finish(sheet.printed, LAB)


def _boxes(rng: Random) -> Sheet:
    """Rows of boxes: names in the upper half, values under them, units and ranges in small print."""
    titles = ("検査結果のお知らせ", "血液検査結果票", "本日の検査結果")
    sheet = opened(rng, titles, ("検査日", "採血日", "検査日時"), lean=True)
    paper, sign, y = sheet.paper, marks(rng), sheet.y
    per, ranges = rng.choice((4, 5, 6)), rng.random() < 0.6
    width = sheet.width / per
    tall = paper.pt * (4.6 if ranges else 3.6)
    ruled = rng.random() < 0.7
    for heading, tests in picked(rng, 2, 4):
        y = paper.headline(sheet.x, y, sheet.width, heading.strip("【】"))
        for number, test in enumerate(tests):
            left, top = sheet.x + width * (number % per), y + tall * (number // per)
            result, unit = analytes.measured(rng, test, sheet.printed.person.sex), test.units[0]
            limits = analytes.printed_range(test, sheet.printed.person.sex, "～") if ranges else ""
            name, mark = name_of(rng, test, rng.choice(("short", "ja"))), sign.printed(result.flag)
            value = Value(
                result.text,
                name,
                unit,
                limits,
                sign.meant(result.flag),
                after=(f" {mark}" if mark else "") + (f" {unit}" if unit else ""),
                colour=sign.colour(result.flag),
            )
            if ruled:
                paper.ink.box(left, top, left + width, top + tall, width=0.4)
            paper.write(
                left + width / 2,
                top + paper.pt * 1.2,
                name,
                align="centre",
                pt=paper.pt * 0.9,
                within=width - 6,
            )
            paper.write(
                left + width / 2,
                top + paper.pt * 2.7,
                value,
                align="centre",
                pt=paper.pt * 1.05,
                within=width - 6,
            )
            if limits:
                paper.write(
                    left + width / 2,
                    top + paper.pt * 4,
                    f"({limits})",
                    align="centre",
                    pt=paper.pt * 0.78,
                    within=width - 6,
                )
        y += tall * -(-len(tests) // per) + paper.pt
    return paper.finish(sheet.printed, LAB)


def _terminal(rng: Random) -> Sheet:
    """Lines of a fixed-pitch printer: number, name, dots, value, mark, unit, range in brackets."""
    titles = ("＊＊＊ 検査結果報告 ＊＊＊", "検査結果照会", "検査報告書（再印刷）")
    face = japanese(rng, fixed_pitch=True)
    sheet = opened(
        rng,
        titles,
        ("採取日時", "採取", "受付日時"),
        face=face,
        style=rng.choice(("inline", "stack")),
        title_pt=12,
    )
    paper, sign, y = sheet.paper, marks(rng), sheet.y
    numbered, dots, brackets = rng.random() < 0.5, rng.random() < 0.6, rng.choice(("[]", "()", "  "))
    dash, way = rng.choice((" - ", "-", "～")), rng.choice(("short", "both", "ja"))
    step = paper.pt * rng.uniform(1.3, 1.6)
    value_x, unit_x, range_x = sheet.x + 250, sheet.x + 285, sheet.x + 375
    line = 0
    for heading, tests in picked(rng, 2, rng.choice((4, 4, 7))):
        y += step
        if y > paper.height - 60:
            y = paper.again()
        paper.write(sheet.x, y, f"--- {heading.strip('【】')} ---")
        for test in tests:
            y, line = y + step, line + 1
            if y > paper.height - 50:
                y = paper.again()
            result, unit = analytes.measured(rng, test, sheet.printed.person.sex), rng.choice(test.units)
            limits, name = (
                analytes.printed_range(test, sheet.printed.person.sex, dash),
                name_of(rng, test, way),
            )
            left = paper.write(sheet.x + 4, y, f"{line:03d} ") if numbered else sheet.x + 4
            right = paper.write(left + 2, y, name)
            start = value_x - paper.measure(result.text)
            if dots and start - right > 24:
                paper.write(
                    right + 6, y, "." * int((start - right - 14) / paper.measure(".")), colour=(0.4, 0.4, 0.4)
                )
            value = Value(
                result.text, name, unit, limits, sign.meant(result.flag), colour=sign.colour(result.flag)
            )
            paper.write(value_x, y, value, align="right")
            paper.write(value_x + 8, y, sign.printed(result.flag))
            paper.write(unit_x, y, unit, within=86)
            paper.write(range_x, y, f"{brackets[0]}{limits}{brackets[1]}".strip())
    paper.write(sheet.x, y + step * 2, f"以上　　　検査者 {staff(rng)}")
    return paper.finish(sheet.printed, LAB)


FAMILIES = (
    Family("lab-report-datesdown", LAB, _dates_down),
    Family("lab-report-tiles", LAB, _boxes),
    Family("lab-report-terminal", LAB, _terminal),
)
