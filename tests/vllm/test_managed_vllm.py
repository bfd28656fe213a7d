"""A real vLLM as a managed child: it starts, answers, is killed and started again, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import signal
from concurrent.futures import ThreadPoolExecutor

import httpx
import psutil
import pytest

from tests.vllm.conftest import Tiny, until
from tests.vllm.questions import WORD, question, under_schema
from tests.vllm.site import ADAPTER_NAME, START_S

pytestmark = [pytest.mark.vllm, pytest.mark.timeout(900)]


def test_it_is_healthy_and_names_its_models(tiny: Tiny) -> None:
    assert httpx.get(f"{tiny.url}/health", trust_env=False).status_code == 200
    named = httpx.get(f"{tiny.url}/v1/models", trust_env=False).json()["data"]
    assert {one["id"] for one in named} == {"tiny", ADAPTER_NAME}
    assert next(one for one in named if one["id"] == "tiny")["max_model_len"] == 2048


def test_an_answer_follows_the_schema_and_has_logprobs(tiny: Tiny) -> None:
    answer = tiny.ask(under_schema())
    assert answer.status_code == 200, answer.text
    (choice,) = answer.json()["choices"]
    tokens = choice["logprobs"]["content"]
    assert all(token["logprob"] <= 0 for token in tokens)
    assert "".join(token["token"] for token in tokens).startswith(choice["message"]["content"])
    assert choice["finish_reason"] == "stop", "no room for the whitespace loop of vllm#38696"
    assert set(json.loads(choice["message"]["content"])) == {"document_type", "flag", "count"}


def test_an_adapter_answers_by_its_name_and_differently(tiny: Tiny) -> None:
    own, adapted = (
        tiny.ask(question(model, logprobs=True, top_logprobs=0)).json() for model in ("tiny", ADAPTER_NAME)
    )
    assert adapted["model"] == ADAPTER_NAME
    first = [[t["logprob"] for t in a["choices"][0]["logprobs"]["content"][:4]] for a in (own, adapted)]
    assert first[0] != first[1], "the adapter's weights are in use"


def test_a_name_that_it_does_not_serve_is_refused(tiny: Tiny) -> None:
    assert tiny.ask(question("qwen")).status_code == 404


def test_pages_at_once_are_all_answered(tiny: Tiny) -> None:
    with ThreadPoolExecutor(32) as pool:
        codes = [r.status_code for r in pool.map(lambda _: tiny.ask(question(max_tokens=16)), range(32))]
    assert codes == [200] * 32


def test_prompts_do_not_come_into_the_log(tiny: Tiny) -> None:
    assert tiny.ask(question(text=f"Who is {WORD}?")).status_code == 200
    too_long = question(text=f"{WORD} " * 3000)
    assert tiny.ask(too_long).status_code == 400
    broken = question(max_tokens=WORD)
    assert tiny.ask(broken).status_code in (400, 422)
    assert WORD not in json.dumps(tiny.logs, default=str)
    assert any("vLLM" in str(log.get("text")) or "vllm" in str(log.get("place")) for log in tiny.logs)


def test_a_killed_server_answers_again_and_its_engine_did_not_stay(tiny: Tiny) -> None:
    (before,) = tiny.models.states()
    everybody = tiny.processes()
    server = next(
        p
        for p in everybody
        if "vllm.entrypoints.openai.api_server" in p.cmdline() and "-I" not in p.cmdline()
    )
    with ThreadPoolExecutor(1) as pool:
        cut = pool.submit(tiny.ask, question(max_tokens=1500, ignore_eos=True))
        until(lambda: _busy(tiny) or cut.done(), 60)
        os.kill(server.pid, signal.SIGKILL)
        assert isinstance(cut.exception(60), httpx.HTTPError) or cut.result().status_code == 200
    until(lambda: tiny.ready(before.starts + 1), START_S)
    assert not [p for p in everybody if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]
    assert tiny.ask(under_schema()).status_code == 200


def _busy(tiny: Tiny) -> bool:
    numbers = httpx.get(f"{tiny.url}/metrics", trust_env=False).text.splitlines()
    return any(line.startswith("vllm:num_requests_running") and not line.endswith(" 0.0") for line in numbers)


def test_a_stop_leaves_no_process(tiny: Tiny) -> None:
    """Last: it ends the module's server."""
    everybody = tiny.processes()
    assert len(everybody) >= 3, "guard, API server, engine"
    tiny.models.stop()
    left = [p for p in everybody if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]
    assert not left
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{tiny.url}/health", trust_env=False)
