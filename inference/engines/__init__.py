"""Engines by name. A table, so that a name in the settings is all it takes; imported only when chosen."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import cast

from inference.types import Engine


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """What an engine is built with. Small and picklable: it travels to worker processes."""

    threads: int = 1  # 0: all cores


ENGINES = MappingProxyType(
    {
        "ocr": "inference.engines.ocr:OcrEngine",
    }
)
"""Engine name to "module:Class"; the class takes EngineOptions. One name, one engine: it is a mapping."""


class UnknownEngine(ValueError):
    """The name is not in the table; the message lists the names that are."""


def build(name: str, options: EngineOptions | None = None) -> Engine:
    """The engine of that name. Raises UnknownEngine; an error of the engine's own constructor comes unchanged."""
    try:
        target = ENGINES[name]
    except KeyError:
        known = ", ".join(sorted(ENGINES))
        raise UnknownEngine(f"no engine is called {name!r}; set engine.name to one of: {known}") from None
    module, _, attribute = target.partition(":")
    make = getattr(import_module(module), attribute)
    return cast(Engine, make(options or EngineOptions()))
