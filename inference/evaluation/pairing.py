"""Items read paired one to one with the items of the truth (Hungarian method), and what counts as right.

An item is right when name, value and unit are right, each compared without widths, spaces and forms of
characters (and units without the caret of a power). Items are paired so that the sum of agreement is the
greatest (scipy's linear_sum_assignment); a time series' date joins in, so that days are not exchanged, and so
does the place on the page, so that an item wrong in all its words still meets the true one it stands on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from inference.evaluation.composites import goes_with, in_the_truths_form
from inference.readable import fold, fold_unit, fold_value
from mappers.model import Item

_PAIRED = 1.0  # agreement below which two items have nothing to do with each other


@dataclass(frozen=True, slots=True)
class Pairing:
    """One document's items: pairs (read, true), what was read beside, and what was missed.

    `read` are the items in the truth's form: `128` and `76` are one `128/76` where the truth has it so.
    """

    right: tuple[tuple[Item, Item], ...]
    wrong: tuple[tuple[Item, Item], ...]  # paired by name or place, but value, unit or name differ
    extra: tuple[Item, ...]
    missed: tuple[Item, ...]

    @property
    def aligned(self) -> tuple[tuple[Item, Item], ...]:
        """Every pair, right or not."""
        return self.right + self.wrong

    @property
    def read(self) -> int:
        """How many items were given."""
        return len(self.right) + len(self.wrong) + len(self.extra)


def name_key(item: Item) -> str:
    """The name as names are compared."""
    return fold(item.name).rstrip(":")


def value_key(item: Item) -> str:
    """The value as values are compared; a sentence's full stop and the form of a titre's × say nothing."""
    return fold_value(item.value).rstrip("。").replace("×", "x")


def unit_key(item: Item) -> str:
    """The unit as units are compared; no unit is the empty text."""
    return fold_unit(item.unit or "")


def day_of(item: Item) -> str:
    """YYYY-MM-DD, or "" where the item has no time."""
    return (item.effective or "")[:10]


def is_right(read: Item, true: Item) -> bool:
    """Name, value and unit are right."""
    return all(key(read) == key(true) for key in (name_key, value_key, unit_key))


def pair(read: Sequence[Item], true: Sequence[Item]) -> Pairing:
    """The best one-to-one pairing of what was read with what is true."""
    read = in_the_truths_form(read, true)
    if not read or not true:
        return Pairing((), (), tuple(read), tuple(true))
    gain = _agreement(read, true)
    rows, columns = linear_sum_assignment(gain, maximize=True)
    right, wrong, used_r, used_t = [], [], set(), set()
    for r, t in zip(rows.tolist(), columns.tolist(), strict=True):
        if is_right(read[r], true[t]):
            right.append((read[r], true[t]))
        elif gain[r, t] >= _PAIRED:
            wrong.append((read[r], true[t]))
        else:
            continue
        used_r.add(r)
        used_t.add(t)
    return Pairing(
        tuple(right),
        tuple(wrong),
        tuple(item for i, item in enumerate(read) if i not in used_r),
        tuple(item for i, item in enumerate(true) if i not in used_t),
    )


def which_are_right(read: Sequence[Item], true: Sequence[Item]) -> list[bool]:
    """For each item as it was read: whether it is right, alone or as a part of a right composite."""
    right = [item for item, _ in pair(read, true).right]
    whole = {id(item) for item in right}
    made = [item for item in right if not any(item is r for r in read)]  # put together or split
    return [id(item) in whole or any(goes_with(item, m) for m in made) for item in read]


def _agreement(read: Sequence[Item], true: Sequence[Item]) -> npt.NDArray[np.float64]:
    """What pairing each read (rows) with each true item (columns) is worth: name counts most."""
    name = _same(read, true, name_key)
    value = _same(read, true, value_key)
    unit = _same(read, true, unit_key)
    page = _same(read, true, lambda item: str(item.page))
    place = _overlap(read, true) * page
    worth = 3.0 * name + 2.0 * value + 1.0 * unit + 4.0 * (name * value * unit)
    worth += 2.0 * place - 1.0 * ((1 - name) * (1 - value))
    worth += 0.1 * page + 0.2 * _same(read, true, day_of)
    worth += 0.1 * _same(read, true, lambda item: item.effective or "")
    return worth


def _same(read: Sequence[Item], true: Sequence[Item], key: Callable[[Item], str]) -> npt.NDArray[np.float64]:
    mine = np.array([key(item) for item in read], dtype=object)
    other = np.array([key(item) for item in true], dtype=object)
    return np.asarray(mine[:, None] == other[None, :], dtype=np.float64)


def _overlap(read: Sequence[Item], true: Sequence[Item]) -> npt.NDArray[np.float64]:
    """Intersection by union of the boxes; 0 where either has none."""
    a, b = _corners(read)[:, None, :], _corners(true)[None, :, :]
    across = np.minimum(a[..., 2], b[..., 2]) - np.maximum(a[..., 0], b[..., 0])
    down = np.minimum(a[..., 3], b[..., 3]) - np.maximum(a[..., 1], b[..., 1])
    common = np.clip(across, 0, None) * np.clip(down, 0, None)
    areas = [(c[..., 2] - c[..., 0]) * (c[..., 3] - c[..., 1]) for c in (a, b)]
    return np.asarray(common / np.maximum(areas[0] + areas[1] - common, 1e-12), dtype=np.float64)


def _corners(items: Sequence[Item]) -> npt.NDArray[np.float64]:
    return np.array(
        [(i.box.x0, i.box.y0, i.box.x1, i.box.y1) if i.box else (0.0, 0.0, 0.0, 0.0) for i in items]
    )
