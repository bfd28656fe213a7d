"""Electrocardiogram reports: lists beside findings, tables, ribbons of values over the tracing, English prints."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from mappers.model import DocumentType
from samples.families.build.chart_sheet import Chart
from samples.generating.family import Family
from samples.making.ink import PORTRAIT, Ink
from samples.making.truth import Sheet

LANDSCAPE = (PORTRAIT[1], PORTRAIT[0])
_SAID = (
    "正常洞調律", "洞性徐脈", "洞性頻脈", "左軸偏位", "右軸偏位", "完全右脚ブロック",
    "不完全右脚ブロック", "1度房室ブロック", "左室肥大の疑い",
    "非特異的T波異常", "心室性期外収縮", "心房細動", "ST低下（V4-V6）", "異常Q波の疑い（下壁）", "QT延長",
)  # fmt: skip
_SAID_EN = (
    "Normal sinus rhythm", "Sinus bradycardia", "Left axis deviation", "Right bundle branch block",
    "Nonspecific T wave abnormality", "First degree AV block", "Possible left ventricular hypertrophy",
    "Atrial fibrillation with rapid ventricular response", "Prolonged QT",
)  # fmt: skip


def _measured(random: Random) -> dict[str, str]:
    rate, qt = random.randrange(42, 128), random.randrange(340, 470)
    rv5, sv1 = random.uniform(0.6, 3.2), random.uniform(0.3, 2.4)
    return {
        "HR": str(rate), "PR": str(random.randrange(110, 240)), "QRS": str(random.randrange(76, 150)),
        "QT": str(qt), "QTc": str(qt + random.randrange(5, 60)), "RR": str(round(60000 / rate)),
        "axis": str(random.randrange(-60, 110)),
        "P": str(random.randrange(10, 80)), "T": str(random.randrange(-20, 90)),
        "RV5": f"{rv5:.2f}", "SV1": f"{sv1:.2f}", "sum": f"{rv5 + sv1:.2f}",
    }  # fmt: skip


def _tracing(ink: Ink, random: Random, top: float, bottom: float) -> None:
    """Something like a curve with its leads' names."""
    for row, leads in enumerate(
        (("I", "aVR", "V1", "V4"), ("II", "aVL", "V2", "V5"), ("III", "aVF", "V3", "V6"))
    ):
        y = top + (row + 0.5) * (bottom - top) / 3
        for column, lead in enumerate(leads):
            x = 40 + column * (ink.width - 80) / 4
            ink.text(x, y - 16, lead, "Helvetica", 8)
            at = x
            while at < x + (ink.width - 80) / 4 - 8:
                ink.line(at, y, at + 20, y, 0.5, 0.3)
                ink.line(at + 20, y, at + 22, y - random.uniform(8, 20), 0.5, 0.3)
                ink.line(at + 22, y - 12, at + 24, y + 5, 0.5, 0.3)
                at += 24


def beside(random: Random) -> Sheet:
    """Measurements left, findings right, a tracing below."""
    chart = Chart(random, "心電図報告書")
    chart.head(random.choice(("標準12誘導心電図", "心電図検査報告書", "安静時心電図")))
    m = _measured(random)
    rows = [
        (random.choice(("心拍数", "HR")), m["HR"], random.choice(("bpm", "/分", "拍/分"))),
        (random.choice(("PR間隔", "PR", "PQ時間")), m["PR"], "ms"),
        (random.choice(("QRS幅", "QRS", "QRS時間")), m["QRS"], "ms"),
        ("QT/QTc", f"{m['QT']}/{m['QTc']}", "ms"),
        (random.choice(("電気軸", "QRS軸")), m["axis"], random.choice(("°", "度"))),
        ("RV5", m["RV5"], "mV"), ("SV1", m["SV1"], "mV"), ("RV5+SV1", m["sum"], "mV"),
    ]  # fmt: skip
    colon = random.choice(("", "：", " :"))
    start = chart.y
    for name, value, unit in rows:
        chart.put(48, name + colon)
        chart.value(170, name, value, unit, align="right")
        chart.put(176, unit)
        chart.y += chart.size * 1.75
    low, chart.y = chart.y, start
    heading = random.choice(("自動診断", "所見", "解析所見"))
    chart.put(300, random.choice(("【{}】", "{}", "■{}")).format(heading))
    chart.y += chart.size * 1.8
    chart.statements(
        heading, random.sample(_SAID, random.randrange(1, 5)), 308, mark=random.choice(("", "・", "{}. "))
    )
    chart.y = max(low, chart.y) + 20
    _tracing(chart.ink, random, chart.y, chart.y + 260)
    chart.y += 275
    chart.put(44, "25 mm/s  10 mm/mV  フィルタ 35Hz", size=8)
    return chart.sheet(DocumentType.ECG)


