"""The CapabilityStatement: what this server does, made of the tables that it does it by."""

from __future__ import annotations

from datetime import datetime
from importlib.metadata import version
from typing import Any

from gateway.results_api.parameters import (
    AUDIT,
    AUDIT_SEARCHES,
    COMMON,
    READ_ONLY_TYPES,
    SEARCHES,
    references,
    sortable,
)
from mappers.fhir.json_text import Resource


def capability(base_url: str, since: datetime) -> Resource:
    """GET /fhir/metadata; `since` is when this server started."""
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": since.isoformat(timespec="seconds"),
        "kind": "instance",
        "software": {"name": "Kartebridge", "version": version("kartebridge")},
        "implementation": {
            "description": "Results of documents read by Kartebridge",
            "url": base_url,
        },
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json", "json"],
        "rest": [
            {
                "mode": "server",
                "documentation": (
                    "Results are read-only. Unknown search parameters are errors unless the request says "
                    "Prefer: handling=lenient. Searches may be POSTed to [type]/_search, which keeps hospital "
                    "numbers out of URLs. _count, _sort (one key), _total, _summary and _elements shape the "
                    "answer. Numbers keep the digits printed on the document. _history takes _count and "
                    "_since."
                ),
                "security": {
                    "description": "Authorization: Bearer on every request: the gateway's token, or one of a "
                    "downstream system with SMART system/ scopes (TYPE.cruds), configured by the hospital"
                },
                "operation": [
                    {
                        "name": "export",
                        "definition": "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/export",
                        "documentation": "also Patient/$export; _type, _since, _outputFormat",
                    }
                ],
                "resource": [
                    *(_searchable(kind) for kind in SEARCHES),
                    *({"type": kind, "interaction": [{"code": "read"}]} for kind in READ_ONLY_TYPES),
                    _SUBSCRIPTION,
                    _AUDIT_EVENT,
                ],
            }
        ],
    }


_SUBSCRIPTION = {
    "type": "Subscription",
    "documentation": "rest-hook to endpoints inside the hospital; criteria are searches of a type above",
    "interaction": [{"code": code} for code in ("create", "read", "update", "delete", "search-type")],
    "versioning": "versioned-update",
    "readHistory": False,
    "updateCreate": False,
    "searchParam": [{"name": "status", "type": "token"}],
}


_AUDIT_EVENT = {
    "type": AUDIT,
    "documentation": "who was given results of which patient (IHE BALP); its scope must name the type",
    "interaction": [{"code": "read"}, {"code": "search-type"}],
    "versioning": "no-version",
    "searchParam": [
        *({"name": p.name, "type": p.kind.value, "documentation": p.doc} for p in AUDIT_SEARCHES),
        {
            "name": "agent.identifier",
            "type": "token",
            "documentation": "destination, client, token or session: its name in the settings or the audit",
        },
    ],
}


def _searchable(kind: str) -> Resource:
    found: dict[str, Any] = {
        "type": kind,
        "documentation": f"_sort: {', '.join(sortable(kind))}",
        "interaction": [{"code": code} for code in ("read", "vread", "history-instance", "search-type")],
        "versioning": "versioned",
        "readHistory": True,
        "conditionalRead": "full-support",
        "searchInclude": [f"{kind}:{p.name}" for p in references(kind)],
        "searchRevInclude": rev_includes(kind),
        "searchParam": [
            {
                "name": p.name,
                "type": p.kind.value,
                "documentation": p.doc + (f" (:{', :'.join(p.modifiers)})" if p.modifiers else ""),
            }
            for p in (*SEARCHES[kind], *COMMON)
        ],
    }
    return {name: value for name, value in found.items() if value != []}


def rev_includes(kind: str) -> list[str]:
    """`Type:parameter` of every reference that may lead to a type."""
    anything = {"target", "entity", "agent"}  # of Provenance: it is about resources of every type
    return [
        f"{source}:{p.name}"
        for source in SEARCHES
        for p in references(source)
        if p.target == kind or p.name in anything
    ]
