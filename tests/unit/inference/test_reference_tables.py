"""Tables to judge results by are no results."""

from __future__ import annotations

import pytest

from inference.structure.lab_report import read_items
from tests.unit.inference.printed_lines import page


@pytest.mark.parametrize(
    ("title", "heads"),
    [
        ("参考　陽性率（当院調べ）", ("胃がん", "肺がん")),
        ("■ 糖尿病の判定基準", ("正常型", "境界型")),
        ("塗抹の記載法", ("弱拡大", "強拡大")),
        ("Interpretive guide", ("Low", "High")),
    ],
)
def test_tables_to_judge_by_are_no_results(title: str, heads: tuple[str, str]) -> None:
    sheet = page(
        [(40, "フェリチン"), (250, "212 ng/mL"), (340, "（基準 39.4以下）")],
        [(40, "SCC抗原"), (250, "0.9 ng/mL"), (340, "（基準 1.5以下）")],
        [],
        [(40, title)],
        [(200, heads[0]), (300, heads[1])],
        [(40, "フェリチン"), (200, "12%"), (300, "45%")],
        [(40, "SCC抗原"), (200, "30%"), (300, "51%")],
    )
    assert [item.name for item in read_items([sheet])] == ["フェリチン", "SCC抗原"]


def test_a_reference_column_is_no_title_of_such_a_table() -> None:
    sheet = page(
        [(40, "検査項目"), (160, "結果"), (260, "単位"), (360, "参考値")],
        [(40, "フェリチン"), (160, "212"), (260, "ng/mL"), (360, "39.4以下")],
        [(40, "SCC抗原"), (160, "0.9"), (260, "ng/mL"), (360, "1.5以下")],
    )
    assert [item.name for item in read_items([sheet])] == ["フェリチン", "SCC抗原"]
