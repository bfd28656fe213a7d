"""Next pages: a cursor says where a page ended, and a POSTed search is remembered rather than put into a URL.

The cursor is opaque to clients and holds the id of a page's last resource and at most when it changed here, never a
value of a patient's. Searches by POST exist to keep hospital numbers out of URLs, so their next link names a
remembered search; the memory is bounded and a forgotten one answers 410: search again.
"""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import OrderedDict
from threading import Lock

from gateway.results_api.outcome import FhirError
from gateway.store.search import Cursor

MAX_REMEMBERED = 1000


def write_cursor(cursor: Cursor) -> str:
    """The cursor as text for a URL."""
    text = json.dumps([cursor.value, cursor.id])
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(text: str) -> Cursor:
    """The reverse of `write_cursor`; raises FhirError for anything else."""
    try:
        value, resource_id = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if not isinstance(value, str) or not isinstance(resource_id, str):
            raise ValueError("no cursor of ours")
    except (ValueError, TypeError) as error:
        raise FhirError(400, "value", "_cursor: use the next link of the last page as it is") from error
    return Cursor(value, resource_id)


class RememberedSearches:
    """The fields of searches that came by POST, by a random key; safe to share between threads."""

    def __init__(self, limit: int = MAX_REMEMBERED) -> None:
        self._limit = limit
        self._lock = Lock()
        self._fields: OrderedDict[str, tuple[tuple[str, str], ...]] = OrderedDict()

    def remember(self, fields: tuple[tuple[str, str], ...]) -> str:
        """A key for these fields; the oldest search is forgotten where there are too many."""
        key = secrets.token_urlsafe(12)
        with self._lock:
            self._fields[key] = fields
            while len(self._fields) > self._limit:
                self._fields.popitem(last=False)
        return key

    def recall(self, key: str) -> tuple[tuple[str, str], ...]:
        """The fields of a key; raises FhirError 410 for one forgotten or never given."""
        with self._lock:
            fields = self._fields.get(key)
            if fields is None:
                raise FhirError(410, "expired", "this search is no longer remembered: search again")
            self._fields.move_to_end(key)
            return fields
