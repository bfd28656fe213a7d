"""Makes the benchmark again: `python -m samples.benchmark.make` (`make benchmark`).

Each layout is drawn as a text-layer PDF and as two kinds of pictures, taken in turn (the only one of its type as
all), each with content of its own; layouts of several pages, which weigh most, are not drawn as clean images and
photographs. Text-layer PDFs and truths are the same bytes on any machine with the fonts of SOURCES.md; pictures may
differ in single pixels between versions of OpenCV and Pillow.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from samples.benchmark.sources import text
from samples.generating.case import GeneratedCase
from samples.generating.drawers import families
from samples.generating.family import Family
from samples.generating.fonts import missing
from samples.generating.noise import LIGHT
from samples.generating.run import case

HERE = Path(__file__).resolve().parent
NOISES = ("clean-pdf", "clean-image", "scan", "fax", "photo")
_PICTURES = (("clean-image", "fax"), ("scan", "photo"))  # of every other layout
_OF_MESSAGES = ("clean-pdf", "fax")
_OF_ONE_PAGE = ("clean-image", "photo")
MAX_BYTES = 15_000_000
COLUMNS = (
    "case",
    "document_type",
    "language",
    "noise",
    "items",
    "pages",
    "mismatch",
    "file",
    "bytes",
    "sha256",
)


def made(family: Family, split: str, noise: str) -> GeneratedCase:
    """A case of the benchmark; the seed's number is the noise's, so that no two noises show one document."""
    return case(family, split, noise, f"2026-{NOISES.index(noise)}", LIGHT)


def is_wanted(case_: GeneratedCase) -> bool:
    """Whether a drawn case is kept: several pages are not, as clean images and photographs."""
    return case_.truth.pages == 1 or case_.about["noise"] not in _OF_ONE_PAGE


def files(of: GeneratedCase) -> dict[str, bytes]:
    """What lies in the case's folder: JSON without spaces, items without what a truth may leave out."""
    truth = of.truth.to_json()
    truth["items"] = [
        {
            key: said
            for key, said in item.items()
            if said is not None and key not in ("confidence", "verified")
        }
        for item in truth["items"]
    ]
    return {of.file: of.data, "truth.json": _dense(truth), "case.json": _dense(of.about)}


def plan() -> tuple[list[tuple[Family, str, str]], list[str]]:
    """(family, split, noise) of every case, and what hinders."""
    score, problems = families("score")
    messages, no_messages = families("ssmix2")
    if missing():
        problems.append(f"fonts are not installed: apt install {' '.join(missing())}")
    kinds = Counter(family.document_type for family in score)
    wanted = [
        (family, "score", noise)
        for number, family in enumerate(score)
        for noise in NOISES
        if noise == "clean-pdf"
        or noise in _PICTURES[number % len(_PICTURES)]
        or kinds[family.document_type] == 1
    ]
    wanted += [(family, "ssmix2", noise) for family in messages for noise in _OF_MESSAGES]
    return wanted, problems + no_messages


def write(folder: Path) -> int:
    """Replace the cases below `folder` by a plan's; the bytes written. Raises what a layout raises."""
    wanted, problems = plan()
    if problems:
        raise SystemExit("\n".join(problems))
    new = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    rows, total = [], 0
    for one in (made(*of) for of in wanted):
        if not is_wanted(one):
            continue
        (new / one.name).mkdir(parents=True)
        for name, data in files(one).items():
            (new / one.name / name).write_bytes(data)
            total += len(data)
        rows.append(_row(one))
    for old in [p for p in folder.iterdir() if (p / "truth.json").is_file()]:
        shutil.rmtree(old)
    for made_folder in new.iterdir():
        made_folder.rename(folder / made_folder.name)
    new.rmdir()
    (folder / "index.csv").write_text(_index(rows), encoding="utf-8")
    (folder / "SOURCES.md").write_text(text(), encoding="utf-8")
    return total


def index(folder: Path = HERE) -> Iterator[dict[str, str]]:
    """The rows of index.csv."""
    with (folder / "index.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _row(one: GeneratedCase) -> tuple[str, ...]:
    truth = one.truth
    return (
        one.name,
        truth.document_type.value,
        truth.language,
        one.about["noise"],
        str(len(truth.items)),
        str(truth.pages),
        str(int(truth.mismatch)),
        one.file,
        str(len(one.data)),
        hashlib.sha256(one.data).hexdigest(),
    )


def _index(rows: list[tuple[str, ...]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([COLUMNS, *rows])
    return out.getvalue()


def _dense(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def main() -> int:
    """Command line; status 1 where the set has grown too large."""
    total = write(HERE)
    print(f"{sum(1 for _ in index())} cases, {total / 1e6:.2f} MB in {HERE}")
    if total >= MAX_BYTES:
        print(f"more than {MAX_BYTES / 1e6:.0f} MB: make files lighter or the set smaller", file=sys.stderr)
    return int(total >= MAX_BYTES)


if __name__ == "__main__":
    sys.exit(main())
