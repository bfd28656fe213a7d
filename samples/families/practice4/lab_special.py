"""Laboratory reports of special tests, of a cell counter and of a check-up: odd values, ranges of one side."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from mappers.model import DocumentType
from samples.families.practice4 import bank, heads
from samples.families.practice4.kit import RED, SHADE, Cell, Doc, Grid, Row, Val
from samples.generating.family import Family
from samples.making.ink import PORTRAIT
from samples.making.truth import Sheet

LAB = DocumentType.LAB_REPORT
Odd = Callable[[Random], tuple[str, str]]


def number(low: float, high: float, digits: int, limit: float) -> Odd:
    """A number; H above the limit."""

    def drawn(rng: Random) -> tuple[str, str]:
        text = f"{rng.uniform(low, high):.{digits}f}"
        return text, "H" if float(text) > limit else ""

    return drawn


def word(*choices: tuple[str, str]) -> Odd:
    """One of the statements with their flags."""
    return lambda rng: rng.choice(choices)


# section, name, unit, reference, result
SPECIAL: tuple[tuple[str, str, str, str, Odd], ...] = (
    ("感染症", "HBs抗原", "IU/mL", "0.05未満", word(("0.00", ""), ("<0.05", ""), ("12.41", "H"))),
    ("感染症", "HCV抗体", "S/CO", "1.00未満", word(("0.06", ""), ("0.11", ""), ("8.42", "H"))),
    ("感染症", "HIV抗原・抗体", "", "陰性(-)", word(("陰性(-)", ""), ("(-)", ""))),
    ("感染症", "RPR定性", "", "(-)", word(("(-)", ""), ("(1+)", "H"))),
    ("感染症", "TPHA定量", "倍", "80未満", word(("80未満", ""), ("320", "H"))),
    ("腫瘍マーカー", "CEA", "ng/mL", "5.0以下", number(0.6, 8, 1, 5)),
    ("腫瘍マーカー", "CA19-9", "U/mL", "37.0以下", word(("<2.0", ""), ("11.8", ""), ("58.3", "H"))),
    ("腫瘍マーカー", "AFP", "ng/mL", "10.0以下", number(1, 12, 1, 10)),
    ("腫瘍マーカー", "SCC抗原", "ng/mL", "1.5以下", word(("0.9", ""), ("再検", ""), ("2.3", "H"))),
    ("腫瘍マーカー", "PIVKA-II", "mAU/mL", "40未満", word(("18", ""), ("測定不能", ""), ("77", "H"))),
    ("内分泌", "TSH", "μIU/mL", "0.500～5.000", word(("1.482", ""), ("<0.005", "L"), ("8.910", "H"))),
    ("内分泌", "FT4", "ng/dL", "0.90～1.70", word(("1.21", ""), (">7.77", "H"), ("0.61", "L"))),
    ("内分泌", "インスリン", "μU/mL", "1.84～12.2", word(("5.31", ""), ("溶血のため測定不能", ""))),
    ("免疫", "リウマトイド因子", "IU/mL", "15以下", word(("5以下", ""), ("44", "H"))),
    ("免疫", "抗核抗体", "倍", "40未満", word(("40未満", ""), ("160", "H"))),
    ("免疫", "抗CCP抗体", "U/mL", "4.5未満", word(("0.6未満", ""), ("23.9", "H"))),
    ("免疫", "直接クームス試験", "", "(-)", word(("(-)", ""), ("1+", "H"), ("2+", "H"))),
)


def special(rng: Random) -> Sheet:
    """Special tests by section; the reference below or beside, the mark `*` or H before the result."""
    doc = Doc(rng, LAB)
    doc.dated(time=False)
    heads.title(doc, 44, "特殊検査報告書", 17, align="l")
    told = heads.pairs(
        doc,
        ("患者ID", "id"),
        ("フリガナ", "kana"),
        ("氏名", "name"),
        ("生年月日", "birth-era"),
        ("性別", "sexsei"),
    )
    heads.lines(doc, 330, 40, told, 8.5)
    dates = (("依頼元", doc.hospital), ("採取日", doc.day("slash")), ("受付日", doc.day("slash")))
    y = max(heads.lines(doc, 40, 72, dates, 8.5), 112)
    mark = rng.choice(("*", "H", "異"))
    rows: list[Row] = []
    last = ""
    for section, name, unit, ref, odd in SPECIAL:
        if rng.random() < 0.2:
            continue
        if section != last:
            rows.append(f"■ {section}")
            last = section
        value, flag = odd(rng)
        shown = (mark if flag == "H" or mark != "H" else flag) if flag else ""
        true = {"": "", "*": "A", "異": "A"}.get(shown, shown)
        rows.append(
            [
                name,
                shown,
                Val(value, name, unit, ref, true),
                unit,
                ref,
                rng.choice(("CLIA", "CLEIA", "ECLIA")),
            ]
        )
    if rng.random() < 0.6:
        rows.append(["フェリチン", "", "検査中", "ng/mL", "", "LA"])
    grid = Grid((140, 36, 112, 66, 100, 62), "lcrllc", 18, 9, rng.choice(("all", "rows")), SHADE)
    y = doc.grid(40, y, grid, ("項目", "判定", "結果", "単位", "基準範囲", "方法"), rows)
    doc.ink.box(40, y + 14, doc.width - 40, y + 70, width=0.6)
    doc.text(46, y + 28, "【コメント】", 8.5)
    doc.paragraph(52, y + 42, "検体は弱溶血（1+）でした。項目により影響を受けることがあります。", 480, 8)
    heads.foot(doc, "架空メディカルラボ株式会社　検査責任者 月見里", doc.day("slash"))
    return doc.sheet()


def counter(rng: Random) -> Sheet:
    """A cell counter's own print: abbreviations, the unit in square brackets, + or - behind the number."""
    doc = Doc(rng, LAB, (300, 520))
    doc.dated(time=True)
    doc.text(18, 26, "KX-IMAGINE 2100", 10, font=doc.strong)
    doc.text(282, 26, "WBモード", 8.5, align="r")
    told = heads.pairs(doc, ("検体番号", f"={rng.randrange(1, 300):04d}"), ("ID番号", "id"), ("氏名", "name"))
    y = heads.lines(doc, 18, 44, told, 8.5, colon=":")
    y = heads.strip(doc, 18, y, (("測定日時", f"{doc.day('slash')} {doc.clock()}"),), 8.5) + 6
    doc.ink.line(18, y - 10, 282, y - 10, 0.8)
    for test in (*bank.BLOOD, *bank.DIFF):
        value, flag = test.result(rng, "male")
        low, high = test.bounds("male")
        name = test.short if test in bank.BLOOD else f"{test.short}%"
        ref = f"{low:.{test.digits}f}-{high:.{test.digits}f}"
        shown = {"H": "H", "L": "L"}.get(flag, "")
        doc.text(22, y, name, 9.5)
        start = 128 - doc.wide(value, 9.5)
        doc.put(start, y, Val(value, name, test.unit, ref, flag), 9.5)
        doc.text(134, y, shown, 9.5) if shown else None
        doc.text(152, y, f"[{test.unit}]", 8.5)
        doc.text(282, y, f"({ref})", 8.5, align="r")
        y += 22
    doc.ink.line(18, y - 8, 282, y - 8, 0.8)
    doc.text(18, y + 8, f"QC OK　試薬Lot {rng.randrange(10**5, 10**6)}", 7.5)
    return doc.sheet()


