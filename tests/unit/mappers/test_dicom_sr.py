"""Results as DICOM structured reports: read back by pydicom and highdicom, checked by DCMTK's dsrdump."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from highdicom.sr import ComprehensiveSR
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom import Dataset, dcmread

from mappers import dicom_sr
from mappers.dicom_sr import CharacterSet, StructuredReport
from mappers.dicom_sr.codes import OWN_SCHEME, own
from mappers.dicom_sr.instance import COMPREHENSIVE_SR, person_name
from mappers.fhir import MappingInput, results
from mappers.model import Box, Flag, Item, Overlooked, PersonName, Source, UnreadPage
from tests.unit.mappers.fhir.example import BOX, INPUT

ENCAPSULATED_PDF = "1.2.840.10008.5.1.4.1.1.104.1"
FROM_DICOM = replace(
    INPUT,
    envelope=replace(
        INPUT.envelope,
        source=Source.DICOM,
        control_id="1.2.392.200036.1",
        sop_class_uid=ENCAPSULATED_PDF,
        study_instance_uid="1.2.392.200036.2",
        series_instance_uid="1.2.392.200036.3",
        accession_number="ACC1",
        message_time="2026-11-20T08:30:00",
    ),
)


def structured_report(inp: MappingInput, character_set: CharacterSet) -> StructuredReport:
    return dicom_sr.structured_report(inp, results(inp), character_set)


def read(inp: MappingInput, character_set: CharacterSet = CharacterSet.UTF_8) -> Dataset:
    return dcmread(BytesIO(structured_report(inp, character_set).part10))


def of(*items: Item, base: MappingInput = FROM_DICOM) -> MappingInput:
    return replace(base, extraction=replace(base.extraction, items=items))


def item(value: str, **more: Any) -> Item:
    return Item("項目", value, 1, BOX, 0.9, True, **more)


def meaning(content_item: Dataset) -> str:
    return str(content_item.ConceptNameCodeSequence[0].CodeMeaning)


def values(ds: Dataset) -> list[tuple[str, str, str]]:
    """Value type, name and value of every NUM and TEXT in the measurement groups."""
    found = []
    (measurements,) = [
        c for c in ds.ContentSequence if c.ConceptNameCodeSequence[0].CodeMeaning == "Imaging Measurements"
    ]
    for group in measurements.ContentSequence:
        for one in group.ContentSequence:
            name = meaning(one)
            if one.ValueType == "NUM":
                held = one.MeasuredValueSequence[0]
                unit = held.MeasurementUnitsCodeSequence[0].CodeValue
                found.append(("NUM", name, f"{held.NumericValue.original_string} {unit}"))
            elif one.ValueType == "TEXT" and one.RelationshipType == "CONTAINS":
                found.append(("TEXT", name, one.TextValue))
    return found


@pytest.mark.parametrize("character_set", list(CharacterSet))
def test_every_value_is_there_with_its_digits(character_set: CharacterSet) -> None:
    found = values(read(FROM_DICOM, character_set))
    assert ("NUM", "WBC", "8.50 10*3/uL") in found
    assert ("TEXT", "CRP", "<0.10 mg/dL") in found
    assert ("TEXT", "尿蛋白", "(+)") in found
    assert ("NUM", "フェリチン", "12300 ng/mL") in found
    with_values = [i for i in FROM_DICOM.extraction.items if i.value]
    assert len(found) == len(with_values)


def test_patient_and_study_are_the_sources(tmp_path: Path) -> None:
    ds = read(FROM_DICOM)
    assert ds.SOPClassUID == COMPREHENSIVE_SR
    assert str(ds.PatientName) == "YAMADA^TARO=山田^太郎=ヤマダ^タロウ"
    assert (ds.PatientID, ds.PatientBirthDate, ds.PatientSex) == ("00012345", "19700101", "M")
    assert (ds.StudyInstanceUID, ds.AccessionNumber) == ("1.2.392.200036.2", "ACC1")
    assert (ds.StudyDate, ds.StudyTime) == ("20261120", "083000")
    referenced = ds.CurrentRequestedProcedureEvidenceSequence[0].ReferencedSeriesSequence[0]
    assert referenced.SeriesInstanceUID == "1.2.392.200036.3"
    assert referenced.ReferencedSOPSequence[0].ReferencedSOPInstanceUID == "1.2.392.200036.1"
    assert referenced.ReferencedSOPSequence[0].ReferencedSOPClassUID == ENCAPSULATED_PDF
    assert (ds.CompletionFlag, ds.PreliminaryFlag, ds.VerificationFlag) == (
        "COMPLETE",
        "PRELIMINARY",
        "UNVERIFIED",
    )
    assert ds.ContentTemplateSequence[0].TemplateIdentifier == "1500"


def test_a_document_from_hl7_gets_a_study_of_its_own_always_the_same() -> None:
    ds = read(INPUT)
    assert "CurrentRequestedProcedureEvidenceSequence" not in ds
    assert ds.StudyInstanceUID.startswith("2.25.")
    other_order = replace(INPUT, envelope=replace(INPUT.envelope, accession_number="A9"))
    assert read(INPUT).StudyInstanceUID == ds.StudyInstanceUID
    assert read(other_order).StudyInstanceUID != ds.StudyInstanceUID
    same_order = replace(other_order, document=replace(INPUT.document, id="another"))
    assert read(same_order).StudyInstanceUID == read(other_order).StudyInstanceUID


@pytest.mark.parametrize("character_set", list(CharacterSet))
@pytest.mark.parametrize("inp", [INPUT, FROM_DICOM])
def test_the_same_reading_is_the_same_instance(inp: MappingInput, character_set: CharacterSet) -> None:
    once, again = structured_report(inp, character_set), structured_report(inp, character_set)
    assert once == again
    other = structured_report(of(*inp.extraction.items[1:], base=inp), character_set)
    assert other.sop_instance_uid != once.sop_instance_uid
    assert len(once.sop_instance_uid) <= 64


def test_what_is_no_plain_number_in_ucum_is_text() -> None:
    found = values(
        read(
            of(
                item("7.20", unit="g/dL", ucum="g/dL"),
                item("7.2", unit="単位"),
                item("1:40"),
                item("5"),
                item("1234567890.1234567", unit="g/dL", ucum="g/dL"),
            )
        )
    )
    assert found == [
        ("NUM", "項目", "7.20 g/dL"),
        ("NUM", "項目", "5 1"),
        ("TEXT", "項目", "7.2 単位"),
        ("TEXT", "項目", "1:40"),
        ("TEXT", "項目", "1234567890.1234567 g/dL"),
    ]


def test_own_codes_are_declared() -> None:
    ds = read(of(item("5")))
    assert [s.CodingSchemeDesignator for s in ds.CodingSchemeIdentificationSequence] == [OWN_SCHEME]
    assert own("項目") == own("項目") != own("項目 ")
    assert len(own("項目")) <= 16


def test_marks_pages_and_places_are_told() -> None:
    marked = of(item("9", flag=Flag.HIGH, reference_range="3.3-8.6", method="比色法", comment="再検済"))
    text = structured_report(marked, CharacterSet.UTF_8).part10.decode("utf-8", "replace")
    assert "page=1; box=0.1200,0.2000,0.3100,0.2250; confidence=0.90; verified=Y; observation=" in text
    assert "reference_range=3.3-8.6; flag=H; method=比色法; comment=再検済" in text
    assert "371879000" in text  # Abnormally High, CID 222


def test_a_partial_reading_says_so() -> None:
    unread = replace(FROM_DICOM.extraction, unread=(UnreadPage(2, "damaged"),))
    overlooked = replace(FROM_DICOM.extraction, overlooked=(Overlooked(1, Box(0.1, 0.2, 0.3, 0.25)),))
    for extraction, flag in (
        (FROM_DICOM.extraction, "COMPLETE"),
        (unread, "PARTIAL"),
        (overlooked, "PARTIAL"),
    ):
        assert read(replace(FROM_DICOM, extraction=extraction)).CompletionFlag == flag


def test_without_any_result() -> None:
    assert values(read(of())) == []


@pytest.mark.parametrize(
    "name", [PersonName("BONO"), PersonName(ideographic="山田"), PersonName("A" * 70), PersonName()]
)
@pytest.mark.parametrize("patient_id", ["1", "P" * 70, "a\\b", "患者1"])
def test_no_name_or_id_gets_into_a_warning(
    name: PersonName, patient_id: str, caplog: pytest.LogCaptureFixture, recwarn: pytest.WarningsRecorder
) -> None:
    person = replace(INPUT.envelope.patient, name=name, id=patient_id)
    ds = read(replace(FROM_DICOM, envelope=replace(FROM_DICOM.envelope, patient=person)))
    assert str(ds.PatientName) == person_name(name)
    said = caplog.text + "".join(str(w.message) for w in recwarn)
    for private in (patient_id, *name.variants()):
        assert len(private) < 2 or private not in said


def test_a_number_that_does_not_fit_is_left_out_not_cut() -> None:
    long = replace(FROM_DICOM, envelope=replace(FROM_DICOM.envelope, accession_number="A" * 17))
    assert read(long).AccessionNumber == ""


def test_person_names() -> None:
    assert person_name(PersonName(ideographic="山田 太郎")) == "=山田^太郎"
    assert person_name(PersonName("YAMADA TARO JIRO")) == "YAMADA^TARO JIRO"
    assert person_name(PersonName()) == ""


_TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=80)


@settings(deadline=None, max_examples=40)
@given(
    value=_TEXTS, name=_TEXTS, unit=_TEXTS, comment=_TEXTS, character_set=st.sampled_from(list(CharacterSet))
)
def test_any_text_makes_a_report_that_can_be_read(
    value: str, name: str, unit: str, comment: str, character_set: CharacterSet
) -> None:
    """Warnings are errors here: pydicom warns of what the character set cannot hold."""
    one = Item(name, value, 1, None, 0.9, True, unit=unit or None, comment=comment or None)
    ds = read(of(one), character_set)
    ComprehensiveSR.from_dataset(ds)
    found = values(ds)
    assert len(found) == bool(value.strip())
    if character_set is CharacterSet.UTF_8 and found and found[0][0] == "TEXT" and value.isprintable():
        assert found[0][2].startswith(value.strip())


@pytest.mark.parametrize("inp", [INPUT, FROM_DICOM, of(), of(item("a\\b", unit="c\\d"))])
def test_dcmtk_finds_nothing_wrong(tmp_path: Path, inp: MappingInput) -> None:
    if shutil.which("dsrdump") is None:
        pytest.skip("DCMTK's dsrdump is not installed (Debian: apt install dcmtk)")
    for character_set in CharacterSet:
        file = tmp_path / f"{character_set}.dcm"
        file.write_bytes(structured_report(inp, character_set).part10)
        command = ["dsrdump", "-v", str(file)]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        said = done.stderr + done.stdout
        assert done.returncode == 0, said
        problems = [line for line in done.stderr.splitlines() if line[:2] in ("W:", "E:", "F:")]
        if character_set is CharacterSet.UTF_8:  # of JIS X 0208 it takes half a 目 for a backslash
            assert [p for p in problems if "VR checker does not support" not in p] == []
        assert "Measurement Report" in said
