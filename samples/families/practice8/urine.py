"""Urine: a form with the strip at the left and the sediment at the right, and an analyser's strip of paper."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice8 import bank_a as bank
from samples.families.practice8.bank_a import surname
from samples.generating.family import Family
from samples.generating.kit import PALE, Cell, Doc, R, day, half, moment, num
from samples.making.truth import Sheet

URINE = DocumentType.URINALYSIS

_SIGNS = ("(-)", "(-)", "(±)", "(1+)", "(2+)", "(3+)")


def _strip_rows(rng: Random) -> list[list[Cell] | str]:
    rows: list[list[Cell] | str] = [["尿定性", "結果", "", "基準値"]]
    rows.append(["色調", R(rng.choice(("淡黄色", "黄色", "赤褐色")), "色調"), "", ""])
    rows.append(["混濁", R(rng.choice(("(-)", "(1+)")), "混濁"), "", ""])
    weight = num(rng, 1.004, 1.034, 3)
    off = "L" if float(weight) < 1.005 else "H" if float(weight) > 1.030 else ""
    rows.append(["比重", R(weight, "比重", "", "1.005-1.030", off), off, "1.005-1.030"])
    acid = rng.choice(("5.0", "5.5", "6.0", "6.5", "7.5", "8.0"))
    flag = "H" if float(acid) > 7.5 else ""
    rows.append(["pH", R(acid, "pH", "", "4.5-7.5", flag), flag, "4.5-7.5"])
    for name in ("蛋白", "糖", "ケトン体", "潜血", "白血球反応", "亜硝酸塩", "ビリルビン"):
        sign = rng.choice(_SIGNS)
        mark = "*" if sign[1].isdigit() else ""
        rows.append([name, R(sign, name, "", "陰性", "A" if mark else ""), mark, "陰性"])
    rows.append(
        [
            "ウロビリノーゲン",
            R(rng.choice(("normal", "(±)", "(2+)")), "ウロビリノーゲン", "", "normal"),
            "",
            "normal",
        ]
    )
    return rows


def _teisei_sediment(doc: Doc, rng: Random, low: float) -> None:
    """The sediment at the right and the chemistry below `low`."""
    rows: list[list[Cell] | str] = [["尿沈渣", "結果", "単位", "基準値"]]
    for name, choices, ref in (
        ("赤血球", ("<1", "1-4", "5-9", "10-19", "30-49", ">=100"), "4以下"),
        ("白血球", ("<1", "1-4", "5-9", "20-29", "50-99"), "4以下"),
        ("扁平上皮", ("<1", "1-4", "10-19"), ""),
        ("尿路上皮", ("<1", "1-4"), ""),
        ("尿細管上皮", ("認めず", "1-4"), ""),
    ):
        value = rng.choice(choices)
        rows.append(
            [
                name,
                R(value, name, "/HPF" if value != "認めず" else "", ref),
                "/HPF" if value != "認めず" else "",
                ref,
            ]
        )
    for name in ("硝子円柱", "顆粒円柱", "赤血球円柱"):
        value = rng.choice(("認めず", "認めず", "1-4", "10-19"))
        unit = "" if value == "認めず" else "/WF"
        rows.append([name, R(value, name, unit), unit, ""])
    for name in ("細菌", "真菌", "シュウ酸Ca結晶", "粘液糸"):
        rows.append([name, R(rng.choice(("(-)", "(1+)", "(2+)", "±")), name), "", ""])
    right = doc.table(
        303, 104, (98, 60, 42, 56), rows, align="lrlc", size=9, step=19, rules="grid", fill=PALE
    )
    y = max(low, right) + 26
    doc.text(36, y, "尿生化学", 10.5, bold=True)
    creatinine, protein = rng.uniform(30, 190), rng.uniform(3, 180)
    for name, value, unit in (
        ("尿クレアチニン", f"{creatinine:.1f}", "mg/dL"),
        ("尿蛋白定量", f"{protein:.0f}", "mg/dL"),
        ("尿蛋白/Cr比", f"{protein / creatinine:.2f}", "g/gCr"),
        ("尿中Na", num(rng, 20, 180), "mEq/L"),
    ):
        y += 18
        doc.text(46, y, name, 9.5)
        end = doc.result(200, y, R(value, name, unit), 9.5, "right")
        doc.text(end + 6, y, unit, 9)


def teisei(rng: Random) -> Sheet:
    """尿検査: two tables side by side, strip and sediment, asterisks; creatinine ratios below, decoys in a legend."""
    doc = Doc(rng, URINE)
    doc.effective = moment(doc.when)
    doc.text(36, 40, "尿一般検査・尿沈渣 報告書", 14, bold=True)
    doc.text(559, 40, f"No.{bank.number(rng, 7)}", 9, align="right")
    doc.ink.box(36, 50, 559, 92, width=0.6)
    doc.along(
        42,
        66,
        [f"患者番号 {doc.pid()}", f"{doc.name()} 殿", doc.sex(), f"{doc.born('era')}生", f"{doc.age()}歳"],
        size=9.5,
    )
    got = doc.when + timedelta(minutes=rng.randint(10, 50))
    doc.along(
        42,
        84,
        [
            f"採尿 {day(doc.when, 'slash')} {doc.when:%H:%M}",
            f"受付 {day(got, 'slash')} {got:%H:%M}",
            rng.choice(("随時尿", "早朝尿", "カテーテル尿")),
            rng.choice(bank.DEPARTMENTS),
            f"{surname(rng)}医師",
        ],
        size=9,
    )
    low = doc.table(
        36, 104, (98, 64, 18, 76), _strip_rows(rng), align="lrcc", size=9, step=19, rules="grid", fill=PALE
    )
    _teisei_sediment(doc, rng, low)
    doc.ink.box(36, 700, 559, 772, width=0.5)
    doc.prose(
        42,
        716,
        510,
        "定性の目安: 蛋白(1+)は30mg/dL、(2+)は100mg/dL、糖(1+)は100mg/dL相当。沈渣は400倍、10視野以上の"
        "平均（HPF）または全視野（WF）で記載。*印は基準外。",
        size=8,
        step=12,
    )
    doc.foot(f"{rng.choice(bank.HOSPITALS)} 検査科 一般検査室　技師 {surname(rng)}")
    return doc.sheet()


def kami(rng: Random) -> Sheet:
    """Strip of a urine analyser with sediment: kana in half width, an asterisk before the line."""
    doc = Doc(rng, URINE, size=(226, 560))
    doc.effective = moment(doc.when)
    doc.text(14, 24, f"NO.{bank.number(rng, 4)}  {doc.when:%y/%m/%d %H:%M}", 10)
    doc.text(14, 40, f"ID {doc.pid()}", 10)
    doc.text(14, 56, f"{half(doc.kana())} ｻﾏ  {doc.age()}ｻｲ", 10)
    doc.text(14, 72, f"{doc.name()}  {doc.sex('letter')}", 9)
    doc.text(14, 88, "-" * 36, 9)
    y = 104.0
    for name, signs in (
        ("ｳﾛﾋﾞﾘﾉｰｹﾞﾝ", (("±", ""), ("2+", "4"))),
        ("ｾﾝｹﾂ", (("(-)", ""), ("1+", "0.06"), ("3+", "1.0"))),
        ("ﾋﾞﾘﾙﾋﾞﾝ", (("(-)", ""),)),
        ("ｹﾄﾝﾀｲ", (("(-)", ""), ("1+", "5"), ("2+", "50"))),
        ("ﾌﾞﾄﾞｳﾄｳ", (("(-)", ""), ("2+", "250"), ("4+", "1000"))),
        ("ﾀﾝﾊﾟｸ", (("±", ""), ("1+", "30"), ("2+", "100"))),
        ("ｱｼｮｳｻﾝｴﾝ", (("(-)", ""), ("1+", ""))),
        ("ﾊｯｹｯｷｭｳ", (("(-)", ""), ("1+", ""), ("3+", ""))),
    ):
        sign, _ = rng.choice(signs)
        mark = "*" if sign[0].isdigit() else ""
        doc.text(14, y, mark, 10)
        doc.text(26, y, name, 10)
        doc.result(150, y, R(sign, name, "", "", "A" if mark else ""), 10, "right")
        y += 17
    for name, value in (("pH", rng.choice(("5.5", "6.0", "7.0"))), ("ﾋｼﾞｭｳ", num(rng, 1.005, 1.032, 3))):
        doc.text(26, y, name, 10)
        doc.result(150, y, R(value, name), 10, "right")
        y += 17
    doc.text(26, y, "ｲﾛ", 10)
    doc.result(150, y, R(rng.choice(("ﾀﾝｺｳｼｮｸ", "ｷｲﾛ", "ﾁｬｶｯｼｮｸ")), "ｲﾛ"), 10, "right")
    y += 20
    doc.text(14, y, "-- ﾁﾝｻ " + "-" * 26, 9)
    y += 18
    for name, choices in (
        ("RBC", ("<1", "1-4", "5-9", ">100")),
        ("WBC", ("<1", "1-4", "10-19", "30-49")),
        ("SQ.EP", ("<1", "1-4")),
        ("H.CAST", ("0", "1-4")),
    ):
        doc.text(26, y, name, 10)
        doc.result(150, y, R(rng.choice(choices), name, "/HPF"), 10, "right")
        doc.text(156, y, "/HPF", 10)
        y += 17
    doc.text(26, y, "BACT", 10)
    doc.result(150, y, R(rng.choice(("(-)", "1+", "2+")), "BACT"), 10, "right")
    doc.text(14, y + 24, f"ﾛｯﾄ {bank.number(rng, 6)}  ﾃﾝｹﾝ OK  ﾍﾟｰｼﾞ 1", 9)
    doc.text(14, y + 40, rng.choice(bank.CLINICS), 9)
    return doc.sheet()


FAMILIES = (
    Family("urinalysis-two-tables", URINE, teisei),
    Family("urinalysis-kana-strip", URINE, kami),
)
