"""DICOM Part 10 files of invented documents: Encapsulated PDF and Secondary Capture, UIDs and dates fixed."""

from __future__ import annotations

import io
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt
from PIL import Image
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.filewriter import dcmwrite
from pydicom.uid import (
    UID,
    EncapsulatedPDFStorage,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGLSLossless,
    MultiFrameGrayscaleByteSecondaryCaptureImageStorage,
    RLELossless,
    SecondaryCaptureImageStorage,
)

from samples.making.people import HOSPITAL_EN, Person

_NAMESPACE = uuid.UUID("1d2a5c3e-8f0b-5b52-a7c4-90f3f3ad8b10")
UTF8 = "ISO_IR 192"
KANJI = ["", "ISO 2022 IR 87"]
"""ASCII first, JIS X 0208 by escape (PS3.5 H.3.1)."""
KATAKANA_KANJI = ["ISO 2022 IR 13", "ISO 2022 IR 87"]
"""JIS X 0201 first: half-width katakana in the first group, a yen sign for the backslash (PS3.5 H.3.2)."""

_HALF = dict(
    zip(
        "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンァィゥェォャュョッー",
        "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝｧｨｩｪｫｬｭｮｯｰ",
        strict=True,
    )
)
_HALF |= {
    chr(ord(k) + 1): v + "ﾞ" for k, v in _HALF.items() if k in "カキクケコサシスセソタチツテトハヒフヘホ"
}
_HALF |= {chr(ord(k) + 2): v + "ﾟ" for k, v in _HALF.items() if k in "ハヒフヘホ"}


def half_width(katakana: str) -> str:
    """Full-width katakana as JIS X 0201 half-width katakana."""
    return "".join(_HALF[c] for c in katakana)


def hiragana(katakana: str) -> str:
    """Katakana as hiragana."""
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in katakana)


def uid(*parts: str) -> UID:
    """A UID under 2.25 made from words (PS3.5 B.2): the same words, the same UID."""
    return UID(f"2.25.{uuid.uuid5(_NAMESPACE, '/'.join(parts)).int}")


@dataclass(frozen=True, slots=True)
class Header:
    """Whose document it is and how the sender writes it down."""

    case: str  # name of the sample: seeds the UIDs
    person: Person
    moment: datetime
    title: str
    charset: str | list[str]
    accession: str


def person_name(person: Person, charset: str | list[str]) -> str:
    """Three component groups (PS3.5 §6.2.1.1) in the characters the charset has."""
    if charset == KATAKANA_KANJI:
        first = "^".join(half_width(k) for k in person.kana)
        third = "^".join(hiragana(k) for k in person.kana)
    else:
        first, third = "^".join(person.roman), "^".join(person.kana)
    return f"{first}={'^'.join(person.kanji)}={third}"


def encapsulated_pdf(header: Header, pdf: bytes, *, implicit: bool = False) -> bytes:
    """An Encapsulated PDF Storage instance (PS3.3 A.45.1)."""
    ds = _dataset(header, EncapsulatedPDFStorage, "DOC")
    ds.ConversionType = "SD" if b"/Image" in pdf[:2000] else "WSD"
    ds.InstanceNumber = 1
    ds.BurnedInAnnotation = "YES"
    ds.DocumentTitle = header.title
    ds.ConceptNameCodeSequence = []
    ds.EncapsulatedDocument = pdf + b"\0" * (len(pdf) % 2)
    ds.EncapsulatedDocumentLength = len(pdf)
    ds.MIMETypeOfEncapsulatedDocument = "application/pdf"
    return _part10(ds, ImplicitVRLittleEndian if implicit else ExplicitVRLittleEndian)


