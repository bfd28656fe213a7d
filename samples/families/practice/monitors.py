"""Monitors that are not implanted: CPAP usage, a bedside monitor's trend, 24-hour blood pressure, in two languages."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice.dates import stamp
from samples.families.practice.opening import Opened, opened
from samples.families.practice.paper import Cell, Value
from samples.families.practice.table import Column, Row, any_look, table
from samples.generating.family import Family
from samples.making.truth import Sheet

DEVICE = DocumentType.DEVICE_REPORT


def _pairs(sheet: Opened, y: float, values: list[Value], across: int) -> float:
    """Labels and values with units behind them, in a table without headings or free."""
    paper, rng = sheet.paper, sheet.paper.rng
    shown = [Value(v.text, v.name, v.unit, after=f" {v.unit}" if v.unit else "") for v in values]
    if rng.random() < 0.5:
        rows: list[Row] = []
        for start in range(0, len(shown), across):
            row: list[Cell] = []
            for value in shown[start : start + across]:
                row += [value.name, value]
            rows.append(row)
        look = any_look(rng, pt=paper.pt, rules=("grid", "rows"))
        bare = type(look)(look.rules, look.row, look.pt, False, look.shade, look.pad)
        return (
            table(paper, sheet.x, y, sheet.width, [Column("", 1.4), Column("", 1)] * across, rows, bare) + 8
        )
    for number, value in enumerate(shown):
        left = sheet.x + sheet.width / across * (number % across)
        row_y = y + paper.pt * (1.2 + 1.7 * (number // across))
        paper.write(left, row_y, value.name, within=sheet.width / across * 0.6)
        paper.write(left + sheet.width / across * 0.62, row_y, value)
    return y + paper.pt * 1.7 * -(-len(shown) // across) + 8


def _cpap(rng: Random) -> Sheet:
    """CPAP treatment: usage, pressure, leak, residual events."""
    titles = ("CPAP治療レポート", "CPAP使用状況報告書", "CPAP遠隔モニタリングレポート")
    sheet = opened(rng, titles, ("データ取得日", "報告日", "ダウンロード日"), timed=False)
    hours = f"{rng.uniform(2.1, 7.9):.1f}"
    usage = [
        Value(str(rng.randint(35, 100)), "使用日数率", "%"),
        Value(hours, rng.choice(("平均使用時間", "1日平均使用時間")), "時間"),
        Value(str(rng.randint(20, 98)), "4時間以上使用率", "%"),
    ]
    therapy = [
        Value(f"{rng.uniform(5, 12):.1f}", rng.choice(("90%タイル圧", "95%圧")), "cmH2O"),
        Value(f"{rng.uniform(4.5, 9):.1f}", "平均圧", "cmH2O"),
        Value(f"{rng.uniform(0, 32):.1f}", rng.choice(("平均リーク", "リーク量")), "L/分"),
    ]
    events = [
        Value(
            f"{rng.uniform(0.3, 18):.1f}", rng.choice(("AHI", "残存AHI", "無呼吸低呼吸指数(AHI)")), "回/時"
        ),
        Value(f"{rng.uniform(0.1, 7):.1f}", "AI", "回/時"),
        Value(f"{rng.uniform(0.1, 7):.1f}", "HI", "回/時"),
        Value(str(rng.randint(11, 21)), "呼吸数", "回/分"),
    ]
    y = sheet.y
    for heading, values in (("使用状況", usage), ("治療圧・リーク", therapy), ("イベント", events)):
        y = sheet.paper.headline(sheet.x, y, sheet.width, heading)
        y = _pairs(sheet, y, values[: rng.randint(2, len(values))], 2)
    return sheet.paper.finish(sheet.printed, DEVICE)


def _pressures(rng: Random) -> Sheet:
    """24-hour blood pressure: periods down, mean pressures and rate across."""
    sheet = opened(
        rng,
        ("24時間血圧計測定レポート", "ABPM検査報告書", "自由行動下血圧測定 結果"),
        ("装着日時", "測定開始", "検査日"),
    )
    periods = rng.choice((("24時間平均", "昼間平均", "夜間平均"), ("全体", "覚醒時", "睡眠時")))
    heads = (("収縮期血圧", "mmHg"), ("拡張期血圧", "mmHg"), ("平均血圧", "mmHg"), ("脈拍", "bpm"))
    label = rng.random() < 0.5
    rows: list[Row] = []
    for period in periods:
        high = rng.uniform(104, 168)
        numbers = (high, high * 0.6, high * 0.73, rng.uniform(52, 92))
        row: list[Cell] = [period]
        for (name, unit), number in zip(heads, numbers, strict=True):
            row.append(Value(f"{number:.0f}", f"{period} {name}", unit))
        rows.append(row)
    columns = [
        Column("", 1.4),
        *(Column(f"{n} ({u})" if label else f"{n}[{u}]", 1.4, "centre") for n, u in heads),
    ]
    y = (
        table(sheet.paper, sheet.x, sheet.y, sheet.width, columns, rows, any_look(rng, pt=sheet.paper.pt))
        + 12
    )
    values = [
        Value(f"{rng.uniform(-6, 22):.1f}", "夜間降圧度", "%"),
        Value(str(rng.randint(28, 60)), "測定回数", "回"),
    ]
    _pairs(sheet, y, values, 2)
    return sheet.paper.finish(sheet.printed, DEVICE)


def _bedside(rng: Random) -> Sheet:
    """A bedside monitor's tabular trend in English."""
    sheet = opened(
        rng,
        ("Patient Monitor Trend Report", "TABULAR TREND", "Monitor Trend Report"),
        (),
        english=True,
        timed=False,
    )
    step = rng.choice((5, 15, 30, 60))
    moments = [sheet.when + timedelta(minutes=step * n) for n in range(rng.randint(6, 14))]
    sheet.paper.effective = stamp(moments[-1])
    signs = [
        ("HR", "bpm", 60, 110),
        ("SpO2", "%", 90, 100),
        ("RR", "/min", 10, 26),
        ("EtCO2", "mmHg", 28, 46),
        ("ART", "mmHg", 0, 0),
    ]
    picked = [signs[n] for n in sorted(rng.sample(range(5), rng.randint(3, 5)))]
    rows: list[Row] = []
    for moment in moments:
        row: list[Cell] = [f"{sheet.dates.day(moment.date())} {moment:%H:%M}"]
        for name, unit, low, high in picked:
            upper = rng.randint(92, 160)
            text = f"{upper}/{round(upper * 0.58)}" if name == "ART" else str(rng.randint(low, high))
            row.append("--" if rng.random() < 0.06 else Value(text, name, unit, effective=stamp(moment)))
        rows.append(row)
    columns = [Column("Time", 2), *(Column(f"{n} ({u})", 1.1, "centre") for n, u, _, _ in picked)]
    table(sheet.paper, sheet.x, sheet.y, sheet.width, columns, rows, any_look(rng, pt=sheet.paper.pt))
    return sheet.paper.finish(sheet.printed, DEVICE)


FAMILIES = (
    Family("device-report-cpap", DEVICE, _cpap),
    Family("device-report-abpm", DEVICE, _pressures),
    Family("device-report-bedside", DEVICE, _bedside, "en"),
)
