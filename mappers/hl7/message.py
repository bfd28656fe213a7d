"""An HL7 v2 message split at its own delimiters (HL7 v2.5 §2.5, §2.7), after decoding, without a grammar.

Strategy: the text is cut into segments at once; fields, repetitions, components and subcomponents are cut when
asked for, so that a 20 MB document in OBX-5 is not copied more than needed. What the sender wrote is never
re-serialised. A line that begins no segment belongs to the one before it (a raw line end inside a document).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from mappers.charset import ISO_2022_JP, CharsetProblem, decode_message
from mappers.hl7.errors import ErrorCode, Hl7Error

_SEGMENT_NAME = re.compile(r"[A-Z][A-Z0-9]{2}")
_AFTER_OBX = frozenset(
    (
        "OBX",
        "NTE",
        "OBR",
        "ORC",
        "SPM",
        "SAC",
        "TXA",
        "TQ1",
        "TQ2",
        "PRT",
        "PID",
        "PD1",
        "NK1",
        "PV1",
        "PV2",
        "AL1",
        "DG1",
        "PR1",
        "CTI",
        "CTD",
        "FT1",
        "DSC",
        "RXA",
        "RXR",
        "IN1",
        "ROL",
    )
)
_BATCH = ("FHS", "BHS", "BTS", "FTS")


@dataclass(frozen=True, slots=True)
class Delimiters:
    """MSH-1 and MSH-2 of one message. The escape character may be `¥` and the subcomponent one may be missing."""

    field: str = "|"
    component: str = "^"
    repetition: str = "~"
    escape: str = "\\"
    subcomponent: str = "&"

    @classmethod
    def of(cls, header: str) -> Delimiters:
        """From the text of an MSH segment; raises Hl7Error where MSH-1 or MSH-2 cannot be used."""
        if len(header) < 8:
            raise Hl7Error(
                ErrorCode.REQUIRED_FIELD_MISSING, "MSH ends before its encoding characters", "MSH^1^2"
            )
        field = header[3]
        encoding = header[4:].split(field, 1)[0]
        if (
            field.isalnum()
            or field.isspace()
            or not 2 <= len(encoding) <= 5
            or len(set(encoding)) != len(encoding)
        ):
            raise Hl7Error(
                ErrorCode.DATA_TYPE,
                "MSH-2 must hold 2 to 5 different encoding characters, as in ^~\\&",
                "MSH^1^2",
            )
        escape = encoding[2] if len(encoding) > 2 else ""
        subcomponent = encoding[3] if len(encoding) > 3 else ""
        return cls(field, encoding[0], encoding[1], escape, subcomponent)


@dataclass(frozen=True)
class Segment:
    """One segment. Field numbers are HL7's (MSH-1 is the field separator); what is not there is ""."""

    name: str
    text: str
    delimiters: Delimiters
    charset: str

    @cached_property
    def fields(self) -> list[str]:
        """Raw fields; index 0 is the name, for MSH index 1 is the separator."""
        parts = self.text.split(self.delimiters.field)
        return [parts[0], self.delimiters.field, *parts[1:]] if self.name == "MSH" else parts

    def raw(self, field: int) -> str:
        """A field as written: repetitions, components and escapes still in it."""
        return self.fields[field] if field < len(self.fields) else ""

    def repetitions(self, field: int) -> list[str]:
        """A field's repetitions as written; none where it is empty."""
        text = self.raw(field)
        if self.name == "MSH" and field in (1, 2):
            return [text]
        return text.split(self.delimiters.repetition) if text else []

    def components(self, repetition: str) -> list[str]:
        """A repetition's components as written, escapes still in them."""
        return repetition.split(self.delimiters.component)

    def get(self, field: int, component: int = 1, subcomponent: int = 1, repetition: int = 1) -> str:
        """One value, unescaped and stripped; "" where it is not there, and for HL7's explicit null `""`."""
        repetitions = self.repetitions(field)
        if len(repetitions) < repetition:
            return ""
        return self.component(repetitions[repetition - 1], component, subcomponent)

    def component(self, repetition: str, component: int, subcomponent: int = 1) -> str:
        """One value of a repetition, unescaped and stripped."""
        components = self.components(repetition)
        if len(components) < component:
            return ""
        value = components[component - 1]
        if self.delimiters.subcomponent:
            parts = value.split(self.delimiters.subcomponent)
            value = parts[subcomponent - 1] if len(parts) >= subcomponent else ""
        elif subcomponent > 1:
            return ""
        text = self.unescape(value).strip()
        return "" if text == '""' else text

    def unescape(self, text: str) -> str:
        """Escape sequences of §2.7 resolved; unknown ones and lone escape characters stay as written."""
        return unescape(text, self.delimiters, self.charset)


