"""Urinalysis: two boxes beside each other, a slip of one table, and an English dipstick with microscopy."""

from __future__ import annotations

from random import Random

from mappers.model import DocumentType
from samples.families.practice2 import heading as hd
from samples.families.practice2.paper import Cell, Paper, Val
from samples.families.practice2.table import Column, Style, table
from samples.generating.family import Family
from samples.making.ink import SMALL
from samples.making.truth import Sheet

_STRIP: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("色調", "", ("淡黄色", "黄色", "褐色", "麦わら色"), ""),
    ("混濁", "", ("(-)", "(-)", "1+"), "(-)"),
    ("比重", "", ("1.005", "1.012", "1.018", "1.025", "1.034"), "1.005-1.030"),
    ("pH", "", ("5.0", "5.5", "6.0", "6.5", "8.5"), "4.5-7.5"),
    ("蛋白", "mg/dL", ("(-)", "(±)", "1+", "2+"), "(-)"),
    ("糖", "mg/dL", ("(-)", "(-)", "3+"), "(-)"),
    ("ケトン体", "", ("(-)", "1+"), "(-)"),
    ("潜血", "", ("(-)", "(±)", "2+", "3+"), "(-)"),
    ("ウロビリノーゲン", "", ("正常", "(±)", "1+"), "正常"),
    ("ビリルビン", "", ("(-)",), "(-)"),
    ("亜硝酸塩", "", ("(-)", "(+)"), "(-)"),
    ("白血球反応", "", ("(-)", "1+", "3+"), "(-)"),
)
_SEDIMENT: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("赤血球", ("1未満", "1-4", "5-9", "20-29", ">100"), "4以下"),
    ("白血球", ("1未満", "1-4", "10-19", "50-99", "無数"), "4以下"),
    ("扁平上皮", ("1未満", "1-4", "5-9"), ""),
    ("尿細管上皮", ("(-)", "1未満", "1-4"), ""),
    ("硝子円柱", ("(-)", "1+", "2+"), ""),
    ("顆粒円柱", ("(-)", "1+"), ""),
    ("細菌", ("(-)", "1+", "2+", "3+"), "(-)"),
    ("シュウ酸カルシウム結晶", ("(-)", "1+"), ""),
)
_KEYS = ("id", "name", "kana", "sex", "age", "birth", "ward", "collected", "reported")


def _wide(rng: Random, text: str) -> str:
    """The same value as some terminals print it, in full width."""
    return text.translate({i: i + 0xFEE0 for i in range(0x21, 0x7F)}) if rng.random() < 0.25 else ""


def _val(rng: Random, name: str, values: tuple[str, ...], unit: str, ref: str) -> tuple[Val, str]:
    """A value; an asterisk beside what is not as it should be."""
    text = rng.choice(values)
    odd = bool(ref) and text in ("2+", "3+", "8.5", "1.034", "20-29", ">100", "50-99", "無数", "10-19", "(+)")
    return Val(text, name, unit, ref, "A" if odd else "", shown=_wide(rng, text)), "*" if odd else ""


def _boxes(rng: Random) -> Sheet:
    """Strip at the left, sediment at the right with its unit in the box's heading."""
    paper = Paper(rng, DocumentType.URINALYSIS, body=rng.choice((8.5, 9.0)), adult=False)
    hd.title(paper, 48, rng.choice(("尿一般検査報告書", "尿検査結果", "一般検査（尿）報告書")))
    y = (
        hd.arranged(paper, 46, 62, paper.width - 92, hd.fields(paper, *_KEYS), styles="stacked grid above")
        + 16
    )
    paper.text(48, y, rng.choice(("◆尿定性", "【尿定性・半定量】", "□ 試験紙法")), font=paper.bold)
    unit = rng.choice(("/HPF", "個/HPF"))
    paper.text(312, y, rng.choice(("◆尿沈渣（鏡検）", "【尿沈渣】")), font=paper.bold)
    rows: list[list[Cell]] = []
    first = rng.random() < 0.4
    for name, _, values, ref in _STRIP[: rng.randrange(8, 13)]:
        value, mark = _val(rng, name, values, "", ref)
        rows.append([mark, value, name, ref] if first else [name, value, mark, ref])
    heads = ("", "結果", "項目", "基準") if first else ("項目", "結果", "", "基準値")
    widths = (14, 60, 100, 74) if first else (100, 60, 14, 74)
    style = Style(rng.choice(("rows", "none", "grid")), pitch=paper.body * 1.8)
    columns = [
        Column(h, w, "centre" if h in ("結果", "") else "left") for h, w in zip(heads, widths, strict=True)
    ]
    table(paper, 46, y + 6, columns, rows, style)
    low, in_column = y + 6, rng.random() < 0.5
    right: list[list[Cell]] = []
    for name, values, ref in _SEDIMENT[: rng.randrange(4, 9)]:
        value, mark = _val(rng, name, values, "", ref)
        here = unit if value.text[0] in "0123456789>" and "+" not in value.text else ""
        behind = (f" {here}" if here and not in_column else "") + (f" {mark}" if mark else "")
        cell = Val(value.text, name, here, ref, value.flag, after=behind)
        right.append([name, cell, here if in_column else "", ref])
    middle = Column("単位" if in_column else "", 40 if in_column else 4)
    columns = [Column("成分", 100), Column("結果", 58 if in_column else 84), middle, Column("基準値", 48)]
    table(paper, 310, low, columns, right, style)
    hd.footer(paper, hd.hospital(rng))
    return paper.sheet()


