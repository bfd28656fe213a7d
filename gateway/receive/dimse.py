"""C-STORE on the wire, without I/O: P-DATA-TF PDUs to requests, answers to P-DATA-TF PDUs.

    pdvs(pdu)                   the presentation data values of a P-DATA-TF PDU (PS3.8 §9.3.5)
    store_request(command)      a command set as C-STORE-RQ (PS3.7 §9.3.1.1), None for any other command
    store_response(...)         the PDUs of a C-STORE-RSP (PS3.7 §9.3.1.2)

Command sets are implicit VR little endian (PS3.7 §6.3.1). pynetdicom models every element of them, both ways,
at 0.7 ms an object; a storage SCP needs four.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

MAX_COMMAND_BYTES = 16 * 1024
"""A C-STORE-RQ command set is under 400 bytes; other commands may carry more, none this much."""

_C_STORE_RQ, _C_STORE_RSP = 0x0001, 0x8001
_NO_DATA_SET = 0x0101
_SOP_CLASS, _COMMAND, _MESSAGE_ID, _RESPONDED_TO = 0x0002, 0x0100, 0x0110, 0x0120
_DATA_SET_TYPE, _STATUS, _COMMENT, _SOP_INSTANCE = 0x0800, 0x0900, 0x0902, 0x1000
_UID = re.compile(rb"[0-9.]{1,64}")
_P_DATA_TF = 0x04


class NotDimse(Exception):
    """The peer's bytes break PS3.8 §9.3.5 or PS3.7 §6.3.1; the association is aborted."""


@dataclass(frozen=True, slots=True)
class Pdv:
    """A fragment of a command set or data set."""

    context_id: int
    command: bool
    last: bool
    data: memoryview


@dataclass(frozen=True, slots=True)
class StoreRequest:
    """A C-STORE-RQ that announces a data set."""

    context_id: int
    message_id: int
    sop_class_uid: str
    sop_instance_uid: str


def pdvs(pdu: bytes | bytearray) -> Iterator[Pdv]:
    """The values of a whole P-DATA-TF PDU, its six bytes of header included. Raises NotDimse."""
    view, at, end = memoryview(pdu), 6, len(pdu)
    while at < end:
        if at + 6 > end:
            raise NotDimse("a PDU ends inside the header of a presentation data value")
        length, context_id, control = struct.unpack_from(">LBB", view, at)
        after = at + 4 + length
        if length < 2 or after > end:
            raise NotDimse("a presentation data value is longer than its PDU")
        yield Pdv(context_id, bool(control & 1), bool(control & 2), view[at + 6 : after])
        at = after


def store_request(context_id: int, command: bytes) -> StoreRequest | None:
    """None where the command is no C-STORE-RQ, or one that lacks what it must have."""
    values = _elements(command)
    if _number(values, _COMMAND) != _C_STORE_RQ or _number(values, _DATA_SET_TYPE) in (None, _NO_DATA_SET):
        return None
    message_id = _number(values, _MESSAGE_ID)
    uids = [values.get(number, b"").rstrip(b"\0 ") for number in (_SOP_CLASS, _SOP_INSTANCE)]
    if message_id is None or not all(_UID.fullmatch(uid) for uid in uids):
        return None
    return StoreRequest(context_id, message_id, uids[0].decode(), uids[1].decode())


def store_response(request: StoreRequest, status: int, comment: str, max_pdu_bytes: int) -> bytes:
    """A C-STORE-RSP as one or more PDUs; `comment` is cut to an LO's 64 characters.

    `max_pdu_bytes` is what the peer announced (PS3.8 D.1: the length of a PDU's variable field), 0 for no bound.
    """
    elements = [
        (_SOP_CLASS, _even(request.sop_class_uid.encode(), b"\0")),
        (_COMMAND, struct.pack("<H", _C_STORE_RSP)),
        (_RESPONDED_TO, struct.pack("<H", request.message_id)),
        (_DATA_SET_TYPE, struct.pack("<H", _NO_DATA_SET)),
        (_STATUS, struct.pack("<H", status)),
    ]
    if comment:
        elements.append((_COMMENT, _even(comment[:64].encode("ascii", "replace"), b" ")))
    elements.append((_SOP_INSTANCE, _even(request.sop_instance_uid.encode(), b"\0")))
    body = b"".join(struct.pack("<HHL", 0, number, len(value)) + value for number, value in elements)
    command = struct.pack("<HHLL", 0, 0, 4, len(body)) + body
    room = max(max_pdu_bytes - 6, 1) if max_pdu_bytes else len(command)
    out = b""
    for at in range(0, len(command), room):
        part = command[at : at + room]
        control = 1 | (2 if at + room >= len(command) else 0)
        value = struct.pack(">LBB", len(part) + 2, request.context_id, control) + part
        out += struct.pack(">BBL", _P_DATA_TF, 0, len(value)) + value
    return out


def _elements(command: bytes) -> dict[int, bytes]:
    """Values of group 0000 by element number; nothing where the bytes are no command set."""
    values: dict[int, bytes] = {}
    at = 0
    while at + 8 <= len(command):
        group, number, length = struct.unpack_from("<HHL", command, at)
        at += 8 + length
        if group != 0 or at > len(command):
            return {}
        values[number] = command[at - length : at]
    return values


def _number(values: dict[int, bytes], number: int) -> int | None:
    value = values.get(number, b"")
    return int.from_bytes(value, "little") if len(value) == 2 else None


def _even(value: bytes, pad: bytes) -> bytes:
    return value + pad * (len(value) % 2)
