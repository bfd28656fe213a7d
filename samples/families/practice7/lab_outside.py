"""Laboratory results as outside laboratories print them: a ruled report, a slip on B5, half-width columns, specials."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice7 import bank
from samples.families.practice7.bank import A, some
from samples.generating.family import Family
from samples.generating.kit import B5, GREY, PALE, RED, STRIPE, Cell, Doc, R, day, half, moment
from samples.making.truth import Sheet

LAB = DocumentType.LAB_REPORT


def _logo(doc: Doc, x: float, y: float, name: str) -> None:
    doc.band(x, y, x + 16, y + 16, (0.15, 0.35, 0.6))
    doc.band(x + 5, y + 5, x + 21, y + 21, (0.55, 0.75, 0.3))
    doc.text(x + 28, y + 14, name, 10.5, bold=True)


def _row(rng: Random, test: A, marks: tuple[str, str], joint: str) -> tuple[R, str, str]:
    value, flag = test.draw(rng)
    ref = test.ref(joint, "{}以下")
    return R(value, test.ja, test.unit, ref, flag), {"H": marks[0], "L": marks[1], "": ""}[flag], ref


def report(rng: Random) -> Sheet:
    """検査報告書: ruled columns, the flag before the unit, remarks as rows, marks of tests sent out, a header block."""
    doc = Doc(rng, LAB)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    came, told = doc.when, doc.when + timedelta(days=rng.randint(1, 3))
    _logo(doc, 36, 28, rng.choice(bank.LABORATORIES))
    doc.text(559, 42, "検 査 報 告 書", 16, bold=True, align="right")
    doc.ink.box(36, 58, 559, 122, width=0.9)
    for level in (74, 90, 106):
        doc.rule(36, level, 559, 0.3)
    doc.ink.line(300, 58, 300, 122, 0.3)
    house = rng.choice(bank.HOSPITALS)
    left = (
        ("依頼元", house),
        ("患者名", f"{doc.name()}　様"),
        ("患者ID", doc.pid()),
        ("科・病棟", rng.choice(bank.WARDS)),
    )
    right = (
        ("採取日", f"{day(doc.when, 'slash')}"),
        ("受付日", f"{day(came, 'slash')}　受付No {rng.randrange(10000, 99999)}"),
        ("性別・年齢", f"{doc.sex()}　{doc.age()} 才"),
        ("報告日", day(told, "slash")),
    )
    doc.pairs(40, 70, left, size=9, step=16, gap=54)
    doc.pairs(305, 70, right, size=9, step=16, gap=62)
    tests = [*some(rng, bank.LIVER, 6, 9), *some(rng, bank.KIDNEY, 5, 7), *some(rng, bank.OUTSIDE, 4, 6)]
    marks = rng.choice((("H", "L"), ("↑", "↓")))
    rows: list[list[Cell] | str] = [["依頼項目名", "結果", "H/L", "単位", "基準値", "外注"]]
    for test in tests:
        r, mark, ref = _row(rng, test, marks, "～")
        sent = "＊" if test in bank.OUTSIDE else ""
        rows.append([test.ja, r, mark, test.unit, ref, sent])
    rows.insert(
        rng.randint(6, 12), [rng.choice(("　乳ビ(1+)", "　溶血(1+)　K・LD高値傾向")), "", "", "", "", ""]
    )
    end = doc.table(
        36, 130, (170, 84, 34, 96, 103, 36), rows, align="lrclcc", size=9, step=18, rules="grid", fill=PALE
    )
    doc.text(36, end + 16, "コメント", 9, bold=True)
    doc.text(90, end + 16, "「外注」欄に＊印のある項目は委託検査です。", 8.5)
    doc.text(36, 812, f"検査責任者　{bank.doctor(rng)}", 8)
    doc.seal(200, 806, bank.family(rng), 11)
    doc.text(559, 812, "1/1 頁", 8, align="right")
    return doc.sheet()


def slip(rng: Random) -> Sheet:
    """A B5 slip with two columns of tests, striped, no rules, the flag glued before the number."""
    doc = Doc(rng, LAB, size=B5)
    doc.effective = moment(doc.when)
    doc.text(30, 34, "臨床検査成績報告書", 13, bold=True)
    doc.bars(380, 20, 20, 100)
    doc.text(30, 54, f"{rng.choice(bank.HOSPITALS)}　御中", 9)
    doc.text(30, 72, f"ﾌﾘｶﾞﾅ {half(doc.kana())}", 7.5)
    doc.text(30, 86, f"{doc.name()}　様　（{doc.sex()}）", 11)
    doc.text(230, 86, f"生年月日 {doc.born('era.')}　{doc.age()}歳", 8.5)
    doc.text(30, 102, f"カルテNo. {doc.pid()}", 8.5)
    doc.text(
        230, 102, f"採血 {day(doc.when, 'short')} {doc.when:%H:%M}　受付 {day(doc.when, 'short')} 18:40", 8.5
    )
    doc.rule(30, 108, 486, 1.2)
    halves = (
        [*some(rng, bank.BLOOD, 6, 8), *bank.DIFF[:4], *some(rng, bank.CLOT, 3, 5)],
        [*some(rng, bank.LIVER, 8, 9), *some(rng, bank.KIDNEY, 6, 8), bank.IMMUNE[0]],
    )
    for x, tests in zip((30.0, 262.0), halves, strict=True):
        doc.text(x + 3, 121, "検査項目", 7.5)
        doc.text(x + 124, 121, "測定値", 7.5, align="right")
        doc.text(x + 130, 121, "単位", 7.5)
        doc.text(x + 220, 121, "基準範囲", 7.5, align="right")
        y = 126.0
        for n, test in enumerate(tests):
            if n % 2:
                doc.band(x, y, x + 224, y + 17, STRIPE)
            r, mark, ref = _row(rng, test, ("H", "L"), "-")
            doc.cell(x, x + 84, y + 12, test.ja, 8.5, "l", bold=False)
            doc.text(x + 86, y + 12, mark, 8.5, colour=RED)
            doc.result(x + 124, y + 12, r, 9, "right")
            doc.cell(x + 127, x + 178, y + 12, test.unit, 7.5, "l", bold=False)
            doc.text(x + 220, y + 12, ref, 7.5, align="right")
            y += 17
    doc.text(30, 690, "（備考）検体状態：良好", 8)
    doc.foot(rng.choice(bank.LABORATORIES) + "　衛生検査所登録番号 架空第000号")
    return doc.sheet()


def kana(rng: Random) -> Sheet:
    """A line printer's report: half-width katakana names and dotted leaders, everything in one width of letters."""
    doc = Doc(rng, LAB)
    doc.font = doc.bold = "gothic"
    doc.effective = moment(doc.when)
    doc.text(40, 44, half("ケンサ ケッカ ホウコク"), 14)
    doc.text(420, 44, f"DATE {day(doc.when, 'short')}  PAGE 1", 9)
    doc.text(40, 66, f"ID:{doc.pid()}", 10)
    doc.text(160, 66, f"{half('シメイ')}:{doc.name()} {half('サマ')}", 10)
    doc.text(330, 66, f"{half('セイベツ')}:{doc.sex('letter')}  {doc.age()}{half('サイ')}", 10)
    doc.text(
        40,
        82,
        f"{half('サイケツ')}:{day(doc.when, 'short')} {doc.when:%H:%M}   "
        f"{half('シンリョウカ')}:{rng.choice(bank.DEPARTMENTS)}",
        10,
    )
    doc.text(40, 98, "-" * 96, 10)
    y = 114.0
    for head, tests in (
        (half("[ケツエキガク]"), some(rng, bank.BLOOD, 6, 8)),
        (half("[セイカガク]"), [*some(rng, bank.LIVER, 7, 9), *some(rng, bank.KIDNEY, 6, 8)]),
        (half("[シシツ・トウ]"), some(rng, bank.FAT, 4, 6)),
    ):
        doc.text(40, y, head, 10)
        y += 16
        for test in tests:
            r, mark, ref = _row(rng, test, ("H", "L"), "-")
            name = half(test.kana or test.ja)
            at = 56 + doc.width(name, 10)
            doc.text(52, y, name, 10)
            doc.dots(at + 4, 226, y, 10, ".")
            doc.result(
                290,
                y,
                R(r.value, name, r.unit.replace("μ", "u"), ref.replace("以下", " ｲｶ"), r.flag),
                10,
                "right",
            )
            doc.text(298, y, mark, 10)
            doc.text(316, y, r.unit.replace("μ", "u"), 10)
            doc.text(410, y, f"({ref.replace('以下', ' ｲｶ')})", 10)
            y += 16
        y += 4
    doc.text(40, y, "-" * 96, 10)
    doc.text(40, y + 18, f"{half('ケンサシャ')}: {bank.family(rng)}", 10)
    return doc.sheet()


