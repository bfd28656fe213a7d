"""DICOM objects, written by pydicom, read by our own walker."""

from io import BytesIO

import pydicom
import pytest
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import (
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEGBaseline8Bit,
)

from mappers import dicom
from mappers.dicom_header import DicomError, walk
from mappers.model import PersonName, ReportStatus, Sex
from mappers.part10 import file_meta, prelude

PDF_CLASS = "1.2.840.10008.5.1.4.1.1.104.1"
SC_CLASS = "1.2.840.10008.5.1.4.1.1.7"
SYNTAXES = [
    ImplicitVRLittleEndian,
    ExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    DeflatedExplicitVRLittleEndian,
    JPEGBaseline8Bit,
]


def dataset(sop_class: str = PDF_CLASS) -> Dataset:
    ds = Dataset()
    ds.SpecificCharacterSet = ["", "ISO 2022 IR 87"]
    ds.SOPClassUID = sop_class
    ds.SOPInstanceUID = "2.25.77"
    ds.ContentDate, ds.ContentTime = "20261122", "083015"
    ds.TimezoneOffsetFromUTC = "+0900"
    ds.AccessionNumber = "ACC-1"
    ds.Modality = "DOC"
    ds.InstitutionName = "試験病院"
    reference = Dataset()
    reference.ReferencedSOPClassUID = SC_CLASS
    nested = Dataset()
    nested.CodeValue = "1"
    reference.PurposeOfReferenceCodeSequence = Sequence([nested])
    ds.ReferencedImageSequence = Sequence([reference, reference])
    ds.PatientName = "Shiken^Taro=試験^太郎=しけん^たろう"
    ds.PatientID = "0001234567"
    ds.PatientBirthDate = "19700102"
    ds.PatientSex = "F"
    ds.StudyInstanceUID, ds.SeriesInstanceUID = "2.25.1", "2.25.2"
    return ds


def part10(ds: Dataset, syntax: UID = ExplicitVRLittleEndian, undefined_length: bool = False) -> bytes:
    ds = pydicom.dcmread(BytesIO(_written(ds, ExplicitVRLittleEndian)))
    if undefined_length:
        for element in ds.iterall():
            if element.VR == "SQ":
                element.is_undefined_length = True
                for item in element.value:
                    item.is_undefined_length_sequence_item = True
    return _written(ds, syntax)


def _written(ds: Dataset, syntax: UID) -> bytes:
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = syntax
    ds.file_meta.MediaStorageSOPClassUID = ds.get("SOPClassUID", SC_CLASS)
    ds.file_meta.MediaStorageSOPInstanceUID = ds.get("SOPInstanceUID", "2.25.1")
    if syntax == ExplicitVRBigEndian and "PixelData" in ds:
        ds["PixelData"].VR = "OB"
    file = BytesIO()
    pydicom.dcmwrite(file, ds, enforce_file_format=True)
    return file.getvalue()


@pytest.mark.parametrize("undefined_length", [False, True], ids=["defined", "undefined"])
@pytest.mark.parametrize("syntax", SYNTAXES, ids=lambda s: s.name)
def test_the_envelope_in_every_encoding(syntax: UID, undefined_length: bool) -> None:
    raw = part10(dataset(), syntax, undefined_length)
    found = dicom.envelope(dicom.header(raw), "PDFSENDER", "KARTEBRIDGE", "192.0.2.7")
    assert found.control_id == "2.25.77"
    assert found.sop_class_uid == PDF_CLASS
    assert found.patient.name == PersonName("Shiken Taro", "試験 太郎", "しけん たろう")
    assert (found.patient.id, found.patient.birth_date, found.patient.sex) == (
        "0001234567",
        "1970-01-02",
        Sex.FEMALE,
    )
    assert (found.sending_facility, found.accession_number, found.modality) == ("試験病院", "ACC-1", "DOC")
    assert (found.study_instance_uid, found.series_instance_uid) == ("2.25.1", "2.25.2")
    assert found.document_time == "2026-11-22T08:30:15+09:00"
    assert (found.calling_ae, found.called_ae, found.peer) == ("PDFSENDER", "KARTEBRIDGE", "192.0.2.7")


