"""Confidence: the table's arithmetic, what bounds it, what speaks against an item, and fitting."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from inference.confidence import (
    UNFITTED_CONFIDENCE,
    ConfidenceTable,
    ConfidenceTableWrong,
    fitted,
    with_confidence,
)
from inference.confidence_fit import Sample, curve, fit
from inference.item_traits import NAMES, TRAITS, traits_of
from inference.verify import UNSUPPORTED_CONFIDENCE, verify
from mappers.model import Extraction, Flag, Item
from tests.unit.inference.sheets import plain

PAGE = plain().words()
EMPTY = replace(plain().truth, items=())


def _table(**weights: float) -> ConfidenceTable:
    row = tuple(weights.get(name, 0.0) for name in NAMES)
    return ConfidenceTable(row, 0.0, (-2.0, 0.0, 2.0), (0.1, 0.5, 0.9), {})


def _read() -> Extraction:
    """What an engine without a fault gives, verified."""
    given = tuple(replace(i, confidence=0.95, verified=False) for i in plain().items)
    return verify(replace(EMPTY, items=given), [PAGE])


def _trait(name: str, extraction: Extraction, place: int = 0) -> float:
    return traits_of(extraction, [PAGE])[place][NAMES.index(name)]


def test_the_curve_is_read_between_its_knots_and_flat_outside() -> None:
    table = _table(raw=1.0)
    row = [0.0] * len(NAMES)
    for score, chance in ((-9, 0.1), (-2, 0.1), (-1, 0.3), (0, 0.5), (1, 0.7), (2, 0.9), (9, 0.9)):
        row[NAMES.index("raw")] = score
        assert table.chance(row) == pytest.approx(chance)


def test_every_item_gets_its_chance() -> None:
    sure = with_confidence(_read(), [PAGE], replace(_table(), bias=2.0))
    assert {i.confidence for i in sure.items if i.verified} == {0.9}


def test_what_the_page_does_not_carry_and_what_is_warned_of_stay_low() -> None:
    unseen = Item("総蛋白", "77.7", 1, None, 0.1, False)
    warned = replace(_read().items[0], confidence=0.4, warnings=("value-outside-physiological-limits",))
    given = replace(EMPTY, items=(unseen, warned))
    sure = with_confidence(given, [PAGE], replace(_table(), bias=2.0)).items
    assert (sure[0].confidence, sure[1].confidence) == (UNSUPPORTED_CONFIDENCE, 0.4)


def test_an_engine_without_a_table_keeps_its_own_confidence_below_what_a_table_may_promise() -> None:
    read = _read()
    other = replace(read, engine=replace(read.engine, name="somebody-elses"))
    confidences = [item.confidence for item in with_confidence(other, [PAGE]).items]
    assert confidences == [min(item.confidence, UNFITTED_CONFIDENCE) for item in read.items]
    assert any(item.confidence > UNFITTED_CONFIDENCE for item in read.items)


@pytest.mark.parametrize(
    ("trait", "change"),
    [
        ("known_name", {"name": "患者さまへ"}),
        ("odd_unit", {"unit": "くらい"}),
        ("bare", {"unit": None, "reference_range": None}),
        ("free_text", {"value": "きのうと同じ"}),
        ("odd_value", {"value": "0812345678"}),
        ("range_far", {"value": "670", "reference_range": "6.6-8.1"}),
        ("decimals_differ", {"value": "67", "reference_range": "6.6-8.1"}),
        ("flag_contradicts", {"value": "7.0", "reference_range": "6.6-8.1", "flag": Flag.HIGH}),
        ("out_of_column", {"box": None}),
        ("no_unit", {"unit": None}),
        ("page_odd", {"unit": None}),
        ("unit_missing", {"unit": None}),
        ("several_numbers", {"value": "6.7 6.8"}),
        ("strange_head", {"name": "かべ 総蛋白"}),
        ("odd_name", {"name": "6.6-8.1 総蛋白"}),
        ("warned", {"warnings": ("decimal-slip",)}),
    ],
)
def test_each_trait_sees_what_it_is_named_after(trait: str, change: dict[str, Any]) -> None:
    read = _read()
    item = replace(
        read.items[0], name="総蛋白", value="6.7", unit="g/dL", flag=None, reference_range="6.6-8.1"
    )
    before = _trait(trait, replace(read, items=(item, *read.items[1:])))
    after = _trait(trait, replace(read, items=(replace(item, **change), *read.items[1:])))
    sign = dict(TRAITS)[trait]
    assert (after - before) * sign < 0


def test_a_name_given_twice_is_contested() -> None:
    read = _read()
    assert _trait("twin", read) == 0
    assert _trait("twin", replace(read, items=(*read.items, read.items[0]))) == 1


def _samples(rng: random.Random, families: int = 6, each: int = 300) -> list[Sample]:
    """Items that are right with a chance of their raw score, and of nothing else."""
    out = []
    for family in range(families):
        for _ in range(each):
            raw = rng.uniform(-2, 5)
            row = [0.0] * len(NAMES)
            row[NAMES.index("raw")] = raw
            row[NAMES.index("twin")] = float(rng.random() < 0.2)
            chance = 1 / (1 + 2.718281828 ** -(raw - 1))
            out.append(Sample(tuple(row), rng.random() < chance, f"family-{family}"))
    return out


def test_fitting_finds_the_chances_that_the_samples_were_made_with() -> None:
    done = fit(_samples(random.Random(7)), {"engine": "test"})
    row = [0.0] * len(NAMES)
    for raw in (-1.0, 1.0, 2.0, 4.0):
        row[NAMES.index("raw")] = raw
        chance = 1 / (1 + 2.718281828 ** -(raw - 1))
        assert done.table.chance(row) == pytest.approx(chance, abs=0.15)
        assert done.table.chance(row) <= chance + 0.05  # promises are kept downwards
    assert len(done.held_out) == 1800
    again = ConfidenceTable.from_json(done.table.to_json())
    assert again.chance(row) == pytest.approx(done.table.chance(row), abs=0.001)


def test_no_quirk_of_the_samples_turns_a_sign() -> None:
    rng = random.Random(11)
    samples = [
        Sample(
            tuple(float(right) if n == "twin" else 1.0 if n == "raw" else 0.0 for n in NAMES),
            right,
            f"family-{at % 4}",
        )
        for at in range(400)
        for right in (rng.random() < 0.5,)
    ]
    table = fit(samples, {}).table
    assert table.weights[NAMES.index("twin")] == 0  # here twins are always right; elsewhere they are not


def test_a_curve_rises_and_its_steps_are_lower_bounds() -> None:
    import numpy as np

    scores = np.linspace(-3, 3, 2000)
    right = (scores > 0).astype(float)
    sums, chances = curve(scores, right, np.ones(2000))
    assert sums == sorted(sums)
    assert chances == sorted(chances)
    assert chances[-1] < 1.0
    assert chances[-1] > 0.98


def test_samples_that_teach_nothing_are_refused() -> None:
    one = _samples(random.Random(1), families=1)
    with pytest.raises(ValueError, match="two families"):
        fit(one, {})
    with pytest.raises(ValueError, match="right and wrong"):
        fit([replace(s, right=True) for s in _samples(random.Random(1))], {})


def test_a_table_of_other_traits_is_refused() -> None:
    data = _table().to_json()
    data["weights"]["phase_of_the_moon"] = 1.0
    with pytest.raises(ConfidenceTableWrong, match="phase_of_the_moon"):
        ConfidenceTable.from_json(data)
    data = _table().to_json()
    data["curve"] = [[0.0, 0.9], [1.0, 0.2]]
    with pytest.raises(ConfidenceTableWrong, match="monotone"):
        ConfidenceTable.from_json(data)


def test_the_committed_table_goes_with_the_traits_and_says_where_it_comes_from() -> None:
    table = fitted("ocr")
    assert table is not None
    for weight, (name, sign) in zip(table.weights, TRAITS, strict=True):
        assert weight * sign >= 0, name
    assert table.chances[-1] >= 0.9  # else nothing could ever be sure
    assert {"seeds", "families", "day", "held_out"} <= table.origin.keys()
    assert fitted("somebody-elses") is None


def test_the_committed_table_trusts_a_clean_page_more_than_a_spoilt_item() -> None:
    read = _read()
    sure = with_confidence(replace(read, engine=replace(read.engine, name="ocr")), [PAGE]).items
    spoilt = replace(read.items[0], value="670", reference_range="6.6-8.1", unit=None)
    mixed = replace(read, items=(spoilt, *read.items[1:]), engine=replace(read.engine, name="ocr"))
    assert with_confidence(mixed, [PAGE]).items[0].confidence < sure[0].confidence
