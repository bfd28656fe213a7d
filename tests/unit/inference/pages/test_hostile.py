"""Damaged files of every kind. Whatever the bytes: pages that keep every promise, or a named refusal, soon.

Mutations are of sound documents, so that they reach deep; the seed is printed with each failure.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pydicom
import pytest
from PIL import Image
from pydicom.uid import JPEG2000Lossless, JPEGBaseline8Bit, JPEGLSLossless, RLELossless

from gateway.workers import Job, WorkerPool
from inference.pages import Kind, open_document, sniff, summarise
from inference.types import DocumentRefused, PageLimits
from tests.unit.inference.pages import made

LIMITS = PageLimits(max_pages=40, max_pixels=2_000_000, render_dpi=72)
CODES = {
    *("empty", "unsupported", "too-large", "encrypted", "truncated", "damaged", "no-pages"),
    *("too-many-pages", "too-many-pixels", "undecodable"),
}
SOON_S = 30.0


def named(refusal: DocumentRefused) -> str:
    """The code of a refusal that says what it should."""
    assert refusal.code in CODES, refusal.code
    assert len(refusal.reason) > 20
    return refusal.code


def examine(data: bytes, limits: PageLimits = LIMITS) -> str:
    """Check every promise on one file; returns what became of it."""
    try:
        document = open_document(data, "application/pdf", limits)
    except DocumentRefused as refusal:
        return named(refusal)
    numbers = [p.number for p in document.pages] + [u.page for u in document.unread]
    assert sorted(numbers) == list(range(1, document.page_count + 1))
    assert 1 <= document.page_count <= limits.max_pages
    assert document.pages
    outcome = "read"
    for page in document.pages:
        assert 1 <= page.width_px * page.height_px <= limits.max_pixels * 1.1
        for word in page.words:
            assert word.text.strip() == word.text != ""
            assert 0 <= word.box.x0 <= word.box.x1 <= 1
            assert 0 <= word.box.y0 <= word.box.y1 <= 1
        try:
            pixels = page.pixels()
        except DocumentRefused as refusal:
            outcome = f"page {named(refusal)}"
        else:
            assert pixels.shape == (page.height_px, page.width_px, 3)
            assert pixels.dtype == np.uint8
    return outcome


def sound_files() -> dict[str, Callable[[], bytes]]:
    grey = np.asarray(made.picture().convert("L"))
    rgb = np.asarray(made.picture())

    def compressed(syntax: object) -> Callable[[], bytes]:
        def make() -> bytes:
            # CharLS needs 5 to 10 s to refuse some damaged JPEG-LS frames, seen more often in larger ones.
            ds = made.dataset(np.stack([rgb[:40, :60]] * 2), "RGB")
            ds.compress(syntax, generate_instance_uid=False)
            return made.part_10(ds)

        return make

    def baseline() -> bytes:
        jpeg = made.encoded(made.picture().convert("L"), "JPEG")
        ds = made.dataset(np.stack([grey] * 3), "MONOCHROME2")
        return made.part_10(made.encapsulated_frames(ds, JPEGBaseline8Bit, [jpeg] * 3))

    def tiff() -> bytes:
        sheets = [made.picture().convert("1") for _ in range(3)]
        return made.encoded(sheets[0], "TIFF", save_all=True, append_images=sheets[1:], compression="group4")

    return {
        "pdf": lambda: made.pdf(made.lab_sheet),
        "pdf, plain objects": lambda: made.one_page_pdf(
            b"q 60 0 0 80 0 0 cm /I1 Do Q BT /F1 9 Tf 10 20 Td (Na 140) Tj ET",
            "/MediaBox [0 0 200 200]",
            made.flate_image(100, 100),
        ),
        "jpeg": lambda: made.encoded(made.picture(), "JPEG"),
        "png": lambda: made.encoded(made.picture(), "PNG"),
        "tiff": tiff,
        "jpeg 2000": lambda: made.encoded(made.picture(), "JPEG2000"),
        "gif": lambda: made.encoded(made.picture(), "GIF"),
        "dicom": lambda: made.part_10(made.dataset(np.stack([grey] * 2), "MONOCHROME2")),
        "dicom rle": compressed(RLELossless),
        "dicom jpeg-ls": compressed(JPEGLSLossless),
        "dicom jpeg 2000": compressed(JPEG2000Lossless),
        "dicom jpeg": baseline,
        "dicom pdf": lambda: made.part_10(made.encapsulated_document(made.pdf(made.lab_sheet))),
    }


SOUND = sound_files()


def mutated(data: bytes, dice: random.Random) -> bytes:
    """One to eight small damages; the first bytes are hit more often, because headers are there."""
    out = bytearray(data)
    for _ in range(dice.randint(1, 8)):
        end = len(out) if dice.random() < 0.6 else min(len(out), 700)
        if end < 2:
            break
        at = dice.randrange(end)
        kind = dice.randrange(6)
        if kind == 0:
            out[at] = dice.randrange(256)
        elif kind == 1:
            out[at] ^= 1 << dice.randrange(8)
        elif kind == 2:
            out[at : at + dice.randint(1, 40)] = b""
        elif kind == 3:
            out[at:at] = dice.randbytes(dice.randint(1, 40))
        elif kind == 4:
            out[at : at + 4] = dice.choice([b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\0\0", b"9999"])
        else:
            del out[max(at, 1) :]
    return bytes(out)


@pytest.mark.parametrize("kind", SOUND)
def test_every_damaged_file_keeps_the_promises_or_is_refused(kind: str) -> None:
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    dice = random.Random(seed)
    data = SOUND[kind]()
    assert examine(data) == "read"
    outcomes: Counter[str] = Counter()
    for _ in range(60):
        began = time.monotonic()
        outcomes[examine(mutated(data, dice))] += 1
        assert time.monotonic() - began < SOON_S
    assert len(outcomes) > 1, outcomes  # else the damage reached nothing


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("kind", SOUND)
def test_campaign_in_worker_processes(kind: str) -> None:
    """Many more, where even a crash in native code would end as a WorkerDied that fails here by its seed."""
    data = SOUND[kind]()
    seeds = [random.SystemRandom().randrange(2**32) for _ in range(30)]
    print(f"seeds {seeds}")
    with WorkerPool(2, idle_s=60) as pool:
        jobs = [(s, pool.submit(Job(f"{__name__}:campaign", (data, s, 100)), 300)) for s in seeds]
        for seed, done in jobs:
            assert sum(done.result().values()) == 100, seed


def campaign(data: bytes, seed: int, count: int) -> dict[str, int]:
    """The job: so many damages of one file; the first broken promise raises."""
    dice = random.Random(seed)
    return dict(Counter(examine(mutated(data, dice)) for _ in range(count)))


def test_random_bytes_behind_each_signature() -> None:
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    dice = random.Random(seed)
    heads = [
        b"%PDF-1.7\n",
        b"\xff\xd8\xff\xe0",
        b"\x89PNG\r\n\x1a\n",
        b"II*\0",
        b"{\\rtf1 ",
        b"<?xml version='1.0'?>",
    ]
    heads += [
        b"\0" * 128 + b"DICM",
        b"GIF89a",
        b"\xff\x4f\xff\x51",
        b"BM\0\0\0\0\0\0\0\0",
        b"RIFF\0\0\0\0WEBP",
        b"",
    ]
    for head in heads:
        for _ in range(15):
            assert examine(head + dice.randbytes(dice.randint(0, 3000))) != ""


def test_a_bomb_ends_in_the_worker_that_opened_it() -> None:
    """The pool's memory bound stands behind the header checks, whatever a file manages to allocate."""
    bomb = made.encoded(Image.new("1", (20_000, 20_000)), "PNG")
    huge = PageLimits(max_pixels=10**9)
    with WorkerPool(1, idle_s=60, memory_bytes=1024**3) as pool:
        job = Job("inference.pages:summarise", (bomb, "image/png", huge))
        refusal = pool.submit(job, 60).exception(60)
        assert isinstance(refusal, Exception)
        assert getattr(refusal, "code", "died") in ("too-many-pixels", "damaged", "died")
        sheet = Job("inference.pages:summarise", (made.pdf(made.lab_sheet), "application/pdf", PageLimits()))
        local = summarise(made.pdf(made.lab_sheet), "application/pdf", PageLimits())
        assert pool.submit(sheet, 60).result(60) == local


def test_the_files_that_pydicom_ships() -> None:
    """Scanners, encoders and known oddities of twenty years (pydicom's own test files, in its wheel)."""
    folder = Path(pydicom.__file__).parent / "data" / "test_files"
    files = sorted(folder.glob("*.dcm"))
    if not files:
        pytest.skip("this pydicom was installed without its test files")
    wide = PageLimits()
    outcomes = {f.name: examine(f.read_bytes(), wide) for f in files if sniff(f.read_bytes()) is Kind.DICOM}
    counted = Counter(outcomes.values())
    assert counted["read"] >= 55, counted
    assert outcomes["JPGExtended.dcm"] == "page unsupported"  # 12 bits: no permissive decoder at hand
    assert outcomes["MR_truncated.dcm"] == "truncated"
    assert outcomes["JPEG2000-embedded-sequence-delimiter.dcm"] == "page damaged"
