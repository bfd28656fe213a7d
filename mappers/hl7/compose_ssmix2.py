"""One laboratory document's results as a file of SS-MIX2's standardised storage: OML-11, an OUL^R22 (HL7 v2.5).

What is written is what the National Hospital Organization's sample storage shows (`nhoHQ/SSMIX2DataTestingTool`,
commit 550fdcd1): folders by patient id, day and data type, MSH-18 `~ISO IR87`, MSH-21, SPM before OBR, and a file that
ends CR FS without a leading VT. Its path is read from the message itself.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b32encode
from dataclasses import dataclass
from pathlib import PurePosixPath

from mappers.encodable import Encoding, encode
from mappers.fhir.inputs import FhirResults, MappingInput
from mappers.hl7.codes import Codes
from mappers.hl7.compose import Fitting, Receiver, results
from mappers.hl7.compose_segments import msh, obr, obr_notes, orc, pid, spm
from mappers.hl7.er7 import Composite, Part, er7, with_control_id
from mappers.hl7.message import read
from mappers.model import DocumentType, Item
from mappers.results_by_specimen import results_by_specimen

DATA_TYPE = "OML-11"
"""Laboratory results; the data type of the standardised storage that an OUL^R22 belongs to."""

LABORATORY = (DocumentType.LAB_REPORT, DocumentType.URINALYSIS, DocumentType.BLOOD_GAS)
_PROFILE: Composite = ("SS-MIX2_1.20", "SS-MIX2", "1.2.392.200250.2.1.100.1.2.120", "ISO")
_UNKNOWN_SPECIMEN = "不明"
_END = b"\x1c"
_UNSAFE = re.compile(r"[^A-Za-z0-9-]")
_WITHDRAWN = "D"


@dataclass(frozen=True, slots=True)
class StorageFile:
    """Where a message belongs: its path below the root, and the pattern of what it takes the place of."""

    folder: PurePosixPath
    name: str
    replaces: re.Pattern[str]  # names of active files of the same document


def oul_r22(inp: MappingInput, mapped: FhirResults) -> bytes:
    """The file's bytes. `inp` is of one of the LABORATORY types. The same input gives the same bytes."""
    fitting = Fitting(Receiver())
    text = _message(inp, mapped, fitting, ())
    if fitting.missing:
        text = _message(inp, mapped, fitting, tuple(fitting.missing))
    return encode(with_control_id(text), Encoding.ISO_2022_JP) + _END


def storage_file(body: bytes, patient_id_digits: int = 0) -> StorageFile:
    """Where a body of `oul_r22` belongs: <id 1-3>/<id 4-6>/<id>/<day>/OML-11/<id>_<day>_OML-11_<key>_<time>_-_<flag>.

    `patient_id_digits`: ids of digits alone are filled up with zeros in front; 0: as they are. The key is made from our
    document's id, so that a file of another system is never taken for ours.
    """
    msg = read(body)
    pid_segment, obr_segment = msg.first("PID"), msg.first("OBR")
    assert pid_segment is not None
    assert obr_segment is not None
    patient = pid_segment.get(3)
    patient = patient.zfill(patient_id_digits) if patient.isdigit() else patient
    patient = _UNSAFE.sub(lambda m: f"%{ord(m.group()):02X}", patient)
    made = re.sub(r"\D", "", msg.header.get(7)[:14]).ljust(17, "0")
    day = obr_segment.get(7)[:8] or made[:8]
    key = "K" + b32encode(hashlib.sha256(obr_segment.get(3).encode()).digest()).decode()[:14]
    active = int(any(obx.get(11) != _WITHDRAWN for obx in msg.all("OBX")))
    folder = PurePosixPath(patient[:3], patient[3:6] or "-", patient, day, DATA_TYPE)
    name = f"{patient}_{day}_{DATA_TYPE}_{key}_{made}_-_{active}"
    earlier = re.compile(re.escape(f"{patient}_{day}_{DATA_TYPE}_{key}_") + r"(\d{17})_-_1")
    return StorageFile(folder, name, earlier)


def _message(inp: MappingInput, mapped: FhirResults, fitting: Fitting, missing: tuple[str, ...]) -> str:
    header = msh(
        inp,
        "OUL_R22",
        application="KARTEBRIDGE",
        facility="",
        to_application="",
        to_facility="",
        processing_id="P",
        encoding=Encoding.ISO_2022_JP,
        version="2.5",
    )
    header = Part("MSH", {**header.fields, 20: "ISO 2022-1994", 21: _PROFILE})
    specimens = tuple(
        _specimen(inp, number, specimen, items, missing)
        for number, (specimen, items) in enumerate(results_by_specimen(inp, mapped).items(), start=1)
    )
    return er7("OUL_R22", "2.5", (header, Part("OUL_R22_PATIENT", parts=(pid(inp),)), *specimens), fitting)


def _specimen(
    inp: MappingInput, number: int, specimen: str, items: list[tuple[Item, str]], missing: tuple[str, ...]
) -> Part:
    codes = (Codes.JLAC10, Codes.LOCAL)
    order = Part(
        "OUL_R22_ORDER",
        parts=(
            obr(inp, number),
            orc(inp, number),
            *obr_notes(inp, missing),
            *(Part("OUL_R22_RESULT", parts=segments) for segments in results(inp, items, codes, notes=True)),
        ),
    )
    named = specimen or inp.envelope.specimen or _UNKNOWN_SPECIMEN
    return Part("OUL_R22_SPECIMEN", parts=(spm(number, named), order))
