"""Answers that must follow a JSON Schema, token by token, without a blank that the schema does not ask for.

llguidance says which tokens may come next (docs/decisions/0018); this lays its answer over the scores of a batch
and notes what the model itself thought of each token taken: natural logarithms before the mask, as vLLM gives them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import llguidance
import llguidance.hf
import llguidance.torch
import torch

NO_BLANKS = {"whitespace_flexible": False}


class BadSchema(ValueError):
    """The schema holds what the grammar cannot express; the message is the library's, about the schema alone."""


class Grammars:
    """Matchers for one tokenizer. Making it takes seconds, a matcher some 20 ms."""

    def __init__(self, tokenizer: Any, vocabulary: int, ends: Sequence[int]) -> None:
        self._tokens = llguidance.hf.from_tokenizer(tokenizer, n_vocab=vocabulary, eos_token=list(ends))
        self._ends = list(ends)
        self._vocabulary = vocabulary

    def matcher(self, schema: str, begun: str = "") -> Any:
        """A matcher that stands after `begun`, the part of the answer that is there already. Raises BadSchema."""
        try:
            grammar = llguidance.LLMatcher.grammar_from_json_schema(schema, overrides=NO_BLANKS)
        except ValueError as error:
            raise BadSchema(str(error)) from error
        matcher = llguidance.LLMatcher(self._tokens, grammar)
        if matcher.is_error():
            raise BadSchema(matcher.get_error())
        if begun and not matcher.consume_tokens(self._tokens.tokenize_str(begun)):
            raise BadSchema("the answer begun does not follow the schema")
        return matcher

    def spelled(self, token: int) -> bytes:
        """The bytes of a token; a letter may be spread over several."""
        return bytes(self._tokens.decode_bytes([token]))

    def constraint(self, matchers: Sequence[Any]) -> Constraint:
        """For one batch; None in place of a matcher leaves that row free."""
        return Constraint(matchers, self._vocabulary, self._ends)


class Constraint:
    """A logits processor of transformers. Not to be used for a second batch."""

    def __init__(self, matchers: Sequence[Any], vocabulary: int, ends: Sequence[int]) -> None:
        self._matchers = matchers
        self._ends = ends
        self._mask = llguidance.torch.allocate_token_bitmask(len(matchers), vocabulary)
        self._before: torch.Tensor | None = None
        self.logprobs: list[torch.Tensor] = []  # one of shape (rows,) for each token taken

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        """`input_ids` of shape (rows, tokens so far), `scores` of shape (rows, vocabulary)."""
        if self._before is not None:
            self.take(input_ids[:, -1])
        self._before = torch.log_softmax(scores.float(), dim=-1)
        if all(matcher is None for matcher in self._matchers):
            return scores
        for row, matcher in enumerate(self._matchers):
            self._fill(row, matcher)
        packed = self._mask.to(scores.device, non_blocking=True)
        places = torch.arange(scores.shape[1], device=scores.device)
        inside = places < packed.shape[1] * 32
        words = packed[:, (places // 32).clamp(max=packed.shape[1] - 1)]
        allowed = ((words >> (places % 32).to(torch.int32)) & 1).bool() & inside
        return scores.masked_fill(~allowed, float("-inf"))

    def take(self, chosen: torch.Tensor) -> None:
        """Note the tokens taken, of shape (rows,)."""
        assert self._before is not None
        self.logprobs.append(self._before.gather(1, chosen[:, None])[:, 0].cpu())
        for matcher, token in zip(self._matchers, chosen.tolist(), strict=True):
            if matcher is not None and not matcher.is_stopped():
                matcher.consume_token(token)

    def _fill(self, row: int, matcher: Any) -> None:
        if matcher is None:
            self._mask[row].fill_(-1)
        elif matcher.is_stopped():
            self._mask[row].fill_(0)
            for end in self._ends:  # nothing may follow
                bit = 1 << (end % 32)
                self._mask[row, end // 32] |= bit - (1 << 32) if bit >= 1 << 31 else bit
        else:
            llguidance.torch.fill_next_token_bitmask(matcher, self._mask, row)
