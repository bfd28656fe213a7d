"""Microbiology reports: matrices of drugs and organisms, blocks per organism, cultures alone, mycobacteria, English."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from mappers.model import DocumentType
from samples.families.practice.opening import Opened, opened
from samples.families.practice.paper import Cell, Value
from samples.families.practice.persons import staff
from samples.families.practice.table import Column, Row, any_look, table
from samples.generating.family import Family
from samples.making.truth import Sheet

MICRO = DocumentType.MICROBIOLOGY
ORGANISMS = (
    "Escherichia coli", "Klebsiella pneumoniae", "Pseudomonas aeruginosa", "Staphylococcus aureus",
    "Staphylococcus aureus (MRSA)", "Enterococcus faecalis", "Enterobacter cloacae complex", "Proteus mirabilis",
    "Streptococcus agalactiae (GBS)", "Acinetobacter baumannii", "Serratia marcescens", "Citrobacter freundii",
    "E. coli (ESBL産生)", "Haemophilus influenzae", "Candida albicans",
)  # fmt: skip
DRUGS = (
    "ABPC", "PIPC", "SBT/ABPC", "TAZ/PIPC", "CEZ", "CTX", "CTRX", "CAZ", "CFPM",
    "CMZ", "IPM/CS", "MEPM", "AZT", "GM", "AMK", "TOB", "MINO", "CPFX",
    "LVFX", "ST", "FOM", "VCM", "TEIC", "LZD", "CLDM", "EM",
)  # fmt: skip
FULL = {
    "ABPC": "アンピシリン",
    "PIPC": "ピペラシリン",
    "CEZ": "セファゾリン",
    "CTX": "セフォタキシム",
    "CTRX": "セフトリアキソン",
    "CAZ": "セフタジジム",
    "CFPM": "セフェピム",
    "CMZ": "セフメタゾール",
    "MEPM": "メロペネム",
    "AZT": "アズトレオナム",
    "GM": "ゲンタマイシン",
    "AMK": "アミカシン",
    "MINO": "ミノサイクリン",
    "LVFX": "レボフロキサシン",
    "CPFX": "シプロフロキサシン",
    "FOM": "ホスホマイシン",
    "VCM": "バンコマイシン",
    "CLDM": "クリンダマイシン",
    "EM": "エリスロマイシン",
    "TOB": "トブラマイシン",
}
ENGLISH = ("Ampicillin", "Ampicillin/Sulbactam", "Piperacillin/Tazobactam", "Cefazolin", "Ceftriaxone", "Cefepime",
           "Meropenem", "Gentamicin", "Amikacin", "Ciprofloxacin", "Levofloxacin", "Vancomycin", "Linezolid",
           "Trimethoprim/Sulfamethoxazole", "Nitrofurantoin", "Clindamycin")  # fmt: skip
MATERIALS = ("中間尿", "カテーテル尿", "喀痰", "静脈血", "創部膿", "便", "胸水", "咽頭粘液", "気管内採痰")
AMOUNTS = ("1+", "2+", "3+", "(+)", "(2+)", "(3+)", "少量", "中等量", "多量")
COUNTS = ("10^3", "10^4", "10^5", "10^6", "1×10^5", "10⁵", "10^7以上")


@dataclass(frozen=True, slots=True)
class Found:
    """An organism: `label` is how the page's list prints it."""

    name: str
    amount: str
    unit: str


def found(rng: Random, count: int) -> list[Found]:
    """Different organisms with amounts of one kind."""
    if rng.random() < 0.5:
        return [Found(n, rng.choice(AMOUNTS[:3]), "") for n in rng.sample(ORGANISMS, count)]
    if rng.random() < 0.3:
        return [Found(n, rng.choice(AMOUNTS[3:]), "") for n in rng.sample(ORGANISMS, count)]
    unit = rng.choice(("CFU/mL", "CFU/ml", "個/mL"))
    return [Found(n, rng.choice(COUNTS), unit) for n in rng.sample(ORGANISMS, count)]


SIGNS = (("<=", ">="), ("≦", "≧"), ("≤", "≥"), ("<=", ">"))


def mic(rng: Random, signs: tuple[str, str]) -> tuple[str, str]:
    """A MIC as printed and its letter; `signs` stand before the ends of the tested steps."""
    low, high = signs
    steps = ("0.25", "0.5", "1", "2", "4", "8", "16", "32")
    step = rng.randrange(8)
    letter = "S" if step < 4 else "I" if step == 4 else "R"
    text = steps[step]
    if step == 0 or (step < 3 and rng.random() < 0.4):
        text = low + text
    elif step == 7 or (step > 5 and rng.random() < 0.5):
        text = high + text
    return text, letter


