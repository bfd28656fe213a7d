"""Blood gas: an analyzer's roll, a form of groups with ranges, a bedside page in English with two columns."""

from __future__ import annotations

from random import Random

from mappers.model import DocumentType
from samples.families.practice4 import heads
from samples.families.practice4.kit import SHADE, Cell, Doc, Grid, Row, Val
from samples.generating.family import Family
from samples.making.ink import SMALL
from samples.making.truth import Sheet

GAS = DocumentType.BLOOD_GAS
# name, unit, low, high of the range, digits
GASES = (("pH", "", 7.35, 7.45, 3), ("pCO2", "mmHg", 35.0, 45.0, 1), ("pO2", "mmHg", 80.0, 100.0, 1))
OXYGEN = (
    ("tHb", "g/dL", 12.0, 17.5, 1),
    ("sO2", "%", 94.0, 98.0, 1),
    ("COHb", "%", 0.5, 1.5, 1),
    ("MetHb", "%", 0.0, 1.5, 1),
)
SALTS = (
    ("Na+", "mmol/L", 136, 146, 0),
    ("K+", "mmol/L", 3.4, 4.5, 1),
    ("Cl-", "mmol/L", 98, 106, 0),
    ("Ca++", "mmol/L", 1.15, 1.29, 2),
)
METABOLITES = (("Glu", "mg/dL", 70, 105, 0), ("Lac", "mmol/L", 0.5, 1.6, 1))
DERIVED = (("HCO3-", "mmol/L", 22.0, 26.0, 1), ("BE", "mmol/L", -2.0, 2.0, 1), ("AnGap", "mmol/L", 10, 18, 1))
Analyte = tuple[str, str, float, float, int]


def made(rng: Random, row: Analyte) -> tuple[str, str, str]:
    """Result, mark, range."""
    _, _, low, high, digits = row
    span, kind = high - low, rng.random()
    if kind < 0.55:
        number = rng.uniform(low, high)
    else:
        number = (
            high + span * rng.uniform(0.1, 1.2)
            if kind < 0.8 or low <= 0
            else low - min(span, low * 0.3) * rng.uniform(0.1, 0.9)
        )
    text = f"{number:.{digits}f}"
    flag = "H" if float(text) > high else "L" if float(text) < low else ""
    return text, flag, f"{low:.{digits}f}-{high:.{digits}f}"


def roll(rng: Random) -> Sheet:
    """A narrow roll: sections, arrow before the number, twins at the temperature of the patient."""
    doc = Doc(rng, GAS, (250, 620))
    doc.dated(time=True)
    doc.text(125, 24, "血液ガス分析 IMG-900", 10, align="c", font=doc.strong)
    seen = (("測定日時", f"{doc.day('slash')} {doc.clock()}"), ("検体種", "動脈血"))
    y = heads.lines(doc, 14, 42, seen, 8.5, colon=":")
    told = heads.pairs(doc, ("患者ID", "id"), ("患者名", "name"), ("性別", "sexja"))
    y = heads.lines(doc, 14, y, told, 8.5, colon=":")
    warm = f"{rng.uniform(36.2, 39.4):.1f}"
    for name, value, unit in (("体温", warm, "℃"), ("FIO2", str(rng.choice((21, 28, 40, 60))), "%")):
        doc.text(14, y, name, 8.5)
        doc.put(76, y, Val(value, name, unit, post=f" {unit}"), 8.5)
        y += 13.6
    up, down = rng.choice((("↑", "↓"), ("H", "L"), ("▲", "▼")))
    parts: tuple[tuple[str, tuple[Analyte, ...]], ...] = (
        ("血液ガス", GASES),
        ("オキシメトリ", OXYGEN),
        ("電解質", SALTS),
        ("代謝項目", METABOLITES),
        ("演算項目", DERIVED),
    )
    for part, rows in parts:
        doc.ink.line(14, y - 6, 236, y - 6, 0.4)
        doc.text(14, y + 5, part, 8.5, font=doc.strong)
        y += 19
        for row in rows:
            text, flag, ref = made(rng, row)
            doc.text(20, y, row[0], 9.5)
            mark = {"H": up, "L": down}.get(flag, "")
            if mark:
                doc.text(82, y, mark, 9.5)
            doc.put(130, y, Val(text, row[0], row[1], ref, flag), 9.5, align="r")
            doc.text(136, y, row[1], 8.5)
            doc.text(236, y, f"[{ref}]", 7.5, align="r")
            y += 15
        y += 4
    doc.ink.line(14, y - 6, 236, y - 6, 0.4)
    doc.text(14, y + 5, f"体温補正値 ({warm}℃)", 8.5, font=doc.strong)
    y += 19
    for row in GASES:
        doc.text(20, y, f"{row[0]}(T)", 9.5)
        doc.put(130, y, Val(made(rng, row)[0], f"{row[0]}(T)", row[1]), 9.5, align="r")
        doc.text(136, y, row[1], 8.5)
        y += 15
    return doc.sheet()


