"""What every model owes those who ask. Questions allow few answers, so that also random weights must obey."""

from __future__ import annotations

import io
import json
import threading
import time
from typing import Any

from PIL import Image

from inference.asking.question import Answer, Fault, FaultKind, Finish, Picture, Question, Reply, Role, Turn
from tests.contract.models.conftest import LONGEST_CHARS, Subject

SECRET = "山田花子"


def schema(**choices: list[Any]) -> str:
    properties = {key: {"enum": values} for key, values in choices.items()}
    told = {
        "type": "object",
        "properties": properties,
        "required": list(choices),
        "additionalProperties": False,
    }
    return json.dumps(told)


CHOICES = schema(document_type=["lab-report", "other"], flag=["H", "L"], count=[1, 2, 3])


def page(width_px: int = 280, height_px: int = 196) -> Picture:
    data = io.BytesIO()
    Image.new("RGB", (width_px, height_px), "white").save(data, "JPEG")
    return Picture(data.getvalue(), width_px, height_px, 1)


def ask(text: str = f"Read the page of {SECRET}.", *pictures: Picture, **more: Any) -> Question:
    return Question("Extract.", (Turn(Role.USER, text, pictures),), **{"max_tokens": 64, "seed": 1, **more})


def reply(answer: Answer) -> Reply:
    assert isinstance(answer, Reply), answer
    return answer


def test_an_answer_follows_its_schema_and_ends_by_itself(subject: Subject) -> None:
    told = reply(subject.model.answer([ask(f"Read {SECRET}.", page(), schema=CHOICES)])[0])
    assert told.finish is Finish.STOP
    read = json.loads(told.text)
    assert list(read) == ["document_type", "flag", "count"]
    assert read["document_type"] in ("lab-report", "other")
    assert read["count"] in (1, 2, 3)
    assert told.prompt_tokens > 0
    assert told.answer_tokens > 0
    assert told.seconds > 0


def test_tokens_are_the_text_with_their_logarithms(subject: Subject) -> None:
    wanted, unwanted = (
        reply(one) for one in subject.model.answer([ask(schema=CHOICES), ask(schema=CHOICES, logprobs=False)])
    )
    assert unwanted.tokens == ()
    if not subject.logprobs:
        assert wanted.tokens == ()
        return
    assert "".join(token.text for token in wanted.tokens) == wanted.text
    assert all(token.logprob <= 0 for token in wanted.tokens)


def test_an_answer_cut_short_says_so(subject: Subject) -> None:
    told = reply(subject.model.answer([ask(schema=CHOICES, max_tokens=3)])[0])
    assert told.finish is Finish.LENGTH
    assert told.answer_tokens == 3


def test_free_text_needs_no_schema(subject: Subject) -> None:
    told = reply(subject.model.answer([ask(max_tokens=8)])[0])
    assert told.finish in (Finish.LENGTH, Finish.STOP)


def test_answers_keep_the_order_of_their_questions(subject: Subject) -> None:
    sizes = [page(), page(196, 280)]
    asked = [ask(f"{n}", sizes[n % 2], schema=schema(number=[f"n{n}"])) for n in range(12)]
    told = [json.loads(reply(one).text)["number"] for one in subject.model.answer(asked)]
    assert told == [f"n{n}" for n in range(12)]


def test_thirty_two_ask_at_once(subject: Subject) -> None:
    told: dict[int, str] = {}

    def one(number: int) -> None:
        question = ask(f"Read page {number}.", page(), schema=schema(number=[f"n{number}"]))
        told[number] = json.loads(reply(subject.model.answer([question])[0]).text)["number"]

    threads = [threading.Thread(target=one, args=(n,)) for n in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(240)
    assert told == {n: f"n{n}" for n in range(32)}


def test_the_same_question_has_the_same_answer(subject: Subject) -> None:
    first = reply(subject.model.answer([ask(max_tokens=12)])[0])
    again = reply(subject.model.answer([ask(max_tokens=12)])[0])
    assert first.text == again.text


def test_an_answer_begun_is_gone_on_with_or_refused(subject: Subject) -> None:
    turns = (Turn(Role.USER, "Count."), Turn(Role.ASSISTANT, "one, two,"))
    (answer,) = subject.model.answer([Question("", turns, max_tokens=6)])
    if subject.continues:
        assert not reply(answer).text.startswith("one, two,")
    else:
        assert isinstance(answer, Fault)
        assert answer.kind is FaultKind.REFUSED


def test_what_does_not_fit_is_too_long_and_nothing_of_it_is_told(subject: Subject) -> None:
    (answer,) = subject.model.answer([ask(f"{SECRET} " * LONGEST_CHARS, schema=CHOICES)])
    assert isinstance(answer, Fault), answer
    assert answer.kind is FaultKind.TOO_LONG
    assert SECRET not in answer.reason
    assert reply(subject.model.answer([ask(schema=CHOICES)])[0]).finish is Finish.STOP


def test_no_question_has_no_answer(subject: Subject) -> None:
    assert subject.model.answer([]) == []


def test_closing_takes_the_questions_back_and_frees_the_server(subject: Subject) -> None:
    other = subject.open()
    answers: list[Answer] = []
    long = ask(max_tokens=1500, temperature=1.0)
    worker = threading.Thread(target=lambda: answers.extend(other.answer([long] * 2)))
    worker.start()
    began = time.monotonic()
    while worker.is_alive() and subject.busy() < 2 and time.monotonic() < began + 5:
        time.sleep(0.02)
    other.close()
    worker.join(60)
    assert not worker.is_alive()
    assert len(answers) == 2
    for answer in answers:
        assert isinstance(answer, Reply) or answer.kind is FaultKind.AWAY
    deadline = time.monotonic() + 20
    while subject.busy():
        assert time.monotonic() < deadline, "the server goes on with a question that nobody waits for"
        time.sleep(0.05)
    if hasattr(other, "end"):
        other.end()