def smear(rng: Random) -> list[tuple[str, str]]:
    """Rows of a Gram smear."""
    rows = [("グラム陽性球菌", AMOUNTS[:3]), ("グラム陰性桿菌", AMOUNTS[:3]), ("グラム陽性桿菌", ("1+", "(-)")),
            ("白血球", ("1+", "2+", "3+")), ("扁平上皮細胞", ("1+", "(-)", "2+")), ("酵母様真菌", ("(-)", "1+")),
            ("Geckler分類", ("1", "2", "3", "4", "5", "6")), ("貪食像", ("(+)", "(-)"))]  # fmt: skip
    chosen = sorted(rng.sample(range(len(rows)), rng.randint(2, 6)))
    return [(rows[c][0], rng.choice(rows[c][1])) for c in chosen]


TITLES = ("細菌検査報告書", "微生物検査報告書", "一般細菌検査結果", "細菌検査結果報告書（最終）")
DAYS = ("採取日", "検体採取日", "採取日時", "採取")
REPORTED = ("報告日", "最終報告", "最終報告日")


def _open(rng: Random, titles: Sequence[str] = TITLES) -> Opened:
    extra = [(rng.choice(("検査材料", "材料", "検体", "検体材料")), rng.choice(MATERIALS))]
    if rng.random() < 0.4:
        extra.append(("受付No", f"{rng.randrange(10**6):06d}"))
    return opened(rng, titles, DAYS, extra=extra, reported=REPORTED)


def _smear_rows(sheet: Opened, y: float) -> float:
    """The smear as label and value pairs, in lines or in a small table."""
    rng, paper = sheet.paper.rng, sheet.paper
    y = paper.headline(
        sheet.x, y, sheet.width, rng.choice(("塗抹検査", "塗抹鏡検", "塗抹検査（グラム染色）", "グラム染色"))
    )
    values = [Value(text, name) for name, text in smear(rng)]
    if rng.random() < 0.5:
        rows: list[Row] = [[v.name, v] for v in values]
        look = any_look(rng, pt=paper.pt * 0.95)
        return (
            table(
                paper,
                sheet.x,
                y,
                sheet.width * 0.55,
                [Column("項目", 2), Column("結果", 1, "centre")],
                rows,
                look,
            )
            + 8
        )
    for value in values:
        paper.write(sheet.x + 10, y + paper.pt, value.name)
        paper.write(sheet.x + 150, y + paper.pt, value)
        y += paper.pt * 1.5
    return y + 6


def _matrix(rng: Random) -> Sheet:
    """Organisms listed with numbers, drugs down, a MIC and a letter column for each organism."""
    sheet = _open(rng)
    paper, y = sheet.paper, sheet.y
    if rng.random() < 0.6:
        y = _smear_rows(sheet, y)
    organisms = found(rng, rng.choice((1, 2, 2, 3)))
    signs = rng.choice(SIGNS)
    y = paper.headline(sheet.x, y, sheet.width, rng.choice(("培養・同定", "培養同定検査", "同定検査")))
    numbers = rng.choice((("①", "②", "③"), ("1", "2", "3"), ("菌1", "菌2", "菌3"), ("No.1", "No.2", "No.3")))
    rows: list[Row] = []
    for number, one in zip(numbers, organisms, strict=False):
        rows.append(
            [
                number,
                one.name,
                Value(one.amount, one.name, one.unit, after=f" {one.unit}" if one.unit else ""),
            ]
        )
    columns = [
        Column("", 0.5, "centre"),
        Column(rng.choice(("菌名", "検出菌", "同定菌名")), 3),
        Column("菌量", 1.5),
    ]
    y = table(paper, sheet.x, y, sheet.width * 0.8, columns, rows, any_look(rng, pt=paper.pt)) + 10
    title = rng.choice(("薬剤感受性", "薬剤感受性検査 (MIC μg/mL)", "感受性検査"))
    unit = "μg/mL" if "μg/mL" in title else ""
    y = paper.headline(sheet.x, y, sheet.width, title)
    named = rng.random() < 0.35 and len(organisms) < 3
    columns = [Column(rng.choice(("薬剤", "薬剤名", "抗菌薬")), 2)]
    for number, one in zip(numbers, organisms, strict=False):
        columns += [Column(one.name if named else f"{number} MIC", 2.4 if named else 1.2, "right"),
                    Column("" if named else rng.choice(("判定", "SIR")), 0.8, "centre")]  # fmt: skip
    rows = []
    for drug in _some_drugs(rng, 8, 15):
        row: list[Cell] = [drug]
        for one in organisms:
            text, letter = mic(rng, signs)
            name = drug if len(organisms) == 1 else f"{one.name} {drug}"
            row += [Value(text, name, unit, flag=letter), letter] if rng.random() > 0.12 else ["", ""]
        rows.append(row)
    share = 0.55 if len(organisms) == 1 else 1.0
    table(paper, sheet.x, y, sheet.width * share, columns, rows, any_look(rng, pt=paper.pt * 0.95))
    paper.write(sheet.x, paper.height - 34, f"S:感性 I:中間 R:耐性　　検査担当 {staff(rng)}", pt=7.5)
    return paper.finish(sheet.printed, MICRO)


