"""Findings to FHIR on one core: Observations a second as resources, as the text that is sent, and validated."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence

from bench.readings import inputs
from mappers.fhir import FhirResults, Guide, MappingInput, dumps, results
from mappers.fhir.identity import derive
from mappers.fhir.validation import validate


def documents(at_most: int | None = None) -> list[MappingInput]:
    """The benchmark's documents, read before the clock runs."""
    return list(inputs(Guide.JP_CORE_1_1_2))[:at_most]


def mapped(inp: MappingInput) -> FhirResults:
    """The resources and the Bundle."""
    return results(inp)


def written(inp: MappingInput) -> FhirResults:
    """With the Bundle's text."""
    made = results(inp)
    dumps(made.bundle)
    return made


def validated(inp: MappingInput) -> FhirResults:
    """With each resource validated. Raises RuntimeError at the first mistake: a rate of wrong resources is none."""
    made = results(inp)
    for resource in made.resources:
        if found := validate(resource):
            raise RuntimeError(f"{resource['resourceType']}: {found[0]}")
    return made


def observations_per_s(
    work: Callable[[MappingInput], FhirResults], documents: Sequence[MappingInput], rounds: int
) -> float:
    """Median of the rounds, in seconds of this process's CPU; a round before them warms up what is made once.

    Ids are remembered between results of one document, so each round begins with none remembered.
    """
    rates = []
    for turn in range(rounds + 1):
        derive.cache_clear()
        gc.collect()
        begun = time.process_time()
        made = sum(len(work(inp).observation_ids) for inp in documents)
        if turn:
            rates.append(made / (time.process_time() - begun))
    return statistics.median(rates)
