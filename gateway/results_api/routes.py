"""The results API's routes under /fhir; everything refused is an OperationOutcome."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gateway.errors import DependencyAway, KartebridgeError
from gateway.gate import FormTooLargeError
from gateway.results_api.asked import base_url, must_accept_json
from gateway.results_api.audit_events import AuditEvents
from gateway.results_api.capability import capability
from gateway.results_api.exporting import Exports
from gateway.results_api.histories import Histories
from gateway.results_api.openapi import openapi
from gateway.results_api.outcome import FHIR_JSON, FhirError, outcome_response
from gateway.results_api.reads import Reads
from gateway.results_api.searches import Searches
from gateway.results_api.subscribing import Subscribing
from gateway.web_deps import WebDeps
from mappers.fhir.json_text import dumps


def results_api(deps: WebDeps) -> Starlette:
    """The application to mount at /fhir."""
    since = deps.clock()
    reads, searches, exports = Reads(deps), Searches(deps), Exports(deps)

    subscribing, events, histories = Subscribing(deps), AuditEvents(deps), Histories(deps)

    async def metadata(request: Request) -> Response:
        must_accept_json(request)
        return Response(dumps(capability(base_url(deps, request), since)), media_type=FHIR_JSON)

    async def described(request: Request) -> Response:
        return Response(dumps(openapi(base_url(deps, request))), media_type="application/json")

    return Starlette(
        routes=[
            Route("/metadata", metadata),
            Route("/openapi.json", described),
            Route("/$export", exports.of_system, methods=["GET", "POST"]),
            Route("/Patient/$export", exports.of_patients, methods=["GET", "POST"]),
            Route("/$export-status/{job}", exports.status, methods=["GET"]),
            Route("/$export-status/{job}", exports.delete, methods=["DELETE"]),
            Route("/$export-file/{job}/{name}", exports.file),
            Route("/AuditEvent", events.search, methods=["GET"]),
            Route("/AuditEvent/_search", events.search, methods=["POST"]),
            Route("/AuditEvent/{id}", events.read, methods=["GET"]),
            Route("/Subscription", subscribing.search, methods=["GET"]),
            Route("/Subscription", subscribing.create, methods=["POST"]),
            Route("/Subscription/{id}", subscribing.read, methods=["GET"]),
            Route("/Subscription/{id}", subscribing.update, methods=["PUT"]),
            Route("/Subscription/{id}", subscribing.delete, methods=["DELETE"]),
            Route("/{kind}/_search", searches.by_post, methods=["POST"]),
            Route("/{kind}/{id}/_history", histories.instance),
            Route("/{kind}/{id}/_history/{version}", histories.vread),
            Route("/{kind}/{id}", reads.read),
            Route("/{kind}", searches.by_get),
        ],
        exception_handlers={
            FhirError: _fault,
            KartebridgeError: _ours,
            HTTPException: _http,
            FormTooLargeError: _too_large,
            Exception: _defect,
        },
    )


def _fault(request: Request, error: Exception) -> Response:
    assert isinstance(error, FhirError)
    return outcome_response(error.status, error.code, error.diagnostics, error.headers)


def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, KartebridgeError)
    if isinstance(error, DependencyAway):
        return outcome_response(
            503, "transient", "the store does not answer now: try again", {"Retry-After": "10"}
        )
    return outcome_response(500, "exception", "an error of the gateway's own; its log says more")


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        return outcome_response(
            405,
            "not-supported",
            "results are read-only here; only a Subscription can be written",
            error.headers,
        )
    return outcome_response(
        error.status_code, "not-found", "there is nothing here; see /fhir/metadata", error.headers
    )


def _too_large(request: Request, error: Exception) -> Response:
    return outcome_response(413, "too-long", "the form is too large")


def _defect(request: Request, error: Exception) -> Response:
    return outcome_response(500, "exception", "an error of the gateway's own; its log says more")
