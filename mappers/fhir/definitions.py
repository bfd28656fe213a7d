"""Our own extensions, code systems and identifier systems: what they hold, and whether an extension holds it.

One table each. `structure.py` writes them as StructureDefinition, CodeSystem and NamingSystem (docs/fhir/definitions/);
`mistakes` checks what the mapping wrote against the same table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from mappers.fhir import canonical
from mappers.fhir.json_text import Resource


@dataclass(frozen=True, slots=True)
class Part:
    """A value in an extension. `kind` is a FHIR type, lower case first: the member is `value` + kind."""

    url: str
    kind: str
    says: str
    required: bool = False
    repeats: bool = False

    @property
    def member(self) -> str:
        """`valuePositiveInt` of `positiveInt`."""
        return "value" + self.kind[0].upper() + self.kind[1:]


@dataclass(frozen=True, slots=True)
class OwnExtension:
    """An extension of parts, or of one value where `value` is given."""

    url: str
    title: str
    says: str
    contexts: tuple[str, ...]
    parts: tuple[Part, ...] = ()
    value: Part | None = None


@dataclass(frozen=True, slots=True)
class OwnCodeSystem:
    """A code system; without concepts it is another's, of which we use a part."""

    url: str
    title: str
    says: str
    concepts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class OwnIdentifiers:
    """What an identifier.system of ours counts."""

    url: str
    title: str
    says: str


_FRACTION = "fraction of the page's width or height from its upper left corner, 0 to 1, five places"
EXTENSIONS = (
    OwnExtension(
        canonical.EVIDENCE,
        "Evidence of a value read from a page",
        "Where on the document a value stands, how sure its reading is, and what was printed where the value's own "
        "type cannot show it.",
        ("Observation", "Observation.component"),
        (
            Part("page", "positiveInt", "page of the document, from 1", required=True),
            Part(
                "x0",
                "decimal",
                f"left edge of the value's box: {_FRACTION}; none where nothing supports the value",
            ),
            Part("y0", "decimal", f"upper edge: {_FRACTION}"),
            Part("x1", "decimal", f"right edge: {_FRACTION}"),
            Part("y1", "decimal", f"lower edge: {_FRACTION}"),
            Part("confidence", "decimal", "how likely the reading is right, 0 to 1", required=True),
            Part("verified", "boolean", "whether the page's own words carry the value", required=True),
            Part(
                "printedValue",
                "string",
                "the value as printed, where value[x] shows it otherwise: `12,300`, `40倍`",
            ),
            Part(
                "printedUnit",
                "string",
                "the unit as printed, where value[x] has no place for it: of `1-4 /HPF`",
            ),
            Part("printedRange", "string", "the reference range as printed, where it became several"),
            Part("certainty", "code", "of a statement: affirmed, negated or suspected"),
            Part("warning", "string", "what is doubtful, in words for people", repeats=True),
        ),
    ),
    OwnExtension(
        canonical.UNREAD_PAGE,
        "Page that could not be read",
        "A page of the document from which nothing was read; the report's status is partial.",
        ("DiagnosticReport",),
        (
            Part("page", "positiveInt", "page of the document, from 1", required=True),
            Part("reason", "string", "why, in words for hospital IT", required=True),
        ),
    ),
    OwnExtension(
        canonical.OVERLOOKED_PLACES,
        "Places of a page that look like results and were not read",
        "A page that was read, with places that look like results and belong to none; the report's status is partial.",
        ("DiagnosticReport",),
        (
            Part("page", "positiveInt", "page of the document, from 1", required=True),
            Part("places", "positiveInt", "how many places of this page", required=True),
        ),
    ),
    OwnExtension(
        canonical.PROMPT_DIGEST,
        "Digest of the prompt",
        "SHA-256 of the prompt that a model was asked with: the same digest, the same question.",
        ("Provenance",),
        value=Part("value", "string", "SHA-256, hexadecimal", required=True),
    ),
)

