"""Susceptibility tables: drugs down with organisms across, one block an organism, or drugs across.

Which organism a column belongs to is said by the heads over the columns (①, a name) and by how the columns take
turns (MIC, letter, MIC, letter); without heads it is the organism named last above.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from inference.structure.drugs import DrugRow
from inference.structure.geometry import Row, Token, cells_of, join, row_y
from inference.structure.letters import Answer, AnswerKind, answers_of
from inference.structure.organisms import Mention, OrganismList, index_of
from inference.structure.susceptibility_heads import Head, letter_heads, organism_heads
from inference.structure.units import is_unit

_TABLE_GAP = 4.0  # line heights without a line that end a table
_HEAD_REACH = 10.0  # line heights from a table to the heads over it
_MIC = re.compile(
    r"(?<![A-Za-z])MIC\s?値?|阻止円直?径?|ディスク径?|zone(?:\s?diameter|\s?size)?", re.IGNORECASE
)
_TESTED = re.compile(r"感受性|MIC|suscept|sensitivit|antibiogram", re.IGNORECASE)
_CONCENTRATION = re.compile(
    r"(?:薬剤|試験|検査|判定|培地)?濃度|(?:critical\s|drug\s|test\s)?conc(?:entration|\.)", re.I
)
_HEADINGS = 2  # lines of a table's headings
_TITLE_INDENT = 6.0  # line heights right of the drugs at which titles begin at most
_BETWEEN_WORDS = re.compile(
    r"[\s()（）\[\]【】<>＜＞:：、,]+|(?:(?<=[\u3041-\u30fe\u4e00-\u9fff])|(?<=MIC))(?=[A-Za-zμµ][^\s()（）]*/)"
)
"""Signs and spaces, and the place where a word touches a unit of concentrations (`微量液体希釈法μg/mL`, `MICμg/mL`)."""
_UNIT_WORDS = ("単位", "unit", "units", "in")
_SCORED = (AnswerKind.MIC, AnswerKind.LETTER, AnswerKind.BOTH, AnswerKind.TICK)


@dataclass(frozen=True, slots=True)
class Finding:
    """One drug's answer for one organism (None: nothing says which)."""

    organism: str | None
    drug: str
    value: str
    letter: str
    unit: str
    carriers: Row


