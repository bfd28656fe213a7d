"""Blood gas: twins in columns of a hospital's report, a roll with a corrected block, a wide analyser page, English."""

from __future__ import annotations

from random import Random

from mappers.model import DocumentType
from samples.families.score import bank_b as bank
from samples.families.score.bank_b import M
from samples.generating.family import Family
from samples.generating.kit import GREY, PALE, STRIPE, Cell, Doc, R, day, half, moment, num
from samples.making.truth import Sheet

GAS = DocumentType.BLOOD_GAS
Rows = list[list[Cell] | str]
_PH, _CO2, _O2 = (
    M("pH", "", 7.350, 7.450, 3),
    M("pCO2", "mmHg", 35.0, 45.0, 1),
    M("pO2", "mmHg", 80.0, 100.0, 1),
)
_GASES = (_PH, _CO2, _O2)
_BASE = (
    M("HCO3-", "mmol/L", 22.0, 26.0, 1), M("ABE", "mmol/L", -2.0, 2.0, 1), M("SBE", "mmol/L", -2.0, 2.0, 1),
    M("SBC", "mmol/L", 22.0, 26.0, 1), M("Anion Gap", "mmol/L", 8.0, 16.0, 1),
)  # fmt: skip
_OXY = (
    M("tHb", "g/dL", 12.0, 16.5, 1), M("sO2", "%", 94.0, 98.0, 1), M("FO2Hb", "%", 93.0, 97.0, 1), M("FCOHb",
        "%", 0.0, 1.5, 1),
    M("FMetHb", "%", 0.0, 1.5, 1), M("FHHb", "%", 1.0, 5.0, 1), M("Hct", "%", 36.0, 50.0, 1),
)  # fmt: skip
_SALT = (
    M("Na+", "mmol/L", 136, 146), M("K+", "mmol/L", 3.5, 4.8, 1), M("Cl-", "mmol/L", 98, 107), M("Ca++",
        "mmol/L", 1.15, 1.30, 2),
    M("Glu", "mg/dL", 70, 110), M("Lac", "mmol/L", 0.5, 1.6, 1), M("tBil", "mg/dL", 0.2, 1.2, 1),
)  # fmt: skip


def _corrected(test: M, value: str, warm: float) -> str:
    """The value at the person's own temperature."""
    off, got = warm - 37, float(value)
    if test is _PH:
        return f"{got - 0.0147 * off:.3f}"
    return f"{got * 10 ** ((0.021 if test is _CO2 else 0.028) * off):.1f}"


def twins(rng: Random) -> Sheet:
    """血液ガス検査報告書: measured and corrected gases in two columns, the rest with marks below."""
    doc = Doc(rng, GAS)
    doc.effective = moment(doc.when)
    warm = rng.uniform(35.4, 39.4)
    doc.text(40, 44, "血液ガス検査 報告書", 15, bold=True)
    doc.text(555, 44, rng.choice(bank.HOSPITALS), 8.5, align="right")
    doc.table(
        40, 56, (60, 118, 60, 118, 60, 99),
        [["患者ID", doc.pid(), "患者氏名", doc.name(), "性　別", doc.sex("性")],
         ["採血日時", f"{day(doc.when, 'slash')} {doc.when:%H:%M}", "生年月日", doc.born("slash"), "病　棟",
             rng.choice(bank.WARDS)]],
        rules="grid", head=0, size=9, step=19,
    )  # fmt: skip
    x = 40.0
    for label, value, unit in (("体温", f"{warm:.1f}", "℃"), ("FiO2", rng.choice(("21", "28", "35", "50")), "%"),
                               ("検体種別", rng.choice(("動脈血", "静脈血")), "")):  # fmt: skip
        doc.text(x, 116, f"{label}：", 9.5)
        at = x + doc.width(f"{label}：", 9.5)
        if unit:
            at = doc.result(at, 116, R(value, label, unit), 9.5)
        else:
            doc.text(at, 116, value, 9.5)
            at += doc.width(value, 9.5)
        doc.text(at + 2, 116, unit, 9.5)
        x = at + 46
    rules = rng.choice(("grid", "rows"))
    rows: Rows = [["血液ガス", "測定値 (37.0℃)", f"体温補正値 ({warm:.1f}℃)", "単位"]]
    for test in _GASES:
        value, _ = test.draw(rng, 0.35)
        twin = R(_corrected(test, value, warm), f"{test.name} 体温補正値", test.unit)
        rows.append([test.name, R(value, test.name, test.unit), twin, test.unit])
    end = doc.table(
        40, 128, (110, 110, 130, 80), rows, rules=rules, size=9, step=18, align="lrrc", fill=STRIPE
    )
    rows = [["検査項目", "結果", "", "単位", "基準値"]]
    for head, tests in (("酸塩基平衡", _BASE), ("オキシメトリ", _OXY), ("電解質・代謝", _SALT)):
        rows.append(head)
        for test in tests:
            if rng.random() < 0.92:
                value, flag = test.draw(rng, 0.35)
                ref = test.ref(" ～ ")
                rows.append([test.name, R(value, test.name, test.unit, ref, flag), flag, test.unit, ref])
    end = doc.table(
        40, end + 12, (110, 110, 40, 80, 110), rows, rules=rules, size=9, step=17, align="lrclc", fill=STRIPE
    )
    doc.text(40, end + 18, "H：基準値上限超過　L：基準値下限未満", 8, colour=GREY)
    doc.text(555, end + 40, f"報告者　{rng.choice(bank.STAFF_FULL)}", 9, align="right")
    return doc.sheet()


