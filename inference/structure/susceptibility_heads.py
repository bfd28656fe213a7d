"""Heads over the columns of a susceptibility table: organisms by name, initial or number, and S, I, R to be ticked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from inference.readable import fold, listed
from inference.structure.drugs import DrugRow, is_drug_heading
from inference.structure.geometry import Row, cells_of, join, row_y
from inference.structure.letters import AnswerKind, letter_of
from inference.structure.organisms import OrganismList, index_of, is_organism

_ANSWER_HEADINGS = frozenset(
    fold(w)
    for w in listed("""
判定 MIC MIC値 SIR S/I/R 感受性 RIS 結果 成績 感受性判定 カテゴリ カテゴリー 解釈 単位 int int. interp interp.
interpretation result category mic(μg/ml) mic(ug/ml) mic(mcg/ml) unit sens
""")
)
_TESTED = re.compile(r"(?:試験|薬剤|検査|添加)?濃度|concentration|conc\.?(?![a-z])", re.IGNORECASE)
_CELL_GAP = 0.9  # line heights


@dataclass(frozen=True, slots=True)
class Head:
    """An organism or letter over columns; pixels of the level page. `says` is "" for a head that names neither."""

    says: str
    x0: float
    x1: float

    @property
    def x(self) -> float:
        """Horizontal centre."""
        return (self.x0 + self.x1) / 2


def organism_heads(zone: Sequence[Row], first: DrugRow, right: float, organisms: OrganismList) -> list[Head]:
    """Organisms over the columns right of the drugs: numbers or names in one line, names perhaps broken in two."""
    left = first.tokens[-1].x1 - first.height
    for at, row in enumerate(zone):
        cells = [c for c in cells_of(row, 0.9) if c[0].x0 >= left and c[-1].x1 <= right + first.height]
        if not cells:
            continue
        cells = [c for c in cells if not is_drug_heading(join(c)) and not _says_answers(join(c))] or cells
        heads = [_head(cell, organisms) for cell in cells]
        if not any(heads) and at + 1 < len(zone):
            heads = [_broken(cell, zone[at + 1], organisms) for cell in cells]
        found = [h for h in heads if h is not None]
        if found and len(found) * 2 >= len(cells):
            others = [Head("", c[0].x0, c[-1].x1) for c, h in zip(cells, heads, strict=True) if h is None]
            return sorted([*found, *_by_elimination(found, others, organisms)], key=lambda h: h.x0)
    return []


def _by_elimination(found: Sequence[Head], others: list[Head], organisms: OrganismList) -> list[Head]:
    """Headings that name no organism: one is the only organism left, else they are nobody's."""
    left = [name for name in organisms.names if all(h.says != name for h in found)]
    if len(others) == len(left) == 1:
        return [Head(left[0], others[0].x0, others[0].x1)]
    return others


def _says_answers(text: str) -> bool:
    """`判定`, `MIC`, `SIR`: what the columns of one organism hold."""
    return fold(text).strip("()[]:.") in _ANSWER_HEADINGS


def _head(cell: Row, organisms: OrganismList) -> Head | None:
    """The head that a cell is where it names or numbers an organism of the document."""
    text = join(cell)
    index = index_of(text) or index_of(re.split(r"[\s(（]", text)[0]) or _circled_in_front(text)
    plain = text.strip("()（）")
    name = organisms.same(text) or (organisms.same(plain) if is_organism(plain) else None)
    if name is None and is_organism(text):
        name = text
    if name is None and index:
        name = organisms.by_index.get(index) or _nth(organisms, index)
    if name is None:
        bare = re.sub(r"^(?:[①-⑳]|\d{1,2}[.)）:]?)\s*", "", text)
        name = organisms.same(bare) if bare != text else None
    return Head(name, cell[0].x0, cell[-1].x1) if name else None


def _circled_in_front(text: str) -> str:
    """The number in a circle that a heading begins with, however close its words stand: `①MIC`."""
    return index_of(text[:1]) if re.match(r"[①-⑳❶-❿⑴-⒇]", text) else ""


def _nth(organisms: OrganismList, index: str) -> str | None:
    """The organism of a number where the list prints none."""
    if organisms.by_index:
        return None
    place = int(index) - 1 if index.isdecimal() else ord(index[0]) - ord("a")
    return organisms.names[place] if 0 <= place < len(organisms.names) else None


def _broken(cell: Row, above: Row, organisms: OrganismList) -> Head | None:
    """A name that stands on two lines of a head."""
    over = tuple(t for t in above if t.x0 < cell[-1].x1 and t.x1 > cell[0].x0)
    name = organisms.same(f"{join(over)} {join(cell)}") if over else None
    return Head(name, min(over[0].x0, cell[0].x0), max(over[-1].x1, cell[-1].x1)) if name else None


def letter_heads(zone: Sequence[Row], first: DrugRow, right: float) -> list[Head]:
    """S, I and R over columns that are ticked."""
    for row in zone:
        cells = [c for c in cells_of(row, 0.8) if c[0].x0 > first.x0 and c[0].x0 < right]
        heads = [Head(letter_of(join(c)), c[0].x0, c[-1].x1) for c in cells if letter_of(join(c))]
        if len({h.says for h in heads}) >= 2:
            return heads
    return []


def without_tested(drugs: Sequence[DrugRow], rows: Sequence[Row]) -> list[DrugRow]:
    """The drugs without the concentrations that were tested (`濃度 μg/mL` beside `判定`): the letter answers, and
    the number under that heading is no MIC."""
    lines = [cells_of(row, _CELL_GAP) for row in rows]
    heads = [cells for cells in lines if any(_TESTED.match(join(cell)) for cell in cells)]
    return [_without_tested(drug, heads) for drug in drugs]


def _without_tested(drug: DrugRow, heads: Sequence[Sequence[Row]]) -> DrugRow:
    over = [cells for cells in heads if row_y(cells[0]) < drug.y]
    if not over or not any(a.kind is AnswerKind.LETTER for a in drug.answers):
        return drug

    def tested(x: float) -> bool:
        return bool(_TESTED.match(join(min(over[-1], key=lambda c: abs((c[0].x0 + c[-1].x1) / 2 - x)))))

    return replace(
        drug, answers=tuple(a for a in drug.answers if a.kind is not AnswerKind.MIC or not tested(a.x))
    )
