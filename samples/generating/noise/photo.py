"""Pages photographed with a phone: in perspective, bent, shadowed, tinted, on a desk."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from samples.generating.noise import files, legible, marks, surface
from samples.generating.noise.placing import Matrix, Placing, Points, by_matrix, moved, then
from samples.generating.noise.spoilt import Spoilt
from samples.generating.noise.weight import Weight
from samples.making.scan import pictures
from samples.making.truth import Sheet

Light = npt.NDArray[np.float32]
_DESKS = ((142, 104, 72), (96, 66, 44), (178, 178, 174), (70, 76, 82), (205, 196, 180), (48, 60, 84))


def photo(sheet: Sheet, rng: np.random.Generator, weight: Weight) -> Spoilt:
    """A JPEG (of several pages: a PDF of pictures)."""
    dpi = legible.dpi(sheet, rng, *weight.photo_dpi, 16.0)
    effects: dict[str, Any] = {"dpi": dpi, "bend": [], "quality": int(rng.integers(*weight.photo_quality))}
    pages, placings = [], []
    for number, image in enumerate(pictures(sheet.pdf, dpi), 1):
        pixels = np.array(image)
        if rng.random() < 0.2:
            spare = tuple(i.box for i in sheet.truth.items if i.box and i.page == number)
            marks.seal(rng, marks.Paper(pixels, dpi / 25.4, spare))
        bend = float(rng.uniform(-1, 1) * 0.012)
        picture, placing = _seen(pixels, rng, bend)
        pages.append(_exposed(picture, rng, weight))
        placings.append(placing)
        effects["bend"].append(round(bend, 4))
    file, data = files.jpeg(pages, dpi, effects["quality"])
    return Spoilt(file, data, moved(sheet.truth, placings), effects)


def _seen(pixels: marks.Picture, rng: np.random.Generator, bend: float) -> tuple[Light, Placing]:
    """The page as the lens sees it, on its desk; float32 RGB."""
    height, width = pixels.shape[:2]
    margin = float(rng.uniform(0.02, 0.07))
    size = (round(width * (1 + 2 * margin)), round(height * (1 + 2 * margin)))
    matrix = _perspective(rng, (width, height), size)
    phase = float(rng.uniform(0, np.pi))

    def lifted(points: Points) -> Points:
        """How far a bent page stands from a flat one, in pixels, at points in pixels of the flat one."""
        x = points[..., 0] / width
        return np.asarray(bend * height * np.sin(np.pi * x + phase), dtype=np.float64)

    def bent(points: Points) -> Points:  # x stays, so the way back is the same amount the other way
        moved_points = points * np.array([width, height])
        moved_points[:, 1] += lifted(moved_points)
        return moved_points / np.array([width, height])

    grid = np.stack(np.meshgrid(np.arange(size[0]), np.arange(size[1])), axis=-1).reshape(-1, 2)
    back = np.column_stack([grid, np.ones(len(grid))]) @ np.linalg.inv(matrix).T
    flat = back[:, :2] / back[:, 2:]
    flat[:, 1] -= lifted(flat)
    sources = flat.reshape(size[1], size[0], 2).astype(np.float32)
    page = cv2.remap(
        pixels, sources[..., 0], sources[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    inside = cv2.remap(
        np.ones((height, width), dtype=np.float32), sources[..., 0], sources[..., 1], cv2.INTER_LINEAR
    )[:, :, None]
    shade = 1 + np.float32(2.5 * bend * np.pi) * np.cos(np.pi * sources[..., :1] / width + phase)
    desk = _desk(rng, size) * _cast_shadow(inside)
    picture = page.astype(np.float32) * rng.uniform(0.9, 0.98) * shade * inside + desk * (1 - inside)
    return picture.astype(np.float32), then(bent, by_matrix(matrix, (width, height), size))


def _perspective(rng: np.random.Generator, page: tuple[int, int], frame: tuple[int, int]) -> Matrix:
    """From page pixels to frame pixels: corners moved inwards by chance, a slight turn."""
    (w, h), (fw, fh) = page, frame
    corners = np.array([[0, 0], [w, 0], [w, h], [0, h]], dtype=np.float64)
    middle = np.array([fw / 2, fh / 2])
    angle = np.radians(np.clip(rng.normal(0, 1.6), -4, 4))
    spin = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    placed = (corners - np.array([w / 2, h / 2])) @ spin
    tilt_x, tilt_y = rng.normal(0, 0.035, 2).clip(-0.08, 0.08)
    depth = 1 + tilt_x * corners[:, :1] / w + tilt_y * corners[:, 1:] / h
    placed = placed / depth + rng.normal(0, 0.004, (4, 2)) * w
    reach = np.abs(placed) / (np.array([fw, fh]) * 0.493)
    placed = placed / max(1.0, float(reach.max())) + middle
    return np.asarray(
        cv2.getPerspectiveTransform(corners.astype(np.float32), placed.astype(np.float32)), dtype=np.float64
    )


def _desk(rng: np.random.Generator, size: tuple[int, int]) -> Light:
    """Something behind the page: plain or with the grain of wood."""
    width, height = size
    colour = np.array(_DESKS[int(rng.integers(len(_DESKS)))], dtype=np.float32)
    coarse = rng.normal(0, 1, (height // 24 + 2, 3 if rng.random() < 0.5 else width // 24 + 2)).astype(
        np.float32
    )
    texture = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)[:, :, None]
    return np.asarray(colour + 9 * texture, dtype=np.float32)


def _cast_shadow(inside: Light) -> Light:
    """The paper's own shadow on the desk."""
    small = cv2.resize(inside, None, fx=0.25, fy=0.25)
    soft = cv2.GaussianBlur(small, (0, 0), 4)
    return np.asarray(
        1 - 0.4 * cv2.resize(soft, (inside.shape[1], inside.shape[0]))[:, :, None], dtype=np.float32
    )


