"""The instance around the content: patient, study, series, evidence, character set (PS3.3 A.35.3 Comprehensive SR).

highdicom makes it. Two things are put right afterwards: it takes times from the clock, and it demands evidence, which a
document that came by HL7 does not have.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from io import BytesIO
from typing import TYPE_CHECKING

from mappers.dicom_sr import codes, uids
from mappers.encodable import Encoding, fit
from mappers.fhir.inputs import FhirResults, MappingInput
from mappers.model import PersonName, Sex

if TYPE_CHECKING:
    from pydicom import Dataset

COMPREHENSIVE_SR = "1.2.840.10008.5.1.4.1.1.88.33"
MAX_SH_CHARS = 16
_PLACEHOLDER = "2.25.0"
_SERIES_NUMBER = 9001
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
Fit = Callable[[str], str]
_SEX = {Sex.MALE: "M", Sex.FEMALE: "F", Sex.UNKNOWN: ""}


class CharacterSet(StrEnum):
    """SpecificCharacterSet of a report."""

    UTF_8 = "ISO_IR 192"
    ISO_2022_JP = "ISO 2022 IR 87"


@dataclass(frozen=True, slots=True)
class StructuredReport:
    """A report as a Part 10 file in Implicit VR Little Endian, which every receiver must take (PS3.5 §10.1)."""

    sop_instance_uid: str
    part10: bytes


def structured_report(
    inp: MappingInput, mapped: FhirResults, character_set: CharacterSet
) -> StructuredReport:
    """The report. The same input gives the same bytes, its SOP Instance UID included."""
    from pydicom.uid import UID

    sr = _instance(inp, mapped, character_set)
    written = _write(sr)
    made = uids.instance(inp, written)
    sr.SOPInstanceUID = UID(made)
    sr.file_meta.MediaStorageSOPInstanceUID = UID(made)
    return StructuredReport(made, _write(sr))


def _fitting(character_set: CharacterSet) -> Fit:
    encoding = Encoding.UTF_8 if character_set is CharacterSet.UTF_8 else Encoding.ISO_2022_JP

    def fitted(text: str) -> str:
        # JIS X 0208 as it stands: PS3.3 C.12.1.1.2 knows no vendor's rows.
        return _CONTROL.sub("", fit(text, encoding, vendor_rows=False).text)

    return fitted


def _lo(text: str) -> str | None:
    """A text as LO: one value (a backslash would part two), 64 characters; None for an empty one."""
    return text.replace("\\", "/")[:64].strip() or None


def _instance(inp: MappingInput, mapped: FhirResults, character_set: CharacterSet) -> Dataset:
    from highdicom.sr import ComprehensiveSR
    from pydicom.uid import ImplicitVRLittleEndian

    from mappers.dicom_sr.content import content

    fitted = _fitting(character_set)
    local = inp.recorded.astimezone(inp.site.time_zone)
    engine = inp.extraction.engine
    source = _source(inp, fitted)
    sr: Dataset = ComprehensiveSR(
        evidence=[source],
        content=content(inp, mapped, fitted)[0],
        series_instance_uid=uids.series(inp),
        series_number=_SERIES_NUMBER,
        sop_instance_uid=_PLACEHOLDER,
        instance_number=1,
        manufacturer="Kartebridge",
        manufacturer_model_name=_lo(fitted(engine.model or engine.name or "unknown")),
        software_versions=_lo(fitted(engine.version or "unknown")),
        institution_name=_lo(fitted(inp.site.name)),
        is_complete=not inp.extraction.partial,
        series_description="AI-read results of a document",
        transfer_syntax_uid=ImplicitVRLittleEndian,
        specific_character_set=None,
        content_date=local.date(),
        content_time=local.time().replace(microsecond=0),
        coding_schemes=[codes.scheme()],
    )
    if not inp.envelope.sop_class_uid:
        sr.pop("CurrentRequestedProcedureEvidenceSequence", None)
    sr.PatientName = fitted(person_name(inp.envelope.patient.name))
    sr.SpecificCharacterSet = _character_set(character_set)
    sr.InstanceCreationDate = local.strftime("%Y%m%d")
    sr.InstanceCreationTime = local.strftime("%H%M%S")
    for equipment in sr.get("ContributingEquipmentSequence", []):  # highdicom names itself, and the clock
        equipment.ContributionDateTime = local.strftime("%Y%m%d%H%M%S%z")
    sr.TimezoneOffsetFromUTC = local.strftime("%z")
    return sr


def _character_set(character_set: CharacterSet) -> str | list[str]:
    # The default repertoire first, empty: ASCII until an escape sequence says otherwise (PS3.3 C.12.1.1.2).
    return "ISO_IR 192" if character_set is CharacterSet.UTF_8 else ["", "ISO 2022 IR 87"]


def _source(inp: MappingInput, fitted: Fit) -> Dataset:
    """What highdicom takes patient and study from, and refers to: the received instance, or one that stands for it."""
    from pydicom import Dataset

    about, person = inp.envelope, inp.envelope.patient
    when = _moment(about.message_time) if about.sop_class_uid else inp.recorded.astimezone(inp.site.time_zone)
    source = Dataset()
    source.SOPClassUID = about.sop_class_uid or COMPREHENSIVE_SR
    source.SOPInstanceUID = about.control_id if about.sop_class_uid else _PLACEHOLDER
    source.StudyInstanceUID = uids.study(inp)
    source.SeriesInstanceUID = about.series_instance_uid or uids.uid("series", inp.document.id)
    source.PatientID = fitted(person.id)
    if person.assigning_authority:
        source.IssuerOfPatientID = fitted(person.assigning_authority)
    source.PatientName = ""  # highdicom writes a name that it doubts into a warning: set afterwards
    source.PatientBirthDate = (person.birth_date or "").replace("-", "")
    source.PatientSex = _SEX[person.sex]
    accession = fitted(about.accession_number)
    source.AccessionNumber = (
        accession if len(accession) <= MAX_SH_CHARS else ""
    )  # half a number is another one
    source.StudyID = ""
    source.StudyDate = when.strftime("%Y%m%d") if when else ""
    source.StudyTime = when.strftime("%H%M%S") if when else ""
    source.ReferringPhysicianName = ""
    return source


def person_name(name: PersonName) -> str:
    """PN: alphabetic=ideographic=phonetic, family and given parted by `^` (PS3.5 §6.2.1)."""
    groups = (name.alphabetic, name.ideographic, name.phonetic)
    return "=".join("^".join(g.replace("\u3000", " ").split(" ", 1)) for g in groups).rstrip("=")


def _moment(iso: str | None) -> datetime | None:
    """A time of an Envelope: DICOM's are whole dates, with or without a time."""
    try:
        return datetime.fromisoformat(iso) if iso else None
    except ValueError:
        return None


def _write(ds: Dataset) -> bytes:
    from pydicom import dcmwrite

    buffer = BytesIO()
    dcmwrite(buffer, ds, enforce_file_format=True)
    return buffer.getvalue()
