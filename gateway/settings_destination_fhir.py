"""Settings of a FHIR server that results are sent to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from gateway.settings_auth import Auth, NoAuth, token_urls
from gateway.settings_destination import TlsDestination, host_of
from gateway.settings_fields import Guide


class FhirDestination(TlsDestination):
    """One FHIR server that results are sent to."""

    kind: Literal["fhir"] = Field("fhir", description="a FHIR R4 server")
    url: str = Field(pattern=r"^https?://", description="FHIR base URL")
    profile: Guide | None = Field(
        None, description="profiles that the resources sent here claim; unset: as fhir.profile"
    )
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
    patient: Literal["put", "identifier", "conditional", "search", "create"] = Field(
        "put",
        description="put: a Patient of ours, at our id; identifier: results name the hospital's number alone; "
        "conditional: a search that the server resolves; search: we look for the number before sending and put in the "
        "server's id; create: a Patient is made where the server has none. conditional and search wait where not "
        "exactly one is there (docs/fhir/patients.md)",
    )
    auth: Auth = Field(NoAuth(), description="how to log in")
    max_entries: int = Field(
        0,
        ge=0,
        description="entries of one Bundle where the server has a bound (Medplum: 50); larger results go as "
        "several, in order; 0: always one",
    )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.interaction != "transaction" and self.patient in ("conditional", "create"):
            raise ValueError(
                f'patient: a server resolves "{self.patient}" in a transaction alone: take "search" or "identifier" '
                f'with interaction = "{self.interaction}"'
            )
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
        return self

    def hosts(self) -> Iterator[tuple[str, str]]:
        """The server's, and the token endpoint's where the settings name it."""
        yield "url", host_of(self.url)
        for key, url in token_urls(self.auth):
            yield key, host_of(url)
