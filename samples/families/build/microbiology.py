"""Microbiology reports to build with: blocks, organism columns, letters only, an English page, a narrow list."""

from __future__ import annotations

from random import Random

from mappers.model import DocumentType
from samples.families.build.culture_content import (
    DRUGS,
    DRUGS_EN,
    ORGANISMS,
    ORGANISMS_JA,
    SPECIMENS,
    answer,
    drugs,
)
from samples.families.build.specimen_sheet import SpecimenSheet
from samples.generating.family import Family
from samples.making.truth import Sheet

KIND = DocumentType.MICROBIOLOGY
_CIRCLED = "①②③④"


def blocks(random: Random) -> Sheet:
    """Smear and culture tables, then one block of drugs an organism, drugs in two columns side by side."""
    sheet = SpecimenSheet(random, "細菌検査報告書")
    y = sheet.head("細菌検査報告書", [("検体", random.choice(SPECIMENS)), ("診療科", "呼吸器内科")])
    y = _smear(sheet, y, "【塗抹検査】")
    found = random.sample(ORGANISMS, random.randint(1, 3))
    sheet.put(40, y, "【培養・同定】", 10.5)
    sheet.put(60, y + 16, "No.")
    sheet.put(90, y + 16, "菌名")
    sheet.put(330, y + 16, "菌量")
    y += 32
    for number, organism in enumerate(found, 1):
        sheet.put(60, y, str(number))
        sheet.put(90, y, organism)
        sheet.value(organism, random.choice(("1+", "2+", "3+", "少数", "(2+)")), (330, y))
        y += 15
    y += 8
    sheet.put(40, y, "【薬剤感受性】", 10.5)
    y += 18
    for number, organism in enumerate(found, 1):
        sheet.put(50, y, f"{number} {organism}")
        y += 15
        for left in (60, 310):
            for x, heading in ((0, "薬剤名"), (125, "MIC"), (180, "判定")):
                sheet.put(left + x, y, heading, 8.5)
        y += 4
        sheet.ink.line(50, y, 545, y, 0.4)
        y += 12
        panel = drugs(random, random.randint(6, 9))
        for at, drug in enumerate(panel):
            left = 60 if at % 2 == 0 else 310
            got = answer(random, drug)
            name = organism + " " + DRUGS[drug] if len(found) > 1 else DRUGS[drug]
            sheet.put(left, y, DRUGS[drug], min(sheet.size, 118 / len(DRUGS[drug])))
            sheet.value(name, got.mic, (left + 125, y), flag=got.letter)
            sheet.put(left + 185, y, got.letter)
            y += 14 if at % 2 else 0
        y += 24
    return sheet.sheet(KIND)


def _smear(sheet: SpecimenSheet, y: float, title: str) -> float:
    sheet.put(40, y, title, 10.5)
    y += 16
    rows = ["グラム陽性球菌", "グラム陰性桿菌", "グラム陽性桿菌", "白血球", "扁平上皮", "酵母様真菌"]
    for name in sheet.random.sample(rows, sheet.random.randint(2, 4)):
        sheet.put(60, y, name)
        sheet.value(name, sheet.random.choice(("1+", "2+", "3+", "(-)", "(1+)", "少数", "認めず")), (220, y))
        y += 15
    if sheet.random.random() < 0.5:
        sheet.put(60, y, "Geckler分類")
        sheet.value("Geckler分類", sheet.random.choice("23456"), (220, y))
        y += 15
    return y + 8


