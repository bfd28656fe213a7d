"""Every model server as the gateway sees it now, ours and the hospital's, for the console and the metrics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gateway.model_server.managed import ServerState
from gateway.model_server.watch import State
from gateway.settings_models import Model
from inference.engines.replicas import address


class Seen(StrEnum):
    """What is known of a server."""

    READY = "ready"
    STARTING = "starting"
    RESTARTING = "restarting"  # it ended, or did not answer; its next start is due
    AWAY = "away"
    UNKNOWN = "unknown"  # nothing was asked of it yet
    STOPPED = "stopped"


_OURS = {
    State.READY: Seen.READY,
    State.STARTING: Seen.STARTING,
    State.WAITING: Seen.RESTARTING,
    State.STOPPED: Seen.STOPPED,
}


@dataclass(frozen=True, slots=True)
class SeenServer:
    """One server. `place` is its host and port, without a login that the address may hold."""

    model: str
    place: str
    seen: Seen
    starts: int = 0  # of one of ours, the first included; 0 for the hospital's
    reason: str = ""  # why one of ours was last started again


def seen_servers(
    models: Sequence[Model], ours: Sequence[ServerState], reachable: Mapping[tuple[str, str], bool]
) -> Iterator[SeenServer]:
    """In the order of the settings. `reachable`: what questions and health checks found, by model and place."""
    for model in models:
        for state in ours:
            if state.model == model.name:
                place = address(state.url, model.name).shown
                yield SeenServer(model.name, place, _OURS[state.state], state.starts, state.reason)
        for url in model.urls:
            place = address(url, model.name).shown
            known = reachable.get((model.name, place))
            seen = Seen.UNKNOWN if known is None else Seen.READY if known else Seen.AWAY
            yield SeenServer(model.name, place, seen)
