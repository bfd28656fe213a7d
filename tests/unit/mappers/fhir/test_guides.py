"""The same reading for each guide: profiles, categories and what the guide allows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mappers.fhir import Guide, MappingInput, Resource, in_guide, printed_value, results, transaction
from mappers.fhir.validation import validate
from mappers.item_codes import Choice, ChosenFor
from mappers.model import DocumentType, Flag, Item, Source
from tests.unit.mappers.fhir.example import BOX, DOCUMENT, ENVELOPE, EXTRACTION, INPUT, SITE

CORE = "http://jpfhir.jp/fhir/core/StructureDefinition/"
ECS = "http://jpfhir.jp/fhir/eCS/StructureDefinition/"


def item(name: str, value: str, **known: object) -> Item:
    return Item(name, value, page=1, box=BOX, confidence=0.9, verified=True, **known)  # type: ignore[arg-type]


def of(
    kind: DocumentType, *items: Item, guide: Guide = Guide.JP_CORE_1_1_2, **envelope: object
) -> MappingInput:
    return replace(
        INPUT,
        guide=guide,
        envelope=replace(ENVELOPE, **envelope),
        extraction=replace(EXTRACTION, document_type=kind, items=items),
    )


def made(inp: MappingInput, kind: str = "Observation") -> list[Resource]:
    resources = results(inp).resources
    for resource in resources:
        assert validate(resource) == (), resource["resourceType"]
    return [r for r in resources if r["resourceType"] == kind]


def codes(concepts: list[Resource]) -> list[str]:
    return [coding["code"] for concept in concepts for coding in concept["coding"]]


@pytest.mark.parametrize("guide", list(Guide))
@pytest.mark.parametrize("kind", list(DocumentType))
def test_every_guide_and_document_is_valid_fhir(guide: Guide, kind: DocumentType) -> None:
    for resource in results(of(kind, *EXTRACTION.items, guide=guide)).resources:
        assert validate(resource) == (), resource["resourceType"]


def test_ids_are_the_same_for_every_guide() -> None:
    ids = [[(r["resourceType"], r["id"]) for r in results(replace(INPUT, guide=g)).resources] for g in Guide]
    assert all(one == ids[0] for one in ids)


def test_plain_r4_claims_no_profile_and_uses_hl7s_categories() -> None:
    for resource in results(replace(INPUT, guide=Guide.R4)).resources:
        assert "profile" not in resource.get("meta", {})
        assert "jpfhir.jp" not in str(resource.get("category"))
    first = made(replace(INPUT, guide=Guide.R4))[0]
    assert first["category"][0]["coding"][0]["system"].endswith("/observation-category")
    (report,) = made(replace(INPUT, guide=Guide.R4), "DiagnosticReport")
    assert codes(report["category"]) == ["LAB"]


def test_a_laboratory_result_takes_ranges_and_titres_in_plain_r4_only() -> None:
    rows = (item("尿沈渣赤血球", "1-4", unit="/HPF"), item("抗核抗体", "1:160"))
    narrow = made(of(DocumentType.LAB_REPORT, *rows))
    wide = made(of(DocumentType.LAB_REPORT, *rows, guide=Guide.R4))
    assert ["valueString" in o for o in narrow] == [True, True]
    assert ["valueRange" in wide[0], "valueRatio" in wide[1]] == [True, True]


def test_jp_clins_has_what_ecs_demands() -> None:
    inp = replace(INPUT, guide=Guide.JP_CLINS)
    wbc = made(inp)[0]
    assert wbc["meta"]["profile"] == [ECS + "JP_Observation_LabResult_eCS"]
    assert wbc["meta"]["lastUpdated"]
    assert wbc["identifier"][0]["system"].endswith("resourceInstance-identifier")
    assert all(c["display"] for c in wbc["code"]["coding"])
    unknown = next(o for o in made(inp) if o["code"]["text"] == "院内検査X")
    assert unknown["code"]["coding"][-1]["code"] == "99999999999999999"
    assert "tag" not in unknown["meta"], "eCS closes meta.tag"
    assert wbc["extension"][0]["valueIdentifier"]["value"] == SITE.institution_code
    assert "derivedFrom" not in wbc, "eCS takes results only"
    (patient,) = made(inp, "Patient")
    assert patient["meta"]["profile"] == [CORE + "JP_Patient"], "eCS demands a number of insurance"


def test_both_pressures_are_one_observation_with_components() -> None:
    rows = (
        item("体温", "36.8", unit="℃"),
        item("血圧", "128/76", unit="mmHg", ucum="mm[Hg]"),
        item("血圧 収縮期", "131", unit="mmHg"),
        item("血圧 拡張期", "80", unit="mmHg", flag=Flag.HIGH),
        item("尿量", "1,200", unit="mL"),
    )
    inp = of(DocumentType.VITALS, *rows)
    warm, split, pair, urine = made(inp)
    assert warm["meta"]["profile"] == [CORE + "JP_Observation_VitalSigns"]
    assert codes(warm["category"]) == ["vital-signs", "temperature"]
    for pressure, expected in ((split, ["128", "76"]), (pair, ["131", "80"])):
        assert codes(pressure["category"]) == ["vital-signs", "blood-pressure"]
        assert codes([pressure["code"]]) == ["85354-9"]
        assert codes([c["code"] for c in pressure["component"]]) == ["8480-6", "8462-4"]
        assert [str(c["valueQuantity"]["value"]) for c in pressure["component"]] == expected
        assert not any(k.startswith("value") for k in pressure)
        assert all(c["extension"][0]["url"].endswith("/evidence") for c in pressure["component"])
    assert pair["code"]["text"] == "血圧"
    assert (printed_value(split), printed_value(pair)) == (("128/76", "mmHg"), ("131/80", "mmHg"))
    assert codes(pair["component"][1]["interpretation"]) == ["H"]
    assert urine["meta"]["profile"] == [CORE + "JP_Observation_Common"]
    ids = results(inp).observation_ids
    assert ids[2] == ids[3] == pair["id"]
    assert len(set(ids)) == 4


@pytest.mark.parametrize("value", ["76/128", "120/-", "4/10"])
def test_what_is_no_pair_of_pressures_stays_as_printed(value: str) -> None:
    (one,) = made(of(DocumentType.VITALS, item("血圧", value)))
    assert one["valueString"] == value


def test_a_row_of_systolic_pressures_pairs_with_the_row_below() -> None:
    times = ("2026-11-20T06:00", "2026-11-20T10:00")
    upper = [
        item("血圧 収縮期", value, effective=at) for value, at in zip(("131", "128"), times, strict=True)
    ]
    lower = [item("血圧 拡張期", value, effective=at) for value, at in zip(("80", "76"), times, strict=True)]
    found = made(of(DocumentType.VITALS, *upper, *lower))
    assert [[str(c["valueQuantity"]["value"]) for c in o["component"]] for o in found] == [
        ["131", "80"],
        ["128", "76"],
    ]


def test_pressures_of_two_times_are_no_pair() -> None:
    rows = (
        item("血圧 収縮期", "131", effective="2026-11-20T06:00"),
        item("血圧 拡張期", "80", effective="2026-11-20T10:00"),
    )
    assert len(made(of(DocumentType.VITALS, *rows))) == 2


def test_weight_is_a_measure_of_the_body() -> None:
    (core,) = made(of(DocumentType.VITALS, item("体重", "60.5", unit="kg")))
    assert core["meta"]["profile"] == [CORE + "JP_Observation_BodyMeasurement"]
    assert codes(core["category"]) == ["body-measurement", "weight"]
    (plain,) = made(of(DocumentType.VITALS, item("体重", "60.5", unit="kg"), guide=Guide.R4))
    assert codes(plain["category"]) == ["vital-signs"]


CULTURE = (
    item("塗抹所見", "グラム陽性球菌"),
    item("Staphylococcus epidermidis", "10^4", unit="CFU/mL"),
    item("Staphylococcus epidermidis VCM", "≧8", flag=Flag.RESISTANT),
    item("Escherichia coli", "2+"),
    item("Escherichia coli TAZ/PIPC", "≦0.5", flag=Flag.SUSCEPTIBLE),
    item("Escherichia coli ST", "1", flag=Flag.SUSCEPTIBLE),
)


def test_susceptibilities_are_members_of_their_organism() -> None:
    found = {o["code"]["text"]: o for o in made(of(DocumentType.MICROBIOLOGY, *CULTURE))}
    assert {o["meta"]["profile"][0] for o in found.values()} == {CORE + "JP_Observation_Microbiology"}
    organism = found["Escherichia coli"]
    assert [m["reference"] for m in organism["hasMember"]] == [
        f"Observation/{found[name]['id']}" for name in ("Escherichia coli TAZ/PIPC", "Escherichia coli ST")
    ]
    assert codes(organism["category"]) == ["laboratory", "18725-2", "organism"]
    assert organism["valueString"] == "2+", "an amount is no positive result"
    assert len(found["Staphylococcus epidermidis"]["hasMember"]) == 1
    resistant = found["Staphylococcus epidermidis VCM"]
    assert codes(resistant["category"])[-1] == "susceptibility-measurements"
    assert (resistant["valueQuantity"]["comparator"], codes(resistant["interpretation"])) == (">=", ["R"])
    assert codes(found["塗抹所見"]["category"])[-1] == "gram-stain"
    assert organism["code"]["coding"] == [
        {"system": "urn:oid:1.2.392.100495.10.3.100.5.27.6.1", "code": "2001", "display": "Escherichia coli"}
    ]
    assert resistant["code"]["coding"][0]["system"] == "urn:oid:1.2.392.100495.10.3.100.5.11.5.2"


def test_an_organism_without_susceptibilities_is_known_by_its_name() -> None:
    rows = (item("Candida albicans", "少数"), item("グラム陽性球菌", "1+"), item("Geckler分類", "6"))
    candida, cocci, geckler = made(of(DocumentType.MICROBIOLOGY, *rows))
    assert codes(candida["category"])[-1] == "organism"
    assert codes(cocci["category"])[-1] == "gram-stain"
    assert codes(geckler["category"]) == ["laboratory", "18725-2"]


def test_a_drug_alone_belongs_to_the_only_organism_of_its_page() -> None:
    rows = (item("検出菌", "Staphylococcus epidermidis"), item("PCG", "R", flag=Flag.RESISTANT))
    penicillin, organism = made(of(DocumentType.MICROBIOLOGY, *rows))
    assert organism["hasMember"] == [{"reference": f"Observation/{penicillin['id']}"}]
    assert organism["valueCodeableConcept"]["text"] == "Staphylococcus epidermidis"
    assert codes([organism["valueCodeableConcept"]]) == ["1312"]
    two = (rows[0], item("検出菌", "Escherichia coli"), rows[1])
    assert not any("hasMember" in o for o in made(of(DocumentType.MICROBIOLOGY, *two)))


def test_a_culture_report_is_one_of_microbiology() -> None:
    (report,) = made(of(DocumentType.MICROBIOLOGY, *CULTURE), "DiagnosticReport")
    assert report["meta"]["profile"] == [CORE + "JP_DiagnosticReport_Microbiology"]
    assert (codes(report["category"]), codes([report["code"]])[0]) == (["LP7819-8"], "18725-2")
    assert len(report["result"]) == len(CULTURE)


@pytest.mark.parametrize("guide", [Guide.JP_CORE_1_1_2, Guide.JP_CORE_1_2_0])
def test_a_radiology_report_has_findings_and_impression(guide: Guide) -> None:
    rows = (item("所見", "右上葉に結節"), item("診断", "12"), item("結節径", "12", unit="mm"))
    inp = of(
        DocumentType.NARRATIVE,
        *rows,
        guide=guide,
        source=Source.DICOM,
        modality="CT",
        study_instance_uid="1.2.392.1",
        accession_number="A-77",
    )
    findings, impression, size = made(inp)
    new = guide is Guide.JP_CORE_1_2_0
    assert findings["meta"]["profile"][0].endswith("Radiology_Findings") is new
    assert impression["meta"]["profile"][0].endswith("Radiology_Impression") is new
    assert (codes([findings["code"]]), codes([impression["code"]])) == (["18782-3"], ["19005-8"])
    assert impression["valueString"] == "12", "an impression is text whatever it looks like"
    sources = [s["reference"].split("/")[0] for s in findings["derivedFrom"]]
    assert sources == (["ImagingStudy"] if new else ["DocumentReference", "ImagingStudy"])
    assert "valueQuantity" in size
    (study,) = made(inp, "ImagingStudy")
    assert study["identifier"][0] == {"system": "urn:dicom:uid", "value": "urn:oid:1.2.392.1"}
    (report,) = made(inp, "DiagnosticReport")
    assert report["meta"]["profile"] == [CORE + "JP_DiagnosticReport_Radiology"]
    assert codes(report["category"]) == ["LP29684-5", "CT"]
    assert report["imagingStudy"] == [{"reference": f"ImagingStudy/{study['id']}"}]


def test_the_diagnosis_of_a_summary_is_no_radiology_impression() -> None:
    (one,) = made(of(DocumentType.NARRATIVE, item("診断", "2型糖尿病")))
    assert one["meta"]["profile"] == [CORE + "JP_Observation_Common"]


def test_a_study_looks_the_same_from_each_of_its_objects() -> None:
    known = {"source": Source.DICOM, "study_instance_uid": "1.2.3"}
    first = of(DocumentType.ECG, series_instance_uid="1.2.3.1", modality="DOC", **known)
    second = of(DocumentType.ECG, series_instance_uid="1.2.3.2", modality="SC", **known)
    other = replace(second, document=replace(DOCUMENT, id="6f9619ff-8b86-5011-b42d-00c04fc964ff"))
    assert made(first, "ImagingStudy") == made(other, "ImagingStudy")
    assert made(of(DocumentType.ECG, study_instance_uid="1.2.3"), "ImagingStudy") == []


def test_order_and_visit_are_named_never_invented() -> None:
    inp = of(DocumentType.LAB_REPORT, *EXTRACTION.items, order_number="O-1", visit_number="V-9")
    for resource in (made(inp)[0], made(inp, "DiagnosticReport")[0]):
        (order,) = resource["basedOn"]
        assert (order["type"], order["identifier"]["value"]) == ("ServiceRequest", "O-1")
        assert resource["encounter"]["identifier"]["value"] == "V-9"
        assert "reference" not in order
    kinds = {r["resourceType"] for r in results(inp).resources}
    assert not {"ServiceRequest", "Encounter"} & kinds
    assert "basedOn" not in made(INPUT)[0]


@pytest.mark.parametrize("guide", list(Guide))
def test_results_can_be_rewritten_for_another_guide(guide: Guide) -> None:
    mapped = results(INPUT)
    withdrawn = {**mapped.resources[-3], "id": "earlier", "status": "entered-in-error"}
    corrected = replace(
        mapped,
        resources=(*mapped.resources, withdrawn),
        bundle=transaction((*mapped.resources, withdrawn), "http://x"),
    )
    rewritten = in_guide(INPUT, corrected, guide)
    assert rewritten.resources[:-1] == results(replace(INPUT, guide=guide)).resources
    last = rewritten.resources[-1]
    assert (last["id"], last["status"]) == ("earlier", "entered-in-error")
    assert ("profile" in last["meta"]) is (guide is INPUT.guide)
    assert [e["resource"] for e in rewritten.bundle["entry"]] == list(rewritten.resources)


@pytest.mark.parametrize("guide", list(Guide))
def test_codes_that_a_person_chose_are_marked_and_no_others(guide: Guide) -> None:
    known = next(one for one in EXTRACTION.items if one.name == "WBC")
    chosen = replace(known, name="白血球らしき数", chosen=Choice("wbc", ChosenFor.VALUE))
    plain, by_person = made(of(DocumentType.LAB_REPORT, known, chosen, guide=guide))
    marked = [c["code"] for c in by_person["code"]["coding"] if c.get("userSelected")]
    assert marked == [code for code in codes([by_person["code"]]) if code != "99999999999999999"]
    assert not any("userSelected" in coding for coding in plain["code"]["coding"])
    (provenance,) = made(of(DocumentType.LAB_REPORT, known, chosen, guide=guide), "Provenance")
    assert len(provenance["agent"]) == 2
    (without,) = made(of(DocumentType.LAB_REPORT, known, guide=guide), "Provenance")
    assert len(without["agent"]) == 1
