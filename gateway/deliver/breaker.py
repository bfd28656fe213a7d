"""A circuit breaker as a state table, without a clock: time comes in as an argument, in seconds that only grow.

    state      event                     next
    CLOSED     failure, n-th in a row    OPEN until now + open_s
    CLOSED     success                   CLOSED, count back to 0
    OPEN       allow, before the time    refused
    OPEN       allow, at the time        HALF_OPEN: this caller is the probe
    HALF_OPEN  allow                     refused while the probe is out (for at most open_s)
    HALF_OPEN  success                   CLOSED
    HALF_OPEN  failure                   OPEN until now + open_s
    HALF_OPEN  abandoned                 OPEN, the next caller may probe

A success or failure that comes in while OPEN belongs to a request sent before; a late success does not close
(the probe decides), a late failure does not extend. docs/decisions/0005 says why this is not a library.
"""

from __future__ import annotations

from enum import Enum
from threading import Lock


class BreakerState(Enum):
    """Whether requests pass."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"


class Breaker:
    """One destination's breaker; safe to share between threads."""

    def __init__(self, failures: int, open_s: float) -> None:
        self._limit = failures
        self._open_s = open_s
        self._lock = Lock()
        self._state = BreakerState.CLOSED
        self._in_a_row = 0
        self._until = 0.0  # OPEN: end of the pause; HALF_OPEN: when a probe without an answer is given up

    @property
    def state(self) -> BreakerState:
        """The state as of the last event."""
        return self._state

    def allow(self, now_s: float) -> bool:
        """Whether one request may go out now; True in OPEN makes the caller the probe."""
        with self._lock:
            if self._state is BreakerState.CLOSED:
                return True
            if now_s < self._until:
                return False
            self._state = BreakerState.HALF_OPEN
            self._until = now_s + self._open_s
            return True

    def succeeded(self) -> None:
        """The server answered as a server that works."""
        with self._lock:
            if self._state is not BreakerState.OPEN:
                self._state = BreakerState.CLOSED
                self._in_a_row = 0

    def failed(self, now_s: float) -> None:
        """No answer, or one that says that the server cannot work now."""
        with self._lock:
            if self._state is BreakerState.OPEN:
                return
            self._in_a_row += 1
            if self._state is BreakerState.HALF_OPEN or self._in_a_row >= self._limit:
                self._state = BreakerState.OPEN
                self._until = now_s + self._open_s

    def abandoned(self, now_s: float) -> None:
        """An allowed request never went out (our own error): another may be the probe."""
        with self._lock:
            if self._state is BreakerState.HALF_OPEN:
                self._state = BreakerState.OPEN
                self._until = now_s

    def closed_again_in(self, now_s: float) -> float:
        """Seconds until a request may be tried; 0 while closed."""
        with self._lock:
            return 0.0 if self._state is BreakerState.CLOSED else max(0.0, self._until - now_s)