def _slip(rng: Random) -> Sheet:
    """A slip: one table with sections as its rows, quantity in an own row, unit column."""
    paper = Paper(rng, DocumentType.URINALYSIS, size=SMALL, body=7.5, adult=False)
    hd.title(paper, 28, rng.choice(("尿検査 結果票", "検尿結果票", "尿定性・沈渣検査結果")), x=40, size=12)
    y = hd.above(paper, 40, 36, paper.width - 80, hd.fields(paper, *_KEYS, "order"), across=5) + 6
    unit = rng.choice(("/HPF", "個/hpf"))
    cells: list[list[Cell]] = [[rng.choice(("尿定性", "〔定性〕"))]]
    for name, _, values, ref in rng.sample(_STRIP[2:], 6):
        value, mark = _val(rng, "尿" + name, values, "", ref)
        cells.append(["尿" + name, mark, value, "", ref])
    protein = f"{rng.uniform(2, 180):.1f}"
    cells.append(["尿蛋白定量", "", Val(protein, "尿蛋白定量", "mg/dL"), "mg/dL", ""])
    cells.append([rng.choice(("尿沈渣", "〔沈渣〕"))])
    for name, values, ref in _SEDIMENT[:5]:
        value, mark = _val(rng, name, values[:4], unit if "+" not in "".join(values) else "", ref)
        cells.append([name, mark, value, value.unit, ref])
    columns = [
        Column("検査項目", 150),
        Column("判", 24, "centre"),
        Column("結果", 90, "right"),
        Column("単位", 64),
        Column("基準値", 100),
    ]
    table(paper, 60, y, columns, cells, Style(rng.choice(("grid", "rows")), pitch=15, shade_head=True))
    hd.footer(paper, hd.hospital(rng))
    return paper.sheet()


_EN = (
    ("Color", ("Yellow", "Straw", "Amber"), "Yellow"),
    ("Clarity", ("Clear", "Cloudy"), "Clear"),
    ("Specific gravity", ("1.006", "1.015", "1.022"), "1.005 - 1.030"),
    ("pH", ("5.0", "6.0", "7.5"), "5.0 - 8.0"),
    ("Protein", ("Negative", "Trace", "1+", "2+"), "Negative"),
    ("Glucose", ("Negative", "3+"), "Negative"),
    ("Ketones", ("Negative", "1+"), "Negative"),
    ("Blood", ("Negative", "Trace", "2+"), "Negative"),
    ("Nitrite", ("Negative", "Positive"), "Negative"),
    ("Leukocyte esterase", ("Negative", "2+"), "Negative"),
)
_EN_SEDIMENT = (
    ("RBC", ("0-2", "3-5", "11-20"), "0 - 3"),
    ("WBC", ("0-5", "6-10", "21-50"), "0 - 5"),
    ("Squamous epithelial cells", ("0-2", "3-5"), ""),
    ("Hyaline casts", ("0-1", "2-4"), "0 - 2"),
    ("Bacteria", ("None seen", "Few", "Many"), "None seen"),
)


def _english(rng: Random) -> Sheet:
    """Two tables under each other, `ABN` marks."""
    paper = Paper(rng, DocumentType.URINALYSIS, body=9.5, language="en")
    paper.text(54, 50, hd.hospital(rng, "en"), size=13, font=paper.bold)
    told = hd.fields(paper, "name", "id", "birth", "sexage", "collected", "reported", "doctor")
    y = hd.arranged(paper, 54, 60, paper.width - 108, told, styles="stacked grid above") + 16
    hd.title(
        paper,
        y,
        rng.choice(("URINALYSIS, COMPLETE", "Urinalysis Report", "Urinalysis with microscopy")),
        x=54,
        size=12,
    )
    first = rng.random() < 0.5
    for heading, tests in (("Dipstick", _EN), ("Microscopic examination", _EN_SEDIMENT)):
        y += 20
        paper.text(54, y, heading, font=paper.bold)
        rows: list[list[Cell]] = []
        for name, values, ref in tests:
            text = rng.choice(values)
            unit = "/HPF" if tests is _EN_SEDIMENT and text[0].isdigit() else ""
            odd = text in ("2+", "3+", "Positive", "11-20", "21-50", "Many", "2-4")
            value = Val(text, name, unit, ref, "A" if odd else "", after=f" {unit}" if unit else "")
            mark = "*" if odd else ""
            rows.append([name, mark, value, ref] if first else [name, value, mark, ref])
        heads = ("Test", "", "Result", "Reference") if first else ("Component", "Result", "Flag", "Expected")
        columns = [
            Column(h, w)
            for h, w in zip(heads, (170, 40, 90, 110) if first else (170, 90, 40, 110), strict=True)
        ]
        y = table(paper, 54, y + 6, columns, rows, Style(rng.choice(("rows", "ends"))))
    return paper.sheet()


FAMILIES = (
    Family("urinalysis-boxes", DocumentType.URINALYSIS, _boxes),
    Family("urinalysis-slip", DocumentType.URINALYSIS, _slip),
    Family("urinalysis-english", DocumentType.URINALYSIS, _english, "en"),
)
