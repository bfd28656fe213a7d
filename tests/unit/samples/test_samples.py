"""The samples are what samples/make.py makes, say what their truth says, and are broken where they should be."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import json
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pydicom
import pypdfium2
import pytest
from PIL import Image

from mappers.model import DocumentType, Extraction
from samples import make
from samples.generating.fonts import missing
from samples.making.ink import FONT_FILES
from samples.making.people import AOYAMA

SAMPLES = make.HERE
FOLDERS = sorted(p.parent for p in SAMPLES.glob("*/expected.json"))
WHOLE = [f for f in FOLDERS if (f / "truth.json").is_file()]
DICOM = [f for f in WHOLE if (f / "document.dcm").is_file()]
HL7 = [f for f in WHOLE if (f / "message.hl7").is_file()]


def name_of(folder: Path) -> str:
    return folder.name


def payload(folder: Path) -> bytes | None:
    """The embedded document, None for report text and images of DICOM."""
    if (folder / "document.dcm").is_file():
        ds = pydicom.dcmread(folder / "document.dcm")
        return (
            ds.EncapsulatedDocument[: ds.EncapsulatedDocumentLength] if "EncapsulatedDocument" in ds else None
        )
    raw = (folder / "message.hl7").read_bytes()
    if b"^Base64^" not in raw:
        return None
    return base64.b64decode(raw.split(b"^Base64^")[1].split(b"|")[0], validate=True)


def test_there_are_enough_and_they_are_small() -> None:
    assert len(FOLDERS) >= 14
    assert sum(f.stat().st_size for folder in FOLDERS for f in folder.iterdir()) < 6_000_000
    kinds = {json.loads((f / "truth.json").read_text(encoding="utf-8"))["document_type"] for f in WHOLE}
    assert kinds == {kind.value for kind in DocumentType}, "one of every type"


def test_made_again_they_are_the_same_bytes(tmp_path: Path) -> None:
    said = (SAMPLES / "SOURCES.md").read_text(encoding="utf-8")
    digests = make.font_digests()
    if len(digests) < len(FONT_FILES):
        pytest.skip("the IPA fonts are not installed (Debian: apt install fonts-ipafont)")
    if missing():
        pytest.skip(f"fonts of the samples are not installed (Debian: apt install {' '.join(missing())})")
    if not all(digest in said for digest in digests.values()):
        pytest.skip("the IPA fonts here are another version than those in samples/SOURCES.md")
    make.make(tmp_path)
    made = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    for path, data in made.items():
        assert (SAMPLES / path).read_bytes() == data, path
    assert {p.parent.name for p in made if len(p.parts) > 1} == {f.name for f in FOLDERS}


def test_sources_name_every_file_with_its_digest() -> None:
    said = (SAMPLES / "SOURCES.md").read_text(encoding="utf-8")
    for file in [*SAMPLES.glob("*/document.dcm"), *SAMPLES.glob("*/message.hl7")]:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        line = next(x for x in said.splitlines() if x.startswith(f"| {file.relative_to(SAMPLES)} "))
        assert digest in line


ITEMS = {
    DocumentType.LAB_REPORT: (15, 130),
    DocumentType.OTHER: (0, 0),
    DocumentType.RADIOGRAPH: (0, 0),
}
"""Fewest and most items of a sample, by type."""


def tight(text: str) -> str:
    """Compatibility forms and spaces out."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize("folder", WHOLE, ids=name_of)
def test_truth_is_in_the_interchange_shape(folder: Path) -> None:
    truth = Extraction.from_json(json.loads((folder / "truth.json").read_text(encoding="utf-8")))
    fewest, most = ITEMS.get(truth.document_type, (3, 130))
    assert fewest <= len(truth.items) <= most
    assert truth.patient.id
    assert truth.patient.birth_date
    for item in truth.items:
        assert item.name
        assert item.value
        assert 1 <= item.page <= truth.page_count
        if folder.name != "hl7-oru-text":
            assert item.box is not None
            assert 0 < item.box.x0 < item.box.x1 < 1
            assert 0 < item.box.y0 < item.box.y1 < 1
    places = [(i.page, i.box) for i in truth.items if i.box]
    assert len(places) == len(set(places))


@pytest.mark.parametrize("folder", WHOLE, ids=name_of)
def test_boxes_hold_the_ink_of_their_value(folder: Path) -> None:
    """In a text layer the words inside the box are the value; in a picture there is ink in it, and none around."""
    truth = Extraction.from_json(json.loads((folder / "truth.json").read_text(encoding="utf-8")))
    data = payload(folder)
    if data is None and not (folder / "document.dcm").is_file():
        assert all(i.value in (folder / "message.hl7").read_text("utf-8") for i in truth.items)
        return
    if data is not None and data.startswith(b"%PDF") and folder.name != "hl7-oru-scanned-pdf":
        document = pypdfium2.PdfDocument(data)
        assert len(document) == truth.page_count
        for item in truth.items:
            page = document[item.page - 1]
            width, height = page.get_size()
            box = item.box
            assert box is not None
            words = page.get_textpage().get_text_bounded(
                box.x0 * width - 1, height - box.y1 * height, box.x1 * width + 1, height - box.y0 * height
            )
            # a unit may be printed in one run with its value, a statement over several lines
            assert tight(item.value) in tight(words), item
        document.close()
        return
    pages = pictures(folder, data)
    assert len(pages) == truth.page_count
    for item in truth.items:
        page, box = pages[item.page - 1], item.box
        assert box is not None
        x0, y0, x1, y1 = box.x0 * page.width, box.y0 * page.height, box.x1 * page.width, box.y1 * page.height
        assert page.crop((int(x0), int(y0), int(x1) + 1, int(y1) + 1)).getextrema()[0] < 110
        beside = page.crop((int(x1) + 2, int(y0), int(x1) + 5, int(y1)))
        assert beside.getextrema()[0] > 150, item


