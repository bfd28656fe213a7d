"""The chat API without a socket: bodies, answers, streams, tokens, refusals."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from inference.asking.question import Fault, FaultKind, Finish, Picture, Question, Reply, Role, Token, Turn
from inference.engines.answer_text import without_reasoning
from inference.engines.answer_tokens import tokens_of
from inference.engines.chat import cannot_continue, reply, request_body
from inference.engines.chat_stream import ChatStream
from inference.engines.dialects import TRAITS
from inference.engines.options import Dialect
from inference.engines.refusals import MAX_RETRY_AFTER_S, pause_s, refusal

PICTURE = Picture(bytes(range(256)) * 3, 56, 28, 1)
QUESTION = Question(
    'Say "それ".', (Turn(Role.USER, "頁\n1", (PICTURE, PICTURE)),), schema='{"type": "object", "x": "値"}'
)


def body(question: Question, dialect: Dialect = Dialect.VLLM, **more: Any) -> dict[str, Any]:
    parsed = json.loads(request_body(question, TRAITS[dialect], "名", **more))
    assert isinstance(parsed, dict)
    return parsed


def test_every_dialect_has_its_row() -> None:
    assert set(TRAITS) == set(Dialect)


@pytest.mark.parametrize("dialect", Dialect)
def test_a_body_says_the_same_in_every_dialect(dialect: Dialect) -> None:
    told = body(QUESTION, dialect)
    system, user = told["messages"]
    assert system == {"role": "system", "content": QUESTION.system}
    first, second, words = user["content"]
    assert first == second
    head, _, data = first["image_url"]["url"].partition(",")
    assert head == "data:image/jpeg;base64"
    assert base64.b64decode(data) == PICTURE.data
    assert words == {"type": "text", "text": "頁\n1"}
    assert told["model"] == "名"
    assert told["max_tokens"] == QUESTION.max_tokens
    assert told.get("logprobs", False) is TRAITS[dialect].logprobs
    assert told.get("stream", False) is TRAITS[dialect].streams
    schema = told["response_format"].get("schema") or told["response_format"]["json_schema"]["schema"]
    assert schema == {"type": "object", "x": "値"}


def test_free_text_has_no_schema_and_logprobs_only_when_wanted() -> None:
    told = body(Question("", (Turn(Role.USER, "hello"),), logprobs=False))
    assert "response_format" not in told
    assert "logprobs" not in told
    assert told["messages"] == [{"role": "user", "content": "hello"}]


def test_without_a_system_role_its_words_stand_before_the_first_turn() -> None:
    turns = (
        Turn(Role.USER, "one", (PICTURE,)),
        Turn(Role.ASSISTANT, "two"),
        Turn(Role.USER, "three"),
    )
    told = body(Question("Extract.", turns), system_turn=False)
    assert [m["role"] for m in told["messages"]] == ["user", "assistant", "user"]
    assert told["messages"][0]["content"][1]["text"] == "Extract.\n\none"
    assert told["messages"][0]["content"][0]["type"] == "image_url"


def test_a_lone_surrogate_of_a_page_makes_no_failure() -> None:
    assert b"?" in request_body(Question("", (Turn(Role.USER, "\ud800"),)), TRAITS[Dialect.VLLM], "m")


def test_an_answer_begun_is_continued_without_its_schema() -> None:
    question = Question("", (Turn(Role.USER, "count"), Turn(Role.ASSISTANT, '{"items":[')), schema="{}")
    told = body(question)
    assert told["continue_final_message"] is True
    assert told["add_generation_prompt"] is False
    assert "response_format" not in told
    assert cannot_continue(question, TRAITS[Dialect.VLLM]) is None
    refused = cannot_continue(question, TRAITS[Dialect.OLLAMA])
    assert refused is not None
    assert refused.kind is FaultKind.REFUSED


def completion(content: str | None, finish: str | None = "stop", **message: Any) -> bytes:
    choice = {"message": {"role": "assistant", "content": content, **message}, "finish_reason": finish}
    return json.dumps({"choices": [choice], "usage": {"prompt_tokens": 7, "completion_tokens": 3}}).encode()


@pytest.mark.parametrize(
    ("finish", "is_what"),
    [
        ("stop", Finish.STOP),
        ("length", Finish.LENGTH),
        ("abort", Finish.ABORTED),
        ("repetition", Finish.REPEATED),
        ("content_filter", Finish.ABORTED),
        ("tool_calls", Finish.ABORTED),
        (None, Finish.ABORTED),
    ],
)
def test_only_stop_is_the_models_own_end(finish: str | None, is_what: Finish) -> None:
    answer = reply(completion("{}", finish), seconds=1.5)
    assert answer == Reply("{}", is_what, (), 7, 3, 1.5)


@pytest.mark.parametrize("name", ["reasoning", "reasoning_content"])
def test_reasoning_beside_the_answer_is_dropped(name: str) -> None:
    answer = reply(completion(None, **{name: "I think"}))
    assert isinstance(answer, Reply)
    assert answer.text == ""


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>",
        b"[]",
        b"null",
        b"{}",
        b'{"choices": []}',
        b'{"choices": [{}]}',
        b'{"choices": [{"message": 3}]}',
        b'{"choices": [{"message": {"content": [1]}}]}',
        b'{"choices": [{"message": {"content": "x"}, "logprobs": {"content": [{}]}}]}',
        b'{"choices": [{"message": {"content": "x"}}], "usage": [1]}',
        b"\xff\xfe",
    ],
)
def test_what_is_not_in_the_protocol_is_broken(data: bytes) -> None:
    answer = reply(data)
    assert isinstance(answer, Fault)
    assert answer.kind is FaultKind.BROKEN


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        ("{}", "{}"),
        ("<think>a {} b</think>\n\n{}", "{}"),
        ("\n<think></think>{}", "{}"),
        ("<think>never ends", ""),
        ("thinking aloud</think>\n{}", "{}"),
        ('{"name": "</think>"}', '{"name": "</think>"}'),
    ],
)
def test_thinking_aloud_is_no_part_of_the_answer(content: str, answer: str) -> None:
    assert without_reasoning(content) == answer


def entry(token: str, logprob: float, data: bytes | None = None) -> dict[str, Any]:
    return {"token": token, "logprob": logprob, "bytes": None if data is None else list(data)}


def test_tokens_joined_are_the_text() -> None:
    entries = [entry('{"a', -1.0, b'{"a'), entry('":1}', -2.0, b'":1}')]
    assert tokens_of('{"a":1}', entries) == (Token('{"a', -1.0), Token('":1}', -2.0))


def test_tokens_of_reasoning_and_of_the_end_are_cut_off() -> None:
    entries = [entry("<think>x</think>", -9.0), entry("{}", -1.0), entry("<|im_end|>", -0.5)]
    assert tokens_of("{}", entries) == (Token("{}", -1.0),)


def test_a_letter_of_several_tokens_is_one_with_their_logprobs_summed() -> None:
    blood = "血".encode()
    entries = [
        entry("\\xe8", -1.0, blood[:1]),
        entry("\\xa1", -2.0, blood[1:]),
        entry("糖", -3.0, "糖".encode()),
    ]
    assert tokens_of("血糖", entries) == (Token("血", -3.0), Token("糖", -3.0))


def test_cut_letters_told_as_replacement_characters_are_laid_along_the_text() -> None:
    entries = [entry("�", -1.0), entry("�", -2.0), entry("糖", -3.0), entry("�", -4.0)]
    assert tokens_of("血糖値", entries) == (Token("血", -3.0), Token("糖", -3.0), Token("値", -4.0))


def test_tokens_that_do_not_fit_are_not_given() -> None:
    assert tokens_of("abc", [entry("xyz", -1.0)]) == ()
    assert tokens_of("abc", [entry("ab", -1.0)]) == ()
    assert tokens_of("", [entry("<|im_end|>", -1.0)]) == ()
    assert tokens_of("abc", []) == ()


STREAM = (
    b': ping\r\n\r\ndata: {"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}\r\n\r\n'
    b'data: {"choices":[{"delta":{"reasoning_content":"hm"}}]}\n\n'
    + 'data: {"choices":[{"delta":{"content":"血"},"logprobs":{"content":'.encode()
    + '[{"token":"血","logprob":-1.0}]}}]}\n\n'.encode()
    + b'data: {"choices":[{"delta":{"content":"!"},"logprobs":{"content":[{"token":"!","logprob":-2.0}]}}]}\n\n'
    b'data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\n'
    b'data: {"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":2}}\n\n'
    b"data: [DONE]\n\n"
)


@pytest.mark.parametrize("step", [1, 2, 7, 64, 10_000])
def test_a_stream_is_the_same_in_any_chopping(step: int) -> None:
    stream = ChatStream()
    for at in range(0, len(STREAM), step):
        stream.feed(STREAM[at : at + step])
    tokens = (Token("血", -1.0), Token("!", -2.0))
    assert stream.reply(seconds=2.0) == Reply("血!", Finish.STOP, tokens, 5, 2, 2.0)


def test_a_stream_that_just_ends_is_no_whole_answer() -> None:
    stream = ChatStream()
    stream.feed(STREAM[:200])
    assert isinstance(stream.reply(), Fault)
    stream = ChatStream()
    stream.feed(b'data: {"choices":[{"delta":{"content":"x"}}]}\n\ndata: [DONE]\n\n')
    ended = stream.reply()
    assert isinstance(ended, Reply)
    assert ended.finish is Finish.ABORTED


@pytest.mark.parametrize(
    "line", [b'data: {"error": {"message": "boom"}}', b"data: {", b"data: [1]", b"data: 3"]
)
def test_an_error_within_a_stream_is_broken(line: bytes) -> None:
    stream = ChatStream()
    stream.feed(STREAM[:-16] + line + b"\n\ndata: [DONE]\n\n")
    answer = stream.reply()
    assert isinstance(answer, Fault)
    assert answer.kind is FaultKind.BROKEN


@pytest.mark.parametrize(
    "words",
    [
        "This model's maximum context length is 2048 tokens. However, you requested 9000",
        "The decoder prompt (length 9000) is longer than the maximum model length of 2048.",
        '{"error":{"code":400,"type":"exceed_context_size_error"}}',
        "The input (9000 tokens) is longer than the model's context length (2048 tokens).",
        "litellm.ContextWindowExceededError: ...",
        "Trying to keep the first 9000 tokens when context the overflows.",
    ],
)
def test_a_question_too_long_is_told_from_the_servers_words(words: str) -> None:
    told = refusal(400, words.encode(), "gpu1:8000")
    assert told.kind is FaultKind.TOO_LONG
    assert "9000" not in told.reason
    assert "gpu1:8000" in told.reason


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, FaultKind.REFUSED),
        (301, FaultKind.AWAY),
        (418, FaultKind.REFUSED),
        (408, FaultKind.TIMEOUT),
        (500, FaultKind.BROKEN),
        (501, FaultKind.BROKEN),
        (502, FaultKind.AWAY),
        (503, FaultKind.AWAY),
        (504, FaultKind.TIMEOUT),
    ],
)
def test_statuses_have_their_kinds(status: int, kind: FaultKind) -> None:
    assert refusal(status, "患者".encode(), "gpu1").kind is kind


def test_a_busy_server_names_its_pause_within_bounds() -> None:
    assert pause_s(429, "2") == 2.0
    assert pause_s(429, "86400") == MAX_RETRY_AFTER_S
    assert pause_s(429, "-1") == 0.0
    assert pause_s(429, "") == 1.0
    assert pause_s(503, "") is None
    assert pause_s(500, "2") is None
