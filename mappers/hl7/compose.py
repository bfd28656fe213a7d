"""One document's results as ORU^R01 (HL7 v2.5.1 §7.3.1): MSH PID { [ORC] OBR NTE { OBX NTE... } [SPM] }.

One OBR a specimen, since an OBX cannot name its own. The same input gives the same bytes, MSH-10 included, so that a
receiver recognises what is sent again. OBR-3 is our document's id: what a correction refers to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from mappers.encodable import Encoding, encode, fit
from mappers.fhir.inputs import FhirResults, MappingInput
from mappers.fhir.json_text import Resource
from mappers.hl7.codes import Codes
from mappers.hl7.compose_segments import (
    msh,
    obr,
    obr_notes,
    obx,
    obx_3,
    obx_notes,
    orc,
    pid,
    spm,
    withdrawn_obx,
)
from mappers.hl7.er7 import Part, er7, with_control_id
from mappers.model import Item
from mappers.results_by_specimen import results_by_specimen

VERSION = "2.5.1"


@dataclass(frozen=True, slots=True)
class Receiver:
    """What the receiver of messages expects in them."""

    encoding: Encoding = Encoding.ISO_2022_JP
    vendor_rows: bool = True  # NEC's and IBM's characters (①, 髙) under JIS X 0208's escape
    sending_application: str = "KARTEBRIDGE"
    sending_facility: str = ""
    receiving_application: str = ""
    receiving_facility: str = ""
    processing_id: str = "P"  # HL7 table 0103
    enhanced: bool = False  # asks for an accept acknowledgement alone (§2.9.3)
    codes: tuple[Codes, ...] = (
        Codes.JLAC10,
        Codes.LOINC,
        Codes.LOCAL,
    )  # OBX-3, the two first that an item has
    notes: bool = True  # NTE with page, box and confidence behind each OBX


class Fitting:
    """Fits every value to the receiver's characters and remembers what had no place."""

    def __init__(self, receiver: Receiver) -> None:
        self._receiver = receiver
        self.missing: dict[str, None] = {}

    def __call__(self, value: str) -> str:
        """The value as the receiver can read it."""
        fitted = fit(value, self._receiver.encoding, vendor_rows=self._receiver.vendor_rows)
        self.missing.update(dict.fromkeys(fitted.missing))
        return fitted.text


def oru_r01(inp: MappingInput, mapped: FhirResults, receiver: Receiver) -> bytes:
    """The message without MLLP framing, in the receiver's encoding. Values left out of `inp` are not in it."""
    fitting = Fitting(receiver)
    text = _message(inp, mapped, receiver, fitting, ())
    if fitting.missing:  # told in the message itself, so it is put together once more
        text = _message(inp, mapped, receiver, fitting, tuple(fitting.missing))
    return encode(with_control_id(text), receiver.encoding, vendor_rows=receiver.vendor_rows)


def _message(
    inp: MappingInput, mapped: FhirResults, receiver: Receiver, fitting: Fitting, missing: tuple[str, ...]
) -> str:
    header = msh(
        inp,
        "ORU_R01",
        application=receiver.sending_application,
        facility=receiver.sending_facility,
        to_application=receiver.receiving_application,
        to_facility=receiver.receiving_facility,
        processing_id=receiver.processing_id,
        encoding=receiver.encoding,
        enhanced=receiver.enhanced,
    )
    groups = results_by_specimen(inp, mapped)
    gone = [r for r in mapped.resources if r["resourceType"] == "Observation" and r["id"] in mapped.withdrawn]
    orders = tuple(
        _order(inp, receiver, number, specimen, items, missing, gone if number == 1 else ())
        for number, (specimen, items) in enumerate(groups.items(), start=1)
    )
    result = Part("ORU_R01_PATIENT_RESULT", parts=(Part("ORU_R01_PATIENT", parts=(pid(inp),)), *orders))
    return er7("ORU_R01", VERSION, (header, result), fitting)


def _order(
    inp: MappingInput,
    receiver: Receiver,
    number: int,
    specimen: str,
    items: list[tuple[Item, str]],
    missing: tuple[str, ...],
    gone: Sequence[Resource],
) -> Part:
    named = specimen or inp.envelope.specimen
    return Part(
        "ORU_R01_ORDER_OBSERVATION",
        parts=(
            orc(inp, number),
            obr(inp, number),
            *obr_notes(inp, missing),
            *(
                Part("ORU_R01_OBSERVATION", parts=segments)
                for segments in (
                    *results(inp, items, receiver.codes, notes=receiver.notes),
                    *(
                        withdrawn_obx(one, place, receiver.codes)
                        for place, one in enumerate(gone, start=len(items) + 1)
                    ),
                )
            ),
            *((Part("ORU_R01_SPECIMEN", parts=(spm(number, named),)),) if named else ()),
        ),
    )


def results(
    inp: MappingInput, items: list[tuple[Item, str]], codes: tuple[Codes, ...], *, notes: bool
) -> list[tuple[Part, ...]]:
    """OBX with its NTEs for each item; OBX-4 tells those of one OBX-3 apart."""
    names = [str(obx_3(item, codes)) for item, _ in items]
    count, seen = Counter(names), Counter[str]()
    found: list[tuple[Part, ...]] = []
    for place, (name, (item, observation_id)) in enumerate(zip(names, items, strict=True), start=1):
        seen[name] += 1
        sub_id = str(seen[name]) if count[name] > 1 else ""
        beside = obx_notes(item, observation_id) if notes else ()
        found.append((obx(inp, item, place, codes, sub_id), *beside))
    return found
