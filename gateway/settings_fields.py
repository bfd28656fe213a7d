"""What the sections of the settings are made of: the frozen table, and values that check themselves."""

from __future__ import annotations

from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def _time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"{name!r} is no IANA time zone; write for example Asia/Tokyo") from error
    return name


def _ae_title(title: str) -> str:
    """PS3.8 §9.3.2 and PS3.5 §6.2 AE: 1 to 16 characters, no backslash, not only spaces."""
    if not 1 <= len(title) <= 16 or "\\" in title or not title.isascii() or not title.strip():
        raise ValueError("an AE title has 1 to 16 ASCII characters, no backslash, not only spaces")
    return title


Port = Annotated[int, Field(ge=0, le=65535, description="TCP port; 0 lets the system choose")]
Seconds = Annotated[float, Field(gt=0, description="seconds")]
TimeZone = Annotated[str, AfterValidator(_time_zone)]
Guide = Literal["jp-core-1.1.2", "jp-core-1.2.0", "r4", "jp-clins"]
"""The values of mappers.fhir.Guide."""
AETitle = Annotated[str, AfterValidator(_ae_title)]


class Section(BaseModel):
    """A table of gateway.toml: frozen, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)
