"""`kartebridge deliveries`: what goes out, what does not and why; pause, resume, resend, give up.

Everything goes through the store: a running daemon sees it within two seconds, a stopped one at its start.
"""

from __future__ import annotations

import json
import os
import pwd
import re
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from gateway.cli_site import SITE, Config, end, settings_of, store_of

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from gateway.settings import Settings
    from gateway.store.deliveries import DeliveryRow
    from gateway.store.delivery_filter import DeliveryFilter

app = typer.Typer(help="Deliveries: what goes out, what does not and why; pause, resume, resend, give up.")

_AGE = re.compile(r"(\d{1,6})([mhd])")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}

To = Annotated[str, typer.Option("--to", help="only of this destination", show_default=False)]
State = Annotated[
    list[str] | None,
    typer.Option("--state", help="pending, delivered, dead, superseded, dropped; may be repeated"),
]
Since = Annotated[
    str,
    typer.Option(help="made since: 2026-11-28, 2026-11-28T03:00 or an age: 30m, 12h, 2d", show_default=False),
]
Until = Annotated[str, typer.Option(help="made before; as --since", show_default=False)]
Message = Annotated[
    str,
    typer.Option(help="the beginning of a control id, SOP Instance UID or message id", show_default=False),
]
Reason = Annotated[str, typer.Option(help="a part of the reason, for example 422", show_default=False)]
One = Annotated[str, typer.Option("--id", help="only this delivery", show_default=False)]
Yes = Annotated[bool, typer.Option("--yes", help="do it; without, only the count is shown")]


def _say(text: str) -> None:
    Console().print(text, markup=False, highlight=False, soft_wrap=True)


def _actor() -> str:
    """Who types, by the system's word and not the environment's."""
    uid = os.getuid()
    try:
        return f"cli {pwd.getpwuid(uid).pw_name}"
    except KeyError:
        return f"cli uid {uid}"


def _now() -> datetime:
    return datetime.now().astimezone()


def moment(text: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """A time as typed: an age before `now`, or ISO 8601, in the site's zone where it names none; None for nothing."""
    if not text:
        return None
    if age := _AGE.fullmatch(text):
        return now - int(age[1]) * _UNITS[age[2]]
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        end(f"no time: {text!r}; write 2026-11-28, 2026-11-28T03:00, or an age such as 30m, 12h, 2d", SITE)
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _wanted(
    settings: Settings,
    *,
    to: str,
    state: list[str] | None = None,
    since: str,
    until: str,
    message: str,
    reason: str,
    one: str = "",
) -> DeliveryFilter:
    from gateway.store.delivery_filter import DeliveryFilter
    from gateway.store.schema import DeliveryState

    if unknown := [name for name in state or () if name not in set(DeliveryState)]:
        end(f"no state {unknown[0]!r}; there are {', '.join(DeliveryState)}", SITE)
    now, zone = _now(), ZoneInfo(settings.site.time_zone)
    return DeliveryFilter(
        id=one,
        destination=to,
        states=tuple(DeliveryState(name) for name in state or ()),
        since=moment(since, now, zone),
        until=moment(until, now, zone),
        message=message,
        reason=reason,
    )


@app.command("list")
def list_deliveries(
    to: To = "",
    state: State = None,
    since: Since = "",
    until: Until = "",
    message: Message = "",
    reason: Reason = "",
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="at most so many, newest first")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a line")] = False,
    config: Config = None,
) -> None:
    """Deliveries, newest first. No patient data is shown."""
    from gateway.store import leases, pauses
    from gateway.store.delivery_filter import count, find

    settings = settings_of(config)
    wanted = _wanted(settings, to=to, state=state, since=since, until=until, message=message, reason=reason)
    zone = ZoneInfo(settings.site.time_zone)
    with store_of(settings) as engine:
        rows = find(engine, wanted, limit=limit)
        counts = {} if as_json else count(engine, wanted)
        held = pauses.paused(engine)
        senders = leases.holders(engine, datetime.now(UTC))
    if as_json:
        sys.stdout.writelines(json.dumps(_facts(row, zone), ensure_ascii=False) + "\n" for row in rows)
        return
    # No column is wide beside the ids, which must stay whole on 80 columns to be copied.
    table = Table("made", "to", "state", Column("delivery, reason", min_width=36, overflow="fold"))
    for row in rows:
        tried = {0: "", 1: "tried once"}.get(row.attempts, f"tried {row.attempts} times")
        below = ": ".join(part for part in (tried, row.reason) if part)
        made = f"{row.created_at.astimezone(zone):%m-%d %H:%M}"
        shown = Text("\n".join(part for part in (row.id, below) if part))
        table.add_row(made, row.destination, row.state, shown)
    console = Console()
    if rows:
        console.print(table)
    _say(", ".join(f"{number:,} {name}" for name, number in counts.items()) or "no delivery is so")
    for name, pause in sorted(held.items()):
        _say(f"{name} is paused since {pause.at.astimezone(zone):%Y-%m-%d %H:%M} by {pause.actor}")
    for name, node in sorted(senders.items()):
        _say(f"{node} delivers to {name}")


def _facts(row: DeliveryRow, zone: ZoneInfo) -> dict[str, str | int]:
    return {
        "id": row.id,
        "message": row.message_id,
        "destination": row.destination,
        "state": row.state.value,
        "tries": row.attempts,
        "made": row.created_at.astimezone(zone).isoformat(timespec="seconds"),
        "changed": row.changed_at.astimezone(zone).isoformat(timespec="seconds"),
        "next_try": row.next_at.astimezone(zone).isoformat(timespec="seconds") if row.head else "",
        "reason": row.reason,
    }


