"""Laboratory results over days, printed across or down, and the paper strip of a small analyser."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice2 import analytes as an
from samples.families.practice2 import heading as hd
from samples.families.practice2.paper import LANDSCAPE, Cell, Paper, Val
from samples.families.practice2.table import Column, Style, table
from samples.generating.family import Family
from samples.generating.fonts import font
from samples.making.truth import Sheet


def _days(paper: Paper, count: int) -> list[datetime]:
    """The collection day and some before it, oldest first."""
    days = [paper.collected]
    for _ in range(count - 1):
        days.append(days[-1] - timedelta(days=paper.rng.randrange(1, 40), minutes=paper.rng.randrange(90)))
    return days[::-1]


def _form(paper: Paper, days: list[datetime]) -> str:
    one_year = days[0].year == days[-1].year
    return paper.rng.choice(
        ("%y/%m/%d", "%Y/%m/%d", "%Y-%m-%d", "%y.%m.%d") + (("%m/%d",) * 2 if one_year else ())
    )


def _series(rng: Random) -> Sheet:
    """Days across, newest left or right; the mark behind the value in its cell; limits and unit before or after."""
    paper = Paper(rng, DocumentType.LAB_REPORT, size=LANDSCAPE, body=rng.choice((7.5, 8.0, 9.0)))
    days = _days(paper, rng.randrange(3, 7))
    form, marks = _form(paper, days), rng.choice(an.MARKS[:5])
    if rng.random() < 0.5:
        days.reverse()
    hd.title(
        paper,
        36,
        rng.choice(("検査結果時系列表", "検体検査 時系列", "検査歴一覧表", "累積検査報告書")),
        x=rng.choice((0.0, 36.0)),
    )
    told = hd.fields(paper, "id", "name", "kana", "birth", "sex", "age", "ward", "doctor")
    told.append((rng.choice(("出力日", "印刷日", "作成日")), paper.day(paper.collected + timedelta(days=3))))
    y = hd.arranged(paper, 36, 48, paper.width - 72, told, styles="inline grid") + 4
    first = rng.random() < 0.5
    stamp = [d.strftime(f"{form} %H:%M" if paper.timed else form) for d in days]
    heads = [rng.choice(("検査項目", "項目名", "項目")), "単位", rng.choice(("基準値", "基準範囲"))]
    heads = heads + stamp if first else heads[:1] + stamp + heads[1:]
    wide = min(92.0, (paper.width - 72 - 255) / len(days))
    widths = {heads[0]: 118.0, "単位": 56.0, "基準値": 80.0, "基準範囲": 80.0}
    aligns = {heads[0]: "left", "単位": "left"}
    columns = [
        Column(h, widths.get(h, wide), aligns.get(h, "right" if h in stamp else "centre")) for h in heads
    ]
    rows: list[list[Cell]] = []
    groups = [
        ("血算", rng.sample(an.BLOOD[:6], 5)),
        ("生化学", rng.sample(an.CHEMISTRY, rng.randrange(8, 14))),
    ]
    for name, tests in groups:
        if rng.random() < 0.7:
            rows.append([f"＜{name}＞"])
        rows += [_series_row(paper, test, days, marks, first) for test in tests]
    style = Style(rng.choice(("grid", "rows")), shade_head=True, zebra=rng.random() < 0.3)
    table(paper, 36, y, columns, rows, style)
    hd.footer(paper, hd.hospital(rng))
    return paper.sheet()


def _series_row(
    paper: Paper, test: an.Analyte, days: list[datetime], marks: tuple[str, str], first: bool
) -> list[Cell]:
    rng, unit = paper.rng, test.units[0]
    name = rng.choice((test.ja, test.short or test.ja))
    cells: list[Cell] = []
    ref, red = "", paper.red
    for day in days:
        effective = day.strftime("%Y-%m-%dT%H:%M" if paper.timed else "%Y-%m-%d")
        value, mark = an.result(rng, name, test, paper.person.sex, unit, "-", marks)
        ref = value.ref
        chance = rng.random()
        if chance < 0.12:
            cells.append(rng.choice(("", "", "-")))
        elif chance < 0.15:
            cells.append(Val(rng.choice(an.ODD_JA), name, unit, ref, "", effective))
        else:
            cells.append(
                Val(
                    value.text,
                    name,
                    unit,
                    ref,
                    value.flag,
                    effective,
                    after=f" {mark}" if mark else "",
                    colour=(0.75, 0, 0) if mark and red else (0, 0, 0),
                )
            )
    return [name, unit, ref, *cells] if first else [name, *cells, unit, ref]


def _downwards(rng: Random) -> Sheet:
    """Days down, tests across with their units and limits over the values, as a clinic's follow-up sheet."""
    paper = Paper(rng, DocumentType.LAB_REPORT, body=rng.choice((8.0, 8.5)), timed=0.0)
    house = hd.hospital(rng)
    hd.title(
        paper,
        50,
        rng.choice(
            ("糖尿病外来 検査値の推移", "血液検査フォローシート", "検査データ推移表", "採血結果の経過")
        ),
    )
    told = hd.fields(paper, "id", "name", "sex", "birth", "ward", "doctor")
    y = hd.arranged(paper, 50, 64, paper.width - 100, told, styles="stacked above inline") + 10
    days = _days(paper, rng.randrange(5, 11))[:: rng.choice((1, -1))]
    form = paper.date_form if not paper.date_form.startswith("era y") else "%Y/%m/%d"
    tests = rng.sample(an.CHEMISTRY + an.BLOOD[:3], 6)
    marks = rng.choice(an.MARKS[:5])
    names = [test.short or test.ja for test in tests]
    scale = [an.result(rng, "", test, paper.person.sex, test.units[0], "-", marks)[0] for test in tests]
    columns = [Column(rng.choice(("採血日", "検査日", "年月日")), 82)] + [
        Column(n, 68, "centre") for n in names
    ]
    rows: list[list[Cell]] = [["単位", *(v.unit for v in scale)], ["基準値", *(v.ref for v in scale)]]
    for day in days:
        cells: list[Cell] = [paper.day(day, form)]
        for test, name in zip(tests, names, strict=True):
            value, mark = an.result(rng, name, test, paper.person.sex, test.units[0], "-", marks)
            put = Val(
                value.text, name, value.unit, value.ref, value.flag, day.strftime("%Y-%m-%d"), before=mark
            )
            cells.append("" if rng.random() < 0.1 else put)
        rows.append(cells)
    y = table(
        paper, 50, y, columns, rows, Style(rng.choice(("grid", "grid", "rows")), pitch=paper.body * 2.1)
    )
    paper.text(50, y + 18, "次回予約日にも採血があります。朝食をとらずにお越しください。")
    paper.text(paper.width - 50, y + 44, house, align="right")
    return paper.sheet()


