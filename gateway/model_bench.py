"""How fast a model reads pages, and what the gateway adds: the measurements of `kartebridge bench vlm`.

Three things, apart: making pages ready (processor time of one core), whole conversations with so many documents in
flight (pages and tokens a second), and the same first questions sent by our client and by a bare asynchronous one, turn
by turn in one run, so that what the gateway itself costs can be told from what the server does.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from inference.asking.converse import converse
from inference.asking.conversed import Conversed, How
from inference.asking.exchange import Exchange
from inference.asking.prepared import Prepared
from inference.asking.question import Model, Question, Reply
from inference.asking.schema import FIELDS
from inference.engines.chat import request_body
from inference.engines.dialects import TRAITS
from inference.engines.options import EngineOptions, ModelOptions
from inference.engines.replicas import address
from inference.extract import Recognised, recognise
from inference.extract_apart import ReadyToAsk, pages_to_recognise, prepare_document
from inference.types import DocumentRefused, ModelAway, PageLimits
from mappers.model import DocumentType

_SMI = ("nvidia-smi", "--query-gpu=memory.used,utilization.gpu", "--format=csv,noheader,nounits")


@dataclass(frozen=True, slots=True)
class Ready:
    """Documents ready to be asked about, and the processor seconds that took, recognition apart."""

    documents: tuple[Prepared, ...]
    pages: int
    pictures: int
    seconds: float
    recognised_pages: int
    refused: int


@dataclass(frozen=True, slots=True)
class Conversations:
    """What whole conversations took."""

    pages: int
    unread_pages: int
    seconds: float
    page_seconds: tuple[float, ...]  # of each document, by its pages
    cpu_seconds: float  # of this process
    questions: int
    prompt_tokens: int
    answer_tokens: int
    failed: int  # documents that ended without an answer
    gpu: tuple[tuple[float, float], ...] = ()  # MiB and per cent, once a second


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Requests a second of our client and of a bare one, medians of rounds taken in turn."""

    requests: int
    ours: float
    bare: float
    unanswered: int = 0

    @property
    def cost(self) -> float:
        """Share of the bare client's throughput that ours loses; below 0 where it is faster."""
        return 1 - self.ours / self.bare


def ready(files: Sequence[tuple[bytes, str]], model: ModelOptions, options: EngineOptions) -> Ready:
    """Every document made ready once; pages without a text layer are recognised first, which is not counted."""
    documents: list[Prepared] = []
    pages = recognised = refused = 0
    seconds = 0.0
    for data, media_type in files:
        try:
            wanted = pages_to_recognise(data, media_type, PageLimits()).numbers
            known = _recognised(data, media_type, wanted, options)
            begun = time.process_time()
            made: ReadyToAsk = prepare_document(
                data, media_type, PageLimits(), model.looks, options, recognised=known
            )
            seconds += time.process_time() - begun
        except DocumentRefused:
            refused += 1
            continue
        documents.append(made.prepared)
        pages += made.prepared.page_count
        recognised += len(wanted)
    pictures = sum(part.picture is not None for one in documents for part in one.parts)
    return Ready(tuple(documents), pages, pictures, seconds, recognised, refused)


def _recognised(data: bytes, media_type: str, numbers: tuple[int, ...], options: EngineOptions) -> Recognised:
    return recognise(data, media_type, PageLimits(), numbers, options) if numbers else ()


def conversations(documents: Sequence[Prepared], model: Model, how: How, in_flight: int) -> Conversations:
    """All documents asked about, so many at once, each to its end."""
    watch = _Gpu()
    begun, cpu = time.perf_counter(), time.process_time()
    with watch, ThreadPoolExecutor(in_flight) as pool:
        done = list(pool.map(lambda one: _timed(one, model, how), documents))
    seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
    said = [(found, took) for found, took in done if found is not None]
    return Conversations(
        sum(found.page_count for found, _ in said),
        sum(len(found.unread) for found, _ in said),
        seconds,
        tuple(took / max(found.page_count, 1) for found, took in said),
        cpu,
        sum(found.questions for found, _ in said),
        sum(found.prompt_tokens for found, _ in said),
        sum(found.answer_tokens for found, _ in said),
        len(done) - len(said),
        tuple(watch.seen),
    )


