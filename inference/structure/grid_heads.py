"""What stands over the columns of a table whose body tells them: names, their groups, units and ranges.

Headings may be one line or several, upright (letters under each other), with the unit in brackets or below.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from inference.structure.charts import bare_name, unit_like
from inference.structure.column_groups import under_groups
from inference.structure.geometry import Row, Token, cells_of, join, row_y, rows_of
from inference.structure.heading_words import Role, role_of
from inference.structure.labels import begins_with_label
from inference.structure.nested_heads import Heads, Placed, Span, nested
from inference.structure.ranges import is_range
from inference.structure.stamps import stamp_of
from inference.structure.units import bare_unit
from inference.structure.upright import is_tall
from inference.structure.values import is_number
from mappers.model import Box

_CELL_GAP = 0.75  # line heights between two cells
_LETTER_PITCH = 1.9  # heights from one letter of an upright heading to the next
_REACH = 4.5  # line heights between lines of one heading
_LONGEST = 24  # letters of a name
_MOSTLY = 0.6  # of a line's cells that say what the line holds

_SIGNED = re.compile(r"[/%℃°²³⁻^]")  # in a unit


@dataclass(frozen=True, slots=True)
class Column:
    """One column's heading."""

    name: str
    unit: str = ""
    range: str = ""


def headed(above: Sequence[Token], columns: Sequence[Span], left: float) -> list[Column | None]:
    """The heading of each column, None where it has no name. `above` is all that stands over the body, `left` where
    the lines' own headings (日付, 単位) end."""
    flat, upright = _upright_joined(above, columns)
    found = Heads(columns, _placed([(word,) for word in upright], columns))
    edges = (left, columns[-1][1] + _pitch(columns) / 2)
    for line, cells in enumerate(_lines(flat, edges, min((w.y for w in upright), default=None))):
        placed = _placed(cells, columns)
        if _most(placed, _is_unit):
            found.add_units(placed)
        elif _most(placed, is_range):
            found.ranges = {i: join(c) for i, c in placed.items()} | found.ranges
        elif not all(_may_name(join(c)) for c in cells):
            break
        else:
            units = {i: c for i, c in placed.items() if _sure_unit(join(c))}
            found.add_units(units)
            rest = {i: c for i, c in placed.items() if i not in units}
            unplaced = [c for c in cells if not any(c is p for p in placed.values())]
            if found.add_names(rest, unplaced, line):
                break
    return _columns(nested(found), columns)


def _columns(heads: Heads, columns: Sequence[Span]) -> list[Column | None]:
    """The headings put together; names that come again take their group in front."""
    told = {i: bare_name(join(heads.names[i])) for i in sorted(heads.names)}
    counts = Counter(name for name, _ in told.values())
    prefix = dict(heads.prefix)
    repeated = [i for i in told if counts[told[i][0]] > 1 and i not in prefix]
    if repeated and heads.groups:
        spans = [(told[i][0], *columns[i]) for i in repeated]
        prefix |= dict(zip(repeated, under_groups(spans, heads.groups), strict=True))
    units = {i: bare_unit(join(c)) for i, c in heads.units.items()} | heads.shared
    return [
        Column(
            f"{prefix.get(i, '')} {told[i][0]}".strip(),
            told[i][1] or units.get(i, ""),
            heads.ranges.get(i, ""),
        )
        if i in told and any(c.isalpha() for c in told[i][0])
        else None
        for i in range(len(columns))
    ]


def _is_unit(text: str) -> bool:
    return unit_like(bare_unit(text))


def _sure_unit(text: str) -> bool:
    """Whether a text among names is a unit: in brackets, or with a sign that names do not have."""
    return _is_unit(text) and (bare_unit(text) != text.strip() or bool(_SIGNED.search(text)))


def _lines(tokens: Sequence[Token], edges: Span, top: float | None) -> Iterator[list[Row]]:
    """The cells of each line of the heading between the edges, the lowest line first, until the page's head."""
    left, right = edges
    last: float | None = None
    for row in reversed(rows_of(tokens)):
        height = row[0].height
        if last is not None and last - row_y(row) > _REACH * height and not (top and row_y(row) > top):
            return
        last = min(row_y(row), top or row_y(row))
        cells = [c for c in cells_of(row, _CELL_GAP) if (c[0].x0 + c[-1].x1) / 2 > left and c[0].x0 < right]
        cells = [c for c in cells if role_of(join(c)) is not Role.NOTE]
        if any(begins_with_label(join(c)) for c in cells):
            return
        if cells:
            yield cells


def _most(placed: Placed, fits: Callable[[str], bool]) -> bool:
    return sum(fits(join(c)) for c in placed.values()) >= max(_MOSTLY * len(placed), 1)


def _may_name(text: str) -> bool:
    named = any(c.isalpha() for c in text) and len(text) <= _LONGEST and "。" not in text
    return named and not is_number(text) and stamp_of(text, None) is None


def _placed(cells: Sequence[Row], columns: Sequence[Span]) -> Placed:
    """Cells by column; one over several columns with a word for each is one cell for each."""
    out: Placed = {}
    for cell in cells:
        over = [i for i, (a, b) in enumerate(columns) if cell[0].x0 < (a + b) / 2 < cell[-1].x1]
        parts = [(t,) for t in cell] if len(over) > 1 and len(over) == len(cell) else [cell]
        for part in parts:
            middle = (part[0].x0 + part[-1].x1) / 2
            out.setdefault(min(range(len(columns)), key=lambda i: _away(middle, columns[i])), part)
    return out


def _away(x: float, column: Span) -> float:
    return abs(x - (column[0] + column[1]) / 2)


def _upright_joined(tokens: Sequence[Token], columns: Sequence[Span]) -> tuple[list[Token], list[Token]]:
    """The tokens without upright headings, and these: letters that stand under each other over one column, or words
    that a recogniser read so as one."""
    tall = [t for t in tokens if is_tall(t)]
    if len(tall) > 1:
        return [t for t in tokens if t not in tall], tall
    single = sorted((t for t in tokens if len(t.text) == 1 and t.text.isalpha()), key=lambda t: t.y)
    words: list[list[Token]] = []
    for letter in single:
        for word in words:
            pitch = letter.y - word[-1].y
            if (
                abs(letter.x - word[-1].x) <= 0.4 * letter.height
                and 0 < pitch <= _LETTER_PITCH * letter.height
            ):
                word.append(letter)
                break
        else:
            words.append([letter])
    upright = [w for w in words if len(w) > 1 and _over_one(w, columns)]
    if len(upright) < 2:
        return list(tokens), []
    taken = {id(t) for word in upright for t in word}
    joined = [replace(w[0], text="".join(t.text for t in w), box=_around(w)) for w in upright]
    return [t for t in tokens if id(t) not in taken], joined


def _around(word: Sequence[Token]) -> Box:
    box = word[0].box
    for token in word[1:]:
        box = box.union(token.box)
    return box


def _pitch(columns: Sequence[Span]) -> float:
    """The least distance of two columns' middles."""
    return min(((b[0] + b[1] - a[0] - a[1]) / 2 for a, b in pairwise(columns)), default=0.0)


def _over_one(word: Sequence[Token], columns: Sequence[Span]) -> bool:
    """Whether a word stands over one of the columns, by their usual distance."""
    middles = [(a + b) / 2 for a, b in columns]
    reach = _pitch(columns) / 2
    return sum(abs(word[0].x - middle) <= max(reach, word[0].height) for middle in middles) == 1
