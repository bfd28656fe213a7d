"""What an event says of how much was read; signatures are tested over sockets."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from mappers.fhir import results
from mappers.model import Box, Overlooked, UnreadPage
from mappers.webhook import event
from tests.unit.mappers.fhir.example import EXTRACTION, INPUT


def told(**changes: object) -> dict[str, Any]:
    """An event's data, by references."""
    inp = replace(INPUT, extraction=replace(EXTRACTION, **changes))  # type: ignore[arg-type]
    data: dict[str, Any] = json.loads(event(inp, results(inp), references_only=True))["data"]
    return data


def test_a_whole_reading_is_not_partial() -> None:
    assert told()["partial"] is False
    assert "overlooked" not in told()


def test_unread_pages_and_overlooked_places_are_told() -> None:
    assert told(unread=(UnreadPage(2, "cut"),))["partial"] is True
    places = tuple(Overlooked(page, Box(0.1, 0.2, 0.3, 0.25)) for page in (2, 1, 2))
    found = told(overlooked=places)
    assert found["partial"] is True
    assert found["overlooked"] == [{"page": 1, "places": 1}, {"page": 2, "places": 2}]
