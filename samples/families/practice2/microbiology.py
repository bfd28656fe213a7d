"""Microbiology: organisms headed by numbers over one table, a block for each organism, and an English report."""

from __future__ import annotations

from random import Random

from mappers.model import DocumentType
from samples.families.practice2 import heading as hd
from samples.families.practice2.paper import Cell, Paper, Val
from samples.families.practice2.table import Column, Style, table
from samples.generating.family import Family
from samples.making.truth import Sheet

_NEGATIVE = (
    "Escherichia coli",
    "Klebsiella pneumoniae",
    "Pseudomonas aeruginosa",
    "Enterobacter cloacae",
    "Proteus mirabilis",
)
_POSITIVE = (
    "Staphylococcus aureus (MRSA)",
    "Staphylococcus epidermidis",
    "Enterococcus faecalis",
    "Streptococcus agalactiae",
)
_DRUGS = (
    "ABPC",
    "PIPC",
    "CEZ",
    "CTX",
    "CAZ",
    "CFPM",
    "IPM/CS",
    "MEPM",
    "GM",
    "AMK",
    "MINO",
    "LVFX",
    "CPFX",
    "ST",
)
_DRUGS_POSITIVE = ("PCG", "MPIPC", "CEZ", "GM", "EM", "CLDM", "MINO", "LVFX", "VCM", "TEIC", "LZD", "ST")
_DRUGS_LONG = (
    "アンピシリン",
    "ピペラシリン",
    "セファゾリン",
    "セフタジジム",
    "メロペネム",
    "ゲンタマイシン",
    "アミカシン",
    "レボフロキサシン",
    "ミノサイクリン",
)
_DRUGS_EN = (
    "Ampicillin",
    "Piperacillin/tazobactam",
    "Cefazolin",
    "Ceftriaxone",
    "Cefepime",
    "Meropenem",
    "Gentamicin",
    "Amikacin",
    "Ciprofloxacin",
    "Trimethoprim/sulfa",
)
_MATERIALS = ("尿(中間尿)", "カテーテル尿", "喀痰", "血液", "膿(閉鎖)", "便", "創部")
_MICS = (0.25, 0.5, 1, 2, 4, 8, 16, 32, 64)


def _organisms(rng: Random, count: int) -> list[tuple[str, tuple[str, ...]]]:
    pool = [(o, _DRUGS) for o in _NEGATIVE] + [(o, _DRUGS_POSITIVE) for o in _POSITIVE]
    return rng.sample(pool, count)


def _mic(rng: Random, signs: tuple[str, str]) -> tuple[str, str]:
    """MIC as printed and S, I or R."""
    at = rng.randrange(len(_MICS))
    level = "S" if at < 4 else "I" if at == 4 else "R"
    text = f"{_MICS[at]:g}"
    if at < 2 and rng.random() < 0.7:
        text = signs[0] + text
    elif at > 6:
        text = signs[1] + text
    return text, level


def _top(paper: Paper, *, styles: str) -> float:
    rng = paper.rng
    hd.title(
        paper,
        46,
        rng.choice(
            ("細菌検査報告書", "微生物検査結果報告書", "一般細菌検査 成績書", "細菌培養同定・感受性検査報告")
        ),
    )
    told = hd.fields(
        paper, "id", "name", "kana", "sexage", "birth", "ward", "doctor", "collected", "received", "reported"
    )
    told.insert(
        rng.randrange(3, len(told)), (rng.choice(("材料", "検査材料", "検体")), rng.choice(_MATERIALS))
    )
    return hd.arranged(paper, 44, 58, paper.width - 88, told, styles=styles) + 10


def _smear(paper: Paper, y: float) -> float:
    """Gram stain rows in two columns."""
    rng = paper.rng
    paper.text(
        46, y, rng.choice(("【塗抹検査】", "■ 塗抹鏡検（グラム染色）", "1. 塗抹検査")), font=paper.bold
    )
    rows: list[tuple[str, tuple[str, ...]]] = [
        ("グラム陽性球菌", ("(-)", "1+", "2+", "3+")),
        ("グラム陰性桿菌", ("(-)", "1+", "3+", "少数")),
    ]
    rows += rng.sample(
        [
            ("グラム陽性桿菌", ("(-)", "1+")),
            ("白血球", ("(-)", "2+", "3+")),
            ("扁平上皮", ("(-)", "1+")),
            ("酵母様真菌", ("(-)", "1+")),
        ],
        2,
    )
    for number, (name, values) in enumerate(rows):
        x, base = 60 + number % 2 * 230, y + 16 + number // 2 * 14
        paper.text(x, base, name)
        paper.cell(x + 110, base, Val(rng.choice(values), name))
    return y + 16 + 2 * 14 + 10


