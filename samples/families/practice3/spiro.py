"""Spirometry: predicted before measured, trials in English with pre and post, a letter with trials."""

from __future__ import annotations

import itertools
from random import Random

from mappers.model import DocumentType
from samples.families.practice3 import heads
from samples.families.practice3.kit import PALE, Cell, Doc, V
from samples.generating.family import Family
from samples.making.truth import Sheet

KIND = DocumentType.SPIROMETRY


def _curve(doc: Doc, x: float, y: float, w: float, h: float) -> None:
    """A flow-volume loop with axes."""
    doc.ink.line(x, y, x, y + h)
    doc.ink.line(x, y + h, x + w, y + h)
    doc.t(x - 4, y - 4, "Flow (L/s)", 6.5)
    doc.t(x + w - 18, y + h + 10, "Volume (L)", 6.5)
    peak = doc.rng.uniform(0.75, 0.95)
    points = [
        (0.0, 0.0),
        (0.1, peak),
        (0.3, peak * 0.7),
        (0.6, peak * doc.rng.uniform(0.2, 0.4)),
        (0.95, 0.0),
    ]
    for (a, b), (c, d) in itertools.pairwise(points):
        doc.ink.line(x + a * w, y + h - b * h, x + c * w, y + h - d * h, 1)


def _pair(rng: Random, base: float, places: int) -> tuple[str, str, str]:
    """Measured, predicted, percent."""
    predicted = round(base * rng.uniform(0.8, 1.2), places)
    measured = round(predicted * rng.uniform(0.45, 1.2), places)
    return f"{measured:.{places}f}", f"{predicted:.{places}f}", f"{measured / predicted * 100:.1f}"


_GROUPS = (
    (
        "肺活量",
        (
            ("VC", "L", 3.4, 2),
            ("TV", "L", 0.6, 2),
            ("IRV", "L", 1.6, 2),
            ("ERV", "L", 1.1, 2),
            ("IC", "L", 2.3, 2),
        ),
    ),
    (
        "努力肺活量",
        (
            ("FVC", "L", 3.3, 2),
            ("FEV1.0", "L", 2.6, 2),
            ("FEV1.0%(G)", "%", 80, 1),
            ("PEF", "L/s", 7.4, 2),
            ("V50", "L/s", 3.6, 2),
            ("V25", "L/s", 1.3, 2),
        ),
    ),
    ("拡散能", (("DLco", "mL/min/mmHg", 18, 2), ("DLco/VA", "mL/min/mmHg/L", 4.4, 2))),
)


def predicted_first(rng: Random) -> Sheet:
    """Two panels (VC, FVC), columns 単位 予測値 実測値 %予測値 in an order by chance; judgement below."""
    doc = Doc(rng)
    heads.title(doc, 40, rng.choice(("肺機能検査報告書", "呼吸機能検査結果", "スパイロメトリー検査成績")), 14)
    y = heads.over(doc, 40, 54, 515, [*heads.person(doc), ("検査日時", doc.stamp())], 4) + 16
    order = rng.choice(
        (("予測値", "実測値", "%予測値"), ("実測値", "予測値", "対予測比(%)"), ("%予測", "予測値", "実測値"))
    )
    for title, tests in _GROUPS[: rng.choice((2, 2, 3))]:
        rows: list[list[Cell]] = [[title, "単位", *order]]
        for name, unit, base, places in tests:
            if rng.random() < 0.1:
                continue
            measured, predicted, percent = _pair(rng, base, places)
            row: list[Cell] = [name, unit]
            for column in order:
                if column == "実測値":
                    row.append(V(measured, name, unit))
                elif column == "予測値":
                    row.append(V(predicted, f"{name} 予測値", unit))
                elif name.startswith("FEV1.0%"):
                    row.append("")
                else:
                    row.append(
                        V(percent, f"{name} {column.replace('(%)', '')}", "%" if "%" in column else "")
                    )
            rows.append(row)
        y = (
            doc.table(40, y, (120, 90, 100, 100, 105), rows, aligns="lcrrr", size=9.5, step=17, fill=PALE)
            + 12
        )
    _curve(doc, 60, y + 20, 180, 120)
    doc.t(300, y + 40, "判定", 10.5)
    doc.put(
        340,
        y + 40,
        V(rng.choice(("正常", "閉塞性換気障害", "拘束性換気障害", "混合性換気障害")), "判定"),
        10.5,
    )
    heads.foot(doc, f"検査技師　{doc.doctor}")
    return doc.sheet(KIND)


_TESTS_EN = (
    ("FVC", "L", 3.6, 2),
    ("FEV1", "L", 2.8, 2),
    ("FEV1/FVC", "%", 78, 0),
    ("FEF25-75%", "L/sec", 2.6, 2),
    ("PEF", "L/sec", 7.2, 2),
    ("FET", "sec", 6.5, 1),
)


_SAID_EN = (
    "Mild obstructive ventilatory defect.",
    "No significant bronchodilator response.",
    "Normal spirometry.",
    "Suggestive of restriction; lung volumes recommended.",
    "Good effort and reproducibility.",
)


