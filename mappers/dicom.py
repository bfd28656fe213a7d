"""A DICOM object to our words: its envelope and its documents. Pixels are not touched here.

    Part 10 bytes --header--> DicomHeader --envelope--> Envelope
    Part 10 bytes --contents--> Contents (documents, problems)

Text is decoded by `mappers.charset`, element by element, by SpecificCharacterSet and what the bytes show.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mappers import charset
from mappers.contents import Contents, Problem
from mappers.dicom_header import DEFLATED_LE, DicomError, first_within, walk
from mappers.model import (
    Document,
    Envelope,
    PatientIdentity,
    PatientNumber,
    PersonName,
    ReportStatus,
    Sex,
    Source,
)
from mappers.part10 import FileMeta, file_meta
from mappers.person_name import NameGroup, group_by_script

TAGS = {
    "SpecificCharacterSet": 0x00080005,
    "SOPClassUID": 0x00080016,
    "SOPInstanceUID": 0x00080018,
    "StudyDate": 0x00080020,
    "ContentDate": 0x00080023,
    "AcquisitionDateTime": 0x0008002A,
    "StudyTime": 0x00080030,
    "ContentTime": 0x00080033,
    "AccessionNumber": 0x00080050,
    "Modality": 0x00080060,
    "Manufacturer": 0x00080070,
    "InstitutionName": 0x00080080,
    "TimezoneOffsetFromUTC": 0x00080201,
    "StudyDescription": 0x00081030,
    "SeriesDescription": 0x0008103E,
    "ManufacturerModelName": 0x00081090,
    "PatientName": 0x00100010,
    "PatientID": 0x00100020,
    "IssuerOfPatientID": 0x00100021,
    "PatientBirthDate": 0x00100030,
    "PatientSex": 0x00100040,
    "StudyInstanceUID": 0x0020000D,
    "SeriesInstanceUID": 0x0020000E,
    "AdmissionID": 0x00380010,
    "PlacerOrderNumberImagingServiceRequest": 0x00402016,
    "PredecessorDocumentsSequence": 0x0040A360,
    "CompletionFlag": 0x0040A491,
    "VerificationFlag": 0x0040A493,
    "DocumentTitle": 0x00420010,
    "EncapsulatedDocument": 0x00420011,
    "MIMETypeOfEncapsulatedDocument": 0x00420012,
    "EncapsulatedDocumentLength": 0x00420015,
}
"""DICOM keyword to tag (PS3.6) of every element this mapper reads."""
_REFERENCED_SOP_INSTANCE_UID = 0x00081155
_WANTED = frozenset(TAGS.values())
_WANTED_HEADER = _WANTED - {TAGS["EncapsulatedDocument"]}

ENCAPSULATED_PDF = "1.2.840.10008.5.1.4.1.1.104.1"
ENCAPSULATED_CDA = "1.2.840.10008.5.1.4.1.1.104.2"
DICOM_MEDIA_TYPE = "application/dicom"

_STORAGE = "1.2.840.10008.5.1.4.1.1."
_PAGE_LIKE = tuple(
    _STORAGE + suffix
    for suffix in (
        "7",  # Secondary Capture, and 7.1 to 7.4 multi-frame
        "1",  # Computed Radiography
        "1.1",  # Digital X-Ray, mammography, intra-oral: 1.1 to 1.3
        "1.2",
        "1.3",
        "3.1",  # Ultrasound multi-frame
        "6.1",  # Ultrasound
        "77.1",  # Visible Light: endoscopic, microscopic, photographic, ophthalmic
    )
)
_STRUCTURED = (_STORAGE + "88", _STORAGE + "9")  # Structured Reports, waveforms
_DA = re.compile(r"^(\d{4})\.?(\d{2})\.?(\d{2})")
_TM = re.compile(r"^(\d{2}):?(\d{2})?:?(\d{2})?")
_DT = re.compile(r"^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:\.\d+)?([+-]\d{4})?")


@dataclass(frozen=True, slots=True)
class DicomHeader:
    """The elements of `TAGS` that an object has, as raw bytes, and its file meta information."""

    meta: FileMeta
    elements: dict[int, bytes]
    has_pixels: bool

    def uid(self, keyword: str) -> str:
        """A UID or other plain ASCII value, padding removed."""
        return self.elements.get(TAGS[keyword], b"").decode("ascii", errors="replace").strip("\x00 ")

    def text(self, keyword: str) -> str:
        """A text value in the object's character set, padding removed; U+FFFD where it does not decode."""
        return self.decoded(keyword).text.strip("\x00 ")

    def decoded(self, keyword: str) -> charset.Decoded:
        """A text value with what was wrong with its characters."""
        raw = self.elements.get(TAGS[keyword], b"")
        return charset.decode(raw, self.uid("SpecificCharacterSet"), charset.ISO_2022_JP)


