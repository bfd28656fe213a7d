"""The words every part of Kartebridge shares: who a document is about, what it holds, what was read from it.

Values only: frozen, without files, sockets or clocks. `Extraction.to_json` is the interchange shape that the
command line, the evaluation and the tests exchange (docs/architecture.md, "The interchange shape").
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from mappers.item_codes import Choice, ChosenFor, Coding, Proposal


class DocumentType(StrEnum):
    """What a document is; recognised from the page, not told."""

    LAB_REPORT = "lab-report"
    MICROBIOLOGY = "microbiology"
    URINALYSIS = "urinalysis"
    VITALS = "vitals"
    DEVICE_REPORT = "device-report"
    ECG = "ecg"
    ECHOCARDIOGRAPHY = "echocardiography"
    SPIROMETRY = "spirometry"
    BLOOD_GAS = "blood-gas"
    NARRATIVE = "narrative"
    RADIOGRAPH = "radiograph"
    OTHER = "other"


class Flag(StrEnum):
    """A mark printed beside a value. `*` and other unspecific marks are ABNORMAL; no mark, no flag."""

    HIGH = "H"
    LOW = "L"
    ABNORMAL = "A"
    NORMAL = "N"
    SUSCEPTIBLE = "S"
    INTERMEDIATE = "I"
    RESISTANT = "R"


class Certainty(StrEnum):
    """How a narrative holds a diagnosis or finding."""

    AFFIRMED = "affirmed"
    NEGATED = "negated"
    SUSPECTED = "suspected"


class Sex(StrEnum):
    """Administrative sex, in FHIR's words."""

    MALE = "male"
    FEMALE = "female"
    UNKNOWN = "unknown"


class Source(StrEnum):
    """How a message reached the gateway."""

    DICOM = "dicom"
    MLLP = "mllp"


class ReportStatus(StrEnum):
    """What the sender says of a document (OBX-11, TXA-17), in FHIR's words (HL7 v2 table 0085)."""

    PRELIMINARY = "preliminary"
    FINAL = "final"
    AMENDED = "amended"
    CORRECTED = "corrected"
    CANCELLED = "cancelled"
    ENTERED_IN_ERROR = "entered-in-error"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, as fractions of its width and height; origin top left, x to the right."""

    x0: float
    y0: float
    x1: float
    y1: float

    def union(self, other: Box) -> Box:
        """The smallest box around both."""
        return Box(
            min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1)
        )


@dataclass(frozen=True, slots=True)
class PersonName:
    """A Japanese name in the three groups of DICOM PS3.5 §6.2.1 and HL7 XPN; each `family given` or empty."""

    alphabetic: str = ""
    ideographic: str = ""
    phonetic: str = ""

    def variants(self) -> tuple[str, ...]:
        """The groups that are there, most specific first: ideographic, phonetic, alphabetic."""
        return tuple(n for n in (self.ideographic, self.phonetic, self.alphabetic) if n)


@dataclass(frozen=True, slots=True)
class PatientNumber:
    """One of a person's numbers, and who gave it."""

    id: str
    assigning_authority: str = ""  # CX-4 as universal id, else its namespace; IssuerOfPatientID
    type: str = ""  # CX-5, HL7 table 0203; empty in DICOM


