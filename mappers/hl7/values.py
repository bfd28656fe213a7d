"""HL7 v2 data types to our words: times, names, identifiers, statuses."""

from __future__ import annotations

import re
from datetime import date

from mappers.hl7.message import Segment
from mappers.model import PersonName, ReportStatus, Sex
from mappers.person_name import group_by_script

_TS = re.compile(r"^(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:\.(\d{1,6}))?([+-]\d{4})?$")

RESULT_STATUS = {
    "A": ReportStatus.AMENDED,
    "C": ReportStatus.CORRECTED,
    "D": ReportStatus.ENTERED_IN_ERROR,
    "W": ReportStatus.ENTERED_IN_ERROR,
    "F": ReportStatus.FINAL,
    "U": ReportStatus.FINAL,
    "P": ReportStatus.PRELIMINARY,
    "R": ReportStatus.PRELIMINARY,
    "S": ReportStatus.PRELIMINARY,
    "X": ReportStatus.CANCELLED,
}
"""OBX-11 (HL7 table 0085)."""

ORDER_STATUS = RESULT_STATUS | {"A": ReportStatus.PRELIMINARY}
"""OBR-25 (HL7 table 0123), in which A says that some results are still to come."""

COMPLETION_STATUS = {
    "AU": ReportStatus.FINAL,
    "LA": ReportStatus.FINAL,
    "DI": ReportStatus.PRELIMINARY,
    "DO": ReportStatus.PRELIMINARY,
    "IN": ReportStatus.PRELIMINARY,
    "IP": ReportStatus.PRELIMINARY,
    "PA": ReportStatus.PRELIMINARY,
}
"""TXA-17 (HL7 table 0271)."""


def iso_time(ts: str) -> str | None:
    """A TS/DTM (`YYYY[MM[DD[HH[MM[SS[.S+]]]]]][+/-ZZZZ]`, §2.A.22) as ISO 8601, no more precise than it was sent;
    the zone only where the sender gave one; None for what is no time."""
    match = _TS.match(ts.strip())
    if not match:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    if int(hour or 0) > 23 or int(minute or 0) > 59 or int(second or 0) > 60:
        return None
    text = "-".join(part for part in (year, month, day) if part)
    if hour is None:
        return text
    text += f"T{hour}:{minute or '00'}"
    if second:
        text += f":{second}" + (f".{fraction}" if fraction else "")
    return text + (f"{zone[:3]}:{zone[3:]}" if zone else "")


def iso_date(ts: str) -> str | None:
    """The day of a TS as YYYY-MM-DD; None where it is not known to the day."""
    text = iso_time(ts)
    return text[:10] if text and len(text) >= 10 else None


def sex(code: str) -> Sex:
    """HL7 table 0001."""
    return {"M": Sex.MALE, "F": Sex.FEMALE}.get(code.strip().upper()[:1], Sex.UNKNOWN)


def person_name(segment: Segment, field: int) -> PersonName:
    """The three groups of a repeated XPN field (§2.A.88): XPN-8 says A, I or P; where it is silent the script does.

    Of names for one group the legal one (XPN-7 `L`, or none given) wins over the first other.
    """
    groups: dict[str, tuple[int, str]] = {}
    for repetition in segment.repetitions(field):
        family, given = segment.component(repetition, 1), segment.component(repetition, 2)
        name = " ".join(part for part in (family, given, segment.component(repetition, 3)) if part)
        if not name:
            continue
        group = segment.component(repetition, 8).upper()[:1]
        if group not in ("A", "I", "P"):
            group = group_by_script(name)
        rank = 0 if segment.component(repetition, 7).upper() in ("", "L", "D") else 1
        if group not in groups or rank < groups[group][0]:
            groups[group] = (rank, name)
    texts = {group: name for group, (_, name) in groups.items()}
    return PersonName(texts.get("A", ""), texts.get("I", ""), texts.get("P", ""))


def authority(segment: Segment, repetition: str) -> str:
    """CX-4 as a universal id where it has one, else its namespace (HD, §2.A.36)."""
    return segment.component(repetition, 4, 2) or segment.component(repetition, 4, 1)
