"""Laboratory reports of everyday: sections, two columns of items, outside laboratories, series across and down."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.score import bank_a as bank
from samples.families.score.bank_a import T, some
from samples.generating.family import Family
from samples.generating.kit import GREY, PALE, SKY, STRIPE, Cell, Doc, R, day, half, moment
from samples.making.truth import Sheet

LAB = DocumentType.LAB_REPORT


def sections(rng: Random) -> Sheet:
    """院内検査報告書: sections as bands, the mark in a column before the value, the person as a ruled table."""
    doc = Doc(rng, LAB)
    doc.effective = moment(doc.when)
    arrows = rng.random() < 0.4
    doc.text(297, 42, "検 査 結 果 報 告 書", 15, bold=True, align="centre")
    doc.text(555, 42, "1 / 1", 8, align="right")
    doc.table(
        40,
        54,
        (58, 110, 44, 150, 58, 95),
        (
            ("患者番号", doc.pid(), "氏　名", f"{doc.name()}　様", "性　別", doc.sex("性")),
            ("生年月日", doc.born("era"), "年　齢", f"{doc.age()}歳", "入　外", rng.choice(("入院", "外来"))),
            (
                "採取日時",
                f"{day(doc.when, 'slash')} {doc.when:%H:%M}",
                "診療科",
                rng.choice(bank.DEPARTMENTS),
                "依頼医",
                rng.choice(bank.DOCTORS),
            ),
        ),
        size=9,
        step=17,
        rules="grid",
        head=0,
    )
    rows: list[list[Cell] | str] = [["検 査 項 目", "", "結 果", "単 位", "基 準 値", "備考"]]
    for head, given in (
        ("【血液学的検査】", some(rng, bank.CBC, 7)),
        (
            "【生化学的検査】",
            (*some(rng, bank.LIVER, 8), *some(rng, bank.KIDNEY, 3), *some(rng, bank.SALT, 4)),
        ),
        ("【免疫血清検査】", some(rng, bank.IMMUNE, 3)),
    ):
        rows.append(head)
        for test in given:
            value, flag = test.draw(rng)
            ref = test.ref(" ～ ")
            mark = ({"H": "↑", "L": "↓", "": ""} if arrows else {"H": "H", "L": "L", "": ""})[flag]
            row: list[Cell] = [test.ja, mark, R(value, test.ja, test.unit, ref, flag), test.unit, ref, ""]
            rows.append(row)
        if rng.random() < 0.5:
            row[-1] = rng.choice(("溶血(1+)", "乳び", "再検済"))
    step = min(15.5, 640 / len(rows))
    end = doc.table(
        40, 118, (140, 22, 80, 72, 110, 91), rows, align="lcrllc", size=9, step=step, rules="head", fill=PALE
    )
    doc.text(
        40, end + 16, "※ 基準値は共用基準範囲に準ずる　　↑:高値 ↓:低値" if arrows else "H:高値　L:低値", 7.5
    )
    doc.text(555, end + 16, rng.choice(bank.HOSPITALS) + "　臨床検査科", 8.5, align="right")
    return doc.sheet()


def _beside_head(doc: Doc) -> None:
    """The title and the person as printed."""
    rng = doc.rng
    doc.text(36, 36, rng.choice(bank.HOSPITALS), 10)
    doc.text(558, 36, f"印刷日 {day((doc.when + timedelta(days=1)).date(), 'slash')}", 8, align="right")
    doc.text(36, 58, "検体検査結果", 14, bold=True)
    doc.along(
        36,
        80,
        (
            f"ID：{doc.pid()}",
            f"氏名：{doc.name(' ')}（{doc.kana()}）",
            f"{doc.sex()}　{doc.age()}才",
            f"生年月日：{doc.born('slash')}",
        ),
        size=9,
        gap=14,
    )
    doc.along(
        36,
        95,
        (
            f"採血日時：{day(doc.when, 'slash')} {doc.when:%H:%M}",
            f"依頼科：{rng.choice(bank.DEPARTMENTS)}",
            f"病棟：{rng.choice(bank.WARDS)}",
            f"医師：{rng.choice(bank.DOCTORS)}",
        ),
        size=9,
        gap=14,
    )
    doc.rule(36, 102, 558, 1)


def beside(rng: Random) -> Sheet:
    """Two columns of items on an unruled page: the name with its abbreviation, H and L run behind the value."""
    doc = Doc(rng, LAB)
    doc.effective = moment(doc.when)
    _beside_head(doc)
    blocks = (
        (("末梢血一般", some(rng, bank.CBC, 7)), ("白血球分画", bank.DIFF), ("凝固", some(rng, bank.COAG[:6], 3)),
         ("腫瘍マーカー", some(rng, bank.TUMOUR[:7], 3))),
        (("肝胆膵", some(rng, bank.LIVER, 8)), ("腎・電解質", (*bank.KIDNEY[:3], *some(rng, bank.SALT[:7], 5))),
         ("脂質・糖", (*some(rng, bank.LIPID, 2), *some(rng, bank.SUGAR, 2))),
         ("炎症・免疫", some(rng, bank.IMMUNE, 2))),
    )  # fmt: skip
    both = rng.random() < 0.6
    for x, column in zip((36.0, 306.0), blocks, strict=True):
        y = 118.0
        for head, given in column:
            doc.text(x, y, f"■{head}", 9, bold=True)
            y += 15
            for test in given:
                value, flag = test.draw(rng)
                name = f"{test.ja} ({test.en})" if both and test.ja.isascii() is False else test.ja
                ref = test.ref("-")
                size = min(8.5, 8.5 * 108 / doc.width(name, 8.5))
                doc.text(x + 6, y, name, size)
                doc.result(x + 150, y, R(value, name, test.unit, ref, flag), 9, "right")
                doc.text(x + 153, y, flag, 9, bold=True)
                doc.text(x + 164, y, test.unit, 8)
                doc.text(x + 252, y, f"({ref})" if ref else "", 8, align="right")
                y += 15
            y += 5
    doc.rule(36, 790, 558)
    doc.text(36, 804, f"承認者：{rng.choice(bank.TECHNICIANS)}　　報告状態：最終報告", 8)
    return doc.sheet()


_SHORT = {
    "総蛋白": "ソウタンパク",
    "アルブミン": "アルブミン",
    "総ビリルビン": "ソウビリルビン",
    "直接ビリルビン": "チョクセツビリルビン",
    "コリンエステラーゼ": "コリンエステラーゼ",
    "尿素窒素": "ニョウソチッソ",
    "クレアチニン": "クレアチニン",
    "尿酸": "ニョウサン",
    "ナトリウム": "ナトリウム",
    "カリウム": "カリウム",
    "クロール": "クロール",
    "カルシウム": "カルシウム",
    "無機リン": "ムキリン",
    "血清鉄": "ケッセイテツ",
    "総コレステロール": "ソウコレステロール",
    "中性脂肪": "チュウセイシボウ",
    "血糖": "ケットウ",
}


def _centre_head(doc: Doc) -> None:
    """The title and the person as printed."""
    rng = doc.rng
    doc.text(258, 34, "臨 床 検 査 報 告 書", 13, align="centre")
    doc.text(28, 56, f"{rng.choice(('みずほ通り', '桜木', '北原'))}内科クリニック　御中", 10)
    doc.pairs(
        28, 76, (("ｶﾙﾃNO", doc.pid()), ("患者名", f"{doc.name()} 様"), ("ﾌﾘｶﾞﾅ", half(doc.kana()))), gap=48
    )
    doc.pairs(
        230,
        76,
        (
            ("性別/年齢", f"{doc.sex()} / {doc.age()}ｻｲ"),
            ("採取日", day(doc.when, "short")),
            ("受付日", day(doc.when, "short")),
        ),
        gap=56,
    )
    doc.pairs(
        380,
        76,
        (
            ("受付NO", f"{rng.randrange(10**6):06d}"),
            ("報告日", day((doc.when + timedelta(days=2)).date(), "short")),
            ("材料", "血清 全血"),
        ),
        gap=44,
    )


def centre(rng: Random) -> Sheet:
    """A laboratory's line printer: half-width kana, codes at the left, indented fractions, comments between rows."""
    doc = Doc(rng, LAB, size=(515.9, 728.5))
    doc.font = doc.bold = "gothic"
    doc.effective = day(doc.when, "dash")
    kana = rng.random() < 0.7
    _centre_head(doc)
    rows: list[list[Cell] | str] = [["ｺｰﾄﾞ", "検査項目名", "検査結果", "", "単位", "基準値"]]

    def add(given: tuple[T, ...], indent: str = "") -> None:
        for test in given:
            name = half(_SHORT.get(test.ja, test.ja)) if kana else test.ja
            value, flag = test.draw(rng)
            ref = test.ref(" - ").replace("以下", "ｲｶ" if kana else "以下")
            rows.append(
                [
                    f"{rng.randrange(10000):04d}",
                    indent + name,
                    R(value, name, test.unit, ref, flag),
                    flag,
                    test.unit,
                    ref,
                ]
            )

    add((*some(rng, bank.LIVER, 8), *some(rng, bank.KIDNEY, 2), *some(rng, bank.SALT[:7], 4)))
    rows.append(["", rng.choice(("ｺﾒﾝﾄ: ﾖｳｹﾂ ｺﾝﾀﾞｸ ｱﾘ", "** ﾆｭｳﾋﾞ ｹﾝﾀｲ **")), "", "", "", ""])
    add(some(rng, (*bank.LIPID, *bank.SUGAR[:2]), 3))
    add(bank.CBC[:8])
    rows.append(["", "白血球像", "", "", "", ""])
    add(bank.HAND, "　")
    doc.table(
        28,
        118,
        (40, 170, 72, 22, 62, 92),
        rows,
        align="llrcll",
        size=9.5,
        step=min(15, 570 / len(rows)),
        rules="head",
    )
    doc.text(28, 708, rng.choice(bank.LABORATORIES), 9)
    doc.text(488, 708, "登録衛生検査所 第000号　検査責任者 " + rng.choice(bank.DOCTORS), 7.5, align="right")
    return doc.sheet()


