"""The person burnt into a picture's corner: id, name, sex and birth date under each other, without labels.

    06697730
    武田 勝
    1933/07/16 M
    2025/10/03 CHEST PA     <- ends the block

An `ID:` may stand before the id. Only on pages of few words, where nothing else can look like it. An id with a name
right under or over it is not enough: a sex, a date of birth or a name of two words must stand with them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from inference.structure.announced import sex_word
from inference.structure.dates import FoundDate, find_date
from inference.structure.geometry import Row, cells_of, join, row_y
from inference.structure.labels import Label
from inference.structure.unlabelled import id_alone, name_alone

MOST_WORDS = 40
_CELL_GAP = 1.6  # line heights
_PITCH = 2.6  # line heights from a line of a block to the next
_ALIGNED = 1.0  # line heights that lines may differ at the edge they are set at
_SEX = re.compile(r"\s*[(（/]?\s*(?:男性?|女性?|[MF]|male|female)\s*[)）]?\s*", re.IGNORECASE)
_ID_LABEL = re.compile(
    r"^\s*(?:(?:patient\s?)?id|患者\s?id)\s*(?:[:：]\s*|\s(?=[A-Z]{0,3}\d))", re.IGNORECASE
)
_AGE = re.compile(r"\s*[(（]?\s*\d{1,3}\s?(?:歳|才|y(?:rs?|ears?)?|Y)\s*[)）]?\s*", re.IGNORECASE)


def told_in_corners(rows: Sequence[Row]) -> dict[Label, str]:
    """What the block of a page tells that names a person, {} where none does."""
    cells = [cell for row in rows for cell in cells_of(row, _CELL_GAP)]
    dates = [date for cell in cells if (date := find_date(join(cell))) is not None]
    for block in _blocks(cells):
        found = _told(block, dates)
        if found:
            return found
    return {}


def _blocks(cells: Sequence[Row]) -> list[list[str]]:
    """The texts of lines that stand under each other, left or right edges in line."""
    blocks: list[list[Row]] = []
    for cell in sorted(cells, key=row_y):
        height = cell[0].height
        for block in blocks:
            last = block[-1]
            edges = min(abs(last[0].x0 - cell[0].x0), abs(last[-1].x1 - cell[-1].x1))
            below = 0.4 * height < row_y(cell) - row_y(last) <= _PITCH * height
            if below and edges <= _ALIGNED * height:
                block.append(cell)
                break
        else:
            blocks.append([cell])
    return [[join(cell) for cell in block] for block in blocks]


def _told(lines: Sequence[str], dates: Sequence[FoundDate]) -> dict[Label, str]:
    found: dict[Label, str] = {}
    for line in lines:
        parts = _parts(line, dates)
        if parts is None and found:
            break
        for label, value in (parts or {}).items():
            found.setdefault(label, value)
    traits = (Label.SEX in found) + (Label.BIRTH in found) + (" " in found.get(Label.NAME, ""))
    return found if Label.ID in found and Label.NAME in found and traits else {}


def _parts(line: str, dates: Sequence[FoundDate]) -> dict[Label, str] | None:
    """What a line of nothing but traits of a person tells; None for any other line."""
    out: dict[Label, str] = {}
    line = _ID_LABEL.sub("", line)
    date = None if id_alone(line) else find_date(line)
    rest = line if date is None else f"{line[: date.start]} {line[date.end :]}"
    if date is not None:
        aged = bool(_AGE.search(rest) or _SEX.search(rest))
        born = "T" not in date.iso and (aged or any(date.day < other.day for other in dates))
        if not born:
            return None  # of the examination
        out[Label.BIRTH] = date.day
    rest = _AGE.sub(" ", rest)
    words = rest.split()
    sexes = [word for word in words if _SEX.fullmatch(word)]
    if len(sexes) == 1:
        out[Label.SEX] = sex_word(sexes[0].strip("()（）/")) or ""
        words = [word for word in words if word not in sexes]
    ids = [word for word in words if id_alone(word)]
    if len(ids) == 1:
        out[Label.ID] = ids[0]
        words = [word for word in words if word not in ids]
    if words:
        name = name_alone([word.removesuffix(",") for word in words])
        if name is None:
            return None
        out[Label.NAME] = " ".join(words) if words[0].endswith(",") else name
    return out
