"""Lines beside results that hold none: foot notes, remarks and what counts as normal (`％VC 80以上を正常とする`)."""

from __future__ import annotations

import re

from inference.structure.geometry import Row, join
from inference.structure.names import Names

_NOTE_SIGNS = "*＊※†‡ "
_CRITERION = re.compile(r"とする|とします|と判[定断]|とみなす|(?:正常|判定)基準|基準\s?[:：]|判定の?目安")
_REMARK = re.compile(
    r"(?:comments?|remarks?|notes?|コメント|備考|特記事項|連絡事項|自覚症状)\s?[:：]", re.IGNORECASE
)
_BOUND = re.compile(r"^[<>≦≧≤≥]|(?:以上|以下|未満|超)$")


def is_note(row: Row, names: Names) -> bool:
    """Whether a line is a foot note: a sign, then words of which none is a known name in front."""
    text = join(row)
    rest = text.lstrip(_NOTE_SIGNS)
    return rest != text and len(rest.split()) > 1 and names.end_at(rest, 0) == 0


def is_told_aside(row: Row) -> bool:
    """Whether a line is a remark or says what counts as normal."""
    text = join(row)
    return bool(_CRITERION.search(text) or _REMARK.match(text))


def all_bounds(values: list[str]) -> bool:
    """Whether several values of a line are all bounds, which measurements seldom are."""
    return len(values) > 1 and all(_BOUND.search(value) for value in values)