def _columns(rng: Random) -> Sheet:
    """Organisms listed with circled numbers; drugs in rows, MIC and verdict of each organism side by side."""
    paper = Paper(rng, DocumentType.MICROBIOLOGY, body=rng.choice((8.5, 9.0, 9.5)), adult=False)
    y = _smear(paper, _top(paper, styles="grid stacked above"))
    found = _organisms(rng, rng.choice((0, 1, 2, 2, 3)))
    paper.text(46, y, rng.choice(("【培養・同定検査】", "■ 同定菌", "2. 培養同定")), font=paper.bold)
    y += 16
    if not found:
        label = rng.choice(("培養結果", "培養", "判定"))
        paper.text(60, y, label)
        paper.cell(170, y, Val(rng.choice(("陰性", "発育を認めず", "常在菌のみ")), label))
        paper.text(46, y + 40, "検査者：" + hd.doctor(rng))
        return paper.sheet()
    amounts = rng.choice(
        (("1+", "2+", "3+"), ("少量", "中等量", "多量"), ("10^3", "10^5", "10^6"), ("(1+)", "(2+)", "(3+)"))
    )
    unit = "CFU/mL" if "^" in amounts[0] else ""
    for sign, (name, _) in zip("①②③", found, strict=False):
        paper.text(60, y, f"{sign} {name}")
        amount = rng.choice(amounts)
        paper.cell(250, y, Val(amount, name, unit, after=f" {unit}" if unit else ""))
        y += 15
    y += 8
    paper.text(
        46, y, rng.choice(("【薬剤感受性検査】", "■ 薬剤感受性 (MIC法)", "3. 感受性")), font=paper.bold
    )
    unit = "μg/mL" if rng.random() < 0.5 else ""
    signs = rng.choice((("<=", ">="), ("≦", "≧"), ("≦", ">"), ("<", ">")))
    drugs = list(dict.fromkeys(d for _, ds in found for d in ds))
    columns = [Column("薬剤", 90)]
    for sign in "①②③"[: len(found)]:
        columns += [
            Column(f"{sign}MIC" + (f"({unit})" if unit else ""), 76, "right"),
            Column(rng.choice(("判定", "S/I/R")), 36, "centre"),
        ]
    rows: list[list[Cell]] = []
    for drug in drugs:
        row: list[Cell] = [drug]
        for organism, ds in found:
            if drug not in ds or rng.random() < 0.06:
                row += ["", ""] if rng.random() < 0.6 else ["-", "-"]
                continue
            mic, level = _mic(rng, signs)
            name = drug if len(found) == 1 else f"{organism} {drug}"
            row += [Val(mic, name, unit, "", level), level]
        rows.append(row)
    y = table(paper, 56, y + 8, columns, rows, Style(rng.choice(("grid", "rows", "ends")), shade_head=True))
    paper.text(56, y + 14, "S：感性　I：中間　R：耐性", size=7)
    paper.text(
        56,
        y + 30,
        rng.choice(("コメント　感染対策チームへ連絡済みです。", "備考：塗抹にて貪食像あり。")),
        size=8,
    )
    hd.footer(paper, hd.hospital(rng))
    return paper.sheet()


