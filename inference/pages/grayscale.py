"""Grey values of a DICOM frame to the 8 bits a viewer would first show (PS3.4 N.2, PS3.3 C.11.1, C.11.2)."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from pydicom.pixels.processing import apply_modality_lut, apply_voi

from inference.pages.image import to_8_bits as stretched

Grey = npt.NDArray[np.uint8]


def to_8_bits(values: Any, dataset: Any, index: int, *, inverted: bool) -> Grey:
    """Rows x columns of 0..255: modality transform, then VOI LUT or window, else the values' whole range.

    8-bit values without a window are kept as they are: a Secondary Capture is already a picture. Index is the
    frame's, from 0; inverted is MONOCHROME1 (lowest value is white).
    """
    bits = int(dataset.get("BitsStored") or 8)
    voi = _applying(dataset, index, "FrameVOILUTSequence")
    transform = _applying(dataset, index, "PixelValueTransformationSequence")
    plain = voi.get("WindowCenter") is None and not voi.get("VOILUTSequence")
    if plain and values.dtype == np.uint8 and int(dataset.get("BitsAllocated") or 8) <= 8:
        grey = _whole_range(values, bits)
    elif voi.get("VOILUTSequence") and voi.get("WindowCenter") is None:
        modal = apply_modality_lut(values, transform)
        grey = stretched(np.asarray(apply_voi(modal.astype(np.int32), voi), dtype=np.float32))
    else:
        modal = np.asarray(apply_modality_lut(values, transform), dtype=np.float32)
        grey = stretched(_without_padding(modal, values, dataset)) if plain else _windowed(modal, voi)
    return 255 - grey if inverted else grey


def _applying(dataset: Any, index: int, sequence: str) -> Any:
    """Where a functional group's attributes are: the frame's, the shared one (PS3.3 C.7.6.16), or the top."""
    per_frame = dataset.get("PerFrameFunctionalGroupsSequence") or ()
    groups = [per_frame[index]] if index < len(per_frame) else []
    groups.extend(dataset.get("SharedFunctionalGroupsSequence") or ())
    for group in groups:
        items = group.get(sequence)
        if items:
            return items[0]
    return dataset


def _whole_range(values: Any, bits: int) -> Grey:
    top = (1 << min(bits, 8)) - 1
    if top == 255:
        return np.asarray(values, dtype=np.uint8)
    return np.asarray(np.minimum(values, top) * (255 / top), dtype=np.uint8)


def _without_padding(modal: Any, values: Any, dataset: Any) -> Any:
    """PixelPaddingValue (PS3.3 C.7.5.1.1.2) is no tissue: it would squeeze the range of the rest."""
    padding = dataset.get("PixelPaddingValue")
    if padding is None:
        return modal
    outside = values == padding
    if not outside.any() or outside.all():
        return modal
    return np.where(outside, modal[~outside].min(), modal)


def _first(value: Any) -> float:
    return float(value[0]) if isinstance(value, (list, tuple)) or hasattr(value, "append") else float(value)


def _windowed(modal: Any, voi: Any) -> Grey:
    """PS3.3 C.11.2.1.2 (LINEAR), C.11.2.1.3.1 (SIGMOID), C.11.2.1.3.2 (LINEAR_EXACT)."""
    centre, width = _first(voi.WindowCenter), _first(voi.WindowWidth)
    function = str(voi.get("VOILUTFunction") or "LINEAR").upper()
    if function == "SIGMOID":
        scaled = 1.0 / (1.0 + np.exp(np.clip(-4.0 * (modal - centre) / max(width, 1e-6), -60, 60)))
    elif function == "LINEAR_EXACT":
        scaled = (modal - centre) / max(width, 1e-6) + 0.5
    else:
        scaled = (modal - (centre - 0.5)) / max(width - 1, 1e-6) + 0.5
    return np.asarray(np.rint(np.clip(scaled, 0.0, 1.0) * 255.0), dtype=np.uint8)
