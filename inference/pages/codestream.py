"""Sizes written inside compressed frames, read before decoding: a header may say less than they hold."""

from __future__ import annotations

from dataclasses import dataclass

_SOF = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}) | {0xF7}  # ISO 10918-1 Table B.1; 0xF7: JPEG-LS
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})
_JP2_SIGNATURE = b"\x00\x00\x00\x0cjP  "


@dataclass(frozen=True, slots=True)
class FrameSize:
    """Size of a compressed frame, in pixels and samples."""

    rows: int
    columns: int
    samples: int


def frame_size(frame: bytes) -> FrameSize | None:
    """The size that a JPEG, JPEG-LS or JPEG 2000 frame says of itself; None where it says none."""
    if frame.startswith(b"\xff\xd8"):
        return _jpeg(frame)
    if frame.startswith(_JP2_SIGNATURE):
        start = frame.find(b"\xff\x4f\xff\x51")
        return _jpeg_2000(frame[start:]) if start >= 0 else None
    if frame.startswith(b"\xff\x4f"):
        return _jpeg_2000(frame)
    return None


def _jpeg(frame: bytes) -> FrameSize | None:
    """ISO 10918-1 B.2.2: frame header SOFn = length, precision, lines, samples a line, components."""
    at = 2
    while at + 4 <= len(frame):
        if frame[at] != 0xFF:
            return None
        marker = frame[at + 1]
        if marker == 0xFF:  # fill byte
            at += 1
        elif marker in _WITHOUT_LENGTH:
            at += 2
        elif marker in _SOF:
            if at + 10 > len(frame):
                return None
            rows = int.from_bytes(frame[at + 5 : at + 7], "big")
            columns = int.from_bytes(frame[at + 7 : at + 9], "big")
            return FrameSize(rows, columns, frame[at + 9])
        else:
            at += 2 + int.from_bytes(frame[at + 2 : at + 4], "big")
    return None


def _jpeg_2000(stream: bytes) -> FrameSize | None:
    """ISO 15444-1 A.5.1: SIZ = length, capabilities, Xsiz, Ysiz, XOsiz, YOsiz, tiles, components."""
    if len(stream) < 42 or stream[2:4] != b"\xff\x51":
        return None
    x, y, x_offset, y_offset = (int.from_bytes(stream[i : i + 4], "big") for i in (8, 12, 16, 20))
    return FrameSize(y - y_offset, x - x_offset, int.from_bytes(stream[40:42], "big"))
