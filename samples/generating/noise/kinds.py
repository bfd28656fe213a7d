"""The kinds of noise by name."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from samples.generating.noise import clean, fax, photo, scan
from samples.generating.noise.spoilt import Spoilt
from samples.generating.noise.weight import ORDINARY, Weight
from samples.making.truth import Sheet

_KINDS: dict[str, Callable[[Sheet, np.random.Generator, Weight], Spoilt]] = {
    "clean-pdf": clean.untouched,
    "clean-image": clean.image,
    "scan": scan.scan,
    "fax": fax.fax,
    "photo": photo.photo,
    "low-resolution": clean.coarse,
    "marked": scan.marked,
}
NOISES = tuple(_KINDS)


def applied(noise: str, sheet: Sheet, seed: str, weight: Weight = ORDINARY) -> Spoilt:
    """The sheet under a noise of `NOISES`; everything by chance comes from `seed`."""
    return _KINDS[noise](sheet, np.random.default_rng(list(seed.encode())), weight)
