"""How each type of document appears in FHIR: one row a type, the seam for those that come later.

Report codes are those of `JP_DocumentCodes_CS` (JP Core 1.1.2), report categories those of its
`JP_DiagnosticReportCategory_VS`; sections are HL7 v2 table 0074. Which LOINC code has the same meaning is said only
where JP Core or HL7 say so too.
"""

from __future__ import annotations

from dataclasses import dataclass

from mappers.fhir.guides import Shape
from mappers.model import DocumentType


@dataclass(frozen=True, slots=True)
class Kind:
    """Shape of the Observations and form of the report of a document type; a code is empty where none is settled."""

    shape: Shape
    category: str  # of JP_SimpleObservationCategory_CS; the same code in HL7's observation-category where that has it
    title: str
    report: str = "Common"  # JP_DiagnosticReport_…
    report_code: str = ""  # of JP_DocumentCodes_CS
    report_loinc: str = ""
    report_category: str = ""  # LOINC part
    section: str = ""  # HL7 v2 table 0074, for plain R4


_LABORATORY = Kind(
    Shape.LABORATORY, "laboratory", "検体検査報告書", "LabResult", "11502-2", "11502-2", "LP29693-6", "LAB"
)
_RADIOLOGY = Kind(
    Shape.OTHER, "imaging", "画像検査報告書", "Radiology", "18748-4", "18748-4", "LP29684-5", "RAD"
)
_OTHER = Kind(Shape.OTHER, "exam", "報告書")

_KINDS = {
    DocumentType.LAB_REPORT: _LABORATORY,
    DocumentType.URINALYSIS: _LABORATORY,
    DocumentType.BLOOD_GAS: _LABORATORY,
    DocumentType.MICROBIOLOGY: Kind(
        Shape.MICROBIOLOGY,
        "laboratory",
        "微生物学的検査報告書",
        "Microbiology",
        "18725-2",
        "18725-2",
        "LP7819-8",
        "MB",
    ),
    DocumentType.VITALS: Kind(Shape.OTHER, "vital-signs", "バイタルサイン記録", section="NRS"),
    DocumentType.DEVICE_REPORT: Kind(Shape.OTHER, "procedure", "植込み型デバイス報告書"),
    DocumentType.ECG: Kind(
        Shape.OTHER,
        "procedure",
        "心電図報告書",
        report_code="28010-7",
        report_category="LP29708-2",
        section="EC",
    ),
    DocumentType.ECHOCARDIOGRAPHY: Kind(
        Shape.OTHER,
        "imaging",
        "心エコー報告書",
        report_code="59281-6",
        report_category="LP29708-2",
        section="CUS",
    ),
    DocumentType.SPIROMETRY: Kind(
        Shape.OTHER, "procedure", "スパイロメトリー検査報告書", report_code="18759-1", section="PF"
    ),
    DocumentType.RADIOGRAPH: _RADIOLOGY,
}

_RADIOLOGY_MODALITIES = frozenset(
    ("CR", "CT", "DR", "DX", "MG", "MR", "NM", "PT", "PX", "RF", "RG", "US", "XA")
)
"""DICOM Modality (PS3.3 C.7.3.1.1.1) of images that a radiologist reports on."""
_RADIOLOGY_TITLES = ("放射線", "画像診断", "読影", "radiology", "imaging report")


def kind_of(document_type: DocumentType, *, modality: str = "", title: str = "") -> Kind:
    """The row of a document type; a narrative is a radiology report where its header or title says so."""
    if document_type is DocumentType.NARRATIVE and (
        modality in _RADIOLOGY_MODALITIES or any(word in title.casefold() for word in _RADIOLOGY_TITLES)
    ):
        return _RADIOLOGY
    return _KINDS.get(document_type, _OTHER)
