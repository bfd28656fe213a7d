"""Whether the environment of `make test-vllm` is there, and a server of it that the tests of a module share."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import httpx
import psutil
import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from gateway.model_server.managed import ManagedModels
from gateway.model_server.watch import State
from tests.vllm import checkpoint, environment
from tests.vllm.site import START_S, vllm_settings


def until(true: Callable[[], bool], within_s: float) -> None:
    """Looks again and again; fails when it does not become true."""
    deadline = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.1)


@dataclass(frozen=True, slots=True)
class Tiny:
    """The managed vLLM and what was logged of it."""

    models: ManagedModels
    logs: list[EventDict]

    @property
    def url(self) -> str:
        (url,) = self.models.urls("tiny")
        return url

    def ready(self, starts: int) -> bool:
        (state,) = self.models.states()
        return (state.state, state.starts) == (State.READY, starts)

    def ask(self, body: dict[str, object], timeout_s: float = 300.0) -> httpx.Response:
        """POST to chat completions."""
        url = f"{self.url}/v1/chat/completions"
        return httpx.post(url, json=body, timeout=timeout_s, trust_env=False)

    def processes(self) -> list[psutil.Process]:
        """The guard, the server and all below them."""
        mine = [p for p in psutil.Process().children(recursive=True) if p.status() != psutil.STATUS_ZOMBIE]
        return [p for p in mine if any("guard.py" in a for q in (p, *p.parents()) for a in _arguments(q))]


def _arguments(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


@pytest.fixture(scope="session")
def vllm_environment() -> None:
    """Skips where `make test-vllm` has not made it."""
    if not environment.ready() or not checkpoint.ready():
        pytest.skip(f"no vLLM in {environment.FOLDER}: `make test-vllm` makes it (3.5 GB)")


@pytest.fixture(scope="module")
def tiny(vllm_environment: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tiny]:
    """The managed vLLM, ready."""
    with capture_logs() as logs:
        models = ManagedModels(vllm_settings(tmp_path_factory.mktemp("vllm")))
        found = Tiny(models, logs)
        models.start()
        try:
            until(lambda: found.ready(1), START_S)
            yield found
        finally:
            models.stop()
