"""Events and signatures as Standard Webhooks 1.0 has them (standardwebhooks.com): pure, the time is an argument."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mappers.fhir.element import instant
from mappers.fhir.inputs import FhirResults, MappingInput
from mappers.fhir.json_text import Resource, dumps

RESULTS = "document.results"
WITHDRAWN = "document.withdrawn"
_PREFIX = "whsec_"
_SECRET_BYTES = range(24, 65)


@dataclass(frozen=True, slots=True)
class Secret:
    """A symmetric signing key; never in a text that is shown."""

    key: bytes = field(repr=False)

    @classmethod
    def parse(cls, text: str) -> Secret:
        """From `whsec_` and base64. Raises ValueError that does not repeat it."""
        try:
            key = base64.b64decode(text.removeprefix(_PREFIX), validate=True)
        except binascii.Error:
            raise ValueError("it is not base64 behind whsec_") from None
        if not text.startswith(_PREFIX) or len(key) not in _SECRET_BYTES:
            raise ValueError("it must be whsec_ and 24 to 64 bytes in base64")
        return cls(key)


def event(inp: MappingInput, mapped: FhirResults, *, references_only: bool) -> bytes:
    """The event of one document's results as JSON: type, timestamp (when it was read), data."""
    taken_back = inp.document.status.value in ("entered-in-error", "cancelled")
    base = inp.site.base_url.rstrip("/")
    data: Resource = {
        "document": inp.document.id,
        "documentType": inp.extraction.document_type.value,
        "partial": inp.extraction.partial,
        "resources": [f"{base}/{r['resourceType']}/{r['id']}" for r in mapped.resources],
    }
    if inp.extraction.overlooked:
        counts = inp.extraction.overlooked_by_page
        data["overlooked"] = [{"page": page, "places": places} for page, places in counts.items()]
    if not references_only:
        entries = [
            {"fullUrl": f"{base}/{r['resourceType']}/{r['id']}", "resource": r} for r in mapped.resources
        ]
        data["bundle"] = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    body = {"type": WITHDRAWN if taken_back else RESULTS, "timestamp": instant(inp.recorded), "data": data}
    return dumps(body).encode()


def message_id(body: bytes) -> str:
    """webhook-id: from the body, so that a receiver knows a repetition."""
    return "msg_" + hashlib.sha256(body).hexdigest()[:32]


def headers(body: bytes, secrets: Sequence[Secret], now: datetime) -> dict[str, str]:
    """The three headers of one try; a signature by each secret, parted by spaces."""
    identifier, timestamp = message_id(body), str(int(now.timestamp()))
    signed = f"{identifier}.{timestamp}.".encode() + body
    made = [base64.b64encode(hmac.digest(s.key, signed, "sha256")).decode() for s in secrets]
    return {
        "webhook-id": identifier,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(f"v1,{signature}" for signature in made),
    }
