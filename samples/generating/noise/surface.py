"""What paper, lamp and sensor add: light, grain, dust. Pictures are float32 of shape (height, width, 3), 0..255."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from samples.making.ink import PageBox

Light = npt.NDArray[np.float32]


def lamp(rng: np.random.Generator, shape: tuple[int, ...], fall: float) -> Light:
    """Uneven light as factors (height, width, 1) in (1 - fall)..1: a slope and a broad bump."""
    height, width = shape[:2]
    coarse = rng.uniform(0, 1, (4, 3)).astype(np.float32)
    bumps = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC).clip(0, 1)
    angle = rng.uniform(0, 2 * np.pi)
    x = np.linspace(-0.5, 0.5, width, dtype=np.float32)[None, :] * np.float32(np.cos(angle))
    y = np.linspace(-0.5, 0.5, height, dtype=np.float32)[:, None] * np.float32(np.sin(angle))
    slope = (x + y) / (abs(np.cos(angle)) + abs(np.sin(angle))) + 0.5
    return np.asarray(1 - fall * (0.35 * bumps + 0.65 * slope), dtype=np.float32)[:, :, None]


def spine(rng: np.random.Generator, shape: tuple[int, ...]) -> Light:
    """The dark band along one edge where a bound page lifts from the glass."""
    width = shape[1]
    from_edge = np.arange(width, dtype=np.float32) / width
    if rng.random() < 0.5:
        from_edge = from_edge[::-1]
    depth, reach = rng.uniform(0.25, 0.5), rng.uniform(0.015, 0.04)
    return np.asarray(1 - depth * np.exp(-from_edge / reach), dtype=np.float32)[None, :, None]


def grain(rng: np.random.Generator, shape: tuple[int, ...], sigma: float, soft: float = 0.0) -> Light:
    """Noise of the sensor (height, width, 1), the same in all colours; `soft` blurs it (pixels)."""
    noise = rng.standard_normal(shape[:2], dtype=np.float32) * np.float32(sigma)
    if soft:
        noise = cv2.GaussianBlur(noise, (0, 0), soft) * np.float32(2.2 * soft)
    return noise[:, :, None]


def dust(
    rng: np.random.Generator, picture: Light, specks: int, hairs: int, spare: Sequence[PageBox] = ()
) -> None:
    """Specks and hairs on the glass, drawn into the picture; no speck in a box to spare: it would be a point."""
    height, width = picture.shape[:2]
    for _ in range(specks):
        at = (int(rng.integers(width)), int(rng.integers(height)))
        shade, radius = float(rng.uniform(60, 190)), int(rng.choice((0, 1, 1, 2)))
        x, y = at[0] / width, at[1] / height
        if not any(x0 - 0.01 < x < x1 + 0.01 and y0 - 0.005 < y < y1 + 0.005 for x0, y0, x1, y1 in spare):
            cv2.circle(picture, at, radius, (shade, shade, shade), -1, cv2.LINE_AA)
    for _ in range(hairs):
        start = rng.uniform((0, 0), (width, height))
        steps = np.cumsum(rng.normal(0, 4, (14, 2)) + rng.normal(0, 6, 2), axis=0)
        curve = (start + steps).astype(np.int32)[:, None, :]
        shade = float(rng.uniform(90, 170))
        cv2.polylines(picture, [curve], False, (shade, shade, shade), 1, cv2.LINE_AA)


def streaks(rng: np.random.Generator, picture: Light, count: int) -> None:
    """Thin lines along the feed, from dirt before a line sensor."""
    for _ in range(count):
        x, strength = int(rng.integers(picture.shape[1])), rng.uniform(0.1, 0.35)
        picture[:, x : x + 1] *= np.float32(1 - strength)
