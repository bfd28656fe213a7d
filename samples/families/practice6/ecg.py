"""Electrocardiograms: hours of a recorder, a matrix of leads, an exercise test."""

from __future__ import annotations

import math
from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice6 import bank
from samples.families.practice6.kit import GREY, MINT, SHADE, Cell, Doc, R, day, moment, number
from samples.generating.family import Family
from samples.making.truth import Sheet

ECG = DocumentType.ECG


def hourly(rng: Random) -> Sheet:
    """A day's recorder by two hours: date and hour at the left, beats, rates and ectopic beats across, totals above."""
    doc = Doc(rng, ECG)
    start = doc.when = doc.when.replace(hour=rng.randrange(9, 12), minute=0)
    doc.effective = moment(start)
    doc.text(40, 46, "ホルター心電図　解析結果", 15, bold=True)
    doc.text(555, 46, rng.choice(bank.HOSPITALS), 8.5, align="right")
    doc.rule(40, 53, 555, 0.8)
    doc.along(
        40,
        70,
        [f"ID {doc.pid()}", f"{doc.name()} 様", doc.sex(), f"{doc.age()}歳", f"{doc.born('slash')}生"],
        size=10,
    )
    doc.text(
        40,
        86,
        f"装着日時 {day(start, 'slash')} {start:%H:%M}　　　2時間ごとの集計　　　解析者 {rng.choice(bank.DOCTORS)}",
        9.5,
    )
    rows: list[list[Cell]] = [["日時", "総心拍数", "最大HR", "最小HR", "平均HR", "VPC", "SVPC"]]
    totals = [0, 0, 0]
    for n in range(0, 24, 2):
        at = start + timedelta(hours=n)
        mean = rng.randrange(52, 96)
        beats, vpc, svpc = mean * 120 + rng.randrange(-40, 40), rng.randrange(0, 45), rng.randrange(0, 12)
        totals = [totals[0] + beats, totals[1] + vpc, totals[2] + svpc]
        values = (beats, mean + rng.randrange(9, 44), mean - rng.randrange(4, 13), mean, vpc, svpc)
        names = ("総心拍数", "最大HR", "最小HR", "平均HR", "VPC", "SVPC")
        row: list[Cell] = [f"{day(at, 'month')} {at.hour}時"]
        for name, value in zip(names, values, strict=True):
            row.append(R(str(value), name, "bpm" if name.endswith("HR") else "拍", "", "", moment(at)))
        rows.append(row)
    rows.insert(1, ["", "(拍)", "(bpm)", "(bpm)", "(bpm)", "(拍)", "(拍)"])
    doc.text(40, 112, "【集計】", 10.5, bold=True)
    x = 46.0
    for name, value, unit in (
        ("総心拍", str(totals[0]), "拍"),
        ("総VPC", str(totals[1]), "拍"),
        ("総SVPC", str(totals[2]), "拍"),
        ("最長RR", number(rng, 1.2, 2.9, 2), "秒"),
    ):
        doc.text(x, 130, name, 10)
        x = doc.result(x + doc.width(name, 10) + 10, 130, R(value, name, unit, post=f" {unit}"), 10) + 26
    end = doc.table(
        40, 142, (95, *([70] * 6)), rows, align="lrrrrrr", size=9, step=18, rules="rows", head=2, fill=SHADE
    )
    doc.text(40, end + 22, "総合所見", 10.5, bold=True)
    y = end + 40
    for said in rng.sample(
        (
            "基本調律は洞調律",
            "有意な頻脈・徐脈なし",
            "単発の心室期外収縮を散発性に認める",
            "自覚症状に一致する不整脈なし",
            "ST変化は有意でない",
        ),
        3,
    ):
        doc.statement(52, y, 480, said, "総合所見", size=10)
        y += 17
    return doc.sheet()


_LEADS = ("I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6")


