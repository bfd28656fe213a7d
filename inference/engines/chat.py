"""The OpenAI chat API without a socket: a question becomes the bytes of a request, an answer's bytes a `Reply`.

Pictures are written into the body once, as bytes: base64 needs no escaping in JSON. Nothing of an answer or of an
error's words goes into a `Fault`: servers repeat the prompt in them.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import Any

from inference.asking.question import Fault, FaultKind, Finish, Question, Reply, Turn
from inference.engines.answer_text import without_reasoning
from inference.engines.answer_tokens import tokens_of
from inference.engines.dialects import SchemaForm, Traits

FINISH: Mapping[str | None, Finish] = {
    "stop": Finish.STOP,
    "eos": Finish.STOP,
    "length": Finish.LENGTH,
    "repetition": Finish.REPEATED,
}
"""Everything else is ABORTED: abort, error, content_filter, tool_calls, none."""


def request_body(question: Question, traits: Traits, served_name: str, *, system_turn: bool = True) -> bytes:
    """The JSON body of `POST /v1/chat/completions`, UTF-8."""
    fields: dict[str, Any] = {
        "model": served_name,
        "max_tokens": question.max_tokens,
        "temperature": question.temperature,
        "seed": question.seed,
        **traits.extra,
    }
    if question.logprobs and traits.logprobs:
        fields["logprobs"] = True
    if traits.streams:
        fields["stream"] = True
        fields["stream_options"] = {"include_usage": True}
    if question.continues:
        fields.update(traits.continuing)
    parts = [_json(fields)[:-1]]
    if question.schema and not question.continues:
        parts.append(_response_format(question.schema.encode(), traits.schema_form))
    parts.append(b',"messages":[')
    for place, turn in enumerate(spoken(question, system_turn=system_turn)):
        parts.append(b"," if place else b"")
        parts.extend(_message(turn))
    parts.append(b"]}")
    return b"".join(parts)


def spoken(question: Question, *, system_turn: bool) -> Iterator[Turn | str]:
    """The turns in order; the system's words first, as a plain string, or before the first user turn's."""
    turns = question.turns
    if question.system and system_turn:
        yield question.system
    elif question.system and turns:
        first = turns[0]
        yield Turn(first.role, f"{question.system}\n\n{first.text}", first.pictures)
        turns = turns[1:]
    yield from turns


def _message(turn: Turn | str) -> Iterator[bytes]:
    if isinstance(turn, str):
        yield _json({"role": "system", "content": turn})
        return
    if not turn.pictures:
        yield _json({"role": turn.role.value, "content": turn.text})
        return
    yield b'{"role":"' + turn.role.value.encode() + b'","content":['
    for picture in turn.pictures:
        yield b'{"type":"image_url","image_url":{"url":"data:image/jpeg;base64,'
        yield b64encode(picture.data)
        yield b'"}},'
    yield _json({"type": "text", "text": turn.text})
    yield b"]}"


def _response_format(schema: bytes, form: SchemaForm) -> bytes:
    if form is SchemaForm.JSON_OBJECT:
        return b',"response_format":{"type":"json_object","schema":' + schema + b"}"
    named = b'{"name":"answer","strict":true,"schema":' + schema + b"}"
    return b',"response_format":{"type":"json_schema","json_schema":' + named + b"}"


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


BROKEN = Fault(
    FaultKind.BROKEN,
    "the model server's answer is not in the chat protocol: check that the address is a model server's and its log",
)


def reply(body: bytes, *, seconds: float = 0.0) -> Reply | Fault:
    """What a whole answer with status 200 says. Reasoning is dropped."""
    try:
        data = json.loads(body)
        choice = data["choices"][0]
        message = choice["message"]
        content = message.get("content") or ""
        entries = (choice.get("logprobs") or {}).get("content") or ()
        if not isinstance(content, str):
            return BROKEN
        return answered(content, choice.get("finish_reason"), entries, data.get("usage"), seconds=seconds)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return BROKEN


def answered(content: str, finish: str | None, entries: Any, usage: Any, *, seconds: float) -> Reply:
    """A reply from the parts that both forms of an answer have. Raises TypeError, KeyError, AttributeError."""
    text = without_reasoning(content)
    usage = usage or {}
    return Reply(
        text=text,
        finish=FINISH.get(finish, Finish.ABORTED),
        tokens=tokens_of(text, entries),
        prompt_tokens=int(usage.get("prompt_tokens") or 0),
        answer_tokens=int(usage.get("completion_tokens") or 0),
        seconds=seconds,
    )


def cannot_continue(question: Question, traits: Traits) -> Fault | None:
    """The fault of a question that goes on with an answer where the server cannot."""
    if not question.continues or traits.continues:
        return None
    return Fault(FaultKind.REFUSED, "this kind of model server cannot go on with an answer begun: ask anew")
