"""Replicas of one model: which gets the next question, which is left out until it works again. No I/O, no clock.

Least outstanding first, ties by lot; never more than `concurrency` at once on one. A replica that nobody can
connect to, or whose health check fails, is out at once; one whose check is merely slow (a server under load) is
out after three; a good check brings it back. A busy one (429) is left alone as long as it asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum
from random import Random
from urllib.parse import unquote, urlsplit

SLOW_CHECKS = 3


class Check(Enum):
    """What a health check found."""

    GOOD = "good"
    SLOW = "slow"  # no answer in time
    BAD = "bad"  # nobody there, or an answer of 5xx


@dataclass(frozen=True, slots=True)
class Address:
    """A base URL, taken apart so that nothing secret stands in what is shown."""

    root: str  # scheme, host, port and path, without /v1 and credentials
    shown: str  # host and port
    login: tuple[str, str] | None = None


def address(url: str, model: str) -> Address:
    """The parts of a base URL, with or without /v1. Raises ValueError naming the model, never the URL."""
    wrong = ValueError(f"models: {model}: urls must be like http://gpu1.hospital.local:8000 (http or https)")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise wrong from None
    if parts.scheme not in ("http", "https") or not host:
        raise wrong
    shown = f"[{host}]" if ":" in host else host
    shown += f":{port}" if port else ""
    path = parts.path.rstrip("/").removesuffix("/v1")
    login = (unquote(parts.username or ""), unquote(parts.password or "")) if parts.username else None
    return Address(f"{parts.scheme}://{shown}{path}", shown, login)


@dataclass(eq=False, slots=True)
class Replica:
    """One server and what is known of it."""

    address: Address
    outstanding: int = 0
    healthy: bool = True
    slow_checks: int = 0
    rests_until: float = 0.0


class Replicas:
    """The replicas of one model. Not thread-safe: one event loop owns it."""

    def __init__(self, addresses: Sequence[Address], concurrency: int, random: Random) -> None:
        self.all = tuple(Replica(one) for one in addresses)
        self._concurrency = max(1, concurrency)
        self._random = random

    def take(self, now: float, tried: Collection[Replica] = ()) -> Replica | None:
        """The replica for the next question, one place of it taken; None where none has a free place now."""
        free = [
            replica
            for replica in self.candidates(tried)
            if replica.outstanding < self._concurrency and replica.rests_until <= now
        ]
        if not free:
            return None
        least = min(replica.outstanding for replica in free)
        chosen = self._random.choice([replica for replica in free if replica.outstanding == least])
        chosen.outstanding += 1
        return chosen

    def give_back(self, replica: Replica) -> None:
        """The place of a question that ended."""
        replica.outstanding -= 1

    def candidates(self, tried: Collection[Replica] = ()) -> list[Replica]:
        """Healthy replicas that were not tried, whether they have a free place or not."""
        return [replica for replica in self.all if replica.healthy and replica not in tried]

    def unreachable(self, replica: Replica) -> None:
        """A question could not be brought to it."""
        replica.healthy = False

    def rest(self, replica: Replica, until: float) -> None:
        """It is busy and wants to be left alone until then."""
        replica.rests_until = max(replica.rests_until, until)

    def checked(self, replica: Replica, check: Check) -> bool:
        """Take a health check's finding; whether the replica left or came back by it."""
        before = replica.healthy
        replica.slow_checks = replica.slow_checks + 1 if check is Check.SLOW else 0
        if check is Check.GOOD:
            replica.healthy = True
        elif check is Check.BAD or replica.slow_checks >= SLOW_CHECKS:
            replica.healthy = False
        return replica.healthy is not before