def roll(rng: Random) -> Sheet:
    """A 60 mm roll: half-width labels, arrows behind the units, corrected values under names of their own."""
    doc = Doc(rng, GAS, size=(198, 520))
    doc.font = doc.bold
    doc.effective = moment(doc.when)
    warm = rng.uniform(35.6, 39.2)
    doc.text(99, 20, "GASFICT 5000", 10, align="centre")
    doc.text(10, 36, f"{day(doc.when, 'slash')} {doc.when:%H:%M}", 8.5)
    doc.text(188, 36, f"No.{rng.randrange(1000, 9999)}", 8.5, align="right")
    doc.text(10, 49, f"{half('カンジャ')}ID {doc.pid()}", 8.5)
    doc.text(10, 62, f"{half('シメイ')}   {doc.name()}", 8.5)
    y = 80.0

    def row(name: str, value: str, unit: str, flag: str = "") -> None:
        nonlocal y
        doc.text(16, y, name, 8.5)
        doc.result(104, y, R(value, name, unit, "", flag), 9, "right")
        doc.text(110, y, unit, 8)
        doc.text(160, y, {"H": "↑", "L": "↓", "": ""}[flag], 9)
        y += 12.5

    def rule() -> None:
        nonlocal y
        doc.text(10, y, "-" * 38, 8)
        y += 11

    row(half("タイオン"), f"{warm:.1f}", "℃")
    row("FIO2", rng.choice(("21.0", "30.0", "45.0")), "%")
    row("tHb", num(rng, 8.4, 16, 1), "g/dL")
    rule()
    got = {}
    for test in (*_GASES, *_SALT[:4], _SALT[5], _SALT[4], _OXY[6]):
        value, flag = test.draw(rng, 0.35)
        got[test.name] = value
        row(test.name, value, test.unit, flag)
    rule()
    for test in (*_BASE[:3], _BASE[4], _OXY[1]):
        value, flag = test.draw(rng, 0.2)
        row(test.name, value, test.unit, flag)
    rule()
    for test, name in zip(_GASES, ("pH(T)", "pCO2(T)", "pO2(T)"), strict=True):
        row(name, _corrected(test, got[test.name], warm), test.unit)
    rule()
    row("A-aDO2", num(rng, 6, 180, 1), "mmHg")
    row("P/F", num(rng, 140, 460), "")
    doc.text(99, y + 10, "-- END --", 8, align="centre")
    return doc.sheet()


