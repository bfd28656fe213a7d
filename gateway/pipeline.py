"""What happens to a kept message, in one place:

    envelope → route → documents → pages → engine → verify → map → deliver

Each stage reads what the stage before it stored and stores its own result under ids derived from content, so that
a stage may be cut short anywhere and run again. `gateway.durable` decides when; `gateway.stages` says how.

A stage that fails for a reason that may pass is tried again; what will not heal by itself ends with the message
WAITING or QUARANTINED and a reason that tells hospital IT what to do.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial

import structlog

from gateway import stages
from gateway.durable import Verdict, backoff_s
from gateway.errors import KartebridgeError
from gateway.observe.logs import describe
from gateway.observe.metrics import Metrics
from gateway.outcome import Ended, Kept
from gateway.stages import StageContext
from gateway.store import messages
from gateway.store.messages import MessageRow
from gateway.store.schema import MessageState

log = structlog.get_logger()


class Stage(StrEnum):
    """The stages, in order; the names are what `kartebridge replay --from` takes."""

    ENVELOPE = "envelope"  # who and what the message says it is about
    ROUTE = "route"  # which rule applies
    DOCUMENTS = "documents"  # the PDFs, images and texts inside
    PAGES = "pages"  # what opens, and a picture of each page
    ENGINE = "engine"  # what the pages say, each value found again in the page's own words
    VERIFY = "verify"  # the right patient; codes and units where certain
    MAP = "map"  # FHIR resources, stored together with what is to be delivered
    DELIVER = "deliver"  # wake the destinations; the message is done


STAGES: dict[Stage, Callable[[StageContext, MessageRow], Ended | Kept | None]] = {
    Stage.ENVELOPE: stages.read_envelope,
    Stage.ROUTE: stages.choose_route,
    Stage.DOCUMENTS: stages.take_documents,
    Stage.PAGES: stages.open_pages,
    Stage.ENGINE: stages.infer,
    Stage.VERIFY: stages.verify,
    Stage.MAP: stages.map_results,
    Stage.DELIVER: stages.deliver,
}

AT_END = frozenset({Stage.ENVELOPE, Stage.ROUTE, Stage.DOCUMENTS, Stage.DELIVER})
"""Stages of milliseconds whose result is the message's own row: one write at their end says that they ran and what
came of them. The others say at their beginning that they are at work."""

JOINED = (Stage.PAGES, Stage.VERIFY, Stage.DELIVER)
"""Stages that share a durable step with the one before: either of the two is so short that recording it costs more."""


@dataclass(frozen=True, slots=True)
class StageRunner:
    """Runs one stage of one message and writes down what became of it (`durable.Runner`)."""

    context: StageContext
    metrics: Metrics
    now: Callable[[], datetime]
    stages: tuple[str, ...] = tuple(STAGES)
    quick_stages: int = tuple(STAGES).index(Stage.DOCUMENTS)
    joined: tuple[str, ...] = JOINED

    def run(self, message_id: str, run: int, tries: int, stage: str) -> Verdict:
        """One stage; see `durable.Runner.run`."""
        engine = self.context.database
        message = messages.get(engine, message_id)
        if message is None or message.run != run:
            return Verdict.STOP  # replayed meanwhile: the newer run does the work
        change = partial(messages.set_state, engine, message_id, tries=tries, stage=stage, only_run=run)
        if stage not in AT_END and not change(MessageState.WORKING, now=self.now(), reason=""):
            return Verdict.STOP
        begun = time.perf_counter()
        try:
            found = STAGES[Stage(stage)](self.context, message)
        except Exception as error:  # noqa: BLE001  # whatever a message makes us do, the daemon goes on
            return self._failed(change, message_id, tries, stage, error)
        self.metrics.stage_seconds.labels(stage).observe(time.perf_counter() - begun)
        ended = found if isinstance(found, Ended) else None
        if ended is None and stage not in AT_END:
            return Verdict.NEXT
        state, reason = (ended.state, ended.reason) if ended else (MessageState.WORKING, "")
        kept = found.kept if isinstance(found, Ended) else found or Kept()
        if not change(
            state,
            now=self.now(),
            reason=reason,
            envelope=kept.envelope,
            route=kept.route,
            decision=kept.decision,
        ):
            return Verdict.STOP
        if ended is None:
            return Verdict.NEXT
        log.info("message ended", message=message_id, state=state, reason=reason)
        return Verdict.STOP

    def _failed(
        self, change: Callable[..., bool], message_id: str, tries: int, stage: str, error: Exception
    ) -> Verdict:
        self.metrics.stage_failures.labels(stage).inc()
        log.warning("stage failed", message=message_id, stage=stage, tries=tries + 1, exc_info=error)
        heals = error.retry if isinstance(error, KartebridgeError) else True
        patient = isinstance(error, KartebridgeError) and error.patient
        reason = f"{stage}: {describe(error)}"
        state = MessageState.RETRYING if heals else MessageState.WAITING
        changed = change(state, now=self.now(), reason=reason)
        if not (heals and changed):
            return Verdict.STOP
        return Verdict.LATER if patient else Verdict.AGAIN

    def will_retry(self, message_id: str, tries: int, stage: str, patiently: bool = False) -> bool:
        """See `durable.Runner.will_retry`. Tries that did not count are kept beside the decision as `waited`."""
        message = messages.get(self.context.database, message_id)
        if message is None:
            return False
        policy = self.context.settings.pipeline
        decision = message.decision or {}
        waited = int(decision.get("waited", 0)) + patiently
        counted = tries - waited
        again = patiently or counted < policy.retry_attempts
        if patiently:
            hint = "waits by itself until it is back; looked again every minute at least"
        elif again:
            hint = (
                f"tried {counted} of {policy.retry_attempts} times, next in {backoff_s(policy, tries):.0f} s"
            )
        else:
            hint = (
                f"tried {counted} times; mend the cause, then: kartebridge replay {message_id} --from {stage}"
            )
        state = MessageState.RETRYING if again else MessageState.WAITING
        reason = message.reason.split(" | ")[0]
        changed = messages.set_state(
            self.context.database,
            message_id,
            state,
            now=self.now(),
            tries=tries,
            reason=f"{reason} | {hint}",
            decision=decision | {"waited": waited} if patiently else None,
            only_from=(MessageState.RETRYING,),  # replayed meanwhile: the newer run does the work
        )
        return again and changed
