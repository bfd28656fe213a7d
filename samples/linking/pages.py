"""Pages to train on: `python -m samples.linking.pages OUT.pkl FOLDER...`, folders as samples.generate writes them."""

from __future__ import annotations

import argparse
import json
import pickle
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from inference.engines.reading import WordReader
from inference.evaluation.truth import read_truth
from inference.linking.features import TokenNumbers, numbers_of
from inference.linking.network import MOST_TOKENS
from inference.pages import open_document
from inference.structure.geometry import tokens_of
from inference.types import PageLimits
from samples.linking.targets import Target, targets

FEWEST_TOKENS = 3


@dataclass(frozen=True, slots=True)
class TrainingPage:
    """One page: its tokens as numbers, and the targets of its items."""

    family: str
    split: str
    numbers: TokenNumbers
    targets: tuple[Target, ...]


def pages_of(folder: Path) -> list[TrainingPage]:
    """The pages of a generated case; none of a case without a document of its own."""
    document = next((path for path in sorted(folder.iterdir()) if path.stem == "document"), None)
    if document is None:
        return []
    about = json.loads((folder / "case.json").read_text("utf-8"))
    truth = read_truth(json.loads((folder / "truth.json").read_text("utf-8")), str(folder)).truths[0]
    reader = WordReader.shared(1)
    try:
        words, _ = reader.read(open_document(document.read_bytes(), "", PageLimits()))
    finally:
        reader.forget()
    found = []
    for page in words:
        tokens = tokens_of(page)
        if FEWEST_TOKENS <= len(tokens) <= MOST_TOKENS:
            items = [item for item in truth.items if item.page == page.number]
            found.append(
                TrainingPage(
                    about["family"], about["split"], numbers_of(tokens), tuple(targets(items, tokens))
                )
            )
    return found


def pages_in(folders: list[Path], jobs: int) -> Iterator[TrainingPage]:
    """The pages of all cases below the folders, in the order of their names."""
    cases = sorted(path.parent for folder in folders for path in folder.rglob("truth.json"))
    with ProcessPoolExecutor(jobs) as pool:
        for pages in pool.map(pages_of, cases, chunksize=8):
            yield from pages


def main() -> None:
    """Write the pages."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("out", type=Path)
    wanted.add_argument("folders", type=Path, nargs="+")
    wanted.add_argument("--jobs", type=int, default=2)
    given = wanted.parse_args()
    pages = list(pages_in(given.folders, given.jobs))
    given.out.write_bytes(
        pickle.dumps(
            [
                (
                    page.family,
                    page.split,
                    page.numbers.looks,
                    page.numbers.characters,
                    page.numbers.places,
                    [(t.value, t.name, t.doubtful, t.unit) for t in page.targets],
                )
                for page in pages
            ]
        )
    )
    print(f"{len(pages)} pages of {len({page.family for page in pages})} layouts in {given.out}")


if __name__ == "__main__":
    main()
