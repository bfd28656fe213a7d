"""The layout families there are: every module of samples/families/<split> that has `FAMILIES`."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from pathlib import Path

from samples.generating.family import Family

SPLITS = ("build", "score")
_FAMILIES = Path(__file__).resolve().parent.parent / "families"


class DuplicateFamilyError(Exception):
    """Two families have one name."""


def families(split: str, only: tuple[str, ...] = ()) -> tuple[list[Family], list[str]]:
    """Families of a split by name, and what went wrong: modules that do not import (someone is writing them).

    `only` names document types, families or modules; empty for all.
    """
    found: dict[str, Family] = {}
    problems = []
    for module in sorted(m.name for m in pkgutil.iter_modules([str(_FAMILIES / split)])):
        try:
            given = getattr(import_module(f"samples.families.{split}.{module}"), "FAMILIES", ())
        except Exception as error:  # noqa: BLE001 - whatever a module in the making raises
            problems.append(f"samples/families/{split}/{module}.py: {type(error).__name__}: {error}")
            continue
        for family in given:
            if family.name in found:
                raise DuplicateFamilyError(f"{family.name} ({split}/{module}.py) is there twice")
            if not only or {family.name, family.document_type.value, module} & set(only):
                found[family.name] = family
    return [found[name] for name in sorted(found)], problems