@pytest.mark.parametrize(
    ("charset", "encoded", "name"),
    [
        (
            "ISO 2022 IR 6\\ISO 2022 IR 87",
            "Shiken^Taro=試験^太郎".encode("iso2022_jp"),
            ("Shiken Taro", "試験 太郎", ""),
        ),
        ("ISO_IR 87", "Shiken^Taro=試験^太郎".encode("iso2022_jp"), ("Shiken Taro", "試験 太郎", "")),
        ("\\ISO 2022 IR 87", "Shiken^Taro=試験^太郎".encode(), ("Shiken Taro", "試験 太郎", "")),
        ("ISO_IR 192", "=見本^花子=みほん^はなこ".encode(), ("", "見本 花子", "みほん はなこ")),
        (
            "ISO 2022 IR 13\\ISO 2022 IR 87",
            b"\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J=\x1b$B$d$^$@\x1b(J^\x1b$B$?$m$&\x1b(J",
            ("ﾔﾏﾀﾞ ﾀﾛｳ", "山田 太郎", "やまだ たろう"),
        ),
        ("ISO_IR 192", "見本^花子".encode(), ("", "見本 花子", "")),
        ("", b"MIHON^HANAKO", ("MIHON HANAKO", "", "")),
    ],
)
def test_names_in_three_groups_and_mislabelled(
    charset: str, encoded: bytes, name: tuple[str, str, str]
) -> None:
    raw = _patched(charset, encoded)
    assert dicom.patient(dicom.header(raw)).name == PersonName(*name)
    assert not dicom.text_problems(dicom.header(raw))


def test_a_name_that_does_not_decode_is_a_problem_not_a_question_mark() -> None:
    raw = _patched("ISO 2022 IR 87", "見本".encode("cp932"))
    (problem,) = dicom.contents(raw).problems[:1]
    assert (problem.code, problem.where) == ("charset", "PatientName")
    assert "SpecificCharacterSet" in problem.reason


def _patched(charset: str, name: bytes) -> bytes:
    """An explicit little endian object with these very bytes as charset and name, which pydicom would not write."""

    def element(group: int, number: int, vr: bytes, value: bytes) -> bytes:
        value += b" " * (len(value) % 2)
        return (
            group.to_bytes(2, "little")
            + number.to_bytes(2, "little")
            + vr
            + len(value).to_bytes(2, "little")
            + value
        )

    ds = element(8, 5, b"CS", charset.encode()) + element(0x10, 0x10, b"PN", name)
    return prelude(SC_CLASS, "2.25.77", ExplicitVRLittleEndian) + ds


@pytest.mark.parametrize("syntax", SYNTAXES[:4], ids=lambda s: s.name)
@pytest.mark.parametrize("size", [4096, 4097])
@pytest.mark.parametrize("length_given", [True, False])
def test_an_encapsulated_pdf_comes_out_byte_for_byte(syntax: UID, size: int, length_given: bool) -> None:
    ds = dataset()
    pdf = b"%PDF-1.4".ljust(size, b"x")
    ds.DocumentTitle = "検査報告書"
    ds.MIMETypeOfEncapsulatedDocument = "application/pdf"
    ds.EncapsulatedDocument = pdf
    ds.VerificationFlag = "VERIFIED"
    if length_given:
        ds.EncapsulatedDocumentLength = size
    (document,) = dicom.documents(part10(ds, syntax))
    assert document.data == pdf
    assert (document.declared_media_type, document.title) == ("application/pdf", "検査報告書")
    assert (document.document_id, document.status) == ("2.25.77", ReportStatus.FINAL)


def test_an_encapsulated_cda() -> None:
    ds = dataset("1.2.840.10008.5.1.4.1.1.104.2")
    ds.EncapsulatedDocument = b"<ClinicalDocument/>\x00"
    (document,) = dicom.documents(part10(ds))
    assert (document.data, document.declared_media_type) == (b"<ClinicalDocument/>", "text/xml")


@pytest.mark.parametrize("suffix", ["7", "7.4", "77.1.4", "6.1", "3.1", "1", "1.1", "1.2.1"])
def test_images_that_may_show_values_are_documents_as_a_whole(suffix: str) -> None:
    ds = dataset("1.2.840.10008.5.1.4.1.1." + suffix)
    ds.PixelData = b"\x00" * 100
    ds["PixelData"].VR = "OB"
    raw = part10(ds)
    (document,) = dicom.documents(raw)
    assert (document.data, document.declared_media_type) == (raw, "application/dicom")


