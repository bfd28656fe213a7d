"""Everything that answers: scripted servers, a real vLLM, transformers in process, a server of one's own.

The last is any running server of one's own: KARTEBRIDGE_MODEL_URL, with KARTEBRIDGE_MODEL_DIALECT and
KARTEBRIDGE_MODEL_NAME; so llama.cpp's server is tried, for which no wheel for a CPU is to be had.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from inference.asking.question import Model
from inference.engines.dialects import TRAITS
from inference.engines.http_model import HttpModel
from inference.engines.options import Dialect, Looks, ModelOptions
from tests.peers.scripted_model import Asked, Says, ScriptedModel, too_long
from tests.vllm.checkpoint import CHECKPOINT
from tests.vllm.conftest import Tiny, tiny, vllm_environment
from tests.vllm.in_process import OtherPython

__all__ = ["tiny", "vllm_environment"]
LONGEST_CHARS = 20_000


@dataclass(frozen=True)
class Subject:
    """A model under test. `open` makes another of the same; `busy` counts what its server is working on."""

    model: Model
    open: Callable[[], Any]
    logprobs: bool
    continues: bool
    busy: Callable[[], int]


def obedient(asked: Asked) -> Says:
    """What a model that does as it is told would answer to the questions of these tests."""
    if len(asked.text) > LONGEST_CHARS:
        return too_long()
    schema = asked.schema
    text = (
        json.dumps({key: one["enum"][0] for key, one in schema["properties"].items()})
        if schema
        else "words " * 500
    )
    budget = int(asked.body["max_tokens"]) * 4  # characters; a piece has four
    cut = text[:budget]
    finish = "stop" if len(text) <= budget else "length"
    return Says(cut, finish, delay_s=30.0 if budget >= 4000 and not schema else 0.01)


@contextmanager
def scripted(dialect: Dialect) -> Iterator[Subject]:
    def opened(url: str) -> HttpModel:
        return HttpModel(ModelOptions("reader", "openai-http", urls=(url,), dialect=dialect, timeout_s=60.0))

    traits = TRAITS[dialect]
    with ScriptedModel(obedient) as server:
        subject = Subject(
            opened(server.base_url),
            lambda: opened(server.base_url),
            traits.logprobs,
            traits.continues,
            lambda: server.running,
        )
        try:
            yield subject
        finally:
            subject.model.close()


@contextmanager
def real_vllm(server: Tiny) -> Iterator[Subject]:
    def opened() -> HttpModel:
        return HttpModel(ModelOptions("tiny", "vllm", urls=(server.url,), timeout_s=300.0))

    def busy() -> int:
        metrics = httpx.get(f"{server.url}/metrics", trust_env=False, timeout=30).text
        lines = [line for line in metrics.splitlines() if line.startswith("vllm:num_requests_")]
        return int(
            sum(float(line.rsplit(" ", 1)[1]) for line in lines if "running{" in line or "waiting{" in line)
        )

    model = opened()
    try:
        yield Subject(model, opened, True, True, busy)
    finally:
        model.close()


@contextmanager
def transformers() -> Iterator[Subject]:
    options = ModelOptions(
        "tiny", "transformers", directory=str(CHECKPOINT), looks=Looks(context_tokens=2048), timeout_s=120.0
    )
    model = OtherPython(options)
    try:
        yield Subject(model, lambda: OtherPython(options), True, True, lambda: 0)
    finally:
        model.end()


@contextmanager
def by_hand() -> Iterator[Subject]:
    url = os.environ["KARTEBRIDGE_MODEL_URL"]
    dialect = Dialect(os.environ.get("KARTEBRIDGE_MODEL_DIALECT", "llama.cpp"))
    name = os.environ.get("KARTEBRIDGE_MODEL_NAME", "model")

    def opened() -> HttpModel:
        return HttpModel(ModelOptions("own", "openai-http", served_name=name, urls=(url,), dialect=dialect))

    model, traits = opened(), TRAITS[dialect]
    try:
        yield Subject(model, opened, traits.logprobs, traits.continues, lambda: 0)
    finally:
        model.close()


@pytest.fixture(
    scope="module",
    params=[
        *Dialect,
        *(["own server"] if os.environ.get("KARTEBRIDGE_MODEL_URL") else []),
        pytest.param("transformers", marks=pytest.mark.vllm),
        pytest.param("real vllm", marks=pytest.mark.vllm),
    ],
    ids=str,
)
def subject(request: pytest.FixtureRequest) -> Iterator[Subject]:
    """Each of them in turn."""
    if isinstance(request.param, Dialect):
        opened = scripted(request.param)
    elif request.param == "own server":
        opened = by_hand()
    elif request.param == "transformers":
        request.getfixturevalue("vllm_environment")
        opened = transformers()
    else:
        opened = real_vllm(request.getfixturevalue("tiny"))
    with opened as found:
        yield found
