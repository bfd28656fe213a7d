"""The kinds of destination: what each is sent, who sends it, and what `kartebridge check` looks at.

A new kind is a settings class (`gateway.settings_destinations`) and a branch in each function here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gateway.deliver import fhir_setup, fhir_trial
from gateway.deliver.answer import Client, Trial
from gateway.deliver.fhir import FhirClient
from gateway.settings_destinations import AnyDestination
from gateway.settings_network import Network
from mappers import fhir


def client(destination: AnyDestination, network: Network | None = None) -> Client:
    """What sends to the destination. Raises SiteError where a file that it names cannot be read.

    `network` says where an address may be that a server names while running; without it in the private networks.
    """
    return FhirClient(destination, network)


def bodies(
    destination: AnyDestination, inp: fhir.MappingInput, mapped: fhir.FhirResults
) -> tuple[bytes, ...]:
    """One document's results as the destination takes them: each goes out as these bytes, in this order."""
    return fhir_setup.bundles(destination, inp, mapped)


def looks(destination: AnyDestination) -> Iterator[Callable[[], object]]:
    """What `kartebridge check` tries, without contacting anybody. Each raises SiteError that names the key."""
    yield from fhir_setup.looks(destination)


def trial(destination: AnyDestination, network: Network) -> Trial:
    """What `kartebridge check --connect` finds at the other end; no result is sent."""
    return fhir_trial.trial(destination, network)
