"""What a value's name may mean, or was said to mean, ready to be shown and decided on."""

from __future__ import annotations

from dataclasses import dataclass

from mappers.item_codes import ChosenFor, Proposal
from mappers.model import Item
from mappers.terminology import Place, Term
from mappers.terminology.choosing import site_row
from mappers.terminology.proposals import REASON_WORDS
from mappers.terminology.tables import terms_by_key


@dataclass(frozen=True, slots=True)
class CodeView:
    """A code of a system, what it is called there, and where it was read."""

    system: str
    code: str
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Offer:
    """One item that the name may mean. `for_site`: whether it can be said of the name wherever it stands so."""

    key: str
    name: str
    score: str
    reason: str
    codes: tuple[CodeView, ...]
    for_site: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person said that the name means; `reach` says of what."""

    name: str
    reach: str


def offers(item: Item, place: Place) -> tuple[Offer, ...]:
    """The item's proposals, best first; of tables that have changed since only what is still there."""
    known = terms_by_key()
    return tuple(_offer(p, known[p.key], item, place) for p in item.proposals if p.key in known)


def chosen_view(item: Item) -> Chosen | None:
    """What a person said of this value's name; None where nobody did."""
    if item.chosen is None:
        return None
    reach = "this value" if item.chosen.reach is ChosenFor.VALUE else "this name from now on"
    return Chosen(item.standard_name or item.chosen.key, reach)


def _offer(proposal: Proposal, term: Term, item: Item, place: Place) -> Offer:
    codes = (
        CodeView("LOINC", term.loinc, term.loinc_name, term.loinc_source),
        CodeView("JLAC10", term.jlac10, "", term.jlac10_source),
        *(
            [CodeView(term.other.system, term.other.code, term.other.name, term.other.source)]
            if term.other
            else []
        ),
    )
    return Offer(
        term.key,
        term.name_ja,
        f"{proposal.score:.2f}",
        REASON_WORDS.get(proposal.reason, proposal.reason),
        tuple(code for code in codes if code.code),
        site_row(item, place, term.key, "") is not None,
    )
