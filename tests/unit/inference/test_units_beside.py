"""A unit counts only where it is this value's own: anywhere else on the page it is another's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inference.readable import PageWords
from inference.units_beside import UNIT_DIFFERS, UNIT_NOT_ON_PAGE
from inference.verify import UNSUPPORTED_CONFIDENCE, verify
from mappers.model import Item
from tests.unit.inference import printed_lines
from tests.unit.inference.sheets import plain


def _checked(page: PageWords, name: str, value: str, unit: str | None, *beside: str) -> Item:
    """An item as checked against a page, in an answer that names these others beside it."""
    said = [Item(one, value, 1, None, 0.99, False, unit=unit) for one in (name, *beside)]
    return verify(replace(plain().truth, items=tuple(said)), [page]).items[0]


EARLIER = printed_lines.page(
    [(40, "検査項目"), (160, "今回値"), (230, "前回値"), (300, "単位")],
    [(40, "CRP"), (162, "0.3"), (232, "1.9"), (300, "mg/dL")],
    [(40, "架空酵素"), (162, "17"), (232, "19"), (300, "U/L")],
)


@pytest.mark.parametrize(
    ("unit", "why"),
    [
        ("mg/dL", None),
        ("ｍｇ/ｄＬ", None),
        ("㎎/dl", None),
        ("g/dL", UNIT_DIFFERS),
        ("U/L", UNIT_DIFFERS),  # it is the next row's
        ("μmol/L", UNIT_DIFFERS),
        (None, None),
    ],
)
def test_a_value_in_another_unit_than_its_rows_is_not_verified(unit: str | None, why: str | None) -> None:
    item = _checked(EARLIER, "CRP", "0.3", unit)
    assert item.verified is (why is None)
    assert item.warnings == ((why,) if why else ())
    assert (item.confidence <= UNSUPPORTED_CONFIDENCE) is (why is not None)
    assert item.box is not None  # the value stands there: a person sees where


@pytest.mark.parametrize(
    ("printed", "said"),
    [("×10³/μL", "10^3/µl"), ("10^3/uL", "×10³/μL"), ("×10*4/μL", "10^4/μL"), ("㎜Hg", "mmHg"), ("％", "%")],
)
def test_spellings_of_one_unit_are_one(printed: str, said: str) -> None:
    page = printed_lines.page([(40, "架空数"), (160, "12"), (300, printed)])
    assert _checked(page, "架空数", "12", said).verified


def test_the_unit_behind_the_value_excludes_all_others_of_its_row() -> None:
    page = printed_lines.page([(40, "検尿蛋白"), (160, "45"), (185, "H"), (200, "mg/dL"), (300, "g/day")])
    assert _checked(page, "検尿蛋白", "45", "mg/dL").verified
    assert _checked(page, "検尿蛋白", "45", "g/day").warnings == (UNIT_DIFFERS,)


def test_beyond_the_next_name_on_a_line_the_unit_is_that_names() -> None:
    page = printed_lines.page([(40, "収縮圧"), (120, "131"), (220, "架空拍"), (300, "72"), (330, "/min")])
    assert _checked(page, "収縮圧", "131", "/min", "架空拍").warnings == (UNIT_NOT_ON_PAGE,)
    assert _checked(page, "架空拍", "72", "/min", "収縮圧").verified


COLUMNS = printed_lines.page(
    [(40, "時刻"), (120, "架空圧"), (200, "架空拍"), (280, "架空温")],
    [(120, "(mmHg)"), (200, "(/min)"), (280, "(℃)")],
    [(40, "06:00"), (125, "131"), (205, "72"), (283, "36.4")],
    [(40, "09:00"), (125, "128"), (205, "75"), (283, "36.9")],
)


@pytest.mark.parametrize(("unit", "verified"), [("℃", True), ("mmHg", False), ("/min", False)])
def test_a_column_has_the_unit_of_its_heading_alone(unit: str, verified: bool) -> None:
    assert _checked(COLUMNS, "架空温", "36.9", unit, "架空圧", "架空拍").verified is verified


def test_a_unit_beside_a_result_above_is_no_heading() -> None:
    page = printed_lines.page(
        [(40, "架空圧"), (160, "131"), (182, "mmHg")],
        [(40, "架空比"), (170, "1.5")],
    )
    assert _checked(page, "架空比", "1.5", "mmHg", "架空圧").warnings == (UNIT_NOT_ON_PAGE,)
    assert _checked(page, "架空比", "1.5", None, "架空圧").verified


PERCENTAGES = printed_lines.page(
    [(40, "項目"), (120, "単位"), (200, "実測"), (300, "%予測")],
    [(40, "架空量"), (120, "L"), (200, "3.02"), (300, "88.4")],
    [(40, "架空速"), (120, "L/s"), (200, "6.11"), (300, "91.7")],
)


def test_a_column_of_percentages_does_not_have_its_rows_unit() -> None:
    assert _checked(PERCENTAGES, "架空速", "6.11", "L/s").verified
    assert _checked(PERCENTAGES, "架空速", "6.11", "%").warnings == (UNIT_DIFFERS,)
    assert _checked(PERCENTAGES, "架空速 %予測", "91.7", "%").verified
    assert _checked(PERCENTAGES, "架空速 %予測", "91.7", "L/s").warnings == (UNIT_DIFFERS,)


def test_a_box_has_its_name_and_unit_over_its_value() -> None:
    page = printed_lines.page(
        [(40, "pXY"), (150, "mmHg"), (240, "架空塩"), (350, "mmol/L")],
        [(95, "38.2"), (300, "24.1")],
    )
    assert _checked(page, "pXY", "38.2", "mmHg", "架空塩").verified
    assert _checked(page, "pXY", "38.2", "mmol/L", "架空塩").warnings == (UNIT_DIFFERS,)


def test_a_label_of_the_group_or_of_the_table_gives_the_unit() -> None:
    group = printed_lines.page([(40, "架空圧(mmHg)")], [(60, "左"), (160, "131")], [(60, "右"), (160, "128")])
    assert _checked(group, "架空圧 左", "131", "mmHg").verified
    table = printed_lines.page(
        [(300, "濃度 in μg/mL")],
        [(40, "薬剤"), (160, "濃度"), (220, "判定")],
        [(40, "架空シリン"), (163, "4"), (225, "S")],
    )
    assert _checked(table, "架空シリン", "4", "µg/mL").verified
    assert _checked(table, "架空シリン", "4", "mg/L").warnings == (UNIT_NOT_ON_PAGE,)


def test_a_unit_in_a_heading_counts_and_one_that_is_nowhere_does_not() -> None:
    page = printed_lines.page([(40, "項目"), (200, "結果(mg/dL)")], [(40, "CRP"), (210, "0.3")])
    assert _checked(page, "CRP", "0.3", "mg/dL").verified
    assert _checked(page, "CRP", "0.3", "mg/L").warnings == (UNIT_DIFFERS,)


def test_of_two_places_of_a_value_the_one_in_its_unit_is_taken() -> None:
    page = printed_lines.page([(40, "架空値"), (160, "0.4"), (185, "mV"), (300, "0.4"), (325, "ms")])
    places = [_checked(page, "架空値", "0.4", unit).box for unit in ("mV", "ms")]
    assert [box is not None and box.x0 > 0.4 for box in places] == [False, True]


def test_a_unit_misread_in_a_known_way_is_still_the_printed_one() -> None:
    page = replace(printed_lines.page([(40, "架空酵素"), (160, "38"), (300, "U/I")]), recognised=True)
    assert _checked(page, "架空酵素", "38", "U/L").verified


def test_a_number_behind_the_value_is_no_misread_percentage() -> None:
    page = replace(
        printed_lines.page([(40, "架空圧"), (100, "mmHg"), (160, "63"), (220, "96")]), recognised=True
    )
    assert _checked(page, "架空圧", "63", "mmHg").verified


def test_a_place_without_the_unit_does_not_end_the_search() -> None:
    page = printed_lines.page(
        [(40, "①"), (60, "Fictus imaginarius"), (200, "多量")],
        [(40, "薬剤名"), (160, "①MIC(μg/mL)")],
        [(40, "架空シリン"), (180, "1")],
    )
    item = _checked(page, "Fictus imaginarius 架空シリン", "1", "μg/mL")
    assert item.verified
    assert item.box is not None
    assert item.box.x0 > 0.2
