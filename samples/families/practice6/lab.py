"""Laboratory results in tables: two sheets on one page, upright headings, three visits over two pages, specimens."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from reportlab.lib.pagesizes import A4, landscape

from mappers.model import DocumentType
from samples.families.practice6 import bank
from samples.families.practice6.bank import Test, pick
from samples.families.practice6.kit import MINT, RED, Cell, Doc, R, day, moment
from samples.generating.family import Family
from samples.making.truth import Sheet

LAB = DocumentType.LAB_REPORT


def dialysis(rng: Random) -> Sheet:
    """Two sheets on one landscape page, before and after dialysis, the same tests on both."""
    doc = Doc(rng, LAB, size=landscape(A4))
    doc.when = doc.when.replace(hour=8, minute=rng.randrange(30, 58))
    after = doc.when + timedelta(hours=4, minutes=rng.randrange(5, 40))
    doc.effective = moment(after)
    tests = [*pick(rng, bank.CELLS, 4), *pick(rng, bank.ENZYMES, 4), *pick(rng, bank.SALTS, 8)]
    house = rng.choice(bank.HOSPITALS)
    low, high = rng.choice((("L", "H"), ("↓", "↑"), ("低", "高")))
    who, born = f"{doc.name()} 様", doc.born("era.")
    for left, part, at in ((30.0, "透析前", doc.when), (436.0, "透析後", after)):
        doc.text(left, 40, "透析定期検査報告書", 13, bold=True)
        doc.text(left + 376, 40, house, 7.5, align="right")
        doc.text(left, 60, f"＜{part}＞", 12, bold=True)
        doc.text(left + 376, 60, f"採血日時 {day(at, 'slash')} {at:%H:%M}", 9, align="right")
        doc.rule(left, 66, left + 376)
        doc.along(left, 80, [doc.pid(), who, doc.sex(), f"{born} 生", f"({doc.age()})"], size=9, gap=12)
        rows: list[list[Cell]] = [["検査項目", "測定値", "", "単位", "基準範囲"]]
        for test in tests:
            value, flag = test.draw(rng, 0.5)
            ref = test.span("～")
            mark = {"H": high, "L": low, "": ""}[flag]
            r = R(value, f"{test.ja} {part}", test.unit, ref, flag, moment(at))
            rows.append([test.ja, r, mark, test.unit, ref])
        end = doc.table(
            left, 90, (130, 68, 22, 70, 86), rows, align="lrclc", size=9.5, step=23, rules="rows", fill=MINT
        )
        doc.text(left, end + 18, f"臨床工学技士　{bank.doctor(rng)}　　透析室", 8)
        doc.seals(
            left + 376, end + 12, (("医師", rng.choice(bank.DOCTORS)), ("技士", rng.choice(bank.DOCTORS)))
        )
    doc.ink.line(421, 20, 421, 575, 0.4, 0.6)
    return doc.sheet()


_UPRIGHT = (
    ("白血球", bank.CELLS[0]),
    ("赤血球", bank.CELLS[1]),
    ("血色素", bank.CELLS[2]),
    ("血小板", bank.CELLS[4]),
    ("総蛋白", bank.ENZYMES[0]),
    ("総ビリルビン", bank.ENZYMES[2]),
    ("AST", bank.ENZYMES[4]),
    ("ALT", bank.ENZYMES[5]),
    ("尿素窒素", bank.SALTS[0]),
    ("クレアチニン", bank.SALTS[1]),
    ("ナトリウム", bank.SALTS[3]),
    ("カリウム", bank.SALTS[4]),
    ("CRP", bank.IMMUNE[0]),
)


def upright(rng: Random) -> Sheet:
    """A sheet for the binder: days down, tests across under headings whose letters stand one under the other."""
    doc = Doc(rng, LAB)
    count, left, top = rng.randint(6, 10), 34.0, 96.0
    days = sorted(doc.when - timedelta(days=4 * n + rng.randrange(3)) for n in range(count))
    doc.effective = days[-1].strftime("%Y-%m-%d")
    doc.text(left, 40, "検 査 値 一 覧", 15, bold=True)
    doc.text(561, 40, rng.choice(bank.HOSPITALS), 8.5, align="right")
    doc.along(
        left,
        64,
        [
            f"No. {doc.pid()}",
            f"{doc.name()} 殿",
            f"{doc.born('slash')} 生",
            doc.sex("性"),
            rng.choice(bank.WARDS),
        ],
        size=10,
        gap=14,
    )
    doc.text(left, 84, f"期間：{day(days[0], 'slash')} ～ {day(days[-1], 'slash')}", 8.5)
    tests = [_UPRIGHT[n] for n in sorted(rng.sample(range(len(_UPRIGHT)), rng.randint(9, 11)))]
    first, wide = 62.0, (527 - 62.0) / len(tests)
    doc.text(left + first / 2, top + 45, "採取日", 9, align="centre")
    doc.text(left + first / 2, top + 97, "単位", 7.5, align="centre")
    doc.text(left + first / 2, top + 112, "基準値", 7.5, align="centre")
    edges = [left, *(left + first + n * wide for n in range(len(tests) + 1))]
    for (name, test), x in zip(tests, edges[1:], strict=False):
        doc.upright(x + wide / 2, top + 13, name, 10)
        doc.cell(x, x + wide, top + 97, test.unit, 7, "c", bold=False)
        doc.cell(x, x + wide, top + 112, test.span(), 7, "c", bold=False)
    y = head = top + 120
    for at in days:
        doc.text(left + first / 2, y + 14, day(at, "short"), 9, align="centre")
        for (name, test), x in zip(tests, edges[1:], strict=False):
            if rng.random() < 0.15:
                continue
            value, flag = test.draw(rng)
            r = R(
                value, name, test.unit, test.span(), flag, at.strftime("%Y-%m-%d"), post=f" {flag}".rstrip()
            )
            doc.cell(x, x + wide, y + 14, r, 9, "r", bold=False)
        y += 20
        doc.ink.line(left, y, edges[-1], y, 0.3, 0.5)
    for x in edges:
        doc.ink.line(x, top, x, y, 0.4)
    for level in (top, top + 86, head, y):
        doc.ink.line(left, level, edges[-1], level, 0.8)
    doc.text(left, y + 16, "H：基準値超　L：基準値未満　空欄は未実施", 7.5)
    return doc.sheet()


def _third_rows(doc: Doc, tests: list[Test]) -> list[list[Cell]]:
    rng, rows = doc.rng, list[list[Cell]]()
    for test in tests:
        value, flag = test.draw(rng)
        ref = test.span(" ～ ", "{} 以下")
        earlier: list[Cell] = []
        for when in ("前々回", "前回"):
            old, _ = test.draw(rng)
            earlier.append(R(old, f"{test.ja} {when}", test.unit, ref) if rng.random() < 0.8 else "")
        now = R(value, test.ja, test.unit, ref, flag)
        least = test.text(test.high / 10)
        if test.low is None and float(least) and rng.random() < 0.5:
            now = R(f"{least}未満", test.ja, test.unit, ref)
        rows.append([test.ja, *earlier, now, now.flag, test.unit, ref])
    return rows


def third(rng: Random) -> Sheet:
    """An outside laboratory's report over two pages: the two last results left of today's, sections."""
    doc = Doc(rng, LAB)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    lab, house, doctor = rng.choice(bank.LABORATORIES), rng.choice(bank.HOSPITALS), bank.doctor(rng)
    serial = rng.randrange(10**6, 10**7)
    parts: list[tuple[str, list[Test]]] = [
        ("【血液学的検査】", pick(rng, bank.CELLS, 6)),
        ("【生化学的検査(Ⅰ)】", [*pick(rng, bank.ENZYMES, 11), *pick(rng, bank.SALTS, 8)]),
        ("【脂質・糖代謝】", pick(rng, bank.LIPIDS, 6)),
        ("【免疫・内分泌】", pick(rng, bank.IMMUNE, 7)),
    ]
    for page, these in ((1, parts[:2]), (2, parts[2:])):
        if page == 2:
            doc.ink.next_page()
        doc.text(40, 40, lab, 9)
        doc.text(297, 62, "検 査 報 告 書", 16, bold=True, align="centre")
        doc.text(555, 40, f"{page}／2", 9, align="right")
        doc.text(40, 82, f"{house}　　{doctor} 先生", 10)
        doc.ink.box(40, 92, 555, 130, width=0.5)
        taken, told = day(doc.when, "kanji"), day(doc.when + timedelta(days=2), "kanji")
        doc.along(
            46,
            107,
            [
                f"カルテNo {doc.pid()}",
                f"フリガナ {doc.kana()}",
                f"患者名 {doc.name()}",
                f"生年月日 {doc.born('kanji')}",
            ],
        )
        doc.along(46, 123, [f"性別 {doc.sex()}", f"採取日 {taken}", f"報告日 {told}", f"依頼No {serial}"])
        rows: list[list[Cell] | str] = [["検査項目名", "前々回", "前回", "今回", "判定", "単位", "基準値"]]
        for title, tests in these:
            rows += [title, *_third_rows(doc, tests)]
        end = doc.table(
            40, 140, (140, 58, 58, 66, 32, 66, 95), rows, align="lrrrclc", size=8.5, step=18, rules="head"
        )
        if page == 2:
            doc.text(40, end + 20, "◇ 検査方法：酵素法、比色法、免疫比濁法、CLEIA法　ほか", 7.5)
            doc.text(40, end + 32, "◇ 基準値は当社設定値です。検体は報告後7日間保存しています。", 7.5)
        doc.text(297, 815, "次頁へ続く" if page == 1 else "以上", 8, align="centre")
    return doc.sheet()


def specimens(rng: Random) -> Sheet:
    """A district laboratory in English: every specimen a block with a time of its own, `!` before what is out."""
    doc = Doc(rng, LAB, latin=True)
    doc.text(44, 46, rng.choice(bank.HOSPITALS_EN), 12, bold=True)
    doc.text(44, 60, "Pathology Services - cumulative print", 8.5)
    doc.ink.box(330, 34, 552, 96, width=0.5)
    doc.text(338, 48, doc.name(", "), 11, bold=True)
    doc.text(338, 63, f"Hospital No. {doc.pid()}", 9)
    doc.text(338, 76, f"Born {doc.born('us')}", 9)
    doc.text(338, 89, f"Sex {doc.sex('Sex')}", 9)
    doc.text(44, 89, f"Requested by {rng.choice(bank.DOCTORS_EN)}", 9)
    y, at = 124.0, doc.when
    groups = (
        ("EDTA blood", bank.CELLS[:5], 4),
        ("Serum", bank.SALTS, 7),
        ("Serum", bank.ENZYMES, 6),
        ("Serum", bank.IMMUNE[2:], 4),
    )
    times: list[datetime] = []
    for specimen, tests, count in groups:
        times.append(at)
        doc.text(44, y, f"Specimen: {specimen}", 9.5, bold=True)
        doc.text(552, y, f"Collected {day(at, 'en')} {at:%H:%M}", 9, align="right")
        doc.ink.line(44, y + 4, 552, y + 4, 0.4, 0.4)
        y += 20
        for test in pick(rng, tests, count):
            value, flag = test.draw(rng)
            ref = test.span(" - ", "< {}")
            r = R(value, test.en, test.unit, ref, "A" if flag else "", moment(at))
            if flag:
                doc.text(196, y, "!", 9.5, bold=True, colour=RED)
            doc.text(54, y, test.en, 9.5)
            doc.result(250, y, r, 9.5, "right")
            doc.text(258, y, test.unit, 9.5)
            doc.text(345, y, f"({ref})", 9.5)
            y += 14.5
        if specimen == "EDTA blood" and rng.random() < 0.6:
            doc.text(54, y, "Comment: film reviewed, no abnormal cells seen.", 8.5)
            y += 14
        y += 14
        at += timedelta(hours=rng.randrange(1, 9), minutes=rng.randrange(0, 50, 7))
    doc.effective = moment(times[-1])
    doc.text(44, 806, "! outside the adult reference interval shown in brackets", 8)
    doc.text(552, 806, "Page 1 of 1", 8, align="right")
    return doc.sheet()


FAMILIES = (
    Family("lab-report-dialysis", LAB, dialysis),
    Family("lab-report-upright", LAB, upright),
    Family("lab-report-third", LAB, third),
    Family("lab-report-specimens", LAB, specimens, "en"),
)
