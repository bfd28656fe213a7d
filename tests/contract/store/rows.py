"""Rows that the tests of this folder begin with; all patients invented."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Engine

from gateway.store import documents
from gateway.store.inbox import Inbox, NewMessage
from gateway.store.schema import MessageState
from mappers.model import Source
from tests.contract.store.conftest import NOON


def new_message(
    number: int,
    *,
    content: str | None = None,
    control_id: str | None = None,
    sender: str = "LIS|LAB",
    source: Source = Source.MLLP,
    state: MessageState = MessageState.RECEIVED,
    reason: str = "",
) -> NewMessage:
    return NewMessage(
        source=source,
        sender=sender,
        control_id=f"MSG{number:05}" if control_id is None else control_id,
        peer="192.0.2.7",
        called_ae="",
        calling_ae="",
        digest=sha256((content or f"bytes {number}").encode()).hexdigest(),
        size_bytes=1000 + number,
        received_at=NOON + timedelta(seconds=number),
        state=state,
        reason=reason,
    )


def kept(engine: Engine, *numbers: int) -> list[str]:
    """Messages of these numbers, received; their ids."""
    with Inbox(engine) as inbox:
        return [inbox.keep(new_message(number)).message_id for number in numbers]


def document(engine: Engine, name: str, now: datetime = NOON) -> str:
    """A document of this name; its id."""
    documents.upsert_document(
        engine,
        name,
        digest=sha256(name.encode()).hexdigest(),
        size_bytes=90_000,
        media_type="application/pdf",
        title="検査報告書",
        now=now,
    )
    return name
