"""Text as ISO 2022 with JIS X 0208, as HL7's `ISO IR87` and DICOM's `ISO 2022 IR 87` are written (RFC 1468).

Each character has one place: ASCII, JIS X 0208, or the rows that NEC and IBM put into it and that Japanese systems
send under the same escape (CP50221: ①, 髙). G0 is ASCII again before every ASCII character, so at every delimiter
and line end. `mappers.iso2022` reads all of it.
"""

from __future__ import annotations

from functools import lru_cache

TO_ASCII = b"\x1b(B"
TO_JIS_0208 = b"\x1b$B"
ALIKE = {  # the same character as Microsoft's tables and as JIS X 0208's have it in Unicode
    "\uff5e": "\u301c",
    "\uff0d": "\u2212",
    "\u2225": "\u2016",
    "\u2014": "\u2015",
    "\uffe0": "\u00a2",
    "\uffe1": "\u00a3",
    "\uffe2": "\u00ac",
}


def encode_iso2022(text: str, *, vendor_rows: bool = True) -> bytes:
    """The bytes. Raises UnicodeEncodeError at the first character without a place (see `jis_0208`)."""
    out = bytearray()
    shifted = False
    for at, character in enumerate(text):
        if character.isascii():
            if shifted:
                out += TO_ASCII
                shifted = False
            out.append(ord(character))
            continue
        pair = jis_0208(character, vendor_rows)
        if pair is None:
            raise UnicodeEncodeError("iso2022 JIS X 0208", text, at, at + 1, "no such character in the set")
        if not shifted:
            out += TO_JIS_0208
            shifted = True
        out += pair
    if shifted:
        out += TO_ASCII
    return bytes(out)


@lru_cache(maxsize=16384)
def jis_0208(character: str, vendor_rows: bool = True) -> bytes | None:
    """The two 7-bit bytes of a character of JIS X 0208, or of the vendors' rows where they are asked for."""
    for one in (character, ALIKE.get(character, character)):
        try:
            high = one.encode("euc_jp")
        except UnicodeEncodeError:
            continue
        if len(high) == 2 and min(high) > 0xA0:  # 8E and 8F lead to half-width kana and JIS X 0212
            return bytes(b & 0x7F for b in high)
    return _vendor_row(character) if vendor_rows else None


def _vendor_row(character: str) -> bytes | None:
    """NEC row 13 and the IBM characters in NEC's rows 89 to 92, from their CP932 bytes (JIS X 0208 annex 1)."""
    try:
        pair = character.encode("cp932")
    except UnicodeEncodeError:
        return None
    if len(pair) != 2:
        return None
    pair = _IBM_TO_NEC.get(pair, pair)
    lead, trail = pair
    if lead > 0xEF:  # rows that JIS X 0208 does not have
        return None
    row = (lead - (0x81 if lead < 0xE0 else 0xC1)) * 2
    if trail >= 0x9F:
        return bytes((row + 1 + 0x21, trail - 0x9F + 0x21))
    return bytes((row + 0x21, trail - 0x40 - (trail > 0x7E) + 0x21))


def _ibm_to_nec() -> dict[bytes, bytes]:
    """CP932 writes an IBM character at FA40 to FC4B; the same one stands in NEC's rows at ED40 to EEFC."""
    found = {}
    for lead in (0xED, 0xEE):
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFD)):
            nec = bytes((lead, trail))
            try:
                ibm = nec.decode("cp932").encode("cp932")
            except UnicodeDecodeError:
                continue
            if ibm != nec:
                found[ibm] = nec
    return found


_IBM_TO_NEC = _ibm_to_nec()
