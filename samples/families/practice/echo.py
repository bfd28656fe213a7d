"""Echocardiography: measurements in side-by-side columns, by region with valves, in English."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from mappers.model import DocumentType
from samples.families.practice.opening import Opened, opened
from samples.families.practice.paper import Cell, Value
from samples.families.practice.persons import staff, staff_en
from samples.families.practice.table import Column, Row, any_look, table
from samples.families.practice.waves import sectors
from samples.generating.family import Family
from samples.making.truth import Sheet

ECHO = DocumentType.ECHOCARDIOGRAPHY
TITLES = ("心臓超音波検査報告書", "心エコー検査報告書", "経胸壁心エコー図検査", "心エコーレポート")
DAYS = ("検査日", "検査日時", "実施日")


@dataclass(frozen=True, slots=True)
class Measure:
    """Wordings, English, unit, usual range as printed, lowest and highest drawn, decimals."""

    names: str
    english: str
    unit: str
    usual: str
    low: float
    high: float
    places: int = 0


MEASURES = (
    Measure("AoD|大動脈径|AoRD", "Aortic root", "mm", "20-37", 24, 44),
    Measure("LAD|左房径|左房径(LAD)", "LA dimension", "mm", "19-40", 26, 56),
    Measure("IVSd|IVST|心室中隔厚", "IVSd", "mm", "7-11", 6, 16),
    Measure("LVPWd|PWT|左室後壁厚", "LVPWd", "mm", "7-11", 6, 15),
    Measure("LVDd|左室拡張末期径|LVIDd", "LVIDd", "mm", "40-55", 36, 68),
    Measure("LVDs|左室収縮末期径|LVIDs", "LVIDs", "mm", "22-42", 20, 55),
    Measure("EF|LVEF|EF(Teich)|左室駆出率", "LVEF", "%", "55-80", 22, 76),
    Measure("%FS|FS", "FS", "%", "28-45", 14, 46),
    Measure("E波|E|E波速度", "E velocity", "cm/s", "", 38, 130),
    Measure("A波|A|A波速度", "A velocity", "cm/s", "", 35, 120),
    Measure("E/A|E/A比", "E/A ratio", "", "0.8-2.0", 0.5, 2.4, 2),
    Measure("DcT|DT|E波減速時間", "Deceleration time", "ms", "140-240", 110, 290),
    Measure("E/e'|E/e'(平均)|E/E'", "E/e'", "", "8未満", 5, 22, 1),
    Measure("IVC径|IVC|下大静脈径", "IVC diameter", "mm", "21以下", 8, 26),
    Measure("TR-PG|TRPG|推定圧較差", "TR gradient", "mmHg", "30未満", 14, 52),
    Measure("LAVI|左房容積係数", "LA volume index", "mL/m²", "34以下", 18, 62),
    Measure("LVMI|左室心筋重量係数", "LV mass index", "g/m²", "", 55, 160),
    Measure("SV|1回拍出量", "Stroke volume", "mL", "", 35, 105),
    Measure("CO|心拍出量", "Cardiac output", "L/min", "", 2.6, 7.2, 1),
)
VALVES = ("大動脈弁", "僧帽弁", "三尖弁", "肺動脈弁")
SENTENCES = (
    "左室壁運動は良好です。",
    "左室収縮能は保たれています。",
    "左室壁運動はびまん性に低下しています。",
    "左房の拡大を認めます。",
    "軽度の僧帽弁逆流を認めます。",
    "有意な弁膜症を認めません。",
    "心嚢液の貯留を認めません。",
    "下壁の壁運動低下を認めます。",
    "大動脈弁に石灰化を認めますが、有意な狭窄はありません。",
    "拡張障害（弛緩障害型）が疑われます。",
    "肺高血圧を示唆する所見はありません。",
    "左室内に明らかな血栓は認めません。",
    "前回検査と比較し、著変ありません。",
)


def measured(
    rng: Random, measures: list[Measure], *, gap: str | None = None, with_range: bool = True
) -> list[Value]:
    """Values in one sheet's words; `gap` prints the unit behind the number."""
    way, out = rng.randrange(3), []
    for one in measures:
        names = one.names.split("|")
        text = f"{rng.uniform(one.low, one.high):.{one.places}f}"
        after = "" if gap is None or not one.unit else gap + one.unit
        out.append(
            Value(
                text, names[min(way, len(names) - 1)], one.unit, one.usual if with_range else "", after=after
            )
        )
    return out


def some(rng: Random, few: int) -> list[Measure]:
    """Measures in order, always with the commonest."""
    chosen = sorted(set(rng.sample(range(len(MEASURES)), rng.randint(few, len(MEASURES)))) | {1, 4, 5, 6})
    return [MEASURES[n] for n in chosen]