def header(part10: bytes | memoryview) -> DicomHeader:
    """Everything an envelope needs, from a Part 10 file; raises DicomError where the bytes are no such file."""
    return _read(part10, _WANTED_HEADER)


def _read(part10: bytes | memoryview, wanted: frozenset[int]) -> DicomHeader:
    meta = file_meta(part10)
    found = walk(memoryview(part10)[meta.dataset_at :], meta.transfer_syntax, wanted)
    return DicomHeader(meta, found.values, found.has_pixels)


def envelope(ds: DicomHeader, calling_ae: str = "", called_ae: str = "", peer: str = "") -> Envelope:
    """What routing looks at and mapping refers to. Missing attributes stay empty (type 2, and real modalities)."""
    return Envelope(
        source=Source.DICOM,
        control_id=ds.uid("SOPInstanceUID") or ds.meta.sop_instance_uid,
        patient=patient(ds),
        calling_ae=calling_ae,
        called_ae=called_ae,
        peer=peer,
        sop_class_uid=ds.uid("SOPClassUID") or ds.meta.sop_class_uid,
        modality=ds.uid("Modality"),
        sending_application=" ".join(
            t for k in ("Manufacturer", "ManufacturerModelName") if (t := ds.text(k))
        ),
        sending_facility=ds.text("InstitutionName"),
        document_title=_title(ds),
        study_instance_uid=ds.uid("StudyInstanceUID"),
        series_instance_uid=ds.uid("SeriesInstanceUID"),
        accession_number=ds.text("AccessionNumber"),
        order_number=ds.text("PlacerOrderNumberImagingServiceRequest"),
        visit_number=ds.text("AdmissionID"),
        message_time=_time(ds, "StudyDate", "StudyTime"),
        document_time=_document_time(ds),
    )


def patient(ds: DicomHeader) -> PatientIdentity:
    """The Patient Module (PS3.3 C.7.1.1)."""
    match = _DA.match(ds.uid("PatientBirthDate"))
    number = PatientNumber(ds.text("PatientID"), ds.text("IssuerOfPatientID"))
    return PatientIdentity(
        id=number.id,
        assigning_authority=number.assigning_authority,
        numbers=(number,) if number.id else (),
        name=person_name(ds.text("PatientName")),
        birth_date="-".join(match.groups()) if match else None,
        sex={"M": Sex.MALE, "F": Sex.FEMALE}.get(ds.uid("PatientSex").upper(), Sex.UNKNOWN),
    )


def person_name(pn: str) -> PersonName:
    """A decoded PN: three groups `alphabetic=ideographic=phonetic`, each `family^given^middle^prefix^suffix`.

    Japanese modalities write kanji or kana into the first group: it is moved where its script belongs, if that
    group is empty.
    """
    groups = [_name_text(group) for group in pn.split("=")[:3]] + ["", "", ""]
    alphabetic, ideographic, phonetic = groups[:3]
    script = group_by_script(alphabetic)
    if script is NameGroup.IDEOGRAPHIC and not ideographic:
        alphabetic, ideographic = "", alphabetic
    elif script is NameGroup.PHONETIC and not phonetic:
        alphabetic, phonetic = "", alphabetic
    return PersonName(alphabetic, ideographic, phonetic)


def _name_text(group: str) -> str:
    return " ".join(part.strip() for part in group.split("^")[:3] if part.strip())


def text_problems(ds: DicomHeader) -> tuple[Problem, ...]:
    """Patient attributes whose characters were lost: a person must look before anything is filed under them."""
    return tuple(
        Problem("charset", keyword, problem.reason.replace("MSH-18", "SpecificCharacterSet"))
        for keyword in ("PatientName", "PatientID")
        for problem in ds.decoded(keyword).problems
        if problem.lossy
    )


def documents(part10: bytes) -> tuple[Document, ...]:
    """The documents alone; see `contents` for what could not become one."""
    return contents(part10).documents


def contents(part10: bytes) -> Contents:
    """An encapsulated PDF or CDA as its bytes; an image that may show values as the whole object; or a problem.

    Raises DicomError where the bytes are no DICOM file.
    """
    ds = _read(part10, _WANTED)
    problems = text_problems(ds)
    sop_class = ds.uid("SOPClassUID") or ds.meta.sop_class_uid
    encapsulated = ds.elements.get(TAGS["EncapsulatedDocument"])
    if encapsulated is not None:
        declared = ds.uid("MIMETypeOfEncapsulatedDocument").lower()
        default = {ENCAPSULATED_PDF: "application/pdf", ENCAPSULATED_CDA: "text/xml"}.get(sop_class, "")
        return _one(
            ds, _unpadded(ds, encapsulated), declared or default or "application/octet-stream", problems
        )
    if sop_class in (ENCAPSULATED_PDF, ENCAPSULATED_CDA):
        return _none(
            problems,
            "no-data",
            "EncapsulatedDocument",
            "the object has no EncapsulatedDocument; send it again",
        )
    if any(sop_class == uid or sop_class.startswith(uid + ".") for uid in _STRUCTURED):
        reason = "structured content (SR, waveform): kept, not read by this version"
        return _none(problems, "structured-content", "SOPClassUID", reason)
    if not ds.has_pixels and ds.meta.transfer_syntax != DEFLATED_LE:
        return _none(problems, "no-data", "PixelData", "the object holds neither a document nor pixels")
    if any(sop_class == uid or sop_class.startswith(uid + ".") for uid in _PAGE_LIKE):
        return _one(ds, part10, DICOM_MEDIA_TYPE, problems)
    reason = "images of this SOP class show anatomy, not documents; let a route ignore or accept them"
    return _none(problems, "not-a-page", "SOPClassUID", reason)


