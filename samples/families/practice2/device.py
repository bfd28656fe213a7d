"""Implantable devices: leads in columns, settings and measurements in cards, an English interrogation, a monitor."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice2 import heading as hd
from samples.families.practice2.paper import Cell, Paper, Val
from samples.families.practice2.table import Column, Style, table
from samples.generating.family import Family
from samples.making.truth import Sheet

_MODELS = ("Kestrel DR-900", "Aurelia CRT-P 22", "Vantis VR", "Nordica ICD-7")


def _lead_columns(rng: Random) -> Sheet:
    """Check-up sheet of a device clinic: battery line, leads side by side, pacing rates, settings."""
    paper = Paper(rng, DocumentType.DEVICE_REPORT, body=rng.choice((9.0, 10.0)))
    hd.title(
        paper,
        48,
        rng.choice(
            (
                "ペースメーカー点検報告書",
                "植込み型デバイス チェック記録",
                "デバイス外来 検査報告書",
                "ペースメーカ定期点検票",
            )
        ),
    )
    told = hd.fields(paper, "id", "name", "sexage", "birth", "examined", "doctor")
    told += [
        (rng.choice(("機種", "デバイス機種")), rng.choice(_MODELS)),
        ("シリアルNo.", f"KX{rng.randrange(10**6):06d}"),
    ]
    y = hd.arranged(paper, 44, 60, paper.width - 88, told, styles="grid stacked above") + 12
    leads = rng.choice((("RA", "RV"), ("RA", "RV", "LV"), ("心房", "心室"), ("RV",)))
    _battery(paper, y)
    y += 36
    paper.text(46, y, rng.choice(("■リード測定値", "【リード】", "2) リード")), font=paper.bold)
    rows: list[list[Cell]] = []
    in_column = rng.random() < 0.4
    wave = "波高値" if rng.random() < 0.5 else "センシング"
    for name, unit in ((wave, "mV"), ("リード抵抗", "Ω"), ("刺激閾値", "V"), ("ペーシング率", "%")):
        row: list[Cell] = [name, unit] if in_column else [f"{name} ({unit})"]
        row += [_lead_value(rng, name, unit, lead) for lead in leads]
        rows.append(row)
    columns = [Column("項目", 130)] + ([Column("単位", 44)] if in_column else [])
    columns += [Column(lead, 96, rng.choice(("centre", "right"))) for lead in leads]
    y = (
        table(paper, 56, y + 8, columns, rows, Style(rng.choice(("grid", "rows")), pitch=18, shade_head=True))
        + 22
    )
    paper.text(46, y, rng.choice(("■設定", "【プログラム設定】", "3) 設定値")), font=paper.bold)
    settings = [
        ("モード", rng.choice(("DDD", "DDDR", "VVI", "AAI⇔DDD")), ""),
        ("下限レート", str(rng.choice((50, 60, 70))), "bpm"),
    ]
    settings += [
        ("上限レート", str(rng.choice((110, 120, 130))), "bpm"),
        ("AVディレイ", str(rng.choice((150, 180, 250))), "ms"),
    ]
    for at, (name, value, unit) in enumerate(settings[: rng.randrange(2, 5)]):
        x, base = 60 + at % 2 * 230, y + 17 + at // 2 * 16
        paper.text(x, base, name + rng.choice(("", "：")))
        paper.cell(x + 90, base, Val(value, name, unit, after=f" {unit}" if unit else ""))
    y += 60
    episodes = str(rng.randrange(0, 40))
    paper.text(60, y, "高レートエピソード数", fit=126)
    paper.cell(190, y, Val(episodes, "高レートエピソード数", "回", after="回"))
    paper.text(46, y + 24, "次回点検：6か月後　　担当臨床工学技士：" + hd.doctor(rng).split()[0])
    hd.footer(paper, hd.hospital(rng))
    return paper.sheet()


def _battery(paper: Paper, y: float) -> None:
    """Two of its values."""
    rng = paper.rng
    paper.text(46, y, rng.choice(("■電池", "【バッテリー】", "1) 電池状態")), font=paper.bold)
    battery = [
        ("電池電圧", f"{rng.uniform(2.6, 3.1):.2f}", "V"),
        ("電池抵抗", f"{rng.randrange(1, 9)}.{rng.randrange(10)}", "kΩ"),
    ]
    battery.append(
        (rng.choice(("予測寿命", "推定残存期間", "電池寿命")), f"{rng.uniform(0.8, 12):.1f}", "年")
    )
    for at, (name, value, unit) in enumerate(rng.sample(battery, 2)):
        x = 60 + at * 230
        paper.text(x, y + 17, name)
        paper.cell(x + 90, y + 17, Val(value, name, unit, after=f" {unit}"))


def _lead_value(rng: Random, name: str, unit: str, lead: str) -> Cell:
    said = {
        "mV": f"{rng.uniform(1.2, 14):.1f}"
        if rng.random() < 0.85
        else rng.choice(("測定不能", "自己脈なし")),
        "Ω": str(rng.randrange(280, 1200)),
        "V": f"{rng.uniform(0.4, 2.2):.2f}",
        "%": rng.choice(("<1", f"{rng.uniform(1, 100):.1f}", "100")),
    }[unit]
    if rng.random() < 0.05:
        return "-"
    return Val(said, f"{name} {lead}", unit)


def _english(rng: Random) -> Sheet:
    """Interrogation summary: threshold with its pulse width, leads as rows, battery in a box."""
    paper = Paper(rng, DocumentType.DEVICE_REPORT, body=rng.choice((9.0, 10.0)), language="en")
    paper.ink.box(0, 0, paper.width, 34, width=0, fill=(0.85, 0.88, 0.92))
    paper.text(
        40,
        22,
        rng.choice(("Device Interrogation Summary", "Quick Look Report", "Pacing System Follow-up")),
        size=14,
        font=paper.bold,
    )
    told = hd.fields(paper, "name", "id", "birth", "sex", "examined", "doctor")
    told += [("Device", rng.choice(_MODELS)), ("Serial number", f"NX{rng.randrange(10**6):06d}")]
    y = hd.arranged(paper, 40, 44, paper.width - 80, told, styles="stacked grid") + 12
    paper.ink.box(40, y, paper.width - 40, y + 42, width=0.6)
    paper.text(46, y + 13, "Battery", font=paper.bold)
    for at, (name, value, unit) in enumerate(
        (
            ("Voltage", f"{rng.uniform(2.6, 3.1):.2f}", "V"),
            ("Estimated longevity", f"{rng.uniform(1, 11):.1f}", "years"),
        )
    ):
        paper.text(60 + at * 220, y + 31, name, fit=112)
        paper.cell(180 + at * 220, y + 31, Val(value, name, unit, after=f" {unit}"))
    y += 62
    y = _leads_en(paper, y) + 26
    paper.text(46, y, "Programmed parameters", font=paper.bold)
    for name, value, unit in (
        ("Mode", rng.choice(("DDDR", "AAI-DDD", "VVIR")), ""),
        ("Lower rate", "60", "bpm"),
        ("Paced AV delay", "180", "ms"),
    ):
        y += 15
        paper.text(56, y, name, fit=110)
        paper.cell(170, y, Val(value, name, unit, after=f" {unit}" if unit else ""))
    hd.footer(paper, hd.hospital(rng, "en"))
    return paper.sheet()


def _leads_en(paper: Paper, y: float) -> float:
    """Leads across or down; returns the bottom."""
    rng = paper.rng
    paper.text(46, y, "Lead measurements", font=paper.bold)
    across = rng.random() < 0.5
    leads = rng.choice((("RA", "RV"), ("RA", "RV", "LV"), ("Atrial", "Ventricular")))
    kinds = (("Sensing", "mV"), ("Impedance", "ohm"), ("Threshold", "V"), ("Pacing", "%"))
    grid: dict[tuple[str, str], Cell] = {}
    for lead in leads:
        grid |= {(k, lead): _lead_en(rng, k, u, lead) for k, u in kinds}
    if across:
        rows: list[list[Cell]] = [[k, *(grid[k, lead] for lead in leads)] for k, _ in kinds]
        columns = [Column("Measurement", 110)] + [Column(lead, 124) for lead in leads]
    else:
        rows = [[lead, *(grid[k, lead] for k, _ in kinds)] for lead in leads]
        columns = [Column("Lead", 80)] + [Column(k, 106) for k, _ in kinds]
    y = y + 8
    bottom = y
    columns_at, right = [], 46.0
    for c in columns:
        columns_at.append(right)
        right += c.width
    # thresholds hold two items, so the table is laid by hand
    for x, c in zip(columns_at, columns, strict=True):
        paper.text(x + 3, y + 12, c.heading, font=paper.bold)
    paper.line(46, y + 17, right, y + 17)
    for number, row in enumerate(rows):
        base = y + 31 + number * 18
        for x, cell in zip(columns_at, row, strict=True):
            _threshold(paper, x + 3, base, cell)
        bottom = base + 6
        paper.line(46, bottom, right, bottom, 0.3, 0.6)
    return bottom


def _lead_en(rng: Random, kind: str, unit: str, lead: str) -> Val:
    said = {
        "mV": f"{rng.uniform(1, 15):.1f}",
        "ohm": str(rng.randrange(280, 1100)),
        "V": f"{rng.choice((0.5, 0.75, 1.0, 1.25, 1.5)):.2f}",
    }
    text = said.get(unit, str(rng.randrange(1, 101)))
    return Val(text, f"{kind} {lead}", unit, after=f" {unit}" if unit != "%" else "%")


def _threshold(paper: Paper, x: float, y: float, cell: Cell) -> None:
    """The cell; a threshold with `@ 0.4 ms` behind it as a second item."""
    paper.cell(x, y, cell)
    if isinstance(cell, Val) and cell.name.startswith("Threshold"):
        behind = x + paper.ink.text_width(cell.text + cell.after, paper.font, paper.body)
        width = paper.rng.choice(("0.4", "0.5"))
        paper.cell(behind, y, Val(width, f"{cell.name} pulse width", "ms", before=" @ ", after=" ms"))


def _monitor(rng: Random) -> Sheet:
    """Home monitoring: latest values, then the same by week with dates across."""
    paper = Paper(rng, DocumentType.DEVICE_REPORT, body=rng.choice((8.5, 9.5)), timed=0.0)
    hd.title(
        paper,
        46,
        rng.choice(("遠隔モニタリングレポート", "在宅モニタリング 送信データ報告", "心不全モニタ サマリ")),
        x=44,
    )
    told = [
        *hd.fields(paper, "id", "name", "birth", "sex"),
        (rng.choice(("送信日", "測定日")), paper.day(paper.collected)),
    ]
    y = hd.arranged(paper, 44, 58, paper.width - 88, told, styles="stacked inline grid") + 14
    rows = [
        ("アクティビティレベル", "時間", 0.3, 6.5, 1),
        ("呼吸数", "min⁻¹", 10, 26, 0),
        ("平均心拍数", "bpm", 52, 98, 0),
    ]
    rows += [
        ("夜間心拍数", "bpm", 45, 80, 0),
        ("胸郭インピーダンス", "Ω", 42, 78, 1),
        ("AFバーデン", "%", 0, 40, 1),
        ("ICD電池電圧", "V", 2.6, 3.1, 2),
    ]
    chosen = rng.sample(rows, rng.randrange(4, 7))
    big = rng.random() < 0.5
    for at, (name, unit, low, high, places) in enumerate(chosen):
        x, top = 44 + at % 3 * 170, y + at // 3 * (50 if big else 30)
        text = f"{rng.uniform(low, high):.{places}f}"
        if big:  # cards: the label over a large number
            paper.ink.box(x, top, x + 160, top + 44, width=0.6)
            paper.text(x + 6, top + 12, name, size=8)
            paper.cell(x + 6, top + 34, Val(text, name, unit, after=f" {unit}"), size=15)
        else:
            paper.text(x, top + 12, f"{name}：", fit=100)
            paper.cell(x + 102, top + 12, Val(text, name, unit, after=f" {unit}"))
    y += -(-len(chosen) // 3) * (50 if big else 30) + 22
    paper.text(44, y, rng.choice(("週平均の推移", "トレンド（週平均）")), font=paper.bold)
    weeks = [paper.collected - timedelta(days=7 * n) for n in range(rng.randrange(4, 7), 0, -1)]
    columns = [Column("項目", 120)] + [Column(w.strftime("%Y/%m/%d"), 64, "right") for w in weeks]
    cells: list[list[Cell]] = []
    for name, unit, low, high, places in chosen[:4]:
        row: list[Cell] = [f"{name} ({unit})"]
        for week in weeks:
            text = f"{rng.uniform(low, high):.{places}f}"
            row.append(
                "--" if rng.random() < 0.08 else Val(text, name, unit, effective=week.strftime("%Y-%m-%d"))
            )
        cells.append(row)
    y = table(paper, 44, y + 8, columns, cells, Style(rng.choice(("rows", "grid", "ends"))))
    paper.text(44, y + 22, "本レポートは送信時点のデータです。緊急時の対応には使用できません。", size=7)
    hd.footer(paper, hd.hospital(rng))
    return paper.sheet()


FAMILIES = (
    Family("device-report-columns", DocumentType.DEVICE_REPORT, _lead_columns),
    Family("device-report-english", DocumentType.DEVICE_REPORT, _english, "en"),
    Family("device-report-monitor", DocumentType.DEVICE_REPORT, _monitor),
)
