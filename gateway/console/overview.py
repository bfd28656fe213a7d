"""The first page's content: the list, the counts above it, and the one sentence that says whether all is well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Engine

from gateway.console.words import (
    BREAKER_WORDS,
    MESSAGE_STATES,
    NEEDS_PERSON,
    SERVER_WORDS,
    Word,
    age_words,
    size_words,
)
from gateway.model_server.seen import Seen, SeenServer
from gateway.store import deliveries, leases, messages, pauses
from gateway.store.messages import MessageRow
from gateway.store.schema import DeliveryState, MessageState

PAGE_ROWS = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One message in the list. Holds no patient data: the list may stand on a wall screen."""

    id: str
    at: datetime  # site's zone
    source: str
    sender: str
    called: str
    kind: str
    control_id: str
    size: str
    state: Word
    reason: str
    stage: str
    tries: int
    run: int
    route: str


@dataclass(frozen=True, slots=True)
class StateFilter:
    """A count that is also a filter; `state` is empty for all."""

    state: str
    word: Word
    count: int
    chosen: bool
    url: str


@dataclass(frozen=True, slots=True)
class Queue:
    """A destination's deliveries."""

    destination: str
    breaker: Word
    paused: str  # since when, "" where it is not
    node: str  # which delivers now, "" where none has anything to send
    pending: int
    oldest: str  # age of the oldest pending, "" without one
    dead: int
    delivered: int


@dataclass(frozen=True, slots=True)
class Server:
    """A model server."""

    server: SeenServer
    word: Word


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that a person has to do, and where."""

    text: str
    url: str
    tone: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the first page shows."""

    lines: tuple[Line, ...]
    filters: tuple[StateFilter, ...]
    queues: tuple[Queue, ...]
    servers: tuple[Server, ...]
    problems: tuple[Problem, ...]
    state: str
    text: str
    first: bool  # whether this is the newest page
    newest_url: str
    older_url: str  # "" on the last page
    now: datetime


def overview(
    engine: Engine,
    breakers: Mapping[str, str],
    servers: Sequence[SeenServer] = (),
    *,
    now: datetime,
    zone: tzinfo,
    state: str = "",
    text: str = "",
    before: int | None = None,
) -> Overview:
    """Look it all up. An unknown `state` shows all; `text` begins a control id or message id."""
    chosen = next((s for s in MessageState if s.value == state), None)
    rows = messages.recent(
        engine, limit=PAGE_ROWS + 1, before=before, state=chosen, text=text.strip() or None
    )
    counts = messages.counts_by_state(engine)
    queues = queues_of(engine, breakers, now)
    shown = rows[:PAGE_ROWS]
    older = _url(chosen, text, shown[-1].seq) if len(rows) > PAGE_ROWS else ""
    return Overview(
        lines=tuple(_line(row, zone) for row in shown),
        filters=_filters(counts, chosen, text),
        queues=queues,
        servers=tuple(Server(one, SERVER_WORDS[one.seen]) for one in servers),
        problems=_problems(counts, queues, servers),
        state=chosen.value if chosen else "",
        text=text,
        first=before is None,
        newest_url=_url(chosen, text),
        older_url=older,
        now=now.astimezone(zone),
    )


def kind_words(row: MessageRow) -> str:
    """What sort of message it is, from its envelope: `ORU^R01`, or modality and title; no patient data."""
    envelope: Mapping[str, Any] = row.envelope or {}
    return str(envelope.get("message_type") or envelope.get("modality") or "")


def sender_words(row: MessageRow) -> str:
    """MSH-3 and MSH-4 as a person reads them."""
    return " / ".join(part for part in row.sender.split("|") if part)


def _line(row: MessageRow, zone: tzinfo) -> Line:
    return Line(
        id=row.id,
        at=row.received_at.astimezone(zone),
        source="DICOM" if row.source.value == "dicom" else "HL7",
        sender=row.calling_ae or sender_words(row) or row.peer,
        called=row.called_ae,
        kind=kind_words(row),
        control_id=row.control_id,
        size=size_words(row.size_bytes),
        state=MESSAGE_STATES[row.state],
        reason=row.reason,
        stage=row.stage,
        tries=row.tries,
        run=row.run,
        route=row.route,
    )


def _url(state: MessageState | None, text: str, before: int | None = None) -> str:
    fields = {"state": state.value if state else "", "q": text.strip(), "before": before or ""}
    query = urlencode({name: value for name, value in fields.items() if value != ""})
    return f"/?{query}" if query else "/"


def _filters(
    counts: Mapping[MessageState, int], chosen: MessageState | None, text: str
) -> tuple[StateFilter, ...]:
    everything = Word("All", "calm", "Everything received")
    return (
        StateFilter("", everything, sum(counts.values()), chosen is None, _url(None, text)),
        *(
            StateFilter(state.value, word, counts.get(state, 0), chosen is state, _url(state, text))
            for state, word in MESSAGE_STATES.items()
        ),
    )


def queues_of(engine: Engine, breakers: Mapping[str, str], now: datetime) -> tuple[Queue, ...]:
    """Every destination that is configured or was."""
    counts, held = deliveries.counts(engine), pauses.paused(engine)
    senders = leases.holders(engine, now)
    found = {(c.destination, c.state): c for c in counts}
    names = sorted({c.destination for c in counts} | breakers.keys() | held.keys())
    queues = []
    for name in names:
        pending = found.get((name, DeliveryState.PENDING))
        dead = found.get((name, DeliveryState.DEAD))
        delivered = found.get((name, DeliveryState.DELIVERED))
        no_longer = Word(
            "not configured", "warn", "gateway.toml no longer names it: what is pending does not go out."
        )
        queues.append(
            Queue(
                destination=name,
                breaker=BREAKER_WORDS[breakers[name]] if name in breakers else no_longer,
                paused=f"paused for {age_words(held[name].at, now)}" if name in held else "",
                node=senders.get(name, ""),
                pending=pending.count if pending else 0,
                oldest=age_words(pending.oldest_at, now) if pending else "",
                dead=dead.count if dead else 0,
                delivered=delivered.count if delivered else 0,
            )
        )
    return tuple(queues)


def _problems(
    counts: Mapping[MessageState, int], queues: tuple[Queue, ...], servers: Sequence[SeenServer]
) -> tuple[Problem, ...]:
    problems = [
        Problem(
            f"{counts[state]} {'message' if counts[state] == 1 else 'messages'} {MESSAGE_STATES[state].text.lower()}",
            _url(state, ""),
            "bad",
        )
        for state in NEEDS_PERSON
        if counts.get(state)
    ]
    for queue in queues:
        if queue.dead:
            where = f"/deliveries?destination={queue.destination}&state={DeliveryState.DEAD}"
            problems.append(Problem(f"{queue.dead} refused by {queue.destination}", where, "bad"))
        if queue.paused:
            problems.append(Problem(f"{queue.destination} is {queue.paused}", "#queues", "warn"))
        if queue.breaker.tone == "bad":
            problems.append(Problem(f"{queue.destination} is not reachable", "#queues", "bad"))
        elif queue.breaker.text == "not configured" and queue.pending:
            problems.append(
                Problem(f"{queue.pending} pending for {queue.destination}, not configured", "#queues", "warn")
            )
    for one in servers:
        if one.seen in (Seen.AWAY, Seen.RESTARTING):
            said = SERVER_WORDS[one.seen]
            problems.append(
                Problem(f"model server {one.model} at {one.place} is {said.text}", "#models", said.tone)
            )
    return tuple(problems)
