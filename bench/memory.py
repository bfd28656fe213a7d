"""Memory of a process and its children: proportional set size, which counts shared pages once."""

from __future__ import annotations

import threading
from pathlib import Path
from types import TracebackType

import psutil

MB = 1_000_000


def tree_bytes(pid: int) -> int:
    """PSS of a process and its descendants; RSS where the kernel does not tell PSS."""
    try:
        root = psutil.Process(pid)
        family = [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0
    return sum(_bytes(process) for process in family)


def _bytes(process: psutil.Process) -> int:
    try:
        for line in Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


class Peak:
    """The highest memory of a process tree while the context lasts, looked at every 0.2 s."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.highest = 0

    def _watch(self) -> None:
        while not self._end.wait(0.2):
            self.look()

    def look(self) -> None:
        """Look once, now."""
        self.highest = max(self.highest, tree_bytes(self._pid))

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.set()
        self._thread.join()
