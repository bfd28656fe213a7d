"""One token for all threads of a destination.

no token, or past its end        one thread fetches, the others wait for what it gets
near its end                     one thread fetches, the others go on with the old one
near its end, fetching fails     the old one is used until its end; no new try for RETRY_EARLY_S
refused by the server            forgotten, unless another took its place already
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Lock

from gateway.deliver.answer import Answer

EARLY_S = 60.0
"""A token is fetched again this long before its end (but not in the first half of its life)."""
RETRY_EARLY_S = 10.0
UNTOLD_LIFE_S = 300.0
"""Where the endpoint does not say how long a token lives (RFC 6749 §5.1: expires_in is only recommended)."""


class NoToken(Exception):
    """No token could be had; `answer` says why, without secrets."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.reason)
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Token:
    """An access token; times in seconds of the monotonic clock."""

    value: str = field(repr=False)
    ends_s: float
    renew_from_s: float

    @classmethod
    def living(cls, value: str, asked_s: float, life_s: float | None) -> Token:
        """A token that was asked for at `asked_s` and lives for `life_s` (None: nobody said)."""
        life_s = UNTOLD_LIFE_S if life_s is None else max(life_s, 1.0)
        return cls(value, asked_s + life_s, asked_s + life_s - min(EARLY_S, life_s / 2))


class Tokens:
    """The current token; safe to share between threads. `fetch` gets one, or raises NoToken."""

    def __init__(self, fetch: Callable[[], Token], monotonic: Callable[[], float]) -> None:
        self._fetch = fetch
        self._monotonic = monotonic
        self._lock = Lock()
        self._token: Token | None = None
        self._flight: Future[Token] | None = None  # a fetch that others may wait for
        self._not_early_before_s = 0.0

    def get(self) -> Token:
        """A token that has not ended; raises NoToken."""
        with self._lock:
            token = self._living()
            if token and (
                self._flight or self._monotonic() < max(token.renew_from_s, self._not_early_before_s)
            ):
                return token
            flight, mine = self._flight, self._flight is None
            if flight is None:
                flight = self._flight = Future()
        if mine:
            self._fetch_for_all(flight)
        try:
            return flight.result()
        except NoToken as error:
            raise NoToken(error.answer) from None  # each thread its own: one traceback is not for all to grow

    def refused(self, value: str) -> None:
        """The server took no request with this token: fetch another next time."""
        with self._lock:
            if self._token is not None and self._token.value == value:
                self._token = None

    def _living(self) -> Token | None:
        return self._token if self._token is not None and self._monotonic() < self._token.ends_s else None

    def _fetch_for_all(self, flight: Future[Token]) -> None:
        try:
            token = self._fetch()
        except BaseException as error:  # noqa: BLE001 - told to every thread that waits, this one among them
            with self._lock:
                self._flight = None
                self._not_early_before_s = self._monotonic() + RETRY_EARLY_S
                old = self._living()
            if old is not None and isinstance(error, NoToken):
                flight.set_result(old)
            else:
                flight.set_exception(error)
            return
        with self._lock:
            self._token, self._flight = token, None
        flight.set_result(token)
