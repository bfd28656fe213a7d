"""Names in half-width kana as recognition reads them: marks lost, words fallen in two."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inference.structure.urinalysis import read_items
from tests.unit.inference.printed_lines import Line, page


def _read(*lines: Line, sure: float = 0.8) -> list[tuple[str, str]]:
    seen = page([(40, "尿検査報告書")], *lines)
    words = tuple(replace(word, confidence=sure) for word in seen.words)
    return [(i.name, i.value) for i in read_items((replace(seen, words=words, recognised=True),))]


REST: list[Line] = [[(40, "ケトンタイ"), (140, "1+")], [(40, "pH"), (140, "6.5")]]


@pytest.mark.parametrize(
    ("seen", "name"),
    [
        ("ビリルヒ`ン", "ビリルビン"),
        ("ビリルビ“ン", "ビリルビン"),
        ("ピジュウ", "ヒジュウ"),
        ("フドウトウ", "ブドウトウ"),
        ("タンイク", "タンパク"),
        ("タバク", "タンパク"),
        ("ウビリノーゲン", "ウロビリノーゲン"),
        ("ウビリノーグン", "ウロビリノーゲン"),
    ],
)
def test_a_name_whose_marks_were_misread(seen: str, name: str) -> None:
    assert _read([(40, seen), (140, "(-)")], *REST)[0] == (name, "(-)")


def test_a_name_that_fell_in_two() -> None:
    assert _read([(40, "ビ"), (51, "リルヒ`ン"), (140, "2+")], *REST)[0] == ("ビリルビン", "2+")


def test_a_letter_lost_from_within_however_clear_the_others() -> None:
    assert _read([(40, "ビリルン"), (140, "1+")], *REST, sure=0.99)[0] == ("ビリルビン", "1+")


def test_kana_read_clearly_that_are_another_word_stand() -> None:
    assert _read(*REST, [(40, "タンガク"), (140, "(-)")], sure=0.99)[-1] == ("タンガク", "(-)")


def test_a_name_of_the_list_stands() -> None:
    assert _read([(40, "タンパクシツ"), (140, "1+")], *REST)[0] == ("タンパクシツ", "1+")


def test_an_arrow_in_brackets_alone_is_a_minus() -> None:
    found = _read(*REST, [(40, "センケツ"), (140, "(→)")], [(40, "LOT"), (140, "604417")])
    assert ("センケツ", "(-)") in found


def test_an_arrow_beside_a_result_is_none() -> None:
    assert ("センケツ", "2+") in _read(*REST, [(40, "センケツ"), (140, "2+"), (170, "(→)")])
