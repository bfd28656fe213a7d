"""A large page under the default memory bound of a worker process (RLIMIT_AS)."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from gateway.settings import Pipeline
from gateway.workers import Job, WorkerPool
from inference.engines import EngineOptions
from inference.evaluate import pair
from inference.types import PageLimits
from tests.integration.ocr.test_ocr_engine import FONT
from tests.unit.inference.sheets import plain


@pytest.mark.slow
def test_a_page_of_35_megapixels_is_read_within_the_bound() -> None:
    sheet = plain()
    small = Image.fromarray(sheet.picture(300, FONT, 0.0))
    raw = io.BytesIO()
    small.resize((5000, 5000 * small.height // small.width)).save(raw, "PNG")
    job = Job(
        "inference.extract:extract",
        (raw.getvalue(), "image/png", "ocr", PageLimits()),
        {"options": EngineOptions(threads=1)},
    )
    with WorkerPool(1, idle_s=60, memory_bytes=Pipeline().worker_memory_bytes) as pool:
        found = pool.submit(job, 300).result(300)
    assert len(pair(found.items, sheet.items).right) == len(sheet.items)
