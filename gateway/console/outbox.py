"""The deliveries' page: the same conditions as `kartebridge deliveries`, and its buttons. Holds no patient data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from urllib.parse import urlencode

from sqlalchemy import Engine

from gateway.console.overview import Queue, queues_of
from gateway.console.words import DELIVERY_STATES, Word
from gateway.store import delivery_filter
from gateway.store.deliveries import DeliveryRow
from gateway.store.delivery_filter import DeliveryFilter
from gateway.store.delivery_resend import RESENDABLE, would_resend
from gateway.store.schema import DeliveryState

PAGE_ROWS = 50
FIELDS = ("destination", "state", "since", "until", "message", "reason")


@dataclass(frozen=True, slots=True)
class Asked:
    """The form as filled in; `wanted` is what it means."""

    values: Mapping[str, str]
    wanted: DeliveryFilter
    note: str  # what was not understood

    def url(self, before: int | None = None) -> str:
        """The page with these conditions."""
        fields = {name: value for name, value in self.values.items() if value}
        if before is not None:
            fields["before"] = str(before)
        return f"/deliveries?{urlencode(fields)}" if fields else "/deliveries"


@dataclass(frozen=True, slots=True)
class Row:
    """One delivery in the list."""

    id: str
    message_url: str
    destination: str
    state: Word
    made: datetime  # site's zone
    next_try: datetime | None
    tries: int
    reason: str


@dataclass(frozen=True, slots=True)
class OutboxView:
    """Everything the page shows."""

    asked: Asked
    queues: tuple[Queue, ...]
    states: tuple[tuple[str, Word, int], ...]
    rows: tuple[Row, ...]
    to_send: int
    overtaken: int
    to_drop: int
    older_url: str
    first: bool
    now: datetime


def asked_for(form: Mapping[str, str], zone: tzinfo) -> Asked:
    """The conditions of a query or a form; times without a zone are the site's, an unknown state is none."""
    values = {name: form.get(name, "").strip()[:255] for name in FIELDS}
    notes = []
    times: dict[str, datetime | None] = {}
    for name in ("since", "until"):
        try:
            found = datetime.fromisoformat(values[name]) if values[name] else None
        except ValueError:
            found = None
            notes.append(f"“{values[name]}” is no time: write 2026-11-28 or 2026-11-28T03:00")
            values[name] = ""
        times[name] = found.replace(tzinfo=zone) if found and not found.tzinfo else found
    state = next((s for s in DeliveryState if s.value == values["state"]), None)
    values["state"] = state.value if state else ""
    wanted = DeliveryFilter(
        destination=values["destination"],
        states=(state,) if state else (),
        since=times["since"],
        until=times["until"],
        message=values["message"],
        reason=values["reason"],
    )
    return Asked(values, wanted, "; ".join(notes))


def outbox_view(
    engine: Engine,
    breakers: Mapping[str, str],
    asked: Asked,
    *,
    now: datetime,
    zone: tzinfo,
    before: int | None = None,
) -> OutboxView:
    """Look it all up."""
    found = delivery_filter.find(engine, asked.wanted, limit=PAGE_ROWS + 1, before=before)
    counts = delivery_filter.count(engine, asked.wanted)
    sendable = not asked.wanted.states or asked.wanted.states[0] in RESENDABLE
    would = would_resend(engine, asked.wanted) if sendable else None
    shown = found[:PAGE_ROWS]
    return OutboxView(
        asked=asked,
        queues=queues_of(engine, breakers, now),
        states=tuple((state.value, word, counts.get(state, 0)) for state, word in DELIVERY_STATES.items()),
        rows=tuple(_row(row, zone) for row in shown),
        to_send=would.sent if would else 0,
        overtaken=would.overtaken if would else 0,
        to_drop=counts.get(DeliveryState.DEAD, 0),
        older_url=asked.url(shown[-1].seq) if len(found) > PAGE_ROWS else "",
        first=before is None,
        now=now.astimezone(zone),
    )


def _row(row: DeliveryRow, zone: tzinfo) -> Row:
    return Row(
        id=row.id,
        message_url=f"/messages/{row.message_id}",
        destination=row.destination,
        state=DELIVERY_STATES[row.state],
        made=row.created_at.astimezone(zone),
        next_try=row.next_at.astimezone(zone) if row.head and row.attempts else None,
        tries=row.attempts,
        reason=row.reason,
    )