@app.command()
def show(
    delivery: Annotated[str, typer.Argument(help="its id, as `deliveries list` shows it")],
    config: Config = None,
) -> None:
    """One delivery with the destination's own answer, which may name a patient; the look is audited."""
    from gateway.store import audit, messages
    from gateway.store.deliveries import get_delivery

    settings = settings_of(config)
    zone = ZoneInfo(settings.site.time_zone)
    with store_of(settings) as engine:
        row = get_delivery(engine, delivery)
        if row is None:
            end(f"no delivery {delivery}: `kartebridge deliveries list` shows ids")
        message = messages.get(engine, row.message_id)
        audit.record(engine, at=_now(), actor=_actor(), action="view", entity=f"delivery/{row.id}")
    for name, value in _facts(row, zone).items():
        if value != "":
            _say(f"{name.replace('_', ' ')}: {value}")
    if message is not None:
        _say(f"control id: {message.control_id}")
    if row.outcome:
        _say("the destination's answer (may hold patient data):")
        _say(readable(row.outcome))


def readable(outcome: str) -> str:
    """JSON indented, anything else as it is."""
    try:
        return json.dumps(json.loads(outcome, parse_float=str), ensure_ascii=False, indent=2)
    except ValueError:
        return outcome


def _known(engine: Engine, settings: Settings, destination: str) -> None:
    """End where nothing has this name: a slip of the pen would pause nothing."""
    from gateway.store import deliveries, pauses

    names = {one.name for one in settings.destinations} | pauses.paused(engine).keys()
    names |= {row.destination for row in deliveries.counts(engine)}
    if destination not in names:
        end(f"no destination {destination!r}; there are: {', '.join(sorted(names)) or 'none'}")


Name = Annotated[str, typer.Argument(help="the destination's name in gateway.toml")]


@app.command()
def pause(destination: Name, config: Config = None) -> None:
    """Let nothing more go out to a destination: deliveries wait, in order, until it is resumed."""
    from gateway.store import audit, pauses

    settings = settings_of(config)
    with store_of(settings) as engine:
        _known(engine, settings, destination)
        now = _now()
        changed = pauses.pause(engine, destination, now=now, actor=_actor())
        audit.record(engine, at=now, actor=_actor(), action="pause", entity=f"destination/{destination}")
    _say(f"{destination} is paused" if changed else f"{destination} was paused already")


@app.command()
def resume(destination: Name, config: Config = None) -> None:
    """Let deliveries to a paused destination go out again."""
    from gateway.store import audit, pauses

    settings = settings_of(config)
    with store_of(settings) as engine:
        _known(engine, settings, destination)
        changed = pauses.resume(engine, destination)
        audit.record(engine, at=_now(), actor=_actor(), action="resume", entity=f"destination/{destination}")
    _say(f"deliveries to {destination} go out again" if changed else f"{destination} was not paused")


@app.command()
def resend(
    to: To = "",
    state: State = None,
    since: Since = "",
    until: Until = "",
    message: Message = "",
    reason: Reason = "",
    one: One = "",
    yes: Yes = False,
    config: Config = None,
) -> None:
    """Send deliveries again, in their order: refused ones, or those in --state. Shows the count; --yes does it.

    What a delivered newer version of the same report has overtaken is left out. A pending one loses its wait.
    """
    from gateway.store import audit
    from gateway.store.delivery_resend import resend as send_again
    from gateway.store.delivery_resend import would_resend

    settings = settings_of(config)
    wanted = _wanted(
        settings, to=to, state=state, since=since, until=until, message=message, reason=reason, one=one
    )
    with store_of(settings) as engine:
        try:
            done = send_again(engine, wanted, now=_now()) if yes else would_resend(engine, wanted)
        except ValueError as error:
            end(str(error), SITE)
        if yes:
            said = f"{done.sent + done.behind} deliveries"
            audit.record(
                engine, at=_now(), actor=_actor(), action="send", entity=wanted.words()[:120], outcome=said
            )
    left = f"; {done.overtaken:,} left out: a newer version arrived" if done.overtaken else ""
    if yes:
        behind = f", and {done.behind:,} newer of the same patients behind them" if done.behind else ""
        _say(f"{done.sent:,} deliveries go out again{behind}{left}")
    else:
        _say(f"{done.sent:,} deliveries would go out again{left}; add --yes to send them")


@app.command()
def drop(
    to: To = "",
    since: Since = "",
    until: Until = "",
    message: Message = "",
    reason: Reason = "",
    one: One = "",
    yes: Yes = False,
    config: Config = None,
) -> None:
    """Give up refused deliveries: nobody needs to look at them any more. Shows the count; --yes does it."""
    from gateway.store import audit
    from gateway.store.delivery_filter import count
    from gateway.store.delivery_resend import drop as give_up
    from gateway.store.schema import DeliveryState

    settings = settings_of(config)
    wanted = _wanted(settings, to=to, since=since, until=until, message=message, reason=reason, one=one)
    dead = replace(wanted, states=(DeliveryState.DEAD,))
    with store_of(settings) as engine:
        if not yes:
            number = count(engine, dead).get(DeliveryState.DEAD, 0)
            _say(f"{number:,} refused deliveries would be given up; add --yes to do it")
            return
        number = give_up(engine, wanted, now=_now())
        said = f"{number} deliveries"
        audit.record(
            engine, at=_now(), actor=_actor(), action="drop", entity=dead.words()[:120], outcome=said
        )
    _say(f"{number:,} refused deliveries are given up")
