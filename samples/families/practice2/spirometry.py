"""Spirometry: one table, before and after a bronchodilator under nested headings, English trials."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from random import Random

from mappers.model import DocumentType
from samples.families.practice2 import heading as hd
from samples.families.practice2.paper import Cell, Paper, Val
from samples.families.practice2.table import Column, Style, table
from samples.generating.family import Family
from samples.making.truth import Sheet

_ROWS: tuple[tuple[str, str, str, float, float], ...] = (
    ("VC", "肺活量", "L", 1.6, 5.0),
    ("FVC", "努力肺活量", "L", 1.5, 4.9),
    ("FEV1", "1秒量", "L", 0.8, 4.0),
    ("FEV1%", "1秒率", "%", 42, 92),
    ("PEF", "ピークフロー", "L/s", 2.5, 11),
    ("V50", "", "L/s", 0.5, 5.5),
    ("V25", "", "L/s", 0.2, 2.6),
    ("IRV", "予備吸気量", "L", 0.6, 2.4),
    ("ERV", "予備呼気量", "L", 0.4, 1.8),
    ("TV", "1回換気量", "L", 0.3, 0.9),
    ("IC", "最大吸気量", "L", 1.2, 3.3),
)


def _numbers(rng: Random, low: float, high: float) -> tuple[str, str, str]:
    """Measured, predicted, per cent."""
    predicted = rng.uniform((low + high) / 2, high)
    measured = rng.uniform(low, high * 1.02)
    places = 1 if high > 20 else 2
    return (
        f"{measured:.{places}f}",
        f"{predicted:.{places}f}",
        f"{measured / predicted * 100:.{rng.choice((0, 1))}f}",
    )


def _curve(paper: Paper, x: float, y: float, width: float, height: float) -> None:
    """A flow-volume loop."""
    paper.line(x, y, x, y + height, 0.6)
    paper.line(x, y + height * 0.62, x + width, y + height * 0.62, 0.6)
    paper.text(x - 4, y - 4, "L/s", size=6.5)
    paper.text(x + width - 8, y + height * 0.62 + 10, "L", size=6.5)
    points = [
        (0.0, 0.0),
        (0.06, 0.52),
        (0.12, 0.58),
        (0.3, 0.4),
        (0.6, 0.16),
        (0.9, 0.0),
        (0.7, -0.24),
        (0.4, -0.3),
        (0.1, -0.2),
        (0.0, 0.0),
    ]
    at = [(x + a * width * 0.95, y + height * (0.62 - b)) for a, b in points]
    for (x0, y0), (x1, y1) in pairwise(at):
        paper.line(x0, y0, x1, y1, 0.8)


def _verdict(paper: Paper, x: float, y: float) -> None:
    rng, label = paper.rng, paper.rng.choice(("判定", "自動判定", "換気障害分類"))
    paper.text(x, y, label)
    paper.cell(
        x + 90,
        y,
        Val(
            rng.choice(
                ("正常", "閉塞性換気障害", "拘束性換気障害", "混合性換気障害", "閉塞性換気障害の疑い")
            ),
            label,
        ),
    )


def _single(rng: Random) -> Sheet:
    """One table: measured, predicted, per cent in any order; a loop beside or below."""
    paper = Paper(rng, DocumentType.SPIROMETRY, body=rng.choice((8.5, 9.5)))
    hd.title(
        paper,
        48,
        rng.choice(
            ("呼吸機能検査報告書", "肺機能検査結果", "スパイロメトリー検査報告", "呼吸機能検査（VC・FVC）")
        ),
    )
    told = hd.fields(paper, "id", "name", "kana", "birth", "sexage", "examined", "doctor")
    y = hd.arranged(paper, 46, 60, paper.width - 92, told) + 14
    heads = {
        "m": rng.choice(("実測値", "測定値", "結果")),
        "p": rng.choice(("予測値", "標準値", "基準値(予測)")),
        "r": rng.choice(("%予測", "対予測比(%)", "%予測値", "予測比")),
    }
    if heads["p"].startswith("基準"):
        heads["p"] = "予測"
    order = rng.choice(("nump r", "nmpru", "npmru", "nmrpu", "numpr")).replace(" ", "")
    plain = heads["r"].replace("(%)", "")
    named = rng.random()
    rows: list[list[Cell]] = []
    for short, ja, unit, low, high in [
        _ROWS[0],
        *sorted(rng.sample(_ROWS[1:], rng.randrange(5, 10)), key=_ROWS.index),
    ]:
        name = f"{ja} ({short})" if named < 0.3 and ja else f"{ja}" if named < 0.5 and ja else short
        measured, predicted, ratio = _numbers(rng, low, high)
        bare = name == short and unit == "%"
        mark = " *" if float(ratio) < 70 and not bare and rng.random() < 0.6 else ""
        ratio_unit = "%" if "%" in heads["r"] else ""
        cells: dict[str, Cell] = {
            "n": name,
            "u": unit,
            "m": Val(measured, name, unit, flag="A" if mark else "", after=mark),
            "p": Val(predicted, f"{name} {heads['p']}", unit) if rng.random() < 0.9 else "-",
            "r": Val(ratio, f"{name} {plain}", ratio_unit) if rng.random() < 0.9 else "-",
        }
        rows.append([cells[key] for key in order])
    titles = {"n": rng.choice(("項目", "検査項目", "")), "u": "単位", **heads}
    widths = {"n": 126.0, "u": 44.0, "m": 72.0, "p": 72.0, "r": 80.0}
    columns = [Column(titles[k], widths[k], "left" if k in "nu" else "right") for k in order]
    y = table(
        paper,
        50,
        y,
        columns,
        rows,
        Style(
            rng.choice(("grid", "rows", "ends", "none")),
            pitch=paper.body * 1.9,
            shade_head=rng.random() < 0.4,
        ),
    )
    _curve(paper, 80, y + 34, 180, 150)
    _verdict(paper, 300, y + 60)
    paper.text(300, y + 84, "予測式：日本呼吸器学会の式による", size=7)
    hd.footer(paper, hd.hospital(rng))
    return paper.sheet()


def _nested(rng: Random) -> Sheet:
    """Before and after inhalation: groups of measured and per cent, predicted in front, change behind."""
    paper = Paper(rng, DocumentType.SPIROMETRY, body=rng.choice((8.5, 9.0)))
    hd.title(
        paper,
        46,
        rng.choice(("気道可逆性試験 報告書", "呼吸機能検査（吸入前後）", "気管支拡張薬反応性検査")),
        x=44,
    )
    told = hd.fields(paper, "id", "name", "birth", "sex", "age", "examined", "ward")
    y = hd.arranged(paper, 44, 58, paper.width - 88, told, styles="grid above inline") + 16
    groups = rng.choice((("吸入前", "吸入後"), ("Pre", "Post"), ("気管支拡張薬投与前", "投与後")))
    measured, ratio, change = (
        rng.choice(("実測値", "測定値")),
        rng.choice(("%予測", "対予測値%")),
        rng.choice(("改善率", "変化率")),
    )
    columns = [Column("項目", 62), Column("単位", 38), Column("予測値", 58, "right")]
    columns += [Column(h, 62, "right") for _ in groups for h in (measured, ratio)] + [
        Column(f"{change}(%)", 64, "right")
    ]
    x = 46.0
    style = Style("grid", pitch=paper.body * 2)
    left = x + 158
    for number, group in enumerate(groups):
        at = left + number * 124
        paper.ink.box(at, y, at + 124, y + style.pitch, width=0.6)
        paper.text(at + 62, y + style.pitch / 2 + 3, group, align="centre", font=paper.bold)
    rows: list[list[Cell]] = []
    for short, _, unit, low, high in rng.sample(_ROWS[:8], rng.randrange(4, 7)):
        before, predicted, percent = _numbers(rng, low, high)
        gain = rng.uniform(-0.03, 0.24)
        after = f"{float(before) * (1 + gain):.{len(before.split('.')[-1])}f}"
        percent_after = f"{float(after) / float(predicted) * 100:.1f}"
        row: list[Cell] = [short, unit, Val(predicted, f"{short} 予測値", unit)]
        for group, value, share in ((groups[0], before, percent), (groups[1], after, percent_after)):
            row += [Val(value, f"{short} {group}", unit), Val(share, f"{short} {group} {ratio}", "%")]
        row.append(Val(f"{gain * 100:.1f}", f"{short} {change}", "%"))
        rows.append(row)
    y = table(paper, x, y + style.pitch, columns, rows, style)
    label = rng.choice(("判定", "可逆性判定"))
    paper.text(48, y + 24, f"{label}：")
    paper.cell(130, y + 24, Val(rng.choice(("可逆性あり", "可逆性なし", "有意な改善を認めず")), label))
    paper.text(48, y + 44, "使用薬剤：サルブタモール吸入　※検査は座位で施行", size=7.5)
    _curve(paper, 90, y + 70, 200, 150)
    hd.footer(paper, hd.hospital(rng))
    return paper.sheet()


_EN: tuple[tuple[str, str, float, float], ...] = (
    ("FVC", "L", 1.5, 4.9),
    ("FEV1", "L", 0.8, 4.0),
    ("FEV1/FVC", "%", 42, 92),
    ("PEF", "L/s", 2.5, 11),
    ("FEF25-75", "L/s", 0.4, 4.5),
    ("FET", "s", 5, 11),
)


def _english(rng: Random) -> Sheet:
    """Predicted, lower limit, best, per cent and trials."""
    paper = Paper(rng, DocumentType.SPIROMETRY, body=9.0, language="en", timed=0.3)
    paper.text(46, 44, hd.hospital(rng, "en") + " Pulmonary Function Laboratory", size=11, font=paper.bold)
    hd.title(
        paper, 64, rng.choice(("Spirometry Report", "PULMONARY FUNCTION TEST", "Spirometry Results")), x=46
    )
    told = hd.fields(paper, "name", "id", "birth", "sex", "age", "examined", "doctor")
    y = hd.arranged(paper, 46, 74, paper.width - 92, told, styles="stacked grid above") + 14
    best, predicted, ratio = (
        rng.choice(("Best", "Actual", "Measured")),
        rng.choice(("Pred", "Predicted")),
        rng.choice(("%Pred", "% Predicted")),
    )
    trials = rng.choice((0, 2, 3))
    order: Sequence[str] = rng.choice(("b p r", "p b r", "b r p")).split()
    heads = {"b": best, "p": predicted, "r": ratio}
    columns = [Column("Parameter", 90), Column("Units", 44)] + [Column(heads[k], 68, "right") for k in order]
    columns += [Column(f"#{n + 1}", 52, "right") for n in range(trials)]
    rows: list[list[Cell]] = []
    for name, unit, low, high in _EN[: rng.randrange(4, 7)]:
        measured, expected, share = _numbers(rng, low, high)
        cells: dict[str, Cell] = {
            "b": Val(measured, name, unit),
            "p": Val(expected, f"{name} {predicted}", unit),
            "r": Val(share, f"{name} {ratio}", "%"),
        }
        if name == "FET":
            cells |= {"p": "", "r": ""}
        row: list[Cell] = [name, unit, *(cells[k] for k in order)]
        for n in range(trials):
            text = f"{float(measured) * rng.uniform(0.9, 1):.{len(measured.split('.')[-1])}f}"
            row.append(Val(text, f"{name} #{n + 1}", unit))
        rows.append(row)
    y = table(
        paper,
        46,
        y,
        columns,
        rows,
        Style(rng.choice(("grid", "rows", "ends")), pitch=18, shade_head=rng.random() < 0.5),
    )
    _curve(paper, 70, y + 30, 190, 150)
    paper.text(300, y + 46, "Interpretation", font=paper.bold)
    said = [
        rng.choice(("Moderate airflow obstruction", "Normal spirometry", "Suggestive of restriction")),
        rng.choice(("Good patient effort", "Only two acceptable trials")),
    ]
    for number, text in enumerate(said):
        paper.cell(300, y + 62 + number * 15, Val(text, "Interpretation"))
    hd.footer(paper, "Predicted set: adult")
    return paper.sheet()


FAMILIES = (
    Family("spirometry-single", DocumentType.SPIROMETRY, _single),
    Family("spirometry-nested", DocumentType.SPIROMETRY, _nested),
    Family("spirometry-english", DocumentType.SPIROMETRY, _english, "en"),
)
