"""The interchange shape: what goes out comes back, and nobody takes a reading for whole that is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mappers.model import Box, Extraction, Overlooked, UnreadPage
from tests.unit.mappers.fhir.example import EXTRACTION

PLACE = Overlooked(1, Box(0.1, 0.2, 0.3, 0.25))


def test_overlooked_places_go_out_and_come_back() -> None:
    read = replace(EXTRACTION, overlooked=(Overlooked(2, Box(0.1234567, 0.2, 0.3, 0.25)), PLACE))
    made = read.to_json()
    assert made["overlooked"] == [
        {"page": 2, "box": [0.12346, 0.2, 0.3, 0.25]},
        {"page": 1, "box": [0.1, 0.2, 0.3, 0.25]},
    ]
    again = Extraction.from_json(made)
    assert again.overlooked == (Overlooked(2, Box(0.12346, 0.2, 0.3, 0.25)), PLACE)
    assert again.to_json() == made


def test_a_reading_that_overlooked_nothing_is_written_as_before() -> None:
    made = EXTRACTION.to_json()
    assert "overlooked" not in made, "the id of its Provenance is made from this"
    assert Extraction.from_json(made).overlooked == ()


@pytest.mark.parametrize(
    ("unread", "overlooked", "partial"),
    [((), (), False), ((UnreadPage(2, "cut"),), (), True), ((), (PLACE,), True)],
)
def test_partial_is_what_has_unread_pages_or_overlooked_places(
    unread: tuple[UnreadPage, ...], overlooked: tuple[Overlooked, ...], partial: bool
) -> None:
    assert replace(EXTRACTION, unread=unread, overlooked=overlooked).partial is partial


def test_overlooked_places_are_counted_by_page() -> None:
    read = replace(EXTRACTION, overlooked=(Overlooked(3, PLACE.box), PLACE, PLACE))
    assert read.overlooked_by_page == {1: 2, 3: 1}
