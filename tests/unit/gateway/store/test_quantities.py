"""Numbers as index text: their order is kept, their spelling does not matter."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.store.quantities import around, number, quantity_rows, sortable

decimals = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=8)


@given(decimals, decimals)
def test_text_sorts_as_the_numbers_do(one: Decimal, other: Decimal) -> None:
    assert (sortable(one) < sortable(other)) == (one < other)
    assert (sortable(one) == sortable(other)) == (one == other)


@pytest.mark.parametrize(
    "row", ["-200 -1.5 -1 -0.01 -0.001 0 0.001 0.01 1 1.5 8.5 10 12 100 1e3 123456"],
)  # fmt: skip
def test_a_row_of_numbers(row: str) -> None:
    texts = [sortable(Decimal(n)) for n in row.split()]
    assert texts == sorted(texts)
    assert len(set(texts)) == len(texts)


def test_trailing_zeros_are_the_same_number() -> None:
    assert sortable(Decimal("8.50")) == sortable(Decimal("8.5"))
    assert sortable(Decimal("100")) == sortable(Decimal("1E+2"))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("5.4", "5.35", "5.45"), ("5.40", "5.395", "5.405"), ("100", "99.5", "100.5"), ("1E+2", "95", "105")],
)
def test_precision_is_a_range(text: str, low: str, high: str) -> None:
    assert around(Decimal(text)) == (Decimal(low), Decimal(high))


def test_rows_by_unit_and_without() -> None:
    place = sortable(Decimal("8.5"))
    assert quantity_rows("value-quantity", "8.50|http://unitsofmeasure.org|mg/dL") == {
        ("value-quantity", place),
        ("value-quantity:of", f"mg/dL|{place}"),
        ("value-quantity:of", f"http://unitsofmeasure.org|mg/dL|{place}"),
    }
    assert quantity_rows("value-quantity", "8.5||") == {("value-quantity", place)}
    assert quantity_rows("value-quantity", "many||") == set()


@pytest.mark.parametrize("text", ["", "x", "NaN", "Infinity", "1e900", "1" * 60, "1e-700"])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        number(text)
