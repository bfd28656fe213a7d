"""Spirometry: a device's page, a report before and after a drug in English, one with three trials."""

from __future__ import annotations

import math
from random import Random

from mappers.model import DocumentType
from samples.families.practice5 import bank
from samples.families.practice5.kit import SHADE, Cell, Doc, R, day, moment
from samples.generating.family import Family
from samples.making.truth import Sheet

SPIRO = DocumentType.SPIROMETRY

# label, unit, usual, decimals
_ROWS = (
    ("VC", "L", 3.2, 2),
    ("IC", "L", 2.1, 2),
    ("FVC", "L", 3.1, 2),
    ("FEV1", "L", 2.5, 2),
    ("FEV1/FVC", "%", 80, 1),
    ("PEF", "L/s", 7.2, 2),
    ("V50", "L/s", 3.4, 2),
    ("V25", "L/s", 1.4, 2),
)


def _loop(doc: Doc, x: float, y: float, wide: float, tall: float) -> None:
    """Flow against volume, with its axes."""
    doc.ink.line(x, y, x, y - tall)
    doc.ink.line(x, y, x + wide, y)
    before = (x, y)
    for n in range(1, 61):
        t = n / 60
        now = (
            x + wide * 0.9 * t,
            y - tall * 0.9 * min(t / 0.12, 1) * math.exp(-1.6 * max(t - 0.12, 0)) * (1 - t**4),
        )
        doc.ink.line(*before, *now, 0.9)
        before = now
    doc.text(x - 4, y - tall - 5, "Flow (L/s)" if doc.latin else "流量(L/s)", 7)
    doc.text(x + wide, y + 11, "Vol (L)" if doc.latin else "気量(L)", 7, align="right")


def device(rng: Random) -> Sheet:
    """A spirometer's page: person at the right, measured, predicted and percent, a curve, the automatic judgement."""
    doc = Doc(rng, SPIRO)
    doc.effective = moment(doc.when)
    doc.text(40, 42, "肺機能検査結果", 15, bold=True)
    doc.text(40, 58, rng.choice(bank.HOSPITALS), 8.5)
    doc.ink.box(300, 28, 555, 92)
    about = (
        ("患者ID", doc.pid()),
        ("氏　名", f"{doc.name()}　（{doc.sex()}）"),
        ("生年月日", f"{doc.born('slash')}　{doc.age()}歳"),
        ("検査日時", f"{day(doc.when, 'slash')} {doc.when:%H:%M}"),
    )
    doc.pairs(308, 42, about, size=9, step=14, gap=64)
    rows: list[list[Cell]] = [["項目", "単位", "実測値", "予測値", "%予測"]]
    for name, unit, usual, digits in _ROWS:
        predicted = usual * rng.uniform(0.8, 1.2)
        actual = min(predicted * rng.uniform(0.45, 1.15), 98.0)
        ratio: Cell = R(f"{actual / predicted * 100:.1f}", f"{name} %予測", "%") if unit != "%" else ""
        rows.append(
            [
                name,
                unit,
                R(f"{actual:.{digits}f}", name, unit),
                R(f"{predicted:.{digits}f}", f"{name} 予測値", unit) if unit != "%" else "--",
                ratio,
            ]
        )
    end = doc.table(
        40, 120, (90, 50, 70, 70, 70), rows, align="lcrrr", size=9.5, step=19, rules="rows", fill=SHADE
    )
    _loop(doc, 60, end + 180, 190, 140)
    doc.text(300, end + 40, "判定", 10, bold=True)
    doc.statement(
        340,
        end + 40,
        200,
        rng.choice(("正常", "閉塞性換気障害", "拘束性換気障害", "混合性換気障害")),
        "判定",
        size=10,
    )
    doc.text(300, end + 60, f"技師コメント：努力{rng.choice(('良好', 'やや不良'))}", 9)
    return doc.sheet()


_READ = (
    "Mild obstructive ventilatory defect.",
    "Significant response to bronchodilator.",
    "Spirometry is within normal limits.",
    "No significant change after salbutamol.",
)


