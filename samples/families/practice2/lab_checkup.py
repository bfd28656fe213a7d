"""A check-up's sheet of blood tests: Japanese and English names in two columns, this time and the time before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice2 import analytes as an
from samples.families.practice2 import heading as hd
from samples.families.practice2.paper import Cell, Paper, Val
from samples.families.practice2.table import Column, Style, table
from samples.generating.family import Family
from samples.making.truth import Sheet

_RED = (0.8, 0.05, 0.05)
_PARTS = (
    ("血液一般", "Haematology", an.BLOOD[:6]),
    ("肝・胆・膵機能", "Liver / pancreas", an.CHEMISTRY[:11]),
    ("腎機能・電解質", "Kidney", an.CHEMISTRY[11:18]),
    ("脂質・糖代謝", "Lipids / glucose", an.CHEMISTRY[18:]),
)


def _checkup(rng: Random) -> Sheet:
    """Areas named at the left over several rows; a note between the tables; page two for the rest."""
    paper = Paper(rng, DocumentType.LAB_REPORT, body=rng.choice((8.0, 9.0)), timed=0.0)
    house = hd.hospital(rng) + " 健診センター"
    paper.text(paper.width - 44, 36, house, size=8, align="right")
    hd.title(
        paper,
        54,
        rng.choice(
            ("健康診断 血液検査結果報告書", "人間ドック 血液検査成績表", "定期健診 血液検査のお知らせ")
        ),
    )
    told = hd.fields(paper, "id", "name", "kana", "birth", "sex", "age", "order")
    told.append((rng.choice(("受診日", "健診日", "採血日")), paper.day(paper.collected)))
    y = hd.arranged(paper, 44, 66, paper.width - 88, told, styles="above grid stacked") + 12
    last = paper.collected - timedelta(days=rng.randrange(300, 430))
    red = rng.random() < 0.25
    both, marks = rng.random() < 0.5, rng.choice(an.MARKS[:5])
    order = rng.choice(("mpur", "umrp", "murp", "rump"))
    heads = {
        "m": rng.choice(("今回", "今回値", "結果")),
        "p": f"{rng.choice(('前回', ''))}({last.strftime(rng.choice(('%Y/%m/%d', '%y/%m/%d', '%Y.%m.%d')))})",
        "u": "単位",
        "r": rng.choice(("基準範囲", "基準値")),
    }
    widths = {"m": 64.0, "p": 84.0, "u": 58.0, "r": 78.0}
    columns = [Column(rng.choice(("検査項目", "項目")), 124)] + ([Column("Test", 100)] if both else [])
    columns += [
        Column(heads[k], widths[k], {"m": "right", "p": "right", "r": "centre"}.get(k, "left")) for k in order
    ]
    style = Style(rng.choice(("rows", "grid", "ends")), shade_head=rng.random() < 0.6)
    for number, (name, english, tests) in enumerate(_PARTS[: rng.randrange(2, 5)]):
        if y + (len(tests) + 3) * paper.body * 1.75 > paper.height - 60:
            hd.footer(paper, house, page=1, pages=2)
            paper.next_page()
            y = 60.0
            paper.text(44, 44, f"{paper.printed_name} 様", size=8)
        paper.text(46, y, f"{number + 1}．{name}" + (f"  {english}" if both else ""), font=paper.bold)
        rows = [_row(paper, test, both, order, last.date(), marks, red) for test in tests]
        y = table(paper, 46, y + 6, columns, rows, style) + 12
        if rng.random() < 0.35:
            note = "基準範囲は健常者の約95％が含まれる範囲です。範囲外でも治療が必要とは限りません。"
            y = paper.flow(50, y + 4, paper.width - 100, [note], size=7)
        y += 12
    hd.footer(paper, house, page=paper.ink.page, pages=paper.ink.page)
    return paper.sheet()


def _row(
    paper: Paper, test: an.Analyte, both: bool, order: str, last: date, marks: tuple[str, str], red: bool
) -> list[Cell]:
    rng, unit = paper.rng, test.units[0]
    value, mark = an.result(rng, test.ja, test, paper.person.sex, unit, "～", marks)
    if red and mark:  # colour alone is no mark
        value, mark = replace(value, flag="", colour=_RED), ""
    if "sex" in paper.absent and test.men != test.women:
        value = replace(value, ref="")
    earlier, _ = an.result(rng, test.ja, test, paper.person.sex, unit, "～", marks)
    cells: dict[str, Cell] = {
        "m": replace(value, before=f"{mark} " if mark else ""),
        "p": rng.choice(("", "-"))
        if rng.random() < 0.15
        else Val(earlier.text, test.ja, unit, value.ref, effective=last.isoformat()),
        "u": unit,
        "r": value.ref,
    }
    return [test.ja, *([test.en] if both else []), *(cells[key] for key in order)]


FAMILIES = (Family("lab-report-checkup", DocumentType.LAB_REPORT, _checkup),)
