"""Microbiology: organisms beside drugs, an outside laboratory's form, one organism with panels, acid-fast bacilli."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice7 import bank
from samples.generating.family import Family
from samples.generating.kit import B5, PALE, SKY, Cell, Doc, R, day, half
from samples.making.truth import Sheet

MICRO = DocumentType.MICROBIOLOGY
_DRUGS = (
    ("アンピシリン", "ABPC"), ("ピペラシリン", "PIPC"), ("アンピシリン/スルバクタム", "ABPC/S"),
    ("タゾバクタム/ピペラシリン", "TAZ/PIPC"), ("セファゾリン", "CEZ"), ("セフメタゾール", "CMZ"),
    ("セフトリアキソン", "CTRX"), ("セフタジジム", "CAZ"), ("セフェピム", "CFPM"), ("メロペネム", "MEPM"),
    ("ゲンタマイシン", "GM"), ("アミカシン", "AMK"), ("ミノサイクリン", "MINO"), ("レボフロキサシン", "LVFX"),
    ("ST合剤", "ST"), ("ホスホマイシン", "FOM"), ("バンコマイシン", "VCM"), ("クリンダマイシン", "CLDM"),
)  # fmt: skip
_RODS = (
    "Escherichia coli", "Klebsiella pneumoniae", "Pseudomonas aeruginosa", "Enterobacter cloacae",
    "Proteus mirabilis", "Citrobacter freundii", "Serratia marcescens",
)  # fmt: skip
_COCCI = (
    "Staphylococcus aureus (MRSA)",
    "Staphylococcus epidermidis",
    "Enterococcus faecalis",
    "α-Streptococcus",
)
_MIC = {"S": ("<=0.5", "<=1", "<=2", "1", "2"), "I": ("4", "8", "16"), "R": (">=32", ">16", ">8", ">=64")}


def _head(doc: Doc, y: float, material: str, style: str) -> float:
    rng = doc.rng
    doc.ink.box(36, y, doc.ink.width - 36, y + 54, width=0.7)
    middle = doc.ink.width / 2
    doc.pairs(
        42,
        y + 15,
        (("患者ID", doc.pid()), ("氏名", f"{doc.name()} 様"), ("検査材料", material)),
        size=9,
        step=16,
        gap=56,
    )
    doc.pairs(
        middle,
        y + 15,
        (
            ("性別/年齢", f"{doc.sex()} / {doc.age()}歳"),
            ("採取日", day(doc.when, style)),
            ("依頼科", rng.choice(bank.DEPARTMENTS)),
        ),
        size=9,
        step=16,
        gap=62,
    )
    return y + 54


def _letter(rng: Random) -> str:
    return rng.choices("SIR", (6, 1, 3))[0]


def beside(rng: Random) -> Sheet:
    """Smear, culture, and a table of drugs by organisms ①②③ with MIC and judgement for each."""
    doc = Doc(rng, MICRO)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(297, 44, "細菌検査結果報告書（最終報告）", 14, bold=True, align="centre")
    doc.text(559, 60, rng.choice(bank.HOSPITALS) + "　微生物検査室", 8, align="right")
    material = rng.choice(("喀痰", "尿(カテーテル)", "膿・分泌物", "胆汁"))
    y = _head(doc, 68, material, "slash") + 20
    doc.text(36, y, "【塗抹検査】グラム染色", 10, bold=True)
    y += 17
    for name, choices in (
        ("グラム陽性球菌", ("1+", "2+", "(-)")),
        ("グラム陰性桿菌", ("2+", "3+", "1+")),
        ("白血球", ("1+", "2+", "3+")),
        ("扁平上皮", ("(-)", "1+")),
    ):
        doc.text(52, y, name, 9.5)
        doc.result(160, y, R(rng.choice(choices), name), 9.5)
        y += 15
    if material == "喀痰":
        doc.text(280, y - 60, "Geckler分類", 9.5)
        doc.result(360, y - 60, R(str(rng.randint(3, 5)), "Geckler分類"), 9.5)
    doc.text(36, y + 8, "【培養・同定検査】", 10, bold=True)
    y += 26
    found = [*rng.sample(_RODS, 2), rng.choice(_COCCI)][: rng.randint(2, 3)]
    for number, organism in zip("①②③", found, strict=False):
        doc.text(52, y, f"{number} {organism}", 10)
        doc.result(300, y, R(rng.choice(("少量", "中等量", "多量", "1+", "2+", "3+")), organism), 10)
        y += 16
    doc.text(36, y + 8, "【薬剤感受性検査】", 10, bold=True)
    heads: list[Cell] = ["薬剤名", "略号"]
    for number in "①②③"[: len(found)]:
        heads += [f"{number}MIC(μg/mL)", "判定"]
    rows: list[list[Cell]] = [heads]
    for drug, short in _DRUGS[: rng.randint(14, 17)]:
        row: list[Cell] = [drug, short]
        for organism in found:
            if rng.random() < 0.15:
                row += ["", ""]
                continue
            flag = _letter(rng)
            row += [R(rng.choice(_MIC[flag]), f"{organism} {drug}", "μg/mL", "", flag), flag]
        rows.append(row)
    wide = (140, 58, *((70, 36) * len(found)))
    end = doc.table(
        36, y + 16, wide, rows, align="ll" + "rc" * len(found), size=9, step=17, rules="grid", fill=PALE
    )
    doc.text(36, end + 16, "S：感性　I：中間　R：耐性　（CLSI M100 準拠）", 8)
    return doc.sheet()


def outside(rng: Random) -> Sheet:
    """An outside laboratory's B5 form: amounts as crosses, only letters for drugs, in two half tables."""
    doc = Doc(rng, MICRO, size=B5)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    told = doc.when + timedelta(days=4)
    doc.text(30, 34, "微生物検査報告書", 13, bold=True)
    doc.text(486, 34, rng.choice(bank.LABORATORIES), 8, align="right")
    y = _head(doc, 46, rng.choice(("中間尿", "咽頭粘液", "創部膿", "腟分泌物")), "short") + 16
    doc.text(
        36,
        y,
        f"受付日 {day(doc.when, 'short')}　報告日 {day(told, 'short')}　依頼元 {rng.choice(bank.HOSPITALS)}",
        8,
    )
    organism = rng.choice(_RODS)
    rows: list[list[Cell]] = [
        ["検査項目", "結　果"],
        ["塗抹", R(rng.choice(("グラム陰性桿菌を認める", "菌を認めず")), "塗抹")],
    ]
    end = doc.table(36, y + 10, (110, 334), rows, align="ll", size=10, step=20, rules="grid", fill=SKY)
    amount = R(rng.choice(("10^5", "10^6", "10^7")), organism, "CFU/mL", post=" CFU/mL")
    rows = [["同定菌名", "菌量"], [organism, amount]]
    end = doc.table(36, end + 8, (250, 194), rows, align="ll", size=10, step=20, rules="grid", fill=SKY)
    doc.text(36, end + 20, "薬剤感受性（微量液体希釈法）", 10, bold=True)
    drugs = rng.sample(_DRUGS, 12)
    for n in range(2):
        part: list[list[Cell]] = [["薬　剤", "判定"]]
        for drug, _ in drugs[n * 6 : n * 6 + 6]:
            flag = _letter(rng)
            part.append([drug, R(flag, drug, "", "", flag)])
        doc.table(
            36 + n * 228, end + 28, (166, 50), part, align="lc", size=9.5, step=18, rules="grid", fill=SKY
        )
    doc.text(36, end + 186, "コメント：判定基準はブレイクポイント MIC によります。", 8.5)
    doc.seal(450, 680, bank.family(rng))
    return doc.sheet()


