"""A scripted model server that speaks the OpenAI chat API over real sockets and shares no code with the gateway.

A script is a function from the request (`Asked`) to what is answered (`Says`):

    def script(asked: Asked) -> Says:
        return cut('{"items": [{"name": "CRP", ') if asked.number == 0 else Says('{"items": []}')

    with ScriptedModel(script) as server:      # or the fixture: scripted_model(script) -> ScriptedModel
        ...                                    # send to server.base_url (http://127.0.0.1:PORT/v1)
        assert server.asked[0].pictures        # what came, in order of arrival
        assert server.high_water <= 32         # most requests at once
        server.wait_until(lambda: server.aborted == 1)   # requests whose sender left before the answer

Faults seen in real models and servers have names: `whitespace_loop`, `repetition_loop`, `cut`, `prose`, `in_chinese`,
`wrong_row`, `invented_value`, `empty`, `error` (500, 429 with Retry-After, 401), `too_long`, `slow`, `reset_midway`,
`hang`, `not_json`. A request with `"stream": true` is answered by server-sent events, others in one piece.
`server.script` may be changed while it runs; `server.healthy = False` makes the health path answer 503. A script that
raises answers 500 and fails the test when the server stops. `python -m tests.peers.scripted_model` runs it as a
process of its own, which prints its port (for measurements).
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import math
import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any

import h11
import pytest

MODEL = "scripted"
PIECE_CHARS = 4  # what counts as a token here
WAIT_S = 20.0


@dataclass(frozen=True)
class Asked:
    """One chat request as it came."""

    number: int  # 0 for the first since the start
    path: str
    headers: Mapping[str, str]  # names in lower case
    body: dict[str, Any]
    size: int  # bytes of the body

    @property
    def messages(self) -> list[dict[str, Any]]:
        return list(self.body["messages"])

    @property
    def text(self) -> str:
        """All words of all turns."""
        return "\n".join(
            part["text"] for m in self.messages for part in _parts(m["content"]) if part["type"] == "text"
        )

    @property
    def pictures(self) -> list[bytes]:
        """The pictures of all turns, decoded from their data URLs."""
        urls = [
            part["image_url"]["url"]
            for m in self.messages
            for part in _parts(m["content"])
            if part["type"] == "image_url"
        ]
        return [base64.b64decode(url.partition(";base64,")[2], validate=True) for url in urls]

    @property
    def schema(self) -> dict[str, Any] | None:
        """The JSON Schema, in whichever of the ways servers know it was asked for."""
        form = self.body.get("response_format") or {}
        constraint = self.body.get("structured_outputs") or {}
        found = (form.get("json_schema") or {}).get("schema") or form.get("schema") or constraint.get("json")
        return json.loads(found) if isinstance(found, str) else found

    @property
    def continues(self) -> bool:
        """Whether the last turn is an answer begun."""
        return bool(self.messages) and self.messages[-1]["role"] == "assistant"


def _parts(content: str | list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"type": "text", "text": content}] if isinstance(content, str) else content


@dataclass(frozen=True)
class Says:
    """What is answered."""

    text: str = ""
    finish: str | None = "stop"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None  # in place of a chat answer
    reasoning: str = ""
    logprob: float = -0.01  # of each piece
    delay_s: float = 0.0  # before the first byte
    piece_delay_s: float = 0.0  # between pieces of a stream, or of the body
    after: threading.Event | None = None  # answer only when it is set
    reset_after: int | None = None  # bytes of the body after which the connection is reset


Script = Callable[[Asked], Says]


def empty() -> Says:
    return Says("")


def whitespace_loop() -> Says:
    """The known loop under a schema: newlines until the budget is used up."""
    return Says("{" + "\n" * 400, finish="length")


def repetition_loop(row: str = '{"name": "CRP", "value": "0.12"}, ') -> Says:
    return Says('{"items": [' + row * 60, finish="length")


def cut(text: str) -> Says:
    """The budget ends in the middle."""
    return Says(text, finish="length")


def prose() -> Says:
    return Says(
        "This image shows a laboratory report with several values. The patient appears to be healthy."
    )


def in_chinese() -> Says:
    return Says("这张图片显示了一份检验报告单，其中包含多项检验结果。")


def not_json() -> Says:
    """An answer outside the protocol, with status 200."""
    return Says(body=b"<html>It works!</html>", headers={"content-type": "text/html"})


def _rows(value: Any) -> list[Any]:
    """The first list of at least two entries, wherever it stands."""
    if isinstance(value, list) and len(value) > 1:
        return value
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return next((rows for rows in map(_rows, below) if rows), [])


def wrong_row(answer: str, key: str | int = "value") -> Says:
    """A right answer whose first two rows have each other's value (`key` names it, or is its place in the row)."""
    data = json.loads(answer)
    first, second, *_ = _rows(data)
    first[key], second[key] = second[key], first[key]
    return Says(json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def invented_value(answer: str, value: str, key: str | int = "value") -> Says:
    """A right answer whose first row has a value that the page does not have."""
    data = json.loads(answer)
    _rows(data)[0][key] = value
    return Says(json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def error(status: int, retry_after_s: int | None = None, message: str = "scripted") -> Says:
    body = {"error": {"message": message, "type": "scripted", "code": status}}
    headers = {} if retry_after_s is None else {"retry-after": str(retry_after_s)}
    return Says(status=status, body=json.dumps(body).encode(), headers=headers)


def too_long() -> Says:
    """vLLM's words for a prompt that does not fit."""
    return error(
        400,
        message="This model's maximum context length is 2048 tokens. However, your request has 9000 input tokens. "
        "Please reduce the length of the input messages.",
    )


def slow(text: str, piece_delay_s: float = 0.05) -> Says:
    return Says(text, piece_delay_s=piece_delay_s)


def reset_midway(text: str = '{"items": []}', after: int = 40) -> Says:
    return Says(text, reset_after=after)


def hang() -> Says:
    """No answer, ever."""
    return Says(after=threading.Event())


class _Left(Exception):
    """The sender closed the connection before it had the answer."""


class ScriptedModel:
    """The server, in a thread of its own."""

    def __init__(
        self, script: Script | Says = Says("{}"), *, port: int = 0, max_model_len: int = 4096
    ) -> None:
        self.script: Script = script if callable(script) else lambda asked: script
        self.healthy = True
        self.version = "0.0-scripted"
        self.max_model_len = max_model_len
        self.asked: list[Asked] = []
        self.connections = 0
        self.running = 0
        self.high_water = 0
        self.aborted = 0
        self.answered = 0
        self.health_checks = 0
        self.script_errors: list[BaseException] = []
        self._port = port
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._run, name="scripted-model", daemon=True)
        self._server: asyncio.Server | None = None

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._port}/v1"

    @property
    def port(self) -> int:
        return self._port

    def start(self) -> ScriptedModel:
        ready = threading.Event()
        self._loop.call_soon(ready.set)
        self._thread.start()
        ready.wait(WAIT_S)
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(WAIT_S)
        return self

    def stop(self) -> None:
        """Drop every connection and end. Raises what a script raised."""
        if self._thread.is_alive():
            asyncio.run_coroutine_threadsafe(self._drop(), self._loop).result(WAIT_S)
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(WAIT_S)
        if self.script_errors:
            raise self.script_errors[0]

    def wait_until(self, true: Callable[[], bool], timeout_s: float = WAIT_S) -> None:
        """Wait until what was counted makes it true; TimeoutError otherwise."""
        with self._changed:
            if not self._changed.wait_for(true, timeout_s):
                raise TimeoutError(f"running {self.running}, asked {len(self.asked)}, aborted {self.aborted}")

    def __enter__(self) -> ScriptedModel:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()
        self._loop.close()

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self._port, limit=2**20)
        self._port = self._server.sockets[0].getsockname()[1]

    async def _drop(self) -> None:
        assert self._server is not None
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        with self._changed:
            self.connections += 1
            self._changed.notify_all()
        try:
            await self._connection(reader, writer)
        except (_Left, ConnectionError, asyncio.CancelledError, h11.RemoteProtocolError):
            pass
        finally:
            self._tasks.discard(task)
            with contextlib.suppress(RuntimeError):
                writer.close()

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        conn = h11.Connection(h11.SERVER, max_incomplete_event_size=2**20)
        while True:
            request, body = await _request(conn, reader)
            if request is None:
                return
            path = request.target.decode().partition("?")[0]
            if request.method == b"GET":
                await _send(conn, writer, *self._about(path))
            else:
                await self._chat(conn, reader, writer, request, body)
            if conn.our_state is h11.MUST_CLOSE:
                return
            conn.start_next_cycle()

    def _about(self, path: str) -> tuple[int, Mapping[str, str], bytes]:
        """The paths beside the chat: health, version, models."""
        if path == "/health":
            with self._changed:
                self.health_checks += 1
                self._changed.notify_all()
            return (200 if self.healthy else 503), {}, b""
        told = {
            "/version": {"version": self.version},
            "/api/version": {"version": self.version},
            "/v1/models": {
                "object": "list",
                "data": [{"id": MODEL, "object": "model", "max_model_len": self.max_model_len}],
            },
        }.get(path)
        return (404, {}, b"") if told is None else (200, {}, json.dumps(told).encode())

    async def _chat(
        self,
        conn: h11.Connection,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        request: h11.Request,
        body: bytes,
    ) -> None:
        with self._changed:
            asked = Asked(
                len(self.asked),
                request.target.decode(),
                {name.decode(): value.decode() for name, value in request.headers},
                json.loads(body),
                len(body),
            )
            self.asked.append(asked)
            self.running += 1
            self.high_water = max(self.high_water, self.running)
            self._changed.notify_all()
        try:
            says = self.script(asked)
        except Exception as failed:  # noqa: BLE001 - told by stop()
            self.script_errors.append(failed)
            says = error(500)
        left = asyncio.ensure_future(
            reader.read(1)
        )  # a sender that waits sends nothing: this ends when it leaves
        answer = asyncio.ensure_future(_answer(conn, writer, asked, says))
        try:
            await asyncio.wait({left, answer}, return_when=asyncio.FIRST_COMPLETED)
            with self._changed:
                if answer.done() and answer.exception() is None:
                    self.answered += 1
                else:
                    self.aborted += 1
                self._changed.notify_all()
            if not answer.done():
                raise _Left
            answer.result()
        finally:
            for task in (left, answer):
                task.cancel()
            await asyncio.gather(left, answer, return_exceptions=True)
            with self._changed:
                self.running -= 1
                self._changed.notify_all()


