"""Urinalysis: a strip reader's ticket, an outpatient sheet with sediment, a sheet in English."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice4 import heads
from samples.families.practice4.kit import SHADE, Cell, Doc, Grid, Row, Val
from samples.generating.family import Family
from samples.making.truth import Sheet, minute

URINE = DocumentType.URINALYSIS
# Japanese, short, English, reference, normal, abnormal
STRIP = (
    ("蛋白定性", "PRO", "Protein", "(-)", ("(-)",), ("(±)", "(1+)", "(2+)")),
    ("糖定性", "GLU", "Glucose", "(-)", ("(-)",), ("(1+)", "(3+)")),
    ("ウロビリノーゲン", "URO", "Urobilinogen", "(±)", ("(±)",), ("(1+)",)),
    ("ビリルビン", "BIL", "Bilirubin", "(-)", ("(-)",), ("(1+)",)),
    ("ケトン体", "KET", "Ketones", "(-)", ("(-)",), ("(±)", "(2+)")),
    ("潜血反応", "BLD", "Blood", "(-)", ("(-)",), ("(1+)", "(3+)")),
    ("亜硝酸塩", "NIT", "Nitrite", "(-)", ("(-)",), ("(1+)",)),
    ("白血球反応", "LEU", "Leukocyte esterase", "(-)", ("(-)",), ("(1+)", "(2+)")),
)
SEDIMENT = (
    ("赤血球", "RBC", ("1未満", "1-4", "5-9", "20-29")),
    ("白血球", "WBC", ("1-4", "5-9", "10-19", "100以上")),
    ("扁平上皮", "Squamous epithelial cells", ("1未満", "1-4", "5-9")),
    ("尿細管上皮", "Renal tubular cells", ("1未満", "1-4")),
    ("硝子円柱", "Hyaline casts", ("(-)", "1+", "2+")),
    ("細菌", "Bacteria", ("(-)", "1+", "3+")),
)


def outcome(rng: Random, normal: tuple[str, ...], abnormal: tuple[str, ...]) -> tuple[str, bool]:
    """A result and whether it is abnormal."""
    odd = rng.random() < 0.3
    return rng.choice(abnormal if odd else normal), odd


def ticket(rng: Random) -> Sheet:
    """A strip reader's narrow ticket: abbreviations, the concentration beside the grade only as the unit."""
    doc = Doc(rng, URINE, (226, 400))
    doc.dated(time=True)
    doc.text(113, 24, "尿化学分析装置 UX-000", 9.5, align="c", font=doc.strong)
    told = heads.pairs(doc, ("測定番号", f"={rng.randrange(1, 999):04d}"), ("ID", "id"))
    y = heads.lines(doc, 14, 42, told, 9, colon=":")
    y = heads.strip(doc, 14, y, (("", f"{doc.day('slash')} {doc.clock()}"),), 9) + 4
    doc.ink.line(14, y - 10, 212, y - 10, 0.7)
    for _, short, _, _, normal, abnormal in STRIP:
        value, odd = outcome(rng, normal, abnormal)
        if odd:
            doc.text(16, y, "*", 10)
        doc.text(28, y, short, 10)
        doc.put(112, y, Val(value, short, flag="A" if odd else ""), 10, align="c")
        y += 19
    ph, sg = f"{rng.choice((5.0, 5.5, 6.0, 6.5, 7.0)):.1f}", f"1.{rng.randrange(5, 30):03d}"
    for name, value in (("pH", ph), ("S.G.", sg)):
        doc.text(28, y, name, 10)
        doc.put(112, y, Val(value, name), 10, align="c")
        y += 19
    doc.text(28, y, "色調", 10)
    doc.put(112, y, Val(rng.choice(("黄色", "淡黄色", "褐色")), "色調"), 10, align="c")
    return doc.sheet()


