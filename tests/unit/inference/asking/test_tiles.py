"""Sheets are cut between lines, every row is shown whole, and what is read of the parts is told once."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from inference.asking.lines import TextLine, lines_of_text
from inference.asking.merging import merged
from inference.asking.prepared import Part
from inference.asking.tiles import LEGIBLE_PX, Plan, Span, plan, tiles
from inference.engines.options import Looks
from mappers.model import Item
from tests.unit.inference import printed_lines

A4 = (1654, 2339)


def _lines(count: int, height: float = 0.008, top: float = 0.1, pitch: float = 0.0) -> list[TextLine]:
    pitch = pitch or 0.85 / count
    return [TextLine(top + n * pitch, top + n * pitch + height, f"row {n}") for n in range(count)]


def _pixels(shape: Plan, width: int, height: int) -> list[float]:
    return [width * shape.scale * tile.shown.height * height * shape.scale for tile in shape.tiles]


def test_a_page_of_usual_print_goes_whole() -> None:
    shape = plan(*A4, _lines(40), 28.0, Looks())
    assert len(shape.tiles) == 1
    assert 28.0 * shape.scale >= LEGIBLE_PX
    assert shape.tiles[0].shown == Span(0.0, 1.0)


def test_small_print_is_cut_rather_than_shrunk() -> None:
    shape = plan(3508, 4961, _lines(120, 0.004), 22.0, Looks())
    assert len(shape.tiles) > 1
    assert 22.0 * shape.scale >= LEGIBLE_PX - 1e-9
    assert max(_pixels(shape, 3508, 4961)) <= Looks().max_pixels * 1.02


def test_nothing_is_enlarged() -> None:
    assert plan(800, 1000, _lines(30), 9.0, Looks()).scale == 1.0


def test_many_results_are_asked_about_in_parts() -> None:
    rows = [TextLine(n / 100, n / 100 + 0.005, "", results=4) for n in range(100)]
    assert len(plan(*A4, rows, 28.0, Looks(answer_tokens=4096)).tiles) >= 4


@given(
    st.integers(1, 80),
    st.integers(1, 9),
    st.floats(0.0, 0.02),
    st.floats(0.002, 0.012),
)
def test_every_line_is_one_parts_own_and_shown_whole(
    count: int, parts: int, lean: float, height: float
) -> None:
    lines = _lines(count, height)
    cut = tiles(lines, parts, lean)
    assert next(t.own.top for t in cut) == 0.0
    assert [t.own.bottom for t in cut][-1] == 1.0
    assert all(a.own.bottom == b.own.top for a, b in pairwise(cut))
    for line in lines:
        owners = [t for t in cut if t.own.holds(line.middle)]
        assert len(owners) == 1
        assert owners[0].shown.top <= line.top
        assert line.bottom <= owners[0].shown.bottom
    for a, b in pairwise(cut):
        assert any(a.shown.top <= line.middle < a.shown.bottom and b.own.holds(line.middle) for line in lines)


_NAMES = (
    "WBC",
    "RBC",
    "Hb",
    "Ht",
    "PLT",
    "AST",
    "ALT",
    "LD",
    "ALP",
    "CK",
    "BUN",
    "Cre",
    "Na",
    "Cl",
    "Ca",
    "CRP",
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(["5", "7.1", "12", "140"]), min_size=3, max_size=len(_NAMES)),
    st.integers(1, 6),
    st.sets(st.integers(0, 15), max_size=4),
)
def test_rows_read_in_parts_are_told_once(values: list[str], parts: int, misread: set[int]) -> None:
    """Whatever the seams, equal values and misread rows: each row once, in order."""
    rows = list(zip(_NAMES, values, strict=False))
    page = printed_lines.page(*([(40.0, name), (200.0, value)] for name, value in rows))
    lines = lines_of_text(page)
    answers = []
    for tile in tiles(lines, parts):
        part = Part(1, tile.own, tile.shown, ())
        shown = [n for n, line in enumerate(lines) if tile.shown.holds(line.middle)]
        said = [(rows[n][0], "999" if n in misread else rows[n][1]) for n in shown]
        answers.append((part, [Item(name, value, 1, None, 0.9, False) for name, value in said]))
    found = merged(answers, page)
    wanted = [(name, "999" if n in misread else value) for n, (name, value) in enumerate(rows)]
    assert [(i.name, i.value) for i in found] == wanted


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 30), st.integers(2, 5))
def test_without_words_the_seams_repeat_is_told_once(count: int, parts: int) -> None:
    lines = _lines(count)
    answers = []
    for tile in tiles(lines, parts):
        shown = [n for n, line in enumerate(lines) if tile.shown.holds(line.middle)]
        items = [Item(f"row {n}", str(n), 1, None, 0.9, False) for n in shown]
        answers.append((Part(1, tile.own, tile.shown, ()), items))
    assert [i.name for i in merged(answers, None)] == [f"row {n}" for n in range(count)]


def test_a_row_that_its_own_part_missed_is_taken_from_the_neighbour() -> None:
    page = printed_lines.page(*([(40.0, name), (200.0, str(n))] for n, name in enumerate(_NAMES, 10)))
    lines = lines_of_text(page)
    upper, lower = tiles(lines, 2)
    seam = next(n for n, line in enumerate(lines) if lower.own.holds(line.middle))
    seen = [n for n in range(len(lines)) if upper.shown.holds(lines[n].middle)]
    rest = list(range(seam + 1, len(lines)))
    answers = [
        (Part(1, tile.own, tile.shown, ()), [Item(_NAMES[n], str(n + 10), 1, None, 0.9, False) for n in rows])
        for tile, rows in ((upper, seen), (lower, rest))
    ]
    assert [i.name for i in merged(answers, page)] == list(_NAMES)
