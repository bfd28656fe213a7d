"""Vital signs: a ward's list, a week's sheet, a flowsheet in English."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from reportlab.lib.pagesizes import A4, landscape

from mappers.model import DocumentType
from samples.families.practice5 import bank
from samples.families.practice5.kit import MERGED, SHADE, Cell, Doc, R, day, moment
from samples.generating.family import Family
from samples.making.truth import Sheet

VITALS = DocumentType.VITALS


_SIGNS = (
    ("体温(℃)", "T"),
    ("脈拍(/分)", "P"),
    ("血圧(mmHg)", "BP"),
    ("呼吸(/分)", "R"),
    ("SpO2(%)", "S"),
    ("JCS", "J"),
    ("NRS", "N"),
)
_TOTALS = (
    ("食事(主/副)", "F"),
    ("飲水量(mL)", "I"),
    ("尿量(mL)", "U"),
    ("排便(回)", "B"),
    ("体重(kg)", "W"),
)
_FLOWS = (
    ("Temperature (°C)", "T"),
    ("Heart rate (bpm)", "P"),
    ("BP (mmHg)", "BP"),
    ("MAP (mmHg)", "M"),
    ("Resp. rate (/min)", "R"),
    ("SpO2 (%)", "S"),
    ("O2 flow (L/min)", "O2"),
    ("Glucose (mg/dL)", "G"),
    ("GCS", "GCS"),
    ("Pain score", "N"),
)


def _sign(rng: Random, kind: str) -> str:
    return {
        "T": f"{rng.uniform(35.8, 39.2):.1f}",
        "P": str(rng.randrange(52, 122)),
        "R": str(rng.randrange(11, 30)),
        "BP": f"{rng.randrange(86, 178)}/{rng.randrange(44, 99)}",
        "S": str(rng.randrange(89, 101)),
        "O2": rng.choice(("1", "2", "3", "0.5")),
        "W": f"{rng.uniform(38, 86):.1f}",
        "U": str(rng.randrange(400, 2600, 50)),
        "J": rng.choice(("0", "I-1", "I-3", "II-10")),
        "N": str(rng.randrange(0, 9)),
        "B": str(rng.randrange(0, 4)),
        "I": str(rng.randrange(600, 2800, 50)),
        "G": str(rng.randrange(78, 320)),
        "GCS": "E4V5M6",
        "F": f"{rng.randrange(0, 11)}/{rng.randrange(0, 11)}",
        "M": str(rng.randrange(60, 110)),
    }[kind]


def ward(rng: Random) -> Sheet:
    """A ward's list, a line a measurement, units under the headings, notes at the right."""
    doc = Doc(rng, VITALS)
    start = doc.when.replace(hour=6, minute=0)
    doc.text(40, 42, "バイタルサイン一覧", 14, bold=True)
    doc.text(555, 42, f"{rng.choice(bank.WARDS)}　{rng.randrange(300, 720)}号室", 9, align="right")
    doc.along(
        40,
        62,
        [
            f"患者ID：{doc.pid()}",
            f"氏名：{doc.name()} 様",
            f"{doc.sex('性')}",
            f"{doc.born('era')}生（{doc.age()}歳）",
        ],
        gap=14,
    )
    columns = [
        ("体温", "(℃)", "T"),
        ("脈拍", "(回/分)", "P"),
        ("血圧", "(mmHg)", "BP"),
        ("呼吸数", "(回/分)", "R"),
        ("SpO2", "(%)", "S"),
    ]
    if rng.random() < 0.5:
        columns.append(("酸素", "(L/分)", "O2"))
    notes = ("歩行良好", "疼痛なし", "咳嗽あり", "", "", "", "家族面会", "眠剤内服")
    at, last = start, ""
    times: list[datetime] = []
    for _ in range(rng.randint(14, 22)):
        times.append(at)
        at += timedelta(hours=rng.choice((4, 4, 6, 8)), minutes=rng.choice((0, 0, 10, -5)))
    doc.effective = moment(times[-1])
    rows: list[list[Cell]] = [
        ["測定日", "時刻", *(c[0] for c in columns), "記事"],
        ["", "", *(c[1] for c in columns), ""],
    ]
    for t in times:
        printed = day(t, "slash")
        cells: list[Cell] = [
            R(_sign(rng, kind), name, unit.strip("()"), "", "", moment(t)) if rng.random() < 0.88 else ""
            for name, unit, kind in columns
        ]
        rows.append([printed if printed != last else "", f"{t:%H:%M}", *cells, rng.choice(notes)])
        last = printed
    wide = 515 - 70 - 45 - 52 * len(columns)
    doc.table(
        40,
        74,
        (70, 45, *(52 for _ in columns), wide),
        rows,
        align="cc" + "r" * len(columns) + "l",
        step=17,
        rules="grid",
        head=2,
        fill=SHADE,
    )
    doc.text(555, 812, f"印刷者：{rng.choice(bank.DOCTORS)}", 7.5, align="right")
    return doc.sheet()


