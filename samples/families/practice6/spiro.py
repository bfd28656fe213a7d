"""Lung function: parameters across, a full laboratory's sections, years of one patient."""

from __future__ import annotations

import itertools
from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice6 import bank
from samples.families.practice6.kit import MINT, SHADE, Cell, Doc, R, day, moment
from samples.generating.family import Family
from samples.making.truth import Sheet

SPIRO = DocumentType.SPIROMETRY
_PANELS = (
    (
        "肺気量分画",
        (
            ("VC", "L", 2.1, 4.6, 2),
            ("TV", "L", 0.4, 0.9, 2),
            ("IC", "L", 1.4, 3.0, 2),
            ("ERV", "L", 0.6, 1.7, 2),
            ("IRV", "L", 0.9, 2.2, 2),
        ),
    ),
    (
        "努力呼出曲線",
        (
            ("FVC", "L", 2.0, 4.5, 2),
            ("FEV1.0", "L", 1.4, 3.7, 2),
            ("FEV1.0%", "%", 58, 88, 1),
            ("PEF", "L/s", 3.6, 9.4, 2),
            ("V50", "L/s", 1.2, 4.8, 2),
            ("V25", "L/s", 0.4, 2.2, 2),
        ),
    ),
)


def _fitting(name: str, drawn: float, seen: dict[str, float]) -> float:
    """A value that agrees with those before it; remembers it."""
    if name in ("FEV1", "FEV1.0"):
        drawn = seen["FVC"] * (0.5 + drawn / 10)
    elif name in ("FEV1/FVC", "FEV1.0%"):
        drawn = 100 * seen.get("FEV1", seen.get("FEV1.0", 0)) / seen["FVC"]
    elif name == "RV":
        drawn = seen["TLC"] * (0.16 + drawn / 12)
    elif name == "RV/TLC":
        drawn = 100 * seen["RV"] / seen["TLC"]
    elif name == "FRC":
        drawn = seen["RV"] + 0.3 * (seen["TLC"] - seen["RV"])
    elif name == "IC" and "FRC" in seen:
        drawn = seen["TLC"] - seen["FRC"]
    seen[name] = drawn
    return drawn


def _loop(doc: Doc, y: float) -> None:
    """A flow-volume curve below `y`."""
    doc.text(44, y, "フローボリューム曲線", 10)
    base = y + 150
    doc.ink.line(80, base, 330, base)
    doc.ink.line(80, y + 14, 80, base)
    points = [(80, base), (104, y + 30), (150, y + 62), (210, y + 104), (280, y + 138), (310, base)]
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        doc.ink.line(x0, y0, x1, y1, 1.3)


def across(rng: Random) -> Sheet:
    """Parameters across and measured, predicted, per cent down: two ruled tables, a loop, the judgement in a frame."""
    doc = Doc(rng, SPIRO)
    doc.effective = moment(doc.when)
    doc.text(44, 48, "呼吸機能検査 報告書", 16, bold=True)
    doc.text(551, 48, rng.choice(bank.HOSPITALS), 9, align="right")
    doc.along(
        44,
        72,
        [
            f"患者ID {doc.pid()}",
            f"氏名 {doc.name()}",
            f"{doc.sex('性')}",
            f"{doc.age()}歳",
            f"生年月日 {doc.born('slash')}",
        ],
        size=10,
    )
    doc.text(44, 90, f"検査日時 {day(doc.when, 'slash')} {doc.when:%H:%M}", 10)
    y, seen = 118.0, dict[str, float]()
    for title, given in _PANELS:
        doc.text(44, y, f"■ {title}", 11, bold=True)
        measured: list[Cell] = ["実測値"]
        predicted: list[Cell] = ["予測値"]
        percent: list[Cell] = ["対予測値(%)"]
        for name, unit, low, high, digits in given:
            ours, theirs = rng.uniform(low, high), rng.uniform((low + high) / 2, high)
            ours = _fitting(name, ours, seen)
            measured.append(R(f"{ours:.{digits}f}", name, unit))
            predicted.append(R(f"{theirs:.{digits}f}", f"{name} 予測値", unit))
            percent.append(R(f"{ours / theirs * 100:.1f}", f"{name} 対予測値", "%"))
        heads: list[Cell] = ["", *(f"{name} ({unit})" for name, unit, *_ in given)]
        rows = [heads, measured, predicted, percent]
        wide = (507 - 85) / len(given)
        y = doc.table(
            44,
            y + 8,
            (85, *([wide] * len(given))),
            rows,
            align="l" + "c" * len(given),
            size=10,
            step=25,
            rules="grid",
            fill=MINT,
        )
        y += 34
    _loop(doc, y)
    doc.ink.box(370, y + 30, 551, y + 92, width=0.8)
    doc.text(382, y + 50, "判定", 11, bold=True)
    doc.statement(
        382,
        y + 74,
        165,
        rng.choice(("正常範囲", "閉塞性換気障害", "拘束性換気障害", "混合性換気障害")),
        "判定",
        size=12,
    )
    return doc.sheet()


