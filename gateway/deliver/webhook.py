"""Post stored events to a web address, signed anew at each try (Standard Webhooks: the time is part of what is signed).

Only the configured host is contacted: redirects are not followed, proxy variables of the environment are not read.
"""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

import httpx

from gateway.deliver import http_answer, tls
from gateway.deliver.answer import Answer
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
        self._timeout_s = destination.timeout_s
        self._http = httpx.Client(
            headers={"Content-Type": "application/json", "User-Agent": "kartebridge"},
            verify=tls.context(destination),
            timeout=httpx.Timeout(destination.timeout_s, connect=min(10.0, destination.timeout_s)),
            follow_redirects=False,
            trust_env=False,
        )

    def send(self, body: bytes, now: datetime) -> Answer:
        """POST one event and judge the status; the whole answer must arrive within the timeout."""
        deadline_s = time.monotonic() + self._timeout_s
        headers = webhook.headers(body, self._secrets, now)
        try:
            with self._http.stream("POST", self._url, content=body, headers=headers) as response:
                words = http_answer.read_words(response, deadline_s)
                return http_answer.judge(response.status_code, response.headers, words, now)
        except httpx.HTTPError as error:
            return http_answer.no_answer(error, self._timeout_s)

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
