"""Which way up, and how tall: decided by the lines that read best, told here by a reader with a known answer."""

from __future__ import annotations

import numpy as np
import pytest

from inference.engines.detect import Quads, sizes
from inference.engines.letters import Letter
from inference.engines.strips import Strip
from inference.engines.turning import squared, upright
from inference.engines.words import runs_of

PAGE = np.zeros((1000, 700, 3), np.uint8)
PAGE[10:30, 10:30] = 255  # the upright page's top left corner


class Detector:
    """Twelve lines as they stand on the page, however it was turned; counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def find(self, picture: np.ndarray) -> Quads:
        self.asked += 1
        turned = picture.shape[0] < picture.shape[1]
        found = []
        for row in range(12):
            x0, y0, x1, y1 = 60, 60 + 70 * row, 500, 84 + 70 * row
            if turned:
                x0, y0, x1, y1 = y0, x0, y1, x1
            found.append([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
        return np.array(found, np.float32)


class Reader:
    """Reads well only where the mark is at the top left."""

    def __init__(self, letter: str = "検", pitch: float = 0.04) -> None:
        self.seen = 0
        self.letter, self.pitch = letter, pitch

    def read(self, picture: np.ndarray, quads: Quads) -> list[Strip]:
        self.seen += len(quads)
        score = 0.98 if picture[20, 20].max() > 0 else 0.45
        letters = tuple(Letter(self.letter, score, 0.1 + self.pitch * n) for n in range(10))
        return [Strip(letters) for _ in quads]


@pytest.mark.parametrize("turns", range(4))
def test_every_turn_is_undone(turns: int) -> None:
    given = np.ascontiguousarray(np.rot90(PAGE, -turns))
    found = upright(given, Detector(), Reader())  # type: ignore[arg-type]
    assert found.quarter_turns == turns
    assert np.array_equal(found.picture, PAGE)
    width, height = sizes(found.quads).T
    assert (width > height).all()
    assert (found.quads[:, 0] <= found.quads[:, 2]).all()  # corners go on from the top left


def test_an_upright_page_is_asked_once_and_keeps_what_was_read() -> None:
    detector, reader = Detector(), Reader()
    found = upright(PAGE, detector, reader)  # type: ignore[arg-type]
    assert (detector.asked, reader.seen) == (1, len(found.read))
    assert len(found.read) == 8


def test_a_page_without_lines_stays_as_it_is() -> None:
    class Nothing(Detector):
        def find(self, picture: np.ndarray) -> Quads:
            return np.zeros((0, 4, 2), np.float32)

    found = upright(PAGE, Nothing(), Reader())  # type: ignore[arg-type]
    assert (found.quarter_turns, len(found.quads), found.read) == (0, 0, {})


@pytest.mark.parametrize(("pitch", "tall"), [(0.036, False), (0.072, True)])
def test_letters_wider_than_high_tell_a_squashed_fax(pitch: float, tall: bool) -> None:
    """Lines are 440 by 24: a letter every 16 pixels is 0.66 of the height, every 32 is 1.3."""
    detector = Detector()
    found = squared(upright(PAGE, detector, Reader(pitch=pitch)), detector)  # type: ignore[arg-type]
    assert (found.picture.shape[0] == 2000) is tall


def test_a_line_is_cut_where_its_letters_stand_apart() -> None:
    letters = [Letter(c, 0.9, 0.05 + 0.04 * n) for n, c in enumerate("総蛋白")]
    letters += [Letter(c, 0.8, 0.6 + 0.02 * n) for n, c in enumerate("6.8")]
    runs = runs_of(Strip(tuple(letters)), 12.0)
    assert [run.text for run in runs] == ["総蛋白", "6.8"]
    assert runs[0].start == 0.0
    assert 0.13 < runs[0].end < runs[1].start < 0.6
    assert runs[1].end == 1.0
    assert [run.score for run in runs] == pytest.approx([0.9, 0.8])


def test_a_space_read_after_a_point_is_no_space() -> None:
    letters = [Letter(c, 0.9, 0.1 + 0.08 * n) for n, c in enumerate("7. 40")]
    assert [run.text for run in runs_of(Strip(tuple(letters)), 3.0)] == ["7.40"]
    letters = [Letter(c, 0.9, 0.1 + 0.08 * n) for n, c in enumerate("1. 貧血")]
    assert [run.text for run in runs_of(Strip(tuple(letters)), 4.0)] == ["1. 貧血"]


def test_a_line_of_nothing_has_no_words() -> None:
    assert runs_of(Strip(()), 5.0) == ()
    assert runs_of(Strip((Letter(" ", 0.9, 0.5),)), 5.0) == ()
