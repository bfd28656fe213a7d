"""What a document is set in: a body face and a face for headings, from the generator's fonts."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from samples.generating.fonts import font, fonts


@dataclass(frozen=True, slots=True)
class Typeface:
    """Font names for `Ink.text`."""

    body: str
    heading: str


def japanese(rng: Random, *, fixed_pitch: bool = False) -> Typeface:
    """Faces for a Japanese document; `fixed_pitch` as slip printers and old terminals have."""
    if fixed_pitch:
        face = font(rng.choice(("gothic", "mincho", "vlgothic", "umeplus")))
        return Typeface(face, face)
    chosen = fonts(rng)
    return Typeface(chosen.text, chosen.heading)


def latin(rng: Random, *, fixed_pitch: bool = False) -> Typeface:
    """Faces for an English document."""
    name = rng.choice(
        ("liberation-mono", "dejavu-mono")
        if fixed_pitch
        else ("liberation", "liberation", "liberation-serif", "dejavu", "liberation-narrow", "dejavu-serif")
    )
    return Typeface(font(name), font(f"{name}-bold"))
