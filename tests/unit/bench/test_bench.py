"""The bench measures what it says: nothing it sends is a duplicate, and its verdicts follow its numbers."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pydicom
from rich.console import Console

from bench.__main__ import beside
from bench.material import ct_template, oru, pdf_template, write_set
from bench.memory import Peak, tree_bytes
from bench.pipeline_load import copies, picture_samples
from bench.report import Line, save, table

SAMPLES = Path(__file__).resolve().parents[3] / "samples"


def test_sets_are_of_the_said_size_and_hold_no_duplicate(tmp_path: Path) -> None:
    for template, size in ((ct_template(), 524_288), (pdf_template(), 90_000)):
        assert abs(len(template) - size) < 2000
        files = write_set(tmp_path / str(size), template, 3, 7)
        read = [pydicom.dcmread(f) for f in files]
        assert len({ds.SOPInstanceUID for ds in read}) == 3
        assert all(ds.SOPInstanceUID == ds.file_meta.MediaStorageSOPInstanceUID for ds in read)
        assert all(ds.SOPInstanceUID.is_valid for ds in read)


def test_copies_of_samples_are_new_objects_with_the_same_page(tmp_path: Path) -> None:
    source = picture_samples(SAMPLES)[:1]
    made = copies(source, tmp_path, 2, 1)
    uids = {pydicom.dcmread(f, stop_before_pixels=True).SOPInstanceUID for f in [*source, *made]}
    assert len(uids) == 3
    assert pydicom.dcmread(made[0]).PixelData == pydicom.dcmread(source[0]).PixelData


def test_messages_differ_by_control_id() -> None:
    assert oru("A").split(b"\r")[0].split(b"|")[9] == b"A"
    assert 1000 < len(oru("A")) < 3000


def test_verdicts_follow_the_numbers(tmp_path: Path) -> None:
    lines = beside("load", {"Kartebridge": 79.0, "Orthanc": 100.0, "DCMTK storescp": 300.0}, "objects/s")
    assert [line.reached for line in lines] == [None, False, None]
    assert beside("load", {"Kartebridge": 81.0, "Orthanc": 100.0}, "x")[1].reached is True
    out = io.StringIO()
    Console(file=out, width=160).print(table(lines))
    assert "missed" in out.getvalue()
    assert "0.79" in out.getvalue()
    save([*lines, Line("x", "y", 1.0, "z")], tmp_path / "deep" / "bench.json")
    assert len(json.loads((tmp_path / "deep" / "bench.json").read_text())["lines"]) == 4


HOLDS = "print(flush=True); input(); held = bytearray(b'1234' * 15_000_000); print(flush=True); input()"


def test_memory_of_a_process_and_those_below_it_is_counted() -> None:
    """Of a fresh process: one that did much already takes 60 MB from what it freed before."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdout.readline()
        before, ours = tree_bytes(child.pid), tree_bytes(os.getpid())
        with Peak(child.pid) as peak:
            child.stdin.write("\n")
            child.stdin.flush()
            child.stdout.readline()
            peak.look()
        child.communicate("\n")
    assert 1_000_000 < before < ours
    assert peak.highest >= before + 50_000_000
