"""Microbiology reports: smears, cultured organisms with their amounts, susceptibility of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from inference.readable import PageWords, fold
from inference.structure.amounts import Amount, amount_of, is_amount_heading
from inference.structure.anchored import page_results, result_item
from inference.structure.anchored_result import Words
from inference.structure.culture_days import days_of
from inference.structure.culture_tables import bottle_items
from inference.structure.culture_words import (
    AMOUNT_HEADINGS,
    AMOUNTS,
    NOTHING_FOUND,
    ORGANISM_HEADINGS,
    SMEAR,
    STATEMENTS,
    TITLES,
    VOCABULARY,
)
from inference.structure.drugs import drug_rows, drugs_cut, letters_repaired, names_repaired
from inference.structure.geometry import (
    Row,
    Token,
    around,
    cells_of,
    join,
    mean_confidence,
    rows_of,
    tokens_of,
)
from inference.structure.letters import AnswerKind
from inference.structure.named_columns import HeadWords, folded_in
from inference.structure.named_units import name_and_unit
from inference.structure.names import Names
from inference.structure.organisms import Mention, OrganismList, mentions_of
from inference.structure.pieces import labels_cut
from inference.structure.reference_tables import without_references
from inference.structure.specimen import with_specimen
from inference.structure.susceptibility import Finding, Sheet, findings_across, findings_down
from inference.structure.susceptibility_heads import without_tested
from inference.structure.units import is_unit
from inference.structure.upright import without_upright
from mappers.model import Flag, Item

__all__ = ["TITLES", "VOCABULARY", "read_items"]

_MOST_CONFIDENT = 0.99
_HEADINGS = frozenset(fold(word) for word in ORGANISM_HEADINGS)
_TITLES = frozenset(fold(word) for word in TITLES)
_NONE = frozenset(fold(word) for word in NOTHING_FOUND)
"""Answers behind a label of organisms that there is none."""
_HEADING_REACH = 12.0  # line heights from an organism up to the heading of its column
_WORDS = Words(
    Names(SMEAR, STATEMENTS),
    HeadWords(folded_in(AMOUNT_HEADINGS), folded_in(())),
    frozenset(fold(word) for word in AMOUNTS),
    stated=Names(STATEMENTS),
)


@dataclass(frozen=True, slots=True)
class _Page:
    page: PageWords
    rows: tuple[Row, ...]
    mentions: tuple[Mention, ...]


def read_items(pages: Sequence[PageWords], year: int | None = None) -> tuple[Item, ...]:
    """Smear rows and statements, organisms with amounts, susceptibilities, in reading order of each page."""
    opened = [_opened(page) for page in pages]
    mentions = [m for page in opened for m in page.mentions]
    organisms = OrganismList(mentions)
    items: list[Item] = []
    amounts: set[tuple[str, str | None]] = set()
    for page in opened:
        items += _page_items(page, organisms, amounts, pages, year)
    measured = {name for name, _ in amounts}
    return with_specimen(
        [*items, *_unmeasured(opened, organisms, measured), *_nothing_found(opened, items)], pages
    )


def _opened(page: PageWords) -> _Page:
    rows = tuple(rows_of(drugs_cut(labels_cut(without_references(without_upright(tokens_of(page)))))))
    return _Page(page, rows, tuple(mentions_of(rows, page.number)))


def _page_items(
    page: _Page,
    organisms: OrganismList,
    amounts: set[tuple[str, str | None]],
    pages: Sequence[PageWords],
    year: int | None,
) -> list[Item]:
    drugs = drug_rows(page.rows)
    drugs = names_repaired(letters_repaired(drugs)) if page.page.recognised else drugs
    drugs = without_tested(drugs, page.rows)
    sheet = Sheet(page.rows, drugs, page.mentions, organisms)
    found = [*findings_down(sheet), *findings_across(sheet)]
    grown = _grown(page, sheet, amounts, days_of(page.rows, page.mentions, year))
    used = {id(t) for d in sheet.drugs for t in d.tokens}
    used |= {
        id(t) for d in sheet.drugs for a in d.answers if a.kind is not AnswerKind.OTHER for t in a.tokens
    }
    lines = [tuple(t for t in row if id(t) not in used) for row in page.rows]  # behind ESBL may stand a drug
    used |= {id(t) for m in page.mentions for t in m.tokens} | {id(t) for f in found for t in f.carriers}
    used |= {id(t) for _, amount, _ in grown for t in amount.carriers}
    bottles, told = bottle_items([line for line in lines if line], page.page)
    used |= told
    lines = [tuple(t for t in line if id(t) not in told) for line in lines]
    smears = [
        result_item(r, page.page)
        for r in page_results([line for line in lines if line], page.page, pages, year, _WORDS)
        if not used & {id(t) for t in (*r.row.tokens, *r.carrier.tokens)}
        and fold(r.row.name + r.value.text) not in _TITLES
    ]
    cultures = [
        replace(_item(name, a.value, a.carriers, page.page, unit=a.unit), effective=day)
        for name, a, day in grown
    ]
    tested = [_tested(f, page.page, len(organisms.names) > 1) for f in _once(found)]
    return [*bottles, *smears, *cultures, *tested]


def _once(found: Sequence[Finding]) -> list[Finding]:
    """One finding for a drug and organism: the first that has a MIC, else the first."""
    kept: dict[tuple[str | None, str], Finding] = {}
    for finding in found:
        key = (finding.organism, fold(finding.drug))
        if key not in kept or (kept[key].value == kept[key].letter and finding.value != finding.letter):
            kept[key] = finding
    return list(kept.values())


def _tested(found: Finding, page: PageWords, several: bool) -> Item:
    name = f"{found.organism} {found.drug}" if several and found.organism else found.drug
    flag = Flag(found.letter) if found.letter else None
    return _item(name, found.value, found.carriers, page, unit=found.unit, flag=flag)


def _item(
    name: str, value: str, carriers: Row, page: PageWords, *, unit: str = "", flag: Flag | None = None
) -> Item:
    return Item(
        name=name,
        value=value,
        page=page.number,
        box=around(carriers),
        confidence=round(min(mean_confidence(carriers), _MOST_CONFIDENT), 4),
        verified=False,
        unit=unit or None,
        flag=flag,
    )


def _grown(
    page: _Page, sheet: Sheet, known: set[tuple[str, str | None]], days: Sequence[str | None]
) -> list[tuple[str, Amount, str | None]]:
    """Organisms with the amount on their line, or on a labelled line of their own below, and the day of a culture
    among several."""
    out = []
    for mention in page.mentions:
        name = sheet.organisms.same(mention.name)
        day = days[_row_of(page, mention.tokens[0])]
        if name is None or (name, day) in known:
            continue
        amount = _beside(mention, page, sheet) or _labelled_below(mention, page)
        if amount is not None:
            known.add((name, day))
            out.append((name, amount, day))
    return out


def _row_of(page: _Page, token: Token) -> int:
    return next(number for number, row in enumerate(page.rows) if token in row)


def _beside(mention: Mention, page: _Page, sheet: Sheet) -> Amount | None:
    number = _row_of(page, mention.tokens[0])
    row = page.rows[number]
    ends = [d.x0 for d in sheet.drugs if d.number == number and d.x0 > mention.x1]
    ends += [m.x0 for m in page.mentions if m.tokens[0] in row and m.x0 > mention.x1]
    right = [t for t in row if t.x0 >= mention.x1 - 1 and t.x0 < min(ends, default=float("inf"))]
    heading = _over(page, number, right)
    counted = heading is not None or any(is_amount_heading(t.text) for t in right)
    amount = amount_of(right, counted) or _in_front(mention, row)
    if amount is not None and heading and not amount.unit and amount.value[-1].isdigit():
        return replace(amount, unit=heading)
    return amount


def _in_front(mention: Mention, row: Row) -> Amount | None:
    """The amount right before a name: `>100,000 CFU/mL Escherichia coli`, `Heavy growth of E. coli`."""
    cell = next(c for c in cells_of(row, 0.9) if mention.tokens[0] in c)
    before = [t for t in cell if t.x1 <= mention.x0 + 1]
    if before and fold(before[-1].text) == "of":
        before.pop()
    for start in range(len(before)):
        if not before[start].text.endswith((":", "：")):
            found = amount_of(before[start:])
            if found is not None and before[-1] in (*found.carriers, *before[-1:][: bool(found.unit)]):
                return found
    return None


def _over(page: _Page, number: int, right: Sequence[Token]) -> str | None:
    """The unit in the heading of amounts over the tokens, "" where it has none; None without such a heading."""
    for row in reversed(page.rows[max(0, number - 8) : number]):
        for cell in cells_of(row, 0.9):
            name, unit = name_and_unit(join(cell), recognised=False) or (join(cell), "")
            over = any(cell[0].x0 < t.x1 and cell[-1].x1 > t.x0 for t in right[:3])
            if over and (is_amount_heading(name) or is_amount_heading(join(cell))):
                return unit
    return None


def _labelled_below(mention: Mention, page: _Page) -> Amount | None:
    number = _row_of(page, mention.tokens[0])
    for row in page.rows[number + 1 : number + 4]:
        if any(m.tokens[0] in row for m in page.mentions):
            return None
        labels = [c[0] for c in cells_of(row, 0.9) if is_amount_heading(c[0].text) and not is_unit(c[0].text)]
        if labels:
            near = min(labels, key=lambda t: abs(t.x0 - mention.x0))
            begin, end = _own_part(mention, near, labels, page.rows[number], page)
            return amount_of([t for t in row if begin <= t.x0 < end], counted=True)
    return None


def _own_part(
    mention: Mention, label: Token, labels: Sequence[Token], row: Row, page: _Page
) -> tuple[float, float]:
    """Where on a labelled line a mention's amount stands: behind the label; of organisms abreast, below its name."""
    begin = label.x1 - 1
    ends = [t.x0 for t in labels if t.x0 > label.x0]
    abreast = [m for m in page.mentions if m.tokens[0] in row and m is not mention]
    if len(labels) == 1 and abreast:
        height = mention.tokens[0].height
        begin = max(begin, mention.x0 - height) if any(m.x0 < mention.x0 for m in abreast) else begin
        ends += [m.x0 - height for m in abreast if m.x0 > mention.x0]
    return begin, min(ends, default=float("inf"))


