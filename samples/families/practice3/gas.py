"""Blood gas: an analyser's slip with brackets, twin columns, English with a corrected block."""

from __future__ import annotations

from random import Random

from mappers.model import DocumentType
from samples.families.practice3 import heads
from samples.families.practice3.bank import number, span, table
from samples.families.practice3.kit import PALE, Cell, Doc, V
from samples.generating.family import Family
from samples.making.truth import Sheet

KIND = DocumentType.BLOOD_GAS
_GAS = table("""
pH||7.35|7.45|3
pCO2|mmHg|35.0|45.0|1
pO2|mmHg|80.0|100.0|1
""")
_ACID = table("""
HCO3-|mmol/L|22.0|26.0|1
BE|mmol/L|-2.0|2.0|1
SO2|%|95.0|99.0|1
""")
_SALT = table("""
Na+|mmol/L|136|145|0
K+|mmol/L|3.4|4.5|1
Cl-|mmol/L|98|107|0
Ca++|mmol/L|1.15|1.29|2
Glu|mg/dL|70|105|0
Lac|mmol/L|0.5|1.6|1
""")
_OXY = table("""
tHb|g/dL|12.0|17.5|1
O2Hb|%|94.0|98.0|1
COHb|%|0.5|1.5|1
MetHb|%|0.0|1.5|1
""")


def _drawn(rng: Random, row: list[str]) -> tuple[str, str, str, str]:
    """Value, side, range, unit."""
    _, unit, low, high, places = row
    base = (float(low), float(high), int(places))
    found = number(rng, *base, 0.45)
    text = found.text
    if row[0] not in ("BE",) and text.startswith("-"):
        text = f"{0:.{int(places)}f}"
    return text, found.side, span(*base), unit


def slip(rng: Random) -> Sheet:
    """80 mm slip: groups in capitals or Japanese, arrow before the value, unit, range in square brackets."""
    doc = Doc(rng, (250, 560))
    doc.absent.add("birth_date")
    who = doc.who
    y = 26.0
    doc.t(16, y, rng.choice(("血液ガス分析", "血液ガス測定結果", "血液ガスレポート")), 11)
    lines = [
        f"患者ID  {who.id}",
        f"氏名    {doc.name}",
        f"性別    {who.sex_ja}",
        f"測定日時  {doc.stamp()}",
        f"検体種別  {rng.choice(('動脈血', '静脈血'))}",
    ]
    for line in lines:
        y += 14
        doc.t(16, y, line, 8.5)
    for name, value, unit in (
        ("体温", f"{rng.uniform(35.5, 39.5):.1f}", "℃"),
        ("FiO2", str(rng.choice((21, 30, 40, 60))), "%"),
    ):
        y += 14
        doc.t(16, y, name, 8.5)
        doc.put(62, y, V(value, name, unit, post=f" {unit}"), 8.5)
    before = rng.random() < 0.5
    arrows = rng.choice(({"H": "↑", "L": "↓"}, {"H": "H", "L": "L"}, {"H": "▲", "L": "▼"}))
    for title, rows in (("血液ガス", _GAS + _ACID), ("電解質・代謝", _SALT), ("オキシメトリ", _OXY)):
        y += 20
        doc.t(16, y, title, 9)
        doc.ink.line(16, y + 3, 234, y + 3, 0.5)
        for row in rows:
            if rng.random() < 0.1:
                continue
            y += 14
            text, side, ref, unit = _drawn(rng, row)
            mark = arrows.get(side, "")
            doc.t(20, y, row[0], 9)
            doc.put(108, y, V(text, row[0], unit, ref, side), 9, "right")
            doc.t(62 if before else 112, y, mark, 9)
            doc.t(124, y, unit, 8)
            doc.t(170, y, f"[{ref}]", 8)
    doc.t(16, y + 24, f"Operator: {rng.randint(100, 999)}  Cal OK", 7)
    return doc.sheet(KIND)