def checkup(rng: Random) -> Sheet:
    """A check-up: landscape, label blocks of groups beside each other, judgement letters, one-sided ranges."""
    doc = Doc(rng, LAB, (PORTRAIT[1], PORTRAIT[0]))
    doc.dated(time=False)
    doc.text(36, 38, "健康診断結果報告書（血液検査）", 15, font=doc.strong)
    doc.text(doc.width - 36, 38, f"受診日：{doc.day('era')}", 10, align="r")
    told = heads.pairs(
        doc,
        ("受診番号", "id"),
        ("氏名", "namesama"),
        ("性別", "sexja"),
        ("生年月日", "birth-dot"),
        ("年齢", "age"),
        ("所属", "=第二営業部"),
    )
    y = heads.block(doc, 36, 50, told, doc.width - 72, across=3, size=9) + 14
    groups = (
        (("血液一般", bank.BLOOD[1:4] + bank.BLOOD[7:]), ("脂質", bank.LIPID[1:])),
        (("肝機能", bank.CHEM[3:8]), ("腎機能", bank.CHEM[10:12])),
        (("代謝", bank.SUGAR), ("尿酸・電解質", bank.CHEM[12:16])),
    )
    low, high = ("L", "H") if rng.random() < 0.5 else ("▼", "▲")
    for n, column in enumerate(groups):
        left, at = 36 + n * 260, y
        for name, tests in column:
            rows: list[Row] = [name]
            for test in tests:
                value, flag = test.result(rng, doc.person.sex)
                ref = test.range(doc.person.sex)
                if test.ja in ("LDLコレステロール", "中性脂肪", "HbA1c(NGSP)", "γ-GT"):
                    top = test.bounds(doc.person.sex)[1]
                    flag = "H" if float(value) > top else ""
                    ref = f"{top:.{test.digits}f}以下"
                shown: Cell = {"H": high, "L": low}.get(flag, "")
                said = Val(value, test.ja, test.unit, ref, flag, colour=RED if flag else (0, 0, 0))
                rows.append([test.ja, said, shown, test.unit, ref])
            grid = Grid((84, 44, 18, 44, 60), "lrcll", 21, 8.5, "all", SHADE)
            at = doc.grid(left, at, grid, ("検査項目", "今回", "", "単位", "基準値"), rows) + 14
    doc.ink.box(36, doc.height - 110, doc.width - 36, doc.height - 44, width=0.7)
    doc.text(42, doc.height - 96, "総合所見", 9, font=doc.strong)
    doc.paragraph(
        42,
        doc.height - 80,
        "生活習慣の改善に努めてください。異常値については医療機関でご相談ください。",
        700,
        9,
    )
    heads.foot(doc, f"{doc.hospital} 健診センター", "A:異常なし B:軽度異常 C:要観察 D:要精査")
    return doc.sheet()


FAMILIES = (
    Family("lab-report-special", LAB, special),
    Family("lab-report-counter", LAB, counter),
    Family("lab-report-groups", LAB, checkup),
)
