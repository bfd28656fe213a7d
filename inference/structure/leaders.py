"""Leaders (`WBC ........ 8.5`): dots that lead the eye from a name to its value are neither's text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from inference.readable import width_units
from inference.structure.geometry import Token
from mappers.model import Box

_DOT = r"[.．‥…・･·⋅⋯•∙_]"
_LEADERS = re.compile(rf"{_DOT}{{3,}}")

_ALONE = re.compile(rf"{_DOT}{{4,}}|[.．‥…･⋯]")  # or dot by dot


def leaders_cut(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The tokens without runs of three or more leader dots; a token with such a run inside becomes two."""
    out: list[Token] = []
    for token in tokens:
        if _ALONE.fullmatch(token.text):
            continue
        if not _LEADERS.search(token.text) or not any(c.isalnum() for c in token.text):
            out.append(token)
            continue
        at = 0
        for match in (*_LEADERS.finditer(token.text), None):
            end = match.start() if match else len(token.text)
            if token.text[at:end]:
                out.append(_piece(token, at, end))
            at = match.end() if match else end
    return tuple(out)


def _piece(token: Token, start: int, end: int) -> Token:
    """Part of a token, its place reckoned from the widths of its characters."""
    total = width_units(token.text)
    left = width_units(token.text[:start]) / total if start else 0.0
    right = width_units(token.text[:end]) / total
    box, wide, across = token.box, token.x1 - token.x0, token.box.x1 - token.box.x0
    return replace(
        token,
        text=token.text[start:end],
        x0=token.x0 + left * wide,
        x1=token.x0 + right * wide,
        box=Box(box.x0 + left * across, box.y0, box.x0 + right * across, box.y1),
    )