def _said(sheet: Opened, y: float, name: str, lines: list[str], style: str) -> float:
    """Statements under a heading: a line each with bullets or numbers, or run on."""
    paper = sheet.paper
    y = paper.headline(sheet.x, y, sheet.width, name) + paper.pt
    for number, line in enumerate(lines, 1):
        before = {"bullet": "・", "number": f"{number}. ", "round": f"({number}) "}.get(style, "")
        text = line.rstrip("。") if style in ("bullet", "number") and len(line) % 2 else line
        y = paper.paragraph(sheet.x + 8, y, sheet.width - 16, text, name=name, before=before)
    return y


def _closing(sheet: Opened, y: float) -> None:
    rng, style = sheet.paper.rng, sheet.paper.rng.choice(("bullet", "number", "round", "plain"))
    lines = rng.sample(SENTENCES, rng.randint(3, 6))
    cut = rng.randint(1, len(lines) - 1)
    if rng.random() < 0.7:
        y = _said(sheet, y, rng.choice(("所見", "検査所見")), lines[cut:], style)
    y = _said(sheet, y, rng.choice(("結論", "診断", "まとめ", "総合診断")), lines[:cut], style)
    sheet.paper.write(
        sheet.x + sheet.width, y + 18, f"検査技師 {staff(rng)}　判読医 {staff(rng)}", align="right", pt=8.5
    )


