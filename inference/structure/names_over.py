"""A line of names over a line of their results, once on the page: a reaction of blood groups, a row of amounts.

    抗A   抗B   抗D   対照   A1血球   B血球   ABO血液型   AB         尿蛋白定量   尿クレアチニン   蛋白/Cr比
    4+    4+    4+    0      0        0       Rh(D)       陽性       176 mg/dL    38 mg/dL         0.99 g/gCr

Several lines of results under one of names are a table of times (transposed) or of rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from inference.readable import has_letters
from inference.structure.analytes import is_analyte
from inference.structure.cards import RANGE_LABEL
from inference.structure.dates import find_date
from inference.structure.geometry import Row, Token, cells_of, join, row_y
from inference.structure.heading_words import likely_role, role_of
from inference.structure.labels import begins_with_label
from inference.structure.ranges import is_range
from inference.structure.sequences import RowParts
from inference.structure.units import is_unit
from inference.structure.values import ValueKind, parse_value

_FEWEST = 3  # names side by side
_REACH = 3.2  # line heights from names to results
_CELL_GAP = 0.9
_ALIGNED = 1.0  # line heights
_LONGEST = 20

Pair = tuple[Row, Row]


def names_over_results(rows: Sequence[Row]) -> tuple[list[RowParts], list[Row]]:
    """The results of all such pairs of lines, and the lines with what is left of them."""
    found: list[RowParts] = []
    taken: set[int] = set()
    for place, (names, values) in enumerate(pairwise(rows)):
        behind = rows[place + 2] if place + 2 < len(rows) else ()
        if row_y(values) - row_y(names) > _REACH * names[0].height:
            continue
        pairs = _longest_run(names, values)
        if len(pairs) < _FEWEST or 2 * sum(map(_sure, pairs)) < len(pairs) or _goes_on(pairs, behind):
            continue
        told = [_range_of(value, behind) for _, value in pairs]
        found += [
            RowParts(name=name, value=value, range=told_range[1:])
            for (name, value), told_range in zip(pairs, told, strict=True)
        ]
        taken |= {id(token) for cells in (*pairs, told) for cell in cells for token in cell}
    left = (tuple(t for t in row if id(t) not in taken) for row in rows)
    return found, [row for row in left if row]


def _longest_run(names: Row, values: Row) -> list[Pair]:
    """The longest run of names side by side that have one result each right under them; [] beside a date or a
    table's heading."""
    above, below = cells_of(names, _CELL_GAP), cells_of(values, _CELL_GAP)
    if any(find_date(join(cell)) for cell in (*above, *below)) or any(map(_is_heading, above)):
        return []
    under = [next((n for n, cell in enumerate(below) if _aligned(name, cell)), None) for name in above]
    runs: list[list[tuple[int, int]]] = [[]]
    for place, at in enumerate(under):
        fits = at is not None and _is_name(join(above[place])) and parse_value(join(below[at])) is not None
        follows = not runs[-1] or (at is not None and at == runs[-1][-1][1] + 1)
        if not fits or not follows:
            runs.append([])
        if fits and at is not None:
            runs[-1].append((place, at))
    return [(above[n], below[at]) for n, at in max(runs, key=len)]


def _is_heading(cell: Row) -> bool:
    return (role_of(join(cell)) or likely_role(join(cell))) is not None


def _is_name(text: str) -> bool:
    plain = has_letters(text) and len(text) <= _LONGEST and not begins_with_label(text)
    value = parse_value(text) is not None or is_range(text) or (is_unit(text) and not is_analyte(text))
    return plain and not value and not any(c in text for c in ":：、。")


def _aligned(name: Row, value: Row) -> bool:
    """Whether two texts begin, end or have their middles under each other."""
    starts, ends = name[0].x0 - value[0].x0, name[-1].x1 - value[-1].x1
    return min(abs(starts), abs(ends), abs(starts + ends) / 2) <= _ALIGNED * name[0].height


def _sure(pair: Pair) -> bool:
    """Whether a pair is a result beyond doubt: a known name, a sign or a unit."""
    value = parse_value(join(pair[1]))
    told = value is not None and (value.kind is not ValueKind.NUMBER or value.unit is not None)
    return told or is_analyte(join(pair[0]))


def _range_of(value: Row, behind: Row) -> Row:
    """What stands under a result and says by its first word that it is its range or its aim (`目標 130/80未満`)."""
    cells = cells_of(behind, _CELL_GAP) if behind else []
    labelled = (c for c in cells if len(c) > 1 and RANGE_LABEL.fullmatch(c[0].text.strip("():：")))
    return next((c for c in labelled if _aligned(value, c)), ())


def _goes_on(pairs: Sequence[Pair], behind: Sequence[Token]) -> bool:
    """Whether the next line has results under most of the names, too."""
    cells = cells_of(behind, _CELL_GAP) if behind else []
    more = [any(_aligned(name, c) and parse_value(join(c)) for c in cells) for name, _ in pairs]
    return 2 * sum(more) > len(pairs)
