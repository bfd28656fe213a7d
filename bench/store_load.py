"""C-STORE: DCMTK's storescu sends sets of files over one or several associations, and the clock runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from bench.receivers import AE_TITLE
from gateway.demo.child import HOST, free_port

SENDER = shutil.which("storescu")
_OPTIONS = ("-R", "-xe", "-pdu", "131072", "-aec", AE_TITLE)


def send(files: Sequence[Path], port: int, associations: int) -> float:
    """Seconds from start until every sender has ended. Raises RuntimeError when one object was not stored."""
    parts = [files[n::associations] for n in range(associations)]
    begun = time.perf_counter()
    senders = [_sender(part, port) for part in parts]
    failed = [s.communicate()[1] for s in senders if s.wait() != 0]
    seconds = time.perf_counter() - begun
    if failed:
        raise RuntimeError(f"storescu failed: {failed[0].decode(errors='replace')[-500:]}")
    return seconds


def sender_overhead(files: Sequence[Path], associations: int) -> float:
    """Seconds that the senders need to start and check the files, measured against a closed port."""
    port = free_port()
    best = float("inf")
    for _ in range(3):
        begun = time.perf_counter()
        for sender in [_sender(files[n::associations], port) for n in range(associations)]:
            sender.communicate()
        best = min(best, time.perf_counter() - begun)
    return best


def _sender(files: Sequence[Path], port: int) -> subprocess.Popen[bytes]:
    assert SENDER is not None
    return subprocess.Popen(
        [SENDER, *_OPTIONS, HOST, str(port), *map(str, files)],
        env=os.environ | {"TCP_NODELAY": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
