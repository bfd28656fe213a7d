"""Numbers that recognition parted, put together before a page's lines are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from inference.structure.geometry import Token

_POINT_LAST = re.compile(r"[+-]?\d{1,3}\.")


def points_together(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Numbers that recognition parted behind their decimal point (`1. 45`) made one."""
    out: list[Token] = []
    for token in tokens:
        last = out[-1] if out else None
        if (
            last is not None
            and _POINT_LAST.fullmatch(last.text)
            and token.text.isdigit()
            and abs(token.y - last.y) < 0.3 * last.height
            and -0.3 * last.height <= token.x0 - last.x1 < 0.7 * last.height
        ):
            out[-1] = replace(last, text=last.text + token.text, x1=token.x1, box=last.box.union(token.box))
        else:
            out.append(token)
    return tuple(out)
