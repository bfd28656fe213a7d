"""Implanted devices: a programmer's strip, leads as rows, a heart pump's log, a glucose sensor's fortnight."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice6 import bank
from samples.families.practice6.kit import MINT, NAVY, SHADE, WHITE, Cell, Doc, R, day, moment, number
from samples.generating.family import Family
from samples.making.truth import Sheet

DEVICE = DocumentType.DEVICE_REPORT
STRIP = (300.0, 640.0)


_STRIP = (
    ("SIGNAL AMPL", "MV", 0.8, 14, 1),
    ("IMPEDANCE", "OHM", 310, 940, 0),
    ("THRESHOLD", "V", 0.4, 1.75, 2),
    ("PULSE WIDTH", "MS", 0.3, 0.6, 1),
    ("AMPLITUDE", "V", 1.5, 3.5, 1),
    ("SENSITIVITY", "MV", 0.2, 2.5, 1),
    ("PACED", "%", 0, 99, 0),
)


def strip(rng: Random) -> Sheet:
    """A programmer's paper strip in English: capitals, a fixed pitch, atrium and ventricle side by side."""
    doc = Doc(rng, DEVICE, size=STRIP, latin=True)
    doc.font, doc.bold = "Courier", "Courier-Bold"
    doc.effective = moment(doc.when)
    doc.text(150, 30, "INITIAL INTERROGATION", 11, bold=True, align="centre")
    doc.text(150, 44, rng.choice(("KAGERO DR 5", "MUJIN ICD-D 7", "SAZANAMI DR MRI")), 9, align="centre")
    y = doc.pairs(
        16,
        64,
        (
            ("DATE", f"{day(doc.when, 'en').upper()} {doc.when:%H:%M}"),
            ("PATIENT", doc.name(", ")),
            ("ID", doc.pid()),
            ("DOB", doc.born("en").upper()),
        ),
        gap=66,
        step=13,
        mark=":",
    )
    doc.text(16, y + 2, "-" * 49, 9)
    y += 18
    modes = ("DDD", "DDDR", "DDIR", "AAIR<=>DDDR")
    for name, value, unit in (
        ("MODE", rng.choice(modes), ""),
        ("BASE RATE", rng.choice(("50", "60", "70")), "PPM"),
        ("MAX TRACK RATE", rng.choice(("110", "120", "130")), "PPM"),
        ("PACED AV DELAY", rng.choice(("150", "180", "200", "250")), "MS"),
        ("BATTERY VOLTAGE", number(rng, 2.62, 3.12, 2), "V"),
        ("BATTERY IMPEDANCE", number(rng, 0.5, 8, 1), "KOHM"),
        ("MAGNET RATE", number(rng, 86, 99, 1), "PPM"),
        ("LONGEVITY", number(rng, 1, 11, 1), "YEARS"),
    ):
        doc.text(16, y, name, 9)
        doc.result(190, y, R(value, name, unit), 9, "right")
        doc.text(198, y, unit, 9)
        y += 14
    y += 6
    doc.text(16, y, "-" * 49, 9)
    y += 16
    for title, x in (("ATRIUM", 166), ("VENTRICLE", 240)):
        doc.text(x, y, title, 9, bold=True, align="right")
    y += 16
    for name, unit, low, high, digits in _STRIP:
        doc.text(16, y, name, 9)
        for lead, x in (("ATRIUM", 166), ("VENTRICLE", 240)):
            doc.result(x, y, R(number(rng, low, high, digits), f"{name} {lead}", unit), 9, "right")
        doc.text(250, y, unit, 9)
        y += 14
    doc.text(16, y + 6, "-" * 49, 9)
    y += 22
    for name, top in (("MODE SWITCHES", 40), ("HIGH V RATES", 6), ("PVC SINGLES", 2400)):
        doc.text(16, y, name, 9)
        doc.result(190, y, R(str(rng.randrange(top)), name), 9, "right")
        y += 14
    doc.text(150, y + 20, "*** END OF REPORT ***", 9, align="centre")
    return doc.sheet()


