"""Files of SS-MIX2's standardised storage, held beside the National Hospital Organization's sample."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hl7apy.parser import parse_message

from mappers.fhir import MappingInput, results
from mappers.hl7 import compose_ssmix2
from mappers.hl7.compose_ssmix2 import storage_file
from mappers.hl7.envelope import envelope
from mappers.hl7.message import Hl7Message, read
from mappers.model import ReportStatus
from tests.integration.receive.test_ssmix2 import FILES, STORAGE
from tests.unit.mappers.fhir.example import INPUT


def oul_r22(inp: MappingInput) -> bytes:
    return compose_ssmix2.oul_r22(inp, results(inp))


@pytest.fixture
def sample() -> tuple[Path, Hl7Message]:
    found = [path for path in FILES if path.parent.name == "OML-11"]
    if not found:
        pytest.skip(f"no SS-MIX2 sample storage under {STORAGE} (set KARTEBRIDGE_SHARED)")
    return found[0], read(found[0].read_bytes())


def test_it_is_shaped_as_the_sample(sample: tuple[Path, Hl7Message]) -> None:
    path, theirs = sample
    body = oul_r22(INPUT)
    ours = read(body)
    assert body.endswith(b"\r\x1c")
    assert not body.startswith(b"\x0b")
    assert path.read_bytes().endswith(b"\r\x1c")
    for field in (9, 12, 21):
        assert ours.header.raw(field) == theirs.header.raw(field)
    assert body.split(b"|")[17] == path.read_bytes().split(b"|")[17] == b"~ISO IR87"
    assert [s.name for s in theirs.segments if s.name != "PV1"][:6] == [
        "MSH",
        "PID",
        "SPM",
        "OBR",
        "ORC",
        "OBX",
    ]
    assert [s.name for s in ours.segments if s.name != "NTE"][:6] == [
        "MSH",
        "PID",
        "SPM",
        "OBR",
        "ORC",
        "OBX",
    ]
    assert theirs.all("OBX")[0].get(3, 3) == ours.all("OBX")[0].get(3, 3) == "JC10"
    parts = path.relative_to(STORAGE).parts
    made = storage_file(body)
    assert len(made.folder.parts) == len(parts) - 1
    shape = r"[^_]+_\d{8}_OML-11_[^_]{15}_\d{17}_[^_]+_[01]"
    assert re.fullmatch(shape, parts[-1])
    assert re.fullmatch(shape, made.name)
    assert made.folder.parts[-1] == parts[-2] == "OML-11"


def test_hl7apy_finds_every_segment_in_its_place() -> None:
    text = "\r".join(s.text for s in read(oul_r22(INPUT)).segments) + "\r"
    assert parse_message(text, find_groups=True).validate()


def test_path() -> None:
    made = storage_file(oul_r22(INPUT))
    assert made.folder.as_posix() == "000/123/00012345/20261120/OML-11"
    assert made.name.startswith("00012345_20261120_OML-11_K")
    assert made.name.endswith("_20261122132059000_-_1")
    assert storage_file(oul_r22(INPUT), 10).folder.parts[:3] == ("000", "001", "0000012345")
    assert storage_file(oul_r22(INPUT)) == made


@pytest.mark.parametrize("patient_id", ["../../etc", "a/b", "..", "x", "12\\34", "患者1"])
def test_no_patient_id_leaves_the_folder(patient_id: str) -> None:
    inp = replace(
        INPUT, envelope=replace(INPUT.envelope, patient=replace(INPUT.envelope.patient, id=patient_id))
    )
    made = storage_file(oul_r22(inp))
    assert all(re.fullmatch(r"[A-Za-z0-9%-]+", part) for part in made.folder.parts), made.folder
    assert "/" not in made.name
    assert len(made.folder.parts) == 5


def test_a_withdrawn_document_is_inactive() -> None:
    withdrawn = replace(INPUT, document=replace(INPUT.document, status=ReportStatus.ENTERED_IN_ERROR))
    assert storage_file(oul_r22(withdrawn)).name.endswith("_-_0")


def test_our_receiver_reads_it() -> None:
    msg = read(oul_r22(INPUT))
    assert replace(envelope(msg).patient, numbers=()) == INPUT.envelope.patient
    assert len(msg.all("OBX")) == len(INPUT.extraction.items)
    assert [s.get(4, 2) for s in msg.all("SPM")] == ["不明", "尿", "動脈血"]
