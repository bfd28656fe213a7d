"""Vitals: a chart with times across, a log with times down, a visit's list, an English log, a dense board."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.build.ward_sheet import WardSheet
from samples.generating.family import Family
from samples.making.ink import PORTRAIT
from samples.making.truth import Sheet

_LANDSCAPE = (PORTRAIT[1], PORTRAIT[0])


@dataclass(frozen=True, slots=True)
class _Sign:
    names: tuple[str, ...]
    english: tuple[str, ...]
    unit: str
    low: float
    high: float
    decimals: int


_SIGNS = (
    _Sign(("体温", "BT", "KT", "腋窩温"), ("Temp", "Temperature", "T"), "℃", 35.6, 39.4, 1),
    _Sign(("脈拍", "P", "脈拍数", "HR", "心拍数"), ("Pulse", "HR", "Heart Rate"), "回/分", 48, 128, 0),
    _Sign(("血圧", "BP", "NIBP"), ("BP", "Blood Pressure", "NIBP"), "mmHg", 88, 178, 0),
    _Sign(("呼吸数", "R", "RR", "呼吸"), ("RR", "Resp", "Respiratory Rate"), "回/分", 10, 30, 0),
    _Sign(("SpO2", "SPO2", "SpO₂", "酸素飽和度"), ("SpO2", "O2 Sat", "SpO₂"), "%", 88, 100, 0),
    _Sign(("尿量", "時間尿量"), ("Urine output", "Urine"), "mL", 20, 450, 0),
    _Sign(("体重",), ("Weight", "Wt"), "kg", 38, 92, 1),
    _Sign(("血糖", "血糖値", "BS"), ("Glucose", "Blood glucose"), "mg/dL", 68, 288, 0),
    _Sign(("疼痛(NRS)", "NRS", "疼痛スケール"), ("Pain score", "Pain"), "", 0, 9, 0),
    _Sign(("意識レベル", "JCS", "意識"), ("GCS", "LOC"), "", 0, 0, 0),
    _Sign(("食事量", "食事摂取量"), ("Meal intake",), "", 0, 0, 0),
)


def _value(random: Random, sign: _Sign, english: bool) -> str:
    if sign.names[0] == "血圧":
        high = random.randrange(88, 178)
        return f"{high}/{high - random.randrange(28, 62)}"
    if sign.names[0] == "意識レベル":
        return (
            random.choice(("15", "E4V5M6", "14", "E3V4M6"))
            if english
            else random.choice(("0", "I-1", "I-3", "II-10", "清明"))
        )
    if sign.names[0] == "食事量":
        return (
            f"{random.randrange(0, 101, 10)}" if english else f"{random.randrange(11)}/{random.randrange(11)}"
        )
    return f"{random.uniform(sign.low, sign.high):.{sign.decimals}f}"


def _chosen(random: Random, count: int, english: bool) -> list[tuple[_Sign, str]]:
    signs = [s for i, s in enumerate(_SIGNS) if i < 5 or i in random.sample(range(5, len(_SIGNS)), count)]
    return [(s, random.choice(s.english if english else s.names)) for s in signs]


def _flag(random: Random, value: str) -> str:
    return (
        random.choice(("H", "L"))
        if value[:1].isdigit() and "/" not in value and random.random() < 0.06
        else ""
    )


def _days_and_times(sheet: WardSheet, days: int, hours: tuple[int, ...]) -> list[datetime]:
    return [sheet.day + timedelta(days=d, hours=h) for d in range(days) for h in hours]


def chart(random: Random) -> Sheet:
    """Times across under days, rows ruled, the unit behind the name, in its own column or at the value."""
    sheet = WardSheet(random, size=_LANDSCAPE)
    y = sheet.head(
        random.choice(("経過表", "バイタルサイン経過表", "看護経過記録", "体温表")),
        random.choice(("記録日", "開始日", "作成日")),
        (("病棟", "3階東"), ("病日", "5日目")),
    )
    hours = random.choice(((6, 14, 20), (6, 10, 14, 18), (7, 19)))
    times = _days_and_times(sheet, random.choice((2, 3)), hours)
    units = random.choice(("name", "column", "value"))
    left, width = 150.0 + (45 if units == "column" else 0), 0.0
    width = (sheet.ink.width - 40 - left) / len(times)
    sheet.put(44, y, random.choice(("日付", "月日")))
    style = random.choice(("{0.month}/{0.day}", "{0.month}月{0.day}日", "{0.month}/{0.day}({1})"))
    centred = random.random() < 0.5
    for i in range(0, len(times), len(hours)):
        text = style.format(times[i], "月火水木金土日"[times[i].weekday()])
        x = left + (i + len(hours) / 2) * width if centred else left + i * width + 4
        sheet.put(x, y, text, align="centre" if centred else "left")
    y += 15
    sheet.put(44, y, random.choice(("時刻", "時間")))
    clock = random.choice(("{:%H:%M}", "{0.hour}:00", "{0.hour}時"))
    for i, t in enumerate(times):
        sheet.put(left + (i + 0.5) * width, y, clock.format(t), align="centre")
    if units == "column":
        sheet.put(150, y, "単位")
    for sign, name in _chosen(random, random.choice((2, 3)), False):
        y += 17
        sheet.ink.line(40, y - 12, sheet.ink.width - 40, y - 12, 0.3)
        sheet.put(
            44, y, f"{name}({sign.unit})" if units == "name" and sign.unit and "(" not in name else name
        )
        unit = sign.unit if units != "name" or "(" not in name else ""
        if units == "column" and sign.unit:
            sheet.put(150, y, sign.unit)
        for i, t in enumerate(times):
            if random.random() < 0.2:
                if random.random() < 0.3:
                    sheet.put(left + (i + 0.5) * width, y, "-", align="centre")
                continue
            value = _value(random, sign, False)
            glued = units == "value" and len(sign.unit) < 3 and bool(sign.unit)
            sheet.value(
                name, value, (left + (i + 0.5) * width, y), align="centre", effective=t,
                unit=unit if units != "value" or glued else "", printed=value + sign.unit if glued else "",
            )  # fmt: skip
    sheet.put(44, y + 30, "【看護記録】夜間良眠。朝より食欲あり、バイタル 36.5℃ 台で経過。")
    return sheet.sheet(DocumentType.VITALS)


def log(random: Random) -> Sheet:
    """Times down: day (printed once or always), time, parameters across with units below or in brackets."""
    sheet = WardSheet(random)
    y = sheet.head(
        random.choice(("バイタル測定記録", "観察記録", "検温表", "バイタルサイン一覧")),
        random.choice(("出力日", "記録日")),
    )
    signs = _chosen(random, 1, False)
    units = random.choice(("brackets", "below", "none"))
    one = random.random() < 0.4
    columns = [("日時", 92.0)] if one else [("日付", 62.0), ("時刻", 46.0)]
    x, at = 44.0, []
    for heading, width in columns:
        sheet.put(x, y, heading)
        at.append(x)
        x += width
    step = (sheet.ink.width - 90 - x) / len(signs)
    xs = [x + i * step for i in range(len(signs))]
    short = units == "brackets" and step < 75
    for (sign, name), left in zip(signs, xs, strict=True):
        bracket = units == "brackets" and sign.unit and "(" not in name and not short
        sheet.put(left, y, f"{name}({sign.unit})" if bracket else name, 8)
    sheet.put(sheet.ink.width - 80, y, random.choice(("備考", "サイン", "記録者")))
    if units == "below":
        y += 12
        for (sign, _), left in zip(signs, xs, strict=True):
            if sign.unit:
                sheet.put(left, y, f"({sign.unit})", 7.5)
    sheet.ink.line(40, y + 4, sheet.ink.width - 40, y + 4)
    times = _days_and_times(sheet, 4, random.choice(((6, 14, 20), (9, 21))))
    for number, planned in enumerate(times):
        t = planned + timedelta(minutes=random.randrange(40))
        y += 16
        if one:
            sheet.put(at[0], y, f"{t:%m/%d %H:%M}")
        else:
            if number == 0 or t.date() != times[number - 1].date() or units == "none":
                sheet.put(at[0], y, f"{t:%Y/%m/%d}" if units == "below" else f"{t.month}/{t.day}")
            sheet.put(at[1], y, f"{t:%H:%M}")
        for (sign, name), left in zip(signs, xs, strict=True):
            if random.random() < 0.12:
                continue
            value = _value(random, sign, False)
            printed_unit = units == "below" or (units == "brackets" and not short and "(" not in name)
            sheet.value(name, value, (left, y), effective=t, unit=sign.unit if printed_unit else "")
        sheet.put(sheet.ink.width - 80, y, random.choice(("佐藤", "山本", "", "鈴木Ns")))
    return sheet.sheet(DocumentType.VITALS)


def visit(random: Random) -> Sheet:
    """One visit: labels and values in one or two columns, units at the value."""
    sheet = WardSheet(random)
    y = sheet.head(
        random.choice(("訪問看護記録書", "バイタルサイン", "救急外来記録", "身体計測・バイタル記録")),
        random.choice(("測定日", "訪問日", "来院日")),
    )
    sheet.put(44, y, random.choice(("■ バイタルサイン", "【バイタルサイン】", "1. バイタルサイン")))
    columns = random.choice((1, 2))
    colon = random.choice(("：", " ", ":"))
    for number, (sign, name) in enumerate(_chosen(random, 4, False)):
        if number % columns == 0:
            y += 19
        x = 60 + (number % columns) * 260
        value = _value(random, sign, False)
        space = random.choice(("", " "))
        if colon == " ":
            sheet.put(x, y, name)
            sheet.value(
                name,
                value,
                (x + 110, y),
                unit=sign.unit,
                with_time=False,
                printed=f"{value}{space}{sign.unit}",
            )
        else:
            box = sheet.put(x, y, f"{name}{colon}{space}{value}{space}{sign.unit}")
            before = sheet.ink.text_width(f"{name}{colon}{space}", sheet.font, sheet.size) / sheet.ink.width
            own = sheet.ink.text_width(value, sheet.font, sheet.size) / sheet.ink.width
            inside = (box[0] + before, box[1], box[0] + before + own, box[3])
            sheet.remember(name, value, inside, unit=sign.unit, with_time=False)
    y += 34
    sheet.put(44, y, "■ 観察・処置内容")
    for line in ("全身状態は安定。服薬は確認済み。", "下肢浮腫なし。次回は3日後に訪問予定。"):
        y += 16
        sheet.put(60, y, line)
    return sheet.sheet(DocumentType.VITALS)


def english_log(random: Random) -> Sheet:
    """English, times down, units in the headings or below them."""
    sheet = WardSheet(random, language="en")
    y = sheet.head(
        random.choice(("Vital Signs Flowsheet", "Vital Signs", "Observation Chart")),
        random.choice(("Date", "Printed")),
    )
    signs = [(s, n if len(n) < 9 else min(s.english, key=len)) for s, n in _chosen(random, 1, True)]
    units = {"℃": "°C", "回/分": random.choice(("/min", "bpm"))}
    below = random.random() < 0.5
    one = random.random() < 0.5
    x = 44.0
    sheet.put(x, y, "Date/Time" if one else "Date")
    if not one:
        sheet.put(x + 66, y, "Time")
    x += 112
    step = (sheet.ink.width - 50 - x) / len(signs)
    for i, (_, name) in enumerate(signs):
        sheet.put(x + i * step, y, name, 8)
    if below:
        y += 11
        for i, (sign, _) in enumerate(signs):
            sheet.put(x + i * step, y, f"({units.get(sign.unit, sign.unit)})" if sign.unit else "", 7.5)
    for t in _days_and_times(sheet, 3, (2, 8, 14, 20)):
        y += 17
        if one:
            sheet.put(44, y, f"{t:%Y-%m-%d %H:%M}")
        else:
            sheet.put(44, y, f"{t:%d %b %Y}")
            sheet.put(110, y, f"{t:%H:%M}")
        for i, (sign, name) in enumerate(signs):
            if random.random() < 0.1:
                continue
            value = _value(random, sign, True)
            unit = units.get(sign.unit, sign.unit) if below else ""
            sheet.value(name, value, (x + i * step, y), effective=t, unit=unit)
    return sheet.sheet(DocumentType.VITALS)


def day_sheet(random: Random) -> Sheet:
    """One day, bare hours across, the day only in the head; systolic and diastolic in rows of their own."""
    sheet = WardSheet(random, size=_LANDSCAPE)
    y = sheet.head(
        random.choice(("重症経過表", "ICU経過表", "術後経過表")),
        random.choice(("記録日", "日付")),
        (("病室", "ICU-3"),),
    )
    hours = list(range(random.choice((0, 8)), 24, 2))
    left, right = 160.0, sheet.ink.width - 40
    width = (right - left) / len(hours)
    sheet.put(44, y, "時刻")
    for i, hour in enumerate(hours):
        sheet.put(left + (i + 0.5) * width, y, f"{hour}", align="centre")
    rows = [
        ("体温", "℃", 35.8, 38.9, 1),
        ("心拍数", "/分", 52, 130, 0),
        ("収縮期血圧", "mmHg", 88, 168, 0),
        ("拡張期血圧", "mmHg", 44, 96, 0),
        ("SpO2", "%", 90, 100, 0),
        ("CVP", "cmH2O", 2, 14, 0),
        ("尿量", "mL/h", 10, 180, 0),
    ]
    bracket = random.choice(("({})", "[{}]", "（{}）"))
    for name, unit, low, high, decimals in rows:
        y += 18
        sheet.put(44, y, name + bracket.format(unit))
        for i, hour in enumerate(hours):
            if random.random() < 0.25:
                continue
            value = f"{random.uniform(low, high):.{decimals}f}"
            flag = _flag(random, value)
            sheet.value(
                name,
                value,
                (left + (i + 0.5) * width, y),
                unit=unit,
                align="centre",
                effective=sheet.day + timedelta(hours=hour),
                flag=flag,
                printed=value + flag,
            )
    return sheet.sheet(DocumentType.VITALS)


FAMILIES = (
    Family("vitals-chart", DocumentType.VITALS, chart),
    Family("vitals-log", DocumentType.VITALS, log),
    Family("vitals-visit", DocumentType.VITALS, visit),
    Family("vitals-english", DocumentType.VITALS, english_log, "en"),
    Family("vitals-day", DocumentType.VITALS, day_sheet),
)