def blood(rng: Random) -> Sheet:
    """Blood culture: two sets of bottles with hours to positivity, an organism, its drugs in two columns."""
    doc = Doc(rng, MICRO)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(36, 46, "血液培養検査 結果報告", 15, bold=True)
    y = _head(doc, 60, "静脈血", "kanji") + 24
    organism = rng.choice((*_RODS, *_COCCI))
    rows: list[list[Cell]] = [["ボトル", "培養結果", "陽性化時間"]]
    for n, bottle in enumerate(("1セット目 好気", "1セット目 嫌気", "2セット目 好気", "2セット目 嫌気")):
        if n == 0 or rng.random() < 0.6:
            hours = R(f"{rng.uniform(8, 30):.1f}", f"{bottle} 陽性化時間", "時間", post=" 時間")
            rows.append([bottle, R("陽性", bottle), hours])
        else:
            rows.append([bottle, R("陰性", bottle), "－"])
    y = doc.table(36, y - 6, (150, 110, 110), rows, align="lcr", size=10, step=19, rules="rows") + 26
    doc.text(36, y, "検出菌", 11, bold=True)
    doc.result(110, y, R(organism, "検出菌"), 12)
    doc.rule(36, y + 8, 559, 0.4)
    doc.text(36, y + 26, "薬剤感受性", 11, bold=True)
    y += 46
    drugs = rng.sample(_DRUGS, rng.choice((12, 14)))
    for n, (drug, _) in enumerate(drugs):
        x = 40.0 + (n % 2) * 264
        flag = _letter(rng)
        doc.text(x, y, drug, 9.5)
        doc.dots(x + doc.width(drug, 9.5) + 4, x + 160, y, 9.5, "…")
        doc.result(x + 200, y, R(rng.choice(_MIC[flag]), drug, "", "", flag), 9.5, "right")
        doc.text(x + 216, y, f"({flag})", 9.5)
        y += 18 * (n % 2)
    doc.text(
        36,
        y + 24,
        f"報告日時 {day(doc.when + timedelta(days=3), 'slash')} 14:20　担当 {bank.family(rng)}",
        8.5,
    )
    doc.foot(rng.choice(bank.HOSPITALS))
    return doc.sheet()


