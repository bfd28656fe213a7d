"""Training pages in batches: spoilt a little differently each time, filled up to the longest."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from inference.linking.features import LOOKS

Floats = npt.NDArray[np.float32]
MOST_TOKENS = 600
MOST_PAIRS = 350_000
"""Pairs of tokens in a batch: what memory and time grow with."""
_KNOWN_NAME = 12  # the look that a token is a name of the readers' lists
_HIDDEN_TEXT = (0.0, 0.1, 0.3, 0.5)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as `samples.linking.pages` wrote it; each target is (value, name, doubtful, unit), indices of tokens."""

    family: str
    split: str
    looks: Floats
    characters: npt.NDArray[np.int64]
    places: Floats
    targets: list[tuple[tuple[int, ...], ...]]

    def __len__(self) -> int:
        return len(self.looks)


@dataclass(frozen=True, slots=True)
class Batch:
    """What the network gets, what it should say, and the pairs that count (1) or are doubtful or no question (0)."""

    given: tuple[
        npt.NDArray[np.generic], ...
    ]  # looks, characters, places, there, with_text: see LinkNetwork.forward
    value: Floats
    links: Floats
    counts: Floats


def load(files: Sequence[Path]) -> list[Page]:
    """All pages of these files, those of too many tokens left out."""
    pages = [Page(*fields) for file in files for fields in pickle.loads(file.read_bytes())]
    return [page for page in pages if len(page) <= MOST_TOKENS]


def epoch(pages: Sequence[Page], rng: np.random.Generator) -> Iterator[list[Page]]:
    """Batches of one page of every layout, pages of about one length together, in any order."""
    layouts: dict[str, list[Page]] = {}
    for page in pages:
        layouts.setdefault(page.family, []).append(page)
    chosen = [some[int(rng.integers(len(some)))] for some in layouts.values()]
    chosen.sort(key=lambda page: len(page) + float(rng.uniform(0, 60)))
    batches: list[list[Page]] = [[]]
    for page in chosen:
        longest = max(len(page), *(len(other) for other in batches[-1]), 1)
        if batches[-1] and (len(batches[-1]) + 1) * longest**2 > MOST_PAIRS:
            batches.append([])
        batches[-1].append(page)
    for at in rng.permutation(len(batches)):
        yield batches[int(at)]


def batch(pages: Sequence[Page], rng: np.random.Generator | None) -> Batch:
    """Pages as arrays; spoilt where there is a generator."""
    n, many = max(len(page) for page in pages), len(pages)
    looks, places = np.zeros((many, n, LOOKS), np.float32), np.zeros((many, n, 4), np.float32)
    characters = np.zeros((many, n, pages[0].characters.shape[1]), np.int64)
    there, with_text = np.zeros((many, n), np.bool_), np.ones((many, n), np.float32)
    value, links, counts = (np.zeros((many, *shape), np.float32) for shape in ((n,), (2, n, n), (2, n, n)))
    for at, page in enumerate(pages):
        size = len(page)
        there[at, :size] = True
        characters[at, :size] = page.characters
        looks[at, :size], places[at, :size], with_text[at, :size] = _spoilt(page, rng)
        for target in page.targets:
            _mark(target, size, value[at], links[at], counts[at])
    return Batch((looks, characters, places, there, with_text), value, links, counts)


def _mark(
    target: tuple[tuple[int, ...], ...], size: int, value: Floats, links: Floats, counts: Floats
) -> None:
    values, name, doubtful, unit = (list(some) for some in target)
    value[values] = 1
    for at in values:
        counts[:, at, :size] = 1
        if not name:
            counts[0, at] = 0
        links[0, at, name] = 1
        counts[0, at, [other for other in doubtful if not links[0, at, other]]] = 0
        links[1, at, unit] = 1


def _spoilt(page: Page, rng: np.random.Generator | None) -> tuple[Floats, Floats, Floats]:
    """Looks, places and whether the text is seen: another scale, unsteady places, lost looks, hidden texts."""
    size = len(page)
    looks, places, seen = page.looks.copy(), page.places.copy(), np.ones(size, np.float32)
    if rng is None:
        return looks, places, seen
    if rng.random() < 0.5:
        places[:, :2] *= np.exp(rng.uniform(-0.25, 0.25))
    places[:, 2] *= np.exp(rng.uniform(-0.25, 0.25))
    places[:, 3] *= np.exp(rng.normal(0, 0.05, size))
    places[:, 2] += rng.normal(0, 0.04, size) + rng.uniform(-3, 3)
    places[:, :2] += rng.normal(0, 0.05, (size, 1)) + rng.uniform(-3, 3)
    seen = (rng.random(size) >= rng.choice(_HIDDEN_TEXT)).astype(np.float32)
    looks[:, _KNOWN_NAME] *= rng.random(size) > (0.5 if rng.random() < 0.3 else 0.1)
    looks *= rng.random(looks.shape) > 0.02
    return looks, places, seen