def pre_post(rng: Random) -> Sheet:
    """English, nested headings: Pre (Actual, %Pred) and Post (Actual, %Pred, %Chg); predicted first."""
    doc = Doc(rng, en=True)
    heads.title(doc, 42, "PULMONARY FUNCTION TEST", 14, "left")
    doc.t(559, 42, doc.hospital, 9, "right")
    y = (
        heads.runs(
            doc, 36, 68, 520, [*heads.person(doc), ("Test date", doc.stamp()), ("Technician", "N. Kuga")], 3
        )
        + 10
    )
    rows: list[list[Cell]] = [[""] * 8, ["", "Units", "Pred", "Actual", "%Pred", "Actual", "%Pred", "%Chg"]]
    outer = rng.choice((("Pre-bronch", "Post-bronch"), ("Pre-Rx", "Post-Rx"), ("Pre", "Post")))
    for name, unit, base, places in _TESTS_EN[: rng.randint(4, 6)]:
        pre, predicted, percent = _pair(rng, base, places)
        post = f"{float(pre) * rng.uniform(0.97, 1.22):.{places}f}"
        row: list[Cell] = [name, unit]
        if name == "FET":
            row += [
                "--",
                V(pre, f"{name} {outer[0]}", unit),
                "--",
                V(post, f"{name} {outer[1]}", unit),
                "--",
                "--",
            ]
        else:
            row += [
                V(predicted, f"{name} Pred", unit),
                V(pre, f"{name} {outer[0]}", unit),
                V(f"{float(percent):.0f}", f"{name} {outer[0]} %Pred", "%"),
                V(post, f"{name} {outer[1]}", unit),
                V(f"{float(post) / float(predicted) * 100:.0f}", f"{name} {outer[1]} %Pred", "%"),
                V(f"{(float(post) / float(pre) - 1) * 100:+.0f}", f"{name} {outer[1]} %Chg", "%"),
            ]
        rows.append(row)
    widths = (84, 48, 60, 66, 60, 66, 60, 60)
    end = doc.table(36, y, widths, rows, aligns="lcrrrrrr", size=9.5, step=18, rule="ends", heads=2)
    edges = [36 + sum(widths[:n]) for n in range(9)]
    for x0, x1, text in ((edges[3], edges[5], outer[0]), (edges[5], edges[8], outer[1])):
        doc.ink.line(x0 + 4, y + 18, x1 - 4, y + 18, 0.5)
        doc.t((x0 + x1) / 2, y + 12.5, text, 9.5, "centre", bold=True)
    _curve(doc, 60, end + 30, 170, 120)
    doc.t(270, end + 40, "Interpretation", 11, bold=True)
    y = end + 58
    for text in rng.sample(_SAID_EN, 2):
        y = doc.statement(274, y, 270, "Interpretation", text, "", 10) + 2
    heads.foot(doc, doc.doctor)
    return doc.sheet(KIND)


def trials(rng: Random) -> Sheet:
    """Best beside the trials #1 #2 #3, predicted before it; no verticals."""
    doc = Doc(rng)
    heads.title(
        doc,
        48,
        rng.choice(("スパイロメトリー", "肺機能検査（フローボリューム）", "努力呼出曲線検査レポート")),
        15,
    )
    y = heads.honoured(doc, 40, 72, [("検査日", doc.stamp()), ("主治医", doc.doctor)]) + 14
    best = rng.choice(("Best", "BEST"))
    marks = rng.choice((("#1", "#2", "#3"), ("1回目", "2回目", "3回目")))
    rows: list[list[Cell]] = [["項目", "単位", "予測", best, "%予測", *marks]]
    tests = (
        ("FVC", "L", 3.3, 2),
        ("FEV1", "L", 2.6, 2),
        ("FEV1/FVC", "%", 80, 1),
        ("PEF", "L/s", 7.4, 2),
        ("MMF", "L/s", 3.1, 2),
        ("外挿気量", "L", 0.1, 2),
    )
    for name, unit, base, places in tests[: rng.randint(4, 6)]:
        measured, predicted, percent = _pair(rng, base, places)
        row: list[Cell] = [name, unit]
        blank = name == "外挿気量"
        row += ["-" if blank else V(predicted, f"{name} 予測", unit), V(measured, name, unit)]
        row.append("-" if blank else V(percent, f"{name} %予測", "%"))
        for n, mark in enumerate(marks):
            value = f"{float(measured) * (1 - n * rng.uniform(0.01, 0.05)):.{places}f}"
            row.append(V(value, f"{name} {mark}", unit))
        rows.append(row)
    y = (
        doc.table(
            40,
            y,
            (90, 44, 62, 62, 62, 62, 62, 62),
            rows,
            aligns="lcrrrrrr",
            size=9.5,
            step=19,
            rule=rng.choice(("ends", "rows")),
        )
        + 24
    )
    _curve(doc, 56, y + 10, 190, 130)
    x, at = 290.0, y + 20
    doc.t(x, at, "肺年齢", 10)
    doc.put(x + 70, at, V(str(rng.randint(30, 95)), "肺年齢", "歳", post=" 歳"), 10)
    doc.t(x, at + 20, "換気障害", 10)
    doc.put(x + 70, at + 20, V(rng.choice(("なし", "閉塞性", "拘束性", "混合性")), "換気障害"), 10)
    doc.t(x, at + 40, "コメント", 10)
    doc.para(x, at + 56, 250, "3回目の呼出努力がやや不十分でしたが、再現性は良好です。", 9)
    heads.foot(doc)
    return doc.sheet(KIND)


FAMILIES = (
    Family("spirometry-predicted", KIND, predicted_first),
    Family("spirometry-bronch", KIND, pre_post, "en"),
    Family("spirometry-trials", KIND, trials),
)
