"""One state and one reason of a message, from what became of its documents."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gateway.results import stored_extraction
from gateway.store import documents
from gateway.store.schema import MessageState
from inference.types import DocumentRefused
from mappers.model import Box, Extraction, Overlooked, UnreadPage
from tests.peers.staged_site import ITEMS, extraction, oru, staged_site

ENCRYPTED = DocumentRefused("encrypted", "the PDF needs a password")
PLACE = Overlooked(1, Box(0.1, 0.4, 0.3, 0.42))
UNSEEN = replace(ITEMS[0], value="9.99", verified=False, box=None)


@pytest.mark.parametrize(
    ("answers", "unopened", "state", "reason"),
    [
        ([], {}, MessageState.DONE, ""),
        ([], {0: ENCRYPTED}, MessageState.WAITING, "document 1: the PDF needs a password"),
        (
            [],
            {0: ENCRYPTED, 1: ENCRYPTED},
            MessageState.WAITING,
            "document 1: the PDF needs a password; document 2: the PDF needs a password",
        ),
        ([ENCRYPTED], {}, MessageState.WAITING, "document 1: the PDF needs a password"),
        (
            [extraction(unread=(UnreadPage(2, "cut"),))],
            {},
            MessageState.WAITING,
            "document 1: page 2 could not be read: cut",
        ),
        (
            [extraction(overlooked=(PLACE, replace(PLACE, page=3), PLACE))],
            {},
            MessageState.WAITING,
            "document 1: page 1: 2 places look like results and were not read: look at them; "
            "document 1: page 3: 1 place looks like a result and was not read: look at it",
        ),
        (
            [extraction(), extraction(ITEMS[1], UNSEEN)],
            {},
            MessageState.WAITING,
            "document 2: 1 values are not in the page's own words and were not posted: look at them",
        ),
        (
            [extraction(mismatch=True)],
            {1: ENCRYPTED},
            MessageState.QUARANTINED,
            "document 1: the page names another patient than the message (birth_date differ); "
            "document 2: the PDF needs a password",
        ),
    ],
)
def test_state_and_reason(
    tmp_path: Path,
    answers: list[Extraction | Exception],
    unopened: dict[int, DocumentRefused],
    state: MessageState,
    reason: str,
) -> None:
    with staged_site(tmp_path) as site:
        site.reader.answers, site.reader.unopened = answers, unopened
        message_id = site.keep(oru("first", "second"))
        site.run(message_id)
        row = site.row(message_id)
        assert (row.state, row.reason) == (state, reason)


def test_what_never_became_a_document_keeps_a_message_from_done(tmp_path: Path) -> None:
    raw = oru("good") + b"OBX|2|ED|R^Scan||^application^pdf^Base64^AAA*||||||F\r"
    with staged_site(tmp_path) as site:
        message_id = site.keep(raw)
        assert site.run(message_id)[-1] == "deliver", "the good document goes all the way"
        row = site.row(message_id)
        assert row.state is MessageState.WAITING
        assert row.reason.startswith("OBX-2")


def test_a_message_without_documents_is_done(tmp_path: Path) -> None:
    with staged_site(tmp_path) as site:
        message_id = site.keep(oru())
        site.run(message_id)
        assert (site.row(message_id).state, site.row(message_id).reason) == (
            MessageState.DONE,
            "no document inside",
        )


def test_overlooked_places_are_counted_for_the_metrics_and_kept_with_the_reading(tmp_path: Path) -> None:
    places = (PLACE, replace(PLACE, page=3))
    with staged_site(tmp_path) as site:
        site.reader.answers = [extraction(overlooked=places)]
        message_id = site.keep(oru("first"))
        site.run(message_id)
        text = site.context.metrics.render().decode()
        assert "kartebridge_overlooked_places_total 2.0" in text
        (linked,) = documents.of_message(site.context.database, message_id)
        assert stored_extraction(site.context.database, linked.document).overlooked == places