def _timed(prepared: Prepared, model: Model, how: How) -> tuple[Conversed | None, float]:
    begun = time.perf_counter()
    try:
        return converse(prepared, model, how), time.perf_counter() - begun
    except (ModelAway, DocumentRefused):
        return None, time.perf_counter() - begun


def first_questions(documents: Sequence[Prepared], how: How) -> list[Question]:
    """The question for the items of each part, as the first round asks it."""
    questions = []
    for one in documents:
        likely = next((kind for kind in (one.told, *one.likely) if kind in FIELDS), None)
        kind = likely or DocumentType.LAB_REPORT
        questions += [Exchange(part).question(one, kind, how) for part in one.parts]
    return questions


def side_by_side(
    questions: Sequence[Question], options: ModelOptions, model: Model, in_flight: int, rounds: int
) -> SideBySide:
    """The same questions by our client, from as many threads as are in flight, and by bare httpx, in turn."""
    served = options.served_name or options.name
    traits = TRAITS[options.dialect]
    bodies = [request_body(q, traits, served, system_turn=options.looks.system_turn) for q in questions]
    root = address(options.urls[0], options.name).root
    headers = {"content-type": "application/json"}
    if options.api_key:
        headers["authorization"] = f"Bearer {options.api_key}"
    unanswered = _ours(questions[:in_flight], model, in_flight)[1]  # warms caches and connections
    ours, bare = [], []
    for _ in range(rounds):
        seconds, missing = _ours(questions, model, in_flight)
        unanswered += missing
        ours.append(len(questions) / seconds)
        bare.append(
            len(bodies) / asyncio.run(_bare(bodies, f"{root}/v1/chat/completions", headers, in_flight))
        )
    return SideBySide(len(questions), statistics.median(ours), statistics.median(bare), unanswered)


def _ours(questions: Sequence[Question], model: Model, in_flight: int) -> tuple[float, int]:
    begun = time.perf_counter()
    with ThreadPoolExecutor(in_flight) as pool:
        answers = list(pool.map(lambda q: model.answer([q])[0], questions))
    return time.perf_counter() - begun, sum(not isinstance(answer, Reply) for answer in answers)


async def _bare(bodies: Sequence[bytes], url: str, headers: dict[str, str], in_flight: int) -> float:
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    places = asyncio.Semaphore(in_flight)
    async with httpx.AsyncClient(trust_env=False, timeout=None, limits=limits, headers=headers) as client:

        async def ask(body: bytes) -> None:
            async with places:
                (await client.post(url, content=body)).json()

        begun = time.perf_counter()
        await asyncio.gather(*(ask(body) for body in bodies))
        return time.perf_counter() - begun


@dataclass(slots=True)
class _Gpu:
    """Memory and utilisation of the first GPU, once a second while the context is open; nothing without one."""

    seen: list[tuple[float, float]] = field(default_factory=list)
    _ended: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __enter__(self) -> _Gpu:
        if any(Path(folder, _SMI[0]).is_file() for folder in ("/usr/bin", "/usr/local/bin")):
            self._thread = threading.Thread(target=self._watch, daemon=True)
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        if self._thread is not None:
            self._thread.join(5)

    def _watch(self) -> None:
        while not self._ended.wait(1.0):
            done = subprocess.run(_SMI, capture_output=True, text=True, timeout=5, check=False)
            line = done.stdout.splitlines()[:1] if done.returncode == 0 else []
            if line:
                memory, utilisation = line[0].split(",")
                self.seen.append((float(memory), float(utilisation)))
