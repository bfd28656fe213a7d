"""Sheets of measurements: tables with named columns, pairs on lines, statements under headings.

Electrocardiograms, echocardiograms and lung function have these three kinds of parts, in any mixture. What a
`Profile` adds is words only; where things stand is read from the page.

    tokens → tables taken out → statements taken out → pairs on the lines that remain
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from inference.readable import PageWords, fold
from inference.structure.aside_lines import all_bounds, is_note, is_told_aside
from inference.structure.blocks import blocks_of
from inference.structure.dates import find_date
from inference.structure.geometry import (
    Row,
    Token,
    around,
    join,
    mean_confidence,
    rows_of,
    tokens_of,
)
from inference.structure.head_lines import results_of
from inference.structure.labels import is_label
from inference.structure.lexemes import Kind, lexemes_of, unit_here
from inference.structure.marks import parse_mark
from inference.structure.matrix import Column, Matrix, MatrixRow, Vocabulary, matrices_of
from inference.structure.names import Names
from inference.structure.pairs import Pair, columns_aside, item_of, pairs_of, read_unit
from inference.structure.prose_findings import is_prose
from inference.structure.ranges import bounds_joined
from inference.structure.row_names import RowName, row_names
from inference.structure.split_numbers import points_together
from inference.structure.stacked import Stacked, stacked_values, under_headings
from inference.structure.statement_headings import Headings
from inference.structure.statements import item_of_statement
from inference.structure.units import bare_unit
from inference.structure.upright import without_upright
from inference.structure.values import WORDS
from mappers.model import Flag, Item

_MOST_CONFIDENT = 0.99
_SEXES = frozenset(("m", "f", "男", "女", "男性", "女性", "male", "female"))  # before an age: `M  49 years`
_AIMS = frozenset(map(fold, ("目標", "目標値", "推奨", "推奨値", "target", "goal")))  # what ought to be
_BLANK = re.compile(r"[-−–—―‐*/.・…ー\s]*")
_RULE = re.compile(r"[|｜¦\u2500-\u257f]+")
_PERCENT = re.compile(r"%|％|パーセント")
_HEADLESS = 3  # rows with several further numbers: a table whose headings are lost tells no value from a norm
_PERCENT_ASIDE = re.compile(r"\s?[(（\[]\s?[%％]\s?[)）\]]$")
_VOLUME = re.compile(r"量$|volume|\buf\b|intake|output|balance", re.IGNORECASE)  # what is told in litres
_UNITLESS = re.compile(r"^(?:z|sd)|率|比|判定|評価|grade|ratio", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Profile:
    """The words of one type of document; all lists folded by the caller's use of `folded`."""

    names: Names
    columns: Vocabulary
    headings: frozenset[str] = frozenset()  # of statements
    stated: frozenset[str] = frozenset()  # names (左室壁運動) whose value may be a statement
    stops: frozenset[str] = frozenset()  # headings of what is no item: remarks, the course, the request
    answers: frozenset[str] = frozenset()  # results in words, beside values.WORDS
    settings: frozenset[str] = frozenset()  # names of what was set or is the person's, never an item
    litres: bool = False  # whether a lone L is a unit; else it marks a low value
    keep: Callable[[Pair], bool] = lambda pair: pair.known or bool(pair.unit)


def folded(words: str) -> frozenset[str]:
    """The words of a list, `_` standing for a space, as `fold` compares them."""
    return frozenset(fold(word.replace("_", " ")) for word in words.split())


