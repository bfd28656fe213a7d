"""Sending one notification to a rest-hook endpoint (R4 subscription.html §2.46.7.1) and judging the answer.

    handshake             POST endpoint, empty body
    without payload       POST endpoint, empty body: something changed, search with _lastUpdated
    with payload          PUT endpoint/Type/id, the resource as application/fhir+json

    answer                result
    2xx                   DELIVERED
    410                   RETRY slowly; the subscription is turned off
    everything else       RETRY; Retry-After honoured; after `give_up` of nothing else the subscription is in error

`X-Kartebridge-Subscription` names the subscription. Redirects are not followed; the endpoint's addresses must be
inside the hospital's networks at every try, for a name may come to lead elsewhere.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from gateway import outbound
from gateway.deliver.answer import Answer, Result
from gateway.deliver.http import Http, Reply
from gateway.deliver.http_answer import retry_after
from gateway.errors import SiteError
from gateway.notify.channel import FHIR_JSON, Channel, Notification
from gateway.outbound import Outbound, Resolver, system_resolver
from gateway.settings_destinations import host_of
from gateway.settings_network import Network

GONE = 410


def trust(ca_file: Path | None) -> ssl.SSLContext:
    """Whom TLS trusts. Raises SiteError where the file is no certificate."""
    try:
        return ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
    except OSError as error:
        raise SiteError(
            f"results_api.notification_ca_file: {ca_file} is not a readable PEM certificate; check path and content"
        ) from error


class RestHook:
    """The client of one subscription's endpoint; `told(notification, status)` hears how each try ended.

    `status` is the HTTP status, 0 where there was none. Close it after use.
    """

    def __init__(
        self,
        channel: Channel,
        network: Network,
        told: Callable[[Notification, int], None],
        *,
        verify: ssl.SSLContext,
        timeout_s: float,
        resolve: Resolver = system_resolver,
    ) -> None:
        self._channel = channel
        self._network = network
        self._told = told
        self._resolve = resolve
        self._http = Http(timeout_s, verify)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def send(self, body: bytes, now: datetime) -> Answer:
        """One try; never raises for what a subscriber can do."""
        notification = Notification.read(body)
        where = Outbound("channel.endpoint", host_of(self._channel.endpoint))
        if outbound.mistake(where, self._network, self._resolve):
            self._told(notification, 0)
            reason = (
                "the endpoint is not inside network.private_networks: correct the Subscription or the setting"
            )
            return Answer(Result.RETRY, reason, slow=True, server_works=False)
        reply = self._ask(notification)
        if isinstance(reply, Answer):
            self._told(notification, 0)
            return reply
        status, pause = reply.status, reply.headers.get("retry-after", "")
        self._told(notification, status)
        if 200 <= status < 300:
            return Answer(Result.DELIVERED)
        if status == GONE:
            return Answer(
                Result.RETRY, "the endpoint is gone (410): the subscription was turned off", slow=True
            )
        return Answer(
            Result.RETRY,
            f"the subscriber did not take the notification ({status})",
            retry_after_s=retry_after(pause, now),
            server_works=status < 500 and status not in (408, 425, 429),
        )

    def _ask(self, notification: Notification) -> Reply | Answer:
        endpoint, who = self._channel.endpoint, "the subscriber"
        headers = [*self._channel.headers, ("X-Kartebridge-Subscription", notification.subscription)]
        if not notification.resource:
            return self._http.ask("POST", endpoint, headers, b"", who)
        url = f"{endpoint.rstrip('/')}/{notification.type}/{notification.id}"
        headers.append(("Content-Type", FHIR_JSON))
        return self._http.ask("PUT", url, headers, notification.resource.encode(), who)
