"""Structured logs on standard error, without patient data in any line.

Three rules keep patient data out: our own events are constant phrases with named, harmless facts; exceptions are
logged as their class and place, never their text or their frames' values, unless they are ours (`KartebridgeError`
messages hold none by rule); other libraries' records are reduced to who spoke and where, since pydicom and
friends quote the values they complain about.
"""

from __future__ import annotations

import logging
import sys
import traceback
import warnings
from pathlib import PurePath
from types import TracebackType
from typing import TextIO

import structlog
from structlog.typing import EventDict, FilteringBoundLogger, WrappedLogger

from gateway.errors import KartebridgeError
from gateway.settings import Logs

SPEAKING = ("uvicorn.error",)
"""Library loggers whose text holds no message content: passed on as they are."""

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def _failure(error: BaseException) -> str:
    """Class and innermost place of an exception; its text only where it is ours."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f for f in frames if "site-packages" not in f.filename] or list(frames)
    place = f" at {PurePath(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""
    text = f": {error}" if isinstance(error, KartebridgeError) else ""
    return f"{type(error).__name__}{text}{place}"


def describe(error: BaseException) -> str:
    """An exception in words that may stand in a log or a `reason`: no patient data."""
    return _failure(error)


def _exceptions_without_values(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["error"] = _failure(error)
    return event


class _Foreign(logging.Handler):
    """Turns other libraries' records into events of ours."""

    def __init__(self, log: FilteringBoundLogger) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """One event: the text only from loggers in SPEAKING."""
        facts: dict[str, object] = {"library": record.name, "place": f"{record.module}:{record.lineno}"}
        if record.exc_info and record.exc_info[1]:
            facts["error"] = _failure(record.exc_info[1])
        if record.name in SPEAKING:
            facts["text"] = record.getMessage()
        self._log.log(record.levelno, "library message", **facts)


def configure(settings: Logs, stream: TextIO | None = None) -> None:
    """Set up structlog and the root logger, writing to standard error unless told; call before anything logs."""
    stream = stream or sys.stderr
    level = logging.getLevelNamesMapping()[settings.level]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if settings.format == "json"
        else structlog.dev.ConsoleRenderer(colors=stream.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _exceptions_without_values,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=stream),
        cache_logger_on_first_use=False,
    )
    logging.disable(logging.NOTSET)
    root = logging.getLogger()
    for handler in list(root.handlers):
        root.removeHandler(handler)
    root.addHandler(_Foreign(structlog.get_logger()))
    root.setLevel(logging.WARNING)
    # Warnings quote the values they are about (pydicom: "Invalid value for VR UI: …").
    warnings.simplefilter("ignore")


def silence() -> None:
    """For commands on a screen: what libraries log or warn of does not appear, since they quote values."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