_GENES = (
    ("HBs抗原定量(CLIA)", "IU/mL", "0.05 未満", "0.00", "(-)"),
    ("HBs抗体(CLIA)", "mIU/mL", "10.0 未満", "2.5 未満", "(-)"),
    ("HBc抗体(CLIA)", "S/CO", "1.00 未満", "0.08", "(-)"),
    ("HCV抗体(3rd)", "S/CO", "1.00 未満", "0.10", "(-)"),
    ("HIV抗原抗体", "S/CO", "1.00 未満", "0.12", "(-)"),
    ("HTLV-1抗体", "S/CO", "1.00 未満", "0.09", "(-)"),
    ("RPR定性", "", "(-)", "", "(-)"),
    ("TP抗体定性", "", "(-)", "", "(-)"),
    ("抗核抗体(ANA)", "倍", "40 未満", "80", ""),
    ("抗CCP抗体", "U/mL", "4.5 未満", "0.6 未満", ""),
    ("抗ds-DNA抗体", "IU/mL", "12.0 以下", "10 未満", ""),
    ("PR3-ANCA", "U/mL", "2.0 未満", "1.0 未満", ""),
    ("MPO-ANCA", "U/mL", "3.5 未満", "1.0 未満", ""),
    ("T-SPOT.TB", "", "(-)", "", "(-)"),
    ("β-D-グルカン", "pg/mL", "11.0 以下", "6.0 未満", ""),
)


