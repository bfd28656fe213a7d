"""What follows the last lead's block without belonging to it.

[Atrial]
 Threshold    0.50 V
[Ventricular]
 Threshold    0.75 V
                          <- a wider gap
 Mode switches   4        <- the device's: no other lead has it
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise, takewhile

from inference.readable import PageWords, fold
from inference.structure.geometry import Row, cells_of, join, row_y, rows_of, tokens_of
from inference.structure.sections import without

_WIDER = 1.3  # times the block's usual line distance: a gap
_CELL_GAP = 0.75  # line heights


def lead_blocks_ended(parts: Sequence[PageWords], is_lead_head: Callable[[Row], bool]) -> list[PageWords]:
    """The parts, those under a lead cut where lines that no other lead's part has follow behind a gap."""
    lines = [rows_of(tokens_of(part)) for part in parts]
    led = [bool(rows) and is_lead_head(rows[0]) for rows in lines]
    out: list[PageWords] = []
    for place, part in enumerate(parts):
        others = {
            _name(row) for i, rows in enumerate(lines) if led[i] and i != place for row in rows[1:]
        }  # fmt: skip
        end = _end(lines[place], others) if led[place] and others else None
        if end is None:
            out.append(part)
            continue
        behind = [t for row in lines[place][end:] for t in row]
        before = [t for row in lines[place][:end] for t in row]
        out += [without(part, behind), without(part, before)]
    return out


def _end(rows: Sequence[Row], others: set[str]) -> int | None:
    """The first line behind a gap from which on no name is another lead's, where those before it are; else None."""
    steps = [row_y(b) - row_y(a) for a, b in pairwise(rows)]
    if not steps:
        return None
    usual = sorted(steps)[len(steps) // 2]
    known = [_name(row) in others for row in rows]
    for at, step in enumerate(steps, 1):
        if step > _WIDER * usual and any(known[:at]) and not any(known[at:]):
            return at
    return None


def _name(row: Row) -> str:
    """A line's first cell up to its number or its leaders."""
    first = cells_of(row, _CELL_GAP)[0]
    return fold(join(tuple(takewhile(lambda t: t.text[0].isalpha() or t is first[0], first))))