@dataclass(slots=True)
class _Strip:
    """Columns of answers that belong together: a MIC's and its letter's, or one alone."""

    x0: float
    x1: float
    kinds: list[AnswerKind]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a page has to say about susceptibility."""

    rows: Sequence[Row]
    drugs: Sequence[DrugRow]
    mentions: Sequence[Mention]  # of this page
    organisms: OrganismList  # of the document


def findings_down(sheet: Sheet) -> list[Finding]:
    """The answers of tables whose drugs stand below each other."""
    heading = {
        d.number for d in sheet.drugs if sum(not o.answered for o in sheet.drugs if o.number == d.number) > 1
    }
    listed = [d for d in sheet.drugs if d.answered or d.number not in heading]
    out: list[Finding] = []
    units: list[tuple[float, str]] = []  # where drugs begin, and the unit in the headings over them
    for group in _groups(listed, sheet):
        if not any(d.answered for d in group):
            continue
        above = [u for x, u in units if abs(x - group[0].x0) <= 2 * group[0].height]
        unit = _mic_unit(_zone(group[0], sheet), group[0]) or (above[-1] if above else "")
        units.append((group[0].x0, unit))
        out += _group_findings(group, sheet, unit)
    return out


def _groups(drugs: Sequence[DrugRow], sheet: Sheet) -> list[list[DrugRow]]:
    """Drugs that begin at one place on lines near each other, with no organism named between."""
    groups: list[list[DrugRow]] = []
    for drug in drugs:
        for group in reversed(groups):
            last = group[-1]
            same = abs(group[0].x0 - drug.x0) <= 1.5 * drug.height and drug.number > last.number
            if same and drug.y - last.y <= _TABLE_GAP * drug.height and not _between(last, drug, sheet):
                group.append(drug)
                break
        else:
            groups.append([drug])
    return groups


def _between(above: DrugRow, below: DrugRow, sheet: Sheet) -> bool:
    for number in range(above.number + 1, below.number + 1):
        row = sheet.rows[number]
        named = any(m.tokens[0] in row for m in sheet.mentions)
        if named or (number < below.number and any(index_of(join(c)) for c in cells_of(row, 1.0))):
            return True
    return False


def _group_findings(group: list[DrugRow], sheet: Sheet, unit: str) -> list[Finding]:
    beside = [d.x0 for d in sheet.drugs if d.x0 > group[0].x0 + 3 * d.height and _level(d, group)]
    right = min(beside, default=float("inf"))
    zone = _zone(group[0], sheet)
    heads = organism_heads(zone, group[0], right, sheet.organisms)
    letters = letter_heads(zone, group[0], right)
    if _tells_concentrations(zone):
        group = [
            replace(d, answers=tuple(a for a in d.answers if a.kind is not AnswerKind.MIC)) for d in group
        ]
    strips = _strips(group)
    owners = _owners(strips, heads, sheet)
    own = _block_organism(group[0], zone, sheet)
    out: list[Finding] = []
    for drug in group:
        own = _row_organism(drug, sheet) or own  # printed once, for the lines below too
        held: dict[str | None, list[Answer]] = {}
        for answer in drug.answers:
            if answer.kind not in _SCORED:
                continue
            place = next((i for i, s in enumerate(strips) if s.x0 - 1 <= answer.x <= s.x1 + 1), None)
            if place is None or owners[place] == "":
                continue
            held.setdefault(owners[place] or own, []).append(answer)
        loose = next((a.printed for a in drug.answers if a.kind is AnswerKind.UNIT), "")
        for organism, answers in held.items():
            found = finding(organism, drug.name, answers, loose or unit, letters)
            if found is not None:
                out.append(found)
    return out


def _level(drug: DrugRow, group: Sequence[DrugRow]) -> bool:
    return group[0].number <= drug.number <= group[-1].number


def finding(
    organism: str | None, drug: str, answers: Sequence[Answer], unit: str, letters: Sequence[Head] = ()
) -> Finding | None:
    """MIC and letter of one cell or two as one finding; None where there is neither."""
    mic = next((a for a in answers if a.mic), None)
    lettered = next((a for a in answers if a.letter), None)
    letter = lettered.letter if lettered else ""
    tick = next((a for a in answers if a.kind is AnswerKind.TICK), None)
    if tick and letters and not letter:
        letter = min(letters, key=lambda h: abs(h.x - tick.x)).says
    if mic is not None:
        own = mic.printed if mic.kind is AnswerKind.MIC else ""
        return Finding(organism, drug, mic.mic, letter, own or unit, mic.tokens)
    if lettered is not None:
        return Finding(organism, drug, lettered.printed, letter, "", lettered.tokens)
    if tick is not None and letter:
        return Finding(organism, drug, letter, letter, "", tick.tokens)
    return None


def _zone(first: DrugRow, sheet: Sheet) -> list[Row]:
    """The lines over a table, nearest first, up to the drugs of another one."""
    numbers = {d.number for d in sheet.drugs if d.answered}
    zone: list[Row] = []
    for number in range(first.number - 1, -1, -1):
        row = sheet.rows[number]
        if number in numbers or first.y - row_y(row) > _HEAD_REACH * first.height:
            break
        zone.append(row)
    return zone


def _tells_concentrations(zone: Sequence[Row]) -> bool:
    """Whether the numbers of a table are what was tested with (`濃度(μg/mL)` of the proportion method), no MICs."""
    texts = [join(cell) for row in zone[:_HEADINGS] for cell in cells_of(row, 1.0)]
    return any(_CONCENTRATION.match(text) for text in texts) and not any(_MIC.search(t) for t in texts)


def _mic_unit(zone: Sequence[Row], first: DrugRow) -> str:
    """The unit of MICs or zones over a table: behind a column's heading of them (`MIC (μg/mL)`, `MIC 単位: μg/mL`),
    else in the title of the section (`薬剤感受性（微量液体希釈法 μg/mL）`)."""
    titled = ""
    for row in zone:
        text = join(row)
        if len(cells_of(row, 1.0)) == 1 and row[0].x0 < first.x0 + _TITLE_INDENT * first.height:
            titled = titled or (_unit_among(text, last=True) if _TESTED.search(text) else "")
            continue
        match = _MIC.search(text)
        unit = _unit_among(text[match.end() :]) if match else ""
        if unit:
            return unit
    return titled


def _unit_among(text: str, last: bool = False) -> str:
    """The unit that is a text's first word, or its last one, besides words such as `in`; "" for any other word."""
    words = [w for w in _BETWEEN_WORDS.split(text) if w and w not in _UNIT_WORDS]
    unit = words[-1 if last else 0] if words else ""
    return unit if is_unit(unit) and unit != "%" else ""


