"""What an uncoded name may mean, for a person to decide: nearly a match, and why it is not one.

Scores only order proposals. What tells most against a meaning weighs most: a name that is not listed less than a
unit that the item has not.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache, lru_cache

from mappers.item_codes import Proposal
from mappers.terminology.lookup import fitting, names, unit_fits, value_fits
from mappers.terminology.place import Place, Tier, tiers
from mappers.terminology.spelling import name_key
from mappers.terminology.tables import Scale, Term

SEVERAL, WORDS, UNIT, VALUE, PLACE, SPELLING = "several", "words", "unit", "value", "place", "spelling"
"""Reasons: several items fit; words stand beside the name; unit, kind of value or specimen contradict; the
name is nearly spelt so."""

REASON_WORDS = {
    SEVERAL: "several items have this name",
    WORDS: "other words stand beside it",
    UNIT: "another unit, or none",
    VALUE: "a finding where a number belongs, or the reverse",
    PLACE: "another specimen or document",
    SPELLING: "nearly spelt so",
}

MOST = 3
_REMEMBERED = 16_384
_SCORES = {SEVERAL: 0.8, WORDS: 0.7, UNIT: 0.5, VALUE: 0.5, PLACE: 0.4}
_LEAST_ALIKE = 0.72
_SHORTEST = 4
"""Shorter names are alike by chance: `CK` and `CA`."""

_WORDS = re.compile(
    r"[\s　]*(?:前回値?|今回値?|前々回値?|初回|最新|補正値?|測定値|実測値|検査|濃度|定量|定性|値|量|数"
    r"|previous|last|result|level|count|value)$|^(?:血清|血漿|血中|全血|血液|静脈血|動脈血|serum|plasma)[\s　]*",
    re.IGNORECASE,
)


@lru_cache(maxsize=_REMEMBERED)
def proposals(name: str, place: Place, numeric: bool | None) -> tuple[Proposal, ...]:
    """At most three items that the name may mean here, best first; empty where nothing is near.

    For names without a certain meaning: a certain one would be proposed as itself.
    """
    key = name_key(name)
    where = tiers(place.specimen, place.document_type, place.header_specimen)
    found = _exact(key, where, place.unit, numeric)
    if not found:
        shorter = _without_words(name)
        if shorter != name:
            plain = _exact(name_key(shorter), where, place.unit, numeric, least=_SCORES[WORDS], reason=WORDS)
            found = [p for p in plain if p.reason == WORDS] or plain
    if not found and len(key) >= _SHORTEST:
        found = _alike(key, where, place.unit, numeric)
    return tuple(sorted(found, key=lambda p: -p.score)[:MOST])


def _exact(
    key: str,
    where: tuple[Tier, ...],
    unit: str | None,
    numeric: bool | None,
    *,
    least: float = _SCORES[SEVERAL],
    reason: str = SEVERAL,
) -> list[Proposal]:
    """Items of exactly this name: those that fit (several, or the name was shortened), else those that conflict."""
    fit = fitting(key, where, unit, numeric)
    if fit:
        return [_proposal(term, least / (1 if len(fit) == 1 else len(fit) ** 0.5), reason) for term in fit]
    index = names()
    kinds = frozenset[object]().union(*(kinds for kinds, _ in where))
    found = []
    for term in dict.fromkeys((*index.free.get(key, ()), *index.bound.get(key, ()))):
        against = _against(term, kinds, unit, numeric)
        if against is not None:
            found.append(_proposal(term, _SCORES[against], against))
    return found


def _against(term: Term, kinds: frozenset[object], unit: str | None, numeric: bool | None) -> str | None:
    """The one thing that contradicts; None where more than one does: then it is no proposal."""
    against = [
        *([PLACE] if term.specimen not in kinds else []),
        *([UNIT] if not unit_fits(term, unit) else []),
        *([VALUE] if not value_fits(term, numeric) else []),
    ]
    if not against and not unit and term.scale is Scale.QUANTITATIVE:
        against = [UNIT]  # a finding shares its name, and no unit is printed
    return against[0] if len(against) == 1 else None


def _without_words(name: str) -> str:
    """Without the words of `_WORDS`, and without what stands behind the first blank: `血糖 30分`, `LVIDd #1`."""
    before = ""
    while name != before:
        before, name = name, _WORDS.sub("", name).strip()
    if not (names().free.get(name_key(name)) or names().bound.get(name_key(name))):
        first = name.split(maxsplit=1)[0] if name else ""
        return first if names().free.get(name_key(first)) else name
    return name


def _alike(key: str, where: tuple[Tier, ...], unit: str | None, numeric: bool | None) -> list[Proposal]:
    """Items with a name that shares most pairs of neighbouring characters with this one (Dice's coefficient)."""
    wanted = _pairs(key)
    shared: Counter[str] = Counter()
    for pair in wanted:
        shared.update(_keys_by_pair().get(pair, ()))
    best: dict[str, Proposal] = {}
    for other, count in shared.items():
        likeness = 2 * count / (len(wanted) + len(_pairs(other)))
        if likeness >= _LEAST_ALIKE:
            for term in fitting(other, where, unit, numeric):
                proposal = _proposal(term, likeness * _SCORES[WORDS], SPELLING)
                if term.key not in best or best[term.key].score < proposal.score:
                    best[term.key] = proposal
    return list(best.values())


@lru_cache(maxsize=_REMEMBERED)
def _pairs(key: str) -> frozenset[str]:
    return frozenset(key[i : i + 2] for i in range(len(key) - 1))


@cache
def _keys_by_pair() -> dict[str, tuple[str, ...]]:
    index: dict[str, list[str]] = {}
    for key in (*names().free, *names().bound):
        if len(key) >= _SHORTEST - 1:
            for pair in _pairs(key):
                index.setdefault(pair, []).append(key)
    return {pair: tuple(dict.fromkeys(keys)) for pair, keys in index.items()}


def _proposal(term: Term, score: float, reason: str) -> Proposal:
    return Proposal(term.key, term.name_ja, round(score, 2), reason)


def whole(place: Place) -> Place:
    """The place without method and time, which no proposal looks at: one answer for many places."""
    return replace(place, method=None, own_time=False)
