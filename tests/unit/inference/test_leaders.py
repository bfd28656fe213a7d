"""Leaders between names and results."""

from __future__ import annotations

import pytest

from inference.structure.lab_report import read_items
from tests.unit.inference.printed_lines import page


@pytest.mark.parametrize(
    "dots", ["･･･････", "・・・・・", "······", "⋯⋯⋯⋯", "………", "......", "． ． ． ．", "･ ･ ･ ･"]
)
def test_leaders_are_no_part_of_a_name(dots: str) -> None:
    sheet = page(
        [(40, f"● フェリチン {dots}"), (250, "212 ng/mL"), (340, "（基準 39.4以下）")],
        [(40, f"● SCC抗原 {dots}"), (250, "0.9 ng/mL"), (340, "（基準 1.5以下）")],
    )
    assert [(i.name, i.value) for i in read_items([sheet])] == [("フェリチン", "212"), ("SCC抗原", "0.9")]
