"""Real SS-MIX2 messages (ISO-2022-JP, made by hospital systems' vendors) through our intake."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mappers import hl7_v2
from mappers.hl7_v2 import Hl7Error

ROOT = Path(__file__).parents[3]
SHARED = Path(os.environ.get("KARTEBRIDGE_SHARED", ROOT.parent / "shared"))
STORAGE = SHARED / "ssmix2" / "sampleData"
FILES = sorted(path for path in STORAGE.rglob("*") if path.is_file())


@pytest.fixture(autouse=True)
def _storage() -> None:
    if not FILES:
        pytest.skip(
            f"no SS-MIX2 sample storage under {STORAGE} (set KARTEBRIDGE_SHARED): real messages are not read"
        )


def test_every_whole_message_is_read_with_its_patient() -> None:
    whole = [path for path in FILES if path.stat().st_size > 2]
    assert len(whole) >= 20
    for path in whole:
        msg = hl7_v2.read(path.read_bytes(), "iso2022_jp_ext")
        envelope = hl7_v2.envelope(msg)
        assert not [problem for problem in msg.problems if problem.lossy], path.name
        assert envelope.patient.id, path.name
        name = envelope.patient.name
        assert any(ord(c) > 0x3000 for c in name.ideographic + name.phonetic), path.name
        assert "\x1b" not in "".join(name.variants()), path.name
        assert envelope.control_id, path.name
        assert "^" in envelope.message_type, path.name


def test_the_file_that_is_no_message_is_said_to_be_none() -> None:
    (stub,) = [path for path in FILES if path.stat().st_size <= 2]
    with pytest.raises(Hl7Error):
        hl7_v2.read(stub.read_bytes(), "iso2022_jp_ext")
