"""Group commit: many callers, one transaction, and a lone caller waits for nobody's thread.

Whoever finds nothing being committed commits its own item on its own thread. What arrives meanwhile queues up
and is committed as one group by a thread that takes over until the queue is empty, so that no caller works
for others for ever. Nothing is delayed on purpose.

Invariant: while nobody commits, the queue is empty.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Condition, Thread
from typing import Generic, TypeVar

from gateway.errors import DependencyAway, KartebridgeError, StoreAway

New = TypeVar("New")
Done = TypeVar("Done")

MAX_GROUP = 200
"""Items in one transaction; bounds the wait of the first in the group."""


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[New, Done]):
    new: New
    answer: Future[Done]


class GroupCommit(Generic[New, Done]):
    """Hands groups to `commit`, one at a time, for any number of threads and asyncio tasks; `stop` when done.

    `commit` gets items in order of arrival and gives one result for each, or raises and has then kept none.
    It runs on a caller's thread or on ours. Where a group of several fails for a reason of their own (not
    DependencyAway), each is committed alone, so that one of them cannot hurt the others.
    """

    def __init__(self, commit: Callable[[Sequence[New]], Sequence[Done]]) -> None:
        self._commit = commit
        self._queue: deque[_Waiting[New, Done]] = deque()
        self._changed = Condition()
        self._committing = False  # by a caller or, when handed on, by the thread
        self._handed_on = False
        self._stopping = False
        self._thread = Thread(target=self._run, name="group-commit", daemon=True)
        self._thread.start()

    @property
    def queued(self) -> int:
        """Items that wait for the commit now running."""
        return len(self._queue)

    def put(self, new: New) -> Done:
        """Block until the item is committed; its result.

        Raises what `commit` raised, as an error of the tree, or StoreAway when stopped: nothing was kept then.
        """
        waiting, first = self._enqueue(new)
        if first:
            self._lead()
        return waiting.answer.result()

    async def put_async(self, new: New) -> Done:
        """`put` for asyncio: the same groups, without holding the caller's thread."""
        waiting, first = self._enqueue(new)
        if first:
            self._hand_on()
        return await asyncio.wrap_future(waiting.answer)

    def stop(self) -> None:
        """Commit what is queued, refuse what comes later, and end the thread. May be called again."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        self._thread.join()

    def _enqueue(self, new: New) -> tuple[_Waiting[New, Done], bool]:
        """The item queued, and whether its caller must see to the commit."""
        waiting: _Waiting[New, Done] = _Waiting(new, Future())
        with self._changed:
            if self._stopping:
                raise StoreAway("the gateway is stopping; send again when it is back")
            self._queue.append(waiting)
            first = not self._committing
            self._committing = True
        return waiting, first

    def _lead(self) -> None:
        """One group, on the caller's thread; what queued up meanwhile goes to ours."""
        try:
            self._answer(self._take())
        finally:
            self._hand_on()

    def _hand_on(self) -> None:
        with self._changed:
            if self._queue:
                self._handed_on = True
            else:
                self._committing = False
            if self._handed_on or self._stopping:
                self._changed.notify_all()

    def _take(self) -> list[_Waiting[New, Done]]:
        """The next group; a sender that gave up while waiting (a cancelled task) is left out."""
        with self._changed:
            group = [self._queue.popleft() for _ in range(min(len(self._queue), MAX_GROUP))]
        return [waiting for waiting in group if waiting.answer.set_running_or_notify_cancel()]

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._handed_on or (self._stopping and not self._committing))
                if not self._handed_on:
                    return
                if not self._queue:
                    self._handed_on = self._committing = False
                    continue
            self._answer(self._take())

    def _answer(self, group: Sequence[_Waiting[New, Done]]) -> None:
        if not group:
            return
        try:
            done = self._commit([waiting.new for waiting in group])
        except Exception as error:  # noqa: BLE001  # every caller awaits an answer, whatever happened
            if len(group) > 1 and not isinstance(error, DependencyAway):
                for waiting in group:
                    self._answer([waiting])
                return
            for waiting in group:
                waiting.answer.set_exception(_own(error))
        else:
            for waiting, result in zip(group, done, strict=True):
                waiting.answer.set_result(result)
        finally:
            for waiting in group:  # an interrupt took this thread: the others must not wait for ever
                if not waiting.answer.done():
                    waiting.answer.set_exception(StoreAway("the commit was interrupted; send again"))


def _own(error: Exception) -> Exception:
    """An error of the tree as it is; another library's as StoreAway, so that the peer gets a true status."""
    if isinstance(error, KartebridgeError):
        return error
    ours = StoreAway(f"the message could not be kept ({type(error).__name__}); see the log")
    ours.__cause__ = error
    return ours
