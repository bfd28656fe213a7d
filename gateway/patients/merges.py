"""Who is who, from everything that merge messages said: pure, and the same whatever the order of arrival."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Merge:
    """One statement: `prior` is no more, `surviving` stands for it. Both are keys of patients."""

    prior: str
    surviving: str
    said_at: datetime
    seq: int  # order of arrival, where two were said at the same time
    ordinal: int = 1  # in the message


def survivors(said: Iterable[Merge]) -> dict[str, str]:
    """Who everybody named there is now.

    Chains are followed (A into B, B into C: all are C). Of two statements about one person the later holds; one that
    turns an earlier one around (A into B, later B into A) leaves A.
    """
    into: dict[str, str] = {}
    named: set[str] = set()
    for merge in sorted(said, key=lambda m: (m.said_at, m.seq, m.ordinal)):
        named |= {merge.prior, merge.surviving}
        if merge.prior == merge.surviving:
            continue
        if merge.prior in _path(into, merge.surviving):
            del into[merge.surviving]
        into[merge.prior] = merge.surviving
    return {one: _path(into, one)[-1] for one in named}


def _path(into: Mapping[str, str], key: str) -> list[str]:
    """From a person to whom it is now; there is never a circle."""
    path = [key]
    while path[-1] in into:
        path.append(into[path[-1]])
    return path