def _lead_rows(doc: Doc) -> float:
    """The table of leads; where it ends."""
    rng = doc.rng
    doc.text(44, 146, "〈リード測定〉", 11, bold=True)
    heads = ("波高値", "リード抵抗", "ペーシング閾値", "パルス幅", "出力電圧", "ペーシング率")
    units = ("mV", "Ω", "V", "ms", "V", "%")
    spans = ((0.9, 14, 1), (330, 900, 0), (0.5, 2.0, 2), (0.4, 0.4, 1), (1.5, 4.0, 1), (0, 99, 0))
    rows: list[list[Cell]] = [["リード", *heads], ["", *(f"({u})" for u in units)]]
    for lead in ("RA", "RV", "LV"):
        row: list[Cell] = [lead]
        for name, unit, (low, high, digits) in zip(heads, units, spans, strict=True):
            if name == "波高値" and lead == "LV":
                row.append("―")
                continue
            row.append(R(number(rng, low, high, digits), f"{name} {lead}", unit))
        rows.append(row)
    return doc.table(
        44, 154, (57, *([75] * 6)), rows, align="lcccccc", size=9.5, step=20, rules="grid", head=2, fill=MINT
    )


def _run(doc: Doc, y: float, title: str, given: Sequence[tuple[str, str, str]]) -> float:
    """Label, colon, value and unit one after the other under a title; the last base line."""
    y += 28
    doc.text(44, y, title, 11, bold=True)
    x = 60.0
    y += 20
    for name, value, unit in given:
        wide = doc.width(f"{name}：{value} {unit}", 10)
        if x + wide > 545:
            x, y = 60.0, y + 18
        doc.text(x, y, f"{name}：", 10)
        x = (
            doc.result(x + doc.width(f"{name}：", 10), y, R(value, name, unit, post=f" {unit}".rstrip()), 10)
            + 22
        )
    return y


def leads(rng: Random) -> Sheet:
    """A clinic's sheet with a row for each lead and the quantities across, units below; settings in running lines."""
    doc = Doc(rng, DEVICE)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(44, 50, "植込み型心臓電気デバイス　定期点検報告", 15, bold=True)
    doc.rule(44, 57, 551, 1.5)
    doc.along(
        44, 76, [f"{doc.name()} 様", doc.sex("性"), f"{doc.age()}歳", f"{doc.born('kanji')}生"], size=11
    )
    doc.along(
        44,
        94,
        [f"患者番号：{doc.pid()}", f"点検日：{day(doc.when, 'kanji')}", rng.choice(bank.HOSPITALS)],
        size=10,
    )
    implanted = doc.when - timedelta(days=rng.randrange(300, 3400))
    doc.text(
        44,
        120,
        f"本体：CRT-D ミライ Quad {rng.randrange(3, 9)}（植込日 {day(implanted, 'kanji')}）"
        f"　製造番号 MQ{rng.randrange(10**6):06d}",
        9.5,
    )
    y = _lead_rows(doc)
    for title, given in (
        (
            "〈本体〉",
            (
                ("電池電圧", number(rng, 2.6, 3.1, 2), "V"),
                ("推定寿命", number(rng, 0.9, 9, 1), "年"),
                ("充電時間", number(rng, 7, 12, 1), "秒"),
                ("ショックインピーダンス", str(rng.randrange(38, 82)), "Ω"),
            ),
        ),
        (
            "〈設定〉",
            (
                ("モード", rng.choice(("DDD", "DDDR", "VVIR")), ""),
                ("下限レート", rng.choice(("50", "60", "70")), "bpm"),
                ("上限レート", rng.choice(("110", "120", "130")), "bpm"),
                ("PAV", rng.choice(("130", "150", "180")), "ms"),
                ("SAV", rng.choice(("100", "120", "150")), "ms"),
                ("V-Vタイミング", rng.choice(("0", "20", "40")), "ms"),
            ),
        ),
        (
            "〈記録〉",
            (
                ("VT/VFエピソード", str(rng.randrange(0, 5)), "回"),
                ("NSVT", str(rng.randrange(0, 22)), "回"),
                ("AT/AF負荷", number(rng, 0, 38, 1), "%"),
                ("胸郭インピーダンス", str(rng.randrange(55, 92)), "Ω"),
                ("患者活動量", number(rng, 0.6, 5, 1), "時間/日"),
            ),
        ),
    ):
        y = _run(doc, y, title, given)
    doc.text(44, y + 36, f"次回予約：{day(doc.when + timedelta(days=182), 'kanji')}", 10)
    doc.text(551, y + 64, f"担当医 {bank.doctor(rng)}　　臨床工学技士 {bank.doctor(rng)}", 9.5, align="right")
    return doc.sheet()


