"""The part of a model's words that is its answer."""

from __future__ import annotations

_OPENED, _CLOSED = "<think>", "</think>"


def without_reasoning(content: str) -> str:
    """Without what a model thought aloud first, where the server has no reasoning parser.

    Thinking that never ends leaves no answer. Some templates open it in the prompt: then only its end is seen, and
    that counts before the first brace alone, for an answer may quote anything.
    """
    begun = content.lstrip()
    if begun.startswith(_OPENED):
        return begun.partition(_CLOSED)[2].lstrip()
    before, closed, after = content.partition(_CLOSED)
    return after.lstrip() if closed and "{" not in before and "[" not in before else content
