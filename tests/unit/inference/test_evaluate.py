"""Counting what is right: one to one, name and value and unit."""

from __future__ import annotations

from dataclasses import replace

from inference.evaluate import ALL, Case, invented_items, judge, pair, score
from mappers.model import Item
from tests.unit.inference.sheets import plain

TRUTH = plain().truth


def test_perfect_and_empty() -> None:
    whole = score([Case("a", TRUTH, TRUTH, 2.0)])
    assert (whole[ALL].f1, whole[ALL].precision, whole[ALL].recall) == (1.0, 1.0, 1.0)
    nothing = score([Case("a", TRUTH, None, 0.0, "refused")])[ALL]
    assert (nothing.right, nothing.there, nothing.f1) == (0, len(TRUTH.items), 0.0)


def test_a_wrong_digit_or_unit_is_wrong() -> None:
    items = list(TRUTH.items)
    items[0] = replace(items[0], value="68")
    items[1] = replace(items[1], unit="mg/dL")
    result = pair(items, TRUTH.items)
    assert len(result.right) == len(TRUTH.items) - 2
    assert len(result.wrong) == 2


def test_forms_of_the_same_are_right() -> None:
    true = Item("γ-GTP", "1,234", 1, None, 1, True, unit="×10³/μL")
    read = Item("γ－ＧＴＰ", "１２３４", 1, None, 1, True, unit="10^3/µL")
    assert pair([read], [true]).right


def test_one_true_item_is_not_counted_twice() -> None:
    result = pair([TRUTH.items[0]] * 3, TRUTH.items[:1])
    assert (len(result.right), len(result.extra)) == (1, 2)


def test_days_of_a_series_are_not_exchanged() -> None:
    days = [Item("CRP", "1.0", 1, None, 1, True, effective=f"2024-01-0{d}") for d in (1, 2, 3)]
    for read, true in pair(days[::-1], days).right:
        assert read.effective == true.effective


def test_invented_values_are_those_that_no_true_item_has() -> None:
    seen = Item("総蛋白", "77.8", 1, None, 0.1, True)  # on the page, yet no result of it
    unseen = Item("総蛋白", "77.7", 1, None, 0.1, False)
    assert invented_items([unseen, seen, *TRUTH.items], TRUTH.items) == (unseen, seen)
    judged = judge(Case("a", TRUTH, replace(TRUTH, items=(unseen, seen, *TRUTH.items)), 1.0))
    assert judged.unseen == (unseen,)


def test_parts_of_a_composite_and_composites_of_parts_are_not_invented() -> None:
    whole = Item("血圧", "128/76", 1, None, 1, True)
    parts = [Item("血圧 収縮期", "128", 1, None, 1, True), Item("血圧 拡張期", "76", 1, None, 1, True)]
    assert invented_items(parts, [whole]) == ()
    assert invented_items([whole], parts) == ()
    assert invented_items([replace(whole, value="128/77")], parts) != ()


def test_mismatches_and_seconds() -> None:
    other = replace(TRUTH, patient_mismatch=True)
    same = replace(TRUTH, patient_mismatch=False)
    cases = [Case("a", other, other, 1.0), Case("b", other, same, 3.0), Case("c", same, other, 2.0)]
    total = score(cases)[ALL]
    assert (total.mismatches_there, total.mismatches_caught, total.mismatches_false) == (2, 1, 1)
    assert (total.seconds_median, total.seconds_p95) == (2.0, 3.0)