def across(rng: Random) -> Sheet:
    """The chart's 時系列 printed across: dates over times, the range under the unit's column, values with H and L."""
    doc = Doc(rng, LAB, size=(841.9, 595.3))
    count = rng.randint(5, 7)
    times = [doc.when]
    while len(times) < count:
        times.append(times[-1] - timedelta(days=rng.randint(1, 6), minutes=rng.randrange(5, 240)))
    times.reverse()
    doc.effective = moment(times[-1])
    doc.band(30, 20, 812, 40, SKY)
    doc.text(36, 34, "検査結果時系列", 11, bold=True)
    doc.text(
        806,
        34,
        f"{doc.pid()}　{doc.name()}　{doc.kana()}　{doc.sex('性')}　{doc.born('slash')} ({doc.age()}歳)",
        9.5,
        align="right",
    )
    rows: list[list[Cell] | str] = [
        ["検査項目", "基準値", "単位", *(day(at, "slash") for at in times)],
        ["", "", "", *(f"{at:%H:%M}" for at in times)],
    ]
    given = (
        *some(rng, bank.CBC, 6),
        *some(rng, bank.LIVER, 6),
        *bank.KIDNEY[:2],
        *some(rng, bank.SALT[:5], 3),
        *bank.IMMUNE[:1],
        *some(rng, bank.COAG, 2),
    )
    for test in given:
        ref = test.ref("-")
        row: list[Cell] = [test.en, ref, test.unit]
        for at in times:
            if rng.random() < 0.16:
                row.append("")
                continue
            value, flag = test.draw(rng, 0.4)
            row.append(R(value, test.en, test.unit, ref, flag, moment(at), post=f" {flag}" if flag else "  "))
        rows.append(row)
    doc.table(
        30,
        48,
        (78, 90, 56, *((782 - 224) / count,) * count),
        rows,
        align="llc" + "r" * count,
        size=8.5,
        step=min(17, 510 / len(rows)),
        rules="grid",
        head=2,
        fill=STRIPE,
    )
    doc.text(30, 582, f"印刷者：{rng.choice(bank.DOCTORS)}", 7.5, colour=GREY)
    doc.text(812, 582, "1 / 1 ページ", 7.5, align="right", colour=GREY)
    return doc.sheet()


