"""What is sent: CT slices, PDFs and HL7 messages that differ in their ids, so that nothing is a duplicate."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.filewriter import dcmwrite
from pydicom.uid import CTImageStorage, EncapsulatedPDFStorage, ExplicitVRLittleEndian

PREFIX = "1.2.826.0.1.3680043.10.1500."  # of invented UIDs; the rest is a number of fixed length
DIGITS = 12
_TEMPLATE = PREFIX + "9" * DIGITS


def uid(number: int) -> str:
    """An invented UID, always equally long."""
    return PREFIX + f"1{number:0{DIGITS - 1}d}"


def ct_template() -> bytes:
    """A CT slice of 512 by 512 pixels, 0.5 MB, uncompressed."""
    ds = _common(CTImageStorage, "CT")
    ds.Rows = ds.Columns = 512
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 12, 11, 0
    ds.RescaleIntercept, ds.RescaleSlope = "-1024", "1"
    ds.PixelData = np.random.default_rng(1).integers(0, 4096, (512, 512), dtype=np.uint16).tobytes()
    ds["PixelData"].VR = "OW"
    return _written(ds)


def pdf_template(size: int = 90_000) -> bytes:
    """An Encapsulated PDF of about 90 KB."""
    ds = _common(EncapsulatedPDFStorage, "DOC")
    body = np.random.default_rng(2).integers(0, 256, size - 1000, dtype=np.uint8).tobytes()
    ds.DocumentTitle = "bench"
    ds.EncapsulatedDocument = b"%PDF-1.4\n%" + body + b"\n%%EOF\n"
    ds.MIMETypeOfEncapsulatedDocument = "application/pdf"
    return _written(ds)


def write_set(folder: Path, template: bytes, count: int, first: int) -> list[Path]:
    """`count` copies of a template, each with a SOPInstanceUID of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for number in range(first, first + count):
        file = folder / f"{number}.dcm"
        file.write_bytes(template.replace(_TEMPLATE.encode(), uid(number).encode()))
        files.append(file)
    return files


def oru(control_id: str) -> bytes:
    """An ORU^R01 of about 1.5 KB with report text in ISO-2022-JP."""
    lines = [
        f"MSH|^~\\&|LABSYS|BENCH|KARTEBRIDGE|BENCH|20260401090000+0900||ORU^R01^ORU_R01|{control_id}|P|2.5"
        "|||||JPN|~ISO IR87|JP|ISO 2022-1994",
        "PID|1||99000001^^^BENCH^PI||計測^太郎^^^^^L^I~ケイソク^タロウ^^^^^L^P||19600101|M",
        f"OBR|1|P{control_id}|F{control_id}|11502-2^検査報告書^LN|||20260401083000",
        *(f"OBX|{n}|TX|11502-2^検査報告書^LN|1|項目{n}  {n}.50  mg/dL  1.0-9.0||||||F" for n in range(1, 21)),
    ]
    return b"".join(line.encode("iso2022_jp") + b"\r" for line in lines)


def _common(sop_class: str, modality: str) -> Dataset:
    ds = Dataset()
    ds.SOPClassUID, ds.SOPInstanceUID = sop_class, _TEMPLATE
    ds.StudyInstanceUID, ds.SeriesInstanceUID = PREFIX + "1.1", PREFIX + f"1.2.{len(modality)}"
    ds.PatientName, ds.PatientID = "Bench^Mark", "99000001"
    ds.PatientBirthDate, ds.PatientSex = "19600101", "M"
    ds.StudyDate = ds.ContentDate = "20260401"
    ds.StudyTime = ds.ContentTime = "090000"
    ds.Modality, ds.AccessionNumber, ds.StudyID = modality, "B1", "1"
    ds.ReferringPhysicianName = ""
    ds.SeriesNumber = ds.InstanceNumber = 1
    return ds


def _written(ds: Dataset) -> bytes:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = ds.SOPClassUID, ds.SOPInstanceUID
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.file_meta = meta
    out = io.BytesIO()
    dcmwrite(out, ds, enforce_file_format=True)
    return out.getvalue()