def table(random: Random) -> Sheet:
    """A ruled table with units and ranges; conclusions after a colon; a remark that is no item."""
    chart = Chart(random, "心電図検査報告書")
    chart.head("心電図検査報告書", [("診療科", "循環器内科"), ("依頼医", "浜辺 医師")])
    m = _measured(random)
    rows = [
        ("心拍数", m["HR"], "bpm", "50-100", 50, 100), ("PR時間", m["PR"], "msec", "120-200", 120, 200),
        ("QRS時間", m["QRS"], "msec", "60-110", 60, 110), ("QT時間", m["QT"], "msec", "", 0, 9999),
        ("QTc(B)", m["QTc"], "msec", "350-440", 350, 440), ("P軸", m["P"], "度", "", -999, 999),
        ("QRS軸", m["axis"], "度", "-30-90", -30, 90), ("T軸", m["T"], "度", "", -999, 999),
        ("RV5", m["RV5"], "mV", "", 0, 99), ("SV1", m["SV1"], "mV", "", 0, 99),
        ("R+S", m["sum"], "mV", "3.5以下", 0, 3.5),
    ]  # fmt: skip
    headings = random.choice((("計測項目", "計測値", "単位", "基準値"), ("項目", "結果", "単位", "基準範囲")))
    for x, text in zip((60, 200, 300, 390), headings, strict=True):
        chart.put(x, text)
    flags = random.random() < 0.6
    for name, value, unit, reference, low, high in rows:
        chart.y += chart.size * 1.8
        chart.ink.line(50, chart.y - chart.size * 1.3, 545, chart.y - chart.size * 1.3, 0.3, 0.5)
        chart.put(60, name)
        flag = ("H" if float(value) > high else "L" if float(value) < low else "") if flags else ""
        chart.value(232, name, value, unit, reference=reference, flag=flag, align="right")
        if flag:
            chart.put(240, flag)
        chart.put(300, unit)
        chart.put(390, reference)
    chart.y += 34
    for heading in random.sample(("判定", "結論", "心電図診断"), 1):
        chart.put(50, f"{heading}：")
        chart.statements(heading, random.sample(_SAID, 2), 110)
        chart.y += 8
    chart.put(50, "コメント：前回検査と比較し経過観察としてください")
    return chart.sheet(DocumentType.ECG)


def ribbon(random: Random) -> Sheet:
    """A cart's landscape print: values in short lines above the tracing, axes as one composite."""
    chart = Chart(random, "心電図", size=LANDSCAPE)
    chart.head(random.choice(("心電図", "12誘導心電図")), style=2)
    m = _measured(random)
    axes = f"{m['P']}/{m['axis']}/{m['T']}"
    glued = random.random() < 0.5
    rows = [
        ("HR", m["HR"], "bpm"), ("PR", m["PR"], "ms"), ("QRS", m["QRS"], "ms"),
        ("QT/QTc", f"{m['QT']}/{m['QTc']}", "ms"),
        ("P/QRS/T軸", axes, "°"), ("RV5/SV1", f"{m['RV5']}/{m['SV1']}", "mV"), ("RV5+SV1", m["sum"], "mV"),
    ]  # fmt: skip
    for place, (name, value, unit) in enumerate(rows):
        x = 44 + 132 * (place % 4)
        if glued:
            chart.value(x, name, value, unit, before=f"{name}:", after=unit)
        else:
            chart.put(x, name)
            chart.value(x + 58, name, value, unit, after=f" {unit}")
        if place % 4 == 3:
            chart.y += 15
    chart.y -= 15
    chart.put(600, "判定")
    chart.y += 14
    chart.statements("判定", random.sample(_SAID, 3), 600, pitch=13)
    _tracing(chart.ink, random, chart.y + 20, 540)
    chart.y = 560
    chart.put(44, "紙送り速度:25mm/s  感度:10mm/mV  AC 50Hz", size=8)
    return chart.sheet(DocumentType.ECG)


