"""Laboratory reports: a commercial laboratory's sheet, side-by-side columns, a chart by dates, a clinic's slip."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice4 import bank, heads
from samples.families.practice4.kit import RED, SHADE, Cell, Doc, Grid, Row, Val
from samples.generating.family import Family
from samples.making.ink import PORTRAIT, SMALL
from samples.making.truth import Sheet, minute

LAB = DocumentType.LAB_REPORT


def centre(rng: Random) -> Sheet:
    """A laboratory company's sheet: ranges of men and of women in two columns, the flag after the result."""
    doc = Doc(rng, LAB)
    doc.dated(time=False)
    doc.text(36, 44, "検 査 結 果 報 告 書", 16, font=doc.strong)
    doc.text(doc.width - 36, 40, "株式会社 架空臨床検査センター", 9, align="r")
    doc.text(doc.width - 36, 53, "衛生検査所登録 第000号　TEL 000-111-2222", 7, align="r")
    told = heads.pairs(
        doc,
        ("施設名", f"={doc.hospital}"),
        ("受付No", f"={rng.randrange(1000, 9999)}-{rng.randrange(100, 999)}"),
        ("患者氏名", "namesama"),
        ("カルテNo", "id"),
        ("性別／年齢", "sexja"),
        ("生年月日", "birth-eras"),
        ("採取日", f"={doc.day('short')}"),
        ("担当医", f"={doc.doctor} 先生"),
    )
    y = heads.block(doc, 36, 66, told, doc.width - 72) + 12
    sex, rows = doc.person.sex, []
    tests = bank.some(rng, (*bank.BLOOD, *bank.CHEM, *bank.LIPID), 18, 26)
    dash = rng.choice(("～", "-", " ～ "))
    for n, test in enumerate(tests):
        value, flag = test.result(rng, sex)
        said = Val(value, test.ja, test.unit, test.range(sex, dash), flag, colour=RED if flag else (0, 0, 0))
        row: list[Cell] = [f"{n + 101:04d}", test.ja, said, flag, test.unit, test.range("male", dash)]
        rows.append([*row, test.range("female", dash), rng.choice(("", "", "*1"))])
    grid = Grid((34, 128, 62, 30, 62, 82, 82, 42), "clrclccc", 16, 8.5, "rows", SHADE)
    head = ("No", "検査項目名", "検査結果", "H/L", "単位", "基準値(男)", "基準値(女)", "備考")
    y = doc.grid(36, y, grid, head, rows)
    doc.text(40, y + 16, "*1：再検査を行い確認済みです。　H：高値　L：低値", 7.5)
    heads.foot(doc, "本報告書の内容についてのお問い合わせは学術インフォメーションまで", "1 / 1")
    return doc.sheet()


