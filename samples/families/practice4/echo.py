"""Echocardiography: groups in three columns, a ruled form with valves, a sheet in English."""

from __future__ import annotations

from random import Random

from mappers.model import DocumentType
from samples.families.practice4 import heads
from samples.families.practice4.kit import SHADE, Cell, Doc, Grid, Row, Val
from samples.generating.family import Family
from samples.making.truth import Sheet

ECHO = DocumentType.ECHOCARDIOGRAPHY
# name, unit, low, high of results, digits, printed reference, its ends
MEASURES: tuple[tuple[str, str, float, float, int, str, float, float], ...] = (
    ("IVSd", "mm", 7, 14, 1, "7-11", 7, 11),
    ("LVDd", "mm", 38, 62, 1, "40-55", 40, 55),
    ("PWd", "mm", 7, 14, 1, "7-11", 7, 11),
    ("LVDs", "mm", 22, 48, 1, "22-40", 22, 40),
    ("EF", "%", 32, 76, 0, "55-80", 55, 80),
    ("FS", "%", 18, 46, 0, "28-45", 28, 45),
    ("AoD", "mm", 24, 38, 1, "20-37", 20, 37),
    ("LAD", "mm", 28, 52, 1, "20-40", 20, 40),
    ("E", "cm/s", 40, 120, 0, "", 0, 999),
    ("A", "cm/s", 40, 120, 0, "", 0, 999),
    ("E/A", "", 0.5, 2.2, 2, "", 0, 999),
    ("DcT", "ms", 130, 280, 0, "", 0, 999),
    ("E/e'", "", 5, 20, 1, "<14", 0, 14),
    ("TR-PG", "mmHg", 12, 48, 0, "", 0, 999),
    ("IVC径", "mm", 8, 24, 1, "", 0, 999),
)
CONCLUSIONS = (
    "左室収縮能は保たれている",
    "軽度の左室肥大を認める",
    "左房の拡大を認める",
    "有意な弁膜症なし",
    "心嚢液貯留を認めない",
    "拡張障害の可能性がある",
    "下壁の壁運動低下を認める",
)
CONCLUSIONS_EN = (
    "Normal left ventricular systolic function",
    "Mild concentric left ventricular hypertrophy",
    "Mildly dilated left atrium",
    "No pericardial effusion",
    "Trace tricuspid regurgitation",
)


def value(rng: Random, row: tuple[str, str, float, float, int, str, float, float]) -> tuple[str, str]:
    """A number and H, L or nothing."""
    _, _, low, high, digits, _, least, most = row
    text = f"{rng.uniform(low, high):.{digits}f}"
    return text, "H" if float(text) > most else "L" if float(text) < least else ""


def columns(rng: Random) -> Sheet:
    """Three groups beside each other without lines; the unit behind the number; numbered conclusions."""
    doc = Doc(rng, ECHO)
    doc.dated(time=False)
    doc.text(40, 44, "心臓超音波検査報告書", 16, font=doc.strong)
    told = heads.pairs(
        doc, ("患者ID", "id"), ("氏名", "name"), ("生年月日", "birth-kanji"), ("性別", "sexsei")
    )
    told += [("検査日", doc.day("kanji")), ("依頼医", doc.doctor)]
    heads.lines(doc, 350, 40, told, 9)
    y = 150.0
    groups = (
        ("■Mモード", MEASURES[:6]),
        ("■大動脈・左房・IVC", (*MEASURES[6:8], MEASURES[14])),
        ("■ドプラ", MEASURES[8:14]),
    )
    for n, (name, rows) in enumerate(groups):
        x = 40 + n * 176
        doc.text(x, y, name, 10, font=doc.strong)
        doc.ink.line(x, y + 5, x + 160, y + 5, 0.5)
        for k, row in enumerate(rows):
            at = y + 24 + k * 18
            doc.text(x + 4, at, row[0], 9.5)
            text, _ = value(rng, row)
            doc.put(x + 108, at, Val(text, row[0], row[1]), 9.5, align="r")
            doc.text(x + 114, at, row[1], 9)
    y += 156
    doc.text(40, y, "■所見", 10, font=doc.strong)
    for said in rng.sample(CONCLUSIONS, 3):
        y += 18
        y = doc.statement(52, y, Val(said, "所見", post="。"), 480, 10) - 15
    y += 36
    doc.text(40, y, "■結論", 10, font=doc.strong)
    for k, said in enumerate(rng.sample(CONCLUSIONS, 2)):
        y += 18
        doc.put(52, y, Val(said, "結論", pre=f"{'①②'[k]} "), 10)
    heads.foot(doc, f"検査技師 御手洗　判読医 {doc.doctor}", doc.hospital)
    return doc.sheet()


