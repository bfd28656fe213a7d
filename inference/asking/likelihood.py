"""How likely the model held a value: the geometric mean of its tokens' probabilities."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate

from inference.asking.question import Token

UNTOLD = 0.9
"""Of a value whose engine tells no probabilities: no more than an opinion, until confidence is fitted."""


def likelihood(tokens: Sequence[Token], start: int, end: int) -> float:
    """exp of the mean logprob of the tokens that lie in part or whole in text[start:end], 0..1.

    Quotes at the ends of a value share tokens with it in some vocabularies; they count then, too.
    """
    ends = list(accumulate(len(token.text) for token in tokens))
    within = [
        token.logprob
        for token, stop in zip(tokens, ends, strict=True)
        if stop > start and stop - len(token.text) < end and token.text
    ]
    if end <= start or not within:
        return UNTOLD
    return min(math.exp(sum(within) / len(within)), 1.0)
