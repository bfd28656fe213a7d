"""The models of the settings, each opened when it is first asked and closed with the daemon."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from inference.asking.question import Model
from inference.engines import open_model
from inference.engines.http_model import HttpModel
from inference.engines.options import EngineOptions, ModelOptions


class OpenModels:
    """Models by the site's names; one of each serves all documents, so that replicas share their load fairly."""

    def __init__(self, options: EngineOptions, opening: Callable[[ModelOptions], Model] = open_model) -> None:
        self.options = options
        self._opening = opening
        self._open: dict[str, Model] = {}
        self._lock = Lock()

    def of(self, name: str) -> Model:
        """The model of that name. Raises KeyError where the settings have none."""
        with self._lock:
            if name not in self._open:
                options = self.options.model(name)
                if options is None:
                    raise KeyError(name)
                self._open[name] = self._opening(options)
            return self._open[name]

    def close(self) -> None:
        """Take every question back and let all connections go."""
        with self._lock:
            models, self._open = list(self._open.values()), {}
        for model in models:
            model.close()

    def reachable(self) -> dict[tuple[str, str], bool]:
        """Whether each server of the models asked so far answers, by model and place (host and port)."""
        with self._lock:
            models = list(self._open.items())
        return {
            (name, place): answers
            for name, model in models
            if isinstance(model, HttpModel)
            for place, answers in model.reachable().items()
        }

    def at_once(self) -> int:
        """Questions that all models together may have in flight."""
        return sum(max(1, len(model.urls)) * model.concurrency for model in self.options.models)
