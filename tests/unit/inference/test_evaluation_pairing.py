"""Pairing: composites in either form, boxes that help, and what a box must be to count as evidence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inference.evaluation.cases import Case
from inference.evaluation.judging import covers, judge
from inference.evaluation.pairing import is_right, pair, which_are_right
from inference.evaluation.scoring import total
from mappers.model import Box, Flag, Item
from tests.unit.inference.sheets import plain

BOX = Box(0.4, 0.2, 0.5, 0.22)


def _item(name: str, value: str, unit: str | None = None, **more: object) -> Item:
    return replace(Item(name, value, 1, BOX, 0.9, True, unit=unit), **more)  # type: ignore[arg-type]


WHOLE = _item("血圧", "128/76", "mmHg")
UPPER, LOWER = _item("血圧 収縮期", "128", "mmHg"), _item("血圧 拡張期", "76", "mmHg")


def test_a_composite_may_be_split_in_order() -> None:
    assert pair([UPPER, LOWER], [WHOLE]).right
    assert len(pair([WHOLE], [UPPER, LOWER]).right) == 2
    assert pair([WHOLE], [WHOLE]).right


def test_a_composite_whose_day_was_misread_is_a_wrong_day_not_a_lost_value() -> None:
    whole = replace(WHOLE, effective="2026-04-01")
    parts = [replace(part, effective="2026-04-07") for part in (UPPER, LOWER)]
    assert pair(parts, [whole]).right
    elsewhere = [replace(part, box=Box(0.4, 0.6, 0.5, 0.62)) for part in parts]
    assert not pair(elsewhere, [whole]).right


@pytest.mark.parametrize(
    "parts",
    [
        (LOWER, UPPER),  # not in order
        (UPPER,),
        (UPPER, replace(LOWER, value="77")),
        (UPPER, replace(LOWER, name="脈拍")),
        (UPPER, replace(LOWER, unit="bpm")),
        (UPPER, replace(LOWER, page=2)),
        (replace(UPPER, effective="2026-04-01"), replace(LOWER, effective="2026-04-02")),
    ],
)
def test_other_parts_are_no_composite(parts: tuple[Item, ...]) -> None:
    assert not pair(parts, [replace(WHOLE, effective="2026-04-01")]).right


def test_each_part_of_a_right_composite_is_right() -> None:
    other = _item("脈拍", "72", "/min")
    assert which_are_right([UPPER, other, LOWER], [WHOLE]) == [True, False, True]
    assert which_are_right([WHOLE, other], [UPPER, LOWER]) == [True, False]
    assert which_are_right([UPPER, replace(LOWER, value="77")], [WHOLE]) == [False, False]


def test_composites_of_a_chart_keep_their_hours() -> None:
    hours = [f"2026-04-01T{h:02}:00" for h in (6, 10, 14)]
    true = [replace(WHOLE, effective=hour) for hour in hours]
    read = [replace(part, effective=hour) for hour in reversed(hours) for part in (UPPER, LOWER)]
    pairing = pair(read, true)
    assert len(pairing.right) == 3
    assert not pairing.extra
    assert all(r.effective == t.effective for r, t in pairing.right)


def test_an_item_wrong_in_all_its_words_meets_the_true_one_that_it_stands_on() -> None:
    far = replace(WHOLE, name="体温", value="36.5", unit="℃", box=Box(0.1, 0.8, 0.2, 0.82))
    pairing = pair([_item("脈柏", "7B", "bpm")], [far, _item("脈拍", "78", "/min")])
    assert [t.name for _, t in pairing.wrong] == ["脈拍"]
    assert pairing.missed == (far,)


def test_a_full_stop_is_no_difference_but_a_word_is() -> None:
    true = _item("診断", "早期胃癌を認める。")
    assert is_right(_item("診断", "早期胃癌を認める"), true)
    assert not is_right(_item("診断", "早期胃癌を認めない"), true)


@pytest.mark.parametrize(
    ("box", "shows"),
    [
        (BOX, True),
        (Box(0.38, 0.19, 0.55, 0.23), True),
        (Box(0.0, 0.0, 1.0, 1.0), False),  # the whole page shows nothing
        (Box(0.4, 0.22, 0.5, 0.24), False),  # the line below
        (Box(0.46, 0.2, 0.5, 0.22), False),  # the last digits only
        (None, False),
    ],
)
def test_a_box_is_evidence_when_it_covers_the_value(box: Box | None, shows: bool) -> None:
    assert covers(replace(WHOLE, box=box), WHOLE) is shows
    assert not covers(replace(WHOLE, page=2), WHOLE)


def test_fields_are_counted_on_aligned_items_only() -> None:
    truth = replace(
        plain().truth,
        items=(
            _item("CRP", "1.2", "mg/dL", flag=Flag.HIGH, effective="2026-04-01T08:30"),
            _item("Na", "140", "mEq/L"),
            _item("K", "4.0", "mEq/L"),
        ),
    )
    read = (
        replace(truth.items[0], flag=None, effective="2026-04-01T09:00"),
        replace(truth.items[1], value="14O", box=None),
    )
    judged = judge(Case("a", truth, replace(truth, items=read), 1.0))
    assert judged.fields["value"] == (1, 2)
    assert judged.fields["unit"] == (2, 2)
    assert judged.fields["flag"] == (1, 2)
    assert judged.fields["printed flag"] == (0, 1)
    assert judged.fields["date"] == (1, 1)
    assert judged.fields["time"] == (0, 1)
    assert judged.fields["code"] == (0, 0)
    assert judged.evidence == (1, 1)
    assert judged.errors == 2
    score = total([judged])
    assert (score.right, score.there, score.of_thirty) == (1, 3, 10.0)
    assert (score.accuracy("value"), score.accuracy("code")) == (0.5, None)
