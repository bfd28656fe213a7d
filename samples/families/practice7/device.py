"""Devices: a pacemaker check in Japanese, a defibrillator's English print, a CPAP month, two weeks of glucose."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice7 import bank
from samples.generating.family import Family
from samples.generating.kit import GREY, PALE, SKY, Cell, Doc, R, day, moment, num
from samples.making.truth import Sheet

DEVICE = DocumentType.DEVICE_REPORT


def _chambers(rng: Random) -> list[list[Cell]]:
    """Of both leads."""
    rows: list[list[Cell]] = [["", "心房", "心室"]]
    for label, unit, limits, digits in (
        ("リード抵抗", "Ω", ((320, 700), (380, 900)), 0),
        ("波高値", "mV", ((1.2, 5.4), (5.0, 18.0)), 1),
    ):
        cells = [
            R(num(rng, *pair, digits), f"{label} {side}", unit, post=f" {unit}")
            for pair, side in zip(limits, ("心房", "心室"), strict=True)
        ]
        rows.append([label, *cells])
    both: list[Cell] = ["閾値"]
    for side in ("心房", "心室"):
        both.append(
            (
                R(num(rng, 0.4, 1.4, 2), f"閾値 {side}", "V", post=" V @ "),
                R(rng.choice(("0.40", "0.50")), f"閾値 {side} パルス幅", "ms", post=" ms"),
            )
        )
    rows.append(both)
    return rows


def _settings(rng: Random) -> tuple[tuple[str, str, str], ...]:
    """Labels, values and units."""
    return (
        ("モード", rng.choice(("DDDR", "DDD", "AAI<=>DDD")), ""),
        ("下限レート", rng.choice(("50", "60", "70")), "ppm"),
        ("上限トラッキングレート", rng.choice(("120", "130")), "ppm"),
        ("AV delay（ペーシング後）", rng.choice(("180", "200")), "ms"),
        ("AV delay（センシング後）", rng.choice(("150", "170")), "ms"),
        ("心房出力", rng.choice(("1.50", "2.00")), "V"),
        ("心室出力", rng.choice(("2.00", "2.50")), "V"),
        ("心房感度", rng.choice(("0.30", "0.50")), "mV"),
    )


def _battery_ja(rng: Random) -> tuple[tuple[str, str, str], ...]:
    """Labels, values and units."""
    return (
        ("バッテリ電圧", num(rng, 2.76, 3.02, 2), "V"),
        ("推定残存寿命", num(rng, 2.1, 11.5, 1), "年"),
        ("バッテリ抵抗", num(rng, 200, 900), "ohms"),
    )


def pacemaker(rng: Random) -> Sheet:
    """ペースメーカ: the shop's title bar, device block, battery, a table with 心房 and 心室, settings, counters."""
    doc = Doc(rng, DEVICE)
    doc.effective = moment(doc.when)
    doc.band(36, 24, 559, 48, (0.1, 0.2, 0.4))
    doc.text(44, 41, "フォローアップ レポート", 13, bold=True, colour=(1, 1, 1))
    doc.text(552, 41, "Imaginix CardioView", 9, align="right", colour=(1, 1, 1))
    doc.pairs(
        40,
        66,
        (("患者名", doc.name()), ("患者ID", doc.pid()), ("生年月日", doc.born("slash"))),
        size=9,
        gap=62,
        mark=":",
    )
    doc.pairs(
        300,
        66,
        (
            ("機種", f"Pulsara DR {rng.choice(('A2DR01', 'X3DR11'))}"),
            ("シリアル番号", f"PJN{rng.randrange(100000, 999999)}S"),
            ("検査日時", f"{day(doc.when, 'slash')} {doc.when:%H:%M}"),
        ),
        size=9,
        gap=72,
        mark=":",
    )
    doc.rule(36, 104, 559, 1)
    doc.text(40, 122, "バッテリ状態", 10.5, bold=True)
    y = 138.0
    for label, value, unit in _battery_ja(rng):
        doc.text(52, y, label, 9.5)
        doc.result(170, y, R(value, label, unit, post=f" {unit}"), 9.5)
        y += 15
    doc.text(40, y + 12, "リード測定", 10.5, bold=True)
    rows = _chambers(rng)
    end = doc.table(52, y + 20, (130, 150, 150), rows, align="lcc", size=9.5, step=19, rules="grid", fill=SKY)
    doc.text(40, end + 24, "設定パラメータ", 10.5, bold=True)
    y = end + 42
    settings = _settings(rng)
    for n, (label, value, unit) in enumerate(settings):
        x = 52.0 + (n % 2) * 256
        doc.text(x, y, label, 9)
        doc.result(x + 136, y, R(value, label, unit, post=f" {unit}".rstrip()), 9)
        y += 16 * (n % 2)
    doc.text(
        40, y + 14, f"ペーシング率（{day(doc.when - timedelta(days=180), 'slash')} 以降）", 10.5, bold=True
    )
    y += 32
    for label in ("AS-VS", "AS-VP", "AP-VS", "AP-VP"):
        doc.text(52, y, label, 9.5)
        doc.result(170, y, R(num(rng, 0.1, 60, 1), label, "%", post=" %"), 9.5, "right")
        y += 15
    doc.text(52, y, "AT/AF 累積", 9.5)
    doc.result(170, y, R(num(rng, 0, 9, 1), "AT/AF 累積", "%", post=" %"), 9.5, "right")
    doc.foot("ソフトウェア 8.0 Copyright 架空   Page 1 / 1")
    return doc.sheet()


