"""Blood-gas results to build with: receipts, twin columns, label grids, series, twin blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.build.specimen_sheet import SpecimenSheet
from samples.generating.family import Family
from samples.making.truth import Sheet, TrueItem, minute

KIND = DocumentType.BLOOD_GAS


@dataclass(frozen=True, slots=True)
class Gas:
    """One parameter: unit, the range printed, the decimals."""

    unit: str
    low: float
    high: float
    decimals: int


GASES = {
    "pH": Gas("", 7.35, 7.45, 3),
    "pCO2": Gas("mmHg", 35, 45, 1),
    "pO2": Gas("mmHg", 80, 100, 1),
    "HCO3-": Gas("mmol/L", 22, 26, 1),
    "BE": Gas("mmol/L", -2.0, 2.0, 1),
    "sO2": Gas("%", 95, 99, 1),
    "tHb": Gas("g/dL", 12, 17.5, 1),
    "Hct": Gas("%", 36, 50, 0),
    "Na+": Gas("mmol/L", 136, 146, 0),
    "K+": Gas("mmol/L", 3.5, 5.1, 2),
    "Ca++": Gas("mmol/L", 1.15, 1.29, 2),
    "Cl-": Gas("mmol/L", 98, 106, 0),
    "Glu": Gas("mg/dL", 70, 105, 0),
    "Lac": Gas("mmol/L", 0.5, 1.6, 1),
    "O2Hb": Gas("%", 94, 97, 1),
    "COHb": Gas("%", 0.5, 1.5, 1),
    "MetHb": Gas("%", 0.0, 1.5, 1),
    "AG": Gas("mmol/L", 8, 16, 1),
}


def _number(random: Random, gas: Gas) -> tuple[str, str]:
    """A value and where it lies: H, L or nothing."""
    width = gas.high - gas.low
    number = random.uniform(gas.low - 0.6 * width, gas.high + 0.6 * width)
    if gas.low >= 0:
        number = max(number, 0.1)
    text = f"{number:.{gas.decimals}f}"
    shown = float(text)
    return text, "H" if shown > gas.high else "L" if shown < gas.low else ""


def _range(gas: Gas, dash: str) -> str:
    return f"{gas.low:.{gas.decimals}f}{dash}{gas.high:.{gas.decimals}f}"


def _some(
    random: Random, count: int, always: Sequence[str] = ("pH", "pCO2", "pO2", "HCO3-", "BE", "sO2")
) -> list[str]:
    chosen = {*always, *random.sample([g for g in GASES if g not in always], count)}
    return [g for g in GASES if g in chosen]


def receipt(random: Random) -> Sheet:
    """A narrow printout of an analyser: English labels, `[range]`, arrows, a block of temperature-corrected."""
    sheet = SpecimenSheet(random, "Blood gas", size=(260, 560))
    sheet.font, sheet.size = random.choice(("gothic", "mincho")), 8.5
    y = 30.0
    for line in (
        "BLOOD GAS ANALYZER 900",
        f"測定日時 {sheet.collected:%Y/%m/%d %H:%M}",
        f"患者ID   {sheet.who.id}",
        f"氏名     {sheet.who.printed_name()}",
        f"生年月日 {sheet.who.birth:%Y/%m/%d}",
        f"性別     {sheet.who.sex_ja}",
        "検体種別 動脈血",
    ):
        sheet.put(16, y, line)
        y += 13
    arrows = random.random() < 0.5
    temperature = f"{random.uniform(35.5, 39.5):.1f}"
    for name, value, unit in (("T", temperature, "℃"), ("FO2(I)", str(random.choice((21, 30, 40, 50))), "%")):
        sheet.put(16, y, name)
        sheet.value(name, value, (100, y), unit=unit)
        sheet.put(130, y, unit)
        y += 13
    y += 6
    sheet.put(16, y, "Measured (37.0℃)")
    y += 14
    for key in _some(random, random.randint(4, 9)):
        gas = GASES[key]
        value, flag = _number(random, gas)
        reference = _range(gas, " - ")
        sheet.put(16, y, key)
        sheet.value(key, value, (105, y), unit=gas.unit, reference=reference, flag=flag, align="right")
        sheet.put(112, y, {"H": "↑", "L": "↓"}.get(flag, "") if arrows else flag)
        sheet.put(124, y, gas.unit)
        sheet.put(170, y, f"[{reference}]")
        y += 13
    y += 6
    sheet.put(16, y, f"Temperature corrected ({temperature}℃)")
    y += 14
    for key in ("pH", "pCO2", "pO2"):
        value, _ = _number(random, GASES[key])
        sheet.put(16, y, f"{key}(T)")
        sheet.value(f"{key}(T)", value, (105, y), unit=GASES[key].unit, align="right")
        sheet.put(124, y, GASES[key].unit)
        y += 13
    return sheet.sheet(KIND)


def twin_columns(random: Random) -> Sheet:
    """One ruled table with a measured column and a corrected one beside it."""
    sheet = SpecimenSheet(random, "血液ガス分析")
    y = sheet.head("血液ガス分析 結果報告書", [("検体", random.choice(("動脈血", "静脈血", "混合静脈血")))])
    temperature = f"{random.uniform(36.0, 39.5):.1f}"
    sheet.put(50, y, "体温")
    sheet.value("体温", temperature, (100, y), unit="℃")
    sheet.put(130, y, "℃")
    sheet.put(220, y, "FiO2")
    sheet.value("FiO2", f"{random.choice((21, 28, 40))}", (260, y), unit="%")
    sheet.put(290, y, "%")
    y += 24
    measured = random.choice(("測定値", "実測値", "結果"))
    corrected = random.choice(("体温補正値", "補正値", "温度補正"))
    degrees = random.random() < 0.5
    for x, heading in (
        (50, "項目"),
        (170, f"{measured}(37.0℃)" if degrees else measured),
        (260, f"{corrected}({temperature}℃)" if degrees else corrected),
        (360, "単位"),
        (440, "基準範囲"),
    ):
        sheet.put(x, y, heading)
    sheet.ink.line(40, y + 5, 550, y + 5)
    y += 20
    for key in _some(random, random.randint(5, 11)):
        gas = GASES[key]
        value, flag = _number(random, gas)
        reference = _range(gas, "～")
        sheet.put(50, y, key)
        sheet.value(key, value, (200, y), unit=gas.unit, reference=reference, flag=flag, align="right")
        if flag:
            sheet.put(208, y, flag)
        if key in ("pH", "pCO2", "pO2"):
            other, _ = _number(random, gas)
            sheet.value(f"{key} {corrected}", other, (290, y), unit=gas.unit, align="right")
        sheet.put(360, y, gas.unit)
        sheet.put(440, y, reference)
        sheet.ink.line(40, y + 4, 550, y + 4, 0.3, 0.6)
        y += 17
    return sheet.sheet(KIND)


def grid(random: Random) -> Sheet:
    """Three label and value columns without headings; unit after the value, arrow against it."""
    sheet = SpecimenSheet(random, "血液ガス")
    y = sheet.head("動脈血ガス分析", [("採血部位", "橈骨動脈")])
    colon = random.choice(("", "：", ":"))
    against = random.random() < 0.5
    for at, key in enumerate(["FiO2", *_some(random, random.randint(4, 9))]):
        x = 50 + (at % 3) * 170
        if key == "FiO2":
            value, flag, unit = f"0.{random.choice((21, 30, 40))}", "", ""
        else:
            (value, flag), unit = _number(random, GASES[key]), GASES[key].unit
        sheet.put(x, y, key + colon)
        arrow = {"H": "↑", "L": "↓"}.get(flag, "")
        printed = value + arrow if against else value
        sheet.value(key, value, (x + 50, y), unit=unit, flag=flag, printed=printed)
        sheet.put(x + 90, y, unit if against else f"{arrow} {unit}".strip())
        y += 18 if at % 3 == 2 else 0
    return sheet.sheet(KIND)


def series(random: Random) -> Sheet:
    """Times of one day across, parameters down, unit in brackets after the name."""
    sheet = SpecimenSheet(random, "血液ガス経過")
    y = sheet.head("血液ガス 経時結果", [("検体", "動脈血")])
    day = sheet.collected.replace(hour=6, minute=0)
    moments = [
        day + timedelta(hours=3 * n, minutes=random.randrange(50)) for n in range(random.randint(3, 4))
    ]
    sheet.put(50, y, "項目")
    for place, moment in enumerate(moments):
        sheet.put(215 + place * 95, y, f"{moment:%m/%d %H:%M}", align="right")
    sheet.ink.line(40, y + 5, 550, y + 5)
    y += 20
    for key in _some(random, random.randint(4, 8)):
        gas = GASES[key]
        sheet.put(50, y, f"{key} ({gas.unit})" if gas.unit else key)
        for place, moment in enumerate(moments):
            value, flag = _number(random, gas)
            box = sheet.put(205 + place * 95, y, value, align="right")
            if flag:
                sheet.put(208 + place * 95, y, flag)
            sheet.items.append(TrueItem(key, value, gas.unit, "", flag, minute(moment), 1, box))
        y += 17
    return sheet.sheet(KIND)


def twin_blocks(random: Random) -> Sheet:
    """Two blocks with the same names, measured and corrected, each a table of its own."""
    sheet = SpecimenSheet(random, "Blood gas report", language="en")
    y = sheet.head("Arterial Blood Gas Report", [("Specimen", "Arterial")])
    temperature = f"{random.uniform(35.0, 39.5):.1f}"
    beside = random.random() < 0.5
    corrected = random.choice(("Temperature corrected", "Corrected"))
    keys = _some(random, random.randint(3, 6))
    for block, (heading, rows) in enumerate(
        (("Measured (37.0 C)", keys), (f"{corrected} ({temperature} C)", ["pH", "pCO2", "pO2"]))
    ):
        x = 40 + 270 * block if beside else 40
        top = y if beside else y + block * (len(keys) * 15 + 50)
        sheet.put(x, top, heading, 10.5)
        at = top + 18
        for key in rows:
            gas = GASES[key]
            value, flag = _number(random, gas)
            flag = flag if not block else ""
            reference = _range(gas, "-") if not block else ""
            sheet.put(x + 8, at, key)
            name = f"{key} {corrected}" if block else key
            sheet.value(
                name, value, (x + 95, at), unit=gas.unit, reference=reference, flag=flag, align="right"
            )
            sheet.put(x + 100, at, flag)
            sheet.put(x + 112, at, gas.unit)
            sheet.put(x + 160, at, f"({reference})" if reference else "")
            at += 15
    return sheet.sheet(KIND)


FAMILIES = (
    Family("blood-gas-receipt", KIND, receipt),
    Family("blood-gas-twin-columns", KIND, twin_columns),
    Family("blood-gas-grid", KIND, grid),
    Family("blood-gas-series", KIND, series),
    Family("blood-gas-twin-blocks", KIND, twin_blocks, "en"),
)
