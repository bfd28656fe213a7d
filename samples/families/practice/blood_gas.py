"""Blood gases: an analyser's slip with corrected values, a sheet with two columns, a course, English."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice.dates import stamp
from samples.families.practice.opening import Opened, opened
from samples.families.practice.paper import Cell, Value
from samples.families.practice.table import Column, Row, any_look, table
from samples.families.practice.typefaces import japanese, latin
from samples.generating.family import Family
from samples.making.truth import Sheet

GAS = DocumentType.BLOOD_GAS
TITLES = ("血液ガス分析報告書", "血液ガス検査結果", "動脈血ガス分析", "血液ガス分析結果")
DAYS = ("採血日時", "測定日時", "採取日時", "検査日時")


@dataclass(frozen=True, slots=True)
class Gas:
    """Name and other name, unit, usual bounds, drawn middle and spread, decimals, group."""

    names: str
    unit: str
    low: float
    high: float
    middle: float
    spread: float
    places: int
    group: str


GASES = (
    Gas("pH", "", 7.35, 7.45, 7.39, 0.06, 3, "gas"),
    Gas("pCO2|PCO2|PaCO2", "mmHg", 35, 45, 41, 8, 1, "gas"),
    Gas("pO2|PO2|PaO2", "mmHg", 80, 100, 92, 28, 1, "gas"),
    Gas("HCO3-|cHCO3-|HCO3", "mmol/L", 22, 26, 24, 4, 1, "base"),
    Gas("BE|B.E.|ABE", "mmol/L", -2, 2, 0, 4, 1, "base"),
    Gas("SBE|BE(ecf)|BEecf", "mmol/L", -2, 3, 0, 4, 1, "base"),
    Gas("sO2|SaO2|O2SAT", "%", 95, 98, 95, 3, 1, "oxygen"),
    Gas("tHb|ctHb|THb", "g/dL", 12, 17, 12, 2.4, 1, "oxygen"),
    Gas("COHb|FCOHb", "%", 0.5, 1.5, 1.1, 0.5, 1, "oxygen"),
    Gas("MetHb|FMetHb", "%", 0, 1.5, 0.7, 0.3, 1, "oxygen"),
    Gas("Hct|Ht", "%", 36, 50, 38, 6, 0, "oxygen"),
    Gas("Na+|Na|cNa+", "mmol/L", 136, 146, 139, 5, 0, "electrolyte"),
    Gas("K+|K|cK+", "mmol/L", 3.4, 4.5, 4.0, 0.6, 1, "electrolyte"),
    Gas("Cl-|Cl|cCl-", "mmol/L", 98, 106, 104, 5, 0, "electrolyte"),
    Gas("Ca++|iCa|cCa2+", "mmol/L", 1.15, 1.29, 1.18, 0.08, 2, "electrolyte"),
    Gas("Glu|cGlu", "mg/dL", 70, 105, 138, 45, 0, "metabolite"),
    Gas("Lac|Lactate|cLac", "mmol/L", 0.5, 1.6, 1.6, 1.2, 1, "metabolite"),
    Gas("AnGap|Anion Gap|AG", "mmol/L", 8, 16, 12, 4, 1, "metabolite"),
)
GROUPS = {
    "gas": ("血液ガス", "血ガス値", "Blood Gas Values"),
    "base": ("酸塩基平衡", "酸塩基", "Acid-base Status"),
    "oxygen": ("酸素化", "オキシメトリ", "Oximetry Values"),
    "electrolyte": ("電解質", "電解質値", "Electrolyte Values"),
    "metabolite": ("代謝項目", "メタボライト", "Metabolite Values"),
}


@dataclass(frozen=True, slots=True)
class Kit:
    """One sheet's names, its marks, whether ranges are printed."""

    wording: int
    marks: tuple[str, str]
    ranges: bool
    dash: str

    def name(self, gas: Gas) -> str:
        """The name."""
        names = gas.names.split("|")
        return names[min(self.wording, len(names) - 1)]

    def usual(self, gas: Gas) -> str:
        """The range as printed, or empty."""
        return (
            f"{gas.low:.{gas.places}f}{self.dash}{gas.high:.{gas.places}f}"
            if self.ranges and gas.low >= 0
            else ""
        )

    def value(self, rng: Random, gas: Gas) -> tuple[Value, str]:
        """A value and the mark beside it."""
        number = max(rng.gauss(gas.middle, gas.spread), -20 if gas.low < 0 else gas.low * 0.3)
        if gas.names.startswith("sO2"):
            number = min(number, 99.8)
        text = f"{number:.{gas.places}f}"
        if gas.low < 0 and number > 0 and self.wording == 1:
            text = "+" + text
        flag = "H" if float(text) > gas.high else "L" if float(text) < gas.low else ""
        mark = {"H": self.marks[0], "L": self.marks[1], "": ""}[flag]
        return Value(text, self.name(gas), gas.unit, self.usual(gas), flag if mark else ""), mark


