"""Cultures: an identification machine's card, circles under S, I and R, stool, and the cultures of a stay."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice6 import bank
from samples.families.practice6.kit import GREY, MINT, SHADE, Cell, Doc, R, day, moment, number
from samples.generating.family import Family
from samples.making.ink import SMALL
from samples.making.truth import Sheet

MICRO = DocumentType.MICROBIOLOGY
_STEPS = ("<=0.25", "<=0.5", "<=1", "<=2", "0.5", "1", "2", "4", "8", "16", ">=32", ">=64", ">=16")
_DRUGS_EN = (
    "Ampicillin",
    "Ampicillin/Sulbactam",
    "Piperacillin/Tazobactam",
    "Cefazolin",
    "Cefmetazole",
    "Ceftriaxone",
    "Ceftazidime",
    "Cefepime",
    "Aztreonam",
    "Meropenem",
    "Amikacin",
    "Gentamicin",
    "Minocycline",
    "Ciprofloxacin",
    "Levofloxacin",
    "Fosfomycin",
    "Trimethoprim/Sulfamethoxazole",
    "Imipenem",
)


def _verdict(mic: str) -> str:
    bare = float(mic.strip("<>="))
    return "S" if mic.startswith("<") or bare <= 1 else "R" if mic.startswith(">") or bare > 8 else "I"


def card(rng: Random) -> Sheet:
    """What an identification machine prints in English: one organism, drugs in two halves, MIC before the letter."""
    doc = Doc(rng, MICRO, latin=True)
    doc.effective = moment(doc.when)
    doc.text(40, 44, "Laboratory Report", 13, bold=True)
    doc.text(555, 44, rng.choice(bank.HOSPITALS_EN), 9, align="right")
    doc.ink.line(40, 50, 555, 50, 1)
    doc.pairs(
        40,
        68,
        (("Patient Name", doc.name(", ")), ("Patient ID", doc.pid()), ("Date of Birth", doc.born("slash"))),
        gap=86,
        mark=":",
    )
    source = rng.choice(("Urine, catheter", "Blood", "Sputum", "Wound swab"))
    number_ = f"{rng.randrange(10**5, 10**6)}-{rng.randrange(1, 4)}"
    doc.pairs(
        315,
        68,
        (
            ("Lab ID", number_),
            ("Specimen source", source),
            ("Collected", f"{day(doc.when, 'slash')} {doc.when:%H:%M}"),
        ),
        gap=90,
        mark=":",
    )
    organism = rng.choice(
        ("Escherichia coli", "Klebsiella pneumoniae", "Enterobacter cloacae complex", "Proteus mirabilis")
    )
    doc.band(40, 118, 555, 134, SHADE)
    doc.text(46, 129, "Identification Information", 9.5, bold=True)
    doc.text(46, 150, "Selected Organism", 9.5)
    doc.result(180, 150, R(organism, "Selected Organism"), 10.5)
    doc.band(40, 180, 555, 196, SHADE)
    doc.text(46, 191, "Susceptibility Information", 9.5, bold=True)
    doc.text(549, 191, "MIC in µg/mL", 8.5, align="right")
    drugs = [_DRUGS_EN[n] for n in sorted(rng.sample(range(len(_DRUGS_EN)), rng.randrange(13, 18)))]
    half = (len(drugs) + 1) // 2
    for left, part in ((40.0, drugs[:half]), (300.0, drugs[half:])):
        rows: list[list[Cell]] = [["Antimicrobial", "MIC", "Interpretation"]]
        for drug in part:
            mic = rng.choice(_STEPS)
            letter = _verdict(mic)
            star = "*" if rng.random() < 0.08 else ""
            rows.append([drug, R(mic, drug, "µg/mL", "", letter), f"{star}{letter}" if star else letter])
        doc.table(left, 204, (140, 50, 65), rows, align="lrc", size=9, step=17, rules="head")
    end = 204.0 + 17 * (half + 1)
    doc.text(40, end + 18, "*= AES modified  **= User modified", 8, colour=GREY)
    doc.text(40, 806, f"Reviewed by {rng.choice(bank.DOCTORS_EN)}", 8.5)
    return doc.sheet()


_CODES = (
    "PCG",
    "ABPC",
    "CEZ",
    "CTRX",
    "CFPM",
    "MEPM",
    "GM",
    "ABK",
    "EM",
    "CLDM",
    "MINO",
    "VCM",
    "TEIC",
    "LVFX",
    "ST",
    "LZD",
)


def circles(rng: Random) -> Sheet:
    """A blood culture: bottles, then drugs with the MIC and a circle in one of the columns S, I, R."""
    doc = Doc(rng, MICRO)
    doc.effective = moment(doc.when)
    doc.text(297, 46, "血液培養 検査報告書（最終）", 15, bold=True, align="centre")
    doc.table(
        40,
        58,
        (70, 130, 70, 245),
        [
            ["患者ＩＤ", doc.pid(), "採取日時", f"{day(doc.when, 'kanji')} {doc.when:%H}時{doc.when:%M}分"],
            ["患者氏名", doc.name(), "生年月日", f"{doc.born('era')}（{doc.sex('性')}）"],
            ["依頼科", rng.choice(bank.WARDS), "材料", "静脈血（左右上肢より2セット）"],
        ],
        size=9.5,
        step=20,
        rules="grid",
        head=0,
    )
    doc.text(40, 140, "１．ボトル判定", 10.5, bold=True)
    rows: list[list[Cell]] = [["ボトル", "結果", "陽転時間(h)"]]
    for bottle in ("1セット目 好気", "1セット目 嫌気", "2セット目 好気", "2セット目 嫌気"):
        positive = bottle.startswith("1") or rng.random() < 0.5
        hours: Cell = R(number(rng, 8, 40, 1), f"{bottle} 陽転時間", "h") if positive else "―"
        rows.append([bottle, R("陽性" if positive else "陰性", bottle), hours])
    y = doc.table(50, 148, (130, 70, 90), rows, align="lcc", size=9.5, step=19, rules="grid", fill=MINT)
    doc.text(40, y + 22, "２．同定菌", 10.5, bold=True)
    organism = rng.choice(
        ("Staphylococcus aureus (MSSA)", "Staphylococcus epidermidis", "Enterococcus faecalis")
    )
    doc.text(60, y + 40, "検出菌", 10)
    doc.result(110, y + 40, R(organism, "検出菌"), 10)
    doc.text(40, y + 66, "３．薬剤感受性（微量液体希釈法）", 10.5, bold=True)
    drugs = [_CODES[n] for n in sorted(rng.sample(range(len(_CODES)), rng.randrange(10, 15)))]
    rows = [["薬剤", "MIC(μg/mL)", "S", "I", "R"]]
    for drug in drugs:
        mic = rng.choice(_STEPS).replace("<=", "≦").replace(">=", "≧")
        letter = _verdict(mic.replace("≦", "<=").replace("≧", ">="))
        rows.append([drug, R(mic, drug, "μg/mL", "", letter), *("○" if letter == at else "" for at in "SIR")])
    y = doc.table(
        50, y + 74, (90, 70, 34, 34, 34), rows, align="lrccc", size=9.5, step=18, rules="grid", fill=MINT
    )
    doc.text(40, y + 22, "S：感性　I：中間　R：耐性（判定はCLSIに準拠）", 8)
    told = doc.when + timedelta(days=5)
    doc.text(
        555, 806, f"報告 {day(told, 'kanji')}　{rng.choice(bank.HOSPITALS)} 細菌検査室", 8.5, align="right"
    )
    return doc.sheet()


def stool(rng: Random) -> Sheet:
    """Half a sheet about stool: labelled words, what was looked for and not found, one toxin."""
    doc = Doc(rng, MICRO, size=SMALL)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(30, 36, "糞便細菌検査　報告", 14, bold=True)
    doc.text(565, 36, rng.choice(bank.LABORATORIES), 8.5, align="right")
    doc.rule(30, 44, 565, 1)
    doc.along(
        30,
        62,
        [
            f"氏名：{doc.name()} 様",
            f"{doc.sex()}",
            f"生年月日：{doc.born('slash')}",
            f"検体番号：{rng.randrange(10**6)}",
        ],
        size=9.5,
    )
    told = doc.when + timedelta(days=4)
    doc.along(
        30,
        80,
        [f"患者番号：{doc.pid()}", f"採取日：{day(doc.when, 'slash')}", f"報告日：{day(told, 'slash')}"],
        size=9.5,
    )
    rows = [
        ("便性状", rng.choice(("軟便", "水様便", "泥状便"))),
        ("赤痢菌", "検出せず"),
        ("サルモネラ属菌", rng.choice(("検出せず", "検出せず", "検出"))),
        ("腸炎ビブリオ", "検出せず"),
        ("カンピロバクター属菌", rng.choice(("検出せず", "検出"))),
        ("腸管出血性大腸菌O157", "検出せず"),
        ("ベロ毒素", rng.choice(("陰性", "陰性", "陽性"))),
        ("CDトキシン", rng.choice(("陰性", "陽性"))),
        ("CD抗原(GDH)", rng.choice(("陰性", "陽性"))),
        ("ノロウイルス抗原", rng.choice(("(-)", "(+)"))),
        ("ロタウイルス抗原", "(-)"),
        ("便潜血(免疫法)", rng.choice(("(-)", "(+)"))),
    ]
    for n, (name, value) in enumerate(rows):
        x, y = 40 + n // 6 * 268, 112 + n % 6 * 26
        doc.text(x, y, name, 10.5)
        doc.leader(x + doc.width(name, 10.5) + 4, x + 162, y, 10.5, "・")
        doc.result(x + 170, y, R(value, name), 10.5)
    doc.ink.box(30, 94, 565, 256, width=0.6)
    doc.text(30, 276, "備考：培養は37℃、48時間。ウイルス抗原はイムノクロマト法による。", 8.5)
    doc.text(565, 400, f"検査担当　{rng.choice(bank.DOCTORS)}", 9, align="right")
    return doc.sheet()


_GROWN = (
    (
        "喀痰",
        ("Haemophilus influenzae", "Moraxella catarrhalis", "Streptococcus pneumoniae", "Klebsiella oxytoca"),
    ),
    ("尿", ("Escherichia coli", "Enterococcus faecium", "Citrobacter freundii")),
    ("膿", ("Staphylococcus aureus", "Bacteroides fragilis", "Finegoldia magna")),
    ("カテーテル先", ("Staphylococcus capitis", "Candida parapsilosis", "Serratia marcescens")),
)


def history(rng: Random) -> Sheet:
    """The cultures of a stay: a line an organism, day and material once, the amount at the right."""
    doc = Doc(rng, MICRO)
    doc.text(40, 46, "細菌検査 培養結果 時系列一覧", 14, bold=True)
    doc.text(555, 46, rng.choice(bank.HOSPITALS), 8.5, align="right")
    doc.rule(40, 54, 555, 0.8)
    doc.along(
        40,
        72,
        [doc.pid(), f"{doc.name()}　殿", doc.sex("性"), f"{doc.age()}歳", f"生年月日 {doc.born('kanji0')}"],
        size=10,
    )
    rows: list[list[Cell]] = [["採取日", "材料", "検出菌", "菌量"]]
    at = doc.when - timedelta(days=60)
    for _ in range(rng.randint(7, 10)):
        material, grown = rng.choice(_GROWN)
        for n, organism in enumerate(rng.sample(grown, rng.randint(1, 3))):
            amount = rng.choice(("1+", "2+", "3+", "少数", "10^5", "10^4"))
            unit = "CFU/mL" if "^" in amount else ""
            r = R(amount, organism, unit, "", "", at.strftime("%Y-%m-%d"), post=f" {unit}".rstrip())
            rows.append([day(at, "slash") if n == 0 else "", material if n == 0 else "", organism, r])
        doc.effective = at.strftime("%Y-%m-%d")
        at += timedelta(days=rng.randrange(3, 9))
    end = doc.table(40, 88, (85, 85, 230, 115), rows, align="llll", size=9.5, step=21, rules="rows")
    doc.text(40, end + 18, "菌量：1+ 少量、2+ 中等量、3+ 多量", 8)
    return doc.sheet()


FAMILIES = (
    Family("microbiology-card", MICRO, card, "en"),
    Family("microbiology-circles", MICRO, circles),
    Family("microbiology-stool", MICRO, stool),
    Family("microbiology-history", MICRO, history),
)
