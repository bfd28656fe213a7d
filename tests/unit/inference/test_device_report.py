"""Devices and monitors: leads as columns, rows and blocks, pulse widths, percentiles, check-ups by date."""

from __future__ import annotations

import pytest

from inference.structure.device_words import is_lead
from mappers.model import DocumentType
from tests.unit.inference.pages_of_text import read, said

TITLE = "ペースメーカチェックレポート"


def test_leads_across_with_pulse_widths_behind_thresholds() -> None:
    found = read(
        TITLE,
        [
            [(40, "■ リード測定")],
            [(40, "項目"), (200, "RA"), (330, "RV")],
            [(40, "リード抵抗"), (200, "456 Ω"), (330, "532Ω")],
            [(40, "閾値"), (200, "0.75 V @ 0.4 ms"), (330, "1.25V@0.5ms")],
            [(40, "波高値 (mV)"), (200, "2.8"), (330, "---")],
        ],
    )
    assert found.document_type is DocumentType.DEVICE_REPORT
    assert said(found) == [
        ("リード抵抗 RA", "456", "Ω"),
        ("リード抵抗 RV", "532", "Ω"),
        ("閾値 RA", "0.75", "V"),
        ("閾値 RA パルス幅", "0.4", "ms"),
        ("閾値 RV", "1.25", "V"),
        ("閾値 RV パルス幅", "0.5", "ms"),
        ("波高値 RA", "2.8", "mV"),
    ]


def test_settings_below_a_table_of_leads_are_no_part_of_it() -> None:
    found = read(
        "CRT-D Follow-up Report",
        [
            [(40, "Lead Measurements"), (220, "RA"), (340, "RV")],
            [(40, "Impedance (Ω)"), (220, "437"), (340, "494")],
            20,
            [(40, "Shock impedance"), (220, "66 Ω")],
            [(40, "BiV pacing"), (220, "98.7 %")],
            20,
            [(40, "Mode"), (220, "DDDR"), (320, "Lower Rate"), (420, "60 bpm")],
        ],
        "Name: Taro Yamada   ID: 00012345",
    )
    assert said(found) == [
        ("Impedance RA", "437", "Ω"),
        ("Impedance RV", "494", "Ω"),
        ("Shock impedance", "66", "Ω"),
        ("BiV pacing", "98.7", "%"),
        ("Mode", "DDDR", None),
        ("Lower Rate", "60", "bpm"),
    ]


@pytest.mark.parametrize("beside", [True, False])
def test_a_lead_that_heads_a_block_names_its_rows(beside: bool) -> None:
    names = (("リード抵抗", "Ω", ("456", "532")), ("波高値", "mV", ("2.8", "11.2")))
    if beside:
        rows = [[(40, "右房"), (300, "右室")]]
        rows += [[(50, n), (140, f"{v[0]} {u}"), (310, n), (400, f"{v[1]} {u}")] for n, u, v in names]
        found = read(TITLE, rows)
    else:
        blocks = [
            [[(40.0, f"【{lead}】")], *[[(50.0, n), (140.0, f"{v[i]} {u}")] for n, u, v in names], 12]
            for i, lead in enumerate(("右房", "右室"))
        ]
        found = read(TITLE, [row for block in blocks for row in block])
    assert sorted(said(found)) == sorted(
        (f"{n} {lead}", v[i], u) for n, u, v in names for i, lead in enumerate(("右房", "右室"))
    )


def test_a_monitor_s_list_with_powers_of_minutes() -> None:
    found = read(
        "遠隔モニタリングレポート",
        [
            [(40, "アクティビティレベル"), (250, "2.1 時間")],
            [(40, "呼吸数"), (250, "16 min⁻¹")],
            [(40, "電池残量：83 %　推定残存期間：7.5 年")],
            [(40, "シリアル番号"), (250, "ZZ123456")],
        ],
    )
    assert said(found) == [
        ("アクティビティレベル", "2.1", "時間"),
        ("呼吸数", "16", "min⁻¹"),
        ("電池残量", "83", "%"),
        ("推定残存期間", "7.5", "年"),
    ]


def test_percentiles_take_the_unit_of_their_row() -> None:
    found = read(
        "CPAP療法レポート",
        [
            [(220, "中央値"), (310, "95%"), (400, "最大")],
            [(40, "圧力 (cmH2O)"), (220, "6.2"), (310, "8.4"), (400, "9.9")],
            [(40, "リーク (L/分)"), (220, "3.0"), (310, "12.5"), (400, "30.1")],
        ],
    )
    assert said(found)[:3] == [
        ("圧力 中央値", "6.2", "cmH2O"),
        ("圧力 95%", "8.4", "cmH2O"),
        ("圧力 最大", "9.9", "cmH2O"),
    ]
    assert {unit for name, _, unit in said(found) if name.startswith("リーク")} == {"L/分"}


