"""Logs: constant phrases and harmless facts; other people's texts stay out."""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Callable, Iterator
from io import StringIO

import pytest
import structlog

from gateway.errors import ServerAway
from gateway.observe import logs
from gateway.settings import Logs

SECRET = "山田太郎"


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, str]]]]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    written = StringIO()
    with warnings.catch_warnings():
        logs.configure(Logs(), written)
        yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    structlog.reset_defaults()
    root.handlers[:] = before
    root.setLevel(level)


def test_another_librarys_text_is_reduced_to_who_and_where(lines) -> None:
    logging.getLogger("pydicom").warning("Invalid value for VR PN: %s", SECRET)
    (line,) = lines()
    assert line["library"] == "pydicom"
    assert SECRET not in json.dumps(line, ensure_ascii=False)


def test_an_exception_is_its_class_and_place(lines) -> None:
    try:
        raise ValueError(SECRET)
    except ValueError:
        structlog.get_logger().error("stage failed", exc_info=True)
    (line,) = lines()
    assert line["error"].startswith("ValueError at test_logs.py:")
    assert SECRET not in json.dumps(line, ensure_ascii=False)


def test_our_own_errors_keep_their_text(lines) -> None:
    structlog.get_logger().error("delivery failed", exc_info=ServerAway("destination a does not answer"))
    (line,) = lines()
    assert line["error"] == "ServerAway: destination a does not answer"
