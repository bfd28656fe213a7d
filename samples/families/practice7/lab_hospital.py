"""Laboratory results as hospital systems print them: a board of three columns, transfusion, a strip, English, text."""

from __future__ import annotations

from random import Random

from reportlab.lib.pagesizes import A4, landscape

from mappers.model import DocumentType
from samples.families.practice7 import bank
from samples.families.practice7.bank import A, some
from samples.generating.family import Family
from samples.generating.kit import GREY, PALE, Cell, Doc, R, day, moment, num
from samples.making.truth import Sheet

LAB = DocumentType.LAB_REPORT


def board(rng: Random) -> Sheet:
    """A landscape board of three ruled columns, groups as shaded rows, names abbreviated."""
    doc = Doc(rng, LAB, size=landscape(A4))
    doc.effective = moment(doc.when)
    doc.text(28, 34, "検体検査結果", 14, bold=True)
    doc.text(180, 34, f"検体採取 {day(doc.when, 'slash')} {doc.when:%H:%M}　　状態：最終報告", 9)
    doc.text(814, 34, rng.choice(bank.HOSPITALS), 8.5, align="right")
    doc.ink.box(28, 42, 814, 62, width=0.7)
    doc.along(
        34,
        56,
        [
            f"患者ID：{doc.pid()}",
            f"患者名：{doc.name()}",
            f"性別：{doc.sex('性')}",
            f"生年月日：{doc.born('kanji0')}",
            f"年齢：{doc.age()}歳",
            f"依頼医：{bank.doctor(rng)}",
        ],
        size=9,
        gap=18,
    )
    columns = (
        (
            ("血球計数", some(rng, bank.BLOOD, 7, 8)),
            ("白血球分画", bank.DIFF),
            ("凝固", some(rng, bank.CLOT, 4, 6)),
        ),
        (("生化学１", some(rng, bank.LIVER, 9, 11)), ("電解質・腎", some(rng, bank.KIDNEY, 7, 9))),
        (
            ("脂質・糖", some(rng, bank.FAT, 4, 6)),
            ("免疫", some(rng, bank.IMMUNE, 4, 6)),
            ("内分泌・マーカー", some(rng, bank.OUTSIDE, 5, 7)),
        ),
    )
    for n, groups in enumerate(columns):
        x = 28.0 + n * 264
        rows: list[list[Cell] | str] = [["項目", "結果値", "", "単位", "基準範囲"]]
        for head, tests in groups:
            rows.append(f"■{head}")
            for test in tests:
                value, flag = test.draw(rng)
                ref = test.ref("-", "0-{}")
                r = R(value, test.en, test.unit, ref, flag)
                rows.append([test.en, r, flag, test.unit, ref])
        doc.table(
            x, 72, (68, 52, 16, 60, 62), rows, align="lrclr", size=8, step=16.6, rules="grid", fill=PALE
        )
    doc.foot("検査部　内線 0000　　この帳票は電子カルテから出力されました", 7.5)
    return doc.sheet()


