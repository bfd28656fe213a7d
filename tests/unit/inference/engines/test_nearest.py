"""Words one letter off become the one word they are near; digits, other words and known words stand."""

from __future__ import annotations

import pytest

from inference.engines.letters import Letter
from inference.engines.nearest import Nearby
from inference.engines.spelling import spelled


def _read(text: str, doubted: int | None = None) -> str:
    """The word as it goes out when the letter at that place is doubted and nothing is offered instead."""
    letters = [
        Letter(letter, 0.7 if place == doubted else 0.999, (place + 0.5) / len(text))
        for place, letter in enumerate(text)
    ]
    return "".join(letter.text for letter in spelled(letters))


@pytest.mark.parametrize(
    ("seen", "doubted", "printed"),
    [
        ("恩者番号", 0, "患者番号"),
        ("恩者番号:123", 0, "患者番号:123"),
        ("検査目", None, "検査項目"),
        ("mmo/L", None, "mmol/L"),
        ("mmolL", None, "mmol/L"),
        ("mmo!/L", None, "mmol/L"),
        ("UAL", 1, "U/L"),
        ("Pseudomonaa", 10, "Pseudomonas"),
        ("cloacae compiex", None, "cloacae complex"),
    ],
)
def test_a_word_one_letter_off_is_the_one_it_is_near(seen: str, doubted: int | None, printed: str) -> None:
    assert _read(seen, doubted) == printed


@pytest.mark.parametrize(
    ("seen", "doubted"),
    [
        ("U/L", 0),  # one letter from U/mL, and a unit
        ("U/l", None),
        ("?g/mL", 0),  # ng, pg, μg: nothing to guess at
        ("要検査", 0),
        ("採取時", None),
        ("基準量", None),  # read clearly
        ("SpO1", 3),
        ("18.51", 4),
        ("山田花子", 1),
        ("Nishida", None),
        ("Vittoria", None),
    ],
)
def test_other_words_stand(seen: str, doubted: int | None) -> None:
    assert _read(seen, doubted) == seen


def test_no_digit_is_changed_added_or_taken_away() -> None:
    near = Nearby.of(["CA19-9", "T3値です"])
    assert near.with_one_changed("CA18-9", range(6)) is None
    assert near.with_one_lost("CA1-9") is None
    assert near.with_one_lost("T値です") is None
    assert near.with_one_lost("CA199") == "CA19-9"


def test_a_word_between_two_known_ones_is_neither() -> None:
    near = Nearby.of(["前回値", "今回値"])
    assert near.with_one_changed("司回値", [0]) is None
    assert near.with_one_changed("前回植", [2]) == "前回値"
