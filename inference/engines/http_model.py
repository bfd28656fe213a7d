"""A model behind HTTP servers of the OpenAI chat API: vLLM, SGLang, llama.cpp, Ollama, LM Studio, LiteLLM.

One event loop in a thread of its own serves all callers. Only the configured hosts are contacted: no redirects, no
proxies from the environment. A question has one time limit from sending to the last byte; when it passes, when the
caller is interrupted or the model is closed, the connection is closed, which makes the server stop generating.

A question that fails on one replica goes to another once; to the same one only where that helps (it was busy, or
dropped the connection). A replica found sick gives its running questions back at once.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass
from random import Random

import httpx

from inference.asking.question import Answer, Fault, FaultKind, Question
from inference.engines.chat import BROKEN, cannot_continue, reply, request_body
from inference.engines.chat_stream import ChatStream
from inference.engines.dialects import TRAITS
from inference.engines.health import check, version
from inference.engines.options import ModelOptions
from inference.engines.places import Places
from inference.engines.refusals import pause_s, refusal
from inference.engines.replicas import Check, Replica, Replicas, address
from mappers.model import EngineInfo

MAX_ANSWER_BYTES = 32 * 1024**2
TRIES = 2
CHECK_EVERY_S = 5.0
CHECK_AGAIN_S = 0.5  # with no healthy replica, a question looks again, but not more often than this
KEEP_ALIVE_S = 4.0  # less than uvicorn's 5: a connection is not reused while the server closes it


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What one try gave, and where another may help."""

    answer: Answer
    elsewhere: bool = False
    here: bool = False


