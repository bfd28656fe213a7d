"""One document's reading becomes resources, the same each time."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from mappers.fhir import Resource, dumps, index, loads, patient_system, results
from mappers.fhir.validation import validate
from mappers.model import (
    Box,
    DocumentType,
    Extraction,
    Overlooked,
    PatientIdentity,
    PersonName,
    ReportStatus,
    Source,
    UnreadPage,
)
from tests.unit.mappers.fhir.example import DOCUMENT, ENVELOPE, EXTRACTION, INPUT, ITEMS, SITE

AIAST = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue|AIAST"


def of_type(kind: str, resources: tuple[Resource, ...]) -> list[Resource]:
    return [r for r in resources if r["resourceType"] == kind]


def read_as(**changes: object) -> Extraction:
    return replace(EXTRACTION, **changes)  # type: ignore[arg-type]


def test_every_resource_is_valid_fhir() -> None:
    made = results(INPUT)
    for resource in made.resources:
        assert validate(resource) == (), resource["resourceType"]
    assert validate(made.bundle) == ()


def test_the_validator_can_say_no() -> None:
    observation = of_type("Observation", results(INPUT).resources)[0]
    assert validate({k: v for k, v in observation.items() if k != "code"})
    assert validate({**observation, "noSuchElement": 1})
    assert validate({**observation, "effectiveDateTime": "2026-13-45"})


def test_the_whole_is_there_once() -> None:
    made = results(INPUT)
    kinds = Counter(r["resourceType"] for r in made.resources)
    assert kinds == {
        "Patient": 1,
        "Device": 1,
        "DocumentReference": 1,
        "Observation": len(ITEMS),
        "DiagnosticReport": 1,
        "Provenance": 1,
        "Specimen": 2,
    }
    ids = [(r["resourceType"], r["id"]) for r in made.resources]
    assert len(set(ids)) == len(ids)
    assert [("Observation", i) for i in made.observation_ids] == [i for i in ids if i[0] == "Observation"]


def test_every_reference_leads_to_a_resource_of_the_bundle() -> None:
    made = results(INPUT)
    there = {f"{r['resourceType']}/{r['id']}" for r in made.resources}

    def references(value: object) -> list[str]:
        if isinstance(value, dict):
            own = [value["reference"]] if isinstance(value.get("reference"), str) else []
            return own + [r for v in value.values() for r in references(v)]
        return [r for v in value for r in references(v)] if isinstance(value, list | tuple) else []

    found = [r for r in references(list(made.resources)) if not r.startswith("#")]
    assert found
    assert set(found) <= there


def test_the_bundle_puts_each_resource_at_its_own_id() -> None:
    made = results(INPUT)
    assert made.bundle["type"] == "transaction"
    for entry, resource in zip(made.bundle["entry"], made.resources, strict=True):
        address = f"{resource['resourceType']}/{resource['id']}"
        assert entry["request"] == {"method": "PUT", "url": address}
        assert entry["fullUrl"] == f"http://127.0.0.1:8440/fhir/{address}"
        assert entry["resource"] is resource


def test_the_same_input_gives_the_same_bytes() -> None:
    assert dumps(results(INPUT).bundle) == dumps(results(INPUT).bundle)


def test_decimals_stay_as_printed_in_the_text() -> None:
    text = dumps(results(INPUT).bundle)
    assert '"valueQuantity":{"value":8.50,' in text
    assert dumps(loads(text)) == text


def test_ids_do_not_depend_on_way_value_or_time() -> None:
    first = results(INPUT).observation_ids
    by_dicom = replace(ENVELOPE, source=Source.DICOM, message_type="", control_id="1.2.3")
    reread = tuple(replace(i, value="9", confidence=0.1, box=None) for i in EXTRACTION.items)
    assert results(replace(INPUT, envelope=by_dicom)).observation_ids == first
    assert results(replace(INPUT, extraction=read_as(items=reread))).observation_ids == first
    assert results(replace(INPUT, message_id="message-2")).observation_ids == first


def test_ids_differ_by_document_name_time_and_place_among_equals() -> None:
    twin = EXTRACTION.items[0]
    ids = results(replace(INPUT, extraction=read_as(items=(twin, twin)))).observation_ids
    assert len(set(ids)) == 2
    assert ids[0] == results(INPUT).observation_ids[0]
    other = replace(DOCUMENT, id="6f9619ff-8b86-5011-b42d-00c04fc964ff")
    assert set(results(replace(INPUT, document=other)).observation_ids).isdisjoint(ids)


def test_leaving_out_what_is_not_verified_moves_no_id() -> None:
    twin = EXTRACTION.items[0]
    doubted = replace(twin, verified=False)
    both = replace(INPUT, extraction=read_as(items=(doubted, twin)))
    sure = results(replace(both, verified_only=True))
    assert sure.observation_ids == results(both).observation_ids
    (observation,) = of_type("Observation", sure.resources)
    assert observation["id"] == sure.observation_ids[1]
    assert len(of_type("DiagnosticReport", sure.resources)[0]["result"]) == 1
    assert len(of_type("Provenance", sure.resources)[0]["target"]) == 2


def test_patient_has_three_names_and_the_sites_identifier() -> None:
    (patient,) = of_type("Patient", results(INPUT).resources)
    assert patient["identifier"] == [
        {"system": "urn:oid:1.2.392.100495.20.3.51.11311234567", "value": "00012345"}
    ]
    assert [(n["extension"][0]["valueCode"], n["family"], n["given"]) for n in patient["name"]] == [
        ("IDE", "山田", ["太郎"]),
        ("SYL", "ヤマダ", ["タロウ"]),
        ("ABC", "YAMADA", ["TARO"]),
    ]
    assert (patient["gender"], patient["birthDate"]) == ("male", "1970-01-01")


def test_an_unknown_patient_is_nobody_else() -> None:
    nobody = replace(ENVELOPE, patient=PatientIdentity(name=PersonName(ideographic="佐藤")))
    (patient,) = of_type("Patient", results(replace(INPUT, envelope=nobody)).resources)
    elsewhere = replace(INPUT, envelope=nobody, document=replace(DOCUMENT, id="another"))
    (other,) = of_type("Patient", results(elsewhere).resources)
    assert patient["id"] != other["id"]
    assert patient["identifier"][0]["_value"]["extension"][0]["valueCode"] == "unknown"
    assert patient["name"][0]["family"] == "佐藤"
    assert validate(patient) == ()


def test_patient_system_is_the_sites_own_then_the_oid_then_local() -> None:
    assert patient_system("1311234567", "urn:oid:1.2.3") == "urn:oid:1.2.3"
    assert patient_system("1311234567") == "urn:oid:1.2.392.100495.20.3.51.11311234567"
    assert "local" in patient_system("")


@pytest.mark.parametrize(
    ("sent", "result", "document", "doc_status"),
    [
        (ReportStatus.FINAL, "preliminary", "current", "final"),
        (ReportStatus.UNKNOWN, "preliminary", "current", None),
        (ReportStatus.AMENDED, "amended", "current", "amended"),
        (ReportStatus.CORRECTED, "corrected", "current", "amended"),
        (ReportStatus.CANCELLED, "cancelled", "entered-in-error", "entered-in-error"),
        (ReportStatus.ENTERED_IN_ERROR, "entered-in-error", "entered-in-error", "entered-in-error"),
    ],
)
def test_what_ai_read_stays_preliminary_until_the_sender_changes_it(
    sent: ReportStatus, result: str, document: str, doc_status: str | None
) -> None:
    made = results(replace(INPUT, document=replace(DOCUMENT, status=sent))).resources
    assert {r["status"] for r in of_type("Observation", made)} == {result}
    assert of_type("DiagnosticReport", made)[0]["status"] == result
    (reference,) = of_type("DocumentReference", made)
    assert (reference["status"], reference.get("docStatus")) == (document, doc_status)


def test_ai_is_said_of_what_ai_made_and_of_nothing_else() -> None:
    for resource in results(INPUT).resources:
        labels = {f"{c['system']}|{c['code']}" for c in resource.get("meta", {}).get("security", [])}
        expected = {AIAST} if resource["resourceType"] in ("Observation", "DiagnosticReport") else set()
        assert labels == expected, resource["resourceType"]


def test_provenance_names_author_source_and_pages() -> None:
    (provenance,) = of_type("Provenance", results(INPUT).resources)
    assert len(provenance["target"]) == len(ITEMS) + 1
    assert provenance["agent"][0]["type"]["coding"][0]["code"] == "author"
    assert provenance["agent"][0]["who"]["reference"].startswith("Device/")
    assert provenance["entity"][0]["what"]["reference"] == f"DocumentReference/{DOCUMENT.id}"
    assert [e["what"]["identifier"]["value"] for e in provenance["entity"][1:]] == list(DOCUMENT.page_digests)
    assert provenance["recorded"] == "2026-11-22T04:20:59.123+00:00"


def test_a_half_read_document_is_partial_and_names_its_pages() -> None:
    partial = read_as(unread=(UnreadPage(2, "damaged"),))
    (report,) = of_type("DiagnosticReport", results(replace(INPUT, extraction=partial)).resources)
    assert report["status"] == "partial"
    assert report["extension"][0]["extension"][0]["valuePositiveInt"] == 2


def test_a_document_with_overlooked_places_is_partial_and_counts_them_by_page() -> None:
    places = tuple(Overlooked(page, Box(0.1, 0.2, 0.3, 0.25)) for page in (2, 1, 2))
    both = read_as(unread=(UnreadPage(3, "damaged"),), overlooked=places)
    (report,) = of_type("DiagnosticReport", results(replace(INPUT, extraction=both)).resources)
    assert report["status"] == "partial"
    told = [
        (e["url"].rpartition("/")[2], [part.get("valuePositiveInt") for part in e["extension"]])
        for e in report["extension"]
    ]
    assert told == [("unread-page", [3, None]), ("overlooked-places", [1, 1]), ("overlooked-places", [2, 2])]


def test_the_bytes_travel_only_when_given() -> None:
    (away,) = of_type("DocumentReference", results(INPUT).resources)
    assert away["content"][0]["attachment"]["url"] == f"{SITE.base_url}/Binary/{DOCUMENT.id}"
    made = results(replace(INPUT, document=replace(DOCUMENT, data=b"%PDF-"))).resources
    (inside,) = of_type("DocumentReference", made)
    assert inside["content"][0]["attachment"]["url"] == f"Binary/{DOCUMENT.id}"
    assert of_type("Binary", made)[0]["data"] == "JVBERi0="


def test_a_correction_points_at_what_it_replaces() -> None:
    correction = replace(DOCUMENT, replaces="6f9619ff-8b86-5011-b42d-00c04fc964ff")
    (reference,) = of_type("DocumentReference", results(replace(INPUT, document=correction)).resources)
    assert reference["relatesTo"][0]["target"]["reference"].endswith(correction.replaces)


def test_a_dicom_document_is_known_by_its_uid() -> None:
    envelope = replace(ENVELOPE, source=Source.DICOM, message_type="")
    document = replace(DOCUMENT, source_id="1.2.840.1")
    made = results(replace(INPUT, envelope=envelope, document=document)).resources
    identifiers = of_type("DocumentReference", made)[0]["identifier"]
    assert {"system": "urn:dicom:uid", "value": "urn:oid:1.2.840.1"} in identifiers


def test_other_documents_claim_no_laboratory_profile() -> None:
    vitals = read_as(document_type=DocumentType.VITALS)
    for resource in results(replace(INPUT, extraction=vitals)).resources:
        assert validate(resource) == ()
        assert "LabResult" not in str(resource.get("meta"))


def test_search_finds_an_observation_by_what_it_says() -> None:
    made = results(INPUT).resources
    found = set(index(of_type("Observation", made)[0]))
    patient = of_type("Patient", made)[0]["id"]
    assert {
        ("patient", f"Patient/{patient}"),
        ("subject", f"Patient/{patient}"),
        ("code", "http://loinc.org|6690-2"),
        ("code:text", "wbc"),
        ("date", "2026-11-20T08:30:00+09:00"),
        ("status", "preliminary"),
        ("category", "http://jpfhir.jp/fhir/core/CodeSystem/JP_SimpleObservationCategory_CS|laboratory"),
    } <= found


def test_search_values_fit_the_index_and_none_is_empty() -> None:
    long = replace(EXTRACTION.items[0], name="検査" * 400)
    made = results(replace(INPUT, extraction=read_as(items=(long, *EXTRACTION.items)))).resources
    for resource in made:
        entries = index(resource)
        assert entries
        assert len(set(entries)) == len(entries)
        assert all(0 < len(value) <= 255 and len(param) <= 32 for param, value in entries)
    assert index({"resourceType": "Binary", "id": "x"}) == ()


def test_recorded_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        replace(INPUT, recorded=INPUT.recorded.replace(tzinfo=None))
