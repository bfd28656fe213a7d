"""Implanted heart devices: lead tables, lead blocks, remote monitoring, follow-up by date, English."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice.dates import stamp
from samples.families.practice.opening import Opened, opened
from samples.families.practice.paper import Cell, Paper, Run, Value
from samples.families.practice.table import Column, Row, any_look, table
from samples.generating.family import Family
from samples.making.truth import Sheet

DEVICE = DocumentType.DEVICE_REPORT
TITLES = (
    "ペースメーカ点検記録",
    "植込みデバイス チェックレポート",
    "ICD/CRT-D 外来チェック結果",
    "デバイスチェック報告書",
)
DAYS = ("チェック日", "点検日", "検査日", "測定日時")
MODELS = ("KB-DR 7100", "Aurea CRT-D K3", "Sola MRI VR-2", "KX210 DR")
Make = Callable[[Random], str]


@dataclass(frozen=True, slots=True)
class Reading:
    """A labelled number: wordings (Japanese), English, unit wordings, and how to make it."""

    names: str
    english: str
    units: str
    make: Make


def _between(low: float, high: float, places: int) -> Make:
    return lambda rng: f"{rng.uniform(low, high):.{places}f}"


IMPEDANCE = Reading(
    "リード抵抗|リードインピーダンス|リード抵抗値|ペーシング抵抗",
    "Lead impedance",
    "Ω|ohm",
    _between(310, 980, 0),
)
THRESHOLD = Reading(
    "閾値|ペーシング閾値|キャプチャ閾値",
    "Capture threshold",
    "V",
    lambda r: f"{r.randrange(2, 11) * 0.25:.2f}",
)
WIDTH = Reading("パルス幅", "pulse width", "ms", lambda r: r.choice(("0.4", "0.4", "0.5", "1.0")))
SENSING = Reading("波高値|センシング値|心内波高|P/R波高値", "Sensing", "mV", _between(0.6, 19, 1))
SHOCK = Reading("高電圧リード抵抗|ショック抵抗", "HV impedance", "Ω", _between(35, 85, 0))
BATTERY = (
    Reading("電池電圧|バッテリ電圧|電池 電圧", "Battery voltage", "V", _between(2.6, 3.1, 2)),
    Reading("電池残量|推定電池残量", "Battery remaining", "%", _between(8, 99, 0)),
    Reading("推定寿命|予測寿命|残存寿命", "Remaining longevity", "年", _between(0.8, 11, 1)),
    Reading("電池抵抗|バッテリ抵抗", "Battery impedance", "Ω", _between(100, 2500, 0)),
    Reading("充電時間", "Charge time", "秒", _between(7, 11, 1)),
)
SETTINGS = (
    Reading(
        "モード|ペーシングモード",
        "Mode",
        "",
        lambda r: r.choice(("DDDR", "DDD", "VVI", "AAI⇔DDD", "VVIR", "DDIR")),
    ),
    Reading(
        "下限レート|基本レート|Lower Rate",
        "Lower rate",
        "bpm|ppm|min⁻¹",
        lambda r: str(r.randrange(40, 75, 5)),
    ),
    Reading(
        "上限レート|上限トラッキングレート",
        "Upper tracking rate",
        "bpm|ppm",
        lambda r: str(r.randrange(110, 145, 5)),
    ),
    Reading(
        "AV delay|AVディレイ|ペーシングAVディレイ",
        "Paced AV delay",
        "ms",
        lambda r: str(r.randrange(120, 260, 10)),
    ),
)
BURDEN = (
    Reading("心房ペーシング率|Aペーシング率|AP", "Atrial pacing", "%", _between(0, 99, 1)),
    Reading("心室ペーシング率|Vペーシング率|VP", "Ventricular pacing", "%", _between(0, 100, 1)),
    Reading("AT/AF時間率|AT/AFバーデン|AFバーデン", "AT/AF burden", "%", _between(0, 30, 1)),
    Reading("PVC回数|心室期外収縮", "PVCs", "回/時|/時", _between(0, 90, 0)),
)
DAILY = (
    Reading(
        "アクティビティレベル|活動量|患者活動量", "Patient activity", "時間|時間/日", _between(0.3, 7, 1)
    ),
    Reading("呼吸数|夜間呼吸数", "Respiratory rate", "min⁻¹|回/分", _between(11, 24, 0)),
    Reading("平均心拍数|日中平均心拍", "Mean heart rate", "bpm|min⁻¹", _between(55, 95, 0)),
    Reading("夜間心拍数|安静時心拍数", "Night heart rate", "bpm", _between(48, 85, 0)),
    Reading("心拍変動|HRV", "HRV", "ms", _between(30, 160, 0)),
    Reading("胸郭インピーダンス|胸郭内インピーダンス", "Thoracic impedance", "Ω", _between(35, 90, 0)),
    Reading("睡眠時傾斜角|睡眠時上体角度", "Sleep incline", "°|度", _between(5, 50, 0)),
)
LEADS = (
    ("RA", "RV"),
    ("RA", "RV", "LV"),
    ("心房", "心室"),
    ("A", "V"),
    ("RA", "RV", "LV"),
    ("心房(RA)", "右室(RV)", "左室(LV)"),
)


def said(rng: Random, reading: Reading, *, gap: str | None = None, suffix: str = "") -> Value:
    """A reading as label and value; `gap` prints the unit behind the value with that between."""
    name, unit = rng.choice(reading.names.split("|")), rng.choice(reading.units.split("|"))
    after = "" if gap is None or not unit else gap + unit
    return Value(reading.make(rng), name + suffix, unit, after=after)


def some(rng: Random, readings: tuple[Reading, ...], few: int) -> list[Reading]:
    """At least `few`, in order."""
    return [
        readings[n]
        for n in sorted(rng.sample(range(len(readings)), rng.randint(min(few, len(readings)), len(readings))))
    ]


def _pairs(
    paper: Paper, x: float, y: float, width: float, values: list[Value], colon: str, across: int
) -> float:
    """Labels and values, `across` side by side; returns the y under them."""
    column = width / across
    label = max(paper.measure(v.name + colon) for v in values) + paper.pt * 1.5
    for number, value in enumerate(values):
        left, row = x + column * (number % across), y + paper.pt * (1.2 + 1.6 * (number // across))
        paper.write(left + 3, row, value.name + colon, within=column * 0.62)
        paper.write(left + min(label, column * 0.64), row, value, within=column * 0.36)
    return y + paper.pt * 1.6 * (-(-len(values) // across)) + paper.pt


def _device_line(sheet: Opened) -> float:
    rng, paper = sheet.paper.rng, sheet.paper
    implanted = sheet.dates.day((sheet.when - timedelta(days=rng.randrange(200, 3000))).date())
    text = f"デバイス：{rng.choice(MODELS)}　S/N：KB{rng.randrange(10**6):06d}　植込み日：{implanted}"
    paper.write(sheet.x, sheet.y + paper.pt, text, within=sheet.width)
    return sheet.y + paper.pt * 2


def _lead_table(rng: Random) -> Sheet:
    """Leads across, measurements down; threshold with its pulse width in the cell or in a row of its own."""
    sheet = opened(rng, TITLES, DAYS)
    paper, y = sheet.paper, _device_line(sheet)
    colon, across = rng.choice(("：", "", " ")), rng.choice((2, 2, 3))
    gap = rng.choice((" ", ""))
    y = paper.headline(sheet.x, y, sheet.width, rng.choice(("電池", "バッテリ情報", "電池状態")))
    y = _pairs(
        paper, sheet.x, y, sheet.width, [said(rng, r, gap=gap) for r in some(rng, BATTERY, 2)], colon, across
    )
    y = paper.headline(sheet.x, y, sheet.width, rng.choice(("リード測定", "リード情報", "測定結果")))
    leads = rng.choice(LEADS)
    unit_way = rng.choice(("column", "label", "cell"))
    rows: list[Row] = []
    at_width, join = rng.random() < 0.5, rng.choice((" @ ", "@", " / "))
    tests = [SENSING, THRESHOLD, *([] if at_width else [WIDTH]), IMPEDANCE]
    for test in rng.sample(tests, len(tests)):
        name, unit = rng.choice(test.names.split("|")), rng.choice(test.units.split("|"))
        both = test is THRESHOLD and at_width and unit_way != "column"
        inside = unit_way == "cell" or both
        row: list[Cell] = [f"{name} ({unit})" if unit_way == "label" and not both else name]
        if unit_way == "column":
            row.append(unit)
        for lead in leads:
            value = Value(test.make(rng), f"{name} {lead}", unit, after=f" {unit}" if inside else "")
            width = Value(WIDTH.make(rng), f"{name} {lead} パルス幅", "ms", before=join, after=" ms")
            row.append(Run((value, width)) if both else value)
        rows.append(row)
    columns = [Column(rng.choice(("", "項目", "測定項目")), 2)] + (
        [Column("単位", 0.8)] if unit_way == "column" else []
    )
    columns += [Column(lead, 1.5, "centre") for lead in leads]
    y = table(
        paper, sheet.x, y, sheet.width * rng.uniform(0.7, 1), columns, rows, any_look(rng, pt=paper.pt * 0.95)
    )
    y = paper.headline(sheet.x, y + 8, sheet.width, rng.choice(("設定", "プログラム設定", "作動設定")))
    y = _pairs(
        paper, sheet.x, y, sheet.width, [said(rng, r, gap=gap) for r in some(rng, SETTINGS, 2)], colon, across
    )
    y = paper.headline(sheet.x, y, sheet.width, rng.choice(("統計", "ペーシング率・イベント", "イベント")))
    _pairs(
        paper, sheet.x, y, sheet.width, [said(rng, r, gap=gap) for r in some(rng, BURDEN, 2)], colon, across
    )
    return paper.finish(sheet.printed, DEVICE)


def _lead_blocks(rng: Random) -> Sheet:
    """A block for each lead with labels and values under its heading; blocks side by side or under each other."""
    sheet = opened(rng, TITLES, DAYS)
    paper, y = sheet.paper, _device_line(sheet)
    leads, gap, colon = rng.choice(LEADS), rng.choice((" ", "")), rng.choice(("：", "", ":"))
    y = paper.headline(sheet.x, y, sheet.width, rng.choice(("デバイス状態", "電池／設定")))
    general = [said(rng, r, gap=gap) for r in (*some(rng, BATTERY, 2), *some(rng, SETTINGS, 1))]
    y = _pairs(paper, sheet.x, y, sheet.width, general, colon, 2)
    beside = rng.random() < 0.6
    width = sheet.width / len(leads) - 6 if beside else sheet.width * 0.6
    wording = rng.randrange(10)
    top = lowest = y
    for number, lead in enumerate(leads):
        x = sheet.x + (width + 8) * number if beside else sheet.x
        y = paper.headline(x, top if beside else lowest, width, lead)
        values = []
        for test in (SENSING, THRESHOLD, WIDTH, IMPEDANCE):
            names, units = test.names.split("|"), test.units.split("|")
            name, unit = names[wording % len(names)], units[wording % len(units)]
            values.append(Value(test.make(rng), f"{name} {lead}", unit, after=gap + unit))
        for value in values:
            paper.write(
                x + 3, y + paper.pt * 1.2, value.name.removesuffix(f" {lead}") + colon, within=width * 0.6
            )
            paper.write(x + width - 6, y + paper.pt * 1.2, value, align="right", within=width * 0.4)
            y += paper.pt * 1.6
        lowest = max(lowest, y + paper.pt)
    y = paper.headline(sheet.x, lowest, sheet.width, "診断データ")
    _pairs(paper, sheet.x, y, sheet.width, [said(rng, r, gap=gap) for r in some(rng, BURDEN, 2)], colon, 2)
    return paper.finish(sheet.printed, DEVICE)


def _remote(rng: Random) -> Sheet:
    """Remote monitoring: daily measurements as a list with dot leaders or a table with today and before."""
    titles = ("遠隔モニタリングレポート", "ホームモニタリング定期レポート", "心不全モニタリングレポート")
    sheet = opened(rng, titles, ("送信日時", "データ取得日", "送信日"))
    paper, y = sheet.paper, _device_line(sheet)
    readings = some(rng, BATTERY, 1) + some(rng, BURDEN, 2) + some(rng, DAILY, 4)
    if rng.random() < 0.5:
        dots = rng.choice(("・", ".", "…"))
        for reading in readings:
            value = said(rng, reading, gap=" ")
            right = paper.write(sheet.x + 10, y + paper.pt, value.name)
            value_x = sheet.x + sheet.width * 0.6
            paper.write(right + 4, y + paper.pt, dots * int((value_x - right - 12) / paper.measure(dots)))
            paper.write(value_x, y + paper.pt, value)
            y += paper.pt * 1.8
        return paper.finish(sheet.printed, DEVICE)
    before = rng.choice(("前回", "前回送信", "前回値"))
    columns = [Column("測定項目", 2.4), Column(rng.choice(("今回", "測定値", "最新値")), 1.2, "right"),
               Column(before, 1.2, "right"), Column("単位", 1)]  # fmt: skip
    rows: list[Row] = []
    for reading in readings:
        value = said(rng, reading)
        rows.append(
            [value.name, value, Value(reading.make(rng), f"{value.name} {before}", value.unit), value.unit]
        )
    table(paper, sheet.x, y, sheet.width, columns, rows, any_look(rng, pt=paper.pt))
    return paper.finish(sheet.printed, DEVICE)


def _follow_up(rng: Random) -> Sheet:
    """Visits across (dates), measurements by lead down."""
    sheet = opened(
        rng,
        ("ペースメーカ外来 経過表", "デバイス外来フォローアップ記録", "PM/ICDチェック経過"),
        (),
        timed=False,
    )
    paper, leads = sheet.paper, rng.choice((("A", "V"), ("RA", "RV"), ("RA", "RV", "LV")))
    visits = [sheet.when - timedelta(days=180 * n + rng.randrange(14)) for n in range(rng.randint(2, 4))][
        ::-1
    ]
    paper.effective = stamp(visits[-1], time=False)
    rows: list[Row] = []

    def line(name: str, unit: str, make: Make) -> None:
        cells: list[Cell] = [name, unit]
        for visit in visits:
            cells.append(Value(make(rng), name, unit, effective=stamp(visit, time=False)))
        rows.append(cells)

    for reading in some(rng, BATTERY, 1):
        line(reading.names.split("|")[0], reading.units.split("|")[0], reading.make)
    for reading in (SENSING, THRESHOLD, IMPEDANCE):
        name, unit = rng.choice(reading.names.split("|")), reading.units.split("|")[0]
        for lead in leads:
            line(f"{name} {lead}", unit, reading.make)
    for reading in some(rng, SETTINGS, 1) + some(rng, BURDEN, 1):
        line(reading.names.split("|")[0], reading.units.split("|")[0], reading.make)
    columns = [
        Column("項目", 2.4),
        Column("単位", 0.9),
        *(Column(sheet.dates.day(v.date()), 1.6, "centre") for v in visits),
    ]
    table(paper, sheet.x, sheet.y, sheet.width, columns, rows, any_look(rng, pt=paper.pt * 0.95))
    return paper.finish(sheet.printed, DEVICE)


def _english(rng: Random) -> Sheet:
    """Interrogation summary: battery, leads across, parameters, episodes."""
    titles = ("Device Interrogation Report", "CRM Device Check Summary", "Pacemaker Follow-up Report")
    days = ("Interrogated", "Session date", "Date of visit")
    sheet = opened(rng, titles, days, english=True, extra=[("Device", rng.choice(MODELS))])
    paper, y = sheet.paper, sheet.y
    colon, leads = rng.choice((":", "")), rng.choice((("RA", "RV"), ("RA", "RV", "LV"), ("Atrial", "RV")))

    def words(readings: list[Reading]) -> list[Value]:
        units = {"年": "years", "秒": "s", "回/時": "/h", "時間": "h/day", "回/分": "/min", "min⁻¹": "/min"}
        out = []
        for reading in readings:
            unit = reading.units.split("|")[-1 if reading.units.startswith("Ω") else 0]
            unit = units.get(unit, unit).replace("Ω", "ohms").replace("ohmss", "ohms")
            text = reading.make(rng).replace("⇔", "<=>")
            out.append(Value(text, reading.english, unit, after=f" {unit}" if unit else ""))
        return out

    y = paper.headline(sheet.x, y, sheet.width, "Battery")
    y = _pairs(paper, sheet.x, y, sheet.width, words(some(rng, BATTERY, 2)), colon, 2)
    y = paper.headline(sheet.x, y, sheet.width, "Lead Measurements")
    rows: list[Row] = []
    at_width = rng.random() < 0.5
    for reading, unit in ((SENSING, "mV"), (THRESHOLD, "V"), (IMPEDANCE, "ohms")):
        row: list[Cell] = [reading.english]
        for lead in leads:
            value = Value(reading.make(rng), f"{reading.english} {lead}", unit, after=f" {unit}")
            if reading is THRESHOLD and at_width:
                width = Value(
                    WIDTH.make(rng), f"{reading.english} {lead} pulse width", "ms", before=" @ ", after=" ms"
                )
                row.append(Run((value, width)))
            else:
                row.append(value)
        rows.append(row)
    columns = [Column("", 1.8), *(Column(lead, 1.5, "centre") for lead in leads)]
    y = table(paper, sheet.x, y, sheet.width * 0.9, columns, rows, any_look(rng, pt=paper.pt)) + 10
    y = paper.headline(sheet.x, y, sheet.width, "Parameters and Observations")
    noted = some(rng, SETTINGS, 2) + some(rng, BURDEN, 2) + some(rng, DAILY, 1)
    _pairs(paper, sheet.x, y, sheet.width, words(noted), colon, 2)
    return paper.finish(sheet.printed, DEVICE)


FAMILIES = (
    Family("device-report-leadtable", DEVICE, _lead_table),
    Family("device-report-leadblocks", DEVICE, _lead_blocks),
    Family("device-report-remote", DEVICE, _remote),
    Family("device-report-visits", DEVICE, _follow_up),
    Family("device-report-interrogation", DEVICE, _english, "en"),
)
