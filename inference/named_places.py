"""Values whose name does not stand on their line: under a column's heading, in a block, over several lines.

血圧 収縮期    `128` of the `128/76` that stands at 血圧: what splitting a composite adds is not printed
閾値 RA        RA on the value's line or above it, 閾値 over its column or in a line above
脈拍           over the column of a chart that has times down
診断           a statement over several lines, anywhere under its heading
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from inference.page_lines import Line, Match, matches, name_share, runs_of, shows_whole
from inference.readable import fold, fold_value
from inference.structure.analytes import blurred
from inference.structure.geometry import Token, join
from inference.structure.narrative_blocks import concludes
from mappers.model import Item

_SHARE = 0.6  # of a word's character pairs that a line or heading must show
_SIDE = 1.5  # heights by which a heading may stand beside its column
_FAR_SIDE = 4.0  # the same for the nearest heading, where none is over it
_STATEMENT = 8  # characters with letters that make a value a statement, found by itself
_PARTS = frozenset(map(fold, ("収縮期", "拡張期", "systolic", "diastolic", "パルス幅", "pulse", "width")))
"""What names of split composites add; not printed at the value."""


def in_columns(item: Item, lines: Sequence[Line]) -> list[Match]:
    """Where the value stands with each word of its name on its line, over its column, or in lines above.

    At least one word must be on the line or over the column.
    """
    words = [w for w in re.split(r"\s+", item.name) if w]
    own = [w for w in words if fold(w) not in _PARTS]
    split = 0 < len(own) < len(words)
    printed = [blurred(w) for w in own or words]
    whole = {word: {id(line) for line in lines if shows_whole(word, line)} for word in printed}
    found = []
    for place, line in enumerate(lines):
        for match in matches(item.value, line, parts=split):
            if _is_named(whole, match, line, lines[:place]):
                found.append(match)
    return found


def _is_named(whole: Mapping[str, set[int]], match: Match, line: Line, above: Sequence[Line]) -> bool:
    """`whole`: each word of the name, and the lines (by id) that show it whole; where there are any, a line that only
    resembles it is another one's."""
    near = False
    for word, shown in whole.items():

        def shows(other: Line, word: str = word, shown: set[int] = shown) -> bool:
            return id(other) in shown or (not shown and name_share(word, other) >= _SHARE)

        here = shows(line) or _over(word, match, above)
        near = near or here
        if not here and not any(shows(other) for other in above):
            return False
    return near


def _over(word: str, match: Match, above: Sequence[Line]) -> bool:
    """Whether a line above shows the word over the match's column, or in a heading that reaches over it."""
    first, last = match.tokens[0], match.tokens[-1]
    side = _SIDE * first.height
    for line in above:
        column = [t for t in line.row if t.x1 > first.x0 - side and t.x0 < last.x1 + side]
        if column and word in blurred(fold("".join(t.text for t in column))):
            return True
        runs = runs_of(line.row)
        heads = [run for run in runs if any(t in column for t in run)]
        if not heads:  # numbers set right of a short heading
            nearest = min(runs, key=lambda run: _apart(run, match))
            heads = [nearest] if _apart(nearest, match) <= _FAR_SIDE * first.height else []
        if any(word in blurred(fold("".join(t.text for t in run))) for run in heads):
            return True
    return False


def _apart(run: Sequence[Token], match: Match) -> float:
    return max(run[0].x0 - match.tokens[-1].x1, match.tokens[0].x0 - run[-1].x1, 0.0)


def statements(item: Item, lines: Sequence[Line]) -> list[Match]:
    """Where a value of several words stands, over one line or more, on a page that shows its name.

    A short one (`肺気腫`) is a statement only under a heading that concludes: any other name has its own line.
    """
    key = fold_value(item.value)
    if not any(c.isalpha() for c in key) or (len(key) < _STATEMENT and not concludes(item.name)):
        return []
    name = blurred(item.name.split(" ")[0])
    if not any(name_share(name, line) >= _SHARE for line in lines):
        return []
    found = []
    for place, line in enumerate(lines):
        for start in range(len(line.row)):
            tokens = _read_on(key, line.row[start:], lines[place + 1 :])
            if tokens:
                found.append(Match(tuple(tokens), line.y, True))
    return found


def _read_on(key: str, row: Sequence[Token], below: Sequence[Line]) -> list[Token]:
    """The tokens that spell the key, beginning with this row's first and going on in lines below, or []."""
    text = fold_value(row[0].text)
    at = text.find(key[: max(1, min(4, len(text)))])
    if at < 0:
        return []
    left = key
    used: list[Token] = []
    rest, first = list(row), text[at:]
    lines = list(below)
    while left:
        for token in rest:
            piece = first or fold_value(token.text)
            first = ""
            if left.startswith(piece):
                used.append(token)
                left = left[len(piece) :]
            elif piece.startswith(left):
                used.append(token)
                left = ""
            else:
                break
            if not left:
                return used
        if not used:
            return []
        rest = []
        while lines and not rest:
            rest = _continuation(left, lines.pop(0), used)
        if not rest:
            return []
    return used


def _continuation(left: str, line: Line, used: Sequence[Token]) -> list[Token]:
    """The tokens of a line, from the one that goes on with the key."""
    if line.y - used[-1].y > 4 * used[-1].height:
        return []
    for start, token in enumerate(line.row):
        piece = fold_value(join([token]))
        if piece and (left.startswith(piece) or piece.startswith(left)):
            return list(line.row[start:])
    return []
