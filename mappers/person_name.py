"""Which of the three groups a name belongs to, where its sender does not say."""

from __future__ import annotations

import re
from enum import StrEnum

_KANA = re.compile(r"^[\u3040-\u30ff\uff61-\uff9f\s\u3000・ー]+$")
_IDEOGRAPH = re.compile("[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


class NameGroup(StrEnum):
    """XPN-8 representation codes (HL7 table 0465), DICOM PN component groups (PS3.5 §6.2.1)."""

    ALPHABETIC = "A"
    IDEOGRAPHIC = "I"
    PHONETIC = "P"


def group_by_script(name: str) -> NameGroup:
    """Only kana: phonetic; any ideograph: ideographic; else alphabetic."""
    if _KANA.match(name):
        return NameGroup.PHONETIC
    return NameGroup.IDEOGRAPHIC if _IDEOGRAPH.search(name) else NameGroup.ALPHABETIC
