"""Bulk export over HTTP: begun, waited for, fetched, deleted; nobody else's, and never a disk full."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from fhir.resources.R4B import get_fhir_model_class

from gateway.access import client_token
from gateway.results_api.export_jobs import ExportJobs, TooManyJobs, export_jobs
from gateway.settings import Data, Settings
from gateway.settings_api import ApiClient
from gateway.store import audit
from gateway.store.resources import save_results
from gateway.web import WebServer, build_app
from tests.integration.web.conftest import Served
from tests.peers.filled_site import PATIENT, ROWS, T0, TOKYO, fill, open_site

ASYNC = {"Prefer": "respond-async", "Accept": "application/fhir+json"}


def finished(api: httpx.Client, answer: httpx.Response) -> dict[str, Any]:
    """The manifest of a kick-off's export."""
    assert answer.status_code == 202, answer.text
    where = answer.headers["content-location"]
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        status = api.get(where)
        if status.status_code == 200:
            assert "expires" in status.headers
            return dict(status.json())
        assert status.status_code == 202, status.text
        assert status.headers["x-progress"]
        time.sleep(0.02)  # what the protocol does
    raise AssertionError("the export did not end")


def lines(api: httpx.Client, url: str) -> list[dict[str, Any]]:
    answer = api.get(url)
    assert answer.headers["content-type"].startswith("application/fhir+ndjson")
    return [json.loads(line) for line in answer.text.splitlines()]


def test_everything_is_exported_as_it_is_stored(served: Served) -> None:
    manifest = finished(served.api, served.api.get("/fhir/$export", headers=ASYNC))
    assert manifest["requiresAccessToken"] is True
    assert manifest["request"].endswith("/fhir/$export")
    found = {o["type"]: lines(served.api, o["url"]) for o in manifest["output"]}
    assert found.keys() >= {"Observation", "Patient", "DiagnosticReport", "DocumentReference", "Provenance"}
    assert len(found["Observation"]) == len(ROWS)
    assert [len(found[o["type"]]) for o in manifest["output"]] == [o["count"] for o in manifest["output"]]
    for kind, resources in found.items():
        for resource in resources:
            get_fhir_model_class(kind).model_validate(resource)
            assert resource["meta"]["versionId"] == "1"
    observations = next(o["url"] for o in manifest["output"] if o["type"] == "Observation")
    assert '"value":8.50' in served.api.get(observations).text, "digits as printed"
    assert PATIENT.id not in json.dumps(manifest)


def test_types_and_levels(served: Served) -> None:
    chosen = finished(served.api, served.api.get("/fhir/$export?_type=Patient,Observation", headers=ASYNC))
    assert [o["type"] for o in chosen["output"]] == ["Patient", "Observation"]
    body = {"resourceType": "Parameters", "parameter": [{"name": "_type", "valueString": "Device"}]}
    posted = finished(served.api, served.api.post("/fhir/$export", headers=ASYNC, json=body))
    assert [o["type"] for o in posted["output"]] == ["Device"]
    patients = finished(served.api, served.api.get("/fhir/Patient/$export", headers=ASYNC))
    assert "Device" not in {o["type"] for o in patients["output"]}
    assert {o["type"] for o in patients["output"]} >= {"Patient", "Observation", "Provenance"}


def test_since_gives_what_changed_and_what_is_gone(served: Served) -> None:
    later = T0 + timedelta(hours=1)
    since = later.isoformat()
    nothing = finished(served.api, served.api.get("/fhir/$export", params={"_since": since}, headers=ASYNC))
    assert (nothing["output"], nothing["deleted"]) == ([], [])
    save_results(
        served.site.engine, served.made["done"], served.made["document"], [],
        now=later + timedelta(minutes=1), zone=TOKYO,
    )  # fmt: skip
    gone = finished(served.api, served.api.get("/fhir/$export", params={"_since": since}, headers=ASYNC))
    assert gone["output"] == []
    bundles = [bundle for o in gone["deleted"] for bundle in lines(served.api, o["url"])]
    assert {o["type"] for o in gone["deleted"]} == {"Bundle"}
    requests = [e["request"] for bundle in bundles for e in bundle["entry"]]
    assert sum(r["url"].startswith("Observation/") for r in requests) == len(ROWS)
    assert {r["method"] for r in requests} == {"DELETE"}
    get_fhir_model_class("Bundle").model_validate(bundles[0])


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/fhir/$export", {}, 400),
        ("/fhir/$export?_type=Medication", ASYNC, 400),
        ("/fhir/$export?_type=", ASYNC, 400),
        ("/fhir/Patient/$export?_type=Device", ASYNC, 400),
        ("/fhir/$export?_since=yesterday", ASYNC, 400),
        ("/fhir/$export?_since=2026-11-20", ASYNC, 400),
        ("/fhir/$export?_outputFormat=csv", ASYNC, 400),
        ("/fhir/$export?_typeFilter=x", ASYNC, 400),
        ("/fhir/$export-status/unknown", {}, 404),
        ("/fhir/$export-status/..%2f..", {}, 404),
        ("/fhir/$export-file/unknown/Patient.1.ndjson", {}, 404),
        ("/fhir/Group/$export", ASYNC, 404),
    ],
)
def test_what_is_refused(reading: Served, path: str, headers: dict[str, str], status: int) -> None:
    answer = reading.api.get(path, headers=headers)
    assert answer.status_code == status, answer.text
    assert answer.json()["resourceType"] == "OperationOutcome"
    for body in (
        b"[]",
        b"{",
        b'{"resourceType":"Patient"}',
        b'{"resourceType":"Parameters","parameter":[1]}',
    ):
        assert reading.api.post("/fhir/$export", headers=ASYNC, content=body).status_code == 400


