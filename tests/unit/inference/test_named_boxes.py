"""Values under a name set as a heading, remarks of what was felt, doses of dialysis beside a chart."""

from __future__ import annotations

from tests.unit.inference.pages_of_text import Row, read, said


def test_a_value_under_its_name_as_a_heading_beside_a_table() -> None:
    rows: list[Row] = [
        [(40, "項目"), (120, "単位"), (200, "実測値"), (280, "予測値")],
        [(40, "FVC"), (120, "L"), (200, "3.02"), (280, "3.40")],
        [(40, "FEV1"), (120, "L"), (200, "2.20"), (280, "2.80"), (380, "【肺年齢】")],
        [(40, "PEF"), (120, "L/s"), (200, "6.10"), (280, "7.00"), (388, "58 歳")],
    ]
    found = said(read("呼吸機能検査 報告書", rows))
    assert ("肺年齢", "58", "歳") in found
    assert len(found) == 7


def test_what_was_felt_is_a_remark() -> None:
    rows: list[Row] = [
        [(40, "総心拍数"), (140, "98,400 拍"), (260, "平均心拍数"), (360, "68 bpm")],
        [(40, "自覚症状：めまい 3 回（記録あり）")],
    ]
    assert said(read("ホルター心電図 報告", rows)) == [
        ("総心拍数", "98,400", "拍"),
        ("平均心拍数", "68", "bpm"),
    ]


def test_a_dose_without_unit_beside_a_chart() -> None:
    rows: list[Row] = [
        [
            (40, "総除水量"),
            (120, "2.10 L"),
            (240, "透析時間"),
            (320, "4.0 時間"),
            (440, "Kt/V"),
            (500, "1.41"),
        ],
        12,
        [(40, "時刻"), (120, "血圧"), (220, "脈拍"), (320, "静脈圧")],
        [(40, "09:00"), (120, "140/82"), (220, "70"), (320, "120")],
        [(40, "10:00"), (120, "132/78"), (220, "72"), (320, "125")],
    ]
    found = said(read("透析記録", rows, head="氏名：山田 太郎 様　ID：00012345　透析日：2026年2月3日"))
    assert {("総除水量", "2.10", "L"), ("透析時間", "4.0", "時間"), ("Kt/V", "1.41", None)} <= set(found)
    assert len(found) == 11
