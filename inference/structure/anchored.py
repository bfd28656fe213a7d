"""Results of a type of document whose names are known: each name anchors a row, headings say what its pieces are.

Without headings the order says it: the first piece that can be a result is the result, then unit, mark and range.
Names in a line with the results under them (cards, items across and times down) are read downwards.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from inference.readable import PageWords, fold
from inference.structure.across import results_below
from inference.structure.anchored_result import PLACEHOLDERS, Result, Words, result_of
from inference.structure.dates import find_date
from inference.structure.foot_lines import without_foot
from inference.structure.geometry import (
    Row,
    Token,
    around,
    cells_of,
    join,
    line_height,
    mean_confidence,
    row_y,
    rows_of,
    tokens_of,
)
from inference.structure.head_grid import without_grids
from inference.structure.marks import parse_mark
from inference.structure.named_columns import (
    RESULTS,
    ColumnKind,
    HeadColumn,
    HeadLine,
    bare_heading,
    head_lines,
    name_extents,
)
from inference.structure.named_rows import NamedRow, named_rows, names_repaired
from inference.structure.names_over import names_over_results
from inference.structure.person import read_head
from inference.structure.pieces import Piece, PieceKind, labels_cut, units_joined
from inference.structure.result_row import make_item
from inference.structure.table_asides import without_asides
from inference.structure.turned import names_first
from inference.structure.twin_blocks import with_blocks
from inference.structure.units import repair_recognised
from inference.structure.upright import without_upright
from inference.structure.values import ValueKind
from mappers.model import Flag, Item

_FARTHEST = 7.0  # line heights from a column's heading to what belongs to it
_HEAD_OVERHANG = 8.0  # line heights that names may begin left of their headings
_UNLED_OVERHANG = 25.0  # the same, where a heading line has no heading of names
_TABLE_GAP = 4.0  # line heights without a line that end a table
_TELLING = {ColumnKind.UNIT, ColumnKind.RANGE}
_TITLE = 1.3  # times the page's usual print: a title, not a label of statements
_TITLE_READ = 1.6  # the same, where boxes are around words read from pixels
_UNKNOWN_NAME = 0.9  # of the confidence where the name is in no list
_LEGIBLE = 0.5  # confidence below which a piece is a speck beside a value
_MOST_CONFIDENT = 0.99  # not even a text layer is certain


def read_anchored(pages: Sequence[PageWords], year: int | None, words: Words) -> list[Item]:
    """The items of all pages, in reading order."""
    items: list[Item] = []
    for page in pages:
        rows = rows_of(names_first(labels_cut(without_upright(without_foot(tokens_of(page)))), year))
        over, rows = names_over_results(rows)
        items += [item for parts in over if (item := make_item(parts, page, None)) is not None]
        items += [result_item(r, page) for r in page_results(rows, page, pages, year, words)]
    return items


def page_results(
    rows: Sequence[Row], page: PageWords, pages: Sequence[PageWords], year: int | None, words: Words
) -> list[Result]:
    """The results of one page, given as its lines; `pages` are the document's."""
    if page.recognised:
        rows = [tuple(units_joined(names_repaired(row, words.names))) for row in rows]
    year = year or _latest_year(rows)
    heads = _dated(head_lines(without_grids(rows), words.heads, year), pages)
    title = line_height([t for row in rows for t in row]) * (_TITLE_READ if page.recognised else _TITLE)
    rows = without_asides(rows, heads)
    named = [
        r
        for r in named_rows(rows, words.names, words.answers, words.stated, _name_columns(rows, heads))
        if r.height <= title or r.has_result or r.name not in words.stated
    ]
    named = [r for r in named if not _heads_a_block(r, named, words)]
    columns = [_columns_for(row, named, heads) for row in named]
    spread = _learned(named, columns, words)
    results: list[Result] = []
    for row, own in zip(named, columns, strict=True):
        found = _headed(row, [spread.get(id(c), c) for c in own], words) if own else []
        results += found or _listed(row, words)
    empty = [r for r in named if not any(f.row is r for f in results)]
    results += results_below(rows, empty, named, words, year)
    return with_blocks(results, rows, named, words.heads)