def english(random: Random) -> Sheet:
    """English: rate, intervals and axes at the left, statements at the right under a heading."""
    chart = Chart(random, "ECG Report", language="en", size=random.choice((PORTRAIT, LANDSCAPE)))
    chart.head(random.choice(("12-Lead ECG Report", "Resting Electrocardiogram")))
    m = _measured(random)
    rows = [
        (random.choice(("Vent. rate", "Heart Rate")), m["HR"], "bpm"), ("PR interval", m["PR"], "ms"),
        ("QRS duration", m["QRS"], "ms"), ("QT/QTc", f"{m['QT']}/{m['QTc']}", "ms"),
        ("P-R-T axes", f"{m['P']} / {m['axis']} / {m['T']}", ""),
    ]  # fmt: skip
    start = chart.y
    for name, value, unit in rows:
        chart.put(44, name)
        chart.value(150, name, value, unit)
        if unit:
            chart.put(215, unit)
        chart.y += chart.size * 1.6
    low, chart.y = chart.y, start
    heading = random.choice(("Interpretation", "Diagnosis", "Interpretive Statements"))
    chart.put(320, random.choice(("{}", "{}:")).format(heading))
    chart.y += chart.size * 1.7
    chart.statements(heading, random.sample(_SAID_EN, random.randrange(1, 5)), 320)
    chart.y = max(low, chart.y)
    _tracing(chart.ink, random, chart.y + 20, chart.y + 220)
    return chart.sheet(DocumentType.ECG)


def grid(random: Random) -> Sheet:
    """Labels over values in a strip of boxes; findings in a framed cell with its label at the left."""
    chart = Chart(random, "心電図レポート")
    chart.head("心電図レポート", style=1)
    m = _measured(random)
    rows = [("HR", "bpm", m["HR"]), ("PR", "ms", m["PR"]), ("QRS", "ms", m["QRS"]), ("QT", "ms", m["QT"]),
            ("QTc", "ms", m["QTc"]), ("Axis", "deg", m["axis"])]  # fmt: skip
    width = 84
    for place, (name, unit, _) in enumerate(rows):
        x = 46 + width * place
        chart.ink.box(x, chart.y - 14, x + width, chart.y + 24, width=0.5)
        chart.put(x + width / 2, f"{name} ({unit})", align="centre")
    chart.y += 18
    for place, (name, unit, value) in enumerate(rows):
        chart.value(46 + width * place + width / 2, name, value, unit, align="centre", size=chart.size + 2)
    chart.y += 40
    said = random.sample(_SAID, random.randrange(2, 5))
    top = chart.y - 16
    for heading, texts in (("自動解析", said), ("医師所見", random.sample(_SAID, 2))):
        height = len(texts) * chart.size * 1.6
        first = chart.y
        chart.y = first + height / 2 - chart.size * 0.8
        chart.put(56, heading)
        chart.y = first
        chart.statements(heading, texts, 150)
        chart.y += 6
        chart.ink.line(46, chart.y - 12, 550, chart.y - 12, 0.4)
        chart.y += 8
    chart.ink.box(46, top, 550, chart.y - 16, width=0.6)
    return chart.sheet(DocumentType.ECG)


_DRAWN: tuple[tuple[str, Callable[[Random], Sheet], str], ...] = (
    ("beside", beside, "ja"), ("table", table, "ja"), ("ribbon", ribbon, "ja"), ("english", english, "en"),
    ("grid", grid, "ja"),
)  # fmt: skip
FAMILIES = tuple(Family(f"ecg-{name}", DocumentType.ECG, draw, language) for name, draw, language in _DRAWN)
