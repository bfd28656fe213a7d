"""A subscription's channel as read from its resource, and one notification as it lies in the outbox."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from gateway.store.subscriptions import SubscriptionRow
from mappers.fhir.json_text import loads

FHIR_JSON = "application/fhir+json"
DESTINATION_PREFIX = "sub-"


@dataclass(frozen=True, slots=True)
class Channel:
    """Where notifications go, and with which headers (secrets)."""

    endpoint: str
    headers: tuple[tuple[str, str], ...]
    with_resource: bool


def channel(row: SubscriptionRow) -> Channel:
    """The channel of a checked subscription."""
    found = loads(row.body)["channel"]
    headers = tuple(
        (name.strip(), value.strip())
        for name, _, value in (line.partition(":") for line in found.get("header", []))
    )
    return Channel(found["endpoint"], headers, bool(found.get("payload")))


def criteria(row: SubscriptionRow) -> str:
    """Type?query."""
    return str(loads(row.body)["criteria"])


def destination_name(subscription_id: str) -> str:
    """Under which name its notifications stand in the outbox."""
    return f"{DESTINATION_PREFIX}{subscription_id.replace('-', '')}"


def is_subscription(destination: str) -> bool:
    """Whether a destination's name is one of ours: a hospital may call one of its own `sub-lab`."""
    return re.fullmatch(rf"{DESTINATION_PREFIX}[0-9a-f]{{32}}", destination) is not None


@dataclass(frozen=True, slots=True)
class Notification:
    """What one delivery says: `resource` is JSON text, empty where the subscriber wants none or at a handshake."""

    subscription: str
    type: str = ""  # both empty: a handshake
    id: str = ""
    resource: str = ""

    def written(self) -> bytes:
        """As the blob store keeps it."""
        return json.dumps([self.subscription, self.type, self.id, self.resource], ensure_ascii=False).encode()

    @classmethod
    def read(cls, body: bytes) -> Notification:
        """The reverse of `written`."""
        return cls(*json.loads(body))
