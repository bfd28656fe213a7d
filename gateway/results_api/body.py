"""Stored resource text, served: versionId and lastUpdated put into its meta, every decimal as it was printed."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime

from gateway.results_api.query import Summary
from gateway.results_api.shaping import shaped
from gateway.store.history import VersionRow
from gateway.store.resources import ResourceRow
from mappers.fhir.json_text import Resource, dumps, loads


def with_meta(
    row: ResourceRow | VersionRow, summary: Summary = Summary.FALSE, elements: tuple[str, ...] = ()
) -> str:
    """The resource as the API shows it. Numbers are never floats on the way (`8.50` stays `8.50`)."""
    resource = loads(row.body)
    meta = resource.pop("meta", {})
    head: Resource = {name: resource.pop(name) for name in ("resourceType", "id") if name in resource}
    own = {"versionId": str(row.version), "lastUpdated": instant(row.last_updated)}
    return dumps(shaped({**head, "meta": {**own, **meta}, **resource}, summary, elements))


def instant(moment: datetime) -> str:
    """A time as FHIR writes an instant, in UTC, to the millisecond."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def etag(row: ResourceRow | VersionRow) -> str:
    """The weak entity tag of a version (R4 http.html §3.1.0.4)."""
    return f'W/"{row.version}"'


def last_modified(moment: datetime) -> str:
    """A time as HTTP writes it (RFC 9110 §5.6.7)."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)
