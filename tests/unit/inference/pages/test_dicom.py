"""DICOM frames: every syntax and colour we say we read, compared with the picture they were made from."""

from __future__ import annotations

import io
import shutil
import subprocess
import tracemalloc
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from pydicom.dataset import Dataset
from pydicom.uid import (
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    HTJ2KLossless,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGLSLossless,
    RLELossless,
)

from inference.pages import open_document
from inference.pages.codestream import FrameSize, frame_size
from inference.types import DocumentRefused, OpenedDocument, PageLimits, PageRefused, Pixels
from tests.unit.inference.pages import made

LIMITS = PageLimits()
RGB = np.asarray(made.picture())
GREY = np.asarray(made.picture().convert("L"))


def opened(ds: Dataset | bytes, limits: PageLimits = LIMITS) -> OpenedDocument:
    data = ds if isinstance(ds, bytes) else made.part_10(ds)
    return open_document(data, "application/dicom", limits)


def shown(ds: Dataset | bytes) -> Pixels:
    document = opened(ds)
    assert document.unread == ()
    assert len(document.pages) == 1
    return document.pages[0].pixels()


def rgb(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return np.repeat(values[:, :, None], 3, axis=2)


def transfer(ds: Dataset, syntax: UID) -> bytes:
    out = io.BytesIO()
    ds.file_meta.TransferSyntaxUID = syntax
    ds.save_as(out, enforce_file_format=True)
    return out.getvalue()


@pytest.mark.parametrize("syntax", [ImplicitVRLittleEndian, DeflatedExplicitVRLittleEndian])
def test_uncompressed_syntaxes(syntax: UID) -> None:
    assert np.array_equal(shown(transfer(made.dataset(RGB[None], "RGB"), syntax)), RGB)


def test_big_endian_words() -> None:
    values = (GREY.astype(np.uint16) * 16)[None]
    ds = made.dataset(values, "MONOCHROME2")
    little = shown(ds)
    ds.PixelData = values.astype(">u2").tobytes()
    ds.file_meta.TransferSyntaxUID = ExplicitVRBigEndian
    out = io.BytesIO()
    ds.save_as(out, little_endian=False, implicit_vr=False, enforce_file_format=True)
    assert np.array_equal(shown(out.getvalue()), little)


@pytest.mark.parametrize("syntax", [RLELossless, JPEGLSLossless, JPEG2000Lossless])
def test_lossless_compression_returns_the_very_pixels(syntax: UID) -> None:
    for values, photometric in ((RGB, "RGB"), (GREY, "MONOCHROME2")):
        ds = made.dataset(values[None], photometric)
        ds.compress(syntax, generate_instance_uid=False)
        expected = values if values.ndim == 3 else rgb(values)
        assert np.array_equal(shown(ds), expected)


def test_jpeg_baseline_in_its_own_colours() -> None:
    for image, photometric in (
        (made.picture(), "YBR_FULL_422"),
        (made.picture().convert("L"), "MONOCHROME2"),
    ):
        values = np.asarray(image)
        ds = made.dataset(values[None], photometric)
        ds = made.encapsulated_frames(ds, JPEGBaseline8Bit, [made.encoded(image, "JPEG", quality=95)])
        pixels = shown(ds).astype(int)
        expected = values if values.ndim == 3 else rgb(values)
        assert np.abs(pixels - expected).mean() < 2
        assert np.abs(pixels[10, 10] - expected[10, 10]).max() < 12  # red stays red


def test_jpeg_2000_by_another_encoder() -> None:
    ds = made.dataset(RGB[None], "YBR_RCT")
    data = made.encoded(made.picture(), "JPEG2000", irreversible=False, no_jp2=True)
    assert np.array_equal(shown(made.encapsulated_frames(ds, JPEG2000Lossless, [data])), RGB)


@pytest.mark.peer
@pytest.mark.parametrize(
    "command",
    [
        ["dcmcjpeg", "+e1"],
        ["dcmcjpeg", "+el"],
        ["dcmcjpeg", "+eb"],
        ["dcmcjpls"],
        ["dcmcrle"],
        ["dcmcjpeg", "+ee"],
    ],
    ids=" ".join,
)
def test_what_dcmtk_compressed(tmp_path: Path, command: list[str]) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} (Debian package dcmtk) is not installed")
    plain, packed = tmp_path / "plain.dcm", tmp_path / "packed.dcm"
    for values, photometric in ((RGB, "RGB"), (GREY, "MONOCHROME2")):
        plain.write_bytes(made.part_10(made.dataset(values[None], photometric, ConversionType="WSD")))
        subprocess.run([*command, str(plain), str(packed)], check=True, capture_output=True)
        expected = values if values.ndim == 3 else rgb(values)
        difference = np.abs(shown(packed.read_bytes()).astype(int) - expected)
        assert difference.mean() < (3 if command[-1] in ("+eb", "+ee") else 0.001)


