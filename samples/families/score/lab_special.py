"""Laboratory reports of one field: health checks, coagulation, hormones, serology."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.score import bank_a as bank
from samples.families.score.bank_a import T, some
from samples.generating.family import Family
from samples.generating.kit import BLUE, PALE, RED, SKY, Cell, Doc, R, day, moment, num
from samples.making.truth import Sheet

LAB = DocumentType.LAB_REPORT

_SEXED = (
    ("赤血球数", "万/μL", (410, 530), (380, 480), 0), ("血色素量", "g/dL", (13.1, 16.3), (12.1, 14.5), 1),
    ("ヘマトクリット", "%", (38.5, 48.9), (35.5, 43.9), 1), ("クレアチニン", "mg/dL", (0.50, 1.00), (0.40, 0.70), 2),
    ("尿酸", "mg/dL", (2.1, 7.0), (2.1, 7.0), 1), ("HDLコレステロール", "mg/dL", (40, 119), (40, 119), 0),
    ("LDLコレステロール", "mg/dL", (60, 119), (60, 119), 0), ("中性脂肪", "mg/dL", (30, 149), (30, 149), 0),
    ("空腹時血糖", "mg/dL", (70, 99), (70, 99), 0), ("HbA1c", "%", (4.6, 5.5), (4.6, 5.5), 1),
    ("AST", "U/L", (8, 30), (8, 30), 0), ("ALT", "U/L", (5, 30), (5, 30), 0), ("γ-GTP", "U/L", (10, 50), (10, 50), 0),
)  # fmt: skip


def _health_head(doc: Doc) -> None:
    """The title and the person as printed."""
    doc.text(297, 44, "人間ドック　健康診断結果表", 15, bold=True, align="centre", colour=BLUE)
    doc.table(
        40,
        58,
        (70, 120, 70, 100, 50, 105),
        (
            ("受診者氏名", f"{doc.name()} 様", "フリガナ", doc.kana(), "性別", doc.sex()),
            ("受診番号", doc.pid(), "生年月日", doc.born("era"), "年齢", f"{doc.age()} 歳"),
        ),
        size=9,
        step=18,
        rules="grid",
        head=0,
    )


def _health_body(doc: Doc, stamps: list[str]) -> list[list[Cell] | str]:
    """Measures and pressure."""
    rng = doc.rng
    rows: list[list[Cell] | str] = []
    rows.append("身体計測・循環器")
    tall = rng.uniform(150, 178)
    for name, unit, low, high, digits in (
        ("身長", "cm", tall, tall + 0.6, 1),
        ("体重", "kg", 45, 82, 1),
        ("BMI", "", 17.9, 28.4, 1),
        ("腹囲", "cm", 66, 99, 1),
        ("視力（右）", "", 0.4, 1.5, 1),
        ("視力（左）", "", 0.4, 1.5, 1),
    ):
        rows.append(
            [
                name,
                unit,
                "",
                "",
                *(R(num(rng, low, high, digits), name, unit, when=at, post="　") for at in stamps),
            ]
        )
    pressure: list[Cell] = [
        R(f"{rng.randint(98, 148)}/{rng.randint(58, 92)}", "血圧", "mmHg", when=at, post="　")
        for at in stamps
    ]
    rows.append(["血圧", "mmHg", "", "", *pressure])
    return rows


def _health_blood(doc: Doc, stamps: list[str]) -> list[list[Cell] | str]:
    """Blood, with a range for men and one for women."""
    rng, male = doc.rng, doc.person.sex == "male"
    rows: list[list[Cell] | str] = []
    rows.append("血液検査")
    for name, unit, men, women, digits in _SEXED:
        low, high = men if male else women
        test = T(name, name, unit, low, high, digits)
        sides = [f"{a:.{digits}f} - {b:.{digits}f}" for a, b in (men, women)]
        row: list[Cell] = [name, unit, *sides]
        for at in stamps:
            value, flag = test.draw(rng, 0.35)
            post = f" {flag}" if flag else "　"
            row.append(R(value, name, unit, sides[0 if male else 1], flag, at, post=post))
        rows.append(row)
    return rows


def _health_signs(doc: Doc, stamps: list[str]) -> list[list[Cell] | str]:
    """Urine and stool."""
    rng = doc.rng
    rows: list[list[Cell] | str] = []
    rows.append("尿・便検査")
    for name, choices in (
        ("尿蛋白", ("(-)", "(±)", "(1+)")),
        ("尿糖", ("(-)", "(-)", "(2+)")),
        ("尿潜血", ("(-)", "(±)")),
        ("便潜血1回目", ("(-)", "(+)")),
        ("便潜血2回目", ("(-)", "(+)")),
    ):
        cells: list[Cell] = [R(rng.choice(choices), name, ref="陰性", when=at, post="　") for at in stamps]
        rows.append([name, "", "陰性", "陰性", *cells])
    return rows


def health(rng: Random) -> Sheet:
    """人間ドック成績表: the year's and two earlier years' columns headed by dates, men's and women's ranges."""
    doc = Doc(rng, LAB)
    days = [doc.when, doc.when - timedelta(days=371), doc.when - timedelta(days=735)]
    stamps = [day(at, "dash") for at in days]
    doc.effective = stamps[0]
    _health_head(doc)
    rows: list[list[Cell] | str] = [
        ["検査項目", "単位", "基準値（男性）", "基準値（女性）", *(day(at, "slash") for at in days)]
    ]
    for part in (_health_body, _health_blood, _health_signs):
        rows += part(doc, stamps)
    end = doc.table(
        40,
        104,
        (110, 50, 86, 86, 61, 61, 61),
        rows,
        align="llccrrr",
        size=8.5,
        step=18,
        rules="grid",
        fill=SKY,
    )
    doc.text(40, end + 18, "医師からのコメント", 9, bold=True)
    doc.prose(
        40,
        end + 34,
        500,
        "日頃の食事と運動に気をつけ、来年も必ず受診してください。異常のあった方は早めに専門医へご相談ください。",
        size=9,
    )
    doc.foot("医療法人 潮風会　健診プラザみさき　院長 " + rng.choice(bank.DOCTORS))
    return doc.sheet()


def coagulation(rng: Random) -> Sheet:
    """凝固線溶検査 A5: the range under each name in brackets, the value and its unit in one run, arrows."""
    doc = Doc(rng, LAB, size=(419.5, 595.3))
    doc.effective = moment(doc.when)
    doc.text(30, 36, "血液凝固・線溶検査 結果報告書", 12.5, bold=True)
    doc.text(390, 36, rng.choice(("至急", "定期")), 10, align="right", colour=RED)
    doc.rule(30, 42, 390, 1.2)
    doc.pairs(
        30,
        58,
        (("患者ＩＤ", doc.pid()), ("患者氏名", doc.name()), ("生年月日", doc.born("era."))),
        mark="：",
        gap=58,
    )
    doc.pairs(
        210,
        58,
        (
            ("性　別", doc.sex()),
            ("採血日時", f"{day(doc.when, 'bare')} {doc.when:%H:%M}"),
            ("提出科", rng.choice(bank.DEPARTMENTS)),
        ),
        mark="：",
        gap=58,
    )
    y = 108.0
    doc.band(30, y - 12, 390, y + 4, PALE)
    doc.text(36, y, "検査項目（基準範囲）", 9)
    doc.text(250, y, "測定結果", 9)
    y += 20
    for test in some(rng, bank.COAG, 9):
        value, flag = test.draw(rng, 0.4)
        ref = test.ref("～")
        doc.text(36, y, test.ja, 9.5)
        doc.text(44, y + 10, f"（{ref}）", 7)
        r = R(value, test.ja, test.unit, ref, flag, post=f" {test.unit}".rstrip())
        at = doc.result(250, y + 3, r, 10)
        if flag:
            doc.text(at + 10, y + 3, {"H": "↑", "L": "↓"}[flag], 10)
        y += 24
        doc.ink.line(30, y - 11, 390, y - 11, 0.3, 0.6)
    doc.text(30, 572, f"{rng.choice(bank.HOSPITALS)}　検査部　測定者 {rng.choice(bank.TECHNICIANS)}", 8)
    return doc.sheet()


_HORMONES = (
    T("TSH", "TSH", "μIU/mL", 0.61, 4.23, 2), T("FT3", "FT3", "pg/mL", 2.30, 4.00, 2),
    T("FT4", "FT4", "ng/dL", 0.90, 1.70, 2), T("サイログロブリン", "Tg", "ng/mL", 0, 33.7, 1),
    T("抗TPO抗体", "TPO", "IU/mL", 0, 15.9, 1), T("TSHレセプター抗体（TRAb）", "TRAb", "IU/L", 0, 1.9, 1),
    T("インタクトPTH", "iPTH", "pg/mL", 10, 65), T("副腎皮質刺激ホルモン（ACTH）", "ACTH", "pg/mL", 7.2, 63.3, 1),
    T("コルチゾール", "F", "μg/dL", 3.7, 19.4, 1), T("アルドステロン", "ALD", "pg/mL", 4.0, 82.1, 1),
    T("レニン活性", "PRA", "ng/mL/hr", 0.2, 2.3, 1), T("DHEA-S", "DHEAS", "μg/dL", 24, 244),
    T("成長ホルモン（GH）", "GH", "ng/mL", 0, 2.47, 2), T("ソマトメジンC", "IGF1", "ng/mL", 77, 212),
    T("プロラクチン（PRL）", "PRL", "ng/mL", 3.6, 12.8, 1), T("インスリン", "IRI", "μU/mL", 1.8, 12.2, 1),
    T("Cペプチド", "CPR", "ng/mL", 0.6, 1.8, 1), T("BNP", "BNP", "pg/mL", 0, 18.4, 1),
    T("NT-proBNP", "NT", "pg/mL", 0, 125), T("カルシトニン", "CT", "pg/mL", 0, 9.52, 2),
    T("25-OHビタミンD", "VD", "ng/mL", 30.0, 100.0, 1), T("ビタミンB12", "B12", "pg/mL", 233, 914),
    T("葉酸", "FA", "ng/mL", 3.6, 12.9, 1), T("フェリチン", "FER", "ng/mL", 21.8, 274.7, 1),
    T("メタネフリン2分画 ノルメタネフリン", "NMN", "pg/mL", 0, 506), T("ガストリン", "GAS", "pg/mL", 37, 172),
)  # fmt: skip
_METHODS = ("CLIA", "ECLIA", "RIA固相", "CLEIA", "LC-MS/MS", "IRMA")


def _hormones_head(doc: Doc) -> None:
    """The title and the person as printed."""
    rng = doc.rng
    doc.text(488, 32, rng.choice(bank.LABORATORIES), 10, bold=True, align="right")
    doc.text(28, 34, "検査報告書", 16, bold=True)
    doc.text(28, 54, f"{rng.choice(bank.HOSPITALS)}　殿", 9.5)
    doc.table(
        28,
        62,
        (150, 100, 60, 70, 80),
        (
            ("患者名", "患者コード", "性別", "年齢", "採取"),
            (
                f"{doc.name()}　様",
                doc.pid(),
                doc.sex(),
                f"{doc.age()}歳",
                f"{day(doc.when, 'slash')} {doc.when:%H:%M}",
            ),
        ),
        size=8.5,
        step=16,
        rules="grid",
        align="lcccc",
        fill=PALE,
    )


def hormones(rng: Random) -> Sheet:
    """A laboratory's sheet of special chemistry: materials and methods as columns, star marks, comments between."""
    doc = Doc(rng, LAB, size=(515.9, 728.5))
    doc.effective = f"{day(doc.when, 'dash')}T{doc.when:%H:%M}"
    _hormones_head(doc)
    ranges = rng.random() < 0.85
    head: list[Cell] = [
        "検査項目",
        "材料",
        "異常",
        "検査結果",
        "単位",
        "基準範囲" if ranges else "",
        "検査方法",
    ]
    rows: list[list[Cell] | str] = [head]
    tests = some(rng, _HORMONES, 13)
    for n, test in enumerate(tests):
        value, flag = test.draw(rng, 0.35)
        if flag == "L" and rng.random() < 0.3 and test.digits:
            value = f"<{value}"
        ref = test.ref("～") if ranges else ""
        rows.append(
            [
                test.ja,
                rng.choice(("血清", "血清", "血漿")),
                "*" if flag else "",
                R(value, test.ja, test.unit, ref, "A" if flag else ""),
                test.unit,
                ref,
                rng.choice(_METHODS),
            ]
        )
        if n == len(tests) // 2:
            rows.append(["　再検査により確認済みです。", "", "", "", "", "", ""])
    end = doc.table(
        28,
        104,
        (140, 36, 30, 62, 56, 82, 54),
        rows,
        align="lccrllc",
        size=8.5,
        step=min(20, 560 / len(rows)),
        rules="rows",
        fill=PALE,
    )
    doc.text(28, end + 16, "異常欄の * は基準範囲外を示します。", 7.5)
    doc.foot(
        f"報告日 {day((doc.when + timedelta(days=3)).date(), 'slash')}　受付番号 {rng.randrange(10**7):07d}"
    )
    return doc.sheet()


