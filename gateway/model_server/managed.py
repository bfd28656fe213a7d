"""The managed models of a site: their servers started, watched, started again and stopped.

One thread a server. Addresses are fixed when this is made, so that engines may be told of them before any server is
ready; who asks too early is told "away" and asks again.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import httpx
import structlog

from gateway.model_server.command import HOST, Server, servers
from gateway.model_server.output import Output, Said
from gateway.model_server.process import Process, Run
from gateway.model_server.watch import Act, Bounds, Seen, State, Watch, failed, step, stopped
from gateway.models.catalogue import load
from gateway.settings import Settings
from gateway.settings_models import Managed

log = structlog.get_logger()

LOOK_S = 5.0
"""A look at a server's health that takes longer counts as no answer."""

STARTING_LOOKS_S = 1.0
"""Time between looks at a server that is starting."""


class Launch(Protocol):
    """`Process.start`, or a test's."""

    def __call__(
        self,
        server: Server,
        stop_s: float,
        home: Path,
        on_line: Callable[[bytes], None],
        on_end: Callable[[], None],
        /,
    ) -> Run:
        """Start it."""
        ...


@dataclass(frozen=True, slots=True)
class ServerState:
    """One server for the console and the metrics."""

    model: str
    number: int
    url: str
    state: State
    starts: int
    reason: str  # why it was last started again


