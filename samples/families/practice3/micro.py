"""Microbiology: organisms in columns, one organism in a letter, an English blood culture in blocks."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice3 import heads
from samples.families.practice3.kit import GREY, PALE, Cell, Doc, V
from samples.generating.family import Family
from samples.making.truth import Sheet

KIND = DocumentType.MICROBIOLOGY
_ROUND = "①②③"
_NEGATIVE = (
    "Escherichia coli",
    "Klebsiella pneumoniae",
    "Pseudomonas aeruginosa",
    "Enterobacter cloacae",
    "Proteus mirabilis",
    "Serratia marcescens",
)
_POSITIVE = (
    "Staphylococcus aureus (MRSA)",
    "Enterococcus faecalis",
    "Streptococcus agalactiae",
    "Staphylococcus epidermidis",
)
_DRUGS = (
    "ABPC",
    "PIPC",
    "CEZ",
    "CTM",
    "CTRX",
    "CAZ",
    "CFPM",
    "CMZ",
    "IPM/CS",
    "MEPM",
    "AMK",
    "GM",
    "MINO",
    "LVFX",
    "ST",
    "FOM",
)
_DRUGS_EN = (
    "Ampicillin",
    "Piperacillin/Tazobactam",
    "Cefazolin",
    "Ceftriaxone",
    "Cefepime",
    "Meropenem",
    "Amikacin",
    "Gentamicin",
    "Levofloxacin",
    "Trimethoprim/Sulfa",
    "Vancomycin",
    "Linezolid",
)


def _mic(rng: Random, below: str, above: str) -> tuple[str, str]:
    """A concentration and its letter."""
    letter = rng.choices("SIR", (6, 1, 3))[0]
    text = {
        "S": rng.choice((f"{below}0.25", f"{below}0.5", f"{below}1", f"{below}2", "0.5", "1")),
        "I": rng.choice(("2", "4", "8", "16")),
        "R": rng.choice((f"{above}8", f"{above}16", f"{above}32", "32", "64", f"{above}4")),
    }[letter]
    return text, letter


def columns(rng: Random) -> Sheet:
    """Smear, list of isolates with amounts, then drugs down and isolates ①② across, each with MIC and letter."""
    doc = Doc(rng)
    doc.lag = 4
    heads.title(doc, 38, rng.choice(("細菌検査報告書", "微生物学検査報告書", "一般細菌検査結果報告")), 14)
    material = rng.choice(("喀痰", "中間尿", "膿", "胆汁"))
    extra = [
        ("検査材料", material),
        ("採取日", doc.stamp()),
        ("報告日", doc.day((doc.at + timedelta(days=3)).date())),
        ("報告区分", "最終報告"),
    ]
    y = heads.cells(doc, 36, 52, 523, heads.person(doc) + extra, 3) + 20
    doc.t(36, y, "■ 塗抹検査（グラム染色）", 10)
    smear: list[list[Cell]] = [["グラム陽性球菌", "グラム陰性桿菌", "酵母様真菌", "白血球", "扁平上皮"]]
    amounts = ("(-)", "1+", "2+", "3+", "(±)")
    smear.append([V(rng.choice(amounts), str(name)) for name in smear[0]])
    y = doc.table(36, y + 6, (104,) * 5, smear, aligns="ccccc", size=9, step=17, fill=PALE) + 22
    count = rng.choice((1, 2, 2, 3))
    found = rng.sample(_NEGATIVE + _POSITIVE, count)
    doc.t(36, y, "■ 培養同定検査", 10)
    rows: list[list[Cell]] = [["No.", "菌名", "菌量"]]
    scale = rng.choice(
        (("1+", "2+", "3+"), ("少量", "中等量", "多量"), ("10^4 CFU/mL", "10^5 CFU/mL", "10^6 CFU/mL"))
    )
    for mark, organism in zip(_ROUND, found, strict=False):
        amount, _, unit = rng.choice(scale).partition(" ")
        rows.append([mark, organism, V(amount, organism, unit, post=f" {unit}" if unit else "")])
    y = doc.table(36, y + 6, (34, 240, 110), rows, aligns="clc", size=9.5, step=18, fill=PALE) + 22
    doc.t(36, y, "■ 薬剤感受性検査", 10)
    heads_row: list[Cell] = ["薬剤"]
    for mark in _ROUND[:count]:
        heads_row += [f"{mark} MIC", "判定"]
    rows = [heads_row]
    below, above = rng.choice((("<=", ">="), ("≦", "≧"), ("≦", ">")))
    for drug in sorted(rng.sample(_DRUGS, rng.randint(8, 13)), key=_DRUGS.index):
        row: list[Cell] = [drug]
        for organism in found:
            if rng.random() < 0.12:
                row += ["-", ""]
                continue
            mic, letter = _mic(rng, below, above)
            row += [V(mic, drug if count == 1 else f"{organism} {drug}", "", "", letter), letter]
        rows.append(row)
    y = doc.table(
        36,
        y + 6,
        (70, *[62, 36] * count),
        rows,
        aligns="l" + "rc" * 3,
        size=9,
        step=15,
        rule=rng.choice(("grid", "rows")),
        fill=PALE,
    )
    doc.t(36, y + 16, "S：感性　I：中間　R：耐性　（CLSI準拠）", 8)
    heads.foot(doc, f"検査担当　{doc.doctor}")
    return doc.sheet(KIND)


def letter(rng: Random) -> Sheet:
    """One organism: labelled lines, then drugs in two halves: letter before MIC, name of the drug with its class."""
    doc = Doc(rng)
    doc.lag = 4
    doc.t(400, 40, f"報告日　{doc.day((doc.at + timedelta(days=4)).date())}", 9)
    heads.title(doc, 66, rng.choice(("微生物検査 結果報告", "細菌培養・薬剤感受性検査 報告書")), 15)
    y = (
        heads.honoured(
            doc,
            46,
            90,
            [
                ("採取日時", doc.stamp()),
                ("材料", rng.choice(("カテーテル尿", "静脈血", "創部膿"))),
                ("依頼科", "泌尿器科"),
                ("病棟", "東5階"),
            ],
        )
        + 10
    )
    doc.ink.line(46, y - 8, 550, y - 8, 1)
    organism = rng.choice(_NEGATIVE + _POSITIVE)
    smear = rng.choice(("グラム陰性桿菌を認める", "グラム陽性球菌を認める", "菌を認めず"))
    lines: list[tuple[str, V]] = [("塗抹所見", V(smear, "塗抹所見"))]
    amount = rng.random() < 0.5
    if amount:
        many = rng.choice(("1+", "2+", "3+"))
        y2 = y + 12 + 24
        doc.t(52, y2, "検出菌", 10)
        doc.t(150, y2, organism, 10)
        doc.put(360, y2, V(many, organism), 10)
    else:
        lines.append(("検出菌", V(organism, "検出菌")))
    lines.append(("嫌気培養", V(rng.choice(("陰性", "発育を認めず")), "嫌気培養")))
    for n, (label, v) in enumerate(lines):
        at = y + 12 + 24 * (n if not amount or n == 0 else n + 1)
        doc.t(52, at, label, 10)
        doc.put(150, at, v, 10)
    y += 96
    doc.t(46, y, "薬剤感受性", 11)
    drugs = sorted(rng.sample(_DRUGS, 12), key=_DRUGS.index)
    rows: list[list[Cell]] = [["薬剤名", "判定", "MIC(μg/mL)"] * 2]
    for left, right in zip(drugs[:6], drugs[6:], strict=True):
        row: list[Cell] = []
        for drug in (left, right):
            mic, said = _mic(rng, "≦", "≧")
            row += [drug, said, V(mic, drug, "μg/mL", "", said)]
        rows.append(row)
    y = doc.table(46, y + 8, (90, 40, 90) * 2, rows, aligns="lcrlcr", size=10, step=20, rule="ends")
    doc.t(46, y + 24, "コメント", 10)
    doc.para(
        46,
        y + 40,
        490,
        "感受性の判定は静脈内投与を想定しています。治療薬の選択については感染制御部までお問い合わせください。",
        9,
    )
    heads.foot(doc, f"臨床検査技師　{doc.doctor}")
    return doc.sheet(KIND)


def blood_culture(rng: Random) -> Sheet:
    """English: gram stain statement, isolates as blocks each with its own susceptibility table; one by disk only."""
    doc = Doc(rng, en=True)
    doc.lag = 3
    heads.title(doc, 44, "MICROBIOLOGY - FINAL REPORT", 14, "left")
    doc.t(36, 58, doc.hospital, 9)
    extra = [
        ("Specimen", rng.choice(("Blood, peripheral", "Wound swab", "Urine, catheter"))),
        ("Collected", doc.stamp()),
        ("Reported", doc.stamp(doc.at + timedelta(days=3))),
    ]
    y = heads.over(doc, 36, 70, 523, heads.person(doc) + extra, 4) + 24
    doc.t(36, y, "Gram stain:", 10, bold=True)
    doc.put(
        120,
        y,
        V(
            rng.choice(("Gram negative rods", "Gram positive cocci in clusters", "No organisms seen")),
            "Gram stain",
        ),
        10,
    )
    doc.t(36, y + 18, "WBC:", 10, bold=True)
    doc.put(120, y + 18, V(rng.choice(("Few", "Moderate", "Many")), "WBC"), 10)
    y += 44
    found = rng.sample(_NEGATIVE + _POSITIVE, 2)
    for n, organism in enumerate(found):
        disk = n == 1 and rng.random() < 0.5
        doc.ink.box(36, y - 12, 559, y + 5, width=0, fill=GREY)
        doc.t(40, y, f"Isolate {n + 1}:  {organism}", 10, bold=True)
        y += 20
        amount = rng.choice(("Light growth", "Moderate growth", "Heavy growth"))
        doc.t(44, y, "Quantity:", 9)
        doc.put(100, y, V(amount, organism), 9)
        rows: list[list[Cell]] = [
            ["Antimicrobial", "MIC (ug/mL)", "Interp."] if not disk else ["Antimicrobial", "Interp."]
        ]
        for drug in sorted(rng.sample(_DRUGS_EN, rng.randint(5, 8))):
            mic, said = _mic(rng, "<=", ">=")
            name = f"{organism} {drug}"
            if disk:
                rows.append([drug, V(said, name, "", "", said)])
            else:
                rows.append([drug, V(mic, name, "ug/mL", "", said), said])
        y = (
            doc.table(
                44,
                y + 8,
                (170, 80, 60),
                rows,
                aligns="lrc" if not disk else "lc",
                size=9,
                step=15,
                rule="ends",
            )
            + 30
        )
    doc.t(36, y, "S = susceptible, I = intermediate, R = resistant. Method: broth microdilution.", 8)
    heads.foot(doc, doc.doctor)
    return doc.sheet(KIND)


FAMILIES = (
    Family("microbiology-across", KIND, columns),
    Family("microbiology-letter", KIND, letter),
    Family("microbiology-isolates", KIND, blood_culture, "en"),
)