def _unmeasured(pages: Sequence[_Page], organisms: OrganismList, amounts: set[str]) -> list[Item]:
    """Organisms without an amount: named by the label or heading they stand under, the organism being the value."""
    out = []
    for name in organisms.names:
        if name in amounts:
            continue
        mention = organisms.first[name]
        page = next(p for p in pages if p.page.number == mention.page)
        label = _label_of(mention, page)
        if label and not _amount_unread(mention, page):
            out.append(_item(label, name, mention.tokens, page.page))
    return out


def _amount_unread(mention: Mention, page: _Page) -> bool:
    """Whether a recognised line has under the heading of amounts what nobody can read (`少豐`)."""
    number = _row_of(page, mention.tokens[0])
    right = [t for t in page.rows[number] if t.x0 >= mention.x1 - 1]
    return page.page.recognised and bool(right) and _over(page, number, right[:1]) is not None


def _nothing_found(pages: Sequence[_Page], read: Sequence[Item]) -> list[Item]:
    """Labels of organisms with the answer that there is none behind them: `検出菌  検出せず`."""
    out = []
    for page in pages:
        for row in page.rows:
            cells = cells_of(row, 0.9)
            if len(cells) == 2 and _heading(join(cells[0])) and fold(join(cells[1])).rstrip("。.") in _NONE:
                item = _item(_heading(join(cells[0])), join(cells[1]).rstrip("。."), cells[1], page.page)
                out += [item] if all(i.box != item.box for i in read) else []
    return out


def _label_of(mention: Mention, page: _Page) -> str:
    number = _row_of(page, mention.tokens[0])
    row = page.rows[number]
    left = tuple(t for t in row if t.x1 <= mention.x0 + 1)
    for cell in reversed(cells_of(left, 0.9)):
        if _heading(join(cell)):
            return _heading(join(cell))
    for above in reversed(page.rows[:number]):
        if above[0].y < mention.y - _HEADING_REACH * mention.tokens[0].height:
            break
        for cell in cells_of(above, 0.9):
            over = cell[0].x0 < mention.x1 and cell[-1].x1 > mention.x0
            alone = len(cells_of(above, 0.9)) == 1 and cell[0].x0 <= mention.x0
            if _heading(join(cell)) and (over or alone):
                return _heading(join(cell))
    return ""


def _heading(text: str) -> str:
    """A label or heading of organisms without its number and decoration, or ""."""
    bare = re.sub(r"[\s・■□◆◇●○▪•*※【】\[\]<>＜＞:：()（）①-⑳\d.]+$|^[\s・■□◆◇●○▪•*※【\[<＜(（]+", "", text)
    return bare if fold(bare) in _HEADINGS else ""
