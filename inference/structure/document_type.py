"""What a document is, from its words. OTHER where nothing says, so that no table is read as what it is not."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from inference.readable import PageWords, japanese_share
from inference.structure.evidence import Evidence, gather, known_names
from inference.structure.geometry import rows_of, tokens_of
from inference.structure.headers import headings_of
from inference.structure.heading_words import Role
from inference.structure.readers import READERS
from mappers.model import DocumentType

_TITLE_WEIGHT = 1.2
_HALF = 3.0  # names known at which the body counts half
_ENOUGH = 5.0  # names known at which being first among the types counts fully
_FIRST = 0.5
_SEVERAL = 3.0  # names of another type that make a title doubtful over a body with none of its own
_EMPTY = 0.5
_HEADED_ONCE = 1.0  # headings of a narrative: with fewer, nothing in the body is one
_FEW_HEADINGS = (
    0.2  # of the names of another type: a heading or two beside a chart's parameters make no report
)
_HEADED = 0.3
_LEAST = 0.55  # below, the document is OTHER
_FEWEST_NAMES = 1.0  # of a table that say its type, a name of several types counting less
_CLOSE = 0.35  # types within this of the best are candidates


@dataclass(frozen=True, slots=True)
class Candidate:
    """A type and how much speaks for it; weights are comparable within a document only."""

    kind: DocumentType
    weight: float
    known: float  # names of its vocabulary in the body


def candidates(pages: Sequence[PageWords]) -> tuple[Candidate, ...]:
    """Types the document may be, most likely first, none far behind the first; () where nothing says."""
    evidence = gather(pages)
    ranked = sorted(
        (Candidate(kind, _weight(kind, evidence, pages), evidence.words.get(kind, 0.0)) for kind in READERS),
        key=lambda c: -c.weight,
    )
    if not ranked or ranked[0].weight < _LEAST:
        return ()
    return tuple(c for c in ranked if c.weight >= ranked[0].weight - _CLOSE)


def _weight(kind: DocumentType, evidence: Evidence, pages: Sequence[PageWords]) -> float:
    known = evidence.words.get(kind, 0.0)
    most = max(evidence.words.values(), default=0.0)
    title = evidence.titles.get(kind, 0.0)
    if kind is DocumentType.DEVICE_REPORT and title > evidence.titles.get(DocumentType.VITALS, 0.0):
        known = max(known, evidence.words.get(DocumentType.VITALS, 0.0))  # a monitor prints what a chart does
    bare = known == 0.0 or (
        kind is DocumentType.NARRATIVE and (known < _HEADED_ONCE or known < _FEW_HEADINGS * most)
    )
    if bare and most >= _SEVERAL and kind is not DocumentType.OTHER:
        title *= _EMPTY  # `検査報告書` over another type's body, `経過記録` over a chart
    weight = _TITLE_WEIGHT * title + known / (known + _HALF)
    if most > 0.0:
        weight += _FIRST * known / most * min(most / _ENOUGH, 1.0)
    if kind is DocumentType.LAB_REPORT and _has_result_table(pages):
        weight += _HEADED
    return weight


def _has_result_table(pages: Sequence[PageWords]) -> bool:
    """Whether a heading row of results stands somewhere, as most laboratories print it."""
    for page in pages:
        for row in rows_of(tokens_of(page)):
            roles = {h.role for h in headings_of(row, 2000)}
            if roles & {Role.VALUE, Role.DATED} and roles & {Role.UNIT, Role.RANGE}:
                return True
    return False


def kind_of_names(names: Sequence[str], kinds: Collection[DocumentType]) -> DocumentType | None:
    """The one of some types whose vocabulary has most of a table's names, None where hardly any is known."""
    known = known_names(names)
    best = max(kinds, key=lambda kind: (known.get(kind, 0.0), kind))
    return best if known.get(best, 0.0) >= _FEWEST_NAMES else None


def language_of(pages: Sequence[PageWords]) -> str:
    """`ja` where more than a twentieth of the letters are kana or kanji, else `en`."""
    text = "".join(word.text for page in pages for word in page.words)
    return "ja" if japanese_share(text) > 0.05 else "en"
