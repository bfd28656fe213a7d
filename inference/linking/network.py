"""The network's answer for one page: how likely each token carries a value, and what names and measures it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from inference.linking.features import numbers_of
from inference.onnx import session
from inference.structure.geometry import Token

MODEL = Path(__file__).with_name("linker.onnx")
MOST_TOKENS = 700
"""Pages of more tokens are not looked at: the network's memory grows with their square (0.2 GB at this many)."""
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Links:
    """Logits for the n tokens of a page.

    `value` (n): the token carries a value. `name` and `unit` (n, n): for the token of the row as a value, the token
    of the column belongs to its name, carries its unit.
    """

    value: Floats
    name: Floats
    unit: Floats


@lru_cache(maxsize=4)  # confidence and the search for overlooked places ask of the same page
def links(tokens: tuple[Token, ...]) -> Links | None:
    """What the network says of a page; None of an empty page and one of more than MOST_TOKENS."""
    if not 0 < len(tokens) <= MOST_TOKENS:
        return None
    given = numbers_of(tokens)
    value, both = _session().run(
        None, {"looks": given.looks, "characters": given.characters, "places": given.places}
    )
    return Links(value, both[0], both[1])


@lru_cache(maxsize=1)
def _session() -> Any:
    return session(MODEL, 1)  # pages are read side by side, in processes
