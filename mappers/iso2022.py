"""ISO 2022 as Japanese senders use it (ISO-2022-JP, JIS X 0202; DICOM PS3.3 C.12.1.1.2, HL7 table 0211).

CPython's codecs refuse NEC row 13 (①, ㎎), the NEC-selected IBM characters (髙) and a line end before the closing
escape; this decoder reads them and says where it could not. State: what is designated to G0, and whether half-width
kana are in G1 (bytes A1-DF). Every control character returns G0 to ASCII (PS3.5 §6.1.2.5.3; RFC 1468).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

ESC = b"\x1b"


class _Set(Enum):
    ASCII = auto()
    ROMAN = auto()  # JIS X 0201 Roman
    KANA = auto()  # JIS X 0201 half-width kana in 7 bits
    JIS_0208 = auto()
    JIS_0212 = auto()
    JIS_0213 = auto()
    UNKNOWN = auto()


_TO_G0 = {
    b"(B": _Set.ASCII,
    b"(J": _Set.ROMAN,
    b"(H": _Set.ROMAN,  # a Swedish set in fact, sent as Roman by old Japanese software
    b"(I": _Set.KANA,
    b"$@": _Set.JIS_0208,
    b"$B": _Set.JIS_0208,
    b"$(@": _Set.JIS_0208,
    b"$(B": _Set.JIS_0208,
    b"$(D": _Set.JIS_0212,
    b"$(O": _Set.JIS_0213,
    b"$(P": _Set.JIS_0213,
    b"$(Q": _Set.JIS_0213,
}
_KANA_TO_G1 = b")I"
_ASCII_TO_G1 = (b")B", b")J")
_ESCAPE = re.compile(rb"\x1b([()][\x40-\x7e]|\$[()]?[\x40-\x7e]|&@)")
_CONTROL = re.compile(rb"[\x00-\x1f\x7f]+")
_REPLACEMENT = "\ufffd"
_TO_HIGH = bytes(b | 0x80 for b in range(256))


@dataclass(frozen=True, slots=True)
class Undecodable:
    """A run of bytes without meaning in the set designated there."""

    offset: int
    length: int


def decode_iso2022(raw: bytes, *, kana_in_g1: bool = False) -> tuple[str, list[Undecodable]]:
    """Text and the places that could not be decoded (U+FFFD stands there).

    `kana_in_g1`: bytes A1-DF are half-width kana from the start (JIS X 0201 in 8 bits, `ISO_IR 13`).
    """
    out: list[str] = []
    losses: list[Undecodable] = []
    g0, g1_kana = _Set.ASCII, kana_in_g1
    position = 0
    for match in _ESCAPE.finditer(raw):
        g0 = _run(raw, position, match.start(), g0, g1_kana, out, losses)
        position = match.end()
        designation = match.group(1)
        if designation in _TO_G0:
            g0 = _TO_G0[designation]
        elif designation == _KANA_TO_G1:
            g1_kana = True
        elif designation in _ASCII_TO_G1:
            g1_kana = False
        elif designation != b"&@":  # ESC & @ only announces the 1990 edition of JIS X 0208
            g0 = _Set.UNKNOWN
            losses.append(Undecodable(match.start(), match.end() - match.start()))
    _run(raw, position, len(raw), g0, g1_kana, out, losses)
    return "".join(out), losses


def _run(
    raw: bytes, start: int, end: int, g0: _Set, g1_kana: bool, out: list[str], losses: list[Undecodable]
) -> _Set:
    """Decodes between two escapes; returns G0 as it stands at the end (a control character resets it)."""
    position = start
    while position < end:
        if g0 in (_Set.ASCII, _Set.ROMAN):
            # Roman's yen sign and overline share the bytes of HL7's `\\` and `~`: read them as the delimiters.
            out.append(_single(raw, position, end, g1_kana, losses))
            return g0 if not _CONTROL.search(raw, position, end) else _Set.ASCII
        control = _CONTROL.search(raw, position, end)
        stop = control.start() if control else end
        if stop > position:
            out.append(_shifted(raw, position, stop, g0, losses))
        if control is None:
            return g0
        out.append(control.group().decode("ascii"))
        g0, position = _Set.ASCII, control.end()
    return g0


def _single(raw: bytes, start: int, end: int, g1_kana: bool, losses: list[Undecodable]) -> str:
    piece = raw[start:end]
    if piece.isascii():
        if ESC in piece:  # an escape sequence nobody designates: keep it visible and say so
            losses.extend(Undecodable(start + m.start(), 1) for m in re.finditer(ESC, piece))
            return piece.decode("ascii").replace("\x1b", _REPLACEMENT)
        return piece.decode("ascii")
    parts = []
    position = 0
    while position < len(piece):
        byte = piece[position]
        if byte == 0x1B or (byte >= 0x80 and not (g1_kana and 0xA1 <= byte <= 0xDF)):
            losses.append(Undecodable(start + position, 1))
            parts.append(_REPLACEMENT)
        elif byte >= 0x80:
            parts.append(chr(0xFF61 + byte - 0xA1))
        else:
            parts.append(chr(byte))
        position += 1
    return "".join(parts)


def _shifted(raw: bytes, start: int, end: int, g0: _Set, losses: list[Undecodable]) -> str:
    piece = raw[start:end]
    if g0 is _Set.KANA:
        return _kana(piece, start, losses)
    if g0 is _Set.UNKNOWN:
        losses.append(Undecodable(start, len(piece)))
        return _REPLACEMENT * (len(piece) // 2 or 1)
    if g0 is _Set.JIS_0208 and len(piece) % 2 == 0 and min(piece) > 0x20 and max(piece) < 0x7F:
        try:  # the common case in one call
            return piece.translate(_TO_HIGH).decode("euc_jp")
        except UnicodeDecodeError:
            pass  # a vendor's character among them: one by one
    return _pairs(piece, start, g0, losses)


def _kana(piece: bytes, start: int, losses: list[Undecodable]) -> str:
    parts = []
    for index, byte in enumerate(piece):
        if 0x21 <= byte <= 0x5F or 0xA1 <= byte <= 0xDF:
            parts.append(chr(0xFF61 + (byte & 0x7F) - 0x21))
        elif byte == 0x20:
            parts.append(" ")
        else:
            losses.append(Undecodable(start + index, 1))
            parts.append(_REPLACEMENT)
    return "".join(parts)


def _pairs(piece: bytes, start: int, g0: _Set, losses: list[Undecodable]) -> str:
    parts = []
    index = 0
    while index < len(piece):
        if piece[index] == 0x20:  # a space is a space in every set
            parts.append(" ")
            index += 1
            continue
        character = _pair(g0, piece[index : index + 2])
        if character is None:
            losses.append(Undecodable(start + index, len(piece[index : index + 2])))
            parts.append(_REPLACEMENT)
        else:
            parts.append(character)
        index += 2
    return "".join(parts)


@lru_cache(maxsize=16384)
def _pair(g0: _Set, pair: bytes) -> str | None:
    """One two-byte character: the standard's table first, then the vendors' rows."""
    if len(pair) < 2 or not all(0x21 <= b <= 0x7E for b in pair):
        return None
    high = bytes(b | 0x80 for b in pair)
    attempts: tuple[tuple[bytes, str], ...]
    if g0 is _Set.JIS_0212:
        attempts = ((b"\x8f" + high, "euc_jp"),)
    elif g0 is _Set.JIS_0213:
        attempts = ((high, "euc_jis_2004"), (b"\x8f" + high, "euc_jis_2004"))
    else:
        # Not JIS X 0213 too: a hospital's own characters (gaiji) stand in those rows, and a guess would be wrong.
        attempts = ((high, "euc_jp"), (_shift_jis(pair), "cp932"))
    for encoded, codec in attempts:
        try:
            return encoded.decode(codec)
        except UnicodeDecodeError:
            continue
    return None


def _shift_jis(pair: bytes) -> bytes:
    """JIS row and cell as Shift_JIS bytes (JIS X 0208 annex 1): CP932 knows NEC's and IBM's rows there."""
    row, cell = pair[0] - 0x21, pair[1] - 0x21
    lead = 0x81 + row // 2 if row < 62 else 0xC1 + row // 2
    trail = 0x9F + cell if row % 2 else 0x40 + cell + (1 if cell >= 63 else 0)
    return bytes((lead, trail))
