"""Prometheus metrics: counts, durations and depths; labels are ours, never a peer's text or a patient's data."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from inference.asking.conversed import Conversed

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

Counts = Mapping[str, int]


class Metrics:
    """The gateway's instruments, in a registry of their own (tests run several gateways in one process)."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.received = Counter(
            "kartebridge_received_total",
            "Messages answered, by source (dicom, mllp) and answer (kept, duplicate, conflict, quarantined, refused)",
            ["source", "answer"],
            registry=self.registry,
        )
        self.received_bytes = Counter(
            "kartebridge_received_bytes_total", "Bytes of kept messages", ["source"], registry=self.registry
        )
        self.answer_seconds = Histogram(
            "kartebridge_answer_seconds",
            "Seconds from a whole message to its answer",
            ["source"],
            buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30),
            registry=self.registry,
        )
        self.stage_seconds = Histogram(
            "kartebridge_stage_seconds",
            "Seconds of a pipeline stage",
            ["stage"],
            buckets=(0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300),
            registry=self.registry,
        )
        self.stage_failures = Counter(
            "kartebridge_stage_failures_total", "Failed tries of a stage", ["stage"], registry=self.registry
        )
        self.pages = Counter(
            "kartebridge_pages_total", "Pages read or not", ["result"], registry=self.registry
        )
        self.overlooked_places = Counter(
            "kartebridge_overlooked_places_total",
            "Places that look like results and were not read",
            registry=self.registry,
        )
        self.items = Counter(
            "kartebridge_items_total",
            "Values found, verified on the page or not",
            ["verified"],
            registry=self.registry,
        )

        self.model_questions = Counter(
            "kartebridge_model_questions_total", "Questions asked", ["model"], registry=self.registry
        )
        self.model_tokens = Counter(
            "kartebridge_model_tokens_total",
            "Tokens of questions (prompt, pictures included) and answers",
            ["model", "of"],
            registry=self.registry,
        )
        self.model_recoveries = Counter(
            "kartebridge_model_recoveries_total",
            "Answers that were none (docs/asking.md) and what was tried next",
            ["model", "recovery"],
            registry=self.registry,
        )
        self.model_document_seconds = Histogram(
            "kartebridge_model_document_seconds",
            "Seconds of a document's questions, one after another",
            ["model"],
            buckets=(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300),
            registry=self.registry,
        )

    def conversed(self, model: str, said: Conversed) -> None:
        """Count what a document's conversation with a model took."""
        self.model_questions.labels(model).inc(said.questions)
        self.model_tokens.labels(model, "prompt").inc(said.prompt_tokens)
        self.model_tokens.labels(model, "answer").inc(said.answer_tokens)
        self.model_document_seconds.labels(model).observe(said.seconds)
        for recovery, times in said.recoveries:
            self.model_recoveries.labels(model, recovery).inc(times)

    def render(self) -> bytes:
        """The text exposition format."""
        return generate_latest(self.registry)


class DepthCollector(Collector):
    """Depths read from the store when Prometheus asks, so that they are true after a restart too."""

    def __init__(
        self,
        messages: Callable[[], Counts],
        deliveries: Callable[[], Mapping[tuple[str, str], int]],
        breakers: Callable[[], Mapping[str, str]],
        workers: Callable[[], int],
        data: Path,
        without_patient: Callable[[], Counts] = dict,
        model_servers: Callable[[], Mapping[tuple[str, str], tuple[bool, int]]] = dict,
        oldest_pending: Callable[[], Mapping[str, float]] = dict,
        paused: Callable[[], Collection[str]] = tuple,
    ) -> None:
        self._messages = messages
        self._deliveries = deliveries
        self._breakers = breakers
        self._workers = workers
        self._data = data
        self._model_servers = model_servers
        self._without_patient = without_patient
        self._oldest_pending = oldest_pending
        self._paused = paused

    def describe(self) -> Iterable[Metric]:
        """Nothing at registration: the store may not be open yet."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """One reading of every depth."""
        messages = GaugeMetricFamily(
            "kartebridge_messages", "Messages in the store by state", labels=["state"]
        )
        for state, count in self._messages().items():
            messages.add_metric([state], count)
        deliveries = GaugeMetricFamily(
            "kartebridge_deliveries", "Bundles by destination and state", labels=["destination", "state"]
        )
        for (destination, state), count in self._deliveries().items():
            deliveries.add_metric([destination, state], count)
        workers = GaugeMetricFamily("kartebridge_worker_processes", "Page-reading processes alive")
        workers.add_metric([], self._workers())
        free = GaugeMetricFamily("kartebridge_data_free_bytes", "Free bytes where the gateway keeps its data")
        free.add_metric([], shutil.disk_usage(self._data).free)
        ready = GaugeMetricFamily(
            "kartebridge_model_server_ready", "1 while a model server answers", labels=["model", "server"]
        )
        starts = GaugeMetricFamily(
            "kartebridge_model_server_starts",
            "Starts of a server of ours, the first included; 0 for others",
            labels=["model", "server"],
        )
        for (model, server), (is_ready, times) in self._model_servers().items():
            ready.add_metric([model, server], int(is_ready))
            starts.add_metric([model, server], times)
        return (messages, deliveries, *self._destinations(), self._unmatched(), workers, free, ready, starts)

    def _unmatched(self) -> Metric:
        """Whose results wait for the patient."""
        found = GaugeMetricFamily(
            "kartebridge_patients_unmatched",
            "Patients whose results wait because the destination knows nobody, or several, by their number",
            labels=["destination"],
        )
        for destination, count in self._without_patient().items():
            found.add_metric([destination], count)
        return found

    def _destinations(self) -> Iterable[Metric]:
        """What keeps each destination's deliveries waiting."""
        breakers, paused = self._breakers(), self._paused()
        is_open = GaugeMetricFamily(
            "kartebridge_breaker_open",
            "1 while a destination's circuit breaker is open or probes",
            labels=["destination"],
        )
        states = GaugeMetricFamily(
            "kartebridge_breaker_state",
            "1 for the state that a destination's circuit breaker is in: closed, open, half-open",
            labels=["destination", "state"],
        )
        held = GaugeMetricFamily(
            "kartebridge_destination_paused", "1 while a person has paused it", labels=["destination"]
        )
        for destination, state in breakers.items():
            is_open.add_metric([destination], int(state != "closed"))
            for one in ("closed", "open", "half-open"):
                states.add_metric([destination, one], int(state == one))
        for destination in sorted({*breakers, *paused}):
            held.add_metric([destination], int(destination in paused))
        oldest = GaugeMetricFamily(
            "kartebridge_delivery_oldest_pending_seconds",
            "Age of a destination's oldest pending delivery",
            labels=["destination"],
        )
        for destination, age_s in self._oldest_pending().items():
            oldest.add_metric([destination], age_s)
        return (is_open, states, held, oldest)
