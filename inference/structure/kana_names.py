"""Names in kana as recognition reads half-width print: voicing marks lost or taken for signs, words fallen in two.

`ﾋﾞﾘﾙﾋﾞﾝ` comes back as ビリルヒ`ン or as ビ and リルビ“ン, `ﾀﾝﾊﾟｸ` as タンイク. Which name it is, the list of names
tells: the only one of the same letters without their marks, or the only one a letter away where the reading is
doubted or the letter lost. A text that is a name stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from inference.structure.geometry import Token
from inference.structure.names import Names, in_large_kana

_SEEN = re.compile(r"[ァ-ヺー゛゜“”\"'`´′*°]{1,16}")
_SIGNS = re.compile(r"[^ァ-ヺー]")
_LONGEST = 3  # words that one name fell into
_GAP = 0.4  # line heights between them
_FEWEST = 4  # letters of a name of which one is doubted,
_FEWEST_LOST = 5  # one within was lost, however clear the others,
_FEWEST_TWICE = 7  # one was lost and one is another
_DOUBTED = 0.95  # confidence below which a letter may be another
_SURE = 0.85


def kana_respelt(row: Sequence[Token], names: Names) -> list[Token]:
    """The tokens of a recognised line, those that can only be one name in kana made that name, as one token."""
    out: list[Token] = []
    at = 0
    while at < len(row):
        found = next(
            (
                (name, size)
                for size in range(_run(row, at), 0, -1)
                if (name := _name(row[at : at + size], names)) is not None
            ),
            None,
        )
        if found is None:
            out.append(row[at])
            at += 1
            continue
        name, size = found
        out.append(_as_one(row[at : at + size], name))
        at += size
    return out


def _run(row: Sequence[Token], at: int) -> int:
    """How many tokens from one on are kana that touch."""
    size = 0
    for token in row[at : at + _LONGEST]:
        before = row[at + size - 1]
        if not _SEEN.fullmatch(token.text) or (size and token.x0 - before.x1 > _GAP * token.height):
            break
        size += 1
    return size


def _name(part: Sequence[Token], names: Names) -> str | None:
    text = "".join(token.text for token in part)
    if text in names:
        return text if len(part) > 1 else None
    seen = plain(text)
    if len(seen) < _FEWEST - 1:
        return None
    doubted = min(token.confidence for token in part) < _DOUBTED
    found = [{name for name in names.in_kana if plain(name) == seen}]
    found.append(
        {name for name in names.in_kana if len(name) >= _FEWEST_LOST and _lost_one(seen, plain(name))}
    )
    if doubted:
        found.append({name for name in names.in_kana if len(name) >= _FEWEST and _one_off(seen, plain(name))})
        found.append(
            {name for name in names.in_kana if len(name) >= _FEWEST_TWICE and _two_off(seen, plain(name))}
        )
    alike: set[str] = next(filter(None, found), set())
    return alike.pop() if len(alike) == 1 else None


def plain(text: str) -> str:
    """Kana without voicing marks, small letters and what marks are taken for: `ビリルヒ`ン` is ヒリルヒン."""
    letters = unicodedata.normalize("NFD", _SIGNS.sub("", text))
    return in_large_kana("".join(c for c in letters if not unicodedata.combining(c)))


def _one_off(seen: str, name: str) -> bool:
    """Whether one letter of the name was read as another, or was lost."""
    if len(seen) == len(name):
        return sum(a != b for a, b in zip(seen, name, strict=True)) == 1
    return any(shorter == seen for shorter in _with_one_lost(name))


def _lost_one(seen: str, name: str) -> bool:
    """Whether a letter within the name was lost, which leaves no other word."""
    return seen in _with_one_lost(name)[1:-1]


def _two_off(seen: str, name: str) -> bool:
    """Whether a letter of the name was lost and another read as another."""
    return len(seen) == len(name) - 1 and any(_one_off(seen, shorter) for shorter in _with_one_lost(name))


def _with_one_lost(name: str) -> list[str]:
    return [name[:i] + name[i + 1 :] for i in range(len(name))]


def _as_one(part: Sequence[Token], name: str) -> Token:
    box = part[0].box
    for token in part[1:]:
        box = box.union(token.box)
    sure = min(token.confidence for token in part)
    return replace(part[0], text=name, x1=part[-1].x1, box=box, confidence=min(sure, _SURE))
