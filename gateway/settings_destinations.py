"""Where results are sent: what every destination has in common, and one class a kind of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from gateway.settings_auth import Auth, NoAuth, token_urls
from gateway.settings_fields import Seconds, Section


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
    interaction: Literal["transaction", "batch", "single"] = Field(
        "transaction",
        description="transaction: all of a document or nothing; batch: one Bundle, each entry for itself; single: one "
        "request a resource, for servers that take no Bundle",
    )
    write: Literal["put", "conditional-create", "conditional-update"] = Field(
        "put",
        description="put: at our ids; conditional-…: the server makes the ids and finds ours by identifier, "
        "for servers that refuse a client's ids",
    )
    auth: Auth = Field(NoAuth(), description="how to log in")
    ca_file: Path | None = Field(
        None,
        description="PEM of the private certificate authorities of server and token endpoint; none: the system's",
    )
    client_cert_file: Path | None = Field(
        None,
        description="PEM of our certificate and its chain, for mutual TLS; shown to the token endpoint too",
    )
    client_key_file: Path | None = Field(
        None, description="PEM of the certificate's private key; none: it is in client_cert_file"
    )
    client_key_password_file: Path | None = Field(
        None, description="file with the password of the private key"
    )
    max_entries: int = Field(
        0,
        ge=0,
        description="entries of one Bundle where the server has a bound (Medplum: 50); larger results go as "
        "several, in order; 0: always one",
    )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.interaction == "batch" and self.write != "put":
            raise ValueError(
                f'interaction: entries of a batch cannot refer to each other by the server\'s ids: take "transaction" '
                f'or "single" with write = "{self.write}"'
            )
        if self.interaction == "transaction" and self.write != "put" and self.max_entries:
            raise ValueError(
                "max_entries: what the server makes an id for can be referred to inside its own Bundle alone: take "
                f'interaction = "single" with write = "{self.write}", or max_entries = 0'
            )
        if (self.client_key_file or self.client_key_password_file) and not self.client_cert_file:
            raise ValueError("client_cert_file: a key without its certificate; give both")
        return self

    def hosts(self) -> Iterator[tuple[str, str]]:
        """The server's, and the token endpoint's where the settings name it."""
        yield "url", host_of(self.url)
        for key, url in token_urls(self.auth):
            yield key, host_of(url)


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
