"""Text made fit for both engines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects.sqlite import dialect

from gateway.store.columns import UtcTime, fitted, storable


@given(st.text(st.characters(exclude_categories=()), max_size=400), st.integers(16, 300))
def test_any_text_becomes_storable_short_and_stays_itself(text: str, length: int) -> None:
    once = fitted(text, length)
    assert len(once) <= length
    assert "\x00" not in once
    once.encode()  # no lone surrogate left
    assert fitted(once, length) == once


@given(st.text(max_size=100))
def test_sound_text_is_not_touched(text: str) -> None:
    assert storable(text) == text.replace("\x00", "\ufffd")


@pytest.mark.parametrize("length", [16, 36, 64, 255])
def test_long_texts_that_differ_stay_apart(length: int) -> None:
    first, second = "9" * 400 + "1", "9" * 400 + "2"
    assert fitted(first, length) != fitted(second, length)


def test_times_are_of_one_width_and_know_their_zone() -> None:
    tokyo = timezone(timedelta(hours=9))
    column, sqlite = UtcTime(), dialect()
    moment = datetime(2026, 11, 22, 8, 0, tzinfo=tokyo)
    text = column.process_bind_param(moment, sqlite)
    assert text == "2026-11-21T23:00:00.000000Z"
    assert column.process_result_value(text, sqlite) == moment.astimezone(UTC)
    with pytest.raises(ValueError, match="zone"):
        column.process_bind_param(datetime(2026, 11, 22), sqlite)
