"""Text made to fit the character set of who receives it, before any delimiter or escape is put around it.

What has no place in the set is written with characters that mean the same (half-width kana, µ, ㎡, superscripts);
what has none of these becomes 〓, the printers' mark for a missing letter, and is told, so that the message can say so.
Nothing is dropped and nothing becomes `?`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from mappers.iso2022_encode import ALIKE, encode_iso2022, jis_0208

GETA = "〓"
"""JIS X 0208 row 2 cell 14."""

_HALF_KANA = re.compile("[\uff61-\uff9f]+")
_SURROGATES = re.compile("[\ud800-\udfff]")  # halves of pairs: no text at all
_SUPERSCRIPTS = re.compile("([0-9]?)([⁰¹²³⁴-⁹⁺⁻]+)")


class Encoding(StrEnum):
    """What a receiver reads."""

    UTF_8 = "utf-8"
    ISO_2022_JP = "iso-2022-jp"


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text that `encode` takes, and the characters for which 〓 stands in it, each once."""

    text: str
    missing: tuple[str, ...] = ()


def fit(text: str, encoding: Encoding, *, vendor_rows: bool = True) -> Fitted:
    """The text in the characters of the set; the text itself where it fits."""
    if encoding is Encoding.UTF_8:
        return Fitted(_SURROGATES.sub("\ufffd", text))
    if text.isascii():
        return Fitted(text)
    folded = _HALF_KANA.sub(lambda m: unicodedata.normalize("NFKC", m.group()), text)
    folded = _SUPERSCRIPTS.sub(_raised, folded)
    missing: dict[str, None] = {}
    out = []
    for character in folded:
        like = _like(character, vendor_rows)
        if like is None:
            missing[character] = None
        out.append(GETA if like is None else like)
    return Fitted("".join(out), tuple(missing))


def encode(text: str, encoding: Encoding, *, vendor_rows: bool = True) -> bytes:
    """The bytes of a text that `fit` made. Raises UnicodeEncodeError for any other that does not fit."""
    if encoding is Encoding.UTF_8:
        return text.encode()
    return encode_iso2022(text, vendor_rows=vendor_rows)


def _like(character: str, vendor_rows: bool) -> str | None:
    """The character, or others that mean the same and are in the set."""
    character = ALIKE.get(character, character)
    if character.isascii() or jis_0208(character, vendor_rows):
        return character
    plain = unicodedata.normalize("NFKC", character).replace("\u2044", "/")  # ½ is 1⁄2
    if plain != character and all(c.isascii() or jis_0208(c, vendor_rows) for c in plain):
        return plain
    bare = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))
    return bare if bare.isascii() and bare.strip() else None


def _raised(match: re.Match[str]) -> str:
    """`10³` is not 103: a raised number behind a digit gets its caret; behind a unit (`m²`) it is plain (UCUM `m2`)."""
    before, raised = match.groups()
    plain = unicodedata.normalize("NFKC", raised).replace("\u2212", "-")
    return f"{before}^{plain}" if before else plain
