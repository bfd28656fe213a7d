"""The token file, its check, and sessions."""

from __future__ import annotations

import hashlib
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gateway.access import (
    FAILURES_A_MINUTE,
    MAX_SESSIONS,
    TOKEN_FILE,
    Access,
    Verdict,
    first_token,
    new_token,
)
from gateway.errors import SiteError


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_token_is_kept_hashed_and_private(tmp_path: Path) -> None:
    token = new_token(tmp_path / "data")
    file = tmp_path / "data" / TOKEN_FILE
    assert len(token) >= 43, "256 bits"
    assert file.read_text().strip() == hashlib.sha256(token.encode()).hexdigest()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert token not in file.read_text()
    assert list(file.parent.iterdir()) == [file], "no draft is left behind"


def test_first_start_makes_one_token_even_by_many_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = [t for t in pool.map(lambda _: first_token(tmp_path), range(16)) if t]
    assert len(made) == 1
    assert first_token(tmp_path) is None
    assert Access(tmp_path, Clock()).check(made[0], "10.0.0.1") is Verdict.RIGHT


def test_unwritable_folder_names_the_key(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, not a folder")
    with pytest.raises(SiteError, match=r"data\.directory"):
        new_token(tmp_path / "data")


def test_wrong_tokens(tmp_path: Path, clock: Clock) -> None:
    token = new_token(tmp_path)
    access = Access(tmp_path, clock)
    for wrong in ("", "-", token[:-1], token + "x", token.swapcase(), "é" * 20, token + "a" * 600):
        assert access.check(wrong, wrong) is Verdict.WRONG


def test_without_a_token_file_nobody_passes(tmp_path: Path, clock: Clock) -> None:
    access = Access(tmp_path, clock)
    for guess in ("", "-", "anything"):
        assert access.check(guess, "a") is Verdict.WRONG


def test_too_many_wrong_tokens_by_address(tmp_path: Path, clock: Clock) -> None:
    token = new_token(tmp_path)
    access = Access(tmp_path, clock)
    verdicts = [access.check("wrong", "10.0.0.1") for _ in range(FAILURES_A_MINUTE + 2)]
    assert verdicts == [Verdict.WRONG] * FAILURES_A_MINUTE + [Verdict.TOO_MANY] * 2
    assert access.check("wrong", "10.0.0.2") is Verdict.WRONG, "another address has its own count"
    assert access.check(token, "10.0.0.1") is Verdict.RIGHT, "the right token always passes"
    clock.now += timedelta(seconds=61)
    assert access.check("wrong", "10.0.0.1") is Verdict.WRONG


def test_new_token_ends_sessions_and_the_old_token(tmp_path: Path, clock: Clock) -> None:
    old = new_token(tmp_path)
    access = Access(tmp_path, clock)
    assert access.check(old, "a") is Verdict.RIGHT
    secret, _ = access.begin_session()
    assert access.session(secret)
    new = new_token(tmp_path)
    assert access.session(secret) is None
    assert access.check(old, "a") is Verdict.WRONG
    assert access.check(new, "a") is Verdict.RIGHT


def test_session_ends_when_idle_when_old_and_when_signed_out(tmp_path: Path, clock: Clock) -> None:
    new_token(tmp_path)
    access = Access(tmp_path, clock)
    idle, _ = access.begin_session()
    clock.now += timedelta(minutes=59)
    assert access.session(idle)
    clock.now += timedelta(minutes=59)
    assert access.session(idle), "use keeps it alive"
    clock.now += timedelta(minutes=61)
    assert access.session(idle) is None
    old, _ = access.begin_session()
    for _ in range(24):
        clock.now += timedelta(minutes=30)
        assert access.session(old)
    clock.now += timedelta(minutes=1)
    assert access.session(old) is None, "twelve hours are the most"
    out, session = access.begin_session()
    assert session.name not in out
    access.end_session(out)
    assert access.session(out) is None
    assert access.session("") is None


def test_sessions_are_bounded(tmp_path: Path, clock: Clock) -> None:
    new_token(tmp_path)
    access = Access(tmp_path, clock)
    first, _ = access.begin_session()
    for _ in range(MAX_SESSIONS):
        last, _ = access.begin_session()
    assert access.session(first) is None
    assert access.session(last)
