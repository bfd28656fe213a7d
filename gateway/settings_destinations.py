"""Where results are sent: what every destination has in common, and one class a kind of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr

from gateway.settings_fields import Guide, Seconds, Section


class Destination(Section):
    """What every kind of destination has in common."""

    name: str = Field(
        pattern=r"^[a-z0-9][a-z0-9-]{0,39}$", description="short name used in routes and metrics"
    )
    timeout_s: Seconds = Field(30.0, description="a request is given up after this long and tried again")
    retry_first_s: Seconds = Field(2.0, description="wait before the second try; doubles each time")
    retry_max_s: Seconds = Field(600.0, description="longest wait between tries; tries do not end")
    breaker_failures: int = Field(5, ge=1, description="failures in a row that open the circuit breaker")
    breaker_open_s: Seconds = Field(30.0, description="the breaker lets one probe through after this long")
    by_default: bool = Field(True, description="receives what a route sends to no named destination")

    def hosts(self) -> Iterator[tuple[str, str]]:
        """Key and host of every address that is sent to; the host is empty where the address holds none."""
        yield from ()


class FhirDestination(Destination):
    """One FHIR server that results are sent to."""

    kind: Literal["fhir"] = Field("fhir", description="a FHIR R4 server")
    url: str = Field(pattern=r"^https?://", description="FHIR base URL")
    profile: Guide | None = Field(
        None, description="profiles that the resources sent here claim; unset: as fhir.profile"
    )
    bearer_token: SecretStr = Field(SecretStr(""), description="sent as Authorization: Bearer")
    bearer_token_file: Path | None = Field(None, description="file with the token; read at each start")
    ca_file: Path | None = Field(None, description="PEM of a private certificate authority")
    max_entries: int = Field(
        0,
        ge=0,
        description="entries of one Bundle where the server has a bound (Medplum: 50); larger results go as "
        "several, in order; 0: always one",
    )

    def hosts(self) -> Iterator[tuple[str, str]]:
        """The server's."""
        yield "url", host_of(self.url)


DESTINATION_KINDS: tuple[type[Destination], ...] = (FhirDestination,)
"""Every kind, in the order in which the configuration page shows them."""

AnyDestination = FhirDestination
"""A `[[destinations]]` table; `kind` says which class reads it."""


def host_of(url: str) -> str:
    """The host in a URL; empty where there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