def read_measurements(pages: Sequence[PageWords], profile: Profile) -> tuple[Item, ...]:
    """Everything that the pages' tables, pairs and statements say, in the order top to bottom of each page."""
    columns = replace(
        profile.columns,
        answer=lambda text: _is_answer(text, profile),
        row=lambda text: text in profile.names,
    )
    items: list[Item] = []
    for page in pages:
        tokens = _level_tokens(page, profile.names)

        def foreign(cell: Row) -> bool:
            return _tells_values(cell, profile)

        heads = [t for m in matrices_of(tokens, columns) if len(m.rows) > 1 for t in m.heads]
        ends = Headings(profile.stops)
        own = Headings(profile.headings, compounds=True)
        blocks = blocks_of(_without(tokens, heads), own, ends, page.width_px, foreign)
        rest = _without(tokens, [t for block in blocks for t in block.tokens])
        rest = _without(rest, [t for row in rows_of(rest) if is_note(row, profile.names) for t in row])
        headed = under_headings(rest, profile.names, lambda cell: _is_value(cell, profile))
        found = [item for one in headed if (item := _stacked_item(one, page, profile)) is not None]
        rest = _without(rest, [t for one in headed for t in (*one.label, *one.cell)])
        matrices = matrices_of(rest, columns)
        for matrix in matrices:
            found += _matrix_items(matrix, page, profile)
        rest = _without(rest, [t for m in matrices for t in (*m.heads, *_body_tokens(m))])
        across = matrices_of(rest, _names_across(profile))
        for matrix in across:
            found += _across_items(matrix, page, profile)
        rest = _without(
            rest, [t for m in across if _tells_kinds(m, profile) for t in (*m.heads, *_body_tokens(m))]
        )
        stacked = stacked_values(rest, profile.names, lambda cell: _is_value(cell, profile))
        found += [item for one in stacked if (item := _stacked_item(one, page, profile)) is not None]
        rest = _without(rest, [t for one in stacked for t in (*one.label, *one.cell)])
        stated = [
            block
            for block in blocks_of(
                rest, Headings(profile.stated), ends, page.width_px, foreign, tables_below=True
            )
            if all(_is_prose(s.text, profile) and not _is_graded(s.tokens, profile) for s in block.statements)
        ]
        rest = _without(rest, [t for block in stated for t in block.tokens])
        paired = [_result_pairs(row, profile) for row in rows_of(rest)]
        headless = sum(any(p.surplus > 1 for p in pairs) for pairs in paired) >= _HEADLESS
        found += [item_of(p, page) for ps in paired for p in ps if not (headless and p.surplus > 1)]
        told = [block for block in blocks if not is_prose(block, blocks)]
        found += [item_of_statement(s, page) for block in (*told, *stated) for s in block.statements]
        items += sorted(found, key=_place)
    return _without_repetitions(items)


def _level_tokens(page: PageWords, names: Names) -> list[Token]:
    """The page's tokens without vertical writing (units under each other, 秒 and 度, are none) and drawn rules."""
    tokens = tokens_of(page)
    if page.recognised:
        tokens = tuple(replace(t, text=names.respelt(t.text)) for t in points_together(tokens))
    kept = {id(t) for t in without_upright(tokens)}
    return [
        t
        for t in tokens
        if (id(t) in kept or (len(t.text) == 1 and unit_here(t.text))) and not _RULE.fullmatch(t.text)
    ]


def _is_answer(text: str, profile: Profile) -> bool:
    return fold(text) in profile.answers or fold(text) in WORDS


def _tells_values(cell: Row, profile: Profile) -> bool:
    """Whether a line is made of names with values, so that it is no statement."""
    pairs = pairs_of(cell, profile.names, profile.answers | WORDS)
    told = sum(
        len(p.name) + len(p.value) + len(p.unit)
        for p in pairs
        if p.name in profile.names and (p.separated or any(c.isdigit() for c in p.value))
    )
    return told * 2 > len(join(cell))


def _without(tokens: Sequence[Token], taken: Sequence[Token]) -> list[Token]:
    """The tokens but for those taken (parts of a token stand at the same box)."""
    gone = {(t.box, t.text) for t in taken}
    cut = {t.box for t in taken}
    return [t for t in tokens if (t.box, t.text) not in gone and t.box not in cut]


def _is_prose(text: str, profile: Profile) -> bool:
    """Whether a name's value is a statement, not a number, a grade or further pairs."""
    if fold(text) in profile.answers or fold(text) in WORDS or len(text) < 4:
        return False
    words = re.sub(r"[\d.,/%()\s<>=:±+~-]+", "", text)
    hiragana = sum("\u3041" <= c <= "\u309f" for c in text)
    spaced = len(text.split()) >= 3 and text.isascii()
    return len(words) * 2 > len(text) and (hiragana >= 1 or spaced or len(words) >= 6)


