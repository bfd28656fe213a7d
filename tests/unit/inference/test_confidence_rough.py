"""Pages made strange: other words change, results stay, and the truth's names go along."""

from __future__ import annotations

from random import Random

from inference.confidence_rough import roughened
from inference.readable import fold
from tests.unit.inference.sheets import plain

SHEET = plain()


def test_values_units_and_ranges_stay_and_names_change_on_both_sides() -> None:
    (page,), truth = roughened([SHEET.words()], SHEET.truth, Random(3))
    printed = {fold(word.text) for word in page.words}
    renamed = 0
    for before, after in zip(SHEET.items, truth.items, strict=True):
        assert (before.value, before.unit, before.reference_range) == (
            after.value,
            after.unit,
            after.reference_range,
        )
        assert fold(after.name.split(" ")[0]) in printed
        renamed += before.name != after.name
    assert 0 < renamed < len(SHEET.items)


def test_some_other_words_change_and_some_are_lost() -> None:
    page = SHEET.words()
    roughs = [roughened([page], SHEET.truth, Random(seed))[0][0] for seed in range(10)]
    assert min(len(rough.words) for rough in roughs) < len(page.words)
    before = {w.text for w in page.words}
    assert all({w.text for w in rough.words} - before for rough in roughs)
    assert all({w.box for w in rough.words} <= {w.box for w in page.words} for rough in roughs)


def test_the_same_seed_makes_the_same_page() -> None:
    assert roughened([SHEET.words()], SHEET.truth, Random(3)) == roughened(
        [SHEET.words()], SHEET.truth, Random(3)
    )