def transfusion(rng: Random) -> Sheet:
    """輸血検査報告書: blood group with its reactions, irregular antibodies, and crossmatched bags by number."""
    doc = Doc(rng, LAB)
    doc.effective = moment(doc.when)
    doc.text(297, 46, "輸血関連検査報告書", 16, bold=True, align="centre")
    doc.text(559, 66, f"報告日 {day(doc.when, 'kanji')}", 9, align="right")
    head: list[list[Cell]] = [
        ["患者番号", doc.pid(), "患者氏名", f"{doc.name()}　殿"],
        ["生年月日", doc.born("era"), "性別", doc.sex()],
        ["採血日時", f"{day(doc.when, 'slash')} {doc.when:%H:%M}", "依頼科", rng.choice(bank.DEPARTMENTS)],
    ]
    doc.table(60, 76, (70, 165, 70, 170), head, size=9.5, step=19, rules="grid", head=0)
    group = rng.choice(("A", "B", "O", "AB"))
    doc.text(60, 158, "１．血液型検査", 11, bold=True)
    yes = {
        "A": ("4+", "0", "0", "4+"),
        "B": ("0", "4+", "4+", "0"),
        "O": ("0", "0", "4+", "4+"),
        "AB": ("4+", "4+", "0", "0"),
    }
    names = ("抗A", "抗B", "A1血球", "B血球", "抗D", "Rhコントロール")
    cells: list[Cell] = [R(v, n) for v, n in zip((*yes[group], "4+", "0"), names, strict=True)]
    doc.table(
        60, 166, (79,) * 6, [list(names), cells], align="c" * 6, size=9.5, step=20, rules="grid", fill=PALE
    )
    doc.text(70, 228, "ABO血液型", 10)
    doc.result(160, 228, R(f"{group}型", "ABO血液型"), 14)
    doc.text(270, 228, "Rh(D)", 10)
    doc.result(330, 228, R("陽性", "Rh(D)", post=" (+)"), 14)
    doc.text(60, 262, "２．不規則抗体スクリーニング", 11, bold=True)
    y = 280.0
    for name in ("生理食塩液法", "酵素法", "間接抗グロブリン試験"):
        doc.text(78, y, name, 10)
        doc.dots(84 + doc.width(name, 10), 250, y, 10)
        doc.result(258, y, R("陰性" if rng.random() < 0.85 else "陽性", name), 10)
        y += 18
    doc.text(60, y + 18, "３．交差適合試験", 11, bold=True)
    rows: list[list[Cell]] = [["製造番号", "製剤", "主試験", "副試験", "有効期限"]]
    for _ in range(rng.randint(2, 4)):
        bag = f"{rng.randrange(10, 99)}-{rng.randrange(1000, 9999)}-{rng.randrange(1000, 9999)}"
        tests = (R("適合", f"{bag} 主試験"), R("省略", f"{bag} 副試験"))
        rows.append([bag, "RBC-LR-2", *tests, day(doc.when, "month")])
    wide = (130, 94, 85, 85, 81)
    end = doc.table(60, y + 26, wide, rows, align="llccc", size=9.5, step=20, rules="grid", fill=PALE)
    doc.text(60, end + 24, "備考：凝固検体ではないことを確認済み。", 9)
    doc.text(400, end + 50, f"検査者 {bank.family(rng)}", 9)
    doc.seal(500, end + 46, bank.family(rng))
    return doc.sheet()


def strip(rng: Random) -> Sheet:
    """An 80 mm strip of a small blood cell counter: ID, date, values with marks at the left, ranges in brackets."""
    tests = [*bank.BLOOD, *bank.DIFF[:3], bank.IMMUNE[0]]
    doc = Doc(rng, LAB, size=(226.8, 420))
    doc.font = doc.bold = "gothic"
    doc.effective = moment(doc.when)
    doc.text(113, 24, "*** CBC + CRP ***", 10, align="centre")
    y = doc.pairs(
        14,
        42,
        (
            ("ID", doc.pid()),
            ("ﾅﾏｴ", doc.name(" ")),
            ("ｾｲﾍﾞﾂ", f"{doc.sex()}  {doc.age()}才"),
            ("ﾋﾂﾞｹ", f"{day(doc.when, 'slash')} {doc.when:%H:%M}"),
            ("SEQ#", str(rng.randrange(1, 180))),
        ),
        size=9,
        step=13,
        gap=42,
        mark=":",
    )
    doc.text(14, y, "-" * 44, 9)
    y += 14
    for test in tests:
        value, flag = test.draw(rng)
        ref = test.ref("-", "0.00-{}")
        doc.text(14, y, flag, 9)
        doc.text(26, y, test.en, 9)
        doc.result(98, y, R(value, test.en, test.unit, ref, flag), 10, "right")
        doc.text(104, y, test.unit, 8)
        doc.text(214, y, f"({ref})", 8, align="right")
        y += 15
    doc.text(14, y, "-" * 44, 9)
    y += 14
    for n in range(3):
        doc.curve(14 + n * 68, y + 12, 60, 36, [0.02, 0.3 + 0.1 * n, 0.9, 0.5, 0.15, 0.05, 0.02])
        doc.text(14 + n * 68, y + 6, ("WBC", "RBC", "PLT")[n] + " HIST", 6.5)
    return doc.sheet()


