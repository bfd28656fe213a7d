"""Lists without headings, and what stands around tables: scales, second columns, ages, notes."""

from __future__ import annotations

from inference.structure.lab_report import read_items
from tests.unit.inference.printed_lines import Line, page, said


def test_a_scale_of_single_cells_heads_nothing() -> None:
    scale = [(300.0 + 20 * n, str(n)) for n in range(7)]
    lines: list[Line] = [
        [(40, "アレルゲン"), (150, "測定値(UA/mL)"), (250, "クラス"), *scale],
        [(40, "スギ"), (170, "4.42"), (260, "3")],
        [(40, "ヒノキ"), (170, "<0.10"), (260, "0")],
        [(40, "卵白"), (170, "0.86"), (260, "2")],
    ]
    found = said(read_items([page(*lines)]))
    assert found["スギ"] == ("4.42", "UA/mL", None)
    assert found["卵白 クラス"] == ("2", None, None)
