"""Fixtures that every test may use."""

import structlog

from tests.peers.fhir_server import fhir_server, fhir_server_process
from tests.peers.scripted_model import scripted_model

__all__ = ["fhir_server", "fhir_server_process", "scripted_model"]

# What a test sees that does not set logs up: plain tracebacks. Rich ones, with every local, take a second each.
structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="%H:%M:%S"),
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ]
)
