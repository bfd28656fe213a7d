"""Samples that are broken on purpose, and what the gateway must make of each."""

from __future__ import annotations

from samples.making import er7, part10, people
from samples.making.case import ACCEPTED, CBC, STORED, Case, header_of, report_of
from samples.making.designs import Report, classic
from samples.making.hl7_cases import report_obx
from samples.making.part10 import KANJI
from samples.making.truth import Sheet


def _broken_sheet(seed: int, password: str | None = None) -> tuple[Report, Sheet]:
    report = report_of(people.KITAHARA, (2026, 4, 30, 10, 0), f"AST ALT UN CRE=0.38 NA K CL CRP {CBC}", seed)
    return report, classic(report, password=password)


def broken_truncated() -> Case:
    """A Part 10 file that ends in the middle of the encapsulated document's element."""
    name = "broken-dicom-truncated"
    report, sheet = _broken_sheet(31)
    whole = part10.encapsulated_pdf(header_of(name, report, KANJI, "臨床検査報告書", 31), sheet.pdf)
    # DCMTK checks files before it sends them: another sender must deliver this one
    expected = {"outcome": "quarantined", "dicom_status": "0xC000", "storescu": "refuses to send it"}
    return Case(
        name,
        "document.dcm",
        whole[: len(whole) * 6 // 10],
        "Cut inside (0042,0011)",
        None,
        expected,
        ("pgothic",),
    )


def broken_cut_pdf() -> Case:
    """A sound DICOM object around the first half of a PDF."""
    name = "broken-dicom-pdf-cut"
    report, sheet = _broken_sheet(32)
    data = part10.encapsulated_pdf(
        header_of(name, report, KANJI, "臨床検査報告書", 32), sheet.pdf[: len(sheet.pdf) // 2]
    )
    return Case(
        name,
        "document.dcm",
        data,
        "Sound object, PDF cut in half",
        None,
        {"outcome": "waiting", **STORED},
        ("pgothic",),
    )


def broken_encrypted() -> Case:
    """A PDF that needs a password."""
    name = "broken-dicom-pdf-encrypted"
    report, sheet = _broken_sheet(33, password="sample-password")
    data = part10.encapsulated_pdf(header_of(name, report, KANJI, "臨床検査報告書", 33), sheet.pdf)
    return Case(
        name,
        "document.dcm",
        data,
        "PDF with a password",
        None,
        {"outcome": "waiting", **STORED},
        ("pgothic",),
    )


def broken_base64() -> Case:
    """ED whose base64 was cut to a length no base64 has."""
    report, sheet = _broken_sheet(34)
    order = er7.Order("LAB0000034", report.person, report.collected)
    value = er7.embedded(sheet.pdf, "PDF")
    cut = value[: len(value) // 2]
    cut = cut[: len(cut) - (len(cut.rsplit("^", 1)[1]) - 1) % 4]  # leaves 4n+1 characters
    data = er7.oru(order, [report_obx(cut)])
    return Case(
        "broken-hl7-base64",
        "message.hl7",
        data,
        "Base64 cut in the middle",
        None,
        {"outcome": "waiting", **ACCEPTED},
        ("pgothic",),
    )


def broken_no_type() -> Case:
    """MSH without MSH-9, then garbage."""
    lines = [
        "MSH|^~\\&|LABSYS|MINATO|KARTEBRIDGE|MINATO|20260430100000+0900||||P|2.5",
        "###|これは|HL7では|ありません",
        "OBX|1|ED|||",
    ]
    expected = {"outcome": "quarantined", "ack": "AR"}
    return Case(
        "broken-hl7-no-type",
        "message.hl7",
        er7.encode(lines, er7.UTF8),
        "No MSH-9, no MSH-10",
        None,
        expected,
        (),
    )