def _some_drugs(rng: Random, few: int, many: int) -> list[str]:
    return [DRUGS[n] for n in sorted(rng.sample(range(len(DRUGS)), rng.randint(few, many)))]


def _blocks(rng: Random) -> Sheet:
    """One block an organism: its name and amount, then drugs in two or three columns of MIC and letter."""
    sheet = _open(rng)
    paper, y = sheet.paper, sheet.y
    organisms = found(rng, rng.choice((1, 2, 2)))
    signs = rng.choice(SIGNS)
    abreast, long_names = rng.choice((2, 2, 3)), rng.random() < 0.4
    look = any_look(rng, pt=paper.pt * 0.92, rules=("grid", "rows", "none", "frame"))
    amount_label = rng.choice(("菌量", "菌数", "量"))
    name_label = rng.choice(("検出菌名", "菌名", "分離菌", "同定菌"))
    for number, one in enumerate(organisms, 1):
        before = rng.choice((f"{name_label} {number}：", f"({number}) ", f"{number}. "))
        right = paper.write(sheet.x, y + paper.pt, f"{before}{one.name}", pt=paper.pt * 1.08)
        amount = Value(
            one.amount,
            one.name,
            one.unit,
            before=f"{amount_label}：",
            after=f" {one.unit}" if one.unit else "",
        )
        paper.write(max(right + 24, sheet.x + 260), y + paper.pt, amount)
        y += paper.pt * 1.9
        drugs = _some_drugs(rng, 8, 16)
        per = -(-len(drugs) // abreast)
        columns = [
            Column("薬剤名", 2.4 if long_names else 1.6),
            Column("MIC", 1.1, "right"),
            Column("判定", 0.8, "centre"),
        ] * abreast
        rows: list[Row] = []
        for line in range(per):
            row: list[Cell] = []
            for drug in drugs[line::per]:
                text, letter = mic(rng, signs)
                shown = FULL.get(drug, drug) if long_names else drug
                name = shown if len(organisms) == 1 else f"{one.name} {shown}"
                row += [shown, Value(text, name, flag=letter), letter]
            rows.append(row)
        y = table(paper, sheet.x, y, sheet.width, columns, rows, look) + 16
    if rng.random() < 0.5:
        paper.write(
            sheet.x,
            y + 4,
            "コメント：" + rng.choice(("耐性菌注意。接触予防策を行ってください。", "常在菌も認めます。")),
            pt=8.5,
        )
    return paper.finish(sheet.printed, MICRO)


def _letters(rng: Random) -> Sheet:
    """Cultures with letters only (disk method), or none grown: labels and statements."""
    sheet = _open(rng)
    paper, y = sheet.paper, sheet.y
    label_x, value_x = sheet.x, sheet.x + 130
    grown = rng.random() < 0.65
    lines = [
        Value(
            rng.choice(("グラム陽性球菌 (2+)", "菌を認めず", "グラム陰性桿菌 少数")),
            rng.choice(("塗抹", "塗抹鏡検")),
        )
    ]
    lines.append(
        Value(
            "陽性" if grown else rng.choice(("陰性", "発育なし", "48時間培養にて菌陰性")),
            rng.choice(("培養", "培養結果")),
        )
    )
    one = rng.choice(ORGANISMS)
    if grown:
        lines.append(Value(one, rng.choice(("検出菌", "同定菌", "分離菌名"))))
    ruled = rng.random() < 0.4
    for line in lines:
        if ruled:
            paper.ink.box(label_x, y, sheet.x + sheet.width * 0.8, y + paper.pt * 2, width=0.4)
        paper.write(label_x + 4, y + paper.pt * 1.35, line.name)
        paper.write(value_x, y + paper.pt * 1.35, line)
        y += paper.pt * 2
    y += 14
    if grown:
        rows: list[Row] = []
        columns = [Column("薬剤", 1.5), Column(rng.choice(("判定", "感受性", "結果")), 1, "centre")] * 3
        drugs = _some_drugs(rng, 9, 18)
        per = -(-len(drugs) // 3)
        for line_number in range(per):
            row: list[Cell] = []
            for drug in drugs[line_number::per]:
                letter = rng.choice("SSSIRR")
                row += [drug, Value(letter, drug, flag=letter)]
            rows.append(row)
        y = table(paper, sheet.x, y, sheet.width, columns, rows, any_look(rng, pt=paper.pt))
    paper.write(sheet.x, y + 24, rng.choice(("検査者：", "担当：")) + staff(rng), pt=8.5)
    return paper.finish(sheet.printed, MICRO)


def _mycobacteria(rng: Random) -> Sheet:
    """Acid-fast bacilli: smear, nucleic acid tests, culture by week."""
    sheet = _open(rng, ("抗酸菌検査報告書", "抗酸菌検査結果", "結核菌検査報告書"))
    paper = sheet.paper
    positive = rng.random() < 0.5
    said = [
        ("塗抹 蛍光法", rng.choice(("1+", "2+", "3+", "±")) if positive else "(-)"),
        ("ガフキー号数", str(rng.randint(1, 9)) if positive else "0"),
        ("結核菌群 PCR", "陽性" if positive else "陰性"),
        ("M.avium PCR", rng.choice(("陰性", "陰性", "陽性"))),
        ("M.intracellulare PCR", "陰性"),
        ("小川培地 4週", rng.choice(("(-)", "1+ (30コロニー)")) if positive else "(-)"),
        ("液体培養 6週", "陽性" if positive else "陰性"),
        ("T-SPOT.TB", rng.choice(("陽性", "陰性", "判定保留"))),
    ]
    chosen = sorted(rng.sample(range(len(said)), rng.randint(4, 8)))
    rows: list[Row] = [[said[c][0], Value(said[c][1], said[c][0])] for c in chosen]
    columns = [Column("検査項目", 2), Column(rng.choice(("結果", "検査結果")), 1.5)]
    y = table(
        paper,
        sheet.x,
        sheet.y,
        sheet.width * rng.uniform(0.6, 1.0),
        columns,
        rows,
        any_look(rng, pt=paper.pt),
    )
    paper.write(sheet.x, y + 20, "※培養検査は8週まで継続します。", pt=8)
    return paper.finish(sheet.printed, MICRO)


def _english(rng: Random) -> Sheet:
    """Culture report: organisms with quantities, antibiotics by organism with MIC and interpretation."""
    specimen = (
        "Specimen",
        rng.choice(("Urine, midstream", "Sputum", "Blood culture, aerobic", "Wound swab")),
    )
    titles, days = ("Microbiology Report", "CULTURE AND SENSITIVITY"), ("Collected", "Collection date")
    sheet = opened(rng, titles, days, english=True, extra=[specimen], reported=("Reported",))
    paper, y = sheet.paper, sheet.y + 6
    names = [n for n in ORGANISMS if n.isascii()]
    organisms = rng.sample(names, rng.choice((1, 2, 2)))
    signs = rng.choice(SIGNS)
    unit = "CFU/mL"
    for number, one in enumerate(organisms, 1):
        amount = rng.choice(("10^5", ">10^5", "10^4", "1+", "3+", "Heavy growth", "Few"))
        counted = "10" in amount
        value = Value(amount, one, unit if counted else "", after=f" {unit}" if counted else "")
        right = paper.write(sheet.x, y + paper.pt, f"Organism {number}: {one}")
        paper.write(max(right + 20, sheet.x + 280), y + paper.pt, value)
        y += paper.pt * 1.7
    columns = [Column("Antibiotic", 2.6)]
    for number, one in enumerate(organisms, 1):
        head = one if rng.random() < 0.5 else f"Org {number}"
        columns += [Column(head, 1.8, "right"), Column("Int", 0.7, "centre")]
    rows: list[Row] = []
    for drug in sorted(rng.sample(ENGLISH, rng.randint(7, 13))):
        row: list[Cell] = [drug]
        for one in organisms:
            text, letter = mic(rng, signs)
            name = drug if len(organisms) == 1 else f"{one} {drug}"
            row += [Value(text, name, "ug/mL", flag=letter), letter]
        rows.append(row)
    paper.write(sheet.x, y + paper.pt * 1.5, "Susceptibility (MIC in ug/mL)", font=paper.face.heading)
    y += paper.pt * 2.2
    y = table(
        paper,
        sheet.x,
        y,
        sheet.width * (0.65 if len(organisms) == 1 else 1),
        columns,
        rows,
        any_look(rng, pt=paper.pt),
    )
    paper.write(sheet.x, y + 18, "S = susceptible  I = intermediate  R = resistant", pt=8)
    return paper.finish(sheet.printed, MICRO)


FAMILIES = (
    Family("microbiology-matrix", MICRO, _matrix),
    Family("microbiology-perorganism", MICRO, _blocks),
    Family("microbiology-letters", MICRO, _letters),
    Family("microbiology-acidfast", MICRO, _mycobacteria),
    Family("microbiology-culture", MICRO, _english, "en"),
)
