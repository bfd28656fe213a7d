"""Whether a server knows the patient, asked before results are sent: the delivery waits until exactly one is there.

The number travels in the body of `POST Patient/_search` (R4 §3.1.1.3), not in an address that proxies log. What a
server gives back counts only if it holds that very identifier: one that ignores the parameter names everybody.

    matches          then
    one, active      sent; `search` puts its id where the condition stood
    none             waits, looked for again at the longest interval until it is there
    several          waits: which one is meant is not guessed
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import urlencode

from gateway.deliver.answer import Answer, Client, Result
from mappers import fhir
from mappers.fhir.patient_reference import PatientBy, conditions, number_of, resolved

WAITS = "waits for the patient"
"""How the reason of a delivery begins whose patient is not clear: what the console shows and the metric counts."""

NOBODY = (
    f"{WAITS}: the server knows nobody by the hospital's number; have the patient registered there (or correct "
    "patients.systems, if the server knows the number under another system); it goes on by itself"
)
SEVERAL = (
    f"{WAITS}: several on the server have the hospital's number; have them merged there; it goes on by itself"
)
_PATH = "Patient/_search"


class Searched(Protocol):
    """A whole HTTP answer."""

    @property
    def status(self) -> int:
        """The HTTP status."""
        ...

    @property
    def body(self) -> bytes:
        """All of it."""
        ...


Search = Callable[[str, bytes], Searched | Answer]
"""Posts a form to a path below the base URL; an Answer where no whole answer came."""


class PatientLookup:
    """A `Client` that asks for the patients of a body first."""

    def __init__(self, client: Client, search: Search, by: PatientBy) -> None:
        self._client = client
        self._search = search
        self._by = by

    def send(self, body: bytes, now: datetime) -> Answer:
        """Send when every patient of the body is known; else an Answer that makes it wait."""
        bundle = fhir.loads(body)
        ids: dict[str, str] = {}
        for reference in sorted(set(conditions(bundle))):
            found = self._find(*number_of(reference))
            if isinstance(found, Answer):
                return found
            ids[reference] = found
        if self._by is PatientBy.SEARCH and ids:
            body = fhir.dumps(resolved(bundle, ids)).encode()
        return self._client.send(body, now)

    def close(self) -> None:
        """Let go of connections."""
        self._client.close()

    def _find(self, system: str, number: str) -> str | Answer:
        token = "|".join(_escaped(half) for half in (system, number))
        answer = self._search(_PATH, urlencode({"identifier": token, "_count": "20"}).encode())
        if isinstance(answer, Answer):
            return answer
        people = _people(answer)
        if people is None:
            return _unsearchable(answer.status)
        ids = {one["id"] for one in people if _is(one, system, number)}
        if len(ids) == 1:
            return str(ids.pop())
        return Answer(Result.RETRY, SEVERAL if ids else NOBODY, slow=True)


def _people(answer: Searched) -> list[Mapping[str, Any]] | None:
    """The Patients of a searchset; None for what is none."""
    if not 200 <= answer.status < 300:
        return None
    try:
        bundle = fhir.loads(answer.body)
    except ValueError:
        return None
    entries = bundle.get("entry", [])
    if bundle.get("resourceType") != "Bundle" or not isinstance(entries, list):
        return None
    found = [entry.get("resource") for entry in entries if isinstance(entry, dict)]
    return [one for one in found if isinstance(one, dict) and one.get("resourceType") == "Patient"]


def _is(patient: Mapping[str, Any], system: str, number: str) -> bool:
    """Whether this is somebody in force with that number."""
    held = [one for one in patient.get("identifier", ()) if isinstance(one, dict)]
    mine = any(one.get("system") == system and one.get("value") == number for one in held)
    return mine and patient.get("active", True) is not False and bool(patient.get("id"))


def _escaped(half: str) -> str:
    return "".join(f"\\{c}" if c in "\\,|$" else c for c in half)


def _unsearchable(status: int) -> Answer:
    """Nobody was looked for: that is no answer about the patient."""
    if status in (401, 403):
        reason = f"the server does not let us search for patients ({status}): give our login the right to"
        return Answer(Result.RETRY, reason, slow=True, server_works=False)
    if status == 429 or status >= 500:
        return Answer(
            Result.RETRY, f"the server failed to search for the patient ({status})", server_works=False
        )
    reason = (
        f"the server does not answer POST Patient/_search with a Bundle ({status}): correct the destination's url, "
        'or take patient = "identifier" or "create", which need no search'
    )
    return Answer(Result.RETRY, reason, slow=True)