def _heads_a_block(row: NamedRow, named: Sequence[NamedRow], words: Words) -> bool:
    """Whether a name is a heading of corrected results, perhaps with its temperature: `Patient temp  38.5 °C`.

    A name that may be a setting, too, is one before a colon, or where no name below it has stood above it.
    """
    if not words.heads.named(bare_heading(row.name)):
        return False
    above = {fold(r.name) for r in named if r.y < row.y}
    twins = any(fold(r.name) in above for r in named if r.y > row.y)
    setting = row.known and row.has_result and (row.tokens[-1].text[-1] in ":：" or not twins)
    return not setting


def _latest_year(rows: Sequence[Row]) -> int | None:
    """The latest year that the page prints, in a date or alone: dates without a year are near its newest."""
    cells = [join(cell) for row in rows for cell in cells_of(row, 0.8)]
    found = [find_date(text) or find_date(f"{text}1月1日") for text in cells]
    return max((int(f.day[:4]) for f in found if f is not None), default=None)


def _dated(heads: list[HeadLine], pages: Sequence[PageWords]) -> list[HeadLine]:
    """Columns headed by a time alone are of the document's day."""
    if not any(c.clock and not c.effective for line in heads for c in line.columns):
        return heads
    day = (read_head(pages).effective or "")[:10]
    if not day:
        return heads
    return [
        replace(
            line,
            columns=tuple(
                replace(c, effective=f"{day}T{c.clock}") if c.clock and not c.effective else c
                for c in line.columns
            ),
        )
        for line in heads
    ]


def _name_columns(rows: Sequence[Row], heads: Sequence[HeadLine]) -> Callable[[Token], bool]:
    """Whether a token stands in the column of names of a table that heads names, results and units or ranges.

    A table ends at the next heading line and at a gap of lines.
    """
    areas: list[tuple[float, float, float, float]] = []
    for line in heads:
        kinds = {c.kind for c in line.columns}
        if ColumnKind.NAME not in kinds or not kinds & set(RESULTS) or not kinds & _TELLING:
            continue
        bottom = line.y
        for row in rows:
            if line.y < row_y(row):
                if row_y(row) - bottom > _TABLE_GAP * row[0].height or any(
                    other.y == row_y(row) for other in heads
                ):
                    break
                bottom = row_y(row)
        height = line_height([t for row in rows for t in row])
        areas += [(x0, x1, line.y, bottom) for _, x0, x1 in name_extents(line, height)]
    return lambda token: any(
        x0 <= token.x0 < x1 and y0 + 0.3 * token.height < token.y <= y1 + 0.3 * token.height
        for x0, x1, y0, y1 in areas
    )


def _columns_for(row: NamedRow, named: Sequence[NamedRow], heads: Sequence[HeadLine]) -> list[HeadColumn]:
    """The columns whose heading stands over this row: of the nearest line above, up to the next names."""
    over = [line for line in heads if line.y < row.y - 0.3 * row.height and _covers(line, row)]
    if not over:
        return []
    line = max(over, key=lambda found: found.y)
    extents = name_extents(line, row.height)
    own_name = [c for c, x0, x1 in extents if x0 <= row.x0 < x1][-1:]
    later = [c.x0 for c, x0, _ in extents if x0 > row.x0 and c not in own_name]
    beside = [r.x0 for r in named if abs(r.y - row.y) < 0.5 * row.height and r.x0 > row.x0 + row.height]
    end = min([*later, *beside], default=float("inf"))
    start = max((c.x0 for c in own_name), default=float("-inf"))
    first = min(start, row.x0) if own_name else row.x0
    return [c for c in line.columns if first - 0.1 <= c.x0 < end and c.kind is not ColumnKind.NAME]


def _covers(line: HeadLine, row: NamedRow) -> bool:
    named = [x0 for column, x0, _ in name_extents(line, row.height) if column is line.columns[0]]
    unled = line.begins == line.x0 and not named  # nothing says where the names stand
    overhang = (_UNLED_OVERHANG if unled else _HEAD_OVERHANG) * row.height
    return min([line.x0 - overhang, line.begins - _HEAD_OVERHANG * row.height, *named]) <= row.x0 <= line.x1