@dataclass(frozen=True, slots=True)
class PatientIdentity:
    """The person a message's header says it is about (DICOM Patient Module, PID).

    `id` is the number that the sender puts first for a hospital's patient; `numbers` are all, in the sender's order.
    """

    id: str = ""
    assigning_authority: str = ""
    name: PersonName = field(default_factory=PersonName)
    birth_date: str | None = None  # YYYY-MM-DD
    sex: Sex = Sex.UNKNOWN
    numbers: tuple[PatientNumber, ...] = ()


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a message says of itself outside its documents; what routing looks at and mapping refers to."""

    source: Source
    control_id: str  # SOPInstanceUID or MSH-10
    patient: PatientIdentity
    calling_ae: str = ""
    called_ae: str = ""
    peer: str = ""  # IP address of the sender
    sop_class_uid: str = ""
    modality: str = ""
    message_type: str = ""  # "ORU^R01"
    sending_application: str = ""
    sending_facility: str = ""
    document_title: str = ""
    study_instance_uid: str = ""
    series_instance_uid: str = ""
    accession_number: str = ""  # DICOM AccessionNumber or OBR-18 / ORC-3
    order_number: str = ""  # placer order number, OBR-2
    specimen: str = ""  # SPM-4 / OBR-15 text
    message_time: str | None = None  # ISO 8601, zone where the sender gave one
    document_time: str | None = None  # ContentDate/Time, OBR-7 or TXA-4: collection or creation
    visit_number: str = ""  # PV1-19 or DICOM AdmissionID


@dataclass(frozen=True, slots=True)
class Document:
    """One document inside a message: its bytes and what the message says of them."""

    ordinal: int  # 1-based, in the order of the message
    data: bytes
    declared_media_type: str  # as the sender said; the content is sniffed when pages are opened
    title: str = ""
    status: ReportStatus = ReportStatus.UNKNOWN
    document_id: str = ""  # TXA-12, OBX-3/4 or SOPInstanceUID: what a correction refers to
    replaces: str = ""  # TXA-13 parent document
    numbered: bool = (
        True  # document_id is this document's own number; else it is an order's, with OBX-3 and OBX-4
    )
    document_time: str | None = None  # ISO 8601


@dataclass(frozen=True, slots=True)
class PrintedPatient:
    """The person as the page prints them; None where the page does not."""

    id: str | None = None
    name: str | None = None
    birth_date: str | None = None  # YYYY-MM-DD, Japanese eras converted
    sex: Sex | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One value with its evidence. Strings are as printed (digits ASCII-normalised)."""

    name: str
    value: str
    page: int  # 1-based
    box: Box | None  # around the value's words; None only where nothing on the page supports the value
    confidence: float  # 0..1
    verified: bool  # the page's own words carry this value
    unit: str | None = None
    reference_range: str | None = None
    flag: Flag | None = None
    effective: str | None = None  # YYYY-MM-DD[THH:MM], local time of the site
    loinc: str | None = None
    jlac10: str | None = None
    ucum: str | None = None
    standard_name: str | None = None  # the item's name in mappers/terminology, where certain
    specimen: str | None = None
    method: str | None = None  # as printed in the item's row
    comment: str | None = None  # as printed in the item's row
    certainty: Certainty | None = None  # of statements of narratives only
    warnings: tuple[str, ...] = ()
    agrees: bool | None = (
        None  # a second engine read the same value here; None: nobody else, or nothing there
    )
    codings: tuple[Coding, ...] = ()  # certain codes of other systems: MDC, MEDIS, the hospital's own
    proposals: tuple[Proposal, ...] = ()  # of an item without any code, best first
    chosen: Choice | None = None  # what a person said that the name means


@dataclass(frozen=True, slots=True)
class UnreadPage:
    """A page that could not be read, and why, in words for hospital IT."""

    page: int
    reason: str


@dataclass(frozen=True, slots=True)
class Overlooked:
    """A place that looks like a printed result and belongs to no item; never content."""

    page: int  # 1-based
    box: Box


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """Which engine answered: goes to FHIR Device and Provenance."""

    name: str
    version: str
    model: str = ""
    weights_digest: str = ""  # "sha256:<hex>" over the weight files, in name order
    prompt_digest: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """What an engine read from one document. Partial when pages are `unread` or places `overlooked`: never quietly
    whole."""

    document_type: DocumentType
    language: str  # "ja" or "en"
    patient: PrintedPatient
    items: tuple[Item, ...]
    page_count: int
    engine: EngineInfo
    patient_mismatch: bool | None = None  # None: nobody said whose document this should be
    mismatch_reasons: tuple[str, ...] = ()  # which of id, name, birth_date differ: never the values
    effective: str | None = None  # collection time, else report time, as YYYY-MM-DD[THH:MM]
    unread: tuple[UnreadPage, ...] = ()
    warnings: tuple[str, ...] = ()
    overlooked: tuple[Overlooked, ...] = ()

    @property
    def partial(self) -> bool:
        """Whether some page could not be read, or some place looks like a result that was not."""
        return bool(self.unread or self.overlooked)

    @property
    def overlooked_by_page(self) -> dict[int, int]:
        """How many places each page has that look like results and were not read; only pages that have any."""
        return dict(sorted(Counter(place.page for place in self.overlooked).items()))

    def to_json(self) -> dict[str, Any]:
        """The interchange shape."""
        return {
            "document_type": self.document_type.value,
            "language": self.language,
            "patient": {
                "id": self.patient.id,
                "name": self.patient.name,
                "birth_date": self.patient.birth_date,
                "sex": self.patient.sex.value if self.patient.sex else None,
            },
            "patient_mismatch": self.patient_mismatch,
            "mismatch_reasons": list(self.mismatch_reasons),
            "effective": self.effective,
            "page_count": self.page_count,
            "unread": [{"page": u.page, "reason": u.reason} for u in self.unread],
            "warnings": list(self.warnings),
            "engine": {
                "name": self.engine.name,
                "version": self.engine.version,
                "model": self.engine.model,
                "weights_digest": self.engine.weights_digest,
                "prompt_digest": self.engine.prompt_digest,
            },
            "items": [item_to_json(i) for i in self.items],
        } | (
            {"overlooked": [{"page": o.page, "box": _corners(o.box)} for o in self.overlooked]}
            if self.overlooked
            else {}
        )

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Extraction:
        """The reverse of `to_json`; a truth file may leave out everything but type, patient and items."""
        printed = data.get("patient") or {}
        sex = printed.get("sex")
        return cls(
            document_type=DocumentType(data["document_type"]),
            language=data.get("language", "ja"),
            patient=PrintedPatient(
                printed.get("id"), printed.get("name"), printed.get("birth_date"), Sex(sex) if sex else None
            ),
            items=tuple(item_from_json(i) for i in data.get("items", [])),
            page_count=data.get("page_count", 1),
            engine=EngineInfo(**data["engine"]) if data.get("engine") else EngineInfo("", ""),
            patient_mismatch=data.get("patient_mismatch"),
            mismatch_reasons=tuple(data.get("mismatch_reasons", ())),
            effective=data.get("effective"),
            unread=tuple(UnreadPage(**u) for u in data.get("unread", ())),
            warnings=tuple(data.get("warnings", ())),
            overlooked=tuple(Overlooked(o["page"], Box(*o["box"])) for o in data.get("overlooked", ())),
        )


