"""Blood gases: an analyser's strip in English, a Japanese sheet with corrected twins, a day's samples across."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from reportlab.lib.pagesizes import A4, landscape

from mappers.model import DocumentType
from samples.families.practice8 import bank_a as bank
from samples.families.practice8.bank_a import surname
from samples.generating.family import Family
from samples.generating.kit import SKY, STRIPE, Cell, Doc, R, day, moment, num
from samples.making.truth import Sheet

GAS = DocumentType.BLOOD_GAS


def _out(value: str, low: float, high: float) -> str:
    """H or L."""
    return "H" if float(value) > high else "L" if float(value) < low else ""


_STRIP: tuple[tuple[str, tuple[tuple[str, str, float, float, int, float, float], ...]], ...] = (
    (
        "Blood Gas Values",
        (
            ("pH", "", 7.12, 7.58, 3, 7.350, 7.450),
            ("pCO2", "mmHg", 24, 74, 1, 32.0, 48.0),
            ("pO2", "mmHg", 48, 190, 1, 83.0, 108.0),
        ),
    ),
    (
        "Oximetry Values",
        (
            ("ctHb", "g/dL", 6.5, 17.5, 1, 12.0, 17.5),
            ("sO2", "%", 82, 99.6, 1, 95.0, 99.0),
            ("FO2Hb", "%", 80, 98, 1, 94.0, 98.0),
            ("FCOHb", "%", 0.4, 3.6, 1, 0.5, 1.5),
            ("FMetHb", "%", 0.1, 1.9, 1, 0.0, 1.5),
        ),
    ),
    (
        "Electrolyte Values",
        (
            ("cK+", "mmol/L", 2.7, 6.4, 1, 3.5, 4.5),
            ("cNa+", "mmol/L", 126, 152, 0, 136, 146),
            ("cCa2+", "mmol/L", 0.92, 1.38, 2, 1.15, 1.29),
            ("cCl-", "mmol/L", 92, 116, 0, 98, 106),
        ),
    ),
    (
        "Metabolite Values",
        (("cGlu", "mg/dL", 62, 310, 0, 70, 105), ("cLac", "mmol/L", 0.5, 8.4, 1, 0.5, 1.6)),
    ),
)
_DERIVED = (
    ("cBase(Ecf)c", "mmol/L", -14, 9, 1),
    ("cHCO3-(P,st)c", "mmol/L", 14, 34, 1),
    ("Anion Gap,K+c", "mmol/L", 9, 24, 1),
    ("p50(act)c", "mmHg", 24, 31, 1),
)


def _strip_groups(doc: Doc, rng: Random, y: float) -> float:
    """The settings and the groups; where they end."""
    for label, said in (
        ("PATIENT REPORT", f"Syringe - S {rng.choice(('65', '95'))}uL"),
        ("Sample #", bank.number(rng, 5)),
        ("Patient ID", doc.pid()),
        ("Patient Name", doc.name(", ")),
        ("Sample type", rng.choice(("Arterial", "Venous", "Arterial"))),
        ("Department", rng.choice(("ICU", "ER", "OR 3"))),
    ):
        doc.text(12, y, label, 8.5, bold=label.isupper())
        doc.text(100, y, said, 8)
        y += 12
    for label, value, unit in (
        ("T", num(rng, 35.5, 38.9, 1), "C"),
        ("FO2(I)", rng.choice(("21.0", "40.0", "60.0")), "%"),
    ):
        doc.text(12, y, label, 8.5)
        doc.result(92, y, R(value, label, unit), 8.5)
        doc.text(126, y, unit, 8.5)
        y += 12
    for head, tests in _STRIP:
        y += 4
        doc.text(12, y, head, 9, bold=True)
        doc.rule(12, y + 3, 214, 0.3)
        y += 14
        for name, unit, low, high, digits, least, most in tests:
            value = num(rng, low, high, digits)
            ref = f"{least:.{digits}f} - {most:.{digits}f}"
            flag = _out(value, least, most)
            if name == "FMetHb" and rng.random() < 0.3:
                value, flag = "....", ""
            if value == "....":
                doc.text(96, y, value, 9, align="right")
            else:
                doc.result(96, y, R(value, name, unit, ref, flag), 9, "right")
            doc.text(12, y, name, 9)
            doc.text(102, y, {"H": "↑", "L": "↓", "": ""}[flag], 9)
            doc.text(112, y, unit, 8)
            doc.text(214, y, f"[{ref}]", 7.5, align="right")
            y += 13
    y += 4
    doc.text(12, y, "Calculated Values", 9, bold=True)
    doc.rule(12, y + 3, 214, 0.3)
    y += 14
    for name, unit, low, high, digits in _DERIVED:
        doc.text(12, y, name, 9)
        doc.result(118, y, R(num(rng, low, high, digits), name, unit), 9, "right")
        doc.text(124, y, unit, 8)
        y += 13
    return y


def strip(rng: Random) -> Sheet:
    """Strip of a POCT analyser: English groups, an arrow before what is outside, ranges in brackets, one error."""
    doc = Doc(rng, GAS, size=(226, 640), latin=True)
    doc.effective = moment(doc.when)
    doc.font, doc.bold = rng.choice((("Courier", "Courier-Bold"), (doc.font, doc.bold)))
    doc.text(12, 22, rng.choice(("GASMETER 90", "BloodLab 800 FLEX", "ABG-Point 5")), 10, bold=True)
    doc.text(214, 22, f"{doc.when:%H:%M}  {day(doc.when, 'dash')}", 8, align="right")
    y = 38.0
    y = _strip_groups(doc, rng, y)
    doc.text(12, y + 10, "Notes: ↑/↓ Value above/below reference range", 6.5)
    doc.text(12, y + 20, "c Calculated value(s)  0384 Value not reported", 6.5)
    doc.text(12, y + 34, f"Solution pack lot: {bank.number(rng, 4)}  Operator: {bank.number(rng, 3)}", 7)
    return doc.sheet()


_OTHERS = (
    ("HCO3-", "mmol/L", 14, 34, 1, "22.0～26.0"),
    ("BE", "mmol/L", -12, 9, 1, "-2.0～2.0"),
    ("SO2", "%", 86, 99.5, 1, "95.0～99.0"),
    ("tHb", "g/dL", 7, 17, 1, "12.0～17.0"),
    ("COHb", "%", 0.4, 4, 1, "0.5～1.5"),
    ("MetHb", "%", 0.2, 1.6, 1, "0.0～1.5"),
    ("Na", "mmol/L", 128, 150, 0, "136～146"),
    ("K", "mmol/L", 2.8, 6.0, 1, "3.5～4.5"),
    ("Cl", "mmol/L", 94, 114, 0, "98～106"),
    ("iCa", "mmol/L", 0.95, 1.35, 2, "1.15～1.29"),
    ("Glu", "mg/dL", 68, 290, 0, "70～105"),
    ("Lac", "mmol/L", 0.5, 7.5, 1, "0.5～1.6"),
)


def _hosei_table(doc: Doc, rows: list[list[Cell] | str]) -> float:
    """The table; where it ends."""
    low_y = doc.table(
        36, 132, (90, 100, 100, 76, 104, 53), rows, align="lrrlcc", size=9.5, step=22, rules="grid", fill=SKY
    )
    return low_y + 24


def _hosei_results(doc: Doc, rng: Random, fio2: str, warm: str) -> float:
    """Settings, the table and what is worked out; where it ends."""
    for n, (label, value, unit) in enumerate(
        (
            ("体温", warm, "℃"),
            ("FiO2", fio2, "%"),
            ("酸素流量", rng.choice(("2", "4", "10")), "L/min"),
            ("大気圧", num(rng, 746, 768), "mmHg"),
        )
    ):
        x = 80 + n * 122
        doc.text(x, 118, label, 9.5)
        end = doc.result(x + 50, 118, R(value, label, unit), 9.5)
        doc.text(end + 3, 118, unit, 9.5)
    rows: list[list[Cell] | str] = [["項目", "実測値(37℃)", "体温補正値", "単位", "基準値", "判定"]]
    shift = float(warm) - 37
    for name, unit, low, high, digits, least, most, per in (
        ("pH", "", 7.2, 7.55, 3, 7.35, 7.45, -0.015),
        ("pCO2", "Torr", 25, 68, 1, 35.0, 45.0, 1.7),
        ("pO2", "Torr", 50, 180, 1, 80.0, 100.0, 4.0),
    ):
        seen = rng.uniform(low, high)
        text = f"{seen:.{digits}f}"
        flag = _out(text, least, most)
        ref = f"{least:.{2 if digits == 3 else digits}f}～{most:.{2 if digits == 3 else digits}f}"
        mark = {"H": "高", "L": "低", "": ""}[flag]
        corrected = R(f"{seen + per * shift:.{digits}f}", f"{name} 体温補正値", unit)
        rows.append([name, R(text, name, unit, ref, flag), corrected, unit, ref, mark])
    for name, unit, low, high, digits, ref in _OTHERS:
        value = num(rng, low, high, digits)
        least, most = (float(part) for part in ref.split("～"))
        flag = _out(value, least, most)
        now: Cell = R(value, name, unit, ref, flag)
        if name == "MetHb" and rng.random() < 0.3:
            now, flag = R("測定不能", name, unit, ref), ""
        rows.append([name, now, "", unit, ref, {"H": "高", "L": "低", "": ""}[flag]])
    y = _hosei_table(doc, rows)
    ratio = num(rng, 90, 480)
    for label, value, unit in (
        ("P/F比", ratio, ""),
        ("A-aDO2", num(rng, 8, 260, 1), "Torr"),
        ("アニオンギャップ", num(rng, 6, 22, 1), "mmol/L"),
    ):
        doc.text(46, y, label, 9.5)
        end = doc.result(180, y, R(value, label, unit), 9.5, "right")
        doc.text(end + 6, y, unit, 9)
        y += 17
    return y


def hosei(rng: Random) -> Sheet:
    """血液ガス: measured at 37 ℃ and corrected to body temperature as columns, settings in boxes, others below."""
    doc = Doc(rng, GAS)
    doc.effective = moment(doc.when)
    doc.text(297, 42, "血液ガス分析報告書", 16, bold=True, align="centre")
    doc.table(
        36,
        54,
        (64, 110, 64, 100, 64, 121),
        [
            ["患者番号", doc.pid(), "氏名", doc.name(), "性別/年齢", f"{doc.sex()} / {doc.age()}歳"],
            [
                "採血日時",
                f"{day(doc.when, 'slash')} {doc.when:%H:%M}",
                "検体",
                rng.choice(("動脈血", "静脈血", "毛細管血")),
                "病棟",
                rng.choice(bank.WARDS),
            ],
        ],
        size=9,
        step=20,
        rules="grid",
        head=0,
    )
    warm, fio2 = num(rng, 35.2, 39.2, 1), rng.choice(("21", "28", "35", "50", "60"))
    doc.text(36, 118, "設定", 10, bold=True)
    y = _hosei_results(doc, rng, fio2, warm)
    doc.prose(
        36,
        y + 12,
        520,
        "基準値は室内気、37℃、動脈血のもの。採血後15分以内に測定。FiO2 21%以上では判定しない。",
        size=8.5,
        step=13,
    )
    doc.foot(f"{rng.choice(bank.HOSPITALS)}　機器 BG-{bank.number(rng, 3)}　測定者 {surname(rng)}")
    return doc.sheet()


_SERIES = (
    ("pH", "", 7.20, 7.52, 3),
    ("PaCO2", "mmHg", 28, 64, 1),
    ("PaO2", "mmHg", 55, 180, 1),
    ("HCO3-", "mEq/L", 16, 32, 1),
    ("BE", "mEq/L", -9, 7, 1),
    ("SaO2", "%", 87, 99.4, 1),
    ("Lactate", "mmol/L", 0.6, 6.5, 1),
    ("Hb", "g/dL", 7.0, 14.5, 1),
    ("K", "mEq/L", 3.0, 5.6, 1),
    ("Na", "mEq/L", 130, 148, 0),
    ("Glucose", "mg/dL", 88, 240, 0),
)
_LIMITS = {"K": (3.5, 5.0), "PaCO2": (35.0, 45.0), "Lactate": (0.5, 2.0)}
_KEPT = (
    ("FiO2", "", ("0.21", "0.35", "0.40", "0.60")),
    ("PEEP", "cmH2O", ("5", "8", "10")),
    ("Temp", "degC", ("36.4", "37.1", "38.0")),
)


def _series_table(doc: Doc, rng: Random, count: int, times: list[datetime]) -> None:
    """The table of the samples."""
    wide = 640 / count
    rows: list[list[Cell] | str] = [
        ["Date", "", *(day(t, "en") for t in times)],
        ["Time", "Unit", *(f"{t:%H:%M}" for t in times)],
    ]
    for head, tests in (("Gas", _SERIES[:6]), ("Metabolic", _SERIES[6:])):
        rows.append(head)
        for name, unit, low, high, digits in tests:
            row: list[Cell] = [name, unit]
            for t in times:
                value = num(rng, low, high, digits)
                flag = _out(value, *_LIMITS[name]) if name in _LIMITS else ""
                said = R(value, name, unit, "", flag, moment(t), post=" " + flag if flag else "")
                row.append(said if rng.random() > 0.1 else "")
            rows.append(row)
    rows.append("Ventilator")
    for name, unit, choices in _KEPT:
        rows.append([name, unit, *(R(rng.choice(choices), name, unit, when=moment(t)) for t in times)])
    doc.table(
        30,
        62,
        (88, 54, *[wide] * count),
        rows,
        align="lc" + "c" * count,
        size=9,
        step=22,
        rules="grid",
        head=2,
        fill=STRIPE,
    )


def series(rng: Random) -> Sheet:
    """ICU flowsheet in English, landscape: samples across by date and time, values and settings down, some gaps."""
    doc = Doc(rng, GAS, size=landscape(A4), latin=True)
    doc.when = doc.when.replace(hour=22, minute=rng.randrange(0, 60))
    count = rng.randint(6, 8)
    times = [doc.when]
    for _ in range(count - 1):
        times.insert(0, times[0] - timedelta(minutes=rng.randint(150, 290)))
    doc.effective = moment(times[-1])
    doc.text(30, 34, "ARTERIAL BLOOD GAS FLOWSHEET", 13, bold=True)
    doc.text(812, 34, "Intensive Care Unit  Bed 4", 9, align="right")
    doc.along(
        30,
        52,
        [
            f"Name: {doc.name(', ')}",
            f"ID: {doc.pid()}",
            f"Sex: {doc.sex('Sex')}",
            f"DOB: {doc.born('en')}",
            f"Age: {doc.age()}",
        ],
        size=9,
    )
    _series_table(doc, rng, count, times)
    doc.text(
        30, 560, "Targets: pH 7.30-7.45, PaO2 60-100 mmHg. Reviewed by RT. Blood loss 2 mL per sample.", 8
    )
    doc.text(
        812,
        576,
        f"Printed {day(doc.when + timedelta(days=1), 'en')} 07:{rng.randint(10, 59)}",
        8,
        align="right",
    )
    return doc.sheet()


FAMILIES = (
    Family("blood-gas-strip-arrows", GAS, strip, "en"),
    Family("blood-gas-corrected-columns", GAS, hosei),
    Family("blood-gas-icu-flowsheet", GAS, series, "en"),
)
