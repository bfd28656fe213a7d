"""Pieces that device families draw: values with units, thresholds with pulse widths, pairs in columns."""

from __future__ import annotations

from random import Random

from samples.families.build.ward_sheet import WardSheet
from samples.making.ink import PageBox


def number(random: Random, low: float, high: float, decimals: int) -> str:
    """A number by chance, as printed."""
    return f"{random.uniform(low, high):.{decimals}f}"


def piece(sheet: WardSheet, box: PageBox, whole: str, start: int, text: str) -> PageBox:
    """The part of a drawn run's box that `text`, beginning at `start`, takes."""
    before = sheet.ink.text_width(whole[:start], sheet.font, sheet.size) / sheet.ink.width
    width = sheet.ink.text_width(text, sheet.font, sheet.size) / sheet.ink.width
    return box[0] + before, box[1], box[0] + before + width, box[3]


def with_unit(
    sheet: WardSheet, name: str, value: str, unit: str, at: tuple[float, float], space: str = " "
) -> None:
    """A value with its unit in one run."""
    sheet.value(name, value, at, unit=unit, with_time=False, printed=f"{value}{space if unit else ''}{unit}")


def threshold(sheet: WardSheet, name: str, at: tuple[float, float], width_name: str) -> None:
    """`0.75 V @ 0.4 ms` in one run: two items."""
    random = sheet.random
    volt, width = number(random, 0.4, 2.4, 2), random.choice(("0.4", "0.40", "0.5"))
    form = random.choice(("{} V @ {} ms", "{}V@{}ms", "{} V@{} ms"))
    whole = form.format(volt, width)
    box = sheet.put(*at, whole)
    sheet.remember(name, volt, piece(sheet, box, whole, 0, volt), unit="V", with_time=False)
    start = whole.rindex(width)
    sheet.remember(
        f"{name} {width_name}", width, piece(sheet, box, whole, start, width), unit="ms", with_time=False
    )


def pairs(
    sheet: WardSheet, y: float, rows: list[tuple[str, str, str]], columns: int, separator: str
) -> float:
    """Labels and values, `columns` side by side; gives the y below."""
    for number, (name, value, unit) in enumerate(rows):
        x = 56 + (number % columns) * (480 / columns)
        if separator == " ":
            sheet.put(x, y, name)
            with_unit(sheet, name, value, unit, (x + 112, y))
        else:
            whole = f"{name}{separator}{value} {unit}".rstrip()
            box = sheet.put(x, y, whole)
            sheet.remember(
                name,
                value,
                piece(sheet, box, whole, len(name + separator), value),
                unit=unit,
                with_time=False,
            )
        y += 15 if number % columns == columns - 1 or number == len(rows) - 1 else 0
    return y
