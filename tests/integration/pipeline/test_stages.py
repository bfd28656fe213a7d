"""All stages in order over a real store: what rules do with a message, and what its documents make of it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from gateway.backlog import StoredBacklog, replay
from gateway.durable import Verdict
from gateway.errors import ModelServerAway, ModelServerFailed, StoreAway
from gateway.pipeline import Stage
from gateway.settings_destinations import FhirDestination
from gateway.store import deliveries, documents, resources
from gateway.store.schema import DocumentState, MessageState
from tests.peers.staged_site import extraction, oru, staged_site

EHR = FhirDestination(name="ehr", url="http://127.0.0.1:9/fhir")
RESEARCH = FhirDestination(name="research", url="http://127.0.0.1:9/fhir", by_default=False)
RULES = """
[[rule]]
name = "to-research"
when = { document_title = "*report 2*" }
action = "process"
destinations = ["research"]

[[rule]]
name = "keep-only"
when = { sending_facility = "WARD" }
action = "accept"

[[rule]]
name = "not-ours"
when = { sending_facility = "TEST*" }
action = "ignore"

[default]
action = "process"
"""


@pytest.mark.parametrize(
    ("raw", "rule", "state", "ran", "sent_to"),
    [
        (oru("x", facility="WARD"), "keep-only", MessageState.ACCEPTED, 2, []),
        (oru("x", facility="TESTLAB"), "not-ours", MessageState.IGNORED, 2, []),
        (oru("x"), "default", MessageState.DONE, 8, ["ehr"]),
        # The title of the second document decides: rules look at every document inside.
        (oru("x", "y"), "to-research", MessageState.DONE, 8, ["research", "research"]),
    ],
    ids=["accept", "ignore", "process", "process-to-a-destination"],
)
def test_a_rule_decides_what_becomes_of_a_message(
    tmp_path: Path, raw: bytes, rule: str, state: MessageState, ran: int, sent_to: list[str]
) -> None:
    with staged_site(tmp_path, EHR, RESEARCH, rules=RULES) as site:
        message_id = site.keep(raw)
        assert len(site.run(message_id)) == ran
        row = site.row(message_id)
        assert (row.route, row.state) == (rule, state)
        made = deliveries.of_message(site.engine, message_id)
        assert [one.destination for one in made] == sent_to
        assert bool(documents.of_message(site.engine, message_id)) == bool(sent_to)
        assert site.woken == [True] * bool(sent_to)
        assert site.blobs.get(row.digest) == raw, "kept as received, whatever the rule"


def test_the_profile_of_the_rule_reaches_the_reader(tmp_path: Path) -> None:
    rules = RULES + 'profile = "ward"\n'
    with staged_site(tmp_path, EHR, RESEARCH, rules=rules) as site:
        site.run(site.keep(oru("x")))
        site.run(site.keep(oru("y", "z")))
        assert site.reader.profiles == ["ward", "", ""], "the second message meets a rule without a profile"


def test_the_same_message_read_again_makes_no_value_new(tmp_path: Path) -> None:
    with staged_site(tmp_path, EHR) as site:
        message_id = site.keep(oru("x"))
        site.run(message_id)
        (linked,) = documents.of_message(site.engine, message_id)
        before = resources.of_document(site.engine, linked.document.id)
        sent = deliveries.of_message(site.engine, message_id)
        assert len([r for r in before if r.type == "Observation"]) == 2
        assert replay(site.engine, message_id, Stage.ENVELOPE, site.now())
        site.run(message_id)
        after = resources.of_document(site.engine, linked.document.id)
        assert [r.id for r in after] == [r.id for r in before]
        again = {r.type for r in after if r.version > 1}
        assert again == {"DiagnosticReport", "DocumentReference", "Provenance"}, "they say when it was read"
        assert len(deliveries.of_message(site.engine, message_id)) == len(sent) + 1
        site.run(message_id, first=Stage.MAP)
        assert resources.of_document(site.engine, linked.document.id) == after, "a stage run twice: nothing"
        assert len(deliveries.of_message(site.engine, message_id)) == len(sent) + 1


def test_a_replay_from_a_later_stage_keeps_the_rule_that_applied(tmp_path: Path) -> None:
    with staged_site(tmp_path, EHR, RESEARCH, rules=RULES) as site:
        message_id = site.keep(oru("x", "y"))
        site.run(message_id)
        replay(site.engine, message_id, Stage.PAGES, site.now())
        (waiting,) = StoredBacklog(site.engine, site.now).unstarted(10)
        assert waiting.first_stage == Stage.PAGES
        site.reader.answers = [extraction(mismatch=True)]
        site.run(message_id, first=Stage.PAGES)
        row = site.row(message_id)
        assert row.state is MessageState.QUARANTINED
        assert (row.decision or {})["destinations"] == ["research"]
        first, second = documents.of_message(site.engine, message_id)
        assert (first.document.state, second.document.state) == (
            DocumentState.QUARANTINED,
            DocumentState.READ,
        )
        assert "1970" not in row.reason
        assert "birth_date" in row.reason


def test_a_stage_that_fails_waits_with_its_reason_and_an_older_run_steps_aside(tmp_path: Path) -> None:
    with staged_site(tmp_path) as site:
        message_id = site.keep(oru("x"))
        site.reader.answers = [StoreAway("the blob folder is not mounted")]
        assert site.run(message_id)[-1] == Stage.ENGINE
        row = site.row(message_id)
        assert (row.state, row.stage) == (MessageState.RETRYING, Stage.ENGINE)
        assert "not mounted" in row.reason
        attempts = site.settings.pipeline.retry_attempts
        assert site.runner.will_retry(message_id, attempts - 1, Stage.ENGINE)
        assert not site.runner.will_retry(message_id, attempts, Stage.ENGINE)
        row = site.row(message_id)
        assert row.state is MessageState.WAITING
        assert f"kartebridge replay {message_id} --from engine" in row.reason
        replay(site.engine, message_id, Stage.ENGINE, site.now())
        assert site.runner.run(message_id, row.run, 0, Stage.ENGINE) is Verdict.STOP
        assert site.row(message_id).state is MessageState.RECEIVED, "the older run touched nothing"


def test_a_model_that_is_away_uses_up_no_tries(tmp_path: Path) -> None:
    with staged_site(tmp_path) as site:
        message_id = site.keep(oru("x"))
        site.reader.answers = [ModelServerAway("no replica of the model answers; look at its log")]
        site.run(message_id)
        attempts = site.settings.pipeline.retry_attempts
        assert site.runner.run(message_id, 0, 0, Stage.ENGINE) is Verdict.LATER
        for tries in range(1, attempts + 3):
            assert site.runner.will_retry(message_id, tries, Stage.ENGINE, True)
            site.runner.run(message_id, 0, tries, Stage.ENGINE)
        assert "no replica of the model answers" in site.row(message_id).reason
        site.reader.answers = [ModelServerFailed("the model server dropped the connection")]
        away = attempts + 2
        for counted in range(1, attempts):
            assert site.runner.run(message_id, 0, away + counted - 1, Stage.ENGINE) is Verdict.AGAIN
            assert site.runner.will_retry(message_id, away + counted, Stage.ENGINE)
        site.runner.run(message_id, 0, away + attempts - 1, Stage.ENGINE)
        assert not site.runner.will_retry(message_id, away + attempts, Stage.ENGINE)
        assert f"tried {attempts} times" in site.row(message_id).reason
        replay(site.engine, message_id, Stage.ENGINE, site.now())
        assert "waited" not in (site.row(message_id).decision or {})


def test_a_replay_during_a_stage_is_not_overwritten_by_its_end(tmp_path: Path) -> None:
    with staged_site(tmp_path) as site:
        message_id = site.keep(oru("a"))

        def replayed_meanwhile() -> None:
            assert replay(site.engine, message_id, Stage.MAP, site.now())

        context = dataclasses.replace(site.context, wake_deliveries=replayed_meanwhile)
        old = dataclasses.replace(site.runner, context=context)
        for stage in old.stages:
            verdict = old.run(message_id, 0, 0, stage)
        assert verdict is Verdict.STOP
        row = site.row(message_id)
        assert (row.state, row.stage, row.run) == (MessageState.RECEIVED, Stage.MAP, 1)
        assert site.run(message_id, first=Stage.MAP) == [Stage.MAP, Stage.DELIVER]
        assert site.row(message_id).state is MessageState.DONE
