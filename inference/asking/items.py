"""What a model says of one value, as an item: strings as printed, the rest by the rules that every engine shares."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from inference.asking.answers import SaidItem, items_of
from inference.asking.conversed import Said
from inference.asking.likelihood import UNTOLD, likelihood
from inference.readable import fold, japanese_forms, printed
from inference.structure.certainty import certainty_of
from inference.structure.dates import find_date
from inference.structure.letters import letter_of
from inference.structure.marks import leading_mark, parse_mark, trailing_mark
from inference.structure.named_units import name_and_unit
from inference.structure.narrative_blocks import concludes
from inference.structure.ranges import for_sex, unbracketed
from inference.structure.result_row import is_placeholder
from inference.structure.structure import unit_off_name
from inference.structure.units import bare_unit
from inference.structure.values import parse_value
from mappers.model import DocumentType, Flag, Item, Sex

_BULLETS = re.compile(r"^[\s・●○◎■□◆◇▪•*※★☆>＊└├┗┣]+|[\s:：=＝.…‥・]+$")
_SENTENCE = 20  # characters of a value that is taken as it stands


def items_said(
    said: Said, kind: DocumentType, language: str, year: int | None, sex: Sex | None, organisms: int
) -> list[Item]:
    """The items of an answer, in its order, without boxes: models' boxes are no evidence and are not asked for.

    `year`: of dates without one; `organisms`: how many the page names, for with one alone its drugs go by themselves.
    """
    found = []
    for entry in items_of(said.text):
        item = _item(entry, kind, language, year, sex, organisms)
        if item is not None:
            sure = likelihood(said.tokens, entry.start, entry.end) if said.tokens else UNTOLD
            found.append(replace(item, page=said.part.page, confidence=sure))
    return found


def organisms_of(said: Sequence[Said]) -> int:
    """How many organisms the susceptibilities of these answers are of."""
    return len({fold(e.organism) for s in said for e in items_of(s.text) if e.organism})


def _item(
    entry: SaidItem, kind: DocumentType, language: str, year: int | None, sex: Sex | None, organisms: int
) -> Item | None:
    name, value = _cleaned(entry.name, language), _cleaned(entry.value, language, ends=False)
    unit, reference = printed(entry.unit), unbracketed(for_sex(printed(entry.range), sex))
    flag = parse_mark(entry.flag) or _letter(entry.flag)
    value, flag, unit = _taken_apart(value, flag, unit)
    if not name or not value or is_placeholder(value, reference):
        return None
    if entry.organism and organisms > 1:
        organism = _cleaned(entry.organism, language)
        name = name if fold(organism) in fold(name) else f"{organism} {name}"
    if not unit and (apart := name_and_unit(name, recognised=False)):
        name, unit = apart
    when = find_date(entry.date, year) if entry.date else None
    item = Item(
        name=name,
        value=value,
        page=1,
        box=None,
        confidence=UNTOLD,
        verified=False,
        unit=bare_unit(unit) or None,
        reference_range=reference or None,
        flag=flag,
        effective=when.iso if when else None,
        certainty=certainty_of(value) if kind is DocumentType.NARRATIVE and concludes(name) else None,
    )
    return unit_off_name(item)


def _cleaned(text: str, language: str, *, ends: bool = True) -> str:
    """As printed, one width of digits; on a Japanese page with Japanese forms of characters."""
    text = printed(japanese_forms(text) if language == "ja" else text)
    return _BULLETS.sub("", text) if ends else text.rstrip("。") if len(text) > _SENTENCE else text


def _taken_apart(value: str, flag: Flag | None, unit: str) -> tuple[str, Flag | None, str]:
    """`12.5 H mg/dL` as value, mark and unit; a mark or unit that is said by itself stays."""
    if len(value) > _SENTENCE:
        return value, flag, unit
    for take in (leading_mark, trailing_mark):
        mark, rest = take(value)
        if mark is not None and rest.strip():
            value, flag = rest.strip(), flag or mark
    read = parse_value(value)
    if read is None:
        return value, flag, unit
    return read.text, flag or read.flag, unit or (read.unit or "")


def _letter(text: str) -> Flag | None:
    if fold(text) == "a":  # the interchange shape's own word for an unspecific mark
        return Flag.ABNORMAL
    letter = letter_of(text) if text else ""
    return Flag(letter) if letter in ("S", "I", "R") else None