def wide(rng: Random) -> Sheet:
    """An analyser's sheet lying down: measured and corrected blocks side by side with the same row names."""
    doc = Doc(rng, GAS, size=(595.3, 419.5))
    doc.effective = moment(doc.when)
    warm = rng.uniform(35.2, 39.0)
    doc.text(30, 34, "血液ガス分析装置 結果レポート", 13, bold=True)
    doc.text(565, 34, f"ABL-F  試料番号 {rng.randrange(100, 9999)}", 8.5, align="right")
    doc.along(30, 54, [f"患者番号 {doc.pid()}", f"氏名 {doc.name()}", doc.sex(), f"{doc.age()}歳"], size=9.5)
    doc.text(30, 70, f"測定日時 {day(doc.when, 'kanji')} {doc.when:%H:%M}", 9.5)
    got: dict[str, str] = {}

    def block(x: float, y: float, head: str, tests: tuple[M, ...]) -> float:
        doc.band(x, y, x + 255, y + 16, PALE)
        doc.text(x + 4, y + 12, head, 9, bold=True)
        y += 16
        for test in tests:
            value, flag = test.draw(rng, 0.35)
            got[test.name] = value
            y += 15
            doc.text(x + 6, y, test.name, 9)
            mark = {"H": "▲", "L": "▼", "": ""}[flag]
            doc.text(x + 66, y, mark, 8.5)
            doc.result(x + 118, y, R(value, test.name, test.unit, test.ref("-"), flag), 9.5, "right")
            doc.text(x + 124, y, test.unit, 8.5)
            doc.text(x + 250, y, f"[ {test.ref('-')} ]", 8.5, align="right")
        return y + 12

    left = block(30, 82, "測定値", _GASES)
    doc.band(30, left, 285, left + 16, PALE)
    doc.text(34, left + 12, f"体温補正値（{warm:.1f}℃）", 9, bold=True)
    left += 16
    for test in _GASES:
        left += 15
        doc.text(36, left, test.name, 9)
        doc.result(
            148,
            left,
            R(_corrected(test, got[test.name], warm), f"{test.name} 体温補正値", test.unit),
            9.5,
            "right",
        )
        doc.text(154, left, test.unit, 8.5)
    left = block(30, left + 12, "酸塩基", _BASE)
    right = block(310, 82, "オキシメトリ", _OXY)
    block(310, right, "電解質・代謝物", _SALT)
    doc.foot("▲高値　▼低値　［　］内は基準範囲")
    return doc.sheet()


def english(rng: Random) -> Sheet:
    """An English laboratory page: gases with a corrected column, then the rest with marks and ranges."""
    doc = Doc(rng, GAS, latin=True)
    doc.effective = moment(doc.when)
    warm = rng.uniform(35.2, 39.0)
    doc.text(40, 44, rng.choice(bank.HOSPITALS_EN), 12, bold=True)
    doc.text(40, 60, "Blood Gas Analysis", 11)
    doc.pairs(
        40,
        82,
        (("Patient", doc.name(", ")), ("MRN", doc.pid()), ("DOB", doc.born("en"))),
        size=9,
        gap=60,
        mark=":",
    )
    doc.pairs(300, 82, (("Collected", f"{day(doc.when, 'en')} {doc.when:%H:%M}"), ("Sex", doc.sex("Sex")),
                        ("Specimen", "Arterial blood")), size=9, gap=66, mark=":")  # fmt: skip
    rows: Rows = [["Blood gases", "Measured", "Temp corrected", "Unit"]]
    for test in _GASES:
        value, _ = test.draw(rng, 0.3)
        twin = R(_corrected(test, value, warm), f"{test.name} Temp corrected", test.unit)
        rows.append([test.name, R(value, test.name, test.unit), twin, test.unit])
    end = doc.table(40, 126, (110, 80, 110, 80), rows, rules="head", size=9.5, step=18, align="lrrc")
    rows = [["Analyte", "Result", "Flag", "Unit", "Reference"]]
    for test in (*_BASE[:2], *_OXY[:4], *_SALT):
        value, flag = test.draw(rng, 0.3)
        ref = test.ref(" - ")
        rows.append([test.name, R(value, test.name, test.unit, ref, flag), flag, test.unit, ref])
    end = doc.table(
        40, end + 14, (110, 80, 50, 90, 120), rows, rules="head", size=9.5, step=18, align="lrclc"
    )
    doc.text(40, end + 24, "Patient temperature", 9.5)
    at = doc.result(150, end + 24, R(f"{warm:.1f}", "Patient temperature", "°C"), 9.5)
    doc.text(at + 3, end + 24, "°C", 9.5)
    doc.text(240, end + 24, "FiO2", 9.5)
    at = doc.result(276, end + 24, R(rng.choice(("21", "30", "40")), "FiO2", "%"), 9.5)
    doc.text(at + 3, end + 24, "%", 9.5)
    doc.foot("H above range   L below range")
    return doc.sheet()


FAMILIES = (
    Family("blood-gas-twin-columns-hinoki", GAS, twins),
    Family("blood-gas-roll-60mm-hinoki", GAS, roll),
    Family("blood-gas-analyser-wide-hinoki", GAS, wide),
    Family("blood-gas-corrected-column-hinoki", GAS, english, "en"),
)
