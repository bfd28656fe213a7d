"""Laboratory reports: result tables with headings, side by side or by date, and lists without headings."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from inference.readable import PageWords, has_letters
from inference.structure.analytes import is_analyte
from inference.structure.cards import card_results
from inference.structure.columns import Cells, assign_rows, panels_below
from inference.structure.foot_lines import without_foot
from inference.structure.geometry import Row, Token, join, row_y, rows_of, tokens_of
from inference.structure.head_grid import grid_values, without_head
from inference.structure.headers import (
    Heading,
    Panel,
    headings_of,
    marked_column,
    range_owner,
    unit_in_heading,
)
from inference.structure.heading_words import Role
from inference.structure.leaders import leaders_cut
from inference.structure.listed import listed_items
from inference.structure.marks import parse_mark
from inference.structure.named_units import name_and_unit, units_off_names
from inference.structure.names_over import names_over_results
from inference.structure.overall_grade import overall_grades
from inference.structure.person import read_head
from inference.structure.pieces import labels_cut
from inference.structure.ranges import is_range, sex_of
from inference.structure.reference_tables import without_references
from inference.structure.remarks import with_remarks
from inference.structure.result_row import make_item
from inference.structure.sequences import RowParts, parts_of_row
from inference.structure.sides import beside_results, side_by_side, tail_off
from inference.structure.stacked_heads import with_dates_below, with_headings_below
from inference.structure.told_apart import told_apart
from inference.structure.transposed import transposed_results
from inference.structure.units import is_unit
from inference.structure.units_over import with_units_over
from inference.structure.upright import without_upright
from inference.structure.values import ValueKind, is_number, parse_value
from inference.structure.worded_rows import holds_a_word
from inference.structure.wrapped import rows_unwrapped
from mappers.model import Item, Sex

_MOSTLY = 0.8  # of the cells under an unknown heading that say what it heads
_COLONS = ":：="
_SENTENCE = re.compile(r"[、。]|,\s")
_YEAR = re.compile(r"((?:19|20)\d\d)年?(?:度)?")


@dataclass(frozen=True, slots=True)
class Table:
    """A heading row and the tokens it stands over."""

    headings: tuple[Heading, ...]
    tokens: tuple[Token, ...]


def read_items(pages: Sequence[PageWords], year: int | None = None) -> tuple[Item, ...]:
    """All results of a document's pages, in reading order; a later page may go on under the same headings."""
    sex = read_head(pages).patient.sex
    items: list[Item] = []
    carried: tuple[Heading, ...] = ()
    for page in pages:
        told = without_references(without_upright(without_foot(without_head(tokens_of(page)))))
        over, rows = names_over_results(rows_of(leaders_cut(told)))
        tokens = tuple(token for row in rows for token in row)
        tables = find_tables(tokens, carried, year)
        found = [
            item
            for table in tables
            for item in _table_items(table, page, year, sex)
            # above a page's own headings its head stands, too, beside what goes on from the page before
            if table.headings is not carried or len(tables) == 1 or _sure(item)
        ]
        if tables and not carried:
            found = [*_above_tables(tokens, page, year, sex), *found]
        if len(found) < 3 or support(found) * 2 < len(found):
            found = max((found, *_without_headings(tokens, page, year, sex)), key=support)
        named_over = (make_item(parts, page, None, sex) for parts in over)
        found = [*(i for i in named_over if i is not None), *with_units_over(found, rows_of(tokens))]
        items += told_apart(found, tokens_of(page), year)
        items += [i for i in overall_grades(rows_of(tokens), page) if all(i.name != o.name for o in items)]
        headed = [t.headings for t in tables if t.headings is not carried]
        carried = headed[-1] if headed else carried
    return units_off_names(items, any(page.recognised for page in pages))


def _above_tables(tokens: Sequence[Token], page: PageWords, year: int | None, sex: Sex | None) -> list[Item]:
    """What stands over the first heading row and is surely a result: a known name with a unit or a range."""
    rows = rows_of(tokens)
    starts = _starts(rows, year)
    above = [token for row in rows[: starts[0][0]] for token in row] if starts else []
    read = max(_without_headings(above, page, year, sex), key=support) if above else []
    known = [i for i in read if is_analyte(i.name) and (i.unit or _is_answer(i.value))]
    sure = [i for i in read if is_range(i.reference_range or "") or i in known]
    return [i for i in read if i in sure or (i.unit and len(sure) * 2 >= len(read)) or _is_share(i)]


