"""Sheets of laboratories outside the hospital, a health check, and the strip of a clinic's blood counter."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from reportlab.lib.pagesizes import A4, landscape

from mappers.model import DocumentType
from samples.families.practice8 import bank_a as bank
from samples.families.practice8.bank_a import (
    CBC,
    DIFF,
    KIDNEY,
    LIPID,
    LIVER,
    PROTEIN,
    SALTS,
    SUGAR,
    Test,
    found,
    surname,
)
from samples.generating.family import Family
from samples.generating.kit import B5, PALE, SKY, Cell, Doc, R, day, half, num
from samples.making.truth import Sheet

LAB = DocumentType.LAB_REPORT
_PAIRED = (*PROTEIN, *LIVER, *KIDNEY, *SALTS[:5], *LIPID, *SUGAR)


def _pair(test: Test) -> tuple[str, str]:
    """The ranges of men and of women."""
    return test.text("male", "～"), test.text("female", "～")


def _gaichu_rows(doc: Doc, rng: Random) -> list[list[Cell] | str]:
    """The dates, and the rows of the list."""
    doc.along(
        28, 79, [f"カルテNo {doc.pid()}", f"{rng.choice(bank.DEPARTMENTS)}", f"{surname(rng)} 先生"], size=8.5
    )
    doc.along(
        28,
        92,
        [
            f"採取日 {day(doc.when, 'short')}",
            f"受付日 {day(doc.when + timedelta(days=1), 'short')}",
            f"報告日 {day(doc.when + timedelta(days=3), 'short')}",
            "尿量　　mL",
            f"材料 血清 {bank.number(rng, 6)}",
        ],
        size=8,
    )
    male = doc.person.sex == "male"
    rows: list[list[Cell] | str] = [
        ["検査項目", "検査結果", "単位", "基準値 (男)", "基準値 (女)", "検査方法"]
    ]
    ways = ("酵素法", "比色法", "UV法", "ISE法", "JSCC準拠", "免疫比濁法")
    for n, test in enumerate((*CBC, *_PAIRED)):
        if rng.random() < 0.12:
            continue
        f = found(rng, test, doc.person.sex, "～")
        men, women = _pair(test)
        now: Cell = R(
            f.value, test.ja, test.unit, men if male else women, f.flag, pre=f"{f.flag}  " if f.flag else ""
        )
        if rng.random() < 0.03:
            now = R("報告書別紙", test.ja, test.unit, men if male else women) if n % 2 else "検査中"
        rows.append([test.ja, now, test.unit, men, women, "自動計測" if n < 8 else rng.choice(ways)])
    return rows


def gaichu(rng: Random) -> Sheet:
    """External laboratory, B5: kana in half width, marks before the value, ranges of men and women, methods."""
    doc = Doc(rng, LAB, size=B5)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    lab = rng.choice(bank.LABS)
    doc.text(24, 34, "臨床検査報告書", 13, bold=True)
    doc.bars(330, 18, 18, 150)
    doc.text(330, 46, f"*{bank.number(rng, 11)}*", 7)
    doc.ink.box(24, 52, 492, 96, width=0.5)
    doc.along(
        28, 66, [f"{half(doc.kana())} 様", f"{doc.name()}", f"性別 {doc.sex()}", f"年齢 {doc.age()}Y"], size=9
    )
    rows = _gaichu_rows(doc, rng)
    doc.table(
        24,
        104,
        (122, 74, 66, 72, 72, 62),
        rows,
        align="lrlccl",
        size=7.8,
        step=min(15.0, 560 / len(rows)),
        rules="head",
    )
    doc.text(24, 688, "H:基準値より高値  L:基準値より低値  ※基準値は性別の欄をご覧下さい。", 7.5)
    doc.text(
        24,
        702,
        f"{lab}  〒000-0000 架空県想像市{rng.randint(1, 9)}-{rng.randint(1, 30)}  "
        f"登録衛生検査所 第{bank.number(rng, 3)}号",
        7.5,
    )
    doc.text(492, 702, f"検査責任者 {surname(rng)}", 7.5, align="right")
    doc.seal(478, 676, surname(rng), 11)
    return doc.sheet()


_LATER: tuple[tuple[str, str, str, str, float, float, int], ...] = (
    ("0437", "フェリチン", "ng/mL", "13～277", 5, 600, 1),
    ("1120", "TSH", "μIU/mL", "0.35～4.94", 0.1, 9, 2),
    ("1123", "FT3", "pg/mL", "1.68～3.67", 1, 6, 2),
    ("1124", "FT4", "ng/dL", "0.70～1.48", 0.4, 3, 2),
    ("1301", "BNP", "pg/mL", "18.4以下", 5, 800, 1),
    ("1302", "NT-proBNP", "pg/mL", "125以下", 20, 3000, 0),
    ("0555", "IgG", "mg/dL", "861～1747", 600, 2300, 0),
    ("0556", "IgA", "mg/dL", "93～393", 60, 500, 0),
    ("0557", "IgM", "mg/dL", "33～183", 20, 260, 0),
    ("0612", "トランスフェリン", "mg/dL", "190～300", 150, 380, 0),
    ("0740", "亜鉛", "μg/dL", "80～130", 45, 140, 0),
    ("0741", "ビタミンB12", "pg/mL", "233～914", 150, 1200, 0),
    ("0742", "葉酸", "ng/mL", "3.6～12.9", 2, 20, 1),
    ("0903", "インスリン", "μU/mL", "2.2～12.4", 1, 30, 1),
    ("0904", "Cペプチド", "ng/mL", "0.61～2.09", 0.2, 5, 2),
    ("1408", "コルチゾール", "μg/dL", "3.7～19.4", 2, 26, 1),
    ("1409", "アルドステロン", "pg/mL", "4.0～82.1", 3, 180, 1),
    ("1410", "レニン活性", "ng/mL/hr", "0.2～2.3", 0.1, 6, 1),
    ("1550", "intact PTH", "pg/mL", "10～65", 8, 300, 0),
    ("1633", "KL-6", "U/mL", "500未満", 120, 1400, 0),
    ("1634", "SP-D", "ng/mL", "110.0未満", 20, 300, 1),
    ("1700", "β-Dグルカン", "pg/mL", "20.0以下", 3, 90, 1),
    ("1811", "バンコマイシン", "μg/mL", "", 4, 28, 1),
    ("1815", "テオフィリン", "μg/mL", "", 3, 24, 1),
    ("1820", "ジゴキシン", "ng/mL", "0.5～0.9", 0.2, 2, 1),
)  # fmt: skip


def _flag(value: float, ref: str) -> str:
    if not ref:
        return ""
    if "～" in ref:
        low, high = (float(part) for part in ref.split("～"))
        return "L" if value < low else "H" if value > high else ""
    limit = float(ref.rstrip("以下未満"))
    return "H" if value > limit or (value == limit and ref.endswith("未満")) else ""


def _head(doc: Doc, rng: Random, page: int, slip: str, lab: str) -> None:
    """What stands over each of the two pages."""
    doc.text(30, 36, lab, 12, bold=True)
    doc.text(812, 30, f"PAGE {page}/2", 8, align="right")
    doc.text(812, 44, f"依頼番号 {slip}", 8.5, align="right")
    doc.text(421, 40, "検　査　報　告　書", 14, align="centre")
    doc.table(
        30, 54, (92, 150, 48, 60, 110, 110, 110, 102),
        [["患者コード", "患者氏名", "性別", "年齢", "採取日時", "受付日", "報告日", "診療科"],
         [doc.pid(), f"{doc.name()} 様", doc.sex(), f"{doc.age()}歳", f"{day(doc.when, 'slash')} {doc.when:%H:%M}",
          day(doc.when + timedelta(days=1), "slash"), day(doc.when + timedelta(days=5), "slash"), bank.DEPARTMENTS[0]]],
        align="c" * 8, size=9, step=18, rules="grid",
    )  # fmt: skip


def futatsu_ori(rng: Random) -> Sheet:
    """External laboratory, landscape, two pages: codes, two columns of rows a page, the head printed again."""
    doc = Doc(rng, LAB, size=landscape(A4))
    doc.effective = doc.when.strftime("%Y-%m-%dT%H:%M")
    slip, lab = f"{bank.number(rng, 4)}-{bank.number(rng, 5)}", rng.choice(bank.LABS)
    tests = list(_LATER)
    rng.shuffle(tests)
    for page in (1, 2):
        if page == 2:
            doc.ink.next_page()
        _head(doc, rng, page, slip, lab)
        for x in (30.0, 427.0):
            rows: list[list[Cell] | str] = [["コード", "項目名", "結果値", "", "単位", "基準値"]]
            for _ in range(rng.randint(5, 6)):
                code, name, unit, ref, low, high, digits = tests.pop()
                value = num(rng, low, high, digits)
                flag = _flag(float(value), ref)
                least = f"{low:.{digits}f}"
                if rng.random() < 0.1:
                    value, flag = f"{least}未満", "L" if "～" in ref else ""
                cell: Cell = R(value, name, unit, ref, flag) if rng.random() > 0.06 else "未着"
                rows.append([code, name, cell, flag if not isinstance(cell, str) else "", unit, ref])
            doc.table(
                x,
                106,
                (44, 112, 78, 22, 58, 71),
                rows,
                align="clrclc",
                size=9,
                step=27,
                rules="grid",
                fill=SKY,
            )
        doc.text(30, 330, "《検査コメント》", 9, bold=True)
        doc.prose(
            30,
            346,
            760,
            f"・検体量不足のため再採取をお願いする場合があります（必要量 {rng.randint(1, 3)}.0 mL）。"
            f"・{rng.choice(('乳び', '黄疸', '軽度溶血'))}検体です。・基準値は{rng.randint(2019, 2024)}年4月改定。",
            size=8.5,
        )
        doc.text(
            30,
            570,
            f"※ 変更のお知らせ: 第{rng.randint(10, 60)}号参照　お問合せ 0000-{bank.number(rng, 6)}",
            8,
        )
        doc.text(812, 570, "以上" if page == 2 else "次頁へ続く", 9, align="right")
    return doc.sheet()


def _checks(doc: Doc, rng: Random) -> list[tuple[str, list[tuple[str, str, str, list[tuple[str, str]]]]]]:
    """Sections with rows: name, unit, range, and for three years value and mark."""
    sex, waist = doc.person.sex, "85未満" if doc.person.sex == "male" else "90未満"
    body: list[tuple[str, str, str, list[tuple[str, str]]]] = []
    tall = rng.uniform(148, 178)
    for name, unit, ref, low, high, digits in (
        ("身長", "cm", "", tall, tall + 0.4, 1), ("体重", "kg", "", 46, 82, 1), ("BMI", "", "18.5～24.9", 19, 29, 1),
        ("腹囲", "cm", waist, 70, 98, 1),
    ):  # fmt: skip
        values = [num(rng, low, high, digits) for _ in range(3)]
        body.append((name, unit, ref, [(v, "*" if _flag(float(v), ref) else "") for v in values]))
    press = []
    for _ in range(3):
        top, bottom = rng.randint(104, 158), rng.randint(60, 98)
        press.append((f"{top}/{bottom}", "*" if top >= 130 or bottom >= 85 else ""))
    body.append(("血圧", "mmHg", "129/84以下", press))
    sight = [(rng.choice(("0.1", "0.6", "0.9", "1.2", "1.5")), "") for _ in range(3)]
    body.append(("視力 裸眼 右", "", "", sight))
    body.append(("視力 裸眼 左", "", "", [(rng.choice(("0.3", "0.7", "1.0")), "") for _ in range(3)]))
    body.append(
        ("聴力 1000Hz 右", "", "", [(rng.choice(("所見なし", "所見なし", "所見あり")), "") for _ in range(3)])
    )
    found_in = [("身体計測", body)]
    for head, tests in (("血液一般", (CBC[0], CBC[1], CBC[2], CBC[3], CBC[7])), ("肝機能", (*LIVER[2:4], LIVER[6])),
                        ("脂質", LIPID[1:]), ("糖代謝", SUGAR), ("腎・尿酸", (*KIDNEY[1:], bank.EGFR))):  # fmt: skip
        rows = []
        for test in tests:
            f3 = [found(rng, test, sex, "～") for _ in range(3)]
            rows.append((test.ja, test.unit, f3[0].ref, [(f.value, "*" if f.flag else "") for f in f3]))
        found_in.append((head, rows))
    urine = []
    for name in ("尿蛋白", "尿糖", "尿潜血"):
        told = [rng.choice(("(-)", "(-)", "(±)", "(1+)")) for _ in range(3)]
        urine.append((name, "", "陰性", [(v, "*" if v == "(1+)" else "") for v in told]))
    found_in.append(("尿", urine))
    return found_in


def _kenshin_years(doc: Doc, rng: Random, years: list[datetime]) -> None:
    """The table of the years and what stands below it."""
    rows: list[list[Cell] | str] = [["区分", "検査項目", "単位", "基準値", *(day(y, "slash") for y in years)]]
    for head, given in _checks(doc, rng):
        for n, (name, unit, ref, values) in enumerate(given):
            cells: list[Cell] = []
            for at, (value, mark) in zip(years, values, strict=True):
                when = at.strftime("%Y-%m-%d")
                blank = at is years[2] and rng.random() < 0.1
                cells.append(
                    "" if blank else R(value, name, unit, ref, "A" if mark else "", when, pre=mark and "* ")
                )
            rows.append([head if n == 0 else "", name, unit, ref, *cells])
    end = doc.table(
        36,
        90,
        (58, 112, 76, 82, 65, 65, 65),
        rows,
        align="lllcrrr",
        size=8.6,
        step=min(18.6, 590 / len(rows)),
        rules="grid",
        fill=PALE,
    )
    doc.text(36, end + 18, "総合所見", 10, bold=True)
    doc.ink.box(36, end + 24, 559, end + 84, width=0.5)
    doc.prose(
        42,
        end + 40,
        505,
        f"*印は基準値を外れた項目です。体重を{rng.randint(2, 5)}kg減らすことを目標に、1日30分以上の運動を"
        "心がけて下さい。次回は1年後に受診して下さい。",
        size=9,
    )


def kenshin(rng: Random) -> Sheet:
    """Health check: sections at the left, three years across, an asterisk before what is outside, advice below."""
    doc = Doc(rng, LAB)
    doc.when = doc.when.replace(hour=9, minute=0)
    years = [
        doc.when,
        doc.when - timedelta(days=rng.randint(350, 380)),
        doc.when - timedelta(days=rng.randint(720, 745)),
    ]
    doc.effective = years[0].strftime("%Y-%m-%d")
    doc.text(297, 38, "健康診断結果通知書", 16, bold=True, align="centre")
    doc.along(
        36,
        62,
        [f"受診番号 {bank.number(rng, 5)}", f"事業所 想像物産株式会社 {bank.number(rng, 3)}課"],
        size=9,
    )
    doc.along(
        36,
        78,
        [
            f"氏名 {doc.name()} 様",
            f"ID {doc.pid()}",
            doc.sex("性"),
            f"{doc.born('kanji')}生",
            f"{doc.age()}歳",
        ],
        size=9.5,
    )
    _kenshin_years(doc, rng, years)
    doc.text(
        559, 818, f"{rng.choice(bank.HOSPITALS)} 健診センター　判定医 {surname(rng)}", 8.5, align="right"
    )
    return doc.sheet()


def strip(rng: Random) -> Sheet:
    """The strip of a clinic's blood counter: English labels, marks right behind, units at the end, no range."""
    tests = (*CBC, *DIFF[:3])
    doc = Doc(rng, LAB, size=(190, 560), latin=True)
    doc.font, doc.bold = "Courier", "Courier-Bold"
    doc.effective = doc.when.strftime("%Y-%m-%dT%H:%M")
    doc.text(
        95,
        24,
        rng.choice(("HEMA COUNTER KX-7", "CELLCOUNT CC-30", "MiniBlood 5D")),
        10,
        bold=True,
        align="centre",
    )
    y = 44.0
    for said in (f"DATE  {day(doc.when, 'slash')}", f"TIME  {doc.when:%H:%M}", f"NO.   {bank.number(rng, 4)}",
                 f"ID    {doc.pid()}", f"MODE  WB  SEX {doc.sex('letter')}"):  # fmt: skip
        doc.text(14, y, said, 9)
        y += 13
    doc.text(14, y, "-" * 30, 9)
    told = {"10^3/μL": "10^2/uL", "10^6/μL": "10^4/uL"}
    for test in tests:
        y += 17
        f = found(rng, test, doc.person.sex)
        value, unit = f.value, told.get(test.unit, test.unit)
        if test.abbr == "WBC":
            value = f"{float(value) * 10:.0f}"
        elif test.abbr == "RBC":
            value = f"{float(value) * 100:.0f}"
        elif test.abbr == "PLT":
            value, unit = f"{float(value) / 10:.1f}", "10^4/uL"
        label = {"Hb": "HGB", "Ht": "HCT", "Neut": "GRAN", "Lymph": "LYM", "Mono": "MON"}.get(
            test.abbr, test.abbr
        )
        doc.text(14, y, label, 9.5)
        doc.result(104, y, R(value, label, unit, "", f.flag), 9.5, "right")
        doc.text(108, y, f.flag, 9.5)
        doc.text(124, y, unit, 9.5)
    y += 20
    doc.text(14, y, "-" * 30, 9)
    doc.text(14, y + 16, "CRP", 9.5)
    low = rng.random() < 0.4
    doc.result(104, y + 16, R("<0.3" if low else num(rng, 0.3, 14, 1), "CRP", "mg/dL"), 9.5, "right")
    doc.text(124, y + 16, "mg/dL", 9.5)
    doc.text(14, y + 44, f"LOT {bank.number(rng, 6)} QC OK", 8)
    doc.axes(30, y + 60, 130, 60)
    doc.curve(30, y + 60, 130, 60, [rng.uniform(0.02, 0.2) + (0.6 if 8 < n < 15 else 0.0) for n in range(30)])
    doc.text(95, y + 132, "WBC  50  150  250 fL", 7, align="centre")
    return doc.sheet()


FAMILIES = (
    Family("lab-report-gaichu-b5", LAB, gaichu),
    Family("lab-report-gaichu-two-pages", LAB, futatsu_ori),
    Family("lab-report-health-check", LAB, kenshin),
    Family("lab-report-counter-strip", LAB, strip, "en"),
)