_LOG = (
    ("回転数(rpm)", 5000, 6200, 0),
    ("流量(L/min)", 3.2, 5.9, 1),
    ("PI", 1.9, 6.4, 1),
    ("消費電力(W)", 3.2, 5.2, 1),
    ("平均血圧(mmHg)", 66, 98, 0),
    ("PT-INR", 1.6, 3.4, 2),
    ("LDH(U/L)", 160, 420, 0),
)


def pump(rng: Random) -> Sheet:
    """A heart pump's log from the clinic: visits down, month and day only, units in the headings."""
    doc = Doc(rng, DEVICE)
    doc.when = doc.when.replace(month=rng.randrange(8, 13), day=rng.randrange(1, 28))
    visits = [doc.when - timedelta(days=14 * n + rng.randrange(4)) for n in range(rng.randint(8, 13))]
    visits = [v for v in visits if v.year == doc.when.year]
    doc.effective = visits[0].strftime("%Y-%m-%d")
    doc.text(40, 46, "補助人工心臓（VAD）外来モニタリングシート", 14, bold=True)
    doc.text(40, 64, f"{doc.when.year}年", 12)
    doc.table(
        40,
        74,
        (60, 120, 60, 130, 60, 85),
        [["患者ID", doc.pid(), "患者氏名", doc.name(), "生年月日", doc.born("slash")]],
        size=9.5,
        step=21,
        rules="grid",
        head=0,
    )
    rows: list[list[Cell]] = [["月日", *(c[0] for c in _LOG)]]
    for visit in visits:
        row: list[Cell] = [day(visit, "month")]
        for head, low, high, digits in _LOG:
            name, _, unit = head.removesuffix(")").partition("(")
            value = (
                f"{round(rng.uniform(low, high), -2):.0f}"
                if "rpm" in head
                else number(rng, low, high, digits)
            )
            row.append(
                R(value, name, unit, "", "", visit.strftime("%Y-%m-%d")) if rng.random() < 0.93 else ""
            )
        rows.append(row)
    end = doc.table(
        40,
        106,
        (59, 66, 66, 48, 66, 78, 66, 66),
        rows,
        align="c" * 8,
        size=9,
        step=24,
        rules="grid",
        fill=SHADE,
    )
    doc.text(40, end + 20, "※ 体調の変化や機器の警報があったときは、24時間窓口へご連絡ください。", 9)
    doc.text(
        555,
        end + 44,
        f"{rng.choice(bank.HOSPITALS)}　VADコーディネーター {rng.choice(bank.DOCTORS)}",
        9,
        align="right",
    )
    return doc.sheet()


