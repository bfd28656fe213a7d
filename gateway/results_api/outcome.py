"""OperationOutcome answers (R4 operationoutcome.html): what is wrong and what to do, never anyone's data."""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.responses import Response

FHIR_JSON = "application/fhir+json"


class FhirError(Exception):
    """A request that ends in an OperationOutcome.

    `code` is of http://hl7.org/fhir/issue-type; `diagnostics` are words for the client's developer.
    """

    def __init__(
        self, status: int, code: str, diagnostics: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(diagnostics)
        self.status = status
        self.code = code
        self.diagnostics = diagnostics
        self.headers = headers


def outcome_response(
    status: int, code: str, diagnostics: str, headers: Mapping[str, str] | None = None
) -> Response:
    """An OperationOutcome with one issue of severity error."""
    body = json.dumps(
        {
            "resourceType": "OperationOutcome",
            "issue": [{"severity": "error", "code": code, "diagnostics": diagnostics}],
        }
    )
    return Response(body, status, dict(headers or {}), FHIR_JSON)