def test_monochrome1_is_shown_with_white_as_its_lowest_value() -> None:
    ds = made.dataset((255 - GREY)[None], "MONOCHROME1")
    assert np.array_equal(shown(ds), rgb(GREY))


def test_twelve_bits_fill_the_range_and_padding_does_not_count() -> None:
    values = np.zeros((1, 10, 10), dtype=np.int16)
    values[0, :, :5], values[0, 0, 0], values[0, :, 9] = 1000, 500, -2000
    pixels = shown(made.dataset(values, "MONOCHROME2", PixelPaddingValue=-2000, BitsStored=12, HighBit=11))
    assert pixels[5, 2, 0] == 255
    assert pixels[5, 7, 0] == 0
    assert pixels[0, 0, 0] in (127, 128)


def test_window_rescale_and_functional_groups() -> None:
    ramp = np.arange(0, 4096, dtype=np.uint16).reshape(1, 64, 64)
    ds = made.dataset(
        ramp, "MONOCHROME2", RescaleSlope=1, RescaleIntercept=-1000, WindowCenter=0, WindowWidth=1001
    )
    top = shown(ds)[:, :, 0].reshape(-1)
    assert (top[:500] == 0).all()  # values up to -500.5 are black
    assert (top[1501:] == 255).all()
    assert 126 <= top[1000] <= 129  # the centre

    del ds.WindowCenter, ds.WindowWidth
    window = Dataset()
    window.WindowCenter, window.WindowWidth = [0, 40], [1001, 400]  # the first of several counts
    group = Dataset()
    group.FrameVOILUTSequence = [window]
    ds.SharedFunctionalGroupsSequence = [group]
    assert np.array_equal(shown(ds)[:, :, 0].reshape(-1), top)


def test_palette_planar_one_bit_and_422() -> None:
    palette = made.dataset((np.arange(64, dtype=np.uint8) % 2).reshape(1, 8, 8), "PALETTE COLOR")
    for name, entries in (("Red", (0, 0xFF00)), ("Green", (0xFF00, 0)), ("Blue", (0, 0))):
        setattr(palette, f"{name}PaletteColorLookupTableDescriptor", [2, 0, 16])
        setattr(palette, f"{name}PaletteColorLookupTableData", np.array(entries, dtype="<u2").tobytes())
    assert shown(palette)[0, :2].tolist() == [[0, 255, 0], [255, 0, 0]]

    planar = made.dataset(RGB[None], "RGB", PlanarConfiguration=1)
    planar.PixelData = RGB.transpose(2, 0, 1).tobytes()
    assert np.array_equal(shown(planar), RGB)

    bits = made.dataset(
        np.zeros((1, 8, 16), np.uint8), "MONOCHROME2", BitsAllocated=1, BitsStored=1, HighBit=0
    )
    bits.PixelData = b"\x01\x80" * 8
    assert [x for x in range(16) if shown(bits)[3, x, 0] == 255] == [0, 15]

    grey = made.dataset(np.zeros((1, 2, 2, 3), np.uint8), "YBR_FULL_422")
    grey.PixelData = bytes([200, 200, 128, 128] * 2)
    assert (shown(grey) == 200).all()


