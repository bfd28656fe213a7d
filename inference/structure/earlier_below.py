"""Earlier results in lines of their own, each under the result of today that it was.

CA19-9            20.0 U/mL
   2025/02/09     14.1 U/mL
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from inference.readable import has_letters
from inference.structure.dates import find_date, is_date
from inference.structure.geometry import Row, join
from inference.structure.heading_words import Role, role_of
from inference.structure.sequences import RowParts, parts_of_row

_REACH = 6.0  # line heights that a result may stand aside of the one above it
_LONGEST = 4  # tokens of a date
_EDGES = "()（）[]［］:： 　・"
_WITH_DATE = re.compile(r"(\D+)[(（\[](.+)[)）\]][:：]?")


@dataclass(frozen=True, slots=True)
class EarlierResult:
    """An earlier result: its parts under the name above, its time where it is printed, else the word before it."""

    parts: RowParts
    effective: str | None
    label: str  # `前回`; "" where there is a date


def earlier_of(row: Row, over: RowParts, year: int | None) -> EarlierResult | None:
    """The result of a line that begins with a date, the word for earlier ones or both, and goes on with one result
    below the one over it; None for any other line."""
    label, day, at = _lead_of(row, year)
    name = next((t for t in over.name if has_letters(t.text)), over.name[0])
    if not at or at == len(row) or row[0].x0 < over.name[0].x0 - name.height or row[at].x0 <= name.x0:
        return None
    end = next(
        (n for n in range(at + 1, len(row)) if label and is_date(join(row[n:]).strip(_EDGES), year)), None
    )
    if end is not None:
        found = find_date(join(row[end:]).strip(_EDGES), year)
        label, day = "", found.iso if found else ""
    made = parts_of_row((name, *row[at:end]))
    if len(made) != 1 or made[0].name != (name,):
        return None
    parts = made[0]
    aside = max(parts.value[0].x0 - over.value[-1].x1, over.value[0].x0 - parts.value[-1].x1)
    if aside > _REACH * name.height:
        return None
    return EarlierResult(replace(parts, name=over.name), day or None, label)


def _lead_of(row: Row, year: int | None) -> tuple[str, str, int]:
    """The word for earlier results (where no date stands by it) and the date that a line begins with, each "" where it
    has none, and the number of tokens that say so."""
    match = _WITH_DATE.fullmatch(row[0].text)
    if match and role_of(match[1]) is Role.PREVIOUS and is_date(match[2], year):
        found = find_date(match[2], year)
        return "", found.iso if found else "", 1
    label = row[0].text.strip(_EDGES)
    at = int(role_of(label) is Role.PREVIOUS)
    for end in range(min(len(row), at + _LONGEST), at, -1):
        text = join(row[at:end]).strip(_EDGES)
        found = find_date(text, year) if is_date(text, year) else None
        if found is not None:
            return "", found.iso, end
    return (label, "", 1) if at else ("", "", 0)
