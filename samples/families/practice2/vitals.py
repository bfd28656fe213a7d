"""Vital signs: a ward's sheet with times across, a list with times down, and an English observation chart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice2 import heading as hd
from samples.families.practice2.paper import LANDSCAPE, Cell, Paper, Val
from samples.families.practice2.table import Column, Style, table
from samples.generating.family import Family
from samples.making.truth import Sheet

Draw = Callable[[Random], str]
_SIGNS: dict[str, tuple[tuple[str, ...], str, Draw]] = {
    "temperature": (("体温", "KT", "BT", "T"), "℃", lambda r: f"{r.uniform(35.6, 39.4):.1f}"),
    "pulse": (("脈拍", "脈拍数", "P", "PR", "HR"), "回/分", lambda r: str(r.randrange(48, 126))),
    "pressure": (("血圧", "BP", "NIBP"), "mmHg", lambda r: f"{r.randrange(88, 178)}/{r.randrange(44, 96)}"),
    "breathing": (("呼吸数", "呼吸", "RR", "R"), "回/分", lambda r: str(r.randrange(12, 30))),
    "saturation": (("SpO2", "SpO₂", "酸素飽和度"), "%", lambda r: str(r.randrange(88, 101))),
    "oxygen": (("O2投与量", "酸素流量", "O2"), "L/min", lambda r: str(r.choice((1, 2, 3, 5)))),
    "pain": (("疼痛(NRS)", "NRS", "痛みスケール"), "", lambda r: f"{r.randrange(0, 9)}"),
    "level": (
        ("意識レベル", "JCS", "意識(JCS)"),
        "",
        lambda r: r.choice(("0", "I-1", "I-2", "II-10", "清明")),
    ),
    "urine": (("尿量", "尿量(mL)", "排尿量"), "mL", lambda r: str(r.randrange(80, 900, 10))),
    "stool": (("排便", "便回数"), "回", lambda r: str(r.randrange(0, 4))),
    "glucose": (("血糖", "血糖値", "BS"), "mg/dL", lambda r: str(r.randrange(68, 330))),
    "meal": (
        ("食事(主/副)", "食事量(主食/副食)"),
        "",
        lambda r: f"{r.randrange(2, 11)}/{r.randrange(2, 11)}",
    ),
}


def _sign(paper: Paper, key: str, effective: datetime, name: str, unit: str) -> Val:
    return Val(_SIGNS[key][2](paper.rng), name, unit, effective=effective.strftime("%Y-%m-%dT%H:%M"))


def _ward_sheet(rng: Random) -> Sheet:
    """Dates over times across, parameters down, notes of nursing under the table."""
    paper = Paper(rng, DocumentType.VITALS, size=LANDSCAPE, body=rng.choice((8.0, 8.5)), timed=1.0)
    hd.title(
        paper,
        36,
        rng.choice(("経過表", "温度板", "バイタルサイン経過表", "フローシート（バイタル）")),
        x=rng.choice((0.0, 36.0)),
    )
    told = hd.fields(paper, "id", "name", "sexage", "birth", "ward", "doctor")
    told.append((rng.choice(("入院日", "表示期間")), paper.day(paper.collected - timedelta(days=4))))
    y = hd.arranged(paper, 36, 46, paper.width - 72, told, styles="inline grid above") + 4
    days = [
        paper.collected.replace(hour=0, minute=0) + timedelta(days=n - 2) for n in range(rng.choice((2, 3)))
    ]
    hours = rng.choice(((6, 14, 20), (6, 10, 14, 19), (7, 13, 21)))
    minute = rng.choice((0, 0, 30))
    times = [day.replace(hour=h, minute=minute) for day in days for h in hours]
    keys = [
        "temperature",
        "pulse",
        "pressure",
        *rng.sample(["breathing", "saturation", "oxygen", "pain", "level", "urine"], 4),
    ]
    label, wide = 130.0, min(66.0, (paper.width - 72 - 130) / len(times))
    style = Style("grid", pitch=paper.body * rng.choice((2.0, 2.4)), shade_head=True)
    in_column = rng.random() < 0.3
    # the dates' row, one cell for the times under it
    paper.ink.box(36, y, 36 + label, y + 16, width=0.6)
    form = rng.choice((paper.date_form, "%m/%d", "%Y/%m/%d")) if days[0].year == days[-1].year else "%Y/%m/%d"
    year = "%m/%d" not in form or "%Y" in form
    if not year:
        paper.text(42, y + 11, f"{days[0].year}年", size=8)
    for n, day in enumerate(days):
        x = 36 + label + n * wide * len(hours)
        paper.ink.box(x, y, x + wide * len(hours), y + 16, width=0.6)
        paper.text(x + wide * len(hours) / 2, y + 11, paper.day(day, form), align="centre", size=8)
    columns = [Column(rng.choice(("時刻", "項目", "")), label)]
    columns += [Column(f"{t.hour}:{t.minute:02d}", wide, "centre") for t in times]
    if in_column:
        columns[0] = Column("項目", label - 44)
        columns.insert(1, Column("単位", 44))
    rows: list[list[Cell]] = []
    for key in keys:
        names, unit, _ = _SIGNS[key]
        name = rng.choice(names).replace("(mL)", "")
        printed = name if in_column or not unit or rng.random() < 0.25 else f"{name} ({unit})"
        unit = unit if in_column or printed != name else ""
        row: list[Cell] = [printed, unit] if in_column else [printed]
        row += ["" if rng.random() < 0.15 else _sign(paper, key, t, name, unit) for t in times]
        rows.append(row)
    y = table(paper, 36, y + 16, columns, rows, style)
    _notes(paper, y, hours)
    hd.footer(paper, hd.hospital(rng))
    return paper.sheet()


def _notes(paper: Paper, y: float, hours: tuple[int, ...]) -> None:
    """What nurses wrote: no items."""
    rng = paper.rng
    paper.text(36, y + 16, rng.choice(("看護記録", "特記事項", "SOAP")), font=paper.bold)
    notes = (
        "朝より倦怠感の訴えあり。経口摂取は半量程度。",
        "歩行時ふらつきなし。家族面会あり。",
        "夜間良眠。疼痛の増強なく経過。",
    )
    for note in rng.sample(notes, 2):
        y += 14
        paper.text(44, y + 16, f"{rng.choice(hours)}時　{note}")


def _list(rng: Random) -> Sheet:
    """Times down, parameters across with units under or behind their headings; who measured at the right."""
    paper = Paper(rng, DocumentType.VITALS, body=rng.choice((8.5, 9.0, 10.0)), timed=1.0)
    house = hd.hospital(rng)
    paper.text(44, 36, house, size=8)
    hd.title(
        paper,
        56,
        rng.choice(("バイタルサイン一覧", "バイタル測定記録", "看護観察記録（バイタル）", "検温表")),
    )
    told = hd.fields(paper, "id", "name", "kana", "birth", "sex", "age", "ward")
    y = hd.arranged(paper, 44, 70, paper.width - 88, told) + 10
    keys = [
        "temperature",
        "pressure",
        "pulse",
        *rng.sample(["saturation", "breathing", "glucose", "meal", "oxygen"], 3),
    ]
    rng.shuffle(keys)
    names = {key: rng.choice(_SIGNS[key][0]) for key in keys}
    units = {key: _SIGNS[key][1] if rng.random() < 0.75 else "" for key in keys}
    cells = rng.random() < 0.35  # units behind the values instead
    heads = [names[k] + (f"({units[k]})" if units[k] and not cells else "") for k in keys]
    split = rng.random() < 0.5
    columns = [Column("日付", 72), Column("時刻", 40, "centre")] if split else [Column("測定日時", 112)]
    columns += [Column(h, (paper.width - 88 - 160) / len(keys), "centre") for h in heads]
    columns.append(Column(rng.choice(("実施者", "記録者", "測定者")), 48))
    form = paper.date_form if not paper.date_form.startswith("era") else "%Y/%m/%d"
    moment, rows = paper.collected - timedelta(days=3), []
    moment = moment.replace(hour=6, minute=rng.randrange(60))
    for _ in range(rng.randrange(6, 16)):
        row: list[Cell] = [paper.day(moment, form), f"{moment:%H:%M}"]
        row = row if split else [f"{row[0]} {row[1]}"]
        for key in keys:
            value = _sign(paper, key, moment, names[key], units[key])
            behind = units[key] if cells else ""
            blank = rng.random() < (0.6 if key in ("glucose", "meal") else 0.08)
            put = Val(value.text, value.name, value.unit, effective=value.effective, after=behind)
            row.append(rng.choice(("", "-")) if blank else put)
        rows.append([*row, hd.doctor(rng).split()[0][:2]])
        moment += timedelta(minutes=rng.randrange(180, 520))
    table(paper, 44, y, columns, rows, Style(rng.choice(("grid", "rows", "ends")), zebra=rng.random() < 0.4))
    hd.footer(paper, house)
    return paper.sheet()


_EN: tuple[tuple[str, str, str], ...] = (
    ("Temperature", "°C", "temperature"),
    ("Heart rate", "bpm", "pulse"),
    ("Blood pressure", "mmHg", "pressure"),
    ("Respiratory rate", "/min", "breathing"),
    ("SpO2", "%", "saturation"),
    ("Pain score", "", "pain"),
    ("Urine output", "mL", "urine"),
    ("Glucose", "mg/dL", "glucose"),
)


def _english(rng: Random) -> Sheet:
    """A day's chart, times across."""
    paper = Paper(rng, DocumentType.VITALS, body=9.0, language="en", timed=0.0)
    paper.text(48, 46, hd.hospital(rng, "en"), size=12, font=paper.bold)
    hd.title(
        paper,
        68,
        rng.choice(("Vital Signs Flowsheet", "OBSERVATION CHART", "Nursing Vital Signs Record")),
        x=48,
    )
    told = hd.fields(paper, "name", "id", "birth", "sexage", "ward")
    told.append((rng.choice(("Date", "Chart date")), paper.day(paper.collected)))
    y = hd.arranged(paper, 48, 80, paper.width - 96, told, styles="stacked grid above") + 10
    count = rng.randrange(4, 8)
    start = paper.collected.replace(hour=rng.choice((6, 7)), minute=0)
    times = [start + timedelta(hours=2 * n) for n in range(count)]
    in_label = rng.random() < 0.5
    columns = [Column("Time" if in_label else "Parameter", 128)] + ([] if in_label else [Column("Unit", 44)])
    columns += [Column(f"{t:%H:%M}", 46, "centre") for t in times]
    rows: list[list[Cell]] = []
    for name, unit, key in rng.sample(_EN, rng.randrange(5, 8)):
        row: list[Cell] = [f"{name} ({unit})" if unit else name] if in_label else [name, unit]
        row += ["" if rng.random() < 0.12 else _sign(paper, key, t, name, unit) for t in times]
        rows.append(row)
    y = table(paper, 48, y, columns, rows, Style(rng.choice(("grid", "rows")), pitch=20, shade_head=True))
    paper.text(
        48, y + 20, "Notes: patient comfortable, mobilising with one assistant. Next review 22:00.", size=8
    )
    hd.footer(paper, "Nursing documentation")
    return paper.sheet()


FAMILIES = (
    Family("vitals-wardsheet", DocumentType.VITALS, _ward_sheet),
    Family("vitals-list", DocumentType.VITALS, _list),
    Family("vitals-english", DocumentType.VITALS, _english, "en"),
)
