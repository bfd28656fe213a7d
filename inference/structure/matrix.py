"""Tables whose columns have names of their own: measured, predicted and percent; RA, RV and LV; before and after.

             吸入前                吸入後              <- groups (optional, a line above)
項目   単位  実測値  予測値  %予測  実測値  %予測      <- headings
FVC    L     3.12    3.60    86.7   3.30    91.7       <- one row, five cells

    matrices = matrices_of(tokens, Vocabulary(measured=is_measured, named=is_lead))
    for matrix in matrices:
        for row in matrix.rows:
            row.label                 # tokens of the row's name (never empty)
            row.unit, row.range, row.mark   # tokens of such columns, empty where the table has none
            for column, tokens in row.cells:   # filled value columns only, left to right
                column.suffix         # "" for the measured one, "予測値", "吸入後 %予測": the name's second part
                column.unit           # the unit in the column's heading, ""

The words of value columns come from the caller; names, units, ranges and flags are heading_words.LEXICON's. Which
token belongs to which column is cell_places' (geometry and looks, learned from the body). Tables side
by side, each with a heading for its names, come as matrices of their own. Lengths are pixels of the level page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from inference.readable import fold, has_letters
from inference.structure.body_grid import body_grid
from inference.structure.cell_places import cells_by_column
from inference.structure.column_groups import under_groups
from inference.structure.geometry import Row, Token, cells_of, join, line_height, row_y, rows_of
from inference.structure.headers import Heading
from inference.structure.heading_words import Role
from inference.structure.labels import is_label
from inference.structure.lexemes import unit_here
from inference.structure.marks import parse_mark
from inference.structure.matrix_headings import (
    BODY_ROLES,
    CELL_GAP,
    Head,
    grid_line,
    heading_line,
    heads_above,
    named_above,
    signs_restored,
    units_alone,
)
from inference.structure.matrix_headings import Vocabulary as Vocabulary
from inference.structure.row_edges import mark_off, without_blanks
from inference.structure.units import bare_unit, is_unit
from inference.structure.values import parse_value

_GROUP_REACH = 2.6  # line heights from a heading line to the groups above it
_BODY_GAP = 4.5  # line heights without a line that end a table
_LAST_GAP = 1.6  # pitches of a table's rows to a line with one cell that is no row of it


@dataclass(frozen=True, slots=True)
class Column:
    """One value column."""

    text: str  # as printed, without its unit
    suffix: str  # what it adds to the row's name, groups outermost first
    unit: str
    measured: bool
    group: str
    heading: Heading


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One row: its name, its filled cells and what the unit, range and flag columns hold."""

    label: Row
    cells: tuple[tuple[Column, Row], ...]
    unit: Row = ()
    range: Row = ()
    mark: Row = ()

    @property
    def y(self) -> float:
        """Centre of the row's name."""
        return row_y(self.label)


@dataclass(frozen=True, slots=True)
class Matrix:
    """One table: its value columns left to right and its rows top to bottom; `title` stands alone above it."""

    columns: tuple[Column, ...]
    rows: tuple[MatrixRow, ...]
    top: float  # centre of the heading line
    bottom: float  # centre of the last row
    heads: Row = ()  # the tokens of the heading line and of the groups above it
    title: str = ""
    blank: Row = ()  # the tokens of rows between the first and the last without a value


def matrices_of(tokens: Sequence[Token], words: Vocabulary) -> list[Matrix]:
    """All tables of a page whose heading lines the vocabulary knows, top to bottom."""
    rows = rows_of(tokens)
    height = line_height(tokens)
    heads = _tables(rows, words)
    out = []
    for place, (number, found, lines, right_end) in enumerate(heads):
        end = heads[place + 1][0] if place + 1 < len(heads) else len(rows)
        end = min(end, number + 1 + lines) if lines else end
        if end < len(rows) and _are_groups(rows[end - 1], words):
            end -= 1
        above = [r for r in rows[:number] if row_y(rows[number]) - row_y(r) <= _GROUP_REACH * height]
        body = _until_gap(rows[number], rows[number + 1 : end], height)
        named = named_above(found, above)
        named += heads_above(named, above, body, words)
        body, with_units = _units_below(body, sorted(named, key=lambda h: h.heading.x0))
        for heads_of_panel, left, right in _panels(with_units, body, right_end):
            columns = _columns(heads_of_panel, [_between(r, left, right) for r in above], words)
            matrix = _matrix(columns, heads_of_panel, body, (left, right), row_y(rows[number]), words)
            if matrix.rows:
                used = tuple(
                    t for r in (rows[number], *(g for g in above if _are_groups(g, words))) for t in r
                )
                out.append(replace(matrix, heads=used, title=_title(rows, number, words)))
    return out


