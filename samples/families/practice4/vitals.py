"""Vital signs: a ward's chart with hours across, a list by days, a home-care card, an English chart."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice4 import heads
from samples.families.practice4.kit import SHADE, Cell, Doc, Grid, Row, Val
from samples.generating.family import Family
from samples.making.ink import PORTRAIT, SMALL
from samples.making.truth import Sheet, minute

VITALS = DocumentType.VITALS


def sign(rng: Random, kind: str) -> str:
    """A number of a vital sign."""
    if kind == "bp":
        high = rng.randrange(96, 168)
        return f"{high}/{high - rng.randrange(32, 62)}"
    if kind == "temperature":
        return f"{rng.uniform(35.8, 38.6):.1f}"
    low, high = {"pulse": (54, 112), "spo2": (91, 100), "breath": (12, 26), "urine": (60, 480)}[kind]
    return str(rng.randrange(low, high))


def ward(rng: Random) -> Sheet:
    """Landscape: the hours of one day across, parameters down, food as staple/side, a nurse's note below."""
    doc = Doc(rng, VITALS, (PORTRAIT[1], PORTRAIT[0]))
    start = doc.moment.replace(hour=6, minute=0)
    hours = [start + timedelta(hours=h) for h in sorted(rng.sample(range(17), 6))]
    doc.when = minute(hours[-1])
    doc.text(36, 40, "経過記録（バイタルサイン）", 14, font=doc.strong)
    told = heads.pairs(
        doc, ("患者ID", "id"), ("氏名", "namesama"), ("生年月日", "birth-slash"), ("性別", "sexja")
    )
    told += [("病棟", "5階西"), ("記録日", doc.day("kanji"))]
    y = heads.block(doc, 36, 54, told, doc.width - 72, across=3, size=9) + 14
    kinds = (
        ("体温", "℃", "temperature"),
        ("脈拍", "回/分", "pulse"),
        ("血圧", "mmHg", "bp"),
        ("SpO2", "%", "spo2"),
        ("呼吸数", "回/分", "breath"),
        ("尿量", "mL", "urine"),
    )
    rows: list[Row] = []
    for name, unit, kind in kinds:
        cells: list[Cell] = []
        for hour in hours:
            shown = rng.random() < (0.9 if kind != "urine" else 0.4)
            cells.append(Val(sign(rng, kind), name, unit, when=minute(hour)) if shown else "")
        rows.append([name, unit, *cells])
    each = (doc.width - 72 - 130) / 6
    grid = Grid((80, 50, *(each for _ in hours)), "lc" + "c" * 6, 24, 10, "all", SHADE)
    y = doc.grid(36, y, grid, ("項目", "単位", *(h.strftime("%H:%M") for h in hours)), rows)
    doc.text(36, y + 26, "看護記録", 10, font=doc.strong)
    doc.ink.box(36, y + 32, doc.width - 36, y + 110, width=0.6)
    doc.paragraph(44, y + 50, "夜間良眠。疼痛の訴えなし。点滴刺入部に発赤・腫脹を認めない。", 640, 9.5)
    heads.foot(doc, doc.hospital, f"担当看護師 {doc.doctor}")
    return doc.sheet()


def days(rng: Random) -> Sheet:
    """A list: one line a measurement, date and time in the first columns, the date only where it changes."""
    doc = Doc(rng, VITALS)
    heads.title(doc, 44, "バイタル一覧", 15, align="l", rule=True)
    told = heads.pairs(doc, ("患者番号", "id"), ("患者名", "name"), ("", "sexsei"), ("生年月日", "birth-dot"))
    y = heads.strip(doc, 36, 72, told, 9, colon="：") + 8
    first, rows, last = doc.moment - timedelta(days=4), [], ""
    moments: list[datetime] = []
    for n in range(5):
        for hour in (6, 14, 20):
            if rng.random() < 0.85:
                moments.append((first + timedelta(days=n)).replace(hour=hour, minute=rng.randrange(0, 50)))
    doc.when = minute(moments[-1])
    repeat = rng.random() < 0.5
    for at in moments:
        day, when = at.strftime("%Y/%m/%d"), minute(at)
        row: list[Cell] = [day if repeat or day != last else "", at.strftime("%H:%M")]
        last = day
        for name, unit, kind in (
            ("BT", "℃", "temperature"),
            ("HR", "bpm", "pulse"),
            ("BP", "mmHg", "bp"),
            ("RR", "/min", "breath"),
            ("SpO2", "%", "spo2"),
        ):
            row.append(Val(sign(rng, kind), name, unit, when=when) if rng.random() < 0.92 else "")
        rows.append([*row, rng.choice(("", "room air", "O2 2L"))])
    grid = Grid((74, 46, 62, 66, 80, 68, 60, 66), "lcrrrrrl", 20, 9.5, rng.choice(("rows", "all")), SHADE)
    head = ("日付", "時刻", "BT(℃)", "HR(bpm)", "BP(mmHg)", "RR(/min)", "SpO2(%)", "備考")
    doc.grid(36, y, grid, head, rows)
    heads.foot(doc, doc.hospital, "1/1")
    return doc.sheet()