@dataclass(frozen=True)
class Hl7Message:
    """A decoded message. `problems` are about its characters; `lossless` is False where some were lost."""

    segments: tuple[Segment, ...]
    delimiters: Delimiters
    charset: str
    problems: tuple[CharsetProblem, ...] = ()

    @property
    def header(self) -> Segment:
        """MSH."""
        return self.segments[0]

    @property
    def lossless(self) -> bool:
        """Whether every byte became a character."""
        return not any(p.lossy for p in self.problems)

    @property
    def message_type(self) -> str:
        """MSH-9 as `ORU^R01`; the structure name is left out."""
        msh = self.header
        return "^".join(part for part in (msh.get(9, 1), msh.get(9, 2)) if part)

    def first(self, name: str) -> Segment | None:
        """The first segment of that name."""
        return next((s for s in self.segments if s.name == name), None)

    def all(self, name: str) -> list[Segment]:
        """Every segment of that name, in order."""
        return [s for s in self.segments if s.name == name]


def read(raw: bytes, default_charset: str = ISO_2022_JP) -> Hl7Message:
    """A message from its bytes as received (MLLP framing, SS-MIX2's trailing CR+0x1C and any line end tolerated).

    Raises Hl7Error for what is no message: no MSH, unusable delimiters, a batch (FHS/BHS: §2.10.3).
    """
    decoded = decode_message(raw.strip(b"\x0b\x1c\r\n \x00"), default_charset)
    text = decoded.text
    name = text[:3]
    if name in _BATCH:
        raise Hl7Error(
            ErrorCode.UNSUPPORTED_MESSAGE_TYPE,
            "batches (FHS/BHS) are not taken; send the messages one by one",
        )
    if name != "MSH":
        raise Hl7Error(ErrorCode.SEGMENT_SEQUENCE, "the message does not begin with MSH", "MSH^1")
    lines = re.split(r"[\r\n]+", text)
    delimiters = Delimiters.of(lines[0])
    segments = tuple(
        Segment(line[:3], line, delimiters, decoded.charset) for line in _joined(lines, delimiters)
    )
    return Hl7Message(segments, delimiters, decoded.charset, decoded.problems)


def _joined(lines: list[str], delimiters: Delimiters) -> list[str]:
    """Segments; lines that begin none are put back onto the one before, a newline between."""
    segments: list[list[str]] = []
    for line in lines:
        if not line.strip():
            continue
        if not segments or _begins_segment(line, segments[-1][0], delimiters):
            segments.append([line])
        else:
            segments[-1].append(line)
    return ["\n".join(parts) for parts in segments]


def _begins_segment(line: str, before: str, delimiters: Delimiters) -> bool:
    if not _SEGMENT_NAME.match(line) or (len(line) > 3 and line[3] != delimiters.field):
        return False
    if delimiters.field + "ED" + delimiters.field not in before[:40]:
        return True
    # Three characters may also be the end of a wrapped document: only what may follow an OBX counts.
    return len(line) > 3 and (line[0] == "Z" or line[:3] in _AFTER_OBX)


_FORMATTING = {".br": "\n", ".fi": "", ".nf": "", ".ce": "\n", "H": "", "N": ""}
_PATTERNS: dict[str, re.Pattern[str]] = {}


def unescape(text: str, delimiters: Delimiters, charset: str) -> str:
    """HL7 v2.5 §2.7: \\F\\ \\S\\ \\T\\ \\R\\ \\E\\ \\Xhh..\\ and the formatting commands of FT (§2.7.6)."""
    escape = delimiters.escape
    if not escape or escape not in text:
        return text
    pattern = _PATTERNS.setdefault(
        escape,
        re.compile(
            re.escape(escape)
            + r"([FSTREHN]|X(?:[0-9A-Fa-f]{2})+|\.(?:br|fi|nf|ce)|\.sp\s*\+?\d*|\.(?:in|ti|sk)\s*[+-]?\d*)"
            + re.escape(escape)
        ),
    )
    special = {
        "F": delimiters.field,
        "S": delimiters.component,
        "T": delimiters.subcomponent,
        "R": delimiters.repetition,
        "E": escape,
    }

    def replace(match: re.Match[str]) -> str:
        code = match.group(1)
        if code in special:
            return special[code]
        if code in _FORMATTING:
            return _FORMATTING[code]
        if code[0] == "X":
            return _hex(code[1:], charset)
        count = int(re.sub(r"\D", "", code) or 1)
        if code.startswith(".sp"):
            return "\n" * min(count, 50)
        return " " * min(count, 100) if code.startswith(".sk") else ""

    return pattern.sub(replace, text)


def _hex(digits: str, charset: str) -> str:
    data = bytes.fromhex(digits)
    try:
        return data.decode("ascii")
    except UnicodeDecodeError:
        return data.decode(charset, errors="replace")