def test_files_go_by_delete_and_by_time(served: Served) -> None:
    first = served.api.get("/fhir/$export", headers=ASYNC)
    manifest = finished(served.api, first)
    url = manifest["output"][0]["url"]
    name = url.rpartition("/")[2]
    assert served.api.get(url.replace(name, "job.json")).status_code == 404
    assert served.api.get(url.replace(name, "..%2fjob.json")).status_code == 404
    assert served.api.delete(first.headers["content-location"]).status_code == 202
    assert served.api.get(first.headers["content-location"]).status_code == 404
    assert served.api.get(url).status_code == 404
    second = finished(served.api, served.api.get("/fhir/$export", headers=ASYNC))
    served.site.now[0] += timedelta(hours=24)
    assert served.api.get(second["output"][0]["url"]).status_code == 404
    served.site.deps.exports.sweep()
    assert list((served.site.settings.data.directory / "exports").iterdir()) == []


def test_only_a_bounded_number_is_kept(served: Served) -> None:
    kept = [served.api.get("/fhir/$export?_type=Device", headers=ASYNC) for _ in range(10)]
    assert {answer.status_code for answer in kept} == {202}
    refused = served.api.get("/fhir/$export?_type=Device", headers=ASYNC)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")


CLIENTS = {name: client_token() for name in ("warehouse", "nosy")}


@pytest.fixture
def shared_with(tmp_path: Path) -> Iterator[tuple[Served, dict[str, httpx.Client]]]:
    clients = tuple(
        ApiClient(name=name, token_sha256=digest, scopes=("system/Observation.rs", "system/Patient.r"))
        for name, (_, digest) in CLIENTS.items()
    )
    site = open_site(tmp_path, clients=clients)
    made = fill(site)
    server = WebServer(build_app(site.deps), site.settings.web)
    server.start()
    url = f"http://127.0.0.1:{server.port}"
    apis = {
        name: httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"})
        for name, (token, _) in CLIENTS.items()
    }
    yield Served(site, made, url, apis["warehouse"], apis["nosy"]), apis
    for api in apis.values():
        api.close()
    assert server.stop()
    site.close()


def test_an_export_holds_what_the_scopes_allow_and_is_its_clients_own(
    shared_with: tuple[Served, dict[str, httpx.Client]],
) -> None:
    served, _ = shared_with
    begun = served.api.get("/fhir/$export", headers=ASYNC)
    manifest = finished(served.api, begun)
    assert {o["type"] for o in manifest["output"]} == {"Observation", "Patient"}
    assert served.api.get("/fhir/$export?_type=Device", headers=ASYNC).status_code == 403
    for url in (begun.headers["content-location"], manifest["output"][0]["url"]):
        assert served.stranger.get(url).status_code == 404
        assert served.stranger.delete(begun.headers["content-location"]).status_code == 404
    lines(served.api, manifest["output"][0]["url"])
    last = audit.recent(served.site.engine, limit=1)[0]
    assert (last.actor, last.action, last.outcome) == (
        "client warehouse@127.0.0.1", "export-file", f"{manifest['output'][0]['count']} shown",
    )  # fmt: skip


def jobs_of(served: Served, **changes: Any) -> ExportJobs:
    settings = served.site.settings
    if changes:
        settings = Settings(data=Data(directory=settings.data.directory, **changes))
    return export_jobs(settings, served.site.engine, served.site.deps.clock)


def test_a_job_cut_short_is_written_again_after_a_restart(served: Served) -> None:
    before = jobs_of(served)
    before.stop()  # as when the process ends: the job is kept, nothing is written
    job_id = before.begin("", "http://x/fhir/$export", ("Observation",), "")
    assert jobs_of(served).get(job_id) is not None
    after = jobs_of(served)
    after.start()
    deadline = time.monotonic() + 20
    while (job := after.get(job_id)) is not None and job.state != "done" and time.monotonic() < deadline:
        time.sleep(0.02)
    assert job is not None
    assert [(f.type, f.count) for f in job.files] == [("Observation", len(ROWS))]
    assert after.stop()


def test_an_export_leaves_the_room_that_intake_needs(served: Served) -> None:
    jobs = jobs_of(served, min_free_bytes=2**62)
    job_id = jobs.begin("", "http://x/fhir/$export", ("Observation",), "")
    deadline = time.monotonic() + 20
    while (job := jobs.get(job_id)) is not None and job.state != "failed" and time.monotonic() < deadline:
        time.sleep(0.02)
    assert job is not None
    assert "nearly full" in job.progress
    assert served.api.get(f"/fhir/$export-status/{job_id}").status_code == 500


def test_the_bound_holds_for_everybody(served: Served) -> None:
    jobs = jobs_of(served)
    jobs.stop()
    for _ in range(10):
        jobs.begin("", "http://x/fhir/$export", ("Device",), "")
    with pytest.raises(TooManyJobs):
        jobs.begin("other", "http://x/fhir/$export", ("Device",), "")
