"""Which questions are answered in one batch."""

from __future__ import annotations

from dataclasses import replace

from inference.asking.question import Picture, Question, Role, Turn
from inference.engines.batches import batches


def question(text: str, *sizes: tuple[int, int]) -> Question:
    return Question("", (Turn(Role.USER, text, tuple(Picture(b"", w, h, 1) for w, h in sizes)),))


def test_questions_alike_go_together_and_every_one_once() -> None:
    asked = [question("x" * n, (28, 28 if n % 2 else 56)) for n in range(7)]
    found = list(batches(asked, 8))
    assert sorted(place for places in found for place in places) == list(range(7))
    assert sorted(map(sorted, found)) == [[0, 2, 4, 6], [1, 3, 5]]


def test_a_batch_has_its_bound_and_texts_of_a_length_are_neighbours() -> None:
    asked = [question("x" * n) for n in (9, 1, 8, 2)]
    assert list(batches(asked, 2)) == [[1, 3], [2, 0]]


def test_other_budgets_temperatures_and_seeds_are_other_batches() -> None:
    one = question("x")
    asked = [
        one,
        replace(one, max_tokens=1),
        replace(one, temperature=0.5),
        replace(one, seed=9),
        replace(one, schema="{}"),
    ]
    assert sorted(map(sorted, batches(asked, 8))) == [[0, 4], [1], [2], [3]]
