"""A page's tokens as numbers for the network: what each looks like, its characters, and where it stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

import numpy as np
import numpy.typing as npt

from inference.readable import fold
from inference.structure.dates import find_time, is_date
from inference.structure.geometry import Token
from inference.structure.marks import parse_mark
from inference.structure.ranges import is_range
from inference.structure.readers import READERS
from inference.structure.units import is_unit
from inference.structure.values import is_number, is_value

LOOKS = 25
"""How many looks a token has; see `_looks`."""
CHARACTERS = 14
"""Characters of a token that the network sees; of longer ones the first ten and the last four."""
BUCKETS = 2048
"""Numbers that characters are hashed to; 0 is none."""
_END = 4
_HASH = 2_654_435_761  # Knuth's multiplicative hash, the same on any machine
_MIXED = re.compile(r"[A-Za-z\u3040-\u9fff]")


@dataclass(frozen=True, slots=True)
class TokenNumbers:
    """Of the n tokens of a page: `looks` (n, LOOKS) and `places` (n, 4), float32, and `characters` (n, CHARACTERS),
    int64. Places are left edge, right edge, middle of the line and height, in median heights of the page's tokens."""

    looks: npt.NDArray[np.float32]
    characters: npt.NDArray[np.int64]
    places: npt.NDArray[np.float32]


def numbers_of(tokens: Sequence[Token]) -> TokenNumbers:
    """The numbers of a page's tokens (one or more)."""
    height = median(t.height for t in tokens)
    return TokenNumbers(
        np.array([_looks(t.text) for t in tokens], dtype=np.float32),
        np.array([_hashed(t.text) for t in tokens], dtype=np.int64),
        np.array([(t.x0, t.x1, t.y, t.height) for t in tokens], dtype=np.float32) / np.float32(height),
    )


def _hashed(text: str) -> list[int]:
    """The token's characters, every digit as 0: which number it is says nothing of what it is."""
    plain = re.sub(r"\d", "0", unicodedata.normalize("NFKC", text).lower())
    if len(plain) > CHARACTERS:
        plain = plain[: CHARACTERS - _END] + plain[-_END:]
    known = [(ord(c) * _HASH % 2**32 >> 7) % (BUCKETS - 1) + 1 for c in plain]
    return known + [0] * (CHARACTERS - len(known))


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(fold(word) for reader in READERS.values() for word in reader.vocabulary)


@lru_cache(maxsize=16_384)
def _looks(text: str) -> tuple[float, ...]:
    """What a token looks like, each 0..1 (its length up to 2). The network was trained with this order."""
    plain = unicodedata.normalize("NFKC", text)
    length = max(len(plain), 1)
    japanese = sum("\u3040" <= c <= "\u30ff" or "\u4e00" <= c <= "\u9fff" for c in plain)
    has_digit = any(c.isdigit() for c in plain)
    return (
        japanese / length,
        sum(c.isascii() and c.isalpha() for c in plain) / length,
        sum(c.isdigit() for c in plain) / length,
        min(length, 30) / 15,
        float(is_number(text)),
        float(is_value(text)),
        float(is_unit(text)),
        float(is_unit(text, in_unit_column=True)),
        float(is_range(text)),
        float(parse_mark(text) is not None),
        float(is_date(text)),
        float(find_time(text) is not None),
        float(fold(text).strip(":()[]") in _known()),
        float(plain.endswith(":")),
        float(":" in plain[:-1]),
        float(plain[:1] in tuple("([<{【")),
        float(plain[-1:] in tuple(")]>}】")),
        float("." in plain),
        float(plain.isupper()),
        float(any(c in "+-±" for c in plain)),
        float(any(c in "<>≦≧≤≥" for c in plain)),
        float("/" in plain),
        float("%" in plain),
        float(has_digit and _MIXED.search(plain) is not None),
        float(plain[-1:] in ("。", ".")),
    )
