"""Systems of codes in OBX-3."""

from __future__ import annotations

from enum import StrEnum


class Codes(StrEnum):
    """A system of OBX-3."""

    JLAC10 = "jlac10"
    LOINC = "loinc"
    LOCAL = "local"  # the standard name where certain, else the printed one
