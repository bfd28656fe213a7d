"""Pictures made readable: the sheet's outline, the run of its lines, its light; and clean pages left alone."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from inference.pages.bending import bend_of
from inference.pages.light import evenly_lit
from inference.pages.outline import outline, sheet_size
from inference.placement import Bend

WIDTH, HEIGHT = 800, 1100


def _page() -> np.ndarray:
    """A sheet with a ruled table and short words, no text that matters."""
    page = np.full((HEIGHT, WIDTH, 3), 246, np.uint8)
    for row in range(24):
        y = 120 + 36 * row
        cv2.line(page, (60, y + 12), (740, y + 12), (90, 90, 90), 1)
        for x, width in ((70, 110), (330, 50), (460, 60), (600, 90)):
            cv2.rectangle(page, (x, y - 10), (x + width, y + 4), (30, 30, 30), -1)
    cv2.rectangle(page, (60, 96), (740, 120 + 36 * 24), (60, 60, 60), 2)
    return page


def _spots() -> np.ndarray:
    return np.array(
        [(x / WIDTH, (120 + 36 * row) / HEIGHT) for row in range(24) for x in (125, 355, 490, 645)]
    )


def _photographed(
    corners: list[tuple[float, float]], shadow: bool, ground: int
) -> tuple[np.ndarray, np.ndarray]:
    """The page on a desk, its corners there (fractions); with a shadow darker than the desk is."""
    desk = np.random.default_rng(4).normal(ground, 6, (1400, 1100, 3))
    target = np.float32([(x * 1100, y * 1400) for x, y in corners])
    source = np.float32([(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)])
    matrix = cv2.getPerspectiveTransform(source, target)
    page = cv2.warpPerspective(_page().astype(np.float32), matrix, (1100, 1400))
    mask = cv2.warpPerspective(np.ones((HEIGHT, WIDTH), np.float32), matrix, (1100, 1400))[..., None]
    picture = page * mask + desk * (1 - mask)
    if shadow:
        across = np.linspace(0, 1, 1100)[None, :] + np.linspace(0, 0.6, 1400)[:, None]
        picture *= np.where(across > 0.8, 0.45, 1.0)[..., None]
    spots = cv2.perspectiveTransform((_spots() * (WIDTH, HEIGHT))[None].astype(np.float32), matrix)[0]
    return np.clip(picture, 0, 255).astype(np.uint8), spots / (1100, 1400)


CORNERS = [(0.08, 0.06), (0.93, 0.10), (0.90, 0.95), (0.05, 0.92)]


@pytest.mark.parametrize("shadow", [False, True])
@pytest.mark.parametrize("ground", [70, 150])
def test_a_sheet_on_a_desk_is_found_by_its_sides(shadow: bool, ground: int) -> None:
    picture, spots = _photographed(CORNERS, shadow, ground)
    found = outline(picture, spots)
    assert found is not None
    assert np.abs(found - np.array(CORNERS)).max() < 0.012
    across, down = sheet_size(found, 1100, 1400)
    assert across / down == pytest.approx(WIDTH / HEIGHT, rel=0.08)


def test_a_sheet_cut_off_on_one_side_is_found_by_the_other_three() -> None:
    corners = [(0.10, 0.06), (1.06, 0.08), (1.08, 0.95), (0.08, 0.93)]
    picture, spots = _photographed(corners, False, 80)
    found = outline(picture, spots[spots[:, 0] < 1])
    assert found is not None
    assert np.abs(found[[0, 3]] - np.array(corners)[[0, 3]]).max() < 0.012
    assert found[1][0] > 0.98


def test_a_page_that_fills_its_picture_has_no_outline() -> None:
    page = _page()
    assert outline(page, _spots()) is None
    noisy = np.clip(page + np.random.default_rng(1).normal(0, 9, page.shape), 0, 255).astype(np.uint8)
    assert outline(noisy, _spots()) is None
    assert outline(np.full((500, 400, 3), 255, np.uint8), np.zeros((0, 2))) is None


def test_a_panel_inside_the_page_is_no_outline() -> None:
    """A white table on a grey page, with text around it: the sides would leave text outside."""
    page = np.full((HEIGHT, WIDTH, 3), 150, np.uint8)
    page[150:950, 120:680] = 250
    around = np.array([(0.5, 0.05), (0.5, 0.95), (0.06, 0.5), (0.95, 0.5)])
    assert outline(page, np.concatenate([_spots(), around, around + 0.01])) is None


def _quads(bend: Bend, jitter: float = 0.0) -> np.ndarray:
    random = np.random.default_rng(8)
    found = []
    for row in range(24):
        for x, width in ((70, 110), (330, 40), (460, 50), (600, 90)):
            middle = np.array([[(x + width / 2) / WIDTH, (120 + 36 * row) / HEIGHT]])
            at = bend.bent(middle)[0] * (WIDTH, HEIGHT) + (0, random.normal(0, jitter))
            found.append([(at[0] - width / 2, at[1] - 9), (at[0] + width / 2, at[1] - 9),
                          (at[0] + width / 2, at[1] + 9), (at[0] - width / 2, at[1] + 9)])  # fmt: skip
    return np.array(found)


@pytest.mark.parametrize(
    "bend",
    [Bend(0.03), Bend(-0.06), Bend(0.09), Bend(0.02, 0.06), Bend(-0.01, 0.03, 0.06)],
    ids=["2 degrees", "-5 degrees", "7 degrees", "fanned", "curved"],
)
def test_cells_that_say_nothing_of_their_tilt_show_how_the_page_lies(bend: Bend) -> None:
    quads = _quads(bend, jitter=0.8)
    level = bend_of(quads, WIDTH, HEIGHT).straightened(quads.mean(axis=1) / (WIDTH, HEIGHT))
    rows = level[:, 1].reshape(24, 4) * HEIGHT
    assert np.ptp(rows, axis=1).max() < 9  # pixels: half a line of 18; rows are 36 apart


def test_a_level_page_is_left_level() -> None:
    assert bend_of(_quads(Bend(), jitter=0.8), WIDTH, HEIGHT) == Bend()
    assert bend_of(_quads(Bend(0.05))[:6], WIDTH, HEIGHT) == Bend()  # too few to tell


def test_shade_is_taken_off_paper_and_even_light_left_alone() -> None:
    page = _page()
    assert evenly_lit(page) is page or np.array_equal(evenly_lit(page), page)
    shade = np.linspace(1.0, 0.45, WIDTH)[None, :, None]
    lit = evenly_lit((page * shade).astype(np.uint8))
    paper = lit[60:90, 20:780].mean(axis=(0, 2))
    assert np.ptp(paper) < 12
    assert lit[118, 120].max() < 80  # ink stays dark
