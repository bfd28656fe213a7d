"""Pictures: JPEG, PNG, TIFF (each directory a page), BMP, GIF, WebP, JPEG 2000; Pillow reads what is not `plain`."""

from __future__ import annotations

import io
import math
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import cv2
import numpy as np
from PIL import Image, ImageOps

from inference.pages import plain
from inference.pages.sniff import Kind
from inference.types import DocumentRefused, OpenedDocument, Page, PageLimits, PageRefused, Pixels
from mappers.model import UnreadPage

_FORMATS: dict[Kind, str] = {
    Kind.JPEG: "JPEG",
    Kind.PNG: "PNG",
    Kind.TIFF: "TIFF",
    Kind.BMP: "BMP",
    Kind.GIF: "GIF",
    Kind.WEBP: "WEBP",
    Kind.JPEG_2000: "JPEG2000",
}
_EXIF_ORIENTATION = 0x0112
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHUNK_HEAD = struct.Struct(">I4s")
_CHUNK_CHECKSUM = 4  # bytes
_PNG_TEXTS = frozenset((b"tEXt", b"zTXt", b"iTXt"))
_PNG_ORIENTED = (
    b"eXIf",
    b"Raw profile type exif",
    b"XML:com.adobe.xmp",
)  # chunk and keywords, never compressed
LATER_FRAME = "The picture is an animation; only its first frame is read."
_MOST_NAMED = 500  # frames of an animation
_SIDEWAYS = frozenset({5, 6, 7, 8})

# What Pillow's readers raise on bytes they cannot make sense of (seen in our fuzz runs and its own readers).
_UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    struct.error,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
    EOFError,
    OverflowError,
    ZeroDivisionError,
    MemoryError,
    RuntimeError,
    NotImplementedError,
    AssertionError,
)


def open_image(data: bytes, kind: Kind, limits: PageLimits) -> OpenedDocument:
    """Pages of a picture: one, or as many as a TIFF has directories; sizes from the headers, upright by EXIF.
    Of an animation the first frame is a page and the others are named as not read.

    Raises DocumentRefused: `damaged`, `too-many-pages`, `too-many-pixels`.
    """
    pages: list[Page] = []
    unread: list[UnreadPage] = []
    frames = _frame_count(data, kind, limits)
    for index in range(frames):
        try:
            width, height, _ = _size(data, kind, index, limits)
        except PageRefused as refusal:
            unread.append(UnreadPage(index + 1, refusal.reason))
            if frames == 1:
                raise DocumentRefused(refusal.code, refusal.reason) from None
            continue
        pages.append(
            Page(
                index + 1,
                width,
                height,
                partial(_decode, data, kind, index, limits),
                drawn_at=partial(_draw, data, kind, index, limits),
            )
        )
    unread += _later_frames(data, kind)
    if not pages:
        raise DocumentRefused(
            "damaged", f"None of the picture's {frames} pages can be opened. {unread[0].reason}"
        )
    return OpenedDocument(kind.value, tuple(pages), tuple(unread))


