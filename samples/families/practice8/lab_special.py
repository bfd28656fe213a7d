"""Sheets with one subject: a diabetic's handout, the coagulation clinic, tumour markers."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice8 import bank_a as bank
from samples.families.practice8.bank_a import surname
from samples.generating.family import Family
from samples.generating.kit import B5, BLUE, PALE, RED, SKY, STRIPE, Cell, Doc, R, day, moment, num
from samples.making.ink import SMALL
from samples.making.truth import Sheet

LAB = DocumentType.LAB_REPORT
_DAYS = "月火水木金土日"


def _tile(doc: Doc, x: float, y: float, wide: float, r: R, small: str = "") -> None:
    """A frame with the label above, the value large, the unit behind it and a range below."""
    doc.ink.box(x, y, x + wide, y + 74, width=0.8, fill=(1, 1, 1))
    doc.text(x + wide / 2, y + 15, r.name, 9.5, bold=True, align="centre")
    unit = doc.width(r.unit, 8) + 4 if r.unit else 0
    size = min(24.0, 24.0 * (wide - unit - 8) / doc.width(r.value, 24))
    end = doc.result(x + (wide - doc.width(r.value, size) - unit) / 2, y + 48, r, size)
    if r.unit:
        doc.text(end + 4, y + 48, r.unit, 8)
    doc.text(x + wide / 2, y + 67, small, 7.5, align="centre")


def _tebiki_tiles(doc: Doc, rng: Random) -> None:
    """Today in tiles, earlier values below them."""
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.band(0, 0, 596, 34, SKY)
    doc.text(20, 23, "きょうの検査結果", 15, bold=True, colour=BLUE)
    doc.text(575, 23, f"{day(doc.when, 'kanji')}（{_DAYS[doc.when.weekday()]}）", 10, align="right")
    doc.along(20, 50, [f"{doc.name()} さん", f"診察券番号 {doc.pid()}", f"{doc.age()}歳"], size=10)
    a1c = rng.uniform(5.8, 9.8)
    top = rng.randint(108, 158)
    tiles = (
        (
            R(f"{a1c:.1f}", "HbA1c", "%", "", "", colour=RED if a1c >= 8 else (0, 0, 0)),
            "目標 7.0%未満",
        ),
        (R(num(rng, 84, 260), "血糖値", "mg/dL"), rng.choice(("(朝食後)", "(空腹時)", "(随時)"))),
        (R(num(rng, 48, 92, 1), "体重", "kg"), ""),
        (R(f"{top}/{rng.randint(58, 92)}", "血圧", "mmHg"), "目標 130/80未満"),
        (R(num(rng, 5, 400, 1), "尿アルブミン", "mg/gCr", "30未満"), "基準 30未満"),
    )
    for n, (r, small) in enumerate(tiles):
        _tile(doc, 20 + n * 112, 62, 104, r, small)
    doc.text(20, 158, "これまでのHbA1c", 10, bold=True)
    gap = rng.choice((28, 35, 56))
    dates = [doc.when - timedelta(days=gap * n - rng.randint(0, 3)) for n in range(5, 0, -1)]
    values = [min(12.0, max(5.4, a1c + rng.uniform(-0.9, 1.2))) for _ in dates]
    heads: list[Cell] = ["", *(day(d, "slash") for d in dates)]
    cells: list[Cell] = ["HbA1c (%)"]
    for at, value in zip(dates, values, strict=True):
        cells.append(R(f"{value:.1f}", "HbA1c", "%", when=at.strftime("%Y-%m-%d")))
    doc.table(
        20,
        164,
        (76, *[72.0] * 5),
        [heads, cells],
        align="l" + "c" * 5,
        size=9,
        step=18,
        rules="grid",
        fill=PALE,
    )
    doc.axes(20, 212, 300, 110, grid=5)
    doc.curve(50, 220, 240, 94, [(v - 5) / 7.5 for v in (*values, a1c)])
    doc.text(340, 224, "血糖コントロールの目標（65歳未満）", 9, bold=True)


def tebiki(rng: Random) -> Sheet:
    """Handout of a diabetes clinic, A5: five tiles with large numbers, earlier HbA1c below, targets and advice."""
    doc = Doc(rng, LAB, size=SMALL)
    _tebiki_tiles(doc, rng)
    doc.table(
        340,
        230,
        (126, 109),
        [
            ["目標", "HbA1c値"],
            ["血糖正常化をめざす", "6.0%未満"],
            ["合併症予防", "7.0%未満"],
            ["治療強化が困難", "8.0%未満"],
        ],
        align="lc",
        size=8.5,
        step=15,
        rules="grid",
    )
    doc.prose(
        340,
        310,
        236,
        f"・1日{rng.randint(5, 9)},000歩を目標に歩きましょう。・間食は1日80kcalまで。",
        size=8.5,
        step=13,
    )
    doc.text(20, 344, "先生から", 9.5, bold=True)
    doc.prose(
        20,
        360,
        556,
        rng.choice(
            ("前回より0.3下がりました。このまま続けましょう。", "少し上がっています。お薬を1錠増やします。")
        ),
        size=10,
    )
    doc.text(
        575,
        408,
        f"{rng.choice(bank.CLINICS)}　担当 {surname(rng)}　次回 {day(doc.when + timedelta(days=28), 'month')} 10:30",
        8.5,
        align="right",
    )
    return doc.sheet()


def _gyoko_tables(doc: Doc, rng: Random) -> float:
    """Today's tests and the visits before; where they end."""
    doc.along(
        36,
        86,
        [f"検査日時: {day(doc.when, 'slash')} {doc.when:%H:%M}", "病名: 心房細動", f"主治医: {surname(rng)}"],
        size=9,
    )
    inr = rng.uniform(1.1, 3.9)
    doc.text(30, 114, "■ 本日の検査", 10.5, bold=True)
    seconds = 11.6 * inr**0.9
    active = max(9.0, 100 / inr**1.4)
    rows: list[list[Cell] | str] = [["項目", "結果", "単位", "基準値", "治療域"]]
    for name, value, unit, ref, aim, flag in (
        ("PT時間", f"{seconds:.1f}", "秒", "10.0-13.0", "", "H" if round(seconds, 1) > 13 else ""),
        ("PT対照", "11.6", "秒", "", "", ""),
        ("PT活性", f"{active:.0f}", "%", "70-130", "", "L" if round(active) < 70 else ""),
        ("PT-INR", f"{inr:.2f}", "", "0.90-1.13", "1.60-2.60", "H" if round(inr, 2) > 1.13 else ""),
        ("APTT", num(rng, 28, 33.5, 1), "秒", "24.0-34.0", "", ""),
        ("Dダイマー", rng.choice(("0.5未満", "0.5未満", "0.9")), "μg/mL", "1.0以下", "", ""),
        ("AT活性", num(rng, 82, 118), "%", "80-130", "", ""),
    ):
        rows.append(
            [
                name,
                R(value, name, unit, ref, flag, post={"H": " ↑", "L": " ↓", "": "　"}[flag]),
                unit,
                ref,
                aim,
            ]
        )
    y = doc.table(
        30, 120, (110, 96, 60, 95, 95), rows, align="lrlcc", size=9.5, step=19, rules="grid", fill=STRIPE
    )
    doc.text(30, y + 22, "■ これまでの経過", 10.5, bold=True)
    return y


