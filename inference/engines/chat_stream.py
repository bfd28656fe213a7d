"""An answer that comes as server-sent events: bytes in any chopping go in, one reply comes out."""

from __future__ import annotations

import json
from typing import Any

from inference.asking.question import Fault, Reply
from inference.engines.chat import BROKEN, answered


class ChatStream:
    """The answer so far. `feed` may be given any piece; `reply` is asked once nothing more comes."""

    def __init__(self) -> None:
        self._held = b""
        self._text: list[str] = []
        self._entries: list[dict[str, Any]] = []
        self._finish: str | None = None
        self._usage: Any = None
        self._broken = False
        self._done = False

    def feed(self, data: bytes) -> None:
        """Take the next bytes."""
        *lines, self._held = (self._held + data).split(b"\n")
        for line in lines:
            if line.startswith(b"data:"):
                self._event(line[5:].strip())

    def _event(self, data: bytes) -> None:
        if data == b"[DONE]":
            self._done = True
            return
        try:
            event = json.loads(data)
            if "error" in event:
                self._broken = True
                return
            self._usage = event.get("usage") or self._usage
            for choice in event.get("choices") or ():
                delta = choice.get("delta") or {}
                self._text.append(delta.get("content") or "")
                self._entries.extend((choice.get("logprobs") or {}).get("content") or ())
                self._finish = choice.get("finish_reason") or self._finish
        except (ValueError, TypeError, AttributeError):
            self._broken = True

    def reply(self, *, seconds: float = 0.0) -> Reply | Fault:
        """The whole answer. A stream that ended without a finish reason was cut: ABORTED."""
        if self._broken or not (self._done or self._finish):
            return BROKEN
        try:
            return answered("".join(self._text), self._finish, self._entries, self._usage, seconds=seconds)
        except (KeyError, TypeError, ValueError, AttributeError):
            return BROKEN
