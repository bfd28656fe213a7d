"""What every kind of destination has in common."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator

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


class TlsDestination(Destination):
    """A destination that may be spoken to inside TLS: whom we trust, and what we show."""

    ca_file: Path | None = Field(
        None, description="PEM of a private certificate authority; none: the system's"
    )
    client_cert_file: Path | None = Field(
        None, description="PEM of our certificate and its chain, where the receiver asks for one (mutual TLS)"
    )
    client_key_file: Path | None = Field(
        None, description="PEM of the certificate's private key; none: it is in client_cert_file"
    )
    client_key_password_file: Path | None = Field(
        None, description="file with the password of the private key"
    )

    @model_validator(mode="after")
    def _key_has_its_certificate(self) -> Self:
        if (self.client_key_file or self.client_key_password_file) and not self.client_cert_file:
            raise ValueError("client_cert_file: a key without its certificate; give both")
        return self


def host_of(url: str) -> str:
    """The host in a URL; empty where there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
