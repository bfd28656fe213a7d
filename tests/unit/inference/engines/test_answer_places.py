"""A stroke in a column of S and R is an I; a number among numbers is none."""

from __future__ import annotations

import pytest

from inference.engines.answer_places import letters_by_place
from inference.types import Word
from mappers.model import Box


def _column(texts: list[str], x: float = 0.5) -> list[Word]:
    return [Word(t, Box(x, 0.1 + 0.03 * n, x + 0.01, 0.115 + 0.03 * n), 1.0) for n, t in enumerate(texts)]


def _texts(words: list[Word]) -> list[str]:
    return [word.text for word in letters_by_place(words)]


@pytest.mark.parametrize("seen", ["1", "l", "|"])
def test_a_stroke_among_letters_is_one(seen: str) -> None:
    assert _texts(_column(["判定", seen, "S", "S", seen, "R"])) == ["判定", "I", "S", "S", "I", "R"]


def test_it_is_less_sure_then() -> None:
    assert letters_by_place(_column(["S", "1", "R"]))[1].confidence == 0.9


@pytest.mark.parametrize(
    "column",
    [["1", "2", "1", "4"], ["S", "1"], ["S", "1", "2", "R"], ["1", "1", "1"], ["MIC", "1", "S", "8"]],
)
def test_other_columns_stand(column: list[str]) -> None:
    assert _texts(_column(column)) == column


def test_numbers_beside_letters_stand() -> None:
    beside = [*_column(["S", "S", "R"]), *_column(["1", "1", "8"], x=0.7)]
    assert _texts(beside) == ["S", "S", "R", "1", "1", "8"]
