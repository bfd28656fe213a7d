"""A type's item names as a set that can be looked up inside running text: `PR間隔168ms`, `FEF 25-75% 3.1`.

The lists of names are hand-made, by type; a name that is in none is still read where its value has a unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from inference.readable import fold

_BRACKETS = re.compile(r"[(\[（［].*?[)\]）］]")
_INSIDE = re.compile(r"[(\[（［](.*?)[)\]）］]")
_LARGE_KANA = str.maketrans("ァィゥェォッャュョ", "アイウエオツヤユヨ")
_KANA = re.compile(r"[ァ-ヺー]+")
_PUNCTUATION = " :;・*■□◆◇●○▪•※"


def in_large_kana(text: str) -> str:
    """The text as printers without small kana print it: ハツケツキユウ."""
    return text.translate(_LARGE_KANA)


class Names:
    """Folded item names; `in_kana` are those in nothing but katakana."""

    def __init__(self, *words: Iterable[str]) -> None:
        self._keys = frozenset(fold(word.replace("_", " ")) for group in words for word in group)
        self._in_large_kana = frozenset(map(in_large_kana, self._keys)) - self._keys
        self._letters = frozenset(letter for key in self._keys for letter in key)
        self._longest = max(map(len, self._keys), default=0)
        self.in_kana = frozenset(key for key in self._keys if _KANA.fullmatch(key))

    def __contains__(self, text: str) -> bool:
        """Whether the text is a name, brackets in it aside, or has one in its brackets (`左室径(LVDd)`)."""
        key = fold(text).strip(_PUNCTUATION)
        if key in self._keys or key in self._in_large_kana:
            return True
        bare = _BRACKETS.sub("", key)
        if bare and bare != key and bare in self._keys:
            return True
        return any(inside in self._keys for inside in _INSIDE.findall(key))

    def exactly(self, text: str) -> bool:
        """Whether the whole text, brackets and all, is a name of the list (`EF(MOD)`)."""
        return fold(text).strip(_PUNCTUATION) in self._keys

    def respelt(self, text: str) -> str:
        """A text read from pixels as the one name that it can be, or as it is.

        Only characters that stand in no name of the list are doubted, one in four at most: `予偏呼気量` is
        予備呼気量, but 右室 never 左室.
        """
        head = re.split(r"[(（\[:：=]", text, maxsplit=1)[0]
        doubted = [i for i, c in enumerate(head) if not c.isascii() and fold(c) not in self._letters]
        if not doubted or len(doubted) * 4 > len(head) or len(fold(head)) != len(head):
            return text
        pattern = re.compile("".join("." if i in doubted else re.escape(fold(c)) for i, c in enumerate(head)))
        found = {key for key in self._keys if len(key) == len(head) and pattern.fullmatch(key)}
        if len(found) != 1:
            return text
        name = found.pop()
        return "".join(name[i] if i in doubted else c for i, c in enumerate(head)) + text[len(head) :]

    def end_at(self, text: str, start: int) -> int:
        """Where the longest name that begins at `start` ends; `start` where none does.

        Spaces in the text do not count. A name ends at no letter of its own script; before digits it ends only
        where nothing longer is a name and a sign of a value follows (`PR168ms`, but not `V12`).
        """
        key, best = "", start
        for at in range(start, min(len(text), start + 2 * self._longest)):
            key += fold(text[at])
            if len(key) > self._longest:
                break
            if not text[at].isspace() and key in self._keys and _ends(text, at + 1):
                best = at + 1
        return best


def _ends(text: str, at: int) -> bool:
    if at >= len(text):
        return True
    last, following = text[at - 1], text[at]
    if following.isascii() and following.isalpha():
        return not (last.isascii() and last.isalnum())
    if following.isdigit():
        return not (last.isascii() and last.isalnum()) or bool(
            re.match(r"\d{2,4}(?:\.\d+)?\s?(?:ms|mm|bpm|%|/|mV|cm|m/s|mL|L|g|°)", text[at:]) and at >= 2
        )
    if re.match(r"-\d(?:\s|$|\.{2}|…|:)", text[at:]) and last.isascii() and last.isalnum():
        return False  # `VT-2 ... 1`: the second of its kind
    if following in "+/'′’%.-_":
        return not _goes_on(text, at)
    return not (_japanese(following) and _japanese(last))


def _goes_on(text: str, at: int) -> bool:
    """Whether the sign at `at` joins letters to a longer name (`E/A`, `SV1+RV5`) that is none of the list."""
    return at + 1 < len(text) and (text[at + 1].isalpha() or text[at] in "'′’%")


def _japanese(letter: str) -> bool:
    return "\u3041" <= letter <= "\u30ff" or "\u4e00" <= letter <= "\u9fff"