def _exposed(picture: Light, rng: np.random.Generator, weight: Weight) -> marks.Picture:
    """Room light, the shadow of a hand or phone, tint, lens, sensor."""
    picture = picture * surface.lamp(rng, picture.shape, float(rng.uniform(0.08, 0.35)))
    if rng.random() < 0.6:
        picture *= _hand(rng, picture.shape)
    warm = rng.uniform(-0.07, 0.09)
    picture *= np.array([1 + warm, 1.0, 1 - warm], dtype=np.float32) * np.float32(rng.uniform(0.85, 1.06))
    picture = cv2.GaussianBlur(picture, (0, 0), float(rng.uniform(0.45, 0.95)))
    picture += surface.grain(rng, picture.shape, float(rng.uniform(1.5, 5.0)) * weight.grain, soft=0.8)
    return np.asarray(picture.clip(0, 255).astype(np.uint8), dtype=np.uint8)


def _hand(rng: np.random.Generator, shape: tuple[int, ...]) -> Light:
    """A soft-edged dark corner or band."""
    height, width = shape[0] // 8, shape[1] // 8
    mask = np.zeros((height, width), dtype=np.float32)
    start, angle = rng.uniform((0, 0), (width, height)), rng.uniform(0, 2 * np.pi)
    away = np.array([np.cos(angle), np.sin(angle)])
    across = np.array([-away[1], away[0]])
    reach = 3.0 * max(width, height)
    corners = [start + across * reach, start - across * reach, start - across * reach + away * reach]
    corners.append(start + across * reach + away * reach)
    cv2.fillPoly(mask, [np.array(corners).astype(np.int32)], 1.0)
    soft = cv2.GaussianBlur(mask, (0, 0), float(rng.uniform(4, 18)))
    dark = cv2.resize(soft, (shape[1], shape[0]))[:, :, None]
    return np.asarray(1 - dark * rng.uniform(0.12, 0.4), dtype=np.float32)
