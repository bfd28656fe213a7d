"""Urinalysis with sediment: two tables, one list, dates across, a dipstick reader's slip, English."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice.dates import stamp
from samples.families.practice.opening import Opened, opened
from samples.families.practice.paper import Cell, Value, at
from samples.families.practice.persons import staff
from samples.families.practice.table import Column, Row, any_look, table
from samples.families.practice.typefaces import japanese
from samples.generating.family import Family
from samples.making.truth import Sheet

URINE = DocumentType.URINALYSIS
TITLES = ("尿検査報告書", "尿一般検査結果", "尿定性・尿沈渣検査報告書", "一般検査報告書（尿）")
DAYS = ("採取日時", "採尿日時", "検査日", "採取日")


@dataclass(frozen=True, slots=True)
class UrineTest:
    """A urine test: Japanese wordings, short English, its usual value, other values, unit."""

    names: str
    short: str
    usual: str
    others: Sequence[str]
    unit: str = ""


DIP = (
    UrineTest("色調|尿色調|色", "Color", "淡黄色", ("黄色", "褐色", "赤褐色")),
    UrineTest("混濁|清濁|濁度", "Clarity", "(-)", ("(1+)", "(2+)")),
    UrineTest("比重|尿比重", "S.G.", "1.010-1.025", ("1.005", "1.012", "1.020", "1.028", "1.030")),
    UrineTest("pH|尿pH|ＰＨ", "pH", "5.0-7.5", ("5.0", "5.5", "6.0", "6.5", "7.0", "8.5")),
    UrineTest("蛋白|尿蛋白|蛋白定性", "PRO", "(-)", ("(±)", "(1+)", "(2+)", "(3+)")),
    UrineTest("糖|尿糖|ブドウ糖", "GLU", "(-)", ("(±)", "(1+)", "(3+)", "(4+)")),
    UrineTest("ケトン体|アセトン体", "KET", "(-)", ("(1+)", "(2+)")),
    UrineTest("潜血|尿潜血|潜血反応", "BLD", "(-)", ("(±)", "(1+)", "(2+)", "(3+)")),
    UrineTest("ウロビリノーゲン|ウロビリノーゲン定性", "URO", "(±)", ("(1+)", "(2+)")),
    UrineTest("ビリルビン", "BIL", "(-)", ("(1+)",)),
    UrineTest("亜硝酸塩|亜硝酸", "NIT", "(-)", ("(1+)", "(+)")),
    UrineTest("白血球反応|白血球エステラーゼ|白血球(試験紙)", "LEU", "(-)", ("(1+)", "(2+)", "(3+)")),
    UrineTest(
        "蛋白/クレアチニン比|尿蛋白/Cr比", "P/C", "0.15未満", ("0.08", "0.32", "1.45", "3.60"), "g/gCr"
    ),
)
SEDIMENT = (
    UrineTest(
        "赤血球|沈渣 赤血球", "RBC", "0-4", ("1未満", "1-4", "5-9", "10-19", "30-49", "100以上"), "/HPF"
    ),
    UrineTest("白血球|沈渣 白血球", "WBC", "0-4", ("1未満", "1-4", "5-9", "20-29", "50-99", "多数"), "/HPF"),
    UrineTest("扁平上皮|扁平上皮細胞", "Squamous epithelial", "0-4", ("1未満", "1-4", "5-9"), "/HPF"),
    UrineTest("尿細管上皮|尿細管上皮細胞", "Renal tubular", "1未満", ("1未満", "1-4"), "/HPF"),
    UrineTest("硝子円柱", "Hyaline casts", "(-)", ("1-4", "5-9", "(1+)"), "/LPF"),
    UrineTest("顆粒円柱", "Granular casts", "(-)", ("1-4", "(1+)"), "/LPF"),
    UrineTest("赤血球円柱", "RBC casts", "(-)", ("(1+)",), "/LPF"),
    UrineTest("細菌", "Bacteria", "(-)", ("(1+)", "(2+)", "(3+)")),
    UrineTest("シュウ酸Ca結晶|シュウ酸カルシウム結晶", "Calcium oxalate", "(-)", ("(1+)", "(2+)")),
    UrineTest("酵母様真菌", "Yeast", "(-)", ("(1+)",)),
)


@dataclass(frozen=True, slots=True)
class Style:
    """Of one sheet: brackets around grades, the flag for what is not usual, names by number."""

    bare: bool
    mark: str
    wording: int
    with_range: bool


def style(rng: Random) -> Style:
    """By chance."""
    return Style(
        rng.random() < 0.4, rng.choice(("*", "H", "", "", "!")), rng.randrange(3), rng.random() < 0.7
    )


def name_of(test: UrineTest, how: Style) -> str:
    """One of the wordings."""
    names = test.names.split("|")
    return names[min(how.wording, len(names) - 1)]


def result(rng: Random, test: UrineTest, how: Style, name: str) -> tuple[Value, str]:
    """A value and the mark beside it."""
    grade = test.usual.startswith("(")
    odd = rng.random() < 0.4
    if "." in test.usual or test.usual[0] in "0123456789":
        text = rng.choice(test.others)
        odd = False
    else:
        text = rng.choice(test.others) if odd else test.usual
    bare = how.bare and text.startswith("(") and text != "(-)"  # a lone dash would say: not done
    text = text.strip("()") if bare else text
    usual = test.usual.strip("()") if how.bare and grade and test.usual != "(-)" else test.usual
    numeric = text[0].isdigit() and "+" not in text
    mark = how.mark if odd and grade else ""
    unit = test.unit if numeric else ""
    return Value(
        text, name, unit, usual if how.with_range else "", {"*": "A", "!": "A", "H": "H"}.get(mark, "")
    ), mark


def some(rng: Random, tests: Sequence[UrineTest], few: int) -> list[UrineTest]:
    """At least `few` of them, in order."""
    return [tests[n] for n in sorted(rng.sample(range(len(tests)), rng.randint(few, len(tests))))]


def _rows(rng: Random, tests: Sequence[UrineTest], how: Style, unit_column: bool) -> list[Row]:
    rows: list[Row] = []
    for test in tests:
        value, mark = result(rng, test, how, name_of(test, how))
        if value.unit and not unit_column:
            value = Value(
                value.text, value.name, value.unit, value.reference_range, value.flag, after=f" {value.unit}"
            )
        row: list[Cell] = [value.name, value, mark]
        row += [value.unit] if unit_column else []
        row += [value.reference_range] if how.with_range else []
        rows.append(row)
    return rows


def _columns(rng: Random, how: Style, unit_column: bool) -> list[Column]:
    columns = [
        Column("検査項目", 2.4),
        Column("結果", 1.5, rng.choice(("centre", "left", "right"))),
        Column("", 0.5, "centre"),
    ]
    columns += [Column("単位", 1.0)] if unit_column else []
    return columns + ([Column(rng.choice(("基準値", "基準範囲")), 1.4)] if how.with_range else [])


def _headed(sheet: Opened, x: float, y: float, text: str) -> float:
    sheet.paper.write(x, y + sheet.paper.pt, text, pt=sheet.paper.pt * 1.05, font=sheet.paper.face.heading)
    return y + sheet.paper.pt * 1.6


def _abreast(rng: Random) -> Sheet:
    """Dipstick on the left, sediment on the right."""
    sheet = opened(
        rng, TITLES, DAYS, reported=("報告日",), extra=[("材料", rng.choice(("随時尿", "早朝尿", "部分尿")))]
    )
    how, unit_column = style(rng), rng.random() < 0.5
    half = sheet.width / 2 - 6
    look = any_look(rng, pt=8.6)
    y = _headed(sheet, sheet.x, sheet.y, rng.choice(("【尿定性】", "尿定性", "定性検査")))
    _headed(sheet, sheet.x + half + 12, sheet.y, rng.choice(("【尿沈渣】", "尿沈渣", "沈渣鏡検")))
    columns = _columns(rng, how, unit_column)
    table(sheet.paper, sheet.x, y, half, columns, _rows(rng, some(rng, DIP, 6), how, unit_column), look)
    table(
        sheet.paper,
        sheet.x + half + 12,
        y,
        half,
        columns,
        _rows(rng, some(rng, SEDIMENT, 4), how, unit_column),
        look,
    )
    return sheet.paper.finish(sheet.printed, URINE)


def _list(rng: Random) -> Sheet:
    """One under the other, without or with rules."""
    sheet = opened(rng, TITLES, DAYS, reported=("報告日時",))
    how, unit_column = style(rng), rng.random() < 0.6
    look = any_look(rng, pt=9)
    rows: list[Row] = [
        rng.choice(("尿定性", "＜尿定性＞", "【定性】")),
        *_rows(rng, some(rng, DIP, 6), how, unit_column),
    ]
    rows += [
        rng.choice(("尿沈渣", "＜尿沈渣＞", "【沈渣】")),
        *_rows(rng, some(rng, SEDIMENT, 4), how, unit_column),
    ]
    width = sheet.width * rng.uniform(0.65, 1)
    y = table(sheet.paper, sheet.x, sheet.y, width, _columns(rng, how, unit_column), rows, look)
    sheet.paper.write(sheet.x, y + 18, f"検査者：{staff(rng)}", pt=8.5)
    return sheet.paper.finish(sheet.printed, URINE)


def _course(rng: Random) -> Sheet:
    """Several days across."""
    sheet = opened(rng, ("尿検査 時系列", "尿検査結果推移", "一般検査（尿）履歴"), (), timed=False)
    how = style(rng)
    moments = [sheet.when - timedelta(days=n * rng.choice((7, 28, 30))) for n in range(rng.randint(2, 4))][
        ::-1
    ]
    moments = sorted({m.date(): m for m in moments}.values())
    columns = [
        Column("項目", 2.4),
        Column("単位", 1),
        *(Column(f"{m:%Y/%m/%d}", 1.6, "centre") for m in moments),
    ]
    rows: list[Row] = []
    for test in [*some(rng, DIP, 6), *some(rng, SEDIMENT, 3)]:
        name = ("沈渣 " if test in SEDIMENT and "血球" in test.names else "") + name_of(test, how).replace(
            "沈渣 ", ""
        )
        cells: list[Cell] = []
        for moment in moments:
            value, mark = result(rng, test, how, name)
            dated = at(value, stamp(moment, time=False))
            value = Value(
                dated.text,
                name,
                test.unit,
                flag=dated.flag,
                effective=dated.effective,
                after=f" {mark}" if mark else "",
            )
            cells.append(value if rng.random() > 0.08 else "")
        rows.append([name, test.unit, *cells])
    table(sheet.paper, sheet.x, sheet.y, sheet.width, columns, rows, any_look(rng, pt=9))
    return sheet.paper.finish(sheet.printed, URINE)


def _slip(rng: Random) -> Sheet:
    """A dipstick reader's slip."""
    sheet = opened(
        rng, ("尿化学分析装置", "URINE ANALYZER", "尿分析結果"), ("測定日時", "DATE"), timed=True, lean=True, pt=8.6,
        face=japanese(rng, fixed_pitch=True), size=(rng.choice((180.0, 210.0)), 480.0), style="stack", title_pt=10,
    )  # fmt: skip
    how, paper, y = Style(rng.random() < 0.7, rng.choice(("*", "")), 0, False), sheet.paper, sheet.y
    short = rng.random() < 0.7
    for test in some(rng, DIP[2:12], 7):
        y += paper.pt * 1.5
        name = test.short if short else name_of(test, how)
        value, mark = result(rng, test, how, name)
        paper.write(sheet.x + 10, y, name)
        paper.write(sheet.x, y, mark)
        paper.write(sheet.x + 95, y, value)
    return paper.finish(sheet.printed, URINE)


