"""Column headings of result tables: where a table's headings stand, and which tables stand side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from inference.readable import fold, has_letters
from inference.structure.announced import accept
from inference.structure.dates import find_date, in_order, is_date
from inference.structure.geometry import Row, Token, cells_of, join
from inference.structure.heading_words import LEXICON, Role, likely_role, role_of
from inference.structure.labels import Label, whole_label
from inference.structure.measures import is_measure, measures_apart
from inference.structure.ranges import sex_of
from inference.structure.scales import without_scales
from inference.structure.spaced_headings import letters_together
from inference.structure.units import is_unit
from inference.structure.values import parse_value

_OF_TIME = re.compile(r".{1,8}(?:日|日時|年月日|時刻)[:]?|.{0,12}(?:date|time)(?:of.{1,10})?[:]?")
_IN_BRACKETS = re.compile(r"[(（\[［]([^()（）\[\]［］]{1,16})[)）\]］]")
_FEWEST_MEASURED = 2
_LONGEST_UNHEARD = 16  # characters of a heading in no list
_OTHER_RESULTS = frozenset((Role.VALUE, Role.DATED, Role.NAMED, Role.PREVIOUS, Role.UNIT))
_LONGEST = max(len(word) for word in LEXICON)


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading: what its column holds and where it stands (pixels of the level page)."""

    role: Role
    x0: float
    x1: float
    effective: str | None = None  # DATED and dated VALUE columns: YYYY-MM-DD[THH:MM]
    text: str = ""  # as printed


@dataclass(frozen=True, slots=True)
class Panel:
    """One set of item columns; a page may have several side by side."""

    headings: tuple[Heading, ...]  # left to right
    left: float
    right: float

    @property
    def results_first(self) -> bool:
        """Whether its one result column stands left of its names."""
        roles = [h.role for h in self.headings]
        return results_first(roles) and roles.count(Role.NAME) == 1 and Role.DATED not in roles


def marked_column(results: Sequence[Heading]) -> Heading | None:
    """The dated column that a row's mark belongs to: the only one headed as the result (`今回 2024/03/05`)."""
    if any(h.role is Role.VALUE for h in results):
        return None
    words = [{LEXICON.get(fold(part)) for part in re.split(r"[\s()（）:：]+", h.text)} for h in results]
    current = [h for h, roles in zip(results, words, strict=True) if Role.VALUE in roles]
    return current[0] if len(current) == 1 else None