def outpatient(rng: Random) -> Sheet:
    """Strip left, sediment right, both ruled; marks as `!` or H in a column; ranges with 以下."""
    doc = Doc(rng, URINE)
    doc.dated(time=True)
    heads.title(doc, 48, "尿一般検査報告", 17, rule=True)
    told = heads.pairs(
        doc,
        ("氏名", "name"),
        ("患者コード", "id"),
        ("生年月日", "birth-eras"),
        ("性", "sexja"),
        ("採尿日時", f"={doc.day('slash')} {doc.clock()}"),
        ("採取法", f"={rng.choice(('随時尿', '早朝尿', '中間尿'))}"),
    )
    y = heads.block(doc, 36, 70, told, doc.width - 72, size=9) + 30
    mark = rng.choice(("!", "*", "H"))
    rows: list[Row] = []
    sg, ph = f"1.{rng.randrange(3, 36):03d}", f"{rng.choice((5.0, 5.5, 6.0, 7.5)):.1f}"
    rows += [
        [
            "比重",
            Val(
                sg,
                "比重",
                ref="1.005～1.030",
                flag="H" if int(sg[2:]) > 30 else "L" if int(sg[2:]) < 5 else "",
            ),
            {True: "H"}.get(int(sg[2:]) > 30, "L" if int(sg[2:]) < 5 else ""),
            "1.005～1.030",
        ]
    ]
    rows += [["pH", Val(ph, "pH", ref="5.0～7.5"), "", "5.0～7.5"]]
    for name, _, _, ref, normal, abnormal in STRIP:
        value, odd = outcome(rng, normal, abnormal)
        flag = ("H" if mark == "H" else "A") if odd else ""
        rows.append([name, Val(value, name, ref=ref, flag=flag), mark if odd else "", ref])
    doc.text(36, y - 6, "定性", 10, font=doc.strong)
    doc.text(326, y - 6, "尿沈渣", 10, font=doc.strong)
    doc.grid(
        36, y, Grid((92, 60, 30, 82), "lccc", 20, 9, "all", SHADE), ("項目", "結果", "判定", "基準値"), rows
    )
    right: list[Row] = []
    for name, _, values in SEDIMENT:
        unit = "/HPF" if "円柱" not in name and name != "細菌" else ""
        ref: str = {"赤血球": "4以下", "白血球": "4以下"}.get(name, "")
        line: list[Cell] = [name, Val(rng.choice(values), name, unit, ref), unit, ref]
        right.append(line)
    doc.grid(
        326, y, Grid((84, 60, 40, 48), "lccc", 20, 9, "all", SHADE), ("成分", "結果", "単位", "基準値"), right
    )
    doc.paragraph(36, y + 260, "検査室コメント：特記事項なし", 400, 9)
    heads.foot(doc, doc.hospital, "検査部 一般検査室")
    return doc.sheet()


def series(rng: Random) -> Sheet:
    """In English: three visits across, the oldest first, rows in bands."""
    doc = Doc(rng, URINE, english=True)
    doc.text(36, 44, "Urinalysis - Cumulative Report", 15, font=doc.strong)
    doc.text(36, 60, doc.hospital, 9)
    told = heads.pairs(
        doc, ("Patient ID", "id"), ("Name", "namegiven"), ("Born", "birth-slash"), ("Sex", "sexen")
    )
    y = heads.strip(doc, 36, 84, told, 9, gap=18) + 6
    days = [doc.moment - timedelta(days=28 * n + rng.randrange(5)) for n in (2, 1, 0)]
    doc.when = days[-1].date().isoformat()
    rows: list[Row] = []
    for name, _, en, _, normal, abnormal in STRIP:
        cells: list[Cell] = []
        for day in days:
            text = outcome(rng, normal, abnormal)[0].strip("()")
            value = {"-": "Negative", "±": "Trace"}.get(text, text)
            cells.append(Val(value, en, when=day.date().isoformat()) if rng.random() < 0.93 else "")
        rows.append([en, *cells, "Negative" if name != "ウロビリノーゲン" else ""])
    fixed = []
    for row in rows:
        ref = str(row[-1])
        fixed.append([Val(c.text, c.name, ref=ref, when=c.when) if isinstance(c, Val) else c for c in row])
    numbers: list[Cell] = []
    for day in days:
        numbers.append(
            Val(
                f"1.{rng.randrange(5, 30):03d}",
                "Specific gravity",
                ref="1.005-1.030",
                when=day.date().isoformat(),
            )
        )
    grid = Grid((140, 92, 92, 92, 100), "lcccl", 20, 9.5, "rows", SHADE, zebra=True)
    head = ("Analyte", *(day.strftime("%Y-%m-%d") for day in days), "Reference")
    y = doc.grid(36, y, grid, head, [["Specific gravity", *numbers, "1.005-1.030"], *fixed])
    doc.text(36, y + 18, "Trace and above are confirmed by microscopy.", 8)
    heads.foot(doc, f"Printed {minute(doc.moment + timedelta(days=1)).replace('T', ' ')}", "1/1")
    return doc.sheet()


FAMILIES = (
    Family("urinalysis-ticket", URINE, ticket),
    Family("urinalysis-sediment", URINE, outpatient),
    Family("urinalysis-cumulative", URINE, series, "en"),
)