def _whole(doc: Doc) -> None:
    """Values of all leads together, in a box."""
    rng = doc.rng
    doc.ink.box(40, 76, 555, 128, width=0.8)
    rate = rng.randrange(48, 112)
    qt = rng.randrange(340, 450)
    for n, (name, value, unit) in enumerate(
        (
            ("Vent. rate", str(rate), "bpm"),
            ("PR interval", str(rng.randrange(126, 224)), "ms"),
            ("QRS duration", str(rng.randrange(78, 142)), "ms"),
            ("QT interval", str(qt), "ms"),
            ("QTc (Bazett)", str(round(qt / math.sqrt(60 / rate))), "ms"),
            ("P axis", str(rng.randrange(10, 76)), "deg"),
            ("QRS axis", str(rng.randrange(-40, 96)), "deg"),
            ("T axis", str(rng.randrange(0, 84)), "deg"),
        )
    ):
        x, y = 50 + n % 4 * 126, 96 + n // 4 * 20
        doc.text(x, y, name, 9)
        doc.result(x + 92, y, R(value, name, unit), 9, "right")
        doc.text(x + 95, y, unit, 9)


def matrix(rng: Random) -> Sheet:
    """A cart's matrix in English: leads down, amplitudes and durations across, global values in a box, statements."""
    doc = Doc(rng, ECG, latin=True)
    doc.effective = moment(doc.when)
    doc.text(40, 46, "12-Lead ECG  Measurement Matrix", 14, bold=True)
    doc.text(555, 46, rng.choice(bank.HOSPITALS_EN), 9, align="right")
    doc.along(
        40,
        66,
        [
            doc.name(", "),
            f"ID: {doc.pid()}",
            f"Born: {doc.born('en')}",
            doc.sex("Sex"),
            f"Recorded: {day(doc.when, 'en')} {doc.when:%H:%M}",
        ],
        size=9,
        gap=14,
    )
    _whole(doc)
    heads = ("P amp", "Q amp", "Q dur", "R amp", "S amp", "ST J", "T amp")
    units = ("mV", "mV", "ms", "mV", "mV", "mV", "mV")
    rows: list[list[Cell]] = [["Lead", *heads], ["", *units]]
    for lead in _LEADS:
        sign = -1 if lead == "aVR" else 1
        drawn = (
            number(rng, 0.02, 0.2, 2),
            number(rng, -0.3, 0, 2),
            str(rng.randrange(0, 40, 2)),
            number(rng, 0.1, 2.4, 2),
            number(rng, -1.9, -0.05, 2),
            number(rng, -0.15, 0.2, 2),
            f"{sign * rng.uniform(0.05, 0.9):.2f}",
        )
        if lead in ("V1", "V2", "V3"):
            drawn = (drawn[0], "---", "---", *drawn[3:])
        cells: list[Cell] = [
            R(v, f"{lead} {h}", u) if v != "---" else v for v, h, u in zip(drawn, heads, units, strict=True)
        ]
        rows.append([lead, *cells])
    end = doc.table(
        40, 142, (60, *([65] * 7)), rows, align="l" + "r" * 7, size=9.5, step=20, rules="head", head=2
    )
    doc.text(40, end + 26, "Interpretation", 11, bold=True)
    y = end + 44
    for said in rng.sample(
        (
            "Sinus rhythm",
            "Left axis deviation",
            "Incomplete right bundle branch block",
            "Nonspecific T wave abnormality",
            "Cannot rule out inferior infarct, age undetermined",
            "Borderline ECG",
        ),
        3,
    ):
        doc.statement(52, y, 480, said, "Interpretation", size=10)
        y += 16
    doc.text(40, 806, "Unconfirmed report. Amplitudes relative to QRS onset.", 8, colour=GREY)
    return doc.sheet()