def ruled(rng: Random) -> Sheet:
    """A ruled table with ranges, two measurements a line; the valves; findings in one box."""
    doc = Doc(rng, ECHO)
    doc.dated(time=True)
    heads.title(doc, 44, "心エコー図検査", 17, rule=True)
    told = heads.pairs(doc, ("ID", "id"), ("氏名", "namesama"), ("性別", "sexja"), ("生年月日", "birth-eras"))
    told.append(("検査日時", f"{doc.day('slash')} {doc.clock()}"))
    y = heads.strip(doc, 40, 70, told, 9, colon="：") + 6
    rows: list[Row] = []
    for first, second in zip(MEASURES[:7], MEASURES[7:14], strict=True):
        row: list[Cell] = []
        for each in (first, second):
            text, flag = value(rng, each)
            row += [
                each[0],
                Val(text, each[0], each[1], each[5], flag, post={"H": " H", "L": " L"}.get(flag, "")),
                each[1],
                each[5],
            ]
        rows.append(row)
    grid = Grid((62, 68, 50, 70, 62, 68, 50, 70), "lrcclrcc", 19, 9.5, "all", SHADE)
    y = doc.grid(40, y, grid, ("項目", "計測値", "単位", "正常値") * 2, rows) + 24
    doc.text(40, y, "弁", 10.5, font=doc.strong)
    valves: list[Row] = []
    for name in ("大動脈弁", "僧帽弁", "三尖弁", "肺動脈弁"):
        line: list[Cell] = [name]
        for column, said in (("逆流", ("なし", "trivial", "mild", "moderate")), ("狭窄", ("なし", "mild"))):
            line.append(Val(rng.choice(said), f"{name} {column}"))
        valves.append(line)
    y = (
        doc.grid(40, y + 6, Grid((100, 110, 110), "lcc", 18, 9.5, "all", SHADE), ("", "逆流", "狭窄"), valves)
        + 24
    )
    doc.text(40, y, "診断", 10.5, font=doc.strong)
    box = y + 6
    for said in rng.sample(CONCLUSIONS, 3):
        y += 20
        doc.put(50, y, Val(said, "診断", pre="・"), 10)
    doc.ink.box(40, box, doc.width - 40, y + 10, width=0.7)
    heads.foot(doc, doc.hospital, f"報告医 {doc.doctor}")
    return doc.sheet()


def english(rng: Random) -> Sheet:
    """In English: name, value with unit, normal range; conclusions as a list."""
    doc = Doc(rng, ECHO, english=True)
    doc.dated(time=False)
    doc.text(doc.width / 2, 42, "Transthoracic Echocardiogram", 15, align="c", font=doc.strong)
    told = heads.pairs(
        doc,
        ("Patient name", "namegiven"),
        ("Medical record", "id"),
        ("Date of birth", "birth-dmy"),
        ("Gender", "sexen"),
    )
    told += [("Study date", doc.day("dmy")), ("Referring physician", doc.doctor)]
    y = heads.block(doc, 40, 56, told, doc.width - 80, size=9, label=98) + 26
    rows: list[Row] = []
    for row in MEASURES[:14]:
        text, _ = value(rng, row)
        said = Val(text, row[0], row[1], row[5], post=f" {row[1]}" if row[1] else "")
        rows.append([row[0], said, row[5]])
    doc.text(40, y - 6, "MEASUREMENTS", 10, font=doc.strong)
    y = (
        doc.grid(40, y, Grid((150, 120, 120), "lrc", 17, 9.5, "head"), ("Parameter", "Value", "Normal"), rows)
        + 26
    )
    doc.text(40, y, "CONCLUSIONS", 10, font=doc.strong)
    for k, said in enumerate(rng.sample(CONCLUSIONS_EN, 3)):
        y += 17
        doc.put(52, y, Val(said, "CONCLUSIONS", pre=f"{k + 1}) ", post="."), 9.5)
    heads.foot(doc, doc.hospital, f"Electronically signed by {doc.doctor}")
    return doc.sheet()


FAMILIES = (
    Family("echocardiography-threefold", ECHO, columns),
    Family("echocardiography-doubled", ECHO, ruled),
    Family("echocardiography-transthoracic", ECHO, english, "en"),
)