def kit(rng: Random) -> Kit:
    """By chance."""
    marks = rng.choice((("↑", "↓"), ("H", "L"), ("", ""), ("(H)", "(L)"), ("▲", "▼")))
    return Kit(rng.randrange(3), marks, rng.random() < 0.6, rng.choice(("-", "～", " - ")))


def some(rng: Random, few: int) -> list[Gas]:
    """In order, always with pH, pCO2, pO2, HCO3 and BE."""
    chosen = sorted(set(rng.sample(range(len(GASES)), rng.randint(few, len(GASES)))) | {0, 1, 2, 3, 4})
    return [GASES[n] for n in chosen]


def _settings(sheet: Opened, y: float, *, english: bool = False) -> tuple[float, str]:
    """Temperature, FiO2 and mode as labels and values; returns the y under them and the temperature."""
    rng, paper = sheet.paper.rng, sheet.paper
    warm, degree = f"{rng.uniform(35.2, 39.6):.1f}", "°C" if english else rng.choice(("℃", "°C"))
    word = "Temp" if english else rng.choice(("体温", "患者体温", "T"))
    said = [
        Value(warm, word, degree),
        Value(rng.choice(("21", "30", "40", "50", "60")), rng.choice(("FiO2", "FIO2", "FO2(I)")), "%"),
    ]
    for value in said:
        paper.write(sheet.x, y + paper.pt, value.name)
        printed = Value(value.text, value.name, value.unit, after=f" {value.unit}")
        paper.write(sheet.x + max(60.0, sheet.width * 0.28), y + paper.pt, printed)
        y += paper.pt * 1.5
    return y + paper.pt * 0.4, warm


def _analyser(rng: Random, *, english: bool) -> Sheet:
    """A slip: groups with headings, mark, name, value, unit, range; corrected values as `(T)` or under a heading."""
    titles = (
        ("BLOOD GAS REPORT", "Patient Report")
        if english
        else ("血液ガス分析装置", "患者レポート", "血液ガス測定結果")
    )
    labels = ("Sampled", "Drawn") if english else ("採血日時", "測定日時")
    mono = rng.random() < 0.7
    sheet = opened(
        rng,
        titles,
        labels,
        english=english,
        timed=True,
        lean=True,
        pt=8.4,
        title_pt=10.5,
        style="stack",
        face=(latin if english else japanese)(rng, fixed_pitch=mono),
        size=(rng.choice((215.0, 240.0, 300.0)), 640.0),
    )
    paper, how = sheet.paper, kit(rng)
    y, warm = _settings(sheet, sheet.y, english=english)
    names = {k: v[2] if english else rng.choice(v[:2]) for k, v in GROUPS.items()}
    chosen, last = some(rng, 8), ""
    step = paper.pt * rng.uniform(1.3, 1.5)
    degree = rng.choice(("°C", "℃")) if not english else "°C"

    def line(value: Value, mark: str) -> None:
        nonlocal y
        y += step
        paper.write(sheet.x, y, mark)
        paper.write(sheet.x + 16, y, value.name.removesuffix(f" {heading}") if heading else value.name)
        paper.write(sheet.x + sheet.width * 0.52, y, value, align="right")
        paper.write(sheet.x + sheet.width * 0.55, y, value.unit)
        if value.reference_range:
            paper.write(
                sheet.x + sheet.width, y, f"[{value.reference_range}]", align="right", pt=paper.pt * 0.85
            )

    heading = ""
    for gas in chosen:
        if gas.group != last:
            y += step * 1.15
            shown = (
                f"{names[gas.group]} (37.0{degree})"
                if gas.group == "gas" and rng.random() < 0.5
                else names[gas.group]
            )
            paper.write(sheet.x, y, shown, font=paper.face.heading)
            last = gas.group
        line(*how.value(rng, gas))
    corrected = rng.choice(("own", "heading"))
    if corrected == "heading":
        heading = "Temperature Corrected" if english else rng.choice(("体温補正値", "温度補正", "補正値"))
        y += step * 1.2
        paper.write(sheet.x, y, f"{heading} ({warm}{degree})", font=paper.face.heading)
    else:
        y += step * 0.4
    for gas in chosen[:3]:
        value, _ = how.value(rng, gas)
        name = f"{value.name} {heading}" if heading else f"{value.name}(T)"
        line(Value(value.text, name, value.unit), "")
    return paper.finish(sheet.printed, GAS)


