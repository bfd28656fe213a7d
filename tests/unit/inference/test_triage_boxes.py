"""Boxes with the name at the top left and the value, its unit apart, at the bottom right."""

from __future__ import annotations

from tests.unit.inference.pages_of_text import Row, read, said


def test_a_value_and_its_unit_apart_are_one_cell_of_a_box() -> None:
    rows: list[Row] = [
        [(40, "体温"), (200, "脈拍"), (360, "血圧")],
        [(95, "36.4"), (140, "℃"), (255, "81"), (290, "bpm"), (400, "118/70"), (450, "mmHg")],
        8,
        [(40, "SpO2"), (200, "GCS"), (360, "酸素投与")],
        [(105, "95"), (140, "%"), (250, "E4V5M6"), (410, "3L カヌラ")],
        8,
        [(40, "呼吸数")],
        [(105, "20"), (140, "回/分")],
    ]
    found = said(read("救急外来 トリアージ記録", rows))
    assert [one for one in found if one[0] != "酸素投与"] == [
        ("体温", "36.4", "℃"),
        ("脈拍", "81", "bpm"),
        ("血圧 収縮期", "118", "mmHg"),
        ("血圧 拡張期", "70", "mmHg"),
        ("SpO2", "95", "%"),
        ("GCS", "E4V5M6", None),
        ("呼吸数", "20", "回/分"),
    ]
