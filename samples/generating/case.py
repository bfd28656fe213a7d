"""One generated case: its document, truth.json (the interchange shape) and case.json (where it comes from)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from samples.generating.family import Family
from samples.generating.filing import Filing
from samples.generating.fonts import missing
from samples.making.truth import Truth

_BASE_FONT = re.compile(rb"/BaseFont\s*/([^\s/<>\[\]]+)")


@dataclass(frozen=True, slots=True)
class GeneratedCase:
    """A folder to be: `file` is document.pdf, .png or .jpg."""

    name: str
    file: str
    data: bytes
    truth: Truth
    about: dict[str, Any]  # case.json

    def files(self) -> dict[str, bytes]:
        """Name → bytes."""
        return {
            self.file: self.data,
            "truth.json": to_json(self.truth.to_json()),
            "case.json": to_json(self.about),
        }


def about(
    family: Family, split: str, noise: str, seed: str, filed: Filing, pdf: bytes, effects: dict[str, Any]
) -> dict[str, Any]:
    """case.json. `seed` and `family` make the document again; `effects` says what the noise did."""
    return {
        "family": family.name,
        "split": split,
        "noise": noise,
        "seed": seed,
        "filed_under": filed.to_json(),
        "fonts": fonts_in(pdf),
        "font_packages_missing": list(missing()),
        "effects": effects,
    }


def fonts_in(pdf: bytes) -> list[str]:
    """PostScript names of the fonts in a PDF that reportlab wrote; subset tags are left out."""
    names = {found.decode("latin-1") for found in _BASE_FONT.findall(pdf)}
    return sorted({re.sub(r"^[A-Z]{6}\+", "", name) for name in names})


def to_json(value: dict[str, Any]) -> bytes:
    """UTF-8, one space indented, a newline at the end."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