def gyoko(rng: Random) -> Sheet:
    """Warfarin clinic, B5: today's clotting tests with a range and a target, then earlier visits down, oldest below."""
    doc = Doc(rng, LAB, size=B5)
    doc.effective = moment(doc.when)
    doc.text(258, 40, "抗凝固療法外来　凝固検査票", 14, bold=True, align="centre")
    doc.ink.box(30, 52, 486, 94, width=0.6)
    doc.along(
        36,
        68,
        [f"ID: {doc.pid()}", f"氏名: {doc.name()}", f"({doc.sex()})", f"生年月日: {doc.born('era.')}"],
        size=9,
    )
    y = _gyoko_tables(doc, rng)
    past: list[list[Cell] | str] = [["受診日", "PT-INR", "PT活性(%)", "Hb(g/dL)", "Cr(mg/dL)", "出血症状"]]
    at = doc.when
    for _ in range(rng.randint(5, 8)):
        at -= timedelta(days=rng.choice((14, 28, 28, 42)))
        when, ratio = at.strftime("%Y-%m-%d"), rng.uniform(1.2, 3.2)
        past.append([
            day(at, "slash"), R(f"{ratio:.2f}", "PT-INR", when=when),
            R(f"{100 / ratio**1.4:.0f}", "PT活性", "%", when=when),
            R(num(rng, 9.8, 15.2, 1), "Hb", "g/dL", when=when) if rng.random() < 0.7 else "",
            R(num(rng, 0.6, 1.6, 2), "Cr", "mg/dL", when=when) if rng.random() < 0.6 else "―",
            "",
        ])  # fmt: skip
    y = doc.table(30, y + 30, (84, 70, 76, 74, 76, 76), past, align="cccccl", size=9, step=18, rules="rows")
    doc.text(30, y + 24, "指示", 9.5, bold=True)
    doc.prose(
        30,
        y + 40,
        456,
        f"ワルファリンを{rng.choice(('2.5', '2.75', '3'))}mgで続けて下さい。納豆・クロレラは避けること。"
        "抜歯や手術の予定がある時は7日前までに連絡して下さい。",
        size=9,
    )
    doc.foot(f"{rng.choice(bank.HOSPITALS)} 循環器内科　℡ 000-{bank.number(rng, 3)}-{bank.number(rng, 4)}")
    return doc.sheet()