def test_check_ups_by_date() -> None:
    found = read(
        "ペースメーカー外来 経過表",
        [
            [(40, "チェック日"), (230, "2025/06/03"), (330, "2025/12/02")],
            [(40, "電池電圧 (V)"), (230, "2.81"), (330, "2.80")],
            [(40, "リード抵抗 RA (Ω)"), (230, "450"), (330, "455")],
        ],
    )
    assert [(i.name, i.value, i.unit, i.effective) for i in found.items] == [
        ("電池電圧", "2.81", "V", "2025-06-03"),
        ("電池電圧", "2.80", "V", "2025-12-02"),
        ("リード抵抗 RA", "450", "Ω", "2025-06-03"),
        ("リード抵抗 RA", "455", "Ω", "2025-12-02"),
    ]


@pytest.mark.parametrize("text", ["RA", "心房リード", "右室(RV)", "Atrial (RA)", "LV lead"])
def test_leads(text: str) -> None:
    assert is_lead(text)


@pytest.mark.parametrize("text", ["閾値", "RAA", "VT", "心室頻拍", "Rate"])
def test_no_leads(text: str) -> None:
    assert not is_lead(text)


def test_check_ups_down_with_leads_before_their_parameters() -> None:
    found = read(
        "ペースメーカ外来 経過表",
        [
            [(40, "検査日"), (130, "電池電圧"), (210, "A閾値"), (280, "Vリード抵抗")],
            [(130, "(V)"), (210, "(V)"), (280, "(Ω)")],
            [(40, "2025/06/01"), (130, "2.80"), (210, "0.5"), (280, "620")],
            [(40, "2025/12/01"), (130, "2.79"), (280, "610")],
        ],
    )
    assert [(i.name, i.value, i.unit, i.effective) for i in found.items] == [
        ("電池電圧", "2.80", "V", "2025-06-01"),
        ("A閾値", "0.5", "V", "2025-06-01"),
        ("Vリード抵抗", "620", "Ω", "2025-06-01"),
        ("電池電圧", "2.79", "V", "2025-12-01"),
        ("Vリード抵抗", "610", "Ω", "2025-12-01"),
    ]


def test_leads_down_are_named_as_leads_across() -> None:
    found = read(
        TITLE,
        [
            [(40, "リード"), (140, "波高値"), (240, "リード抵抗"), (360, "閾値")],
            [(40, "心房"), (140, "2.8 mV"), (240, "456 Ω"), (360, "0.75 V @ 0.4 ms")],
            [(40, "心室"), (140, "11.2 mV"), (240, "532 Ω"), (360, "1.25 V @ 0.5 ms")],
        ],
    )
    assert said(found) == [
        ("波高値 心房", "2.8", "mV"),
        ("リード抵抗 心房", "456", "Ω"),
        ("閾値 心房", "0.75", "V"),
        ("閾値 心房 パルス幅", "0.4", "ms"),
        ("波高値 心室", "11.2", "mV"),
        ("リード抵抗 心室", "532", "Ω"),
        ("閾値 心室", "1.25", "V"),
        ("閾値 心室 パルス幅", "0.5", "ms"),
    ]


def test_dates_set_close_behind_the_headings_of_names_and_units_are_columns() -> None:
    found = read(
        TITLE,
        [
            [(40, "項目"), (160, "単位"), (200, "令和07年01月27日 令和07年07月26日")],
            [(40, "電池電圧"), (160, "V"), (230, "2.81"), (320, "2.79")],
            [(40, "リード抵抗 RA"), (160, "Ω"), (230, "456"), (320, "470")],
            [(40, "リード抵抗 RV"), (160, "Ω"), (230, "532"), (320, "540")],
        ],
    )
    assert [(i.name, i.value, i.effective) for i in found.items][:2] == [
        ("電池電圧", "2.81", "2025-01-27"),
        ("電池電圧", "2.79", "2025-07-26"),
    ]


def test_a_line_of_labelled_dates_in_the_head_is_no_charts_header() -> None:
    found = read(
        TITLE,
        [
            [(40, "チェック日"), (110, "2024年8月17日"), (220, "植込日"), (280, "2020年10月17日")],
            [(40, "シリアルNo."), (110, "PJN254615")],
            10,
            [(40, "電池電圧"), (200, "2.98 V"), (320, "モード"), (420, "VVI")],
            [(40, "電池抵抗"), (200, "1068 Ω"), (320, "下限レート"), (420, "70 bpm")],
            [(40, "推定寿命"), (200, "6.6 年"), (320, "上限レート"), (420, "130 bpm")],
        ],
    )
    assert ("下限レート", "70", "bpm") in said(found)
    assert {i.effective for i in found.items} == {"2024-08-17"}