_LONG = {
    "WBC": "White Blood Cells", "RBC": "Red Blood Cells", "Hb": "Hemoglobin", "Ht": "Hematocrit",
    "PLT": "Platelets", "TP": "Total Protein", "ALB": "Albumin", "T-Bil": "Bilirubin, Total",
    "BUN": "Urea Nitrogen", "Cre": "Creatinine", "UA": "Uric Acid", "Na": "Sodium", "K": "Potassium",
    "Cl": "Chloride", "Ca": "Calcium", "T-CHO": "Cholesterol, Total", "TG": "Triglycerides",
    "HDL-C": "HDL Cholesterol", "LDL-C": "LDL Cholesterol", "GLU": "Glucose, Fasting", "HbA1c": "Hemoglobin A1c",
    "NEUT": "Neutrophils", "LYMPH": "Lymphocytes", "MONO": "Monocytes", "EOS": "Eosinophils", "BASO": "Basophils",
}  # fmt: skip


def english(rng: Random) -> Sheet:
    """An English report of a hospital's laboratory: collected and reported, marks and ranges, sections underlined."""
    doc = Doc(rng, LAB, latin=True)
    doc.effective = moment(doc.when)
    doc.text(40, 44, rng.choice(bank.HOSPITALS_EN), 14, bold=True)
    doc.text(40, 58, "Clinical Laboratory Report", 10)
    doc.bars(440, 30, 26, 110)
    doc.rule(40, 66, 555, 1.2)
    doc.pairs(
        40,
        82,
        (
            ("Patient", doc.name(", ")),
            ("MRN", doc.pid()),
            ("DOB / Sex", f"{doc.born('en')}  /  {doc.sex('Sex')}"),
        ),
        size=9,
        gap=62,
        mark=":",
    )
    doc.pairs(
        320,
        82,
        (
            ("Collected", f"{day(doc.when, 'en')} {doc.when:%H:%M}"),
            ("Received", f"{day(doc.when, 'en')} {doc.when:%H}:59"),
            ("Ordered by", rng.choice(bank.DOCTORS_EN)),
        ),
        size=9,
        gap=62,
        mark=":",
    )
    rows: list[list[Cell] | str] = [["Test", "Result", "Flag", "Units", "Reference Interval"]]
    groups = (
        ("COMPLETE BLOOD COUNT", [*bank.BLOOD, *bank.DIFF]),
        ("COMPREHENSIVE METABOLIC", [*some(rng, bank.LIVER[:10], 7, 8), *some(rng, bank.KIDNEY, 6, 8)]),
        ("LIPIDS / GLUCOSE", bank.FAT),
    )
    for head, tests in groups:
        rows.append(head)
        for test in tests:
            unit = {"10^2/μL": "x10^2/uL", "10^4/μL": "x10^4/uL", "mL/分/1.73m2": "mL/min/1.73m2"}.get(
                test.unit, test.unit.replace("μ", "u")
            )
            value, flag = test.draw(rng)
            name, ref = _LONG.get(test.en, test.en), test.ref(" - ", "<= {}")
            rows.append(
                [
                    name.replace("γ", "Gamma"),
                    R(value, name.replace("γ", "Gamma"), unit, ref, flag),
                    flag,
                    unit,
                    ref,
                ]
            )
    doc.table(40, 130, (190, 75, 45, 95, 110), rows, align="lrcll", size=8.5, step=14.6, rules="head")
    doc.text(40, 812, "H = above, L = below reference interval.   Page 1 of 1", 7.5, colour=GREY)
    return doc.sheet()


