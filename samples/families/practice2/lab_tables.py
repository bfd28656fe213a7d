"""Laboratory reports: an outside laboratory's coded sheet, and dense panels side by side with different columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from mappers.model import DocumentType
from samples.families.practice2 import analytes as an
from samples.families.practice2 import heading as hd
from samples.families.practice2.paper import Cell, Paper, Val
from samples.families.practice2.table import Column, Style, table
from samples.generating.family import Family
from samples.making.ink import SMALL
from samples.making.truth import Sheet


def _coded(rng: Random) -> Sheet:
    """Numbers and names, flag left of the result, men's and women's limits in two columns."""
    paper = Paper(rng, DocumentType.LAB_REPORT, size=SMALL, body=rng.choice((7.0, 7.5, 8.0)), adult=False)
    half, dash, marks = rng.random() < 0.4, rng.choice(("～", "-", " - ", "〜")), rng.choice(an.MARKS)
    told = hd.fields(
        paper, "id", "name", "kana", "sex", "age", "birth", "ward", "doctor", "order", "received"
    )
    told += hd.fields(paper, "collected", "reported")
    hd.title(paper, 30, rng.choice(("臨床検査報告書", "検査結果報告書", "検 査 成 績 書")), x=36, size=13)
    house = rng.choice(("(株)架空臨床検査センター", "あさぎり医学検査研究所", "ﾒﾃﾞｨｶﾙﾗﾎﾞ桜並木"))
    paper.text(paper.width - 36, 26, house, size=8, align="right")
    hd.barcode(paper, paper.width - 130, 31, 90, 9)
    y = hd.above(paper, 30, 44, paper.width - 60, told, across=6) + 5
    twin = "sex" not in paper.absent
    pool = rng.sample(an.BLOOD[:6], rng.randrange(3, 7)) + rng.sample(an.CHEMISTRY, rng.randrange(4, 8))
    rows: list[list[Cell]] = []
    for test in pool:
        unit = rng.choice(test.units)
        name = test.half if half else test.ja
        value, mark = an.result(rng, name, test, paper.person.sex, unit, dash, marks)
        men, women = _both(test, unit, dash)
        if rng.random() < 0.07:
            rows.append([f"{rng.randrange(1000):04d}", name, "", rng.choice(an.ABSENT_JA), unit, men, women])
            continue
        if rng.random() < 0.06:
            value, mark = replace(value, text=rng.choice(an.ODD_JA), flag=""), ""
        rows.append([f"{rng.randrange(1000):04d}", name, mark, value, unit, men, women])
    for ja, _, values, ref in rng.sample(an.SEROLOGY, 2):
        text = rng.choice(values)
        shown = text.replace("(-)", "（－）").replace("(+)", "（＋）") if rng.random() < 0.4 else ""
        rows.append([f"{rng.randrange(1000):04d}", ja, "", Val(text, ja, "", ref, shown=shown), "", ref, ref])
    if not twin:
        rows = [[replace(c, ref=_same(r)) if isinstance(c, Val) else c for c in r] for r in rows]
    widths = (34, 150, 22, 74, 62, 92, 92)
    heads = [
        rng.choice(("No.", "コード", "項番")),
        "検査項目名",
        "",
        "検査結果",
        "単位",
        "基準値(男)",
        "基準値(女)",
    ]
    if rng.random() < 0.3:
        heads[5:] = ["男性基準値", "女性基準値"]
    aligns = ("centre", "left", "centre", "right", "left", "centre", "centre")
    columns = [Column(h, w, a) for h, w, a in zip(heads, widths, aligns, strict=True)]
    style = Style(rng.choice(("grid", "rows", "ends")), pitch=paper.body * 1.7, shade_head=rng.random() < 0.5)
    y = table(paper, 34, y, columns, rows, style)
    paper.text(
        36,
        y + 12,
        rng.choice(("備考：", "コメント ", "※ ")) + "採血時の条件により変動することがあります。",
        size=6.5,
    )
    hd.footer(paper, house)
    return paper.sheet()


def _both(test: an.Analyte, unit: str, dash: str) -> tuple[str, str]:
    scale, places = an._scale(test, unit)
    men, women = (an.range_text(a * scale, b * scale, places, dash) for a, b in (test.men, test.women))
    return men, women


def _same(row: list[Cell]) -> str:
    return str(row[5]) if row[5] == row[6] else ""


def _panels(rng: Random) -> Sheet:
    """Boxes without inner rules, side by side; each panel has its own columns; range before the unit."""
    paper = Paper(rng, DocumentType.LAB_REPORT, body=rng.choice((7.0, 7.5, 8.0)), adult=False)
    dash, marks = rng.choice(("-", "～", " ~ ")), rng.choice(an.MARKS[:5])
    house = hd.hospital(rng)
    paper.text(40, 36, house + " 中央臨床検査部", size=8)
    hd.title(paper, 56, rng.choice(("検体検査結果", "検査結果一覧", "血液検査報告書")))
    told = hd.fields(paper, "id", "name", "sexage", "birth", "ward", "collected", "reported", "doctor")
    top = hd.arranged(paper, 40, 68, paper.width - 80, told, styles="inline grid stacked") + 6
    panels = [("血液学検査", an.BLOOD), ("生化学検査", rng.sample(an.CHEMISTRY, rng.randrange(8, 16)))]
    panels += [
        ("凝固・線溶", an.CLOTTING),
        ("白血球分画", an.DIFFERENTIAL),
        ("その他", rng.sample(an.SPECIAL, 3)),
    ]
    panels = panels[: rng.randrange(3, 6)]
    sides = [top, top]
    form, mixed, style = rng.randrange(3), rng.random() < 0.4, Style("none", pitch=paper.body * 1.6)
    for name, tests in panels:
        side = 0 if sides[0] <= sides[1] else 1
        x, y, width = 40 + side * 262, sides[side], 252.0
        if mixed:
            form = rng.randrange(3)
        rows, columns = _panel(paper, tests, form, dash, marks)
        paper.text(
            x + 4,
            y + 9,
            f"{rng.choice(('■', '【', '●'))}{name}".replace(f"【{name}", f"【{name}】"),
            font=paper.bold,
        )
        end = table(paper, x + 2, y + 13, columns, rows, style)
        paper.ink.box(x, y - 2, x + width, end + 3, width=0.6)
        sides[side] = end + 12
    low = max(sides) + 8
    ja, _, values, ref = rng.choice(an.SEROLOGY)
    paper.text(42, low, "感染症・免疫")
    paper.text(120, low, ja)
    paper.cell(230, low, Val(rng.choice(values), ja, "", ref))
    paper.text(300, low, ref if ref.startswith("(") else f"（{ref}）")
    paper.text(
        42,
        low + 22,
        "判定記号は基準範囲から外れたことを示します。異常値が必ずしも病気を意味するものではありません。",
        size=6.5,
    )
    hd.footer(paper, house)
    return paper.sheet()


def _panel(
    paper: Paper,
    tests: Sequence[an.Analyte],
    form: int,
    dash: str,
    marks: tuple[str, str],
) -> tuple[list[list[Cell]], list[Column]]:
    rng, rows = paper.rng, []
    bare = paper.rng.random() < 0.2
    for test in tests:
        unit = test.units[0]
        value, mark = an.result(rng, test.ja, test, paper.person.sex, unit, dash, marks)
        if "sex" in paper.absent and test.men != test.women:
            value = replace(value, ref="")
        if form == 0:  # abbreviation in its own column; range before the unit
            row: list[Cell] = [test.ja, test.short, value, mark, value.ref, unit]
        elif form == 1:  # result before the name
            row = [mark, value, test.ja, "", unit, f"[{value.ref}]" if value.ref else ""]
        else:  # mark in the value's cell
            row = [test.ja, "", replace(value, after=f" {mark}" if mark else ""), "", unit, value.ref]
        if bare:
            value = replace(value, ref="")
            row = [replace(c, ref="") if isinstance(c, Val) else c for c in row]
            row[4 if form == 0 else 5] = ""
        rows.append(row)
    heads: tuple[str, ...] = ("項目", "略称", "結果", "", "基準範囲", "単位")
    widths: tuple[float, ...] = (78, 34, 36, 14, 50, 36)
    aligns: tuple[str, ...] = ("left", "left", "right", "centre", "centre", "left")
    if form == 1:
        heads, widths = ("", "検査値", "項目名", "", "単位", "基準値"), (14, 38, 90, 2, 46, 58)
        aligns = ("centre", "right", "left", "left", "left", "left")
    elif form == 2:
        heads, widths = ("検査項目", "", "結果値", "", "単位", "基準値"), (96, 2, 46, 2, 44, 58)
    if bare:
        heads = tuple("" if h in ("基準範囲", "基準値") else h for h in heads)
    return rows, [Column(h, w, a) for h, w, a in zip(heads, widths, aligns, strict=True)]


FAMILIES = (
    Family("lab-report-coded", DocumentType.LAB_REPORT, _coded),
    Family("lab-report-panels", DocumentType.LAB_REPORT, _panels),
)
