"""DCMTK's storescu: a DICOM sender that is not ours (Debian package dcmtk)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pytest
from pydicom.filereader import read_file_meta_info

STORESCU = shutil.which("storescu")

# option that proposes a transfer syntax (storescu never changes a file's own)
PROPOSALS = {
    "1.2.840.10008.1.2": "-xi",
    "1.2.840.10008.1.2.1": "-xe",
    "1.2.840.10008.1.2.2": "-xb",
    "1.2.840.10008.1.2.1.99": "-xd",
    "1.2.840.10008.1.2.4.50": "-xy",
    "1.2.840.10008.1.2.4.51": "-xx",
    "1.2.840.10008.1.2.4.70": "-xs",
    "1.2.840.10008.1.2.4.80": "-xt",
    "1.2.840.10008.1.2.4.81": "-xu",
    "1.2.840.10008.1.2.4.90": "-xv",
    "1.2.840.10008.1.2.4.91": "-xw",
    "1.2.840.10008.1.2.5": "-xr",
}
_SENDING = re.compile(r"^I: Sending file: (.*)$")
_STATUS = re.compile(r"^D: DIMSE Status\s*:\s*0x([0-9a-fA-F]{4})")
_FAILED = re.compile(r"^[EF]: (.*)$")


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of one file: the C-STORE status, or None with storescu's words."""

    file: Path
    status: int | None
    problem: str = ""


def need_storescu() -> str:
    """Path of storescu; skips the test where there is none."""
    if STORESCU is None:
        pytest.skip("DCMTK's storescu is not installed (Debian: apt install dcmtk)")
    return STORESCU


def storescu(
    host: str,
    port: int,
    files: Iterable[Path],
    *,
    calling: str = "SENDER",
    called: str = "KARTEBRIDGE",
    extra: Sequence[str] = (),
    timeout_s: float = 60.0,
) -> list[Stored]:
    """Send files, each in its own transfer syntax: one association a syntax. Results in the order of `files`.

    A file that is refused does not keep the next from being sent. The peer is spoken to with TCP_NODELAY,
    without which storescu waits 44 ms an object.
    """
    program = need_storescu()
    wanted = list(files)
    found: dict[Path, Stored] = {}
    for syntax, group in groupby(sorted(wanted, key=_syntax), key=_syntax):
        command = [
            program,
            "-d",
            "-nh",
            "-R",
            PROPOSALS[syntax],
            "-pdu",
            "131072",
            "-aet",
            calling,
            "-aec",
            called,
        ]
        names = [str(f) for f in group]
        done = subprocess.run(
            [*command, *extra, host, str(port), *names],
            env=os.environ | {"TCP_NODELAY": "1"},
            capture_output=True,
            text=True,
            errors="replace",
            timeout=timeout_s,
            check=False,
        )
        found |= _results(names, done.stdout + done.stderr)
    return [found[f] for f in wanted]


def _syntax(file: Path) -> str:
    return str(read_file_meta_info(file).TransferSyntaxUID)


def _results(names: Sequence[str], output: str) -> dict[Path, Stored]:
    statuses: dict[str, int] = {}
    problems: dict[str, str] = {}
    current, last = "", ""
    for line in output.splitlines():
        if sending := _SENDING.match(line):
            current = sending[1]
        elif (status := _STATUS.match(line)) and current:
            statuses[current] = int(status[1], 16)
        elif failed := _FAILED.match(line):
            last = failed[1]
            problems[current] = problems.get(current) or last
    return {
        Path(name): Stored(
            Path(name), statuses.get(name), "" if name in statuses else problems.get(name) or last
        )
        for name in names
    }
