"""Sides of a page whose lines do not stand level, and verification of what they say."""

from __future__ import annotations

from dataclasses import replace

from inference.structure.device_report import read_items
from inference.verify import verify
from tests.unit.inference.sheets import PERSON, Sheet, Text, plain

LEFT = [
    (120, "Battery voltage", "2.95 V"),
    (140, "Charge time", "8.1 s"),
    (160, "Lower rate", "50 bpm"),
    (180, "VT detection", "176 bpm"),
    (200, "Paced AV delay", "160 ms"),
    (220, "Mode", "DDD"),
]
TABLE = [
    (112, "Lead", "RA", "RV"),
    (131, "Threshold", "0.7 V", "0.9 V"),
    (150, "Sensing", "2.1 mV", "8.4 mV"),
    (169, "Pacing impedance", "455 ohms", "512 ohms"),
    (188, "Percent paced", "12 %", "3 %"),
]
SHEET = Sheet(
    "sides",
    (
        *(Text(x, y, text) for y, *cells in LEFT for x, text in zip((40, 150), cells, strict=True)),
        *(Text(x, y, text) for y, *cells in TABLE for x, text in zip((300, 410, 480), cells, strict=True)),
    ),
    (),
    PERSON,
    None,
)


def test_sides_that_are_not_level_are_read_apart() -> None:
    items = read_items([SHEET.words()], 2026)
    assert [(i.name, i.value) for i in items] == [
        ("Battery voltage", "2.95"),
        ("Charge time", "8.1"),
        ("Lower rate", "50"),
        ("VT detection", "176"),
        ("Paced AV delay", "160"),
        ("Mode", "DDD"),
        ("Threshold RA", "0.7"),
        ("Threshold RV", "0.9"),
        ("Sensing RA", "2.1"),
        ("Sensing RV", "8.4"),
        ("Pacing impedance RA", "455"),
        ("Pacing impedance RV", "512"),
        ("Percent paced RA", "12"),
        ("Percent paced RV", "3"),
    ]


def test_a_row_and_column_is_verified_though_another_name_shares_its_line() -> None:
    items = read_items([SHEET.words()], 2026)
    checked = verify(replace(plain().truth, items=items), [SHEET.words()])
    assert [i.name for i in checked.items if not i.verified] == []
    wrong = tuple(replace(i, value="8.1") if i.name == "Sensing RA" else i for i in items)
    checked = verify(replace(plain().truth, items=wrong), [SHEET.words()])
    assert [i.name for i in checked.items if not i.verified] == ["Sensing RA"]