def _strips(group: Sequence[DrugRow]) -> list[_Strip]:
    """Where the answers stand: columns that do not overlap, a MIC's with the letter's beside it."""
    spans = sorted(
        ((a.tokens[0].x0, a.tokens[-1].x1, a.kind) for d in group for a in d.answers if a.kind in _SCORED),
        key=lambda s: s[0],
    )
    columns: list[_Strip] = []
    for x0, x1, kind in spans:
        if columns and x0 <= columns[-1].x1:
            columns[-1].x1 = max(columns[-1].x1, x1)
            columns[-1].kinds.append(kind)
        else:
            columns.append(_Strip(x0, x1, [kind]))
    kinds = [max(set(c.kinds), key=c.kinds.count) for c in columns]
    letter_first = kinds[:2] == [AnswerKind.LETTER, AnswerKind.MIC] and kinds[-1] is AnswerKind.MIC
    pair = (AnswerKind.LETTER, AnswerKind.MIC) if letter_first else (AnswerKind.MIC, AnswerKind.LETTER)
    strips: list[_Strip] = []
    for column, kind in zip(columns, kinds, strict=True):
        last = strips[-1] if strips else None
        ticks = last is not None and kind is AnswerKind.TICK and last.kinds[-1] is AnswerKind.TICK
        ticked = kind is AnswerKind.TICK and last is not None and last.kinds == [AnswerKind.MIC]
        paired = last is not None and len(last.kinds) == 1 and (last.kinds[0], kind) == pair
        if last is not None and (ticks or ticked or paired):
            last.x1 = column.x1
            last.kinds = last.kinds if ticks else [*last.kinds, kind]
        else:
            strips.append(_Strip(column.x0, column.x1, [kind]))
    return strips


def _owners(strips: Sequence[_Strip], heads: Sequence[Head], sheet: Sheet) -> list[str | None]:
    """The organism of each strip; None leaves it to the block, "" is nobody's (an earlier result)."""
    if heads and len(heads) == len(strips):
        return [h.says for h in heads]
    if heads:
        near = [min(heads, key=lambda h: _apart(h, s)) for s in strips]
        return [h.says for h in near]
    if len(strips) > 1 and len(strips) == len(sheet.organisms.names):
        return list(sheet.organisms.names)
    return [None, *[""] * (len(strips) - 1)]


def _apart(head: Head, strip: _Strip) -> float:
    return min(abs(head.x - (strip.x0 + strip.x1) / 2), abs(head.x0 - strip.x0), abs(head.x1 - strip.x1))


def _row_organism(drug: DrugRow, sheet: Sheet) -> str | None:
    """An organism in the drug's own line, left of it."""
    row = sheet.rows[drug.number]
    left = [m for m in sheet.mentions if m.tokens[0] in row and m.x1 <= drug.x0 + 1]
    return sheet.organisms.same(left[-1].name) if left else None