def card(rng: Random) -> Sheet:
    """A visiting nurse's card: label and value with the unit behind, one visit, body measures too."""
    doc = Doc(rng, VITALS, SMALL)
    doc.dated(time=True)
    heads.title(doc, 40, "訪問看護 バイタル測定票", 15)
    told = heads.pairs(doc, ("利用者番号", "id"), ("利用者氏名", "namesama"), ("生年月日", "birth-era"))
    heads.lines(doc, 40, 66, told, 10)
    seen = (
        ("測定日", doc.day("era")),
        ("測定時刻", doc.clock()),
        ("ステーション", "こもれび訪問看護（架空）"),
    )
    y = heads.lines(doc, 310, 66, seen, 10) + 16
    signs = (
        ("体温", sign(rng, "temperature"), "℃"),
        ("血圧", sign(rng, "bp"), "mmHg"),
        ("脈拍", sign(rng, "pulse"), "回/分"),
        ("呼吸", sign(rng, "breath"), "回/分"),
        ("SpO2", sign(rng, "spo2"), "%"),
        ("体重", f"{rng.uniform(38, 82):.1f}", "kg"),
        ("身長", f"{rng.uniform(142, 178):.1f}", "cm"),
        ("血糖値", str(rng.randrange(82, 240)), "mg/dL"),
    )
    for n, (name, value, unit) in enumerate(signs):
        x, at = 50 + (n % 2) * 260, y + (n // 2) * 34
        doc.text(x, at, name, 11.5)
        end = doc.put(x + 90, at, Val(value, name, unit), 13)
        doc.text(end + 5, at, unit, 10)
        doc.ink.line(x + 80, at + 4, x + 210, at + 4, 0.4)
    doc.text(50, y + 150, "特記事項：内服確認済み。皮膚の状態に変わりなし。", 9.5)
    return doc.sheet()


def observation(rng: Random) -> Sheet:
    """In English: dates above times across, the unit in brackets in the label."""
    doc = Doc(rng, VITALS, english=True)
    doc.text(40, 44, "OBSERVATION CHART", 15, font=doc.strong)
    doc.text(doc.width - 40, 44, doc.hospital, 9, align="r")
    told = heads.pairs(
        doc, ("Surname, first name", "name"), ("Unit No.", "id"), ("DOB", "birth-dmy"), ("Sex", "sexletter")
    )
    y = heads.block(doc, 40, 58, told, doc.width - 80, label=92, size=8.5) + 20
    moments = [doc.moment.replace(hour=8, minute=0) + timedelta(hours=6 * n) for n in range(5)]
    doc.when = minute(moments[-1])
    kinds = (
        ("Temperature", "°C", "temperature"),
        ("Pulse", "bpm", "pulse"),
        ("BP", "mmHg", "bp"),
        ("Respiratory rate", "/min", "breath"),
        ("SpO2", "%", "spo2"),
    )
    rows: list[Row] = [["Time", *(m.strftime("%H:%M") for m in moments)]]
    for name, unit, kind in kinds:
        cells = [
            Val(sign(rng, kind), name, unit, when=minute(m)) if rng.random() < 0.94 else "" for m in moments
        ]
        rows.append([f"{name} ({unit})", *cells])
    grid = Grid((140, *(75.0 for _ in moments)), "lccccc", 26, 10, "all", SHADE)
    y = doc.grid(40, y, grid, ("Date", *(m.strftime("%Y-%m-%d") for m in moments)), rows)
    doc.text(40, y + 20, "Call the physician if systolic < 90 or SpO2 < 90.", 8.5)
    heads.foot(doc, f"Attending: {doc.doctor}")
    return doc.sheet()


FAMILIES = (
    Family("vitals-ward", VITALS, ward),
    Family("vitals-list", VITALS, days),
    Family("vitals-visit", VITALS, card),
    Family("vitals-observation", VITALS, observation, "en"),
)
