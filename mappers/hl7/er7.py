"""HL7 v2 messages put together by hl7apy's grammar, with every character of a value safe in its place.

hl7apy knows which segment, group and field stand where; what it writes of a value is wrong where that holds `&`, a
line end or what looks like an escape sequence. So a value goes in with its delimiters swapped for noncharacters of
Unicode (U+FDD0 ff., which no text holds), and these become HL7's escape sequences (v2.5.1 §2.7) in what comes out.

hl7apy is imported when the first message is composed: it is of no use to a daemon without an HL7 destination.
"""

from __future__ import annotations

import hashlib
from base64 import b32encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

CONTROL_ID_CHARS = 20
"""Length of MSH-10 in v2.5."""

_ESCAPES = {"|": "F", "^": "S", "&": "T", "~": "R", "\\": "E", "\n": ".br", "\r": "X0D", "\t": "X09"}
_STAND_INS = {character: chr(0xFDD0 + at) for at, character in enumerate(_ESCAPES)}
_INTO = str.maketrans(
    {chr(0xFDD0 + n): None for n in range(32)} | {chr(n): None for n in range(32)} | _STAND_INS
)
_OUT_OF = str.maketrans({stand_in: f"\\{_ESCAPES[c]}\\" for c, stand_in in _STAND_INS.items()})

Composite = str | Sequence["str | Sequence[str]"]
"""A repetition: a text, or its components, each a text or its subcomponents."""


def safe(value: str) -> str:
    """A value that may stand inside hl7apy's ER7; control characters that HL7 text may not hold are left out."""
    return value.replace("\r\n", "\n").translate(_INTO)


@dataclass(frozen=True, slots=True)
class Part:
    """A segment with its fields by number, or a group of parts by hl7apy's name of it.

    A field's value is one repetition, or a list of them.
    """

    name: str
    fields: Mapping[int, Composite | list[Composite]] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()


def er7(structure: str, version: str, parts: Sequence[Part], fit: Callable[[str], str]) -> str:
    """The message, segments ended by CR. `structure` is MSH-9.3; the first part is MSH; `fit` sees every value.

    Raises hl7apy's own errors where a part does not belong where it stands: a defect of the caller.
    """
    from hl7apy.core import Message

    message = Message(structure, version=version)
    msh, *others = parts
    _fill(message.msh, msh, fit)
    for part in others:
        _add(message, part, fit)
    return str(message.to_er7()).translate(_OUT_OF).rstrip("\r") + "\r"


def with_control_id(text: str) -> str:
    """The message with an MSH-10 made from everything in it: the same content always has the same one."""
    line, cr, rest = text.partition("\r")
    fields = line.split("|")
    fields[9] = ""
    digest = hashlib.sha256(("|".join(fields) + cr + rest).encode()).digest()
    fields[9] = "K" + b32encode(digest).decode()[: CONTROL_ID_CHARS - 1]
    return "|".join(fields) + cr + rest


def _add(parent: Any, part: Part, fit: Callable[[str], str]) -> None:
    if part.parts:
        group = parent.add_group(part.name)
        for one in part.parts:
            _add(group, one, fit)
    else:
        _fill(parent.add_segment(part.name), part, fit)


def _fill(segment: Any, part: Part, fit: Callable[[str], str]) -> None:
    for number, value in part.fields.items():
        name = f"{part.name}_{number}"
        if isinstance(value, list):
            for repetition in value:  # an empty first one says "the default" (MSH-18)
                segment.add_field(name).value = _composite(repetition, fit)
        elif text := _composite(value, fit):
            setattr(segment, name, text)  # hl7apy has put something of its own into MSH-7 and MSH-12


def _composite(value: Composite, fit: Callable[[str], str]) -> str:
    if isinstance(value, str):
        return safe(fit(value))
    components = (
        safe(fit(one)) if isinstance(one, str) else "&".join(safe(fit(s)) for s in one).rstrip("&")
        for one in value
    )
    return "^".join(components).rstrip("^")
