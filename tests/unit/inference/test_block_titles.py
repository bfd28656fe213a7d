"""The same names in several blocks of a page."""

from __future__ import annotations

from tests.unit.inference.pages_of_text import read, said


def test_blocks_side_by_side_name_what_comes_twice() -> None:
    found = read(
        "ホルター心電図",
        [
            [(40.0, "最大心拍数"), (150.0, "145 bpm")],
            [(40.0, "2. 上室期外収縮"), (300.0, "3. 心室期外収縮")],
            [(50.0, "合計"), (150.0, "3821 拍"), (310.0, "合計"), (410.0, "2360 拍")],
            [(50.0, "連発数"), (150.0, "11 回"), (310.0, "連発数"), (410.0, "9 回")],
        ],
    )
    assert said(found) == [
        ("最大心拍数", "145", "bpm"),
        ("合計 上室期外収縮", "3821", "拍"),
        ("合計 心室期外収縮", "2360", "拍"),
        ("連発数 上室期外収縮", "11", "回"),
        ("連発数 心室期外収縮", "9", "回"),
    ]


def test_blocks_below_each_other_in_english() -> None:
    found = read(
        "Holter report",
        [
            [(40.0, "Supraventricular ectopy")],
            [(50.0, "Total"), (150.0, "382 beats")],
            [(50.0, "Share"), (150.0, "0.4 %")],
            [(40.0, "Ventricular ectopy")],
            [(50.0, "Total"), (150.0, "27 beats")],
            [(50.0, "Share"), (150.0, "0.1 %")],
        ],
        "Name: YAMADA Taro  ID: 0001234",
    )
    names = [name for name, _, _ in said(found)]
    assert names == [
        "Total Supraventricular ectopy",
        "Share Supraventricular ectopy",
        "Total Ventricular ectopy",
        "Share Ventricular ectopy",
    ]


def test_a_channel_and_a_negative_number_are_no_date() -> None:
    found = read("ホルター心電図", [[(40.0, "ST最大偏位 CH2"), (160.0, "-1.4 mm")]])
    assert said(found) == [("ST最大偏位 CH2", "-1.4", "mm")]