def _one(ds: DicomHeader, data: bytes, media_type: str, problems: tuple[Problem, ...]) -> Contents:
    document = Document(
        ordinal=1,
        data=data,
        declared_media_type=media_type,
        title=_title(ds),
        status=_status(ds),
        document_id=ds.uid("SOPInstanceUID") or ds.meta.sop_instance_uid,
        document_time=_document_time(ds),
        replaces=_predecessor(ds),
    )
    return Contents((document,), problems)


def _predecessor(ds: DicomHeader) -> str:
    """SOPInstanceUID of the document that this one takes the place of (PS3.3 C.17.2); empty where it names none."""
    sequence = ds.elements.get(TAGS["PredecessorDocumentsSequence"], b"")
    found = first_within(sequence, ds.meta.transfer_syntax, _REFERENCED_SOP_INSTANCE_UID)
    return found.decode("ascii", "replace").strip("\x00 ")


def _none(problems: tuple[Problem, ...], code: str, where: str, reason: str) -> Contents:
    return Contents((), (*problems, Problem(code, where, reason)))


def _unpadded(ds: DicomHeader, data: bytes) -> bytes:
    """Without the byte that makes the length even: by (0042,0015) where it is there, else one trailing NUL."""
    raw = ds.elements.get(TAGS["EncapsulatedDocumentLength"], b"")
    length = int.from_bytes(raw, "big" if ds.meta.transfer_syntax == "1.2.840.10008.1.2.2" else "little")
    if length and len(data) - 1 <= length <= len(data):
        return data[:length]
    return data.removesuffix(b"\x00")


def _title(ds: DicomHeader) -> str:
    return ds.text("DocumentTitle") or ds.text("SeriesDescription") or ds.text("StudyDescription")


def _status(ds: DicomHeader) -> ReportStatus:
    """VerificationFlag and CompletionFlag (PS3.3 C.24.2, C.17.2): final only where someone vouches for it."""
    if ds.uid("VerificationFlag") == "VERIFIED":
        return ReportStatus.FINAL
    return ReportStatus.PRELIMINARY if ds.uid("CompletionFlag") == "PARTIAL" else ReportStatus.UNKNOWN


def _document_time(ds: DicomHeader) -> str | None:
    match = _DT.match(ds.uid("AcquisitionDateTime"))
    if match:
        year, month, day, hour, minute, second, zone = match.groups()
        own = f"{zone[:3]}:{zone[3:]}" if zone else _zone(ds)
        return f"{year}-{month}-{day}T{hour}:{minute}" + (f":{second}" if second else "") + own
    return _time(ds, "ContentDate", "ContentTime") or _time(ds, "StudyDate", "StudyTime")


def _time(ds: DicomHeader, date_keyword: str, time_keyword: str) -> str | None:
    """DA and TM as ISO 8601, no more precise than they are; the zone of (0008,0201) where it is there."""
    day = _DA.match(ds.uid(date_keyword))
    if not day:
        return None
    text = "-".join(day.groups())
    time = _TM.match(ds.uid(time_keyword))
    if not time:
        return text
    hour, minute, second = time.groups()
    return f"{text}T{hour}:{minute or '00'}" + (f":{second}" if second else "") + _zone(ds)


def _zone(ds: DicomHeader) -> str:
    zone = ds.uid("TimezoneOffsetFromUTC")
    return f"{zone[:3]}:{zone[3:]}" if re.fullmatch(r"[+-]\d{4}", zone) else ""


def check_received(
    dataset_start: bytes | memoryview, transfer_syntax: str, *, complete: bool
) -> tuple[str, str]:
    """SOPClassUID and SOPInstanceUID of a data set just received, walked up to the Patient Module and no further.

    `complete` False: only the beginning is given. Raises DicomError where the bytes are no data set or lack them.
    """
    wanted = (TAGS["SOPClassUID"], TAGS["SOPInstanceUID"], TAGS["PatientSex"])
    found = walk(dataset_start, transfer_syntax, wanted, complete=complete).values
    texts = [found.get(tag, b"").decode("ascii", errors="replace").strip("\x00 ") for tag in wanted[:2]]
    if not all(texts):
        raise DicomError("the data set has no SOPClassUID or no SOPInstanceUID")
    return texts[0], texts[1]