def _blocks(rng: Random) -> Sheet:
    """A block for each organism; drugs run across in three columns; the verdict left or right of the MIC."""
    paper = Paper(rng, DocumentType.MICROBIOLOGY, body=rng.choice((7.5, 8.5)))
    y = _top(paper, styles="above grid inline")
    found = _organisms(rng, rng.choice((1, 2, 2)))
    if rng.random() < 0.35:
        found = [(organism, _DRUGS_LONG) for organism, _ in found]
    label = rng.choice(("菌量", "分離菌量", "培養量"))
    signs = rng.choice((("≦", "≧"), ("<=", ">")))
    letter_only, verdict_first = rng.random() < 0.25, rng.random() < 0.4
    for number, (organism, drugs) in enumerate(found, 1):
        lines = -(-len(drugs) // 3)
        bottom = y + 38 + lines * 14
        paper.ink.box(44, y, paper.width - 44, bottom, width=0.7)
        paper.text(
            50,
            y + 13,
            f"{rng.choice(('検出菌', '菌名', '分離菌'))}{number}：{organism}",
            font=paper.bold,
            size=paper.body + 1,
        )
        amount = rng.choice(("1+", "2+", "3+"))
        paper.cell(
            paper.width - 60,
            y + 13,
            Val(amount, organism, before=f"{label}：", shown=f"{amount[0]}＋" if rng.random() < 0.5 else ""),
            align="right",
        )
        paper.line(44, y + 19, paper.width - 44, y + 19)
        for at in range(3):
            x = 50 + at * 168
            second = ("判定", "MIC") if verdict_first else ("MIC", "判定")
            paper.text(x, y + 30, "薬剤名", size=7)
            if letter_only:
                paper.text(x + 130, y + 30, "判定", size=7)
            else:
                paper.text(x + 90, y + 30, second[0], size=7)
                paper.text(x + 130, y + 30, second[1], size=7)
        for at, drug in enumerate(drugs):
            x, base = 50 + at // lines * 168, y + 44 + at % lines * 14
            mic, level = _mic(rng, signs)
            name = drug if len(found) == 1 else f"{organism} {drug}"
            paper.text(x, base, drug, fit=84)
            if letter_only:
                paper.cell(x + 130, base, Val(level, name, "", "", level))
            else:
                paper.cell(x + (130 if verdict_first else 90), base, Val(mic, name, "", "", level))
                paper.text(x + (94 if verdict_first else 134), base, level)
        y = bottom + 16
    paper.text(46, y, f"最終報告　　承認者：{hd.doctor(rng)}")
    hd.footer(paper, hd.hospital(rng))
    return paper.sheet()


def _english(rng: Random) -> Sheet:
    """Source and stain, culture as a numbered list, one table of susceptibilities for one organism or two."""
    paper = Paper(rng, DocumentType.MICROBIOLOGY, body=rng.choice((9.0, 10.0)), language="en")
    paper.text(54, 50, hd.hospital(rng, "en") + " - Microbiology", size=12, font=paper.bold)
    told = hd.fields(paper, "name", "id", "birth", "sex", "ward", "collected", "received", "reported")
    told.append(("Specimen", rng.choice(("Urine, midstream", "Sputum", "Wound swab", "Blood culture"))))
    y = hd.arranged(paper, 54, 62, paper.width - 108, told, styles="stacked grid") + 12
    hd.title(
        paper,
        y,
        rng.choice(("MICROBIOLOGY REPORT", "Culture and Susceptibility", "BACTERIOLOGY FINAL REPORT")),
        x=54,
        size=12,
    )
    y += 22
    paper.text(54, y, "Gram stain", font=paper.bold)
    for name in rng.sample(
        ("Gram positive cocci", "Gram negative rods", "White blood cells", "Epithelial cells"), 3
    ):
        y += 14
        paper.text(66, y, name)
        paper.cell(220, y, Val(rng.choice(("None seen", "Few", "Moderate", "Many", "1+", "3+")), name))
    y += 24
    paper.text(54, y, rng.choice(("Culture", "Organisms isolated")), font=paper.bold)
    found = _organisms(rng, rng.choice((1, 2)))
    for number, (organism, _) in enumerate(found, 1):
        y += 15
        paper.text(66, y, f"{number}. {organism}")
        amount = rng.choice((">100,000", "50,000", "10,000"))
        paper.cell(270, y, Val(amount, organism, "CFU/mL", after=" CFU/mL"))
    y += 24
    paper.text(54, y, "Susceptibility (MIC)", font=paper.bold)
    columns = [Column("Antimicrobial", 150)]
    for organism, _ in found:
        columns += [Column(organism.split(" (")[0], 126, "right"), Column("Interp.", 46, "centre")]
    rows: list[list[Cell]] = []
    for drug in rng.sample(_DRUGS_EN, rng.randrange(6, 10)):
        row: list[Cell] = [drug]
        for organism, _ in found:
            mic, level = _mic(rng, ("<=", ">="))
            row += [Val(mic, drug if len(found) == 1 else f"{organism} {drug}", "", "", level), level]
        rows.append(row)
    y = table(paper, 54, y + 8, columns, rows, Style(rng.choice(("rows", "ends", "grid"))))
    paper.text(54, y + 16, "S = susceptible, I = intermediate, R = resistant", size=7.5)
    return paper.sheet()


FAMILIES = (
    Family("microbiology-columns", DocumentType.MICROBIOLOGY, _columns),
    Family("microbiology-blocks", DocumentType.MICROBIOLOGY, _blocks),
    Family("microbiology-english", DocumentType.MICROBIOLOGY, _english, "en"),
)
