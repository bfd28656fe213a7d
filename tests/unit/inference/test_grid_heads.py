"""Headings over columns that the body tells."""

from __future__ import annotations

from inference.structure.geometry import Token
from inference.structure.grid_heads import headed
from mappers.model import Box


def _token(text: str, x: float, y: float, width: float, height: float) -> Token:
    box = Box(x / 1000, (y - height / 2) / 1000, (x + width) / 1000, (y + height / 2) / 1000)
    return Token(text, box, x, x + width, y, height, 0.9)


def test_upright_words_that_recognition_read_whole_are_a_name_each() -> None:
    tall = [_token(name, 100 + 30 * i, 50, 12, 60) for i, name in enumerate(("白血球", "総蛋白", "ALT"))]
    units = [_token(unit, 100 + 30 * i, 100, 12, 10) for i, unit in enumerate(("%", "g/dL", "U/L"))]
    heads = headed([*tall, *units], [(100, 112), (130, 142), (160, 172)], 90)
    assert [(h.name, h.unit) for h in heads if h] == [("白血球", "%"), ("総蛋白", "g/dL"), ("ALT", "U/L")]
