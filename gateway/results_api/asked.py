"""What a request asks for beside its path: media types, conditional reads, handling, and under which address."""

from __future__ import annotations

from datetime import datetime
from email.utils import parsedate_to_datetime

from starlette.requests import Request

from gateway.results_api.outcome import FhirError
from gateway.web_deps import WebDeps

_JSON_TYPES = ("application/fhir+json", "application/json", "text/json", "json", "application/json+fhir")


def base_url(deps: WebDeps, request: Request) -> str:
    """Base of links: the configured address, else the one that the client used."""
    fhir = deps.settings.fhir
    if "base_url" in fhir.model_fields_set:
        return fhir.base_url.rstrip("/")
    return f"{request.url.scheme}://{request.url.netloc}/fhir"


def _accepted(request: Request) -> list[str]:
    """Media types the client takes, best first as written; `_format` wins over Accept."""
    asked = request.query_params.get("_format") or request.headers.get("accept", "*/*")
    return [part.partition(";")[0].strip().lower() for part in asked.split(",")]


def must_accept_json(request: Request) -> None:
    """Raises FhirError 406 where the client takes no JSON."""
    if not any(
        kind in _JSON_TYPES or kind in ("*/*", "application/*", "text/html") for kind in _accepted(request)
    ):
        raise FhirError(406, "not-supported", "this server speaks application/fhir+json")


def wants_fhir(request: Request) -> bool:
    """R4 binary.html: the resource itself only where the client names a FHIR type."""
    return any(kind in _JSON_TYPES for kind in _accepted(request))


def unchanged(request: Request, tag: str, updated: datetime | None) -> bool:
    """If-None-Match, else If-Modified-Since (RFC 9110 §13.1)."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        weak = {t.strip().removeprefix("W/") for t in tags.split(",")}
        return "*" in weak or tag.removeprefix("W/") in weak
    since = request.headers.get("if-modified-since")
    if since is None or updated is None:
        return False
    try:
        return updated.replace(microsecond=0) <= parsedate_to_datetime(since)
    except (ValueError, TypeError):
        return False


def prefers(request: Request, word: str) -> bool:
    """Whether a Prefer header says so (`handling=lenient`, `respond-async`)."""
    said = ",".join(request.headers.getlist("prefer")).replace(";", ",").replace(" ", "").lower()
    return word in said.split(",")
