"""The kinds of destination: what each is sent, who sends it, and what `kartebridge check` looks at.

A new kind is a settings class (`gateway.settings_destinations`) and a branch in each function here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from pydantic import SecretStr

from gateway.deliver.answer import Client
from gateway.deliver.fhir import FhirClient
from gateway.settings import read_secret
from gateway.settings_destinations import AnyDestination, FhirDestination
from mappers import fhir


def client(destination: AnyDestination) -> Client:
    """What sends to the destination. Raises SiteError where a file that it names cannot be read."""
    return FhirClient(destination)


def bodies(
    destination: AnyDestination, inp: fhir.MappingInput, mapped: fhir.FhirResults
) -> tuple[bytes, ...]:
    """One document's results as the destination takes them: each goes out as these bytes, in this order."""
    return _bundles(destination, inp, mapped)


def looks(destination: AnyDestination) -> Iterator[Callable[[], object]]:
    """What `kartebridge check` tries, without contacting anybody. Each raises SiteError that names the key."""
    if destination.bearer_token_file:
        key = f"destinations.{destination.name}.bearer_token_file"
        yield partial(read_secret, destination.bearer_token_file, key)
    # Whether the certificate authority can be read, whatever is wrong with the token.
    no_token = {"bearer_token_file": None, "bearer_token": SecretStr("")}
    yield partial(_opens, destination.model_copy(update=no_token))
    yield partial(_opens, destination)


def _opens(destination: AnyDestination) -> None:
    client(destination).close()


def _bundles(
    destination: FhirDestination, inp: fhir.MappingInput, mapped: fhir.FhirResults
) -> tuple[bytes, ...]:
    """One Bundle, or several where the server takes only so many entries: what is referred to goes first."""
    if destination.profile:
        mapped = fhir.in_guide(inp, mapped, fhir.Guide(destination.profile))
    size = destination.max_entries or len(mapped.resources)
    return tuple(
        fhir.dumps(fhir.transaction(mapped.resources[start : start + size], inp.site.base_url)).encode()
        for start in range(0, len(mapped.resources), size)
    )
