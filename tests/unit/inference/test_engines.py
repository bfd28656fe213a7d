"""Engines are a table."""

from __future__ import annotations

import sys
from types import MappingProxyType, ModuleType

import pytest

from inference import engines
from inference.engines import EngineOptions, UnknownEngine, build


def test_an_unknown_name_says_which_there_are() -> None:
    with pytest.raises(UnknownEngine, match=r"'ocrr'.*ocr"):
        build("ocrr")


def test_the_table_cannot_hold_a_name_twice_or_be_changed() -> None:
    with pytest.raises(TypeError):
        engines.ENGINES["ocr"] = "x:Y"  # type: ignore[index]


def test_a_constructors_own_error_comes_through(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def __init__(self, options: EngineOptions) -> None:
            raise RuntimeError("no such weights")

    module = ModuleType("broken_engine")
    module.Broken = Broken  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "broken_engine", module)
    monkeypatch.setattr(engines, "ENGINES", MappingProxyType({"broken": "broken_engine:Broken"}))
    with pytest.raises(RuntimeError, match="no such weights"):
        build("broken")


def test_building_the_ocr_engine_loads_no_model() -> None:
    build("ocr", EngineOptions(threads=1))