def _two_columns(rng: Random) -> Sheet:
    """A4: the values at 37 degrees and at the patient's, side by side."""
    sheet = opened(rng, TITLES, DAYS, timed=True)
    paper, how = sheet.paper, kit(rng)
    y, warm = _settings(sheet, sheet.y)
    heading = rng.choice(("体温補正値", "体温補正", "補正値"))
    first = rng.choice(("測定値", "結果", "実測値"))
    columns = [
        Column("項目", 1.8),
        Column(first + rng.choice(("", "(37℃)", " 37.0℃")), 1.3, "right"),
        Column("", 0.5, "centre"),
        Column(f"{heading}({warm}℃)" if rng.random() < 0.5 else heading, 1.6, "right"),
        Column("単位", 1),
    ]
    columns += [Column(rng.choice(("基準値", "基準範囲")), 1.4)] if how.ranges else []
    rows: list[Row] = []
    for gas in some(rng, 7):
        value, mark = how.value(rng, gas)
        twin = Value(
            how.value(rng, gas)[0].text, f"{value.name} {heading}", value.unit, value.reference_range
        )
        row: list[Cell] = [value.name, value, mark, twin if gas.group == "gas" else "", value.unit]
        rows.append(row + ([value.reference_range] if how.ranges else []))
    y = table(paper, sheet.x, y + 4, sheet.width, columns, rows, any_look(rng, pt=paper.pt))
    paper.write(sheet.x, y + 18, "検体：動脈血　採血部位：橈骨動脈", pt=8.5)
    return paper.finish(sheet.printed, GAS)


def _course(rng: Random) -> Sheet:
    """Samples of a day or more across."""
    size = rng.choice(((595.3, 841.9), (841.9, 595.3)))
    sheet = opened(rng, ("血液ガス経過表", "血液ガス時系列", "ICU 血液ガス一覧"), (), timed=False, size=size)
    paper, how = sheet.paper, kit(rng)
    step = rng.choice((2, 4, 6, 8))
    moments = [
        sheet.when + timedelta(hours=n * step, minutes=rng.randrange(30)) for n in range(rng.randint(3, 6))
    ]
    paper.effective = stamp(moments[-1])
    stacked = rng.random() < 0.5
    heads = [f"{m:%m/%d}" if stacked else f"{m:%Y/%m/%d %H:%M}" for m in moments]
    columns = [Column("項目", 1.5), Column("単位", 1.1), *(Column(h, 1.7, "centre") for h in heads)]
    columns += [Column("基準値", 1.5)] if how.ranges else []
    rows: list[Row] = []
    if stacked:
        paper.write(sheet.x + sheet.width, sheet.y, f"{moments[0].year}年", align="right")
        rows.append(["採血時刻", "", *(f"{m:%H:%M}" for m in moments)])
    for gas in some(rng, 8):
        row: list[Cell] = [how.name(gas), gas.unit]
        for moment in moments:
            value, mark = how.value(rng, gas)
            dated = Value(
                value.text,
                value.name,
                gas.unit,
                value.reference_range,
                value.flag,
                stamp(moment),
                after=f" {mark}" if mark else "",
            )
            row.append(dated if rng.random() > 0.08 else "")
        rows.append(row + ([how.usual(gas)] if how.ranges else []))
    table(paper, sheet.x, sheet.y + 6, sheet.width, columns, rows, any_look(rng, pt=8.4))
    return paper.finish(sheet.printed, GAS)


def _drawn(*, english: bool) -> Callable[[Random], Sheet]:
    return lambda rng: _analyser(rng, english=english)


FAMILIES = (
    Family("blood-gas-analyser", GAS, _drawn(english=False)),
    Family("blood-gas-corrected", GAS, _two_columns),
    Family("blood-gas-course", GAS, _course),
    Family("blood-gas-printout", GAS, _drawn(english=True), "en"),
)
