"""Blood gas: samples down, artery beside vein, boxes for the measured and the corrected."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from reportlab.lib.pagesizes import A4, landscape

from mappers.model import DocumentType
from samples.families.practice6 import bank
from samples.families.practice6.kit import MINT, SHADE, Cell, Doc, R, day, moment, number
from samples.generating.family import Family
from samples.making.ink import SMALL
from samples.making.truth import Sheet

GAS = DocumentType.BLOOD_GAS


def _acid(rng: Random) -> dict[str, str]:
    """pH, pCO2 and HCO3- that agree."""
    ph, co2 = rng.uniform(7.24, 7.5), rng.uniform(30, 58)
    bicarbonate = 0.0307 * co2 * 10 ** (ph - 6.1)
    return {
        "pH": f"{ph:.3f}",
        "pCO2": f"{co2:.1f}",
        "HCO3-": f"{bicarbonate:.1f}",
        "BE": f"{0.93 * (bicarbonate - 24.4 + 14.8 * (ph - 7.4)):.1f}",
    }


_COLUMNS = (
    ("pH", "", (7.18, 7.52, 3)),
    ("pCO2", "mmHg", (28, 62, 1)),
    ("pO2", "mmHg", (58, 190, 1)),
    ("HCO3-", "mmol/L", (16, 31, 1)),
    ("BE", "mmol/L", (-9, 7, 1)),
    ("sO2", "%", (88, 99, 1)),
    ("Na+", "mmol/L", (131, 148, 0)),
    ("K+", "mmol/L", (3.1, 5.6, 1)),
    ("iCa", "mmol/L", (0.98, 1.3, 2)),
    ("Glu", "mg/dL", (88, 244, 0)),
    ("Lac", "mmol/L", (0.6, 6.2, 1)),
    ("Hb", "g/dL", (7.4, 14.2, 1)),
    ("FiO2", "%", (25, 80, 0)),
    ("PEEP", "cmH2O", (5, 14, 0)),
)


def samples_down(rng: Random) -> Sheet:
    """An English landscape list: a line a sample with day and time, values across, the ventilator's settings right."""
    doc = Doc(rng, GAS, size=landscape(A4), latin=True)
    doc.text(36, 40, "Blood Gas Cumulative Record", 14, bold=True)
    doc.text(806, 40, rng.choice(bank.HOSPITALS_EN), 9, align="right")
    doc.along(
        36,
        60,
        [
            f"Patient: {doc.name(', ')}",
            f"MRN: {doc.pid()}",
            f"Born: {doc.born('dash')}",
            f"Sex: {doc.sex('letter')}",
            "Specimen: arterial",
        ],
        size=9.5,
    )
    rows: list[list[Cell]] = [
        ["Date", "Time", *(c[0] for c in _COLUMNS)],
        ["", "", *(c[1] for c in _COLUMNS)],
    ]
    at, last = doc.when.replace(hour=rng.randrange(8, 20)), ""
    for _ in range(rng.randint(6, 9)):
        date = day(at, "dash")
        row: list[Cell] = [date if date != last else "", f"{at:%H:%M}"]
        last, acid = date, _acid(rng)
        for name, unit, (low, high, digits) in _COLUMNS:
            if rng.random() < (0.3 if name in ("Glu", "iCa", "Hb") else 0.03):
                row.append("")
                continue
            value = acid.get(name, number(rng, low, high, digits))
            row.append(
                R(f"+{value}" if name == "BE" and float(value) > 0 else value, name, unit, "", "", moment(at))
            )
        rows.append(row)
        doc.effective = moment(at)
        at += timedelta(hours=rng.randrange(2, 7), minutes=rng.randrange(0, 55, 3))
    doc.table(
        36,
        74,
        (58, 36, *([48] * 14)),
        rows,
        align="ll" + "r" * 14,
        size=9,
        step=21,
        rules="rows",
        head=2,
        fill=SHADE,
    )
    doc.text(36, 570, "All values at 37 °C. FiO2 and PEEP as entered by staff.", 8)
    return doc.sheet()


_PAIR = (
    ("pH", "", 7.22, 7.48, 3, "7.35～7.45"),
    ("pCO2", "mmHg", 30, 62, 1, "35～45"),
    ("pO2", "mmHg", 62, 120, 1, "80～100"),
    ("HCO3-", "mmol/L", 17, 30, 1, "22～26"),
    ("BE", "mmol/L", -8, 6, 1, "-2～2"),
    ("SO2", "%", 90, 99, 1, "95～98"),
    ("乳酸", "mmol/L", 0.6, 7, 1, "0.5～1.6"),
    ("Na", "mmol/L", 130, 149, 0, "136～146"),
    ("K", "mmol/L", 3.0, 5.7, 1, "3.5～5.0"),
    ("血糖", "mg/dL", 78, 240, 0, "70～105"),
)


