"""Families × numbers × noises → cases. The same seed gives the same document under every noise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from samples.generating.case import GeneratedCase, about
from samples.generating.family import Family
from samples.generating.filing import filing
from samples.generating.noise import ORDINARY, Weight, applied


@dataclass(frozen=True, slots=True)
class Plan:
    """What to generate."""

    split: str
    families: tuple[Family, ...]
    noises: tuple[str, ...]
    per_family: int
    seed: int


def cases(plan: Plan) -> Iterator[GeneratedCase]:
    """Every case of a plan, by family, number, noise."""
    for family in plan.families:
        for number in range(plan.per_family):
            for noise in plan.noises:
                yield case(family, plan.split, noise, f"{plan.seed}-{number}")


def case(family: Family, split: str, noise: str, seed: str, weight: Weight = ORDINARY) -> GeneratedCase:
    """One document of a family: drawn, filed, spoilt. A pure function of its arguments and the fonts."""
    root = f"{split}/{family.name}/{seed}"
    sheet = family.draw(Random(root))
    filed, planted = filing(sheet.truth, Random(f"{root}/filed"))
    sheet = replace(sheet, truth=replace(sheet.truth, mismatch=planted, language=family.language))
    spoilt = applied(noise, sheet, f"{root}/{noise}", weight)
    said = about(family, split, noise, seed, filed, sheet.pdf, spoilt.effects)
    return GeneratedCase(f"{family.name}-{seed}-{noise}", spoilt.file, spoilt.data, spoilt.truth, said)