async def _request(conn: h11.Connection, reader: asyncio.StreamReader) -> tuple[h11.Request | None, bytes]:
    request, parts = None, []
    while True:
        event = conn.next_event()
        if event is h11.NEED_DATA:
            conn.receive_data(await reader.read(2**18))
        elif isinstance(event, h11.Request):
            request = event
        elif isinstance(event, h11.Data):
            parts.append(bytes(event.data))
        elif isinstance(event, h11.EndOfMessage):
            return request, b"".join(parts)
        else:
            return None, b""


async def _send(
    conn: h11.Connection, writer: asyncio.StreamWriter, status: int, headers: Mapping[str, str], body: bytes
) -> None:
    named = {"content-type": "application/json", "content-length": str(len(body)), **headers}
    writer.write(_head(conn, status, named) + conn.send(h11.Data(data=body)) + conn.send(h11.EndOfMessage()))
    await writer.drain()


def _head(conn: h11.Connection, status: int, headers: Mapping[str, str]) -> bytes:
    return conn.send(h11.Response(status_code=status, headers=list(headers.items())))


async def _answer(conn: h11.Connection, writer: asyncio.StreamWriter, asked: Asked, says: Says) -> None:
    while says.after is not None and not says.after.is_set():
        await asyncio.sleep(0.005)
    if says.delay_s:
        await asyncio.sleep(says.delay_s)
    streamed = bool(asked.body.get("stream")) and says.status == 200 and says.body is None
    pieces = list(_events(asked, says)) if streamed else _whole(asked, says)
    kind = "text/event-stream" if streamed else "application/json"
    length = str(sum(map(len, pieces)))
    writer.write(_head(conn, says.status, {"content-type": kind, "content-length": length, **says.headers}))
    sent = 0
    for piece in pieces:
        room = len(piece) if says.reset_after is None else max(0, says.reset_after - sent)
        writer.write(conn.send(h11.Data(data=piece[:room])))
        sent += min(room, len(piece))
        await writer.drain()
        if room < len(piece):
            return _reset(writer)
        if says.piece_delay_s:
            await asyncio.sleep(says.piece_delay_s)
    writer.write(conn.send(h11.EndOfMessage()))
    return await writer.drain()