def pair(rng: Random) -> Sheet:
    """Artery and vein in two columns of one table, bounds for the artery only, marks against the number."""
    doc = Doc(rng, GAS)
    doc.effective = moment(doc.when)
    doc.text(297, 52, "血液ガス分析結果報告書", 16, bold=True, align="centre")
    doc.text(297, 70, rng.choice(bank.HOSPITALS), 10, align="centre")
    doc.pairs(
        70,
        98,
        (
            ("患者ＩＤ", doc.pid()),
            ("患者氏名", f"{doc.name()} 様"),
            ("採取日時", f"{day(doc.when, 'kanji')} {doc.when:%H:%M}"),
        ),
        gap=66,
        size=10.5,
        step=18,
    )
    doc.pairs(
        340,
        98,
        (("性　　別", doc.sex()), ("生年月日", doc.born("kanji")), ("依頼部署", rng.choice(bank.WARDS))),
        gap=66,
        size=10.5,
        step=18,
    )
    doc.text(340, 162, "FiO2", 10.5)
    doc.result(406, 162, R(str(rng.choice((21, 24, 28, 32, 40))), "FiO2", "%", post=" %"), 10.5)
    rows: list[list[Cell]] = [["項目", "単位", "動脈血", "静脈血", "基準範囲(動脈血)"]]
    acids = {"動脈血": _acid(rng), "静脈血": _acid(rng)}
    venous = {"pO2": number(rng, 26, 46, 1), "SO2": number(rng, 52, 78, 1)}
    for name, unit, low, high, digits, ref in _PAIR:
        least, most = (float(n) for n in ref.split("～"))
        row: list[Cell] = [name, unit]
        for site in ("動脈血", "静脈血"):
            value = acids[site].get(name, number(rng, low, high, digits))
            if site == "静脈血":
                value = venous.get(name, value)
            flag = (
                ""
                if site == "静脈血" or least <= float(value) <= most
                else "H"
                if float(value) > most
                else "L"
            )
            mark = {"H": "↑", "L": "↓", "": ""}[flag]
            row.append(R(value, f"{name} {site}", unit, ref if site == "動脈血" else "", flag, post=mark))
        rows.append([*row, ref])
    end = doc.table(
        70, 178, (90, 75, 90, 90, 110), rows, align="lcccc", size=11, step=27, rules="grid", fill=MINT
    )
    doc.text(70, end + 20, "静脈血は肘静脈より採取。測定温度37℃。", 9)
    doc.text(525, end + 48, f"測定者　{bank.doctor(rng)}", 10, align="right")
    return doc.sheet()


_REST = (
    ("HCO3-", "mmol/L", 17, 31, 1),
    ("BE", "mmol/L", -9, 8, 1),
    ("SO2", "%", 86, 99, 1),
    ("AG", "mmol/L", 7, 21, 1),
    ("Na+", "mmol/L", 131, 149, 0),
    ("K+", "mmol/L", 3.0, 5.7, 1),
    ("Ca++", "mmol/L", 0.98, 1.31, 2),
    ("Cl-", "mmol/L", 96, 114, 0),
    ("Glu", "mg/dL", 76, 260, 0),
    ("Lac", "mmol/L", 0.5, 7.5, 1),
    ("tHb", "g/dL", 7.1, 16.2, 1),
    ("COHb", "%", 0.3, 3.2, 1),
)


def twin_boxes(rng: Random) -> Sheet:
    """Half a sheet of boxes: the left block measured, the right one corrected to the patient; electrolytes below."""
    doc = Doc(rng, GAS, size=SMALL)
    doc.effective = moment(doc.when)
    doc.text(28, 34, "血液ガス", 15, bold=True)
    doc.text(110, 34, f"{day(doc.when, 'slash')} {doc.when:%H:%M} 採血", 10)
    doc.text(567, 34, rng.choice(bank.HOSPITALS), 8.5, align="right")
    doc.along(28, 54, [doc.pid(), f"{doc.name()} 様", doc.sex(), f"{doc.born('era.')}生"], size=10)
    temperature = number(rng, 33.2, 39.4, 1)
    doc.text(360, 54, "体温", 10)
    doc.result(386, 54, R(temperature, "体温", "℃", post=" ℃"), 10)
    doc.text(470, 54, "FiO2", 10)
    doc.result(500, 54, R(str(rng.choice((21, 30, 40, 50, 60))), "FiO2", "%", post=" %"), 10)
    acid, warm = _acid(rng), float(temperature) - 37
    base = rng.uniform(60, 150)
    gases = (
        ("pH", "", float(acid["pH"]), -0.015 * warm, 3),
        ("pCO2", "mmHg", float(acid["pCO2"]), float(acid["pCO2"]) * 0.045 * warm, 1),
        ("pO2", "mmHg", base, base * 0.06 * warm, 1),
    )
    for left, title in ((28.0, "測定値"), (303.0, "体温補正値")):
        doc.band(left, 66, left + 264, 84, SHADE)
        doc.text(left + 132, 79, title, 10, bold=True, align="centre")
        for n, (name, unit, measured, change, digits) in enumerate(gases):
            x = left + n * 88
            doc.ink.box(x, 84, x + 88, 128, width=0.5)
            doc.text(x + 5, 97, name, 9)
            doc.text(x + 83, 97, unit, 8, align="right")
            shown = R(f"{measured:.{digits}f}", name, unit)
            if title != "測定値":
                shown = R(f"{measured + change:.{digits}f}", f"{name} {title}", unit)
            doc.result(x + 44, 119, shown, 14, "centre")
    wide = 539 / 6
    for n, (name, unit, low, high, digits) in enumerate(_REST):
        x, y = 28 + n % 6 * wide, 142 + n // 6 * 46
        doc.ink.box(x, y, x + wide, y + 46, width=0.5)
        doc.text(x + 5, y + 13, name, 9)
        doc.text(x + wide - 5, y + 13, unit, 8, align="right")
        value = acid.get(name, number(rng, low, high, digits))
        doc.result(x + wide / 2, y + 36, R(value, name, unit), 13, "centre")
    doc.text(
        28,
        256,
        f"検体：動脈血（ヘパリン加）　　測定者：{rng.choice(bank.DOCTORS)}　　機器：GX-{rng.randrange(10, 99)}",
        9,
    )
    return doc.sheet()


FAMILIES = (
    Family("blood-gas-samples", GAS, samples_down, "en"),
    Family("blood-gas-pair", GAS, pair),
    Family("blood-gas-boxes", GAS, twin_boxes),
)
