"""Stored resource text, served: versionId and lastUpdated put into its meta, every decimal as it was printed."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime

from gateway.store.resources import ResourceRow
from mappers.fhir.json_text import Resource, dumps, loads


def with_meta(row: ResourceRow) -> str:
    """The resource as the API shows it. Numbers are never floats on the way (`8.50` stays `8.50`)."""
    resource = loads(row.body)
    meta = resource.pop("meta", {})
    updated = row.last_updated.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    head: Resource = {name: resource.pop(name) for name in ("resourceType", "id") if name in resource}
    return dumps(
        {**head, "meta": {"versionId": str(row.version), "lastUpdated": updated, **meta}, **resource}
    )


def etag(row: ResourceRow) -> str:
    """The weak entity tag of a version (R4 http.html §3.1.0.4)."""
    return f'W/"{row.version}"'


def last_modified(moment: datetime) -> str:
    """A time as HTTP writes it (RFC 9110 §5.6.7)."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)
