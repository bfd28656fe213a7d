"""Electrocardiograms: a resting print, a Holter summary of two pages, an exercise test in English."""

from __future__ import annotations

import math
from datetime import timedelta
from random import Random

from reportlab.lib.pagesizes import A4, landscape

from mappers.model import DocumentType
from samples.families.practice8 import bank_b as bank
from samples.generating.family import Family
from samples.generating.kit import GREY, MERGED, PALE, Cell, Doc, R, day, moment, num
from samples.making.truth import Sheet

ECG = DocumentType.ECG

_LEADS = (("Ⅰ", "aVR", "V1", "V4"), ("Ⅱ", "aVL", "V2", "V5"), ("Ⅲ", "aVF", "V3", "V6"))


def _beat(phase: float) -> float:
    """Height of the curve at a phase of the beat, between 0 and 1."""
    waves = (
        (0.18, 0.03, 0.1),
        (0.34, 0.008, -0.1),
        (0.37, 0.012, 0.7),
        (0.4, 0.01, -0.15),
        (0.62, 0.05, 0.18),
    )
    return 0.25 + sum(high * math.exp(-(((phase - at) / wide) ** 2)) for at, wide, high in waves)


def _curves(doc: Doc, x: float, y: float, width: float, height: float) -> None:
    """Three rows of four leads on a light grid."""
    doc.axes(x, y, width, height, grid=40)
    column, row = width / 4, height / 3
    shift = doc.rng.random()
    for r, leads in enumerate(_LEADS):
        points = [_beat((n / 60 + shift) % 1) for n in range(481)]
        doc.curve(x, y + r * row + 12, width, row - 20, points)
        for c, lead in enumerate(leads):
            doc.text(x + c * column + 4, y + r * row + 12, lead, 8)


_SAID = (
    ("洞調律", "正常範囲"),
    ("洞調律", "左室肥大の疑い", "非特異的ST-T異常（側壁）"),
    ("心房細動", "完全右脚ブロック"),
    ("洞性徐脈", "第1度房室ブロック", "左軸偏位"),
    ("洞調律", "心室期外収縮", "異常Q波（下壁）の可能性あり"),
)


def resting(rng: Random) -> Sheet:
    """A cart's landscape print: person, measurements and automatic statements over the curves, all unruled."""
    doc = Doc(rng, ECG, size=landscape(A4))
    doc.effective = moment(doc.when)
    doc.text(30, 30, f"{day(doc.when, 'bare')}  {doc.when:%H:%M}", 9.5)
    doc.text(30, 46, f"ID  {doc.pid()}", 9.5)
    doc.text(30, 62, f"{doc.name()}", 11, bold=True)
    doc.text(30, 78, f"{doc.age()}歳  {doc.sex('性')}", 9.5)
    doc.text(30, 94, f"生年月日  {doc.born('dot')}", 9.5)
    rate = rng.randint(46, 112)
    qt = rng.randint(350, 450)
    r5, s1 = rng.uniform(0.6, 3.2), rng.uniform(0.3, 1.8)
    rows = [
        bank.put(str(rate), "心拍数", "bpm"),
        bank.put(rng.choice(("測定不能", num(rng, 120, 230), num(rng, 120, 200))), "PR間隔", "ms"),
        bank.put(num(rng, 76, 158), "QRS幅", "ms"),
        bank.put(f"{qt}/{int(qt * math.sqrt(rate / 60))}", "QT/QTc", "ms"),
        bank.put(f"{rng.randint(-10, 78)}/{rng.randint(-50, 100)}/{rng.randint(-20, 80)}", "P/QRS/T軸", "°"),
        bank.put(f"{r5:.2f}/{s1:.2f}", "RV5/SV1", "mV"),
        bank.put(f"{r5 + s1:.2f}", "RV5+SV1", "mV"),
    ]
    if rows[1].value == "測定不能":
        rows[1] = bank.put("測定不能", "PR間隔")
    y = 30.0
    for row in rows:
        doc.text(240, y, row.name, 9.5)
        doc.text(302, y, ":", 9.5)
        doc.result(312, y, row, 9.5)
        y += 14.5
    doc.text(470, 30, "【自動解析】", 9.5, bold=True)
    y = 46.0
    for said in rng.choice(_SAID):
        y = doc.statement(478, y, 240, said, "自動解析", size=9.5, step=14)
    doc.text(470, 104, "未確認レポート　要医師確認", 8.5, colour=GREY)
    doc.text(812, 30, rng.choice(bank.HOSPITALS), 8.5, align="right")
    doc.text(812, 44, f"検査技師 {bank.family(rng)}", 8.5, align="right")
    doc.text(812, 58, f"No. {rng.randint(10000, 99999)}", 8.5, align="right")
    _curves(doc, 30, 140, 782, 400)
    doc.text(30, 556, "25 mm/s   10 mm/mV   0.05-150 Hz   AC50", 8)
    doc.text(812, 556, "ECG-0000 V02-13  再印字", 8, align="right")
    return doc.sheet()


