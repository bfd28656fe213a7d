"""Answers to HL7 v2 messages: the header read alone, and MSH + MSA [+ ERR] composed (HL7 v2.5 §2.9, §2.13.1).

The ack path reads MSH and nothing else, whatever the message's size. Which answers a sender wants is a table:

    MSH-15  MSH-16   mode       answers
    empty   empty    original   AA | AE | AR
    AL      -        enhanced   CA | CE | CR always
    SU, ER  -        enhanced   CA on success only | CE, CR on error only
    NE, ""  -        enhanced   no accept acknowledgement
    -       AL,SU,ER enhanced   AA | AE | AR after it, on the same condition
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from mappers.charset import ISO_2022_JP, declared_charset, decode, encode
from mappers.hl7.errors import ERROR_TEXT, ErrorCode, Hl7Error
from mappers.hl7.message import Delimiters

MAX_CONTROL_ID = 199
"""Characters of MSH-10 taken (v2.5: 20, v2.7 and later: 199); a longer one is refused."""


class Ack(StrEnum):
    """HL7 table 0008."""

    AA = "AA"
    AE = "AE"
    AR = "AR"
    CA = "CA"
    CE = "CE"
    CR = "CR"


class Outcome(StrEnum):
    """What became of a message at the door."""

    KEPT = "A"
    ERROR = "E"  # not kept, or kept with an error: sending it again may help
    REJECTED = "R"  # sending it again as it is will not help


@dataclass(frozen=True, slots=True)
class Header:
    """MSH as an answer needs it; values are as written (escapes unresolved), so that they echo unchanged."""

    delimiters: Delimiters
    charset: str
    fields: tuple[str, ...]  # index is the MSH field number

    def raw(self, field: int) -> str:
        """A field as written, "" where it is not there."""
        return self.fields[field] if field < len(self.fields) else ""

    @property
    def control_id(self) -> str:
        """MSH-10."""
        return self.raw(10).strip()

    @property
    def message_code(self) -> str:
        """MSH-9.1, `ORU`."""
        return self.raw(9).split(self.delimiters.component)[0].strip()

    @property
    def message_type(self) -> str:
        """MSH-9 as `ORU^R01`."""
        parts = self.raw(9).split(self.delimiters.component)
        return "^".join(p.strip() for p in parts[:2] if p.strip())

    @property
    def sender(self) -> str:
        """MSH-3 and MSH-4, first components: who may reuse a control id."""
        application, facility = (self.raw(n).split(self.delimiters.component)[0].strip() for n in (3, 4))
        return f"{application}|{facility}"

    @property
    def is_acknowledgement(self) -> bool:
        """Whether this is an answer itself; answers are never answered (§2.9.2)."""
        return self.message_code == "ACK" or self.message_type.startswith("MCF")

    @property
    def is_enhanced(self) -> bool:
        """Whether MSH-15 or MSH-16 asks for enhanced mode (§2.9.3)."""
        return bool(self.raw(15).strip() or self.raw(16).strip())


def header(raw: bytes, default_charset: str = ISO_2022_JP) -> Header:
    """MSH of an undecoded message of any size. Raises Hl7Error where there is none to answer to."""
    start = raw[:16].lstrip(b"\r\n ")
    if start[:3] in (b"FHS", b"BHS"):
        raise Hl7Error(
            ErrorCode.UNSUPPORTED_MESSAGE_TYPE,
            "batches (FHS/BHS) are not taken; send the messages one by one",
        )
    if start[:3] != b"MSH":
        raise Hl7Error(ErrorCode.SEGMENT_SEQUENCE, "the message does not begin with MSH", "MSH^1")
    line = re.split(rb"[\r\n]", raw[:16384].lstrip(b"\r\n "), maxsplit=1)[0]
    decoded = decode(line, declared_charset(line), default_charset)
    delimiters = Delimiters.of(decoded.text)
    parts = decoded.text.split(delimiters.field)
    return Header(delimiters, decoded.charset, (parts[0], delimiters.field, *parts[1:]))


def check(msh: Header) -> None:
    """Raises Hl7Error for what MSH must have (§2.15.9): a message type, a control id, a version we read."""
    if not msh.message_code:
        raise Hl7Error(ErrorCode.REQUIRED_FIELD_MISSING, "MSH-9 message type is empty", "MSH^1^9")
    if not msh.control_id:
        raise Hl7Error(ErrorCode.REQUIRED_FIELD_MISSING, "MSH-10 message control id is empty", "MSH^1^10")
    if len(msh.control_id) > MAX_CONTROL_ID:
        raise Hl7Error(
            ErrorCode.DATA_TYPE,
            f"MSH-10 message control id is longer than {MAX_CONTROL_ID} characters",
            "MSH^1^10",
        )
    version = msh.raw(12).split(msh.delimiters.component)[0].strip()
    if version and not version.startswith("2."):
        raise Hl7Error(ErrorCode.UNSUPPORTED_VERSION, "MSH-12 must be a version 2.x", "MSH^1^12")


def answers(msh: Header | None, outcome: Outcome) -> tuple[Ack, ...]:
    """The acknowledgement codes owed for an outcome, in the order they are sent (table at the top)."""
    if msh is None:
        return (Ack("A" + outcome),)
    if msh.is_acknowledgement:
        return ()
    if not msh.is_enhanced:
        return (Ack("A" + outcome),)
    kept = outcome is Outcome.KEPT
    wanted = {"AL": True, "SU": kept, "ER": not kept}
    codes = []
    if wanted.get(msh.raw(15).strip().upper(), False):
        codes.append(Ack("C" + outcome))
    if wanted.get(msh.raw(16).strip().upper(), False):
        codes.append(Ack("A" + outcome))
    return tuple(codes)


def ack(
    msh: Header | None, code: Ack, *, at: str, control_id: str, text: str = "", error: Hl7Error | None = None
) -> bytes:
    """One answer, without MLLP framing, segments ended by CR, in the sender's own character set.

    `at` is MSH-7 (`YYYYMMDDHHMMSS+ZZZZ`), `control_id` our own MSH-10. MSA-2 echoes MSH-10 as it was written. With
    `msh` None (nothing could be read) delimiters are the usual ones and MSA-2 is empty.
    """
    d = msh.delimiters if msh else Delimiters()
    sep = d.field
    ours = [
        f.replace("\r", " ").replace("\n", " ")
        for f in (_echo(msh, 5), _echo(msh, 6), _echo(msh, 3), _echo(msh, 4))
    ]
    event = msh.message_type.split("^")[1:] if msh else []
    kind = d.component.join(["ACK", *event, "ACK"]) if event else "ACK"
    version = _echo(msh, 12).split(d.component)[0] or "2.5"
    encoding = msh.raw(2) if msh else "^~\\&"
    fields = ["MSH", encoding, *ours, at, "", kind, control_id, _echo(msh, 11) or "P", version]
    if declared := _echo(msh, 18):
        fields += ["", "", "", "", "", declared]
    segments = [
        sep.join(fields),
        sep.join(["MSA", code, _echo(msh, 10)] + ([_safe(text, d)] if text else [])),
    ]
    if error is not None:
        segments.append(_err(error, d))
    answer = "\r".join(segments) + "\r"
    charset = msh.charset if msh else "ascii"
    try:
        return encode(answer, charset)
    except UnicodeEncodeError:  # a vendor character in MSH-3..6: the answer matters more than the echo
        return answer.encode("ascii", errors="ignore")


def _echo(msh: Header | None, field: int) -> str:
    return msh.raw(field) if msh else ""


def _err(error: Hl7Error, d: Delimiters) -> str:
    """ERR as of v2.5 (§2.15.5): location, code, severity, user message."""
    location = error.location.replace("^", d.component)
    code = d.component.join([error.code, ERROR_TEXT[error.code], "HL70357"])
    return d.field.join(["ERR", "", location, code, "E", "", "", "", _safe(error.text, d)])


def _safe(text: str, d: Delimiters) -> str:
    """Our own words, with delimiters taken out rather than escaped: senders show MSA-3 to people."""
    for character in (d.field, d.component, d.repetition, d.escape, d.subcomponent, "\r", "\n"):
        if character:
            text = text.replace(character, " ")
    return text
