"""What happens to a page between the printer and the archive: one module a kind, boxes carried along."""

from __future__ import annotations

from samples.generating.noise.kinds import NOISES, applied
from samples.generating.noise.spoilt import Spoilt
from samples.generating.noise.weight import LIGHT, ORDINARY, Weight

__all__ = ["LIGHT", "NOISES", "ORDINARY", "Spoilt", "Weight", "applied"]
