"""What a chart's page says beside the chart: before and after, aims, settings."""

from __future__ import annotations

from dataclasses import replace

from inference.placement import Placement
from inference.structure.structure import structure
from tests.unit.inference.pages_of_text import Row, page, read, said

CHART: list[Row] = [
    20,
    [(40.0, "時刻"), (130.0, "9:00"), (190.0, "10:00"), (250.0, "11:00"), (310.0, "12:00")],
    [(40.0, "脈拍"), (130.0, "60"), (190.0, "61"), (250.0, "62"), (310.0, "63")],
    [(40.0, "静脈圧"), (130.0, "100"), (190.0, "101"), (250.0, "102"), (310.0, "103")],
    20,
    [(40.0, "記事　10時 下肢つり、生食100mL注入し軽快。")],
]
HEAD = "氏名：山田 太郎 様　ID：00012345　検査日：2026/08/20"


def test_before_and_after_with_a_list_of_settings_right_of_them() -> None:
    rows: list[Row] = [
        [(130.0, "前"), (190.0, "後"), (280.0, "条件")],
        [(40.0, "体重"), (130.0, "50.1"), (190.0, "48.2"), (230.0, "kg"), (280.0, "目標除水量：1.9 L")],
        [(40.0, "体温"), (130.0, "36.4"), (190.0, "36.6"), (230.0, "℃"), (280.0, "ヘパリン：1000 単位")],
    ]
    found = [one for one in said(read("透析記録", rows + CHART, HEAD)) if one[0] not in ("脈拍", "静脈圧")]
    assert found == [
        ("体重 前", "50.1", "kg"),
        ("体重 後", "48.2", "kg"),
        ("体温 前", "36.4", "℃"),
        ("体温 後", "36.6", "℃"),
        ("目標除水量", "1.9", "L"),
        ("ヘパリン", "1000", "単位"),
    ]


def test_the_list_right_of_the_table_has_lines_of_its_own() -> None:
    rows: list[Row] = [
        [(130.0, "透析前"), (190.0, "透析後")],
        [(40.0, "体重 (kg)"), (130.0, "50.1"), (190.0, "48.2")],
        [(280.0, "治療時間：4.0 時間"), (400.0, "針：17G")],
        [(40.0, "血圧 (mmHg)"), (130.0, "120/72"), (190.0, "150/87")],
    ]
    found = [one for one in said(read("透析記録", rows + CHART, HEAD)) if one[0] not in ("脈拍", "静脈圧")]
    assert found == [
        ("体重 透析前", "50.1", "kg"),
        ("体重 透析後", "48.2", "kg"),
        ("血圧 透析前 収縮期", "120", "mmHg"),
        ("血圧 透析前 拡張期", "72", "mmHg"),
        ("血圧 透析後 収縮期", "150", "mmHg"),
        ("血圧 透析後 拡張期", "87", "mmHg"),
        ("治療時間", "4.0", "時間"),
    ]


def test_an_english_flowsheet_with_its_times_downwards() -> None:
    rows: list[Row] = [
        [(40.0, "Dry weight: 61.0 kg"), (190.0, "UF goal: 2.1 L"), (300.0, "Needle: 16G")],
        [(130.0, "Pre"), (190.0, "Post")],
        [(40.0, "Weight (kg)"), (130.0, "63.0"), (190.0, "61.1")],
        [(40.0, "Temp (°C)"), (130.0, "36.4"), (190.0, "36.6")],
        20,
        [(40.0, "Time"), (130.0, "Pulse"), (190.0, "RR")],
        [(40.0, "9:00"), (130.0, "70"), (190.0, "14")],
        [(40.0, "10:00"), (130.0, "71"), (190.0, "15")],
        [(40.0, "11:00"), (130.0, "72"), (190.0, "16")],
    ]
    head = "Name: YAMADA Taro  ID: 0001234  Date: 2026-08-20"
    found = [one for one in said(read("Hemodialysis flowsheet", rows, head)) if one[0] not in ("Pulse", "RR")]
    assert sorted(found) == [
        ("Dry weight", "61.0", "kg"),
        ("Temp Post", "36.6", "°C"),
        ("Temp Pre", "36.4", "°C"),
        ("UF goal", "2.1", "L"),
        ("Weight Post", "61.1", "kg"),
        ("Weight Pre", "63.0", "kg"),
    ]


def test_a_page_that_lay_upside_down_is_read_once() -> None:
    rows: list[Row] = [
        [(130.0, "透析前"), (190.0, "透析後")],
        [(40.0, "体重 (kg)"), (130.0, "50.1"), (190.0, "48.2")],
        [(40.0, "体温 (℃)"), (130.0, "36.4"), (190.0, "36.6")],
    ]
    flat = page("透析記録", rows + CHART, HEAD)
    turned = replace(flat, placement=Placement((-1, 0, 1, 0, -1, 1, 0, 0, 1)))
    found, upright = structure([turned]), structure([flat])
    assert said(found) == said(upright)
    assert all(
        a.box and b.box and a.box.y0 > 0.5 > b.box.y0 for a, b in zip(found.items, upright.items, strict=True)
    )
