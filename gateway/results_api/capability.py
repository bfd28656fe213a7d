"""The CapabilityStatement: what this server does, made of the tables that it does it by."""

from __future__ import annotations

from datetime import datetime
from importlib.metadata import version

from gateway.results_api.parameters import COMMON, READ_ONLY_TYPES, SEARCHES
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
            "description": "Results of documents read by Kartebridge, read-only",
            "url": base_url,
        },
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json", "json"],
        "rest": [
            {
                "mode": "server",
                "documentation": (
                    "Read-only. Unknown search parameters are errors unless the request says "
                    "Prefer: handling=lenient. Searches may be POSTed to [type]/_search, which keeps hospital "
                    "numbers out of URLs. Numbers keep the digits printed on the document."
                ),
                "security": {
                    "description": "Authorization: Bearer with the gateway's token, on every request"
                },
                "resource": [
                    *(_searchable(kind) for kind in SEARCHES),
                    *({"type": kind, "interaction": [{"code": "read"}]} for kind in READ_ONLY_TYPES),
                ],
            }
        ],
    }


def _searchable(kind: str) -> Resource:
    return {
        "type": kind,
        "interaction": [{"code": "read"}, {"code": "search-type"}],
        "versioning": "versioned",
        "readHistory": False,
        "searchParam": [
            {"name": p.name, "type": p.kind.value, "documentation": p.doc} for p in (*SEARCHES[kind], *COMMON)
        ],
    }
