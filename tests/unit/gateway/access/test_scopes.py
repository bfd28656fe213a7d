"""SMART system scopes: what they say, in both versions' words."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from gateway.scopes import EVERYTHING, May, parse
from gateway.settings_api import ApiClient

D = "a" * 64


@pytest.mark.parametrize(
    ("scope", "letters"),
    [
        ("system/Observation.rs", "rs"),
        ("system/Observation.r", "r"),
        ("system/Observation.cruds", "cruds"),
        ("system/Observation.read", "rs"),
        ("system/Observation.write", "cud"),
        ("system/*.*", "cruds"),
        ("system/*.s", "s"),
    ],
)
def test_letters(scope: str, letters: str) -> None:
    scopes = parse((scope,))
    assert {m.value for m in May if scopes.allow("Observation", m)} == set(letters)
    assert scopes.allow("Patient", May.SEARCH) == ("*" in scope.partition(".")[0])


def test_scopes_add_up_and_everything_is_everything() -> None:
    both = parse(("system/Observation.r", "system/Patient.s"))
    assert both.allow("Observation", May.READ)
    assert not both.allow("Observation", May.SEARCH)
    assert all(EVERYTHING.allow("Subscription", m) for m in May)


@pytest.mark.parametrize(
    "scope",
    ["", "patient/Observation.rs", "system/Observation", "system/Observation.", "system/Observation.sr",
     "system/Observation.rs?category=laboratory", "system/*.rs ", "openid", "system/observation.rs"],
)  # fmt: skip
def test_other_words_are_refused_at_the_start(scope: str) -> None:
    with pytest.raises(ValueError, match="is no scope"):
        parse((scope,))
    with pytest.raises(ValidationError):
        ApiClient(name="x", token_sha256=D, scopes=(scope,))
