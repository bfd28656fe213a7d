"""Blood gas: the strip of an analyser, a report with a corrected twin column, an English analyser."""

from __future__ import annotations

from random import Random

from mappers.model import DocumentType
from samples.families.practice2 import heading as hd
from samples.families.practice2.paper import Cell, Paper, Val
from samples.families.practice2.table import Column, Style, table
from samples.generating.family import Family
from samples.making.truth import Sheet

_Row = tuple[str, str, float, float, int, float, float]
_GAS: tuple[_Row, ...] = (
    ("pH", "", 7.12, 7.56, 3, 7.35, 7.45),
    ("pCO2", "mmHg", 24, 78, 1, 35, 45),
    ("pO2", "mmHg", 44, 180, 1, 80, 105),
    ("HCO3-", "mmol/L", 14, 34, 1, 22, 26),
    ("BE", "mmol/L", -11, 9, 1, -2, 2),
    ("sO2", "%", 78, 99.8, 1, 95, 99),
)
_OTHER: tuple[_Row, ...] = (
    ("Na+", "mmol/L", 126, 150, 0, 136, 146),
    ("K+", "mmol/L", 2.8, 6.2, 1, 3.4, 4.5),
    ("Ca++", "mmol/L", 0.9, 1.4, 2, 1.15, 1.29),
    ("Cl-", "mmol/L", 92, 116, 0, 98, 106),
    ("Glu", "mg/dL", 62, 320, 0, 70, 105),
    ("Lac", "mmol/L", 0.5, 8, 1, 0.5, 1.6),
    ("tHb", "g/dL", 6.8, 17, 1, 12, 17),
    ("Hct", "%", 22, 52, 1, 36, 50),
    ("COHb", "%", 0.2, 4, 1, 0, 1.5),
    ("MetHb", "%", 0.1, 1.6, 1, 0, 1.5),
)
_MARKS = (("↓", "↑"), ("L", "H"), ("▼", "▲"), ("*", "*"))


def _result(rng: Random, row: _Row, marks: tuple[str, str], name: str = "") -> tuple[Val, str]:
    name, unit, low, high = name or row[0], row[1], row[5], row[6]
    text = f"{rng.uniform(row[2], row[3]):.{row[4]}f}"
    side = (float(text) > high) - (float(text) < low)
    mark = {-1: marks[0], 0: "", 1: marks[1]}[side]
    flag = "" if not mark else "A" if mark == "*" else "H" if side > 0 else "L"
    return Val(text, name, unit, f"{low:.{min(row[4], 2)}f}-{high:.{min(row[4], 2)}f}", flag), mark


def _moved(rng: Random, text: str) -> str:
    """A value corrected to another temperature: a little more or less."""
    return f"{float(text) * rng.uniform(0.99, 1.01):.{len(text.split('.')[-1])}f}"


def _strip(rng: Random) -> Sheet:
    """Thermal paper: arrows before the value, limits in brackets or none, corrected values in a block or with (T)."""
    paper = Paper(rng, DocumentType.BLOOD_GAS, size=(rng.choice((226.0, 255.0)), 560.0), body=8.5, timed=1.0)
    paper.text(
        12,
        18,
        rng.choice(("血液ガス分析", "BLOOD GAS 血液ガス測定結果", "血液ガス 測定レポート")),
        size=10,
        font=paper.bold,
    )
    told = hd.fields(paper, "id", "name", "sex", "collected", drop=0.3)
    told += [(rng.choice(("検体種", "サンプル")), rng.choice(("動脈血", "静脈血")))]
    y = hd.stacked(paper, 12, 34, told, label=64, size=7.5)
    warm = f"{rng.uniform(35.4, 39.2):.1f}"
    settings = [("体温", warm, "℃"), ("FiO2", str(rng.choice((21, 30, 40, 60))), "%")]
    for label, said, unit in settings[: rng.choice((1, 2, 2))]:
        paper.text(12, y, label)
        paper.cell(76, y, Val(said, label, unit, after=f" {unit}"))
        y += 13
    marks, limits, wide = rng.choice(_MARKS), rng.random() < 0.5, paper.width
    own = rng.random() < 0.5
    heading = rng.choice(("温度補正値", "体温補正値", "補正値"))
    blocks: list[tuple[str, tuple[_Row, ...], str]] = [
        (rng.choice(("測定値 (37.0℃)", "測定値", "実測値")), (*_GAS, *rng.sample(_OTHER, 5)), "")
    ]
    blocks.append(("" if own else f"{heading} ({warm}℃)", _GAS[:3], heading))
    seen: dict[str, str] = {}
    for title, rows, twin in blocks:
        y += 6
        if title:
            paper.text(12, y + 4, f"{title}", font=paper.bold)
            paper.line(12, y + 7, wide - 12, y + 7, 0.4)
            y += 8
        for row in rows:
            y += 13
            name = row[0] if not twin else f"{row[0]}(T)" if own else f"{row[0]} {twin}"
            value, mark = _result(rng, row, marks, name)
            shown = limits and not twin
            if twin:
                value, mark = Val(_moved(rng, seen[row[0]]), name, value.unit), ""
            seen.setdefault(row[0], value.text)
            paper.text(12, y, f"{row[0]}(T)" if twin and own else row[0])
            paper.text(62, y, mark)
            paper.cell(
                112,
                y,
                Val(value.text, name, value.unit, value.ref if shown else "", value.flag),
                align="right",
            )
            paper.text(118, y, value.unit, size=7.5)
            if shown:
                paper.text(wide - 10, y, f"[{value.ref}]", size=6.5, align="right")
        y += 8
    paper.text(12, y + 12, rng.choice(("S/N 000-114  QC OK", "オペレータ: 02", "Calibrated")), size=7)
    return paper.sheet()


