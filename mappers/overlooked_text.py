"""How many places of a page look like results and were not read, in words for people: the same everywhere."""

from __future__ import annotations


def overlooked_text(places: int) -> str:
    """`5 places look like results and were not read`."""
    if places == 1:
        return "1 place looks like a result and was not read"
    return f"{places} places look like results and were not read"