def _tables(rows: Sequence[Row], words: Vocabulary) -> list[tuple[int, list[Head], int, float]]:
    """Lines of headings: which line, its headings, how many lines below are its own (0: nobody knows), right end."""
    out: list[tuple[int, list[Head], int, float]] = []
    free = 0  # the first line of no table that its body shows
    for number, row in enumerate(rows):
        below = rows[number + 1 :]
        found = _headings(row, below, words)
        shown = None if found or number < free else body_grid(row, below, words)
        if found:
            out.append((number, found, 0, float("inf")))
        elif shown is not None:
            out.append((number, shown.heads, shown.lines, shown.right))
            free = number + 1 + shown.lines
    return out


def _headings(row: Row, below: Sequence[Row], words: Vocabulary) -> list[Head]:
    """A line's headings by their words, or by the grid below where that shows more of them."""
    known, grid = heading_line(row, words), grid_line(row, below, words)
    return grid if len(grid) > len(known) else known


def _are_groups(row: Row, words: Vocabulary) -> bool:
    return all(words.group(join(cell)) for cell in cells_of(row, CELL_GAP))


def _until_gap(heading: Row, below: Sequence[Row], height: float) -> list[Row]:
    """The lines below a heading until the page is empty for a while."""
    kept: list[Row] = []
    last = row_y(heading)
    for row in below:
        if row_y(row) - last > _BODY_GAP * height:
            break
        kept.append(row)
        last = row_y(row)
    return kept


def _units_below(body: list[Row], heads: list[Head]) -> tuple[list[Row], list[Head]]:
    """A second heading line of units (`(L)  (L)  (%)`) given to the columns it stands under."""
    if not body:
        return body, heads
    cells = cells_of(body[0], CELL_GAP)
    if not units_alone(cells):
        return body, heads
    out = []
    for head in heads:
        under = [c for c in cells if c[0].x0 < head.heading.x1 and c[-1].x1 > head.heading.x0]
        unit = bare_unit(join(under[0])) if len(under) == 1 and not head.unit else head.unit
        out.append(replace(head, unit=unit))
    return body[1:], out


def _panels(heads: list[Head], body: Sequence[Row], right: float) -> list[tuple[list[Head], float, float]]:
    """Headings of tables side by side apart, each with its left and right bound; `right` is the last's."""
    groups: list[list[Head]] = [[]]
    named = any(h.heading.role is Role.NAME for h in heads[:3])
    for head in heads:
        filled = any(h.heading.role is Role.VALUE for h in groups[-1])
        if named and filled and head.heading.role is Role.NAME:
            groups.append([])
        groups[-1].append(head)
    if len(groups) == 1 and not named:
        groups = _repeated_unnamed(groups[0], body)
    bounds = [float("-inf")]
    for before, after in pairwise(groups):
        bounds.append(_gap_before(after[0], before[-1], body))
    bounds.append(right)
    return [(g, a, b) for g, a, b in zip(groups, bounds, bounds[1:], strict=False)]


def _repeated_unnamed(heads: list[Head], body: Sequence[Row]) -> list[list[Head]]:
    """Tables side by side without a heading for names: the same headings again, with names between in the body."""
    texts = [fold(h.text) for h in heads]
    half = len(texts) // 2
    if len(texts) % 2 or texts[:half] != texts[half:] or half < 2:
        return [heads]
    left, right = heads[half - 1].heading, heads[half].heading
    named = [r for r in body if any(left.x1 < t.x < right.x0 and t.text[0].isalpha() for t in r)]
    return [heads[:half], heads[half:]] if len(named) * 2 > len(body) else [heads]


