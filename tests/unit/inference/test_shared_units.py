"""One parameter of several leads has one unit."""

from __future__ import annotations

from inference.structure.shared_units import units_along_lines
from mappers.model import Box, Item


def _item(name: str, value: str, unit: str | None, x: float, y: float = 0.5) -> Item:
    return Item(name, value, 1, Box(x, y, x + 0.05, y + 0.02), 0.9, True, unit=unit)


def _units(*items: Item) -> list[str | None]:
    return [item.unit for item in units_along_lines(items, lambda text: text in ("RA", "RV"))]


def test_a_bare_number_takes_the_unit_behind_its_line() -> None:
    assert _units(_item("抵抗 RA", "582", None, 0.5), _item("抵抗 RV", "620", "Ω", 0.7)) == ["Ω", "Ω"]


def test_units_of_other_parameters_lines_and_words_are_not_taken() -> None:
    behind = _item("抵抗 RV", "620", "Ω", 0.7)
    assert _units(_item("閾値 RA", "0.5", None, 0.5), behind)[0] is None
    assert _units(_item("抵抗 RA", "582", None, 0.5, y=0.6), behind)[0] is None
    assert _units(_item("抵抗 RA", "DDD", None, 0.5), behind)[0] is None
    assert _units(_item("抵抗 RA", "582", None, 0.9), behind)[0] is None
