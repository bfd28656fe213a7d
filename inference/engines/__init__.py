"""Engines by name. A table, so that a name in the settings is all it takes; imported only when chosen.

A name is an engine's (`ocr`, `chain`) or that of a model of the site's settings, which is then read with by its kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from types import MappingProxyType
from typing import Any, cast

from inference.asking.question import Model
from inference.engines.options import EngineOptions, ModelOptions
from inference.types import Engine

__all__ = ["ENGINES", "MODELS", "EngineOptions", "UnknownEngine", "build", "open_model"]

ENGINES: Mapping[str, str] = MappingProxyType(
    {
        "ocr": "inference.engines.ocr:OcrEngine",
        "vllm": "inference.engines.vision:VisionEngine",
        "openai-http": "inference.engines.vision:VisionEngine",
        "transformers": "inference.engines.vision:VisionEngine",
    }
)
"""Engine name to "module:Class"; the class takes EngineOptions. One name, one engine: it is a mapping."""

MODELS: Mapping[str, str] = MappingProxyType(
    {
        "vllm": "inference.engines.http_model:HttpModel",
        "openai-http": "inference.engines.http_model:HttpModel",
        "transformers": "inference.engines.transformers_model:TransformersModel",
    }
)
"""Kind of a model (`ModelOptions.engine`) to "module:Class" of the `Model`; the class takes ModelOptions."""


class UnknownEngine(ValueError):
    """The name is not in the table; the message lists the names that are."""


def build(name: str, options: EngineOptions | None = None) -> Engine:
    """The engine of that name. Raises UnknownEngine; an error of the engine's own constructor comes unchanged.

    The engine of a model gets EngineOptions whose `models` holds that model alone.
    """
    options = options or EngineOptions()
    model = options.model(name)
    kind = name if model is None else model.engine
    if kind not in ENGINES or (model is None and kind in MODELS):
        known = ", ".join(sorted({*(set(ENGINES) - set(MODELS)), *(m.name for m in options.models)}))
        raise UnknownEngine(f"no engine is called {name!r}; set engine.name to one of: {known}")
    return cast(
        Engine, _class(ENGINES[kind])(options if model is None else replace(options, models=(model,)))
    )


def open_model(options: ModelOptions) -> Model:
    """The model that these options describe, ready to be asked. Raises UnknownEngine."""
    try:
        target = MODELS[options.engine]
    except KeyError:
        known = ", ".join(sorted(MODELS))
        raise UnknownEngine(
            f"models: {options.name} names the engine {options.engine!r}; it is one of: {known}"
        ) from None
    return cast(Model, _class(target)(options))


def _class(target: str) -> Any:
    module, _, attribute = target.partition(":")
    return getattr(import_module(module), attribute)