def english(rng: Random) -> Sheet:
    """Before and after a bronchodilator: groups of columns under two headings."""
    doc = Doc(rng, SPIRO, latin=True)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(45, 42, "PULMONARY FUNCTION REPORT", 14, bold=True)
    doc.text(45, 57, rng.choice(bank.HOSPITALS_EN), 9)
    doc.along(
        45, 78, [f"Name: {doc.name(', ')}", f"ID: {doc.pid()}", f"Sex: {doc.sex('Sex')}"], size=10, gap=24
    )
    facts = [f"Birth date: {doc.born('dash')}", f"Age: {doc.age()}"]
    doc.along(45, 94, [*facts, f"Test date: {day(doc.when, 'dash')}"], size=10, gap=24)
    heads: list[list[Cell]] = [
        ["", "", "", "Pre", "\0", "Post", "\0", "\0"],
        ["", "Units", "Pred", "Actual", "%Pred", "Actual", "%Pred", "%Chg"],
    ]
    rows: list[list[Cell]] = heads
    for name, unit, usual, digits in (*_ROWS[2:6], ("FEF25-75", "L/s", 2.6, 2), ("FET", "s", 7.0, 1)):
        pred, pre = usual * rng.uniform(0.8, 1.2), usual * rng.uniform(0.5, 1.05)
        post = pre * rng.uniform(0.98, 1.2)
        both = [f"{x:.{digits}f}" for x in (pred, min(pre, 97.0), min(post, 99.0))]
        plain = name in ("FEV1/FVC", "FET")
        share = [f"{float(x) / float(both[0]) * 100:.0f}" for x in both[1:]]
        change = f"{(float(both[2]) / float(both[1]) - 1) * 100:.0f}"
        rows.append(
            [
                name,
                unit,
                R(both[0], f"{name} Pred", unit) if name != "FET" else "",
                R(both[1], f"{name} Pre", unit),
                "" if plain else R(share[0], f"{name} Pre %Pred", "%"),
                R(both[2], f"{name} Post", unit),
                "" if plain else R(share[1], f"{name} Post %Pred", "%"),
                "" if plain else R(change, f"{name} Post %Chg", "%"),
            ]
        )
    y = doc.table(
        45,
        108,
        (80, 50, 60, 62, 62, 62, 62, 62),
        rows,
        align="lc" + "r" * 6,
        size=9.5,
        step=19,
        rules="grid",
        head=2,
        fill=SHADE,
    )
    _loop(doc, 60, y + 170, 170, 130)
    doc.text(280, y + 40, "Interpretation", 11, bold=True)
    y += 58
    for said in rng.sample(_READ, rng.randint(1, 2)):
        y = doc.statement(286, y, 260, said, "Interpretation", size=10, step=15)
    doc.text(45, 800, f"Reviewed: {rng.choice(bank.DOCTORS_EN)}", 9)
    return doc.sheet()


def trials(rng: Random) -> Sheet:
    """Three trials and the best of them, bounds and z-scores beside."""
    doc = Doc(rng, SPIRO)
    doc.effective = moment(doc.when)
    doc.text(297, 40, "スパイロメトリー測定記録", 14, bold=True, align="centre")
    doc.along(45, 64, [f"氏名 {doc.name()} 様", f"登録ID {doc.pid()}", f"性別 {doc.sex('性')}"], size=10)
    doc.along(
        45,
        80,
        [f"生年月日 {doc.born('kanji')}", f"測定日時 {day(doc.when, 'kanji')} {doc.when:%H:%M}"],
        size=10,
    )
    rows: list[list[Cell]] = [["測定項目", "#1", "#2", "#3", "Best", "予測値", "LLN", "Zスコア"]]
    count = rng.choice((3, 3, 2))
    for name, unit, usual, digits in (*_ROWS[2:6], ("MMF", "L/s", 2.4, 2)):
        best = min(usual * rng.uniform(0.5, 1.15), 96.0)
        tries = [best * rng.uniform(0.86, 0.99) for _ in range(3)]
        tries[rng.randrange(count)] = best
        row: list[Cell] = [f"{name} ({unit})"]
        row += [
            R(f"{t:.{digits}f}", f"{name} #{n + 1}", unit) if n < count else "-" for n, t in enumerate(tries)
        ]
        row.append(R(f"{best:.{digits}f}", name, unit))
        row.append(R(f"{usual:.{digits}f}", f"{name} 予測値", unit))
        row.append(R(f"{usual * 0.78:.{digits}f}", f"{name} LLN", unit))
        row.append(R(f"{(best / usual - 1) / 0.13:.2f}", f"{name} Zスコア"))
        rows.append(row)
    y = doc.table(
        45,
        92,
        (90, 58, 58, 58, 62, 62, 58, 59),
        rows,
        align="l" + "r" * 7,
        size=9.5,
        step=21,
        rules="grid",
        fill=SHADE,
    )
    _loop(doc, 70, y + 170, 180, 130)
    doc.text(300, y + 40, "測定の質", 10)
    doc.result(370, y + 40, R(rng.choice("AABC"), "測定の質"), 10)
    doc.text(300, y + 60, "1秒量の再現性", 10)
    doc.result(390, y + 60, R(str(rng.randrange(10, 180)), "1秒量の再現性", "mL", post=" mL"), 10)
    doc.text(300, y + 90, "LLN：正常下限値（5パーセンタイル）", 8)
    doc.text(550, 806, f"{rng.choice(bank.HOSPITALS)}　担当 {rng.choice(bank.DOCTORS)}", 8.5, align="right")
    return doc.sheet()


FAMILIES = (
    Family("spirometry-device", SPIRO, device),
    Family("spirometry-english", SPIRO, english, "en"),
    Family("spirometry-trials", SPIRO, trials),
)