def _programmed(rng: Random) -> tuple[tuple[str, str, str], ...]:
    """Labels, values and units."""
    return (
        ("Mode", "DDD", ""), ("Base Rate", "60", "bpm"), ("Max Track Rate", "120", "bpm"),
        ("Paced AV Delay", "140", "ms"), ("Sensed AV Delay", "100", "ms"), ("V-V Timing", "Simultaneous", ""),
        ("VF Zone", "214", "bpm"), ("VT-1 Zone", "171", "bpm"),
        ("BiV Pacing", num(rng, 88, 99.6, 1), "%"), ("A Pacing", num(rng, 2, 70, 1), "%"),
    )  # fmt: skip


def _battery_en(rng: Random) -> tuple[tuple[str, str, str], ...]:
    """Labels, values and units."""
    return (
        ("Voltage", num(rng, 2.6, 3.2, 2), "V"),
        ("Longevity", num(rng, 1.2, 7.9, 1), "years"),
        ("Last HV Charge Time", num(rng, 7.5, 11.5, 1), "s"),
    )


def icd(rng: Random) -> Sheet:
    """A defibrillator's English print: RA, RV, LV and HV down, this and last session, episodes, zones."""
    doc = Doc(rng, DEVICE, latin=True)
    doc.effective = moment(doc.when)
    doc.text(36, 40, "Fictor CRT-D  Session Summary", 14, bold=True)
    doc.text(559, 40, f"{day(doc.when, 'en')}  {doc.when:%H:%M}", 9, align="right")
    doc.rule(36, 46, 559, 1.4)
    doc.along(36, 60, [f"Patient: {doc.name(', ')}", f"ID: {doc.pid()}", f"DOB: {doc.born('en')}"], size=9)
    doc.text(
        36,
        74,
        f"Device: Fictor Quadra CD{rng.randrange(3000, 3999)}-40Q   Serial: {rng.randrange(1000000, 9999999)}",
        9,
    )
    doc.text(36, 100, "Battery", 11, bold=True)
    y = 116.0
    for label, value, unit in _battery_en(rng):
        doc.text(44, y, f"{label}:", 9)
        doc.result(168, y, R(value, label, unit, post=f" {unit}"), 9)
        y += 14
    doc.text(36, y + 14, "Lead Measurements", 11, bold=True)
    leads = ("RA", "RV", "LV")
    rows: list[list[Cell]] = [["", *leads, "HV"]]
    limits = ((1.1, 4.8), (6.0, 16.0), (5.0, 14.0))
    sensed = [
        R(num(rng, *pair, 1), f"Sense {lead}", "mV", post=" mV")
        for pair, lead in zip(limits, leads, strict=True)
    ]
    rows.append(["Sense", *sensed, ""])
    ohms = [R(num(rng, 340, 980), f"Impedance {lead}", "ohm", post=" ohm") for lead in leads]
    rows.append(["Impedance", *ohms, R(num(rng, 40, 82), "Impedance HV", "ohm", post=" ohm")])
    over: list[Cell] = []
    for lead in leads:
        pulse = R(rng.choice(("0.4", "0.5", "1.0")), f"Threshold {lead} pulse width", "ms", post=" ms")
        over.append((R(num(rng, 0.5, 2.0, 2), f"Threshold {lead}", "V", post=" V @ "), pulse))
    rows.append(["Threshold", *over, ""])
    y = (
        doc.table(44, y + 22, (80, 110, 110, 110, 90), rows, align="lcccc", size=9, step=17, rules="head")
        + 24
    )
    doc.text(36, y, f"Episodes since {day(doc.when - timedelta(days=91), 'en')}", 11, bold=True)
    y += 16
    for label, most in (("VF", 1), ("VT-2", 2), ("VT-1", 4), ("SVT", 6), ("AT/AF", 20)):
        doc.text(44, y, label, 9)
        doc.dots(44 + doc.width(label, 9) + 6, 130, y, 9, ".")
        doc.result(150, y, R(str(rng.randint(0, most)), label), 9, "right")
        y += 14
    doc.text(36, y + 14, "Parameters", 11, bold=True)
    y += 30
    given = _programmed(rng)
    for n, (label, value, unit) in enumerate(given):
        x = 44.0 + (n % 2) * 250
        doc.text(x, y, label, 9)
        doc.result(x + 120, y, R(value, label, unit, post=f" {unit}".rstrip()), 9)
        y += 15 * (n % 2)
    doc.text(36, 818, "Not a substitute for clinical judgement.    Page 1 of 1", 7, colour=GREY)
    return doc.sheet()


