"""What the rows of a table are called."""

from __future__ import annotations

import pytest

from inference.structure.geometry import rows_of, tokens_of
from inference.structure.names import Names
from inference.structure.row_names import row_names
from tests.unit.inference.sheets import PERSON, Sheet, Text


def _named(*labels: str) -> list[str]:
    texts = tuple(Text(40, 100 + 16 * i, label) for i, label in enumerate(labels))
    rows = rows_of(tokens_of(Sheet("rows", texts, (), PERSON, None).words()))
    return [row.text for row in row_names(rows, Names([]))]


def test_a_misread_name_of_a_numbered_series_is_as_its_neighbours() -> None:
    assert _named("Rest", "Phase 1", "Phuse 2", "Phase 3") == ["Rest", "Phase 1", "Phase 2", "Phase 3"]


@pytest.mark.parametrize(
    "labels",
    [
        ("Lead 1", "Load 1", "Lead 2", "Load 2"),
        ("Lead 1", "Load 2", "Lead 2", "Lead 3"),
        ("Phase 1", "Phuse 2"),
        ("Phase 1", "Pause 2", "Phase 3"),
    ],
)
def test_names_that_may_be_their_own_stay(labels: tuple[str, ...]) -> None:
    assert _named(*labels) == list(labels)