def grey_capture(header: Header, frames: Sequence[npt.NDArray[np.uint8]], syntax: UID) -> bytes:
    """A grey Secondary Capture: one frame, or Multi-frame Grayscale Byte (PS3.3 A.8.1, A.8.3); lossless."""
    many = len(frames) > 1
    ds = _dataset(
        header,
        MultiFrameGrayscaleByteSecondaryCaptureImageStorage if many else SecondaryCaptureImageStorage,
        "OT",
    )
    _capture(ds, *frames[0].shape)
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
    if many:
        ds.NumberOfFrames = len(frames)
        ds.FrameIncrementPointer = 0x00182002
        ds.PageNumberVector = list(range(1, len(frames) + 1))
        ds.BurnedInAnnotation = "YES"
        ds.PresentationLUTShape = "IDENTITY"
        ds.RescaleIntercept, ds.RescaleSlope, ds.RescaleType = "0", "1", "US"
    ds.PixelData = b"".join(f.tobytes() for f in frames)
    ds.PixelData += b"\0" * (len(ds.PixelData) % 2)
    ds["PixelData"].VR = "OB"
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    if syntax.is_compressed:
        # by name: GDCM, first in pydicom's list, aborts the whole process on odd heights when it writes RLE
        plugin = {JPEG2000Lossless: "pylibjpeg", JPEGLSLossless: "pyjpegls", RLELossless: "pydicom"}[syntax]
        ds.compress(syntax, encoding_plugin=plugin, generate_instance_uid=False)
    return _part10(ds, syntax)


def jpeg_capture(header: Header, frames: Sequence[bytes]) -> bytes:
    """A Secondary Capture of one JPEG baseline frame, colour as YBR_FULL_422 or grey (PS3.5 8.2.1)."""
    picture = Image.open(io.BytesIO(frames[0]))
    colour = picture.mode == "RGB"
    ds = _dataset(header, SecondaryCaptureImageStorage, "OT")
    _capture(ds, picture.height, picture.width)
    ds.SamplesPerPixel = 3 if colour else 1
    ds.PhotometricInterpretation = "YBR_FULL_422" if colour else "MONOCHROME2"
    if colour:
        ds.PlanarConfiguration = 0
    ds.LossyImageCompression = "01"
    raw = picture.width * picture.height * ds.SamplesPerPixel
    ds.LossyImageCompressionRatio = f"{raw / sum(map(len, frames)):.1f}"
    ds.LossyImageCompressionMethod = "ISO_10918_1"
    ds.PixelData = encapsulate(list(frames))
    ds["PixelData"].VR = "OB"
    return _part10(ds, JPEGBaseline8Bit)


def _capture(ds: Dataset, rows: int, columns: int) -> None:
    ds.ConversionType = "SD"
    ds.InstanceNumber = 1
    ds.PatientOrientation = ""
    ds.Rows, ds.Columns = rows, columns
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 8, 8, 7, 0


def _dataset(header: Header, sop_class: UID, modality: str) -> Dataset:
    """Patient, General Study, Series, SC Equipment and SOP Common modules."""
    who, day, clock = header.person, f"{header.moment:%Y%m%d}", f"{header.moment:%H%M%S}"
    ds = Dataset()
    ds.SpecificCharacterSet = header.charset
    ds.SOPClassUID = sop_class
    ds.SOPInstanceUID = uid(header.case, "instance")
    ds.StudyDate = ds.SeriesDate = ds.ContentDate = day
    ds.StudyTime = ds.SeriesTime = ds.ContentTime = clock
    ds.AcquisitionDateTime = ""
    ds.AccessionNumber = header.accession
    ds.Modality = modality
    ds.Manufacturer = "Kartebridge samples"
    ds.InstitutionName = HOSPITAL_EN
    ds.ReferringPhysicianName = ""
    ds.StudyDescription = "Laboratory"
    ds.SeriesDescription = header.title
    ds.PatientName = person_name(who, header.charset)
    ds.PatientID = who.id
    ds.IssuerOfPatientID = "MINATO"
    ds.PatientBirthDate = f"{who.birth:%Y%m%d}"
    ds.PatientSex = who.sex_letter
    ds.StudyInstanceUID = uid(header.case, "study")
    ds.SeriesInstanceUID = uid(header.case, "series")
    ds.StudyID = "1"
    ds.SeriesNumber = 1
    return ds


def _part10(ds: Dataset, syntax: UID) -> bytes:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = ds.SOPClassUID
    meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID
    meta.TransferSyntaxUID = syntax
    meta.ImplementationClassUID = uid("implementation")
    meta.ImplementationVersionName = "KARTEBRIDGE_SMPL"
    if sop_is_image(ds) and "AcquisitionDateTime" in ds:
        del ds.AcquisitionDateTime  # type 2 in Encapsulated Document alone
    ds.file_meta = meta
    out = io.BytesIO()
    dcmwrite(out, ds, enforce_file_format=True)
    return out.getvalue()


def sop_is_image(ds: Dataset) -> bool:
    """Whether the instance has pixels."""
    return "PixelData" in ds