def test_each_frame_is_a_page_decoded_alone() -> None:
    frames = np.stack([np.full((512, 512, 3), i, np.uint8) for i in range(200)])  # 150 MiB decoded
    ds = made.dataset(frames, "RGB", sop_class=made.MULTI_FRAME_TRUE_COLOR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ds.compress(RLELossless, generate_instance_uid=False)
    data = made.part_10(ds)
    del frames, ds
    tracemalloc.start()
    try:
        document = opened(data)
        assert len(document.pages) == 200
        for index in (0, 73, 199):
            assert (document.pages[index].pixels() == index).all()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20 * 1024**2


def test_frames_lost_by_truncation_are_named() -> None:
    frames = np.stack([GREY] * 3)
    data = made.part_10(made.dataset(frames, "MONOCHROME2"))
    document = opened(data[: len(data) - GREY.size - 100])
    assert [p.number for p in document.pages] == [1]
    assert [u.page for u in document.unread] == [2, 3]
    assert np.array_equal(document.pages[0].pixels(), rgb(GREY))
    for cut in (2 * GREY.size + 100, 3 * GREY.size + 30):
        with pytest.raises(DocumentRefused) as refused:
            opened(data[: len(data) - cut])
        assert refused.value.code == "truncated"


def test_a_lost_compressed_frame_leaves_the_others() -> None:
    ds = made.dataset(np.stack([GREY] * 3), "MONOCHROME2")
    good = made.encoded(made.picture().convert("L"), "JPEG")
    document = opened(made.encapsulated_frames(ds, JPEGBaseline8Bit, [good, good[:50], good]))
    assert len(document.pages) == 3
    document.pages[0].pixels()
    document.pages[2].pixels()
    with pytest.raises(PageRefused) as refused:
        document.pages[1].pixels()
    assert refused.value.code == "damaged"


def test_bounds_are_read_from_the_header_before_anything_is_decoded() -> None:
    wide = made.dataset(GREY[None], "MONOCHROME2", Rows=60_000, Columns=60_000)
    with pytest.raises(DocumentRefused, match="60000 x 60000") as refused:
        opened(wide)
    assert refused.value.code == "too-many-pixels"
    long = made.dataset(GREY[None], "MONOCHROME2", NumberOfFrames=100_000)
    with pytest.raises(DocumentRefused, match="100000 frames") as refused:
        opened(long)
    assert refused.value.code == "too-many-pages"


def test_a_frame_larger_than_its_header_says_is_not_decoded() -> None:
    ds = made.dataset(GREY[None], "MONOCHROME2")
    bomb = made.encoded(made.picture(4000, 3000).convert("L"), "JPEG")
    page = opened(made.encapsulated_frames(ds, JPEGBaseline8Bit, [bomb])).pages[0]
    with pytest.raises(PageRefused, match="4000 x 3000"):
        page.pixels()


def test_a_deflate_bomb_is_stopped_at_the_bound() -> None:
    ds = made.dataset(np.zeros((1, 2000, 3000), np.uint8), "MONOCHROME2")
    data = transfer(ds, DeflatedExplicitVRLittleEndian)
    assert len(data) < 20_000
    with pytest.raises(DocumentRefused) as refused:
        opened(data, PageLimits(max_bytes=1_000_000))
    assert refused.value.code == "too-large"


def test_documents_inside_are_handed_on_by_content() -> None:
    pdf = made.pdf(made.lab_sheet)
    for media_type in ("application/pdf", "text/XML"):
        document = opened(made.encapsulated_document(pdf, media_type))
        assert document.media_type == "application/pdf"
        assert any(w.text == "総蛋白" for w in document.pages[0].words)
    assert "is application/pdf" in document.warnings[0]
    nested = made.part_10(made.encapsulated_document(made.part_10(made.encapsulated_document(pdf))))
    assert opened(nested).page_count == 1
    with pytest.raises(DocumentRefused) as refused:
        opened(made.encapsulated_document(made.part_10(made.encapsulated_document(nested))))
    assert refused.value.code == "unsupported"


def test_a_cut_encapsulated_document_is_truncated() -> None:
    data = made.part_10(made.encapsulated_document(made.pdf(made.lab_sheet)))
    assert opened(data[:-1]).page_count == 1  # what is cut stands behind the document
    for cut in (60, 100, 1500):
        with pytest.raises(DocumentRefused) as refused:
            opened(data[:-cut])
        assert refused.value.code == "truncated"


def test_objects_with_nothing_to_read_say_what_to_do() -> None:
    ds = made.encapsulated_document(b"%PDF")
    ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID = "1.2.840.10008.5.1.4.1.1.88.11"  # Basic Text SR
    del ds.EncapsulatedDocument, ds.EncapsulatedDocumentLength
    with pytest.raises(DocumentRefused, match="Route its SOP class") as refused:
        opened(ds)
    assert refused.value.code == "no-pages"


def test_sizes_inside_codestreams() -> None:
    assert frame_size(made.encoded(made.picture(31, 41), "JPEG", progressive=True)) == FrameSize(41, 31, 3)
    assert frame_size(made.encoded(made.picture(31, 41), "JPEG2000")) == FrameSize(41, 31, 3)
    assert frame_size(made.encoded(made.picture(31, 41), "JPEG2000", no_jp2=True)) == FrameSize(41, 31, 3)
    ds = made.dataset(GREY[None], "MONOCHROME2")
    ds.compress(JPEGLSLossless, generate_instance_uid=False)
    start = ds.PixelData.index(b"\xff\xd8")
    assert frame_size(ds.PixelData[start:]) == FrameSize(*GREY.shape, 1)
    assert frame_size(b"RLE bytes") is None
    assert frame_size(b"\xff\xd8\xff\xe0\x00") is None


def test_a_decoder_for_high_throughput_jpeg_2000_is_installed() -> None:
    """No encoder for it is at hand, so that a file cannot be made here: at least the plugin must be there."""
    from pydicom.pixels import get_decoder

    assert get_decoder(HTJ2KLossless).is_available