def lines(rng: Random) -> Sheet:
    """A text print of an electronic record: brackets after the number, values in running lines of name and number."""
    doc = Doc(rng, LAB)
    doc.effective = moment(doc.when)
    doc.text(40, 40, f"{doc.name()} ({doc.pid()})  {doc.born('dash')} {doc.sex()}", 10)
    doc.text(40, 56, f"検査結果参照　　検体採取日時：{day(doc.when, 'kanji')} {doc.when:%H:%M}", 10)
    doc.rule(40, 62, 555)
    y = 82.0
    groups = (
        ("＜末梢血液一般＞", bank.BLOOD),
        ("＜生化学検査＞", [*some(rng, bank.LIVER, 8, 10), *some(rng, bank.KIDNEY, 8, 10)]),
        ("＜脂質・糖＞", bank.FAT),
        ("＜凝固・線溶＞", bank.CLOT[:5]),
        ("＜免疫＞", bank.IMMUNE[:1]),
    )
    for head, tests in groups:
        doc.text(40, y, head, 10)
        y += 16
        for test in tests:
            value, flag = test.draw(rng)
            ref = test.ref("～", "～{}")
            doc.text(54, y, f"{test.ja}：", 10)
            mark = {"H": "（高）", "L": "（低）", "": ""}[flag]
            end = doc.result(190, y, R(value, test.ja, test.unit, ref, flag, post=f" {test.unit}{mark}"), 10)
            doc.text(max(end + 10, 320), y, f"[{ref}]", 10)
            y += 14.6
        y += 5
    doc.foot(f"出力者：{bank.doctor(rng)}　　出力日：{day(doc.when, 'slash')}　　{num(rng, 1, 1)}/1")
    return doc.sheet()


def _unit(test: A) -> str:
    return f"({test.unit})" if test.unit else ""


def cards(rng: Random) -> Sheet:
    """For the patient: large print, the unit under the name, the range under the number, this time and last time."""
    doc = Doc(rng, LAB, size=(419.5, 595.3))
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(28, 40, "血液検査の結果", 16, bold=True)
    doc.text(28, 62, f"{doc.name()} さま（{doc.age()}歳 {doc.sex('性')}）", 11)
    doc.text(392, 62, f"診察券番号 {doc.pid()}", 9, align="right")
    doc.text(28, 80, f"採血日：{day(doc.when, 'kanji')}", 10)
    rows: list[list[Cell]] = [["検査の種類", "今回", "前回", "めやす"]]
    said = ("糖尿病", "腎臓", "肝臓", "脂質", "貧血")
    picked = (bank.FAT[5], bank.FAT[4], bank.KIDNEY[1], bank.KIDNEY[2], bank.KIDNEY[3], bank.LIVER[4], bank.LIVER[5],
              bank.LIVER[8], bank.FAT[1], bank.FAT[2], bank.FAT[3], bank.BLOOD[2])  # fmt: skip
    for test in picked:
        ref = test.ref("～", "{}以下")
        now, flag = test.draw(rng, 0.35)
        before, was = test.draw(rng, 0.35)
        mark = {"H": " ▲", "L": " ▼", "": ""}
        name = test.ja
        rows.append(
            [
                f"{name} {_unit(test)}".strip(),
                R(now, name, test.unit, ref, flag, post=mark[flag]),
                R(before, f"{name} 前回", test.unit, ref, was, post=mark[was]),
                ref,
            ]
        )
    end = doc.table(28, 92, (160, 68, 68, 68), rows, align="lccc", size=11, step=28, rules="grid", fill=PALE)
    doc.text(28, end + 20, "▲高い　▼低い　　" + "・".join(said) + "のめやすです。", 9)
    doc.foot(rng.choice(bank.HOSPITALS), 9)
    return doc.sheet()


FAMILIES = (
    Family("lab-report-board-three", LAB, board),
    Family("lab-report-blood-bank", LAB, transfusion),
    Family("lab-report-counter-strip", LAB, strip),
    Family("lab-report-english-interval", LAB, english, "en"),
    Family("lab-report-chart-text", LAB, lines),
    Family("lab-report-for-patient", LAB, cards),
)
