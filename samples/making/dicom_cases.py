"""Samples that arrive by DICOM."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from pydicom.uid import ExplicitVRLittleEndian, JPEG2000Lossless, JPEGLSLossless, RLELossless

from samples.making import part10, people
from samples.making.case import CBC, CLOT, DIFF, LIVER, VIRUS, Case, dicom_case, header_of, report_of
from samples.making.catalogue import results
from samples.making.designs import Report, classic, mincho, small, two_columns
from samples.making.part10 import KANJI, KATAKANA_KANJI, UTF8
from samples.making.scan import grey, jpeg, scanned
from samples.making.series import english


def pdf_iso2022() -> Case:
    """Encapsulated PDF, classic design."""
    name = "dicom-pdf-iso2022"
    report = report_of(
        people.AOYAMA, (2026, 4, 6, 8, 15), f"{LIVER}=8.50 {CBC} {CLOT} {VIRUS}", 11, dash=" - "
    )
    sheet = classic(report)
    data = part10.encapsulated_pdf(header_of(name, report, KANJI, "臨床検査報告書", 1), sheet.pdf)
    return dicom_case(
        name, data, r"Encapsulated PDF with text layer, `\ISO 2022 IR 87`", sheet.truth, "pgothic"
    )


def pdf_utf8() -> Case:
    """Encapsulated PDF, dense two-column design, implicit VR."""
    name = "dicom-pdf-utf8-two-columns"
    report = report_of(
        people.SUZUHARA,
        (2026, 4, 7, 9, 2),
        f"{LIVER} CA IP TC TG HDL LDL CK AMY FE FER TSH FT4 {CBC} {DIFF}",
        12,
        dash="～",
    )
    sheet = two_columns(report)
    data = part10.encapsulated_pdf(
        header_of(name, report, UTF8, "検査結果報告書", 2), sheet.pdf, implicit=True
    )
    return dicom_case(
        name, data, "Encapsulated PDF, two columns, `ISO_IR 192`, implicit VR", sheet.truth, "gothic"
    )


def pdf_english() -> Case:
    """Encapsulated PDF in English."""
    name = "dicom-pdf-english"
    who = people.OGATA
    report = Report(
        who,
        datetime(2026, 4, 8, 10, 40),
        results(who, f"{LIVER}=<0.02 {CBC} {CLOT} {VIRUS}", 13, dash=" - ", english=True),
    )
    sheet = english(report)
    data = part10.encapsulated_pdf(header_of(name, report, UTF8, "Laboratory Report", 3), sheet.pdf)
    return dicom_case(
        name, data, "English report as Encapsulated PDF", sheet.truth, "Helvetica (not embedded)"
    )


def capture_plain() -> Case:
    """Uncompressed grey Secondary Capture of an A5 slip; half-width katakana in the name."""
    name = "dicom-sc-uncompressed"
    report = report_of(
        people.TODOROKI, (2026, 4, 9, 7, 55), f"TP ALB AST ALT LD GGT UN CRE NA K CL CRP=<0.02 {CBC}", 14
    )
    sheet = small(report)
    data = part10.grey_capture(
        header_of(name, report, KATAKANA_KANJI, "検査結果報告書", 4),
        grey(sheet.pdf, 150),
        ExplicitVRLittleEndian,
    )
    return dicom_case(
        name, data, r"Secondary Capture, uncompressed, `ISO 2022 IR 13\ISO 2022 IR 87`", sheet.truth, "gothic"
    )


def capture_jpeg() -> Case:
    """Colour JPEG baseline scan."""
    name = "dicom-sc-jpeg"
    report = report_of(
        people.MANDAI, (2026, 4, 10, 8, 30), f"{LIVER} {CBC} {CLOT}", 15, dash="～", ward="循環器内科"
    )
    pictures, truth = scanned(classic(report, title="検査報告書", font="gothic"), 150, 15, degrees=0.4)
    data = part10.jpeg_capture(header_of(name, report, KANJI, "検査報告書", 5), [jpeg(pictures[0])])
    return dicom_case(name, data, "Secondary Capture, colour scan, JPEG baseline", truth, "gothic")


def capture_jpeg2000() -> Case:
    """Grey JPEG 2000 lossless, mincho design with asterisks."""
    name = "dicom-sc-jpeg2000"
    report = report_of(
        people.MIYASHIRO, (2026, 4, 13, 6, 50), f"{LIVER} BNP {CBC} HBS HCV=(+) TPA HIV", 16, dash="～"
    )
    sheet = mincho(report)
    data = part10.grey_capture(
        header_of(name, report, KANJI, "検査成績書", 6), grey(sheet.pdf, 150), JPEG2000Lossless
    )
    return dicom_case(name, data, "Secondary Capture, JPEG 2000 lossless", sheet.truth, "mincho")


def capture_jpegls() -> Case:
    """Grey JPEG-LS lossless, two columns."""
    name = "dicom-sc-jpegls"
    report = report_of(people.HOSHIKAWA, (2026, 4, 14, 8, 5), f"{LIVER} TC TG HDL LDL CK {CBC} {DIFF}", 17)
    sheet = two_columns(report, row=18.5, font="pgothic")
    data = part10.grey_capture(
        header_of(name, report, KANJI, "検査結果報告書", 7), grey(sheet.pdf, 150), JPEGLSLossless
    )
    return dicom_case(name, data, "Secondary Capture, JPEG-LS lossless", sheet.truth, "pgothic")


def capture_rle() -> Case:
    """Grey RLE lossless of an A5 slip of a child."""
    name = "dicom-sc-rle"
    report = report_of(
        people.KITAHARA,
        (2026, 4, 15, 16, 20),
        f"AST ALT LD CK UN CRE=0.38 NA K CL GLU CRP=3.20 {CBC} {DIFF}",
        18,
    )
    sheet = small(report)
    data = part10.grey_capture(
        header_of(name, report, UTF8, "検査結果報告書", 8), grey(sheet.pdf, 150), RLELossless
    )
    return dicom_case(name, data, "Secondary Capture, RLE lossless", sheet.truth, "gothic")


def capture_frames() -> Case:
    """Three pages as three frames."""
    name = "dicom-sc-multiframe"
    report = report_of(
        people.NAKASONO,
        (2026, 4, 16, 9, 30),
        f"{LIVER} CA IP TC TG HDL LDL FE FER TSH FT4 {CBC} {DIFF} {CLOT} {VIRUS}",
        19,
        dash="～",
    )
    sheet = mincho(report, per_page=18)
    data = part10.grey_capture(
        header_of(name, report, KANJI, "検査成績書", 9), grey(sheet.pdf, 150), JPEG2000Lossless
    )
    return dicom_case(
        name, data, "Multi-frame Grayscale Byte SC of three pages, JPEG 2000 lossless", sheet.truth, "mincho"
    )


def pdf_mismatch() -> Case:
    """The header names one patient, the page another."""
    name = "dicom-pdf-other-patient"
    report = report_of(people.HOSHIKAWA, (2026, 4, 17, 8, 45), f"{LIVER} {CBC}", 20)
    sheet = classic(report)
    filed = replace(report, person=people.AOYAMA)
    data = part10.encapsulated_pdf(header_of(name, filed, KANJI, "臨床検査報告書", 10), sheet.pdf)
    truth = replace(sheet.truth, mismatch=True)
    return dicom_case(
        name, data, "Filed under one patient, printed for another", truth, "pgothic", outcome="quarantined"
    )
