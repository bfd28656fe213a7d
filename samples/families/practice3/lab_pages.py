"""A laboratory report in two languages on two pages: the header again, panels with their own columns."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice3 import bank, heads
from samples.families.practice3.bank import Analyte, number, some, span
from samples.families.practice3.kit import PALE, Cell, Doc, V
from samples.generating.family import Family
from samples.making.truth import Sheet

KIND = DocumentType.LAB_REPORT
_VIRUS = (
    "HBs抗原 HBsAg",
    "HCV抗体 HCV Ab",
    "梅毒TP抗体 TPAb",
    "HIV抗原・抗体 HIV Ag/Ab",
    "インフルエンザA Flu A",
)
_LABELS = {"氏名": "氏名 Name", "性別": "性別 Sex", "生年月日": "生年月日 DOB"}


def bilingual(rng: Random) -> Sheet:
    """Japanese and English in each heading and name; the result before the name by chance; serology on page 2."""
    doc = Doc(rng)
    about = [(_LABELS.get(label, label), said) for label, said in heads.person(doc)]
    times = [
        ("採取 Collected", doc.stamp()),
        ("報告 Reported", doc.stamp(doc.at + timedelta(hours=5))),
        ("診療科 Dept.", rng.choice(("国際診療部", "総合診療科"))),
    ]
    first = rng.random() < 0.35
    parts = (
        ("血液学 Hematology", bank.BLOOD),
        ("生化学 Chemistry", bank.CHEMISTRY),
        ("凝固 Coagulation", bank.CLOT),
    )
    y = _top(doc, about + times)
    for title, analytes in parts:
        doc.t(40, y, f"● {title}", 10)
        y = _panel(doc, y + 6, some(rng, analytes, 4)[:12], first) + 20
    heads.foot(doc, f"検査部 {doc.doctor}", page="1/2")
    doc.ink.next_page()
    y = _top(doc, about)
    doc.t(40, y, "● 脂質・糖 Lipids and glucose", 10)
    y = _panel(doc, y + 6, some(rng, bank.SUGAR_FAT, 4), first) + 20
    doc.t(40, y, "● 感染症 Infectious serology", 10)
    rows: list[list[Cell]] = [["検査項目 Test", "判定結果 Result", "S/CO比 Index", "方法 Method"]]
    for name in rng.sample(_VIRUS, 3):
        said, index = rng.choice(
            (("陰性", "0.08"), ("陰性(-)", "0.21"), ("陽性(+)", "14.6"), ("(±)", "0.97"))
        )
        rows.append([name, V(said, name), V(index, f"{name} S/CO比 Index"), "CLIA"])
    y = doc.table(40, y + 6, (170, 110, 90, 80), rows, aligns="lcrc", size=9, step=17, fill=PALE) + 24
    doc.t(40, y, "コメント Comment", 10)
    text = "基準範囲は成人の値です。Reference intervals apply to adults. 院外での判断には主治医へご相談ください。"
    doc.para(52, y + 16, 480, text, 9)
    heads.foot(doc, f"検査部 {doc.doctor}", page="2/2")
    return doc.sheet(KIND)


def _top(doc: Doc, pairs: heads.Pairs) -> float:
    doc.t(40, 36, "臨床検査報告書 Laboratory Report", 13, bold=True)
    doc.t(555, 36, doc.hospital, 8, "right")
    return heads.runs(doc, 40, 58, 515, pairs, 2, "： ") + 16


def _panel(doc: Doc, y: float, analytes: list[Analyte], first: bool) -> float:
    """One ruled panel. The end."""
    name, result = "検査項目 Test", "結果 Result"
    head: list[Cell] = [*((result, name) if first else (name, result)), "Flag", "単位 Unit", "基準範囲 Ref."]
    rows: list[list[Cell]] = [head]
    for a in analytes:
        low, high = a.men if doc.who.sex == "male" else a.women
        drawn, ref = number(doc.rng, low, high, a.places), span(low, high, a.places, " - ")
        label = a.ja if a.short in a.ja else f"{a.ja} {a.short}"
        value = V(drawn.text, label, a.unit, ref, drawn.side)
        pair: tuple[Cell, Cell] = (value, label) if first else (label, value)
        rows.append([*pair, drawn.side, a.unit, ref])
    widths = (80, 170) if first else (170, 80)
    aligns = "rlclc" if first else "lrclc"
    return doc.table(
        40, y, (*widths, 50, 90, 110), rows, aligns=aligns, size=9, step=16, rule="rows", fill=PALE
    )


FAMILIES = (Family("lab-report-bilingual", KIND, bilingual),)
