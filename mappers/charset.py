"""Bytes of HL7 v2 messages and DICOM elements to text, decoded whole, before anything is split.

Why before: in ISO-2022-JP a two-byte character may hold the byte of a delimiter (万 ends in the byte of `|`).

Invariants: nothing is replaced in silence. What cannot be decoded becomes U+FFFD *and* a `CharsetProblem`, so
that the message goes to a person. Senders mislabel; the label is believed only where the bytes bear it out.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from mappers.iso2022 import ESC, Undecodable, decode_iso2022

ISO_2022_JP = "iso2022_jp_ext"
"""The codec name under which the ISO 2022 decoder of `mappers.iso2022` is chosen."""

_DECLARED = {
    "": "",
    "ASCII": "ascii",
    "ISOIR6": "ascii",
    "ISO646": "ascii",
    "UNICODE": "utf-8",
    "UNICODEUTF8": "utf-8",
    "UTF8": "utf-8",
    "ISOIR192": "utf-8",
    "ISOIR13": ISO_2022_JP,
    "ISOIR14": ISO_2022_JP,
    "ISOIR87": ISO_2022_JP,
    "ISOIR159": ISO_2022_JP,
    "ISO2022JP": ISO_2022_JP,
    "ISOIR149": "euc_kr",
    "ISOIR58": "gb2312",
    "ISOIR166": "tis_620",
    "GBK": "gbk",
    "SHIFTJIS": "cp932",
    "SJIS": "cp932",
    "CP932": "cp932",
    "MS932": "cp932",
    "WINDOWS31J": "cp932",
    "EUCJP": "euc_jp",
    "GB180302000": "gb18030",
    "GB18030": "gb18030",
    "BIG5": "big5",
    "KSX1001": "euc_kr",
    "CP1252": "cp1252",
    "WINDOWS1252": "cp1252",
}
_DECLARED |= {f"8859/{n}": f"iso8859-{n}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 15)}
# DICOM PS3.3 table C.12-2: registration numbers of the same Latin, Cyrillic, Arabic, Greek and Hebrew sets
_DECLARED |= {
    f"ISOIR{number}": f"iso8859-{part}"
    for number, part in (
        (100, 1),
        (101, 2),
        (109, 3),
        (110, 4),
        (144, 5),
        (127, 6),
        (126, 7),
        (138, 8),
        (148, 9),
    )
}

_KANA_IN_G1 = {"ISOIR13", "ISOIR14"}  # JIS X 0201: half-width kana as bytes A1-DF, without any escape
_DESIGNATED_G1 = {
    "euc_kr": b"\x1b$)C",
    "gb2312": b"\x1b$)A",
}  # says what the codec knows anyway (PS3.3 C.12-4)
_SINGLE_BYTE = re.compile(r"^(ascii|iso8859-\d+|cp125\d)$")
_NOT_TEXT = re.compile("[\x1b\x80-\x84\x86-\x9f]")  # escapes and C1 left over; U+0085 is a line end some send


@dataclass(frozen=True, slots=True)
class CharsetProblem:
    """Something about a message's characters that a person should know; never any of its content.

    `lossy` says whether text was lost (U+FFFD stands there) or the label alone was wrong.
    """

    code: str  # "undecodable", "mislabelled", "unknown-charset", "leftover-escape"
    reason: str
    lossy: bool = True


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the Python codec name it was found to be in, and what was wrong with it."""

    text: str
    charset: str
    problems: tuple[CharsetProblem, ...] = ()

    @property
    def lossless(self) -> bool:
        """Whether every byte became the character the sender meant, as far as bytes can tell."""
        return not any(p.lossy for p in self.problems)


def _key(name: str) -> str:
    key = re.sub(r"[\s_\-]", "", name).upper()
    return key.replace("ISO2022IR", "ISOIR")


def codec_named(declared: str) -> str | None:
    """The Python codec for a name as senders write it (`~ISO IR87`, `UNICODE UTF-8`, `8859/1`); "" for an empty
    one, None for a name nobody knows. Of several repetitions (HL7 table 0211) the one beyond ASCII counts."""
    found = ""
    for name in re.split(r"[~\\]", declared):
        codec = _DECLARED.get(_key(name))
        if codec is None:
            return None
        if codec and (found in ("", "ascii")):
            found = codec
    return found


