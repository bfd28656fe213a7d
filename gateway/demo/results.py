"""What a downstream system sees: the results API read over HTTP, and the tables the demo ends with."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import httpx
from prometheus_client.parser import text_string_to_metric_families
from rich.table import Table
from rich.text import Text

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
        answer = self._http.get("/metrics", headers={"Accept": "text/plain"})
        answer.raise_for_status()
        return {
            sample.labels["state"]: int(sample.value)
            for family in text_string_to_metric_families(answer.text)
            for sample in family.samples
            if sample.name == "kartebridge_messages"
        }

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


def observations_table(observations: Sequence[Resource], patients: Sequence[Resource]) -> Table:
    """One row an Observation: patient, code, value, unit, range, flag, page, confidence, status."""
    names = {f"Patient/{p['id']}": patient_label(p) for p in patients}
    table = Table(title=f"{len(observations)} Observations", title_justify="left", header_style="bold")
    for heading, justify in (
        ("patient", "left"),
        ("item", "left"),
        ("code", "left"),
        ("value", "right"),
        ("unit", "left"),
        ("range", "left"),
        ("flag", "center"),
        ("date", "left"),
        ("page", "right"),
        ("confidence", "right"),
        ("status", "left"),
    ):
        table.add_column(heading, justify=justify, no_wrap=heading in ("value", "code", "date"))  # type: ignore[arg-type]
    before = ""
    for observation in sorted(observations, key=lambda o: _order(o, names)):
        patient = names.get(observation["subject"]["reference"], "?")
        if before and patient != before:
            table.add_section()
        before = patient
        table.add_row(*_cells(observation, patient))
    return table


def patient_label(patient: Resource) -> str:
    """Id and name as a person reads them."""
    name = (patient.get("name") or [{}])[0].get("text", "")
    number = (patient.get("identifier") or [{}])[0].get("value", "")
    return f"{number} {name}".strip()


def _order(observation: Resource, names: Mapping[str, str]) -> tuple[str, str, int, float, float]:
    evidence = _evidence(observation)
    return (
        names.get(observation["subject"]["reference"], "?"),
        (observation.get("derivedFrom") or [{}])[0].get("reference", ""),
        int(evidence.get("page", 0)),
        float(evidence.get("y0", 0)),
        float(evidence.get("x0", 0)),
    )


def _cells(observation: Resource, patient: str) -> tuple[str | Text, ...]:
    evidence = _evidence(observation)
    value, unit = printed_value(observation)
    code = observation["code"]
    codings = [c["code"] for c in code.get("coding", []) if "code" in c]
    flag = ((observation.get("interpretation") or [{}])[0].get("coding") or [{}])[0].get("code", "")
    confidence = evidence.get("confidence")
    sure = "" if confidence is None else f"{float(confidence):.2f}"
    style = _FLAG_STYLE.get(flag, "")
    verified = evidence.get("verified") is not False
    return (
        patient,
        code.get("text", ""),
        codings[0] if codings else Text("-", style="dim"),
        Text(value or "", style=style),
        unit or "",
        (observation.get("referenceRange") or [{}])[0].get("text", ""),
        Text(flag, style=style),
        observation.get("effectiveDateTime", "")[:10],
        str(evidence.get("page", "")),
        Text(sure, style="" if verified else "yellow"),
        observation["status"] if verified else Text(f"{observation['status']}, unverified", style="yellow"),
    )


def _evidence(observation: Resource) -> dict[str, Any]:
    for extension in observation.get("extension", []):
        if extension["url"] == EVIDENCE:
            return {
                part["url"]: next(v for k, v in part.items() if k.startswith("value"))
                for part in extension["extension"]
            }
    return {}
