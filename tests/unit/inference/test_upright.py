"""Words written downwards beside a table belong to none of its lines."""

from __future__ import annotations

from inference.readable import PageWords
from inference.structure import vitals
from inference.structure.geometry import tokens_of
from inference.structure.upright import is_tall, without_strips
from inference.types import Word
from mappers.model import Box


def _page(*words: tuple[float, float, float, float, str]) -> PageWords:
    made = tuple(
        Word(t, Box(x0 / 1000, y0 / 1000, x1 / 1000, y1 / 1000), 0.99) for x0, y0, x1, y1, t in words
    )
    return PageWords(1, 1000, 1000, made, recognised=True)


_HEADS = [(150.0, "項目"), (250.0, "単位"), (350.0, "0時"), (450.0, "1時"), (550.0, "2時")]
_LINES = {
    140: [(150.0, "呼吸数"), (250.0, "/min"), (350.0, "18"), (450.0, "19"), (550.0, "17")],
    180: [(150.0, "FiO2"), (250.0, "%"), (350.0, "28"), (450.0, "29"), (550.0, "27")],
    220: [(150.0, "SpO2"), (250.0, "%"), (350.0, "97"), (450.0, "98"), (550.0, "96")],
}


def _chart() -> PageWords:
    lines = {100: _HEADS, **_LINES}
    words = [(x, y, x + 14 * len(t), y + 20, t) for y, row in lines.items() for x, t in row]
    return _page((60, 168, 82, 212, "呼吸"), (60, 255, 400, 275, "申し送り：体位変換は二時間毎"), *words)


def test_a_word_downwards_in_a_strip_of_its_own_is_left_out() -> None:
    assert "呼吸" not in [t.text for t in without_strips(tokens_of(_chart()))]


def test_a_heading_written_downwards_over_its_column_stays() -> None:
    page = _page((300, 60, 322, 110, "体温"), (300, 120, 340, 140, "36.5"), (100, 120, 160, 140, "8:00"))
    assert [t.text for t in without_strips(tokens_of(page))] == ["体温", "36.5", "8:00"]


def test_the_line_beside_it_keeps_its_name() -> None:
    found = [(i.name, i.value, i.unit) for i in vitals.read_items([_chart()], 2025)]
    assert ("FiO2", "28", "%") in found
    assert not [name for name, _, _ in found if name.startswith("呼吸 ") or name == "呼吸"]


def test_a_narrow_unit_that_lies_is_no_word_downwards() -> None:
    words = _page((100, 50, 122, 83, "kg"), (300, 50, 318, 118, "TP"))
    assert [t.text for t in tokens_of(words) if is_tall(t)] == ["TP"]


def test_latin_letters_in_a_roomy_box_do_not_stand_downwards() -> None:
    page = _page((100, 60, 121, 90, "ID"), (200, 60, 223, 98, "49"), (300, 60, 314, 110, "BP"))
    assert [is_tall(t) for t in tokens_of(page)] == [False, False, True]
