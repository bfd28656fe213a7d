"""Microbiology: a long form of a laboratory company, susceptibility as letters across, a culture letter in English."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice4 import heads
from samples.families.practice4.kit import SHADE, Cell, Doc, Grid, Row, Val
from samples.generating.family import Family
from samples.making.truth import Sheet

MICRO = DocumentType.MICROBIOLOGY
NEGATIVE = (
    "Escherichia coli",
    "Klebsiella pneumoniae",
    "Pseudomonas aeruginosa",
    "Proteus mirabilis",
    "Serratia marcescens",
)
POSITIVE = (
    "Staphylococcus aureus (MRSA)",
    "Enterococcus faecalis",
    "Streptococcus agalactiae",
    "Staphylococcus epidermidis",
)
DRUGS = ("ABPC", "PIPC", "CEZ", "CTX", "CAZ", "CFPM", "MEPM", "GM", "AMK", "MINO", "LVFX", "ST")
DRUGS_EN = (
    "Ampicillin",
    "Cefazolin",
    "Ceftriaxone",
    "Ceftazidime",
    "Meropenem",
    "Gentamicin",
    "Amikacin",
    "Levofloxacin",
)


def susceptible(rng: Random) -> tuple[str, str]:
    """MIC and S, I or R."""
    kind = rng.choice("SSSSIR")
    mic = {"S": ("<=0.5", "<=1", "2", "≦0.25"), "I": ("4", "8"), "R": (">=32", ">16", "≧64")}[kind]
    return rng.choice(mic), kind


def form(rng: Random) -> Sheet:
    """Smear, culture and susceptibility one below the other, ruled; two organisms numbered ① ②."""
    doc = Doc(rng, MICRO)
    doc.dated(time=False)
    heads.title(doc, 44, "一般細菌検査報告書", 16)
    material = rng.choice(("喀痰", "尿(カテーテル)", "膿", "胆汁"))
    told = heads.pairs(
        doc,
        ("患者番号", "id"),
        ("採取日", f"={doc.day('slash')}"),
        ("患者氏名", "name"),
        ("報告日", f"={doc.day('slash', doc.moment + timedelta(days=4))}"),
        ("生年月日", "birth-era"),
        ("検査材料", f"={material}"),
        ("性別", "sexja"),
        ("依頼科", f"={rng.choice(('呼吸器内科', '泌尿器科', '外科'))}"),
    )
    y = heads.block(doc, 40, 60, told, doc.width - 80, size=9) + 22
    doc.text(40, y, "１．塗抹鏡検（グラム染色）", 10, font=doc.strong)
    smear: list[Row] = []
    for name in ("グラム陽性球菌", "グラム陽性桿菌", "グラム陰性球菌", "グラム陰性桿菌", "白血球"):
        value = rng.choice(("(-)", "1+", "2+", "3+", "少数"))
        smear.append([name, Val(value, name)])
    y = doc.grid(52, y + 6, Grid((150, 90), "lc", 16, 9, "all"), (), smear) + 24
    doc.text(40, y, "２．培養・同定", 10, font=doc.strong)
    found = [rng.choice(NEGATIVE), rng.choice(POSITIVE)]
    rows: list[Row] = []
    for number, organism in zip("①②", found, strict=True):
        rows.append([number, organism, Val(rng.choice(("1+", "2+", "3+", "少量", "10^5")), organism)])
    grid = Grid((40, 240, 90), "clc", 17, 9, "all", SHADE)
    y = doc.grid(52, y + 6, grid, ("No.", "検出菌名", "菌量"), rows) + 24
    doc.text(40, y, "３．薬剤感受性（MIC μg/mL）", 10, font=doc.strong)
    table: list[Row] = []
    for drug in sorted(rng.sample(DRUGS, 9), key=DRUGS.index):
        line: list[Cell] = [drug]
        for organism in found:
            mic, kind = susceptible(rng)
            answer = Val(mic, f"{organism} {drug}", "μg/mL", flag=kind)
            line += [answer, kind] if rng.random() < 0.9 else ["", ""]
        table.append(line)
    grid = Grid((90, 80, 50, 80, 50), "lrcrc", 16, 9, "all", SHADE)
    y = doc.grid(52, y + 6, grid, ("薬剤名", "① MIC", "判定", "② MIC", "判定"), table)
    doc.text(52, y + 16, "S：感性　I：中間　R：耐性（CLSI M100）", 8)
    heads.foot(doc, doc.hospital, f"報告者 {doc.doctor}")
    return doc.sheet()


def letters(rng: Random) -> Sheet:
    """One organism; labelled statements; the drugs in three columns of letters without MIC."""
    doc = Doc(rng, MICRO)
    doc.dated(time=True)
    doc.text(40, 42, doc.hospital, 10)
    doc.text(40, 64, "細菌検査結果", 18, font=doc.strong)
    told = heads.pairs(
        doc, ("ID", "id"), ("患者", "namesama"), ("生年月日", "birth-slash"), ("性別", "sexletter")
    )
    heads.lines(doc, 350, 42, told, 9, colon=" : ")
    y = (
        heads.strip(
            doc, 40, 108, (("採取日時", f"{doc.day('slash')} {doc.clock()}"), ("材料", "中間尿")), 9.5
        )
        + 8
    )
    doc.ink.line(40, y - 12, doc.width - 40, y - 12, 1)
    none = rng.random() < 0.2
    organism = rng.choice((*NEGATIVE, *POSITIVE))
    said: list[Val] = [
        Val(
            "菌を認めず" if none else rng.choice(("グラム陰性桿菌を認める", "グラム陽性球菌を認める")), "塗抹"
        )
    ]
    said.append(Val("陰性" if none else "陽性", "培養"))
    if not none:
        said += [Val(organism, "検出菌")]
    for each in said:
        doc.text(52, y, f"{each.name}", 10.5)
        doc.put(150, y, each, 10.5)
        y += 22
    if not none:
        doc.text(52, y + 8, "薬剤感受性", 10.5, font=doc.strong)
        doc.ink.line(52, y + 13, 500, y + 13, 0.5)
        drugs = rng.sample(DRUGS, 12)
        for n, drug in enumerate(drugs):
            at, line = 64 + (n % 3) * 150, y + 32 + (n // 3) * 24
            doc.text(at, line, drug, 10)
            letter = rng.choice("SSSIR")
            doc.dots(at + 40, at + 66, line)
            doc.put(at + 74, line, Val(letter, drug, flag=letter), 10)
        y += 150
    doc.paragraph(52, y + 20, "検査室より：耐性菌の場合は接触予防策をお願いします。", 460, 9)
    heads.foot(doc, "微生物検査室 内線 0000", f"検査者 {doc.doctor}")
    return doc.sheet()


def culture(rng: Random) -> Sheet:
    """In English: labelled lines, colony count with its unit, MIC and interpretation in a bare table."""
    doc = Doc(rng, MICRO, english=True)
    doc.dated(time=True)
    doc.text(doc.width / 2, 44, "MICROBIOLOGY - CULTURE REPORT", 14, align="c", font=doc.strong)
    doc.text(doc.width / 2, 60, doc.hospital, 9.5, align="c")
    told = heads.pairs(
        doc, ("Name", "name"), ("Hospital no.", "id"), ("Date of birth", "birth-iso"), ("Sex", "sexletter")
    )
    y = heads.block(doc, 40, 74, told, doc.width - 80, label=76)
    seen = (
        ("Specimen", rng.choice(("Urine, midstream", "Wound swab"))),
        ("Collected", f"{doc.day('iso')} {doc.clock()}"),
    )
    y = heads.strip(doc, 40, y + 20, seen, 9.5) + 8
    organism = rng.choice((*NEGATIVE, *POSITIVE))
    doc.text(40, y, "GRAM STAIN", 10, font=doc.strong)
    for name in ("Gram-positive cocci", "Gram-negative rods", "Leukocytes"):
        y += 17
        doc.text(56, y, name, 9.5)
        doc.put(220, y, Val(rng.choice(("1+", "2+", "3+", "Rare", "Not seen")), name), 9.5)
    y += 28
    doc.text(40, y, "CULTURE", 10, font=doc.strong)
    doc.text(56, y + 17, organism, 9.5)
    doc.put(260, y + 17, Val(rng.choice(("10^4", "10^5", ">10^5")), organism, "CFU/mL", post=" CFU/mL"), 9.5)
    y += 44
    doc.text(40, y, f"ANTIMICROBIAL SUSCEPTIBILITY - {organism}", 10, font=doc.strong)
    rows: list[Row] = []
    for drug in DRUGS_EN:
        mic, kind = susceptible(rng)
        rows.append([drug, Val(mic, drug, "mcg/mL", flag=kind), kind])
    head = ("Antibiotic", "MIC (mcg/mL)", "Interp.")
    y = doc.grid(56, y + 8, Grid((150, 100, 70), "lrc", 17, 9.5, "head"), head, rows)
    doc.text(56, y + 18, "S = susceptible, I = intermediate, R = resistant", 8)
    heads.foot(doc, f"Verified by {doc.doctor}", "Page 1 of 1")
    return doc.sheet()


FAMILIES = (
    Family("microbiology-numbered", MICRO, form),
    Family("microbiology-letters", MICRO, letters),
    Family("microbiology-culture", MICRO, culture, "en"),
)
