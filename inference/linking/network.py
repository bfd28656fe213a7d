"""The network's answer for one page: how likely each token carries a value, and what names and measures it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import onnxruntime  # type: ignore[import-untyped]

from inference.linking.features import numbers_of
from inference.structure.geometry import Token

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
def _session() -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # pages are read side by side, in processes
    options.enable_cpu_mem_arena = False  # the memory of the largest page is given back
    options.log_severity_level = 3
    model = files("inference.linking") / "linker.onnx"
    return onnxruntime.InferenceSession(model.read_bytes(), options, providers=["CPUExecutionProvider"])
