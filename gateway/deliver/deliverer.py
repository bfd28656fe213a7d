"""One sender a destination: takes what is due, sends several at once, and comes back until all is done.

Invariants: of several nodes on one database one sends to a destination (`gateway.deliver.lease`); within a patient
(`order_key`) nothing overtakes (the store gives out only the head of each, and never two of a patient or subject are
under way together); a patient whose bundle fails holds up no other; a delivery ends only as delivered or dead, and
tries do not end; what was under way when the process died is still pending and goes again (what is sent has ids of our
making: sending twice changes nothing). Waits grow twofold from `retry_first_s` to `retry_max_s`, with jitter, so that a
server that comes back is not met by everybody at once. What another process changes in the store (a pause, a resend) is
seen at the next look, within `look_s`. Outcomes that come in while others are committed are written down together, in
the next transaction.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import BoundedSemaphore, Event, Lock, Thread

import structlog
from sqlalchemy import Engine

from gateway.deliver import kinds
from gateway.deliver.answer import Answer, Client, Result
from gateway.deliver.breaker import Breaker, BreakerState
from gateway.deliver.lease import RENEW_S, THIS_PROCESS, Lease
from gateway.errors import KartebridgeError
from gateway.settings_destinations import AnyDestination
from gateway.settings_network import Network
from gateway.store import deliveries, pauses
from gateway.store.blobs import BlobStore
from gateway.store.deliveries import DeliveryRow, End
from gateway.store.groups import GroupCommit
from gateway.store.leases import Node
from gateway.store.schema import DeliveryState

IN_FLIGHT = 4
LONGEST_SLEEP_S = 60.0
LOOK_S = 2.0
"""How soon a sender sees what another process changed in the store: a pause, a resend."""
STORE_PAUSE_S = 5.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Backoff:
    """Waits between tries, in seconds."""

    first_s: float
    max_s: float

    def wait_s(self, tries: int, jitter: float) -> float:
        """The wait after the `tries`-th try (1-based); `jitter` in 0..1 takes off up to a half."""
        longest = min(self.max_s, self.first_s * 2.0 ** min(tries - 1, 30))
        return longest * (1 - jitter / 2)

    def longest_s(self, jitter: float) -> float:
        """The wait where trying soon cannot help."""
        return self.wait_s(31, jitter)


class Deliverer:
    """The sender of one destination. `start`, `poke` when there is new work, `stop`; not restartable.

    `clock` gives the time with its zone (what the store's due times are compared with); `monotonic` gives seconds
    for the breaker.
    """

    def __init__(
        self,
        destination: AnyDestination,
        engine: Engine,
        blobs: BlobStore,
        *,
        clock: Callable[[], datetime],
        client: Client | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        rng: random.Random | None = None,
        in_flight: int = IN_FLIGHT,
        look_s: float = LOOK_S,
        network: Network | None = None,
        audited: bool = True,
        node: Node = THIS_PROCESS,
    ) -> None:
        """Raises SiteError where a file that the destination names cannot be read.

        Not `audited`: whoever has the client sees to the audit events.
        """
        self.name = destination.name
        self._address = kinds.address(destination) if audited else ""
        self.breaker = Breaker(destination.breaker_failures, destination.breaker_open_s)
        self._engine = engine
        self._blobs = blobs
        self._clock = clock
        self._monotonic = monotonic
        self._client = client or kinds.client(destination, network)
        self._lease = Lease(engine, destination.name, node, destination.timeout_s, clock, monotonic)
        self._elsewhere = False  # another node delivers
        self._backoff = Backoff(destination.retry_first_s, destination.retry_max_s)
        self._rng = rng or random.Random()
        # While the outcomes of some are written down (a commit waits for the disk), as many others are on the wire, and
        # as many wait for their turn: a look costs as much for one as for several.
        self._limit = 3 * in_flight
        self._worth_a_look = in_flight
        self._sending = BoundedSemaphore(in_flight)
        self._look_s = look_s
        self.looks = 0  # at what may go; grows for ever
        self._wake = Event()
        self._stopping = Event()
        self._lock = Lock()
        self._ends = GroupCommit(self._end)
        self._under_way: dict[str, DeliveryRow] = {}
        self._resting_until_s = 0.0  # monotonic; the server asked everybody to wait
        self._pool = ThreadPoolExecutor(self._limit, thread_name_prefix=f"deliver-{self.name}")
        self._thread = Thread(target=self._run, name=f"deliver-{self.name}", daemon=True)

    def start(self) -> None:
        """Begin; deliveries left pending by an earlier run go first, they are the oldest."""
        self._thread.start()

    def poke(self) -> None:
        """There may be new work: look now."""
        self._wake.set()

    def stop(self, timeout_s: float = 10.0) -> bool:
        """Send nothing more, let what is under way end; False where it had to be broken off."""
        self._stopping.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        self._pool.shutdown(wait=False, cancel_futures=True)
        deadline = self._monotonic() + timeout_s
        while self.busy() and self._monotonic() < deadline:
            self._wake.wait(0.05)
            self._wake.clear()
        ended = not self._thread.is_alive() and not self.busy()
        self._client.close()  # breaks off what is still under way: it stays pending
        self._ends.stop()
        if ended:
            with suppress(KartebridgeError):  # then it runs out by itself
                self._lease.give_back()
        return ended

    def busy(self) -> int:
        """Deliveries that are under way now: sent, waiting for their turn, or being written down."""
        with self._lock:
            return len(self._under_way)

    def _run(self) -> None:
        while not self._stopping.is_set():
            # Cleared before looking: a poke during the look is kept for the wait below.
            self._wake.clear()
            try:
                sleep_s = self._send_due()
            except Exception as error:  # the sender must outlive whatever the store does
                log.error("deliveries cannot be looked up", destination=self.name, exc_info=error)
                sleep_s = STORE_PAUSE_S
            if sleep_s > 0:
                self._wake.wait(sleep_s)

    def _send_due(self) -> float:
        """Start what may start now; seconds until it is worth looking again (a poke comes sooner)."""
        now_s = self._monotonic()
        rest_s = max(self._resting_until_s - now_s, self.breaker.closed_again_in(now_s))
        if rest_s > 0:
            return min(rest_s, LONGEST_SLEEP_S)
        # Taken before the look: what ends in between is written down by then, so the look knows.
        with self._lock:
            under_way = list(self._under_way.values())
        if under_way:
            self._lease.keep()
        free = self._limit - len(under_way)
        if free < self._worth_a_look:
            return RENEW_S  # one that ends wakes us
        self.looks += 1
        if pauses.is_paused(self._engine, self.name):
            return self._look_s
        found = self._due()
        ready = _apart(found, under_way)[:free]
        for row in ready:
            if not self.breaker.allow(self._monotonic()):
                return min(self.breaker.closed_again_in(self._monotonic()), LONGEST_SLEEP_S)
            with self._lock:
                self._under_way[row.id] = row
            self._pool.submit(self._deliver, row)
        return self._sleep_s(bool(under_way or ready))

    def _due(self) -> list[DeliveryRow]:
        """What may go, where this node is the one that delivers; it becomes that when there is something to send."""
        held = self._lease.lasts()
        found = self._look()
        if not found:
            return []
        elsewhere = not self._lease.keep()
        if elsewhere != self._elsewhere:
            self._elsewhere = elsewhere
            log.info("another node delivers" if elsewhere else "this node delivers", destination=self.name)
        if elsewhere:
            return []
        return found if held else self._look()  # another may have ended them before we took the lease

    def _look(self) -> list[DeliveryRow]:
        many = self._limit + self._worth_a_look
        return deliveries.due(self._engine, self.name, self._clock(), many)

    def _sleep_s(self, working: bool) -> float:
        if working:
            # What is under way is still the head of its patient, so its due time says nothing; ends wake us.
            # Others may fall due meanwhile: look again before long.
            return min(1.0, self._look_s)
        next_at = deliveries.next_due_at(self._engine, self.name)
        if next_at is None:
            return self._look_s
        if self._elsewhere:
            return self._look_s
        return min(max((next_at - self._clock()).total_seconds(), 0.0), self._look_s)

    def _deliver(self, row: DeliveryRow) -> None:
        """One try, in a thread of the pool: whatever happens, the delivery is free again afterwards."""
        try:
            with self._sending:
                if self._must_wait():
                    return  # decided while it waited for its turn; still pending, not a try
                answer = self._client.send(self._blobs.get(row.bundle_digest), self._clock())
            self._settle(row, answer)
        except Exception as error:  # a worker thread has nobody to raise to
            log.error("delivery interrupted", destination=self.name, delivery=row.id, exc_info=error)
            self._put_off(row, error)
        finally:
            with self._lock:
                self._under_way.pop(row.id, None)
            self._wake.set()

    def _must_wait(self) -> bool:
        resting = self._monotonic() < self._resting_until_s or not self._lease.lasts()
        return self._stopping.is_set() or resting or self.breaker.state is BreakerState.OPEN

    def _settle(self, row: DeliveryRow, answer: Answer) -> None:
        """Tell the breaker first, it must not depend on the store; then write down what became of it."""
        if answer.server_works:
            self.breaker.succeeded()
        else:
            was = self.breaker.state
            self.breaker.failed(self._monotonic())
            if self.breaker.state is BreakerState.OPEN and was is BreakerState.CLOSED:
                log.warning("circuit breaker opened", destination=self.name, reason=answer.reason)
        if answer.retry_after_s is not None:
            self._resting_until_s = self._monotonic() + answer.retry_after_s
        now, tries = self._clock(), row.attempts + 1
        left = None if answer.remaining is None else self._blobs.put(answer.remaining)
        facts = {"destination": self.name, "delivery": row.id, "message": row.message_id, "tries": tries}
        if answer.result is Result.DELIVERED:
            self._ends.put(End(row.id, DeliveryState.DELIVERED, now, address=self._address))
            log.info("delivered", **facts)
        elif answer.result is Result.DEAD:
            ended = End(row.id, DeliveryState.DEAD, now, answer.reason, answer.outcome, left, self._address)
            self._ends.put(ended)
            log.error("delivery refused", reason=answer.reason, **facts)
        else:
            jitter = self._rng.random()
            wait_s = self._backoff.longest_s(jitter) if answer.slow else self._backoff.wait_s(tries, jitter)
            wait_s = max(wait_s, answer.retry_after_s or 0.0)
            deliveries.mark_retry(
                self._engine,
                row.id,
                now=now,
                next_at=now + timedelta(seconds=wait_s),
                reason=answer.reason,
                outcome=answer.outcome,
                bundle_digest=left,
            )
            log.warning("delivery put off", reason=answer.reason, wait_s=round(wait_s, 1), **facts)

    def _end(self, ends: Sequence[End]) -> Sequence[None]:
        deliveries.end(self._engine, ends)
        return [None] * len(ends)

    def _put_off(self, row: DeliveryRow, error: Exception) -> None:
        """After an error of our own (blob or database away): try again later, and say why if that can be said."""
        self.breaker.abandoned(self._monotonic())
        reason = (
            str(error) if isinstance(error, KartebridgeError) else f"our own error: {type(error).__name__}"
        )
        now = self._clock()
        try:
            deliveries.mark_retry(
                self._engine,
                row.id,
                now=now,
                next_at=now + timedelta(seconds=self._backoff.wait_s(row.attempts + 1, self._rng.random())),
                reason=reason,
            )
        except Exception as second:  # still pending in the store: it goes again
            log.error("delivery state not written", destination=self.name, delivery=row.id, exc_info=second)
            self._stopping.wait(STORE_PAUSE_S)


def _apart(found: Sequence[DeliveryRow], under_way: Sequence[DeliveryRow]) -> list[DeliveryRow]:
    """Those that share neither patient nor subject with one under way, nor with one before them.

    A head may change while the one before is out (a person revived an older one), and a subject may change its
    patient's number: sent side by side, the older might arrive last.
    """
    taken = {key for row in under_way for key in _keys(row)}
    apart = []
    for row in found:
        if taken.isdisjoint(_keys(row)):
            apart.append(row)
            taken |= _keys(row)
    return apart


def _keys(row: DeliveryRow) -> set[tuple[str, str]]:
    keys = {("order", row.order_key)}
    return keys | {("subject", row.subject)} if row.subject else keys


class Deliverers:
    """All destinations' senders."""

    def __init__(self, senders: Sequence[Deliverer]) -> None:
        self._senders = {sender.name: sender for sender in senders}

    @classmethod
    def of(
        cls,
        destinations: Sequence[AnyDestination],
        engine: Engine,
        blobs: BlobStore,
        clock: Callable[[], datetime],
        network: Network | None = None,
        node: Node = THIS_PROCESS,
    ) -> Deliverers:
        """One sender for each configured destination. Raises SiteError for files that cannot be read."""
        return cls(
            [Deliverer(d, engine, blobs, clock=clock, network=network, node=node) for d in destinations]
        )

    def start(self) -> None:
        """Begin with all."""
        for sender in self._senders.values():
            sender.start()

    def poke(self, destination: str | None = None) -> None:
        """There may be new work for one destination, or for all."""
        for name, sender in self._senders.items():
            if destination in (None, name):
                sender.poke()

    def breakers(self) -> Mapping[str, str]:
        """Each destination's breaker state: closed, open, half-open."""
        return {name: sender.breaker.state.value for name, sender in self._senders.items()}

    def stop(self, timeout_s: float = 10.0) -> bool:
        """Stop all at once; False where one did not end within the time."""
        if not self._senders:
            return True
        with ThreadPoolExecutor(len(self._senders)) as stopping:
            return all(list(stopping.map(lambda sender: sender.stop(timeout_s), self._senders.values())))
