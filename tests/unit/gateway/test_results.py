"""From a reading to resources and Bundles: nothing unseen, and what is referred to goes first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gateway.settings_destinations import FhirDestination
from gateway.store import deliveries, documents, resources
from tests.peers.staged_site import ITEMS, StagedSite, extraction, oru, staged_site

MANY = tuple(replace(ITEMS[0], name=f"item {n}", value=f"{n}.50") for n in range(9))


def bundles(site: StagedSite, message_id: str, destination: str) -> list[dict[str, Any]]:
    made = [d for d in deliveries.of_message(site.engine, message_id) if d.destination == destination]
    return [json.loads(site.blobs.get(d.bundle_digest)) for d in sorted(made, key=lambda d: d.seq)]


def references(value: object) -> Iterator[str]:
    """Every Reference.reference inside."""
    if isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield value["reference"]
        for one in value.values():
            yield from references(one)
    elif isinstance(value, list):
        for one in value:
            yield from references(one)


@pytest.mark.parametrize("max_entries", [1, 2, 5])
def test_several_bundles_never_refer_ahead(tmp_path: Path, max_entries: int) -> None:
    whole = FhirDestination(name="whole", url="http://127.0.0.1:9")
    small = FhirDestination(name="small", url="http://127.0.0.1:9", max_entries=max_entries)
    with staged_site(tmp_path, whole, small) as site:
        site.reader.answers = [extraction(*MANY)]
        message_id = site.keep(oru("x"))
        site.run(message_id)
        (one,) = bundles(site, message_id, "whole")
        several = bundles(site, message_id, "small")
        assert max(len(b["entry"]) for b in several) == max_entries
        entries = [entry for bundle in several for entry in bundle["entry"]]
        assert [e["request"] for e in entries] == [e["request"] for e in one["entry"]], (
            "nothing lost or twice"
        )
        order_keys = {d.order_key for d in deliveries.of_message(site.engine, message_id)}
        assert len(order_keys) == 1, "one after the other, in the order they were made"
        there = {f"{e['resource']['resourceType']}/{e['resource']['id']}" for e in entries}
        known: set[str] = set()
        seen = 0
        for bundle in several:
            inside = {f"{e['resource']['resourceType']}/{e['resource']['id']}" for e in bundle["entry"]}
            known |= inside
            for entry in bundle["entry"]:
                for reference in references(entry["resource"]):
                    if reference in there:
                        seen += 1
                        assert reference in known, f"{reference} comes only in a later Bundle"
        assert seen > len(MANY), "the references were looked at"


def test_a_value_the_page_does_not_support_makes_no_resource(tmp_path: Path) -> None:
    unseen = replace(ITEMS[1], value="99.9", verified=False, box=None)
    ehr = FhirDestination(name="ehr", url="http://127.0.0.1:9")
    with staged_site(tmp_path, ehr) as site:
        site.reader.answers = [extraction(ITEMS[0], unseen)]
        message_id = site.keep(oru("x"))
        site.run(message_id)
        (linked,) = documents.of_message(site.engine, message_id)
        stored = resources.of_document(site.engine, linked.document.id)
        texts = [r.body for r in stored if r.type == "Observation"]
        assert len(texts) == 1
        assert "7.20" in texts[0]
        (bundle,) = bundles(site, message_id, "ehr")
        assert "99.9" not in json.dumps(bundle)
        assert [f.item.value for f in documents.findings_of(site.engine, linked.document.id)] == [
            "7.20",
            "99.9",
        ], "kept for a person to see"


def test_binary_travels_but_is_not_stored_twice(tmp_path: Path) -> None:
    with staged_site(tmp_path, FhirDestination(name="ehr", url="http://127.0.0.1:9")) as site:
        message_id = site.keep(oru("x"))
        site.run(message_id)
        (linked,) = documents.of_message(site.engine, message_id)
        kinds = {r.type for r in resources.of_document(site.engine, linked.document.id)}
        (bundle,) = bundles(site, message_id, "ehr")
        assert "Binary" in {e["resource"]["resourceType"] for e in bundle["entry"]}
        assert "Binary" not in kinds