def down(rng: Random) -> Sheet:
    """透析室の定期採血: a row a date, the tests as columns with their units under them, pre-dialysis only."""
    doc = Doc(rng, LAB, size=(841.9, 595.3))
    days = [doc.when - timedelta(days=14 * n + rng.choice((0, 0, 2))) for n in range(rng.randint(8, 12))]
    doc.effective = day(days[0], "dash")
    tests = (*bank.CBC[1:4], bank.CBC[7], *bank.LIVER[:2], *bank.KIDNEY[:2], *bank.SALT[:5], bank.SALT[6])
    doc.text(30, 34, "透析患者 定期検査一覧表（透析前）", 13, bold=True)
    doc.along(
        30,
        54,
        (
            f"患者ID {doc.pid()}",
            f"患者氏名 {doc.name()}",
            f"性別 {doc.sex()}",
            f"生年月日 {doc.born('kanji')}",
        ),
        size=9.5,
    )
    rows: list[list[Cell] | str] = [["検査日", *(t.en for t in tests)], ["", *(f"({t.unit})" for t in tests)]]
    for at in days:
        row: list[Cell] = [day(at, "slash")]
        for test in tests:
            value, flag = test.draw(rng, 0.5)
            mark = {"H": "▲", "L": "▼", "": ""}[flag]
            row.append(
                ""
                if rng.random() < 0.06
                else R(value, test.en, test.unit, "", flag, day(at, "dash"), post=mark)
            )
        rows.append(row)
    doc.table(
        30,
        66,
        (72, *(710 / len(tests),) * len(tests)),
        rows,
        align="l" + "r" * len(tests),
        size=8.5,
        step=22,
        rules="rows",
        head=2,
        fill=PALE,
    )
    doc.text(30, 572, "▲：基準値上限超　▼：基準値下限未満", 8)
    doc.text(812, 572, rng.choice(bank.HOSPITALS) + "　人工透析センター", 9, align="right")
    return doc.sheet()


FAMILIES = (
    Family("lab-report-house-sections-kaede", LAB, sections),
    Family("lab-report-two-columns-kaede", LAB, beside),
    Family("lab-report-line-printer-kaede", LAB, centre),
    Family("lab-report-series-across-kaede", LAB, across),
    Family("lab-report-dialysis-down-kaede", LAB, down),
)
