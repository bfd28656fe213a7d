"""Blood gases: an analyser's paper, a ward's list by time, an English print."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice5 import bank
from samples.families.practice5.kit import SHADE, Cell, Doc, R, day, moment
from samples.generating.family import Family
from samples.generating.fonts import font
from samples.making.truth import Sheet

GAS = DocumentType.BLOOD_GAS

# label, unit, low, high, decimals, drawn from, to
_MEASURED = (
    ("pH", "", 7.35, 7.45, 3, 7.12, 7.55),
    ("pCO2", "mmHg", 35, 45, 1, 24, 74),
    ("pO2", "mmHg", 80, 100, 1, 48, 190),
    ("Na+", "mmol/L", 136, 146, 0, 124, 152),
    ("K+", "mmol/L", 3.4, 4.5, 1, 2.6, 6.2),
    ("Ca++", "mmol/L", 1.15, 1.29, 2, 0.9, 1.4),
    ("Cl-", "mmol/L", 98, 106, 0, 92, 116),
    ("Glu", "mg/dL", 70, 105, 0, 62, 320),
    ("Lac", "mmol/L", 0.5, 1.6, 1, 0.4, 9.0),
    ("tHb", "g/dL", 12.0, 17.5, 1, 6.4, 17.0),
)
_DERIVED = (
    ("HCO3-", "mmol/L", 22.0, 26.0, 1, 12, 36),
    ("BE", "mmol/L", -2.0, 2.0, 1, -14, 12),
    ("sO2", "%", 94, 99, 1, 76, 99.8),
    ("AG", "mmol/L", 8, 16, 1, 5, 24),
)


def _drawn(rng: Random, row: tuple[str, str, float, float, int, float, float]) -> tuple[str, str, str]:
    """Result, flag, bounds."""
    _, _, low, high, digits, least, most = row
    value = f"{rng.uniform(least, most):.{digits}f}"
    flag = "H" if float(value) > high else "L" if float(value) < low else ""
    return value, flag, f"{low:.{digits}f}-{high:.{digits}f}"


def paper(rng: Random) -> Sheet:
    """An analyser's roll: measured, corrected to the temperature, calculated; arrows behind, bounds in brackets."""
    doc = Doc(rng, GAS, size=(270.0, 560.0))
    doc.font = doc.bold = font(rng.choice(("gothic", "vlgothic", "mincho")))
    doc.effective = moment(doc.when)
    doc.text(20, 28, "KAKUU GAS 900", 11)
    doc.text(20, 42, "血液ガス測定結果　動脈血 65µL", 9)
    doc.text(20, 58, f"測定 {day(doc.when, 'slash')} {doc.when:%H:%M}", 9)
    about = [("患者ID", doc.pid()), ("患者名", doc.name(" "))][: rng.choice((1, 2, 2))]
    y = doc.pairs(20, 72, about, gap=50, step=14)
    temperature = f"{rng.uniform(35.5, 39.4):.1f}"
    for name, value, unit in (
        ("体温", temperature, "℃"),
        ("FiO2", rng.choice(("21.0", "30.0", "40.0", "60.0")), "%"),
    ):
        doc.text(20, y, name, 9)
        doc.result(70, y, R(value, name, unit, post=f" {unit}"), 9)
        y += 14
    corrected = [("pH", "", 7.35, 7.45, 3, 7.12, 7.55), *_MEASURED[1:3]]
    up, down = rng.choice((("↑", "↓"), ("H", "L"), ("▲", "▼")))
    for title, of in (("", _MEASURED), ("体温補正値", corrected), ("演算値", _DERIVED)):
        doc.rule(20, y - 6, 250, 0.5)
        doc.text(20, y + 6, f"{title}" + (f" ({temperature}℃)" if title == "体温補正値" else ""), 9)
        y += 20 if title else 8
        for row in of:
            value, flag, ref = _drawn(rng, row)
            name = f"{row[0]} {title}" if title == "体温補正値" else row[0]
            doc.text(28, y, row[0], 9.5)
            doc.result(112, y, R(value, name, row[1], ref, flag), 9.5, "right")
            doc.text(116, y, {"H": up, "L": down, "": ""}[flag], 9.5)
            doc.text(130, y, row[1], 9)
            doc.text(178, y, f"[{ref}]", 9)
            y += 15
    doc.rule(20, y - 6, 250, 0.5)
    doc.text(20, y + 8, "↑↓：基準範囲外" if up == "↑" else f"{up}{down}：基準範囲外", 8)
    return doc.sheet()


