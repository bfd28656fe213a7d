"""What is done with a model server, decided without clock or process: facts in, the next state and an act out.

| state | seen | next | act |
|---|---|---|---|
| WAITING | the wait is over | STARTING | SPAWN |
| STARTING | it has ended | WAITING | none |
| STARTING | it answers | READY | none |
| STARTING | no answer within `start_timeout_s` | WAITING | KILL |
| READY | it has ended | WAITING | none |
| READY | no answer, `unhealthy_looks` times in a row | WAITING | KILL |
| READY | well for `restart_max_s` | READY | none; the next wait is the first again |

A wait is `restart_first_s`, doubled with each failure, at most `restart_max_s`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class State(StrEnum):
    """Where a server is."""

    WAITING = "waiting"  # for its next start
    STARTING = "starting"
    READY = "ready"
    STOPPED = "stopped"  # by us, for good


class Act(StrEnum):
    """What the runner is to do now."""

    NONE = "none"
    SPAWN = "spawn"
    KILL = "kill"


@dataclass(frozen=True, slots=True)
class Bounds:
    """Times in seconds and counts, from the settings."""

    start_timeout_s: float
    unhealthy_looks: int
    restart_first_s: float
    restart_max_s: float

    def wait_s(self, failures: int) -> float:
        """How long to wait after so many failures in a row, 1 or more."""
        return float(min(self.restart_max_s, self.restart_first_s * 2.0 ** min(failures - 1, 32)))


@dataclass(frozen=True, slots=True)
class Watch:
    """What is known of one server. `since_s` and `until_s` are on the runner's clock."""

    state: State = State.WAITING
    since_s: float = 0.0
    until_s: float = 0.0  # of a wait
    failures: int = 0  # in a row
    missed: int = 0  # looks in a row without an answer
    starts: int = 0
    reason: str = ""  # why it was last started again, in words for hospital IT


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look found."""

    now_s: float
    alive: bool
    healthy: bool | None = None  # None: nobody looked
    ended: str = ""  # how it ended, where it is not alive


def step(watch: Watch, seen: Seen, bounds: Bounds) -> tuple[Watch, Act]:
    """The next state, and what is to be done for it."""
    match watch.state:
        case State.WAITING:
            return _waiting(watch, seen)
        case State.STARTING:
            return _starting(watch, seen, bounds)
        case State.READY:
            return _ready(watch, seen, bounds)
        case State.STOPPED:
            return watch, Act.NONE


def _waiting(watch: Watch, seen: Seen) -> tuple[Watch, Act]:
    if seen.now_s < watch.until_s:
        return watch, Act.NONE
    began = replace(watch, state=State.STARTING, since_s=seen.now_s, missed=0, starts=watch.starts + 1)
    return began, Act.SPAWN


def _starting(watch: Watch, seen: Seen, bounds: Bounds) -> tuple[Watch, Act]:
    if not seen.alive:
        return failed(watch, seen.now_s, seen.ended or "it ended while starting", bounds), Act.NONE
    if seen.healthy:
        return replace(watch, state=State.READY, since_s=seen.now_s, missed=0), Act.NONE
    if seen.now_s - watch.since_s >= bounds.start_timeout_s:
        why = f"not ready {bounds.start_timeout_s:.0f} s after its start"
        return failed(watch, seen.now_s, why, bounds), Act.KILL
    return watch, Act.NONE


def _ready(watch: Watch, seen: Seen, bounds: Bounds) -> tuple[Watch, Act]:
    if not seen.alive:
        return failed(watch, seen.now_s, seen.ended or "it ended", bounds), Act.NONE
    if seen.healthy is None:
        return watch, Act.NONE
    if seen.healthy:
        well = seen.now_s - watch.since_s >= bounds.restart_max_s
        return replace(watch, missed=0, failures=0 if well else watch.failures), Act.NONE
    missed = watch.missed + 1
    if missed < bounds.unhealthy_looks:
        return replace(watch, missed=missed), Act.NONE
    return failed(watch, seen.now_s, f"no answer to {missed} looks at its health", bounds), Act.KILL


def failed(watch: Watch, now_s: float, reason: str, bounds: Bounds) -> Watch:
    """The wait after a failure."""
    failures = watch.failures + 1
    return replace(
        watch,
        state=State.WAITING,
        since_s=now_s,
        until_s=now_s + bounds.wait_s(failures),
        failures=failures,
        missed=0,
        reason=reason,
    )


def stopped(watch: Watch, now_s: float) -> Watch:
    """Told to stop: nothing is started any more."""
    return replace(watch, state=State.STOPPED, since_s=now_s)
