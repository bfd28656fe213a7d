"""Top-level elements of an encoded DICOM data set as raw bytes, without decoding any value (PS3.5 §7).

The ack path needs four elements of an object of any size within microseconds, and text must be decoded by
rules of our own, so elements are walked rather than modelled: sequences are stepped over, pixel data never
read. Nothing is interpreted, logged or warned about.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Collection
from dataclasses import dataclass

IMPLICIT_LE = "1.2.840.10008.1.2"
EXPLICIT_BE = "1.2.840.10008.1.2.2"
DEFLATED_LE = "1.2.840.10008.1.2.1.99"

_LONG_VR = frozenset(
    (b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN", b"UR", b"UT", b"UV")
)
_UNDEFINED = 0xFFFFFFFF
_ITEM, _ITEM_END, _SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
_MAX_DEPTH = 64
_MAX_INFLATED_BYTES = 512 * 1024 * 1024
PIXEL_DATA = frozenset((0x7FE00008, 0x7FE00009, 0x7FE00010))


class DicomError(Exception):
    """The bytes are no data set in the transfer syntax they came in; says where, never what."""


@dataclass(frozen=True, slots=True)
class Elements:
    """Raw values of the wanted elements that are there, by tag, and whether pixel data follow."""

    values: dict[int, bytes]
    has_pixels: bool


@dataclass(frozen=True, slots=True)
class _Encoding:
    """How element headers are written: struct formats differ by byte order, VRs are there or not."""

    explicit: bool
    order: str

    @classmethod
    def of(cls, transfer_syntax: str) -> _Encoding:
        """Of a transfer syntax UID: all but two are explicit little endian (PS3.5 §A)."""
        if transfer_syntax == IMPLICIT_LE:
            return cls(False, "<")
        return cls(True, ">" if transfer_syntax == EXPLICIT_BE else "<")


def walk(
    data: bytes | memoryview, transfer_syntax: str, wanted: Collection[int], *, complete: bool = True
) -> Elements:
    """The wanted top-level elements before the pixel data.

    `complete` False: `data` is only the beginning of a data set, and running out of it is no error. Raises
    DicomError where elements do not follow each other as the standard says.
    """
    if transfer_syntax == DEFLATED_LE:
        data, complete = inflate(data, _MAX_INFLATED_BYTES if complete else 4 * 1024 * 1024, complete)
    encoding = _Encoding.of(transfer_syntax)
    values: dict[int, bytes] = {}
    position, end, last = 0, len(data), max(wanted, default=0)
    try:
        while position < end:
            tag, vr, length, start = _element(data, position, encoding)
            if tag in PIXEL_DATA:
                return Elements(values, True)
            if tag >> 16 >= 0xFFFE or tag == 0:
                raise DicomError(f"byte {position}: a delimiter or empty tag where an element must be")
            if length == _UNDEFINED:
                position = _skip(data, start, _nested(vr, encoding), 0)
                if tag in wanted:
                    values[tag] = bytes(data[start:position])
            else:
                position = start + length
                if position > end:
                    raise _OutOfDataError(f"byte {start}: the element is longer than the data set")
                if tag in wanted:
                    values[tag] = bytes(data[start:position])
            if not complete and tag > last:
                break
    except _OutOfDataError as error:
        if complete:
            raise DicomError(str(error)) from None
    return Elements(values, False)


def first_within(sequence: bytes, transfer_syntax: str, tag: int) -> bytes:
    """The first value of an element at any depth of a sequence's raw value; empty where there is none.

    It is looked for by its tag's bytes: for short sequences of references, whose other values cannot hold them.
    """
    encoding = _Encoding.of(transfer_syntax)
    at = sequence.find(struct.pack(encoding.order + "HH", tag >> 16, tag & 0xFFFF))
    if at < 0:
        return b""
    try:
        _, _, length, start = _element(sequence, at, encoding)
    except (_OutOfDataError, DicomError):
        return b""
    return sequence[start : start + length]


class _OutOfDataError(Exception):
    """The bytes end inside an element."""


def _element(data: bytes | memoryview, at: int, encoding: _Encoding) -> tuple[int, bytes, int, int]:
    """Tag, VR, value length and value position of the element (or item) at `at`."""
    if at + 8 > len(data):
        raise _OutOfDataError(f"byte {at}: the data set ends inside an element header")
    group, number = struct.unpack_from(encoding.order + "HH", data, at)
    tag = group << 16 | number
    if not encoding.explicit or group == 0xFFFE:
        return tag, b"", struct.unpack_from(encoding.order + "L", data, at + 4)[0], at + 8
    vr = bytes(data[at + 4 : at + 6])
    if vr in _LONG_VR:
        if at + 12 > len(data):
            raise _OutOfDataError(f"byte {at}: the data set ends inside an element header")
        return tag, vr, struct.unpack_from(encoding.order + "L", data, at + 8)[0], at + 12
    if not (vr.isalpha() and vr.isupper()):
        raise DicomError(f"byte {at + 4}: no value representation where the transfer syntax needs one")
    return tag, vr, struct.unpack_from(encoding.order + "H", data, at + 6)[0], at + 8


def _nested(vr: bytes, encoding: _Encoding) -> _Encoding:
    """UN of undefined length holds implicit VR (PS3.5 §6.2.2 note 2); everything else its parent's encoding."""
    return _Encoding(False, "<") if vr == b"UN" else encoding


def _skip(data: bytes | memoryview, at: int, encoding: _Encoding, depth: int) -> int:
    """Position after a sequence of undefined length whose first item stands at `at`."""
    if depth > _MAX_DEPTH:
        raise DicomError(f"byte {at}: sequences nested deeper than {_MAX_DEPTH}")
    while True:
        tag, _, length, start = _element(data, at, encoding)
        if tag == _SEQUENCE_END:
            return start
        if tag != _ITEM:
            raise DicomError(f"byte {at}: no item where a sequence needs one")
        at = start + length if length != _UNDEFINED else _skip_item(data, start, encoding, depth)
        if at > len(data):
            raise _OutOfDataError(f"byte {start}: the item is longer than the data set")


def _skip_item(data: bytes | memoryview, at: int, encoding: _Encoding, depth: int) -> int:
    while True:
        tag, vr, length, start = _element(data, at, encoding)
        if tag == _ITEM_END:
            return start
        at = start + length if length != _UNDEFINED else _skip(data, start, _nested(vr, encoding), depth + 1)
        if at > len(data):
            raise _OutOfDataError(f"byte {start}: the element is longer than the data set")


def inflate(data: bytes | memoryview, max_bytes: int, complete: bool) -> tuple[bytes, bool]:
    """A deflated data set (PS3.5 §A.5) inflated up to `max_bytes`, and whether that is all of it."""
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        inflated = stream.decompress(data, max_bytes)
    except zlib.error:
        raise DicomError("the deflated data set does not inflate") from None
    return inflated, complete and stream.eof
