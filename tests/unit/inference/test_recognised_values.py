"""What recognition makes of a value is put right where it is certain, and left out where it is none."""

from __future__ import annotations

import pytest

from inference.structure.recognised_values import readable
from mappers.model import Flag, Item


def _item(name: str, value: str, unit: str | None = None) -> Item:
    return Item(name, value, page=1, box=None, confidence=0.95, verified=False, unit=unit)


@pytest.mark.parametrize(
    ("item", "value"),
    [
        (_item("乳酸", "2:4", "mmol/L"), "2.4"),
        (_item("ALT", "31]", "U/L"), "31"),
        (_item("萎縮", "0-3"), "O-3"),
        (_item("内視鏡診断", "萎縮性胃炎(木村・竹本分類 0-2)"), "萎縮性胃炎(木村・竹本分類 O-2)"),
        (_item("pStage", "11Ic"), "IIIc"),
        (_item("亜硝酸塩", "十"), "+"),
        (_item("ウロビリノーゲン", "士"), "±"),
    ],
)
def test_a_value_that_cannot_be_is_put_right_and_trusted_less(item: Item, value: str) -> None:
    (found,) = readable([item], {1})
    assert found.value == value
    assert found.confidence < item.confidence


def test_a_mark_before_the_edge_of_a_box_is_the_values() -> None:
    (found,) = readable([_item("γ-GT", "H 96]", "U/L")], {1})
    assert (found.value, found.flag) == ("96", Flag.HIGH)


@pytest.mark.parametrize("item", [_item("抗核抗体", "1:80"), _item("時刻", "6:30"), _item("萎縮", "C-3")])
def test_ratios_times_and_grades_stand(item: Item) -> None:
    assert readable([item], {1}) == (item,)


@pytest.mark.parametrize("value", ["結果", "単位", "済"])
def test_the_word_of_a_heading_or_a_stamp_is_no_value(value: str) -> None:
    assert readable([_item("尿糖", value)], {1}) == ()


@pytest.mark.parametrize("value", ["()", "（ ）", "[]"])
def test_brackets_that_lost_their_sign_are_no_value(value: str) -> None:
    assert readable([_item("近位断端", value)], {1}) == ()


@pytest.mark.parametrize(
    "item",
    [
        _item("好気ボトル", "隱性"),
        _item("左腎長径", "101. mm"),
        _item("蛋白", ".15", "mg/dL"),
        _item("白血球", "1. 未満", "/HPF"),
        _item("FMetHb", "A", "%"),
        _item("マーカー", "陽性率(%)"),
        _item("判定", "【肺年齢】"),
    ],
)
def test_what_was_read_half_is_no_value(item: Item) -> None:
    assert readable([item], {1}) == ()
    assert readable([item], set()) == (item,)


def test_a_titre_and_a_body_surface_with_their_units() -> None:
    titre, surface, walk = readable(
        [_item("抗体価", "4倍"), _item("BSA", "1.94", "m"), _item("歩行距離", "194", "m")], {1}
    )
    (index, area) = readable([_item("LVMI", "139.6", "g/m"), _item("AVA(連続の式)", "1.08", "cm")], {1})
    assert (index.unit, area.unit) == ("g/m²", "cm²")
    assert (titre.value, titre.unit) == ("4", "倍")
    assert (surface.unit, walk.unit) == ("m²", "m")


def test_a_text_layer_is_believed() -> None:
    item = _item("乳酸", "2:4", "mmol/L")
    assert readable([item], set()) == (item,)


@pytest.mark.parametrize(("read", "unit"), [("kmh", "km/h"), ("ram", "mm"), ("mm", "mm"), ("steps", "steps")])
def test_a_unit_that_cannot_be_is_put_right(read: str, unit: str) -> None:
    (found,) = readable([_item("Belt", "2.7", read)], {1})
    assert found.unit == unit
    assert readable([_item("Belt", "2.7", read)], set())[0].unit == read


def test_a_unit_that_is_none_is_that_of_its_namesakes() -> None:
    items = [_item("閾値 RA", "0.5", "V"), _item("閾値 RV", "1.07", "Y"), _item("閾値 LV", "1.3", "V")]
    assert [i.unit for i in readable(items, {1})] == ["V", "V", "V"]
    mixed = [_item("閾値 RA", "0.5", "V"), _item("閾値 RV", "1.07", "Y"), _item("閾値 LV", "0.4", "ms")]
    assert [i.unit for i in readable(mixed, {1})] == ["V", "Y", "ms"]