CODE_SYSTEMS = (
    OwnCodeSystem(
        canonical.TAGS,
        "Tags of Kartebridge",
        "What a resource's meta.tag says of its reading.",
        (("unverified", "The page's own words do not support this value"),),
    ),
    OwnCodeSystem(
        canonical.JLAC10_ANALYTE,
        "Analyte and identification of JLAC10",
        "The first nine characters of JLAC10: analyte (5) and identification (4), where material and method are not "
        "printed. The codes are JLAC10's (Japanese Society of Laboratory Medicine, MEDIS-DC); nine characters are no "
        "code of master-JLAC10-17digits, therefore this system.",
    ),
)

IDENTIFIERS = (
    OwnIdentifiers(
        canonical.LOCAL_PATIENT_SYSTEM, "Patient id of this gateway's site", "no system was configured"
    ),
    OwnIdentifiers(
        canonical.DOCUMENT_DIGEST_SYSTEM, "Digest of a document", "SHA-256 of its bytes, hexadecimal"
    ),
    OwnIdentifiers(canonical.PAGE_DIGEST_SYSTEM, "Digest of a page", "SHA-256 of its picture, hexadecimal"),
    OwnIdentifiers(canonical.DOCUMENT_ID_SYSTEM, "The sender's document id", "TXA-12, or OBX-3 with OBX-4"),
    OwnIdentifiers(canonical.FINDING_SYSTEM, "Finding", "one value read from one document"),
    OwnIdentifiers(canonical.ORDER_SYSTEM, "Order number", "OBR-2, ORC-2 or DICOM (0040,2016), as sent"),
    OwnIdentifiers(
        canonical.ACCESSION_SYSTEM, "Accession number", "OBR-18, OBR-3 or DICOM (0008,0050), as sent"
    ),
    OwnIdentifiers(canonical.VISIT_SYSTEM, "Visit number", "PV1-19 or DICOM (0038,0010), as sent"),
    OwnIdentifiers(canonical.ENGINE_SYSTEM, "Reading engine", "its name in Kartebridge's table of engines"),
    OwnIdentifiers(
        canonical.AGENT_SYSTEM,
        "Who was given results",
        "a destination or client as the settings name it, token, or a session of the console",
    ),
)

_BY_URL = {extension.url: extension for extension in EXTENSIONS}
_TYPES: dict[str, type | tuple[type, ...]] = {
    "positiveInt": int,
    "decimal": (int, Decimal),
    "boolean": bool,
    "string": str,
    "code": str,
}


def is_own(extension: Resource) -> bool:
    """Whether an extension is one of ours, known or not."""
    return str(extension.get("url", "")).startswith(canonical.OWN)


def mistakes(extension: Resource) -> Iterator[str]:
    """What an extension of ours breaks of its own definition."""
    known = _BY_URL.get(extension["url"])
    if known is None:
        yield f"{extension['url']}: no such extension"
    elif known.value:
        yield from _value_mistakes(known.url, known.value, extension)
    else:
        yield from _part_mistakes(known, extension.get("extension", []))


def _part_mistakes(known: OwnExtension, held: list[Resource]) -> Iterator[str]:
    parts = {part.url: part for part in known.parts}
    counts = Counter(one.get("url", "") for one in held)
    for part in known.parts:
        if part.required and not counts[part.url]:
            yield f"{known.url}: {part.url} is missing"
        if counts[part.url] > 1 and not part.repeats:
            yield f"{known.url}: {part.url} stands twice"
    for one in held:
        known_part = parts.get(one.get("url", ""))
        if known_part is None:
            yield f"{known.url}: has no part {one.get('url')}"
        else:
            yield from _value_mistakes(f"{known.url}: {known_part.url}", known_part, one)


def _value_mistakes(where: str, part: Part, held: Resource) -> Iterator[str]:
    if set(held) != {"url", part.member}:
        yield f"{where} holds {sorted(set(held) - {'url'})}, not {part.member} alone"
        return
    value: Any = held[part.member]
    fits = isinstance(value, _TYPES[part.kind])
    if not fits or (part.kind != "boolean" and isinstance(value, bool)):
        yield f"{where} is no {part.kind}"
    elif part.kind == "positiveInt" and value < 1:
        yield f"{where} is no positiveInt"
    elif part.kind in ("string", "code") and not value.strip():
        yield f"{where} is empty"
