"""Managed model servers with a scripted server: started, watched, started again, stopped; nothing stays behind."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from gateway.model_server.managed import ManagedModels
from gateway.model_server.watch import State
from gateway.settings import Settings
from tests.peers.model_server import SECRET

ROOT = Path(__file__).parents[3]
SERVER = ROOT / "tests" / "peers" / "model_server.py"


def settings(folder: Path, *arguments: str, **managed: object) -> Settings:
    own = {
        "command": [sys.executable, str(SERVER)],
        "arguments": list(arguments),
        "restart_first_s": 0.05,
        "health_every_s": 0.05,
        **managed,
    }
    model = {"name": "tiny", "engine": "vllm", "directory": str(folder), "managed": own}
    return Settings(models=[model], data={"directory": str(folder / "data")})  # type: ignore[list-item, arg-type]


def until(true: Callable[[], bool], within_s: float = 20.0) -> None:
    """Looks again and again; fails when it does not become true."""
    deadline = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.02)


@contextlib.contextmanager
def running(found: Settings) -> Iterator[tuple[ManagedModels, list[EventDict]]]:
    with capture_logs() as logs:
        models = ManagedModels(found)
        models.start()
        try:
            yield models, logs
        finally:
            models.stop()


def ready(models: ManagedModels, starts: int = 1) -> Callable[[], bool]:
    return lambda: all((s.state, s.starts) == (State.READY, starts) for s in models.states())


def started(models: ManagedModels, number: int = 0) -> dict[str, object]:
    answer = httpx.get(f"{models.urls('tiny')[number]}/started", trust_env=False).json()
    assert isinstance(answer, dict)
    return answer


def pids(models: ManagedModels) -> list[int]:
    found = started(models)["pids"]
    assert isinstance(found, list)
    return found


def gone(numbers: list[int]) -> bool:
    return not any(
        psutil.pid_exists(n) and psutil.Process(n).status() != psutil.STATUS_ZOMBIE for n in numbers
    )


def test_a_server_is_started_offline_and_stopped_without_trace(tmp_path: Path) -> None:
    with running(settings(tmp_path, "--load-s", "0.3")) as (models, logs):
        (url,) = models.urls("tiny")
        assert models.states()[0].state in (State.WAITING, State.STARTING), "start returns at once"
        until(ready(models))
        told = started(models)
        assert told["environment"]["HF_HUB_OFFLINE"] == "1"  # type: ignore[index]
        assert told["folder"] == str(tmp_path / "data" / "model-server")
        assert url.startswith("http://127.0.0.1:")
        everybody = pids(models)
    assert gone(everybody), "the server and its child"
    assert models.states()[0].state is State.STOPPED
    events = [log["event"] for log in logs]
    assert events[0] == "model server starts"
    assert events[-1] == "model server stopped"
    assert "model server is ready" in events
    assert all(len(str(log.get("text", ""))) <= 400 for log in logs)


def test_a_killed_server_is_started_again_and_its_children_are_ended(tmp_path: Path) -> None:
    with running(settings(tmp_path)) as (models, logs):
        until(ready(models))
        server, child = pids(models)
        url = models.urls("tiny")
        os.kill(server, signal.SIGKILL)
        until(ready(models, starts=2))
        assert gone([server, child])
        assert models.urls("tiny") == url, "at the same address"
        assert pids(models)[0] != server
    (again,) = [log for log in logs if log["event"] == "model server is started again"]
    assert again["reason"] == "killed by signal 9, perhaps for want of memory"


def test_an_exit_is_told_with_its_status_and_waits_grow(tmp_path: Path) -> None:
    with running(settings(tmp_path, "--fail", "7")) as (models, logs):
        until(lambda: models.states()[0].starts >= 4)
    waits = [log["in_s"] for log in logs if log["event"] == "model server is started again"]
    assert waits[:3] == [0.05, 0.1, 0.2]
    reasons = {log["reason"] for log in logs if log["event"] == "model server is started again"}
    assert reasons == {"exit status 7: the lines before this one say why"}
    assert any("No available memory" in str(log.get("text")) for log in logs), "why, from its own start"


def test_a_server_that_does_not_answer_is_started_again(tmp_path: Path) -> None:
    sick = tmp_path / "sick"
    found = settings(tmp_path, "--sick-file", str(sick), unhealthy_looks=2)
    with running(found) as (models, _):
        until(ready(models))
        server = pids(models)[0]
        sick.touch()
        until(lambda: gone([server]))
        sick.unlink()
        until(ready(models, starts=2))
        assert models.states()[0].reason == "no answer to 2 looks at its health"


def test_a_server_that_never_gets_ready_is_started_again(tmp_path: Path) -> None:
    with running(settings(tmp_path, "--load-s", "600", start_timeout_s=0.5)) as (models, _):
        until(lambda: models.states()[0].starts >= 2)
        assert models.states()[0].reason.startswith("not ready")


def test_a_deaf_server_is_killed_after_its_time(tmp_path: Path) -> None:
    with running(settings(tmp_path, "--deaf", stop_timeout_s=0.3)) as (models, _):
        until(ready(models))
        everybody = pids(models)
        begun = time.monotonic()
    assert gone(everybody)
    assert time.monotonic() - begun < 5


def test_a_command_that_is_not_there_says_so(tmp_path: Path) -> None:
    with running(settings(tmp_path, command=["/nowhere/vllm", "serve"])) as (models, logs):
        until(lambda: models.states()[0].reason != "")
        assert "cannot be started" in models.states()[0].reason
    assert any("cannot start /nowhere/vllm: No such file" in str(log.get("text")) for log in logs)


def test_nothing_of_a_question_comes_into_the_log(tmp_path: Path) -> None:
    with running(settings(tmp_path)) as (models, logs):
        until(ready(models))
        httpx.get(f"{models.urls('tiny')[0]}/leak", trust_env=False)
        until(lambda: any("Avg prompt throughput" in str(log.get("text")) for log in logs))
    assert not any(word in json.dumps(logs, ensure_ascii=False, default=str) for word in SECRET.split())
    assert any(log.get("error") == "pydantic_core.ValidationError" for log in logs), "but that it failed"


def test_each_gpu_has_a_server_of_its_own(tmp_path: Path) -> None:
    with running(settings(tmp_path, gpus=["0", "1"])) as (models, _):
        until(ready(models))
        cards = [started(models, n)["environment"]["CUDA_VISIBLE_DEVICES"] for n in (0, 1)]  # type: ignore[index]
        assert cards == ["0", "1"]
        assert len(set(models.urls("tiny"))) == 2


PARENT = """
import json, sys
from pathlib import Path
from gateway.model_server.managed import ManagedModels
from gateway.settings import Settings
models = ManagedModels(Settings(**json.loads(sys.argv[1])))
models.start()
print(models.urls("tiny")[0], flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_servers_die_with_the_gateway_however_it_dies(tmp_path: Path, number: signal.Signals) -> None:
    table = settings(tmp_path).model_dump(mode="json", include={"models", "data"})
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, json.dumps(table)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    try:
        assert parent.stdout is not None
        url = parent.stdout.readline().strip()

        def answers() -> bool:
            with contextlib.suppress(httpx.HTTPError):
                return httpx.get(f"{url}/health", trust_env=False).status_code == 200
            return False

        until(answers)
        everybody = httpx.get(f"{url}/started", trust_env=False).json()["pids"]
        parent.send_signal(number)
        parent.wait(10)
        until(lambda: gone(everybody))
    finally:
        parent.kill()
        parent.communicate()


def test_a_site_without_managed_models_starts_nothing(tmp_path: Path) -> None:
    models = ManagedModels(Settings(data={"directory": str(tmp_path / "data")}))  # type: ignore[arg-type]
    models.start()
    models.stop()
    assert models.states() == ()
    assert models.urls("tiny") == ()
    assert not (tmp_path / "data").exists()
