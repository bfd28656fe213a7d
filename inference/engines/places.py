"""Waiting for a free place on a replica, first come first served. For one event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

from inference.engines.replicas import Replica, Replicas


class Places:
    """Hands each free place to the question that waited longest and may have it."""

    def __init__(self, replicas: Replicas, loop: asyncio.AbstractEventLoop) -> None:
        self._replicas = replicas
        self._loop = loop
        self._waiting: dict[asyncio.Future[Replica | None], Collection[Replica]] = {}

    async def take(self, tried: Collection[Replica] = ()) -> Replica | None:
        """A place; None as soon as no healthy replica is left that was not tried."""
        if not self._waiting and (found := self._replicas.take(self._loop.time(), tried)):
            return found
        turn: asyncio.Future[Replica | None] = self._loop.create_future()
        self._waiting[turn] = tried
        self.hand_out()
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and (given := turn.result()):
                self.give_back(given)
            raise
        finally:
            self._waiting.pop(turn, None)

    def give_back(self, replica: Replica) -> None:
        """A question ended."""
        self._replicas.give_back(replica)
        self.hand_out()

    def rest(self, replica: Replica, seconds: float) -> None:
        """Leave a busy replica alone; who waits for it goes on after that."""
        self._replicas.rest(replica, self._loop.time() + seconds)
        self._loop.call_later(seconds + 0.001, self.hand_out)

    def hand_out(self) -> None:
        """Give what is free, and None to those for whom nothing will be."""
        for turn, tried in list(self._waiting.items()):
            if turn.done():
                continue
            found = self._replicas.take(self._loop.time(), tried)
            if found is None and self._replicas.candidates(tried):
                if not tried:
                    return  # nothing is free: nothing for those behind either
                continue
            del self._waiting[turn]
            turn.set_result(found)
