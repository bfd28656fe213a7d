"""A webhook as a destination."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import Field

from gateway.settings_destination import TlsDestination, host_of


class WebhookDestination(TlsDestination):
    """One web address that results are posted to, signed as Standard Webhooks has it."""

    kind: Literal["webhook"] = Field("webhook", description="signed POST (Standard Webhooks)")
    url: str = Field(
        pattern=r"^https?://", description="address that takes the POST; redirects are not followed"
    )
    secret_file: Path = Field(
        description="file with the secret, `whsec_` and 24 to 64 bytes in base64; read at each start"
    )
    previous_secret_file: Path | None = Field(
        None,
        description="file with the secret before it: while receivers change over, both sign; read at each start",
    )
    payload: Literal["bundle", "reference"] = Field(
        "bundle",
        description="bundle: the FHIR resources themselves; reference: their addresses in the results API, without "
        "patient data",
    )

    def hosts(self) -> Iterator[tuple[str, str]]:
        """The receiver's."""
        yield "url", host_of(self.url)