def _is_share(item: Item) -> bool:
    """Whether an item is a share or a concentration, as no line about a person or a specimen holds."""
    return bool(item.unit and re.search(r"[%/]", item.unit)) and is_number(item.value)


def _without_headings(
    tokens: Sequence[Token], page: PageWords, year: int | None, sex: Sex | None
) -> tuple[list[Item], ...]:
    """What the page says read as a table with items across, as a list, and as cards."""
    across = [make_item(r.parts, page, r.effective, sex) for r in transposed_results(tokens, year)]
    cards = [make_item(parts, page, None, sex) for parts in card_results(tokens)]
    return (
        [i for i in across if i],
        listed_items(labels_cut(tokens), page, sex, year),
        [i for i in cards if i],
    )


def _sure(item: Item) -> bool:
    told = item.reference_range or ""
    return bool(item.unit or is_range(told) or parse_value(told) or is_analyte(item.name))


def support(items: Sequence[Item]) -> float:
    """How much of a reading looks like results: known names and units; the same place read twice counts less."""
    return sum(_is_known(i.name) + 0.6 * bool(i.unit) + 0.1 for i in items)


def _is_known(name: str) -> bool:
    """Whether a name is an analyte's, the heading of its column aside (`HBs抗原 定性`)."""
    return is_analyte(name) or is_analyte(name.rpartition(" ")[0])


def find_tables(tokens: Sequence[Token], carried: tuple[Heading, ...], year: int | None) -> list[Table]:
    """Heading rows and what stands under each; tokens above the first go to `carried` where that is given.

    Boxes side by side whose heading rows do not pair up are read each on its own.
    """
    rows = rows_of(tokens)
    starts = with_headings_below(_starts(rows, year), rows, year)
    cut = side_by_side(rows, [*starts, *beside_results(rows, starts, year)]) if starts else None
    if cut is not None:
        body, tail = tail_off(rows, starts[0][0])
        last = [Table((), tail)] if tail else []
        left, right = ([t for t in body if (t.x < cut) is first] for first in (True, False))
        return [*find_tables(left, (), year), *find_tables(right, (), year), *last]
    if carried:
        starts.insert(0, (-1, carried))
    tables = []
    ends = [number for number, _ in starts[1:]] + [len(rows)]
    for (number, headings), following in zip(starts, ends, strict=False):
        below = rows[number + 1 : following]
        dated, content = with_dates_below(headings, below, year)
        tables.append(Table(dated, tuple(t for row in content for t in row)))
    return tables


def _starts(rows: Sequence[Row], year: int | None) -> list[tuple[int, tuple[Heading, ...]]]:
    """The heading rows, by their number."""
    starts: list[tuple[int, tuple[Heading, ...]]] = []
    for number, row in enumerate(rows):
        above = _year_in(rows[number - 1]) if number else None
        headings = headings_of(row, above or year)
        if (
            headings
            and number
            and not _tells_all(headings)
            and (grid_values(rows[number - 1], row) or _dates_of(starts, number, headings))
        ):
            continue  # of the page's head, or of the headings above
        if headings:
            starts.append((number, headings))
    return starts


def _tells_all(headings: Sequence[Heading]) -> bool:
    """Whether a row heads names, results and their units or ranges: no line of the page's head does."""
    roles = {h.role for h in headings}
    results = roles & {Role.VALUE, Role.DATED}
    return Role.NAME in roles and bool(results) and bool(roles & {Role.UNIT, Role.RANGE})


def _dates_of(
    starts: Sequence[tuple[int, tuple[Heading, ...]]], number: int, dates: tuple[Heading, ...]
) -> bool:
    """Whether a line of dates alone is that of the undated results right above it (今回 前回 前々回)."""
    above = starts[-1][1] if starts and starts[-1][0] == number - 1 else ()
    undated = [h for h in above if h.role in (Role.VALUE, Role.PREVIOUS) and not h.effective]
    return len(undated) >= len(dates) and all(h.role is Role.DATED for h in dates)


def _year_in(row: Row) -> int | None:
    """The one year that a line above the headings prints (`2026年` over each `5/12`); None for none or several."""
    years = {int(m[1]) for token in row if (m := _YEAR.fullmatch(token.text))}
    return years.pop() if len(years) == 1 else None


