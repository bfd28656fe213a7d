"""Laboratory results of many days: dates across, sections of rows."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from reportlab.lib.pagesizes import A4, landscape

from mappers.model import DocumentType
from samples.families.practice5 import bank
from samples.families.practice5.bank import Analyte, measured, some
from samples.families.practice5.kit import CREAM, Cell, Doc, R, day, moment
from samples.generating.family import Family
from samples.making.truth import Sheet


def _cell(doc: Doc, a: Analyte, ref: str, at: datetime, newest: bool, marks: tuple[str, str]) -> Cell:
    value, flag = measured(doc.rng, a, doc.person.sex)
    chance, when = doc.rng.random(), moment(at)
    if chance < 0.14:
        return doc.rng.choice(("", "", "-", "検査中")) if newest else ""
    if chance < 0.155:
        return R("測定不能", a.short, a.unit, ref, "", when)
    if a.low is None and chance < 0.4:
        return R(f"<{a.text(0.1 if a.digits else 1)}", a.short, a.unit, ref, "", when)
    mark = {"H": marks[0], "L": marks[1], "": ""}[flag]
    return R(value, a.short, a.unit, ref, flag, when, post=mark)


def journal(rng: Random) -> Sheet:
    """A ward's series on a landscape page; the newest day at the right or at the left, marks behind the results."""
    doc = Doc(rng, DocumentType.LAB_REPORT, size=landscape(A4))
    columns = rng.randint(5, 7)
    days = [
        doc.when - timedelta(days=d, minutes=rng.randrange(90))
        for d in sorted(rng.sample(range(40), columns), reverse=True)
    ]
    if rng.random() < 0.4:
        days.reverse()
    doc.effective = moment(max(days))
    doc.text(36, 36, "検査結果時系列", 14, bold=True)
    doc.along(160, 36, [f"患者番号 {doc.pid()}", f"患者氏名 {doc.name(' ')}（{doc.kana()}）"], size=9.5)
    doc.along(
        160,
        50,
        [f"生年月日 {doc.born('slash')}", f"性別 {doc.sex()}", f"{doc.age()}歳", rng.choice(bank.WARDS)],
        size=9.5,
    )
    doc.text(806, 36, rng.choice(bank.HOSPITALS), 8, align="right")
    wide = 500 / columns
    rows: list[list[Cell] | str] = [
        ["採取日", "", "", *(day(d, "slash") for d in days)],
        ["採取時刻", "", "", *(f"{d:%H:%M}" for d in days)],
        ["検査項目", "単位", "基準範囲", *("" for _ in days)],
    ]
    up, down = rng.choice(((" H", " L"), ("↑", "↓"), (" ▲", " ▼")))
    groups = (
        ("〔血液〕", bank.BLOOD + bank.DIFFERENTIAL, 8),
        ("〔生化学〕", bank.LIVER + bank.KIDNEY, 12),
        ("〔感染・炎症〕", bank.OTHERS[:2], 2),
    )
    for title, analytes, least in groups:
        rows.append(title)
        for a in some(rng, analytes, least):
            ref = a.span(doc.person.sex, rng.choice(("-", "～")) if a.low is None else "-")
            cells = [_cell(doc, a, ref, d, d == max(days), (up, down)) for d in days]
            rows.append([a.short, a.unit, ref, *cells])
    step = min(15.0, 490 / len(rows))
    doc.table(
        36,
        60,
        (80, 64, 84, *(wide for _ in days)),
        rows,
        align="llc" + "r" * columns,
        size=min(8.5, step * 0.62),
        step=step,
        rules="grid",
        head=3,
        fill=CREAM,
    )
    return doc.sheet()


FAMILIES = (Family("lab-report-journal", DocumentType.LAB_REPORT, journal),)
