"""A full disk: senders are told the truth, work waits, and all of it resumes by itself when there is room."""

from __future__ import annotations

import os
import random
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.acceptance.daemon import Daemon
from tests.acceptance.documents import encapsulated, oru, reports
from tests.peers import dcmtk
from tests.peers.mllp_client import MllpClient, ack_code

RESERVE = 4 * 1024**2


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 48 MiB of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", str(place)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        pytest.skip(f"a small tmpfs cannot be mounted here (needs root): {done.stderr.strip()}")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def daemon(small_disk: Path) -> Iterator[Daemon]:
    extra = "[pipeline]\nretry_first_s = 0.2\nretry_max_s = 1\nretry_attempts = 1000\n"
    daemon = Daemon(small_disk, extra=extra)
    daemon.write_config()
    text = daemon.config.read_text().replace('/data"\n', f'/data"\nmin_free_bytes = {RESERVE}\n')
    daemon.config.write_text(text)
    daemon.start()
    yield daemon
    daemon.stop()


def fill(place: Path, leave: int) -> Path:
    """Another program's file that leaves so many bytes."""
    hog = place / "hog"
    with hog.open("wb") as file:
        try:
            while free(place) > leave:
                file.write(b"\0" * max(min(1024**2, free(place) - leave), 4096))
                file.flush()
        except OSError:
            if leave:
                raise
    return hog


def free(place: Path) -> int:
    facts = os.statvfs(place)
    return facts.f_bavail * facts.f_frsize


def until(condition: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "not within the deadline"
        time.sleep(0.2)


@pytest.mark.parametrize("leave", [RESERVE // 2, 0], ids=["below the reserve", "not a byte left"])
@pytest.mark.timeout(180)
def test_senders_are_refused_truly_and_reception_resumes(
    daemon: Daemon, small_disk: Path, tmp_path: Path, leave: int
) -> None:
    dcmtk.need_storescu()
    first, second, third, *others = reports(60, random.Random(7))
    tries = iter(others)  # a message kept before the disk was seen to be full is acknowledged again, rightly
    object_file = encapsulated(second, tmp_path / "second.dcm")
    with MllpClient("127.0.0.1", daemon.mllp) as client:
        assert ack_code(client.send(oru(first))) == "AA"
        hog = fill(small_disk, leave)
        until(lambda: ack_code(client.send(oru(next(tries)))) == "AE", 10)
        (stored,) = dcmtk.storescu("127.0.0.1", daemon.dicom, [object_file])
        assert stored.status == 0xA700
        hog.unlink()
        until(lambda: ack_code(client.send(oru(third))) == "AA", 10)
        (stored,) = dcmtk.storescu("127.0.0.1", daemon.dicom, [object_file])
        assert stored.status == 0x0000
    until(lambda: len(daemon.messages("done")) == len(daemon.rows()), 90)
    # What was refused may have got in when the space came back, but nothing acknowledged is missing.
    said = {(o["code"]["text"], o["valueQuantity"]["value"]) for o in observations(daemon)}
    for report in (first, second, third):
        assert set(report.items) <= said


def observations(daemon: Daemon) -> list[dict[str, dict[str, str]]]:
    return daemon.resources("Observation", numbers_as_text=True)