def acid(rng: Random) -> Sheet:
    """抗酸菌検査: smear, PCR and culture by week, and drugs of tuberculosis, in one ruled form."""
    doc = Doc(rng, MICRO)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(36, 44, "抗酸菌検査報告書", 15, bold=True)
    doc.text(559, 44, f"{half('ホウコク')} {day(doc.when + timedelta(days=40), 'slash')}", 8.5, align="right")
    y = _head(doc, 56, rng.choice(("喀痰", "気管支洗浄液", "胃液")), "slash") + 18
    positive = rng.random() < 0.6
    rows: list[list[Cell]] = [["検査項目", "方法", "結果"]]
    rows += [
        ["抗酸菌塗抹", "蛍光法", R(rng.choice(("(1+)", "(2+)", "(±)")) if positive else "(-)", "抗酸菌塗抹")],
        ["結核菌群 PCR", "リアルタイムPCR", R("陽性" if positive else "陰性", "結核菌群 PCR")],
        ["MAC PCR", "リアルタイムPCR", R("陰性", "MAC PCR")],
        ["抗酸菌培養 4週", "液体培地", R("(2+)" if positive else "(-)", "抗酸菌培養 4週")],
        ["抗酸菌培養 8週", "液体培地", R("(3+)" if positive else "(-)", "抗酸菌培養 8週")],
    ]
    if positive:
        rows.append(["同定", "免疫クロマト", R("Mycobacterium tuberculosis complex", "同定")])
    end = doc.table(36, y - 4, (150, 130, 243), rows, align="lll", size=10, step=21, rules="grid", fill=PALE)
    if positive:
        doc.text(36, end + 24, "抗酸菌薬剤感受性検査", 11, bold=True)
        rows = [["薬剤", "濃度(μg/mL)", "判定"]]
        for drug, level in (
            ("SM", "10.0"),
            ("EB", "2.5"),
            ("INH", "0.2"),
            ("RFP", "40.0"),
            ("PZA", "100"),
            ("LVFX", "1.0"),
        ):
            flag = rng.choices("SR", (9, 1))[0]
            rows.append([drug, level, R(flag, drug, "", "", flag)])
        end = doc.table(
            36, end + 32, (100, 110, 80), rows, align="lrc", size=10, step=19, rules="grid", fill=PALE
        )
    doc.text(36, end + 26, f"検査担当　{bank.doctor(rng)}", 9)
    doc.seal(180, end + 22, bank.family(rng), 12)
    return doc.sheet()


FAMILIES = (
    Family("microbiology-numbered", MICRO, beside),
    Family("microbiology-b5-letters", MICRO, outside),
    Family("microbiology-bottles", MICRO, blood),
    Family("microbiology-acid-fast", MICRO, acid),
)
