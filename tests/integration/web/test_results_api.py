"""The results API as a downstream system uses it, over HTTP."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fhir.resources.R4B import get_fhir_model_class

from gateway.store import audit
from gateway.store.resources import StoredResource, save_results
from gateway.web import WebServer, build_app
from mappers.fhir import dumps, index
from tests.integration.web.conftest import Served
from tests.peers.filled_site import PATIENT, ROWS, T0, TOKYO, fill, open_site

FHIR = "application/fhir+json"


def bundle(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == FHIR
    found = answer.json()
    assert (found["resourceType"], found["type"]) == ("Bundle", "searchset")
    get_fhir_model_class("Bundle").model_validate(found)
    return dict(found)


def names(found: dict[str, Any]) -> set[str]:
    return {e["resource"]["code"]["text"] for e in found.get("entry", [])}


def patient_id(served: Served) -> str:
    found = bundle(served.api.get("/fhir/Patient", params={"identifier": PATIENT.id}))
    return str(found["entry"][0]["resource"]["id"])


ALL = {row[0] for row in ROWS}


def test_capability_statement_is_true(reading: Served) -> None:
    answer = reading.api.get("/fhir/metadata")
    statement = answer.json()
    get_fhir_model_class("CapabilityStatement").model_validate(statement)
    rest = statement["rest"][0]
    assert {r["type"] for r in rest["resource"]} == {
        "Observation", "DiagnosticReport", "DocumentReference", "Patient", "Provenance", "Device", "Binary",
        "Specimen", "ImagingStudy", "Subscription", "AuditEvent",
    }  # fmt: skip
    samples = {
        "date": "2026-11-20",
        "token": "x",
        "reference": "x",
        "string": "x",
        "uri": "x",
        "quantity": "1",
    }
    pairs = {"code-value-quantity": "x$1", "code-value-concept": "x$y"}
    for resource in rest["resource"]:
        searchable = {i["code"] for i in resource["interaction"]} >= {"search-type"}
        assert reading.api.get(f"/fhir/{resource['type']}").status_code == (200 if searchable else 405)
        for parameter in resource.get("searchParam", []):
            name = parameter["name"]
            if resource["type"] == "Subscription":
                continue  # searched by status alone: test_subscriptions.py
            given = {name: pairs[name] if parameter["type"] == "composite" else samples[parameter["type"]]}
            assert bundle(reading.api.get(f"/fhir/{resource['type']}", params=given)) is not None


def test_read_is_the_stored_text_with_its_version(reading: Served) -> None:
    found = bundle(reading.api.get("/fhir/Observation", params={"code:text": "crp"}))
    resource = found["entry"][0]["resource"]
    answer = reading.api.get(f"/fhir/Observation/{resource['id']}")
    assert answer.headers["content-type"] == FHIR
    assert answer.headers["etag"] == 'W/"1"'
    assert answer.headers["last-modified"] == "Fri, 20 Nov 2026 01:30:00 GMT"
    assert answer.json()["meta"]["versionId"] == "1"
    assert answer.json()["meta"]["lastUpdated"] == "2026-11-20T01:30:00.000Z"
    assert '"value":8.50' in answer.text, "digits as printed, in a read"
    assert '"value":8.50' in reading.api.get("/fhir/Observation").text, "and in a search"
    assert '"value":4.10' in reading.api.get("/fhir/Observation").text
    get_fhir_model_class("Observation").model_validate(answer.json())


def test_conditional_read(reading: Served) -> None:
    path = f"/fhir/Patient/{patient_id(reading)}"
    for tag in ('W/"1"', '"1"', 'W/"7", W/"1"', "*"):
        answer = reading.api.get(path, headers={"If-None-Match": tag})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == 'W/"1"'
    assert reading.api.get(path, headers={"If-None-Match": 'W/"2"'}).status_code == 200
    same, before = "Fri, 20 Nov 2026 01:30:00 GMT", "Fri, 20 Nov 2026 01:29:59 GMT"
    assert reading.api.get(path, headers={"If-Modified-Since": same}).status_code == 304
    assert reading.api.get(path, headers={"If-Modified-Since": before}).status_code == 200
    assert reading.api.get(path, headers={"If-Modified-Since": "yesterday"}).status_code == 200


def test_new_version_has_a_new_tag(served: Served) -> None:
    body = {"resourceType": "Device", "id": "d-1", "status": "active"}
    for version, status in enumerate(("active", "inactive", "inactive"), start=1):
        text = dumps({**body, "status": status})
        stored = StoredResource("Device", "d-1", text, index({**body, "status": status}))
        save_results(
            served.site.engine, served.made["done"], served.made["document"], [stored],
            now=T0 + timedelta(hours=version), zone=TOKYO,
        )  # fmt: skip
    assert served.api.get("/fhir/Device/d-1").headers["etag"] == 'W/"2"', "the same body is no new version"
    gone = bundle(served.api.get("/fhir/Observation"))
    assert gone["total"] == 0, "this document makes only the device now"


def test_deleted_is_gone_and_never_there_is_not_found(served: Served) -> None:
    patient = patient_id(served)
    save_results(served.site.engine, served.made["done"], served.made["document"], [], now=T0, zone=TOKYO)
    assert served.api.get(f"/fhir/Patient/{patient}").status_code == 410
    answer = served.api.get("/fhir/Patient/never-there")
    assert answer.status_code == 404
    assert answer.json()["issue"][0]["code"] == "not-found"


def test_search_by_patient_in_every_spelling(reading: Served) -> None:
    patient = patient_id(reading)
    for given in (
        {"patient": patient},
        {"patient": f"Patient/{patient}"},
        {"patient": f"http://elsewhere/fhir/Patient/{patient}"},
        {"subject": f"Patient/{patient}"},
        {"subject:Patient": patient},
        {"patient.identifier": PATIENT.id},
        {"patient.identifier": f"urn:oid:1.2.3|{PATIENT.id}"},
        {"subject.identifier": f"urn:oid:1.2.3|{PATIENT.id}"},
        {"patient": f"someone-else,{patient}"},
    ):
        found = bundle(reading.api.get("/fhir/Observation", params=given))
        assert names(found) == ALL, given
        assert found["total"] == len(ALL)
    for given in (
        {"patient": "someone-else"},
        {"patient.identifier": "00123457"},
        {"patient.identifier": f"urn:oid:9|{PATIENT.id}"},
        {"patient": patient, "subject": "Patient/someone-else"},
    ):
        found = bundle(reading.api.get("/fhir/Observation", params=given))
        assert (found["total"], "entry" in found) == (0, False), given


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"code": "1988-5"}, {"CRP"}),
        ({"code": "http://loinc.org|1988-5"}, {"CRP"}),
        ({"code": "http://loinc.org|1988-5,http://loinc.org|2160-0"}, {"CRP", "クレアチニン"}),
        ({"code": "http://snomed.info/sct|1988-5"}, set()),
        ({"code:text": "アルブ"}, {"アルブミン"}),
        ({"date": "2026-11-20"}, ALL),
        ({"date": "2026-11"}, ALL),
        ({"date": "eq2026-11-19"}, set()),
        ({"date": "ge2026-11-20T08:15"}, ALL),
        ({"date": "gt2026-11-20T08:15"}, set()),
        ({"date": "le2026-11-19T23:15Z"}, ALL),
        ({"date": "lt2026-11-19T23:15:00Z"}, set()),
        ({"date": "ge2026-11-20T01:15:00+02:00"}, ALL),
        ({"status": "preliminary"}, ALL),
        ({"status": "final"}, set()),
        ({"status": "final,preliminary", "code": "1988-5"}, {"CRP"}),
        ({"_lastUpdated": "ge2026-11-20", "_count": "500"}, ALL),
        ({"_lastUpdated": "gt2026-11-20T02:00:00Z"}, set()),
        ({"_security": "AIAST"}, ALL),
    ],
)
def test_search_observations(reading: Served, given: dict[str, str], wanted: set[str]) -> None:
    found = bundle(reading.api.get("/fhir/Observation", params=given))
    assert names(found) == wanted
    assert found["total"] == len(wanted)


def test_repeated_parameters_must_all_hold(reading: Served) -> None:
    both = [("date", "ge2026-11-20"), ("date", "lt2026-11-21")]
    assert names(bundle(reading.api.get("/fhir/Observation", params=both))) == ALL
    none = [("date", "ge2026-11-20"), ("date", "lt2026-11-20")]
    assert names(bundle(reading.api.get("/fhir/Observation", params=none))) == set()


def test_other_types_are_found(reading: Served) -> None:
    patient, document = patient_id(reading), reading.made["document"]
    for kind, given in (
        ("DiagnosticReport", {"patient": patient, "date": "2026-11-20"}),
        ("DocumentReference", {"patient": patient, "status": "current"}),
        ("DocumentReference", {"_id": f"none,{document}"}),
        ("Patient", {"name": "山田"}),
        ("Patient", {"birthdate": "1960-03-04", "gender": "female"}),
        ("Provenance", {"entity": document}),
        ("Device", {}),
    ):
        found = bundle(reading.api.get(f"/fhir/{kind}", params=given))
        assert [e["resource"]["resourceType"] for e in found["entry"]] == [kind], given


def test_pages_follow_next_links_to_the_end(reading: Served) -> None:
    url = "/fhir/Observation?_count=4&status=preliminary"
    seen: list[str] = []
    pages = 0
    while url:
        found = bundle(reading.api.get(url))
        assert found["total"] == len(ALL)
        seen += [e["resource"]["id"] for e in found["entry"]]
        links = {link["relation"]: link["url"] for link in found["link"]}
        assert links["self"].startswith(f"{reading.url}/fhir/Observation?")
        url = links.get("next", "")
        assert reading.site.token not in json.dumps(links)
        pages += 1
    assert pages == 2
    assert len(seen) == len(set(seen)) == len(ALL)


def test_posted_search_keeps_hospital_numbers_out_of_urls(reading: Served) -> None:
    form = {"patient.identifier": PATIENT.id, "_count": "4"}
    first = bundle(reading.api.post("/fhir/Observation/_search", data=form))
    links = {link["relation"]: link["url"] for link in first["link"]}
    assert PATIENT.id not in json.dumps(links)
    second = bundle(reading.api.get(links["next"]))
    assert {e["resource"]["id"] for e in first["entry"] + second["entry"]} == {
        e["resource"]["id"] for e in bundle(reading.api.get("/fhir/Observation"))["entry"]
    }
    query = parse_qs(urlsplit(links["next"]).query)
    forgotten = reading.api.get(
        "/fhir/Observation", params={"_search": "unknown", "_cursor": query["_cursor"][0]}
    )
    assert forgotten.status_code == 410
    assert reading.api.post("/fhir/Observation/_search").status_code == 200, "no form is no condition"


def test_count_zero_tells_the_total_alone(reading: Served) -> None:
    found = bundle(reading.api.get("/fhir/Observation", params={"_count": "0"}))
    assert (found["total"], "entry" in found) == (len(ALL), False)


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/fhir/Observation?colour=red", 400, "not-supported"),
        ("/fhir/Observation?patient:above=x", 400, "not-supported"),
        ("/fhir/Observation?encounter.identifier=x", 400, "not-supported"),
        ("/fhir/Observation?_include=Observation:code", 400, "not-supported"),
        ("/fhir/Observation?date=yesterday", 400, "value"),
        ("/fhir/Observation?date=2026-13-45", 400, "value"),
        ("/fhir/Observation?date=ap2026-11-20", 400, "not-supported"),
        ("/fhir/Observation?patient=", 400, "value"),
        ("/fhir/Observation?patient=urn:oid:1|5", 400, "value"),
        ("/fhir/Observation?_count=many", 400, "value"),
        ("/fhir/Observation?_cursor=junk", 400, "value"),
        ("/fhir/Observation?_cursor=W10", 400, "value"),
        ("/fhir/Observation?code=" + ",".join("abcdefghij" * 12), 400, "too-costly"),
        ("/fhir/Medication", 404, "not-supported"),
        ("/fhir/Medication/1", 404, "not-supported"),
        ("/fhir/Binary", 405, "not-supported"),
        ("/fhir/Binary/none", 404, "not-found"),
        ("/fhir/", 404, "not-found"),
        ("/fhir/Patient/a%0Ab", 404, "not-found"),
        ("/fhir/Patient/1/_history", 404, "not-found"),
        ("/fhir/Patient/1/_history/x", 404, "not-found"),
        ("/fhir/Patient/1/_history?_since=yesterday", 400, "value"),
        ("/fhir/Patient/1/_history?_at=2026", 400, "not-supported"),
        ("/fhir/Binary/1/_history", 405, "not-supported"),
        ("/fhir/Patient/_history", 404, "not-found"),
        ("/fhir/metadata?_format=xml", 406, "not-supported"),
    ],
)
def test_faults_are_operation_outcomes(reading: Served, path: str, status: int, code: str) -> None:
    answer = reading.api.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, FHIR)
    outcome = answer.json()
    get_fhir_model_class("OperationOutcome").model_validate(outcome)
    assert outcome["issue"][0]["code"] == code
    assert outcome["issue"][0]["diagnostics"]


def test_faults_do_not_repeat_values(reading: Served) -> None:
    for name in ("date", "patient", "_count", "山田花子"):
        answer = reading.api.get("/fhir/Observation", params={name: "山田 花子 00123456"})
        assert answer.status_code == 400
        assert "山田" not in answer.text
        assert PATIENT.id not in answer.text


def test_lenient_handling_ignores_what_is_unknown_and_nothing_else(reading: Served) -> None:
    lenient = {"Prefer": "handling=lenient"}
    params = {"colour": "red", "code": "1988-5"}
    found = bundle(reading.api.get("/fhir/Observation", params=params, headers=lenient))
    assert names(found) == {"CRP"}
    assert "colour" not in found["link"][0]["url"], "the self link says what was understood"
    assert reading.api.get("/fhir/Observation", params={"date": "x"}, headers=lenient).status_code == 400


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_can_be_written(reading: Served, method: str) -> None:
    for path in ("/fhir/Patient", "/fhir/Patient/1", "/fhir/metadata"):
        answer = reading.api.request(method, path, content=b"{}")
        assert answer.status_code == 405
        assert answer.json()["resourceType"] == "OperationOutcome"
    assert reading.api.post("/fhir/Patient/_search", json={"a": 1}).status_code == 415
    assert reading.api.post("/fhir/Patient/_search", data={"name": "x" * 70_000}).status_code == 413


def test_accept(reading: Served) -> None:
    for accept in ("application/fhir+json", "application/json", "*/*", "text/html,application/json;q=0.9"):
        assert reading.api.get("/fhir/Patient", headers={"Accept": accept}).status_code == 200
    for accept in ("application/fhir+xml", "text/turtle", "image/png"):
        assert reading.api.get("/fhir/Patient", headers={"Accept": accept}).status_code == 406


def test_binary_as_bytes_and_as_resource(reading: Served) -> None:
    path = f"/fhir/Binary/{reading.made['document']}"
    raw = reading.api.get(path, headers={"Accept": "*/*"})
    assert raw.content.startswith(b"%PDF-1.7 invented")
    assert raw.headers["content-type"] == "application/pdf"
    assert raw.headers["content-disposition"] == "attachment"
    assert "sandbox" in raw.headers["content-security-policy"]
    resource = reading.api.get(path, headers={"Accept": FHIR})
    get_fhir_model_class("Binary").model_validate(resource.json())
    assert resource.json()["contentType"] == "application/pdf"
    assert reading.api.get(path, headers={"If-None-Match": raw.headers["etag"]}).status_code == 304


def test_the_document_that_a_result_names_can_be_fetched(tmp_path: Path) -> None:
    site = open_site(tmp_path, with_base_url="http://gateway.example/fhir")
    made = fill(site)
    server = WebServer(build_app(site.deps), site.settings.web)
    server.start()
    bearer = {"Authorization": f"Bearer {site.token}"}
    with httpx.Client(base_url=f"http://127.0.0.1:{server.port}", headers=bearer) as api:
        document = api.get(f"/fhir/DocumentReference/{made['document']}").json()
        path = urlsplit(document["content"][0]["attachment"]["url"]).path
        assert (
            api.get(path, headers={"Accept": "application/pdf"}).headers["content-type"] == "application/pdf"
        )
        links = api.get("/fhir/Patient").json()["link"]
        assert links[0]["url"] == "http://gateway.example/fhir/Patient", "links carry the configured address"
    server.stop()
    site.close()


def test_every_look_is_audited_without_search_values(reading: Served) -> None:
    patient = patient_id(reading)
    reading.api.get(f"/fhir/Patient/{patient}")
    reading.api.get("/fhir/Patient/none")
    reading.api.post("/fhir/Observation/_search", data={"patient.identifier": PATIENT.id})
    reading.api.get(f"/fhir/Binary/{reading.made['document']}")
    rows = [(r.actor, r.action, r.entity, r.outcome) for r in audit.recent(reading.site.engine, limit=5)]
    assert rows == [
        ("token@127.0.0.1", "read", f"Binary/{reading.made['document']}", ""),
        ("token@127.0.0.1", "search", "Observation?patient.identifier", "6 shown"),
        ("token@127.0.0.1", "read", "Patient/none", "not found"),
        ("token@127.0.0.1", "read", f"Patient/{patient}", "version 1"),
        ("token@127.0.0.1", "search", "Patient?identifier", "1 shown"),
    ]


def test_included_resources_stand_beside_the_page(reading: Served) -> None:
    found = bundle(
        reading.api.get(
            "/fhir/Observation?code=1988-5&_include=Observation:patient&_include=Observation:derived-from"
            "&_revinclude=Provenance:target&_revinclude=DiagnosticReport:result"
        )
    )
    shown = [(e["search"]["mode"], e["resource"]["resourceType"]) for e in found["entry"]]
    assert shown[0] == ("match", "Observation")
    assert found["total"] == 1, "the total is of matches"
    others = {kind for mode, kind in shown[1:] if mode == "include"}
    assert others >= {"Patient", "Provenance", "DiagnosticReport"}
    assert len(shown) == len(others) + 1, "each once"
    narrowed = "/fhir/Observation?code=1988-5&_include=Observation:subject:Device"
    assert len(bundle(reading.api.get(narrowed))["entry"]) == 1


def test_values_are_compared(reading: Served) -> None:
    for given, wanted in (
        ({"value-quantity": "gt8.4"}, "CRP"),
        ({"value-quantity": "8.5||mg/dL", "code": "1988-5"}, "CRP"),
        ({"code-value-quantity": "1988-5$gt8"}, "CRP"),
    ):
        assert wanted in names(bundle(reading.api.get("/fhir/Observation", params=given))), given
    none = {"code-value-quantity": "1988-5$gt9"}
    assert names(bundle(reading.api.get("/fhir/Observation", params=none))) == set()


def test_sorting_and_totals(reading: Served) -> None:
    first = bundle(reading.api.get("/fhir/Observation?_sort=-date&_count=4&_total=none"))
    assert "total" not in first
    following = next(link["url"] for link in first["link"] if link["relation"] == "next")
    assert "2026-11" not in following
    second = bundle(reading.api.get(following))
    seen = [e["resource"]["id"] for e in first["entry"] + second["entry"]]
    assert len(seen) == len(set(seen)) == len(ALL)
    counted = bundle(reading.api.get("/fhir/Observation?_summary=count"))
    assert (counted["total"], "entry" in counted) == (len(ALL), False)


def test_less_of_a_resource_says_so(reading: Served) -> None:
    for asked, there, gone in (
        ("_elements=subject", {"status", "code", "subject"}, {"valueQuantity", "extension"}),
        ("_elements=value", {"valueQuantity"}, {"subject"}),
        ("_summary=true", {"valueQuantity", "subject"}, {"extension", "interpretation"}),
        ("_summary=text", {"status", "code"}, {"subject"}),
        ("_summary=data", {"extension"}, {"text"}),
    ):
        found = bundle(reading.api.get(f"/fhir/Observation?code=1988-5&{asked}"))
        resource = found["entry"][0]["resource"]
        assert there <= resource.keys(), asked
        assert not gone & resource.keys(), asked
        assert resource["meta"]["tag"][-1]["code"] == "SUBSETTED"
        get_fhir_model_class("Observation").model_validate(resource)


def test_names_in_every_script_and_modifier(reading: Served) -> None:
    for given, found in (
        ({"name": "ﾔﾏﾀﾞ"}, 1),
        ({"name": "hanako"}, 0),
        ({"name:contains": "hanako"}, 1),
        ({"family": "山"}, 1),
        ({"family:exact": "山"}, 0),
        ({"family:exact": "山田"}, 1),
        ({"gender:not": "female"}, 0),
        ({"birthdate:missing": "false"}, 1),
    ):
        assert bundle(reading.api.get("/fhir/Patient", params=given))["total"] == found, given


def test_a_correction_leaves_the_version_before_in_the_history(served: Served) -> None:
    site = served.site
    text = (
        '{"resourceType":"Observation","id":"of-history","status":"final","code":{"text":"CRP"},'
        '"valueQuantity":{"value":%s}}'
    )
    bodies = [StoredResource("Observation", "of-history", text % value) for value in ("8.50", "9.10")]
    for hours, one in enumerate([*bodies, None]):
        now = T0 + timedelta(hours=10 + hours)
        save_results(site.engine, "m", "a document", [one] if one else [], now=now, zone=TOKYO)
    path = "/fhir/Observation/of-history"
    assert served.api.get(path).status_code == 410
    found = served.api.get(f"{path}/_history")
    assert (found.status_code, found.headers["content-type"]) == (200, FHIR)
    history = found.json()
    get_fhir_model_class("Bundle").model_validate(history)
    assert (history["type"], history["total"]) == ("history", 3)
    told = [
        (e["request"]["method"], e["response"]["status"], e["response"]["etag"]) for e in history["entry"]
    ]
    assert told == [
        ("DELETE", "204 No Content", 'W/"3"'),
        ("PUT", "200 OK", 'W/"2"'),
        ("PUT", "201 Created", 'W/"1"'),
    ]
    assert "resource" not in history["entry"][0]
    assert '"value":8.50' in found.text, "numbers keep their digits"
    first = served.api.get(f"{path}/_history/1")
    assert (first.status_code, first.headers["etag"]) == (200, 'W/"1"')
    assert first.json() == history["entry"][2]["resource"]
    assert first.json()["meta"]["versionId"] == "1"
    again = served.api.get(f"{path}/_history/1", headers={"If-None-Match": 'W/"1"'})
    assert again.status_code == 304
    assert [served.api.get(f"{path}/_history/{n}").status_code for n in (3, 4, 0)] == [410, 404, 404]
    page = served.api.get(f"{path}/_history?_count=2").json()
    assert [e["response"]["etag"] for e in page["entry"]] == ['W/"3"', 'W/"2"']
    (rest,) = [link["url"] for link in page["link"] if link["relation"] == "next"]
    assert [e["response"]["etag"] for e in served.api.get(rest).json()["entry"]] == ['W/"1"']
    since = (T0 + timedelta(hours=11)).isoformat()
    assert served.api.get(f"{path}/_history", params={"_since": since}).json()["total"] == 2
    shown = [row.action for row in audit.recent(site.engine, limit=2)]
    assert shown == ["history", "history"]


def test_versions_and_heads(reading: Served) -> None:
    path = f"/fhir/Patient/{patient_id(reading)}"
    assert reading.api.get(f"{path}/_history/1").json() == reading.api.get(path).json()
    assert reading.api.get(f"{path}/_history/2").status_code == 404
    for where in (path, "/fhir/Patient", "/fhir/metadata"):
        head, whole = reading.api.head(where), reading.api.get(where)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-type"] == whole.headers["content-type"]
    assert reading.api.head(path).headers["etag"] == 'W/"1"'
