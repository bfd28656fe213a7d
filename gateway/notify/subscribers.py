"""Every subscription's sender, and the thread that matches changes and starts and ends senders."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from threading import Event, Thread
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Engine

from gateway.deliver.deliverer import Deliverer
from gateway.deliver.lease import THIS_PROCESS
from gateway.notify.channel import (
    DESTINATION_PREFIX,
    Notification,
    channel,
    destination_name,
    is_subscription,
)
from gateway.notify.matching import match_changes
from gateway.notify.rest_hook import GONE, RestHook, trust
from gateway.outbound import Resolver, system_resolver
from gateway.scopes import May, parse
from gateway.settings import Settings
from gateway.settings_destinations import FhirDestination
from gateway.store import audit, audit_events, deliveries, subscriptions
from gateway.store.audit_events import NewEvent
from gateway.store.blobs import BlobStore
from gateway.store.engine import writing
from gateway.store.leases import Node
from gateway.store.subscriptions import Status, SubscriptionRow
from mappers.fhir.audit_event import EventKind
from mappers.fhir.json_text import loads

LOOK_S = 2.0
"""Seconds between looks at the store where nobody pokes: other nodes write there too."""

STOP_S = 2.0
"""Seconds that a try under way gets when its subscription ends; others wait for it."""

log = structlog.get_logger()


class Subscribers:
    """Notifications of this node. `start`, `poke` when results were stored or a subscription changed, `stop`."""

    def __init__(
        self,
        settings: Settings,
        engine: Engine,
        blobs: BlobStore,
        clock: Callable[[], datetime],
        *,
        resolve: Resolver = system_resolver,
        node: Node = THIS_PROCESS,
    ) -> None:
        """Raises SiteError where the certificate authority cannot be read."""
        self._settings = settings
        self._engine = engine
        self._blobs = blobs
        self._clock = clock
        self._resolve = resolve
        self._node = node
        self._verify = trust(settings.results_api.notification_ca_file)
        self._give_up = timedelta(hours=settings.results_api.notification_give_up_hours)
        self._zone = ZoneInfo(settings.site.time_zone)
        self._senders: dict[tuple[str, str], Deliverer] = {}  # by id and body: what a sender depends on
        self._wake = Event()
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="subscribers", daemon=True)

    def start(self) -> None:
        """Begin, with what was left by an earlier run."""
        self._thread.start()

    def poke(self) -> None:
        """There may be something new: look now."""
        self._wake.set()

    def stop(self, timeout_s: float = 10.0) -> bool:
        """Let what is under way end; False where it had to be broken off."""
        self._stopping.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        ended = [sender.stop(timeout_s) for sender in self._senders.values()]
        return all(ended) and not self._thread.is_alive()

    def _run(self) -> None:
        swept = False
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                rows = subscriptions.listed(self._engine)
                matched = match_changes(self._engine, self._blobs, self._zone, self._clock()) if rows else 0
                self._keep_senders(rows, matched)
                if not swept:
                    self._sweep(rows)
                    swept = True
            except Exception as error:  # must outlive whatever the store does
                log.error("notifications cannot be looked after", exc_info=error)
                matched = 0
            if not matched:
                self._wake.wait(LOOK_S)

    def _keep_senders(self, rows: list[SubscriptionRow], matched: int) -> None:
        """A sender for each live subscription as it is now, none for others."""
        live: dict[tuple[str, str], SubscriptionRow] = {}
        for row in rows:
            if row.status not in subscriptions.LIVE:
                continue
            if reason := self._ended(row):
                status = Status.OFF
                subscriptions.set_status(
                    self._engine, row.id, status, now=self._clock(), version=row.version, error=reason
                )
                continue
            live[(row.id, row.body)] = row
        for key in [key for key in self._senders if key not in live]:
            self._senders.pop(key).stop(STOP_S)
            if key[0] not in {subscription for subscription, _ in live}:
                self._drop(key[0])
        for key, row in live.items():
            if key not in self._senders:
                self._senders[key] = self._sender(row)
                self._senders[key].start()
            elif matched or row.status is Status.REQUESTED:
                self._senders[key].poke()

    def _ended(self, row: SubscriptionRow) -> str:
        """Why a subscription must end now; empty where it may go on."""
        now = self._clock()
        end = loads(row.body).get("end")
        if end and now >= datetime.fromisoformat(end):
            return "its end is reached"
        if not row.client:
            return ""
        client = next((c for c in self._settings.api_clients if c.name == row.client), None)
        if client is None or (
            client.expires is not None and now.astimezone(self._zone).date() > client.expires
        ):
            return "its client has no token any more"
        if not parse(client.scopes).allow(row.type, May.READ):
            return f"its client's scopes no longer read {row.type}"
        return ""

    def _sender(self, row: SubscriptionRow) -> Deliverer:
        api = self._settings.results_api
        hook = RestHook(
            channel(row),
            self._settings.network,
            partial(self._told, row.id),
            verify=self._verify,
            timeout_s=api.notification_timeout_s,
            resolve=self._resolve,
        )
        place = FhirDestination(
            name=destination_name(row.id),
            url=channel(row).endpoint,
            timeout_s=api.notification_timeout_s,
            retry_first_s=api.notification_retry_first_s,
            retry_max_s=api.notification_retry_max_s,
        )
        return Deliverer(
            place,
            self._engine,
            self._blobs,
            clock=self._clock,
            client=hook,
            in_flight=1,
            node=self._node,
            audited=False,
        )

    def _told(self, subscription_id: str, notification: Notification, status: int) -> None:
        """A try ended: keep the subscription's status true, and the audit."""
        row = subscriptions.get(self._engine, subscription_id)
        if row is None:
            return
        now = self._clock()
        if 200 <= status < 300:
            self._answered(row, notification, now)
        elif status == GONE:
            self._end(row, Status.OFF, "its endpoint is gone (410)")
        elif row.failing_since is None:
            subscriptions.set_failing(self._engine, row.id, now)
        elif now - row.failing_since >= self._give_up:
            self._end(
                row, Status.ERROR, f"its endpoint has only failed since {row.failing_since.isoformat()}"
            )

    def _answered(self, row: SubscriptionRow, notification: Notification, now: datetime) -> None:
        if row.failing_since is not None:
            subscriptions.set_failing(self._engine, row.id, None)
        if row.status is Status.REQUESTED and not notification.type:
            subscriptions.set_status(self._engine, row.id, Status.ACTIVE, now=now, version=row.version)
        if notification.type:
            self._audit(row, notification, now)

    def _audit(self, row: SubscriptionRow, notification: Notification, now: datetime) -> None:
        entity = f"{notification.type}/{notification.id}"
        with writing(self._engine) as transaction:
            audit.record(
                transaction,
                at=now,
                actor=f"client {row.client}" if row.client else "token",
                action="notify",
                entity=entity,
                outcome=f"Subscription/{row.id}"
                + ("" if notification.resource else ", without the resource"),
            )
            if notification.resource:  # else nothing of a patient went out
                audit_events.add(
                    transaction,
                    [
                        NewEvent(
                            now,
                            EventKind.DISCLOSE,
                            row.client or "token",
                            channel(row).endpoint,
                            patient=audit_events.patient_of(transaction, notification.type, notification.id),
                            entity=entity,
                        )
                    ],
                )

    def _end(self, row: SubscriptionRow, status: Status, reason: str) -> None:
        if row.status not in subscriptions.LIVE:
            return
        subscriptions.set_status(
            self._engine, row.id, status, now=self._clock(), version=row.version, error=reason
        )
        log.error("subscription ended", subscription=row.id, status=str(status), reason=reason)
        self.poke()

    def _sweep(self, rows: list[SubscriptionRow]) -> None:
        """What waits for subscriptions that ended while no daemon ran, or just before one was killed."""
        live = {destination_name(row.id) for row in rows if row.status in subscriptions.LIVE}
        for name in subscriptions.waited_for(self._engine, DESTINATION_PREFIX):
            if name not in live and is_subscription(name):
                self._drop_all(name)

    def _drop(self, subscription_id: str) -> None:
        """What still waits for a subscription that ended is not sent later, out of the blue."""
        self._drop_all(destination_name(subscription_id))

    def _drop_all(self, destination: str) -> None:
        for delivery_id in subscriptions.waiting(self._engine, destination):
            deliveries.mark_dead(
                self._engine, delivery_id, now=self._clock(), reason="the subscription ended; search instead"
            )