def _ectopics(rng: Random, kind: str) -> list[R]:
    """Counts of one kind of extrasystole; the same rows stand in both blocks."""
    total = rng.randint(3, 4200)
    return [
        bank.put(f"{total}", f"総数 {kind}", "拍"),
        bank.put(f"{total / 980:.1f}", f"出現率 {kind}", "%"),
        bank.put(str(rng.randint(0, 20)), f"2連発 {kind}", "回"),
        bank.put(str(rng.randint(0, 5)), f"3連発以上 {kind}", "回"),
        bank.put(str(rng.randint(3, 14)), f"最長連発 {kind}", "拍"),
    ]


def _hours(doc: Doc) -> list[list[Cell]]:
    """The hour by hour table of a day, the date printed at its change."""
    rng, start = doc.rng, doc.when.replace(minute=0)
    rows: list[list[Cell]] = [
        ["日付", "時刻", "心拍数 (bpm)", MERGED, MERGED, "上室性", "心室性", "ポーズ"],
        ["", "", "平均", "最小", "最大", "(拍)", "(拍)", "(回)"],
    ]
    shown = ""
    for n in range(24):
        at = start + timedelta(hours=n)
        when, date = moment(at), day(at, "month")
        mean = rng.randint(54, 92)
        row: list[Cell] = [date if date != shown else "", f"{at:%H:%M}"]
        shown = date
        row += [
            R(str(mean), "心拍数 平均", "bpm", when=when),
            R(str(mean - rng.randint(5, 18)), "心拍数 最小", "bpm", when=when),
            R(str(mean + rng.randint(8, 46)), "心拍数 最大", "bpm", when=when),
            R(str(rng.randint(0, 30)), "上室性", "拍", when=when),
            R(str(rng.randint(0, 180)), "心室性", "拍", when=when),
            R(str(rng.choice((0, 0, 0, 1))), "ポーズ", "回", when=when),
        ]
        rows.append(row)
    return rows


def holter(rng: Random) -> Sheet:
    """ホルター心電図: summary in blocks whose rows have the same names, statements; hours on the second page."""
    doc = Doc(rng, ECG)
    doc.effective = moment(doc.when)
    end = doc.when + timedelta(hours=24)
    doc.ink.box(36, 26, 559, 54, width=1.2)
    doc.text(297, 46, "ホルター心電図解析報告書", 15, bold=True, align="centre")
    who: list[list[Cell]] = [
        ["患者番号", doc.pid(), "記録開始", f"{day(doc.when, 'slash')} {doc.when:%H:%M}"],
        ["氏名", doc.name(), "記録終了", f"{day(end, 'slash')} {end:%H:%M}"],
        ["生年月日", f"{doc.born('slash')}（{doc.age()}歳）{doc.sex('性')}", "依頼科", "循環器内科"],
    ]
    y = doc.table(36, 64, (70, 200, 70, 183), who, size=9.5, step=18, rules="rows", head=0) + 26
    rate = rng.randint(58, 82)
    doc.text(36, y, "1. 心拍数", 11, bold=True)
    beats = [
        bank.put(str(rate * 1440 + rng.randint(0, 900)), "総心拍数", "拍"),
        bank.put(str(rate), "平均心拍数", "bpm"),
        bank.put(str(rate + rng.randint(40, 75)), "最大心拍数", "bpm"),
        bank.put(str(rate - rng.randint(14, 26)), "最小心拍数", "bpm"),
        bank.put(num(rng, 1.1, 2.9, 1), "最大RR間隔", "秒"),
    ]
    bank.labelled(doc, 52, y + 18, beats, gap=110, size=10, step=16)
    y += 112
    for n, kind in enumerate(("上室性期外収縮", "心室性期外収縮")):
        x = 36 + n * 270
        doc.text(x, y, f"{n + 2}. {kind}", 11, bold=True)
        for k, row in enumerate(_ectopics(rng, kind)):
            doc.text(x + 16, y + 18 + 16 * k, row.name.split()[0], 10)
            doc.result(x + 126, y + 18 + 16 * k, row, 10)
    y += 122
    doc.text(36, y, "4. ST変化", 11, bold=True)
    rows = [bank.put(num(rng, -1.9, 0.4, 1), f"ST最大偏位 {ch}", "mm") for ch in ("CH1", "CH2")]
    bank.labelled(doc, 52, y + 18, rows, gap=110, size=10, step=16)
    y += 72
    doc.rule(36, y - 14, 559)
    doc.text(36, y + 4, "所見", 11, bold=True)
    for said in rng.sample(
        (
            "基本調律は洞調律です。", "心室性期外収縮が散発し、一部に2連発を認めます。", "有意なST変化は認めません。",
            "夜間に2秒以上のポーズを認めません。", "動悸の訴えに一致する不整脈は認めません。",
        ),
        3,
    ):  # fmt: skip
        y = doc.statement(52, y + 22, 490, said, "所見", size=10, step=0, number="・")
    doc.text(559, 780, f"解析 {bank.family(rng)}　判読医 {bank.family(rng)}", 9.5, align="right")
    doc.foot(f"{rng.choice(bank.HOSPITALS)} 生理検査室　1/2")
    doc.ink.next_page()
    doc.text(36, 40, f"時間別集計　{doc.person.id}　{doc.printed}", 11, bold=True)
    wide = (52, 58, 70, 70, 70, 70, 70, 63)
    doc.table(
        36, 52, wide, _hours(doc), align="cc" + "r" * 6, size=9.5, step=18, rules="grid", head=2, fill=PALE
    )
    doc.foot("2/2")
    return doc.sheet()


