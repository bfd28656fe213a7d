"""What a downstream system sees: the results API read over HTTP, and the tables the demo ends with."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import httpx
from prometheus_client.parser import text_string_to_metric_families
from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from gateway.errors import SiteError
from mappers.fhir import printed_value
from mappers.fhir.canonical import EVIDENCE

BUSY = frozenset({"received", "working", "retrying"})
"""Message states in which work is still to come."""

Resource = dict[str, Any]
_FLAG_STYLE = {"H": "bold red", "L": "bold blue", "A": "bold yellow"}


class ResultsClient:
    """A reader of the gateway's own results API, with the token; redirects and proxies are not followed."""

    def __init__(self, url: str, token: str, timeout_s: float = 30.0) -> None:
        self._http = httpx.Client(
            base_url=url,
            headers={"Authorization": f"Bearer {token}", "Accept": "application/fhir+json"},
            timeout=timeout_s,
            trust_env=False,
        )

    def all(self, resource_type: str) -> Iterator[Resource]:
        """Every resource of a type, page by page; decimals keep their digits."""
        url: str | None = f"/fhir/{resource_type}?_count=200"
        while url:
            answer = self._http.get(url)
            answer.raise_for_status()
            bundle = json.loads(answer.text, parse_float=Decimal)
            for entry in bundle.get("entry", []):
                if entry["resource"]["resourceType"] == resource_type:
                    yield entry["resource"]
            url = next((link["url"] for link in bundle.get("link", []) if link["relation"] == "next"), None)

    def message_states(self) -> dict[str, int]:
        """Messages in the store by state, from /metrics."""
        return {labels["state"]: int(value) for labels, value in self._metric("kartebridge_messages")}

    def _metric(self, name: str) -> list[tuple[Mapping[str, str], float]]:
        """Labels and value of each sample."""
        answer = self._http.get("/metrics", headers={"Accept": "text/plain"})
        answer.raise_for_status()
        return [
            (sample.labels, sample.value)
            for family in text_string_to_metric_families(answer.text)
            for sample in family.samples
            if sample.name == name
        ]

    def wait_for_models(self, deadline_s: float) -> None:
        """Poll until every model server of our own is ready. SiteError when the deadline passes first."""
        deadline = time.monotonic() + deadline_s
        while not (servers := self._metric("kartebridge_model_server_ready")) or not all(
            r for _, r in servers
        ):
            if time.monotonic() > deadline:
                raise SiteError(
                    f"the model server was not ready within {deadline_s:.0f} s; the gateway's log has its words"
                )
            time.sleep(1.0)

    def wait_until_done(self, deadline_s: float, on_progress: Callable[[Mapping[str, int]], None]) -> bool:
        """Poll until no message has work to come; False when the deadline passed first."""
        deadline = time.monotonic() + deadline_s
        while True:
            states = self.message_states()
            on_progress(states)
            if not any(states.get(state) for state in BUSY):
                return True
            if time.monotonic() > deadline:
                return False
            time.sleep(0.25)

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()


def observations_table(
    observations: Sequence[Resource], patients: Sequence[Resource], *, wide: bool = True
) -> Table:
    """One row an Observation: patient, code, value, unit, range, flag, page, confidence, status.

    `wide` (some 130 columns) shows names beside patient ids, and dates.
    """
    people = {f"Patient/{p['id']}": p for p in patients}
    table = Table(
        title=f"{len(observations)} Observations",
        title_justify="left",
        title_style="bold",
        header_style="bold",
        box=SIMPLE_HEAD,
        pad_edge=False,
    )
    shown = [column for column in _COLUMNS if wide or column.narrow]
    for column in shown:
        table.add_column(column.heading, justify=column.justify, no_wrap=column.whole)
    before = ""
    for observation in sorted(observations, key=lambda o: _order(o, people)):
        subject = observation["subject"]["reference"]
        if before and subject != before:
            table.add_section()
        before = subject
        row = _Row(observation, people.get(subject, {}), _evidence(observation), wide)
        table.add_row(*(column.cell(row) for column in shown))
    return table


def patient_label(patient: Resource) -> str:
    """Id and name as a person reads them."""
    name = (patient.get("name") or [{}])[0].get("text", "")
    return f"{_identifier(patient)} {name}".strip()


@dataclass(frozen=True, slots=True)
class _Row:
    observation: Resource
    patient: Resource
    evidence: dict[str, Any]
    wide: bool

    def patient_cell(self) -> Text:
        return Text(patient_label(self.patient) if self.wide else _identifier(self.patient))

    def code(self) -> Text:
        codings = [c["code"] for c in self.observation["code"].get("coding", []) if "code" in c]
        return Text(codings[0]) if codings else Text("-", style="dim")

    def value(self) -> Text:
        return Text(printed_value(self.observation)[0] or "", style=_FLAG_STYLE.get(self.flag_code(), ""))

    def unit(self) -> Text:
        return Text(printed_value(self.observation)[1] or "")

    def flag_code(self) -> str:
        concepts = self.observation.get("interpretation") or [{}]
        return str((concepts[0].get("coding") or [{}])[0].get("code", ""))

    def flag(self) -> Text:
        return Text(self.flag_code(), style=_FLAG_STYLE.get(self.flag_code(), ""))

    def confidence(self) -> Text:
        sure = self.evidence.get("confidence")
        return Text("" if sure is None else f"{float(sure):.2f}")

    def status(self) -> Text:
        if self.evidence.get("verified") is False:
            return Text(f"{self.observation['status']}, unverified", style="yellow")
        return Text(self.observation["status"])


@dataclass(frozen=True, slots=True)
class _Column:
    heading: str
    cell: Callable[[_Row], Text]
    justify: Literal["left", "right", "center"] = "left"
    whole: bool = True  # never wrapped
    narrow: bool = True  # shown in narrow windows too


_COLUMNS = (
    _Column("patient", _Row.patient_cell),
    _Column("item", lambda r: Text(r.observation["code"].get("text", "")), whole=False),
    _Column("code", _Row.code),
    _Column("value", _Row.value, "right"),
    _Column("unit", _Row.unit, whole=False),
    _Column(
        "range", lambda r: Text((r.observation.get("referenceRange") or [{}])[0].get("text", "")), whole=False
    ),
    _Column("flag", _Row.flag, "center"),
    _Column("date", lambda r: Text(r.observation.get("effectiveDateTime", "")[:10]), narrow=False),
    _Column("page", lambda r: Text(str(r.evidence.get("page", ""))), "right"),
    _Column("conf.", _Row.confidence, "right"),
    _Column("status", _Row.status, whole=False),
)


def _identifier(patient: Resource) -> str:
    return str((patient.get("identifier") or [{}])[0].get("value", "?"))


def _order(observation: Resource, people: Mapping[str, Resource]) -> tuple[str, str, int, float, float]:
    evidence = _evidence(observation)
    subject = observation["subject"]["reference"]
    return (
        _identifier(people.get(subject, {})) + subject,
        (observation.get("derivedFrom") or [{}])[0].get("reference", ""),
        int(evidence.get("page", 0)),
        float(evidence.get("y0", 0)),
        float(evidence.get("x0", 0)),
    )


def _evidence(observation: Resource) -> dict[str, Any]:
    holders = [observation, *observation.get("component", [])]
    for extension in (e for holder in holders for e in holder.get("extension", [])):
        if extension["url"] == EVIDENCE:
            return {
                part["url"]: next(v for k, v in part.items() if k.startswith("value"))
                for part in extension["extension"]
            }
    return {}
