"""Reads of one line that differ: what two of three have stands, and is less sure."""

from __future__ import annotations

import numpy as np
import pytest

from inference.engines.letters import Letter
from inference.engines.second_look import agreed
from inference.engines.strips import HEIGHT, StripReader


def _read(text: str, *scores: float) -> tuple[Letter, ...]:
    """Letters side by side; the last score is that of all that follow."""
    given = [*scores, *[scores[-1]] * (len(text) - len(scores))]
    return tuple(
        Letter(letter, score, (i + 0.5) / len(text))
        for i, (letter, score) in enumerate(zip(text, given, strict=True))
    )


def _text(letters: tuple[Letter, ...]) -> str:
    return "".join(letter.text for letter in letters)


def test_what_two_of_three_reads_have_stands_however_sure_the_third() -> None:
    read = agreed([_read("mg/L", 0.9), _read("mg/日", 0.8), _read("mg/日", 0.7)])
    assert _text(read) == "mg/日"


def test_of_three_different_reads_the_surest_stands() -> None:
    read = agreed([_read("患着", 0.9, 0.4), _read("患者", 0.9, 0.8), _read("患著", 0.9, 0.5)])
    assert _text(read) == "患者"


def test_of_reads_that_agree_the_surest_is_kept_as_it_saw_the_line() -> None:
    surest = _read("7.41", 0.99, 0.7, 0.98, 0.97)
    assert agreed([_read("7.41", 0.6), surest]) == surest


def test_a_read_of_nothing_is_not_the_surest() -> None:
    assert _text(agreed([_read("1", 0.6), (), _read("l", 0.5)])) == "1"


def test_other_readings_fall_with_the_letter_so_that_none_gains_by_the_doubt() -> None:
    first = (Letter("a", 0.6, 0.5, (("A", 0.3),)),)
    (letter,) = agreed([first, _read("A", 0.4), _read("a", 0.5)])
    assert letter.text == "a"
    assert letter.others[0][1] / letter.score == pytest.approx(0.5)


def test_a_digit_that_one_read_has_otherwise_is_less_sure_and_its_neighbours_are_not() -> None:
    read = agreed([_read("128", 0.9), _read("128", 0.9), _read("123", 0.9)])
    assert [letter.score for letter in read] == pytest.approx([0.9, 0.9, 0.6])


def test_a_letter_that_only_another_read_has_casts_doubt_on_both_beside_it() -> None:
    read = agreed([_read("14.2", 0.9), _read("142", 0.9), _read("142", 0.9)])
    assert _text(read) == "142"
    assert [letter.score for letter in read] == pytest.approx([0.9, 0.6, 0.6])


def test_reads_of_nothing_are_nothing() -> None:
    assert agreed([_read("|", 0.4), (), ()]) == ()


class _Network:
    """Gives one letter a read, in order; keeps the widths that it was shown."""

    def __init__(self, *reads: tuple[str, float]) -> None:
        self._reads = list(reads)
        self.widths: list[int] = []

    def get_inputs(self) -> list[_Network]:
        return [self]

    name = "x"
    custom_metadata_map = {"character": "5\nS\n8\nB\n3\nE"}  # noqa: RUF012

    def get_modelmeta(self) -> _Network:
        return self

    def run(self, _: None, given: dict[str, np.ndarray]) -> list[np.ndarray]:
        width = given[self.name].shape[3]
        self.widths.append(width)
        letter, score = self._reads[len(self.widths) - 1]
        likely = np.zeros((1, width // 8, 8), np.float32)
        likely[0, :, 0] = 1.0
        likely[0, 4] = [1 - score, *[0] * 7]
        likely[0, 4, " 5S".index(letter)] = score
        return [likely]


def _strip() -> np.ndarray:
    return np.full((HEIGHT, 2 * HEIGHT, 3), 255, np.uint8)


def test_a_line_in_doubt_is_read_again_wider_and_a_third_time_where_those_differ() -> None:
    network = _Network(("5", 0.6), ("S", 0.8), ("S", 0.7))
    read = StripReader(network).read_strip(_strip())
    assert read.text == "S"
    assert read.score == pytest.approx(0.8 * 2 / 3)
    assert network.widths[0] == network.widths[2] < network.widths[1]


def test_a_line_in_doubt_whose_second_read_agrees_is_not_read_a_third_time() -> None:
    network = _Network(("5", 0.6), ("5", 0.8))
    read = StripReader(network).read_strip(_strip())
    assert read.text == "5"
    assert read.score == pytest.approx(0.8)
    assert len(network.widths) == 2


def test_a_line_seen_clearly_is_read_once() -> None:
    network = _Network(("5", 0.95))
    assert StripReader(network).read_strip(_strip()).text == "5"
    assert len(network.widths) == 1
