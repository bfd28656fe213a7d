"""The margins of a page give no results. All persons are invented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inference.structure.margins import without_fax_lines, without_feet
from inference.structure.structure import structure
from mappers.model import DocumentType
from tests.unit.inference.sheets import PERSON, Sheet, Text

FEET = {
    "numbered": [(30, "Yumeno Hospital"), (200, "K. Azumi, MD"), (380, "Printed 04-Sep-2025 14:37"), (520, "Page 1/1")],
    "japanese": [(30, "仮の里病院"), (120, "測定者"), (160, "三枝"), (400, "出力日時 2024年7月26日"), (540, "1/1頁")],
}  # fmt: skip
GASES = [("pH", "7.412", ""), ("pCO2", "38.1", "mmHg"), ("K+", "4.1", "mmol/L"), ("Na+", "141", "mmol/L")]


def _sheet(foot: list[tuple[float, str]]) -> Sheet:
    texts = [Text(200, 50, "ARTERIAL BLOOD GAS REPORT", 15)]
    for n, (name, value, unit) in enumerate(GASES):
        y = 110.0 + 16 * n
        texts += [Text(40, y, name), Text(200, y, value), *([Text(240, y, unit)] if unit else [])]
    texts += [Text(x, 815, text, 7) for x, text in foot]
    return Sheet("foot", tuple(texts), (), PERSON, None, DocumentType.BLOOD_GAS)


@pytest.mark.parametrize("foot", FEET.values(), ids=FEET.keys())
def test_a_foot_gives_no_result(foot: list[tuple[float, str]]) -> None:
    found = structure([_sheet(foot).words()])
    assert [(i.name, i.value) for i in found.items] == [(n, v) for n, v, _ in GASES]


def test_a_last_line_of_results_is_no_foot() -> None:
    page = _sheet([(40, "Cl-"), (200, "101"), (240, "mmol/L")]).words()
    assert without_feet([page]) == (page,)


FAX_LINES = [
    "2026/08/18  18:26  FROM:ユメノイリヨウセンター  000-000-0000",
    "2026-08-18 18:26 夢野医院 03-0000-0000",
    "FAX 000-000-0000  26/08/18 18:26",
]


@pytest.mark.parametrize("line", FAX_LINES)
def test_the_time_a_fax_was_sent_is_nobodys(line: str) -> None:
    texts = [
        Text(30, 20, line, 7),
        Text(40, 120, "検査日"),
        Text(120, 120, "2025/03/02"),
        Text(40, 150, "CRP"),
    ]
    page = replace(Sheet("fax", tuple(texts), (), PERSON, None).words(), recognised=True)
    (left,) = without_fax_lines([page])
    assert {w.text for w in left.words} == {"検査日", "2025/03/02", "CRP"}


def test_a_line_with_a_date_that_no_fax_printed_stays() -> None:
    for text in ("検査日 2026/08/18 18:26", "2026/08/18 夢野医院"):
        page = replace(Sheet("own", (Text(30, 20, text, 7),), (), PERSON, None).words(), recognised=True)
        assert without_fax_lines([page]) == (page,)


def test_a_text_layers_first_line_stays() -> None:
    page = Sheet("layer", (Text(30, 20, FAX_LINES[1], 7),), (), PERSON, None).words()
    assert without_fax_lines([page]) == (page,)
