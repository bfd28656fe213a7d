"""Sheets of hospital laboratories: one list, two columns of sections, dates across, dates down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from reportlab.lib.pagesizes import A4, landscape

from mappers.model import DocumentType
from samples.families.practice8 import bank_a as bank
from samples.families.practice8.bank_a import Test, found, surname
from samples.generating.family import Family
from samples.generating.kit import GREY, PALE, RED, STRIPE, Cell, Doc, R, day, moment, num
from samples.making.truth import Sheet

LAB = DocumentType.LAB_REPORT


def _sogo_rows(doc: Doc, rng: Random) -> list[list[Cell] | str]:
    sex, told = doc.person.sex, bank.spelling(rng)
    rows: list[list[Cell] | str] = [["検査項目", "結果", "", "単位", "基準範囲", "前回値"]]
    groups: Sequence[tuple[str, Sequence[Test]]] = (
        ("◆ 血液学検査", (*bank.CBC, *bank.DIFF)),
        ("◆ 生化学検査", (*bank.PROTEIN, *bank.LIVER, *bank.KIDNEY, bank.EGFR, *bank.SALTS[:5], *bank.SUGAR)),
        ("◆ 免疫血清", (bank.CRP,)),
        ("◆ 凝固", bank.COAG),
    )
    for head, tests in groups:
        rows.append(head)
        for test in tests:
            f, unit = found(rng, test, sex), told.get(test.unit, test.unit)
            value, flag, mark = f.value, f.flag, {"H": "↑", "L": "↓", "": ""}[f.flag]
            if test is bank.CRP and not flag and rng.random() < 0.5:
                value = "<0.02"
            if test.abbr == "LD" and rng.random() < 0.3:
                value, flag, mark = "溶血", "", ""
            before: Cell = R(found(rng, test, sex).value, f"{test.ja} 前回値", unit, f.ref)
            if rng.random() < 0.25:
                before = ""
            now: Cell = R(value, test.ja, unit, f.ref, flag)
            if test.abbr == "Mono" and rng.random() < 0.4:
                now, mark = "検査中", ""
            rows.append(["　" + test.ja, now, mark, unit, f.ref, before])
    return rows


def sogo(rng: Random) -> Sheet:
    """検査結果報告書: one list with ruled rows, an arrow in a column of its own, the value before at the right."""
    doc = Doc(rng, LAB)
    doc.effective = moment(doc.when)
    doc.text(297, 40, "検 査 結 果 報 告 書", 15, bold=True, align="centre")
    doc.text(560, 28, "1 / 1 頁", 8, align="right")
    doc.ink.box(30, 50, 565, 104)
    doc.ink.line(300, 50, 300, 104, 0.4)
    doc.pairs(
        36,
        64,
        (
            ("患者番号", doc.pid()),
            ("患者氏名", f"{doc.name()}　様"),
            ("生年月日", f"{doc.born('kanji')}　{doc.age()}歳　{doc.sex('性')}"),
        ),
        size=9,
        step=16,
    )
    got = doc.when + timedelta(minutes=rng.randint(6, 40))
    out = got + timedelta(minutes=rng.randint(30, 90))
    doc.pairs(
        306,
        64,
        (
            ("採取日時", f"{day(doc.when, 'slash')} {doc.when:%H:%M}"),
            ("受付日時", f"{day(got, 'slash')} {got:%H:%M}"),
            ("報告日時", f"{day(out, 'slash')} {out:%H:%M}"),
        ),
        size=9,
        step=16,
    )
    doc.along(450, 64, [rng.choice(bank.DEPARTMENTS)], size=9)
    doc.along(450, 80, [f"依頼医 {surname(rng)}"], size=9)
    doc.along(450, 96, [f"受付No. {bank.number(rng, 4)}"], size=9)
    rows = _sogo_rows(doc, rng)
    step = min(16.0, 660 / len(rows))
    end = doc.table(
        30, 112, (160, 80, 24, 92, 94, 85), rows, align="lrclcr", size=8.6, step=step, rules="rows", fill=PALE
    )
    doc.text(
        32, end + 14, "※ 推算GFRは18歳以上に適用。60未満が3か月以上続く場合は専門医へご相談ください。", 7.5
    )
    doc.text(
        565, 826, f"{rng.choice(bank.HOSPITALS)}　中央検査部　内線 {bank.number(rng, 4)}", 8, align="right"
    )
    return doc.sheet()


def _half(doc: Doc, rng: Random, x: float, y: float, head: str, tests: Sequence[Test]) -> float:
    """A section of one half of the page: label, mark, value, unit, range in brackets."""
    doc.text(x, y, f"【{head}】", 9.5, bold=True)
    y += 4
    doc.rule(x, y, x + 258, 0.5)
    for test in tests:
        y += 14.4
        f = found(rng, test, doc.person.sex, "～")
        doc.text(x + 4, y, test.abbr, 9)
        value = "再検" if rng.random() < 0.02 else f.value
        flag = f.flag if value != "再検" else ""
        if flag:
            doc.text(x + 84, y, flag, 9, bold=True, colour=RED)
        doc.result(x + 136, y, R(value, test.abbr, test.unit, f.ref, flag), 9.5, "right")
        doc.text(x + 140, y, test.unit, 7)
        doc.text(x + 258, y, f"({f.ref})", 7.5, align="right", colour=GREY)
    return y + 22


def nidan(rng: Random) -> Sheet:
    """Two halves of sections without rules: abbreviations only, H and L before the value, ranges in brackets."""
    doc = Doc(rng, LAB)
    doc.effective = moment(doc.when)
    doc.text(30, 36, rng.choice(bank.HOSPITALS), 10)
    doc.text(30, 58, "臨床検査成績", 16, bold=True)
    doc.along(
        190, 58, [f"採血 {day(doc.when, 'dot')} {doc.when:%H:%M}", f"検体番号 {bank.number(rng, 8)}"], size=9
    )
    doc.rule(30, 66, 565, 1.2)
    doc.along(
        30,
        82,
        [
            f"ID {doc.pid()}",
            f"{doc.kana()}",
            doc.name(),
            f"{doc.sex()}",
            f"{doc.age()}才",
            f"{doc.born('era.')}生",
        ],
        size=9.5,
    )
    doc.along(
        30, 98, [rng.choice(bank.DEPARTMENTS), rng.choice(bank.WARDS), f"主治医:{surname(rng)}"], size=9
    )
    doc.rule(30, 106, 565, 0.4)
    y = 126.0
    for head, tests in (
        ("血算", bank.CBC),
        ("血液像", bank.DIFF),
        ("凝固線溶", bank.COAG),
        ("血糖", bank.SUGAR),
    ):
        y = _half(doc, rng, 30, y, head, tests)
    end = y
    y = 126.0
    for head, tests in (
        ("肝・胆・膵", (*bank.PROTEIN, *bank.LIVER)),
        ("腎機能", (*bank.KIDNEY, bank.EGFR)),
        ("電解質", bank.SALTS[:6]),
        ("脂質", bank.LIPID),
        ("炎症", (bank.CRP,)),
    ):
        y = _half(doc, rng, 307, y, head, tests)
    end = max(end, y)
    doc.ink.box(30, end + 4, 565, end + 58, width=0.5)
    doc.text(36, end + 18, "検査室コメント", 8.5, bold=True)
    doc.text(36, end + 34, f"CRE前回({day(doc.when - timedelta(days=28), 'month')})より上昇しています。", 8.5)
    doc.text(36, end + 50, "パニック値(K 6.0以上, GLU 500以上)は電話連絡済みです。", 8.5)
    doc.text(565, 822, f"検査者 {surname(rng)}　承認者 {surname(rng)}", 8.5, align="right")
    return doc.sheet()


def jikeiretsu(rng: Random) -> Sheet:
    """時系列: dates and times across, tests down in stripes, marks behind the values, blanks and hyphens."""
    doc = Doc(rng, LAB, size=landscape(A4))
    count = rng.randint(5, 7)
    gap = rng.choice((5, 7, 14))
    dates = sorted(doc.when - timedelta(days=n * gap, minutes=rng.randrange(90)) for n in range(count))
    doc.effective = moment(dates[-1])
    doc.text(28, 34, "検査結果（時系列）", 14, bold=True)
    doc.along(
        220,
        34,
        [doc.pid(), doc.name(), f"({doc.kana()})", doc.sex(), doc.born("slash"), f"{doc.age()}歳"],
        size=9.5,
    )
    doc.text(814, 34, f"出力日 {day(doc.when + timedelta(days=1), 'slash')}", 8.5, align="right")
    wide = 520 / count
    heads: list[Cell] = ["検査項目名", "基準値", "単位", *(day(d, "slash") for d in dates)]
    clocks: list[Cell] = ["", "", "", *(f"{d:%H:%M}" for d in dates)]
    rows: list[list[Cell] | str] = [heads, clocks]
    tests = (
        *bank.CBC[:4],
        bank.CBC[7],
        *bank.PROTEIN[:2],
        *bank.LIVER[2:7],
        *bank.KIDNEY,
        *bank.SALTS[:3],
        bank.CRP,
        *bank.COAG[:1],
    )
    told = bank.spelling(rng)
    for test in tests:
        unit = told.get(test.unit, test.unit)
        row: list[Cell] = [test.ja, test.text(doc.person.sex), unit]
        for at in dates:
            f = found(rng, test, doc.person.sex, odd=0.4)
            cell: Cell = R(f.value, test.ja, unit, f.ref, f.flag, moment(at), post=" " + (f.flag or " "))
            row.append("-" if rng.random() < 0.12 else cell)
        rows.append(row)
    doc.table(
        28,
        46,
        (118, 84, 64, *[wide] * count),
        rows,
        align="lcl" + "r" * count,
        size=8.6,
        step=20,
        rules="grid",
        head=2,
        fill=STRIPE,
    )
    doc.text(28, 576, "H:高値 L:低値　-:依頼なし　　" + rng.choice(bank.HOSPITALS), 8)
    doc.text(814, 576, "Page 1", 8, align="right")
    return doc.sheet()


def _down_rows(doc: Doc, rng: Random, dates: list[datetime], tests: Sequence[Test]) -> list[list[Cell] | str]:
    sex = doc.person.sex
    rows: list[list[Cell] | str] = [
        ["採血日", *(t.abbr for t in tests)],
        ["単位", *(t.unit or "―" for t in tests)],
        ["基準値", *(t.text(sex, "～") for t in tests)],
    ]
    for at in dates:
        row: list[Cell] = [day(at, "short")]
        for test in tests:
            f = found(rng, test, sex, "～", odd=0.35)
            mark = {"H": "▲", "L": "▼", "": ""}[f.flag]
            when = at.strftime("%Y-%m-%d")
            row.append(
                "" if rng.random() < 0.1 else R(f.value, test.abbr, test.unit, f.ref, f.flag, when, pre=mark)
            )
        rows.append(row)
    return rows


def jikeiretsu_tate(rng: Random) -> Sheet:
    """経過一覧: dates down, tests across in three bands, units and ranges in rows of their own, two-digit years."""
    doc = Doc(rng, LAB)
    dates = [doc.when - timedelta(days=28 * n + rng.randint(0, 3)) for n in range(rng.randint(5, 7))]
    doc.effective = dates[0].strftime("%Y-%m-%d")
    doc.text(36, 40, "検査値経過一覧表", 14, bold=True)
    doc.text(559, 40, f"作成 {day(doc.when, 'kanji')}", 9, align="right")
    doc.along(
        36, 62, [f"{doc.pid()}", f"{doc.name()} 殿", f"{doc.sex('性')}", f"{doc.born('era')}生"], size=10
    )
    y = 76.0
    for tests in (
        (*bank.CBC[:4], bank.CBC[7], bank.CRP),
        (*bank.LIVER[2:4], bank.LIVER[6], *bank.PROTEIN[:2], bank.LIVER[0]),
        (*bank.KIDNEY, bank.EGFR, *bank.SALTS[:2]),
    ):
        rows = _down_rows(doc, rng, dates, tests)
        y = (
            doc.table(
                36,
                y,
                (62, *[76.8] * 6),
                rows,
                align="c" * 7,
                size=8.6,
                step=18,
                rules="grid",
                head=3,
                fill=PALE,
            )
            + 18
        )
    doc.prose(
        36,
        y,
        500,
        f"次回予約 {day(doc.when + timedelta(days=28), 'month')} 9:{num(rng, 10, 50)} 採血後に受診。"
        "食事は前日21時まで。",
        size=9,
    )
    doc.foot(rng.choice(bank.CLINICS) + f"　TEL 000-{bank.number(rng, 3)}-{bank.number(rng, 4)}", 8)
    return doc.sheet()


FAMILIES = (
    Family("lab-report-sogo-arrow", LAB, sogo),
    Family("lab-report-halves", LAB, nidan),
    Family("lab-report-dates-across", LAB, jikeiretsu),
    Family("lab-report-dates-down", LAB, jikeiretsu_tate),
)
