"""The benchmark is small, whole, what its index says, and comes out of its seeds again."""

from __future__ import annotations

import hashlib
import json
from collections import Counter

import pytest

from mappers.model import DocumentType, Extraction
from samples.benchmark import make
from samples.generating.fonts import missing
from samples.making.ink import FONT_FILES

ROWS = list(make.index())


def test_it_is_small_and_every_file_is_in_the_index() -> None:
    files = [p for p in make.HERE.rglob("*") if p.is_file() and p.suffix not in (".py", ".pyc")]
    assert sum(p.stat().st_size for p in files) < make.MAX_BYTES
    assert {p.parent.name for p in files if p.name == "truth.json"} == {row["case"] for row in ROWS}
    for row in ROWS:
        data = (make.HERE / row["case"] / row["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == row["sha256"], row["case"]


def test_every_type_is_there_in_every_noise_and_some_are_filed_wrongly() -> None:
    seen = Counter((row["document_type"], row["noise"]) for row in ROWS)
    for kind in DocumentType:
        for noise in make.NOISES:
            assert seen[kind.value, noise], (kind, noise)
    wrong = sum(row["mismatch"] == "1" for row in ROWS)
    assert 0.04 * len(ROWS) < wrong < 0.2 * len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["case"])
def test_truths_are_in_the_interchange_shape(row: dict[str, str]) -> None:
    folder = make.HERE / row["case"]
    truth = Extraction.from_json(json.loads((folder / "truth.json").read_text("utf-8")))
    assert truth.document_type.value == row["document_type"]
    assert len(truth.items) == int(row["items"])
    assert (truth.document_type in (DocumentType.OTHER, DocumentType.RADIOGRAPH)) == (not truth.items)
    for item in truth.items:
        assert item.name.strip()
        assert item.value.strip()
        assert 1 <= item.page <= truth.page_count
        assert item.box is not None
        assert 0 <= item.box.x0 < item.box.x1 <= 1, item
        assert 0 <= item.box.y0 < item.box.y1 <= 1, item
    about = json.loads((folder / "case.json").read_text("utf-8"))
    assert about["font_packages_missing"] == []
    assert about["noise"] == row["noise"]
    assert set(about["filed_under"]) == {"id", "name", "birth_date"}


@pytest.mark.skipif(
    bool(missing()) or not all(path.is_file() for path in FONT_FILES.values()),
    reason=f"fonts are not installed: {', '.join(missing())}",
)
@pytest.mark.slow
@pytest.mark.parametrize("noise", make.NOISES)
def test_cases_come_out_of_their_seeds_again(noise: str) -> None:
    """Every second layout of a noise."""
    of_noise = [family for family, split, of in make.plan()[0] if (split, of) == ("score", noise)][::2]
    assert of_noise
    for family in of_noise:
        again = make.made(family, "score", noise)
        if not make.is_wanted(again):
            continue
        kept = make.HERE / again.name
        for name, data in make.files(again).items():
            if name == "truth.json" or (again.file == "document.pdf" and noise == "clean-pdf"):
                assert (kept / name).read_bytes() == data, (
                    f"{again.name}/{name}: a layout has changed; run `make benchmark` and `make eval`"
                )
