"""What may be wrong with an answer, and what is done about each: two tables.

Only an answer that ended by itself, in the form asked for, that does not run in circles and is not as long as it may
be, counts. All else is an ailment with a row of next steps; after the last one the page is given up and named.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import groupby
from types import MappingProxyType

from inference.asking.answers import AnswerWrong, NoAnswer, SaidItem, head_of, items_of
from inference.asking.question import Fault, FaultKind, Finish, Reply
from inference.asking.schema import MOST_ITEMS
from inference.readable import has_chinese_forms


class Ailment(StrEnum):
    """Why an answer is none. Stable words: they stand in warnings and metrics."""

    CUT = "cut"  # the token budget ended it
    LOOPING = "looping"  # whitespace, or the same again and again
    FULL = "full"  # the list is as long as it may be: there may be more
    EMPTY = "empty"
    PROSE = "prose"  # it describes instead of extracting
    INVALID = "invalid"  # JSON that is broken or not of the form
    FOREIGN = "foreign"  # names in Chinese on a Japanese page
    HOLLOW = "hollow"  # an empty list for a part full of what looks like results
    AWAY = "away"
    DROPPED = "dropped"
    TIMEOUT = "timeout"
    TOO_LONG = "too-long"
    REFUSED = "refused"
    BROKEN = "broken"


class Step(StrEnum):
    """What is tried next. Stable words, as above."""

    CONTINUE = "continue"  # the model goes on where it was cut
    LARGER = "larger"  # the same question with the whole token budget
    AGAIN = "again"  # the same question
    WARMER = "warmer"  # with another temperature and seed: out of the rut
    REMIND = "remind"  # with one sentence more on what was wrong
    SPLIT = "split"  # the part cut in two along its rows


RECOVERIES: Mapping[Ailment, tuple[Step, ...]] = MappingProxyType(
    {
        Ailment.CUT: (Step.CONTINUE, Step.LARGER, Step.SPLIT),
        Ailment.LOOPING: (Step.WARMER, Step.SPLIT),
        Ailment.FULL: (Step.SPLIT,),
        Ailment.EMPTY: (Step.WARMER, Step.SPLIT),
        Ailment.PROSE: (Step.REMIND, Step.WARMER),
        Ailment.INVALID: (Step.WARMER, Step.SPLIT),
        Ailment.FOREIGN: (Step.REMIND, Step.WARMER),
        Ailment.HOLLOW: (Step.WARMER,),
        Ailment.AWAY: (Step.AGAIN,),
        Ailment.DROPPED: (Step.AGAIN,),
        Ailment.TIMEOUT: (Step.AGAIN, Step.SPLIT),
        Ailment.TOO_LONG: (Step.SPLIT,),
        Ailment.REFUSED: (Step.AGAIN,),
        Ailment.BROKEN: (Step.AGAIN, Step.AGAIN),
    }
)
"""What is tried, in order, each time a part has the ailment again; halves of a split part begin anew, those
of one that was cut off with the split."""

REASONS: Mapping[Ailment, str] = MappingProxyType(
    {
        Ailment.CUT: "the model's answer was cut off each time; raise answer_tokens of the model in models.toml",
        Ailment.LOOPING: "the model repeated itself without end",
        Ailment.FULL: f"a part of the page has more than {MOST_ITEMS} values",
        Ailment.EMPTY: "the model answered nothing",
        Ailment.PROSE: "the model described the page instead of listing its values",
        Ailment.INVALID: "the model's answers were no valid JSON",
        Ailment.FOREIGN: "the model wrote names in Chinese instead of copying the page's Japanese",
        Ailment.TOO_LONG: "page and answer do not fit the model's context; raise context_tokens or lower max_pixels",
    }
)
"""Why a page was given up, for hospital IT; a fault of the server brings its own words."""

_OF_FAULT = {kind: Ailment(kind.value) for kind in FaultKind}
_WHITESPACE = re.compile(r"\s{40,}\Z|\s{200,}")
_LONGEST_PERIOD = 400
_REPEATS = 5
_SHORTEST_TAIL = 60  # characters: four numbers alike in a row are no loop
_SAME_ITEMS = 5
_FOREIGN_NAMES = 2
_MANY = 12  # what looks like results on a part of which a model says none


ACCEPTED = frozenset((Ailment.HOLLOW,))
"""Taken for an answer once nothing is left to try: a page may hold numbers that are no results. It is warned of."""


def diagnosed(
    answer: Reply | Fault, text: str, language: str, *, of_items: bool = True, results: int = 0
) -> Ailment | None:
    """What is wrong with an answer whose whole text (with what it continues) is `text`; None: nothing.

    `language` is the document's; `results`: how many the part seems to print. `of_items`: False for the first
    question, which asks for no list.
    """
    if isinstance(answer, Fault):
        return _OF_FAULT[answer.kind]
    if answer.finish is Finish.ABORTED:
        return Ailment.BROKEN
    if answer.finish is Finish.REPEATED:
        return Ailment.LOOPING
    if answer.finish is Finish.LENGTH:
        return Ailment.LOOPING if loops(text) else Ailment.CUT
    if not text.strip():
        return Ailment.EMPTY
    try:
        if not of_items:
            head_of(text)
            return None
        items = items_of(text)
    except NoAnswer:
        return Ailment.PROSE
    except AnswerWrong:
        return Ailment.LOOPING if loops(text) else Ailment.INVALID
    if not items and results >= _MANY:
        return Ailment.HOLLOW
    if any(len(list(same)) >= _SAME_ITEMS for _, same in groupby(item.content for item in items)):
        return Ailment.LOOPING
    if len(items) >= MOST_ITEMS:
        return Ailment.FULL
    return Ailment.FOREIGN if language == "ja" and is_foreign(items) else None


def loops(text: str) -> bool:
    """Whether a text ends in whitespace, or in one piece again and again."""
    if _WHITESPACE.search(text):
        return True
    tail = text[-_LONGEST_PERIOD * _REPEATS :]
    for period in range(1, len(tail) // _REPEATS + 1):
        size = max(period * _REPEATS, _SHORTEST_TAIL)
        if size <= len(tail) and tail[-size:-period] == tail[-size + period :]:
            return True
    return False


def is_foreign(items: Sequence[SaidItem]) -> bool:
    """Whether several names, or the only one, have Chinese forms of characters: no Japanese page prints those."""
    names = {item.name for item in items}
    foreign = sum(has_chinese_forms(name) for name in names)
    return foreign >= min(_FOREIGN_NAMES, len(names)) > 0
