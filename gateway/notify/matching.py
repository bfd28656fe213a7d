"""Changes of resources matched with subscriptions and put in the outbox, each in the order of the changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from urllib.parse import parse_qsl

from sqlalchemy import Engine

from gateway import ids
from gateway.notify.channel import Notification, channel, criteria, destination_name
from gateway.results_api.body import with_meta
from gateway.results_api.query import MAX_COUNT, SearchQuery, parse_query
from gateway.results_api.searching import matching
from gateway.store import deliveries, subscriptions
from gateway.store.blobs import BlobStore
from gateway.store.deliveries import NewDelivery
from gateway.store.engine import writing
from gateway.store.matching import Criterion, Op
from gateway.store.resources import ResourceRow
from gateway.store.search import search
from gateway.store.subscriptions import Change, SubscriptionRow

AT_ONCE = 200


def query_of(text: str, zone: tzinfo) -> SearchQuery:
    """A subscription's criteria `Type?query` as a search. Raises FhirError where that is none."""
    kind, _, fields = text.partition("?")
    return parse_query(kind, parse_qsl(fields, keep_blank_values=True), zone, lenient=False)


def match_changes(engine: Engine, blobs: BlobStore, zone: tzinfo, now: datetime) -> int:
    """Take the oldest changes into the outbox; how many there were.

    Done twice (two nodes, or a crash before the end) it makes nothing twice: a delivery's id comes from the
    subscription and the resource's version.
    """
    found = subscriptions.oldest_changes(engine, AT_ONCE)
    if not found:
        return 0
    new: list[tuple[str, NewDelivery]] = []
    for row in subscriptions.listed(engine):
        changed = [change for change in found if change.type == row.type]
        if changed and row.status in subscriptions.LIVE:
            new += _notifications(engine, blobs, row, changed, zone)
    new.sort(key=lambda one: one[1].destination)  # two nodes take the outbox's locks in one order
    with writing(engine) as connection:
        for message_id, delivery in new:
            deliveries.add(connection, message_id, [delivery], now)
        subscriptions.forget_changes(connection, found)
    return len(found)


def handshake(row: SubscriptionRow, blobs: BlobStore) -> NewDelivery:
    """The first delivery of a version of a subscription."""
    digest = blobs.put(Notification(row.id).written())
    return _delivery(row, digest, f"handshake {row.version}")


def _notifications(
    engine: Engine, blobs: BlobStore, row: SubscriptionRow, changed: Sequence[Change], zone: tzinfo
) -> list[tuple[str, NewDelivery]]:
    order = {change.id: change for change in changed}  # the newest change of each, at its place
    matched = _matching(engine, row, tuple(order), zone)
    sends = channel(row).with_resource
    made = []
    for change in order.values():
        resource = matched.get(change.id)
        if resource is None:
            continue
        text = with_meta(resource) if sends else ""
        digest = blobs.put(Notification(row.id, resource.type, resource.id, text).written())
        what = f"{resource.type}/{resource.id}/{resource.version}"
        made.append((change.message_id, _delivery(row, digest, what)))
    return made


def _matching(
    engine: Engine, row: SubscriptionRow, wanted: tuple[str, ...], zone: tzinfo
) -> dict[str, ResourceRow]:
    query = query_of(criteria(row), zone)
    conditions = matching(engine, query, zone)
    if conditions is None:
        return {}
    assert len(wanted) <= MAX_COUNT
    own = Criterion("_id", Op.EQ, wanted)
    page = search(engine, query.type, [*conditions, own], limit=len(wanted), zone=zone)
    return {resource.id: resource for resource in page.rows}


def _delivery(row: SubscriptionRow, digest: str, what: str) -> NewDelivery:
    return NewDelivery(
        id=ids.derive("notification", row.id, what),
        destination=destination_name(row.id),
        order_key=row.id,  # one key: the subscriber hears of everything in order
        bundle_digest=digest,
    )
