"""The catalogue of models (`conf/models.toml`): what is known of each, from where, and what could not be verified.

Memory is derived, never remembered: weights are parameters times bytes a weight, the key-value cache is
2 x layers x key-value heads x head size x bytes, a token.
"""

from __future__ import annotations

import math
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Self

from pydantic import Field, ValidationError, model_validator

from gateway.errors import SiteError
from gateway.settings_fields import Section
from gateway.settings_models import ModelKind

BYTES_A_WEIGHT = {
    "bf16": 2.0,
    "fp8": 1.0,
    "awq-int4": 4.25 / 8,  # 4 bits, a 16-bit scale and a 4-bit zero for each 128 weights, rounded up
    "mxfp4": 4.25 / 8,  # 4 bits and an 8-bit scale for each 32 weights: OCP MX v1.0 §5.3.3
}
"""Bytes that a quantised weight takes."""


class Entry(Section):
    """One model of the catalogue."""

    name: str = Field(description="how settings name it")
    repository: str = Field(description="where the snapshot comes from, as owner/name")
    architecture: str = Field(description='"architectures" of its config.json')
    also: tuple[str, ...] = Field((), description="other architectures under which its weights are published")
    licence: str = Field(description="licence of the weights, as their publisher names it")
    commercial_use: bool | None = Field(None, description="whether the licence allows it; none: read it")
    vision: bool = Field(True, description="false: a text model")
    parameters_billion: float = Field(gt=0, description="all weights, experts and vision included")
    quantised_billion: float = Field(
        0.0, ge=0, description="weights that a quantised snapshot holds in low precision; 0: all"
    )
    precisions: tuple[str, ...] = Field(
        description="in which its weights are used; the first is as published"
    )
    layers: int = Field(0, ge=0, description="of the language model; 0: not verified, no cache is derived")
    key_value_heads: int = Field(0, ge=0, description="of each layer")
    head_size: int = Field(0, ge=0, description="of each head")
    min_pixels: int = Field(3136, gt=0, description="of one picture; smaller ones are enlarged")
    max_pixels: int = Field(1_605_632, gt=0, description="budget of one picture that we use")
    most_pixels: int = Field(0, ge=0, description="most that its processor takes; 0: not verified")
    grain_px: int = Field(28, gt=0, description="width and height of pictures are multiples of this")
    picture_tokens: int = Field(
        0, ge=0, description="of every picture, where its size does not matter; 0: by area"
    )
    context_tokens: int = Field(gt=0, description="most that question and answer may take together")
    system_turn: bool = Field(True, description="false: its template knows no system role")
    engines: tuple[ModelKind, ...] = Field(description="which of ours can run it; empty: none")
    arguments: tuple[str, ...] = Field((), description="what vLLM must be told beside the folder")
    faults: tuple[str, ...] = Field((), description="what was seen to go wrong with it")
    sources: tuple[str, ...] = Field(min_length=1, description="where the facts were read")
    unverified: tuple[str, ...] = Field((), description="keys whose value no source was found for")

    @model_validator(mode="after")
    def _known(self) -> Self:
        strange = [p for p in self.precisions if p not in BYTES_A_WEIGHT]
        if strange or not self.precisions:
            raise ValueError(f"precisions: {strange} are none of {', '.join(BYTES_A_WEIGHT)}")
        missing = [key for key in self.unverified if key not in type(self).model_fields]
        if missing:
            raise ValueError(f"unverified: {missing} are no keys")
        return self

    def weights_bytes(self, precision: str = "") -> int:
        """Bytes of all weights in that precision (empty: as published); what is not quantised stays in 16 bits."""
        precision = precision or self.precisions[0]
        low = (
            self.quantised_billion if precision in ("awq-int4", "mxfp4") and self.quantised_billion else None
        )
        low = self.parameters_billion if low is None else low
        high = self.parameters_billion - low
        return math.ceil((low * BYTES_A_WEIGHT[precision] + high * BYTES_A_WEIGHT["bf16"]) * 1e9)

    @property
    def cache_bytes_a_token(self) -> int:
        """Bytes of key-value cache for one token, 16 bits each; 0 where the shape is not verified."""
        return 2 * self.layers * self.key_value_heads * self.head_size * 2

    def tokens_of_picture(self, pixels: int | None = None) -> int:
        """Tokens that a picture of so many pixels becomes (none: the whole budget); 0 for a text model."""
        if not self.vision:
            return 0
        return self.picture_tokens or math.ceil((pixels or self.max_pixels) / self.grain_px**2)


class Catalogue(Section):
    """All entries, in the order of the file."""

    models: tuple[Entry, ...]

    @model_validator(mode="after")
    def _once(self) -> Self:
        names = [entry.name for entry in self.models]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"models: {', '.join(twice)} stands there twice")
        return self

    def named(self, name: str, key: str) -> Entry:
        """The entry of that name. Raises SiteError that begins with `key`."""
        for entry in self.models:
            if entry.name == name:
                return entry
        raise SiteError(
            f"{key}: {name!r} is not in the catalogue; `kartebridge models list` shows the names, or leave it empty"
        )

    def of_architecture(self, architecture: str) -> tuple[Entry, ...]:
        """Entries whose weights come under that architecture."""
        return tuple(e for e in self.models if architecture in (e.architecture, *e.also))


def shipped() -> Path:
    """The catalogue that came with this installation."""
    checkout = Path(__file__).resolve().parents[2] / "conf" / "models.toml"
    return (
        checkout
        if checkout.is_file()
        else Path(sys.prefix) / "share" / "kartebridge" / "conf" / "models.toml"
    )


@cache
def load(path: Path | None = None) -> Catalogue:
    """The catalogue in a file (none: as shipped), read once. Raises SiteError with one line a mistake."""
    path = path or shipped()
    try:
        return Catalogue(**tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise SiteError(
            f"engine.catalogue: cannot read {path} ({error.strerror}); give the path of models.toml"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SiteError(f"{path}: not valid TOML: {error}") from error
    except ValidationError as error:
        mistakes = error.errors(include_url=False, include_context=False, include_input=False)
        lines = [f"{path}: {'.'.join(map(str, m['loc']))}: {m['msg']}" for m in mistakes]
        raise SiteError("\n".join(lines)) from error
