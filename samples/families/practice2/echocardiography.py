"""Echocardiography: measurement lists in columns with a valve table, a table with limits, an English report."""

from __future__ import annotations

from random import Random

from mappers.model import DocumentType
from samples.families.practice2 import heading as hd
from samples.families.practice2.paper import Cell, Paper, Val
from samples.families.practice2.table import Column, Style, table
from samples.generating.family import Family
from samples.making.truth import Sheet

_Row = tuple[str, str, float, float, int, str]
_MEASURES: tuple[_Row, ...] = (
    ("AoD", "mm", 24, 40, 0, "20-37"),
    ("LAD", "mm", 28, 56, 0, "19-40"),
    ("IVSTd", "mm", 7, 15, 0, "7-11"),
    ("LVPWTd", "mm", 7, 14, 0, "7-11"),
    ("LVDd", "mm", 38, 66, 0, "40-55"),
    ("LVDs", "mm", 22, 52, 0, "22-42"),
    ("EF", "%", 24, 74, 0, "55-80"),
    ("%FS", "%", 14, 44, 0, "28-45"),
    ("LVEDV", "mL", 60, 190, 0, ""),
    ("LVESV", "mL", 20, 110, 0, ""),
    ("LAVI", "mL/m²", 18, 62, 1, "16-34"),
    ("LVMI", "g/m²", 66, 160, 0, ""),
)
_DOPPLER: tuple[_Row, ...] = (
    ("E", "cm/s", 42, 118, 0, ""),
    ("A", "cm/s", 40, 112, 0, ""),
    ("E/A", "", 0.5, 2.2, 2, ""),
    ("DcT", "ms", 130, 290, 0, "160-240"),
    ("E/e'", "", 5, 22, 1, "14以下"),
    ("TR-PG", "mmHg", 14, 58, 0, ""),
    ("AV Vmax", "m/s", 0.9, 4.6, 1, ""),
    ("IVC径", "mm", 8, 24, 0, "21以下"),
)
_LONG = {
    "AoD": "大動脈径",
    "LAD": "左房径",
    "IVSTd": "心室中隔壁厚",
    "LVPWTd": "左室後壁厚",
    "LVDd": "左室拡張末期径",
    "LVDs": "左室収縮末期径",
    "EF": "駆出率",
    "%FS": "内径短縮率",
}
_VALVES = ("僧帽弁", "大動脈弁", "三尖弁", "肺動脈弁")
_FINDINGS = (
    "左室壁運動はびまん性に低下",
    "左室収縮能は良好",
    "左房の軽度拡大を認める",
    "心嚢液貯留なし",
    "下壁に局所壁運動異常を認める",
    "明らかな弁膜症は認めない",
    "大動脈弁の石灰化あり",
    "左室拡張障害 (grade I) の疑い",
    "右心系の拡大なし",
    "左室内血栓は認めない",
    "中隔の求心性肥大",
)
_FINDINGS_EN = (
    "Mildly reduced left ventricular systolic function",
    "Normal left ventricular size",
    "No pericardial effusion",
    "Moderate mitral regurgitation",
    "Left atrium is mildly dilated",
    "Grade I diastolic dysfunction",
    "No evidence of pulmonary hypertension",
    "Inferior wall hypokinesis",
)


def _value(rng: Random, row: _Row) -> str:
    return f"{rng.uniform(row[2], row[3]):.{row[4]}f}"


def _statements(paper: Paper, y: float, heading: str, pool: tuple[str, ...], x: float = 50) -> float:
    """Findings one under the other, some numbered or with bullets."""
    rng = paper.rng
    form = heading if paper.language == "en" else rng.choice((heading, f"【{heading}】", f"■ {heading}"))
    paper.text(x, y, form, font=paper.bold)
    style = rng.choice(("", "・", "#"))
    for number, finding in enumerate(rng.sample(pool, rng.randrange(2, 5)), 1):
        y += paper.body * 1.7
        before = f"{number}. " if style == "#" else style if paper.language == "ja" else ""
        end = "" if paper.language == "en" or style else "。"
        paper.cell(x + 12, y, Val(finding, heading, before=before, after=end))
    return y + paper.body * 2.6