def test_pairs_abreast_below_trends_are_no_row_of_them() -> None:
    found = read(
        TITLE,
        [
            [(200, "2025/11/02"), (300, "2025/10/03"), (400, "2025/09/03")],
            [(40, "リード抵抗 (Ω)"), (210, "478"), (310, "740"), (410, "401")],
            [(40, "ペーシング率 (%)"), (210, "47.1"), (310, "6.3"), (410, "90.9")],
            8,
            [(40, "心室頻拍"), (150, "1 回"), (300, "除細動"), (400, "0 回")],
        ],
    )
    assert said(found)[-2:] == [("心室頻拍", "1", "回"), ("除細動", "0", "回")]


def test_lengths_of_time_in_minutes_and_days_are_numbers_of_a_table() -> None:
    found = read(
        TITLE,
        [
            [(40, "イベント"), (200, "回数"), (300, "最長")],
            [(40, "NSVT"), (200, "85"), (300, "17 秒")],
            [(40, "SVT"), (200, "30"), (300, "37 秒")],
            [(40, "VT"), (200, "237"), (300, "34 分")],
        ],
    )
    assert said(found)[-2:] == [("VT 回数", "237", None), ("VT 最長", "34", "分")]


def test_equal_numbers_of_a_threshold_and_its_width_keep_their_places() -> None:
    found = read(TITLE, [[(40, "ペーシング閾値 RV"), (200, "0.5 V @ 0.5 ms")]])
    threshold, width = found.items
    assert threshold.box is not None
    assert width.box is not None
    assert threshold.box.x1 < width.box.x0


def test_a_lead_before_the_dates_of_a_block_is_that_of_its_rows() -> None:
    days = [(200, "2024/04/19"), (300, "2024/10/16"), (400, "2025/04/24")]
    found = read(
        "植込みデバイス経過一覧表",
        [
            [(40, "本体"), *days],
            [(40, "電池電圧 (V)"), (220, "2.97"), (320, "2.75"), (420, "2.69")],
            20,
            [(40, "RA"), *days],
            [(40, "抵抗 (Ω)"), (220, "440"), (320, "—"), (420, "501")],
            [(40, "閾値 (V)"), (220, "1.10"), (320, "0.77"), (420, "0.57")],
            20,
            [(40, "RV"), *days],
            [(40, "抵抗 (Ω)"), (220, "656"), (320, "372"), (420, "590")],
        ],
    )
    assert [(i.name, i.value, i.unit) for i in found.items if i.effective == "2025-04-24"] == [
        ("電池電圧", "2.69", "V"),
        ("抵抗 RA", "501", "Ω"),
        ("閾値 RA", "0.57", "V"),
        ("抵抗 RV", "590", "Ω"),
    ]


def test_aims_are_no_results_and_durations_and_leaders_are_read() -> None:
    found = read(
        "CPAP療法 使用状況レポート",
        [
            [(40, "使用率 ････････････････"), (200, "70 %"), (260, "目標 80%以上")],
            [(40, "平均使用時間 ･･････････"), (200, "5時間06分")],
            [(40, "AHI ･･･････････････････"), (200, "1.1 回/h")],
        ],
    )
    assert said(found) == [
        ("使用率", "70", "%"),
        ("平均使用時間", "5時間06分", None),
        ("AHI", "1.1", "回/h"),
    ]


def test_a_numbered_zone_is_no_negative_value() -> None:
    found = read(
        "CRT-D Session Summary",
        [
            [(40, "Voltage:"), (200, "3.16 V")],
            [(40, "Longevity:"), (200, "2.8 years")],
            [(40, "VF ......................"), (200, "0")],
            [(40, "VT-2 ...................."), (200, "1")],
        ],
    )
    assert ("VT-2", "1", None) in said(found)
    assert not any(value == "-2" for _, value, _ in said(found))


def test_a_range_that_time_is_spent_in_is_part_of_its_name() -> None:
    found = read(
        "AGPレポート",
        [
            [(40, "平均グルコース"), (200, "151 mg/dL")],
            [(40, "GMI"), (200, "6.9 %")],
            [(40, "非常に高い(>250)"), (200, "4 %")],
            [(40, "目標範囲(70-180)"), (200, "73 %")],
        ],
    )
    assert ("非常に高い(>250)", "4", "%") in said(found)
    assert ("目標範囲(70-180)", "73", "%") in said(found)