@contextmanager
def _opened(data: bytes, kind: Kind, index: int) -> Iterator[Image.Image]:
    """The picture at a frame, nothing decoded yet; Pillow's many errors become PageRefused."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # sizes are checked against our own bound; the rest is about metadata
        try:
            with Image.open(io.BytesIO(data), formats=[_FORMATS[kind]]) as picture:
                if index:
                    picture.seek(index)
                yield picture
        except (PageRefused, DocumentRefused):
            raise
        except Image.DecompressionBombError:
            raise PageRefused(
                "too-many-pixels", "The picture has more pixels than any scan needs; it was not decoded."
            ) from None
        except _UNREADABLE as error:
            if "truncated" in str(error) or isinstance(error, EOFError):
                raise PageRefused(
                    "truncated",
                    "The picture ends early: it was cut in transfer. Ask the sender to send it again.",
                ) from None
            raise PageRefused(
                "damaged", "The picture is damaged and cannot be decoded. Ask the sender to send it again."
            ) from None


def _frame_count(data: bytes, kind: Kind, limits: PageLimits) -> int:
    """Directories of a TIFF, walked no further than the bound; the first frame alone of anything else."""
    if kind is not Kind.TIFF:
        return 1
    count = 1
    with _opened(data, kind, 0) as picture:
        while count <= limits.max_pages:
            try:
                picture.seek(count)
            except EOFError:
                break
            except _UNREADABLE:
                count += 1  # a directory that cannot be read is a page that cannot be read
                break
            count += 1
    if count > limits.max_pages:
        raise DocumentRefused(
            "too-many-pages",
            f"The TIFF has more than {limits.max_pages} pages (pages.max_pages). "
            "Raise the bound or have the sender split the document.",
        )
    return count


def _later_frames(data: bytes, kind: Kind) -> list[UnreadPage]:
    """Frames of an animation after its first: named, not read."""
    if kind not in (Kind.GIF, Kind.WEBP):
        return []
    try:
        with _opened(data, kind, 0) as picture:
            frames = int(getattr(picture, "n_frames", 1))
    except DocumentRefused:
        return []  # the first frame says what is wrong
    return [UnreadPage(number, LATER_FRAME) for number in range(2, min(frames, _MOST_NAMED) + 1)]


def _size(data: bytes, kind: Kind, index: int, limits: PageLimits) -> tuple[int, int, int]:
    """Width and height of a frame as it is upright, and its orientation in the file."""
    with _opened(data, kind, index) as picture:
        width, height = picture.size
        if width < 1 or height < 1:
            raise PageRefused("damaged", "The picture says it has no pixels.")
        if width * height > limits.max_pixels:
            raise PageRefused(
                "too-many-pixels",
                f"The picture has {width} x {height} pixels; the bound is {limits.max_pixels:,} "
                "(pages.max_pixels). Raise the bound or lower the scanner's resolution.",
            )
        orientation = _orientation(picture, data)
        return (height, width, orientation) if orientation in _SIDEWAYS else (width, height, orientation)


def _orientation(picture: Image.Image, data: bytes) -> int:
    if picture.format == "PNG" and not _png_may_be_turned(data):
        return 1  # Pillow would decode every pixel to see whether anything follows them
    try:
        value = picture.getexif().get(_EXIF_ORIENTATION, 1)
    except _UNREADABLE:
        return 1
    return value if isinstance(value, int) else 1


def _png_may_be_turned(data: bytes) -> bool:
    """Whether a chunk, which may stand behind the pixels, may hold an orientation; only their heads are read."""
    at = len(_PNG_SIGNATURE)
    while at + _CHUNK_HEAD.size <= len(data):
        length, kind = _CHUNK_HEAD.unpack_from(data, at)
        at += _CHUNK_HEAD.size
        if kind in _PNG_ORIENTED or (kind in _PNG_TEXTS and data[at : at + length].startswith(_PNG_ORIENTED)):
            return True
        at += length + _CHUNK_CHECKSUM
    return False


def _decode(data: bytes, kind: Kind, index: int, limits: PageLimits) -> Pixels:
    """Pixels (height, width, 3), upright, on white where the picture is transparent."""
    pixels = _draw(data, kind, index, limits)
    return (
        pixels if pixels.ndim == 3 else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGB), dtype=np.uint8)
    )


def _draw(data: bytes, kind: Kind, index: int, limits: PageLimits, share: float = 1.0) -> Pixels:
    """As `_decode`, in one channel where the file has but one.

    A JPEG of which half or less is wanted may be decoded smaller, each side at least the `share` of the page's.
    """
    width, height, orientation = _size(data, kind, index, limits)
    reducible = kind is Kind.JPEG and 0 < share <= 0.5
    with _opened(data, kind, index) as picture:
        turned = 1 < orientation <= 8
        pixels = None if turned else plain.decoded(data, picture, share)
        if pixels is None:
            if reducible:
                picture.draft(None, (math.ceil(picture.width * share), math.ceil(picture.height * share)))
            picture.load()
            flat = _flattened(picture)
            if turned:
                flat.getexif()[_EXIF_ORIENTATION] = orientation
                flat = ImageOps.exif_transpose(flat)
            pixels = np.array(flat, dtype=np.uint8, order="C")
    if pixels.shape[:2] != (height, width) and not reducible:
        raise PageRefused("damaged", "The picture's pixels do not have the size its header says.")
    return pixels


def _flattened(picture: Image.Image) -> Image.Image:
    """In RGB, or in greys where it has no colour."""
    if picture.mode.startswith("I") or picture.mode == "F":
        return Image.fromarray(to_8_bits(np.asarray(picture, dtype=np.float32)))
    if picture.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in picture.info:
        rgba = picture.convert("RGBA")
        ground = Image.new("RGBA", rgba.size, (255, 255, 255, 255))
        return Image.alpha_composite(ground, rgba).convert("RGB")
    if picture.mode in ("RGB", "L"):
        return picture  # a conversion would copy it
    return picture.convert("L" if picture.mode == "1" else "RGB")


def to_8_bits(values: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> Pixels:
    """Any range stretched to 0..255, so that a 12-bit scan stored in 16 bits is not black."""
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
    span = high - low
    if span <= 0:
        return np.full(values.shape, 0 if high <= 0 else 255, dtype=np.uint8)
    scaled = (np.nan_to_num(values, nan=low, posinf=high, neginf=low) - low) * (255.0 / span)
    return np.asarray(np.rint(np.clip(scaled, 0, 255)), dtype=np.uint8)
