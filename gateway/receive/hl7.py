"""One HL7 v2 message at the door: bytes in, answers out, kept in between.

The order is the promise: blob durable, row committed, then a positive answer. Only MSH is read here. The same
control id with other bytes (a conflict) is kept as a message of its own and answered AA: it *is* kept, the sender
may do nothing about it, and a warning tells the hospital. A message that cannot be read is kept, quarantined, and
answered AR; where it could not be kept either, AE.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

import structlog

from gateway.errors import KartebridgeError
from gateway.receive.ports import Answer, Blobs, Clock, Keeper, Tally, answer_of, no_tally
from gateway.store.inbox import NewMessage
from gateway.store.schema import MessageState
from mappers.hl7_v2 import ErrorCode, Header, Hl7Error, Outcome, ack, answers, check, header
from mappers.model import Source

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Peer:
    """Who is connected."""

    address: str
    port: int


class Hl7Reception:
    """Keeps messages and composes their answers; safe for any number of connections of one event loop."""

    def __init__(
        self,
        blobs: Blobs,
        inbox: Keeper,
        clock: Clock,
        default_charset: str,
        executor: Executor,
        tally: Tally = no_tally,
        new_control_id: Callable[[], str] = lambda: uuid4().hex[:20],
    ) -> None:
        self._blobs = blobs
        self._inbox = inbox
        self._clock = clock
        self._default_charset = default_charset
        self._executor = executor
        self._tally = tally
        self._new_control_id = new_control_id

    async def receive(self, raw: bytes, peer: Peer) -> list[bytes]:
        """The answers to one message, unframed, in order; none for an acknowledgement or where none is wanted."""
        begun = self._clock()
        msh: Header | None = None
        refusal: Hl7Error | None = None
        try:
            msh = header(raw, self._default_charset)
            check(msh)
        except Hl7Error as error:
            refusal = error
        if msh is not None and msh.is_acknowledgement:
            log.warning("acknowledgement received and dropped", peer=peer.address, size_bytes=len(raw))
            return []
        try:
            answer = await self._keep(raw, peer, msh, refusal, begun)
        except KartebridgeError as error:
            log.error(
                "message refused", source="mllp", peer=peer.address, size_bytes=len(raw), error=str(error)
            )
            away = Hl7Error(ErrorCode.INTERNAL, f"not kept: {error}")
            return self._answered(msh, Outcome.ERROR, away, Answer.REFUSED, len(raw), begun)
        if refusal is not None:
            return self._answered(msh, Outcome.REJECTED, refusal, Answer.QUARANTINED, len(raw), begun)
        return self._answered(msh, Outcome.KEPT, None, answer, len(raw), begun)

    def too_large(self, head: bytes, peer: Peer, max_bytes: int) -> list[bytes]:
        """The answers to a message that exceeds the bound; nothing of it is kept."""
        begun = self._clock()
        error = Hl7Error(
            ErrorCode.INTERNAL,
            f"not kept: the message is larger than mllp.max_message_bytes ({max_bytes} bytes)",
        )
        try:
            msh: Header | None = header(head, self._default_charset)
        except Hl7Error:
            msh = None
        log.error("message too large", source="mllp", peer=peer.address, max_bytes=max_bytes)
        return self._answered(msh, Outcome.REJECTED, error, Answer.REFUSED, max_bytes, begun)

    async def _keep(
        self, raw: bytes, peer: Peer, msh: Header | None, refusal: Hl7Error | None, received_at: datetime
    ) -> Answer:
        loop = asyncio.get_running_loop()
        digest = await loop.run_in_executor(self._executor, self._blobs.put, raw)
        new = NewMessage(
            source=Source.MLLP,
            sender=msh.sender[:255] if msh else "",
            control_id=msh.control_id[:255] if msh else "",
            peer=peer.address,
            called_ae="",
            calling_ae="",
            digest=digest,
            size_bytes=len(raw),
            received_at=received_at,
            state=MessageState.QUARANTINED if refusal else MessageState.RECEIVED,
            reason=f"unparsable: {refusal.text}" if refusal else "",
        )
        kept = await self._inbox.keep_async(new)
        facts = {
            "source": "mllp",
            "message_id": kept.message_id,
            "peer": peer.address,
            "size_bytes": len(raw),
        }
        if refusal:
            log.warning("message quarantined", error_code=refusal.code.value, reason=refusal.text, **facts)
        elif kept.conflict and not kept.duplicate:
            log.warning("control id used again with other bytes: both messages are kept", **facts)
        elif kept.duplicate:
            log.info("message received again", **facts)
        else:
            log.info("message received", **facts)
        return answer_of(kept)

    def _answered(
        self,
        msh: Header | None,
        outcome: Outcome,
        error: Hl7Error | None,
        answer: Answer,
        size_bytes: int,
        begun: datetime,
    ) -> list[bytes]:
        now = self._clock()
        self._tally(Source.MLLP, answer, size_bytes, (now - begun).total_seconds())
        at = now.strftime("%Y%m%d%H%M%S%z")
        return [
            ack(
                msh,
                code,
                at=at,
                control_id=self._new_control_id(),
                text=error.text if error else "",
                error=error,
            )
            for code in answers(msh, outcome)
        ]
