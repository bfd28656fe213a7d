"""One full example: an invented patient's laboratory sheet, for the tests of the mapping."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from mappers.fhir import DocumentFacts, MappingInput, SiteFacts, patient_system
from mappers.model import (
    Box,
    DocumentType,
    EngineInfo,
    Envelope,
    Extraction,
    Flag,
    Item,
    PatientIdentity,
    PersonName,
    PrintedPatient,
    ReportStatus,
    Sex,
    Source,
)
from mappers.terminology import enrich

BOX = Box(0.12, 0.2, 0.31, 0.225)
DOCUMENT_ID = str(uuid5(NAMESPACE_URL, "example-document"))
RECORDED = datetime(2026, 11, 22, 4, 20, 59, 123456, tzinfo=UTC)

ITEMS = (
    Item("WBC", "8.50", 1, BOX, 0.98, True, unit="×10³/μL", reference_range="3.3-8.6", flag=Flag.HIGH),
    Item("AST(GOT)", "25", 1, BOX, 0.97, True, unit="U/L", reference_range="13～30"),
    Item("CRP", "<0.10", 1, BOX, 0.91, True, unit="mg/dL", reference_range="0.14以下"),
    Item("尿蛋白", "(+)", 1, BOX, 0.9, True, flag=Flag.ABNORMAL, specimen="尿"),
    Item("尿沈渣赤血球", "1-4", 2, BOX, 0.88, True, unit="/HPF", specimen="尿"),
    Item("Na", "140", 2, BOX, 0.99, True, unit="mEq/L", effective="2026-11-19"),
    Item("Na", "141", 2, BOX, 0.99, True, unit="mEq/L", effective="2026-11-20T08:30"),
    Item("院内検査X", "再検中", 2, None, 0.4, False, warnings=("not found on the page",)),
    Item("フェリチン", "12,300", 2, BOX, 0.9, True, unit="ng/mL", reference_range="M:39-340 F:4-87"),
    Item("BE", "+1.5", 2, BOX, 0.9, True, unit="mmol/L", specimen="動脈血"),
    Item("アンモニア", "", 2, BOX, 0.2, False, unit="μg/dL"),
)

ENVELOPE = Envelope(
    source=Source.MLLP,
    control_id="MSG00001",
    patient=PatientIdentity(
        id="00012345",
        name=PersonName("YAMADA TARO", "山田 太郎", "ヤマダ タロウ"),
        birth_date="1970-01-01",
        sex=Sex.MALE,
    ),
    message_type="ORU^R01",
)

EXTRACTION = enrich(
    Extraction(
        document_type=DocumentType.LAB_REPORT,
        language="ja",
        patient=PrintedPatient(),
        items=ITEMS,
        page_count=2,
        engine=EngineInfo("ocr", "0.1.0", "PP-OCRv6 small", "sha256:" + "ab" * 32),
        effective="2026-11-20T08:30",
    )
)

DOCUMENT = DocumentFacts(
    id=DOCUMENT_ID,
    digest="cd" * 32,
    media_type="application/pdf",
    size_bytes=5,
    title="検体検査報告書",
    status=ReportStatus.FINAL,
    source_id="DOC-1",
    document_time="2026-11-20T09:00:00+09:00",
    page_digests=("ef" * 32, "01" * 32),
)

SITE = SiteFacts(
    patient_system("1311234567"),
    ZoneInfo("Asia/Tokyo"),
    "http://127.0.0.1:8440/fhir",
    institution_code="1311234567",
)

INPUT = MappingInput(ENVELOPE, DOCUMENT, EXTRACTION, SITE, "message-1", RECORDED)
