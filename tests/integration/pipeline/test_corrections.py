"""Corrections, withdrawals and new readings through the real stages and store: one set of results, never a copy."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from gateway.backlog import replay
from gateway.pipeline import Stage
from gateway.settings_destinations import FhirDestination
from gateway.store import documents, resources, versions
from gateway.store.engine import reading
from gateway.store.schema import MessageState, deliveries
from mappers.model import EngineInfo
from tests.peers.staged_site import ITEMS, StagedSite, extraction, staged_site

EHR = FhirDestination(name="ehr", url="http://127.0.0.1:9/fhir")
TP, CRP = ITEMS
WBC = replace(TP, name="WBC", value="5.4")


def message(
    control_id: str,
    at: str,
    status: str,
    text: str,
    *,
    order: str = "F1",
    txa: str = "",
    event: str = "ORU^R01",
) -> bytes:
    """One report of an invented patient; `at` is its sending time, HHMM, before the site's noon."""
    segments = [
        f"MSH|^~\\&|LIS|LAB|KB|HOSP|20261120{at}00||{event}|{control_id}|P|2.5",
        "PID|1||90000017^^^HOSP||TEST^TARO||19700101|M",
        txa or f"OBR|1||{order}|CBC^Report",
        f"OBX|1|FT|R^Report||{text}||||||{status}",
    ]
    return ("\r".join(segments) + "\r").encode()


def server(site: StagedSite) -> dict[str, dict[str, Any]]:
    """What a server holds after every delivery in the order they were made: reference → resource."""
    there: dict[str, dict[str, Any]] = {}
    with reading(site.engine) as connection:
        sent = (
            connection.execute(select(deliveries.c.bundle_digest).order_by(deliveries.c.seq)).scalars().all()
        )
    for digest in sent:
        for entry in json.loads(site.blobs.get(digest))["entry"]:
            there[entry["request"]["url"]] = entry["resource"]
    return there


def statuses(there: dict[str, dict[str, Any]], kind: str = "Observation") -> dict[str, str]:
    """Value (or description) → status."""
    found = {}
    for resource in there.values():
        if resource["resourceType"] == kind:
            name = resource.get("code", {}).get("text") or resource.get("description", kind)
            value = resource.get("valueQuantity", {}).get("value", "")
            found[f"{name} {value}".strip()] = resource["status"]
    return found


def agree(site: StagedSite, there: dict[str, dict[str, Any]]) -> None:
    """Our own results API and the server hold the same Observations."""
    for reference, resource in there.items():
        kind, _, resource_id = reference.partition("/")
        if kind in ("Observation", "DiagnosticReport", "DocumentReference"):
            row = resources.read(site.engine, kind, resource_id)
            assert row is not None, reference
            assert json.loads(row.body) == resource, reference


def run(site: StagedSite, *raw: bytes) -> list[str]:
    made = []
    for number, one in enumerate(raw):
        control = one.split(b"|")[9].decode()
        made.append(site.keep(one, control_id=control or str(number)))
        site.run(made[-1])
    return made


def test_a_correction_changes_the_results_where_they_are(tmp_path: Path) -> None:
    corrected = replace(TP, value="7.90")
    with staged_site(tmp_path, EHR) as site:
        site.reader.answers = [extraction(TP, CRP), extraction(corrected, WBC)]
        run(site, message("A1", "0900", "F", "first"))
        before = server(site)
        run(site, message("A2", "1000", "C", "second"))
        after = server(site)
        assert statuses(after) == {
            "総蛋白 7.9": "corrected",
            "WBC 5.4": "corrected",
            "CRP 0.1": "entered-in-error",
        }
        same = {k for k, r in before.items() if r["resourceType"] == "Observation"}
        assert len(same & set(after)) == 2, "changed in place"
        (report,) = [r for r in after.values() if r["resourceType"] == "DiagnosticReport"]
        assert report["status"] == "corrected"
        references = [r for r in after.values() if r["resourceType"] == "DocumentReference"]
        assert sorted(r["status"] for r in references) == ["current", "superseded"]
        (new,) = [r for r in references if r["status"] == "current"]
        (old,) = [r for r in references if r["status"] == "superseded"]
        target = {"reference": f"DocumentReference/{old['id']}"}
        assert new["relatesTo"] == [{"code": "replaces", "target": target}]
        readings = [r for r in after.values() if r["resourceType"] == "Provenance"]
        (revision,) = [r for r in readings if len(r["reason"]) > 1]
        assert revision["activity"]["coding"][0]["code"] == "amend"
        revised = [e["what"]["reference"] for e in revision["entity"] if e["role"] == "revision"]
        assert f"DocumentReference/{old['id']}" in revised
        agree(site, after)


V1 = message("A1", "0900", "F", "first")
V2 = message("A2", "1000", "C", "second")
V3 = message("A3", "1100", "C", "third")
READ = {b"first": (TP, CRP), b"second": (WBC,), b"third": (CRP,)}