_FULL = (
    (
        "SPIROMETRY",
        (
            ("FVC", "L", 2.2, 4.8, 2),
            ("FEV1", "L", 1.5, 3.8, 2),
            ("FEV1/FVC", "%", 52, 86, 0),
            ("FEF25-75", "L/s", 0.7, 4.2, 2),
            ("PEF", "L/s", 3.4, 9.8, 2),
        ),
    ),
    (
        "LUNG VOLUMES",
        (
            ("TLC", "L", 3.9, 7.4, 2),
            ("RV", "L", 1.2, 3.4, 2),
            ("RV/TLC", "%", 24, 52, 0),
            ("FRC", "L", 2.0, 4.6, 2),
            ("IC", "L", 1.5, 3.2, 2),
        ),
    ),
    (
        "DIFFUSION",
        (
            ("DLCO", "mL/min/mmHg", 9, 29, 1),
            ("DLCO adj", "mL/min/mmHg", 9, 29, 1),
            ("VA", "L", 3.2, 6.4, 2),
            ("DLCO/VA", "1/min/mmHg", 2.4, 5.4, 2),
        ),
    ),
    ("RESISTANCE", (("Raw", "cmH2O/L/s", 0.8, 4.4, 2), ("sGaw", "1/cmH2O/s", 0.05, 0.3, 3))),
)


_READ = (
    (
        "There is a moderate obstructive ventilatory defect.",
        "Lung volumes show air trapping.",
        "Diffusing capacity is mildly reduced.",
    ),
    (
        "Spirometry is within normal limits.",
        "Total lung capacity is normal.",
        "Diffusing capacity is normal.",
    ),
)


def full(rng: Random) -> Sheet:
    """A full laboratory in English: sections of volumes, diffusion and resistance; measured left of the predicted."""
    doc = Doc(rng, SPIRO, latin=True)
    doc.effective = moment(doc.when)
    doc.text(297, 44, rng.choice(bank.HOSPITALS_EN), 12, bold=True, align="centre")
    doc.text(297, 60, "Pulmonary Function Laboratory", 10, align="centre")
    doc.ink.line(40, 68, 555, 68, 0.8)
    doc.pairs(
        40, 84, (("Name", doc.name(", ")), ("ID", doc.pid()), ("DOB", doc.born("us"))), gap=50, mark=":"
    )
    doc.pairs(230, 84, (("Age", f"{doc.age()} years"), ("Sex", doc.sex("Sex"))), gap=56, mark=":")
    doc.pairs(
        395,
        84,
        (
            ("Test date", f"{day(doc.when, 'us')} {doc.when:%H:%M}"),
            ("Physician", rng.choice(bank.DOCTORS_EN)),
            ("Tech", "K.A."),
        ),
        gap=60,
        mark=":",
    )
    rows: list[list[Cell] | str] = [["", "Units", "Actual", "Pred", "%Pred", "LLN", "Z-score"]]
    seen: dict[str, float] = {}
    for title, given in _FULL:
        rows.append(title)
        for name, unit, low, high, digits in given:
            ours, theirs = rng.uniform(low, high), rng.uniform((low + high) / 2, high)
            ours = _fitting(name, ours, seen)
            row: list[Cell] = [name, unit, R(f"{ours:.{digits}f}", name, unit)]
            row.append(R(f"{theirs:.{digits}f}", f"{name} Pred", unit))
            row.append(R(f"{ours / theirs * 100:.0f}", f"{name} %Pred", "%"))
            if title == "RESISTANCE":
                row += ["", ""]
            else:
                row.append(R(f"{theirs * 0.77:.{digits}f}", f"{name} LLN", unit))
                row.append(R(f"{(ours - theirs) / theirs * 6:.2f}", f"{name} Z-score"))
            rows.append(row)
    end = doc.table(
        40,
        134,
        (95, 90, 68, 68, 64, 64, 66),
        rows,
        align="llrrrrr",
        size=9.5,
        step=18,
        rules="head",
        fill=SHADE,
    )
    doc.text(40, end + 24, "INTERPRETATION", 10, bold=True)
    y = end + 40
    for said in rng.choice(_READ):
        y = doc.statement(40, y, 510, said, "INTERPRETATION", size=10)
    doc.text(40, 806, "Effort and cooperation good. Meets ATS/ERS criteria.", 8)
    return doc.sheet()


