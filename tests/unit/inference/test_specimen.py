"""Specimens printed in a report's head go with its items."""

from __future__ import annotations

import pytest

from inference.structure.urinalysis import read_items
from tests.unit.inference.printed_lines import page

BODY = [(40, "尿蛋白"), (200, "(1+)")]


@pytest.mark.parametrize(
    ("head", "specimen"),
    [
        ([(40, "採取日"), (120, "2026/02/01"), (240, "検体"), (290, "随時尿")], "随時尿"),
        ([(40, "検査材料：中間尿"), (240, "報告日：2026/02/01")], "中間尿"),
        (
            [(40, "Specimen"), (120, "Urine, midstream"), (300, "Reported"), (360, "16-May-2026")],
            "Urine, midstream",
        ),
        ([(40, "検体番号"), (120, "20260201-12")], None),
        ([(40, "検体"), (120, "採取日"), (240, "2026/02/01")], None),
    ],
)
def test_specimen_of_the_head(head: list[tuple[float, str]], specimen: str | None) -> None:
    assert [i.specimen for i in read_items((page(head, BODY),))] == [specimen]


def test_two_specimens_tell_nothing_of_any_item() -> None:
    sheet = page([(40, "検体：早朝尿")], BODY, [(40, "検体：随時尿")])
    assert [i.specimen for i in read_items((sheet,))] == [None]
