"""Every sample, in the order of SOURCES.md."""

from __future__ import annotations

from collections.abc import Callable

from samples.making import broken_cases, dicom_cases, hl7_cases
from samples.making.case import Case
from samples.making.type_cases import TYPE_CASES

CASES: tuple[Callable[[], Case], ...] = (
    dicom_cases.pdf_iso2022,
    dicom_cases.pdf_utf8,
    dicom_cases.pdf_english,
    dicom_cases.capture_plain,
    dicom_cases.capture_jpeg,
    dicom_cases.capture_jpeg2000,
    dicom_cases.capture_jpegls,
    dicom_cases.capture_rle,
    dicom_cases.capture_frames,
    dicom_cases.pdf_mismatch,
    hl7_cases.oru_iso2022,
    hl7_cases.oru_jpeg,
    hl7_cases.oru_scanned_pdf,
    hl7_cases.oru_series,
    hl7_cases.oru_text,
    hl7_cases.mdm_iso2022,
    hl7_cases.mdm_mislabelled,
    *TYPE_CASES,
    broken_cases.broken_truncated,
    broken_cases.broken_cut_pdf,
    broken_cases.broken_encrypted,
    broken_cases.broken_base64,
    broken_cases.broken_no_type,
)
