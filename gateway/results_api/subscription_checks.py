"""What a Subscription must be to be kept (R4 subscription.html): checked whole before anything is promised."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo
from urllib.parse import urlsplit

from gateway import outbound
from gateway.notify.channel import FHIR_JSON
from gateway.notify.matching import query_of
from gateway.outbound import Outbound
from gateway.results_api.outcome import FhirError
from gateway.results_api.parameters import SEARCHES
from gateway.results_api.query import SearchQuery
from gateway.settings_destinations import host_of
from gateway.settings_network import Network
from mappers.fhir import validation
from mappers.fhir.json_text import Resource, loads

MAX_HEADERS = 10
_HEADER = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}):[ \t]*([\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)")
_OURS = (
    "host",
    "content-length",
    "content-type",
    "transfer-encoding",
    "connection",
    "upgrade",
    "te",
    "trailer",
)
_SERVERS = ("id", "meta", "error", "text", "contained")
"""Elements that the server keeps itself, or has no use for."""


def checked(body: bytes, network: Network, zone: tzinfo) -> tuple[Resource, SearchQuery]:
    """The Subscription in a request's body, without what the server says, and its criteria as a search.

    Raises FhirError 400 for what is no Subscription and 422 for one that cannot be served.
    """
    try:
        resource = loads(body)
    except (ValueError, RecursionError) as error:
        raise FhirError(400, "structure", "the body is no JSON object") from error
    if resource.get("resourceType") != "Subscription":
        raise FhirError(400, "invalid", "the body is no Subscription")
    try:
        mistakes = validation.validate(resource)
    except (
        ValueError,
        TypeError,
        AttributeError,
        RecursionError,
    ) as error:  # AttributeError: fhir.resources, of a number
        raise FhirError(400, "structure", "the body is no Subscription of FHIR R4") from error
    if mistakes:
        where = ", ".join(sorted({_place(line) for line in mistakes})[:5])
        raise FhirError(422, "invalid", f"not as FHIR R4 defines a Subscription: {where}")
    if resource["status"] not in ("requested", "off"):
        raise FhirError(422, "business-rule", "status: a client asks with requested, or ends with off")
    resource = {name: value for name, value in resource.items() if name not in _SERVERS}
    _check_channel(resource["channel"], network)
    _check_end(resource)
    return resource, _checked_criteria(resource["criteria"], zone)


def _place(line: str) -> str:
    """The path in front of a mistake, where it is one: keys may be anything that a client sent."""
    path = line.partition(":")[0]
    return path if re.fullmatch(r"[A-Za-z0-9_.\[\]]{1,60}", path) else "an element"


def _check_channel(channel: Resource, network: Network) -> None:
    if channel.get("type") != "rest-hook":
        raise FhirError(422, "not-supported", "channel.type: only rest-hook is served here")
    if channel.get("payload") not in (None, FHIR_JSON):
        raise FhirError(
            422, "not-supported", f"channel.payload: {FHIR_JSON}, or none for a call without the resource"
        )
    endpoint = channel.get("endpoint") or ""
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    plain = endpoint.isascii() and not re.search(r"[\s\\]", endpoint) and not parts.username and port != 0
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or not plain
        or parts.query
        or parts.fragment
    ):
        raise FhirError(
            422, "value", "channel.endpoint: an http or https address without user, query and fragment"
        )
    if outbound.mistake(Outbound("channel.endpoint", host_of(endpoint)), network):
        raise FhirError(
            422, "business-rule",
            "channel.endpoint: its host must resolve to an address inside the hospital (network.private_networks)",
        )  # fmt: skip
    headers = channel.get("header", [])
    if len(headers) > MAX_HEADERS:
        raise FhirError(422, "too-costly", f"channel.header: no more than {MAX_HEADERS}")
    for line in headers:
        found = _HEADER.fullmatch(line)
        if found is None or found.group(1).lower() in _OURS:
            raise FhirError(
                422, "value", f"channel.header: write Name: value, and none of {', '.join(_OURS)}"
            )


def _check_end(resource: Resource) -> None:
    if "end" not in resource:
        return
    try:
        moment = datetime.fromisoformat(str(resource["end"]))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise FhirError(422, "value", "end: an instant with its zone")


def _checked_criteria(criteria: str, zone: tzinfo) -> SearchQuery:
    kind = criteria.partition("?")[0]
    if kind not in SEARCHES:
        raise FhirError(422, "not-supported", "criteria: write Type?parameters with a type of /fhir/metadata")
    try:
        query = query_of(criteria, zone)
    except (FhirError, ValueError) as error:
        said = error.diagnostics if isinstance(error, FhirError) else "a parameter cannot be read"
        raise FhirError(422, "not-supported", f"criteria: {said}") from error
    shaped = [name for name, _ in query.given if name.startswith("_") and name in _SHAPING]
    if shaped or query.cursor:
        raise FhirError(422, "not-supported", "criteria: conditions only, nothing about how an answer looks")
    return query


_SHAPING = ("_count", "_sort", "_include", "_revinclude", "_total", "_summary", "_elements")
