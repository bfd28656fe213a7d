"""The modality that a DICOM file names reaches the engine as a hint."""

from __future__ import annotations

from pathlib import Path

import pydicom
import pytest

from gateway.document_files import Reading, read, works
from inference import extract
from inference.types import OpenedDocument, Request
from mappers.model import DocumentType, EngineInfo, Extraction, PrintedPatient

SAMPLES = Path(__file__).parents[3] / "samples"


class Listener:
    """An engine that keeps what it was told."""

    def __init__(self) -> None:
        self.requests: list[Request] = []

    def read(self, document: OpenedDocument, request: Request) -> Extraction:
        self.requests.append(request)
        return Extraction(
            document_type=DocumentType.OTHER,
            language="ja",
            patient=PrintedPatient(),
            items=(),
            page_count=document.page_count,
            engine=EngineInfo("listener", "1", "", "", ""),
        )


@pytest.mark.parametrize("sample", ["dicom-sc-radiograph", "dicom-pdf-spirometry"])
def test_a_files_modality_is_the_engines_hint(sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    listener = Listener()
    monkeypatch.setattr(extract, "_engine", lambda name, options: listener)
    path = SAMPLES / sample / "document.dcm"
    (work,) = works(path, None, sample)
    read(work, Reading())
    assert [r.hints["modality"] for r in listener.requests] == [
        str(pydicom.dcmread(path, stop_before_pixels=True).Modality)
    ]