def _month(rng: Random, used: int) -> tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]:
    """Labels, values and units under their headings."""
    return (
        (
            "使用状況",
            (
                ("使用日数", str(used), "日"),
                ("使用率", f"{used / 0.3:.0f}", "%"),
                ("4時間以上使用率", f"{max(used - 5, 4) / 0.3:.0f}", "%"),
                ("平均使用時間(使用日)", f"{rng.randint(4, 7)}時間{rng.randrange(60):02d}分", ""),
            ),
        ),
        (
            "治療圧",
            (
                ("平均圧力", num(rng, 5.5, 8.5, 1), "cmH2O"),
                ("95パーセンタイル圧", num(rng, 8.6, 12.5, 1), "cmH2O"),
                ("最大圧力", num(rng, 12.6, 14.8, 1), "cmH2O"),
            ),
        ),
        (
            "リーク",
            (
                ("平均リーク", num(rng, 1, 12, 1), "L/min"),
                ("95パーセンタイルリーク", num(rng, 12, 32, 1), "L/min"),
            ),
        ),
        (
            "イベント",
            (
                ("AHI", num(rng, 0.8, 9.5, 1), "回/h"),
                ("AI", num(rng, 0.3, 4.0, 1), "回/h"),
                ("HI", num(rng, 0.3, 4.0, 1), "回/h"),
                ("中枢性無呼吸指数", num(rng, 0.0, 1.2, 1), "回/h"),
            ),
        ),
    )