def twins(rng: Random) -> Sheet:
    """A4 with the measured and the corrected value side by side for the gases, single columns for the rest."""
    doc = Doc(rng)
    heads.title(doc, 42, rng.choice(("血液ガス分析報告書", "動脈血ガス検査結果")), 15)
    place = rng.choice(("ICU", "手術室", "救急外来"))
    y = (
        heads.cells(
            doc,
            40,
            56,
            515,
            [*heads.person(doc), ("採血日時", doc.stamp()), ("採取部位", "左橈骨動脈"), ("依頼部署", place)],
            3,
        )
        + 22
    )
    doc.t(40, y, "測定条件", 10)
    for n, (name, value, unit) in enumerate(
        (
            ("体温", f"{rng.uniform(33.5, 39.8):.1f}", "℃"),
            ("FiO2", str(rng.choice((21, 35, 50, 100))), "%"),
            ("大気圧", str(rng.randint(748, 768)), "mmHg"),
        )
    ):
        doc.t(100 + n * 140, y, name, 10)
        doc.put(150 + n * 140, y, V(value, name, unit, post=f" {unit}"), 10)
    corrected = rng.choice(("体温補正値", "体温補正", "患者体温"))
    rows: list[list[Cell]] = [["項目", "測定値", corrected, "単位", "基準範囲"]]
    for row in _GAS:
        text, _, ref, unit = _drawn(rng, row)
        other = f"{float(text) * rng.uniform(0.985, 1.015):.{int(row[4])}f}"
        rows.append(
            [row[0], V(text, row[0], unit, ref), V(other, f"{row[0]} {corrected}", unit, ref), unit, ref]
        )
    y = (
        doc.table(40, y + 12, (100, 100, 100, 80, 110), rows, aligns="lrrcc", size=10, step=19, fill=PALE)
        + 14
    )
    mark = rng.choice(("*", "H/L"))
    rows = [["項目", "結果", "", "単位", "基準範囲"]]
    for row in _ACID + _SALT + _OXY:
        if rng.random() < 0.12:
            continue
        text, side, ref, unit = _drawn(rng, row)
        shown = "*" if side and mark == "*" else side
        flag = "A" if shown == "*" else side
        rows.append([row[0], V(text, row[0], unit, ref, flag), shown, unit, ref])
    doc.table(
        40,
        y,
        (100, 100, 30, 80, 110),
        rows,
        aligns="lrccc",
        size=10,
        step=19,
        rule=rng.choice(("grid", "ends")),
        fill=PALE,
    )
    heads.foot(doc, f"測定者　{doc.doctor}")
    return doc.sheet(KIND)


def english(rng: Random) -> Sheet:
    """English: measured, temperature-corrected and derived blocks; names like pH(T); flag in front."""
    doc = Doc(rng, en=True)
    heads.title(doc, 44, rng.choice(("ARTERIAL BLOOD GAS REPORT", "Blood Gas Analysis")), 14, "left")
    doc.t(36, 58, doc.hospital, 9)
    y = (
        heads.runs(doc, 36, 82, 500, [*heads.person(doc), ("Drawn", doc.stamp()), ("Sample", "Arterial")], 2)
        + 8
    )
    warm = f"{rng.uniform(34, 39.6):.1f}"
    for n, v in enumerate((V(warm, "Patient temp", "°C"), V(str(rng.choice((21, 28, 40, 60))), "FiO2", "%"))):
        doc.t(36 + n * 200, y, f"{v.name}:", 9.5)
        end = doc.put(110 + n * 200, y, v, 9.5)
        doc.t(end + 3, y, v.unit, 9.5)
    y += 24
    own = rng.random() < 0.5
    for title, found in (
        ("Measured at 37.0 °C", _GAS),
        ("Temperature corrected", _GAS),
        ("Derived", _ACID),
        ("Electrolytes / metabolites", _SALT),
    ):
        doc.t(36, y, title, 10, bold=True)
        if title[0] == "T" and own:
            named = [(row, f"{row[0]}(T)", f"{row[0]}(T)") for row in found]
        elif title[0] == "T":
            named = [(row, row[0], f"{row[0]} {title}") for row in found]
        else:
            named = [(row, row[0], row[0]) for row in found]
        rows: list[list[Cell]] = []
        for row, label, name in named:
            text, side, ref, unit = _drawn(rng, row)
            rows.append([side, label, V(text, name, unit, ref, side), unit, f"({ref})"])
        y = (
            doc.table(
                36,
                y + 5,
                (24, 90, 70, 60, 100),
                rows,
                aligns="clrll",
                size=9.5,
                step=16,
                heads=0,
                rule=rng.choice(("none", "rows")),
            )
            + 22
        )
    heads.foot(doc, doc.doctor)
    return doc.sheet(KIND)


FAMILIES = (
    Family("blood-gas-brackets", KIND, slip),
    Family("blood-gas-twins", KIND, twins),
    Family("blood-gas-blocks", KIND, english, "en"),
)