_VIRUS = (
    ("HBs抗原", "IU/mL", 0.05, 2), ("HBs抗体", "mIU/mL", 10.0, 1), ("HBc抗体", "S/CO", 1.00, 2),
    ("HBe抗原", "S/CO", 1.00, 2), ("HCV抗体", "S/CO", 1.00, 2), ("HIV抗原・抗体", "S/CO", 1.00, 2),
    ("梅毒TP抗体", "S/CO", 1.00, 2), ("RPR", "R.U.", 1.0, 1), ("HTLV-1抗体", "S/CO", 1.00, 2),
    ("クラミジア・トラコマチスIgG", "C.O.I.", 0.90, 2), ("ヘリコバクター・ピロリ抗体", "U/mL", 10.0, 1),
    ("結核菌特異的IFN-γ", "IU/mL", 0.35, 2), ("マイコプラズマ抗体", "C.O.I.", 1.00, 2),
    ("アスペルギルス抗原", "C.O.I.", 0.5, 1),
    ("β-D-グルカン", "pg/mL", 20.0, 1), ("プロカルシトニン", "ng/mL", 0.50, 2),
)  # fmt: skip


def serology(rng: Random) -> Sheet:
    """感染症検査: the judgement as a column of its own before the measured value, cutoffs at the right."""
    doc = Doc(rng, LAB)
    doc.effective = moment(doc.when)
    doc.text(297, 46, "感染症血清検査報告書", 15, bold=True, align="centre")
    doc.pairs(
        48,
        76,
        (
            ("患者番号", doc.pid()),
            ("氏名", f"{doc.name()}　（{doc.kana()}）"),
            ("生年月日", f"{doc.born('kanji')}　{doc.age()}歳　{doc.sex('性')}"),
        ),
        size=9.5,
        step=16,
        gap=62,
    )
    doc.pairs(
        350,
        76,
        (
            ("採血日時", f"{day(doc.when, 'slash')} {doc.when:%H:%M}"),
            ("診療科", rng.choice(bank.DEPARTMENTS)),
            ("依頼医", rng.choice(bank.DOCTORS)),
        ),
        size=9.5,
        step=16,
        gap=62,
    )
    brackets = rng.random() < 0.5
    words = ("陰性(－)", "陽性(＋)") if brackets else ("陰性", "陽性")
    rows: list[list[Cell] | str] = [["検査項目", "判定", "測定値", "単位", "カットオフ値"]]
    for name, unit, cut, digits in sorted(rng.sample(_VIRUS, rng.randint(9, 14)), key=_VIRUS.index):
        positive = rng.random() < 0.25
        low, high = (cut * 1.2, cut * 30) if positive else (cut * 0.1, cut * 0.8)
        ref = f"{cut:.{digits}f}未満"
        value = num(rng, low, high, digits)
        if not positive and rng.random() < 0.2:
            value = f"{cut * 0.1:.{digits + 1}f}以下"
        rows.append([name, R(words[positive], f"{name} 判定"), R(value, name, unit, ref), unit, ref])
    end = doc.table(
        48, 130, (170, 84, 84, 70, 92), rows, align="lcrcl", size=9.5, step=23, rules="grid", fill=PALE
    )
    doc.prose(
        48,
        end + 22,
        490,
        "【注意】本検査はスクリーニング検査です。陽性の場合は確認検査をご依頼ください。結果の取扱いには個人情報保護の観点からご配慮願います。",
        size=8,
        step=12,
    )
    doc.text(548, 800, rng.choice(bank.HOSPITALS) + "　免疫血清検査室", 9, align="right")
    return doc.sheet()


FAMILIES = (
    Family("lab-report-health-years-kaede", LAB, health),
    Family("lab-report-coagulation-a5-kaede", LAB, coagulation),
    Family("lab-report-hormones-centre-kaede", LAB, hormones),
    Family("lab-report-serology-judged-kaede", LAB, serology),
)
