"""Who may look: one token for the console and the results API, and the console's sessions.

The token is 256 bits from the system's generator, shown once, and kept only as its SHA-256 (no salt or slow hash:
a value of that size cannot be guessed from its digest) in `token.sha256`, mode 0600. `kartebridge token new`
replaces the file; a running daemon sees that at the next request and ends every session.

A browser signs in once with the token and gets a session: a random id in a cookie that scripts cannot read and
other sites cannot send. Sessions live in memory, so a restart asks for the token again.

The right token always passes. Wrong ones are counted by address, and past `FAILURES_A_MINUTE` they are answered
429 and no longer audited: guessing is hopeless anyway, so the bound is there for the noise, and must not let one
misconfigured client lock out everybody behind the same address.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from pathlib import Path
from threading import Lock

from gateway.errors import SiteError
from gateway.settings_api import ApiClient

TOKEN_FILE = "token.sha256"
SESSION_IDLE = timedelta(minutes=60)
SESSION_LIFE = timedelta(hours=12)
MAX_SESSIONS = 500
FAILURES_A_MINUTE = 10
MAX_ADDRESSES = 4096
_MAX_TOKEN_CHARS = 512


class Verdict(Enum):
    """Answer to a presented token."""

    RIGHT = "right"
    WRONG = "wrong"
    TOO_MANY = "too many"  # wrong, and so were many before from this address


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser."""

    name: str  # first characters of the id's digest: names the session in the audit, opens nothing
    csrf: str  # must come back with every form
    begun_at: datetime
    seen_at: datetime


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _write(path: Path, text: str, *, replace: bool) -> bool:
    """Put the text in place whole and durably, mode 0600; False where a file is there and must stay."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            draft.replace(path)
        else:
            os.link(draft, path)  # fails where another process was first
    except OSError as error:
        if not replace and path.exists():
            return False
        raise SiteError(
            f"data.directory: cannot write {path} ({error.strerror}); check owner and free space"
        ) from error
    finally:
        with suppress(OSError):
            draft.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return True


def new_token(directory: Path) -> str:
    """Make a token, replacing the one there is; the clear text is returned once and kept nowhere."""
    token = secrets.token_urlsafe(32)
    _write(directory / TOKEN_FILE, _digest(token) + "\n", replace=True)
    return token


def client_token() -> tuple[str, str]:
    """A token for a downstream system and its SHA-256 for the settings; neither is kept here."""
    token = secrets.token_urlsafe(32)
    return token, _digest(token)


def client_of(clients: Sequence[ApiClient], token: str, today: date) -> ApiClient | None:
    """The downstream system whose token this is; None for any other, and after its last day."""
    if len(token) > _MAX_TOKEN_CHARS:
        return None
    digest, found = _digest(token), None
    for client in clients:  # all of them, each in constant time
        if hmac.compare_digest(digest, client.token_sha256):
            found = client
    return None if found is None or (found.expires is not None and today > found.expires) else found


def first_token(directory: Path) -> str | None:
    """Make the token of a new installation; None where there is one already (it cannot be shown again)."""
    if (directory / TOKEN_FILE).exists():
        return None
    token = secrets.token_urlsafe(32)
    return token if _write(directory / TOKEN_FILE, _digest(token) + "\n", replace=False) else None


class Access:
    """Checks tokens and keeps sessions; safe to share between threads.

    `directory` holds the token file. `clock` gives the time as an aware datetime.
    """

    def __init__(self, directory: Path, clock: Callable[[], datetime]) -> None:
        self._file = directory / TOKEN_FILE
        self._clock = clock
        self._lock = Lock()
        self._expected = ""
        self._stamp: tuple[int, int, int] | None = None
        self._sessions: OrderedDict[str, Session] = OrderedDict()
        self._failures: OrderedDict[str, deque[datetime]] = OrderedDict()

    def check(self, token: str, peer: str) -> Verdict:
        """Compare a presented token in constant time; `peer` is the address it came from."""
        with self._lock:
            self._reread()
            # A missing token file compares against nothing: nobody passes.
            right = hmac.compare_digest(_digest(token[:_MAX_TOKEN_CHARS]), self._expected or "-")
            if right and len(token) <= _MAX_TOKEN_CHARS:
                return Verdict.RIGHT
            return Verdict.TOO_MANY if self._count_failure(peer) else Verdict.WRONG

    def begin_session(self) -> tuple[str, Session]:
        """A new session and the secret id for its cookie; call after a RIGHT verdict."""
        secret, now = secrets.token_urlsafe(32), self._clock()
        key = _digest(secret)
        session = Session(name=key[:8], csrf=secrets.token_urlsafe(24), begun_at=now, seen_at=now)
        with self._lock:
            self._reread()
            self._sessions[key] = session
            while len(self._sessions) > MAX_SESSIONS:
                self._sessions.popitem(last=False)
        return secret, session

    def session(self, secret: str) -> Session | None:
        """The live session of a cookie; None where it ended or never was."""
        key, now = _digest(secret), self._clock()
        with self._lock:
            self._reread()
            session = self._sessions.get(key)
            if session is None:
                return None
            if now - session.seen_at > SESSION_IDLE or now - session.begun_at > SESSION_LIFE:
                del self._sessions[key]
                return None
            session = Session(session.name, session.csrf, session.begun_at, now)
            self._sessions[key] = session
            self._sessions.move_to_end(key)
            return session

    def end_session(self, secret: str) -> None:
        """Sign out."""
        with self._lock:
            self._sessions.pop(_digest(secret), None)

    def _reread(self) -> None:
        """Follow the token file; a changed one ends every session."""
        try:
            info = self._file.stat()
            stamp = (info.st_ino, info.st_mtime_ns, info.st_size)
            if stamp == self._stamp:
                return
            expected = self._file.read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            stamp, expected = None, ""
        if expected != self._expected:
            self._sessions.clear()
        self._stamp, self._expected = stamp, expected

    def _count_failure(self, peer: str) -> bool:
        """Note a wrong token; whether this address has had its share for now."""
        now = self._clock()
        times = self._failures.setdefault(peer, deque(maxlen=FAILURES_A_MINUTE))
        self._failures.move_to_end(peer)
        while len(self._failures) > MAX_ADDRESSES:
            self._failures.popitem(last=False)
        while times and now - times[0] > timedelta(minutes=1):
            times.popleft()
        if len(times) == FAILURES_A_MINUTE:
            return True
        times.append(now)
        return False
