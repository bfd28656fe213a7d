"""Blood gas: a printer's roll of 80 mm, a narrow English strip, a hospital's report with earlier samples beside."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice7 import bank
from samples.families.practice7.bank import A
from samples.generating.family import Family
from samples.generating.kit import SKY, Cell, Doc, R, day, moment, num
from samples.making.truth import Sheet

GAS = DocumentType.BLOOD_GAS
_GAS = (
    A("pH", "pH", "", 7.350, 7.450, 3), A("pCO2", "pCO2", "mmHg", 35.0, 45.0, 1),
    A("pO2", "pO2", "mmHg", 80.0, 100.0, 1),
)  # fmt: skip
_OXY = (
    A("ctHb", "tHb", "g/dL", 12.0, 17.5, 1), A("sO2", "sO2", "%", 95.0, 99.0, 1),
    A("FO2Hb", "O2Hb", "%", 94.0, 98.0, 1),
    A("FCOHb", "COHb", "%", 0.5, 1.5, 1), A("FMetHb", "MetHb", "%", 0.0, 1.5, 1), A("Hct", "Hct", "%", 35.0, 51.0, 1),
)  # fmt: skip
_SALT = (
    A("cK+", "K+", "mmol/L", 3.4, 4.5, 1), A("cNa+", "Na+", "mmol/L", 136, 146),
    A("cCa2+", "Ca++", "mmol/L", 1.15, 1.29, 2),
    A("cCl-", "Cl-", "mmol/L", 98, 106),
)  # fmt: skip
_META = (A("cGlu", "Glu", "mg/dL", 70, 105), A("cLac", "Lac", "mmol/L", 0.5, 1.6, 1))
_BASE = (
    A("cHCO3-(P)c", "HCO3-", "mmol/L", 21.0, 28.0, 1), A("cBase(Ecf)c", "BE(ecf)", "mmol/L", -2.0, 3.0, 1),
    A("AnionGapc", "AG", "mmol/L", 8.0, 16.0, 1),
)  # fmt: skip


def roll(rng: Random) -> Sheet:
    """A roll of 80 mm: sections, arrows before the number, ranges in brackets, corrected values under their names."""
    doc = Doc(rng, GAS, size=(226.8, 560))
    doc.effective = moment(doc.when)
    doc.text(12, 22, "ABX 800 FICTION", 10)
    doc.text(214, 22, f"{day(doc.when, 'slash')}", 9, align="right")
    doc.text(12, 36, "患者結果", 10, bold=True)
    doc.text(214, 36, f"{doc.when:%H:%M}   S {rng.randrange(1000, 99999)}", 9, align="right")
    doc.rule(12, 42, 214)
    y = doc.pairs(
        12,
        55,
        (
            ("患者ID", doc.pid()),
            ("氏名", doc.name()),
            ("性別", doc.sex("性")),
            ("サンプルタイプ", rng.choice(("動脈血", "静脈血"))),
        ),
        size=8.5,
        step=12,
        gap=66,
    )
    for label, value, unit in (
        ("体温", num(rng, 35.8, 38.9, 1), "℃"),
        ("FO2(I)", rng.choice(("21.0", "40.0", "50.0")), "%"),
    ):
        doc.text(12, y, label, 8.5)
        end = doc.result(78, y, R(value, label, unit), 8.5)
        doc.text(end + 3, y, unit, 8.5)
        y += 12
    for head, given in (
        ("血液ガス値", _GAS),
        ("オキシメトリ値", _OXY),
        ("電解質値", _SALT),
        ("代謝項目値", _META),
        ("酸塩基平衡", _BASE),
    ):
        doc.band(12, y - 4, 214, y + 9, (0.88, 0.88, 0.88))
        doc.text(14, y + 6, head, 9)
        y += 21
        for test in given:
            value, flag = test.draw(rng, 0.35)
            ref = test.ref(" - ")
            doc.text(12, y, {"H": "↑", "L": "↓", "": ""}[flag], 9)
            doc.text(24, y, test.ja, 9)
            doc.result(124, y, R(value, test.ja, test.unit, ref, flag), 9.5, "right")
            doc.text(128, y, test.unit, 8)
            doc.text(214, y, f"[{ref}]", 7.5, align="right")
            y += 14
    return doc.sheet()


def narrow(rng: Random) -> Sheet:
    """A 58 mm English strip of a cartridge system: measured, corrected, calculated, L and H in brackets behind."""
    doc = Doc(rng, GAS, size=(170, 430), latin=True)
    doc.font, doc.bold = "Courier", "Courier-Bold"
    doc.effective = moment(doc.when)
    doc.text(10, 20, "PREMIER 5000i", 9, bold=True)
    doc.text(10, 32, f"{day(doc.when, 'dash')} {doc.when:%H:%M}", 8)
    doc.text(10, 44, f"Patient ID: {doc.pid()}", 8)
    doc.text(10, 55, f"Name: {doc.name(' ')}", 8)
    doc.text(10, 66, f"Sex: {doc.sex('Sex')}", 8)
    doc.text(10, 77, "Sample: Arterial", 8)
    y = 94.0
    warm = rng.uniform(36.2, 38.8)
    tests = (*_GAS, *_SALT, _META[0], _META[1], _OXY[5])
    got: dict[str, float] = {}
    for head, given in (("Measured (37.0C)", tests), ("CO-Ox", _OXY[:5]), ("Derived Parameters", _BASE)):
        doc.text(10, y, head, 8, bold=True)
        y += 12
        for test in given:
            value, flag = test.draw(rng, 0.35)
            got[test.en] = float(value)
            doc.text(14, y, test.en, 8)
            doc.result(92, y, R(value, test.en, test.unit, "", flag), 8, "right")
            doc.text(97, y, test.unit, 8)
            doc.text(140, y, f"({flag})" if flag else "", 8)
            y += 11
        y += 4
    doc.text(10, y, "Temp. Corrected", 8, bold=True)
    y += 12
    doc.text(14, y, "Temp", 8)
    doc.result(92, y, R(f"{warm:.1f}", "Temp", "C"), 8, "right")
    doc.text(97, y, "C", 8)
    y += 11
    off = warm - 37
    for name, value, unit in (
        ("pH(T)", f"{got['pH'] - 0.0147 * off:.3f}", ""),
        ("pCO2(T)", f"{got['pCO2'] * 10 ** (0.021 * off):.1f}", "mmHg"),
        ("pO2(T)", f"{got['pO2'] * 10 ** (0.028 * off):.1f}", "mmHg"),
    ):
        doc.text(14, y, name, 8)
        doc.result(92, y, R(value, name, unit), 8, "right")
        doc.text(97, y, unit, 8)
        y += 11
    return doc.sheet()


def beside(rng: Random) -> Sheet:
    """血液ガス分析報告書: A5, three samples of the day across with their times, ranges and units at the right."""
    doc = Doc(rng, GAS, size=(419.5, 595.3))
    times = [doc.when - timedelta(hours=4 * n, minutes=rng.randrange(30)) for n in range(3)][::-1]
    doc.effective = moment(times[-1])
    doc.text(28, 34, "血液ガス分析 報告書", 13, bold=True)
    doc.text(392, 34, rng.choice(bank.WARDS), 9, align="right")
    doc.along(28, 54, [f"ID {doc.pid()}", f"{doc.name()} 様", doc.sex(), f"{doc.age()}歳"], size=9.5, gap=12)
    rows: list[list[Cell] | str] = [
        ["", *(day(at, "slash") for at in times), "単位", "基準値"],
        ["項目", *(f"{at:%H:%M}" for at in times), "", ""],
    ]
    for test in (*_GAS, *_BASE, *_OXY[:2], *_SALT, *_META):
        name = test.en
        row: list[Cell] = [name]
        ref = test.ref("～")
        for at in times:
            value, flag = test.draw(rng, 0.35)
            row.append(R(value, name, test.unit, ref, flag, moment(at), post=f" {flag or ' '}"))
        rows.append([*row, test.unit, ref])
    rows.append(
        [
            "FiO2",
            *(R(rng.choice(("0.21", "0.40", "0.60")), "FiO2", when=moment(at), post="  ") for at in times),
            "",
            "",
        ]
    )
    end = doc.table(
        28,
        64,
        (62, 70, 70, 70, 46, 66),
        rows,
        align="lrrrlc",
        size=9,
        step=19,
        rules="grid",
        head=2,
        fill=SKY,
    )
    doc.text(28, end + 18, "検体：動脈血（橈骨動脈ライン）", 9)
    doc.foot(rng.choice(bank.HOSPITALS))
    return doc.sheet()


FAMILIES = (
    Family("blood-gas-roll-80mm", GAS, roll),
    Family("blood-gas-cartridge-strip", GAS, narrow, "en"),
    Family("blood-gas-three-times", GAS, beside),
)