def form(rng: Random) -> Sheet:
    """A small landscape form: three ruled tables beside each other, the range under 基準範囲, marks in the cell."""
    doc = Doc(rng, GAS, SMALL)
    doc.dated(time=True)
    doc.text(24, 32, "動脈血ガス分析報告", 14, font=doc.strong)
    doc.text(doc.width - 24, 32, f"採血日時 {doc.day('slash')} {doc.clock()}", 9, align="r")
    told = heads.pairs(
        doc, ("患者番号", "id"), ("氏名", "name"), ("生年月日", "birth-slash"), ("性別", "sexsei")
    )
    y = heads.block(doc, 24, 42, told, doc.width - 48, across=2, size=8.5) + 12
    groups: tuple[tuple[str, tuple[Analyte, ...]], ...] = (
        ("ガス・酸塩基", (*GASES, *DERIVED)),
        ("ヘモグロビン分画", OXYGEN),
        ("電解質・代謝", (*SALTS, *METABOLITES)),
    )
    for n, (name, group) in enumerate(groups):
        rows: list[Row] = [name]
        for row in group:
            text, flag, ref = made(rng, row)
            after = f" {flag}" if flag else ""
            line: list[Cell] = [row[0], Val(text, row[0], row[1], ref, flag, post=after), row[1], ref]
            rows.append(line)
        grid = Grid((42, 46, 38, 54), "lrcc", 20, 8.5, "all", SHADE)
        doc.grid(24 + n * 184, y, grid, ("項目", "結果", "単位", "基準範囲"), rows)
    at = y + 190
    for k, (name, value, unit) in enumerate(
        (("体温", f"{rng.uniform(35.8, 38.9):.1f}", "℃"), ("FiO2", str(rng.choice((21, 30, 50))), "%"))
    ):
        doc.text(24 + k * 160, at, f"{name}：", 9.5)
        doc.put(64 + k * 160, at, Val(value, name, unit, post=unit), 9.5)
    heads.foot(doc, doc.hospital, "救急外来")
    return doc.sheet()


def bedside(rng: Random) -> Sheet:
    """In English: measured at 37 C and corrected in two columns, the flag in brackets."""
    doc = Doc(rng, GAS, english=True)
    doc.dated(time=True)
    doc.text(40, 44, "ARTERIAL BLOOD GAS", 15, font=doc.strong)
    doc.text(40, 58, doc.hospital, 9)
    told = heads.pairs(
        doc, ("Patient", "nameupper"), ("Patient ID", "id"), ("DOB", "birth-slash"), ("Sex", "sexletter")
    )
    y = heads.block(doc, 40, 70, told, doc.width - 80, size=9) + 18
    y = heads.strip(
        doc,
        40,
        y,
        (("Drawn", f"{doc.day('slash')} {doc.clock()}"), ("Site", "L radial"), ("Operator", "RN 204")),
        9,
    )
    for k, (name, value, unit) in enumerate(
        (("Temp", f"{rng.uniform(35.8, 39):.1f}", "°C"), ("FiO2", str(rng.choice((21, 35, 50))), "%"))
    ):
        doc.text(40 + k * 130, y, f"{name}:", 9)
        doc.put(76 + k * 130, y, Val(value, name, unit, post=f" {unit}"), 9)
    y += 18
    rows: list[Row] = []
    for row in (*GASES, *DERIVED[:2], *OXYGEN[:2], *SALTS, *METABOLITES):
        text, flag, ref = made(rng, row)
        twin: Cell = ""
        if row in GASES:
            twin = Val(made(rng, row)[0], f"{row[0]} Corrected", row[1])
        rows.append(
            [row[0], Val(text, row[0], row[1], ref, flag), f"({flag})" if flag else "", row[1], ref, twin]
        )
    grid = Grid((90, 80, 40, 80, 110, 90), "lrclcr", 18, 9.5, "rows", SHADE)
    y = doc.grid(40, y, grid, ("Analyte", "Result", "", "Unit", "Reference", "Corrected"), rows)
    doc.text(40, y + 20, "Results outside of the reference range are marked (H) or (L).", 8)
    heads.foot(doc, f"Ordering physician {doc.doctor}", "Cartridge lot X00")
    return doc.sheet()


FAMILIES = (
    Family("blood-gas-roll", GAS, roll),
    Family("blood-gas-triptych", GAS, form),
    Family("blood-gas-bedside", GAS, bedside, "en"),
)