class ManagedModels:
    """Every server of every `[[models]]` entry with `managed`. `start` it, then `stop` it; both in one thread."""

    def __init__(
        self,
        settings: Settings,
        *,
        launch: Launch = Process.start,
        look: Callable[[str], bool] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Raises SiteError where a model's catalogue entry or the file of its key is not there."""
        self._home = settings.data.directory.absolute() / "model-server"
        self._looks = _Looks() if look is None else None
        found: dict[str, tuple[_Runner, ...]] = {}
        for model in settings.models:
            if model.managed is None:
                continue
            ports = _ports(model.managed.ports)
            catalogue = load(settings.engine.catalogue)
            found[model.name] = tuple(
                _Runner(one, model.managed, self._home, launch, look or self._look, clock)
                for one in servers(model, model.managed, catalogue, ports, self._home)
            )
        self._runners: Mapping[str, tuple[_Runner, ...]] = found

    def urls(self, name: str) -> tuple[str, ...]:
        """Base URLs of a model's servers; empty for one that is not managed."""
        return tuple(runner.server.url for runner in self._runners.get(name, ()))

    def all_urls(self) -> dict[str, tuple[str, ...]]:
        """Base URLs by model."""
        return {name: self.urls(name) for name in self._runners}

    def states(self) -> tuple[ServerState, ...]:
        """Every server as it is now."""
        return tuple(runner.state() for runners in self._runners.values() for runner in runners)

    def start(self) -> None:
        """Begin; returns at once, long before servers are ready."""
        if self._runners:
            self._home.mkdir(mode=0o700, parents=True, exist_ok=True)
        for runners in self._runners.values():
            for runner in runners:
                runner.start()

    def stop(self) -> None:
        """Tell every server to stop, then wait until nothing of them runs."""
        everybody = [runner for runners in self._runners.values() for runner in runners]
        for runner in everybody:
            runner.tell()
        for runner in everybody:
            runner.join()
        if self._looks is not None:
            self._looks.close()

    def _look(self, url: str) -> bool:
        assert self._looks is not None
        return self._looks(url)


class _Looks:
    """Looks at servers' health over HTTP, from any thread."""

    def __init__(self) -> None:
        self._http = httpx.Client(timeout=LOOK_S, trust_env=False)

    def __call__(self, url: str) -> bool:
        try:
            return self._http.get(url).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    def close(self) -> None:
        self._http.close()


class _Runner:
    """One server and the thread that watches it."""

    def __init__(
        self,
        server: Server,
        managed: Managed,
        home: Path,
        launch: Launch,
        look: Callable[[str], bool],
        clock: Callable[[], float],
    ) -> None:
        self.server = server
        self._bounds = Bounds(
            managed.start_timeout_s,
            managed.unhealthy_looks,
            managed.restart_first_s,
            managed.restart_max_s,
        )
        self._every_s, self._stop_s = managed.health_every_s, managed.stop_timeout_s
        self._home, self._launch, self._look, self._clock = home, launch, look, clock
        self._watch = Watch()
        self._run: Run | None = None
        self._output = Output()
        self._wake = threading.Event()
        self._told = threading.Event()
        self._log = log.bind(model=server.model, server=server.number, port=server.port)
        self._thread = threading.Thread(
            target=self._loop, name=f"model-server-{server.model}-{server.number}", daemon=True
        )

    def state(self) -> ServerState:
        watch, server = self._watch, self.server
        return ServerState(server.model, server.number, server.url, watch.state, watch.starts, watch.reason)

    def start(self) -> None:
        self._watch = Watch(until_s=self._clock())
        self._thread.start()

    def tell(self) -> None:
        self._told.set()
        self._wake.set()

    def join(self) -> None:
        if self._thread.ident is not None:
            self._thread.join()

    def _loop(self) -> None:
        while not self._told.is_set():
            self._once()
            self._wake.wait(self._pause_s())
            self._wake.clear()
        if self._run is not None:
            self._run.end()
            self._run = None
        self._watch = stopped(self._watch, self._clock())
        self._log.info("model server stopped")

    def _once(self) -> None:
        """One look, one step."""
        before = self._watch
        alive = self._run is not None and self._run.alive()
        ended = ""
        if self._run is not None and not alive:
            ended, self._run = self._run.ended(), None
        healthy = self._look(self.server.health) if alive and before.state is not State.WAITING else None
        seen = Seen(self._clock(), alive, healthy, ended)
        self._watch, act = step(before, seen, self._bounds)
        if act is Act.KILL and self._run is not None:
            self._run.kill()
            self._run = None
        elif act is Act.SPAWN:
            self._spawn()
        self._say(before)

    def _spawn(self) -> None:
        self._output = Output()
        try:
            self._run = self._launch(self.server, self._stop_s, self._home, self._hear, self._wake.set)
        except OSError as error:
            reason = f"no process can be made ({error.strerror}): look at the machine's limits"
            self._watch = failed(self._watch, self._clock(), reason, self._bounds)

    def _say(self, before: Watch) -> None:
        now = self._watch
        if now.state is before.state:
            return
        if now.state is State.STARTING:
            self._log.info("model server starts", start=now.starts)
        elif now.state is State.READY:
            self._output.takes_requests()
            self._log.info("model server is ready", after_s=round(now.since_s - before.since_s, 1))
        else:
            wait_s = round(now.until_s - now.since_s, 2)
            self._log.error("model server is started again", reason=now.reason, in_s=wait_s)

    def _hear(self, line: bytes) -> None:
        said = self._output.line(line)
        if said is not None:
            self._log.log(said.level, "model server says", **_facts(said))

    def _pause_s(self) -> float:
        watch = self._watch
        if watch.state is State.WAITING:
            return max(0.0, watch.until_s - self._clock())
        if watch.state is State.STARTING:
            return min(STARTING_LOOKS_S, self._every_s)
        return self._every_s


def _facts(said: Said) -> dict[str, str]:
    facts = {"text": said.text, "place": said.place, "error": said.error}
    return {key: value for key, value in facts.items() if value}


def _ports(wanted: Sequence[int]) -> tuple[int, ...]:
    """The ports, with free ones in place of zeros; held together until all are chosen, so that none comes twice."""
    with contextlib.ExitStack() as held:
        return tuple(port or _free_port(held.enter_context(socket.socket())) for port in wanted)


def _free_port(sock: socket.socket) -> int:
    sock.bind((HOST, 0))
    return int(sock.getsockname()[1])
