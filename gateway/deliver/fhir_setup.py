"""What a FHIR destination's settings make: its connections, its login, the bodies it is sent."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from functools import partial

from gateway import outbound
from gateway.deliver import tls
from gateway.deliver.auth.login import Login, open_login
from gateway.deliver.http import Http
from gateway.outbound import Outbound
from gateway.settings_destinations import FhirDestination, host_of
from gateway.settings_network import Network
from mappers import fhir
from mappers.fhir import requests
from mappers.fhir.patient_reference import PatientBy, created, referring
from mappers.fhir.requests import Write


def bundles(
    destination: FhirDestination, inp: fhir.MappingInput, mapped: fhir.FhirResults
) -> tuple[bytes, ...]:
    """One Bundle, or several where the server takes only so many entries: what is referred to goes first."""
    if destination.profile:
        mapped = fhir.in_guide(inp, mapped, fhir.Guide(destination.profile))
    single = destination.interaction == "single"
    by = PatientBy(destination.patient)
    resources = referring(mapped.resources, by)
    made = requests.bundles(
        resources,
        inp.site.base_url,
        kind="batch" if single else destination.interaction,
        write=Write(destination.write),
        max_entries=0 if single else destination.max_entries,
    )
    if by is PatientBy.CREATE and destination.write == "put":
        made = tuple(part for one in made if (part := created(one, resources))["entry"])
    return tuple(fhir.dumps(bundle).encode() for bundle in made)


def open_http(destination: FhirDestination) -> Http:
    """The connections of a destination. Raises SiteError for certificates."""
    return Http(destination.timeout_s, tls.context(destination))


def log_in(destination: FhirDestination, http: Http, network: Network) -> Login:
    """The destination's login. Raises SiteError for secrets."""
    key = f"destinations.{destination.name}.auth"

    def guard(url: str) -> str:
        return outbound.mistake(Outbound(f"{key}.token_url", host_of(url)), network)

    return open_login(destination.auth, key, destination.url, http, guard)


def looks(destination: FhirDestination) -> Iterator[Callable[[], object]]:
    """What `kartebridge check` tries, each by itself: whatever is wrong with one, the others are looked at."""
    yield partial(_logs_in, destination)
    yield partial(_opens, destination)


def _opens(destination: FhirDestination) -> None:
    open_http(destination).close()


def _logs_in(destination: FhirDestination) -> None:
    http = Http(destination.timeout_s, ssl.create_default_context())
    try:
        log_in(destination, http, Network())
    finally:
        http.close()