def _corners(box: Box) -> list[float]:
    return [round(v, 5) for v in (box.x0, box.y0, box.x1, box.y1)]


def item_to_json(item: Item) -> dict[str, Any]:
    """One item of the interchange shape; the box as [x0, y0, x1, y1]."""
    box = item.box
    return {
        "name": item.name,
        "value": item.value,
        "unit": item.unit,
        "reference_range": item.reference_range,
        "flag": item.flag.value if item.flag else None,
        "effective": item.effective,
        "loinc": item.loinc,
        "jlac10": item.jlac10,
        "ucum": item.ucum,
        "standard_name": item.standard_name,
        "specimen": item.specimen,
        "method": item.method,
        "comment": item.comment,
        "certainty": item.certainty.value if item.certainty else None,
        "page": item.page,
        "box": _corners(box) if box else None,
        "confidence": round(item.confidence, 4),
        "verified": item.verified,
        "warnings": list(item.warnings),
    } | _where_there(item)


def _where_there(item: Item) -> dict[str, Any]:
    """What most items do not have, and then not as a key either."""
    found: dict[str, Any] = {} if item.agrees is None else {"agrees": item.agrees}
    if item.codings:
        found["codings"] = [asdict(coding) for coding in item.codings]
    if item.proposals:
        found["proposals"] = [asdict(proposal) for proposal in item.proposals]
    if item.chosen:
        found["chosen"] = {"key": item.chosen.key, "reach": item.chosen.reach.value}
    return found


def item_from_json(data: dict[str, Any]) -> Item:
    """The reverse of `item_to_json`; confidence and verified default to 1 and True (truth files)."""
    box = data.get("box")
    flag = data.get("flag")
    certainty = data.get("certainty")
    chosen = data.get("chosen")
    return Item(
        name=data["name"],
        value=data["value"],
        page=data.get("page", 1),
        box=Box(*box) if box else None,
        confidence=data.get("confidence", 1.0),
        verified=data.get("verified", True),
        unit=data.get("unit"),
        reference_range=data.get("reference_range"),
        flag=Flag(flag) if flag else None,
        effective=data.get("effective"),
        loinc=data.get("loinc"),
        jlac10=data.get("jlac10"),
        ucum=data.get("ucum"),
        standard_name=data.get("standard_name"),
        specimen=data.get("specimen"),
        method=data.get("method"),
        comment=data.get("comment"),
        certainty=Certainty(certainty) if certainty else None,
        warnings=tuple(data.get("warnings", ())),
        agrees=data.get("agrees"),
        codings=tuple(Coding(**c) for c in data.get("codings", ())),
        proposals=tuple(Proposal(**p) for p in data.get("proposals", ())),
        chosen=Choice(chosen["key"], ChosenFor(chosen["reach"])) if chosen else None,
    )
