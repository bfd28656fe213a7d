"""Spirometry: measured, predicted and per cent columns; before and after a bronchodilator; a slip; English trials."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from mappers.model import DocumentType
from samples.families.practice.opening import Opened, opened
from samples.families.practice.paper import Cell, Run, Value
from samples.families.practice.persons import staff
from samples.families.practice.table import Column, Look, Row, any_look, table
from samples.families.practice.typefaces import japanese
from samples.families.practice.waves import loop
from samples.generating.family import Family
from samples.making.truth import Sheet

SPIRO = DocumentType.SPIROMETRY
TITLES = ("肺機能検査報告書", "スパイロメトリー検査結果", "呼吸機能検査報告書", "スパイログラム")
DAYS = ("検査日", "検査日時", "測定日")


@dataclass(frozen=True, slots=True)
class Measure:
    """A row: name, other wording, English, unit, predicted value's bounds, decimals, whether a ratio."""

    name: str
    long: str
    english: str
    unit: str
    low: float
    high: float
    places: int = 2
    ratio: bool = False


MEASURES = (
    Measure("VC", "肺活量", "SVC", "L", 2.4, 4.8),
    Measure("IC", "最大吸気量", "IC", "L", 1.6, 3.2),
    Measure("ERV", "予備呼気量", "ERV", "L", 0.8, 1.7),
    Measure("TV", "1回換気量", "VT", "L", 0.4, 0.9),
    Measure("FVC", "努力肺活量", "FVC", "L", 2.4, 4.7),
    Measure("FEV1", "1秒量", "FEV1", "L", 1.9, 3.9),
    Measure("FEV1%", "1秒率", "FEV1/FVC", "%", 74, 85, 1, True),
    Measure("FEV1/VC", "1秒率(T)", "FEV1/SVC", "%", 72, 84, 1, True),
    Measure("PEF", "最大呼気流量", "PEF", "L/s", 5.2, 10.2),
    Measure("MMF", "最大中間呼気流量", "FEF25-75%", "L/s", 2.2, 4.4),
    Measure("V50", "V50", "FEF50%", "L/s", 2.6, 5.2),
    Measure("V25", "V25", "FEF75%", "L/s", 0.8, 2.1),
)


@dataclass(frozen=True, slots=True)
class Numbers:
    """Of one row, as printed."""

    predicted: str
    actual: str
    percent: str


def numbers(rng: Random, one: Measure, share: float) -> Numbers:
    """A row's numbers; `share` is how well the patient blows."""
    expected = rng.uniform(one.low, one.high)
    actual = expected * min(1.25, max(0.3, rng.gauss(share, 0.06)))
    if one.ratio:
        actual = min(actual, 96.0)
    return Numbers(f"{expected:.{one.places}f}", f"{actual:.{one.places}f}", f"{actual / expected * 100:.1f}")


def rows_of(rng: Random, few: int) -> list[Measure]:
    """Measures in order, always with VC, FVC, FEV1 and its per cent."""
    chosen = sorted(set(rng.sample(range(len(MEASURES)), rng.randint(few, len(MEASURES)))) | {0, 4, 5, 6})
    return [MEASURES[n] for n in chosen]


def _named(rng: Random) -> str:
    return rng.choice(("name", "name", "long", "both"))


def name_of(one: Measure, way: str) -> str:
    """A row's name in one sheet's way."""
    if way == "both" and one.long != one.name:
        return f"{one.long}({one.name})" if "(" not in one.long else one.long
    return one.long if way == "long" else one.name


def _verdict(sheet: Opened, y: float) -> None:
    rng, paper = sheet.paper.rng, sheet.paper
    label = rng.choice(("判定", "換気障害", "診断", "総合判定"))
    text = rng.choice(
        ("正常", "閉塞性換気障害", "拘束性換気障害", "混合性換気障害", "軽度閉塞性換気障害の疑い")
    )
    sep = rng.choice(("：", "　"))
    paper.write(sheet.x, y + paper.pt, Run((label + sep, Value(text, label))))
    paper.write(sheet.x + sheet.width, y + paper.pt * 3, f"検査者：{staff(rng)}", align="right", pt=8.5)


