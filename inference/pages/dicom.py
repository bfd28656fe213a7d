"""Frames of DICOM images (PS3.3 C.7.6.3), one page each, decoded one at a time; documents inside DICOM.

All bounds are checked on the header, and on the size each compressed frame says of itself, before decoding.
"""

from __future__ import annotations

import io
import warnings
import zlib
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pydicom
from pydicom.encaps import get_frame
from pydicom.errors import BytesLengthException
from pydicom.filereader import _read_file_meta_info, read_preamble
from pydicom.pixels.processing import apply_color_lut
from pydicom.uid import UID

from inference.pages import decoding, grayscale
from inference.pages.codestream import frame_size
from inference.types import DocumentRefused, OpenedDocument, Page, PageLimits, PageRefused, Pixels
from mappers.model import UnreadPage

MEDIA_TYPE = "application/dicom"
_DEFLATED = "1.2.840.10008.1.2.1.99"
_VIDEO = tuple(f"1.2.840.10008.1.2.4.10{i}" for i in range(10))  # MPEG2, MPEG-4, HEVC: PS3.6 Table A-1

DAMAGED = "The DICOM object is damaged and cannot be read. Ask the sender to send it again."
ENDS_EARLY = "The pixel data ends before this frame: it was cut. Ask the sender to send the object again."


@dataclass(frozen=True, slots=True)
class Encapsulated:
    """A document carried in a DICOM object (PS3.3 C.24.2)."""

    data: bytes
    media_type: str  # MIMETypeOfEncapsulatedDocument, as the sender says


@dataclass(frozen=True, slots=True)
class Frames:
    """An image object: its data set and the header values that were checked."""

    dataset: Any  # pydicom.Dataset
    transfer_syntax: UID
    rows: int
    columns: int
    samples: int
    bits_allocated: int
    declared: int  # frames by header
    whole: int  # of these, frames whose bytes are there (compressed: as declared, found out on decoding)


