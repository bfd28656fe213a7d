"""Questions in words: prompt files of one language, filled with a part's own text.

The files are versioned with the code; their digest, with that of the schemas, goes to Provenance. Pictures stand before
the text and all questions of one language have one system turn: a server's prefix cache then serves a page's second
question from its first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from string import Template

from inference.asking.prepared import Part
from inference.asking.question import Question, Role, Turn
from inference.asking.schema import FIELDS, head_schema, items_schema
from inference.profiles import ProfileExample
from mappers.model import DocumentType

LANGUAGES = ("ja", "en")
_TABLES = frozenset((DocumentType.LAB_REPORT, DocumentType.URINALYSIS, DocumentType.BLOOD_GAS))
_HEAD_TOKENS = 256


@lru_cache(maxsize=128)
def prompt(language: str, name: str) -> str:
    """The text of a prompt file, without its last line's end."""
    return (files("inference.asking") / "prompts" / language / f"{name}.txt").read_text("utf-8").strip()


@lru_cache(maxsize=4)
def prompt_digest(language: str) -> str:
    """`sha256:<hex>` over the language's prompt files, in name order, and all schemas."""
    digest = hashlib.sha256()
    folder = files("inference.asking") / "prompts" / language
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    for kind in FIELDS:
        digest.update(items_schema(kind).encode())
    digest.update(head_schema(True).encode())
    return f"sha256:{digest.hexdigest()}"


def head_question(part: Part, language: str, *, with_type: bool, with_words: bool) -> Question:
    """The first question, about the first part of the document: what it is, and whom it is about."""
    text = _filled(
        language,
        "head",
        type=prompt(language, "type") if with_type else "",
        words=_words(part, language, with_words),
    )
    turn = Turn(Role.USER, text, (part.picture,) if part.picture else ())
    return Question(prompt(language, "system"), (turn,), head_schema(with_type), _HEAD_TOKENS)


def items_question(
    part: Part,
    kind: DocumentType,
    language: str,
    *,
    with_words: bool,
    examples: Sequence[ProfileExample] = (),
    reminders: Sequence[str] = (),
) -> Question:
    """The question about a part's items; `reminders` name prompt files whose text goes last."""
    strip = part.headings_picture if part.picture else None
    shown = [_filled(language, "example", text=example.text, answer=example.answer) for example in examples]
    fields = [
        line
        for line in prompt(language, "fields").split("\n")
        if line.partition(":")[0] in {field.value for field in FIELDS[kind]}
    ]
    text = _filled(
        language,
        "items",
        kind=kind.value,
        picture=prompt(language, "headings-picture") if strip else "",
        rules=_rules(kind, language),
        fields="\n".join(fields),
        headings=_filled(language, "headings", headings="\n".join(part.headings)) if part.headings else "",
        examples="\n".join(shown),
        words=_words(part, language, with_words),
    )
    text = "\n".join((text, *(prompt(language, name) for name in reminders)))
    pictures = tuple(p for p in (strip, part.picture) if p is not None)
    return Question(prompt(language, "system"), (Turn(Role.USER, text, pictures),), items_schema(kind))


def _rules(kind: DocumentType, language: str) -> str:
    return prompt(language, "rules-table" if kind in _TABLES else f"rules-{kind.value}")


def _words(part: Part, language: str, wanted: bool) -> str:
    """The part's words; a part without a picture has nothing else."""
    if not part.lines or not (wanted or part.picture is None):
        return ""
    text = "\n".join(line.text for line in part.lines)
    return _filled(language, "words" if part.picture else "words-only", words=text)


def _filled(language: str, name: str, **said: str) -> str:
    """A prompt with its places filled; lines that stay empty are left out."""
    text = Template(prompt(language, name)).substitute(said)
    return "\n".join(line for line in text.split("\n") if line.strip())
