"""Urinalysis: a hospital's two halves, a reader's strip of paper, a report with the last two times."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice7 import bank
from samples.generating.family import Family
from samples.generating.kit import PALE, Cell, Doc, R, day, moment, num
from samples.making.truth import Sheet

URINE = DocumentType.URINALYSIS
_STICK = (
    ("色調", ("淡黄色", "黄色", "黄褐色"), ""),
    ("混濁", ("(-)", "(-)", "(1+)"), "(-)"),
    ("比重", (), "1.005-1.030"),
    ("ｐＨ", ("5.5", "6.0", "6.5", "7.0"), "5.0-7.5"),
    ("蛋白定性", ("(-)", "(-)", "(±)", "(1+)", "(2+)"), "(-)"),
    ("ブドウ糖定性", ("(-)", "(-)", "(1+)", "(4+)"), "(-)"),
    ("ケトン体", ("(-)", "(-)", "(1+)"), "(-)"),
    ("潜血反応", ("(-)", "(-)", "(±)", "(2+)", "(3+)"), "(-)"),
    ("ウロビリノーゲン", ("(±)", "(±)", "(1+)"), "(±)"),
    ("ビリルビン", ("(-)", "(-)", "(1+)"), "(-)"),
    ("亜硝酸塩", ("(-)", "(-)", "(1+)"), "(-)"),
    ("白血球反応", ("(-)", "(-)", "(1+)", "(3+)"), "(-)"),
)
_SEDIMENT = (
    ("赤血球", ("1 未満", "1-4", "5-9", "10-19", "50-99"), "4 以下"),
    ("白血球", ("1 未満", "1-4", "5-9", "20-29", "100 以上"), "4 以下"),
    ("扁平上皮", ("1 未満", "1-4", "5-9"), ""),
    ("尿細管上皮", ("(-)", "1 未満"), ""),
    ("硝子円柱", ("(-)", "1-9"), ""),
    ("顆粒円柱", ("(-)", "(-)", "1-9"), ""),
    ("細菌", ("(-)", "(1+)", "(2+)"), ""),
)


def _pick(rng: Random, name: str, of: tuple[str, ...]) -> str:
    return f"1.{rng.randrange(5, 33):03d}" if name == "比重" else rng.choice(of)


def _stick(rng: Random, joint: str = "") -> list[tuple[str, str, str, str]]:
    found = []
    for name, of, ref in _STICK:
        value = _pick(rng, name, of)
        odd = ref.startswith("(") and value != ref
        found.append((name, value, ref, joint if odd else ""))
    return found


def halves(rng: Random) -> Sheet:
    """尿一般 at the left, 尿沈渣 at the right, chemistry of urine below; a star where out of range."""
    doc = Doc(rng, URINE)
    doc.effective = moment(doc.when)
    doc.text(36, 42, "尿検査報告書", 15, bold=True)
    doc.text(559, 42, rng.choice(bank.HOSPITALS), 9, align="right")
    doc.rule(36, 50, 559, 1)
    doc.along(
        36,
        66,
        [f"ID {doc.pid()}", f"{doc.name()} 様", doc.sex("性"), f"{doc.born('era')}生", f"{doc.age()}歳"],
        size=10,
    )
    doc.text(36, 84, f"採尿日時：{day(doc.when, 'slash')} {doc.when:%H:%M}　　採尿方法：自然尿（中間尿）", 9)
    rows: list[list[Cell] | str] = [["尿一般検査", "結果", "", "基準値"]]
    for name, value, ref, mark in _stick(rng, "*"):
        rows.append([name, R(value, name, "", ref, "A" if mark else ""), mark, ref])
    doc.table(36, 96, (104, 62, 18, 72), rows, align="lccc", size=9.5, step=20, rules="grid", fill=PALE)
    rows = [["尿沈渣", "結果", "単位", "基準値"]]
    for name, of, ref in _SEDIMENT:
        value = rng.choice(of)
        unit = "" if value.startswith("(") else "/WF" if "円柱" in name else "/HPF"
        rows.append([name, R(value, f"{name}", unit, ref), unit, ref])
    end = doc.table(
        303, 96, (104, 70, 36, 46), rows, align="lrlc", size=9.5, step=20, rules="grid", fill=PALE
    )
    rows = [["尿生化学", "結果", "単位", "基準値"]]
    for name, low, high, digits, unit in (
        ("尿蛋白定量", 2, 160, 1, "mg/dL"),
        ("尿クレアチニン", 30, 200, 1, "mg/dL"),
        ("蛋白/クレアチニン比", 0.03, 1.9, 2, "g/gCr"),
        ("尿中Na", 40, 180, 0, "mEq/L"),
    ):
        rows.append([name, R(num(rng, low, high, digits), name, unit), unit, ""])
    doc.table(
        303, end + 14, (104, 62, 50, 40), rows, align="lrlc", size=9.5, step=20, rules="grid", fill=PALE
    )
    doc.foot(f"検査技師 {bank.doctor(rng)}　　医用電子機器・検査部")
    return doc.sheet()


def paper(rng: Random) -> Sheet:
    """A strip of 58 mm from a reader of sticks: Latin names, crosses with amounts behind, a star for odd ones."""
    doc = Doc(rng, URINE, size=(164.4, 330))
    doc.font = doc.bold = "gothic"
    doc.effective = moment(doc.when)
    doc.text(82, 20, "URINE ANALYZER", 9, align="centre")
    doc.text(10, 36, f"No.{rng.randrange(1, 400):04d}  {day(doc.when, 'slash')}", 8)
    doc.text(10, 48, f"         {doc.when:%H:%M}", 8)
    doc.text(10, 60, f"ID:{doc.pid()}", 8)
    doc.text(10, 72, f"{doc.name(' ')}", 8)
    y = 88.0
    for name, of, unit in (
        ("GLU", ("(-)", "(-)", "1+", "3+"), ""),
        ("PRO", ("(-)", "(-)", "±", "1+", "2+"), ""),
        ("BIL", ("(-)", "(-)", "1+"), ""),
        ("URO", ("NORMAL", "NORMAL", "1+"), ""),
        ("PH", ("5.5", "6.0", "7.0"), ""),
        ("S.G.", ("1.010", "1.015", "1.020", "1.025"), ""),
        ("BLD", ("(-)", "(-)", "±", "2+", "3+"), ""),
        ("KET", ("(-)", "(-)", "1+"), ""),
        ("NIT", ("(-)", "(-)", "1+"), ""),
        ("LEU", ("(-)", "(-)", "25", "500"), "Leu/μL"),
        ("CRE", ("50", "100", "200"), "mg/dL"),
        ("ALB", ("10", "30", "80", "150"), "mg/L"),
    ):
        value = rng.choice(of)
        odd = value != of[0] and of[0] in ("(-)", "NORMAL")
        doc.text(10, y, "*" if odd else "", 9)
        doc.text(20, y, name, 9)
        said = unit if value.isdigit() else ""
        end = doc.result(104, y, R(value, name, said, "", "A" if odd else ""), 9, "right")
        doc.text(end + 5, y, said, 8)
        y += 16
    doc.text(10, y + 6, "COLOR", 9)
    doc.result(104, y + 6, R(rng.choice(("YELLOW", "STRAW")), "COLOR"), 9, "right")
    doc.text(10, y + 22, "TURBIDITY", 9)
    doc.result(104, y + 22, R(rng.choice(("CLEAR", "CLOUDY")), "TURBIDITY"), 9, "right")
    return doc.sheet()


def times(rng: Random) -> Sheet:
    """Stick and sediment of three visits, dates across, crosses without brackets; A5."""
    doc = Doc(rng, URINE, size=(595.3, 419.5))
    days = [doc.when - timedelta(days=28 * n + (rng.randrange(5) if n else 0)) for n in range(3)][::-1]
    doc.effective = days[-1].strftime("%Y-%m-%d")
    doc.text(30, 30, "検尿経過表", 13, bold=True)
    doc.along(130, 30, [f"{doc.pid()}", f"{doc.name()}", doc.sex(), f"{doc.born('dot')}"], size=9.5)
    doc.text(565, 30, rng.choice(bank.DEPARTMENTS), 9, align="right")
    heads: list[Cell] = ["項目", *(day(at, "slash") for at in days)]
    left: list[list[Cell]] = [heads]
    right: list[list[Cell]] = [list(heads)]
    for name, of, ref in _STICK:
        row: list[Cell] = [name]
        for at in days:
            value = _pick(rng, name, of).strip("()")
            row.append(R("（－）" if value == "-" else value, name, "", "", "", at.strftime("%Y-%m-%d")))
        left.append(row)
        _ = ref
    for name, of, _ in _SEDIMENT:
        row = [f"{name}(/HPF)" if "円柱" not in name else f"{name}(/WF)"]
        unit = "/HPF" if "円柱" not in name else "/WF"
        row += [R(rng.choice(of), name, unit, "", "", at.strftime("%Y-%m-%d")) for at in days]
        right.append(row)
    doc.text(30, 54, "尿定性", 10, bold=True)
    doc.table(30, 60, (90, 58, 58, 58), left, align="lccc", size=9, step=21, rules="rows", fill=PALE)
    doc.text(304, 54, "尿沈渣", 10, bold=True)
    doc.table(304, 60, (90, 58, 58, 58), right, align="lccc", size=9, step=21, rules="rows", fill=PALE)
    doc.foot(rng.choice(bank.HOSPITALS))
    return doc.sheet()


FAMILIES = (
    Family("urinalysis-two-halves", URINE, halves),
    Family("urinalysis-stick-strip", URINE, paper),
    Family("urinalysis-visits-a5", URINE, times),
)