_MARKERS: tuple[tuple[str, str, float, int, str], ...] = (
    ("CEA", "ng/mL", 5.0, 1, "0.5"),
    ("CA19-9", "U/mL", 37.0, 1, "2.0"),
    ("AFP", "ng/mL", 10.0, 1, "2.0"),
    ("PIVKA-II", "mAU/mL", 40, 0, "10"),
    ("CA125", "U/mL", 35.0, 1, "1.0"),
    ("SCC抗原", "ng/mL", 1.5, 1, "0.5"),
    ("シフラ(CYFRA)", "ng/mL", 3.5, 1, "1.0"),
    ("ProGRP", "pg/mL", 81.0, 1, "3.0"),
    ("NSE", "ng/mL", 16.3, 1, "1.0"),
    ("可溶性IL-2レセプター", "U/mL", 496, 0, "50"),
    ("DUPAN-2", "U/mL", 150, 0, "25"),
    ("Span-1", "U/mL", 30.0, 1, "1.0"),
)


def _shuyo_lines(doc: Doc, rng: Random) -> None:
    """The dates, and a line for every marker."""
    doc.pairs(
        320,
        70,
        (
            ("採取日", day(doc.when, "kanji")),
            ("受付日", day(doc.when + timedelta(days=1), "kanji")),
            ("報告日", day(doc.when + timedelta(days=2), "kanji")),
            ("依頼元", rng.choice(bank.CLINICS)),
        ),
        size=9.5,
        step=16,
        gap=60,
    )
    before = doc.when - timedelta(days=rng.randint(60, 120))
    y = 160.0
    for name, unit, limit, digits, least in _MARKERS:
        if rng.random() < 0.25:
            continue
        value = limit * rng.choice((0.2, 0.35, 0.5, 0.8, 1.4, 3.0, 11.0)) * rng.uniform(0.8, 1.1)
        text = f"{value:.{digits}f}"
        if rng.random() < 0.15:
            text, value = f"<{least}", float(least)
        flag = "H" if "<" not in text and float(text) > limit else ""
        ref = f"{limit:.{digits}f}以下"
        doc.text(44, y, f"● {name}", 10.5)
        doc.dots(52 + doc.width(f"● {name}", 10.5), 205, y)
        doc.result(262, y, R(text, name, unit, ref, flag), 11, "right")
        doc.text(268, y, unit, 9)
        doc.text(316, y, "▲" if flag else "", 9, colour=RED)
        doc.text(332, y, f"（基準 {ref}）", 9)
        doc.ink.box(440, y - 8, 550, y, width=0.4)
        doc.band(
            440,
            y - 7,
            440 + min(110.0, 55 * value / limit),
            y - 1,
            (0.95, 0.6, 0.6) if flag else (0.6, 0.75, 0.95),
        )
        if rng.random() < 0.45:
            old = f"{limit * rng.uniform(0.2, 2):.{digits}f}"
            doc.text(90, y + 15, day(before, "slash"), 8)
            doc.result(262, y + 15, R(old, name, unit, ref, "", before.strftime("%Y-%m-%d")), 8.5, "right")
            doc.text(268, y + 15, unit, 7.5)
            y += 14
        y += 27


def shuyo(rng: Random) -> Sheet:
    """Tumour markers: leaders of dots from name to value, `基準 5.0 以下` behind, a bar, older dates below."""
    doc = Doc(rng, LAB)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(40, 44, "腫瘍マーカー検査報告", 15, bold=True)
    doc.text(555, 44, f"報告番号 TM-{bank.number(rng, 6)}", 9, align="right")
    doc.rule(40, 52, 555, 1.4)
    doc.pairs(
        40,
        70,
        (
            ("氏名", f"{doc.name()} 様 ({doc.kana()})"),
            ("性別・年齢", f"{doc.sex('性')}　{doc.age()}歳"),
            ("生年月日", doc.born("kanji")),
            ("患者番号", doc.pid()),
        ),
        size=9.5,
        step=16,
        gap=70,
    )
    _shuyo_lines(doc, rng)
    doc.text(440, 146, "0", 7, align="centre")
    doc.text(495, 146, "cut-off", 7, align="centre")
    doc.ink.box(40, 690, 555, 780, width=0.5)
    doc.text(46, 704, "参考　陽性率（当所集計）", 8.5, bold=True)
    doc.table(
        46,
        708,
        (90, 70, 70, 70, 70),
        [
            ["", "大腸癌", "膵癌", "肝細胞癌", "肺癌"],
            ["CEA", "45%", "55%", "10%", "40%"],
            ["CA19-9", "25%", "80%", "20%", "15%"],
            ["AFP", "3%", "4%", "70%", "2%"],
        ],
        align="lcccc",
        size=8,
        step=15,
    )
    doc.text(555, 806, f"{rng.choice(bank.LABS)}　測定担当 {surname(rng)}　", 8.5, align="right")
    return doc.sheet()


FAMILIES = (
    Family("lab-report-diabetes-handout", LAB, tebiki),
    Family("lab-report-warfarin-clinic", LAB, gyoko),
    Family("lab-report-tumour-leaders", LAB, shuyo),
)
