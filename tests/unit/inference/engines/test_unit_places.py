"""A misread per cent sign is one where units stand; numbers among numbers are left alone."""

from __future__ import annotations

import pytest

from inference.engines.unit_places import units_by_place
from inference.types import Word
from mappers.model import Box


def _column(texts: list[str], sure: float = 0.8, x: float = 0.5) -> list[Word]:
    return [Word(t, Box(x, 0.1 + 0.02 * n, x + 0.05, 0.112 + 0.02 * n), sure) for n, t in enumerate(texts)]


def _line(texts: list[str]) -> list[Word]:
    return [Word(t, Box(0.1 * n, 0.1, 0.1 * n + 0.05, 0.112), 0.9) for n, t in enumerate(texts)]


def _texts(words: list[Word]) -> list[str]:
    return [word.text for word in units_by_place(words)]


@pytest.mark.parametrize("seen", ["名", "96", "9%", "o/o", "x", "告", "o", "号", "8"])
def test_a_sign_in_a_column_of_units(seen: str) -> None:
    assert _texts(_column(["mg/dL", "g/dL", seen, "U/L"])) == ["mg/dL", "g/dL", "%", "U/L"]


def test_several_signs_below_each_other_do_not_hide_the_units_around_them() -> None:
    assert _texts(_column(["fL", "g/dL", "o", "号", "o", "mg/dL"])) == ["fL", "g/dL", "%", "%", "%", "mg/dL"]


def test_a_sign_put_right_is_a_unit_to_the_next() -> None:
    column = ["fL", "g/dL", *["o"] * 4]
    assert _texts(_column(column)) == ["fL", "g/dL", *["%"] * 4]


def test_moles_as_wide_as_millimoles_lost_a_letter() -> None:
    assert _texts(_column(["mmol/L", "mol/L", "mg/dL"])) == ["mmol/L", "mmol/L", "mg/dL"]


def test_narrower_moles_stand() -> None:
    narrow = Word("mol/L", Box(0.5, 0.2, 0.54, 0.212), 0.8)
    assert _texts([*_column(["mmol/L"]), narrow]) == ["mmol/L", "mol/L"]


def test_a_sign_in_a_row_of_bracketed_units() -> None:
    assert _texts(_line(["(°C)", "(/min)", "(mmHg)", "(96)"])) == ["(°C)", "(/min)", "(mmHg)", "(%)"]


@pytest.mark.parametrize("seen", ["%0", "品"])
def test_a_per_mille_sign_in_a_column_of_units(seen: str) -> None:
    assert _texts(_column(["mg/dL", "g/dL", seen, "U/L"])) == ["mg/dL", "g/dL", "‰", "U/L"]


def test_a_ring_lost_in_a_row_of_bracketed_units() -> None:
    row = ["(c)", "(回/分)", "(回/分)", "(mmHg)", "(%)"]
    assert _texts(_line(row)) == ["(℃)", *row[1:]]


def test_a_letter_in_brackets_among_others_stands() -> None:
    assert _texts(_line(["(a)", "(b)", "(c)", "(d)"])) == ["(a)", "(b)", "(c)", "(d)"]


@pytest.mark.parametrize(
    "words",
    [
        _column(["95", "97", "96", "98"]),
        _column(["mg/dL", "14.2", "96", "U/L"]),
        _column(["mg/dL", "14.2", "8", "U/L"]),
        _column(["mg/dL", "g/dL", "8", "U/L"], sure=0.99),
        _column(["mmol/L", "mol/L", "μmol/L"]),  # which letter was lost is not known
        _column(["mg/dL", "g/dL", "96", "U/L"], sure=0.99),  # read clearly: a number out of its place
        _column(["田中", "青木", "名", "氏"]),
        _line(["(95)", "(97)", "(96)", "(98)"]),
        _line(["(°C)", "(96)"]),
        _line(["(°C)", "120", "(/min)", "80", "(mmHg)", "(96)"]),
    ],
)
def test_what_stands_among_other_things_is_what_it_is(words: list[Word]) -> None:
    assert _texts(words) == [word.text for word in words]


def test_a_doubted_kanji_in_a_column_of_units_is_a_sign() -> None:
    assert _texts(_column(["回/分", "mmHg", "旨", "mL/日"], 0.6)) == ["回/分", "mmHg", "%", "mL/日"]
    assert _texts(_column(["回/分", "mmHg", "旨", "mL/日"], 0.9))[2] == "旨"
    assert _texts(_column(["g/dL", "mmHg", "秒", "mL"], 0.6))[2] == "秒"
