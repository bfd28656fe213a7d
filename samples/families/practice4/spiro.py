"""Spirometry: a desk spirometer's page, a laboratory's form with two states, trials in English."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice4 import heads
from samples.families.practice4.kit import SHADE, Cell, Doc, Grid, Row, Val
from samples.generating.family import Family
from samples.making.truth import Sheet

SPIRO = DocumentType.SPIROMETRY
# name, unit, usual, digits
VOLUMES = (
    ("VC", "L", 3.4, 2),
    ("IRV", "L", 1.3, 2),
    ("ERV", "L", 1.1, 2),
    ("TV", "L", 0.7, 2),
    ("IC", "L", 2.1, 2),
    ("FVC", "L", 3.3, 2),
    ("FEV1", "L", 2.5, 2),
    ("PEF", "L/s", 7.2, 2),
    ("MMF", "L/s", 2.4, 2),
    ("V50", "L/s", 3.2, 2),
    ("V25", "L/s", 1.1, 2),
)


def pair(rng: Random, usual: float, digits: int) -> tuple[str, str, str]:
    """Measured, predicted, per cent."""
    predicted = usual * rng.uniform(0.8, 1.1)
    measured = predicted * rng.uniform(0.55, 1.15)
    return f"{measured:.{digits}f}", f"{predicted:.{digits}f}", f"{measured / predicted * 100:.1f}"


def loop(doc: Doc, x: float, y: float, size: float) -> None:
    """A flow-volume curve in a frame."""
    doc.ink.box(x, y, x + size, y + size, width=0.6)
    last = (x + 8, y + size * 0.6)
    for n in range(1, 40):
        part = n / 40
        high = 0.5 * (part * 7 if part < 0.13 else (1 - part) ** 1.4 * 1.1)
        at = (x + 8 + part * (size - 20), y + size * (0.6 - high))
        doc.ink.line(*last, *at, 0.8)
        last = at
    doc.text(x + size / 2, y + size - 5, "Volume (L)", 7.5, align="c")


def desk(rng: Random) -> Sheet:
    """Names with units in round brackets, measured, predicted, per cent; curves at the right; a judgement."""
    doc = Doc(rng, SPIRO)
    doc.dated(time=True)
    doc.text(36, 42, "肺機能検査レポート", 16, font=doc.strong)
    doc.text(doc.width - 36, 42, doc.hospital, 9, align="r")
    told = heads.pairs(doc, ("ID", "id"), ("氏名", "name"), ("性別", "sexsei"), ("生年月日", "birth-slash"))
    told += [
        ("身長", f"{rng.randrange(145, 180)}.{rng.randrange(10)}cm"),
        ("検査日", f"{doc.day('slash')} {doc.clock()}"),
    ]
    y = heads.block(doc, 36, 54, told[:4], doc.width - 72, size=9)
    y = heads.strip(doc, 40, y + 16, told[5:], 9, colon="：") + 8
    rows: list[Row] = []
    for name, unit, usual, digits in VOLUMES:
        real, ideal, share = pair(rng, usual, digits)
        few = name in ("IRV", "ERV", "TV", "IC")
        row: list[Cell] = [f"{name} ({unit})", Val(real, name, unit)]
        row += ["", ""] if few else [Val(ideal, f"{name} 予測値", unit), Val(share, f"{name} %予測値", "%")]
        rows.append(row)
    rows.insert(7, ["FEV1/FVC (%)", Val(f"{rng.uniform(48, 88):.1f}", "FEV1/FVC", "%"), "", ""])
    grid = Grid((100, 72, 72, 76), "lrrr", 18, 9.5, "all", SHADE)
    end = doc.grid(36, y, grid, ("項目", "実測値", "予測値", "%予測値(%)"), rows)
    loop(doc, 380, y, 170)
    doc.text(36, end + 30, "換気障害の判定：", 10.5)
    at = 36 + doc.wide("換気障害の判定：", 10.5) + 4
    doc.put(
        at,
        end + 30,
        Val(rng.choice(("正常", "閉塞性換気障害", "拘束性換気障害", "混合性換気障害")), "換気障害の判定"),
        10.5,
    )
    heads.foot(doc, "予測式：JRS2014（架空）", f"検査者 {doc.doctor}")
    return doc.sheet()


def states(rng: Random) -> Sheet:
    """Before and after inhalation in nested headings, the change in per cent in the last column."""
    doc = Doc(rng, SPIRO)
    doc.dated(time=False)
    heads.title(doc, 46, "気道可逆性試験 報告書", 17, rule=True)
    told = heads.pairs(
        doc, ("患者氏名", "namesama"), ("患者番号", "id"), ("生年月日", "birth-era"), ("性別", "sexja")
    )
    told.append(("検査日", doc.day("era")))
    y = heads.lines(doc, 60, 76, told, 10) + 16
    widths = (96, 56, 74, 74, 74, 74, 74)
    grid = Grid(tuple(float(w) for w in widths), "lcrrrrr", 20, 9.5, "all", SHADE)
    doc.ink.box(36, y, 36 + sum(widths), y + 20, width=0.8, fill=SHADE)
    doc.text(36 + 152 + 111, y + 14, "吸入前", 9.5, align="c")
    doc.text(36 + 374 + 74, y + 14, "吸入後", 9.5, align="c")
    for edge in (36 + 152, 36 + 374):
        doc.ink.line(edge, y, edge, y + 20, 0.5)
    rows: list[Row] = []
    for name, unit, usual, digits in (
        VOLUMES[0],
        VOLUMES[5],
        VOLUMES[6],
        VOLUMES[7],
        VOLUMES[9],
        VOLUMES[10],
    ):
        real, ideal, share = pair(rng, usual, digits)
        after, _, part = pair(rng, usual, digits)
        rows.append(
            [
                name,
                unit,
                Val(real, f"{name} 吸入前", unit),
                Val(ideal, f"{name} 吸入前 予測値", unit),
                Val(share, f"{name} 吸入前 %予測", "%"),
                Val(after, f"{name} 吸入後", unit),
                Val(part, f"{name} 吸入後 %予測", "%"),
            ]
        )
    head = ("項目", "単位", "測定値", "予測値", "%予測(%)", "測定値", "%予測(%)")
    y = doc.grid(36, y + 20, grid, head, rows) + 30
    doc.text(36, y, "判定", 11, font=doc.strong)
    doc.put(80, y, Val(rng.choice(("可逆性あり", "可逆性なし")), "判定"), 11)
    doc.text(36, y + 26, "使用薬剤：サルブタモール吸入液　吸入後 20分で測定", 9)
    loop(doc, 36, y + 50, 160)
    heads.foot(doc, doc.hospital, "生理検査室")
    return doc.sheet()


def trials(rng: Random) -> Sheet:
    """In English: Pred, Best, %Pred and three trials."""
    doc = Doc(rng, SPIRO, english=True)
    doc.dated(time=True)
    doc.text(40, 42, "Spirometry Report", 17, font=doc.strong)
    doc.ink.line(40, 48, doc.width - 40, 48, 1)
    told = heads.pairs(doc, ("Name", "name"), ("ID", "id"), ("Birth date", "birth-iso"), ("Sex", "sexen"))
    heads.lines(doc, 44, 66, told, 9, colon=":")
    seen = (
        ("Test date", f"{doc.day('iso')} {doc.clock()}"),
        ("Printed", doc.day("iso", doc.moment + timedelta(days=1))),
        ("Physician", doc.doctor),
        ("Site", doc.hospital),
    )
    y = heads.lines(doc, 300, 66, seen, 9, colon=":") + 14
    rows: list[Row] = []
    table = (
        ("FVC", "L", 3.3, 2),
        ("FEV1", "L", 2.5, 2),
        ("FEV1/FVC", "%", 76, 1),
        ("PEF", "L/s", 7.2, 2),
        ("FEF25-75", "L/s", 2.4, 2),
    )
    for name, unit, usual, digits in table:
        real, ideal, share = pair(rng, usual, digits)
        tries = [f"{float(real) * rng.uniform(0.9, 1):.{digits}f}" for _ in range(2)]
        row: list[Cell] = [
            name,
            unit,
            Val(ideal, f"{name} Pred", unit),
            Val(real, name, unit),
            Val(share, f"{name} %Pred", "%"),
        ]
        row += [Val(text, f"{name} #{k + 1}", unit) for k, text in enumerate((real, *tries))]
        rows.append(row)
    grid = Grid((84, 44, 62, 62, 62, 62, 62, 62), "lcrrrrrr", 20, 9.5, "rows", SHADE)
    y = doc.grid(44, y, grid, ("Parameter", "Units", "Pred", "Best", "%Pred", "#1", "#2", "#3"), rows) + 30
    doc.text(44, y, "Interpretation:", 10, font=doc.strong)
    said = rng.choice(("Normal spirometry", "Moderate airflow obstruction", "Possible restriction"))
    doc.put(140, y, Val(said, "Interpretation"), 10)
    loop(doc, 44, y + 24, 190)
    heads.foot(doc, "Reference: GLI-2012. Quality grade A.", "Page 1/1")
    return doc.sheet()


FAMILIES = (
    Family("spirometry-desk", SPIRO, desk),
    Family("spirometry-states", SPIRO, states),
    Family("spirometry-best", SPIRO, trials, "en"),
)
