"""What every kind of destination has in common."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from pydantic import Field

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


def host_of(url: str) -> str:
    """The host in a URL; empty where there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
