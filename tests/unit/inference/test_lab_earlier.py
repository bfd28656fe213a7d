"""Earlier results in lines of their own under today's."""

from __future__ import annotations

import pytest

from inference.structure.lab_report import read_items
from mappers.model import Item
from tests.unit.inference.printed_lines import Line, page


def _told(*lines: Line, year: int | None = None) -> list[tuple[str, str, str | None, str | None]]:
    items: tuple[Item, ...] = read_items([page(*lines)], year)
    return [(i.name, i.value, i.unit, i.effective) for i in items]


@pytest.mark.parametrize(
    ("lead", "name", "day"),
    [
        ("2024/11/03", "フェリチン", "2024-11-03"),
        ("(2024.11.3)", "フェリチン", "2024-11-03"),
        ("前回 2024年11月3日", "フェリチン", "2024-11-03"),
        ("前回(2024/11/03)", "フェリチン", "2024-11-03"),
        ("前回：", "フェリチン 前回", None),
        ("11/3", "フェリチン", "2024-11-03"),
    ],
)
def test_a_line_under_a_result_is_an_earlier_one_of_it(lead: str, name: str, day: str | None) -> None:
    found = _told(
        [(40, "フェリチン"), (250, "212 ng/mL"), (340, "（基準 39.4以下）")],
        [(70, lead), (250, "187 ng/mL")],
        [(40, "SCC抗原"), (250, "0.9 ng/mL"), (340, "（基準 1.5以下）")],
        year=2024,
    )
    assert found == [
        ("フェリチン", "212", "ng/mL", None),
        (name, "187", "ng/mL", day),
        ("SCC抗原", "0.9", "ng/mL", None),
    ]


def test_several_earlier_results_in_english() -> None:
    found = _told(
        [(40, "Thyroglobulin"), (250, "3.1 ng/mL"), (340, "(<33.7)")],
        [(60, "12 Mar 2024"), (250, "5.0")],
        [(60, "08 Jan 2024"), (250, "7.7")],
        [(40, "Calcitonin"), (250, "2.4 pg/mL"), (340, "(<9.5)")],
        [(60, "Previous"), (250, "2.2")],
    )
    assert found == [
        ("Thyroglobulin", "3.1", "ng/mL", None),
        ("Thyroglobulin", "5.0", "ng/mL", "2024-03-12"),
        ("Thyroglobulin", "7.7", "ng/mL", "2024-01-08"),
        ("Calcitonin", "2.4", "pg/mL", None),
        ("Calcitonin Previous", "2.2", "pg/mL", None),
    ]


def test_the_date_of_an_earlier_result_may_stand_behind_it() -> None:
    found = _told(
        [(40, "フェリチン"), (250, "212 ng/mL"), (340, "（基準 39.4以下）")],
        [(70, "前回"), (250, "187 ng/mL"), (340, "2024/11/03")],
        [(40, "SCC抗原"), (250, "0.9 ng/mL"), (340, "（基準 1.5以下）")],
    )
    assert found[1] == ("フェリチン", "187", "ng/mL", "2024-11-03")
