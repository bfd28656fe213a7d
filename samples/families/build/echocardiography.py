"""Echocardiogram reports: columns of values, tables with ranges, valve tables, letters with labelled findings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from mappers.model import DocumentType
from samples.families.build.chart_sheet import Chart
from samples.generating.family import Family
from samples.making.truth import Sheet


@dataclass(frozen=True, slots=True)
class _Measure:
    short: str
    long: str
    unit: str
    decimals: int
    usual: tuple[float, float]


_MEASURES = (
    _Measure("AoD", "大動脈径", "mm", 0, (24, 38)),
    _Measure("LAD", "左房径", "mm", 0, (26, 40)),
    _Measure("LVDd", "左室拡張末期径", "mm", 0, (38, 55)),
    _Measure("LVDs", "左室収縮末期径", "mm", 0, (22, 38)),
    _Measure("IVST", "心室中隔厚", "mm", 1, (6, 11)),
    _Measure("PWT", "左室後壁厚", "mm", 1, (6, 11)),
    _Measure("EF", "左室駆出率", "%", 1, (55, 80)),
    _Measure("%FS", "左室内径短縮率", "%", 1, (28, 45)),
    _Measure("LVEDV", "左室拡張末期容積", "mL", 0, (60, 130)),
    _Measure("LVESV", "左室収縮末期容積", "mL", 0, (18, 50)),
    _Measure("LAVI", "左房容積係数", "mL/m²", 1, (16, 34)),
    _Measure("E波", "拡張早期波", "cm/s", 0, (50, 100)),
    _Measure("A波", "心房収縮波", "cm/s", 0, (40, 90)),
    _Measure("E/A", "E/A", "", 2, (0.8, 1.6)),
    _Measure("DcT", "減速時間", "ms", 0, (150, 240)),
    _Measure("E/e'", "E/e'", "", 1, (5, 13)),
    _Measure("TRPG", "三尖弁逆流圧較差", "mmHg", 0, (15, 30)),
    _Measure("IVC", "下大静脈径", "mm", 0, (9, 20)),
    _Measure("TAPSE", "TAPSE", "mm", 1, (17, 26)),
)
_GRADES = ("none", "trivial", "mild", "moderate", "severe")
_GRADES_JA = ("なし", "軽微", "軽度", "中等度", "高度")
_CONCLUDED = (
    "左室収縮能は保たれている。", "左室壁運動に明らかな異常を認めない。", "左房の拡大を認める。",
    "軽度の僧帽弁逆流を認める。",
    "有意な弁膜症を認めない。", "左室肥大を認める。", "推定右室圧の上昇は認めない。", "拡張能低下が疑われる。",
)  # fmt: skip


def _value(random: Random, m: _Measure) -> tuple[str, str]:
    """A value and its mark."""
    low, high = m.usual
    number = random.uniform(low - 0.25 * (high - low), high + 0.35 * (high - low))
    text = f"{number:.{m.decimals}f}"
    return text, "H" if float(text) > high else "L" if float(text) < low else ""


def _range(m: _Measure) -> str:
    return f"{m.usual[0]:g}-{m.usual[1]:g}"


def columns(random: Random) -> Sheet:
    """Abbreviations and values in three columns, sections over them; grades of valves; conclusion."""
    chart = Chart(random, "心エコー検査報告書")
    chart.head(random.choice(("心エコー検査報告書", "経胸壁心エコー図検査", "心臓超音波検査報告書")))
    start, lowest = chart.y, chart.y
    colon = random.choice(("", ":", " :", "："))
    stuck = random.random() < 0.4
    for place, (section, part) in enumerate((("【Mモード】", _MEASURES[:8]), ("【容量】", _MEASURES[8:13]),
                                             ("【ドプラ】", _MEASURES[13:]))):  # fmt: skip
        chart.y = start
        x = 46 + 172 * place
        chart.put(x, section)
        for m in part:
            chart.y += chart.size * 1.7
            chart.put(x + 4, m.short + colon)
            value, _ = _value(random, m)
            if stuck:
                chart.value(x + 76, m.short, value, m.unit, after=m.unit)
            else:
                chart.value(x + 100, m.short, value, m.unit, align="right")
                chart.put(x + 105, m.unit)
        lowest = max(lowest, chart.y)
    chart.y = lowest + 28
    for place, valve in enumerate(("AR", "MR", "TR", "PR")):
        chart.put(50 + place * 120, f"{valve}{colon or ' '}".rstrip(" "))
        chart.value(82 + place * 120, valve, random.choice(_GRADES))
    chart.y += 30
    chart.put(46, "【結論】")
    chart.y += 15
    chart.statements("結論", random.sample(_CONCLUDED, 3), 54, mark=random.choice(("", "・", "{}. ")))
    return chart.sheet(DocumentType.ECHOCARDIOGRAPHY)


def ranges(random: Random) -> Sheet:
    """A table of two panels with values, units, ranges in brackets and marks."""
    chart = Chart(random, "心臓超音波検査")
    chart.head("心臓超音波検査 報告書", [("身長", "165.0 cm"), ("体重", "60.2 kg")])
    long = random.random() < 0.5
    headings = random.choice((("項目", "計測値", "単位", "基準値"), ("計測項目", "結果", "単位", "正常値")))
    half = (len(_MEASURES) + 1) // 2
    start = chart.y
    for side, part in enumerate((_MEASURES[:half], _MEASURES[half:])):
        chart.y = start
        x = 44 + side * 262
        for dx, text in zip((0, 96, 140, 180), headings, strict=True):
            chart.put(x + dx, text)
        for m in part:
            chart.y += chart.size * 1.75
            name = m.long if long else m.short
            value, mark = _value(random, m)
            flag = mark if random.random() < 0.8 else ""
            chart.put(x, name, size=8)
            chart.value(x + 118, name, value, m.unit, reference=_range(m), flag=flag, align="right")
            if flag:
                chart.put(x + 124, {"H": "↑", "L": "↓"}[flag])
            chart.put(x + 140, m.unit, size=8)
            chart.put(x + 180, f"({_range(m)})", size=8)
    chart.y = start + (half + 1) * chart.size * 1.75 + 16
    chart.put(46, "コメント")
    chart.y += 14
    chart.put(54, "描出不良のため計測値は参考程度としてください")
    chart.y += 24
    chart.put(46, "診断")
    chart.y += 15
    chart.statements("診断", random.sample(_CONCLUDED, 2), 54)
    return chart.sheet(DocumentType.ECHOCARDIOGRAPHY)


def valves(random: Random) -> Sheet:
    """Values as a list, and a table of valves by regurgitation, stenosis and velocity."""
    chart = Chart(random, "心エコー図検査")
    chart.head("心エコー図検査報告書", style=random.choice((1, 3)))
    for place, m in enumerate(random.sample(_MEASURES, 10)):
        x = 50 + 250 * (place % 2)
        chart.put(x, f"{m.short} ({m.unit})" if m.unit else m.short)
        chart.value(x + 140, m.short, _value(random, m)[0], m.unit, align="right")
        chart.y += chart.size * 1.8 * (place % 2)
    chart.y += 22
    names = random.choice((("大動脈弁", "僧帽弁", "三尖弁", "肺動脈弁"), ("AV", "MV", "TV", "PV")))
    heads = random.choice(
        (("弁", "逆流", "狭窄", "最大流速(m/s)"), ("弁膜", "逆流の程度", "狭窄", "Vmax (m/s)"))
    )
    grades = random.choice((_GRADES, _GRADES_JA))
    speed = heads[3].replace("(m/s)", "").strip()
    for x, text in zip((60, 170, 280, 390), heads, strict=True):
        chart.put(x, text)
    for name in names:
        chart.y += chart.size * 1.9
        chart.put(60, name)
        chart.value(170, f"{name} {heads[1]}", random.choice(grades))
        if random.random() < 0.9:
            chart.value(280, f"{name} {heads[2]}", random.choice(grades[:3]))
        if random.random() < 0.7:
            chart.value(392, f"{name} {speed}", f"{random.uniform(0.6, 3.4):.1f}", "m/s")
    chart.y += 34
    chart.put(50, "■ 総合所見")
    chart.y += 15
    text = "".join(random.sample(_CONCLUDED, 3))
    chart.statements("総合所見", [text], 56, width=480)
    _split_sentences(chart, text)
    return chart.sheet(DocumentType.ECHOCARDIOGRAPHY)


def _split_sentences(chart: Chart, text: str) -> None:
    """The last item, a paragraph, made one item a sentence (boxes: the paragraph's)."""
    whole = chart.items.pop()
    chart.items += [replace(whole, value=part) for part in text.split("。") if part]


def letter(random: Random) -> Sheet:
    """Labels with sentences: wall motion, valves, pericardium; values in running order with equal signs."""
    chart = Chart(random, "心エコーレポート")
    chart.head("心エコーレポート", style=0)
    per_line = random.choice((3, 4))
    picked = random.sample(_MEASURES, 12)
    join = random.choice(("=", ": ", " "))
    for place, m in enumerate(picked):
        x = 50 + (500 / per_line) * (place % per_line)
        value, _ = _value(random, m)
        chart.value(x, m.short, value, m.unit, before=m.short + join, after=f" {m.unit}".rstrip())
        if place % per_line == per_line - 1:
            chart.y += chart.size * 1.8
    chart.y += 20
    for name, text in (
        ("左室壁運動", random.choice(("びまん性に低下", "下壁基部に壁運動低下を認める", "明らかな異常なし"))),
        ("弁膜", random.choice(("大動脈弁に石灰化を認める", "僧帽弁逸脱は認めない"))),
        ("心嚢液", random.choice(("なし", "少量", "認めない"))),
    ):
        chart.put(50, name + "：")
        chart.value(120, name, text)
        chart.y += chart.size * 1.8
    chart.y += 12
    chart.put(50, "診断：")
    chart.statements("診断", random.sample(_CONCLUDED, 2), 120, mark="{}) ")
    return chart.sheet(DocumentType.ECHOCARDIOGRAPHY)


_ENGLISH = (
    _Measure("LVIDd", "LV internal dimension diastole", "cm", 1, (3.8, 5.6)),
    _Measure("LVIDs", "LV internal dimension systole", "cm", 1, (2.2, 3.8)),
    _Measure("IVSd", "Interventricular septum", "cm", 1, (0.6, 1.1)),
    _Measure("LVPWd", "Posterior wall", "cm", 1, (0.6, 1.1)),
    _Measure("LVEF", "Ejection fraction", "%", 0, (52, 72)),
    _Measure("LA diameter", "Left atrial diameter", "cm", 1, (2.7, 4.0)),
    _Measure("E/A ratio", "E/A ratio", "", 2, (0.8, 1.5)),
    _Measure("RVSP", "RVSP", "mmHg", 0, (15, 35)),
    _Measure("TAPSE", "TAPSE", "mm", 0, (17, 26)),
)


def english(random: Random) -> Sheet:
    """English: a table with normal ranges, findings by structure, numbered conclusions."""
    chart = Chart(random, "Echocardiogram", language="en")
    chart.head(random.choice(("Transthoracic Echocardiogram Report", "Echocardiography Report")))
    for x, text in zip((50, 200, 260, 340), ("Measurement", "Value", "Unit", "Normal Range"), strict=True):
        chart.put(x, text)
    for m in _ENGLISH:
        chart.y += chart.size * 1.7
        value, _ = _value(random, m)
        chart.put(50, m.short)
        chart.value(200, m.short, value, m.unit, reference=_range(m))
        chart.put(260, m.unit)
        chart.put(340, _range(m))
    chart.y += 26
    for name in ("Aortic regurgitation", "Mitral regurgitation", "Tricuspid regurgitation"):
        chart.put(50, name)
        chart.value(200, name, random.choice(_GRADES))
        chart.y += chart.size * 1.7
    chart.y += 14
    heading = random.choice(("Conclusion", "Impression"))
    chart.put(50, heading + random.choice(("", ":")))
    chart.y += 15
    said = (
        "Normal left ventricular size and systolic function.", "Mild left atrial enlargement.",
        "No pericardial effusion.", "Mild concentric left ventricular hypertrophy.",
    )  # fmt: skip
    chart.statements(heading, random.sample(said, 3), 56, mark=random.choice(("", "{}. ", "- ")))
    return chart.sheet(DocumentType.ECHOCARDIOGRAPHY)


_DRAWN: tuple[tuple[str, Callable[[Random], Sheet], str], ...] = (
    ("columns", columns, "ja"), ("ranges", ranges, "ja"), ("valves", valves, "ja"), ("letter", letter, "ja"),
    ("english", english, "en"),
)  # fmt: skip
FAMILIES = tuple(
    Family(f"echocardiography-{name}", DocumentType.ECHOCARDIOGRAPHY, draw, language)
    for name, draw, language in _DRAWN
)
