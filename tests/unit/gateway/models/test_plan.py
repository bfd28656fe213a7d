"""What a GPU can run: derived memory, and never a speed that nobody measured."""

from __future__ import annotations

import pytest

from gateway.models.catalogue import load as load_catalogue
from gateway.models.plan import MEASURED, choice, choices, load

GIB = 1024**3


def one(name: str, precision: str, gib: float):  # type: ignore[no-untyped-def]
    return choice(load_catalogue(None).named(name, "test"), precision, int(gib * GIB))


def test_weights_and_cache_decide_what_fits() -> None:
    assert not one("qwen2.5-vl-7b", "bf16", 16).fits
    assert one("qwen2.5-vl-7b", "bf16", 24).fits
    assert one("qwen2.5-vl-7b", "awq-int4", 16).fits
    assert not one("qwen2.5-vl-32b", "bf16", 48).fits
    assert one("qwen2.5-vl-32b", "awq-int4", 48).fits


def test_room_for_pages_grows_with_the_card() -> None:
    small, large = one("qwen2.5-vl-3b", "bf16", 16), one("qwen2.5-vl-3b", "bf16", 80)
    assert 0 < small.pages_at_once < large.pages_at_once
    assert small.cache_bytes_a_page == 36 * 1024 * (2048 + 1500 + 1024)


def test_a_model_of_unknown_shape_is_not_given_a_number() -> None:
    found = one("qwen3-vl-30b-a3b", "fp8", 48)
    assert found.fits
    assert found.cache_bytes_a_page == 0


def test_text_models_and_those_no_engine_runs_are_left_out() -> None:
    names = {c.entry.name for c in choices(load_catalogue(None), 80 * GIB)}
    assert not names & {"gpt-oss-20b", "gmai-vl"}


def test_speed_is_given_or_measured_or_unknown() -> None:
    study = next(m for m in MEASURED if m.model == "qwen2.5-vl-3b" and m.precision == "bf16")
    assert load(30_000, 0.0, study).gpus == 11  # 30,000 x 29.3 s / 86,400 s = 10.2
    assert load(30_000, 0.0, None).gpus is None
    given = load(30_000, 2.0, study)
    assert (given.gpus, given.source) == (1, "as given by --pages-per-second")
    assert given.pages_a_second == pytest.approx(0.347, abs=0.001)


def test_every_measurement_says_where_it_is_from() -> None:
    names = {e.name: e.precisions for e in load_catalogue(None).models}
    for found in MEASURED:
        assert found.where
        assert found.precision in names[found.model]
