"""Laboratory reports that are not one ruled table: columns side by side, dates across, slips, check-ups."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from samples.families.practice import analytes
from samples.families.practice.analytes import Analyte
from samples.families.practice.dates import dating, recent, stamp
from samples.families.practice.heading import patient, title
from samples.families.practice.lab_tables import DASHES, LAB, Marks, marks, name_of, namer, picked
from samples.families.practice.paper import Cell, Paper, Printed, Value
from samples.families.practice.persons import hospital, staff
from samples.families.practice.table import Column, Look, Row, any_look, table
from samples.families.practice.typefaces import japanese
from samples.generating.family import Family
from samples.making.truth import Sheet


def _side_by_side(rng: Random) -> Sheet:
    """Two or three columns of tests, each with or without headings of its own."""
    count = rng.choice((2, 2, 3))
    paper = Paper(rng, "検査結果", japanese(rng), pt=rng.uniform(8.3, 9.5))
    when, dates = recent(rng), dating(rng)
    paper.effective = stamp(when)
    y = title(
        paper,
        42,
        rng.choice(("検査結果報告書", "臨床検査報告書", "検査データ", "緊急検査結果")),
        hospital(rng),
        pt=14,
    )
    extra = ((rng.choice(("採取日時", "検査日時", "採血日時")), dates.moment(when)),)
    printed, y = patient(paper, 36, y + 2, paper.width - 72, when.date(), dates, extra=extra)
    sign, way, dash = marks(rng), namer(rng) if count == 2 else "short", rng.choice(("-", "～", "〜"))
    with_range = count == 2 or rng.random() < 0.5
    flag_first = rng.random() < 0.3
    heads = [
        Column("項目", 3.0 if count == 2 else 2.0),
        Column("結果", 1.3, "right"),
        Column("", 0.5, "centre"),
    ]
    if flag_first:
        heads[1], heads[2] = heads[2], heads[1]
    heads += [Column("単位", 1.7)] + ([Column("基準値", 2.0)] if with_range else [])
    look = any_look(rng, pt=7.8 if count == 2 else 7.2, rules=("grid", "none", "rows", "frame", "head"))
    look = Look(look.rules, look.row, look.pt, rng.random() < 0.7, look.shade)
    gap, width = 10.0, (paper.width - 72 - 10 * (count - 1)) / count
    blocks = _dealt(picked(rng, 4, 6), count)
    lowest = y
    for number, block in enumerate(blocks):
        rows: list[Row] = []
        for heading, tests in block:
            rows.append(heading)
            for test in tests:
                row = _short_row(rng, paper, test, printed, way, dash, sign)
                if flag_first:
                    row[1], row[2] = row[2], row[1]
                rows.append(row if with_range else _without_range(row))
        lowest = max(
            lowest, table(paper, 36 + number * (width + gap), y + 6, width, heads, rows, look, bottom=20)
        )
    paper.write(36, lowest + 16, f"検査者 {staff(rng)}　承認 {staff(rng)}", pt=8)
    return paper.finish(printed, LAB)


def _dealt(sections: list[tuple[str, list[Analyte]]], count: int) -> list[list[tuple[str, list[Analyte]]]]:
    """The sections over the columns, the shortest column first."""
    blocks: list[list[tuple[str, list[Analyte]]]] = [[] for _ in range(count)]
    for section in sections:
        min(blocks, key=lambda b: sum(len(tests) + 1 for _, tests in b)).append(section)
    return blocks


def _short_row(
    rng: Random, paper: Paper, test: Analyte, printed: Printed, way: str, dash: str, sign: Marks
) -> list[Cell]:
    sex = printed.person.sex
    result, unit = analytes.measured(rng, test, sex), test.units[0]
    limits, name = analytes.printed_range(test, sex, dash), name_of(rng, test, way)
    value = Value(result.text, name, unit, limits, sign.meant(result.flag), colour=sign.colour(result.flag))
    return [name, value, sign.printed(result.flag), unit, limits]


def _without_range(row: list[Cell]) -> list[Cell]:
    bare: list[Cell] = []
    for cell in row[:4]:
        bare.append(
            Value(cell.text, cell.name, cell.unit, "", cell.flag, colour=cell.colour)
            if isinstance(cell, Value)
            else cell
        )
    return bare


def _trend(rng: Random) -> Sheet:
    """Dates across, tests down; marks behind the values, blanks where nothing was done."""
    wide = rng.random() < 0.4
    size = (841.9, 595.3) if wide else (595.3, 841.9)
    paper = Paper(rng, "時系列", japanese(rng), size=size, pt=rng.uniform(8.5, 10))
    last, dates = recent(rng), dating(rng)
    count = rng.randint(5, 8) if wide else rng.randint(3, 5)
    step = rng.choice((1, 3, 7, 14, 28))
    moments = [last - timedelta(days=n * step, minutes=rng.randrange(90)) for n in range(count)]
    moments.sort()
    if rng.random() < 0.35:
        moments.reverse()
    timed = rng.random() < 0.5
    paper.effective = stamp(max(moments), time=timed)
    y = title(
        paper,
        42,
        rng.choice(("検査結果時系列", "時系列検査結果一覧", "検査歴照会", "検査結果推移表")),
        hospital(rng),
        pt=14,
    )
    printed, y = patient(paper, 36, y + 2, paper.width - 72, last.date(), dates)
    short = rng.random() < 0.3  # the day only, the year above
    if short and len({m.year for m in moments}) == 1:
        paper.write(36, y + 12, f"{moments[0].year}年", pt=9)
        y += 16
        heads = [dates.short(m) for m in moments]
    else:
        heads = [f"{m:%Y/%m/%d}" for m in moments]
    unit_first = rng.random() < 0.5
    lead = [Column(rng.choice(("検査項目", "項目名", "項目")), 2.6)]
    side = [Column("単位", 1.3), Column(rng.choice(("基準値", "基準範囲")), 1.8)]
    columns = [*lead, *side] if unit_first else [*lead, side[1], side[0]]
    behind = rng.random() < 0.3
    columns = lead if behind else columns
    columns = columns + [Column(h, 1.6, rng.choice(("right", "right", "centre"))) for h in heads]
    columns += side if behind else []
    sign, way, dash = marks(rng), namer(rng), rng.choice(DASHES)
    rows: list[Row] = []
    if timed:
        times: list[Cell] = [f"{m:%H:%M}" for m in moments]
        rows.append(["", *times, "", ""] if behind else ["", "", "", *times])
    for heading, tests in picked(rng, 2, 3):
        if rng.random() < 0.5:
            rows.append(heading)
        for test in tests:
            rows.append(_series(rng, test, printed, moments, timed, (way, dash, sign), behind, unit_first))
    look = any_look(rng, pt=rng.uniform(7.8, 9), rules=("grid", "rows", "zebra", "head", "grid"))
    table(paper, 36, y + 6, paper.width - 72, columns, rows, look, bottom=36)
    return paper.finish(printed, LAB)


def _series(
    rng: Random,
    test: Analyte,
    printed: Printed,
    moments: list[datetime],
    timed: bool,
    style: tuple[str, str, Marks],
    behind: bool,
    unit_first: bool,
) -> list[Cell]:
    way, dash, sign = style
    unit, sex = rng.choice(test.units), printed.person.sex
    limits, name = analytes.printed_range(test, sex, dash), name_of(rng, test, way)
    values: list[Cell] = []
    for moment in moments:
        result = analytes.measured(rng, test, sex)
        mark = sign.printed(result.flag)
        if rng.random() < 0.12:
            values.append(rng.choice(("", "", "-")))
            continue
        in_front = mark in ("H", "L", "*") and unit_first
        values.append(
            Value(
                result.text,
                name,
                unit,
                limits,
                sign.meant(result.flag),
                stamp(moment, time=timed),
                before=f"{mark} " if in_front else "",
                after=f" {mark}" if mark and not in_front else "",
                colour=sign.colour(result.flag),
            )
        )
    if behind:
        return [name, *values, unit, limits]
    return [name, *((unit, limits) if unit_first else (limits, unit)), *values]


def _slip(rng: Random) -> Sheet:
    """A printer slip of an analyser: narrow, fixed pitch, no headings, marks at the values."""
    size = (rng.choice((165.0, 200.0, 226.0)), 560.0)
    paper = Paper(rng, "slip", japanese(rng, fixed_pitch=True), size=size, pt=rng.uniform(8.2, 9.2))
    when, dates = recent(rng), dating(rng)
    paper.effective = stamp(when)
    tests = rng.choice(
        (analytes.BLOOD + analytes.DIFFERENTIAL, analytes.PROTEIN + analytes.KIDNEY, analytes.METABOLIC)
    )
    x, right, y = 10.0, size[0] - 10, 20.0
    paper.write(
        x,
        y,
        rng.choice(("＊＊ 検査結果 ＊＊", "血液検査レポート", "測定結果", "迅速検査")),
        pt=paper.pt * 1.15,
    )
    y += paper.pt * 1.7
    paper.write(x, y, dates.moment(when))
    printed, y = patient(paper, x, y + 3, right - x, when.date(), dates, style="stack", lean=True)
    if rng.random() < 0.6:
        paper.write(x, y + 6, rng.choice(("-" * 24, "=" * 22)), within=right - x)
        y += 8
    sign, ranges, row_pt = marks(rng), rng.random() < 0.5, paper.pt * rng.uniform(1.35, 1.7)
    one_run = rng.random() < 0.4
    for test in sorted(rng.sample(tests, min(len(tests), rng.randint(6, 12))), key=tests.index):
        y += row_pt
        result = analytes.measured(rng, test, printed.person.sex)
        unit, mark = test.units[0], sign.printed(result.flag)
        limits = analytes.printed_range(test, printed.person.sex, "-") if ranges else ""
        value = Value(
            result.text,
            test.short,
            unit,
            limits,
            sign.meant(result.flag),
            before=f"{mark} " if one_run and mark else "",
            after=f" {unit}" if one_run else "",
        )
        paper.write(x, y, test.short)
        if one_run:
            paper.write(right, y, value, align="right")
        else:
            paper.write(x + (right - x) * 0.52, y, value, align="right")
            paper.write(x + (right - x) * 0.55, y, mark)
            paper.write(x + (right - x) * 0.64, y, unit, within=(right - x) * 0.36)
        if limits:
            y += row_pt * 0.8
            paper.write(x + paper.pt * 2, y, f"({limits})", pt=paper.pt * 0.85)
    paper.write(
        x, y + row_pt * 1.6, rng.choice(("----- END -----", f"S/N {rng.randrange(10**5):05d}")), pt=7.5
    )
    return paper.finish(printed, LAB)


def _checkup(rng: Random) -> Sheet:
    """A health check: categories down the left, this year's value and earlier ones, usual values, judgement."""
    paper = Paper(rng, "健康診断", japanese(rng), pt=rng.uniform(8.8, 10))
    when, dates = recent(rng), dating(rng)
    paper.effective = stamp(when, time=False)
    earlier = [when - timedelta(days=365 * n + rng.randrange(-20, 20)) for n in range(1, rng.choice((2, 3)))]
    head = rng.choice(("定期健康診断結果表", "健康診断結果報告書", "人間ドック成績表 血液検査"))
    y = title(paper, 44, head, hospital(rng))
    extra = ((rng.choice(("受診日", "健診日", "受診年月日")), dates.day(when.date())), ("所属", "架空製作所"))
    printed, y = patient(paper, 40, y + 2, paper.width - 80, when.date(), dates, extra=extra)
    sign, dash, way = marks(rng), rng.choice(DASHES), rng.choice(("ja", "ja", "both"))
    columns = [Column("区分", 1.5), Column("検査項目", 2.8), Column("単位", 1.4), Column("基準値", 1.8)]
    columns += [Column(dates.day(m.date()), 1.7, "right") for m in (when, *earlier)]
    look = any_look(rng, pt=rng.uniform(8, 9), rules=("grid", "rows"))
    rows: list[Row] = []
    for heading, tests in picked(rng, 2, 4):
        for number, test in enumerate(tests):
            values = _series(rng, test, printed, [when, *earlier], False, (way, dash, sign), False, True)
            rows.append([heading.strip("【】") if number == 0 else "", values[0], *values[1:]])
    table(paper, 40, y + 6, paper.width - 80, columns, rows, look, bottom=80)
    return paper.finish(printed, LAB)


FAMILIES = (
    Family("lab-report-abreast", LAB, _side_by_side),
    Family("lab-report-course", LAB, _trend),
    Family("lab-report-slip", LAB, _slip),
    Family("lab-report-checkup", LAB, _checkup),
)