def declared_charset(raw: bytes) -> str:
    """MSH-18 as it stands in an undecoded message, "" where there is none. ISO 2022 runs are skipped over."""
    header = re.split(rb"[\r\n]", raw[:8192], maxsplit=1)[0]
    text = decode_iso2022(header)[0] if ESC in header else header.decode("latin-1")
    if len(text) < 4:
        return ""
    fields = text.split(text[3])
    return fields[17].strip() if len(fields) > 17 else ""


def decode_message(raw: bytes, default_charset: str = ISO_2022_JP) -> Decoded:
    """A whole HL7 v2 message as text: MSH-18 first, then what the bytes show, then the source's own codec."""
    declared = declared_charset(raw)
    return decode(raw, declared, default_charset)


def decode(raw: bytes, declared: str = "", default_charset: str = ISO_2022_JP) -> Decoded:
    """Bytes as text. The first of these that fits every byte: the declared codec; ISO 2022 where escapes are
    seen; UTF-8 where the bytes are well-formed UTF-8; `default_charset`. Where none fits, the most likely one is
    used and the losses are named."""
    if raw.startswith(codecs.BOM_UTF8):
        raw, declared = raw[3:], "UNICODE UTF-8"
    notes: list[CharsetProblem] = []
    wanted = codec_named(declared)
    if wanted is None:
        notes.append(
            CharsetProblem(
                "unknown-charset", "MSH-18 names a character set that is not in HL7 table 0211", lossy=False
            )
        )
        wanted = ""
    if ESC not in raw and raw.isascii():
        return Decoded(raw.decode("ascii"), wanted or "ascii", tuple(notes))

    kana_in_g1 = any(_key(name) in _KANA_IN_G1 for name in re.split(r"[~\\]", declared))
    candidates = _candidates(raw, wanted, default_charset)
    for codec in candidates:
        text, losses = _try(raw, codec, kana_in_g1)
        if losses or _NOT_TEXT.search(text):
            continue
        if wanted and codec != wanted:
            notes.append(
                CharsetProblem("mislabelled", f"declared as {wanted}, the bytes are {codec}", lossy=False)
            )
        return Decoded(text, codec, tuple(notes))
    return _best_effort(raw, candidates[0], kana_in_g1, notes)


def _candidates(raw: bytes, wanted: str, default: str) -> list[str]:
    """Codecs to try, likeliest first; single-byte ones fit anything, so the bytes' own shape goes before them."""
    default = codecs.lookup(default).name if not default.startswith("iso2022_jp") else ISO_2022_JP
    if ESC in raw:
        order = [ISO_2022_JP, wanted, default, "utf-8"]
    elif wanted and not _SINGLE_BYTE.match(wanted):
        order = [wanted, "utf-8", default]
    else:
        order = ["utf-8", wanted, default]
    return list(dict.fromkeys(codec for codec in order if codec))


def _try(raw: bytes, codec: str, kana_in_g1: bool) -> tuple[str, list[Undecodable]]:
    if codec == ISO_2022_JP:
        return decode_iso2022(raw, kana_in_g1=kana_in_g1)
    if codec in _DESIGNATED_G1:
        raw = raw.replace(_DESIGNATED_G1[codec], b"")
    try:
        return raw.decode(codec), []
    except UnicodeDecodeError as error:
        return "", [Undecodable(error.start, error.end - error.start)]


def _best_effort(raw: bytes, codec: str, kana_in_g1: bool, notes: list[CharsetProblem]) -> Decoded:
    """Every byte that can be read, U+FFFD for the rest, and how much was lost."""
    if codec == ISO_2022_JP:
        text, losses = decode_iso2022(raw, kana_in_g1=kana_in_g1)
    else:
        text, losses = raw.decode(codec, errors="replace"), []
    if losses or "\ufffd" in text:
        places = len(losses) or text.count("\ufffd")
        at = f", the first at byte {losses[0].offset}" if losses else ""
        notes.append(
            CharsetProblem(
                "undecodable",
                f"{places} place(s) do not decode as {codec}{at}; correct MSH-18 at the sender or set this "
                "source's default_charset",
            )
        )
    if _NOT_TEXT.search(text):
        notes.append(
            CharsetProblem(
                "leftover-escape",
                f"escape or control bytes remain after decoding as {codec}; see the raw message",
            )
        )
    return Decoded(text, codec, tuple(notes))


def encode(text: str, charset: str) -> bytes:
    """Text back into a found charset, for answers; raises UnicodeEncodeError where it has no such character."""
    return text.encode("iso2022_jp_ext" if charset == ISO_2022_JP else charset)