def _english(rng: Random) -> Sheet:
    """Urinalysis with microscopy."""
    titles = ("Urinalysis Report", "URINALYSIS WITH MICROSCOPY")
    sheet = opened(rng, titles, ("Collected", "Collection time"), english=True)
    words = {
        "(-)": "Negative", "(±)": "Trace", "(1+)": "1+", "(2+)": "2+", "(3+)": "3+", "(4+)": "4+",
        "(+)": "Positive", "淡黄色": "Yellow", "黄色": "Dark yellow", "褐色": "Amber", "赤褐色": "Red-brown",
        "1未満": "<1", "100以上": ">100", "多数": "Many", "0.15未満": "<0.15",
    }  # fmt: skip
    how = Style(False, rng.choice(("*", "")), 0, True)
    rows: list[Row] = []
    for heading, tests in (("Chemistry", some(rng, DIP[:12], 6)), ("Microscopic", some(rng, SEDIMENT, 4))):
        rows.append(heading)
        for test in tests:
            value, mark = result(rng, test, how, test.short)
            text, usual = (
                words.get(value.text, value.text),
                words.get(value.reference_range, value.reference_range),
            )
            rows.append(
                [test.short, Value(text, test.short, value.unit, usual, value.flag), mark, value.unit, usual]
            )
    columns = [
        Column("Test", 2),
        Column("Result", 1.5),
        Column("", 0.5),
        Column("Units", 1),
        Column("Reference", 1.6),
    ]
    table(sheet.paper, sheet.x, sheet.y, sheet.width, columns, rows, any_look(rng, pt=9.3))
    return sheet.paper.finish(sheet.printed, URINE)


FAMILIES = (
    Family("urinalysis-abreast", URINE, _abreast),
    Family("urinalysis-onelist", URINE, _list),
    Family("urinalysis-course", URINE, _course),
    Family("urinalysis-dipslip", URINE, _slip),
    Family("urinalysis-microscopy", URINE, _english, "en"),
)
