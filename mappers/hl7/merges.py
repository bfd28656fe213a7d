"""Merges of patients in ADT messages: which number is no more, and which stands for it (HL7 v2.5 §3.3.18, .34, .36,
.40, .47; MRG §3.4.9).

A40 (and A18, A34, A36, which say the same of older versions) names the surviving patient in PID and the prior one in
the MRG that follows; A47 changes a number, which comes to the same. An A40 may hold several such pairs.
"""

from __future__ import annotations

from dataclasses import dataclass

from mappers.hl7.envelope import identity, numbers
from mappers.hl7.message import Hl7Message, Segment
from mappers.hl7.values import iso_time
from mappers.model import PatientIdentity

MERGES = frozenset({"ADT^A18", "ADT^A34", "ADT^A36", "ADT^A40", "ADT^A47"})
"""Message types that say that one patient number stands for another."""

UPDATES = frozenset({"ADT^A08", "ADT^A31"})
"""Message types that say of a person what changed (§3.3.8, §3.3.31)."""

UNLINKS = frozenset({"ADT^A37"})
"""Message types that say that two linked numbers are two people (§3.3.37)."""


@dataclass(frozen=True, slots=True)
class SaidMerge:
    """One pair: the numbers of `prior` are no more, `surviving` has them now."""

    prior: PatientIdentity
    surviving: PatientIdentity


def merges(msg: Hl7Message) -> tuple[SaidMerge, ...]:
    """The pairs of a message in its order; a PID without MRG behind it, or an MRG without number, makes none."""
    found = []
    pid: Segment | None = None
    for segment in msg.segments:
        if segment.name == "PID":
            pid = segment
        elif segment.name == "MRG" and pid is not None:
            prior = _prior(segment)
            if prior.id:
                found.append(SaidMerge(prior, identity(pid)))
    return tuple(found)


def people(msg: Hl7Message) -> tuple[PatientIdentity, ...]:
    """Everybody with a number whom a message names, in its order: an A37 has two PIDs."""
    return tuple(one for pid in msg.all("PID") if (one := identity(pid)).id)


def merge_time(msg: Hl7Message) -> str | None:
    """When it was so: EVN-2, else MSH-7; ISO 8601."""
    evn = msg.first("EVN")
    return (iso_time(evn.get(2)) if evn else None) or iso_time(msg.header.get(7))


def _prior(mrg: Segment) -> PatientIdentity:
    """MRG-1, in old messages MRG-4: a list of numbers, the hospital's own first as in PID-3."""
    found = numbers(mrg, 1) or numbers(mrg, 4)
    first = found[0] if found else None
    return PatientIdentity(
        id=first.id if first else "",
        assigning_authority=first.assigning_authority if first else "",
        numbers=found,
    )
