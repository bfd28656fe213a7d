"""Stored messages opened again, whatever standard they came by."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.material import ct_template
from gateway import intake
from gateway.intake import Opened, Unreadable
from gateway.settings import Pages, Settings
from gateway.store.schema import MessageState
from mappers.model import Source
from tests.peers.staged_site import StagedSite, oru, staged_site

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
DICOM = SAMPLES / "dicom-pdf-iso2022/document.dcm"
HL7 = SAMPLES / "hl7-mdm-iso2022jp-pdf/message.hl7"
CUT = SAMPLES / "broken-dicom-truncated/document.dcm"


def opened(site: StagedSite, raw: bytes, source: Source) -> Opened | Unreadable:
    return intake.open_message(site.blobs, site.row(site.keep(raw, source=source)), site.settings)


def test_both_standards_give_the_same_kind_of_thing(tmp_path: Path) -> None:
    with staged_site(tmp_path) as site:
        dicom = opened(site, DICOM.read_bytes(), Source.DICOM)
        hl7 = opened(site, HL7.read_bytes(), Source.MLLP)
        assert isinstance(dicom, Opened)
        assert isinstance(hl7, Opened)
        for one, source in ((dicom, Source.DICOM), (hl7, Source.MLLP)):
            assert one.envelope.source is source
            assert one.envelope.peer == "192.0.2.7"
            assert one.envelope.patient.name.ideographic
            assert [d.data[:5] for d in one.documents] == [b"%PDF-"]
            assert one.problems == ()


@pytest.mark.parametrize(("raw", "source"), [(DICOM, Source.DICOM), (HL7, Source.MLLP)], ids=["DICOM", "HL7"])
def test_the_quick_envelope_is_the_whole_one(tmp_path: Path, raw: Path, source: Source) -> None:
    with staged_site(tmp_path) as site:
        row = site.row(site.keep(raw.read_bytes(), source=source))
        whole = intake.open_message(site.blobs, row, site.settings)
        assert isinstance(whole, Opened)
        assert intake.envelope_of(site.blobs, row, site.settings) == whole.envelope


@pytest.mark.parametrize(
    ("raw", "source", "says"),
    [
        (CUT.read_bytes(), Source.DICOM, "the object cannot be parsed"),
        (b"no DICOM at all", Source.DICOM, "the object cannot be parsed"),
        (b"PID|1||90000017\r", Source.MLLP, "not HL7 v2 that can be read"),
    ],
)
def test_what_cannot_be_parsed_is_said_without_its_content(
    tmp_path: Path, raw: bytes, source: Source, says: str
) -> None:
    with staged_site(tmp_path) as site:
        found = opened(site, raw, source)
        assert isinstance(found, Unreadable)
        assert says in found.reason
        assert "90000017" not in found.reason


def test_a_message_over_the_bound_is_not_opened(tmp_path: Path) -> None:
    with staged_site(tmp_path) as site:
        raw = oru("x" * 2000)
        row = site.row(site.keep(raw))
        small = Settings(pages=Pages(max_bytes=len(raw) - 1))
        found = intake.open_message(site.blobs, row, small)
        assert isinstance(found, Unreadable)
        assert "pages.max_bytes" in found.reason
        enough = Settings(pages=Pages(max_bytes=len(raw)))
        assert isinstance(intake.open_message(site.blobs, row, enough), Opened)


def test_files_are_told_apart_by_what_they_hold(tmp_path: Path) -> None:
    settings = Settings()
    told = {"calling_ae": "PACS01", "called_ae": "", "peer": ""}
    dicom = intake.open_bytes(DICOM.read_bytes(), settings, **told)
    assert isinstance(dicom, Opened)
    assert (dicom.envelope.source, dicom.envelope.calling_ae) == (Source.DICOM, "PACS01")
    # As an MLLP frame, as SS-MIX2 files end, and with line feeds after the last segment.
    for framed in (b"\x0b" + oru("x") + b"\x1c\r", oru("x") + b"\x1c", oru("x") + b"\r\n"):
        hl7 = intake.open_bytes(framed, settings, **told)
        assert isinstance(hl7, Opened)
        assert [d.data for d in hl7.documents] == [b"x"]


def test_titles_are_those_of_the_documents_inside(tmp_path: Path) -> None:
    with staged_site(tmp_path) as site:
        row = site.row(site.keep(oru("x", "y")))
        assert intake.titles_of(site.blobs, row, site.settings) == ("Report 1", "Report 2")
        bad = site.row(site.keep(b"PID|1\r", control_id="A2"))
        assert intake.titles_of(site.blobs, bad, site.settings) == ()


def test_an_image_series_is_no_fault_of_the_sender(tmp_path: Path) -> None:
    """A slice of a CT holds no document: a note, and nothing for a person to do."""
    with staged_site(tmp_path) as site:
        ct = opened(site, ct_template(), Source.DICOM)
        assert isinstance(ct, Opened)
        assert (ct.documents, ct.problems) == ((), ())
        assert "anatomy" in ct.notes[0]
        message_id = site.keep(ct_template(), source=Source.DICOM)
        site.run(message_id)
        row = site.row(message_id)
        assert row.state is MessageState.DONE
        assert "anatomy" in row.reason
