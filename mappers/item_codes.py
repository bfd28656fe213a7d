"""What an item's name may mean besides its LOINC code: codes of other systems, proposals, and what a person chose."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Coding:
    """A code of a system, as FHIR's Coding."""

    system: str  # URI
    code: str
    display: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An item that an uncoded name may mean. For a person to look at: never posted as a code."""

    key: str  # of mappers/terminology/items.csv
    name: str
    score: float  # 0..1; not a probability: it orders proposals
    reason: str  # what keeps it from being certain, in a word


class ChosenFor(StrEnum):
    """How far a person's choice reaches."""

    VALUE = "value"  # this value alone
    SITE = "site"  # the name wherever it stands so: a row of the hospital's own master


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person said that a name means. Its codes are said to be chosen by a user."""

    key: str  # of mappers/terminology/items.csv
    reach: ChosenFor
