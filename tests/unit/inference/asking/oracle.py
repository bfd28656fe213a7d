"""A model for tests: answers from a document's truth, only what the picture shows, or what a script says."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from inference.asking.question import Answer, Finish, Question, Reply, Token
from mappers.model import EngineInfo, Extraction, Item

INFO = EngineInfo("vllm", "0", "oracle")


def reply(text: str, finish: Finish = Finish.STOP, logprob: float | None = None) -> Reply:
    tokens = tuple(Token(c, logprob) for c in text) if logprob is not None else ()
    return Reply(text, finish, tokens, 100, len(text), 0.5)


def items_json(*items: tuple[str, ...]) -> str:
    """Items of (name, value, unit, range) as an answer."""
    keys = ("name", "value", "unit", "range")
    entries = [dict(zip(keys, item, strict=False)) for item in items]
    return json.dumps({"items": entries}, ensure_ascii=False, separators=(",", ":"))


def asks_head(question: Question) -> bool:
    return '"items"' not in question.schema and not question.continues


@dataclass
class Scripted:
    """Answers by a function of the question and of how many came before it; remembers all questions."""

    script: Callable[[Question, int], Answer]
    asked: list[Question] = field(default_factory=list)
    rounds: int = 0

    @property
    def info(self) -> EngineInfo:
        return INFO

    def answer(self, questions: Sequence[Question]) -> list[Answer]:
        self.rounds += 1
        out = []
        for question in questions:
            out.append(self.script(question, len(self.asked)))
            self.asked.append(question)
        return out

    def close(self) -> None:
        pass


@dataclass
class Oracle(Scripted):
    """Answers from a truth; `planted` changes what it says of an item (None: as it is printed)."""

    script: Callable[[Question, int], Answer] = field(init=False)
    truth: Extraction = field(kw_only=True)
    planted: Callable[[Item], Item] = field(kw_only=True, default=lambda item: item)

    def __post_init__(self) -> None:
        self.script = lambda question, _: self._said(question)

    def _said(self, question: Question) -> Reply:
        if asks_head(question):
            patient = self.truth.patient
            said = {"id": patient.id, "name": patient.name, "birth": patient.birth_date}
            head = {"type": self.truth.document_type.value} | {k: v for k, v in said.items() if v}
            return reply(json.dumps(head, ensure_ascii=False))
        shown = question.turns[0].pictures[-1]
        entries = []
        for item in self.truth.items:
            assert item.box is not None
            middle = (item.box.y0 + item.box.y1) / 2
            if item.page == shown.page and shown.region.y0 <= middle <= shown.region.y1:
                entries.append(_entry(self.planted(item)))
        return reply(json.dumps({"items": entries}, ensure_ascii=False), logprob=-0.01)


def _entry(item: Item) -> dict[str, str]:
    said = {
        "name": item.name,
        "value": item.value,
        "unit": item.unit,
        "range": item.reference_range,
        "flag": item.flag.value if item.flag else None,
        "date": item.effective.replace("T", " ") if item.effective else None,
    }
    return {key: text for key, text in said.items() if text}