def _is_graded(tokens: Row, profile: Profile) -> bool:
    """Whether a text is names of the list with answers and nothing else: `AR trivial`, `AR mild TR none`."""
    kinds = [x.kind for x in lexemes_of(tokens, profile.names, profile.answers | WORDS)]
    return set(kinds) == {Kind.KNOWN, Kind.ANSWER}


def _place(item: Item) -> tuple[float, float]:
    return (round(item.box.y0, 3), item.box.x0) if item.box else (1.0, 1.0)


def _without_repetitions(items: Sequence[Item]) -> tuple[Item, ...]:
    """Items without exact repetitions (a value printed in a table and again in a summary of equal wording)."""
    seen: set[tuple[str, str, str | None, int, object]] = set()
    out = []
    for item in items:
        key = (fold(item.name), item.value, item.unit, item.page, item.box)
        if key not in seen:
            seen.add(key)
            out.append(item)
    return tuple(out)


def _names_across(profile: Profile) -> Vocabulary:
    """The words of a table turned round: items over the columns, 実測値 and 予測値 in front of the rows."""
    return Vocabulary(named=lambda text: text in profile.names, fewest=2)


def _kind_of_row(row: MatrixRow, profile: Profile) -> str | None:
    """What a row of a table turned round adds to its columns' names; None where its label says nothing of that."""
    text = join(row.label).strip(" :：")
    if row.cells[0][1][0].x0 < row.label[0].x0:
        return None  # a line of pairs below: `弁膜  AR mild  MR none`
    bare = _PERCENT_ASIDE.sub("", text)
    if bare != text and profile.columns.named(bare):
        return bare
    if profile.columns.measured(text):
        return ""
    return text if profile.columns.named(text) or profile.columns.group(text) else None


def _tells_kinds(matrix: Matrix, profile: Profile) -> bool:
    kinds = [_kind_of_row(row, profile) for row in matrix.rows]
    return sum(kind is not None for kind in kinds) * 2 > len(kinds)


def _across_items(matrix: Matrix, page: PageWords, profile: Profile) -> list[Item]:
    """The items of a table turned round, or none where it is something else."""
    if not _tells_kinds(matrix, profile):
        return []
    out = []
    for row in matrix.rows:
        kind = _kind_of_row(row, profile)
        for column, cell in row.cells:
            if kind is not None and (value := _cell_value(cell, profile)) is not None:
                percent = (
                    "%"
                    if _PERCENT.search(f"{kind}{join(row.label)}")
                    else ""
                    if _UNITLESS.search(kind)
                    else column.unit
                )
                pair = Pair(
                    f"{column.text} {kind}".strip(),
                    value.text,
                    value.tokens,
                    value.unit or percent,
                    value.range,
                    value.flag,
                    known=True,
                    separated=False,
                    names=row.label,
                )
                out.append(item_of(pair, page))
    return out


def _body_tokens(matrix: Matrix) -> list[Token]:
    parts = [
        part
        for row in matrix.rows
        for part in (row.label, *(cell for _, cell in row.cells), row.unit, row.range, row.mark)
    ]
    return [token for part in (*parts, matrix.blank) for token in part]


def _result_pairs(row: Row, profile: Profile) -> list[Pair]:
    """The pairs of a line that are results; what tells of the person or of dates has none."""
    if is_told_aside(row):
        return []
    parts = results_of(row, profile.names, lambda text: fold(text) in profile.settings)
    pairs = [p for part in parts for p in pairs_of(part, profile.names, profile.answers | WORDS)]
    pairs = [one for p in pairs for one in (p, *columns_aside(p, profile.columns.named))]
    if all_bounds([p.value for p in pairs]):
        return []
    if not profile.litres:
        low = [p.unit == "L" and not _VOLUME.search(p.name) for p in pairs]
        pairs = [
            replace(p, unit="", flag=p.flag or Flag.LOW) if mark else p
            for p, mark in zip(pairs, low, strict=True)
        ]
    return [
        pair
        for pair in pairs
        if fold(pair.name) not in profile.settings | _SEXES | _AIMS
        and (profile.keep(pair))
        and not _BLANK.fullmatch(pair.value)
    ]