@pytest.mark.parametrize(
    "arrival", list(permutations((V1, V2, V3))), ids=["123", "132", "213", "231", "312", "321"]
)
def test_the_order_of_versions_cannot_be_swapped(tmp_path: Path, arrival: Sequence[bytes]) -> None:
    with staged_site(tmp_path, EHR) as site:
        site.reader.answers = [
            extraction(*next(items for word, items in READ.items() if word in raw)) for raw in arrival
        ]
        made = run(site, *arrival)
        there = server(site)
        live = {name for name, status in statuses(there).items() if status != "entered-in-error"}
        assert live == {"CRP 0.1"}
        references = [r for r in there.values() if r["resourceType"] == "DocumentReference"]
        assert sorted(r["status"] for r in references) == ["current", "superseded", "superseded"]
        agree(site, there)
        # Each message runs once more, as after a restart or by a person: nothing moves.
        for message_id in made:
            replay(site.engine, message_id, Stage.ENVELOPE, site.now())
            site.run(message_id)
        assert statuses(server(site)) == statuses(there)
        series = {s.series for m in made for s in versions.of_message(site.engine, m)}
        assert len(series) == 1


@pytest.mark.parametrize(
    ("taken_back", "status"),
    [
        (message("A2", "1000", "W", "first"), "entered-in-error"),
        (message("A2", "1000", "D", ""), "entered-in-error"),
        (message("A2", "1000", "X", ""), "cancelled"),
    ],
    ids=["wrong", "deleted without content", "cancelled"],
)
@pytest.mark.parametrize("late", [False, True])
def test_what_the_sender_takes_back(tmp_path: Path, taken_back: bytes, status: str, late: bool) -> None:
    with staged_site(tmp_path, EHR) as site:
        arrival = [taken_back, V1] if late else [V1, taken_back]
        made = run(site, *arrival)
        there = server(site)
        assert set(statuses(there).values()) == {status}
        assert set(statuses(there, "DiagnosticReport").values()) == {status}
        assert set(statuses(there, "DocumentReference").values()) == {"entered-in-error"}
        states = [site.row(one).state for one in made]
        unknown_then = late and b"||||||W" not in taken_back
        assert states == [MessageState.WAITING if unknown_then else MessageState.DONE, MessageState.DONE]
        agree(site, there)


def test_mdm_replacement_and_cancellation(tmp_path: Path) -> None:
    def mdm(control_id: str, at: str, event: str, own: str, parent: str, text: str) -> bytes:
        txa = f"TXA|1|CN||20261120||||||||{own}|{parent}||||AU||AV"
        return message(control_id, at, "F", text, txa=txa, event=event)

    with staged_site(tmp_path, EHR) as site:
        site.reader.answers = [extraction(TP, CRP), extraction(WBC)]
        run(
            site,
            mdm("A1", "0900", "MDM^T02", "D1", "", "first"),
            mdm("A2", "1000", "MDM^T10", "D2", "D1", "second"),
        )
        there = server(site)
        assert statuses(there)["WBC 5.4"] == "corrected"
        assert statuses(there)["CRP 0.1"] == "entered-in-error"
        run(site, mdm("A3", "1100", "MDM^T11", "D2", "", ""))
        assert set(statuses(server(site)).values()) == {"entered-in-error"}


def test_two_documents_of_one_order_stay_two(tmp_path: Path) -> None:
    with staged_site(tmp_path, EHR) as site:
        site.reader.answers = [extraction(TP), extraction(WBC)]
        run(site, message("A1", "0900", "F", "first"), message("A2", "1000", "F", "second"))
        assert statuses(server(site)) == {"総蛋白 7.2": "preliminary", "WBC 5.4": "preliminary"}


def test_reading_again_with_another_engine_supersedes(tmp_path: Path) -> None:
    with staged_site(tmp_path, EHR) as site:
        first = extraction(TP, CRP)
        site.reader.answers = [first]
        (message_id,) = run(site, V1)
        (linked,) = documents.of_message(site.engine, message_id)
        site.reader.answers = [
            replace(extraction(replace(TP, value="7.30"), WBC), engine=EngineInfo("vllm", "2"))
        ]
        replay(site.engine, message_id, Stage.ENGINE, site.now())
        site.run(message_id, first=Stage.ENGINE)
        there = server(site)
        assert statuses(there) == {
            "総蛋白 7.3": "preliminary",
            "WBC 5.4": "preliminary",
            "CRP 0.1": "entered-in-error",
        }
        stored = {(r.type, r.id): r for r in resources.of_document(site.engine, linked.document.id)}
        changed = [r for r in stored.values() if "7.30" in r.body and r.type == "Observation"]
        assert [r.version for r in changed] == [2]
        readings = [r for r in there.values() if r["resourceType"] == "Provenance"]
        devices = {r["id"] for r in there.values() if r["resourceType"] == "Device"}
        assert (len(readings), len(devices)) == (2, 2)
        (revision,) = [r for r in readings if len(r["reason"]) > 1]
        (old,) = [r for r in readings if r is not revision]
        assert revision["reason"][1]["text"] == "read again by another engine, model or version"
        (entity,) = [e for e in revision["entity"] if e["role"] == "revision"]
        assert entity["agent"][0]["who"] == old["agent"][0]["who"]
        agree(site, there)
        # Back to the first engine: the value is as it was, and nothing of the second reading is left standing.
        site.reader.answers = [first]
        replay(site.engine, message_id, Stage.ENGINE, site.now())
        site.run(message_id, first=Stage.ENGINE)
        back = statuses(server(site))
        assert back == {"総蛋白 7.2": "preliminary", "CRP 0.1": "preliminary", "WBC 5.4": "entered-in-error"}
