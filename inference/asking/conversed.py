"""What a model said of a document, every answer whole; how it was asked. Values that pickle."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from inference.asking.prepared import Part
from inference.asking.question import Token
from inference.engines.options import Looks, ModelOptions, PageText
from mappers.model import DocumentType, EngineInfo, UnreadPage


class TypeFrom(StrEnum):
    """Who says what a document is, where the site's profile does not."""

    MODEL = "model"  # its first question; the words, where it says `other` or nothing
    WORDS = "words"  # the built-in reader of words; the model, where they say nothing


@dataclass(frozen=True, slots=True)
class How:
    """How a model is asked."""

    looks: Looks = field(default_factory=Looks)
    page_text: PageText = PageText.ALWAYS
    language: str = "ja"  # of the prompts
    type_from: TypeFrom = TypeFrom.MODEL
    most_questions: int = 12  # about one page beside the first of each part; then it is given up

    @classmethod
    def of(cls, options: ModelOptions) -> How:
        """As the site's settings and the catalogue say."""
        return cls(options.looks, options.page_text, options.prompt_language)


@dataclass(frozen=True, slots=True)
class Said:
    """A whole answer about a part (which comes without its pictures)."""

    part: Part
    text: str
    tokens: tuple[Token, ...] = ()  # joined they are the text; empty where the engine gives none


@dataclass(frozen=True, slots=True)
class Conversed:
    """What was said. Pages in `unread` have no answers in `said`: never a half list as a whole one."""

    document_type: DocumentType
    said: tuple[Said, ...]  # in reading order
    engine: EngineInfo  # with the digest of the prompts
    head: tuple[tuple[str, str], ...] = ()  # id, name, birth, sex, as the model says
    page_count: int = 1
    unread: tuple[UnreadPage, ...] = ()  # given up, or never opened
    warnings: tuple[str, ...] = ()  # stable codes
    recoveries: tuple[tuple[str, int], ...] = ()  # `ailment:step` and how often
    questions: int = 0
    prompt_tokens: int = 0
    answer_tokens: int = 0
    seconds: float = 0.0  # of all questions, one after another
