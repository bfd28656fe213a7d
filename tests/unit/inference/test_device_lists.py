"""Device reports as lists: counts, settings in words, zones, remarks."""

from __future__ import annotations

from tests.unit.inference.pages_of_text import read, said

LATIN = "Name: YAMADA Taro  ID: 0001234  Date: 2026-08-20"


def test_settings_in_words_and_indices_with_a_word_in_front() -> None:
    found = read(
        "CPAP 治療レポート",
        [
            [(50.0, "モード 固定圧"), (150.0, "最低圧 4.3 cmH2O"), (300.0, "最高圧 12.1 cmH2O")],
            [(50.0, "AHI: 0.5"), (120.0, "混合型AI: 2.5"), (240.0, "中枢型AI: 0.7")],
        ],
    )
    assert said(found) == [
        ("モード", "固定圧", None),
        ("最低圧", "4.3", "cmH2O"),
        ("最高圧", "12.1", "cmH2O"),
        ("AHI", "0.5", None),
        ("混合型AI", "2.5", None),
        ("中枢型AI", "0.7", None),
    ]


def test_counts_by_their_names_without_a_unit() -> None:
    found = read(
        "CGM and Insulin Pump Report",
        [
            [(50.0, "Average glucose"), (190.0, "125 mg/dL")],
            [(50.0, "Sensor changes per week"), (190.0, "2.2")],
            [(50.0, "Scans per day"), (190.0, "9")],
        ],
        LATIN,
    )
    assert said(found)[1:] == [("Sensor changes per week", "2.2", None), ("Scans per day", "9", None)]


def test_an_index_that_could_not_be_had() -> None:
    found = read(
        "遠隔モニタリング 心不全管理レポート",
        [
            [(40.0, "平均心拍数"), (190.0, "63 bpm")],
            [(40.0, "ネムケ指標"), (190.0, "データ不足")],
            [(40.0, "夜間心拍数"), (190.0, "77 bpm")],
        ],
    )
    assert ("ネムケ指標", "データ不足", None) in said(found)


def test_zones_with_one_column_and_a_remark() -> None:
    found = read(
        "ICD interrogation report",
        [
            [(40.0, "Zone"), (150.0, "Rate")],
            [(40.0, "VF"), (150.0, "207 bpm")],
            [(40.0, "VT"), (150.0, "171 bpm")],
            30,
            [(40.0, "Comments: next remote transmission in 3 months. Stable since 2 visits.")],
        ],
        LATIN,
    )
    assert said(found) == [("VF Rate", "207", "bpm"), ("VT Rate", "171", "bpm")]


def test_a_list_right_of_a_table_of_zones() -> None:
    found = read(
        "ICD interrogation report",
        [
            [(40.0, "Zone"), (150.0, "Rate"), (300.0, "AP"), (420.0, "58.6 %")],
            [(40.0, "VF"), (150.0, "207 bpm"), (300.0, "BiV pacing"), (420.0, "97.2 %")],
            [(40.0, "VT"), (150.0, "171 bpm"), (300.0, "VT episodes"), (420.0, "5")],
        ],
        LATIN,
    )
    assert sorted(said(found)) == [
        ("AP", "58.6", "%"),
        ("BiV pacing", "97.2", "%"),
        ("VF Rate", "207", "bpm"),
        ("VT Rate", "171", "bpm"),
        ("VT episodes", "5", None),
    ]


def test_who_analysed_is_no_statement() -> None:
    found = read(
        "ホルター心電図",
        [[(40.0, "総心拍数"), (190.0, "100000 拍")], [(300.0, "解析 上野　判読医 森")]],
    )
    assert said(found) == [("総心拍数", "100000", "拍")]


def test_a_duration_to_the_second_and_a_percentile_in_front() -> None:
    found = read(
        "CPAP 治療レポート",
        [[(50.0, "最長持続時間"), (190.0, "1:04:25")], [(50.0, "95%リーク"), (190.0, "17.5 L/分")]],
    )
    assert said(found) == [("最長持続時間", "1:04:25", None), ("95%リーク", "17.5", "L/分")]
