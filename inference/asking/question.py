"""The seam between asking and models: a `Question` goes out, a `Reply` or a `Fault` comes back.

A `Model` is anything that answers: a server over HTTP, replicas of it, a network in this process. It knows nothing of
documents; whoever asks knows nothing of servers. Values here pickle: questions are made in worker processes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from mappers.model import Box, EngineInfo


class Role(StrEnum):
    """Who says a turn."""

    USER = "user"
    ASSISTANT = "assistant"


class Finish(StrEnum):
    """Why an answer ended. Only STOP is the model's own end; the rest is a fault to recover from, never an answer."""

    STOP = "stop"
    LENGTH = "length"  # the token budget was used up
    REPEATED = "repeated"  # the server saw that it ran in circles
    ABORTED = "aborted"  # the server or we cut it short


class FaultKind(StrEnum):
    """What kept a question from being answered, and so what may help."""

    AWAY = "away"  # nobody answers, or not to us (wrong key, wrong name): the same question later
    DROPPED = "dropped"  # the connection broke while it answered: it may have died of this very question
    TIMEOUT = "timeout"  # no answer in time: another replica, a smaller question, later
    TOO_LONG = "too-long"  # prompt and answer do not fit the context: a smaller picture or part of the page
    REFUSED = "refused"  # the server will never take this question (400, 422): a person must look
    BROKEN = "broken"  # 5xx, or an answer that is not in the protocol: again, then another engine


WHOLE_PAGE = Box(0.0, 0.0, 1.0, 1.0)
JPEG_QUALITY = 90
"""Of pictures: strokes of 16 px print stay clean; two thirds of the bytes of 95."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A part of a page as the model sees it: JPEG bytes, upright."""

    data: bytes
    width_px: int
    height_px: int
    page: int  # 1-based
    region: Box = WHOLE_PAGE  # the part of the page it shows


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of the conversation. Pictures stand before the text."""

    role: Role
    text: str
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One request to a model. `turns` ends with a USER turn, or with the ASSISTANT's begun answer to be continued."""

    system: str
    turns: tuple[Turn, ...]
    schema: str = ""  # JSON Schema, as JSON text, that the answer must follow; empty: free text
    max_tokens: int = 2048
    temperature: float = 0.0
    seed: int = 0
    logprobs: bool = True  # wanted where the engine has them

    @property
    def continues(self) -> bool:
        """Whether the last turn is an answer begun that the model shall go on with."""
        return bool(self.turns) and self.turns[-1].role is Role.ASSISTANT


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the answer's text and the natural logarithm of its probability."""

    text: str
    logprob: float


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it came. Never trusted: `inference.asking` checks form, `inference.verify` the content."""

    text: str
    finish: Finish
    tokens: tuple[Token, ...] = ()  # joined they are `text`; empty where the engine gives none
    prompt_tokens: int = 0
    answer_tokens: int = 0
    seconds: float = 0.0  # from sending to the last byte


@dataclass(frozen=True, slots=True)
class Fault:
    """No answer. `reason` is for hospital IT: what to do next; it holds nothing of the question or the answer."""

    kind: FaultKind
    reason: str


Answer = Reply | Fault


class Model(Protocol):
    """Something that answers questions. Safe for several threads at once unless its class says otherwise."""

    @property
    def info(self) -> EngineInfo:
        """Name of the engine, its version where known, the model's name and the digest of its weights."""
        ...

    def answer(self, questions: Sequence[Question]) -> list[Answer]:
        """An answer to each question, in their order; questions of one call run side by side. Never raises for a
        question's sake."""
        ...

    def close(self) -> None:
        """Let connections and memory go."""
        ...
