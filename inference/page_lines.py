"""Lines of a page and where a value stands on them: what verification looks things up in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from inference.readable import PageWords, fold, fold_value
from inference.structure.analytes import blurred
from inference.structure.geometry import Row, Token, row_y, rows_of, tokens_of
from inference.structure.leaders import leaders_cut
from inference.structure.units import is_unit

_FEWEST_WORDS = 2
_LEADER = re.compile(r"[.‥…・･·⋅⋯_]{3,}")
_AROUND_NAMES = ":;・*■□◆◇●○▪•※▶>＊.…"
_UNIT_BEHIND = re.compile(r"(.+?)[(（\[［]([^()（）]{1,16})[)）\]］]")
_DOT = re.compile(r"[.‥…・･·⋅⋯_]+")
_RUN_GAP = 1.0  # line heights between words of one value


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words, its height on the page (pixels of the level page) and its folded text."""

    row: Row
    y: float
    text: str  # folded
    pairs: frozenset[str]  # of neighbouring characters, look-alikes made one
    spelt: tuple[str, ...] = ()  # each word blurred, without what is printed around names
    bare: tuple[str, ...] = ()  # the same without a unit in brackets behind it: `eGFR(mL/min)`


@dataclass(frozen=True, slots=True)
class Match:
    """Where a value stands."""

    tokens: tuple[Token, ...]
    y: float
    whole: bool  # the value is all that its words say


def lines_of(page: PageWords) -> list[Line]:
    """The page's lines, top to bottom, without leaders between names and values."""
    lines = []
    for row in map(_without_leaders, rows_of(leaders_cut(tokens_of(page)))):
        if not row:
            continue
        text = fold("".join(t.text for t in row))
        spelt = tuple(_spelt(t.text) for t in row)
        bare = tuple(_spelt(without_unit(t.text)) for t in row)
        lines.append(Line(row, row_y(row), text, pairs_of(blurred(text)), spelt, bare))
    return lines


def _spelt(text: str) -> str:
    return blurred(fold(text)).strip(_AROUND_NAMES)


def without_unit(text: str) -> str:
    """A word without a unit in brackets behind it."""
    match = _UNIT_BEHIND.fullmatch(text)
    return match[1] if match and is_unit(match[2], in_unit_column=True) else text


def _without_leaders(row: Row) -> Row:
    """A line without leaders, be they one word or many (`. . . .`)."""
    dots = [_DOT.fullmatch(t.text) is not None for t in row]
    return tuple(
        token
        for n, token in enumerate(row)
        if not _LEADER.fullmatch(token.text)
        and not (dots[n] and any(dots[max(n - 1, 0) : n] + dots[n + 1 : n + 2]))
    )


def pairs_of(text: str) -> frozenset[str]:
    """Neighbouring characters of a folded text, the text itself where it is one character."""
    return frozenset(text[i : i + 2] for i in range(len(text) - 1)) or frozenset((text,))


def name_share(name: str, line: Line) -> float:
    """How much of a blurred name a line shows, 0 to 1; one letter (`K`) must stand as a word of its own."""
    if len(name) == 1:
        return float(any(_alone(name, blurred(fold(token.text))) for token in line.row))
    wanted = pairs_of(name)
    return len(wanted & line.pairs) / len(wanted)


def shows_whole(name: str, line: Line) -> bool:
    """Whether neighbouring words of the line spell a blurred name and nothing else (`LDL`, not that of `LDL/HDL`)."""
    return bool(runs_spelling(name, line))


def runs_spelling(name: str, line: Line) -> list[tuple[int, int]]:
    """Where neighbouring words of the line spell a blurred name and nothing else: first word and the one behind."""
    found = []
    for start in range(len(line.spelt)):
        spelt = ""
        for end in range(start, len(line.spelt)):
            if name in (spelt + line.spelt[end], spelt + line.bare[end]):
                found.append((start, end + 1))
            spelt += line.spelt[end]
            if not name.startswith(spelt):
                break
    return found


