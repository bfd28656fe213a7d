"""Files on the command line as documents (PDF, image, text, DICOM, HL7 v2) and whom each is filed under."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from gateway import intake
from gateway.settings import Settings
from inference.engines import EngineOptions
from inference.profiles import Profile
from inference.types import PageLimits
from mappers.model import Document, Envelope, Extraction, PatientIdentity
from mappers.terminology import SiteMaster, enrich

_MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".txt": "text/plain",
}  # fmt: skip


class NotReadable(Exception):
    """A file holds no document that can be read; the text says why."""


@dataclass(frozen=True, slots=True)
class Work:
    """One document of a file and whose it is."""

    document: Document
    filed_under: PatientIdentity | None
    label: str  # file name of the answer, without ending
    modality: str = ""  # DICOM (0008,0060) of the file, where it is one
    specimen: str = ""  # SPM-4 or OBR-15 of the message, where it is one


@dataclass(frozen=True, slots=True)
class Reading:
    """How documents are to be read: engine, what it is built with, dots an inch of PDF pages as pictures."""

    engine: str = "ocr"
    options: EngineOptions = field(default_factory=partial(EngineOptions, 0))  # all cores
    dpi: int = 200
    profile: Profile | None = None
    site: SiteMaster | None = None  # the hospital's own names and codes


def works(path: Path, told: PatientIdentity | None, label: str) -> list[Work]:
    """The documents of a file, each with the person it is filed under: the one told, else the header's.

    Raises NotReadable and OSError.
    """
    raw = path.read_bytes()
    if (
        raw[128:132] == b"DICM"
        or path.suffix.lower() in (".dcm", ".hl7")
        or raw.lstrip(b"\x0b")[:4] == b"MSH|"
    ):
        opened = intake.open_bytes(raw, Settings(), calling_ae="", called_ae="", peer="")
        if isinstance(opened, intake.Unreadable):
            raise NotReadable(opened.reason)
        if not opened.documents:
            raise NotReadable("; ".join((*opened.problems, *opened.notes)) or "no document inside")
        filed = told or _filed(opened.envelope)
        several = len(opened.documents) > 1
        modality, specimen = opened.envelope.modality, opened.envelope.specimen
        return [
            Work(d, filed, f"{label}-{d.ordinal}" if several else label, modality, specimen)
            for d in opened.documents
        ]
    media_type = _MEDIA_TYPES.get(path.suffix.lower(), "")
    return [Work(Document(1, raw, media_type), told, label)]


def read(work: Work, how: Reading) -> tuple[Extraction, float]:
    """What the document says, coded where certain, and the seconds that it took.

    Raises DocumentRefused, ModelAway and UnknownEngine.
    """
    from inference.extract import extract

    started = time.monotonic()
    document = work.document
    answer = extract(
        document.data,
        document.declared_media_type,
        how.engine,
        PageLimits(render_dpi=how.dpi),
        work.filed_under,
        how.options,
        how.profile,
        modality=work.modality,
    )
    answer = enrich(answer, header_specimen=work.specimen or None, site=how.site)
    return answer, time.monotonic() - started


def labelled(files: list[Path]) -> Iterator[tuple[str, Path]]:
    """A label for each file, the file's stem; with its folder's name, then a number, where stems collide."""
    stems = [path.stem for path in files]
    used: set[str] = set()
    for path in files:
        label = path.stem if stems.count(path.stem) == 1 else f"{path.resolve().parent.name}-{path.stem}"
        number, unique = 2, label
        while unique in used:
            unique, number = f"{label}-{number}", number + 1
        used.add(unique)
        yield unique, path


def _filed(envelope: Envelope) -> PatientIdentity | None:
    patient = envelope.patient
    return patient if patient.id or patient.birth_date or patient.name.variants() else None
