"""Merges of patients through the real stages and store: every result under who the patient is now, in order."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from gateway.settings_destinations import FhirDestination
from gateway.store import audit, deliveries, resources
from gateway.store.schema import DeliveryState, MessageState
from mappers.fhir.identity import patient as patient_id
from mappers.fhir.inputs import authority_system
from tests.integration.pipeline.test_corrections import ITEMS, run, server
from tests.peers.staged_site import extraction, staged_site

EHR = FhirDestination(name="ehr", url="http://127.0.0.1:9/fhir")
OWN = authority_system("HOSP")


def report(number: str, text: str, *, at: str = "0800", authority: str = "HOSP", order: str = "") -> bytes:
    """A report of an invented patient under a number."""
    segments = [
        f"MSH|^~\\&|LIS|LAB|KB|HOSP|20261120{at}00||ORU^R01|{text}|P|2.5",
        f"PID|1||{number}^^^{authority}||TEST^NAME{number}||19700101|M",
        f"OBR|1||{order}|CBC^Report",
        f"OBX|1|FT|R^Report||{text}||||||F",
    ]
    return ("\r".join(segments) + "\r").encode()


def a40(prior: str, surviving: str, at: str, *, event: str = "A40", control_id: str = "") -> bytes:
    segments = [
        f"MSH|^~\\&|EHR|HOSP|KB|HOSP|20261120{at}00||ADT^{event}^ADT_A39|{control_id or prior + surviving + at}|P|2.5",
        f"EVN||20261120{at}00",
        f"PID|1||{surviving}||TEST^NAME{surviving}||19700101|M",
        f"MRG|{prior}",
    ]
    return ("\r".join(segments) + "\r").encode()


def hosp(number: str) -> str:
    return f"{number}^^^HOSP"


def subjects(there: dict[str, dict[str, Any]]) -> set[str]:
    """Everybody whom something that is not a Patient refers to."""
    text = json.dumps([r for r in there.values() if r["resourceType"] != "Patient"])
    return {part.split('"')[0] for part in text.split("Patient/")[1:]}


def who(number: str) -> str:
    return patient_id(OWN, number, "")


A, B, C = report("A", "ra"), report("B", "rb"), report("C", "rc")
CHAIN = (a40(hosp("A"), hosp("B"), "0900"), a40(hosp("B"), hosp("C"), "1000"))


@pytest.mark.parametrize("arrival", list(permutations((A, B, *CHAIN))))
def test_results_before_and_after_and_a_chain(tmp_path: Path, arrival: Sequence[bytes]) -> None:
    with staged_site(tmp_path, EHR) as site:
        made = run(site, *arrival, CHAIN[0].replace(b"|AB0900|", b"|again|"))
        assert {site.row(one).state for one in made} == {MessageState.DONE}
        there = server(site)
        assert subjects(there) == {who("C")}
        for number in "AB":
            former = there[f"Patient/{who(number)}"]
            assert former["active"] is False
            assert former["link"] == [{"other": {"reference": f"Patient/{who('C')}"}, "type": "replaced-by"}]
        assert "active" not in there[f"Patient/{who('C')}"]
        observations = [r for r in there.values() if r["resourceType"] == "Observation"]
        assert len(observations) == 4
        assert {r["status"] for r in observations} == {"preliminary"}
        for one in observations:
            row = resources.read(site.engine, "Observation", one["id"])
            assert row is not None
            assert json.loads(row.body) == one
        moved = [row for row in audit.recent(site.engine, limit=50) if row.action == "patient-merged"]
        assert {row.entity for row in moved} >= {f"Patient/{who('A')}", f"Patient/{who('B')}"}


def test_a_merge_turned_around(tmp_path: Path) -> None:
    there_and_back = (a40(hosp("A"), hosp("B"), "0900"), a40(hosp("B"), hosp("A"), "1000"))
    for arrival in (there_and_back, there_and_back[::-1]):
        with staged_site(tmp_path / str(arrival is there_and_back), EHR) as site:
            run(site, A, B, *arrival)
            there = server(site)
            assert subjects(there) == {who("A")}
            assert there[f"Patient/{who('B')}"]["active"] is False
            assert "active" not in there[f"Patient/{who('A')}"], "in force again at the server too"


def test_one_order_for_everybody_who_was_ever_merged(tmp_path: Path) -> None:
    with staged_site(tmp_path, EHR) as site:
        run(site, A, B)
        first, second = (
            {d.order_key for d in deliveries.of_message(site.engine, m)}
            for m in (site.keep(A, control_id="ra"), site.keep(B, control_id="rb"))
        )
        assert first != second
        (merge,) = run(site, a40(hosp("A"), hosp("B"), "0900"))
        now = site.now()
        due = deliveries.due(site.engine, "ehr", now, 10)
        assert len(due) == 1, "what waited for either goes before what was put right"
        order = []
        while due := deliveries.due(site.engine, "ehr", now, 10):
            (one,) = due
            order.append(one.message_id)
            deliveries.mark_delivered(site.engine, one.id, now=now)
        assert order[-1] == merge
        assert len(order) == 3, "B's own results were right: they are not sent again"
        assert not [
            d for d in deliveries.of_message(site.engine, merge) if d.state is not DeliveryState.DELIVERED
        ]


def test_the_same_bytes_under_both_numbers_become_one_set(tmp_path: Path) -> None:
    with staged_site(tmp_path, EHR) as site:
        again = report("B", "ra").replace(b"|ra|P", b"|other|P")
        run(site, A, again)
        assert len([r for r in server(site).values() if r["resourceType"] == "Observation"]) == 4
        run(site, a40(hosp("A"), hosp("B"), "0900"))
        there = server(site)
        observed = [r["status"] for r in there.values() if r["resourceType"] == "Observation"]
        assert sorted(observed) == ["entered-in-error"] * 2 + ["preliminary"] * 2
        assert subjects(there) == {who("B")}
        run(site, report("A", "ra", at="1100").replace(b"|ra|P", b"|late|P"))
        assert len([r for r in server(site).values() if r["resourceType"] == "Observation"]) == 4, (
            "no third copy"
        )


def test_a_correction_under_the_new_number_finds_the_results_of_the_old(tmp_path: Path) -> None:
    corrected = report("B", "v2", at="1000", order="F1").replace(b"||||||F", b"||||||C")
    with staged_site(tmp_path, EHR) as site:
        site.reader.answers = [extraction(*ITEMS), extraction(replace(ITEMS[0], value="7.90"))]
        run(site, report("A", "v1", order="F1"), a40(hosp("A"), hosp("B"), "0900"), corrected)
        there = server(site)
        status = {
            r.get("valueQuantity", {}).get("value"): r["status"]
            for r in there.values()
            if "code" in r and "valueQuantity" in r
        }
        assert status == {7.9: "corrected", 0.1: "entered-in-error"}
        assert subjects(there) == {who("B")}


def test_the_same_number_of_two_authorities_is_two_patients(tmp_path: Path) -> None:
    with staged_site(tmp_path, EHR) as site:
        run(
            site,
            report("7", "x"),
            report("7", "y", authority="CLINIC"),
            report("7", "z", authority="DENTAL&1.2.392.9&ISO"),
        )
        assert len(subjects(server(site))) == 3
        run(site, a40("7^^^CLINIC^PI~9^^^HOSP", "8^^^CLINIC^PI~9^^^HOSP", "0900"))
        now = subjects(server(site))
        assert patient_id(authority_system("CLINIC"), "8", "") in now
        assert patient_id(authority_system("CLINIC"), "7", "") not in now
        assert who("7") in now, "the other authority's number is somebody else's"


@pytest.mark.parametrize(
    "raw",
    [
        a40("A^^^HOSP", "B^^^CLINIC", "0900"),
        a40("", "B^^^HOSP", "0900"),
        a40("A^^^HOSP", "", "0900"),
    ],
    ids=["authorities differ", "no number before", "no number after"],
)
def test_what_does_not_say_who_is_who_waits_for_a_person(tmp_path: Path, raw: bytes) -> None:
    with staged_site(tmp_path, EHR) as site:
        _, merge = run(site, A, raw)
        row = site.row(merge)
        assert row.state is MessageState.WAITING
        assert "own_authorities" in row.reason
        assert subjects(server(site)) == {who("A")}


@pytest.mark.parametrize(("action", "followed"), [("accept", True), ("ignore", False)])
def test_a_merge_is_followed_unless_a_rule_ignores_it(tmp_path: Path, action: str, followed: bool) -> None:
    rules = (
        '[[rule]]\nname = "adt"\nwhen = { message_type = "ADT^*" }\n'
        f'action = "{action}"\n[default]\naction = "process"\n'
    )
    with staged_site(tmp_path, EHR, rules=rules) as site:
        run(site, A, a40(hosp("A"), hosp("B"), "0900"))
        assert subjects(server(site)) == {who("B" if followed else "A")}