@pytest.mark.parametrize(
    ("suffix", "pixels", "code"),
    [
        ("88.33", False, "structured-content"),
        ("88.67", False, "structured-content"),
        ("9.1.1", False, "structured-content"),
        ("2", True, "not-a-page"),
        ("128", True, "not-a-page"),
        ("7", False, "no-data"),
        ("104.1", False, "no-data"),
    ],
)
def test_what_is_no_document_says_why(suffix: str, pixels: bool, code: str) -> None:
    ds = dataset("1.2.840.10008.5.1.4.1.1." + suffix)
    if pixels:
        ds.PixelData = b"\x00" * 100
        ds["PixelData"].VR = "OB"
    found = dicom.contents(part10(ds))
    assert (found.documents, [p.code for p in found.problems]) == ((), [code])


@pytest.mark.parametrize("raw", [b"", b"%PDF-1.4", bytes(128) + b"DICM", bytes(132)])
def test_what_is_no_dicom_file_is_refused(raw: bytes) -> None:
    with pytest.raises(DicomError):
        dicom.contents(raw)


@pytest.mark.parametrize("undefined_length", [False, True])
def test_a_header_cut_off_anywhere_is_refused_or_shorter_but_never_wrong(undefined_length: bool) -> None:
    raw = part10(dataset(), undefined_length=undefined_length)
    start = file_meta(raw).dataset_at
    whole = dicom.header(raw).elements
    for cut in range(start, len(raw)):
        try:
            found = dicom.header(raw[:cut]).elements
        except DicomError:
            continue
        assert found.items() <= whole.items()
        assert len(found) < len(whole)


def test_check_received_reads_no_further_than_the_patient() -> None:
    raw = part10(dataset())
    start = raw[file_meta(raw).dataset_at :]
    assert dicom.check_received(
        start + b"garbage after the patient", ExplicitVRLittleEndian, complete=False
    ) == (
        PDF_CLASS,
        "2.25.77",
    )
    with pytest.raises(DicomError):
        dicom.check_received(start + b"garbage", ExplicitVRLittleEndian, complete=True)
    with pytest.raises(DicomError):
        dicom.check_received(b"", ExplicitVRLittleEndian, complete=True)


def test_our_part_10_prelude_is_what_pydicom_reads() -> None:
    raw = prelude(PDF_CLASS, "2.25.771", ExplicitVRLittleEndian) + b"\x10\x00\x20\x00LO\x02\x0012"
    ds = pydicom.dcmread(BytesIO(raw))
    assert ds.PatientID == "12"
    assert ds.file_meta.MediaStorageSOPInstanceUID == "2.25.771"
    assert ds.file_meta.ImplementationVersionName == "KARTEBRIDGE"
    assert len(ds.file_meta.ImplementationClassUID) <= 64
    assert file_meta(raw).sop_class_uid == PDF_CLASS


def test_deep_nesting_ends() -> None:
    item = b"\xfe\xff\x00\xe0\xff\xff\xff\xff"
    sequence = b"\x08\x00\x40\x11SQ\x00\x00\xff\xff\xff\xff"
    with pytest.raises(DicomError, match="nested deeper"):
        walk((sequence + item) * 2000, ExplicitVRLittleEndian, {0x00100010})


@pytest.mark.parametrize("syntax", SYNTAXES[:4], ids=lambda s: s.name)
@pytest.mark.parametrize("undefined_length", [True, False])
def test_a_document_names_the_one_it_takes_the_place_of(syntax: UID, undefined_length: bool) -> None:
    instance, series, study = Dataset(), Dataset(), Dataset()
    instance.ReferencedSOPClassUID = PDF_CLASS
    instance.ReferencedSOPInstanceUID = "2.25.76"
    series.SeriesInstanceUID = "2.25.3"
    series.ReferencedSOPSequence = [instance]
    study.StudyInstanceUID = "2.25.2"
    study.ReferencedSeriesSequence = [series]
    ds = dataset()
    ds.PredecessorDocumentsSequence = [study]
    ds.MIMETypeOfEncapsulatedDocument = "application/pdf"
    ds.EncapsulatedDocument = b"%PDF-1.4"
    (document,) = dicom.documents(part10(ds, syntax, undefined_length))
    assert (document.document_id, document.replaces) == ("2.25.77", "2.25.76")
