"""The DICOM file format (PS3.10 §7.1): the preamble and file meta information around a data set as received."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from mappers.dicom_header import DicomError, walk

IMPLEMENTATION_CLASS_UID = "2.25.119773191035693026216556950542470519569"
"""Ours, from the UUID of `gateway.ids.NAMESPACE` (PS3.5 §B.2); never changes, or bytes kept twice would differ."""
IMPLEMENTATION_VERSION_NAME = "KARTEBRIDGE"

_SOP_CLASS, _SOP_INSTANCE, _TRANSFER_SYNTAX = 0x00020002, 0x00020003, 0x00020010
_META = frozenset((_SOP_CLASS, _SOP_INSTANCE, _TRANSFER_SYNTAX))
_EXPLICIT_LE = "1.2.840.10008.1.2.1"


@dataclass(frozen=True, slots=True)
class FileMeta:
    """What the file meta information says, and where the data set begins."""

    sop_class_uid: str
    sop_instance_uid: str
    transfer_syntax: str
    dataset_at: int


def prelude(sop_class_uid: str, sop_instance_uid: str, transfer_syntax: str) -> bytes:
    """Preamble, prefix and file meta information for a data set received over the network.

    A function of the object alone, not of who sent it or when: the same object from two senders is kept once.
    Who sent it stands in the message's row.
    """
    elements = b"".join(
        (
            _element(0x0001, b"OB", b"\x00\x01"),
            _element(0x0002, b"UI", _uid(sop_class_uid)),
            _element(0x0003, b"UI", _uid(sop_instance_uid)),
            _element(0x0010, b"UI", _uid(transfer_syntax)),
            _element(0x0012, b"UI", _uid(IMPLEMENTATION_CLASS_UID)),
            _element(0x0013, b"SH", IMPLEMENTATION_VERSION_NAME.encode().ljust(12)),
        )
    )
    return bytes(128) + b"DICM" + _element(0x0000, b"UL", struct.pack("<L", len(elements))) + elements


def _uid(uid: str) -> bytes:
    data = uid.encode("ascii", errors="replace")
    return data + b"\x00" * (len(data) % 2)


def _element(number: int, vr: bytes, value: bytes) -> bytes:
    header = struct.pack("<HH", 0x0002, number) + vr
    if vr == b"OB":
        return header + b"\x00\x00" + struct.pack("<L", len(value)) + value
    return header + struct.pack("<H", len(value)) + value


def file_meta(part10: bytes | memoryview) -> FileMeta:
    """The file meta information of a Part 10 file; raises DicomError where the bytes are none."""
    if part10[128:132] != b"DICM":
        raise DicomError("no DICOM file: the prefix DICM is not at byte 128")
    position, end = 132, 132
    while part10[position : position + 2] == b"\x02\x00":
        long = part10[position + 4 : position + 6] in (b"OB", b"UN", b"OW", b"UT")
        if len(part10) < position + 12:
            raise DicomError("the file ends inside its meta information")
        length = struct.unpack_from("<L" if long else "<H", part10, position + (8 if long else 6))[0]
        position = end = position + (12 if long else 8) + length
    values = walk(part10[132:end], _EXPLICIT_LE, _META).values
    texts = {tag: value.decode("ascii", errors="replace").strip("\x00 ") for tag, value in values.items()}
    if not texts.get(_TRANSFER_SYNTAX):
        raise DicomError("the file meta information has no TransferSyntaxUID")
    return FileMeta(texts.get(_SOP_CLASS, ""), texts.get(_SOP_INSTANCE, ""), texts[_TRANSFER_SYNTAX], end)