def week(rng: Random) -> Sheet:
    """Days across with three times each, a second table for what is counted by the day; dates without year."""
    doc = Doc(rng, VITALS, size=landscape(A4))
    first = doc.when = doc.when.replace(month=rng.randint(2, 11), day=rng.randint(1, 22), hour=0, minute=0)
    days = [first + timedelta(days=n) for n in range(5)]
    hours = rng.choice(((6, 14, 20), (7, 13, 19), (6, 10, 18)))
    doc.effective = moment(days[-1].replace(hour=hours[-1]))
    doc.text(36, 36, "経 過 表", 16, bold=True)
    doc.text(140, 36, f"期間　{day(days[0], 'slash')} ～ {day(days[-1], 'slash')}", 9)
    doc.along(
        36,
        54,
        [
            f"登録番号 {doc.pid()}",
            f"患者名 {doc.name()}",
            f"性別 {doc.sex()}",
            f"生年月日 {doc.born('dot')}",
            f"主治医 {rng.choice(bank.DOCTORS)}",
            rng.choice(bank.HOSPITALS),
        ],
        size=9,
    )
    heads: list[Cell] = ["月日", *(said for d in days for said in (day(d, "month"), MERGED, MERGED))]
    rows: list[list[Cell]] = [heads, ["時間", *(f"{h}:00" for _ in days for h in hours)]]
    for label, kind in _SIGNS:
        name, unit = label.removesuffix(")").split("(") if "(" in label else (label, "")
        row: list[Cell] = [label]
        for d in days:
            row += [
                R(_sign(rng, kind), name, unit, "", "", moment(d.replace(hour=h)))
                if rng.random() < 0.9
                else ""
                for h in hours
            ]
        rows.append(row)
    y = doc.table(
        36, 66, (80, *([46] * 15)), rows, align="l" + "c" * 15, size=8.5, step=18, rules="grid", head=2
    )
    doc.text(36, y + 20, "1日集計", 10, bold=True)
    totals: list[list[Cell]] = [["項目", *(day(d, "month") for d in days)]]
    for label, kind in _TOTALS:
        name, unit = (label, "") if kind == "F" else label.removesuffix(")").split("(")
        totals.append(
            [
                label,
                *(
                    R(_sign(rng, kind), name, unit, "", "", d.strftime("%Y-%m-%d"))
                    if rng.random() < 0.85
                    else "-"
                    for d in days
                ),
            ]
        )
    y = doc.table(36, y + 26, (80, *([138] * 5)), totals, align="l" + "c" * 5, size=9, step=18, rules="grid")
    doc.text(36, y + 16, "NRS：疼痛スケール(0-10)　食事は10割を10とする", 7.5)
    return doc.sheet()


def flowsheet(rng: Random) -> Sheet:
    """An English flowsheet: one day, hours across, the date over the table."""
    doc = Doc(rng, VITALS, latin=True)
    doc.text(40, 42, "VITAL SIGNS FLOWSHEET", 14, bold=True)
    doc.text(555, 42, rng.choice(bank.HOSPITALS_EN), 8.5, align="right")
    doc.table(
        40,
        52,
        (175, 110, 130, 100),
        [[f"Name: {doc.name(' ')}", f"MRN: {doc.pid()}", f"DOB: {doc.born('en')}", f"Sex: {doc.sex('Sex')}"]],
        step=20,
        rules="grid",
        head=0,
    )
    count = rng.randint(5, 7)
    times = [doc.when.replace(hour=6 + 2 * n, minute=rng.choice((0, 0, 15, 30))) for n in range(count)]
    doc.effective = moment(times[-1])
    doc.text(40, 92, f"Date: {day(doc.when, 'en')}", 10)
    rows: list[list[Cell]] = [["Parameter", *(f"{t:%H:%M}" for t in times)]]
    for label, kind in _FLOWS:
        name, unit = label.removesuffix(")").split(" (") if "(" in label else (label, "")
        often = 0.35 if kind in ("G", "O2") else 0.9
        rows.append(
            [
                label,
                *(
                    R(_sign(rng, kind), name, unit, "", "", moment(t)) if rng.random() < often else ""
                    for t in times
                ),
            ]
        )
    y = doc.table(
        40,
        100,
        (115, *([400 / count] * count)),
        rows,
        align="l" + "c" * count,
        step=20,
        rules="grid",
        fill=SHADE,
    )
    doc.text(40, y + 18, "Nursing notes", 10, bold=True)
    doc.prose(
        40,
        y + 34,
        510,
        rng.choice(
            (
                "Patient rested comfortably, ambulated to bathroom with assistance. Family visited in the afternoon.",
                "Complained of mild headache after lunch, relieved without medication. No dizziness on standing.",
            )
        ),
    )
    doc.text(40, y + 80, "RN signature: ____________________", 9)
    return doc.sheet()


FAMILIES = (
    Family("vitals-ward", VITALS, ward),
    Family("vitals-week", VITALS, week),
    Family("vitals-flowsheet", VITALS, flowsheet, "en"),
)