def columns(random: Random) -> Sheet:
    """Drugs down, organisms ①②③ across, each with MIC and letter; the legend stands above."""
    sheet = SpecimenSheet(random, "微生物検査結果")
    y = sheet.head("微生物検査結果報告", [("材料", random.choice(SPECIMENS))])
    y = _smear(sheet, y, "■ 塗抹")
    found = random.sample(ORGANISMS, random.randint(2, 3))
    sheet.put(40, y, "■ 同定菌", 10.5)
    y += 16
    for sign, organism in zip(_CIRCLED, found, strict=False):
        sheet.put(60, y, f"{sign} {organism}")
        if random.random() < 0.5:
            sheet.value(organism, random.choice(("10^5", "10^4", "10^3")), (300, y), unit="CFU/mL")
            sheet.put(345, y, "CFU/mL")
        else:
            sheet.value(organism, random.choice(("1+", "2+", "3+")), (300, y))
        y += 15
    y += 10
    sheet.put(40, y, "■ 薬剤感受性成績", 10.5)
    y += 18
    width = 100
    sheet.put(60, y, "薬剤")
    for place, sign in enumerate(_CIRCLED[: len(found)]):
        sheet.put(200 + place * width + 40, y, sign, align="centre")
        sheet.put(200 + place * width + 5, y + 13, "MIC", 8)
        sheet.put(200 + place * width + 55, y + 13, "判定", 8)
    y += 18
    sheet.ink.line(50, y, 545, y, 0.5)
    y += 13
    wide = random.random() < 0.5
    for drug in drugs(random, random.randint(8, 16)):
        sheet.put(60, y, drug)
        for place, organism in enumerate(found):
            if random.random() < 0.25:
                continue
            got = answer(random, drug, wide=wide)
            x = 200 + place * width
            sheet.value(f"{organism} {drug}", got.mic, (x + 5, y), flag=got.letter)
            sheet.put(x + 60, y, got.letter)
        y += 14
    sheet.put(40, y + 14, "S:感受性 I:中間 R:耐性", 7.5)
    return sheet.sheet(KIND)


def letters(random: Random) -> Sheet:
    """Organisms down, drugs across, only letters."""
    sheet = SpecimenSheet(random, "一般細菌検査")
    y = sheet.head(
        "一般細菌検査 成績書", [("検査材料", random.choice(SPECIMENS))], style=random.choice((0, 1))
    )
    found = random.sample(ORGANISMS_JA, random.randint(2, 3))
    sheet.put(40, y, "塗抹鏡検：")
    sheet.value("塗抹鏡検", random.choice(("菌を認めず", "菌体は認められません")), (110, y))
    y += 20
    panel = drugs(random, random.randint(6, 9))
    sheet.put(40, y, "検出菌")
    sheet.put(150, y, "菌量")
    for place, drug in enumerate(panel):
        sheet.put(210 + place * 38, y, drug, 8, "centre")
    y += 5
    sheet.ink.line(40, y, 550, y, 0.5)
    y += 13
    for organism in found:
        sheet.put(40, y, organism)
        sheet.value(organism, random.choice(("1+", "2+", "3+", "少数")), (150, y))
        for place, drug in enumerate(panel):
            if random.random() < 0.2:
                continue
            letter = random.choice("SSSIR")
            sheet.value(f"{organism} {drug}", letter, (210 + place * 38, y), flag=letter, align="centre")
        y += 16
    return sheet.sheet(KIND)