def _gap_before(head: Head, before: Head, body: Sequence[Row]) -> float:
    """Where a right-hand table begins: left of its heading and of the names that stand under it."""
    starts = [head.heading.x0]
    for row in body:
        cells = cells_of(row, CELL_GAP)
        starts += [
            c[0].x0
            for c in cells
            if c[0].x0 > before.heading.x1 and c[0].x0 < head.heading.x1 and c[0].text[:1].isalpha()
        ]
    return min(starts) - 0.5


def _between(row: Row, left: float, right: float) -> Row:
    return tuple(t for t in row if left < t.x <= right)


def _columns(heads: Sequence[Head], above: Sequence[Row], words: Vocabulary) -> dict[Heading, Column]:
    """The value columns by heading, each with its group where a line above has one."""
    values = signs_restored([h for h in heads if h.heading.role is Role.VALUE])
    groups = _groups(values, [row for row in above if row], words)
    out = {}
    for head, group in zip(values, groups, strict=True):
        own = "" if head.measured or head.text == group else head.text
        suffix = " ".join(part for part in (group, own) if part)
        out[head.heading] = Column(head.text, suffix, head.unit, head.measured, group, head.heading)
    return out


def _groups(values: Sequence[Head], above: Sequence[Row], words: Vocabulary) -> list[str]:
    """For each value column the group it stands under, "" for none.

    A line above is one of groups where the vocabulary says so, or where the columns repeat and the line has as
    many cells as there are repetitions.
    """
    runs = _repetitions(values)
    for row in reversed(above) if values else ():
        cells = [c for c in cells_of(row, CELL_GAP) if c[-1].x1 >= values[0].heading.x0]
        known = [c for c in cells if words.group(join(c))]
        if len(runs) > 1 and len(cells) == len(runs) and not any(parse_value(join(c)) for c in cells):
            known = cells
        if known:
            return under_groups([(h.text, h.heading.x0, h.heading.x1) for h in values], known)
    return [""] * len(values)


def _repetitions(values: Sequence[Head]) -> list[list[Head]]:
    """The columns cut where a heading comes again."""
    runs: list[list[Head]] = [[]]
    for head in values:
        if any(fold(h.text) == fold(head.text) for h in runs[-1]):
            runs.append([])
        runs[-1].append(head)
    return runs


def _matrix(
    columns: dict[Heading, Column],
    heads: Sequence[Head],
    body: Sequence[Row],
    sides: tuple[float, float],
    top: float,
    words: Vocabulary,
) -> Matrix:
    left, right = sides
    headings = [h.heading for h in heads]
    if not any(h.role is Role.NAME for h in headings):
        first = min(h.x0 for h in headings)
        inside = [t.x0 for row in body for t in row if left < t.x < first]
        start = min(inside, default=first)
        headings.append(Heading(Role.NAME, start, max(start, first - 1)))
    ordered_heads = tuple(sorted(headings, key=lambda h: h.x0))
    lines = [line for row in body if (line := _between(row, left, right))]
    rows: list[tuple[float, MatrixRow]] = []
    blank: list[Token] = []
    for row, cells in zip(lines, cells_by_column(ordered_heads, lines, words.answer), strict=True):
        made = _row(ordered_heads, cells, columns)
        if made is not None:
            rows.append((row_y(row), made))
        elif not any(cell for h, cell in zip(ordered_heads, cells, strict=True) if h in columns):
            blank += row
    rows = _belonging(rows, [row_y(line) for line in lines if has_letters(join(line))])
    bottom = max((y for y, _ in rows), default=top)
    if not any(h.role is Role.UNIT for h in headings):
        rows = _units_of_rows(rows)
    ordered = tuple(columns[h] for h in ordered_heads if h in columns)
    between = tuple(t for t in blank if t.y < bottom)
    return Matrix(ordered, tuple(r for _, r in rows), top, bottom, blank=between)


