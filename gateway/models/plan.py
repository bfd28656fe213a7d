"""What fits on a GPU, and how many are needed for so many pages a day.

Memory is derived from the catalogue and says so. Speed is never derived: a figure is a measured one with its source,
or the one that the user gives; without either the answer is that it must be measured.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from gateway.models.catalogue import Catalogue, Entry

DAY_S = 86_400

USABLE = 0.90
"""Share of a GPU's memory that vLLM takes unless told otherwise (`--gpu-memory-utilization`)."""

WORKING_BYTES = 2 * 1024**3
"""For activations, the vision encoder's work and graphs: an estimate, to be replaced by `kartebridge bench vlm`."""

AT_ONCE = 16
"""Pages in flight for which cache is wanted: fewer leave the GPU idle between them."""

ANSWER_TOKENS = 1024
PROMPT_TOKENS = 1500
"""Tokens of an answer, and of instructions and the page's words: estimates beside the picture's, which are exact."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A speed that somebody measured."""

    model: str  # entry of the catalogue
    precision: str
    seconds_a_page: float
    memory: str  # as it was published
    where: str


_STUDY = "the source study: one A100 40 GB, plain transformers, one page at a time"

MEASURED = (
    Measured("qwen2-vl-2b", "bf16", 26.2, "15-16 GB", _STUDY),
    Measured("qwen2-vl-2b", "awq-int4", 23.1, "3.9 GB", _STUDY),
    Measured("qwen2.5-vl-3b", "bf16", 29.3, "15-16 GB", _STUDY),
    Measured("qwen2.5-vl-3b", "awq-int4", 39.9, "12.0 GB", _STUDY),
)
"""Whole pages to structured findings. Published page-to-markdown speeds of other models are no figures for these."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One model in one precision on one GPU."""

    entry: Entry
    precision: str
    weights_bytes: int
    cache_bytes_a_page: int  # 0: the model's shape is not verified
    pages_at_once: int  # that the cache has room for; 0: it does not fit
    measured: Measured | None

    @property
    def fits(self) -> bool:
        """Whether weights and at least one page fit; one of unknown shape fits by its weights."""
        return self.pages_at_once > 0


@dataclass(frozen=True, slots=True)
class Load:
    """What a number of pages a day asks for."""

    pages_a_second: float  # on average over the day
    gpus: int | None  # None: no speed is known
    source: str  # whose speed that is


def choices(catalogue: Catalogue, gpu_bytes: int) -> tuple[Choice, ...]:
    """Every vision model that can be served, in each precision, on a GPU of that memory."""
    return tuple(
        choice(entry, precision, gpu_bytes)
        for entry in catalogue.models
        if entry.vision and entry.engines
        for precision in entry.precisions
    )


def choice(entry: Entry, precision: str, gpu_bytes: int) -> Choice:
    """How that model fits."""
    weights = entry.weights_bytes(precision)
    tokens = entry.tokens_of_picture() + PROMPT_TOKENS + ANSWER_TOKENS
    a_page = entry.cache_bytes_a_token * tokens
    left = math.floor(gpu_bytes * USABLE) - weights - WORKING_BYTES
    pages = 0 if left <= 0 else 1 if a_page == 0 else left // a_page
    found = next((m for m in MEASURED if (m.model, m.precision) == (entry.name, precision)), None)
    return Choice(entry, precision, weights, a_page, pages, found)


def load(pages_a_day: int, pages_a_second_a_gpu: float, measured: Measured | None) -> Load:
    """GPUs for so many pages a day, by the user's speed (0: not given), else by the measured one, else unknown."""
    needed = pages_a_day / DAY_S
    if pages_a_second_a_gpu > 0:
        return Load(needed, math.ceil(needed / pages_a_second_a_gpu), "as given by --pages-per-second")
    if measured is not None:
        return Load(needed, math.ceil(needed * measured.seconds_a_page), measured.where)
    return Load(needed, None, "")