def _lists(rng: Random) -> Sheet:
    """Three columns of name, value, unit; a table of valves; findings and conclusion."""
    paper = Paper(rng, DocumentType.ECHOCARDIOGRAPHY, body=rng.choice((8.5, 9.0)))
    hd.title(paper, 46, rng.choice(("心臓超音波検査報告書", "心エコー検査レポート", "経胸壁心エコー図検査")))
    told = hd.fields(paper, "id", "name", "kana", "birth", "sexage", "ward", "doctor", "examined")
    y = hd.arranged(paper, 44, 58, paper.width - 88, told) + 14
    paper.text(46, y, rng.choice(("【計測】", "計測値", "◆ 2D・Mモード／ドプラ")), font=paper.bold)
    rows = [*rng.sample(_MEASURES, rng.randrange(8, 13)), *rng.sample(_DOPPLER, rng.randrange(4, 8))]
    lines, gap = -(-len(rows) // 3), rng.random() < 0.6
    for number, row in enumerate(rows):
        x, base = 54 + number // lines * 166, y + 18 + number % lines * 15
        name = f"{_LONG[row[0]]}({row[0]})" if row[0] in _LONG and gap else row[0]
        paper.text(x, base, name, fit=96)
        paper.cell(x + 122, base, Val(_value(rng, row), name, row[1]), align="right")
        paper.text(x + 126, base, row[1], size=paper.body - 1)
    y += lines * 15 + 28
    degrees = ("なし", "trivial", "mild", "moderate") if rng.random() < 0.6 else ("(-)", "I°", "II°", "III°")
    rows_valve: list[list[Cell]] = []
    for valve in _VALVES[: rng.choice((3, 4))]:
        rows_valve.append(
            [
                valve,
                Val(rng.choice(degrees), f"{valve} 逆流"),
                Val(rng.choice((degrees[0], degrees[0], degrees[2])), f"{valve} 狭窄"),
            ]
        )
    columns = [
        Column(rng.choice(("弁", "弁膜")), 110),
        Column("逆流", 110, "centre"),
        Column("狭窄", 110, "centre"),
    ]
    y = table(paper, 54, y, columns, rows_valve, Style(rng.choice(("grid", "rows")))) + 24
    y = _statements(paper, y, rng.choice(("所見", "検査所見")), _FINDINGS)
    y = _statements(paper, y, rng.choice(("結論", "診断", "まとめ", "総合診断")), _FINDINGS)
    paper.text(paper.width - 46, y, f"検査者：{hd.doctor(rng)}　判読：{hd.doctor(rng)}", align="right")
    hd.footer(paper, hd.hospital(rng))
    return paper.sheet()


def _limits(rng: Random) -> Sheet:
    """A ruled table with limits, result before or behind them; abnormal ones marked."""
    paper = Paper(rng, DocumentType.ECHOCARDIOGRAPHY, body=rng.choice((8.0, 9.0)), timed=0.2)
    paper.text(40, 34, hd.hospital(rng) + "　超音波検査室", size=8)
    hd.title(
        paper,
        54,
        rng.choice(("心エコー検査結果", "UCG検査報告", "心臓超音波 計測レポート")),
        x=rng.choice((0.0, 40.0)),
    )
    told = hd.fields(paper, "id", "name", "birth", "sex", "examined", "order")
    y = hd.arranged(paper, 40, 64, paper.width - 80, told, styles="above grid inline") + 12
    mark = rng.choice(("*", "▲", ""))
    rows: list[list[Cell]] = []
    order = rng.choice(("n v u r", "n r v u", "n u r v"))
    for row in [*_MEASURES[: rng.randrange(7, 13)], *_DOPPLER]:
        text, name = _value(rng, row), row[0]
        high = row[5].removesuffix("以下").split("-")[-1]
        over = bool(high and mark) and float(text) > float(high)
        flag = {"*": "A", "▲": "H"}.get(mark, "") if over else ""
        cells: dict[str, Cell] = {"n": name, "u": row[1], "r": row[5]}
        cells["v"] = Val(text, name, row[1], row[5], flag, after=f" {mark}" if over else "")
        rows.append([cells[key] for key in order.split()])
    heads = {"n": "計測項目", "v": "計測値", "u": "単位", "r": rng.choice(("正常値", "基準範囲"))}
    widths = {"n": 120, "v": 80, "u": 60, "r": 90}
    columns = [Column(heads[k], widths[k], "left" if k == "n" else "centre") for k in order.split()]
    y = (
        table(
            paper, 60, y, columns, rows, Style(rng.choice(("grid", "rows", "ends")), zebra=rng.random() < 0.4)
        )
        + 22
    )
    y = _statements(paper, y, rng.choice(("コメント所見", "所見", "心エコー所見")), _FINDINGS)
    hd.footer(paper, "生理検査")
    return paper.sheet()


_EN: tuple[_Row, ...] = (
    ("LVEDD", "mm", 40, 64, 0, "42-58"),
    ("LVESD", "mm", 24, 50, 0, "25-40"),
    ("IVSd", "mm", 7, 14, 0, "6-10"),
    ("LVPWd", "mm", 7, 13, 0, "6-10"),
    ("LVEF", "%", 25, 70, 0, "52-72"),
    ("LA diameter", "mm", 30, 54, 0, "30-40"),
    ("E/A ratio", "", 0.5, 2, 2, ""),
    ("E/e' ratio", "", 6, 20, 1, "<14"),
    ("RVSP", "mmHg", 18, 60, 0, "<35"),
    ("TAPSE", "mm", 12, 26, 0, ">17"),
    ("AV peak velocity", "m/s", 1, 4.5, 1, ""),
)


def _english(rng: Random) -> Sheet:
    """Two tables beside each other, findings, numbered conclusions."""
    paper = Paper(rng, DocumentType.ECHOCARDIOGRAPHY, body=9.0, language="en", timed=0.3)
    paper.text(48, 46, hd.hospital(rng, "en"), size=12, font=paper.bold)
    hd.title(
        paper,
        66,
        rng.choice(("Transthoracic Echocardiogram", "ECHOCARDIOGRAPHY REPORT", "Adult Echo Report")),
        x=48,
    )
    told = hd.fields(paper, "name", "id", "birth", "sexage", "examined", "doctor")
    y = hd.arranged(paper, 48, 78, paper.width - 96, told, styles="stacked grid above") + 12
    rows = rng.sample(_EN, rng.randrange(7, 12))
    half, style = -(-len(rows) // 2), Style(rng.choice(("rows", "ends", "grid")))
    in_cell, bottom = rng.random() < 0.5, y
    for side, part in enumerate((rows[:half], rows[half:])):
        cells: list[list[Cell]] = []
        for row in part:
            value = Val(
                _value(rng, row), row[0], row[1], row[5], after=f" {row[1]}" if in_cell and row[1] else ""
            )
            cells.append([row[0], value, "" if in_cell else row[1], row[5]])
        columns = [
            Column("Measurement", 92),
            Column("Value", 62 if in_cell else 42, "right"),
            Column("" if in_cell else "Unit", 4 if in_cell else 36),
            Column("Normal", 56),
        ]
        bottom = max(bottom, table(paper, 48 + side * 252, y, columns, cells, style))
    y = bottom + 24
    y = _statements(paper, y, "Findings", _FINDINGS_EN, 48)
    y = _statements(paper, y, rng.choice(("Conclusion", "Impression", "Summary")), _FINDINGS_EN, 48)
    paper.text(48, y + 10, f"Electronically signed by {hd.doctor(rng, 'en')}", size=8)
    return paper.sheet()


FAMILIES = (
    Family("echocardiography-lists", DocumentType.ECHOCARDIOGRAPHY, _lists),
    Family("echocardiography-limits", DocumentType.ECHOCARDIOGRAPHY, _limits),
    Family("echocardiography-english", DocumentType.ECHOCARDIOGRAPHY, _english, "en"),
)
