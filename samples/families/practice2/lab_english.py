"""A laboratory report in English, on two pages when long."""

from __future__ import annotations

from random import Random

from mappers.model import DocumentType
from samples.families.practice2 import analytes as an
from samples.families.practice2 import heading as hd
from samples.families.practice2.paper import Cell, Paper, Val
from samples.families.practice2.table import Column, Style, table
from samples.generating.family import Family
from samples.making.truth import Sheet

_UNITS = {"秒": "s"}


def _english(rng: Random) -> Sheet:
    """Flag before unit, notes under some rows, sections in capitals."""
    paper = Paper(rng, DocumentType.LAB_REPORT, body=rng.choice((8.5, 9.5, 10.5)), language="en")
    house = hd.hospital(rng, "en")
    paper.text(50, 44, house, size=13, font=paper.bold)
    paper.text(50, 58, "Department of Laboratory Medicine", size=8)
    hd.barcode(paper, paper.width - 150, 32)
    told = hd.fields(
        paper, "name", "id", "birth", "sex", "order", "collected", "received", "reported", "doctor"
    )
    y = hd.arranged(paper, 50, 72, paper.width - 100, told, styles="stacked grid above") + 8
    hd.title(
        paper,
        y + 10,
        rng.choice(("LABORATORY REPORT", "Clinical Laboratory Results", "Blood Test Report")),
        size=13,
    )
    y += 22
    order = rng.choice(
        ("result flag unit ref", "flag result ref unit", "result unit ref flag", "ref result flag unit")
    )
    heads = {
        "result": rng.choice(("Result", "Value", "Your result")),
        "flag": rng.choice(("Flag", "", "Abn")),
        "unit": rng.choice(("Units", "Unit")),
        "ref": rng.choice(("Reference interval", "Ref. range", "Normal range")),
    }
    spread = {"result": 84.0, "flag": 36.0, "unit": 78.0, "ref": 110.0}
    aligns = {"result": "right", "flag": "centre", "unit": "left", "ref": "left"}
    columns = [Column(rng.choice(("Test", "Analyte", "Test name")), 180)]
    columns += [Column(heads[k], spread[k], aligns[k]) for k in order.split()]
    groups = [
        ("COMPLETE BLOOD COUNT", an.BLOOD[:6]),
        ("CHEMISTRY", rng.sample(an.CHEMISTRY, rng.randrange(6, 13))),
    ]
    groups += [("COAGULATION", an.CLOTTING[:3]), ("ENDOCRINE / TUMOR MARKERS", rng.sample(an.SPECIAL, 3))]
    style = Style(rng.choice(("rows", "ends", "none", "grid")), pitch=paper.body * 1.7)
    page, room = 1, paper.height - 90
    groups = groups[: rng.randrange(2, 5)]
    for name, tests in groups:
        rows: list[list[Cell]] = [[name]]
        if y + (len(tests) + 2) * style.pitch > room:
            hd.footer(paper, house, page=1, pages=2)
            paper.next_page()
            page = 2
            paper.text(50, 44, f"{paper.printed_name}   {paper.person.id}   (continued)", size=9)
            y = 64
        rows += [_row(paper, test, order.split()) for test in tests]
        y = table(paper, 50, y, columns, rows, style) + 10
    paper.flow(
        50,
        y + 14,
        paper.width - 100,
        ["Comment: Results relate only to the sample received. Haemolysis may raise potassium and LDH."],
        size=8,
    )
    hd.footer(paper, house, page=page, pages=page)
    return paper.sheet()


def _row(paper: Paper, test: an.Analyte, order: list[str]) -> list[Cell]:
    rng = paper.rng
    unit = test.units[0]
    value, mark = an.result(rng, test.en, test, paper.person.sex, unit, " - ", ("L", "H"))
    unit = _UNITS.get(unit, unit)
    ref = "" if "sex" in paper.absent and test.men != test.women else value.ref
    put = Val(value.text, test.en, unit, ref, value.flag)
    if rng.random() < 0.05:
        put, mark = Val(rng.choice(("Haemolysed", "Insufficient sample")), test.en, unit, ref), ""
    cells: dict[str, Cell] = {"result": put, "flag": mark, "unit": unit, "ref": ref}
    return [test.en, *(cells[key] for key in order)]


FAMILIES = (Family("lab-report-english", DocumentType.LAB_REPORT, _english, "en"),)
