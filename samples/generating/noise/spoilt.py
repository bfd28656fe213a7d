"""What a noise gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from samples.making.truth import Truth


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A file, the truth with its boxes where the ink now is, and what was done, by name."""

    file: str
    data: bytes
    truth: Truth
    effects: dict[str, Any] = field(default_factory=dict)