def _plain(rng: Random) -> Sheet:
    """One table; the order of predicted, measured and per cent differs by vendor; a loop beside or under it."""
    sheet = opened(rng, TITLES, DAYS)
    paper, way, share = sheet.paper, _named(rng), rng.uniform(0.55, 1.1)
    heads = {
        "p": rng.choice(("予測値", "予測", "標準値")),
        "a": rng.choice(("実測値", "測定値", "実測", "結果")),
        "r": rng.choice(("%予測", "対予測比", "予測比", "%予測値", "対標準比")),
    }
    order = rng.choice(("par", "apr", "par", "apr"))
    unit_way = rng.choice(("column", "label", "column-last"))
    percent_in = rng.choice(("(%)", "", "cell"))
    rows: list[Row] = []
    for one in rows_of(rng, 6):
        n, name = numbers(rng, one, share), name_of(one, way)
        label = f"{name} ({one.unit})" if unit_way == "label" else name
        last = Value(
            n.percent,
            f"{name} {heads['r']}",
            "%" if percent_in else "",
            after="%" if percent_in == "cell" else "",
        )
        by: dict[str, Cell] = {
            "p": Value(n.predicted, f"{name} {heads['p']}", one.unit),
            "a": Value(n.actual, name, one.unit),
            "r": "" if one.ratio and rng.random() < 0.5 else last,
        }
        row: list[Cell] = [label, *([one.unit] if unit_way == "column" else []), *(by[k] for k in order)]
        rows.append(row + ([one.unit] if unit_way == "column-last" else []))
    columns = [Column(rng.choice(("項目", "測定項目", "")), 2.4)]
    columns += [Column("単位", 0.8)] if unit_way == "column" else []
    columns += [
        Column(heads[k] + (percent_in if k == "r" and percent_in != "cell" else ""), 1.2, "right")
        for k in order
    ]
    columns += [Column("単位", 0.8)] if unit_way == "column-last" else []
    beside = rng.random() < 0.4
    width = sheet.width * (0.62 if beside else rng.uniform(0.7, 1.0))
    y = table(paper, sheet.x, sheet.y, width, columns, rows, any_look(rng, pt=paper.pt * 0.95)) + 12
    if beside:
        loop(paper, rng, sheet.x + sheet.width * 0.68, sheet.y + 10, sheet.width * 0.3, 120)
    elif rng.random() < 0.6:
        loop(paper, rng, sheet.x + 10, y, 190, 140)
        y += 160
    _verdict(sheet, y)
    return paper.finish(sheet.printed, SPIRO)


def _before_after(rng: Random) -> Sheet:
    """Two groups of columns under nested headings, and the change between them."""
    titles = ("気道可逆性検査報告書", "呼吸機能検査（気管支拡張薬吸入前後）", "肺機能検査報告書")
    sheet = opened(rng, titles, DAYS)
    paper, share = sheet.paper, rng.uniform(0.5, 0.85)
    groups = rng.choice((("吸入前", "吸入後"), ("前", "後"), ("Pre", "Post"), ("投与前", "投与後")))
    actual, percent = rng.choice(("実測値", "測定値", "実測")), rng.choice(("%予測", "対予測比", "%PRED"))
    change = rng.choice(("変化率", "改善率", "%変化"))
    unit_column, way = rng.random() < 0.6, rng.choice(("name", "long"))
    rows: list[Row] = []
    for one in rows_of(rng, 4)[:8]:
        n, name = numbers(rng, one, share), name_of(one, way)
        after = float(n.actual) * rng.uniform(0.98, 1.25)
        ratio = f"{after / float(n.predicted) * 100:.1f}"
        row: list[Cell] = [
            name if unit_column else f"{name}({one.unit})",
            *([one.unit] if unit_column else []),
        ]
        row += [
            Value(n.predicted, f"{name} 予測値", one.unit),
            Value(n.actual, f"{name} {groups[0]}", one.unit),
            Value(n.percent, f"{name} {groups[0]} {percent}", "%"),
            Value(f"{after:.{one.places}f}", f"{name} {groups[1]}", one.unit),
            Value(ratio, f"{name} {groups[1]} {percent}", "%"),
            Value(f"{(after / float(n.actual) - 1) * 100:.1f}", f"{name} {change}", "%"),
        ]
        rows.append(row)
    lead = [Column("", 1.6)] + ([Column("単位", 0.7)] if unit_column else [])
    inner = ["予測値", actual, f"{percent}(%)", actual, f"{percent}(%)", f"{change}(%)"]
    columns = [*lead, *(Column(h, 1.1, "right") for h in inner)]
    look = any_look(rng, pt=8.2, rules=("grid", "grid", "rows"))
    top = sheet.y
    total = sum(c.weight for c in columns)
    unit = sheet.width / total
    at = sheet.x + unit * (sum(c.weight for c in lead) + 1.1)
    for group in groups:
        paper.ink.box(at, top, at + 2.2 * unit, top + look.row, width=0.6)
        paper.write(at + 1.1 * unit, top + look.row * 0.7, group, align="centre", pt=look.pt)
        at += 2.2 * unit
    y = table(paper, sheet.x, top + look.row, sheet.width, columns, rows, look) + 14
    if rng.random() < 0.6:
        loop(paper, rng, sheet.x + 10, y, 170, 130)
        y += 150
    _verdict(sheet, y)
    return paper.finish(sheet.printed, SPIRO)