def _belonging(rows: list[tuple[float, MatrixRow]], lines: Sequence[float]) -> list[tuple[float, MatrixRow]]:
    """The rows without what follows a table and only looks like its row: `Wall motion: Normal` after a gap. A line
    that heads a section of the table is no gap."""
    steps = sorted(b - a for (a, _), (b, _) in pairwise(rows))
    pitch = steps[len(steps) // 2] if steps else 0.0
    colons = bool(rows) and _with_colon(rows[0][1])
    wide = any(len(row.cells) > 1 for _, row in rows)
    kept: list[tuple[float, MatrixRow]] = []
    for y, row in rows:
        if _with_colon(row) and not colons:
            continue
        apart = kept and y - max((line for line in lines if line < y), default=y) > _LAST_GAP * pitch
        if apart and wide and len(row.cells) == 1 and not row.unit:
            break
        kept.append((y, row))
    return kept


def _units_of_rows(rows: list[tuple[float, MatrixRow]]) -> list[tuple[float, MatrixRow]]:
    """The rows, the unit behind their last cell being the whole row's: `THRESHOLD  0.52  1.24  V`.

    Only where no other cell has a unit and the rows' units differ: a last column's own (%) is the same in all.
    """
    behind = [(y, row, _unit_behind(row)) for y, row in rows]
    wide = [(row, unit) for _, row, unit in behind if len(row.cells) > 1]
    if 2 * sum(bool(unit) for _, unit in wide) <= len(wide) or len({join(u) for _, u in wide if u}) < 2:
        return rows
    if any(unit_here(t.text) for row, _ in wide for _, cell in row.cells[:-1] for t in cell):
        return rows
    out = []
    for y, row, unit in behind:
        if unit and len(row.cells) > 1 and not row.unit:
            column, cell = row.cells[-1]
            cells = (*row.cells[:-1], (column, cell[: -len(unit)]))
            out.append((y, replace(row, cells=cells, unit=unit)))
        else:
            out.append((y, row))
    return out


def _unit_behind(row: MatrixRow) -> Row:
    """The unit that ends a row's last cell, () where none does."""
    number, *rest = row.cells[-1][1]
    numeric = parse_value(number.text) is not None
    return tuple(rest) if numeric and rest and unit_here(join(tuple(rest))) else ()


def _with_colon(row: MatrixRow) -> bool:
    return any(t.text.endswith((":", "：")) for t in row.label)


def _row(
    headings: Sequence[Heading], cells: Sequence[Row], columns: dict[Heading, Column]
) -> MatrixRow | None:
    by_role: dict[Role, list[Token]] = {}
    values: list[tuple[Column, Row]] = []
    for heading, placed in zip(headings, cells, strict=True):
        cell = placed
        if heading in columns:
            front = 0
            while not values and front < len(cell) and _goes_on(by_role.get(Role.NAME, ()), cell[front]):
                by_role.setdefault(Role.NAME, []).append(cell[front])
                front += 1
            cell = cell[front:]
            if cell:
                values.append((columns[heading], cell))
        else:
            by_role.setdefault(heading.role, []).extend(cell)
    label = without_blanks(by_role.get(Role.NAME, ()), CELL_GAP)
    if not label or not values or is_label(join(label)) or not any(c.isalpha() for c in join(label)):
        return None
    unit, ranges, mark = (tuple(by_role.get(role, ())) for role in BODY_ROLES)
    if unit and (unit[0].text == "H" or (len(unit) > 1 and parse_mark(unit[0].text))):
        unit, mark = unit[1:], mark or unit[:1]  # of the value's cell: `61.9 H  mm`
    while len(unit) > 1 and not is_unit(join(unit), in_unit_column=True) and unit[0].x0 > label[-1].x0:
        label, unit = (*label, unit[0]), unit[1:]  # a second column of names in front of the units
    ranges, beside = mark_off(ranges)
    return MatrixRow(label, tuple(values), unit, ranges, mark or beside)


def _goes_on(label: Sequence[Token], token: Token) -> bool:
    """Whether a word is the rest of a long name that runs into the first column."""
    if not label or parse_value(token.text) is not None:
        return False
    return token.x0 - label[-1].x1 < 0.7 * token.height and any(c.isalpha() for c in token.text)


def _title(rows: Sequence[Row], number: int, words: Vocabulary) -> str:
    """The nearest line above the headings that is one cell and no group: `■ スパイログラム`."""
    for row in reversed(rows[max(0, number - 3) : number]):
        cells = cells_of(row, 1.5)
        if len(cells) == 1 and not words.group(join(cells[0])):
            return join(cells[0])
    return ""