_ROWS_EN = ("Supine", "Standing", "Stage 1", "Stage 2", "Stage 3", "Peak", "Recovery 1:00", "Recovery 3:00")


def _stages(rng: Random, peak: int, top: int, mets: float) -> list[list[Cell]]:
    """The stages downwards."""
    rows: list[list[Cell]] = [
        ["Stage", "Speed", "Grade", "HR", "BP", "RPP", "METs", "ST (V5)"],
        ["", "km/h", "%", "bpm", "mmHg", "", "", "mm"],
    ]
    for n, stage in enumerate(_ROWS_EN):
        moving = 2 <= n <= 5
        rate = peak if n == 5 else rng.randint(62, peak - 6)
        pressure = bank.pressure(rng, 110, top)
        lead: list[Cell] = ["--", "--"]
        if moving:
            step = min(n - 2, 2)
            lead = [
                R(("2.7", "4.0", "5.5")[step], f"{stage} Speed", "km/h"),
                R(("10.0", "12.0", "14.0")[step], f"{stage} Grade", "%"),
            ]
        rows.append(
            [
                stage,
                *lead,
                R(str(rate), f"{stage} HR", "bpm"),
                R(pressure, f"{stage} BP", "mmHg"),
                R(str(rate * int(pressure.split("/")[0])), f"{stage} RPP"),
                R(num(rng, 1.0, mets, 1), f"{stage} METs") if moving else "--",
                R(num(rng, -2.2, 1.1, 1), f"{stage} ST (V5)", "mm"),
            ]
        )
    return rows


def exercise(rng: Random) -> Sheet:
    """An English treadmill summary: a box of totals, then stages down with speed, grade, rate, pressure, ST."""
    doc = Doc(rng, ECG, latin=True)
    doc.effective = moment(doc.when)
    doc.text(40, 44, rng.choice(bank.HOSPITALS_EN), 10)
    doc.text(40, 66, "Exercise Test Report (Bruce)", 17, bold=True)
    doc.text(555, 44, f"{day(doc.when, 'us')}  {doc.when:%H:%M}", 9.5, align="right")
    doc.rule(40, 74, 555, 1.4)
    doc.pairs(
        40, 92, [("Patient ID", doc.pid()), ("Name", doc.name(", "))], gap=70, mark=":", size=10, step=15
    )
    doc.pairs(320, 92, [("DOB", doc.born("en")), ("Sex", doc.sex("Sex"))], gap=50, mark=":", size=10, step=15)
    doc.text(40, 122, f"Attending: Dr. {bank.roman(rng)}    Technician: {bank.roman(rng)}", 9)
    peak = rng.randint(118, 168)
    top = rng.randint(150, 212)
    mets = rng.uniform(5.2, 12.4)
    doc.band(40, 134, 555, 204, PALE)
    left = [
        bank.put(f"{rng.randint(5, 11)}:{rng.randint(0, 59):02d}", "Exercise time", "min"),
        bank.put(str(peak), "Max HR", "bpm"),
        bank.put(str(int(100 * peak / max(60, 220 - doc.age()))), "% of max predicted HR", "%", gap=""),
    ]
    right = [
        bank.put(f"{top}/{rng.randint(64, 98)}", "Max BP", "mmHg"),
        bank.put(f"{mets:.1f}", "Max workload", "METs"),
        bank.put(str(rng.randint(-9, 12)), "Duke score"),
    ]
    bank.labelled(doc, 52, 154, left, gap=152, size=10.5, step=19)
    bank.labelled(doc, 326, 154, right, gap=110, size=10.5, step=19)
    rows = _stages(rng, peak, top, mets)
    wide = (100, 56, 56, 52, 76, 64, 52, 59)
    y = doc.table(40, 220, wide, rows, align="l" + "r" * 7, size=9.5, step=20, rules="head", head=2)
    doc.text(40, y + 30, "Conclusion", 12, bold=True)
    y += 50
    for n, said in enumerate(rng.sample(_ENDS, 3), 1):
        y = doc.statement(40, y, 500, said, "Conclusion", size=10, step=15, number=f"{n}.")
    doc.text(40, y + 30, "Reviewed electronically. Target heart rate is 85% of (220 - age).", 8, colour=GREY)
    doc.foot("Page 1 of 1")
    return doc.sheet()


_ENDS = (
    "Negative treadmill test for ischemia at the achieved workload.",
    "Horizontal ST depression in leads V4 to V6 at peak exercise, resolving during recovery.",
    "No significant arrhythmia.",
    "Normal blood pressure response.",
    "Functional capacity is mildly reduced for age.",
)

FAMILIES = (
    Family("ecg-cart-landscape", ECG, resting),
    Family("ecg-holter-two-pages", ECG, holter),
    Family("ecg-treadmill-english", ECG, exercise, "en"),
)