def halves(rng: Random) -> Sheet:
    """Two columns of dotted leaders on one page; the mark stands before the number, the range in brackets."""
    doc = Doc(rng, LAB)
    doc.dated(time=True)
    heads.title(doc, 46, "検査結果のお知らせ", 16, rule=True)
    told = heads.pairs(
        doc, ("患者番号", "id"), ("お名前", "namesama"), ("", "sexsei"), ("生年月日", "birth-kanji")
    )
    y = heads.strip(doc, 40, 72, told, 9.5)
    seen = (
        ("採血日時", f"{doc.day('kanji')} {doc.clock()}"),
        ("診療科", rng.choice(("内科", "腎臓内科", "外科"))),
    )
    y = heads.strip(doc, 40, y, seen, 9.5) + 12
    high, low = rng.choice((("↑", "↓"), ("▲", "▼"), ("H", "L")))
    tests = bank.some(rng, (*bank.BLOOD, *bank.CHEM, *bank.SUGAR), 20, 26)
    half, top = -(-len(tests) // 2), y
    for n, test in enumerate(tests):
        left, at = 40 + (n // half) * 264, top + 4 + (n % half) * 25
        value, flag = test.result(rng, doc.person.sex)
        mark = {"H": high, "L": low}.get(flag, "")
        ref = test.range(doc.person.sex, "-")
        end = doc.put(left, at, test.ja, 9)
        if mark:
            doc.text(left + 128, at, mark, 9, colour=RED)
        said = Val(value, test.ja, test.unit, ref, flag)
        start = left + 168 - doc.wide(value, 10)
        doc.dots(end + 3, left + 122, at)
        doc.put(start, at, said, 10)
        doc.text(left + 173, at, test.unit, 7.5)
        doc.text(left + 252, at, f"({ref})", 7, align="r")
        y = max(y, at)
    doc.ink.line(doc.width / 2, top - 8, doc.width / 2, y + 8, 0.4, 0.5)
    doc.paragraph(
        40,
        y + 36,
        f"{high} は基準値より高い、{low} は低いことを示します。次回受診日にご持参ください。",
        500,
        8,
    )
    heads.foot(doc, doc.hospital, "臨床検査科")
    return doc.sheet()


def chart(rng: Random) -> Sheet:
    """An EHR's time series, landscape: dates across with times below, holes, marks in the cells."""
    doc = Doc(rng, LAB, (PORTRAIT[1], PORTRAIT[0]))
    told = heads.pairs(
        doc, ("ID", "id"), ("氏名", "name"), ("性別", "sexja"), ("生年月日", "birth-slash-age")
    )
    heads.strip(doc, 30, 36, told, 9)
    doc.text(doc.width - 30, 36, "検体検査 時系列", 12, align="r", font=doc.strong)
    count = rng.randint(4, 6)
    days = [doc.moment - timedelta(days=13 * n + rng.randrange(9), minutes=37 * n) for n in range(count)]
    if rng.random() < 0.5:
        days.reverse()
    doc.when = minute(max(days))
    form, side = rng.choice(("slash", "short")), rng.choice((True, False))
    rows: list[Row] = [["", "", "", *(d.strftime("%H:%M") for d in days)]]
    for section, tests in (
        ("【血液学】", bank.BLOOD),
        ("【生化学】", bank.CHEM),
        ("【脂質・糖】", bank.LIPID + bank.SUGAR),
    ):
        rows.append(section)
        for test in bank.some(rng, tests, 4, 8):
            ref, cells = test.range(doc.person.sex, "-"), []
            for day in days:
                value, flag = test.result(rng, doc.person.sex)
                mark = f" {flag}" if side and flag else ""
                pre = f"{flag} " if flag and not side else ""
                said = Val(
                    value, test.ja, test.unit, ref, flag, minute(day), pre, mark, RED if flag else (0, 0, 0)
                )
                cells.append(said if rng.random() < 0.86 else rng.choice(("", "-")))
            rows.append([test.ja, ref, test.unit, *cells])
    rest = (doc.width - 60 - 112 - 80 - 60) / count
    grid = Grid((112, 80, 60, *(rest for _ in days)), "lcl" + "r" * count, 15.5, 8.5, "all", SHADE)
    doc.grid(30, 52, grid, ("検査項目", "基準値", "単位", *(doc.day(form, d) for d in days)), rows)
    heads.foot(doc, f"{doc.hospital}　印刷者：{doc.doctor}", "Page 1")
    return doc.sheet()


def clinic(rng: Random) -> Sheet:
    """A clinic's small slip without borders, units or ranges; the previous values in grey columns."""
    doc = Doc(rng, LAB, SMALL)
    doc.dated(time=False)
    doc.text(30, 34, doc.hospital, 9)
    doc.text(30, 56, field := "検査成績表", 14, font=doc.strong)
    at = 30 + doc.wide(field, 14, doc.strong) + 20
    doc.text(at, 56, f"検査日 {doc.day('era')}", 9)
    told = heads.pairs(doc, ("カルテNo", "id"), ("", "namedono"), ("", "agesai"), ("", "sexja"))
    y = heads.strip(doc, 30, 78, told, 10, colon=".") + 4
    old = rng.choice(("前回値", "前回"))
    rows: list[Row] = []
    for test in bank.some(rng, (*bank.CHEM, *bank.LIPID, *bank.SUGAR), 12, 15):
        value, flag = test.result(rng, doc.person.sex)
        before, mark = test.result(rng, doc.person.sex)
        arrow = {"H": "↑", "L": "↓"}
        last: Cell = (
            Val(before, f"{test.ja} {old}", flag=mark, post=arrow.get(mark, ""))
            if rng.random() < 0.8
            else "―"
        )
        rows.append([test.ja, test.short, Val(value, test.ja, flag=flag, post=arrow.get(flag, "")), last])
    doc.grid(30, y, Grid((150, 70, 90, 90), "llrr", 18, 9.5, "head"), ("項目", "略号", "今回", old), rows)
    doc.ink.box(470, 60, 560, 120, width=0.5)
    doc.text(515, 74, "院長確認印", 8, align="c")
    doc.paragraph(450, 160, "※コメント：食事に気をつけて、次回は空腹でおいでください。", 116, 8)
    return doc.sheet()


def english(rng: Random) -> Sheet:
    """In English, by panels; the flag in its own column, the interval in square brackets."""
    doc = Doc(rng, LAB, english=True)
    doc.dated(time=True)
    doc.text(36, 44, doc.hospital, 14, font=doc.strong)
    doc.text(36, 58, "Department of Laboratory Medicine - 1-1 Nowhere Street, Kakuu", 8)
    doc.ink.line(36, 64, doc.width - 36, 64, 1.5)
    left = heads.pairs(doc, ("Patient", "nameupper"), ("MRN", "id"), ("DOB", "birth-dmy"), ("Sex", "sexen"))
    heads.lines(doc, 40, 80, left, 9, colon=":")
    right = (
        ("Collected", f"{doc.day('dmy')} {doc.clock()}"),
        ("Reported", f"{doc.day('dmy')} {doc.clock(doc.moment + timedelta(minutes=95))}"),
        ("Ordered by", doc.doctor),
        ("Specimen", f"S{rng.randrange(10**6, 10**7)}"),
    )
    y = heads.lines(doc, 330, 80, right, 9, colon=":") + 10
    panels = (
        ("COMPLETE BLOOD COUNT", bank.BLOOD),
        ("DIFFERENTIAL", bank.DIFF),
        ("CHEMISTRY", bank.CHEM),
        ("LIPIDS", bank.LIPID),
    )
    for name, tests in panels:
        rows: list[Row] = []
        for test in bank.some(rng, tests, 4, 9):
            value, flag = test.result(rng, doc.person.sex)
            shown = flag * (2 if flag and rng.random() < 0.15 else 1)
            ref = test.range(doc.person.sex, " - ")
            rows.append([test.en, Val(value, test.en, test.unit, ref, flag), shown, f"[{ref}]", test.unit])
        doc.text(40, y, name, 9.5, font=doc.strong)
        head = ("Test", "Result", "Flag", "Reference interval", "Units")
        y = doc.grid(40, y + 5, Grid((170, 70, 50, 130, 90), "lrccl", 14, 8.5, "head"), head, rows) + 20
    heads.foot(doc, "H = above, L = below the reference interval; HH / LL = critical", "Final report")
    return doc.sheet()


FAMILIES = (
    Family("lab-report-centre", LAB, centre),
    Family("lab-report-leaders", LAB, halves),
    Family("lab-report-ehr", LAB, chart),
    Family("lab-report-small", LAB, clinic),
    Family("lab-report-panels", LAB, english, "en"),
)
