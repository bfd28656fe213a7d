"""A look at a FHIR destination without sending a result: log in, read /metadata, hold it against the settings."""

from __future__ import annotations

import json
from typing import Any

from gateway.deliver.answer import Answer, Trial
from gateway.deliver.fhir import FhirClient
from gateway.deliver.http import Reply
from gateway.errors import SiteError
from gateway.settings_destinations import FhirDestination
from gateway.settings_network import Network


def trial(destination: FhirDestination, network: Network) -> Trial:
    """Contact the server and its token endpoint; says what went well and what hospital IT must do."""
    try:
        client = FhirClient(destination, network)
    except SiteError as error:
        return Trial(wrong=(str(error),))
    try:
        reply = client.read("metadata")
    finally:
        client.close()
    if isinstance(reply, Answer):
        return Trial(wrong=(reply.reason,))
    method = destination.auth.method
    well: tuple[str, ...] = (f"login: a token was given ({method})",) if method in ("oauth2", "smart") else ()
    statement = _object(reply)
    if reply.status != 200 or statement.get("resourceType") != "CapabilityStatement":
        return Trial(
            well,
            (
                f"url: /metadata answered {reply.status} with {reply.kind}, no CapabilityStatement: correct url to "
                "the FHIR base address, or have the server's administrator let this client read /metadata",
            ),
        )
    version = str(statement.get("fhirVersion", ""))
    wrong = (
        ()
        if version.startswith("4.0")
        else (f"url: the server speaks FHIR {version[:12]}, we speak R4 (4.0.1)",)
    )
    well += (f"server: answers, FHIR {version[:12]}",)
    return Trial(well, (*wrong, *_missing(destination, statement)))


def _missing(destination: FhirDestination, statement: dict[str, Any]) -> tuple[str, ...]:
    """What the settings ask of the server and its CapabilityStatement does not tell."""
    rest: dict[str, Any] = next((r for r in statement.get("rest", ()) if isinstance(r, dict)), {})
    found = []
    system = {i.get("code") for i in rest.get("interaction", ()) if isinstance(i, dict)}
    if destination.interaction != "single" and destination.interaction not in system:
        other = next((one for one in ("transaction", "batch") if one in system), "single")
        found.append(
            f"interaction: the server does not say that it takes a {destination.interaction}: ask its administrator, "
            f'or set interaction = "{other}"'
        )
    observation: dict[str, Any] = next(
        (r for r in rest.get("resource", ()) if isinstance(r, dict) and r.get("type") == "Observation"), {}
    )
    key = {
        "put": "updateCreate",
        "conditional-create": "conditionalCreate",
        "conditional-update": "conditionalUpdate",
    }
    if not observation:
        found.append("the server does not say that it takes Observation; ask its administrator")
    elif not observation.get(key[destination.write]):
        others = [write for write, flag in key.items() if observation.get(flag)]
        advice = f'set write = "{others[0]}"' if others else "ask its administrator what it takes"
        found.append(
            f'write: the server does not say that it takes write = "{destination.write}" for Observation; {advice}'
        )
    return tuple(found)


def _object(reply: Reply) -> dict[str, Any]:
    try:
        found = json.loads(reply.body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
