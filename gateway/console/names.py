"""The names' page: doubtful names of the documents that came last, by frequency, each with its newest value."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Engine

from gateway.store.names import Seen, latest_without_loinc
from gateway.uncoded import Name, uncoded
from mappers.terminology import SiteMaster
from mappers.terminology.proposals import REASON_WORDS

MESSAGES = 500
"""So many messages are looked at, the latest: thirty uncoded values each take 0.3 s of a core."""
SHOWN = 100


@dataclass(frozen=True, slots=True)
class NameRow:
    """A doubtful name: no value, no patient. `url` is its newest value's place on its message's page."""

    name: str
    unit: str
    specimen: str
    document_type: str
    values: int
    documents: int
    may_mean: tuple[tuple[str, str, str], ...]  # name, score, reason
    url: str


@dataclass(frozen=True, slots=True)
class NamesView:
    """The page. `more`: doubtful names beyond those shown; `text`: names that nothing is near to."""

    rows: tuple[NameRow, ...]
    more: int
    text: int


def names_view(engine: Engine, site: SiteMaster | None) -> NamesView:
    """What is doubtful by today's tables and the hospital's master, most frequent first."""
    values: Counter[Name] = Counter()
    newest: dict[Name, Seen] = {}
    holding: dict[Name, set[tuple[str, int]]] = {}
    for seen in latest_without_loinc(engine, of_messages=MESSAGES):
        name = uncoded(seen.item, seen.document_type, site)
        if name is not None:
            values[name] += 1
            newest.setdefault(name, seen)
            holding.setdefault(name, set()).add((seen.message_id, seen.document))
    doubtful = sorted((n for n in values if n.proposals), key=lambda n: (-values[n], n.name))
    return NamesView(
        tuple(_row(n, values[n], len(holding[n]), newest[n]) for n in doubtful[:SHOWN]),
        max(len(doubtful) - SHOWN, 0),
        len(values) - len(doubtful),
    )


def _row(name: Name, values: int, held_by: int, seen: Seen) -> NameRow:
    return NameRow(
        name.name,
        name.unit,
        name.specimen,
        name.document_type,
        values,
        held_by,
        tuple((p.name, f"{p.score:.2f}", REASON_WORDS.get(p.reason, p.reason)) for p in name.proposals),
        f"/messages/{seen.message_id}#v-d{seen.document}-{seen.ordinal}",
    )