def pictures(folder: Path, data: bytes | None) -> list[Image.Image]:
    """Grey pages."""
    if data is None:
        pixels = pydicom.dcmread(folder / "document.dcm").pixel_array
        if pixels.ndim == 3 and pixels.shape[2] == 3:
            return [Image.fromarray(pixels).convert("L")]
        return [Image.fromarray(p) for p in (pixels if pixels.ndim == 3 else pixels[None])]
    if data.startswith(b"%PDF"):
        document = pypdfium2.PdfDocument(data)
        assert not any(page.get_textpage().get_text_bounded().strip() for page in document)
        found = [page.render(scale=2).to_pil().convert("L") for page in document]
        document.close()
        return found
    return [Image.open(io.BytesIO(data)).convert("L")]


@pytest.mark.parametrize("folder", DICOM, ids=name_of)
def test_dicom_names_have_three_groups(folder: Path) -> None:
    ds = pydicom.dcmread(folder / "document.dcm")
    name = ds.PatientName
    assert "\x1b" not in str(name)
    assert all(part.count("^") == 1 for part in str(name).split("="))
    assert len(name.components) == 3
    raw = ds.get_item("PatientName")
    assert raw is not None


def test_all_the_promised_transfer_syntaxes_and_charsets_are_there() -> None:
    read = [pydicom.dcmread(f / "document.dcm", stop_before_pixels=True) for f in DICOM]
    assert {str(ds.file_meta.TransferSyntaxUID.name) for ds in read} >= {
        "Implicit VR Little Endian",
        "Explicit VR Little Endian",
        "JPEG Baseline (Process 1)",
        "JPEG 2000 Image Compression (Lossless Only)",
        "JPEG-LS Lossless Image Compression",
        "RLE Lossless",
    }
    charsets = {str(ds.SpecificCharacterSet) for ds in read}
    assert {"ISO_IR 192", "['', 'ISO 2022 IR 87']", "['ISO 2022 IR 13', 'ISO 2022 IR 87']"} <= charsets
    assert any(int(ds.get("NumberOfFrames", 1)) == 3 for ds in read)


@pytest.mark.peer
@pytest.mark.parametrize("folder", DICOM, ids=name_of)
def test_dcmtk_reads_them_without_complaint(folder: Path) -> None:
    dcmdump = shutil.which("dcmdump")
    if dcmdump is None:
        pytest.skip("DCMTK's dcmdump is not installed (Debian: apt install dcmtk)")
    done = subprocess.run([dcmdump, folder / "document.dcm"], capture_output=True, check=False)
    assert done.returncode == 0
    assert done.stderr == b""


@pytest.mark.parametrize("folder", HL7, ids=name_of)
def test_hl7_says_its_character_set_truly(folder: Path) -> None:
    raw = (folder / "message.hl7").read_bytes()
    charset = raw.split(b"\r")[0].split(b"|")[17]
    text = raw.decode({b"~ISO IR87": "iso2022_jp", b"UNICODE UTF-8": "utf-8"}[charset])
    pid = next(s for s in text.split("\r") if s.startswith("PID")).split("|")
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    family, given = pid[5].split("~")[0].split("^")[:2]
    assert truth["patient"]["name"].replace("\u3000", " ") == f"{family} {given}"
    assert pid[3].split("^")[0] == truth["patient"]["id"]
    assert raw.endswith(b"\r")


def test_one_name_is_cut_by_whoever_splits_before_decoding() -> None:
    raw = (SAMPLES / "hl7-oru-iso2022jp-pdf/message.hl7").read_bytes()
    pid = next(s for s in raw.split(b"\r") if s.startswith(b"PID"))
    assert len(pid.split(b"|")) != len(pid.decode("iso2022_jp").split("|")) or pid.split(b"|")[5].count(
        b"^"
    ) != pid.decode("iso2022_jp").split("|")[5].count("^")


def test_the_broken_ones_are_broken() -> None:
    with pytest.raises(pypdfium2.PdfiumError, match="password"):
        pypdfium2.PdfDocument(payload(SAMPLES / "broken-dicom-pdf-encrypted") or b"")
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(payload(SAMPLES / "broken-dicom-pdf-cut") or b"")
    with pytest.raises(binascii.Error):
        payload(SAMPLES / "broken-hl7-base64")
    cut = (SAMPLES / "broken-dicom-truncated/document.dcm").read_bytes()
    at = cut.index(b"\x42\x00\x11\x00OB")
    assert int.from_bytes(cut[at + 8 : at + 12], "little") > len(cut) - at - 12
    header = (SAMPLES / "broken-hl7-no-type/message.hl7").read_bytes().split(b"\r")[0].split(b"|")
    assert header[8] == header[9] == b""


def test_the_mismatch_names_another_patient_than_its_header() -> None:
    folder = SAMPLES / "dicom-pdf-other-patient"
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    ds = pydicom.dcmread(folder / "document.dcm")
    assert ds.PatientID == AOYAMA.id != truth["patient"]["id"]
    assert truth["patient_mismatch"] is True
