"""What a token may do with which resource types: SMART App Launch 2.0 system scopes, and the v1 words for them.

    system/Observation.rs    read and search Observations        (v1: system/Observation.read)
    system/*.rs              read and search every type
    system/Subscription.crud create, read, change and end subscriptions
    system/AuditEvent.rs     read and search the record of who was given what; `*` does not cover it

Letters stand in the order c r u d s (create, read, update, delete, search). Scopes narrowed by a search
(`system/Observation.rs?category=…`) are refused rather than taken for wider than they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

_SCOPE = re.compile(r"system/(\*|[A-Z][A-Za-z]{1,39})\.(read|write|\*|c?r?u?d?s?)")
_V1 = {"read": "rs", "write": "cud", "*": "cruds"}


class May(StrEnum):
    """An interaction, by its letter in a scope."""

    CREATE = "c"
    READ = "r"
    UPDATE = "u"
    DELETE = "d"
    SEARCH = "s"


@dataclass(frozen=True, slots=True)
class Scopes:
    """What somebody may do; `EVERYTHING` for the gateway's own token and for people at the console."""

    allowed: frozenset[tuple[str, May]]

    def allow(self, kind: str, may: May) -> bool:
        """Whether this interaction with this type is among them."""
        return (kind, may) in self.allowed or (kind not in NAMED and ("*", may) in self.allowed)


NAMED = ("AuditEvent",)
"""Types that a scope must name: who reads results is not thereby to see who else does."""

EVERYTHING = Scopes(frozenset((kind, may) for may in May for kind in ("*", *NAMED)))


def parse(texts: Iterable[str]) -> Scopes:
    """The scopes written so. Raises ValueError for one that is none of the forms above."""
    allowed: set[tuple[str, May]] = set()
    for text in texts:
        found = _SCOPE.fullmatch(text)
        if found is None or not found.group(2):
            raise ValueError(
                f"{text!r} is no scope: write system/TYPE.LETTERS with letters of cruds in this order, for example "
                "system/Observation.rs or system/*.rs"
            )
        kind, letters = found.groups()
        allowed |= {(kind, May(letter)) for letter in _V1.get(letters, letters)}
    return Scopes(frozenset(allowed))
