"""HL7 v2.5 messages of invented documents: ORU^R01 and MDM^T02, encoded as Japanese senders do."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime

from samples.making.people import Person

ISO2022 = "~ISO IR87"
UTF8 = "UNICODE UTF-8"
_CODECS = {ISO2022: "iso2022_jp", UTF8: "utf-8"}


@dataclass(frozen=True, slots=True)
class Order:
    """What the message header and the order say."""

    control_id: str
    person: Person
    moment: datetime  # collection
    charset: str = UTF8  # MSH-18

    @property
    def sent(self) -> str:
        """MSH-7: two hours after collection, with the zone."""
        return f"{self.moment:%Y%m%d}{self.moment.hour + 2:02d}{self.moment:%M%S}+0900"


def escape(text: str) -> str:
    """Delimiters inside a value (HL7 v2.5 §2.7.1)."""
    for character, code in (("\\", "E"), ("|", "F"), ("^", "S"), ("&", "T"), ("~", "R")):
        text = text.replace(character, f"\\{code}\\")
    return text


def embedded(data: bytes, subtype: str, kind: str = "application") -> str:
    """An ED value with base64 (HL7 v2.5 §2.A.24)."""
    return f"LABSYS^{kind}^{subtype}^Base64^{base64.b64encode(data).decode('ascii')}"


_SPECIMENS = {"静脈血": "BLDV", "動脈血": "BLDA", "尿": "UR"}
"""Codes of the invented laboratory's own table."""


def oru(
    order: Order, observations: list[str], *, specimen: str = "静脈血", report: str = "臨床検査報告書"
) -> bytes:
    """An ORU^R01 with one order; each observation is an OBX without its set id: `ED|code|sub|value|…`."""
    day = f"{order.moment:%Y%m%d%H%M%S}"
    lines = [
        _msh(order, "ORU^R01^ORU_R01"),
        _pid(order.person),
        "PV1|1|O|NAIKA^^^MINATO",
        f"ORC|RE|P{order.control_id}|F{order.control_id}",
        f"OBR|1|P{order.control_id}|F{order.control_id}|11502-2^{escape(report)}^LN|||{day}|||||||||||||||{day}|||F",
        *(f"OBX|{n}|{o}" for n, o in enumerate(observations, 1)),
        f"SPM|1|||{_SPECIMENS[specimen]}^{escape(specimen)}^99LAB",
    ]
    return encode(lines, order.charset)


def mdm(order: Order, observations: list[str], *, title: str = "検査報告書") -> bytes:
    """An MDM^T02: a document notification with its content."""
    day = f"{order.moment:%Y%m%d%H%M%S}"
    txa = [""] * 24
    txa[1], txa[2], txa[3], txa[4], txa[6] = "1", f"LR^{escape(title)}^99DOC", "AP", day, day
    txa[12], txa[17], txa[19] = f"DOC{order.control_id}^MINATO", "AU", "AV"
    lines = [
        _msh(order, "MDM^T02^MDM_T02"),
        f"EVN||{order.sent}",
        _pid(order.person),
        "PV1|1|I|5E^501^1^MINATO",
        "|".join(["TXA", *txa[1:]]).rstrip("|"),
        *(f"OBX|{n}|{o}" for n, o in enumerate(observations, 1)),
    ]
    return encode(lines, order.charset)


def encode(lines: list[str], charset: str) -> bytes:
    """Segments ended by CR, each encoded for itself: ISO-2022-JP returns to ASCII before every CR."""
    return b"".join(line.encode(_CODECS[charset]) + b"\r" for line in lines)


def _msh(order: Order, message_type: str) -> str:
    return (
        f"MSH|^~\\&|LABSYS|MINATO|KARTEBRIDGE|MINATO|{order.sent}||{message_type}|{order.control_id}|P|2.5"
        f"|||||JPN|{order.charset}|JP" + ("|ISO 2022-1994" if order.charset == ISO2022 else "")
    )


def _pid(who: Person) -> str:
    kanji, kana, roman = ("^".join(name) for name in (who.kanji, who.kana, who.roman))
    names = f"{kanji}^^^^^L^I~{kana}^^^^^L^P~{roman}^^^^^L^A"
    return f"PID|1||{who.id}^^^MINATO^PI||{names}||{who.birth:%Y%m%d}|{who.sex_letter}"
