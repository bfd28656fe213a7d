"""Post stored events to a web address, signed anew at each try (Standard Webhooks: the time is part of what is signed).

Only the configured host is contacted: redirects are not followed, proxy variables of the environment are not read.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from gateway.deliver import http_answer, tls
from gateway.deliver.answer import Answer
from gateway.deliver.http import Http
from gateway.errors import SiteError
from gateway.settings import read_secret
from gateway.settings_destination_webhook import WebhookDestination
from mappers import webhook


class WebhookClient:
    """One receiver; one connection pool, safe to share between threads. Close it after use."""

    def __init__(self, destination: WebhookDestination) -> None:
        """Raises SiteError where a secret or certificate file cannot be read or holds none."""
        key = f"destinations.{destination.name}"
        files = {
            "secret_file": destination.secret_file,
            "previous_secret_file": destination.previous_secret_file,
        }
        self._secrets = [_secret(file, f"{key}.{name}") for name, file in files.items() if file]
        self._url = destination.url
        self._http = Http(destination.timeout_s, tls.context(destination))

    def send(self, body: bytes, now: datetime) -> Answer:
        """POST one event and judge the status; the whole answer must arrive within the timeout."""
        headers = {"Content-Type": "application/json", **webhook.headers(body, self._secrets, now)}
        reply = self._http.ask("POST", self._url, headers, body, who="the receiver")
        if isinstance(reply, Answer):
            return reply
        return http_answer.judge(reply.status, reply.headers, http_answer.words(reply.kind, reply.body), now)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()


def _secret(file: Path, key: str) -> webhook.Secret:
    try:
        return webhook.Secret.parse(read_secret(file, key))
    except ValueError as error:
        raise SiteError(
            f"{key}: {file} holds no secret: {error}; make one as docs/destinations.md shows"
        ) from error