def ward(rng: Random) -> Sheet:
    """An intensive ward's list: samples of a day across, with time and ventilator settings."""
    doc = Doc(rng, GAS)
    first = doc.when.replace(hour=rng.randint(4, 8))
    times = [first + timedelta(hours=h) for h in sorted(rng.sample(range(14), rng.randint(3, 5)))]
    doc.effective = moment(times[-1])
    doc.text(40, 42, "血液ガス分析　経時表", 14, bold=True)
    doc.text(555, 42, f"{rng.choice(bank.HOSPITALS)}　ICU", 9, align="right")
    head: list[list[Cell]] = [
        ["患者氏名", f"{doc.name()} 様", "ＩＤ", doc.pid(), "性別", doc.sex()],
        ["生年月日", doc.born("kanji"), "年齢", f"{doc.age()}歳", "採血日", day(doc.when, "slash")],
    ]
    doc.table(40, 52, (60, 145, 45, 110, 50, 105), head, step=19, rules="grid", head=0)
    rows: list[list[Cell] | str] = [["項目", "単位", "基準値", *(f"{t:%H:%M}" for t in times)]]
    for group, of in (("測定項目", _MEASURED), ("計算項目", _DERIVED)):
        rows.append(group)
        for row in of:
            cells: list[Cell] = []
            for t in times:
                value, flag, ref = _drawn(rng, row)
                pre = f"{flag} " if flag else ""
                given = rng.random() < 0.93
                cells.append(R(value, row[0], row[1], ref, flag, moment(t), pre=pre) if given else "")
            rows.append([row[0], row[1], _drawn(rng, row)[2], *cells])
    rows.append("呼吸器設定")
    for name, unit, choices in (("FiO2", "%", ("30", "40", "50")), ("PEEP", "cmH2O", ("5", "8", "10"))):
        rows.append([name, unit, "", *(R(rng.choice(choices), name, unit, "", "", moment(t)) for t in times)])
    wide = 300 / len(times)
    align = "llc" + "r" * len(times)
    y = doc.table(
        40, 102, (70, 60, 85, *([wide] * len(times))), rows, align=align, step=17, rules="rows", fill=SHADE
    )
    doc.text(40, y + 16, "H：高値　L：低値　　検体は全てAラインより採取", 8)
    return doc.sheet()


def english(rng: Random) -> Sheet:
    """A point-of-care print in English: bounds in parentheses, settings as label and value."""
    doc = Doc(rng, GAS, latin=True)
    doc.effective = moment(doc.when)
    doc.text(50, 46, "ARTERIAL BLOOD GAS", 14, bold=True)
    doc.text(545, 46, rng.choice(bank.HOSPITALS_EN), 9, align="right")
    doc.rule(50, 54, 545, 1)
    about = (("Patient name", doc.name(", ")), ("Patient ID", doc.pid()), ("Date of birth", doc.born("dash")))
    doc.pairs(50, 72, about, gap=84)
    taken = f"{day(doc.when, 'dash')} {doc.when:%H:%M}"
    doc.pairs(
        310,
        72,
        (("Sample drawn", taken), ("Operator", f"RT{rng.randrange(100, 999)}"), ("Sex", doc.sex("Sex"))),
        gap=84,
    )
    y = 124.0
    settings = (
        ("Temperature", f"{rng.uniform(35.6, 39):.1f}", "°C"),
        ("FiO2", rng.choice(("0.21", "0.30", "0.40", "0.50")), ""),
    )
    x = 50.0
    for name, value, unit in settings:
        doc.text(x, y, f"{name}:", 9.5)
        x = (
            doc.result(
                x + doc.width(f"{name}:", 9.5) + 6,
                y,
                R(value, name, unit, post=f" {unit}" if unit else ""),
                9.5,
            )
            + 26
        )
    y += 22
    for title, of in (("Measured", _MEASURED), ("Calculated", _DERIVED)):
        doc.text(50, y, title, 11, bold=True)
        y += 17
        for row in of:
            value, flag, ref = _drawn(rng, row)
            doc.text(62, y, row[0], 10)
            doc.result(200, y, R(value, row[0], row[1], ref, flag), 10, "right")
            doc.text(212, y, row[1], 10)
            doc.text(290, y, f"({ref})", 10)
            doc.text(400, y, flag, 10)
            y += 16
        y += 12
    doc.text(
        50, y + 6, "H/L: outside reference interval.  Results to be interpreted with the clinical picture.", 8
    )
    return doc.sheet()


FAMILIES = (
    Family("blood-gas-paper", GAS, paper),
    Family("blood-gas-ward", GAS, ward),
    Family("blood-gas-english", GAS, english, "en"),
)