def _table_items(table: Table, page: PageWords, year: int | None, sex: Sex | None) -> list[Item]:
    if not table.headings:
        return listed_items(labels_cut(table.tokens), page, sex, year)
    found: list[tuple[int, float, Item]] = []
    for place, headed in enumerate(panels_below(table.headings, table.tokens)):
        assigned = rows_unwrapped(headed, assign_rows(headed, table.tokens))
        panel = _with_unheard_told(headed, [cells for _, cells in assigned])
        names = _names_of(panel, [cells for _, cells in assigned])
        plain = bool(assigned) and not _labelled(assigned[0][0])
        for row, cells in assigned:
            made = _pairs_abreast(row, panel, cells, page, sex)
            if plain and not made and _labelled(row):
                made = _labelled_line(row, page, sex)
                if not made and _SENTENCE.search(join(row)):
                    continue  # `接種の基準: 麻疹 IgG 16.0以上, 風疹 8.0以上`
            worded = holds_a_word(panel, cells, [other for _, other in assigned])
            for item in made or _row_items(panel, _named_once(cells, names), page, sex, worded):
                found.append((place, row_y(row), item))
    return [item for _, _, item in found]


def _pairs_abreast(row: Row, panel: Panel, cells: Cells, page: PageWords, sex: Sex | None) -> list[Item]:
    """The results of a line that holds names with values side by side below a table's rows: a name stands where the
    table has results, a result where it has units (`Kt/V  1.11  尿素除去率  77.8 %`); [] for any other line."""
    held = [(h.role, join(cell)) for h, cell in zip(panel.headings, cells, strict=True) if cell]
    value_as_unit = any(role is Role.UNIT and is_number(text) for role, text in held)
    name_as_value = any(
        role in (Role.VALUE, Role.NAMED) and has_letters(text) and parse_value(text) is None
        for role, text in held
    )
    if not (value_as_unit and name_as_value):
        return []
    made = [make_item(parts, page, None, sex) for parts in parts_of_row(row)]
    return [item for item in made if item is not None] if len(made) > 1 and all(made) else []


def _labelled(row: Row) -> bool:
    return any(t.text in _COLONS or (t.text[-1] in _COLONS and has_letters(t.text)) for t in row)


def _labelled_line(row: Row, page: PageWords, sex: Sex | None) -> list[Item]:
    """The result of a line below a table that says it by itself, whatever the columns: `HBV-DNA定量 : 6.8 LogIU/mL`."""
    parts = parts_of_row(tuple(labels_cut(row)))
    item = make_item(parts[0], page, None, sex) if len(parts) == 1 else None
    labelled = item is not None and join(parts[0].name)[-1] in _COLONS
    return [item] if item is not None and labelled and (item.unit or _is_answer(item.value)) else []


def _with_unheard_told(panel: Panel, rows: Sequence[Cells]) -> Panel:
    """The panel with each column of an unknown heading being what stands in it, in the rows that have results:
    marks, units or ranges where no other column has them, results named by the heading, else remarks."""
    principal = [i for i, h in enumerate(panel.headings) if h.role in (Role.VALUE, Role.DATED)]
    if not principal:
        return panel  # 透析前 and 透析後: results of two kinds, each named by its column
    full = [cells for cells in rows if any(_holds_value(cells[i]) for i in principal)]
    roles = [h.role for h in panel.headings]
    for place, heading in enumerate(panel.headings):
        if heading.role is Role.NAMED:
            roles[place] = _role_told([join(cells[place]) for cells in full if cells[place]], roles)
        elif heading.role is Role.FLAG and _judges([join(cells[place]) for cells in full if cells[place]]):
            roles[place] = Role.NAMED
    told = tuple(replace(h, role=role) for h, role in zip(panel.headings, roles, strict=True))
    return replace(panel, headings=told)


def _holds_value(cell: Sequence[Token]) -> bool:
    """Whether a cell holds a result, a bar drawn of signs beside it or not (`1.34 ■■`)."""
    return any(parse_value(text) for text in (join(cell), *(t.text for t in cell[:1])))


def _judges(held: Sequence[str]) -> bool:
    """Whether a column of marks holds answers of its own (`(-)`, 陽性) beside measured results."""
    return len(held) > 1 and all(parse_mark(text) is None and _is_answer(text) for text in held)


def _is_answer(text: str) -> bool:
    """Whether a text answers without measuring: `(-)`, `2+`, 陽性."""
    value = parse_value(text)
    return value is not None and value.kind is not ValueKind.NUMBER


