"""What a page's foot prints, and times of day, are nobody's results."""

from __future__ import annotations

import pytest

from inference.structure.lab_report import read_items
from tests.unit.inference.printed_lines import page

TABLE = (
    [(40, "検査項目"), (200, "結果"), (270, "単位"), (350, "基準値")],
    [(40, "総蛋白"), (200, "6.8"), (270, "g/dL"), (350, "6.6-8.1")],
    [(40, "AST"), (200, "45"), (270, "U/L"), (350, "13-30")],
    [(40, "CRP"), (200, "0.31"), (270, "mg/dL"), (350, "0.00-0.14")],
)


@pytest.mark.parametrize(
    "line",
    [
        [(40, "夢野病院"), (108, "出力日時 2025/07/01 16:37"), (350, "1/2頁")],
        [(40, "夢野病院"), (97, "出力日時 2025年7月1日 16:37")],
        [(40, "Soramiru"), (112, "Printed 2025-07-01 16:37"), (350, "Page 1/1")],
        [(40, "検査部"), (200, "16:37")],
        [(40, "検査部"), (200, "2"), (260, "ページ 2 / 3")],
    ],
)
def test_no_result_stands_in_the_foot(line: list[tuple[float, str]]) -> None:
    found = read_items((page(*TABLE, [], line),))
    assert [i.name for i in found] == ["総蛋白", "AST", "CRP"]


def test_a_time_of_day_behind_a_date_is_no_result() -> None:
    found = read_items((page([(40, "測定: 2024年01月14日 15:46")], *TABLE[1:]),))
    assert [i.name for i in found] == ["総蛋白", "AST", "CRP"]


def test_a_bleeding_time_is_a_result() -> None:
    found = read_items((page(*TABLE, [(40, "出血時間"), (200, "3:30"), (270, "分")]),))
    assert [(i.name, i.value) for i in found][-1] == ("出血時間", "3:30")