def english(random: Random) -> Sheet:
    """An English culture report with one or two organisms, `Interp` letters or words."""
    sheet = SpecimenSheet(random, "Culture", language="en")
    y = sheet.head("Microbiology Culture Report", [("Specimen", random.choice(("Urine", "Sputum", "Blood")))])
    sheet.put(40, y, "GRAM STAIN", 10.5)
    y += 16
    for name in random.sample(["White blood cells", "Gram-negative rods", "Gram-positive cocci"], 2):
        sheet.put(55, y, name)
        sheet.value(name, random.choice(("Few", "Moderate", "Many", "None seen")), (230, y))
        y += 14
    y += 8
    found = random.sample(ORGANISMS, random.randint(1, 2))
    sheet.put(40, y, "CULTURE RESULT", 10.5)
    y += 16
    for number, organism in enumerate(found, 1):
        sheet.put(55, y, f"{number}. {organism}")
        sheet.value(organism, random.choice((">100,000", "50,000", "10,000")), (300, y), unit="CFU/mL")
        sheet.put(360, y, "CFU/mL")
        y += 14
    y += 10
    words = {"S": "Susceptible", "I": "Intermediate", "R": "Resistant"}
    spelled = random.random() < 0.5
    for organism in found:
        sheet.put(40, y, f"SUSCEPTIBILITY: {organism}", 10)
        y += 15
        for x, heading in ((55, "Antibiotic"), (280, "MIC (ug/mL)"), (380, "Interpretation")):
            sheet.put(x, y, heading, 8.5)
        y += 14
        for drug in sorted(random.sample(DRUGS_EN, random.randint(6, 9))):
            got = answer(random, drug)
            name = f"{organism} {drug}" if len(found) > 1 else drug
            sheet.put(55, y, drug)
            sheet.value(name, got.mic, (280, y), unit="ug/mL", flag=got.letter)
            sheet.put(380, y, words[got.letter] if spelled else got.letter)
            y += 13
        y += 10
    return sheet.sheet(KIND)


def narrow(random: Random) -> Sheet:
    """Label and value lines; drugs three to a line as `ABPC >16 R` or `ABPC >16(R)`."""
    sheet = SpecimenSheet(random, "細菌培養")
    y = sheet.head("培養・感受性検査", [("材料名", random.choice(SPECIMENS))])
    sheet.put(40, y, "塗抹所見")
    sheet.put(60, y + 15, "GNR")
    sheet.value("GNR", random.choice(("1+", "2+", "3+")), (140, y + 15))
    sheet.put(220, y + 15, "WBC")
    sheet.value("WBC", random.choice(("1+", "2+", "(-)")), (300, y + 15))
    y += 36
    found = random.sample(ORGANISMS, random.randint(1, 2))
    glued = random.random() < 0.5
    for number, organism in enumerate(found, 1):
        sheet.put(40, y, f"検出菌{number if len(found) > 1 else ''}")
        sheet.put(110, y, organism)
        sheet.put(330, y, "菌量")
        sheet.value(organism, random.choice(("1+", "2+", "3+", "極少数")), (370, y))
        y += 18
        for at, drug in enumerate(drugs(random, random.randint(7, 11))):
            x = 60 + (at % 3) * 160
            got = answer(random, drug)
            name = f"{organism} {drug}" if len(found) > 1 else drug
            sheet.put(x, y, drug)
            if glued:
                sheet.value(name, got.mic, (x + 50, y), flag=got.letter, printed=f"{got.mic}({got.letter})")
            else:
                sheet.value(name, got.mic, (x + 50, y), flag=got.letter)
                sheet.put(x + 110, y, got.letter)
            y += 14 if at % 3 == 2 else 0
        y += 30
    return sheet.sheet(KIND)


def negative(random: Random) -> Sheet:
    """Nothing grew: labelled statements only."""
    sheet = SpecimenSheet(random, "細菌検査")
    y = sheet.head("細菌検査結果", [("検体", random.choice(SPECIMENS))])
    rows = (
        ("塗抹", ("菌を認めず", "菌体を認めません", "陰性")),
        ("培養", ("陰性", "発育を認めず", "菌の発育を認めません")),
        ("抗酸菌塗抹", ("陰性", "(-)", "ガフキー0号")),
        ("CDトキシン", ("陰性", "(-)", "陽性")),
    )
    for name, values in rows:
        sheet.put(50, y, name)
        sheet.value(name, random.choice(values), (190, y))
        y += 18
    return sheet.sheet(KIND)


FAMILIES = (
    Family("microbiology-blocks", KIND, blocks),
    Family("microbiology-columns", KIND, columns),
    Family("microbiology-letters", KIND, letters),
    Family("microbiology-english", KIND, english, "en"),
    Family("microbiology-narrow", KIND, narrow),
    Family("microbiology-negative", KIND, negative),
)
