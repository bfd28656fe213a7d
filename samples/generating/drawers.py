"""The layout families there are: every module of samples/families/<split> that has `FAMILIES`; `ssmix2`: messages."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from pathlib import Path

from samples.generating import real_layouts
from samples.generating.family import Family
from samples.generating.real_messages import STORAGE

_FAMILIES = Path(__file__).resolve().parent.parent / "families"
SPLITS = (*sorted(m.name for m in pkgutil.iter_modules([str(_FAMILIES)]) if m.ispkg), real_layouts.SPLIT)


class DuplicateFamilyError(Exception):
    """Two families have one name."""


def families(split: str, only: tuple[str, ...] = ()) -> tuple[list[Family], list[str]]:
    """Families of a split by name, and what went wrong: modules that do not import (someone is writing them).

    `only` names document types, families or modules; empty for all.
    """
    given_by, problems = _modules(split) if split != real_layouts.SPLIT else _messages()
    found: dict[str, Family] = {}
    for module, given in given_by.items():
        for family in given:
            if family.name in found:
                raise DuplicateFamilyError(f"{family.name} ({split}/{module}) is there twice")
            if not only or {family.name, family.document_type.value, module} & set(only):
                found[family.name] = family
    return [found[name] for name in sorted(found)], problems


def _messages() -> tuple[dict[str, tuple[Family, ...]], list[str]]:
    given = real_layouts.families()
    return {"messages": given}, [] if given else [f"no SS-MIX2 messages under {STORAGE} (KARTEBRIDGE_SHARED)"]


def _modules(split: str) -> tuple[dict[str, tuple[Family, ...]], list[str]]:
    given, problems = {}, []
    for module in sorted(m.name for m in pkgutil.iter_modules([str(_FAMILIES / split)])):
        try:
            there = import_module(f"samples.families.{split}.{module}")
        except Exception as error:  # noqa: BLE001 - whatever a module in the making raises
            problems.append(f"samples/families/{split}/{module}.py: {type(error).__name__}: {error}")
            continue
        given[module] = tuple(getattr(there, "FAMILIES", ()))
    return given, problems