def read(data: bytes, limits: PageLimits) -> Encapsulated | Frames:
    """What a DICOM Part 10 file carries. Raises DocumentRefused, see `inference.pages.opening`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pydicom warns of odd values; what matters is checked here
        try:
            _refuse_deflate_bomb(data, limits)
            dataset = pydicom.dcmread(io.BytesIO(data))
            encapsulated = dataset.get("EncapsulatedDocument")
            if encapsulated:
                return _encapsulated(dataset, bytes(encapsulated))
            return _checked(dataset, limits)
        except DocumentRefused:
            raise
        except Exception:  # noqa: BLE001 - pydicom raises nearly anything on hostile bytes; translated here once
            raise DocumentRefused("damaged", DAMAGED) from None


def _encapsulated(dataset: Any, body: bytes) -> Encapsulated:
    media_type = str(dataset.get("MIMETypeOfEncapsulatedDocument") or "")
    try:
        length = int(dataset.get("EncapsulatedDocumentLength") or 0)
    except (
        ValueError,
        TypeError,
        BytesLengthException,
    ):  # it follows the document: cut off where the document is whole
        length = 0
    if length > len(body):
        raise DocumentRefused("truncated", f"The encapsulated document ends early. {DAMAGED}")
    return Encapsulated(body[:length] if length else body, media_type)


def _refuse_deflate_bomb(data: bytes, limits: PageLimits) -> None:
    """pydicom inflates a deflated data set whole (PS3.5 A.5): find out first how large it grows."""
    stream = io.BytesIO(data)
    read_preamble(stream, force=False)
    meta = _read_file_meta_info(stream)
    if meta.get("TransferSyntaxUID") != _DEFLATED:
        return
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    if len(inflate.decompress(data[stream.tell() :], limits.max_bytes + 1)) > limits.max_bytes:
        raise DocumentRefused(
            "too-large", f"The deflated object grows beyond {limits.max_bytes:,} bytes (pages.max_bytes)."
        )


def _checked(dataset: Any, limits: PageLimits) -> Frames:
    keyword = next((k for k in ("PixelData", "FloatPixelData", "DoubleFloatPixelData") if k in dataset), None)
    if keyword is None and _promises_content(dataset):  # pydicom drops an element that the file's end cuts
        raise DocumentRefused(
            "truncated", f"The DICOM object has no pixels or document although its header says so. {DAMAGED}"
        )
    if keyword is None:
        raise DocumentRefused(
            "no-pages",
            "The DICOM object holds neither pixels nor a document, so there is nothing to read. "
            "Route its SOP class to 'accept' or 'ignore'.",
        )
    syntax = UID(str(dataset.file_meta.TransferSyntaxUID))
    if syntax.startswith(_VIDEO):
        raise DocumentRefused(
            "unsupported", "The DICOM object is a video. Route its SOP class to 'accept' or 'ignore'."
        )
    rows, columns = int(dataset.Rows), int(dataset.Columns)
    samples = int(dataset.get("SamplesPerPixel") or 1)
    bits = int(dataset.get("BitsAllocated") or 8)
    declared = int(dataset.get("NumberOfFrames") or 1)
    if rows < 1 or columns < 1 or declared < 1 or samples not in (1, 3, 4) or not 1 <= bits <= 64:
        raise DocumentRefused("damaged", f"The image header makes no sense. {DAMAGED}")
    if declared > limits.max_pages:
        raise DocumentRefused(
            "too-many-pages",
            f"The object has {declared} frames; the bound is {limits.max_pages} (pages.max_pages). "
            "Raise the bound, or route such objects to 'accept'.",
        )
    too_wide = rows * columns * samples * max(bits // 8, 1) > 4 * limits.max_pixels
    if rows * columns > limits.max_pixels or too_wide:
        raise DocumentRefused(
            "too-many-pixels",
            f"A frame has {columns} x {rows} pixels of {samples} x {bits} bits; "
            f"the bound is {limits.max_pixels:,} pixels (pages.max_pixels).",
        )
    whole = declared
    if not syntax.is_compressed or syntax == _DEFLATED:
        whole = min(declared, _whole_frames(dataset, keyword, rows * columns * samples * bits))
    return Frames(dataset, syntax, rows, columns, samples, bits, declared, whole)


def _promises_content(dataset: Any) -> bool:
    """Whether header or SOP class say that there are pixels or an encapsulated document."""
    sop_class = UID(str(dataset.file_meta.get("MediaStorageSOPClassUID", ""))).name
    return "Rows" in dataset or "Image Storage" in sop_class or sop_class.startswith("Encapsulated ")


def _whole_frames(dataset: Any, keyword: str, frame_bits: int) -> int:
    if str(dataset.get("PhotometricInterpretation", "")) == "YBR_FULL_422":
        frame_bits = frame_bits * 2 // 3  # PS3.3 C.7.6.3.1.2: chroma at half the width
    return len(dataset[keyword].value) * 8 // frame_bits


def open_frames(frames: Frames, limits: PageLimits) -> OpenedDocument:
    """One page a frame. Raises DocumentRefused `truncated` where not even one frame is whole."""
    del limits  # checked by `read`; kept so that all openers look alike
    if frames.whole < 1:
        raise DocumentRefused("truncated", f"The image's pixel data is cut short. {DAMAGED}")
    if frames.whole < frames.declared:
        frames.dataset.NumberOfFrames = frames.whole  # so that the decoder does not ask for the missing ones
    pages = tuple(
        Page(i + 1, frames.columns, frames.rows, partial(_decode, frames, i)) for i in range(frames.whole)
    )
    unread = tuple(UnreadPage(i + 1, ENDS_EARLY) for i in range(frames.whole, frames.declared))
    return OpenedDocument(MEDIA_TYPE, pages, unread)


def _decode(frames: Frames, index: int) -> Pixels:
    """Pixels (rows, columns, 3) of one frame, as a viewer would first show it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            frame = _compressed(frames, index)
            values, photometric = decoding.decode(frames.dataset, frames.transfer_syntax, index, frame)
            pixels = _shown(frames.dataset, values, photometric, index)
        except PageRefused:
            raise
        except Exception as error:  # noqa: BLE001 - decoders raise nearly anything; translated here once
            if isinstance(error, NotImplementedError) or "does not support" in str(error):  # e.g. 12-bit JPEG
                raise PageRefused(
                    "unsupported",
                    f"Pixels of {frames.bits_allocated} bits in {frames.transfer_syntax.name} cannot be decoded. "
                    "Have the sender use another transfer syntax.",
                ) from None
            raise PageRefused("damaged", "The frame cannot be decoded: its data is damaged or cut.") from None
    if pixels.shape != (frames.rows, frames.columns, 3):
        raise PageRefused("damaged", "The frame's pixels do not have the size its header says.")
    return np.ascontiguousarray(pixels)


def _compressed(frames: Frames, index: int) -> bytes | None:
    """The frame's bytes, their own size checked; None where the syntax is uncompressed."""
    if not frames.transfer_syntax.is_encapsulated:
        return None
    offsets = frames.dataset.get("ExtendedOffsetTable"), frames.dataset.get("ExtendedOffsetTableLengths")
    frame = get_frame(
        frames.dataset.PixelData,
        index,
        number_of_frames=frames.declared,
        extended_offsets=offsets if all(offsets) else None,
    )
    size = frame_size(frame)
    if size is not None and (size.rows, size.columns) != (frames.rows, frames.columns):
        raise PageRefused(
            "damaged",
            f"The frame says it is {size.columns} x {size.rows} pixels, "
            f"the header {frames.columns} x {frames.rows}. Ask the sender to send the object again.",
        )
    return frame


def _shown(dataset: Any, values: Any, photometric: str, index: int) -> Pixels:
    if photometric == "PALETTE COLOR":
        colours = apply_color_lut(values, dataset)[..., :3]
        entries_bits = 16 if colours.dtype.itemsize > 1 else 8
        return np.asarray(colours >> (entries_bits - 8), dtype=np.uint8)
    if values.ndim == 3:
        if values.dtype == np.uint8:
            return np.asarray(values[..., :3], dtype=np.uint8)
        stored = int(dataset.get("BitsStored") or dataset.BitsAllocated)
        return np.asarray(values[..., :3] >> max(stored - 8, 0), dtype=np.uint8)
    grey = grayscale.to_8_bits(values, dataset, index, inverted=photometric == "MONOCHROME1")
    return np.repeat(grey[:, :, None], 3, axis=2)