def headings_of(row: Row, year: int | None) -> tuple[Heading, ...]:
    """The headings of a row, or () where the row is not a table's heading row.

    A heading row has a name or result column and one more kind, and little that is not a heading.
    """
    found: list[Heading] = []
    others_there: list[Row] = []
    cells = [part for cell in cells_of(row, 0.9) for part in measures_apart(cell)]
    for cell in letters_together(cells):
        headings = _headings_of_cell(cell, year)
        if headings:
            found += headings
        else:
            others_there.append(cell)
    bare_units, others_there = _units_alone(found, others_there)
    found += bare_units
    measured, others_there = _measures_named(found, others_there)
    found += measured
    if not found or _announces(row):
        return ()
    others_there = without_scales(others_there)
    named, others_there = _names_supplied(found, others_there)
    found += named
    likely = [h for cell in others_there for h in _likely_headings(cell)]
    others_there = [cell for cell in others_there if not _likely_headings(cell)]
    found = sorted((*found, *likely), key=lambda h: h.x0)
    found, others_there = _results_supplied(found, others_there)
    unknown = len({join(cell) for cell in others_there})
    roles = {h.role for h in found}
    results = roles & {Role.VALUE, Role.DATED, Role.NAMED}
    days = [h.effective for h in found if h.role is Role.DATED and h.effective]
    dated = len(days) if others_there == [] or in_order(days) else 0  # `食事 朝  10/8  7/5  10/10`
    others = roles & {Role.NAME, Role.UNIT, Role.RANGE, Role.FLAG, Role.PREVIOUS}
    if ((results and others) or dated >= 2) and unknown <= max(1, len(found) // 2):
        return tuple(sorted((*found, *_unheard(others_there, found)), key=lambda h: h.x0))
    return ()


def _units_alone(found: Sequence[Heading], unknown: list[Row]) -> tuple[list[Heading], list[Row]]:
    """Units that head columns of results (`細胞種 % 基準値`), where nothing else heads results or units and words
    stand before each, and what stays unknown."""
    units = [c for c in unknown if is_unit(join(c)) and not parse_value(join(c))]
    roles = {h.role for h in found}
    lefts = [h.x0 for h in found if h.role is Role.NAME]
    lefts += [c[0].x0 for c in unknown if has_letters(join(c)) and all(c is not u for u in units)]
    named = bool(units) and len(lefts) >= len(units) and min(lefts) < units[0][0].x0
    if not named or not roles & {Role.RANGE, Role.NAME} or roles & _OTHER_RESULTS or _has_numbers(unknown):
        return [], unknown
    headings = [Heading(Role.VALUE, c[0].x0, c[-1].x1, text=join(c)) for c in units]
    return headings, [c for c in unknown if all(c is not u for u in units)]


def _has_numbers(cells: Sequence[Row]) -> bool:
    return any(t.text[0].isdigit() and parse_value(t.text) for cell in cells for t in cell)


def _names_supplied(found: Sequence[Heading], unknown: list[Row]) -> tuple[list[Heading], list[Row]]:
    """Where nothing heads names, the unknown words left of each heading of results do, and what stays unknown: of
    results with their unit (`測定値(UA/mL)`), or a section's beside ranges (`肝機能 今回 前回 基準値`)."""
    results = [h for h in found if h.role is Role.VALUE]
    others = {h.role for h in found} - {Role.VALUE, Role.NOTE}
    with_units = others <= {Role.RANGE, Role.FLAG} and all(unit_in_heading(h.text) for h in results)
    ranges = sum(h.role is Role.RANGE for h in found)
    sections = ranges == len(results) and others <= {Role.RANGE, Role.PREVIOUS, Role.UNIT, Role.FLAG}
    if not results or not (with_units or sections):
        return [], unknown
    taken: list[Row] = []
    for place, result in enumerate(results):
        start = results[place - 1].x1 if place else float("-inf")
        words = [c for c in unknown if start < c[0].x0 < result.x0 and has_letters(join(c))]
        words = [c for c in words if not is_measure(join(c))] or words
        if not words or whole_label(join(words[-1])) or len(join(words[-1])) > _LONGEST_UNHEARD:
            return [], unknown
        taken.append(words[-1])
    named = [Heading(Role.NAME, c[0].x0, c[-1].x1, text=join(c)) for c in taken]
    return named, [c for c in unknown if all(c is not t for t in taken)]


def _measures_named(found: Sequence[Heading], unknown: list[Row]) -> tuple[list[Heading], list[Row]]:
    """Where several cells say what of a row's item was measured (`IgM`, `IgG`, 定性), results named by them under the
    unknown heading of names left of them, and what stays unknown."""
    measured = [c for c in unknown if is_measure(join(c))]
    if len(measured) < _FEWEST_MEASURED or any(h.role is Role.VALUE for h in found):
        return [], unknown
    named = [Heading(Role.NAMED, c[0].x0, c[-1].x1, text=join(c)) for c in measured]
    unknown = [c for c in unknown if all(c is not m for m in measured)]
    left = [c for c in unknown if c[-1].x1 < measured[0][0].x0 and has_letters(join(c))]
    if any(h.role is Role.NAME for h in found) or len(left) != 1 or whole_label(join(left[0])):
        return named, unknown
    names = Heading(Role.NAME, left[0][0].x0, left[0][-1].x1, text=join(left[0]))
    return [names, *named], [c for c in unknown if c is not left[0]]


def range_owner(heading: Heading, headings: Sequence[Heading]) -> str:
    """The heading of the one column of results that a heading of ranges names (`IgG基準`), "" where it is for all."""
    owners = [
        h.text for h in headings if h.role in (Role.NAMED, Role.VALUE) and h.text in heading.text and h.text
    ]
    return owners[0] if len(owners) == 1 else ""


def unit_in_heading(text: str) -> str:
    """The unit that a heading has in brackets (`結果(%)`) or is, or ""."""
    inside = [part for part in _IN_BRACKETS.findall(text) if is_unit(part, in_unit_column=True)]
    return inside[-1] if inside else text if is_unit(text) else ""


def _results_supplied(found: list[Heading], unknown: list[Row]) -> tuple[list[Heading], list[Row]]:
    """The headings with one of results in each table that heads names, units and ranges only, and what stays unknown.

    Recognition loses a heading (今回) or reads another word (徊); and no list has every vendor's word. It is the
    unknown cell right of the names' heading, else the gap there.
    """
    groups: list[list[Heading]] = []
    for heading in found:
        if heading.role is Role.NAME or not groups:
            groups.append([])
        groups[-1].append(heading)
    supplied = []
    for place, group in enumerate(groups):
        roles = {h.role for h in group}
        results_in_front = place > 0 and groups[place - 1][-1].role is Role.VALUE
        told = roles & {Role.VALUE, Role.DATED, Role.NAMED}
        earlier = [h.x0 for h in group if h.role is Role.PREVIOUS]
        beside_results = {Role.RANGE} if earlier else {Role.UNIT, Role.RANGE}
        if results_in_front or told or not roles >= {Role.NAME, *beside_results}:
            continue
        end = groups[place + 1][0].x0 if place + 1 < len(groups) else float("inf")
        beside = [cell for cell in unknown if group[0].x1 < cell[0].x0 < min([end, *earlier])]
        if earlier and len(beside) > 1:
            continue
        if len(beside) > 1 and all(has_letters(join(cell)) for cell in beside):
            supplied += [Heading(Role.NAMED, c[0].x0, c[-1].x1, text=join(c)) for c in beside]
            unknown = [cell for cell in unknown if all(cell is not b for b in beside)]
        elif beside:
            supplied.append(Heading(Role.VALUE, beside[0][0].x0, beside[0][-1].x1, text=join(beside[0])))
            unknown = [cell for cell in unknown if cell is not beside[0]]
        elif len(group) > 1 and group[1].x0 > group[0].x1:
            third = (group[1].x0 - group[0].x1) / 3
            supplied.append(Heading(Role.VALUE, group[0].x1 + third, group[1].x0 - third))
    return sorted((*found, *supplied), key=lambda h: h.x0), unknown


def _unheard(cells: Sequence[Row], found: Sequence[Heading]) -> list[Heading]:
    """Headings in no list (`S/CO比`, `判定者`) right of a name's and beside a result's: columns of their own."""
    names = [h.x0 for h in found if h.role is Role.NAME]
    beside = any(
        parse_value(t.text) and t.text[0].isdigit() for cell in cells for t in cell
    )  # another box's results
    if not names or beside or not any(h.role in (Role.VALUE, Role.DATED) for h in found):
        return []
    texts = [(cell, join(cell)) for cell in cells if cell[0].x0 > min(names)]
    return [
        Heading(Role.NAMED, cell[0].x0, cell[-1].x1, text=text)
        for cell, text in texts
        if has_letters(text) and len(text) <= _LONGEST_UNHEARD and whole_label(text) is None
    ]


def _announces(row: Row) -> bool:
    """Whether a row is of the page's head: a person's label with what it announces (`性 女性`), or times with dates."""
    if _dates_announced(row):
        return True
    times = 0
    for a, b in pairwise(cells_of(row, 0.9)):
        label, text = whole_label(join(a)), join(b)
        told = role_of(text) in (None, Role.RANGE) and not whole_label(text)
        if (
            label in (Label.ID, Label.VISIT, Label.NAME, Label.BIRTH, Label.SEX)
            and told
            and accept(label, text)
        ):
            return True
        of_time = label is not None or bool(_OF_TIME.fullmatch(fold(join(a))))
        times += of_time and find_date(text) is not None
        if label is not None and join(a)[-1] in ":：" and is_date(text):
            return True  # `Examination: CT abdomen   Exam date: 2026-05-02`
    return times > 1


def _dates_announced(row: Row) -> bool:
    """Whether a row has several dates, each behind words of its own that head no column: `採取日 … 検体受領 …`."""
    texts = [join(cell) for cell in cells_of(row, 0.9)]
    dated = [n for n, text in enumerate(texts) if find_date(text) is not None]
    before = [texts[n - 1] for n in dated if n and n - 1 not in dated]
    return len(dated) > 1 and len(before) == len(dated) and not any(role_of(text) for text in before)


def _likely_headings(cell: Row) -> list[Heading]:
    """The headings of a cell that holds no known one alone: one of a likely kind, or two side by side."""
    for cut in range(len(cell), 0, -1):
        parts = [part for part in (cell[:cut], cell[cut:]) if part]
        roles = [role_of(join(part)) or likely_role(join(part)) for part in parts]
        if all(roles):
            return [
                Heading(role, part[0].x0, part[-1].x1, text=join(part))
                for part, role in zip(parts, roles, strict=True)
                if role
            ]
    return []


def _headings_of_cell(cell: Sequence[Token], year: int | None) -> list[Heading]:
    text = join(cell)
    role = role_of(text)
    date = find_date(text, year)
    if role is not None and date is None:
        return [Heading(role, cell[0].x0, cell[-1].x1, text=text)]
    if date is not None and is_date(text.strip("()[] "), year):
        return [Heading(Role.DATED, cell[0].x0, cell[-1].x1, date.iso, text)]
    if date is not None:
        beside = (text[: date.start] + text[date.end :]).strip(" ()[]（）:")  # `前回 2024/02/20`
        if role_of(beside) in (Role.VALUE, Role.PREVIOUS):
            return [Heading(Role.DATED, cell[0].x0, cell[-1].x1, date.iso, text)]
    if len(cell) > 1:  # headings closer together than a cell's gap
        parts = _headings_side_by_side(cell, year)
        if parts:
            return _same_joined(parts)
    return _same_joined(_headings_grown_together(text, cell)) if len(cell) == 1 else []


def _headings_side_by_side(cell: Sequence[Token], year: int | None) -> list[Heading]:
    """A cell cut wholly into headings, the longest first (`04/21 08:08` `単位`), or nothing."""
    for cut in range(len(cell) - 1, 0, -1):
        first = _headings_of_cell(cell[:cut], year) if cut == 1 or _is_one(cell[:cut], year) else []
        rest = _headings_of_cell(cell[cut:], year) if first else []
        if rest:
            return [*first, *rest]
    return []


def _is_one(cell: Sequence[Token], year: int | None) -> bool:
    """Whether words make one heading together."""
    text = join(cell)
    return role_of(text) is not None or is_date(text.strip("()[] "), year)


def _same_joined(headings: list[Heading]) -> list[Heading]:
    """Neighbours of one role in one cell are one heading in two languages, but for results and dates."""
    out: list[Heading] = []
    for heading in headings:
        if out and out[-1].role is heading.role and not _two_columns(out[-1], heading):
            last = out.pop()
            out.append(Heading(heading.role, last.x0, heading.x1, text=f"{last.text} {heading.text}"))
        else:
            out.append(heading)
    return out


def _two_columns(a: Heading, b: Heading) -> bool:
    """Whether two headings of one role head a column each: dates, earlier results, ranges of either sex."""
    if a.role is Role.PREVIOUS:
        return a.text.isascii() == b.text.isascii()  # not 前回 Previous
    sexes = {sex_of(a.text), sex_of(b.text)}
    return a.role is Role.DATED or (a.role is Role.RANGE and len(sexes) == 2 and None not in sexes)


def _headings_grown_together(text: str, cell: Sequence[Token]) -> list[Heading]:
    """`結果判定単位` read as one word: cut wholly into headings, or nothing."""
    cuts: list[tuple[int, int, Role]] = []
    at = 0
    while at < len(text):
        for end in range(min(len(text), at + _LONGEST), at + 1, -1):
            role = LEXICON.get(fold(text[at:end]))
            if role is not None:
                cuts.append((at, end, role))
                at = end
                break
        else:
            return []
    if len(cuts) < 2 or all(c.isascii() for c in text):
        return []
    x0, width = cell[0].x0, (cell[-1].x1 - cell[0].x0) / len(text)
    return [
        Heading(role, x0 + start * width, x0 + end * width, text=text[start:end]) for start, end, role in cuts
    ]


def results_first(roles: Sequence[Role]) -> bool:
    """Whether results and names take turns with the result in front (`結果 単位 項目`)."""
    turns = [role for role in roles if role in (Role.VALUE, Role.NAME)]
    return turns == [Role.VALUE, Role.NAME] * (len(turns) // 2) and len(turns) >= 2


def split_panels(headings: Sequence[Heading], names_in_front: bool = True) -> list[list[Heading]]:
    """Headings of side-by-side tables apart: after a result, another name or result begins the next table.

    `names_in_front`: something stands left of the first result, so a name heading after it is the next table's.
    """
    names = sum(h.role is Role.NAME for h in headings)
    turned = not names_in_front and results_first([h.role for h in headings])
    groups: list[list[Heading]] = [[]]
    for heading in headings:
        seen = {h.role for h in groups[-1]}
        beside = (
            bool(groups[-1]) and groups[-1][-1].role is Role.VALUE and Role.NAME in seen
        )  # in and out of range
        begins = (heading.role is Role.VALUE and not beside) or (heading.role is Role.NAME and not turned)
        leading = heading.role in (Role.SECTION, Role.CODE) and names > 1
        if Role.VALUE in seen and (begins or leading):
            groups.append([])
        groups[-1].append(heading)
    return groups