def _staged(doc: Doc) -> tuple[float, int]:
    """The table of stages; where it ends, and the highest rate."""
    rng = doc.rng
    rows: list[list[Cell]] = [
        ["ステージ", "心拍数", "血圧", "ST変化", "期外収縮"],
        ["", "(bpm)", "(mmHg)", "(mm)", "(拍)"],
    ]
    heart, systolic = rng.randrange(62, 88), rng.randrange(112, 146)
    stages = ("安静時", "Stage 1", "Stage 2", "Stage 3", "負荷後1分", "負荷後3分", "負荷後6分")
    rises = (0, 24, 46, 62, 38, 20, 8)
    most = 0
    for stage, rise in zip(stages, rises, strict=True):
        rate = heart + rise + rng.randrange(6)
        most = max(most, rate)
        pressure = f"{systolic + round(rise * 0.9) + rng.randrange(8)}/{rng.randrange(66, 96)}"
        rows.append(
            [
                stage,
                R(str(rate), f"{stage} 心拍数", "bpm"),
                R(pressure, f"{stage} 血圧", "mmHg") if rng.random() < 0.92 else "",
                R(f"{rng.choice((0, 0, -0.5, -1, -1.5)):.1f}", f"{stage} ST変化", "mm"),
                R(str(rng.randrange(0, 7)), f"{stage} 期外収縮", "拍"),
            ]
        )
    y = doc.table(
        44,
        132,
        (107, 100, 110, 95, 95),
        rows,
        align="lcccc",
        size=10,
        step=21,
        rules="grid",
        head=2,
        fill=MINT,
    )
    return y, most


def treadmill(rng: Random) -> Sheet:
    """An exercise test: stages down with rate, pressure and ST level, totals, conclusions."""
    doc = Doc(rng, ECG)
    doc.effective = moment(doc.when)
    doc.text(297, 48, "運動負荷心電図検査報告書（トレッドミル・Bruce法）", 14, bold=True, align="centre")
    doc.table(
        44,
        60,
        (60, 130, 60, 120, 60, 77),
        [
            ["患者ID", doc.pid(), "氏名", doc.name(), "性別", doc.sex()],
            [
                "検査日時",
                f"{day(doc.when, 'slash')} {doc.when:%H:%M}",
                "生年月日",
                doc.born("kanji"),
                "年齢",
                f"{doc.age()}歳",
            ],
        ],
        size=9.5,
        step=20,
        rules="grid",
        head=0,
    )
    y, most = _staged(doc)
    y += 26
    for n, (name, value, unit) in enumerate(
        (
            ("最大心拍数", str(most), "bpm"),
            ("目標心拍数", str(round((220 - doc.age()) * 0.85)), "bpm"),
            ("到達率", str(round(most / (220 - doc.age()) * 100)), "%"),
            ("運動耐容能", number(rng, 4.6, 11, 1), "METs"),
            ("二重積", str(rng.randrange(14000, 29000)), ""),
            ("運動時間", number(rng, 6, 9, 1), "分"),
        )
    ):
        x, line = 54 + n % 3 * 168, y + n // 3 * 22
        doc.text(x, line, name, 10)
        doc.result(x + 70, line, R(value, name, unit, post=f" {unit}".rstrip()), 10)
    y += 52
    doc.text(44, y, "結論", 11, bold=True)
    for said in rng.choice(
        (
            ("負荷試験 陰性", "運動耐容能は年齢相応", "負荷中の不整脈なし"),
            ("V4-V6で水平型ST低下1.5mmを認める", "負荷試験 陽性の疑い"),
        )
    ):
        y += 20
        doc.statement(60, y, 470, said, "結論", size=10.5, number="・")
    doc.text(551, y + 50, f"判読医　{bank.doctor(rng)}　　{rng.choice(bank.HOSPITALS)}", 9, align="right")
    return doc.sheet()


FAMILIES = (
    Family("ecg-hourly", ECG, hourly),
    Family("ecg-matrix", ECG, matrix, "en"),
    Family("ecg-treadmill", ECG, treadmill),
)