def _is_value(cell: Row, profile: Profile) -> bool:
    """Whether a cell holds a number or an answer and no name."""
    kinds = {lexeme.kind for lexeme in lexemes_of(cell, profile.names, profile.answers | WORDS)}
    return bool(kinds & {Kind.NUMBER, Kind.ANSWER}) and not kinds & {Kind.WORD, Kind.KNOWN, Kind.SEPARATOR}


def _stacked_item(one: Stacked, page: PageWords, profile: Profile) -> Item | None:
    value = _cell_value(one.cell, profile)
    if value is None or fold(one.name.text) in profile.settings or is_label(one.name.text):
        return None
    pair = Pair(
        one.name.text,
        value.text,
        value.tokens,
        value.unit or one.unit or one.name.unit,
        value.range,
        value.flag,
        one.name.text in profile.names,
        separated=False,
        names=one.label,
    )
    return item_of(pair, page)


def _matrix_items(matrix: Matrix, page: PageWords, profile: Profile) -> list[Item]:
    out = []
    names = row_names([row.label for row in matrix.rows], profile.names)
    for row, name in zip(matrix.rows, names, strict=True):
        if fold(name.text) in profile.settings or not any(c.isalpha() for c in name.text):
            continue
        for column, cell in row.cells:
            item = _cell_item(row, name, column, cell, page, profile)
            if item is not None:
                out.append(item)
    return out


@dataclass(frozen=True, slots=True)
class _CellValue:
    text: str
    tokens: Row
    unit: str = ""
    range: str = ""
    flag: Flag | None = None


def _cell_value(cell: Row, profile: Profile) -> _CellValue | None:
    """What a cell says: its number or answer, with unit, mark and range where it has them."""
    if _BLANK.fullmatch(join(cell)) or find_date(join(cell)) is not None:
        return None
    value: _CellValue | None = None
    unit, ranged, flag = "", "", None
    for lexeme in lexemes_of(cell, profile.names, profile.answers | WORDS):
        if lexeme.kind in (Kind.NUMBER, Kind.ANSWER) and value is None:
            value = _CellValue(lexeme.text, lexeme.tokens)
        elif lexeme.kind is Kind.UNIT:
            unit = unit or bare_unit(lexeme.text)
        elif lexeme.kind is Kind.RANGE:
            ranged = ranged or lexeme.text.strip("()[]（）［］")
        elif lexeme.kind is Kind.MARK or parse_mark(lexeme.text):
            flag = flag or parse_mark(lexeme.text)
    if value is None:
        return None
    return _CellValue(value.text, value.tokens, unit, ranged, flag)


def _cell_item(
    row: MatrixRow, name: RowName, column: Column, cell: Row, page: PageWords, profile: Profile
) -> Item | None:
    value = _cell_value(cell, profile)
    if value is None:
        return None
    principal = column.measured or len(row.cells) == 1
    around_it = _unit_of(row, name, column)
    low = value.unit == "L" and bool(around_it) and around_it != "L"  # a mark, not litres
    unit = around_it if low else value.unit or around_it
    if unit == "L" and not profile.litres:
        low, unit = True, ""
    known = name.text in profile.names
    sure = mean_confidence(value.tokens) * (1.0 if known else 0.95)
    range_text = bounds_joined(join(row.range)) if principal else ""
    mark = (Flag.LOW if low else value.flag) or (parse_mark(join(row.mark)) if principal else None)
    return Item(
        name=f"{name.text} {column.suffix}".strip(),
        value=value.text,
        page=page.number,
        box=around(value.tokens),
        confidence=round(min(sure, _MOST_CONFIDENT), 4),
        verified=False,
        unit=(read_unit(unit) if page.recognised else unit) or None,
        reference_range=(range_text.strip("()[]（）［］") or value.range) or None,
        flag=mark,
    )


def _unit_of(row: MatrixRow, name: RowName, column: Column) -> str:
    """The unit printed for a cell: its column's, `%` where the heading has the sign, else the row's."""
    if column.unit:
        return column.unit
    if _PERCENT.search(column.text) and not column.measured:
        return "%"
    if _UNITLESS.search(column.text) and not column.measured:
        return ""
    return bare_unit(join(row.unit)).rstrip("。、.,") or name.unit
