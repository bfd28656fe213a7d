"""Who and what an HL7 v2 message is about: MSH, PID, ORC, OBR, SPM, TXA to an Envelope."""

from __future__ import annotations

from mappers.hl7.message import Hl7Message, Segment
from mappers.hl7.values import authority, iso_date, iso_time, person_name, sex
from mappers.model import Envelope, PatientIdentity, PatientNumber, Source

_PATIENT_NUMBER_TYPES = ("PI", "MR", "PT", "PN")  # HL7 table 0203, the hospital's own numbers first


def envelope(msg: Hl7Message, peer: str = "") -> Envelope:
    """What routing looks at and mapping refers to. `peer` is the sender's IP address. Missing parts stay empty."""
    msh = msg.header
    return Envelope(
        source=Source.MLLP,
        control_id=msh.get(10),
        patient=patient(msg),
        peer=peer,
        message_type=msg.message_type,
        sending_application=msh.get(3),
        sending_facility=msh.get(4),
        document_title=_title(msg),
        accession_number=_get(msg, "OBR", 18) or _get(msg, "OBR", 3) or _get(msg, "ORC", 3),
        order_number=_get(msg, "OBR", 2) or _get(msg, "ORC", 2),
        specimen=_specimen(msg),
        visit_number=_get(msg, "PV1", 19).partition("^")[0],
        message_time=iso_time(msh.get(7)),
        document_time=next(
            (
                time
                for name, n in (("OBR", 7), ("TXA", 4), ("OBR", 22))
                if (time := iso_time(_get(msg, name, n)))
            ),
            None,
        ),
    )


def patient(msg: Hl7Message) -> PatientIdentity:
    """The first PID's patient; an empty identity where there is no PID."""
    pid = msg.first("PID")
    return PatientIdentity() if pid is None else identity(pid)


def identity(pid: Segment) -> PatientIdentity:
    """PID-3 (PID-2 in old messages), PID-5, PID-7, PID-8."""
    found = numbers(pid, 3) or numbers(pid, 2)[:1]
    first = found[0] if found else PatientNumber("")
    return PatientIdentity(
        id=first.id,
        assigning_authority=first.assigning_authority,
        name=person_name(pid, 5),
        birth_date=iso_date(pid.get(7)),
        sex=sex(pid.get(8)),
        numbers=found,
    )


def numbers(segment: Segment, field: int) -> tuple[PatientNumber, ...]:
    """The numbers of a CX field: those of a type that a hospital gives first, else in the sender's order."""
    found = [
        PatientNumber(segment.component(one, 1), authority(segment, one), segment.component(one, 5).upper())
        for one in segment.repetitions(field)
        if segment.component(one, 1)
    ]
    kinds = _PATIENT_NUMBER_TYPES
    return tuple(sorted(found, key=lambda one: kinds.index(one.type) if one.type in kinds else len(kinds)))


def _get(msg: Hl7Message, name: str, field: int) -> str:
    """The first value of a field over all segments of that name: groups repeat and may leave it out."""
    return next((value for segment in msg.all(name) if (value := segment.get(field))), "")


def coded_text(segment: Segment, field: int) -> str:
    """The words of a coded element (CE/CWE): its text, its alternate text, its original text, else its code."""
    return next((t for n in (2, 5, 9, 1) if (t := segment.get(field, n))), "")


def _title(msg: Hl7Message) -> str:
    """What the message calls its document: OBR-4, TXA-2 (table 0270), or the first embedded document's OBX-3."""
    for name, field in (("OBR", 4), ("TXA", 2)):
        for segment in msg.all(name):
            if title := coded_text(segment, field):
                return title
    return next((coded_text(obx, 3) for obx in msg.all("OBX") if obx.get(2) in ("ED", "TX", "FT")), "")


def _specimen(msg: Hl7Message) -> str:
    """SPM-4, else OBR-15 (SPS: specimen source, whose first component is a coded element of subcomponents)."""
    for spm in msg.all("SPM"):
        if text := coded_text(spm, 4):
            return text
    for obr in msg.all("OBR"):
        if text := obr.get(15, 1, 2) or obr.get(15, 1, 1):
            return text
    return ""
