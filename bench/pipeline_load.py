"""Pages a second: the bare OCR call, and the whole daemon from C-STORE to FHIR on the same pages.

Both sides use two processes of one thread each, both warm; the bare side gets pixels already decoded.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from unittest import mock

import numpy as np
import pydicom
from pydicom.filereader import read_file_meta_info

from bench.memory import Peak
from gateway.demo.child import HOST, Addresses
from gateway.demo.results import BUSY, ResultsClient
from gateway.demo.sender import Target, send_all
from inference.engines.recognise import Recogniser

WORKERS = 2
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OPENCV_FOR_THREADS_NUM")
DEADLINE_S = 900.0
ASK_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class Pages:
    """Seconds for a number of pages, and the daemon's memory while it read them (0 for the bare call)."""

    pages: int
    seconds: float
    peak_bytes: int = 0

    @property
    def per_s(self) -> float:
        """Pages a second."""
        return self.pages / self.seconds


def picture_samples(samples: Path) -> list[Path]:
    """Samples that have to be read by OCR: DICOM pictures of pages."""
    found = sorted(samples.glob("dicom-sc-*/document.dcm"))
    return [f for f in found if json.loads((f.parent / "truth.json").read_text(encoding="utf-8"))["items"]]


def copies(files: Sequence[Path], folder: Path, count: int, first: int) -> list[Path]:
    """`count` sets of the files with SOPInstanceUIDs of their own, in turn."""
    made: list[Path] = []
    for number in range(first, first + count):
        for file in files:
            old = str(read_file_meta_info(file).MediaStorageSOPInstanceUID)
            new = f"{old[:-4]}{number:04d}"
            target = folder / f"{number:04d}-{file.parent.name}" / "document.dcm"
            target.parent.mkdir(parents=True)
            target.write_bytes(file.read_bytes().replace(old.encode(), new.encode()))
            made.append(target)
    return made


def pixels_of(files: Sequence[Path], folder: Path) -> list[Path]:
    """Every page of the files as RGB pixels in an .npy file."""
    folder.mkdir(parents=True)
    made: list[Path] = []
    for file in files:
        pixels = pydicom.dcmread(file).pixel_array
        if pixels.ndim == 3 and pixels.shape[2] == 3:
            pages = [pixels]
        else:
            frames = pixels if pixels.ndim == 3 else pixels[None]
            pages = [np.repeat(frame[:, :, None], 3, axis=2) for frame in frames]
        for page in pages:
            made.append(folder / f"{len(made)}.npy")
            np.save(made[-1], page)
    return made


@cache
def _recogniser() -> Recogniser:
    """One a process, as in the gateway's workers."""
    return Recogniser(threads=1)


def _read(path: Path) -> int:
    return len(_recogniser().read(np.load(path)).words)


def bare_ocr(pages: Sequence[Path], rounds: int) -> Pages:
    """The OCR call alone, `rounds` times over the pages, in as many processes as the daemon has workers."""
    # children read these at import; OpenCV and BLAS would else take every core in each process
    with mock.patch.dict(os.environ, dict.fromkeys(ONE_THREAD, "1")):
        pool = multiprocessing.get_context("spawn").Pool(WORKERS)
    with pool:
        pool.map(_read, pages[: 2 * WORKERS], chunksize=1)  # warm
        begun = time.perf_counter()
        words = pool.map(_read, list(pages) * rounds, chunksize=1)
        seconds = time.perf_counter() - begun
    if not all(words):
        raise RuntimeError("a page without words: the OCR does not work here")
    return Pages(len(words), seconds)


def whole_pipeline(
    found: Addresses, pid: int, warm: Sequence[Path], files: Sequence[Path], pages: int, called_ae: str
) -> Pages:
    """Send the files and wait until their resources are stored; memory is looked at while `warm` goes through.

    Not during the measurement: asking the kernel for PSS five times a second costs a tenth of a core and holds up
    the workers' page faults. Progress is asked for seldom for the same reason (9 ms of both processes a time).
    """
    client = ResultsClient(found.url, found.token)
    target = Target(HOST, found.dicom, found.mllp, called_ae)
    try:
        with Peak(pid) as peak:
            _through(client, target, warm)
        begun = time.perf_counter()
        _through(client, target, files)
        seconds = time.perf_counter() - begun
        states = client.message_states()
    finally:
        client.close()
    # a page with a doubtful value waits for a person after the same work
    if states.get("done", 0) + states.get("waiting", 0) != len(files) + len(warm):
        raise RuntimeError(f"not every message was read to the end: {states}")
    return Pages(pages, seconds, peak.highest)


def _through(client: ResultsClient, target: Target, files: Sequence[Path]) -> None:
    before = sum(client.message_states().values())
    refused = [a for a in send_all(target, files, lambda _: None) if a.answer != "0x0000"]
    if refused:
        raise RuntimeError(f"not stored: {refused[0]}")
    deadline = time.monotonic() + DEADLINE_S
    while True:
        states = client.message_states()
        if sum(states.values()) >= before + len(files) and not any(states.get(s) for s in BUSY):
            return
        if time.monotonic() > deadline:
            raise RuntimeError(f"work was not done within {DEADLINE_S:.0f} s: {states}")
        time.sleep(ASK_EVERY_S)
