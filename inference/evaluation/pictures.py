"""A page with its items marked: right ones green, wrong ones red, missed ones orange."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from inference.evaluation.judging import Judged
from inference.evaluation.pairing import name_key, unit_key, value_key
from inference.types import Pixels
from mappers.model import Box, Item

WIDTH = 900  # pixels of a marked page, at most
RIGHT, WRONG, MISSED = (32, 140, 60), (214, 40, 40), (240, 140, 0)  # RGB
_QUALITY = 72


@dataclass(frozen=True, slots=True)
class Fault:
    """One line of the list beside a picture."""

    what: str  # "wrong", "beside" or "missed"
    read: str
    true: str
    differs: str = ""  # of a wrong one: which of name, value and unit


def faults(document: Judged) -> tuple[Fault, ...]:
    """What is not right in a document, in words."""
    pairing = document.pairing
    return (
        *(Fault("wrong", shown(r), shown(t), _differing(r, t)) for r, t in pairing.wrong),
        *(Fault("beside", shown(r), "") for r in pairing.extra),
        *(Fault("missed", "", shown(t)) for t in pairing.missed),
    )


def _differing(read: Item, true: Item) -> str:
    keys = {"name": name_key, "value": value_key, "unit": unit_key}
    return ", ".join(word for word, key in keys.items() if key(read) != key(true))


def shown(item: Item) -> str:
    """An item on one line."""
    return f"{item.name} = {item.value} {item.unit or ''}".rstrip()


def page_of_most_faults(document: Judged) -> int:
    """The page, from 1, with most items wrong, beside or missed."""
    pairing = document.pairing
    pages = [t.page for _, t in pairing.wrong] + [i.page for i in (*pairing.extra, *pairing.missed)]
    return max(sorted(set(pages)), key=pages.count) if pages else 1


def marked(pixels: Pixels, document: Judged, page: int) -> bytes:
    """The page as JPEG, at most 900 pixels wide, with the boxes of its items drawn on it."""
    height, width = pixels.shape[:2]
    scale = min(1.0, WIDTH / width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA) if scale < 1 else pixels.copy()
    picture = np.ascontiguousarray(small, dtype=np.uint8)
    pairing = document.pairing
    for box, colour, thick in (
        *((r.box, RIGHT, 1) for r, _ in pairing.right if r.page == page),
        *((t.box, MISSED, 2) for t in pairing.missed if t.page == page),
        *((r.box, WRONG, 2) for r in (*(r for r, _ in pairing.wrong), *pairing.extra) if r.page == page),
    ):
        if box is not None:
            _draw(picture, box, colour, thick)
    _, data = cv2.imencode(".jpg", picture[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return bytes(np.asarray(data).tobytes())


def _draw(picture: Pixels, box: Box, colour: tuple[int, int, int], thick: int) -> None:
    height, width = picture.shape[:2]
    corner = (round(box.x0 * width) - 2, round(box.y0 * height) - 2)
    opposite = (round(box.x1 * width) + 2, round(box.y1 * height) + 2)
    cv2.rectangle(picture, corner, opposite, colour, thick)
