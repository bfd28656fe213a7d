"""An implantable device's report with a block for each lead, thresholds with their pulse width, and a trend."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice2 import heading as hd
from samples.families.practice2.paper import Cell, Paper, Val
from samples.families.practice2.table import Column, Style, table
from samples.generating.family import Family
from samples.making.truth import Sheet


def _rows(rng: Random) -> list[tuple[str, str, str]]:
    """What is measured at one lead: name, value, unit."""
    wave = f"{rng.uniform(0.9, 16):.1f}" if rng.random() < 0.85 else "測定不能"
    return [
        ("波高値", wave, "mV" if wave[0].isdigit() else ""),
        ("インピーダンス", str(rng.randrange(290, 1190)), "Ω"),
        ("ペーシング閾値", f"{rng.choice((0.5, 0.625, 0.75, 1.0, 1.5)):g}", "V"),
        ("出力設定", f"{rng.choice((2.0, 2.5, 3.5)):.1f}", "V"),
        ("ペーシング率", rng.choice(("<1", str(rng.randrange(1, 101)))), "%"),
    ]


def _blocks(rng: Random) -> Sheet:
    """Blocks side by side, headed by the lead's name."""
    paper = Paper(rng, DocumentType.DEVICE_REPORT, body=rng.choice((8.0, 9.0)), timed=0.3)
    house = hd.hospital(rng)
    paper.text(40, 34, house + "　臨床工学科", size=8)
    hd.title(
        paper,
        54,
        rng.choice(("心臓植込みデバイス フォローアップ", "CIED 外来点検記録", "ICD／CRT 点検結果報告書")),
        x=rng.choice((0.0, 40.0)),
    )
    told = hd.fields(paper, "id", "name", "kana", "birth", "sex", "age", "examined", "ward")
    y = hd.arranged(paper, 40, 66, paper.width - 80, told, styles="above grid inline") + 12
    colon = rng.choice(("", "：", " :"))
    battery = [
        ("バッテリ電圧", f"{rng.uniform(2.5, 3.2):.2f}", "V"),
        ("残存寿命", rng.choice((f"{rng.uniform(1, 11):.1f}", ">10")), "年"),
    ]
    battery.append(("充電時間", f"{rng.uniform(6, 12):.1f}", "秒"))
    for at, (name, value, unit) in enumerate(battery[: rng.choice((2, 3))]):
        x = 46.0 + at * 172
        paper.text(x, y, name + colon)
        paper.cell(x + 78, y, Val(value, name, unit, after=f" {unit}"))
    y += 18
    leads = rng.choice(
        (("RA", "RV"), ("RA", "RV", "LV"), ("右房", "右室"), ("心房リード", "右室リード", "左室リード"))
    )
    wide, bottom = (paper.width - 80 - 8 * (len(leads) - 1)) / len(leads), y
    shown = sorted(rng.sample(range(5), rng.choice((4, 5))))
    for number, lead in enumerate(leads):
        x = 40 + number * (wide + 8)
        paper.ink.box(x, y, x + wide, y + 16, width=0.6, fill=(0.9, 0.93, 0.9))
        paper.text(x + wide / 2, y + 11.5, lead, font=paper.bold, align="centre")
        base = y + 30
        for name, value, unit in [_rows(rng)[n] for n in shown]:
            paper.text(x + 6, base, name + colon)
            left = x + 6 + paper.body * 8.6
            paper.cell(left, base, Val(value, f"{name} {lead}", unit, after=f" {unit}" if unit else ""))
            if name == "ペーシング閾値":
                left += paper.ink.text_width(f"{value} {unit}", paper.font, paper.body)
                pulse = Val(
                    rng.choice(("0.4", "0.5")), f"{name} {lead} パルス幅", "ms", before=" @ ", after=" ms"
                )
                paper.cell(left, base, pulse)
            base += paper.body * 1.8
        bottom = base
        paper.ink.box(x, y + 16, x + wide, base, width=0.6)
    y = _trend(paper, bottom + 24, leads)
    paper.text(
        46, y + 24, "コメント：設定変更なし。手帳に記載済み。次回は遠隔モニタリングで確認します。", size=8
    )
    hd.footer(paper, house)
    return paper.sheet()


def _trend(paper: Paper, y: float, leads: tuple[str, ...]) -> float:
    """Impedances at earlier visits, dates down."""
    rng = paper.rng
    if rng.random() < 0.4:
        return y
    paper.text(46, y, rng.choice(("過去の推移", "■ 前回までの測定値")), font=paper.bold)
    day, rows = paper.collected, []
    name = "リード抵抗"
    for _ in range(rng.randrange(2, 5)):
        day -= timedelta(days=rng.randrange(60, 190))
        row: list[Cell] = [day.strftime("%Y/%m/%d")]
        for lead in leads:
            row.append(
                Val(str(rng.randrange(300, 1100)), f"{name} {lead}", "Ω", effective=day.strftime("%Y-%m-%d"))
            )
        rows.append(row)
    columns = [Column("点検日", 80)] + [Column(f"{name} {lead} (Ω)", 118, "right") for lead in leads]
    return table(paper, 46, y + 8, columns, rows, Style(rng.choice(("grid", "rows", "ends"))))


FAMILIES = (Family("device-report-blocks", DocumentType.DEVICE_REPORT, _blocks),)
