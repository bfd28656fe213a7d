"""What the FHIR mapping is given and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from urllib.parse import quote

from mappers.fhir.canonical import AUTHORITY_SYSTEM, JP_PATIENT_IDENTIFIER_OID, LOCAL_PATIENT_SYSTEM
from mappers.fhir.guides import Guide
from mappers.fhir.json_text import Resource
from mappers.model import Envelope, Extraction, PatientIdentity, ReportStatus


def patient_system(institution_code: str, configured: str = "") -> str:
    """identifier.system of patients: the site's own, else JP Core's OID with its institution code.

    `institution_code`: 10 digits or empty. With neither, ids are local to this gateway and say so.
    """
    if configured:
        return configured
    return JP_PATIENT_IDENTIFIER_OID + institution_code if institution_code else LOCAL_PATIENT_SYSTEM


def authority_system(authority: str) -> str:
    """identifier.system of numbers whose authority has a name only: our own address with that name."""
    return AUTHORITY_SYSTEM + quote(authority, safe="")


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What FHIR needs to know of the hospital."""

    patient_system: str  # see `patient_system`
    time_zone: tzinfo  # of dates printed without one
    base_url: str  # of the gateway's results API, without a trailing slash
    name: str = ""  # owner of the Device
    institution_code: str = ""  # 10 digits; JP-CLINS demands it


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """The document that was read, beside its content."""

    id: str  # gateway.ids.document_id: a UUID, becomes DocumentReference.id
    digest: str  # SHA-256, hex
    media_type: str  # what the bytes really are
    size_bytes: int
    title: str = ""
    status: ReportStatus = ReportStatus.UNKNOWN
    source_id: str = ""  # TXA-12, OBX-3/4 or SOPInstanceUID: what the sender calls it
    document_time: str | None = None  # ISO 8601
    replaces: str = ""  # DocumentReference.id of the document that this one corrects
    data: bytes | None = None  # the bytes, where they are to travel in the Bundle as Binary
    page_digests: tuple[str, ...] = ()  # SHA-256 hex of each page's picture, in page order
    series: str = ""  # the same for every version of the document; empty: there is but this one

    @property
    def results_id(self) -> str:
        """What ids of results are made from: the same for every version of a document."""
        return self.series or self.id


@dataclass(frozen=True, slots=True)
class FormerPatient:
    """A number that the person had before it was merged, and whoever stood under it."""

    system: str
    identity: PatientIdentity


@dataclass(frozen=True, slots=True)
class MappingInput:
    """One document's reading, ready to be mapped.

    `recorded` (with zone) goes to Provenance and must be kept by the caller: mapping again with the same
    value gives the same bytes.
    """

    envelope: Envelope
    document: DocumentFacts
    extraction: Extraction
    site: SiteFacts
    message_id: str
    recorded: datetime
    former: tuple[FormerPatient, ...] = ()  # merged into the envelope's patient
    guide: Guide = Guide.JP_CORE_1_1_2  # whose profiles the resources claim; ids are the same for each
    verified_only: bool = False  # leave out what the page does not support; ids are the same either way

    def __post_init__(self) -> None:
        if self.recorded.tzinfo is None:
            raise ValueError("MappingInput.recorded needs a time zone")


@dataclass(frozen=True, slots=True)
class FhirResults:
    """The resources in the order of the Bundle, and the transaction Bundle that puts them on a server.

    `observation_ids` has one id an item of the Extraction, in its order, mapped or left out: findings and
    resources meet there. Two items may share an id: both pressures of one blood pressure. `withdrawn` are
    Observations of an earlier reading that this one has not: they are among the resources, entered in error.
    """

    resources: tuple[Resource, ...]
    bundle: Resource
    observation_ids: tuple[str, ...]
    withdrawn: tuple[str, ...] = ()
