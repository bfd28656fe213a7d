"""Urinalysis: two panels beside each other, two days, English in one list."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice3 import heads
from samples.families.practice3.kit import GREY, PALE, Cell, Doc, V
from samples.generating.family import Family
from samples.making.ink import SMALL
from samples.making.truth import Sheet

KIND = DocumentType.URINALYSIS
_STRIP = (
    ("蛋白", "(-)"),
    ("糖", "(-)"),
    ("潜血", "(-)"),
    ("ケトン体", "(-)"),
    ("ビリルビン", "(-)"),
    ("白血球反応", "(-)"),
    ("亜硝酸塩", "(-)"),
)
_GRADES = ("(-)", "(-)", "(-)", "(±)", "(1+)", "(2+)", "(3+)")
_FIELD = ("赤血球", "白血球", "扁平上皮", "尿細管上皮", "硝子円柱", "顆粒円柱", "細菌")
_COUNTS = ("<1", "1-4", "5-9", "10-19", "20-29", "30-49", "50-99", "100以上")


def panels(rng: Random) -> Sheet:
    """A5 across: strip left with mark before the result, sediment right with the unit in the heading."""
    doc = Doc(rng, SMALL)
    heads.title(
        doc, 30, rng.choice(("尿検査報告書", "一般検査報告書（尿）", "尿定性・尿沈渣検査")), 13, "left"
    )
    doc.t(560, 30, doc.hospital, 8, "right")
    extra = [("採尿日時", doc.stamp()), ("材料", rng.choice(("随時尿", "早朝尿", "中間尿")))]
    y = heads.over(doc, 36, 40, 523, heads.person(doc) + extra, 4) + 12
    rows: list[list[Cell]] = [["定性検査", "", "結果", "基準値"]]
    rows.append(["色調", "", V(rng.choice(("淡黄色", "黄色", "黄褐色", "赤色")), "色調"), ""])
    rows.append(["混濁", "", V(rng.choice(("(-)", "(1+)", "(±)")), "混濁", "", "(-)"), "(-)"])
    rows.append(
        ["比重", "", V(f"{rng.randint(1003, 1034) / 1000:.3f}", "比重", "", "1.005-1.030"), "1.005-1.030"]
    )
    rows.append(
        ["pH", "", V(rng.choice(("5.0", "5.5", "6.0", "6.5", "7.0", "8.0")), "pH", "", "5.0-7.5"), "5.0-7.5"]
    )
    rows.append(["ウロビリノゲン", "", V(rng.choice(("正常", "(1+)")), "ウロビリノゲン", "", "正常"), "正常"])
    for name, ref in _STRIP:
        grade = rng.choice(_GRADES)
        mark = "H" if "+)" in grade else ""
        rows.append([name, mark, V(grade, name, "", ref, mark), ref])
    doc.table(36, y, (90, 24, 70, 74), rows, aligns="lccc", size=8.5, step=15, fill=PALE)
    rows = [["尿沈渣", "結果 (/HPF)", "基準値"]]
    for name in _FIELD[: rng.randint(5, 7)]:
        bacteria = name == "細菌"
        unit = "" if bacteria else "/HPF"
        value, ref = (
            rng.choice(("(-)", "(1+)", "(2+)") if bacteria else _COUNTS),
            "(-)" if bacteria else "0-4",
        )
        rows.append([name, V(value, name, unit, ref), ref])
    end = doc.table(310, y, (110, 82, 60), rows, aligns="lcc", size=8.5, step=15, fill=PALE)
    doc.t(310, end + 16, "コメント：", 8.5)
    doc.t(310, end + 30, "採尿後2時間以内に鏡検", 8.5)
    heads.foot(doc, f"検査者　{doc.doctor}")
    return doc.sheet(KIND)


def _signs(rng: Random) -> str:
    return rng.choice(("(-)", "(±)", "1+", "2+", "3+"))


def _gravity(rng: Random) -> str:
    return f"1.0{rng.randint(3, 32):02d}"


def _amount(rng: Random) -> str:
    return rng.choice((f"{rng.uniform(5, 180):.1f}", f"{rng.uniform(5, 180):.1f}", "5.0未満"))


def _ratio(rng: Random) -> str:
    return f"{rng.uniform(0.05, 3.5):.2f}"


def _count(rng: Random) -> str:
    return rng.choice(("1未満", "1～4", "5～9", "10～19", "100以上", "全視野"))


_DAILY = (
    (
        "尿定性",
        [
            ("尿蛋白", "(-)", "", _signs),
            ("尿糖", "(-)", "", _signs),
            ("尿潜血", "(-)", "", _signs),
            ("比重", "1.005～1.030", "", _gravity),
        ],
    ),
    (
        "尿定量",
        [
            ("蛋白定量", "10以下", "mg/dL", _amount),
            ("Cr", "", "mg/dL", _amount),
            ("蛋白/Cr比", "0.15未満", "g/gCr", _ratio),
            ("アルブミン指数", "30.0未満", "mg/gCr", _amount),
        ],
    ),
    (
        "沈渣",
        [
            ("赤血球", "4以下", "/HPF", _count),
            ("白血球", "4以下", "/HPF", _count),
            ("扁平上皮", "4以下", "/HPF", _count),
            ("硝子円柱", "", "/LPF", _count),
            ("シュウ酸Ca結晶", "", "", _signs),
        ],
    ),
)


def two_days(rng: Random) -> Sheet:
    """No rules: item, range, unit, two or three days; sediment words with LPF and HPF units."""
    doc = Doc(rng)
    heads.title(doc, 46, rng.choice(("尿一般検査　結果一覧", "尿検査 経過表")), 15)
    y = heads.columns(doc, 50, 74, 80, heads.person(doc)) + 10
    gap = rng.choice((7, 14, 28))
    days = sorted(doc.at.date() - timedelta(days=n * gap) for n in range(rng.choice((2, 3))))
    doc.when = max(days).isoformat()
    head: list[Cell] = ["検査項目", "基準値", "単位", *map(doc.day, days)]
    for title, tests in _DAILY:
        doc.t(50, y + 10, f"＜{title}＞", 10)
        rows: list[list[Cell]] = [head]
        for name, ref, unit, draw in tests:
            rows.append(
                [name, ref, unit, *(_once(rng, name, ref, unit, draw(rng), day.isoformat()) for day in days)]
            )
        y = (
            doc.table(
                50,
                y + 16,
                (110, 84, 56, *[90] * len(days)),
                rows,
                aligns="lllccc",
                size=9.5,
                step=17,
                rule="ends",
            )
            + 12
        )
    heads.foot(doc)
    return doc.sheet(KIND)


def _once(rng: Random, name: str, ref: str, unit: str, text: str, day: str) -> Cell:
    return "" if rng.random() < 0.08 else V(text, name, unit, ref, "", day)


_SIGNS = ("Negative", "Negative", "Trace", "1+", "2+", "Positive")


_COMPONENTS = (
    (
        "Physical",
        (
            ("Color", "Yellow", "", ("Straw", "Yellow", "Amber")),
            ("Clarity", "Clear", "", ("Clear", "Hazy", "Turbid")),
            ("Specific gravity", "1.005-1.030", "", ("1.004", "1.012", "1.019", "1.033")),
        ),
    ),
    (
        "Chemical",
        (
            *tuple(
                (name, "Negative", "", _SIGNS)
                for name in (
                    "Protein",
                    "Glucose",
                    "Ketones",
                    "Blood",
                    "Bilirubin",
                    "Nitrite",
                    "Leukocyte esterase",
                )
            ),
            ("pH", "5.0-8.0", "", ("5.5", "6.0", "7.0", "8.5")),
        ),
    ),
    (
        "Microscopic",
        (
            ("RBC", "0-2", "/HPF", ("0-2", "3-5", "11-20", ">100")),
            ("WBC", "0-5", "/HPF", ("0-5", "6-10", ">50")),
            ("Squamous epithelial cells", "0-5", "/HPF", ("None seen", "0-5", "6-10")),
            ("Hyaline casts", "0-2", "/LPF", ("None seen", "0-2", "3-5")),
            ("Bacteria", "None seen", "", ("None seen", "Few", "Moderate")),
        ),
    ),
)


def english(rng: Random) -> Sheet:
    """English: one list, physical / chemical / microscopic, abnormal mark after the result in its own column."""
    doc = Doc(rng, en=True)
    doc.t(50, 48, doc.hospital, 12, bold=True)
    doc.t(50, 70, "URINALYSIS, COMPLETE WITH MICROSCOPY", 11, bold=True)
    extra = [("Collected", doc.stamp()), ("Specimen", "Urine, clean catch")]
    y = heads.runs(doc, 50, 92, 500, heads.person(doc) + extra, 2) + 10
    rows: list[list[Cell]] = [["Component", "Your value", "", "Standard range", "Units"]]
    bands = []
    for title, tests in _COMPONENTS:
        bands.append((len(rows), title))
        rows.append([""] * 5)
        for name, ref, unit, choices in tests:
            value = rng.choice(choices)
            mark = "*" if value == choices[-1] or value in ("1+", "2+") else ""
            rows.append([name, V(value, name, unit, ref, "A" if mark else ""), mark, ref, unit])
    for n, title in bands:
        doc.ink.box(50, y + n * 18, 546, y + n * 18 + 18, width=0, fill=GREY)
        doc.t(54, y + n * 18 + 12, title, 9.5, bold=True)
    y = doc.table(50, y, (170, 110, 26, 120, 70), rows, aligns="llcll", size=9.5, step=18, rule="rows")
    doc.t(50, y + 18, "* outside of the standard range", 8)
    heads.foot(doc, doc.doctor)
    return doc.sheet(KIND)


FAMILIES = (
    Family("urinalysis-panels", KIND, panels),
    Family("urinalysis-days", KIND, two_days),
    Family("urinalysis-components", KIND, english, "en"),
)
