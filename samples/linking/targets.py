"""What a page's truth says of its tokens: which carry values, and which name and measure each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inference.linking.opinion import carriers
from inference.readable import fold
from inference.structure.geometry import Token, line_height
from mappers.model import Box, Item

_SAME_LINE = 0.6  # line heights
_BRACKETS = "([（［"


@dataclass(frozen=True, slots=True)
class Target:
    """Of one true item, indices of tokens: its value's, its name's, others that could be its name's by their text
    (a network may take them), its unit's."""

    value: tuple[int, ...]
    name: tuple[int, ...]
    doubtful: tuple[int, ...]
    unit: tuple[int, ...]


def targets(items: Sequence[Item], tokens: Sequence[Token]) -> list[Target]:
    """The targets of one page's items; items whose box no token stands in are left out."""
    height = line_height(tokens)
    keys = [_key(t.text) for t in tokens]
    found = [_target(item, item.box, tokens, keys, height) for item in items if item.box is not None]
    return [target for target in found if target is not None]


def _key(text: str) -> str:
    return fold(text).strip(":：")


def _target(
    item: Item, box: Box, tokens: Sequence[Token], keys: Sequence[str], height: float
) -> Target | None:
    value = carriers(box, tokens)
    if not value:
        return None
    costs = _Costs(value, tokens, height)
    name, doubtful = _naming(item.name, keys, costs)
    return Target(
        tuple(value), name, doubtful, _measuring(item.unit or "", {*value, *name}, tokens, keys, costs)
    )


class _Costs:
    """How unlikely a token stands where it does, if it belongs to this value: names stand to the left or above."""

    def __init__(self, value: Sequence[int], tokens: Sequence[Token], height: float) -> None:
        self.tokens, self.height = tokens, height
        self.left = min(tokens[at].x0 for at in value)
        self.right = max(tokens[at].x1 for at in value)
        self.y = sum(tokens[at].y for at in value) / len(value)

    def on_line(self, at: int) -> bool:
        """Whether the token stands on the value's line."""
        return abs(self.tokens[at].y - self.y) < _SAME_LINE * self.height

    def of(self, at: int) -> float:
        """The cost, in line heights."""
        token = self.tokens[at]
        down = (token.y - self.y) / self.height
        apart = 0.0
        if token.x0 > self.right or token.x1 < self.left:
            apart = min(abs(self.left - token.x1), abs(token.x0 - self.right)) / self.height
        behind = 3.0 if token.x0 > self.right else 0.0
        below = 6.0 if down > _SAME_LINE else 0.0
        return (0.3 * apart if self.on_line(at) else 0.4 * abs(down) + apart) + behind + below

    def behind(self, at: int) -> bool:
        """Whether the token stands behind the value on its line."""
        return self.tokens[at].x0 >= self.right and self.on_line(at)


def _naming(name: str, keys: Sequence[str], costs: _Costs) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The tokens that make up the name, nearest and longest first, and others whose text is in it."""
    whole, parts = _key(name), [_key(part) for part in name.split()]
    possible = [
        at
        for at, key in enumerate(keys)
        if key
        and (key in whole or (len(whole) > 1 and whole in key))
        and (len(key) > 1 or key in parts or key == whole)
    ]
    rest, chosen = whole, []
    for at in sorted(possible, key=lambda at: costs.of(at) - 1.5 * min(len(keys[at]), 6)):
        if keys[at] in rest:
            rest = rest.replace(keys[at], "\0", 1)
            chosen.append(at)
        elif whole in keys[at] and not chosen:
            rest = ""
            chosen.append(at)
        if not rest.strip("\0"):
            break
    return tuple(chosen), tuple(at for at in possible if at not in chosen)


def _measuring(
    unit: str, own: set[int], tokens: Sequence[Token], keys: Sequence[str], costs: _Costs
) -> tuple[int, ...]:
    """The token that carries the unit: at the value, in its name, a token of its own or one in brackets."""
    key = _key(unit)
    possible = [
        at
        for at, text in enumerate(keys)
        if key
        and (
            text == key
            or (
                key in text
                and (
                    at in own
                    or len(text) <= len(key) + 3
                    or any(bracket in tokens[at].text for bracket in _BRACKETS)
                )
            )
        )
    ]
    if not possible:
        return ()
    return (min(possible, key=lambda at: costs.of(at) - (4.0 if costs.behind(at) else 0.0)),)