def _block_organism(first: DrugRow, zone: Sequence[Row], sheet: Sheet) -> str | None:
    """The organism whose block a table is: named or numbered last above it, at its left or over it."""
    for row in zone:
        starts = [c for c in cells_of(row, 1.0) if c[0].x0 <= first.x0 + 3 * first.height]
        named = [m for m in sheet.mentions if m.tokens[0] in row and m.x0 <= first.x0 + 12 * first.height]
        if named:
            near = [m for m in named if m.x0 <= first.x0 + 6 * first.height]
            return sheet.organisms.same((near or named)[-1].name)
        for cell in reversed(starts):
            index = index_of(join(cell)) or _circled(join(cell))
            if index in sheet.organisms.by_index:
                return sheet.organisms.by_index[index]
    above = [m for m in sheet.mentions if m.y < first.y]
    if above:
        lowest = max(m.y for m in above)
        line = [m for m in above if lowest - m.y < first.height]
        left = [m for m in line if m.x0 <= first.x0 + 6 * first.height]
        return sheet.organisms.same((left or line)[-1].name)
    return sheet.organisms.names[-1] if sheet.organisms.names else None


def _circled(text: str) -> str:
    match = re.search(r"[①-⑳❶-❿⑴-⒇]", text)
    return index_of(match[0]) if match else ""


def findings_across(sheet: Sheet) -> list[Finding]:
    """The answers of tables whose drugs stand beside each other over them."""
    lines: dict[int, list[DrugRow]] = {}
    for drug in sheet.drugs:
        lines.setdefault(drug.number, []).append(drug)
    out: list[Finding] = []
    for number, drugs in sorted(lines.items()):
        if len(drugs) >= 2 and not any(d.answered for d in drugs):
            out += _below(number, drugs, lines, sheet)
    return out


def _below(
    number: int, drugs: Sequence[DrugRow], lines: dict[int, list[DrugRow]], sheet: Sheet
) -> list[Finding]:
    organism = _block_organism(drugs[0], list(reversed(sheet.rows[max(0, number - 6) : number])), sheet)
    last = drugs[0].y
    held: dict[tuple[str | None, int], list[Answer]] = {}
    for place in range(number + 1, len(sheet.rows)):
        row = sheet.rows[place]
        if place in lines or row_y(row) - last > _TABLE_GAP * drugs[0].height:
            break
        last = row_y(row)
        organism = _lead_organism(row, drugs[0], sheet) or organism
        for answer in answers_of(_right_of_lead(row, drugs[0])):
            column = _column(answer, drugs) if answer.kind in _SCORED[:3] else None
            if column is not None:
                held.setdefault((organism, column), []).append(answer)
    made = [finding(name, drugs[i].name, answers, "") for (name, i), answers in held.items()]
    return [f for f in made if f is not None]


def _lead_organism(row: Row, first: DrugRow, sheet: Sheet) -> str | None:
    named = [m for m in sheet.mentions if m.tokens[0] in row]
    if named:
        return sheet.organisms.same(named[0].name)
    index = index_of(row[0].text) if row[0].x1 < first.x0 else ""
    return sheet.organisms.by_index.get(index)


def _right_of_lead(row: Row, first: DrugRow) -> list[Token]:
    return [t for t in row if t.x1 > first.x0 - 0.5 * first.height]


def _column(answer: Answer, drugs: Sequence[DrugRow]) -> int | None:
    steps = [b.x - a.x for a, b in pairwise(drugs)]
    best = min(range(len(drugs)), key=lambda i: _off(answer, drugs[i]))
    return best if _off(answer, drugs[best]) <= 0.6 * min(steps) else None


def _off(answer: Answer, drug: DrugRow) -> float:
    edges = (
        abs(answer.x - drug.x),
        abs(answer.tokens[0].x0 - drug.x0),
        abs(answer.tokens[-1].x1 - drug.tokens[-1].x1),
    )
    return min(edges)