def cpap(rng: Random) -> Sheet:
    """CPAP: a month's use, labels at the left with dotted leaders, values and units at the right, bars of days."""
    doc = Doc(rng, DEVICE)
    first = doc.when - timedelta(days=29)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(36, 44, "ＣＰＡＰ療法 使用状況レポート", 15, bold=True)
    doc.rule(36, 52, 559, 1.2)
    doc.pairs(
        40, 70, (("患者名", f"{doc.name()} 様"), ("患者番号", doc.pid()), ("性別", doc.sex("性"))), gap=60
    )
    doc.pairs(
        300,
        70,
        (
            ("対象期間", f"{day(first, 'slash')} - {day(doc.when, 'slash')}"),
            ("医療機関", rng.choice(bank.HOSPITALS)),
            ("装置", f"DreamFiction Auto  SN {rng.randrange(10**9, 10**10)}"),
        ),
        gap=60,
    )
    used = rng.randint(18, 30)
    y = 128.0
    for head, given in _month(rng, used):
        doc.text(40, y, f"■ {head}", 10.5, bold=True)
        y += 18
        for label, value, unit in given:
            doc.text(56, y, label, 9.5)
            doc.dots(62 + doc.width(label, 9.5), 236, y, 9.5)
            end = doc.result(244, y, R(value, label, unit), 9.5)
            doc.text(end + 4, y, unit, 9.5)
            y += 17
        y += 10
    doc.axes(330, 140, 225, 130)
    for n in range(30):
        doc.band(333 + n * 7.4, 270 - rng.uniform(0, 110) * (n < used), 338 + n * 7.4, 270, (0.4, 0.6, 0.8))
    doc.text(330, 134, "日別使用時間", 8)
    doc.foot(f"作成日 {day(doc.when, 'slash')}　この報告書は診療の補助資料です。")
    return doc.sheet()


def glucose(rng: Random) -> Sheet:
    """AGP: two weeks of a sensor, targets beside, times in range as a list with percents, the curve below."""
    doc = Doc(rng, DEVICE)
    first = doc.when - timedelta(days=13)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(36, 42, "AGPレポート", 16, bold=True)
    doc.text(559, 34, f"{doc.name()}", 11, align="right")
    doc.text(559, 48, f"ID {doc.pid()}　生年月日 {doc.born('slash')}", 8.5, align="right")
    doc.text(36, 62, f"{day(first, 'kanji')} ～ {day(doc.when, 'kanji')}（14日間）", 9.5)
    doc.band(36, 74, 290, 94, PALE)
    doc.text(42, 88, "グルコース統計値", 10, bold=True)
    y = 112.0
    mean = rng.uniform(115, 210)
    for label, value, unit in (
        ("センサー使用時間", num(rng, 82, 99), "%"),
        ("平均グルコース", f"{mean:.0f}", "mg/dL"),
        ("GMI", f"{3.31 + 0.02392 * mean:.1f}", "%"),
        ("グルコース変動(CV)", num(rng, 22, 44, 1), "%"),
    ):
        doc.text(42, y, label, 9.5)
        doc.result(160, y, R(value, label, unit, post=f" {unit}"), 11)
        y += 22
    doc.band(310, 74, 559, 94, PALE)
    doc.text(316, 88, "範囲内の時間（mg/dL）", 10, bold=True)
    parts = [rng.uniform(1, 12), rng.uniform(8, 26), 0.0, rng.uniform(0.5, 5), rng.uniform(0, 2)]
    parts[2] = 100 - sum(parts)
    y = 112.0
    for label, share in zip(
        (
            "非常に高い(>250)",
            "高い(181-250)",
            "目標範囲(70-180)",
            "低い(54-69)",
            "非常に低い(<54)",
        ),
        parts,
        strict=True,
    ):
        doc.band(316, y - 9, 322, y + 2, (0.9, 0.7, 0.2) if "高" in label else (0.3, 0.65, 0.35))
        doc.text(330, y, label, 9.5)
        doc.result(520, y, R(f"{share:.0f}", label, "%"), 11, "right")
        doc.text(523, y, "%", 9.5)
        y += 20
    doc.text(36, 240, "AGP（14日間の中央値）", 10, bold=True)
    doc.axes(60, 250, 490, 190, grid=8)
    for n, label in enumerate(("350", "250", "180", "70")):
        doc.text(54, 262 + n * 52, label, 7.5, align="right")
    doc.curve(60, 250, 490, 190, [rng.uniform(0.3, 0.62) for _ in range(25)])
    doc.foot(f"作成日 {day(doc.when, 'slash')}　{rng.choice(bank.HOSPITALS)} 糖尿病センター")
    return doc.sheet()


FAMILIES = (
    Family("device-report-pacemaker-ja", DEVICE, pacemaker),
    Family("device-report-crtd-summary", DEVICE, icd, "en"),
    Family("device-report-cpap-month", DEVICE, cpap),
    Family("device-report-agp", DEVICE, glucose),
)
