"""The segments of outbound results, each from the reading (HL7 v2.5.1 ch. 2, 3, 4, 7; SS-MIX2 has the same fields)."""

from __future__ import annotations

import re

from mappers.encodable import Encoding
from mappers.evidence_text import evidence_text
from mappers.fhir.canonical import JLAC10, LOINC
from mappers.fhir.device import device_id
from mappers.fhir.inputs import MappingInput
from mappers.fhir.json_text import Resource
from mappers.fhir.observation import collected, result_status
from mappers.fhir.report_kind import report_kind
from mappers.fhir.value import render
from mappers.hl7.codes import Codes
from mappers.hl7.compose_values import LOCAL, hl7_time, typed
from mappers.hl7.er7 import Composite, Part
from mappers.model import Item, PatientIdentity, ReportStatus, Sex
from mappers.overlooked_text import overlooked_text
from mappers.terminology.systems import JLAC10_DIGITS

OWN = "KARTEBRIDGE"
"""Namespace of the identifiers that we assign (EI-2)."""

_CHARSETS: dict[Encoding, tuple[list[Composite], str]] = {
    Encoding.UTF_8: (["UNICODE UTF-8"], ""),
    # Table 0211: the default set first (empty), then JIS X 0208; table 0356 says how they change over.
    Encoding.ISO_2022_JP: (["", "ISO IR87"], "ISO 2022-1994"),
}
_OBX_11 = {
    "registered": "O",
    "partial": "P",
    "preliminary": "P",
    "final": "F",
    "amended": "C",
    "corrected": "C",
    "cancelled": "X",
    "entered-in-error": "D",
}
"""HL7 table 0085 by Observation.status."""
_CORRECTED = (ReportStatus.AMENDED, ReportStatus.CORRECTED)
_OBR_25 = {"D": "C"}
"""Table 0123 where it differs: a report whose values are deleted is a corrected one."""
_OTHER_SECTION = "OTH"
"""OBR-24 (table 0074) of documents whose kind has no section."""
_SEX = {Sex.MALE: "M", Sex.FEMALE: "F", Sex.UNKNOWN: "U"}
_OID = re.compile(r"[0-2](?:\.\d+)+")


def msh(
    inp: MappingInput,
    structure: str,
    *,
    application: str,
    facility: str,
    to_application: str,
    to_facility: str,
    processing_id: str,
    encoding: Encoding,
    enhanced: bool = False,
    version: str = "2.5.1",
) -> Part:
    """MSH without its control id. MSH-7 is when the reading was made, so that it stays the same."""
    charset, scheme = _CHARSETS[encoding]
    return Part(
        "MSH",
        {
            3: application,
            4: facility,
            5: to_application,
            6: to_facility,
            7: _recorded(inp),
            9: (*structure.split("_"), structure),
            10: "-",
            11: processing_id,
            12: version,
            15: "AL" if enhanced else "",
            16: "NE" if enhanced else "",
            17: "JPN",
            18: charset,
            20: scheme,
        },
    )


def pid(inp: MappingInput) -> Part:
    """PID: the person that the document is filed under, never what the page prints."""
    person = inp.envelope.patient
    return Part(
        "PID",
        {
            1: "1",
            3: (person.id, "", "", _authority(person.assigning_authority), "PI"),
            5: _names(person),
            7: (person.birth_date or "").replace("-", ""),
            8: _SEX[person.sex],
        },
    )


def orc(inp: MappingInput, number: int) -> Part:
    """ORC: results that follow an order (table 0119 RE)."""
    return Part("ORC", {1: "RE", 2: inp.envelope.order_number, 3: filler(inp, number)})


def obr(inp: MappingInput, number: int) -> Part:
    """OBR: what kind of document was read, and its state."""
    kind = report_kind(inp)
    title = inp.document.title or kind.title
    code: Composite = (
        (kind.report_loinc, kind.title, "LN")
        if kind.report_loinc
        else (inp.extraction.document_type.value, kind.title, LOCAL)
    )
    status = obx_11(inp)
    return Part(
        "OBR",
        {
            1: str(number),
            2: inp.envelope.order_number,
            3: filler(inp, number),
            4: code,
            7: hl7_time(collected(inp)),
            13: title if title != kind.title else "",
            18: inp.envelope.accession_number,
            22: _recorded(inp),
            24: kind.section or _OTHER_SECTION,
            25: _OBR_25.get(status, status),
        },
    )


def obr_notes(inp: MappingInput, missing: tuple[str, ...]) -> tuple[Part, ...]:
    """NTE of the whole: that software read it, what it did not read, and which characters have no place in the set."""
    engine = inp.extraction.engine
    name = " ".join(part for part in (engine.name, engine.version, engine.model) if part)
    signed = "" if obx_11(inp) == "F" else " and not signed by a person"
    texts = [
        f"Read by software (AI){signed}: engine={name}; document={inp.document.id}; sha256={inp.document.digest}"
    ]
    texts += [f"Page {unread.page} could not be read: {unread.reason}" for unread in inp.extraction.unread]
    texts += [
        f"Page {page}: {overlooked_text(places)}"
        for page, places in inp.extraction.overlooked_by_page.items()
    ]
    if missing:
        points = " ".join(f"U+{ord(c):04X}" for c in missing)
        texts.append(f"The character set of this message lacks these; a geta mark stands for each: {points}")
    return _notes(texts)


