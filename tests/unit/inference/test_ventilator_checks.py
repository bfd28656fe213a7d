"""Check sheets of ventilators: what was set and what was measured under each time."""

from __future__ import annotations

from mappers.model import DocumentType
from tests.unit.inference.pages_of_text import Row, read, said

ROWS: list[Row] = [
    [(40, "測定時刻"), (190, "08:30"), (350, "16:30"), (480, "単位")],
    [(160, "設定"), (240, "実測"), (320, "設定"), (400, "実測")],
    [(40, "換気モード"), (160, "PCV"), (240, "―"), (320, "CPAP"), (400, "―")],
    [(40, "PEEP"), (160, "6"), (240, "5"), (320, "8"), (400, "7"), (478, "cmH2O")],
    [(40, "吸入酸素濃度"), (160, "45"), (240, "44"), (320, "35"), (400, "36"), (470, "%")],
    [(40, "カフ圧"), (160, "―"), (240, "25"), (320, "―"), (400, "24"), (478, "cmH2O")],
]


def test_set_and_measured_stand_under_each_time() -> None:
    found = read("人工呼吸器 チェック表", ROWS, head="氏名：山田 太郎 様　ID：00012345　点検日：2026年3月2日")
    assert found.document_type is DocumentType.DEVICE_REPORT
    assert said(found) == [
        ("換気モード 設定", "PCV", None),
        ("換気モード 設定", "CPAP", None),
        ("PEEP 設定", "6", "cmH2O"),
        ("PEEP", "5", "cmH2O"),
        ("PEEP 設定", "8", "cmH2O"),
        ("PEEP", "7", "cmH2O"),
        ("吸入酸素濃度 設定", "45", "%"),
        ("吸入酸素濃度", "44", "%"),
        ("吸入酸素濃度 設定", "35", "%"),
        ("吸入酸素濃度", "36", "%"),
        ("カフ圧", "25", "cmH2O"),
        ("カフ圧", "24", "cmH2O"),
    ]
    assert {i.effective for i in found.items} == {"2026-03-02T08:30", "2026-03-02T16:30"}
