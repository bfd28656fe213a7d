"""Laboratory results over time: days across with the newest left, days across over two pages, dialysis, check-ups."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from reportlab.lib.pagesizes import A4, landscape

from mappers.model import DocumentType
from samples.families.practice7 import bank
from samples.families.practice7.bank import A, some
from samples.generating.family import Family
from samples.generating.kit import PALE, RED, SKY, Cell, Doc, R, day, half, moment, num
from samples.making.truth import Sheet

LAB = DocumentType.LAB_REPORT


def _moments(rng: Random, last: datetime, count: int, gap: int) -> list[datetime]:
    """Newest first."""
    found = [last]
    for _ in range(count - 1):
        before = found[-1] - timedelta(days=rng.randint(1, gap))
        found.append(before.replace(hour=rng.randint(6, 11), minute=rng.randrange(60)))
    return found


def _measured(rng: Random, test: A, at: str, marks: dict[str, str], ref: str) -> Cell:
    if rng.random() < 0.12:
        return rng.choice(("", "", "-"))
    value, flag = test.draw(rng, 0.3)
    return R(value, test.ja, test.unit, ref, flag, at, post=f" {marks[flag]}" if flag else "  ")


def newest_left(rng: Random) -> Sheet:
    """時系列: landscape, name, unit and range at the left, then days and times with the newest first."""
    doc = Doc(rng, LAB, size=landscape(A4))
    days = _moments(rng, doc.when, rng.randint(5, 7), 9)
    doc.effective = moment(days[0])
    doc.text(30, 34, "検査結果時系列表", 14, bold=True)
    doc.text(812, 34, f"印刷日時 {day(days[0], 'slash')} 17:{rng.randrange(10, 59)}", 8, align="right")
    doc.along(
        30,
        54,
        [
            doc.pid(),
            f"{doc.name()} 様",
            doc.sex(),
            f"{doc.born('slash')}生",
            f"{doc.age()}歳",
            rng.choice(bank.WARDS),
        ],
        size=10,
    )
    rows: list[list[Cell] | str] = [
        ["検査項目", "単位", "基準値", *(day(at, "slash") for at in days)],
        ["", "", "", *(f"{at:%H:%M}" for at in days)],
    ]
    marks = {"H": "H", "L": "L"}
    groups = (
        ("【血算】", some(rng, bank.BLOOD, 6, 8)),
        ("【生化学】", [*some(rng, bank.LIVER, 6, 8), *some(rng, bank.KIDNEY, 6, 8), bank.IMMUNE[0]]),
        ("【凝固】", some(rng, bank.CLOT, 3, 5)),
    )
    for head, tests in groups:
        rows.append(head)
        for test in tests:
            ref = test.ref("-", "{}以下")
            rows.append(
                [test.ja, test.unit, ref, *(_measured(rng, test, moment(at), marks, ref) for at in days)]
            )
    wide = 490 / len(days)
    doc.table(
        30,
        64,
        (128, 76, 88, *[wide] * len(days)),
        rows,
        align="llc" + "r" * len(days),
        size=8.5,
        step=14.6,
        rules="grid",
        head=2,
        fill=SKY,
    )
    doc.foot(rng.choice(bank.HOSPITALS) + "　中央検査部　　1 / 1")
    return doc.sheet()


def _carried(doc: Doc, days: list[datetime], page: int) -> float:
    doc.text(36, 36, "累積検査報告", 12, bold=True)
    doc.text(559, 36, f"Page {page}/2", 8.5, align="right")
    doc.text(36, 54, f"ID {doc.pid()}  {doc.name(' ')} 殿  {doc.sex('letter')}  {doc.born('era/')}", 9.5)
    doc.rule(36, 60, 559, 1.0)
    x = 250.0
    doc.text(40, 74, "項目名", 9)
    doc.text(190, 74, "基準値", 9, align="centre")
    for at in days:
        doc.text(x + 70, 74, day(at, "short"), 9, align="right")
        x += 76
    doc.rule(36, 80, 559, 0.5)
    return 95.0


def newest_right(rng: Random) -> Sheet:
    """Two pages of one table, the head carried over, no rules; the newest day at the right, unit after the name."""
    doc = Doc(rng, LAB)
    days = _moments(rng, doc.when, 4, 30)[::-1]
    doc.effective = days[-1].strftime("%Y-%m-%d")
    marks = {"H": "↑", "L": "↓"}
    tests = [*bank.BLOOD, *bank.DIFF, *bank.LIVER, *bank.KIDNEY, *bank.FAT, *bank.CLOT[:5], *bank.IMMUNE]
    y, page = _carried(doc, days, 1), 1
    for number, test in enumerate(tests):
        if number == 36:
            doc.text(559, 810, "（次頁へ続く）", 8, align="right")
            doc.ink.next_page()
            page = 2
            y = _carried(doc, days, page)
        ref = test.ref("～", "≦{}")
        label = f"{test.ja} ({test.unit})" if test.unit else test.ja
        doc.cell(37, 150, y, label, 9, "l", bold=False)
        doc.cell(150, 232, y, ref, 8, "c", bold=False)
        x = 250.0
        for at in days:
            cell = _measured(rng, test, at.strftime("%Y-%m-%d"), marks, ref)
            doc.cell(x, x + 76, y, cell, 9, "r", bold=False)
            x += 76
        y += 19
        if number % 5 == 4:
            doc.ink.line(36, y - 13, 559, y - 13, 0.3, 0.6)
    doc.text(36, 818, rng.choice(bank.HOSPITALS), 8)
    return doc.sheet()


def dialysis(rng: Random) -> Sheet:
    """A dialysis month: before and after in one table, with the rate of removal, Kt/V and weights below."""
    doc = Doc(rng, LAB, size=(419.5, 595.3))
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(210, 34, "透析患者 定期採血結果", 13, bold=True, align="centre")
    doc.text(28, 56, f"{doc.name()} 様", 11)
    doc.text(160, 56, f"No.{doc.pid()}　{doc.sex()}　{doc.age()}歳", 9)
    doc.text(392, 56, f"採血日 {day(doc.when, 'kanji')}", 9, align="right")
    rows: list[list[Cell]] = [["項目", "単位", "透析前", "透析後", "基準値"]]
    both = {"BUN": (48, 85), "Cre": (7.5, 13.5), "UA": (5.5, 9.0), "K": (4.2, 6.2), "IP": (4.0, 7.2)}
    for test in [
        *bank.BLOOD[:4],
        bank.BLOOD[7],
        *bank.LIVER[:2],
        *bank.KIDNEY,
        bank.OUTSIDE[12],
        bank.IMMUNE[7],
    ]:
        if test.en == "eGFR":
            continue
        ref, name = test.ref("-", "{}以下"), test.en if test.unit != "ng/mL" else test.ja
        value, flag = test.draw(rng)
        after: Cell = ""
        if test.en in both:
            high = rng.uniform(*both[test.en])
            value, flag = test.judged(high)
            said, mark = test.judged(high * rng.uniform(0.3, 0.7))
            after = R(said, f"{name} 透析後", test.unit, ref, mark, post=f" {mark or ' '}")
        before = R(value, f"{name} 透析前", test.unit, ref, flag, post=f" {flag or ' '}")
        rows.append([name, test.unit, before, after, ref])
    end = doc.table(
        28, 66, (96, 66, 66, 66, 70), rows, align="llrrc", size=9, step=16.5, rules="rows", fill=PALE
    )
    y = end + 20
    more = (
        ("Kt/V", num(rng, 1.1, 1.8, 2), ""),
        ("尿素除去率", num(rng, 62, 78, 1), "%"),
        ("nPCR", num(rng, 0.7, 1.1, 2), "g/kg/day"),
        ("GNRI", num(rng, 84, 101, 1), ""),
        ("ドライウェイト", num(rng, 44, 72, 1), "kg"),
        ("心胸比", num(rng, 44, 56, 1), "%"),
    )
    for n, (label, value, unit) in enumerate(more):
        x = 34.0 + (n % 2) * 184
        doc.text(x, y, label, 9)
        doc.result(x + 120, y, R(value, label, unit), 9, "right")
        doc.text(x + 124, y, unit, 9)
        y += 18 * (n % 2)
    doc.foot(rng.choice(bank.HOSPITALS) + " 血液浄化センター")
    return doc.sheet()


_BODY = (
    A("身長", "", "cm", 150.0, 182.0, 1),
    A("体重", "", "kg", 45.0, 84.0, 1),
    A("BMI", "", "", 18.5, 24.9, 1),
    A("腹囲", "", "cm", None, 84.9, 1),
)


def _checkup_rows(rng: Random, days: list[datetime]) -> list[list[Cell]]:
    """Of all groups, this time and the two before."""
    rows: list[list[Cell]] = [
        ["判定", "区分", "検査項目", "今回", "前回", "前々回", "基準値", "単位"],
        ["", "", "", *(day(at, "slash") for at in days), "", ""],
    ]
    groups = (
        ("身体計測", _BODY),
        ("血液一般", [*bank.BLOOD[:4], bank.BLOOD[7]]),
        ("肝・膵", [*bank.LIVER[:2], *bank.LIVER[3:9], bank.LIVER[11]]),
        ("腎・尿酸", bank.KIDNEY[:4]),
        ("脂質", bank.FAT[:4]),
        ("糖代謝", bank.FAT[4:]),
        ("炎症・腫瘍", [bank.IMMUNE[0], *bank.OUTSIDE[:2]]),
    )
    for group, tests in groups:
        for n, test in enumerate(tests):
            ref = "" if test.ja in ("身長", "体重") else test.ref("～", "{}以下")
            row: list[Cell] = [rng.choice("ABCD") if n == 0 else "", group if n == 0 else "", test.ja]
            for at in days:
                value, flag = test.draw(rng, 0.2)
                flag = flag if ref else ""
                mark = {"H": "H ", "L": "L ", "": ""}[flag]
                row.append(
                    R(
                        value,
                        test.ja,
                        test.unit,
                        ref,
                        flag,
                        at.strftime("%Y-%m-%d"),
                        pre=mark,
                        colour=RED if flag else (0, 0, 0),
                    )
                )
            rows.append([*row, ref, test.unit])
    return rows


def checkup(rng: Random) -> Sheet:
    """人間ドック: groups at the left with a judgement each, 今回・前回・前々回 under their dates, a range in grey."""
    doc = Doc(rng, LAB)
    days = [doc.when]
    for _ in range(2):
        days.append(days[-1] - timedelta(days=rng.randint(340, 400)))
    doc.effective = days[0].strftime("%Y-%m-%d")
    doc.band(0, 0, 596, 26, (0.3, 0.55, 0.5))
    doc.text(36, 18, "人間ドック検査結果報告書", 13, bold=True, colour=(1, 1, 1))
    doc.text(36, 46, half(doc.kana()), 7.5)
    doc.text(36, 60, f"{doc.name()} 様", 12)
    doc.text(250, 46, f"受診者番号 {doc.pid()}", 9)
    doc.text(250, 60, f"生年月日 {doc.born('kanji')}（{doc.age()}歳）　性別 {doc.sex('性')}", 9)
    rows = _checkup_rows(rng, days)
    end = doc.table(
        36,
        76,
        (30, 60, 120, 62, 62, 62, 70, 57),
        rows,
        align="cllrrrcl",
        size=8.5,
        step=15.5,
        rules="grid",
        head=2,
        fill=SKY,
    )
    doc.ink.box(36, end + 12, 559, end + 76, width=0.6)
    doc.text(42, end + 26, "総合所見", 9, bold=True)
    doc.prose(
        42,
        end + 42,
        505,
        "脂質代謝に軽度の異常を認めます。食生活の見直しと適度な運動を心がけ、6か月後に再検査をお受けください。",
        size=9,
    )
    doc.text(36, 806, "判定区分　A:異常なし　B:軽度異常　C:要再検査・生活改善　D:要精密検査・治療", 8)
    doc.text(559, 820, rng.choice(bank.HOSPITALS) + " 健診センター", 8, align="right")
    return doc.sheet()


FAMILIES = (
    Family("lab-report-series-new-left", LAB, newest_left),
    Family("lab-report-cumulative", LAB, newest_right),
    Family("lab-report-dialysis-month", LAB, dialysis),
    Family("lab-report-ningen-dock", LAB, checkup),
)