def _slip(rng: Random) -> Sheet:
    """A spirometer's own printer: number and per cent in one line, or name with `%`."""
    sheet = opened(
        rng,
        ("スパイロメータ", "スパイロメトリ検査", "SPIROMETRY"),
        ("測定日時", "検査日", "日時"),
        timed=True,
        lean=True,
        pt=8.6,
        face=japanese(rng, fixed_pitch=True),
        size=(rng.choice((190.0, 226.0, 300.0)), 520.0),
        style="stack",
        title_pt=10,
    )
    paper, y, share = sheet.paper, sheet.y + 4, rng.uniform(0.55, 1.1)
    columned = rng.random() < 0.5
    middle, right = sheet.x + sheet.width * 0.58, sheet.x + sheet.width
    if columned:
        paper.write(middle, y, "実測", align="right", pt=8)
        paper.write(right - 8, y, "%予測", align="right", pt=8)
    for one in rows_of(rng, 5):
        if one.long == "1秒率(T)":
            continue
        y += paper.pt * 1.6
        n = numbers(rng, one, share)
        paper.write(sheet.x, y, one.name)
        value = Value(n.actual, one.name, one.unit, after=f" {one.unit}")
        if columned:
            paper.write(middle, y, value, align="right")
            ratio = Value(n.percent, f"{one.name} %予測", "%", after="%")
            paper.write(right - 8, y, ratio if not one.ratio else "", align="right")
        else:
            paper.write(middle, y, value, align="right")
    if not columned:
        first = numbers(rng, MEASURES[0], share)
        for name in ("%VC", "%FEV1"):
            y += paper.pt * 1.6
            paper.write(sheet.x, y, name)
            text = first.percent if name == "%VC" else f"{share * 100:.1f}"
            paper.write(middle, y, Value(text, name, "%", after=" %"), align="right")
    loop(paper, rng, sheet.x + 6, y + 16, sheet.width * 0.8, 90)
    return paper.finish(sheet.printed, SPIRO)


def _english(rng: Random) -> Sheet:
    """Pred, LLN, Best, %Pred, and the trials."""
    titles = ("Pulmonary Function Test", "SPIROMETRY REPORT", "Spirometry Results")
    sheet = opened(
        rng, titles, ("Test date", "Visit date", "Date"), english=True, extra=[("Height", "168 cm")]
    )
    paper, share, trials = sheet.paper, rng.uniform(0.55, 1.1), rng.choice((0, 2, 3))
    best, pred, ratio = (
        rng.choice(("Best", "Actual", "Measured")),
        rng.choice(("Pred", "Predicted")),
        rng.choice(("%Pred", "% Pred")),
    )
    heads: Sequence[str] = (pred, "LLN", best, ratio, *(f"#{n + 1}" for n in range(trials)))
    unit_column = rng.random() < 0.5
    rows: list[Row] = []
    for one in rows_of(rng, 5)[:9]:
        n, name = numbers(rng, one, share), one.english
        low = f"{float(n.predicted) * 0.8:.{one.places}f}"
        row: list[Cell] = [name, one.unit] if unit_column else [f"{name} ({one.unit})"]
        row += [
            Value(n.predicted, f"{name} {pred}", one.unit),
            Value(low, f"{name} LLN", one.unit),
            Value(n.actual, name, one.unit),
            Value(n.percent.split(".")[0], f"{name} {ratio}", "%" if "%" in ratio else ""),
        ]
        for number in range(trials):
            text = f"{float(n.actual) * rng.uniform(0.9, 1):.{one.places}f}"
            row.append(Value(text, f"{name} #{number + 1}", one.unit))
        rows.append(row)
    columns = [Column("Parameter", 1.9)] + ([Column("Unit", 0.8)] if unit_column else [])
    columns += [Column(h, 1, "right") for h in heads]
    look = any_look(rng, pt=8.8)
    y = (
        table(
            paper,
            sheet.x,
            sheet.y,
            sheet.width,
            columns,
            rows,
            Look(look.rules, look.row, 8.8, True, look.shade),
        )
        + 12
    )
    loop(paper, rng, sheet.x + 10, y, 180, 130)
    name = rng.choice(("Interpretation", "Impression"))
    text = rng.choice(
        ("Normal spirometry.", "Moderate airflow obstruction.", "Restrictive pattern suspected.")
    )
    y = paper.headline(sheet.x, y + 150, sheet.width, name)
    paper.paragraph(sheet.x + 4, y + paper.pt, sheet.width, text, name=name)
    return paper.finish(sheet.printed, SPIRO)


FAMILIES = (
    Family("spirometry-percent", SPIRO, _plain),
    Family("spirometry-reversal", SPIRO, _before_after),
    Family("spirometry-printer", SPIRO, _slip),
    Family("spirometry-trials", SPIRO, _english, "en"),
)
