"""What of a model server's output is logged: all of its start, nothing of questions and answers."""

from __future__ import annotations

import pytest

from gateway.model_server.output import LONGEST_TEXT, Output, Said

NAME = "山田太郎"


def serving() -> Output:
    output = Output()
    output.line(b"(APIServer pid=9) INFO:     Application startup complete.")
    return output


def test_the_start_is_passed_on_with_level_and_place() -> None:
    output = Output()
    line = b"(EngineCore pid=7) WARNING 11-28 05:00:00 [v1/worker/gpu_worker.py:88] Not enough memory\n"
    assert output.line(line) == Said(30, "Not enough memory", "v1/worker/gpu_worker.py:88")
    assert output.line(b"Traceback (most recent call last):\n") == Said(
        20, "Traceback (most recent call last):"
    )
    assert output.line(b"  \x1b[31m  \x1b[0m\n") is None


def test_long_lines_and_control_characters_are_cut() -> None:
    said = Output().line(b"\x1b[32mgreen\x1b[0m\x07" + b"x" * 100_000)
    assert said is not None
    assert said.text.startswith("greenxxx")
    assert len(said.text) == LONGEST_TEXT


@pytest.mark.parametrize(
    "first", ["Started server process [12]", "Starting vLLM server on http://127.0.0.1:1"]
)
def test_from_the_first_request_on_no_content_is_passed(first: str) -> None:
    output = Output()
    assert output.line(first.encode()) is not None
    assert output.line(f"氏名 {NAME}".encode()) is None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (f"INFO 11-28 05:00:00 [entry.py:1] Received request cmpl-1: {NAME}", None),
        (f"WARNING 11-28 05:00:00 [entry.py:1] too long: {NAME}", Said(30, place="entry.py:1")),
        (
            f"(APIServer pid=1) ERROR 11-28 05:00:00 [entry.py:1] pydantic.ValidationError: {NAME}",
            Said(40, place="entry.py:1", error="pydantic.ValidationError"),
        ),
        (f"  File '/x.py', line 3, in f({NAME})", None),
        (f"torch.OutOfMemoryError: CUDA out of memory {NAME}", Said(30, error="torch.OutOfMemoryError")),
        (f"{NAME}Error: x", None),
        (f'INFO:     127.0.0.1:5 - "POST /v1/chat/completions?{NAME} HTTP/1.1" 200 OK', None),
        (
            f"INFO 11-28 05:00:00 [l.py:1] Engine 000: Avg prompt throughput: {NAME} tokens/s",
            None,
        ),
    ],
)
def test_lines_while_serving(line: str, said: Said | None) -> None:
    found = serving().line(line.encode())
    assert found == said
    assert NAME not in repr(found)


def test_numbers_of_the_engine_are_passed() -> None:
    text = (
        "Engine 000: Avg prompt throughput: 12.5 tokens/s, Avg generation throughput: 3.0 tokens/s, "
        "Running: 1 reqs, Waiting: 0 reqs, GPU KV cache usage: 0.4%, Prefix cache hit rate: 0.0%"
    )
    said = serving().line(f"(APIServer pid=1) INFO 11-28 05:00:00 [loggers.py:257] {text}".encode())
    assert said == Said(20, text, "loggers.py:257")


def test_a_server_of_another_make_is_told_by_its_health() -> None:
    output = Output()
    assert output.line(b"llama server listening") is not None
    output.takes_requests()
    assert output.line(b"prompt: anything") is None
