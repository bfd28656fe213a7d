"""A small c or p of a stage is small where T, N and M stand under each other."""

from __future__ import annotations

import pytest

from inference.engines.stage_places import stages_by_place
from inference.types import Word
from mappers.model import Box


def _column(texts: list[str]) -> list[Word]:
    return [Word(t, Box(0.1, 0.1 + 0.03 * n, 0.13, 0.115 + 0.03 * n), 1.0) for n, t in enumerate(texts)]


def test_parts_of_a_stage_are_small() -> None:
    read = stages_by_place(_column(["径", "CT", "cN", "CM", "病期"]))
    assert [word.text for word in read] == ["径", "cT", "cN", "cM", "病期"]
    assert read[1].confidence == 0.9


@pytest.mark.parametrize("texts", [["CT", "MRI", "PET"], ["PT", "APTT"], ["CT", "CN"], ["PT", "CN", "CM"]])
def test_methods_and_tests_stay(texts: list[str]) -> None:
    assert [word.text for word in stages_by_place(_column(texts))] == texts


def test_parts_far_from_each_other_are_none() -> None:
    words = [Word(t, Box(x, 0.1, x + 0.03, 0.115), 1.0) for t, x in (("CT", 0.1), ("CN", 0.4), ("CM", 0.7))]
    assert [word.text for word in stages_by_place(words)] == ["CT", "CN", "CM"]
