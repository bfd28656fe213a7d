"""Which names stand in the documents read here, and how often: names and units, never values or patients."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Engine, select

from gateway.store.engine import reading
from gateway.store.schema import documents, findings
from mappers.model import Item, item_from_json

_BATCH = 1000

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Counted:
    """How often something was seen: rows, and documents that hold any."""

    rows: int
    documents: int


def count_without_loinc(engine: Engine, key_of: Callable[[Item, str], K | None]) -> dict[K, Counted]:
    """Findings without LOINC by what `key_of` says of an item and its document's type; None: not counted.

    Reads each once, in batches: about 80 s a million of them, and memory for the names alone.
    """
    rows: Counter[K] = Counter()
    holding: dict[K, set[str]] = {}
    query = (
        select(findings.c.document_id, findings.c.item, documents.c.document_type)
        .join(documents, documents.c.id == findings.c.document_id)
        .where(findings.c.loinc.is_(None))
        .execution_options(yield_per=_BATCH)
    )
    with reading(engine) as connection:
        for row in connection.execute(query):
            data: dict[str, Any] = row.item
            key = key_of(item_from_json(data), row.document_type)
            if key is not None:
                rows[key] += 1
                holding.setdefault(key, set()).add(row.document_id)
    return {key: Counted(count, len(holding[key])) for key, count in rows.items()}