def special(rng: Random) -> Sheet:
    """Infections and antibodies: one wide cell holds number or statement, the judgement in a column of its own."""
    doc = Doc(rng, LAB)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(297, 44, "感染症・免疫血清検査　報告書", 14, bold=True, align="centre")
    doc.text(559, 62, rng.choice(bank.LABORATORIES), 8.5, align="right")
    head: list[list[Cell]] = [
        ["患者氏名", f"{doc.name()} 様", "性別", doc.sex("性"), "年齢", f"{doc.age()}歳"],
        ["患者番号", doc.pid(), "診療科", rng.choice(bank.DEPARTMENTS), "主治医", bank.family(rng)],
        [
            "検体採取日",
            day(doc.when, "kanji"),
            "材料",
            "血清",
            "受付番号",
            str(rng.randrange(100000, 999999)),
        ],
    ]
    doc.table(36, 74, (70, 150, 50, 100, 60, 93), head, size=9, step=17, rules="grid", head=0)
    rows: list[list[Cell]] = [["検査項目", "検査結果", "単位", "判定", "基準値"]]
    for name, unit, ref, usual, judged in [
        _GENES[n] for n in sorted(rng.sample(range(len(_GENES)), rng.randint(10, 14)))
    ]:
        high = rng.random() < 0.18
        mark: Cell = ""
        if judged:
            mark = R("(+)" if high else "(-)", f"{name} 判定" if usual else name, "", "" if usual else ref)
        if usual:
            value = f"{rng.uniform(13, 95):.1f}" if high else usual
            rows.append([name, R(value, name, unit, ref), unit, mark, ref])
        else:
            rows.append([name, R(mark.value if isinstance(mark, R) else "", name, "", ref), "", "", ref])
    end = doc.table(
        36, 140, (170, 110, 76, 66, 101), rows, align="lrlcc", size=9.5, step=21, rules="rows", fill=PALE
    )
    doc.text(36, end + 18, "※ 検査方法：CLIA 法ほか。判定は試薬添付文書の基準による。", 8, colour=GREY)
    doc.text(36, end + 32, "※ 陽性の場合は確認検査の実施をお勧めします。", 8, colour=GREY)
    doc.seal(530, end + 36, bank.family(rng))
    return doc.sheet()


FAMILIES = (
    Family("lab-report-outsourced", LAB, report),
    Family("lab-report-b5-slip", LAB, slip),
    Family("lab-report-halfwidth", LAB, kana),
    Family("lab-report-serology", LAB, special),
)