def _reset(writer: asyncio.StreamWriter) -> None:
    """RST in place of FIN."""
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
    raise ConnectionResetError


def _whole(asked: Asked, says: Says) -> list[bytes]:
    body = says.body if says.body is not None else json.dumps(_completion(asked, says)).encode()
    if not says.piece_delay_s:
        return [body]
    step = math.ceil(len(body) / 20)
    return [body[at : at + step] for at in range(0, len(body), step)]


def _logprobs(pieces: list[str], says: Says) -> dict[str, Any]:
    return {
        "content": [
            {"token": p, "logprob": says.logprob, "bytes": list(p.encode()), "top_logprobs": []}
            for p in pieces
        ]
    }


def _pieces(text: str) -> list[str]:
    return [text[at : at + PIECE_CHARS] for at in range(0, len(text), PIECE_CHARS)]


def _usage(says: Says) -> dict[str, int]:
    answer = len(_pieces(says.text))
    return {"prompt_tokens": 100, "completion_tokens": answer, "total_tokens": 100 + answer}


def _completion(asked: Asked, says: Says) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": says.text}
    if says.reasoning:
        message["reasoning_content"] = says.reasoning
    wanted = asked.body.get("logprobs")
    return {
        "id": f"chatcmpl-{asked.number}",
        "object": "chat.completion",
        "created": 0,
        "model": asked.body.get("model", MODEL),
        "choices": [
            {
                "index": 0,
                "message": message,
                "logprobs": _logprobs(_pieces(says.text), says) if wanted else None,
                "finish_reason": says.finish,
            }
        ],
        "usage": _usage(says),
    }


