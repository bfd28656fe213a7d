"""How resources are written to a server: PUT at our ids, or by an identifier of ours where the server makes the ids.

    write                 a result of ours                          what others share (Patient, Device …)
    put                   PUT Type/id                               PUT Type/id
    conditional-create    POST, If-None-Exist: our identifier;      POST, If-None-Exist
                          what was there already is then updated
                          at the server's id (`follow_up`)
    conditional-update    PUT Type?our identifier                   POST, If-None-Exist

A Patient is found by the hospital's own number and never overwritten: the server's record of a person is richer than
ours. Everything else is found by our id as an identifier of the system `RESOURCE_ID`; types without identifier
(Provenance) by a tag of the same system. A Binary cannot be found at all: its bytes go into the DocumentReference.

References are then `urn:uuid:` inside a Bundle (FHIR R4 §3.1.0.11.2) and conditional references to what went
before it, such as a document that this one replaces (§3.1.0.11.3). R4 knows neither in a batch, so a batch is for
PUT alone; and not every server resolves the latter, so a document's resources are not split over such Bundles.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any
from urllib.parse import quote

from mappers.fhir.bundle import transaction
from mappers.fhir.canonical import OWN
from mappers.fhir.json_text import Resource

RESOURCE_ID = OWN + "NamingSystem/resource-id"
"""System of the identifier, or tag, that carries our id. Not `urn:uuid:` and the id: that is the entry's fullUrl, and
servers put their own id in its place wherever they find it (Medplum in any string)."""
SHARED = frozenset(
    {
        "Patient",
        "Device",
        "Encounter",
        "ImagingStudy",
        "Location",
        "Organization",
        "Practitioner",
        "PractitionerRole",
        "ServiceRequest",
    }
)
"""What the server may hold from others: made where it is missing, never overwritten by a conditional write."""
_NO_IDENTIFIER = frozenset({"AuditEvent", "Binary", "Provenance"})
_OURS = re.compile(r"([A-Z][A-Za-z]+)/([0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})")
"""A relative reference to a resource of ours: our ids are UUIDv5, a server's own are not."""
_AT = re.compile(r"(?:^|/)([A-Z][A-Za-z]+)/([A-Za-z0-9\-.]{1,64})(?:/_history/[^/]+)?/?$")


class Write(StrEnum):
    """Who makes the ids, and how what is there is found."""

    PUT = "put"
    CONDITIONAL_CREATE = "conditional-create"
    CONDITIONAL_UPDATE = "conditional-update"


def bundles(
    resources: Sequence[Resource],
    base_url: str,
    *,
    kind: str = "transaction",
    write: Write,
    max_entries: int = 0,
) -> tuple[Resource, ...]:
    """Bundles of at most `max_entries` (0: one Bundle), in order: what is referred to goes first.

    `kind` is the Bundle's type, `base_url` the gateway's own. The resources given are not changed.
    """
    if write is Write.PUT:
        parts = _parts(resources, max_entries)
        return tuple({**transaction(part, base_url), "type": kind} for part in parts)
    findable = tuple(_without_binaries(resources))
    made = []
    for part in _parts(findable, max_entries):
        here = {f"{r['resourceType']}/{r['id']}" for r in part}
        entries = [_entry(resource, write, here, findable) for resource in part]
        made.append({"resourceType": "Bundle", "type": kind, "entry": entries})
    return tuple(made)


