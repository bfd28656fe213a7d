"""Cultures: organisms and the drugs that act on them."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from mappers.model import DocumentType
from samples.families.practice5 import bank
from samples.families.practice5.kit import RED, SHADE, Cell, Doc, R, day, moment
from samples.generating.family import Family
from samples.making.truth import Sheet

MICRO = DocumentType.MICROBIOLOGY
_NEGATIVE = (
    "ABPC",
    "PIPC",
    "TAZ/PIPC",
    "CEZ",
    "CMZ",
    "CTX",
    "CAZ",
    "CFPM",
    "IPM/CS",
    "MEPM",
    "GM",
    "AMK",
    "LVFX",
    "ST",
)
_POSITIVE = (
    "PCG",
    "MPIPC",
    "CEZ",
    "EM",
    "CLDM",
    "MINO",
    "VCM",
    "TEIC",
    "LZD",
    "DAP",
    "GM",
    "LVFX",
    "ST",
    "RFP",
)
_ORGANISMS = (
    ("Escherichia coli", _NEGATIVE),
    ("Klebsiella pneumoniae", _NEGATIVE),
    ("Pseudomonas aeruginosa", _NEGATIVE),
    ("Enterobacter cloacae", _NEGATIVE),
    ("Staphylococcus aureus (MRSA)", _POSITIVE),
    ("Enterococcus faecalis", _POSITIVE),
    ("Staphylococcus epidermidis", _POSITIVE),
    ("Serratia marcescens", _NEGATIVE),
    ("Citrobacter freundii", _NEGATIVE),
)


def _mic(rng: Random, least: str, most: str) -> tuple[str, str]:
    """A MIC and S, I or R."""
    letter = rng.choice("SSSSSIRR")
    return {
        "S": rng.choice((f"{least}0.5", f"{least}1", "1", "2", f"{least}0.25")),
        "I": rng.choice(("4", "8")),
        "R": rng.choice((f"{most}16", f"{most}32", "32", f"{most}8")),
    }[letter], letter


def _tested(doc: Doc, found: Sequence[tuple[str, tuple[str, ...]]]) -> list[list[Cell]]:
    rng = doc.rng
    least, most = rng.choice((("<=", ">="), ("≦", "≧"), ("<", ">")))
    drugs = sorted({d for _, drugs in found for d in drugs})
    rows: list[list[Cell]] = [["薬剤", *(h for n in range(len(found)) for h in ("①②③"[n], "判定"))]]
    for drug in drugs:
        row: list[Cell] = [drug]
        for name, tested in found:
            if drug not in tested:
                row += ["", ""]
                continue
            mic, letter = _mic(rng, least, most)
            row += [R(mic, f"{name} {drug}", "", "", letter), letter]
        rows.append(row)
    return rows


def matrix(rng: Random) -> Sheet:
    """Numbered organisms with their amounts, drugs down, organisms across by number."""
    doc = Doc(rng, MICRO)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(40, 46, "細菌検査結果報告書", 15, bold=True)
    doc.text(555, 40, rng.choice(bank.HOSPITALS), 8.5, align="right")
    doc.text(555, 52, "検査科 微生物検査室", 8.5, align="right")
    doc.ink.box(40, 60, 555, 118)
    doc.pairs(
        48,
        76,
        (("患者ID", doc.pid()), ("氏名", f"{doc.name()}"), ("生年月日", f"{doc.born('kanji')}　{doc.sex()}")),
        step=17,
        gap=56,
    )
    doc.pairs(
        310,
        76,
        (
            ("採取日", day(doc.when, "kanji")),
            ("検査材料", rng.choice(("喀痰", "中間尿", "膿汁", "静脈血"))),
            ("依頼元", rng.choice(bank.WARDS)),
        ),
        step=17,
        gap=56,
    )
    doc.text(40, 138, "＜塗抹検査＞ グラム染色", 10, bold=True)
    smear: list[list[Cell]] = [
        [name, R(rng.choice(("(-)", "1+", "2+", "3+")), name)]
        for name in ("グラム陽性球菌", "グラム陽性桿菌", "グラム陰性桿菌", "白血球", "上皮細胞")
    ]
    y = doc.table(48, 144, (130, 60), smear, align="lc", step=15, head=0)
    doc.text(40, y + 18, "＜培養同定＞", 10, bold=True)
    found = rng.sample(_ORGANISMS, rng.randint(2, 3))
    listed: list[list[Cell]] = [["No", "菌名", "菌量"]]
    for n, (name, _) in enumerate(found):
        listed.append(["①②③"[n], name, R(rng.choice(("1+", "2+", "3+", "少数", "10^5")), name)])
    y = doc.table(48, y + 24, (30, 210, 70), listed, align="clc", step=16, rules="grid", fill=SHADE)
    doc.text(40, y + 18, "＜薬剤感受性＞　MIC値と判定", 10, bold=True)
    rows = _tested(doc, found)
    end = doc.table(
        48,
        y + 24,
        (80, *((70, 40) * len(found))),
        rows,
        align="l" + "rc" * len(found),
        step=14.5,
        size=8.5,
        rules="grid",
        fill=SHADE,
    )
    doc.text(48, end + 14, "S：感性　I：中間　R：耐性（CLSI M100に準拠）", 7.5)
    return doc.sheet()


def blocks(rng: Random) -> Sheet:
    """A block an organism, its drugs in three columns of letter and MIC."""
    doc = Doc(rng, MICRO)
    doc.effective = moment(doc.when)
    doc.text(40, 40, rng.choice(bank.LABS), 9)
    doc.text(297, 62, "微生物学的検査　最終報告", 14, bold=True, align="centre")
    doc.along(
        40,
        84,
        [
            f"{rng.choice(bank.HOSPITALS)}",
            f"カルテNo. {doc.pid()}",
            f"{doc.name(' ')} 様",
            f"{doc.sex()} {doc.age()}才",
        ],
        size=9,
    )
    doc.along(
        40,
        99,
        [
            f"生年月日 {doc.born('era.')}",
            f"採取日時 {day(doc.when, 'dot')} {doc.when:%H:%M}",
            f"材料：{rng.choice(('尿', '喀痰', '創部膿', '胆汁'))}",
        ],
        size=9,
    )
    doc.rule(40, 106, 555, 1.2)
    doc.text(40, 124, "塗抹所見", 10, bold=True)
    doc.result(
        110,
        124,
        R(rng.choice(("グラム陰性桿菌を多数認める", "菌を認めず", "グラム陽性球菌を少数認める")), "塗抹所見"),
    )
    doc.text(40, 142, "抗酸菌塗抹", 10, bold=True)
    doc.result(110, 142, R("陰性", "抗酸菌塗抹"))
    y = 158.0
    found = rng.sample(_ORGANISMS, rng.randint(1, 3))
    several = len(found) > 1
    for n, (name, drugs) in enumerate(found):
        doc.ink.box(40, y, 555, y + 18, width=0, fill=SHADE)
        doc.text(46, y + 13, f"同定菌{n + 1}", 9)
        doc.text(100, y + 13, name, 10, bold=True)
        doc.text(340, y + 13, "菌量", 9)
        doc.result(
            372, y + 13, R(rng.choice(("10^4", "10^5", "10^6", "10^3")), name, "CFU/mL", post=" CFU/mL"), 9
        )
        per = -(-len(drugs) // 3)
        for column in range(3):
            rows: list[list[Cell]] = [["薬剤名", "判定", "MIC"]]
            for drug in drugs[column * per : (column + 1) * per]:
                mic, letter = _mic(rng, "≦", "≧")
                label = f"{name} {drug}" if several else drug
                rows.append(
                    [drug, letter, R(mic, label, "", "", letter, colour=RED if letter == "R" else (0, 0, 0))]
                )
            doc.table(40 + column * 175, y + 20, (70, 35, 55), rows, align="lcr", step=15, rules="head")
        y += 20 + (per + 1) * 15 + 16
    doc.text(40, y, "コメント：菌名は質量分析法により同定。" + ("複数菌検出。" if several else ""), 8.5)
    return doc.sheet()


def letters(rng: Random) -> Sheet:
    """A ward's print: culture found something or nothing; of drugs only the letter, four a line."""
    doc = Doc(rng, MICRO)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(40, 44, "培養・感受性検査　結果", 13, bold=True)
    doc.pairs(
        40,
        66,
        (
            ("ID番号", doc.pid()),
            ("お名前", f"{doc.name()}（{doc.kana()}）"),
            ("性・生年月日", f"{doc.sex()}　{doc.born('slash')}"),
        ),
        gap=70,
        mark="：",
    )
    doc.pairs(
        320,
        66,
        (
            ("検体採取日", day(doc.when, "slash")),
            ("検体", rng.choice(("血液培養 2セット", "カテーテル先端", "便"))),
            ("病棟", rng.choice(bank.WARDS)),
        ),
        gap=70,
        mark="：",
    )
    doc.rule(40, 102, 555)
    if rng.random() < 0.3:
        doc.text(40, 126, "鏡検", 10)
        doc.result(130, 126, R("菌を認めず", "鏡検"), 10)
        doc.text(40, 146, "培養", 10)
        doc.result(130, 146, R(rng.choice(("陰性", "発育を認めず")), "培養"), 10)
        doc.text(40, 166, "嫌気培養", 10)
        doc.result(130, 166, R("陰性", "嫌気培養"), 10)
        doc.text(40, 200, "7日間培養終了時点の最終結果です。", 8.5)
        return doc.sheet()
    name, drugs = rng.choice(_ORGANISMS)
    doc.text(40, 126, "鏡検", 10)
    doc.result(130, 126, R(rng.choice(("グラム陽性菌", "グラム陰性桿菌", "菌を認めず")), "鏡検"), 10)
    doc.text(40, 146, "検出菌", 10)
    doc.result(130, 146, R(name, "検出菌"), 10)
    doc.text(40, 172, "感受性試験（ディスク法）", 10, bold=True)
    rows: list[list[Cell]] = []
    for start in range(0, len(drugs), 4):
        row: list[Cell] = []
        for drug in drugs[start : start + 4]:
            letter = rng.choice("SSSSIR")
            row += [drug, R(letter, drug, "", "", letter)]
        rows.append([*row, *([""] * (8 - len(row)))])
    end = doc.table(40, 180, (78, 42) * 4, rows, align="lc" * 4, size=10, step=20, rules="grid", head=0)
    doc.text(40, end + 16, "判定　S＝感受性　I＝中間　R＝耐性", 8)
    return doc.sheet()


FAMILIES = (
    Family("microbiology-matrix", MICRO, matrix),
    Family("microbiology-blocks", MICRO, blocks),
    Family("microbiology-letters", MICRO, letters),
)