def _columns(rng: Random) -> Sheet:
    """Measurements in two or three columns of name, number, unit, usual value."""
    sheet = opened(rng, TITLES, DAYS)
    paper, count = sheet.paper, rng.choice((2, 2, 3))
    usual = rng.random() < 0.6
    values = measured(rng, some(rng, 9), with_range=usual)
    per = -(-len(values) // count)
    one = [Column("項目", 1.8), Column("計測値", 1, "right"), Column("単位", 1.0)] + (
        [Column("基準値", 1.2)] if usual else []
    )
    rows: list[Row] = []
    for line in range(per):
        row: list[Cell] = []
        for value in values[line::per]:
            row += [value.name, value, value.unit, *([value.reference_range] if usual else [])]
        rows.append(row)
    look = any_look(rng, pt=8.6 if count == 2 else 7.6)
    y = table(paper, sheet.x, sheet.y, sheet.width, one * count, rows, look) + 14
    _closing(sheet, y)
    return paper.finish(sheet.printed, ECHO)


def _regions(rng: Random) -> Sheet:
    """Blocks (left ventricle, valves, others); labels and values; a valve table; a picture."""
    sheet = opened(rng, TITLES, DAYS)
    paper, y = sheet.paper, sheet.y
    gap, sep = rng.choice((" ", "")), rng.choice(("：", " ", "= "))
    values = measured(rng, some(rng, 8), gap=gap, with_range=False)
    half = -(-len(values) // 2)
    blocks = (
        (rng.choice(("左室計測", "Mモード・Bモード計測", "計測値")), values[:half]),
        (rng.choice(("ドプラ計測", "血流計測", "その他計測")), values[half:]),
    )
    pictured = rng.random() < 0.5
    width = sheet.width * (0.62 if pictured else 1)
    if pictured:
        sectors(paper, sheet.x + sheet.width * 0.66, y + 4, sheet.width * 0.32)
    for heading, block in blocks:
        y = paper.headline(sheet.x, y, width, heading)
        across = 2 if pictured else 3
        label = max(paper.measure(v.name + sep) for v in block) + 8
        for number, value in enumerate(block):
            left, row = (
                sheet.x + 6 + width / across * (number % across),
                y + paper.pt * (1.1 + 1.6 * (number // across)),
            )
            paper.write(left, row, value.name + sep, within=width / across * 0.62)
            paper.write(left + min(label, width / across * 0.64), row, value)
        y += paper.pt * 1.6 * -(-len(block) // across) + paper.pt
    y = paper.headline(sheet.x, y, sheet.width, rng.choice(("弁", "弁評価", "弁膜症評価")))
    heads = rng.choice((("逆流", "狭窄"), ("逆流", "狭窄", "弁口面積(cm²)"), ("逆流",), ("性状", "逆流")))
    grades = rng.choice(
        (
            ("なし", "trivial", "mild", "moderate", "severe"),
            ("(-)", "Ⅰ度", "Ⅱ度", "Ⅲ度"),
            ("なし", "軽度", "中等度"),
        )
    )
    rows: list[Row] = []
    for valve in VALVES[: rng.choice((2, 3, 4))]:
        cells: list[Cell] = [valve]
        for head in heads:
            if "面積" in head:
                cells.append(Value(f"{rng.uniform(0.7, 3.8):.1f}", f"{valve} 弁口面積", "cm²"))
            elif head == "性状":
                cells.append(Value(rng.choice(("正常", "石灰化", "肥厚")), f"{valve} {head}"))
            else:
                cells.append(Value(rng.choice(grades[:2] if head == "狭窄" else grades), f"{valve} {head}"))
        rows.append(cells)
    columns = [Column("", 1.2), *(Column(h, 1, "centre") for h in heads)]
    look = any_look(rng, pt=paper.pt * 0.95, rules=("grid", "grid", "rows"))
    y = table(paper, sheet.x, y, sheet.width * 0.75, columns, rows, look) + 12
    _closing(sheet, y)
    return paper.finish(sheet.printed, ECHO)


def _one_table(rng: Random) -> Sheet:
    """One table of name, number, unit, usual value, with this time and last time."""
    sheet = opened(rng, TITLES, DAYS)
    paper, last = sheet.paper, rng.choice(("前回値", "前回"))
    with_last = rng.random() < 0.5
    columns = [
        Column("計測項目", 2),
        Column(rng.choice(("今回", "計測値", "結果")), 1, "right"),
        Column("単位", 0.9),
    ]
    columns += [Column(last, 1, "right")] if with_last else []
    columns += [Column(rng.choice(("基準値", "正常値")), 1.3)]
    rows: list[Row] = []
    for one, value in ((m, measured(rng, [m])[0]) for m in some(rng, 8)):
        row: list[Cell] = [value.name, value, value.unit]
        if with_last:
            old = f"{rng.uniform(one.low, one.high):.{one.places}f}"
            row.append(Value(old, f"{value.name} {last}", value.unit, value.reference_range))
        rows.append([*row, value.reference_range])
    width = sheet.width * rng.uniform(0.7, 1)
    y = table(paper, sheet.x, sheet.y, width, columns, rows, any_look(rng, pt=paper.pt * 0.93)) + 14
    _closing(sheet, y)
    return paper.finish(sheet.printed, ECHO)


def _english(rng: Random) -> Sheet:
    """Measurements, valves, findings, conclusion."""
    titles = ("Echocardiography Report", "TRANSTHORACIC ECHOCARDIOGRAM", "Echo Report")
    sheet = opened(rng, titles, ("Study date", "Exam date", "Date of study"), english=True)
    paper = sheet.paper
    values = [
        Value(
            f"{rng.uniform(m.low, m.high):.{m.places}f}",
            m.english,
            m.unit,
            m.usual.replace("未満", "").replace("以下", ""),
        )
        for m in some(rng, 8)
    ]
    usual = rng.random() < 0.5
    if usual:
        values = [
            Value(v.text, v.name, v.unit, v.reference_range if "-" in v.reference_range else "")
            for v in values
        ]
        rows: list[Row] = [[v.name, v, v.unit, v.reference_range] for v in values]
        columns = [
            Column("Measurement", 2),
            Column("Value", 1, "right"),
            Column("Unit", 0.9),
            Column("Normal", 1),
        ]
        y = table(paper, sheet.x, sheet.y, sheet.width * 0.75, columns, rows, any_look(rng, pt=paper.pt)) + 12
    else:
        y = sheet.y
        for number, v in enumerate(values):
            left = sheet.x + sheet.width / 2 * (number % 2)
            row_y = y + paper.pt * (1.2 + 1.5 * (number // 2))
            paper.write(left, row_y, f"{v.name}:")
            paper.write(
                left + 120, row_y, Value(v.text, v.name, v.unit, after=f" {v.unit}" if v.unit else "")
            )
        y += paper.pt * 1.5 * -(-len(values) // 2) + 16
    sentences = [
        "Normal left ventricular systolic function.", "Mildly dilated left atrium.", "Trace mitral regurgitation.",
        "No pericardial effusion.", "Moderate aortic stenosis with a mean gradient of 28 mmHg.",
        "Inferior wall hypokinesis.", "No evidence of intracardiac thrombus.",
    ]  # fmt: skip
    name = rng.choice(("Conclusion", "Conclusions", "Impression", "Summary"))
    y = paper.headline(sheet.x, y, sheet.width, name) + paper.pt
    for number, line in enumerate(rng.sample(sentences, rng.randint(2, 4)), 1):
        y = paper.paragraph(sheet.x + 6, y, sheet.width - 12, line, name=name, before=f"{number}. ")
    paper.write(sheet.x, y + 16, f"Electronically signed: {staff_en(rng)}", pt=8.5)
    return paper.finish(sheet.printed, ECHO)


FAMILIES = (
    Family("echocardiography-columns", ECHO, _columns),
    Family("echocardiography-regions", ECHO, _regions),
    Family("echocardiography-onetable", ECHO, _one_table),
    Family("echocardiography-summary", ECHO, _english, "en"),
)