def _role_told(held: Sequence[str], others: Sequence[Role]) -> Role:
    kinds: tuple[tuple[Role, Callable[[str], bool]], ...] = (
        (Role.FLAG, lambda text: parse_mark(text) is not None),
        (Role.RANGE, is_range),
        (Role.UNIT, lambda text: is_unit(text, in_unit_column=True) and parse_value(text) is None),
        (Role.NAMED, is_number),
        (Role.NAMED, _is_answer),
    )
    for role, fits in kinds:
        free = role in (Role.NAMED, Role.FLAG) or role not in others
        if free and held and sum(map(fits, held)) >= _MOSTLY * len(held):
            return role
    return Role.NOTE


def _names_of(panel: Panel, rows: Sequence[Cells]) -> list[int]:
    """The columns of names, the fullest first: names in another language stand beside, sections seldom."""
    names = [i for i, h in enumerate(panel.headings) if h.role is Role.NAME]
    return sorted(names, key=lambda i: -sum(bool(cells[i]) and sum(map(bool, cells)) > 1 for cells in rows))


def _named_once(cells: Cells, names: Sequence[int]) -> Cells:
    """A row's cells with the name of one column only: the fullest one's that says one."""
    kept = next((i for i in names if cells[i]), None)
    return tuple(() if i in names and i != kept else cell for i, cell in enumerate(cells))


def _row_items(panel: Panel, cells: Cells, page: PageWords, sex: Sex | None, worded: bool) -> list[Item]:
    """`worded`: a word in no list is the row's result."""
    by_role: dict[Role, list[Token]] = {}
    results: list[tuple[Heading, tuple[Token, ...]]] = []
    owned: dict[str, list[Token]] = {}  # ranges of one column of results: `IgG基準`
    others_range: list[Token] = []  # the other sex's: read only where this one's is blank, as one for both
    named_at = min((h.x0 for h in panel.headings if h.role is Role.NAME), default=float("-inf"))
    for heading, cell in zip(panel.headings, cells, strict=True):
        if heading.role in (Role.VALUE, Role.DATED, Role.PREVIOUS, Role.NAMED):
            # A result left of its name is another table's, unless all results of this one stand there.
            if heading.x0 >= named_at or panel.results_first:
                results.append((heading, cell))
        elif heading.role is Role.RANGE and sex and sex_of(heading.text) not in (None, sex):
            others_range.extend(cell)
        elif heading.role is Role.RANGE and (owner := range_owner(heading, panel.headings)):
            owned.setdefault(owner, []).extend(cell)
        else:
            by_role.setdefault(heading.role, []).extend(cell)
    items = []
    marked = marked_column([heading for heading, _ in results])
    told = any(heading.role is not Role.NAMED for heading, _ in results)
    measured = any(is_number(join(cell)) for _, cell in results)
    for heading, cell in results:
        aside = heading.role is Role.NAMED and told
        parts = RowParts(
            name=tuple(by_role.get(Role.NAME, ())),
            value=cell,
            unit=() if aside else tuple(by_role.get(Role.UNIT, ())),
            range=tuple(
                owned.get(heading.text) or (() if aside else by_role.get(Role.RANGE) or others_range)
            ),
            mark=tuple(by_role.get(Role.FLAG, ())) if heading.role is Role.VALUE or heading is marked else (),
        )
        item = make_item(parts, page, heading.effective, sex, worded)
        if item is not None and not item.unit and is_number(item.value):
            item = replace(item, unit=unit_in_heading(heading.text) or None)
        if item is not None and (
            heading.role is Role.NAMED or (heading.role is Role.PREVIOUS and not heading.effective)
        ):
            item = _in_column(item, heading.text, page.recognised)
            if heading.role is Role.NAMED and not told and measured and not is_number(item.value):
                item = replace(item, unit=None, reference_range=None)  # 定性 beside 定量
        if item is not None:
            items.append(with_remarks(item, panel, cells))
    return items


def _in_column(item: Item, heading: str, recognised: bool) -> Item:
    """The item named by its column, too, the unit that its name ends with given back: `尿酸 (mg/dL)` `前回`."""
    name, unit = (name_and_unit(item.name, recognised) if not item.unit else None) or (item.name, item.unit)
    return replace(item, name=f"{name} {heading}".rstrip(), unit=unit)
