"""Urine: an analyser's roll, a hospital's sheet with sediment beside, a series of visits."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.score import bank_a as bank
from samples.generating.family import Family
from samples.generating.kit import PALE, STRIPE, Cell, Doc, R, day, moment, num
from samples.making.truth import Sheet

URINE = DocumentType.URINALYSIS

_ROLL: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("GLU", "mg/dL", ("50", "100", "500", "1000")), ("PRO", "mg/dL", ("15", "30", "100", "300")),
    ("BIL", "mg/dL", ("0.5", "1.0", "2.0")), ("URO", "mg/dL", ("2.0", "4.0", "8.0")),
    ("BLD", "mg/dL", ("0.03", "0.06", "0.20", "0.75")), ("KET", "mg/dL", ("10", "30", "80")),
    ("NIT", "", ()), ("LEU", "Leu/μL", ("25", "75", "250", "500")),
)  # fmt: skip
_GRADES = ("1+", "2+", "3+", "4+")


def roll(rng: Random) -> Sheet:
    """A 58 mm strip: the grade, then the half-quantitative value and its unit; a star before abnormal grades."""
    doc = Doc(rng, URINE, size=(165, 330))
    doc.font = doc.bold = "gothic"
    doc.effective = moment(doc.when)
    doc.text(10, 20, "URISCAN α-12", 9)
    doc.text(10, 33, f"No.{rng.randrange(1, 999):04d}", 8.5)
    doc.text(155, 33, f"{day(doc.when, 'short')} {doc.when:%H:%M}", 8.5, align="right")
    doc.text(10, 46, f"ID {doc.pid()}", 8.5)
    doc.text(10, 58, "-" * 33, 8)
    doc.text(18, 69, "項目", 8)
    doc.text(84, 69, "結果", 8, align="right")
    doc.text(122, 69, "半定量値", 8, align="right")
    y = 84.0
    for name, unit, steps in _ROLL:
        grade = rng.randrange(-2, len(steps)) if steps else rng.choice((-1, -1, 0))
        if name == "URO":
            said, value = ("NORMAL", "") if grade < 0 else (_GRADES[grade], steps[grade])
        else:
            said = "-" if grade < 0 else _GRADES[grade] if steps else "1+"
            value = steps[grade] if grade >= 0 and steps else ""
        bad = grade >= 0
        doc.text(18, y, name, 9)
        said = "(-)" if said == "-" else f"({said})" if said != "NORMAL" else said
        r = R(said, name, "", "", "A" if bad else "", pre="*" if bad else "")
        doc.result(84, y, r, 9, "right")
        if value:
            doc.result(122, y, R(value, f"{name} 半定量値", unit), 9, "right")
            doc.text(125, y, unit, 8)
        y += 14
    for name, value in (
        ("S.G.", num(rng, 1.004, 1.034, 3)),
        ("pH", rng.choice(("5.5", "6.0", "6.5", "7.0", "8.0"))),
    ):
        doc.text(18, y, name, 9)
        doc.result(84, y, R(value, name), 9, "right")
        y += 14
    for name, looks in (("色調", ("淡黄色", "黄色", "黄褐色", "赤色")), ("混濁", ("(-)", "(1+)"))):
        doc.text(18, y, name, 9)
        doc.result(84, y, R(rng.choice(looks), name), 9, "right")
        y += 14
    doc.text(10, y + 4, "-" * 33, 8)
    return doc.sheet()


_STRIP: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("色調", ("淡黄色", "黄色", "褐色"), ""), ("混濁", ("(-)", "(±)", "(1+)"), ""),
    ("比重", (), "1.005-1.030"), ("pH", ("5.0", "5.5", "6.0", "7.0"), "5.0-7.5"),
    ("蛋白定性", ("(-)", "(±)", "(1+)", "(2+)"), "陰性"), ("糖定性", ("(-)", "(±)", "(3+)"), "陰性"),
    ("ケトン体", ("(-)", "(1+)"), "陰性"), ("ビリルビン", ("(-)", "(1+)"), "陰性"),
    ("ウロビリノーゲン", ("(±)", "(1+)"), "±"), ("潜血反応", ("(-)", "(1+)", "(3+)"), "陰性"),
    ("亜硝酸塩", ("(-)", "(+)"), "陰性"), ("白血球反応", ("(-)", "(1+)", "(2+)"), "陰性"),
)  # fmt: skip
_SEDIMENT: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("赤血球", ("<1", "1-4", "5-9", "10-19", ">=100"), "/HPF"), ("白血球", ("<1", "1-4", "5-9", "30-49"), "/HPF"),
    ("扁平上皮", ("<1", "1-4", "5-9"), "/HPF"), ("尿路上皮", ("<1", "1-4"), "/HPF"),
    ("尿細管上皮", ("<1", "1-4"), "/HPF"), ("硝子円柱", ("1-4", "5-9"), "/WF"), ("顆粒円柱", ("1-4",), "/WF"),
    ("上皮円柱", ("1-4",), "/WF"), ("シュウ酸Ca結晶", ("(1+)", "(2+)"), ""), ("尿酸結晶", ("(1+)",), ""),
    ("細菌", ("(-)", "(1+)", "(2+)", "(3+)"), ""), ("酵母様真菌", ("(-)", "(1+)"), ""),
)  # fmt: skip


def _sheet_head(doc: Doc) -> None:
    """The title and the person as printed."""
    rng = doc.rng
    doc.text(30, 34, "尿検査結果報告書", 14, bold=True)
    doc.text(565, 34, rng.choice(bank.HOSPITALS), 9, align="right")
    doc.table(
        30,
        42,
        (50, 90, 40, 110, 40, 50, 55, 100),
        (
            (
                "患者ID",
                doc.pid(),
                "氏名",
                f"{doc.name()}",
                "性別",
                doc.sex(),
                "採尿日時",
                f"{day(doc.when, 'slash')} {doc.when:%H:%M}",
            ),
            (
                "生年月日",
                doc.born("slash"),
                "科名",
                rng.choice(bank.DEPARTMENTS),
                "年齢",
                f"{doc.age()}歳",
                "採尿方法",
                rng.choice(("中間尿", "早朝尿", "随時尿")),
            ),
        ),
        size=8.5,
        step=16,
        rules="grid",
        head=0,
    )


def sheet(rng: Random) -> Sheet:
    """尿一般検査: chemistry at the left, sediment at the right, quantities below, all in frames."""
    doc = Doc(rng, URINE, size=(595.3, 419.5))
    doc.effective = moment(doc.when)
    _sheet_head(doc)
    rows: list[list[Cell] | str] = [["定性検査", "結果", "基準値"]]
    for name, said, ref in _STRIP:
        value = rng.choice(said) if said else num(rng, 1.004, 1.032, 3)
        rows.append([name, R(value, name, "", ref), ref])
    doc.table(30, 84, (100, 70, 74), rows, align="lcc", size=9, step=17.5, rules="grid", fill=PALE)
    rows = [["尿沈渣", "結果", "単位"]]
    for name, said, unit in _SEDIMENT:
        if said[0] not in ("<1", "(-)") and rng.random() < 0.5:
            continue
        rows.append([name, R(rng.choice(said), name, unit), unit])
    doc.table(290, 84, (110, 80, 85), rows, align="lcl", size=9, step=17.5, rules="grid", fill=PALE)
    x = 30.0
    for name, value, unit in (
        ("尿蛋白定量", num(rng, 3, 210), "mg/dL"),
        ("尿クレアチニン", num(rng, 30, 210), "mg/dL"),
        ("蛋白/Cr比", num(rng, 0.03, 2.4, 2), "g/gCr"),
        ("尿中アルブミン", num(rng, 4, 290, 1), "mg/gCr"),
    ):
        doc.text(x, 342, name, 9, bold=True)
        end = doc.result(x, 358, R(value, name, unit), 10)
        doc.text(end + 4, 358, unit, 8.5)
        x += 135
    doc.text(30, 398, f"検査者　{rng.choice(bank.TECHNICIANS)}", 9)
    return doc.sheet()


def _visits_head(doc: Doc) -> None:
    """The title and the person as printed."""
    rng = doc.rng
    doc.text(40, 44, "尿検査 経過表", 15, bold=True)
    doc.text(555, 44, f"{rng.choice(bank.HOSPITALS)}　腎臓内科外来", 9, align="right")
    doc.pairs(40, 70, (("患者番号", doc.pid()), ("患者氏名", doc.name())), mark=" ", gap=58)
    doc.pairs(270, 70, (("性別", doc.sex("性")), ("生年月日", f"{doc.born('era')}　{doc.age()}歳")), gap=58)


def visits(rng: Random) -> Sheet:
    """外来の尿検査経過: dates across with years of two digits, H before the value, sediment below."""
    doc = Doc(rng, URINE)
    times = [doc.when]
    while len(times) < rng.choice((4, 5)):
        times.append(times[-1] - timedelta(days=rng.randint(20, 34)))
    times.reverse()
    stamps = [day(at, "dash") for at in times]
    doc.effective = stamps[-1]
    _visits_head(doc)
    wide = 300 / len(times)
    rows: list[list[Cell] | str] = [["検査項目", "単位", "基準値", *(day(at, "short") for at in times)]]

    def add(name: str, unit: str, ref: str, said: list[str], flags: list[str] | None = None) -> None:
        marks = flags or [""] * len(said)
        cells: list[Cell] = [
            R(v, name, unit, ref, f, when=at, pre=f"{f} " if f else "")
            for v, f, at in zip(said, marks, stamps, strict=True)
        ]
        rows.append([name, unit, ref, *cells])

    rows.append("尿定性")
    for name, choices, ref in _STRIP[2:]:
        got = [rng.choice(choices).strip("()") if choices else num(rng, 1.004, 1.03, 3) for _ in times]
        add(name, "", ref, ["陰性" if v == "-" else v for v in got])
    rows.append("尿生化学")
    for name, unit, high, top, digits in (
        ("蛋白定量", "mg/dL", 10.0, 160.0, 1),
        ("尿Na", "mmol/L", 220.0, 260.0, 0),
        ("尿NAG", "U/L", 11.5, 30.0, 1),
        ("尿β2MG", "μg/L", 230.0, 900.0, 0),
        ("尿蛋白/Cr", "g/gCr", 0.15, 3.2, 2),
    ):
        values = [rng.uniform(high * 0.2, top) for _ in times]
        add(
            name,
            unit,
            f"{high:.{digits}f}以下",
            [f"{v:.{digits}f}" for v in values],
            ["H" if v > high + 0.51 * 10.0**-digits else "" for v in values],
        )
    rows.append("尿沈渣")
    for name, choices, unit in _SEDIMENT[:6]:
        add(name, unit, "", [rng.choice(choices) for _ in times])
    doc.table(
        40,
        104,
        (100, 50, 65, *(wide,) * len(times)),
        rows,
        align="lcc" + "r" * len(times),
        size=9,
        step=21,
        rules="rows",
        fill=STRIPE,
    )
    doc.foot("1 / 1")
    return doc.sheet()


FAMILIES = (
    Family("urinalysis-strip-grades-kaede", URINE, roll),
    Family("urinalysis-frames-a5-kaede", URINE, sheet),
    Family("urinalysis-visits-across-kaede", URINE, visits),
)
