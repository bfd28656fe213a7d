"""Small laboratory reports with a text layer, each with its own patient and values no other report has."""

from __future__ import annotations

import random
from base64 import b64encode
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import EncapsulatedPDFStorage, ExplicitVRLittleEndian, generate_uid
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "HeiseiKakuGo-W5"


@dataclass(frozen=True)
class Report:
    """One report: whose it is and what it says."""

    number: int
    patient_id: str
    items: tuple[tuple[str, str], ...]  # name, value


def reports(count: int, chance: random.Random) -> list[Report]:
    """Reports whose values differ in all pairs (name, value)."""
    first = chance.sample(range(1000, 9999), count)
    second = chance.sample(range(1000, 9999), count)
    return [
        Report(n, f"{70000000 + n}", (("CRP", f"{a / 100:.2f}"), ("白血球数", f"{b}")))
        for n, (a, b) in enumerate(zip(first, second, strict=True))
    ]


def pdf(report: Report) -> bytes:
    """One A4 page with a table of the items."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=True)
    canvas.setFont(FONT, 11)
    for y, cells in enumerate(
        [
            [(60, "臨床検査報告書")],
            [(60, f"患者ID {report.patient_id}"), (300, "採取日 2026/04/01")],
            [(60, "検査項目"), (220, "結果"), (300, "単位"), (380, "基準値")],
            [(60, "CRP"), (220, report.items[0][1]), (300, "mg/dL"), (380, "0.00-0.14")],
            [(60, "白血球数"), (220, report.items[1][1]), (300, "/μL"), (380, "3300-8600")],
        ]
    ):
        for x, text in cells:
            canvas.drawString(x, 760 - 30 * y, text)
    canvas.save()
    return out.getvalue()


def oru(report: Report) -> bytes:
    """An ORU^R01 with the PDF inside, without frame."""
    segments = [
        f"MSH|^~\\&|LIS|LAB|KARTEBRIDGE|GW|20260401120000||ORU^R01|K{report.number:06}|P|2.5||||||UNICODE UTF-8",
        f"PID|1||{report.patient_id}^^^HOSP||検査^太郎^^^^^L^I",
        f"OBR|1||{report.number}|LAB^検査|||20260401080000",
        f"OBX|1|ED|PDF^検査報告書||LIS^application^pdf^Base64^{b64encode(pdf(report)).decode()}||||||F",
    ]
    return "\r".join(segments).encode() + b"\r"


def encapsulated(report: Report, path: Path) -> Path:
    """The PDF as a DICOM Encapsulated PDF object."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = EncapsulatedPDFStorage
    meta.MediaStorageSOPInstanceUID = generate_uid(entropy_srcs=[str(report)])
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds = FileDataset(str(path), {}, file_meta=meta, preamble=b"\0" * 128)
    ds.SpecificCharacterSet = "ISO_IR 192"
    ds.SOPClassUID = EncapsulatedPDFStorage
    ds.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    ds.PatientID = report.patient_id
    ds.PatientName = "KENSA^TARO"
    ds.StudyInstanceUID = generate_uid(entropy_srcs=[str(report), "study"])
    ds.SeriesInstanceUID = generate_uid(entropy_srcs=[str(report), "series"])
    ds.Modality = "DOC"
    ds.DocumentTitle = "検査報告書"
    ds.MIMETypeOfEncapsulatedDocument = "application/pdf"
    data = pdf(report)
    ds.EncapsulatedDocument = data + b"\0" * (len(data) % 2)
    ds.save_as(path, enforce_file_format=True)
    return path
