"""The daemon: everything put together, started in order, stopped in reverse.

Start: settings → logs → store → stages → destinations → web → listeners last, so that nothing is acknowledged
that could not be worked on. SIGTERM and SIGINT stop in reverse: listeners first, then work in hand for a bounded
time; what is cut short runs again at the next start. SIGHUP reads the routing rules anew.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import structlog

from gateway import profiles, routing
from gateway.errors import SiteError
from gateway.observe.logs import describe
from gateway.routing import RouteBook
from gateway.settings import Settings

log = structlog.get_logger()

DRAIN_S = 20.0
"""Seconds that work in hand gets at a stop: under the 30 s that service managers commonly give."""


def now() -> datetime:
    """The clock of the daemon: UTC."""
    return datetime.now(UTC)


def run_directory(settings: Settings) -> Path:
    """Folder of files about the running daemon: addresses, process id, outcome of the last reload."""
    return settings.data.directory / "run"


def write_run_file(settings: Settings, name: str, content: dict[str, Any]) -> None:
    """Write a small JSON file whole or not at all."""
    folder = run_directory(settings)
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{name}.part"
    part.write_text(json.dumps(content), encoding="utf-8")
    part.replace(folder / name)


def read_run_file(settings: Settings, name: str) -> dict[str, Any] | None:
    """The reverse of `write_run_file`; None where there is none."""
    with contextlib.suppress(OSError, ValueError):
        content = json.loads((run_directory(settings) / name).read_text(encoding="utf-8"))
        return content if isinstance(content, dict) else None
    return None


@contextlib.contextmanager
def only_daemon(settings: Settings) -> Iterator[None]:
    """Hold data.directory for this process. Raises SiteError while another daemon runs on it.

    The lock goes with the process however it ends, so that nothing has to be cleaned up; while it is held,
    run/daemon.json is of the process that holds it.
    """
    folder = run_directory(settings)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SiteError(
                f"data.directory: another daemon runs on {settings.data.directory}; "
                "stop it first, or give this one a folder of its own"
            ) from None
        (folder / "daemon.json").unlink(missing_ok=True)
        yield


def running_pid(settings: Settings) -> int | None:
    """Process id of the daemon that runs on data.directory; None while none does or it has not started yet."""
    try:
        with (run_directory(settings) / "lock").open("r") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        running = read_run_file(settings, "daemon.json")
        return None if running is None else int(running["pid"])
    except OSError:
        return None
    return None


class Signals:
    """What the operating system asks, in order. Handlers only put into a queue made for being put into from them."""

    def __init__(self) -> None:
        self._asked: SimpleQueue[signal.Signals] = SimpleQueue()

    def install(self) -> None:
        """Only in the main thread."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda got, _: self._asked.put(signal.Signals(got)))

    def wait(self, on_hangup: Callable[[], None]) -> None:
        """Until asked to stop; each SIGHUP calls `on_hangup`."""
        while self._asked.get() is signal.SIGHUP:
            on_hangup()


def reload_routes(settings: Settings, book: RouteBook) -> None:
    """Read the rules anew and say what came of it, in the log and in run/routes.json."""
    try:
        routes = book.reload()
    except SiteError as error:
        log.error("routing rules kept as they were: the file has mistakes", reason=str(error))
        outcome: dict[str, Any] = {"ok": False, "reason": str(error)}
    else:
        log.info("routing rules in force", rules=len(routes.rule))
        outcome = {"ok": True, "rules": [rule.name for rule in routes.rule]}
    write_run_file(settings, "routes.json", outcome | {"at": now().isoformat(), "pid": os.getpid()})


def route_reader(settings: Settings) -> Callable[[], routing.Routes]:
    """A function that reads the site's rules."""
    names = [destination.name for destination in settings.destinations]

    def read() -> routing.Routes:
        routes = routing.load(settings.routing.file, names)
        profiles.check(settings, routes)
        return routes

    return read


def stop_all(steps: list[tuple[str, Callable[[], object]]]) -> None:
    """Run every stop, newest first; one that fails does not keep the others from running."""
    for name, stop in reversed(steps):
        try:
            if stop() is False:
                log.warning("a part did not stop in time; what it had in hand runs again", part=name)
        except Exception as error:  # noqa: BLE001  # a stop must reach every part
            log.error("a part did not stop cleanly", part=name, reason=describe(error))
