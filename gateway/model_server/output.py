"""What of a model server's output may stand in our log: never anything of a question or an answer.

Until a server takes requests it has seen none, so every line of its start is passed on, cut to a length. From then on
only what cannot hold content is: the level and place of vLLM's warnings and errors, the class of an exception, and
lines that match a form made of fixed words and numbers. vLLM quotes requests in validation errors and tracebacks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST_LINE = 8192
"""Bytes read of one line; the rest is thrown away."""

LONGEST_TEXT = 400
"""Characters of a line that are passed on."""

LEVELS = {"DEBUG": 10, "INFO": 20, "WARNING": 30, "ERROR": 40, "CRITICAL": 50}

_COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_VLLM = re.compile(
    r"(?:\([^()]{1,80}\) ?)?(?P<level>DEBUG|INFO|WARNING|ERROR|CRITICAL)\s+"
    r"\d\d-\d\d \d\d:\d\d:\d\d \[(?P<place>[\w./-]{1,120}:\d{1,6})\] ?(?P<text>.*)"
)
_TAKES_REQUESTS = re.compile(r"Started server process|Application startup complete|Starting vLLM .*server")
_CLASS = re.compile(
    r"(?:\([^()]{1,80}\) ?)?(?P<name>[A-Za-z_][\w.]{0,100}(?:Error|Exception|Warning|Exit))(?::|$)"
)
_NUMBERS = re.compile(
    r"Engine \d+: Avg prompt throughput: [\d.]+ tokens/s, Avg generation throughput: [\d.]+ tokens/s, "
    r"Running: \d+ reqs, Waiting: \d+ reqs, (?:Preemptions: \d+, )?GPU KV cache usage: [\d.]+%"
    r"(?:, [A-Za-z ]+ hit rate: [\d.]+%)*"
)


@dataclass(frozen=True, slots=True)
class Said:
    """What may be logged of a line."""

    level: int  # as the logging module numbers them
    text: str = ""
    place: str = ""  # file and line of the server's own code
    error: str = ""  # class of an exception


class Output:
    """The lines of one run of a server, in order."""

    def __init__(self) -> None:
        self._takes_requests = False

    def takes_requests(self) -> None:
        """From now on lines may hold content, whatever the server has written."""
        self._takes_requests = True

    def line(self, raw: bytes) -> Said | None:
        """What may be logged of a line, None for nothing."""
        text = _COLOURS.sub("", raw.decode("utf-8", "replace")).strip()
        text = "".join(c for c in text if c.isprintable())
        if not text:
            return None
        found = _VLLM.fullmatch(text)
        if not self._takes_requests:
            self._takes_requests = bool(_TAKES_REQUESTS.search(text))
            if found is None:
                return Said(LEVELS["INFO"], text[:LONGEST_TEXT])
            return Said(LEVELS[found["level"]], found["text"][:LONGEST_TEXT], found["place"])
        return _without_content(text, found)


def _without_content(text: str, found: re.Match[str] | None) -> Said | None:
    named = _CLASS.match(found["text"] if found else text)
    error = named["name"] if named else ""
    if found is None:
        return Said(LEVELS["WARNING"], error=error) if error else None
    level = LEVELS[found["level"]]
    if level >= LEVELS["WARNING"]:
        return Said(level, place=found["place"], error=error)
    if _NUMBERS.fullmatch(found["text"]):
        return Said(level, found["text"], found["place"])
    return None