def _twins(rng: Random) -> Sheet:
    """A report with measured and corrected values beside each other."""
    paper = Paper(rng, DocumentType.BLOOD_GAS, body=rng.choice((9.0, 10.0)), timed=0.9)
    hd.title(paper, 50, rng.choice(("血液ガス分析報告書", "血液ガス検査結果", "動脈血ガス分析 結果報告")))
    told = hd.fields(
        paper, "id", "name", "kana", "birth", "sexage", "ward", "doctor", "collected", "reported"
    )
    y = hd.arranged(paper, 48, 64, paper.width - 96, told) + 14
    warm = f"{rng.uniform(35.0, 39.4):.1f}"
    for at, (name, said, unit) in enumerate(
        (("体温", warm, "℃"), ("吸入酸素濃度", str(rng.choice((21, 28, 35, 50))), "%"))
    ):
        paper.text(54 + at * 180, y, name + "：")
        paper.cell(130 + at * 180, y, Val(said, name, unit, after=f" {unit}"))
    marks, flags = rng.choice(_MARKS), rng.random() < 0.75
    twin = rng.choice(("体温補正値", "温度補正", "患者体温補正値"))
    order = rng.choice(("nfmtur", "nfmtru", "nmtru", "nurmt")) if flags else "nmtur"
    flags = "f" in order
    rows: list[list[Cell]] = []
    for row in [*_GAS, *rng.sample(_OTHER, rng.randrange(3, 9))]:
        value, mark = _result(rng, row, marks)
        if not flags:
            value = Val(value.text, value.name, value.unit, value.ref)
        corrected: Cell = ""
        if row in _GAS[:3]:
            corrected = Val(_moved(rng, value.text), f"{row[0]} {twin}", row[1], value.ref)
        cells: dict[str, Cell] = {
            "n": row[0],
            "f": mark,
            "m": value,
            "t": corrected,
            "u": row[1],
            "r": value.ref,
        }
        rows.append([cells[key] for key in order])
    first = rng.choice(("測定値", "測定値(37℃)", "実測値"))
    heads = {
        "n": "項目",
        "f": "",
        "m": first,
        "t": f"{twin}({warm}℃)" if rng.random() < 0.5 else twin,
        "u": "単位",
        "r": "基準範囲",
    }
    widths = {"n": 90.0, "f": 24.0, "m": 86.0, "t": 112.0, "u": 64.0, "r": 84.0}
    columns = [
        Column(heads[k], widths[k], {"n": "left", "u": "left", "f": "centre"}.get(k, "right")) for k in order
    ]
    y = table(
        paper,
        50,
        y + 12,
        columns,
        rows,
        Style(rng.choice(("grid", "rows", "ends")), zebra=rng.random() < 0.3),
    )
    paper.text(50, y + 18, "測定装置：救急外来 2号機　　採取部位：右橈骨動脈", size=7.5)
    hd.footer(paper, hd.hospital(rng))
    return paper.sheet()


def _english(rng: Random) -> Sheet:
    """Sections on a half page; limits in brackets; corrected values named with (T)."""
    paper = Paper(rng, DocumentType.BLOOD_GAS, size=(360.0, 595.0), body=9.0, language="en", timed=1.0)
    paper.text(
        24,
        32,
        rng.choice(("BLOOD GAS REPORT", "Arterial Blood Gas", "Blood Gas Analysis")),
        size=13,
        font=paper.bold,
    )
    told = hd.fields(paper, "name", "id", "sex", "collected", "ward")
    y = hd.stacked(paper, 24, 50, told, label=100, size=8)
    warm = f"{rng.uniform(35.4, 39.2):.1f}"
    for label, said, unit in (("Temperature", warm, "°C"), ("FiO2", str(rng.choice((21, 30, 40))), "%")):
        paper.text(24, y, label)
        paper.cell(124, y, Val(said, label, unit, after=f" {unit}"), size=9)
        y += 13
    marks = rng.choice((("L", "H"), ("↓", "↑"), ("*", "*")))
    parts = [
        ("Blood gas values", _GAS, False),
        ("Electrolytes", _OTHER[:4], False),
        ("Metabolites", _OTHER[4:6], False),
    ]
    parts.insert(
        rng.choice((1, 3)),
        (rng.choice(("Temperature corrected", "Temperature-corrected values")), _GAS[:3], True),
    )
    first, seen = rng.random() < 0.5, dict[str, str]()
    for title, rows, corrected in parts:
        y += 8
        paper.text(24, y, title, font=paper.bold)
        for row in rows:
            y += 13
            name = f"{row[0]}(T)" if corrected else row[0]
            value, mark = _result(rng, row, marks, name)
            if corrected:
                value, mark = Val(_moved(rng, seen[row[0]]), name, value.unit), ""
            seen.setdefault(row[0], value.text)
            paper.text(34, y, name)
            paper.text(96 if first else 154, y, mark)
            paper.cell(146, y, value, align="right")
            paper.text(168, y, value.unit)
            if value.ref:
                paper.text(226, y, f"[ {value.ref} ]" if first else f"({value.ref})", size=8)
        y += 10
    hd.footer(paper, "Analyzer 3, Emergency")
    return paper.sheet()


FAMILIES = (
    Family("blood-gas-strip", DocumentType.BLOOD_GAS, _strip),
    Family("blood-gas-twins", DocumentType.BLOOD_GAS, _twins),
    Family("blood-gas-english", DocumentType.BLOOD_GAS, _english, "en"),
)
