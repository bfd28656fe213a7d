"""Token log probabilities laid along the text they belong to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from inference.asking.question import Token

_LOST = "\N{REPLACEMENT CHARACTER}"


def tokens_of(text: str, entries: Sequence[dict[str, Any]]) -> tuple[Token, ...]:
    """Tokens that joined are exactly `text`; none where the server's do not fit it.

    `entries` are `logprobs.content` of the chat API. They may begin with reasoning and end with special tokens that
    the text lacks. A letter that several tokens share (byte-level vocabularies) becomes one token: the logarithms
    are summed.
    """
    if not entries or not text:
        return ()
    whole = tuple(_whole_letters(entries))
    start = "".join(token.text for token in whole).rfind(text)
    if start >= 0:
        return tuple(_cut(whole, start, len(text)))
    return _along(text, whole)


def _whole_letters(entries: Sequence[dict[str, Any]]) -> Iterator[Token]:
    """Tokens whose bytes are whole letters: some servers tell bytes, others words with U+FFFD for cut letters."""
    held, logprob = b"", 0.0
    for entry in entries:
        told = entry.get("bytes")
        held += bytes(told) if told is not None else str(entry["token"]).encode("utf-8", "replace")
        logprob += float(entry["logprob"])
        try:
            letters = held.decode()
        except UnicodeDecodeError:
            if len(held) < 64:  # a cut letter; what never becomes one does not swallow the answer
                continue
            letters = held.decode("utf-8", "replace")
        if letters:
            yield Token(letters, logprob)
            held, logprob = b"", 0.0
    if held:
        yield Token(held.decode("utf-8", "replace"), logprob)


def _cut(tokens: Sequence[Token], start: int, length: int) -> Iterator[Token]:
    """The tokens, or their parts, that cover `length` letters from `start`."""
    at = 0
    for token in tokens:
        piece = token.text[max(0, start - at) : max(0, start + length - at)]
        at += len(token.text)
        if piece:
            yield Token(piece, token.logprob)


def _along(text: str, tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Tokens with U+FFFD stand for the letters between their neighbours; none where a neighbour is not found."""
    laid: list[Token] = []
    at, lost, open_ended = 0, 0.0, False
    for token in tokens:
        if _LOST in token.text:
            lost, open_ended = lost + token.logprob, True
            continue
        found = text.find(token.text, at) if open_ended else (at if text.startswith(token.text, at) else -1)
        if found < 0:
            break
        if open_ended:
            laid.append(Token(text[at:found], lost))
            lost, open_ended = 0.0, False
        laid.append(Token(token.text, token.logprob))
        at = found + len(token.text)
    if open_ended:
        laid.append(Token(text[at:], lost))
        at = len(text)
    return tuple(laid) if at == len(text) else ()
