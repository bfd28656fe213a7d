"""HttpModel against scripted servers on real sockets: balance, sick replicas, abort, faults without content."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from random import Random
from typing import Any

import pytest

from inference.asking.question import (
    Answer,
    Fault,
    FaultKind,
    Finish,
    Picture,
    Question,
    Reply,
    Role,
    Turn,
)
from inference.engines.http_model import HttpModel
from inference.engines.options import Dialect, ModelOptions
from tests.peers import scripted_model as scripted
from tests.peers.scripted_model import Asked, Says, ScriptedModel

Start = Callable[..., ScriptedModel]
SECRET = "患者 山田花子 CRP 99.9"


def ask(text: str = SECRET, **more: Any) -> Question:
    return Question(system="Extract.", turns=(Turn(Role.USER, text),), **more)


@contextmanager
def model(
    *servers: ScriptedModel | str, check_every_s: float = 30.0, random: Random | None = None, **options: Any
) -> Iterator[HttpModel]:
    urls = tuple(one if isinstance(one, str) else one.base_url for one in servers)
    settings = {"timeout_s": 20.0, "served_name": "tiny", "urls": urls, **options}
    with closing(
        HttpModel(
            ModelOptions("reader", "vllm", **settings),
            check_every_s=check_every_s,
            random=random or Random(1),
        )
    ) as opened:
        yield opened


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def fault(answer: Answer) -> Fault:
    assert isinstance(answer, Fault), answer
    return answer


def text(answer: Answer) -> str:
    assert isinstance(answer, Reply), answer
    return answer.text


def test_a_question_becomes_a_request_and_its_answer_a_reply(scripted_model: Start) -> None:
    server = scripted_model(Says('{"items":[]}', reasoning="thinking"))
    picture = Picture(b"\xff\xd8jpeg", 28, 28, 1)
    question = Question(
        "Extract.", (Turn(Role.USER, "頁", (picture,)),), schema='{"type": "object"}', max_tokens=77, seed=5
    )
    with model(server, api_key="key") as opened:
        (answer,) = opened.answer([question])
        info = opened.info
    assert isinstance(answer, Reply)
    assert (answer.text, answer.finish) == ('{"items":[]}', Finish.STOP)
    assert "".join(token.text for token in answer.tokens) == answer.text
    assert (answer.prompt_tokens, answer.answer_tokens) == (100, 3)
    assert answer.seconds > 0
    (asked,) = server.asked
    assert asked.pictures == [b"\xff\xd8jpeg"]
    assert asked.schema == {"type": "object"}
    assert asked.body["model"] == "tiny"
    assert (asked.body["max_tokens"], asked.body["seed"], asked.body["temperature"]) == (77, 5, 0.0)
    assert [m["role"] for m in asked.messages] == ["system", "user"]
    assert asked.headers["authorization"] == "Bearer key"
    assert (info.name, info.model, info.version) == ("vllm", "tiny", server.version)


def test_answers_keep_the_order_of_their_questions(scripted_model: Start) -> None:
    def script(asked: Asked) -> Says:
        number = int(asked.messages[-1]["content"])
        return Says(str(number), delay_s=0.002 * (40 - number))

    with model(scripted_model(script), concurrency=8) as opened:
        answers = opened.answer([ask(str(n)) for n in range(40)])
    assert [text(one) for one in answers] == [str(n) for n in range(40)]


def test_no_more_at_once_than_each_replica_may_have(scripted_model: Start) -> None:
    gate = threading.Event()
    one, two = (scripted_model(Says("{}", after=gate)) for _ in range(2))
    with model(one, two, concurrency=3) as opened:
        worker = threading.Thread(target=opened.answer, args=([ask()] * 20,))
        worker.start()
        for server in (one, two):
            server.wait_until(lambda server=server: server.running == 3)
        gate.set()
        worker.join(20)
    assert (one.high_water, two.high_water) == (3, 3)
    assert len(one.asked) + len(two.asked) == 20


def test_the_replica_with_least_to_do_is_asked(scripted_model: Start) -> None:
    gate = threading.Event()
    busy, idle = scripted_model(Says("{}", after=gate)), scripted_model(Says("{}"))
    with model(busy, idle, concurrency=4) as opened:
        worker = threading.Thread(target=opened.answer, args=([ask(), ask()],))
        worker.start()
        busy.wait_until(lambda: busy.running == 1)
        opened.answer([ask()])
        for _ in range(5):
            opened.answer([ask()])
        assert len(busy.asked) == 1
        gate.set()
        worker.join(20)


def test_many_threads_share_one_model(scripted_model: Start) -> None:
    server = scripted_model(lambda asked: Says(asked.messages[-1]["content"]))
    said: dict[int, str] = {}
    with model(server) as opened:

        def one(number: int) -> None:
            said[number] = text(opened.answer([ask(f"q{number}")])[0])

        threads = [threading.Thread(target=one, args=(n,)) for n in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
    assert said == {n: f"q{n}" for n in range(16)}


def test_a_replica_that_is_away_costs_no_question(scripted_model: Start) -> None:
    server = scripted_model(Says("{}"))
    with model(f"http://127.0.0.1:{free_port()}", server) as opened:
        assert [text(one) for one in opened.answer([ask()] * 12)] == ["{}"] * 12


def test_with_no_replica_every_question_is_away_and_none_hangs() -> None:
    with model(f"http://user:hunter2@127.0.0.1:{free_port()}/v1") as opened:
        for answer in opened.answer([ask()] * 3):
            told = fault(answer)
            assert told.kind is FaultKind.AWAY
            assert "127.0.0.1" in told.reason
            assert "hunter2" not in told.reason
            assert SECRET not in told.reason


def test_a_server_that_starts_later_is_found(scripted_model: Start) -> None:
    port = free_port()
    with model(f"http://127.0.0.1:{port}", check_every_s=0.02) as opened:
        assert fault(opened.answer([ask()])[0]).kind is FaultKind.AWAY
        server = scripted_model(Says("{}"), port=port)
        server.wait_until(
            lambda: server.health_checks >= 2
        )  # the answer to the first is taken before the second
        assert text(opened.answer([ask()])[0]) == "{}"


def test_a_replica_whose_health_fails_leaves_and_returns(scripted_model: Start) -> None:
    sick, well = scripted_model(Says("sick")), scripted_model(Says("well"))

    def seen(server: ScriptedModel) -> None:
        now = server.health_checks
        server.wait_until(lambda: server.health_checks >= now + 2)

    with model(sick, well, check_every_s=0.02) as opened:
        opened.answer([ask()])
        sick.healthy = False
        seen(sick)
        assert {text(one) for one in opened.answer([ask()] * 6)} == {"well"}
        sick.healthy = True
        seen(sick)
        assert {text(one) for one in opened.answer([ask()] * 6)} == {"sick", "well"}


def test_questions_running_on_a_replica_found_sick_go_elsewhere(scripted_model: Start) -> None:
    sick = scripted_model(scripted.hang())
    well = scripted_model(Says("well"))
    with model(sick, well, check_every_s=0.02) as opened:
        answers: list[Answer] = []
        worker = threading.Thread(target=lambda: answers.extend(opened.answer([ask()] * 4)))
        worker.start()
        sick.wait_until(lambda: sick.running == 2)
        sick.healthy = False
        worker.join(20)
    assert [text(one) for one in answers] == ["well"] * 4
    sick.wait_until(lambda: sick.aborted == 2)


@pytest.mark.parametrize("failure", [scripted.error(500), scripted.reset_midway(), scripted.not_json()])
def test_a_failure_on_one_replica_is_asked_elsewhere_once(scripted_model: Start, failure: Says) -> None:
    bad, good = scripted_model(failure), scripted_model(Says("{}"))
    with model(bad, good) as opened:
        assert [text(one) for one in opened.answer([ask()] * 8)] == ["{}"] * 8
    assert 1 <= len(bad.asked) <= 8
    assert len(good.asked) == 8


def test_a_failure_on_both_is_told_after_two_tries(scripted_model: Start) -> None:
    servers = [scripted_model(scripted.error(500)) for _ in range(3)]
    with model(*servers) as opened:
        assert fault(opened.answer([ask()])[0]).kind is FaultKind.BROKEN
    assert sum(len(server.asked) for server in servers) == 2


def test_a_busy_server_is_left_alone_and_asked_again(scripted_model: Start) -> None:
    server = scripted_model(
        lambda asked: scripted.error(429, retry_after_s=0) if asked.number == 0 else Says("{}")
    )
    with model(server) as opened:
        assert text(opened.answer([ask()])[0]) == "{}"
    assert len(server.asked) == 2


def test_a_dropped_connection_is_tried_once_more_on_a_lone_server(scripted_model: Start) -> None:
    server = scripted_model(lambda asked: scripted.reset_midway() if asked.number == 0 else Says("{}"))
    with model(server) as opened:
        assert text(opened.answer([ask()])[0]) == "{}"


@pytest.mark.parametrize(
    ("says", "kind"),
    [
        (scripted.error(500, message=SECRET), FaultKind.BROKEN),
        (scripted.error(429, message=SECRET, retry_after_s=0), FaultKind.AWAY),
        (scripted.error(503, message=SECRET), FaultKind.AWAY),
        (scripted.error(401, message=SECRET), FaultKind.AWAY),
        (scripted.error(404, message=SECRET), FaultKind.AWAY),
        (scripted.error(422, message=SECRET), FaultKind.REFUSED),
        (scripted.error(413, message=SECRET), FaultKind.TOO_LONG),
        (scripted.too_long(), FaultKind.TOO_LONG),
        (scripted.not_json(), FaultKind.BROKEN),
        (Says(status=302, body=b"", headers={"location": "http://192.0.2.1/"}), FaultKind.AWAY),
        (scripted.reset_midway(SECRET * 40, after=300), FaultKind.DROPPED),
    ],
)
def test_every_failure_has_its_kind_and_tells_nothing_of_the_page(
    scripted_model: Start, says: Says, kind: FaultKind
) -> None:
    with model(scripted_model(says), api_key="hunter2") as opened:
        told = fault(opened.answer([ask()])[0])
    assert told.kind is kind
    for secret in (SECRET, "山田", "99.9", "hunter2"):
        assert secret not in told.reason


def test_time_used_up_closes_the_connection(scripted_model: Start) -> None:
    server = scripted_model(scripted.hang())
    with model(server, timeout_s=0.3) as opened:
        assert fault(opened.answer([ask()])[0]).kind is FaultKind.TIMEOUT
        server.wait_until(lambda: server.aborted == 1 and server.running == 0)


def test_a_slow_stream_has_one_time_limit_for_all_of_it(scripted_model: Start) -> None:
    server = scripted_model(scripted.slow("x" * 400, piece_delay_s=0.05))
    with model(server, timeout_s=0.3, dialect=Dialect.LLAMA_CPP) as opened:
        assert fault(opened.answer([ask()])[0]).kind is FaultKind.TIMEOUT
        server.wait_until(lambda: server.aborted == 1)


def test_closing_takes_every_question_back(scripted_model: Start) -> None:
    server = scripted_model(scripted.hang())
    answers: list[Answer] = []
    with model(server) as opened:
        worker = threading.Thread(target=lambda: answers.extend(opened.answer([ask()] * 5)))
        worker.start()
        server.wait_until(lambda: server.running == 5)
    worker.join(20)
    assert [fault(one).kind for one in answers] == [FaultKind.AWAY] * 5
    server.wait_until(lambda: server.aborted == 5 and server.running == 0)


def test_a_closed_model_answers_that_it_is_closed(scripted_model: Start) -> None:
    server = scripted_model()
    with model(server) as opened:
        opened.answer([ask()])
    assert fault(opened.answer([ask()])[0]).kind is FaultKind.AWAY
    assert len(server.asked) == 1


def test_an_endless_answer_is_cut(scripted_model: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inference.engines.http_model.MAX_ANSWER_BYTES", 10_000)
    with model(scripted_model(Says("x" * 20_000))) as opened:
        assert fault(opened.answer([ask()])[0]).kind is FaultKind.BROKEN


def test_proxies_of_the_environment_are_not_used(
    scripted_model: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with model(scripted_model(Says("{}"))) as opened:
        assert text(opened.answer([ask()])[0]) == "{}"


def test_credentials_of_a_url_are_sent_and_never_shown(scripted_model: Start) -> None:
    server = scripted_model(scripted.error(401))
    with model(server.base_url.replace("http://", "http://gate%40way:hunter2@")) as opened:
        told = fault(opened.answer([ask()])[0])
    assert server.asked[0].headers["authorization"].startswith("Basic ")
    assert "hunter2" not in told.reason + repr(opened)


@pytest.mark.parametrize("url", ["", "gpu1:8000", "ftp://gpu1", "http://", "http://:hunter2@:99999/"])
def test_what_is_no_address_stops_the_start_without_repeating_it(url: str) -> None:
    with pytest.raises(ValueError, match="reader") as refused:
        HttpModel(ModelOptions("reader", "vllm", urls=(url,)))
    assert "hunter2" not in str(refused.value)


def test_a_question_that_continues_is_refused_where_the_server_cannot(scripted_model: Start) -> None:
    server = scripted_model(Says(", 2]"))
    question = Question("", (Turn(Role.USER, "count"), Turn(Role.ASSISTANT, "[1")), schema="{}")
    with model(server, dialect=Dialect.OLLAMA) as opened:
        assert fault(opened.answer([question])[0]).kind is FaultKind.REFUSED
    assert not server.asked
    with model(server) as opened:
        assert text(opened.answer([question])[0]) == ", 2]"
    (asked,) = server.asked
    assert asked.continues
    assert (asked.body["continue_final_message"], asked.body["add_generation_prompt"]) == (True, False)
    assert asked.schema is None