def _alone(letter: str, text: str) -> bool:
    return any(
        c == letter and not text[max(at - 1, 0) : at].isalnum() and not text[at + 1 : at + 2].isalnum()
        for at, c in enumerate(text)
    )


def pitch(lines: Sequence[Line]) -> float:
    """Median distance of neighbouring lines; 0 for fewer than two."""
    steps = sorted(b.y - a.y for a, b in pairwise(lines))
    return steps[len(steps) // 2] if steps else 0.0


_MISTAKEN = str.maketrans("oil|", "0111")
"""Letters (folded) that recognition gives for digits. Digits are never taken for other digits."""


def matches(value: str, line: Line, *, parts: bool = False, mistaken: bool = False) -> list[Match]:
    """Where the value stands whole on a line; with `parts` also as one part of a composite (`128` of `128/76`).

    `mistaken`: letters of the line that look like digits count as those (`1O.5` for 10.5, `l2` for 12).
    """
    key = fold_value(value)
    if not key or (mistaken and not _ALL_NUMBER.fullmatch(key)):
        return []
    found = []
    for run in runs_of(line.row):
        text, owners = "", []
        for token in run:
            folded = fold_value(token.text)
            folded = folded.translate(_MISTAKEN) if mistaken and _ONE_DIGIT.search(folded) else folded
            text += folded
            owners += [token] * len(folded)
        for match in re.finditer(re.escape(key), text):
            start, end = match.span()
            if _cuts_a_number(text, start, end, owners, parts):
                continue
            tokens = tuple(dict.fromkeys(owners[start:end]))
            found.append(Match(tokens, line.y, fold_value("".join(t.text for t in tokens)) == key))
    return found or _word_by_word(value, line)


def _word_by_word(value: str, line: Line) -> list[Match]:
    """Where the words of a value (`60 45 30`) stand one after another, however far apart."""
    words = [fold_value(word) for word in value.split()]
    if len(words) < _FEWEST_WORDS or not all(words):
        return []
    printed = [fold_value(token.text) for token in line.row]
    size = len(words)
    return [
        Match(line.row[at : at + size], line.y, True)
        for at in range(len(printed) - size + 1)
        if printed[at : at + size] == words
    ]


def runs_of(row: Row) -> list[list[Token]]:
    """Words of a line that stand close enough to say one value."""
    runs: list[list[Token]] = []
    for token in row:
        if runs and token.x0 - runs[-1][-1].x1 <= _RUN_GAP * min(token.height, runs[-1][-1].height):
            runs[-1].append(token)
        else:
            runs.append([token])
    return runs


_ALL_NUMBER = re.compile(r"[<>=+\-]*\d+(?:\.\d+)?")
_ONE_DIGIT = re.compile(r"\d")
_NUMERIC = re.compile(r"[\d.,]")
_TIGHT = re.compile(r"[<>=±+\-~]")


def _cuts_a_number(text: str, start: int, end: int, owners: Sequence[Token], parts: bool) -> bool:
    """Whether the match is only part of a longer number, or leaves off a sign or comparator before it."""
    first, last = text[start], text[end - 1]
    if start and _NUMERIC.match(first):
        before = text[start - 1]
        same = owners[start - 1] is owners[start]
        if _NUMERIC.match(before) and (same or before == "." or first == "."):
            return True
        if _TIGHT.match(before) and before not in "+~" and not _label_ends(text[:start]):
            return True
        if before in "~" and same:
            return True
    if end < len(text) and _NUMERIC.match(last):
        after = text[end]
        same = owners[end] is owners[end - 1]
        if _NUMERIC.match(after) and (same or after in ".,"):
            return True
        if same and after in "-~+:^e":
            return True
        if same and after == "/" and text[end + 1 : end + 2].isdigit() and not parts:
            return True
    return False


def _label_ends(before: str) -> bool:
    """`EF=` before a number is a label's end, `<=` a comparator."""
    return before.endswith("=") and not before.endswith(("<=", ">="))
