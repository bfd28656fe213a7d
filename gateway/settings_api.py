"""Settings of the results API: who may read what, and how long what it keeps for its clients stays."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from gateway import scopes
from gateway.settings_fields import Seconds, Section


def _scope(text: str) -> str:
    scopes.parse((text,))
    return text


class ResultsApi(Section):
    """The results API under /fhir."""

    export_keep_hours: int = Field(
        24, ge=1, le=24 * 31, description="hours; files of a finished $export are removed after this long"
    )
    export_max_jobs: int = Field(10, ge=1, description="exports kept or under way at once; more get 429")
    notification_ca_file: Path | None = Field(
        None, description="PEM of a private certificate authority of subscribers"
    )
    subscriptions_max: int = Field(50, ge=1, description="subscriptions at once; more are refused")
    notification_timeout_s: Seconds = Field(
        10.0, description="a subscriber that has not answered within this long is asked again later"
    )
    notification_retry_first_s: Seconds = Field(
        2.0, description="wait before a notification's second try; doubles each time"
    )
    notification_retry_max_s: Seconds = Field(
        300.0, description="longest wait between a notification's tries"
    )
    notification_give_up_hours: float = Field(
        24.0,
        gt=0,
        description="hours of nothing but failures after which a Subscription's status becomes error",
    )


class ApiClient(Section):
    """A downstream system that may use the results API with a token of its own."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$", description="short name, as the audit shows it")
    token_sha256: str = Field(
        pattern=r"^[0-9a-f]{64}$",
        description="SHA-256 of the token, in hex; `kartebridge token --client NAME` makes both",
    )
    scopes: tuple[Annotated[str, AfterValidator(_scope)], ...] = Field(
        min_length=1,
        description="what it may do: system/Observation.rs, system/*.rs, system/Subscription.crud",
    )
    expires: date | None = Field(None, description="last day on which the token works; none: until taken out")