def years(rng: Random) -> Sheet:
    """An outpatient's lung function over the years: dates across, oldest left, a curve of FEV1 below."""
    doc = Doc(rng, SPIRO)
    visits = [doc.when - timedelta(days=rng.randrange(150, 190) * n) for n in range(rng.randint(4, 6))][::-1]
    doc.effective = visits[-1].strftime("%Y-%m-%d")
    doc.text(44, 48, "呼吸機能検査　経過表", 15, bold=True)
    doc.text(551, 48, f"{rng.choice(bank.HOSPITALS)} 呼吸器内科", 8.5, align="right")
    doc.rule(44, 55, 551, 1.2)
    doc.along(44, 74, [doc.pid(), f"{doc.name(' ')} 様", f"{doc.born('era.')}生", doc.sex("性")], size=10.5)
    rows: list[list[Cell]] = [["項目", "単位", *(day(v, "short") for v in visits)]]
    base = rng.uniform(1.3, 3.0)
    curve = []
    for name, unit, low, high, digits in (
        ("肺活量(VC)", "L", 2.0, 4.1, 2),
        ("%VC", "%", 66, 112, 1),
        ("努力肺活量(FVC)", "L", 1.9, 4.0, 2),
        ("1秒量(FEV1)", "L", 1, 3, 2),
        ("1秒率(FEV1%)", "%", 48, 84, 1),
        ("%1秒量", "%", 42, 104, 1),
        ("FeNO", "ppb", 8, 96, 0),
        ("CATスコア", "点", 2, 28, 0),
    ):
        row: list[Cell] = [name, unit]
        middle = rng.uniform(low, high)
        for visit in visits:
            value = middle + rng.uniform(-0.1, 0.1) * (high - low)
            if name.startswith(("肺活量", "努力肺活量")):
                value = base * 1.5 + rng.uniform(-0.2, 0.2)
            if name.startswith("1秒率"):
                value = 67 + rng.uniform(-4, 4)
            if name.startswith("1秒量"):
                value = base + rng.uniform(-0.2, 0.2)
                curve.append(value)
            if name in ("FeNO", "CATスコア") and rng.random() < 0.35:
                row.append("－")
                continue
            row.append(R(f"{max(value, 0):.{digits}f}", name, unit, "", "", visit.strftime("%Y-%m-%d")))
        rows.append(row)
    wide = 355 / len(visits)
    end = doc.table(
        44,
        90,
        (110, 42, *([wide] * len(visits))),
        rows,
        align="lc" + "r" * len(visits),
        size=9.5,
        step=23,
        rules="rows",
    )
    doc.text(44, end + 30, "1秒量の推移", 10.5)
    left, bottom = 84.0, end + 190
    doc.ink.line(left, end + 44, left, bottom)
    doc.ink.line(left, bottom, 540, bottom)
    spots = [(left + 30 + n * 400 / len(curve), bottom - v * 40) for n, v in enumerate(curve)]
    for (x0, y0), (x1, y1) in itertools.pairwise(spots):
        doc.ink.line(x0, y0, x1, y1, 1.2)
    for x, y in spots:
        doc.ink.box(x - 2, y - 2, x + 2, y + 2, width=0.8)
    doc.text(44, bottom + 30, "グラフの縦軸は1秒量（L）、横軸は検査日。", 9)
    return doc.sheet()


FAMILIES = (
    Family("spirometry-across", SPIRO, across),
    Family("spirometry-full", SPIRO, full, "en"),
    Family("spirometry-years", SPIRO, years),
)
