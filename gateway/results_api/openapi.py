"""The API as OpenAPI 3.1, made of the same tables as the CapabilityStatement: for code generators and fuzzers."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from gateway.results_api.capability import rev_includes
from gateway.results_api.exporting import NDJSON, PATIENT_LEVEL
from gateway.results_api.outcome import FHIR_JSON
from gateway.results_api.parameters import (
    AUDIT,
    AUDIT_SEARCHES,
    COMMON,
    READ_ONLY_TYPES,
    SEARCHES,
    Kind,
    Parameter,
    references,
    sortable,
)
from gateway.results_api.query import MAX_COUNT, Summary, Total
from gateway.store.subscriptions import Status

Json = dict[str, Any]

_ID: Json = {"type": "string", "pattern": r"^[A-Za-z0-9\-.]{1,64}$"}
_VALUES: dict[Kind, Json] = {
    Kind.TOKEN: {"type": "string", "examples": ["http://loinc.org|1988-5", "final"]},
    Kind.REFERENCE: {"type": "string", "examples": ["Patient/7d7f0d2e", "7d7f0d2e"]},
    Kind.DATE: {
        "type": "string",
        "pattern": r"^(eq|gt|lt|ge|le|sa|eb)?[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?$",
        "examples": ["ge2026-11-01"],
    },
    Kind.STRING: {"type": "string", "examples": ["山田"]},
    Kind.URI: {"type": "string"},
    Kind.QUANTITY: {
        "type": "string",
        "pattern": r"^(eq|ne|gt|lt|ge|le|sa|eb|ap)?-?[0-9]{1,8}(\.[0-9]{1,6})?(\|[^|,$\\]*\|[^|,$\\]+)?$",
        "examples": ["gt5.4||mg/dL"],
    },
    Kind.COMPOSITE: {"type": "string", "examples": ["http://loinc.org|1988-5$gt1"]},
}


def openapi(base_url: str) -> Json:
    """GET /fhir/openapi.json."""
    paths: Json = {"/metadata": {"get": _operation("CapabilityStatement", "what the server does")}}
    for kind in SEARCHES:
        paths |= _of_type(kind)
    for kind in READ_ONLY_TYPES:
        paths[f"/{kind}/{{id}}"] = {
            "get": {
                **_operation(kind, "a document as FHIR, or its own bytes", plain=True),
                "parameters": _ids("id"),
            }
        }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Kartebridge results API",
            "version": version("kartebridge"),
            "description": "FHIR R4 results of documents; docs/fhir/api.md explains it with examples.",
        },
        "servers": [{"url": base_url}],
        "security": [{"bearer": []}],
        "paths": {**paths, **_exports(), **_subscriptions(), **_audit_events()},
        "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
    }


def _of_type(kind: str) -> Json:
    fields = _search_fields(kind)
    conditional = [
        {"name": name, "in": "header", "schema": {"type": "string"}}
        for name in ("If-None-Match", "If-Modified-Since")
    ]
    return {
        f"/{kind}": {"get": {**_operation("Bundle", f"search {kind}"), "parameters": [*fields, _PREFER]}},
        f"/{kind}/_search": {
            "post": {
                **_operation("Bundle", f"search {kind}, parameters in the body"),
                "parameters": [_PREFER],
                "requestBody": {
                    "content": {
                        "application/x-www-form-urlencoded": {
                            "schema": {
                                "type": "object",
                                "properties": {f["name"]: f["schema"] for f in fields},
                                "additionalProperties": False,
                            }
                        }
                    }
                },
            }
        },
        f"/{kind}/{{id}}": {
            "get": {
                **_operation(kind, f"read {kind}", unchanged=True),
                "parameters": [*_ids("id"), *conditional],
            }
        },
        f"/{kind}/{{id}}/_history/{{version}}": {
            "get": {
                **_operation(kind, "one version", unchanged=True),
                "parameters": _ids("id", "version"),
            }
        },
        f"/{kind}/{{id}}/_history": {
            "get": {**_operation("Bundle", "every version"), "parameters": [*_ids("id"), *_OF_HISTORY]}
        },
    }


_PREFER: Json = {
    "name": "Prefer",
    "in": "header",
    "schema": {"enum": ["handling=strict", "handling=lenient"]},
    "description": "what becomes of search parameters that the server does not know; strict where not said",
}


_OF_HISTORY: list[Json] = [
    {"name": "_count", "in": "query", "schema": {"type": "integer", "minimum": 0, "maximum": MAX_COUNT}},
    {"name": "_since", "in": "query", "schema": {"type": "string", "format": "date-time"}},
]


def _search_fields(kind: str) -> list[Json]:
    found = [field for p in (*SEARCHES[kind], *COMMON) for field in _of_parameter(p)]
    sorts = [s for name in sortable(kind) for s in (name, f"-{name}")]
    controls: list[tuple[str, Json, str]] = [
        ("_count", {"type": "integer", "minimum": 0, "maximum": MAX_COUNT}, "resources a page"),
        ("_sort", {"enum": sorts}, "one key; - is descending"),
        ("_total", {"enum": list(Total)}, "how Bundle.total is counted"),
        ("_summary", {"enum": list(Summary)}, "how much of each resource"),
        ("_elements", {"type": "string", "pattern": "^[a-z][A-Za-z]*(,[a-z][A-Za-z]*)*$"}, "which elements"),
    ]
    if includes := [f"{kind}:{p.name}" for p in references(kind)]:
        controls.append(("_include", {"enum": includes}, "what the page refers to"))
    if includes := rev_includes(kind):
        controls.append(("_revinclude", {"enum": includes}, "what refers to the page"))
    return [*found, *(_field(name, schema, doc) for name, schema, doc in controls)]


def _of_parameter(parameter: Parameter) -> list[Json]:
    """The parameter and every modifier of it: each is a name of its own."""
    found = [_field(parameter.name, _VALUES[parameter.kind], parameter.doc)]
    for modifier in parameter.modifiers:
        schema: Json = {"enum": ["true", "false"]} if modifier == "missing" else {"type": "string"}
        found.append(_field(f"{parameter.name}:{modifier}", schema, parameter.doc))
    return found


def _field(name: str, schema: Json, doc: str) -> Json:
    return {"name": name, "in": "query", "schema": schema, "description": doc}


def _ids(*names: str) -> list[Json]:
    return [{"name": name, "in": "path", "required": True, "schema": _ID} for name in names]


def _operation(kind: str, summary: str, *, plain: bool = False, unchanged: bool = False) -> Json:
    """An answer of that resource type, or an OperationOutcome."""
    content: Json = {FHIR_JSON: {"schema": _resource(kind)}}
    if plain:
        content["*/*"] = {}
    answers: Json = {
        "200": {"description": kind, "content": content},
        "4XX": {
            "description": "refused, and why",
            "content": {FHIR_JSON: {"schema": _resource("OperationOutcome")}},
        },
        "503": {
            "description": "the store is away: try again",
            "content": {FHIR_JSON: {"schema": _resource("OperationOutcome")}},
        },
    }
    if unchanged or plain:
        answers["304"] = {"description": "as the client has it"}
    return {"summary": summary, "responses": answers}


def _resource(kind: str) -> Json:
    return {"type": "object", "properties": {"resourceType": {"const": kind}}, "required": ["resourceType"]}


def _answers(operation: Json, **answers: Json) -> Json:
    """The operation with other successes: `_202={…}`."""
    others = {status: said for status, said in operation["responses"].items() if status != "200"}
    return {**operation, "responses": {**{k.removeprefix("_"): v for k, v in answers.items()}, **others}}


def _exports() -> Json:
    begun: Json = {
        "description": "begun: ask at Content-Location",
        "headers": {"Content-Location": {"schema": {}}},
    }
    respond: Json = {
        "name": "Prefer",
        "in": "header",
        "required": True,
        "schema": {"enum": ["respond-async", "respond-async, handling=lenient"]},
    }

    def kick_off(kinds: tuple[str, ...]) -> Json:
        fields = [
            _field("_type", {"type": "string", "examples": [",".join(kinds[:2])]}, f"of {', '.join(kinds)}"),
            _field("_since", {"type": "string", "format": "date-time"}, "only what changed after"),
            _field("_outputFormat", {"enum": [NDJSON, "application/ndjson", "ndjson"]}, "as it is"),
        ]
        whole = _answers(_operation("Parameters", "begin a bulk export"), _202=begun)
        body = {"content": {FHIR_JSON: {"schema": _resource("Parameters")}}}
        return {
            "get": {**whole, "parameters": [*fields, respond]},
            "post": {**whole, "parameters": [respond], "requestBody": body},
        }

    going: Json = {"description": "being written: X-Progress, Retry-After"}
    manifest: Json = {
        "description": "manifest",
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
    lines: Json = {"description": "resources, one a line", "content": {NDJSON: {}}}
    job = [{"name": "job", "in": "path", "required": True, "schema": {"type": "string"}}]
    name = [{"name": "name", "in": "path", "required": True, "schema": {"type": "string"}}]
    status = _operation("OperationOutcome", "how far an export is")
    deleted: Json = {"description": "its files are gone"}
    return {
        "/$export": kick_off(tuple(SEARCHES)),
        "/Patient/$export": kick_off(PATIENT_LEVEL),
        "/$export-status/{job}": {
            "get": {**_answers(status, _200=manifest, _202=going), "parameters": job},
            "delete": {**_answers(status, _202=deleted), "parameters": job},
        },
        "/$export-file/{job}/{name}": {"get": {**_answers(status, _200=lines), "parameters": job + name}},
    }


def _audit_events() -> Json:
    fields = [_field(p.name, _VALUES[p.kind], p.doc) for p in AUDIT_SEARCHES]
    fields += [
        _field("agent.identifier", {"type": "string"}, "destination, client, token or session"),
        _field("_count", {"type": "integer", "minimum": 0, "maximum": MAX_COUNT}, "events a page"),
    ]
    one = _operation(AUDIT, "one event")
    return {
        f"/{AUDIT}": {"get": {**_operation("Bundle", "events, last first"), "parameters": fields}},
        f"/{AUDIT}/_search": {
            "post": {
                **_operation("Bundle", "events, parameters in the body"),
                "requestBody": {
                    "content": {
                        "application/x-www-form-urlencoded": {
                            "schema": {
                                "type": "object",
                                "properties": {f["name"]: f["schema"] for f in fields},
                                "additionalProperties": False,
                            }
                        }
                    }
                },
            }
        },
        f"/{AUDIT}/{{id}}": {"get": {**one, "parameters": _ids("id")}},
    }


def _subscriptions() -> Json:
    body: Json = {"required": True, "content": {FHIR_JSON: {"schema": _SUBSCRIPTION}}}
    one = _operation("Subscription", "how it stands")
    created: Json = {"description": "kept", "content": one["responses"]["200"]["content"]}
    status = _field("status", {"enum": list(Status)}, "how it stands")
    match: Json = {"name": "If-Match", "in": "header", "schema": {"type": "string"}}
    return {
        "/Subscription": {
            "get": {**_operation("Bundle", "one's own"), "parameters": [status]},
            "post": {**_answers(one, _201=created), "requestBody": body},
        },
        "/Subscription/{id}": {
            "get": {**one, "parameters": _ids("id")},
            "put": {**one, "parameters": [*_ids("id"), match], "requestBody": body},
            "delete": {**_answers(one, _204={"description": "gone"}), "parameters": _ids("id")},
        },
    }


_SUBSCRIPTION: Json = {
    "type": "object",
    "required": ["resourceType", "status", "reason", "criteria", "channel"],
    "properties": {
        "resourceType": {"const": "Subscription"},
        "status": {"enum": ["requested", "off"]},
        "reason": {"type": "string", "minLength": 1},
        "criteria": {"type": "string", "examples": ["Observation?code=http://loinc.org|1988-5"]},
        "end": {"type": "string", "format": "date-time"},
        "channel": {
            "type": "object",
            "required": ["type", "endpoint"],
            "properties": {
                "type": {"const": "rest-hook"},
                "endpoint": {"type": "string", "examples": ["https://ward.hospital.example/hook"]},
                "payload": {"const": FHIR_JSON},
                "header": {"type": "array", "items": {"type": "string"}, "maxItems": 10},
            },
            "additionalProperties": False,
        },
    },
    "additionalProperties": False,
}
