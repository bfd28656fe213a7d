"""Spirometry: a curve with a table, before and after inhalation, trials in English."""

from __future__ import annotations

import math
from random import Random

from reportlab.lib.pagesizes import A4, landscape

from mappers.model import DocumentType
from samples.families.practice8 import bank_b as bank
from samples.generating.family import Family
from samples.generating.kit import B5, GREY, MERGED, PALE, SKY, Cell, Doc, R, day, moment, num
from samples.making.truth import Sheet

SPIRO = DocumentType.SPIROMETRY

_ROWS = (
    ("肺活量 VC", "L", 1.8, 4.6, 2),
    ("一回換気量 TV", "L", 0.4, 1.1, 2),
    ("予備呼気量 ERV", "L", 0.5, 1.9, 2),
    ("予備吸気量 IRV", "L", 0.6, 2.2, 2),
    ("最大吸気量 IC", "L", 1.2, 3.2, 2),
    ("努力性肺活量 FVC", "L", 1.8, 4.6, 2),
    ("1秒量 FEV1.0", "L", 1.1, 3.6, 2),
    ("1秒率 FEV1.0%", "%", 48, 88, 2),
    ("ピークフロー PEF", "L/s", 3.2, 9.8, 2),
    ("V50", "L/s", 0.8, 4.8, 2),
    ("V25", "L/s", 0.2, 1.9, 2),
)


def _loop(doc: Doc, x: float, y: float, width: float, height: float) -> None:
    """A flow-volume curve in a frame with numbers at its axes."""
    doc.axes(x, y, width, height, grid=6)
    sag = doc.rng.uniform(0.8, 2.4)
    points = [0.95 * min(1, n / 5) * (1 - n / 60) ** sag for n in range(61)]
    doc.curve(x + 4, y + 4, width * 0.8, height - 8, points)
    for n in range(0, 7, 2):
        doc.text(x + width * n / 6, y + height + 10, str(n), 7, align="centre")
        doc.text(x - 4, y + height - height * n / 6 + 3, str(n * 2), 7, align="right")
    doc.text(x + width / 2, y + height + 20, "Volume [L]", 7, align="centre")
    doc.text(x, y - 4, "Flow [L/s]", 7)


def curve(rng: Random) -> Sheet:
    """呼吸機能検査: on B5, name and abbreviation in one cell, predicted before measured, lung age, 判定 in a box."""
    doc = Doc(rng, SPIRO, size=B5)
    doc.effective = moment(doc.when)
    doc.text(258, 38, "呼吸機能検査報告書", 14, bold=True, align="centre")
    doc.text(480, 54, f"検査日時 {day(doc.when, 'slash')} {doc.when:%H:%M}", 8.5, align="right")
    doc.along(36, 72, [f"ID {doc.pid()}", f"氏名 {doc.name()}", f"性別 {doc.sex()}"], size=10)
    doc.along(36, 88, [f"生年月日 {doc.born('slash')}", f"年齢 {doc.age()}歳"], size=9)
    rows: list[list[Cell]] = [["項目", "単位", "予測値", "実測値", "%予測値"]]
    for name, unit, low, high, digits in _ROWS:
        value = rng.uniform(low, high)
        good = rng.uniform(low, high)
        bare = name.startswith(("一回", "予備", "最大"))
        rows.append(
            [
                name,
                unit,
                "--" if bare else R(f"{good:.{digits}f}", f"{name} 予測値", unit),
                R(f"{value:.{digits}f}", name, unit),
                "--" if bare else R(f"{100 * value / good:.1f}", f"{name} %予測値", "%"),
            ]
        )
    y = doc.table(
        36, 100, (140, 54, 80, 80, 90), rows, align="lcrrr", size=9.5, step=18, rules="rows", fill=PALE
    )
    _loop(doc, 62, y + 26, 190, 160)
    doc.ink.box(286, y + 26, 480, y + 116, width=0.8)
    doc.text(294, y + 44, "判定", 10.5, bold=True)
    said = rng.choice(("正常", "閉塞性換気障害", "拘束性換気障害", "混合性換気障害の疑い"))
    doc.statement(302, y + 64, 170, said, "判定", size=11)
    age = bank.put(str(rng.randint(max(30, doc.age() - 8), 95)), "肺年齢", "歳")
    doc.text(294, y + 100, "肺年齢", 9.5)
    doc.result(350, y + 100, age, 10)
    doc.text(286, y + 140, "％VC 80以上、1秒率 70以上を正常とする", 7.5, colour=GREY)
    doc.text(286, y + 154, "予測式 日本呼吸器学会 2001", 7.5, colour=GREY)
    doc.text(480, 700, f"{rng.choice(bank.CLINICS)}　検査者 {bank.family(rng)}", 8, align="right")
    return doc.sheet()