def _learned(
    named: Sequence[NamedRow], columns: Sequence[Sequence[HeadColumn]], words: Words
) -> dict[int, HeadColumn]:
    """Columns widened to where their contents were found to stand."""
    seen: dict[int, list[Piece]] = {}
    by_id: dict[int, HeadColumn] = {}
    for row, own in zip(named, columns, strict=True):
        for piece in row.pieces:
            place = _nearest(piece, own)
            if place is not None and _misfit(piece, own[place].kind) == 0.0:
                seen.setdefault(id(own[place]), []).append(piece)
                by_id[id(own[place])] = own[place]
    out = {}
    for key, pieces in seen.items():
        if len(pieces) >= 3:
            x0 = sorted(p.x0 for p in pieces)[len(pieces) // 10]
            x1 = sorted(p.x1 for p in pieces)[-1 - len(pieces) // 10]
            out[key] = replace(by_id[key], x0=x0, x1=x1)
    return out


def _nearest(piece: Piece, columns: Sequence[HeadColumn]) -> int | None:
    height = max(t.height for t in piece.tokens)
    best, where = _FARTHEST, None
    for place, column in enumerate(columns):
        apart = max(column.x0 - piece.x1, piece.x0 - column.x1, 0.0)
        edges = min(
            abs(column.x0 - piece.x0),
            abs(column.x1 - piece.x1),
            abs(column.x0 + column.x1 - piece.x0 - piece.x1) / 2,
        )
        cost = apart / height + 0.15 * edges / height + _misfit(piece, column.kind)
        if cost < best:
            best, where = cost, place
    return where


def _misfit(piece: Piece, kind: ColumnKind) -> float:
    looks = piece.kind
    result = looks in (PieceKind.VALUE, PieceKind.SPAN, PieceKind.BOUND)
    if kind in RESULTS:
        return (
            0.0 if (result and not piece.bracketed) or piece.value else {PieceKind.WORDS: 1.0}.get(looks, 3.5)
        )
    if kind is ColumnKind.RANGE:
        return (
            0.0 if looks in (PieceKind.SPAN, PieceKind.BOUND) else 1.0 if looks is not PieceKind.UNIT else 3.0
        )
    if kind is ColumnKind.UNIT:
        return 0.0 if looks is PieceKind.UNIT else 3.5
    if kind is ColumnKind.FLAG:
        return 0.0 if looks is PieceKind.MARK else 0.5 if len(piece.text) == 1 else 3.0
    return 1.5


def _headed(row: NamedRow, columns: Sequence[HeadColumn], words: Words) -> list[Result]:
    """A row's results by its headings; [] where no piece stands in a result's column."""
    held: dict[int, list[Piece]] = {}
    for piece in row.pieces:
        place = _nearest(piece, columns)
        if place is not None:
            held.setdefault(place, []).append(piece)
    unit = row.unit or _text(held, columns, ColumnKind.UNIT) or _closing_unit(row, columns)
    ranged = _text(held, columns, ColumnKind.RANGE)
    mark = _column_mark(_text(held, columns, ColumnKind.FLAG)) or _stray_mark(row, held, columns)
    results = []
    for place, column in enumerate(columns):
        if column.kind not in RESULTS or place not in held:
            continue
        found = result_of(row, _without_specks(held[place]), words, free=True)
        if found is None:
            continue
        plain = column.kind is ColumnKind.VALUE
        results.append(
            replace(
                found,
                unit=found.unit
                or _own_unit(place, held, columns)
                or unit
                or (column.unit if _counts(found) else ""),
                range=found.range or ranged,
                flag=found.flag or (mark if plain else None),
                label=column.label,
                effective=column.effective,
            )
        )
    if len({r.label for r in results}) > 1 and any(r.value.kind is ValueKind.NUMBER for r in results):
        results = [
            r if r.value.kind is ValueKind.NUMBER or r.value.unit else replace(r, unit="") for r in results
        ]
    if len(results) == 1 and not unit and not results[0].unit:
        loose = [p.text for p in row.pieces if p.kind is PieceKind.UNIT]
        results = [replace(results[0], unit=loose[0])] if loose else results
    return results


def _without_specks(pieces: list[Piece]) -> list[Piece]:
    """A column's pieces without what can hardly be read, where a value beside it can."""
    sure = [p for p in pieces if mean_confidence(p.tokens) >= _LEGIBLE]
    return sure if any(p.kind is PieceKind.VALUE for p in sure) else pieces


def _closing_unit(row: NamedRow, columns: Sequence[HeadColumn]) -> str:
    """The one unit of a line behind its last result, where its columns hold the same result at several times and
    none is headed as units."""
    told = [c for c in columns if c.kind in RESULTS]
    alike = len(told) > 1 and len({c.label for c in told}) == 1
    if not alike or any(c.kind is ColumnKind.UNIT for c in columns):
        return ""
    units = [p for p in row.pieces if p.kind is PieceKind.UNIT]
    last = max((p.x1 for p in row.pieces if p.kind is PieceKind.VALUE), default=float("inf"))
    return units[0].text if len(units) == 1 and units[0].x0 >= last else ""


def _own_unit(place: int, held: dict[int, list[Piece]], columns: Sequence[HeadColumn]) -> str:
    """The unit in the column right of a result's, in a table that has a column of units for each of several results."""
    kinds = [column.kind for column in columns]
    if kinds.count(ColumnKind.UNIT) < 2 or kinds[place + 1 : place + 2] != [ColumnKind.UNIT]:
        return ""
    return _text({place + 1: held.get(place + 1, [])}, columns, ColumnKind.UNIT)


def _counts(result: Result) -> bool:
    """Whether a result is of the kind that the unit in a column's heading measures: `(2+)` under 結果 (/HPF) is not."""
    return result.value.kind is not ValueKind.GRADED


def _column_mark(text: str) -> Flag | None:
    """The mark in a column of marks, where `A` is abnormal."""
    return Flag.ABNORMAL if text.strip("()") in ("A", "AB") else parse_mark(text)


def _stray_mark(row: NamedRow, held: dict[int, list[Piece]], columns: Sequence[HeadColumn]) -> Flag | None:
    """The mark of a row's plain result, printed in no column of its own: beside its one result, or between the name
    and the first of several."""
    if row.mark is not None:
        return None
    results = [p for place, pieces in held.items() if columns[place].kind in RESULTS for p in pieces]
    if sum(c.kind in RESULTS for c in columns) == 1:
        aside = [p for p in row.pieces if p not in results]
    else:
        first = min((p.x0 for p in results if p.value is not None), default=0.0)
        aside = [p for p in row.pieces if p.x1 <= first]
    marks = [parse_mark(p.text) for p in aside if p.kind is PieceKind.MARK]
    return marks[0] if len(marks) == 1 else None


def _text(held: dict[int, list[Piece]], columns: Sequence[HeadColumn], kind: ColumnKind) -> str:
    parts = [p for place, pieces in held.items() if columns[place].kind is kind for p in pieces]
    if kind is ColumnKind.UNIT:
        parts = [p for p in parts if p.kind is PieceKind.UNIT]
    if kind is ColumnKind.RANGE:
        parts = [p for p in parts if p.kind not in (PieceKind.UNIT, PieceKind.MARK)]
    text = " ".join(p.text for p in parts)
    if kind is ColumnKind.RANGE:
        text = text.strip("[]［］ ")
    return "" if text in PLACEHOLDERS and kind is not ColumnKind.FLAG else text


def _listed(row: NamedRow, words: Words) -> list[Result]:
    """A row's one result by the order of its pieces."""
    found = result_of(row, row.pieces, words, free=False)
    return [found] if found else []


def result_item(result: Result, page: PageWords) -> Item:
    """The item of a result."""
    carriers: tuple[Token, ...] = result.carrier.tokens
    sure = mean_confidence(carriers) * (1.0 if result.row.known else _UNKNOWN_NAME)
    unit = repair_recognised(result.unit) if page.recognised and result.unit else result.unit
    return Item(
        name=f"{result.row.name} {result.label}".strip(),
        value=result.value.text,
        page=page.number,
        box=around(carriers),
        confidence=round(min(sure, _MOST_CONFIDENT), 4),
        verified=False,
        unit=unit or None,
        reference_range=result.range or None,
        flag=result.flag or result.row.mark,
        effective=result.effective,
    )
