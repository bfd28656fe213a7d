"""The recogniser's alphabet as a Japanese document uses it.

The network was trained on Chinese and gives 查 where 査 is printed, now one, now the other, letter by letter. What
it says of a form that Japanese does not print is added to the form it does; other characters that no Japanese
code page has, and kanji that are rare in print, must be seen clearly. Weights are ours, chosen by hand: a kanji
of JIS level 2 is printed far less than one in seven times as often as its look-alike of level 1.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from inference.readable import japanese_forms

_FOREIGN = 0.02  # kanji outside CP932 that have no Japanese form, and Latin letters with accents
_RARE = 0.15  # kanji of JIS X 0208 level 2, and of vendors' extensions
_LEVEL_2 = 0xD0  # first byte of EUC-JP from which kanji are of level 2

Likely = npt.NDArray[np.float32]
"""Shape (columns, letters): how likely each letter stands at each column; letter 0 is the blank."""


class Alphabet:
    """Letters by index, the blank first."""

    def __init__(self, letters: Sequence[str]) -> None:
        self.letters = ("", *letters, " ")
        self.index = {letter: number for number, letter in reversed(list(enumerate(self.letters)))}
        pairs = sorted(
            (self.index[japanese_forms(letter)], number)
            for number, letter in enumerate(self.letters)
            if letter and japanese_forms(letter) != letter and japanese_forms(letter) in self.index
        )
        self._foreign = np.array([foreign for _, foreign in pairs], dtype=np.intp)
        self._japanese, self._starts = np.unique([japanese for japanese, _ in pairs], return_index=True)
        self._weights = np.array([_weight(letter) for letter in self.letters], dtype=np.float32)

    def joined(self, likely: Likely) -> Likely:
        """What is said of Chinese forms, said of their Japanese ones."""
        joined = likely.copy()
        if len(self._foreign):
            joined[:, self._japanese] += np.add.reduceat(likely[:, self._foreign], self._starts, axis=1)
        joined[:, self._foreign] = 0.0
        return joined

    def best(self, joined: Likely) -> npt.NDArray[np.intp]:
        """The letter at each column, shape (columns,)."""
        return np.asarray((joined * self._weights).argmax(axis=1))


def _weight(letter: str) -> float:
    if (
        len(letter) == 1
        and len(form := unicodedata.normalize("NFD", letter)) > 1
        and form[0].isascii()
        and form[0].isalpha()
    ):
        return _FOREIGN  # é: more often an e with a speck
    if len(letter) != 1 or not "\u3400" <= letter <= "\u9fff":
        return 1.0
    try:
        letter.encode("cp932")
    except UnicodeEncodeError:
        return _FOREIGN
    try:
        return _RARE if letter.encode("euc_jp")[0] >= _LEVEL_2 else 1.0
    except UnicodeEncodeError:
        return _RARE