def _events(asked: Asked, says: Says) -> Iterator[bytes]:
    def event(choices: list[dict[str, Any]], **more: Any) -> bytes:
        told = {
            "id": f"chatcmpl-{asked.number}",
            "object": "chat.completion.chunk",
            "choices": choices,
            **more,
        }
        return b"data: " + json.dumps(told, ensure_ascii=False).encode() + b"\n\n"

    yield event([{"index": 0, "delta": {"role": "assistant"}, "finish_reason": None}])
    for piece in _pieces(says.reasoning):
        yield event([{"index": 0, "delta": {"reasoning_content": piece}, "finish_reason": None}])
    for piece in _pieces(says.text):
        logprobs = _logprobs([piece], says) if asked.body.get("logprobs") else None
        yield event([{"index": 0, "delta": {"content": piece}, "logprobs": logprobs, "finish_reason": None}])
    yield event([{"index": 0, "delta": {}, "finish_reason": says.finish}])
    yield event([], usage=_usage(says))
    yield b"data: [DONE]\n\n"


@pytest.fixture
def scripted_model() -> Iterator[Callable[..., ScriptedModel]]:
    """Starts scripted servers: `scripted_model(script)`. All end with the test."""
    with contextlib.ExitStack() as started:
        yield lambda script=Says("{}"), **more: started.enter_context(ScriptedModel(script, **more))


def main() -> None:
    """A server process for measurements: the answer is the first argument, its delay in seconds the second."""
    text = sys.argv[1] if len(sys.argv) > 1 else "{}"
    says = replace(Says(text), delay_s=float(sys.argv[2]) if len(sys.argv) > 2 else 0.0)
    with ScriptedModel(says) as server:
        print(server.port, flush=True)
        sys.stdin.read()  # until the starter closes it


if __name__ == "__main__":
    main()