def _shares(doc: Doc) -> None:
    """The bar of shares with its labels."""
    rng = doc.rng
    shares = [rng.randrange(0, 14), rng.randrange(8, 34), 0, rng.randrange(0, 6), rng.randrange(0, 3)]
    shares[2] = 100 - sum(shares)
    top, colours = (
        122.0,
        ((0.9, 0.5, 0.2), (0.95, 0.8, 0.3), (0.4, 0.7, 0.4), (0.85, 0.3, 0.3), (0.5, 0.1, 0.1)),
    )
    names = ("非常に高い", "高い", "目標範囲", "低い", "非常に低い")
    bounds = ("250 mg/dL超", "181～250 mg/dL", "70～180 mg/dL", "54～69 mg/dL", "54 mg/dL未満")
    for n, (name, bound, share, colour) in enumerate(zip(names, bounds, shares, colours, strict=True)):
        tall = 140 * share / 100
        doc.band(318, top, 344, top + max(tall, 1), colour)
        top += tall
        line = 132.0 + n * 29
        doc.text(360, line, name, 10)
        doc.result(470, line, R(str(share), name, "%", post=" %"), 12, "right")
        doc.text(480, line, f"（{bound}）", 8)


def glucose(rng: Random) -> Sheet:
    """A glucose sensor's fortnight: big numbers, a bar of shares with its labels at the right, aims in grey."""
    doc = Doc(rng, DEVICE)
    first = doc.when - timedelta(days=13)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.band(0, 0, 596, 54, NAVY)
    doc.text(36, 34, "グルコースセンサー　AGPレポート", 16, bold=True, colour=WHITE)
    doc.text(
        560,
        34,
        f"{day(first, 'slash')} ～ {day(doc.when, 'slash')}（14日間）",
        9.5,
        align="right",
        colour=WHITE,
    )
    doc.along(
        36,
        74,
        [doc.name(), f"ID：{doc.pid()}", f"生年月日：{doc.born('slash')}", rng.choice(bank.HOSPITALS)],
        size=10,
    )
    doc.rule(36, 82, 560)
    doc.text(36, 104, "グルコース統計", 12, bold=True)
    y = 130.0
    mean = rng.randrange(112, 172)
    for name, value, unit, aim in (
        ("センサー使用率", str(rng.randrange(71, 100)), "%", "目標 70%以上"),
        ("平均グルコース値", str(mean), "mg/dL", "目標 154以下"),
        ("GMI", f"{3.31 + 0.02392 * mean:.1f}", "%", "目標 7.0%未満"),
        ("グルコース変動(CV)", number(rng, 21, 46, 1), "%", "目標 36%以下"),
        ("標準偏差", str(rng.randrange(28, 84)), "mg/dL", ""),
    ):
        doc.text(36, y, name, 10)
        end = doc.result(150, y, R(value, name, unit), 13)
        doc.text(end + 4, y, unit, 9)
        doc.text(225, y, aim, 8, colour=(0.5, 0.5, 0.5))
        y += 26
    doc.text(318, 104, "範囲内の割合", 12, bold=True)
    _shares(doc)
    doc.text(36, 292, "1日の推移（中央値と5～95%域）", 12, bold=True)
    doc.ink.box(36, 304, 560, 484, width=0.6)
    for level, said in ((70, "70"), (180, "180"), (300, "300")):
        at = 484 - level * 0.5
        doc.ink.line(36, at, 560, at, 0.3, 0.6)
        doc.text(33, at + 3, said, 7, align="right")
    points = [(36 + 524 * n / 24, 484 - 0.5 * (mean + rng.uniform(-45, 60))) for n in range(25)]
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        doc.ink.line(x0, y0, x1, y1, 1.6)
    for hour in range(0, 25, 6):
        doc.text(36 + 524 * hour / 24, 496, f"{hour}:00", 7.5, align="centre")
    doc.text(36, 520, "低血糖イベント", 10)
    doc.result(150, 520, R(str(rng.randrange(0, 9)), "低血糖イベント", "回", post=" 回"), 10)
    doc.text(250, 520, "平均持続時間", 10)
    doc.result(340, 520, R(str(rng.randrange(18, 140)), "平均持続時間", "分", post=" 分"), 10)
    return doc.sheet()


FAMILIES = (
    Family("device-report-strip", DEVICE, strip, "en"),
    Family("device-report-leads", DEVICE, leads),
    Family("device-report-pump", DEVICE, pump),
    Family("device-report-glucose", DEVICE, glucose),
)
