"""What a person chose for a name without a code, through the real stages and store."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gateway.backlog import replay
from gateway.choosing import Said, choose, spot, take_back
from gateway.pipeline import Stage
from gateway.settings_destinations import FhirDestination
from gateway.store import documents, resources
from mappers.item_codes import ChosenFor
from tests.integration.pipeline.test_corrections import message, run, server
from tests.peers.staged_site import ITEMS, StagedSite, extraction, staged_site

EHR = FhirDestination(name="ehr", url="http://127.0.0.1:9/fhir")
DOUBTFUL = replace(ITEMS[0], name="好中球", value="52.1", unit=None, reference_range=None)
FIRST = message("A1", "0900", "F", "first")


def decide(site: StagedSite, message_id: str, reach: ChosenFor) -> Said | None:
    """Choose what is proposed first, as the console does, and let the message run on."""
    at = spot(site.engine, message_id, 1, 0)
    assert at is not None
    said = choose(site.engine, site.settings, at, at.item.proposals[0].key, reach, "a test")
    again(site, message_id)
    return said


def again(site: StagedSite, message_id: str, first: Stage = Stage.VERIFY) -> None:
    replay(site.engine, message_id, first, site.now())
    site.run(message_id, first=first)


def observation(there: dict[str, dict[str, Any]]) -> dict[str, Any]:
    (found,) = [r for r in there.values() if r.get("code", {}).get("text") == DOUBTFUL.name]
    return found


@pytest.mark.parametrize("reach", list(ChosenFor))
def test_the_same_observation_gets_the_code_and_says_that_a_person_chose_it(
    tmp_path: Path, reach: ChosenFor
) -> None:
    with staged_site(tmp_path, EHR) as site:
        site.reader.answers = [extraction(DOUBTFUL)]
        (message_id,) = run(site, FIRST)
        before = observation(server(site))
        assert "code" not in before["code"]["coding"][0], "text alone"
        assert decide(site, message_id, reach) in (Said.VALUE, Said.SITE)
        there = server(site)
        after = observation(there)
        assert after["id"] == before["id"]
        assert {"system": "http://loinc.org", "code": "770-8", "userSelected": True} in after["code"][
            "coding"
        ]
        (linked,) = documents.of_message(site.engine, message_id)
        (kept,) = [r for r in resources.of_document(site.engine, linked.document.id) if r.id == after["id"]]
        assert kept.version == 2
        assert json.loads(kept.body)["code"] == after["code"]
        readings = [r for r in there.values() if r["resourceType"] == "Provenance"]
        (chosen,) = [r for r in readings if len(r["agent"]) == 2]
        assert [agent["type"]["coding"][0]["code"] for agent in chosen["agent"]] == ["author", "enterer"]
        assert chosen["reason"][1]["text"] == "a person said what printed names mean"
        assert len(readings) == 2, "the reading before stays"


def test_a_choice_for_one_value_outlives_a_second_reading_but_not_another_value(tmp_path: Path) -> None:
    with staged_site(tmp_path, EHR) as site:
        site.reader.answers = [extraction(DOUBTFUL)]
        (message_id,) = run(site, FIRST)
        decide(site, message_id, ChosenFor.VALUE)
        again(site, message_id, Stage.ENGINE)
        assert observation(server(site))["code"]["coding"][0]["userSelected"] is True
        site.reader.answers = [extraction(replace(DOUBTFUL, value="25.1"))]
        again(site, message_id, Stage.ENGINE)
        assert "code" not in observation(server(site))["code"]["coding"][0]


def test_a_choice_for_the_site_codes_the_next_document_and_no_other_value_of_this_one(tmp_path: Path) -> None:
    with staged_site(tmp_path, EHR) as site:
        count = replace(DOUBTFUL, value="3200", unit="/μL")
        site.reader.answers = [extraction(DOUBTFUL), extraction(DOUBTFUL, count)]
        (message_id,) = run(site, FIRST)
        decide(site, message_id, ChosenFor.SITE)
        (second,) = run(site, message("A2", "1000", "F", "second", order="F2"))
        (linked,) = documents.of_message(site.engine, second)
        percent, number = [one.item for one in documents.findings_of(site.engine, linked.document.id)]
        assert percent.loinc == "770-8"
        assert number.loinc not in (None, "770-8")
        assert number.chosen is None


@pytest.mark.parametrize("reach", list(ChosenFor))
def test_taken_back_the_value_is_text_again_with_its_proposals(tmp_path: Path, reach: ChosenFor) -> None:
    with staged_site(tmp_path, EHR) as site:
        site.reader.answers = [extraction(DOUBTFUL)]
        (message_id,) = run(site, FIRST)
        decide(site, message_id, reach)
        at = spot(site.engine, message_id, 1, 0)
        assert at is not None
        assert take_back(site.engine, site.settings, at) is Said.BACK
        again(site, message_id)
        assert "code" not in observation(server(site))["code"]["coding"][0]
        back = spot(site.engine, message_id, 1, 0)
        assert back is not None
        assert len(back.item.proposals) > 1


def test_a_choice_asked_for_again_is_kept_once_and_one_made_on_an_old_reading_not_at_all(
    tmp_path: Path,
) -> None:
    with staged_site(tmp_path, EHR) as site:
        site.reader.answers = [extraction(DOUBTFUL)]
        (message_id,) = run(site, FIRST)
        assert decide(site, message_id, ChosenFor.VALUE) is Said.VALUE
        assert decide_again(site, message_id) is Said.VALUE, "cut off before the message ran again"
        old = spot(site.engine, message_id, 1, 0)
        assert old is not None
        read_again = replace(DOUBTFUL, value="48.0")
        documents.save_findings(site.engine, old.document_id, [read_again])
        assert take_back(site.engine, site.settings, old) is None
        assert [one.item.value for one in documents.findings_of(site.engine, old.document_id)] == ["48.0"]


def decide_again(site: StagedSite, message_id: str) -> Said | None:
    """The same form sent once more."""
    at = spot(site.engine, message_id, 1, 0)
    assert at is not None
    assert at.item.chosen is not None
    return choose(site.engine, site.settings, at, at.item.chosen.key, ChosenFor.VALUE, "a test")
