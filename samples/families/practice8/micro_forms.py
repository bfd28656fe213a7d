"""Microbiology in forms: blood cultures by bottle, and mycobacteria."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice8 import bank_a as bank
from samples.families.practice8.bank_a import surname
from samples.families.practice8.micro import DRUGS, ORGANISMS, mic
from samples.generating.family import Family
from samples.generating.kit import B5, GREY, PALE, STRIPE, Cell, Doc, R, day, num
from samples.making.truth import Sheet

MICRO = DocumentType.MICROBIOLOGY


def _ketsueki_results(doc: Doc, rng: Random) -> None:
    """Bottles, smear, organism and drugs."""
    grown = rng.random() < 0.75
    name = rng.choice(ORGANISMS[:7])
    rows: list[list[Cell] | str] = [["ボトル", "培養", "陽転時間"]]
    for n, bottle in enumerate(("好気ボトル", "嫌気ボトル")):
        positive = grown and (n == 0 or rng.random() < 0.6)
        time: Cell = R(num(rng, 7, 38, 1), f"{bottle} 陽転時間", "時間", post=" 時間") if positive else "―"
        rows.append([bottle, R("陽性" if positive else "陰性", f"{bottle} 培養"), time])
    y = doc.table(30, 146, (150, 150, 156), rows, align="lcc", size=10.5, step=24, rules="grid", fill=STRIPE)
    y += 28
    doc.text(30, y, "塗抹", 10.5, bold=True)
    shape = "グラム陽性球菌" if name.startswith(("Staph", "Entero" + "coccus")) else "グラム陰性桿菌"
    doc.result(110, y, R(f"{shape}を認める" if grown else "菌を認めず", "塗抹"), 10.5)
    y += 22
    doc.text(30, y, "検出菌", 10.5, bold=True)
    doc.result(110, y, R(name if grown else "検出せず", "検出菌"), 10.5)
    if grown:
        y += 30
        doc.text(30, y, "薬剤感受性", 10.5, bold=True)
        drugs = rng.sample(DRUGS, 12)
        for n, drug in enumerate(drugs):
            at, low = 40 + n % 3 * 152, y + 22 + n // 3 * 20
            letter_ = mic(rng)[1]
            doc.text(at, low, drug, 10)
            doc.dots(at + 54, at + 90, low)
            doc.result(at + 98, low, R(letter_, drug, "", "", letter_), 10.5)
        y += 22 + 4 * 20
    doc.ink.box(30, y + 24, 486, y + 90, width=0.5)
    doc.text(36, y + 40, "コメント", 9, bold=True)
    doc.prose(
        36,
        y + 56,
        440,
        f"培養{rng.choice((5, 6, 7))}日間で判定。{day(doc.when + timedelta(days=1), 'month')} {surname(rng)}医師へ"
        "電話連絡済み。皮膚常在菌の混入の可能性については2セット中の本数で判断して下さい。",
        size=9,
    )


def ketsueki(rng: Random) -> Sheet:
    """血液培養, B5: aerobic and anaerobic bottle in boxes, hours to the signal, one organism with letters only."""
    doc = Doc(rng, MICRO, size=B5)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(30, 40, "血液培養検査報告", 15, bold=True)
    doc.text(486, 40, f"検査番号 {bank.number(rng, 4)}-{bank.number(rng, 3)}", 9, align="right")
    doc.rule(30, 48, 486, 1.2)
    doc.pairs(
        30,
        66,
        (
            ("氏名", f"{doc.name()}　様"),
            ("患者番号", doc.pid()),
            ("生年月日", doc.born("era.")),
            ("採取日", day(doc.when, "era")),
        ),
        size=10,
        step=17,
        gap=62,
        mark="：",
    )
    doc.pairs(
        270,
        66,
        (
            ("性別", doc.sex()),
            ("診療科", rng.choice(bank.DEPARTMENTS)),
            ("材料", "静脈血 2セット"),
            ("報告", day(doc.when + timedelta(days=5), "era")),
        ),
        size=10,
        step=17,
        gap=62,
        mark="：",
    )
    _ketsueki_results(doc, rng)
    doc.foot(f"{rng.choice(bank.LABS)}　細菌検査課")
    doc.seal(462, 700, surname(rng), 11)
    return doc.sheet()


def _kosan_results(doc: Doc, rng: Random) -> None:
    """Smear, amplification, culture and drugs."""
    positive = rng.random() < 0.65
    organism = rng.choice(
        ("Mycobacterium tuberculosis", "Mycobacterium avium", "Mycobacterium intracellulare")
    )
    tb = positive and organism.endswith("tuberculosis")
    signs = ("陽性", "陰性")
    rows = (
        ("蛍光染色", rng.choice(("1+", "2+", "±")) if positive else "陰性(-)"),
        ("チール・ネールゼン染色", rng.choice(("1+", "2+")) if positive else "(-)"),
        ("ガフキー号数", rng.choice(("2", "3", "5")) if positive else "0"),
        ("結核菌群PCR", signs[0 if tb else 1]),
        ("MAC PCR", signs[0 if positive and not tb else 1]),
        ("液体培養(MGIT)", "陽性" if positive else "陰性"),
        ("小川培地", rng.choice(("1+", "2+", "12コロニー")) if positive else "8週 発育を認めず"),
        ("同定", organism if positive else "該当なし"),
    )
    y = 122.0
    for n, (label, value) in enumerate(rows):
        if label == "液体培養(MGIT)" or n == 0:
            doc.text(40, y, "◇ 塗抹・核酸増幅" if n == 0 else "◇ 培養・同定", 10.5, bold=True)
            y += 20
        doc.text(56, y, label, 10)
        doc.text(200, y, "：", 10)
        doc.result(216, y, R(value, label), 10)
        if label == "液体培養(MGIT)" and positive:
            doc.text(340, y, "陽性日数", 10)
            doc.text(400, y, "：", 10)
            doc.result(414, y, R(str(rng.randint(9, 35)), "陽性日数", "日", post=" 日"), 10)
        y += 20
    if tb:
        y += 14
        doc.text(40, y, "◇ 薬剤感受性試験（比率法）", 10.5, bold=True)
        table: list[list[Cell] | str] = [["薬剤", "濃度(μg/mL)", "判定"]]
        for drug, grade in (
            ("INH", "0.2"),
            ("RFP", "40"),
            ("SM", "10"),
            ("EB", "2.5"),
            ("LVFX", "1.0"),
            ("KM", "20"),
        ):
            verdict = rng.choice(("S", "S", "S", "R"))
            table.append([drug, grade, R(verdict, drug, "", "", verdict)])
        y = doc.table(
            56, y + 8, (110, 110, 90), table, align="lcc", size=10, step=18, rules="head", fill=PALE
        )


def kosan(rng: Random) -> Sheet:
    """抗酸菌: labels and statements in a form, culture week by week, susceptibility at two concentrations."""
    doc = Doc(rng, MICRO)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(297, 44, "抗酸菌検査　結果報告書", 15, bold=True, align="centre")
    doc.along(
        40,
        72,
        [f"{doc.pid()}", f"{doc.kana()}", f"{doc.name()} 様", f"{doc.sex()}", f"{doc.born('slash')}生"],
        size=10,
    )
    doc.along(
        40,
        90,
        [
            f"採取日 {day(doc.when, 'dot')}",
            f"受付日 {day(doc.when + timedelta(days=1), 'dot')}",
            f"最終報告日 {day(doc.when + timedelta(days=58), 'dot')}",
            "材料: 喀痰(3連痰の2回目)",
        ],
        size=9,
    )
    doc.rule(40, 98, 555, 0.8)
    _kosan_results(doc, rng)
    doc.ink.box(40, 640, 555, 748, width=0.5)
    doc.text(46, 656, "塗抹の記載法", 9, bold=True)
    doc.table(
        46,
        662,
        (70, 120, 120),
        [
            ["記載", "200倍", "ガフキー相当"],
            ["±", "1-2/300視野", "1号"],
            ["1+", "1-19/10視野", "2号"],
            ["2+", "20以上/10視野", "5号"],
            ["3+", "100以上/1視野", "9号"],
        ],
        size=8,
        step=15,
    )
    doc.text(
        555,
        800,
        f"{rng.choice(bank.LABS)} 抗酸菌検査室　検査者 {surname(rng)}",
        8.5,
        align="right",
        colour=GREY,
    )
    return doc.sheet()


FAMILIES = (
    Family("microbiology-blood-bottles", MICRO, ketsueki),
    Family("microbiology-kosankin-form", MICRO, kosan),
)
