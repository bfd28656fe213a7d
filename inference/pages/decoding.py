"""Which decoder reads which transfer syntax.

pydicom would try every plugin it finds, GDCM early. GDCM ends the process (C++ exception across SWIG, seen in
our fuzz runs) on damaged JPEG frames that others refuse properly, so it is asked only where nothing else reads:
lossless JPEG of more than 8 bits. Lossless JPEG of 8 bits goes to libjpeg-turbo, which Pillow brings.
"""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from PIL import Image
from pydicom.pixels.decoders.base import get_decoder
from pydicom.pixels.processing import convert_color_space
from pydicom.uid import (
    HTJ2K,
    JPEG2000,
    UID,
    HTJ2KLossless,
    HTJ2KLosslessRPCL,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
    JPEGLossless,
    JPEGLosslessSV1,
    JPEGLSLossless,
    JPEGLSNearLossless,
    RLELossless,
)

_PLUGIN: dict[UID, str] = {
    JPEGBaseline8Bit: "pillow",
    JPEGExtended12Bit: "pillow",
    JPEGLossless: "gdcm",
    JPEGLosslessSV1: "gdcm",
    JPEGLSLossless: "pyjpegls",
    JPEGLSNearLossless: "pyjpegls",
    JPEG2000: "pylibjpeg",
    JPEG2000Lossless: "pylibjpeg",
    HTJ2K: "pylibjpeg",
    HTJ2KLossless: "pylibjpeg",
    HTJ2KLosslessRPCL: "pylibjpeg",
    RLELossless: "pydicom",
}


def decode(dataset: Any, syntax: UID, index: int, frame: bytes | None) -> tuple[Any, str]:
    """One frame's values, (rows, columns) or (rows, columns, samples), and their photometric interpretation.

    YBR colours come back as RGB. `frame` is the compressed frame, None for uncompressed syntaxes. Raises
    NotImplementedError for a syntax nobody reads, else whatever the decoder raises.
    """
    if syntax in (JPEGLossless, JPEGLosslessSV1) and int(dataset.BitsAllocated) == 8 and frame is not None:
        return _lossless_8_bits(frame, str(dataset.PhotometricInterpretation))
    if syntax == JPEGBaseline8Bit and frame is not None and dataset.SamplesPerPixel == 3:
        values = _colours_8_bits(frame, str(dataset.PhotometricInterpretation))
        if values is not None:
            return values, "RGB"
    if syntax.is_encapsulated and syntax not in _PLUGIN:
        raise NotImplementedError(syntax)
    plugin = _PLUGIN.get(syntax, "")
    values, properties = get_decoder(syntax).as_array(dataset, index=index, decoding_plugin=plugin)
    return values, str(properties["photometric_interpretation"])


def _colours_8_bits(frame: bytes, photometric: str) -> Any:
    """RGB of a frame in YCbCr, converted by libjpeg: pydicom's own conversion takes three times the decoding.

    None where header and frame may not agree that its colours are YCbCr: that is pydicom's to tell.
    """
    if photometric not in ("YBR_FULL_422", "YBR_FULL"):
        return None
    with Image.open(io.BytesIO(frame), formats=["JPEG"]) as picture:
        if picture.mode != "RGB" or "adobe_transform" in picture.info:
            return None
        return np.asarray(picture)


def _lossless_8_bits(frame: bytes, photometric: str) -> tuple[Any, str]:
    with Image.open(io.BytesIO(frame), formats=["JPEG"]) as picture:
        values = np.asarray(picture)  # libjpeg-turbo converts no colours of a lossless frame
    if photometric.startswith("YBR_FULL"):
        return convert_color_space(values, "YBR_FULL", "RGB"), "RGB"
    return values, photometric
