"""Vital signs: hours across, one line a measurement with nursing notes, an English flowsheet of days and hours."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice3 import heads
from samples.families.practice3.kit import PALE, Cell, Doc, V
from samples.generating.family import Family
from samples.making.ink import PORTRAIT
from samples.making.truth import Sheet, minute

KIND = DocumentType.VITALS
_LANDSCAPE = (PORTRAIT[1], PORTRAIT[0])


def _value(rng: Random, kind: str) -> str:
    if kind == "BP":
        high = rng.randint(88, 178)
        return f"{high}/{round(high * rng.uniform(0.48, 0.68))}"
    if kind == "T":
        return f"{rng.uniform(35.6, 39.4):.1f}"
    low, high = {
        "P": (52, 124),
        "R": (12, 30),
        "O2": (89, 100),
        "U": (40, 480),
        "W": (42, 88),
        "S": (80, 290),
        "NRS": (0, 8),
        "F": (1, 6),
    }[kind]
    if kind == "U":
        return str(rng.randint(low // 10, high // 10) * 10)
    return str(rng.randint(low, high))


_KINDS = [
    ("体温", "℃", "T"),
    ("心拍数", "回/分", "P"),
    ("血圧", "mmHg", "BP"),
    ("呼吸数", "回/分", "R"),
    ("SpO2", "%", "O2"),
    ("酸素流量", "L/分", "F"),
    ("尿量", "mL", "U"),
    ("血糖", "mg/dL", "S"),
    ("NRS", "", "NRS"),
]


def hours(rng: Random) -> Sheet:
    """Landscape: parameters with units down, hours across for one day; in/out below with sums left out."""
    doc = Doc(rng, _LANDSCAPE)
    heads.title(
        doc, 34, rng.choice(("重症経過記録", "ICU経過表", "バイタルサイン経過表", "観察記録")), 13, "left"
    )
    date = doc.at.date()
    y = (
        heads.cells(
            doc,
            30,
            46,
            780,
            [*heads.person(doc), ("記録日", doc.day(date)), ("病棟", "HCU"), ("病床", "03")],
            4,
        )
        + 14
    )
    doc.when = date.isoformat()
    step = rng.choice((1, 2, 3))
    first = rng.choice((0, 6, 8))
    times = [datetime(date.year, date.month, date.day, h) for h in range(first, 24, step)][:10]
    doc.when = minute(times[-1])
    style = rng.random() < 0.5
    clock = [f"{t.hour}時" if style else f"{t:%H:%M}" for t in times]
    inside = rng.random() < 0.5
    rows: list[list[Cell]] = [["項目", *clock] if inside else ["項目", "単位", *clock]]
    for name, unit, kind in _KINDS[: rng.randint(6, 9)]:
        row: list[Cell] = [f"{name} ({unit})" if inside and unit else name] + ([] if inside else [unit])
        gaps = 0.7 if kind in "SU" else 0.12
        for time in times:
            row.append("" if rng.random() < gaps else V(_value(rng, kind), name, unit, when=minute(time)))
        if not any(isinstance(cell, V) for cell in row):
            row[-1] = V(_value(rng, kind), name, unit, when=minute(times[-1]))
        rows.append(row)
    left: tuple[float, ...] = (96,) if inside else (70, 44)
    each = (780 - sum(left)) / len(times)
    y = doc.table(
        30,
        y,
        (*left, *[each] * len(times)),
        rows,
        aligns=("l" if inside else "ll") + "c" * 12,
        size=9,
        step=19,
        fill=PALE,
    )
    doc.t(30, y + 22, "【看護記録】", 9)
    doc.para(
        30,
        y + 38,
        770,
        "体位変換を2時間毎に実施。創部の発赤なし。家族面会あり、病状について主治医より説明された。",
        9,
    )
    heads.foot(doc, f"担当看護師　{doc.doctor}")
    return doc.sheet(KIND)


def lines(rng: Random) -> Sheet:
    """One measurement a line, day printed where it changes; notes in the last column."""
    doc = Doc(rng)
    heads.title(doc, 44, rng.choice(("バイタルサイン一覧", "検温表", "看護観察記録")), 15)
    y = heads.honoured(doc, 40, 66, [("病棟", "南3病棟"), ("主治医", doc.doctor)]) + 8
    short = rng.random() < 0.5
    labels = ("T", "P", "R", "BP", "SpO2") if short else ("体温", "脈拍", "呼吸", "血圧", "SpO2")
    units = ("℃", "回/分", "回/分", "mmHg", "%")
    repeat = rng.random() < 0.5
    rows: list[list[Cell]] = [
        ["日付", "時刻", *labels, "観察・処置"],
        ["", "", *(f"({u})" for u in units), ""],
    ]
    moments = []
    for back in range(rng.randint(3, 5), -1, -1):
        day = doc.at - timedelta(days=back)
        moments += [
            day.replace(hour=h, minute=rng.choice((0, 10, 30))) for h in rng.sample((6, 10, 14, 20), 3)
        ]
    moments.sort()
    doc.when, last = minute(moments[-1]), ""
    for moment in moments:
        said = doc.day(moment.date())
        row: list[Cell] = [said if repeat or said != last else "", f"{moment:%H:%M}"]
        last = said
        for label, unit, kind in zip(labels, units, ("T", "P", "R", "BP", "O2"), strict=True):
            row.append("" if rng.random() < 0.1 else V(_value(rng, kind), label, unit, when=minute(moment)))
        row.append(
            rng.choice(("", "", "疼痛自制内", "咳嗽あり", "夜間良眠", "点滴刺入部異常なし", "清拭施行"))
        )
        rows.append(row)
    doc.table(
        40,
        y,
        (92, 40, 46, 46, 46, 60, 46, 139),
        rows,
        aligns="lccccccl",
        size=9,
        step=18,
        rule=rng.choice(("grid", "rows")),
        heads=2,
    )
    heads.foot(doc)
    return doc.sheet(KIND)


def flowsheet(rng: Random) -> Sheet:
    """English: a row of days over a row of hours; parameters with units in brackets."""
    doc = Doc(rng, _LANDSCAPE, en=True)
    heads.title(doc, 36, "VITAL SIGNS FLOWSHEET", 14, "left")
    doc.t(810, 36, doc.hospital, 9, "right")
    y = (
        heads.runs(doc, 36, 58, 760, [*heads.person(doc), ("Unit", "6 West"), ("Attending", doc.doctor)], 4)
        + 8
    )
    days = [doc.at - timedelta(days=n) for n in (2, 1, 0)]
    clock = rng.choice(((6, 14, 22), (2, 10, 18), (8, 12, 20)))
    times = [day.replace(hour=h, minute=0) for day in days for h in clock]
    doc.when = minute(times[-1])
    rows: list[list[Cell]] = [[""] * 10, ["Parameter", *(f"{t:%H:%M}" for t in times)]]
    kinds = (
        ("Temp", "°C", "T"),
        ("Heart rate", "bpm", "P"),
        ("Resp rate", "/min", "R"),
        ("BP", "mmHg", "BP"),
        ("SpO2", "%", "O2"),
        ("Weight", "kg", "W"),
        ("Urine output", "mL", "U"),
        ("Pain score", "", "NRS"),
    )
    for name, unit, kind in kinds[: rng.randint(5, 8)]:
        row: list[Cell] = [f"{name} ({unit})" if unit else name]
        row += [
            ""
            if rng.random() < (0.5 if kind in "WU" else 0.08)
            else V(_value(rng, kind), name, unit, when=minute(t))
            for t in times
        ]
        rows.append(row)
    doc.table(36, y, (120, *[72] * 9), rows, aligns="l" + "c" * 9, size=9.5, step=21, heads=2, fill=PALE)
    for n, day in enumerate(days):
        x = 156 + n * 216
        doc.ink.box(x, y, x + 216, y + 21, width=0.5, fill=PALE)
        doc.t(x + 108, y + 14, doc.day(day.date()), 9.5, "centre", bold=True)
    heads.foot(doc, "RN signature on file")
    return doc.sheet(KIND)


FAMILIES = (
    Family("vitals-hours", KIND, hours),
    Family("vitals-lines", KIND, lines),
    Family("vitals-flowsheet", KIND, flowsheet, "en"),
)
