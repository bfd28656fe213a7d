"""How each type of document appears in FHIR: one row a type, the seam for those that come later."""

from __future__ import annotations

from dataclasses import dataclass

from mappers.fhir.canonical import (
    JP_DIAGNOSTIC_REPORT_COMMON,
    JP_DIAGNOSTIC_REPORT_LAB_RESULT,
    JP_OBSERVATION_COMMON,
    JP_OBSERVATION_LAB_RESULT,
)
from mappers.model import DocumentType


@dataclass(frozen=True, slots=True)
class Kind:
    """Profiles, categories and report code of a document type; `loinc` is empty where none is settled."""

    observation_profile: str
    observation_category: str  # of JP_SimpleObservationCategory_CS
    report_profile: str
    report_category: str  # LOINC part, of JP_DiagnosticReportCategory_VS; empty: none
    loinc: str
    title: str

    @property
    def is_laboratory(self) -> bool:
        """Whether JP Core's laboratory profiles apply."""
        return self.observation_profile == JP_OBSERVATION_LAB_RESULT


_LABORATORY = Kind(
    JP_OBSERVATION_LAB_RESULT,
    "laboratory",
    JP_DIAGNOSTIC_REPORT_LAB_RESULT,
    "LP29693-6",
    "11502-2",
    "検体検査報告書",
)


def _common(category: str, title: str) -> Kind:
    """A type without a profile of its own yet."""
    return Kind(JP_OBSERVATION_COMMON, category, JP_DIAGNOSTIC_REPORT_COMMON, "", "", title)


_OTHER = _common("exam", "報告書")

_KINDS = {
    DocumentType.LAB_REPORT: _LABORATORY,
    DocumentType.URINALYSIS: _LABORATORY,
    DocumentType.BLOOD_GAS: _LABORATORY,
    DocumentType.MICROBIOLOGY: _common("laboratory", "微生物検査報告書"),
    DocumentType.VITALS: _common("vital-signs", "バイタルサイン記録"),
    DocumentType.DEVICE_REPORT: _common("procedure", "植込み型デバイス報告書"),
    DocumentType.ECG: _common("procedure", "心電図報告書"),
    DocumentType.ECHOCARDIOGRAPHY: _common("imaging", "心エコー報告書"),
    DocumentType.SPIROMETRY: _common("procedure", "呼吸機能検査報告書"),
    DocumentType.RADIOGRAPH: _common("imaging", "放射線画像"),
}


def kind_of(document_type: DocumentType) -> Kind:
    """The row of a document type; types without a row use JP Core's common profiles."""
    return _KINDS.get(document_type, _OTHER)