def _strip(rng: Random) -> Sheet:
    """A strip of thermal paper: no headings, no rules; name, value, mark, unit and limits in brackets."""
    paper = Paper(rng, DocumentType.LAB_REPORT, size=(rng.choice((226.0, 250.0)), 480.0), body=8.5, timed=1.0)
    paper.font = paper.bold = rng.choice((paper.font, font("gothic"), font("vlgothic")))
    maker = rng.choice(("CELLIA-αX", "MiniHema 30", "QuickLab 5000", "AUTO CHEM S"))
    paper.text(12, 20, f"*** {maker} ***")
    told = hd.fields(paper, "id", "name", "sex", drop=0.3)
    told.insert(0, (rng.choice(("測定日時", "DATE", "日時")), paper.moment(paper.collected)))
    told.append((rng.choice(("検体No", "SEQ", "通番")), f"{rng.randrange(1, 300):04d}"))
    y = hd.stacked(paper, 12, 36, told, label=58, size=7.5)
    paper.text(12, y, rng.choice(("-", "=", "- ")) * 30, fit=paper.width - 24)
    y += 16
    tests = rng.sample(an.BLOOD[:6], 5) + rng.sample(an.DIFFERENTIAL, 3)
    if rng.random() < 0.4:
        tests = rng.sample(an.CHEMISTRY, 8)
    marks, limits = rng.choice((("L", "H"), ("↓", "↑"), ("*", "*"))), rng.random() < 0.6
    right, pitch = rng.choice((104, 112)), rng.choice((13.5, 16.0))
    for test in tests:
        name, unit = test.short or test.ja, test.units[0]
        value, mark = an.result(rng, name, test, paper.person.sex, unit, "-", marks)
        limits_here = limits and not ("sex" in paper.absent and test.men != test.women)
        ref = value.ref if limits_here else ""
        paper.text(12, y, name, fit=52)
        paper.cell(right, y, Val(value.text, name, unit, ref, value.flag), align="right")
        paper.text(right + 4, y, mark)
        paper.text(right + 18, y, unit, size=7.5)
        if ref:
            paper.text(paper.width - 10, y, f"({ref})", size=6.5, align="right")
        y += pitch
    paper.text(12, y + 6, rng.choice(("** END **", "測定終了", "エラーなし")))
    return paper.sheet()


FAMILIES = (
    Family("lab-report-series", DocumentType.LAB_REPORT, _series),
    Family("lab-report-downwards", DocumentType.LAB_REPORT, _downwards),
    Family("lab-report-strip", DocumentType.LAB_REPORT, _strip),
)