def obx(inp: MappingInput, item: Item, place: int, codes: tuple[Codes, ...], sub_id: str = "") -> Part:
    """OBX: one value."""
    value = typed(item)
    return Part(
        "OBX",
        {
            1: str(place),
            2: value.kind,
            3: obx_3(item, codes),
            4: sub_id,
            5: value.value,
            6: _unit(item),
            7: item.reference_range or "",
            8: item.flag.value if item.flag else "",
            11: obx_11(inp),
            14: hl7_time(collected(inp, item)),
            17: ("", item.method) if item.method else "",
            18: (device_id(inp), OWN),
            19: _recorded(inp),
        },
    )


def obx_3(item: Item, codes: tuple[Codes, ...]) -> Composite:
    """OBX-3: the first two of `codes` that the item has (CE holds two); the printed name is always the first text."""
    known = {
        Codes.JLAC10: (item.jlac10 or "", "JC10") if len(item.jlac10 or "") == JLAC10_DIGITS else None,
        Codes.LOINC: (item.loinc, "LN") if item.loinc else None,
        Codes.LOCAL: (item.standard_name or item.name, LOCAL),
    }
    found = [pair for one in codes if (pair := known[one])][:2] or [(item.name, LOCAL)]
    parts = [part for (code, system) in found for part in (code, item.name, system)]
    return tuple(parts)


def obx_notes(item: Item, observation_id: str) -> tuple[Part, ...]:
    """NTE of one value: what the row says beside it, then where it stands on the page and how sure its reading is."""
    comment = [item.comment] if item.comment else []
    return _notes([*comment, evidence_text(item, observation_id)])


def withdrawn_obx(resource: Resource, place: int, codes: tuple[Codes, ...]) -> tuple[Part, ...]:
    """An Observation of an earlier reading that this one has not: OBX with D (table 0085), and which one it was."""
    name = resource["code"].get("text", "")
    by_system = {c.get("system"): c["code"] for c in resource["code"].get("coding", []) if "code" in c}
    item = Item(name, "-", 1, None, 0.0, False, loinc=by_system.get(LOINC), jlac10=by_system.get(JLAC10))
    value, unit = render(resource)
    return (
        Part(
            "OBX",
            {
                1: str(place),
                2: "ST",
                3: obx_3(item, codes),
                5: value or "",
                6: (unit, unit, LOCAL) if unit else "",
                11: "D",
            },
        ),
        *_notes([f"withdrawn; observation={resource['id']}"]),
    )


def obx_11(inp: MappingInput) -> str:
    """OBX-11: preliminary until a person signs, corrected or deleted where the sender's document is.

    A document that its sender corrects replaces results, whoever has signed: C (table 0085) says so, P would not.
    """
    found = _OBX_11.get(result_status(inp.document.status), "P")
    return "C" if found == "P" and inp.document.status in _CORRECTED else found


def spm(number: int, name: str) -> Part:
    """SPM: the specimen by its name alone."""
    return Part("SPM", {1: str(number), 4: ("", name)})


def filler(inp: MappingInput, number: int) -> Composite:
    """OBR-3: our id of the document, of all its versions, with the number of the group where there are several."""
    document = inp.document.results_id
    return (document if number == 1 else f"{document}.{number}", OWN)


def _recorded(inp: MappingInput) -> str:
    return hl7_time(inp.recorded.astimezone(inp.site.time_zone).replace(microsecond=0).isoformat())


def _unit(item: Item) -> Composite:
    """OBX-6: the UCUM code where known, the printed text beside it."""
    if not item.unit:
        return ""
    return (item.ucum, item.unit, "UCUM") if item.ucum else (item.unit, item.unit, LOCAL)


def _authority(authority: str) -> str | list[str]:
    """CX-4 as HD (§2.A.36)."""
    bare = authority.removeprefix("urn:oid:")
    return ["", bare, "ISO"] if _OID.fullmatch(bare) else bare


def _names(person: PatientIdentity) -> list[Composite]:
    """PID-5: a repetition a group, XPN-8 telling them apart (table 4000)."""
    groups = (("I", person.name.ideographic), ("P", person.name.phonetic), ("A", person.name.alphabetic))
    return [_name(code, name) for code, name in groups if name]


def _name(representation: str, name: str) -> Composite:
    family, _, given = name.replace("\u3000", " ").strip().partition(" ")
    return (family, given.strip(), "", "", "", "", "L", representation)


def _notes(texts: list[str]) -> tuple[Part, ...]:
    return tuple(Part("NTE", {1: str(n), 3: text}) for n, text in enumerate(texts, start=1))
