"""Microbiology: a culture with two or three organisms, and an English report."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from reportlab.lib.pagesizes import letter

from mappers.model import DocumentType
from samples.families.practice8 import bank_a as bank
from samples.families.practice8.bank_a import roman, surname
from samples.generating.family import Family
from samples.generating.kit import MERGED, PALE, SKY, STRIPE, Cell, Doc, R, day, moment
from samples.making.truth import Sheet

MICRO = DocumentType.MICROBIOLOGY

ORGANISMS = (
    "Escherichia coli",
    "Klebsiella pneumoniae",
    "Pseudomonas aeruginosa",
    "Enterobacter cloacae complex",
    "Staphylococcus aureus (MRSA)",
    "Enterococcus faecalis",
    "Serratia marcescens",
    "Proteus mirabilis",
)
DRUGS = (
    "PIPC",
    "CEZ",
    "CTM",
    "CTRX",
    "CAZ",
    "CFPM",
    "CMZ",
    "IPM/CS",
    "MEPM",
    "AZT",
    "GM",
    "AMK",
    "MINO",
    "LVFX",
    "ST",
)
_STEPS = ("<=0.25", "<=0.5", "<=1", "2", "4", "8", "16", ">16", ">=32", ">64")


def mic(rng: Random, wide: bool = False) -> tuple[str, str]:
    """A concentration and its letter."""
    at = rng.choice((0, 1, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9))
    value = _STEPS[at]
    if wide:
        value = value.replace("<=", "≦").replace(">=", "≧")
    return value, "S" if at < 5 else "I" if at == 5 else "R"


def _baiyo_results(doc: Doc, rng: Random) -> float:
    """Smear, organisms and drugs; where they end."""
    for n, name in enumerate(
        ("グラム陽性球菌", "グラム陰性桿菌", "グラム陽性桿菌", "酵母様真菌", "白血球", "上皮細胞")
    ):
        at, top = 46 + n % 3 * 176, 146 + n // 3 * 18
        doc.text(at, top, name, 9.5)
        doc.result(at + 110, top, R(rng.choice(("(-)", "1+", "2+", "3+")), name), 9.5)
    doc.text(46, 184, "Geckler分類", 9.5)
    doc.result(156, 184, R(str(rng.randint(1, 6)), "Geckler分類"), 9.5)
    doc.text(222, 184, "貪食像", 9.5)
    doc.result(332, 184, R(rng.choice(("あり", "なし")), "貪食像"), 9.5)
    doc.text(36, 212, "【培養・同定】", 10.5, bold=True)
    count = rng.randint(2, 3)
    names = rng.sample(ORGANISMS, count)
    rows: list[list[Cell] | str] = [["", "菌名", "菌量", "コメント"]]
    for n, name in enumerate(names):
        amount = rng.choice(("1+", "2+", "3+", "10^5", "少量"))
        unit = " CFU/mL" if amount == "10^5" else ""
        rows.append(
            [
                "①②③"[n],
                name,
                R(amount, name, unit.strip(), post=unit),
                "ESBL産生を疑う" if name in ORGANISMS[:2] and rng.random() < 0.5 else "",
            ]
        )
    y = doc.table(
        36, 218, (28, 230, 110, 155), rows, align="clll", size=9.5, step=18, rules="grid", fill=PALE
    )
    doc.text(36, y + 26, "【薬剤感受性（微量液体希釈法 μg/mL）】", 10.5, bold=True)
    head: list[Cell] = ["薬剤名"]
    for n in range(count):
        head += ["①②③"[n], MERGED]
    rows = [head, ["", *("MIC", "判定") * count]]
    for drug in DRUGS:
        row: list[Cell] = [drug]
        for name in names:
            told, letter_ = mic(rng, wide=True)
            if rng.random() < 0.12:
                row += ["", ""]
            else:
                row += [R(told, f"{name} {drug}", "μg/mL", "", letter_), letter_]
        rows.append(row)
    return doc.table(
        36,
        y + 34,
        (90, *(70, 44) * count),
        rows,
        align="l" + "rc" * count,
        size=9,
        step=16.5,
        rules="grid",
        head=2,
        fill=SKY,
    )


def baiyo(rng: Random) -> Sheet:
    """一般細菌: smear and organisms above, a table with ① and ② as heads, MIC and letter for each."""
    doc = Doc(rng, MICRO)
    doc.effective = moment(doc.when)
    doc.text(297, 40, "細菌検査報告書", 16, bold=True, align="centre")
    doc.text(559, 40, rng.choice(("最終報告", "中間報告")), 10, align="right")
    doc.table(
        36,
        52,
        (60, 130, 60, 100, 60, 113),
        [
            ["患者ID", doc.pid(), "氏名", f"{doc.name()}", "性別", f"{doc.sex('性')}　{doc.age()}歳"],
            [
                "採取日時",
                f"{day(doc.when, 'slash')} {doc.when:%H:%M}",
                "受付番号",
                f"B-{bank.number(rng, 6)}",
                "診療科",
                rng.choice(bank.DEPARTMENTS),
            ],
            [
                "検査材料",
                rng.choice(("喀痰", "尿（カテーテル）", "膿", "咽頭")),
                "病棟",
                rng.choice(bank.WARDS),
                "報告日",
                day(doc.when + timedelta(days=4), "slash"),
            ],
        ],
        size=9,
        step=18,
        rules="grid",
        head=0,
    )
    doc.text(36, 128, "【塗抹検査】", 10.5, bold=True)
    y = _baiyo_results(doc, rng)
    doc.prose(
        36,
        y + 20,
        520,
        "S:感性 I:中間 R:耐性　判定はCLSI M100に準拠。菌量1+:5～10コロニー程度。",
        size=8,
        step=12,
    )
    doc.foot(f"{rng.choice(bank.HOSPITALS)} 微生物検査室　担当 {surname(rng)}　内線{bank.number(rng, 4)}")
    return doc.sheet()


_ENGLISH_DRUGS = (
    "Ampicillin",
    "Amp/Sulbactam",
    "Cefazolin",
    "Ceftriaxone",
    "Cefepime",
    "Ertapenem",
    "Meropenem",
    "Gentamicin",
    "Amikacin",
    "Ciprofloxacin",
    "Levofloxacin",
    "Nitrofurantoin",
    "Trimeth/Sulfa",
)


def _english_results(doc: Doc, rng: Random, y: float) -> None:
    """Stain, organisms and drugs, below `y`."""
    for name, values in (
        ("WBC", ("Rare", "Few", "Many")),
        ("Epithelial cells", ("None seen", "Few")),
        ("Gram negative rods", ("Moderate", "Many", "Few")),
        ("Gram positive cocci", ("None seen", "Few")),
    ):
        y += 16
        doc.text(54, y, name, 10)
        doc.result(200, y, R(rng.choice(values), name), 10)
    y += 28
    doc.text(40, y, "CULTURE", 10.5, bold=True)
    names = rng.sample(
        ("Escherichia coli", "Klebsiella pneumoniae", "Pseudomonas aeruginosa", "Proteus mirabilis"), 2
    )
    for n, name in enumerate(names):
        y += 17
        doc.text(54, y, f"{n + 1}.", 10)
        doc.text(72, y, name, 10)
        doc.result(
            260, y, R(rng.choice((">100,000", "50,000", "10,000")), name, "CFU/mL", post=" CFU/mL"), 10
        )
    y += 28
    doc.text(40, y, "SUSCEPTIBILITY (MIC in ug/mL)", 10.5, bold=True)
    rows: list[list[Cell] | str] = [["Antimicrobial", names[0], MERGED, names[1], MERGED]]
    for drug in _ENGLISH_DRUGS:
        row: list[Cell] = [drug]
        for name in names:
            told, letter_ = mic(rng)
            row += (
                [R(told, f"{name} {drug}", "ug/mL", "", letter_), letter_]
                if rng.random() > 0.1
                else ["--", ""]
            )
        rows.append(row)
    y = doc.table(
        40, y + 8, (150, 90, 60, 90, 60), rows, align="lrcrc", size=9.5, step=17, rules="rows", fill=STRIPE
    )
    doc.prose(
        40,
        y + 20,
        520,
        "S = susceptible, I = intermediate, R = resistant. Breakpoints CLSI M100. Prior isolate "
        f"{day(doc.when - timedelta(days=40), 'us')} grew 2 colony types.",
        size=8.5,
        step=12,
    )


def english(rng: Random) -> Sheet:
    """English: specimen lines, Gram stain as lines, organisms with counts, then a drug grid with MIC and letter."""
    doc = Doc(rng, MICRO, size=letter, latin=True)
    doc.effective = moment(doc.when)
    doc.text(306, 40, "MICROBIOLOGY REPORT", 15, bold=True, align="centre")
    doc.text(
        306,
        54,
        "Imaginary Harbor University Hospital - Department of Laboratory Medicine",
        8.5,
        align="centre",
    )
    doc.rule(40, 62, 572, 1)
    doc.pairs(
        40,
        80,
        (
            ("Name", doc.name(", ")),
            ("MRN", doc.pid()),
            ("DOB", f"{doc.born('us')}"),
            ("Sex", doc.sex("letter")),
        ),
        size=9.5,
        step=14,
        gap=60,
        mark=":",
    )
    out = doc.when + timedelta(days=3)
    doc.pairs(
        320,
        80,
        (
            ("Specimen", rng.choice(("Urine, catheter", "Sputum", "Wound swab, left leg"))),
            ("Collected", f"{day(doc.when, 'us')} {doc.when:%H:%M}"),
            ("Reported", f"{day(out, 'us')}"),
            ("Lab No.", f"M{bank.number(rng, 7)}"),
        ),
        size=9.5,
        step=14,
        gap=66,
        mark=":",
    )
    doc.text(40, 156, "GRAM STAIN", 10.5, bold=True)
    y = 156.0
    _english_results(doc, rng, y)
    doc.text(40, 770, f"Verified by {roman(rng)}, MT   ext. {bank.number(rng, 4)}", 8)
    doc.text(572, 770, "Page 1 of 1", 8, align="right")
    return doc.sheet()


FAMILIES = (
    Family("microbiology-circled-heads", MICRO, baiyo),
    Family("microbiology-english-grid", MICRO, english, "en"),
)