_PAIR = (
    ("VC", "L", 1.8, 4.4), ("FVC", "L", 1.8, 4.4), ("FEV1", "L", 1.0, 3.2), ("FEV1/FVC", "%", 46, 84),
    ("PEF", "L/s", 3, 9), ("FEF50", "L/s", 0.8, 4.4), ("FEF75", "L/s", 0.2, 1.6),
)  # fmt: skip


def inhaled(rng: Random) -> Sheet:
    """気道可逆性検査: landscape, groups 吸入前 and 吸入後 over measured and %, then change; height as a value."""
    doc = Doc(rng, SPIRO, size=landscape(A4))
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(36, 42, "気道可逆性検査（気管支拡張薬吸入試験）", 15, bold=True)
    doc.text(806, 42, f"検査日：{day(doc.when, 'kanji')}", 10, align="right")
    doc.rule(36, 50, 806, 1)
    doc.along(
        36,
        70,
        [f"患者番号：{doc.pid()}", f"患者氏名：{doc.name()}", f"{doc.sex('性')}", f"{doc.born('era')}生"],
        size=10,
    )
    x = 36.0
    for row in (bank.put(num(rng, 146, 178, 1), "身長", "cm"), bank.put(num(rng, 42, 84, 1), "体重", "kg")):
        doc.text(x, 90, f"{row.name}：", 10)
        x = doc.result(x + doc.width(f"{row.name}：", 10), 90, row, 10) + 30
    doc.text(x, 90, "使用薬剤：サルブタモール 吸入20分後に再測定", 10)
    rows: list[list[Cell]] = [
        ["項目", "単位", "予測値", "吸入前", MERGED, "吸入後", MERGED, "改善量", "改善率"],
        ["", "", "", "実測値", "%予測", "実測値", "%予測", "", "(%)"],
    ]
    for name, unit, low, high in _PAIR:
        good, before = rng.uniform((low + high) / 2, high), rng.uniform(low, high * 0.9)
        after = before * rng.uniform(0.98, 1.24)
        digits = 1 if unit == "%" else 2
        rows.append(
            [
                name,
                unit,
                R(f"{good:.{digits}f}", f"{name} 予測値", unit),
                R(f"{before:.{digits}f}", f"{name} 吸入前", unit),
                R(f"{100 * before / good:.1f}", f"{name} 吸入前 %予測", "%"),
                R(f"{after:.{digits}f}", f"{name} 吸入後", unit),
                R(f"{100 * after / good:.1f}", f"{name} 吸入後 %予測", "%"),
                R(f"{after - before:+.{digits}f}", f"{name} 改善量", unit),
                R(f"{100 * (after / before - 1):+.1f}", f"{name} 改善率", "%"),
            ]
        )
    wide = (100, 60, 84, 84, 84, 84, 84, 90, 100)
    y = doc.table(
        36, 106, wide, rows, align="lc" + "r" * 7, size=10.5, step=22, rules="grid", head=2, fill=SKY
    )
    for n, label in enumerate(("吸入前", "吸入後")):
        _loop(doc, 80 + n * 230, y + 34, 170, 130)
        doc.text(165 + n * 230, y + 48, label, 8.5)
    doc.text(520, y + 40, "判定", 11, bold=True)
    said = rng.choice(("気道可逆性あり", "気道可逆性なし", "気道可逆性は境界域"))
    doc.statement(566, y + 40, 240, said, "判定", size=11)
    doc.text(520, y + 64, "基準：1秒量の改善率12％以上かつ改善量0.2L以上", 9)
    doc.text(520, y + 120, f"医師 {bank.family(rng)}", 10)
    doc.seal(610, y + 116, bank.family(rng))
    doc.foot(rng.choice(bank.HOSPITALS) + "　呼吸機能検査室")
    return doc.sheet()


