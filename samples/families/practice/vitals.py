"""Vital signs and nursing charts: times across, times down, a week's temperature chart, one visit, English."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

from mappers.model import DocumentType
from samples.families.practice.dates import stamp
from samples.families.practice.opening import Opened, opened
from samples.families.practice.paper import Cell, Value
from samples.families.practice.persons import staff
from samples.families.practice.table import Column, Row, any_look, table
from samples.generating.family import Family
from samples.making.truth import Sheet

VITALS = DocumentType.VITALS


@dataclass(frozen=True, slots=True)
class Sign:
    """A row of a chart: wordings, unit wordings, usual value and spread, decimals."""

    names: str
    units: str
    middle: float
    spread: float
    places: int = 0


TEMPERATURE = Sign("体温|BT|体温(腋窩)|KT", "℃|°C", 36.9, 0.8, 1)
PULSE = Sign("脈拍|脈拍数|PR|P|心拍数", "回/分|/分|bpm", 78, 16)
PRESSURE = Sign("血圧|BP|NIBP|血圧(収縮期/拡張期)", "mmHg", 125, 18)
BREATHS = Sign("呼吸数|呼吸|RR|R", "回/分|/分", 18, 4)
SATURATION = Sign("SpO2|SpO₂|酸素飽和度|ＳｐＯ２", "%|％", 97, 1.6)
OTHERS = (
    Sign("尿量|尿量(8h)", "mL|ml", 480, 220),
    Sign("体重", "kg", 58, 0.7, 1),
    Sign("血糖|血糖値|BS", "mg/dL", 148, 50),
    Sign("酸素流量|O2", "L/分|L/min", 2, 1),
    Sign("疼痛NRS|NRS|痛み(NRS)", "", 3, 2),
    Sign("GCS", "", 14, 1),
    Sign("飲水量", "mL", 900, 300),
    Sign("点滴量", "mL", 1000, 400),
)
BASIC = (TEMPERATURE, PULSE, PRESSURE, BREATHS, SATURATION)
TITLES = ("バイタルサイン一覧", "経過表", "フローシート", "バイタルサイン測定記録", "看護記録（バイタル）")


def reading(rng: Random, sign: Sign) -> str:
    """A plausible value as printed."""
    if sign is PRESSURE:
        high = round(rng.gauss(sign.middle, sign.spread))
        return f"{high}/{round(high * rng.uniform(0.5, 0.68))}"
    if sign is SATURATION:
        return str(min(100, max(82, round(rng.gauss(sign.middle, sign.spread)))))
    if sign.middle <= 15 and not sign.places:
        return str(max(0, min(15, round(rng.gauss(sign.middle, sign.spread)))))
    value = max(sign.middle * 0.55, rng.gauss(sign.middle, sign.spread))
    return f"{value:.{sign.places}f}"


@dataclass(frozen=True, slots=True)
class Named:
    """A sign as one sheet words it."""

    sign: Sign
    name: str
    unit: str


def chosen(rng: Random, few: int, many: int) -> list[Named]:
    """Basic signs and some others, worded for a sheet."""
    signs = [s for s in BASIC if s is PRESSURE or rng.random() < 0.9] + rng.sample(
        OTHERS, rng.randint(few, many)
    )
    if rng.random() < 0.3:
        rng.shuffle(signs)
    pulse_short = rng.random() < 0.3
    out = []
    for sign in signs:
        names = sign.names.split("|")
        name = names[
            1
            if sign in (PULSE, BREATHS, TEMPERATURE, PRESSURE) and pulse_short
            else rng.randrange(len(names))
        ]
        out.append(Named(sign, name, rng.choice(sign.units.split("|"))))
    return out


def _moments(rng: Random, start: datetime, count: int) -> list[datetime]:
    step = rng.choice((1, 2, 4, 6))
    first = start.replace(minute=rng.choice((0, 0, 30)), hour=rng.choice((0, 6, 8)))
    return [first + timedelta(hours=n * step) for n in range(count)]


def _value(one: Named, text: str, when: datetime, *, timed: bool = True, unit: str | None = None) -> Value:
    return Value(text, one.name, one.unit if unit is None else unit, effective=stamp(when, time=timed))


def _times_across(rng: Random) -> Sheet:
    """Signs down, times of one or two days across."""
    size = rng.choice(((595.3, 841.9), (841.9, 595.3)))
    sheet = opened(rng, TITLES, (), timed=False, size=size)
    moments = _moments(rng, sheet.when, rng.randint(5, 8 if size[0] < 800 else 10))
    paper, dates = sheet.paper, sheet.dates
    paper.effective = stamp(moments[-1])
    days = [m.date() for m in moments]
    two_days = len(set(days)) > 1
    unit_way = rng.choice(("column", "label", "label"))
    lead = [Column("項目", 2.6)] + ([Column("単位", 1.1)] if unit_way == "column" else [])
    rows: list[Row] = []
    blank: list[Cell] = [""] * len(lead)
    in_heading = two_days or rng.random() < 0.5  # the day stands in the table
    if in_heading:
        heads = [dates.day(d) if n == 0 or d != days[n - 1] else "" for n, d in enumerate(days)]
        if rng.random() < 0.5:
            heads = [f"{d:%m/%d}" for d in days]
            paper.write(
                sheet.x, sheet.y + paper.pt * 0.6, f"期間：{dates.day(days[0])} ～ {dates.day(days[-1])}"
            )
        rows.append([*blank[:-1], "時刻", *(f"{m:%H:%M}" for m in moments)])
    else:
        paper.write(
            sheet.x,
            sheet.y + paper.pt * 0.6,
            f"{rng.choice(('測定日', '日付', '記録日'))}：{dates.day(days[0])}",
        )
        heads = [f"{m:%H:%M}" for m in moments]
    for one in chosen(rng, 0, 4):
        label = f"{one.name} ({one.unit})" if unit_way == "label" and one.unit else one.name
        cells: list[Cell] = [label, *([one.unit] if unit_way == "column" else [])]
        for moment in moments:
            empty = rng.random() < (0.15 if one.sign in BASIC else 0.5)
            cells.append("" if empty else _value(one, reading(rng, one.sign), moment))
        rows.append(cells)
    columns = [*lead, *(Column(h, 1.3, "centre") for h in heads)]
    look = any_look(rng, pt=8.4, rules=("grid", "grid", "rows", "zebra"))
    y = table(paper, sheet.x, sheet.y + paper.pt * 1.5, sheet.width, columns, rows, look)
    if rng.random() < 0.6:
        paper.write(
            sheet.x,
            y + 18,
            "看護記録："
            + rng.choice(("10時 倦怠感の訴えあり。", "夜間良眠。", "14時 トイレ歩行、ふらつきなし。")),
        )
    return paper.finish(sheet.printed, VITALS)


def _times_down(rng: Random) -> Sheet:
    """A line for each measurement; the day printed once or on each line."""
    sheet = opened(rng, ("バイタル測定一覧", "検温表", "バイタルサイン記録", "観察記録一覧"), (), timed=False)
    paper, signs = sheet.paper, chosen(rng, 0, 2)
    step, count = rng.choice((2, 3, 4, 6)), rng.choice((7, 10, 13, 16, 48))
    moments = [sheet.when + timedelta(hours=n * step, minutes=rng.randrange(50)) for n in range(count)]
    paper.effective = stamp(moments[-1])
    each = rng.random() < 0.5
    one_column = rng.random() < 0.4
    heads = [f"{s.name}({s.unit})" if s.unit else s.name for s in signs]
    columns = [Column("日時", 2.6)] if one_column else [Column("日付", 1.7), Column("時刻", 1)]
    columns += [Column(h, 1.5 if len(h) < 9 else 2.4, "centre") for h in heads]
    signed = rng.random() < 0.5
    columns += [Column("記録者", 1.4)] if signed else []
    nurse = staff(rng)
    rows: list[Row] = []
    last = None
    for moment in moments:
        day = sheet.dates.day(moment.date()) if each or one_column or moment.date() != last else ""
        last = moment.date()
        row: list[Cell] = [f"{day} {moment:%H:%M}"] if one_column else [day, f"{moment:%H:%M}"]
        for one in signs:
            row.append("" if rng.random() < 0.12 else _value(one, reading(rng, one.sign), moment))
        rows.append(row + ([nurse] if signed else []))
    table(paper, sheet.x, sheet.y, sheet.width, columns, rows, any_look(rng, pt=8.6))
    return paper.finish(sheet.printed, VITALS)


def _week(rng: Random) -> Sheet:
    """A temperature chart (温度板): a curve above, a table of days under it."""
    sheet = opened(rng, ("温度板", "体温表", "経過記録（温度板）"), (), timed=False)
    paper, count = sheet.paper, rng.choice((5, 7))
    days = [sheet.when + timedelta(days=n) for n in range(count)]
    paper.effective = stamp(days[-1], time=False)
    label_w = 96.0
    day_w = (sheet.width - label_w) / count
    left, y = sheet.x + label_w, sheet.y
    signs = [TEMPERATURE, PULSE, PRESSURE, *([SATURATION] if rng.random() < 0.6 else [])]
    with_year = rng.random() < 0.5
    full = [f"{d:%Y/%m/%d}" for d in days]
    heads = [full[n] if with_year or n == 0 else f"{d.month}/{d.day}" for n, d in enumerate(days)]
    row_h, pt = 15.0, 8.2

    def line(label: str, texts: Sequence[Cell]) -> None:
        nonlocal y
        paper.write(sheet.x + 3, y + 10.5, label, pt=pt, within=label_w - 5)
        for number, text in enumerate(texts):
            middle = left + day_w * (number + 0.5)
            paper.write(middle, y + 10.5, text, pt=pt, align="centre", within=day_w - 3)
            paper.ink.line(left + day_w * number, y, left + day_w * number, y + row_h, 0.4)
        y += row_h
        paper.rule(sheet.x, y, sheet.x + sheet.width, 0.4)

    top = y
    paper.rule(sheet.x, y, sheet.x + sheet.width)
    line("月日", heads)
    line(rng.choice(("病日", "入院日数", "術後日数")), [f"{n + 2}" for n in range(count)])
    _curve(rng, sheet, left, y, day_w * count)
    y += 110
    paper.rule(sheet.x, y, sheet.x + sheet.width, 0.4)
    for sign in signs:
        one = Named(sign, sign.names.split("|")[0], sign.units.split("|")[0])
        label = f"{one.name} {one.unit}" if rng.random() < 0.5 else f"{one.name}({one.unit})"
        line(label, [_value(one, reading(rng, sign), d, timed=False) for d in days])
    extras: list[tuple[str, str, Callable[[], str]]] = [
        ("尿量", "mL", lambda: str(rng.randrange(700, 2300, 10))),
        ("尿回数", "回", lambda: str(rng.randint(4, 11))),
        ("便", "回", lambda: str(rng.randint(0, 4))),
        ("体重", "kg", lambda: f"{rng.uniform(42, 80):.1f}"),
        ("食事量 (主/副)", "", lambda: rng.choice(("10/10", "8/6", "5/5", "10/8", "3/2"))),
    ]
    for name, unit, make in extras:
        if rng.random() < 0.75:
            bare = name.split(" (")[0] if "/" in name else name
            cells: list[Cell] = []
            for day in days:
                said = Value(make(), bare, unit, effective=stamp(day, time=False))
                cells.append(said if rng.random() > 0.15 else "")
            line(f"{name}({unit})" if unit else name, cells)
    paper.ink.box(sheet.x, top, sheet.x + sheet.width, y)
    paper.ink.line(left, top, left, y)
    return paper.finish(sheet.printed, VITALS)


def _curve(rng: Random, sheet: Opened, left: float, top: float, width: float) -> None:
    """Temperature and pulse drawn over a grid with a scale."""
    paper = sheet.paper
    for number in range(6):
        y = top + 10 + number * 18
        paper.rule(left, y, left + width, 0.3, 0.7)
        paper.write(left - 6, y + 3, f"{40 - number}", align="right", pt=7)
        paper.write(left - 40, y + 3, f"{140 - 20 * number}", align="right", pt=7)
    paper.write(left - 66, top + 8, "脈拍", pt=6.5)
    points = [(left + width * (n + 0.5) / 20, top + 62 + rng.uniform(-22, 18)) for n in range(20)]
    for (x0, y0), (x1, y1) in pairwise(points):
        paper.ink.line(x0, y0, x1, y1, 0.8, 0.2)


def _one_visit(rng: Random) -> Sheet:
    """Measurements of one visit as labels and values, in one or two columns."""
    titles = ("バイタルサイン", "外来測定票", "診察前測定結果", "身体計測・血圧測定")
    sheet = opened(rng, titles, ("測定日時", "測定日", "来院日時"), lean=True)
    paper, y = sheet.paper, sheet.y + 6
    extra = [
        Sign("身長", "cm", 160, 9, 1),
        Sign("体重", "kg", 58, 10, 1),
        Sign("BMI", "kg/m²|", 22.5, 3, 1),
        Sign("腹囲", "cm", 84, 8, 1),
    ]
    basic = chosen(rng, 0, 1)
    taken = {n.name for n in basic}
    signs = basic + [
        Named(s, s.names, s.units.split("|")[0]) for s in extra if rng.random() < 0.6 and s.names not in taken
    ]
    colon = rng.choice(("：", "", " "))
    pairs = rng.choice((1, 2))
    ruled = rng.random() < 0.4
    for number, one in enumerate(signs):
        left = sheet.x + (number % pairs) * sheet.width / 2
        row = y + paper.pt * 2 * (number // pairs)
        value = Value(reading(rng, one.sign), one.name, one.unit, after=f" {one.unit}" if one.unit else "")
        paper.write(left + 5, row + paper.pt * 1.4, one.name + colon)
        paper.write(left + 125, row + paper.pt * 1.4, value)
        if ruled:
            paper.ink.box(left, row, left + sheet.width / 2 - 6, row + paper.pt * 2, width=0.4)
    return paper.finish(sheet.printed, VITALS)


def _english(rng: Random) -> Sheet:
    """Vital signs flowsheet."""
    sheet = opened(
        rng, ("Vital Signs Flowsheet", "VITAL SIGNS", "Nursing Flowsheet"), (), english=True, timed=False
    )
    words = {id(TEMPERATURE): ("Temp", "°C"), id(PULSE): ("Heart Rate", "bpm"), id(PRESSURE): ("BP", "mmHg"),
             id(BREATHS): ("Resp Rate", "/min"), id(SATURATION): ("SpO2", "%")}  # fmt: skip
    signs = [Named(s, *words[id(s)]) for s in BASIC]
    moments = _moments(rng, sheet.when, rng.randint(4, 7))
    down = rng.random() < 0.5
    rows: list[Row] = []
    if down:
        columns = [
            Column("Date / Time", 2.2),
            *(Column(f"{s.name} ({s.unit})", 1.5, "centre") for s in signs),
        ]
        for moment in moments:
            rows.append([f"{sheet.dates.day(moment.date())} {moment:%H:%M}",
                         *(_value(s, reading(rng, s.sign), moment) for s in signs)])  # fmt: skip
    else:
        day = sheet.dates.day
        columns = [Column("", 1.8), *(Column(day(m.date()), 1.6, "centre") for m in moments)]
        rows.append(["Time", *(f"{m:%H:%M}" for m in moments)])
        for s in signs:
            rows.append([f"{s.name} ({s.unit})", *(_value(s, reading(rng, s.sign), m) for m in moments)])
    sheet.paper.effective = stamp(moments[-1])
    table(
        sheet.paper,
        sheet.x,
        sheet.y,
        sheet.width,
        columns,
        rows,
        any_look(rng, pt=8.8, rules=("grid", "rows", "zebra")),
    )
    return sheet.paper.finish(sheet.printed, VITALS)


FAMILIES = (
    Family("vitals-across", VITALS, _times_across),
    Family("vitals-down", VITALS, _times_down),
    Family("vitals-ondoban", VITALS, _week),
    Family("vitals-visit", VITALS, _one_visit),
    Family("vitals-flowsheet", VITALS, _english, "en"),
)
