"""Doubted letters become words of the field; clear letters and numbers stand whatever they spell."""

from __future__ import annotations

import numpy as np
import pytest

from inference.engines.alphabet import Alphabet
from inference.engines.letters import Letter
from inference.engines.spelling import spelled

Doubt = dict[int, tuple[float, tuple[tuple[str, float], ...]]]


def _word(text: str, doubt: Doubt | None = None) -> list[Letter]:
    """Letters read clearly, but for those at the places of `doubt`: their score and what else they may be."""
    letters = []
    for place, letter in enumerate(text):
        score, others = (doubt or {}).get(place, (0.999, ()))
        letters.append(Letter(letter, score, (place + 0.5) / len(text), others))
    return letters


def _read(text: str, doubt: Doubt | None = None) -> str:
    return "".join(letter.text for letter in spelled(_word(text, doubt)))


@pytest.mark.parametrize(
    ("seen", "doubt", "printed"),
    [
        ("リンバ球", {2: (0.64, (("パ", 0.36),))}, "リンパ球"),
        ("異型リンバ球", {4: (0.64, (("パ", 0.36),))}, "異型リンパ球"),
        ("総ピリルピン", {1: (0.6, (("ビ", 0.4),)), 4: (0.7, (("ビ", 0.3),))}, "総ビリルビン"),
        ("C1(クロール)", {1: (0.93, (("l", 0.066),))}, "Cl(クロール)"),
        ("mg/dI", {4: (0.5, (("L", 0.3), ("l", 0.1)))}, "mg/dL"),
        ("0型", {0: (0.89, (("O", 0.107),))}, "O型"),
        ("X64", {0: (0.58, (("×", 0.415),))}, "×64"),
        ("(一)", {1: (0.65, (("-", 0.32), ("ー", 0.01)))}, "(-)"),
        ("十", {0: (0.445, (("土", 0.42), ("士", 0.118)))}, "±"),
        ("路号", {0: (0.7, (("略", 0.2),))}, "略号"),
        ("探取日時：2025", {0: (0.9, (("採", 0.09),))}, "採取日時：2025"),
        ("p02", {}, "pO2"),  # the same look in many fonts
        ("便潜血(ヒ卜Hb)", {}, "便潜血(ヒトHb)"),
        ("名", {0: (0.175, (("%", 0.169), ("米", 0.1)))}, "%"),
        ("(M)", {1: (0.76, (("V", 0.13), ("W", 0.03)))}, "(V)"),
        ("Imin", {0: (0.74, (("/", 0.19), ("l", 0.05)))}, "/min"),
        ("cmH20", {4: (0.56, (("O", 0.43), ("o", 0.01)))}, "cmH2O"),
        ("ショックインピーダンス：760", {14: (0.74, (("Ω", 0.22),))}, "ショックインピーダンス：76 Ω"),
        ("“", {0: (0.36, (("-", 0.19), ('"', 0.18), ("—", 0.05)))}, "-"),
    ],
)
def test_a_doubted_letter_becomes_what_makes_a_word(seen: str, doubt: Doubt, printed: str) -> None:
    assert _read(seen, doubt) == printed


@pytest.mark.parametrize(
    ("seen", "doubt"),
    [
        ("リンバ球", {}),  # read clearly: so it was printed
        ("山田太郎", {2: (0.6, (("大", 0.4),))}),  # neither is a word of the field
        ("6.8", {0: (0.5, (("8", 0.49),))}),
        ("1", {0: (0.6, (("I", 0.3), ("l", 0.1)))}),
        ("8", {0: (0.4, (("%", 0.39),))}),
        ("×10⁸/μL", {3: (0.6, (("³", 0.3), ("⁶", 0.1)))}),  # a thousandfold is nothing to guess at
        ("C10", {}),
        ("患者ID：00012345", {}),
        ("ID", {}),
        ("101", {}),
        ("アルブミン一定", {}),
        ("2011", {}),
        ("CA125", {2: (0.6, (("7", 0.4),))}),
        ("(土)", {1: (0.99, (("±", 0.01),))}),  # Saturday
        ("リンバ球", {2: (0.96, (("パ", 0.0001),))}),  # not held possible
    ],
)
def test_what_was_read_stands(seen: str, doubt: Doubt) -> None:
    assert _read(seen, doubt) == seen


def test_a_letter_put_right_is_never_called_certain() -> None:
    put_right = spelled(_word("リンバ球", {2: (0.64, (("パ", 0.36),))}))[2]
    assert (put_right.text, put_right.score) == ("パ", 0.95)


def _likely(alphabet: Alphabet, *columns: dict[str, float]) -> np.ndarray:
    likely = np.zeros((len(columns), len(alphabet.letters)), np.float32)
    for place, column in enumerate(columns):
        for letter, p in column.items():
            likely[place, alphabet.index[letter]] = p
    return likely


def test_foreign_forms_count_for_the_japanese_one() -> None:
    alphabet = Alphabet(["查", "査", "検", "檢", "杳", "亞", "亜", "鑫", "1"])

    def best(column: dict[str, float]) -> str:
        return str(alphabet.letters[alphabet.best(alphabet.joined(_likely(alphabet, column)))[0]])

    assert best({"查": 0.4, "査": 0.15, "1": 0.42}) == "査"
    assert best({"亞": 0.7, "亜": 0.25}) == "亜"  # level 2 against level 1
    assert best({"亞": 0.98, "亜": 0.01}) == "亞"  # printed so, seen clearly
    assert best({"鑫": 0.6, "検": 0.1}) == "検"  # no Japanese code page has it


def test_an_accent_must_be_seen_clearly() -> None:
    alphabet = Alphabet(["é", "e", "≠", "="])

    def best(column: dict[str, float]) -> str:
        return str(alphabet.letters[alphabet.best(alphabet.joined(_likely(alphabet, column)))[0]])

    assert best({"é": 0.8, "e": 0.15}) == "e"
    assert best({"é": 0.99, "e": 0.001}) == "é"
    assert best({"≠": 0.6, "=": 0.3}) == "≠"


@pytest.mark.parametrize(
    ("seen", "doubt", "printed"),
    [
        ("A", {0: (0.7, (("▲", 0.118), ("△", 0.07)))}, "▲"),
        ("4", {0: (0.42, (("▼", 0.231), ("V", 0.213)))}, "▼"),
        ("A", {0: (0.99, ())}, "A"),
        ("A", {0: (0.85, (("4", 0.1),))}, "A"),
        ("AB", {0: (0.7, (("▲", 0.2),))}, "AB"),
    ],
)
def test_a_doubted_letter_alone_may_be_an_arrow(seen: str, doubt: Doubt, printed: str) -> None:
    assert _read(seen, doubt) == printed


@pytest.mark.parametrize(
    ("seen", "doubt", "printed"),
    [
        ("1度", {0: (0.61, (("|", 0.041), ("Ⅰ", 0.034)))}, "Ⅰ度"),
        ("1度房室ブロック", {0: (0.9, (("I", 0.027),))}, "Ⅰ度房室ブロック"),
        ("1度", {0: (0.995, ())}, "1度"),
        ("1度", {0: (0.9, (("7", 0.05),))}, "1度"),
        ("81度", {1: (0.6, (("l", 0.2),))}, "81度"),
    ],
)
def test_a_doubted_first_degree_is_a_roman_one(seen: str, doubt: Doubt, printed: str) -> None:
    assert _read(seen, doubt) == printed
