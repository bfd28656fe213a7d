"""The foot of a page gives no results. All persons are invented."""

from __future__ import annotations

import pytest

from inference.structure.margins import without_feet
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
