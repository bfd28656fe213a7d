"""docs/fhir/: examples are what the mapping makes, tables leave nothing out, commands lead to the pixels."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from PIL import Image

from gateway.intake import Unreadable, open_bytes
from gateway.settings import Settings
from mappers.fhir import Resource, dumps, printed_value, results
from mappers.fhir.validation import validate
from mappers.model import Envelope, Extraction, Item
from tests.fhir_pages import pages
from tests.fhir_pages.examples import EXAMPLES, LABORATORY, VITALS, mapping_input, source

TOLD_ELSEWHERE = {
    "Envelope": {  # what routing looks at and logs name: no part of a result
        "control_id",
        "calling_ae",
        "called_ae",
        "peer",
        "message_type",
        "sending_application",
        "sending_facility",
        "message_time",
    }
}


def test_nothing_is_stale() -> None:
    assert pages.stale() == [], "run `make docs`"


def test_every_example_has_its_place_and_every_place_its_example() -> None:
    for page in {example.page for example in EXAMPLES}:
        assert pages.places(page) == {example.name for example in EXAMPLES if example.page == page}


def test_a_stale_example_is_seen() -> None:
    now = (pages.FOLDER / "device.md").read_text(encoding="utf-8")
    changed = now.replace('"ocr"', '"other"', 1)
    assert changed != now
    assert pages.page_text(changed, "device") == now


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: f"{one.page}-{one.name}")
def test_every_example_is_valid_fhir(example: object) -> None:
    assert validate(example.make()) == ()  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", [Item, Extraction, Envelope])
def test_the_tables_name_everything_that_a_reading_holds(kind: type) -> None:
    said = "".join(path.read_text(encoding="utf-8") for path in pages.FOLDER.glob("*.md"))
    names = {field.name for field in fields(kind)} - TOLD_ELSEWHERE.get(kind.__name__, set())
    assert {name for name in names if f"`{kind.__name__}.{name}`" not in said} == set()


def test_every_page_is_reached_from_the_first() -> None:
    first = (pages.FOLDER / "README.md").read_text(encoding="utf-8")
    linked = set(re.findall(r"\]\(([a-z-]+\.md)", first))
    assert linked == {path.name for path in pages.FOLDER.glob("*.md")} - {"README.md"}


def pdf_of(sample: str) -> bytes:
    opened = open_bytes(source(sample).read_bytes(), Settings(), calling_ae="", called_ae="", peer="")
    assert not isinstance(opened, Unreadable)
    return opened.documents[0].data


def program() -> str:
    """The Python of docs/fhir/tracing.md."""
    page = (pages.FOLDER / "tracing.md").read_text(encoding="utf-8")
    (found,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    return str(found)


def ink(picture: Path) -> float:
    """Dark part of a picture, 0 to 1."""
    with Image.open(picture) as opened:
        pixels = opened.convert("L").tobytes()
    return sum(p < 128 for p in pixels) / len(pixels)


def observation(sample: str) -> Resource:
    made = [r for r in results(mapping_input(sample)).resources if r["resourceType"] == "Observation"]
    if sample == VITALS:
        return next(r for r in made if "component" in r)
    return next(r for r in made if printed_value(r)[0] == "6.2")


@pytest.mark.parametrize("sample", [LABORATORY, VITALS])
def test_the_tracing_program_cuts_the_value_out_of_the_document(tmp_path: Path, sample: str) -> None:
    data = pdf_of(sample)
    assert data.startswith(b"%PDF")
    (tmp_path / "document.pdf").write_bytes(data)
    (tmp_path / "observation.json").write_text(dumps(observation(sample)), encoding="utf-8")
    subprocess.run([sys.executable, "-c", program()], cwd=tmp_path, check=True, timeout=60)
    value = tmp_path / "value.png"
    with Image.open(value) as picture:
        width, height = picture.size
    assert 20 < width < 600
    assert 15 < height < 120
    assert 0.03 < ink(value) < 0.6, "print on paper, neither blank nor black"