_EN = (
    ("FVC", "L", 2.0, 5.0, 2),
    ("FEV1", "L", 1.2, 4.0, 2),
    ("FEV1/FVC", "", 0.45, 0.88, 2),
    ("FEF25-75", "L/s", 0.6, 4.2, 2),
    ("PEF", "L/min", 210, 600, 0),
    ("FET", "s", 5.8, 9.4, 1),
)


def _trial_rows(rng: Random) -> list[list[Cell]]:
    """Predicted, best and three trials of each."""
    rows: list[list[Cell]] = [["Parameter", "Unit", "Pred", "Best", "%Pred", "Z-score", "#1", "#2", "#3"]]
    for name, unit, low, high, digits in _EN:
        best = rng.uniform(low, high)
        good = rng.uniform((low + high) / 2, high)
        score = (best - good) / (high - low) * 3.2
        bare = name == "FET"
        low_flag = not bare and score < -1.64
        row: list[Cell] = [name, unit, "-" if bare else R(f"{good:.{digits}f}", f"{name} Pred", unit)]
        row.append(
            R(f"{best:.{digits}f}", name, unit, flag="A" if low_flag else "", post="*" if low_flag else "")
        )
        row.append("-" if bare else R(f"{100 * best / good:.0f}", f"{name} %Pred", "%"))
        row.append("-" if bare else R(f"{score:.2f}", f"{name} Z-score"))
        order = [1.0, rng.uniform(0.93, 0.99), rng.uniform(0.93, 0.99)]
        rng.shuffle(order)
        row += [R(f"{best * o:.{digits}f}", f"{name} #{n}", unit) for n, o in enumerate(order, 1)]
        rows.append(row)
    return rows


def trials(rng: Random) -> Sheet:
    """An English office spirometer: predicted, best, %Pred, Z-score and three trials, a star at low values."""
    doc = Doc(rng, SPIRO, latin=True)
    doc.effective = moment(doc.when)
    doc.text(40, 46, "SPIROMETRY REPORT", 16, bold=True)
    doc.text(555, 46, rng.choice(bank.HOSPITALS_EN), 9.5, align="right")
    doc.ink.box(40, 56, 555, 108, width=0.6)
    doc.along(
        48, 74, [f"Name: {doc.name(' ')}", f"ID: {doc.pid()}", f"Sex: {doc.sex('letter')}"], size=10, gap=30
    )
    doc.along(
        48,
        94,
        [
            f"Birth date: {doc.born('dash')}",
            f"Age: {doc.age()}",
            f"Test date: {day(doc.when, 'dash')} {doc.when:%H:%M}",
        ],
        size=10,
        gap=30,
    )
    rows = _trial_rows(rng)
    wide = (86, 48, 52, 60, 56, 60, 51, 51, 51)
    y = doc.table(40, 124, wide, rows, align="llrrrrrrr", size=10, step=20, rules="head")
    doc.text(
        40,
        y + 16,
        "* below the lower limit of normal (Z < -1.64)    Reference: GLI 2012    BTPS 1.09",
        8,
        colour=GREY,
    )
    _loop(doc, 70, y + 50, 210, 180)
    doc.axes(330, y + 50, 210, 180, grid=6)
    doc.curve(332, y + 52, 204, 176, [1 - math.exp(-n / 12) for n in range(60)])
    doc.text(435, y + 250, "Time [s]", 7, align="centre")
    y += 290
    for row_en in (
        R(rng.choice("ABCD"), "FVC session grade"),
        R(rng.choice("ABCD"), "FEV1 session grade"),
    ):
        doc.text(40, y, row_en.name + ":", 10)
        doc.result(160, y, row_en, 10)
        y += 17
    doc.text(40, y + 12, "Interpretation", 11, bold=True)
    said = rng.choice(
        (
            "Normal spirometry.",
            "Moderate airflow obstruction.",
            "Possible restriction, lung volumes are recommended.",
        )
    )
    doc.statement(40, y + 30, 500, said, "Interpretation", size=10)
    doc.foot("Device SN 000000    Calibrated today    Page 1 of 1")
    return doc.sheet()


FAMILIES = (
    Family("spiro-b5-curve", SPIRO, curve),
    Family("spiro-reversibility-groups", SPIRO, inhaled),
    Family("spiro-english-trials", SPIRO, trials, "en"),
)
