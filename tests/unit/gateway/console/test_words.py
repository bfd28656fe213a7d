"""Every state has its word, and sizes and ages read well."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gateway.console import words
from gateway.store.schema import DeliveryState, DocumentState, MessageState
from mappers.model import Flag

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def test_every_state_has_a_word_of_its_own() -> None:
    for states, table in (
        (MessageState, words.MESSAGE_STATES),
        (DeliveryState, words.DELIVERY_STATES),
        (DocumentState, words.DOCUMENT_STATES),
    ):
        assert set(table) == set(states)
        assert len({w.text for w in table.values()}) == len(table)
        assert all(w.tone in ("ok", "busy", "calm", "warn", "bad") and w.meaning for w in table.values())
    assert set(words.FLAGS) == {f.value for f in Flag}
    assert all(words.MESSAGE_STATES[s].tone == "bad" for s in words.NEEDS_PERSON)


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (90_400, "90 kB"),
        (5_300_000, "5.3 MB"),
        (2_000_000_000, "2.0 GB"),
    ],
)
def test_sizes(size: int, text: str) -> None:
    assert words.size_words(size) == text


@pytest.mark.parametrize(
    ("age", "text"),
    [
        (timedelta(seconds=-5), "0 s"),
        (timedelta(seconds=59), "59 s"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=3, minutes=7), "3 h 7 min"),
        (timedelta(days=2), "2 days"),
    ],
)
def test_ages(age: timedelta, text: str) -> None:
    assert words.age_words(NOW - age, NOW) == text
