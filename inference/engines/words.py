"""A line as read, cut into words where its characters stand farther apart than their pitch."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from inference.engines.letters import Letter
from inference.engines.spaces import kind_of
from inference.engines.spelling import spelled
from inference.engines.strips import Strip
from inference.readable import width_units
from inference.structure.units import is_unit

_SPACED_NUMBER = re.compile(r"[<>≦≧+-]?\d+(?:\. | \.)\d+")
_OPENING, _CLOSING = ("(", "（", "[", "［"), re.compile(r"[)）\]］]$")
_PER_LITRE = re.compile(r"^(I?)U[AIl|]L$")  # U/L with a thick stroke
# mmHg with a stroke of its H lost, or an m read as something else; mg and ng are no such thing
_MERCURY = re.compile(r"(?<![A-Za-z\d])(?:[^\W\d]{1,3}Hg|[mnr]{2}[hiílłI]?g|m[hiílłI]g)(?![A-Za-z\d])")
_WIDE_GAP_EM = 0.65  # gap within a recognised line that ends a word, beyond the usual pitch
_POWER = re.compile(r"(?<=\d)10(?:\^\d|[³⁴⁵⁶⁹])")  # begins a unit run against its number: `6.3110^3/μL`
_HALF_LETTER = 0.3  # of a line's height: about half a narrow character


@dataclass(frozen=True, slots=True)
class Run:
    """Part of a line: its text, how sure its reader is, and from where to where, in fractions of the line."""

    text: str
    score: float
    start: float
    end: float


def runs_of(strip: Strip, shape: float) -> tuple[Run, ...]:
    """The words of a line whose width is `shape` times its height."""
    margin = _HALF_LETTER / max(shape, _HALF_LETTER)
    groups = _units_whole(_groups(strip.letters, 2 * margin))
    if not groups:
        return ()
    last = len(groups) - 1
    runs = []
    for number, group in enumerate(groups):
        within = [letter for letter in strip.letters if group[0].at <= letter.at <= group[-1].at]
        letters = spelled(within)
        start = 0.0 if number == 0 else max(group[0].at - margin, 0.0)
        end = 1.0 if number == last else min(group[-1].at + margin, 1.0)
        score = sum(letter.score for letter in letters) / len(letters)
        runs.append(Run(_one_number("".join(letter.text for letter in letters)), score, start, end))
    return tuple(runs)


def _units_whole(groups: list[list[Letter]]) -> list[list[Letter]]:
    """`(/m in)`: a unit in brackets that a wide letter parted is one word again."""
    whole: list[list[Letter]] = []
    for group in groups:
        before = "".join(letter.text for letter in whole[-1]) if whole else ""
        text = "".join(letter.text for letter in group)
        if (
            before[:1] in _OPENING
            and not _CLOSING.search(before)
            and _CLOSING.search(text)
            and is_unit(before + text)
        ):
            whole[-1] = [*whole[-1], *group]
        else:
            whole.append(group)
    return whole


def _one_number(text: str) -> str:
    """`7. 40` without the space that was read after a point; `°℃` with the one ring it has; `UAL` as U/L; `mnHg`."""
    text = _MERCURY.sub("mmHg", _PER_LITRE.sub(r"\1U/L", text.replace("°℃", "℃")))
    return text.replace(" ", "") if _SPACED_NUMBER.fullmatch(text) else text


def _groups(read: Sequence[Letter], touching: float) -> list[list[Letter]]:
    """The letters of each word. Letters of one kind nearer than `touching` (of the line) that were read without a
    space between them are one word's, whatever the pitch: narrow ones (`mmol/L`, `22.8`) are read too close.
    A unit's power of ten is none of the number's before it."""
    letters = [letter for letter in read if letter.text.strip()]
    if len(letters) < 2:
        return [letters] if letters else []
    spaced = {id(b) for a, b in pairwise(read) if not a.text.strip()}
    pitch = [(width_units(a.text) + width_units(b.text)) / 4 for a, b in pairwise(letters)]
    steps = [b.at - a.at for a, b in pairwise(letters)]
    em = median(step / usual for step, usual in zip(steps, pitch, strict=True))
    text = "".join(letter.text[:1] for letter in letters)
    powers = {match.start() for match in _POWER.finditer(text)}
    groups = [[letters[0]]]
    for at, (letter, step, usual) in enumerate(zip(letters[1:], steps, pitch, strict=True), 1):
        before = kind_of(groups[-1][-1].text)
        touches = step < touching and before and before == kind_of(letter.text) and id(letter) not in spaced
        wide = em > 0 and step > usual * em + _WIDE_GAP_EM * em and not touches
        if wide or at in powers:
            groups.append([letter])
        else:
            groups[-1].append(letter)
    return groups