def references(value: Any) -> Iterator[str]:
    """Every Reference.reference inside."""
    if isinstance(value, Mapping):
        if isinstance(value.get("reference"), str):
            yield value["reference"]
        for one in value.values():
            yield from references(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from references(one)


def rewritten(value: Any, change: Callable[[str], str]) -> Any:
    """A copy in which every Reference.reference is changed."""
    if isinstance(value, Mapping):
        return {
            key: change(one) if key == "reference" and isinstance(one, str) else rewritten(one, change)
            for key, one in value.items()
        }
    return [rewritten(one, change) for one in value] if isinstance(value, list | tuple) else value


def place(location: str, resource_type: str) -> str:
    """`Type/id` of a Location header or entry.response.location; empty where it names no such resource."""
    found = _AT.search(location.partition("?")[0])
    return f"{found[1]}/{found[2]}" if found and found[1] == resource_type else ""


def follow_up(bundle: Resource, answered: Sequence[tuple[int, str]]) -> Resource | None:
    """What a conditional create found already there, as PUTs at the server's ids; None where nothing was.

    A correction must reach a server that only creates by condition too. `answered`: status and location of each
    entry. Raises ValueError where the server did not say where what it found is.
    """
    places = {
        entry["fullUrl"]: place(location, entry["resource"]["resourceType"])
        for entry, (_, location) in zip(bundle["entry"], answered, strict=True)
    }
    there = [
        entry
        for entry, (status, _) in zip(bundle["entry"], answered, strict=True)
        if entry["request"]["method"] == "POST"
        and status != 201
        and entry["resource"]["resourceType"] not in SHARED
    ]
    if not there:
        return None
    for entry in there:
        wanted = {entry["fullUrl"], *references(entry["resource"])}
        if any(url in places and not places[url] for url in wanted):
            raise ValueError("the server did not say where what it found is")
    return {
        "resourceType": "Bundle",
        "type": "transaction",
        "entry": [update(entry, places[entry["fullUrl"]], places) for entry in there],
    }


def update(entry: Resource, at: str, places: Mapping[str, str]) -> Resource:
    """The entry as a PUT at the server's `Type/id`, with what it refers to at the server's places."""
    resource = {
        **rewritten(entry["resource"], lambda url: places.get(url) or url),
        "id": at.partition("/")[2],
    }
    return {"fullUrl": entry["fullUrl"], "resource": resource, "request": {"method": "PUT", "url": at}}


def _parts(resources: Sequence[Resource], size: int) -> Iterator[tuple[Resource, ...]]:
    size = size or max(1, len(resources))
    for start in range(0, len(resources), size):
        yield tuple(resources[start : start + size])


def _entry(resource: Resource, write: Write, here: set[str], everything: Iterable[Resource]) -> Resource:
    kind = resource["resourceType"]
    known = {f"{r['resourceType']}/{r['id']}": r for r in everything}

    def target(url: str) -> str:
        if url in here:
            return f"urn:uuid:{url.partition('/')[2]}"
        if url in known:
            return f"{known[url]['resourceType']}?{_condition(known[url])}"
        ours = _OURS.fullmatch(url)
        # Of a Patient that does not travel we do not know the number: leave what the mapping says.
        return f"{ours[1]}?{_by_our_id(ours[1], ours[2])}" if ours and ours[1] != "Patient" else url

    body = rewritten({key: value for key, value in resource.items() if key != "id"}, target)
    by = _condition(resource)
    if write is Write.CONDITIONAL_UPDATE and kind not in SHARED:
        request = {"method": "PUT", "url": f"{kind}?{by}"}
    else:
        request = {"method": "POST", "url": kind, "ifNoneExist": by}
    return {
        "fullUrl": f"urn:uuid:{resource['id']}",
        "resource": _marked(body, resource["id"]),
        "request": request,
    }


def _condition(resource: Resource) -> str:
    """The search that finds a resource at the server."""
    if resource["resourceType"] == "Patient":
        for one in resource.get("identifier", ()):
            if one.get("system") and one.get("value"):
                return f"identifier={_token(one['system'], one['value'])}"
    return _by_our_id(resource["resourceType"], resource["id"])


def _by_our_id(kind: str, resource_id: str) -> str:
    return f"{'_tag' if kind in _NO_IDENTIFIER else 'identifier'}={_token(RESOURCE_ID, resource_id)}"


def _token(system: str, value: str) -> str:
    """system|value as a search token (R4 §3.1.1.4.10 escapes), percent-encoded but for the readable part."""
    halves = (re.sub(r"([\\,|$])", r"\\\1", half) for half in (system, value))
    return "|".join(quote(half, safe=":/.-_~") for half in halves)


def _marked(resource: Resource, resource_id: str) -> Resource:
    """With what `_by_our_id` finds."""
    if resource["resourceType"] in _NO_IDENTIFIER:
        meta = resource.get("meta", {})
        tags = [*meta.get("tag", ()), {"system": RESOURCE_ID, "code": resource_id}]
        return {**resource, "meta": {**meta, "tag": tags}}
    ours = {"system": RESOURCE_ID, "value": resource_id}
    return {**resource, "identifier": [*resource.get("identifier", ()), ours]}


def _without_binaries(resources: Iterable[Resource]) -> Iterator[Resource]:
    """Each Binary's bytes where its URL stood in an attachment."""
    resources = tuple(resources)
    data = {f"Binary/{r['id']}": r["data"] for r in resources if r["resourceType"] == "Binary"}

    def inlined(value: Any) -> Any:
        if isinstance(value, Mapping):
            if value.get("url") in data and "contentType" in value:
                return {**{k: v for k, v in value.items() if k != "url"}, "data": data[value["url"]]}
            return {key: inlined(one) for key, one in value.items()}
        return [inlined(one) for one in value] if isinstance(value, list | tuple) else value

    for resource in resources:
        if resource["resourceType"] != "Binary":
            yield inlined(resource) if resource["resourceType"] == "DocumentReference" else resource