class HttpModel:
    """A `Model` over HTTP; safe for any number of threads. Threads and connections start with the first question."""

    def __init__(
        self,
        options: ModelOptions,
        *,
        clock: Callable[[], float] = time.monotonic,
        random: Random | None = None,
        check_every_s: float = CHECK_EVERY_S,
    ) -> None:
        """Raises ValueError where an address is missing or is none."""
        if not options.urls:
            raise ValueError(f"models: {options.name}: urls is empty: name the model server's address")
        self._options = options
        self._traits = TRAITS[options.dialect]
        self._clock = clock
        self._check_every_s = check_every_s
        addresses = [address(url, options.name) for url in options.urls]
        self._replicas = Replicas(addresses, options.concurrency, random or Random())
        self._running: dict[Replica, set[asyncio.Timeout]] = {one: set() for one in self._replicas.all}
        self._version = ""
        self._last_look = -CHECK_AGAIN_S
        self._lock = threading.Lock()
        self._closed = False
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop
        self._http: httpx.AsyncClient
        self._places: Places
        self._look: asyncio.Task[None] | None = None
        self._watching: asyncio.Task[None]

    @property
    def info(self) -> EngineInfo:
        """The server's version is known from the first question on, where it tells one."""
        options = self._options
        name = options.served_name or options.name
        return EngineInfo(options.engine, self._version, name, options.weights_digest)

    def reachable(self) -> dict[str, bool]:
        """Whether each server answers, by its host and port, as the last question or health check found."""
        return {replica.address.shown: replica.healthy for replica in self._replicas.all}

    def answer(self, questions: Sequence[Question]) -> list[Answer]:
        """Answers in order; all wait at most for their own time limit and for a free place."""
        if not questions:
            return []
        with self._lock:
            if self._closed:
                return [_closed(self._options)] * len(questions)
            self._start()
            asked = asyncio.run_coroutine_threadsafe(self._side_by_side(questions), self._loop)
        try:
            return asked.result()
        except CancelledError:
            return [_closed(self._options)] * len(questions)
        finally:
            asked.cancel()  # an interrupted caller takes its questions back; no effect on a finished one

    def close(self) -> None:
        """Take every question back and let all connections go. Who waits gets a Fault."""
        with self._lock:
            self._closed = True
            thread, self._thread = self._thread, None
            if thread is not None:
                self._loop.call_soon_threadsafe(self._loop.stop)
        if thread is not None:
            thread.join()

    def _start(self) -> None:
        if self._thread is None:
            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(target=self._run, name=f"model-{self._options.name}", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._places = Places(self._replicas, self._loop)
        self._http = httpx.AsyncClient(
            trust_env=False,
            follow_redirects=False,
            headers=self._headers(),
            timeout=httpx.Timeout(None, connect=self._options.connect_timeout_s),
            limits=httpx.Limits(
                max_connections=None, max_keepalive_connections=None, keepalive_expiry=KEEP_ALIVE_S
            ),
        )
        self._watching = self._loop.create_task(self._watch())
        try:
            self._loop.run_forever()
        finally:
            self._loop.run_until_complete(self._end())
            self._loop.close()

    def _headers(self) -> dict[str, str]:
        key = self._options.api_key
        plain = {"content-type": "application/json", "accept-encoding": "identity"}
        return {**plain, "authorization": f"Bearer {key}"} if key else plain

    async def _end(self) -> None:
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._http.aclose()
        await self._loop.shutdown_asyncgens()

    async def _side_by_side(self, questions: Sequence[Question]) -> list[Answer]:
        if self._look is None or not self._replicas.candidates():
            await self._look_again()
        if len(questions) == 1:
            return [await self._ask(questions[0])]
        return list(await asyncio.gather(*map(self._ask, questions)))

    async def _ask(self, question: Question) -> Answer:
        if fault := cannot_continue(question, self._traits):
            return fault
        body = b""
        tried: list[Replica] = []
        answer: Answer = _away(self._options, [one.address.shown for one in self._replicas.all])
        for _ in range(TRIES):
            replica = await self._places.take(tried)
            if replica is None:
                break
            try:
                # Written when it is sent, and once: a thousand waiting questions hold no second copy of their pages.
                body = body or request_body(
                    question,
                    self._traits,
                    self._options.served_name or self._options.name,
                    system_turn=self._options.looks.system_turn,
                )
                outcome = await self._try(replica, body)
            finally:
                self._places.give_back(replica)
            answer = outcome.answer
            others = self._replicas.candidates([*tried, replica])
            if not (outcome.elsewhere and others) and not outcome.here:
                break
            tried = [*tried, replica] if others else tried
        return answer

    async def _try(self, replica: Replica, body: bytes) -> _Outcome:
        """Send to one replica. Every way to fail ends here."""
        shown, limit_s = replica.address.shown, self._options.timeout_s
        try:
            async with asyncio.timeout(limit_s) as limit:
                self._running[replica].add(limit)
                return await self._exchange(replica, body)
        except TimeoutError:
            if not replica.healthy:
                return _Outcome(_dropped(shown), elsewhere=True)
            reason = f"did not finish in {limit_s:g} s: lower concurrency or raise timeout_s"
            return _Outcome(Fault(FaultKind.TIMEOUT, f"the model server at {shown} {reason}"))
        except (httpx.ConnectError, httpx.ConnectTimeout):
            self._left(replica)
            reason = f"nobody answers at {shown}: start the model server or correct urls"
            return _Outcome(Fault(FaultKind.AWAY, reason), elsewhere=True)
        except httpx.TransportError:
            return _Outcome(_dropped(shown), elsewhere=True, here=True)
        finally:
            self._running[replica].discard(limit)

    async def _exchange(self, replica: Replica, body: bytes) -> _Outcome:
        began = self._clock()
        place = replica.address
        url = f"{place.root}/v1/chat/completions"
        request = self._http.build_request("POST", url, content=body)
        auth = httpx.BasicAuth(*place.login) if place.login else httpx.USE_CLIENT_DEFAULT
        response = await self._http.send(request, stream=True, auth=auth)
        try:
            streamed = response.headers.get("content-type", "").startswith("text/event-stream")
            stream, parts, size = ChatStream() if streamed else None, list[bytes](), 0
            async for part in response.aiter_raw():
                size += len(part)
                if size > MAX_ANSWER_BYTES:
                    return _Outcome(BROKEN, elsewhere=True)
                stream.feed(part) if stream else parts.append(part)
        finally:
            await response.aclose()
        seconds = self._clock() - began
        if response.status_code == httpx.codes.OK:
            answer = stream.reply(seconds=seconds) if stream else reply(b"".join(parts), seconds=seconds)
            return _Outcome(answer, elsewhere=isinstance(answer, Fault))
        pause = pause_s(response.status_code, response.headers.get("retry-after", ""))
        if pause is not None:
            self._places.rest(replica, pause)
        fault = refusal(response.status_code, b"".join(parts), place.shown)
        again = fault.kind in (FaultKind.AWAY, FaultKind.BROKEN)
        return _Outcome(fault, elsewhere=again, here=pause is not None)

    def _left(self, replica: Replica) -> None:
        """It is away: nobody waits for it, and what runs there is taken back."""
        self._replicas.unreachable(replica)
        for limit in self._running[replica]:
            with contextlib.suppress(RuntimeError):  # it ends at this very moment
                limit.reschedule(self._loop.time())
        self._places.hand_out()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(self._check_every_s)
            await self._check_all()

    async def _look_again(self) -> None:
        """Check all replicas now; who comes meanwhile waits for the same look."""
        if self._look is None or (self._look.done() and self._clock() - self._last_look >= CHECK_AGAIN_S):
            self._look = self._loop.create_task(self._check_all())
        await asyncio.shield(self._look)

    async def _check_all(self) -> None:
        await asyncio.gather(*map(self._check, self._replicas.all))
        self._last_look = self._clock()

    async def _check(self, replica: Replica) -> None:
        found = await check(self._http, replica.address, self._traits.health_path)
        if found is Check.GOOD and not self._version and self._traits.version_path:
            self._version = await version(self._http, replica.address, self._traits.version_path)
        if self._replicas.checked(replica, found):
            if replica.healthy:
                self._places.hand_out()
            else:
                self._left(replica)


def _away(options: ModelOptions, shown: Sequence[str]) -> Fault:
    where = ", ".join(shown)
    reason = f"no server of the model {options.name} answers ({where}): start it or correct urls"
    return Fault(FaultKind.AWAY, reason)


def _dropped(shown: str) -> Fault:
    reason = f"the model server at {shown} dropped the connection: see whether it was restarted, read its log"
    return Fault(FaultKind.DROPPED, reason)


def _closed(options: ModelOptions) -> Fault:
    return Fault(FaultKind.AWAY, f"the model {options.name} was closed while the gateway stops")
