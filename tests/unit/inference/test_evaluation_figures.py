"""Calibration and comparison: figures that can be reckoned by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inference.evaluation.bootstrap import compare, intervals
from inference.evaluation.calibration import calibration, risk_coverage
from inference.evaluation.cases import Case
from inference.evaluation.judging import Judged, judge
from inference.evaluation.scoring import total
from inference.evaluation.tables import completeness_table
from mappers.model import Box, Overlooked
from tests.unit.inference.sheets import plain

TRUTH = plain().truth


def test_reliability_by_hand() -> None:
    found = calibration([(0.95, True), (0.95, True), (0.95, False), (0.25, False), (1.0, True)])
    assert [(b.low, b.count, round(b.right, 3)) for b in found.bins] == [(0.2, 1, 0.0), (0.9, 4, 0.75)]
    assert found.ece == pytest.approx((abs(0.9625 - 0.75) * 4 + 0.25) / 5)
    assert found.sure_share == pytest.approx(0.8)
    assert found.sure_right == pytest.approx(0.75)
    assert found.brier == pytest.approx((2 * 0.05**2 + 0.95**2 + 0.25**2) / 5)


def test_edges_of_bins_belong_to_the_upper_bin() -> None:
    found = calibration([(0.3, True), (0.7, True), (1.0, True), (0.0, False)])
    assert [b.low for b in found.bins] == [0.0, 0.3, 0.7, 0.9]


def test_risk_grows_with_coverage_and_ties_enter_together() -> None:
    curve = risk_coverage([(0.9, True), (0.8, False), (0.8, True), (0.5, False)])
    assert curve == ((0.25, 0.0, 0.9), (0.75, pytest.approx(1 / 3), 0.8), (1.0, 0.5, 0.5))
    found = calibration([(0.9, True), (0.8, False), (0.8, True), (0.5, False)])
    assert found.area == pytest.approx(0.25 * 0 + 0.5 / 3 + 0.25 * 0.5)


def test_nothing_given_is_no_error() -> None:
    found = calibration([])
    assert (found.items, found.sure_right, found.curve) == (0, None, ())


def _documents(missing: list[int]) -> list[Judged]:
    cases = [
        Case(f"d{n}", TRUTH, replace(TRUTH, items=TRUTH.items[gone:]), 1.0) for n, gone in enumerate(missing)
    ]
    return [judge(case) for case in cases]


def test_intervals_hold_the_figure_and_come_back_the_same() -> None:
    documents = _documents([0, 3, 0, 6, 1, 0, 2, 0])
    found = intervals(documents)
    places = found["places right"]
    assert places.value == pytest.approx(1 - 12 / (8 * len(TRUTH.items)))
    assert places.low < places.value < places.high
    assert found == intervals(documents)
    assert intervals([]) == {}


def test_two_engines_are_told_apart_only_by_what_differs_on_the_same_documents() -> None:
    weak, strong = _documents([3, 4, 5, 3, 4, 5, 3, 4]), _documents([0, 1, 2, 0, 1, 2, 0, 1])
    changes = {d.name: d for d in compare(weak, strong)}
    assert changes["places right"].told_apart
    assert changes["places right"].change.value == pytest.approx(3 / len(TRUTH.items))
    assert not changes["precision"].told_apart  # all that either gives is right
    assert not any(d.told_apart for d in compare(weak, weak))
    with pytest.raises(ValueError, match="same documents"):
        compare(weak, strong[:-1])


def test_documents_that_lack_results_are_counted_with_what_they_say_of_it() -> None:
    def case(kept: int, *, told: bool) -> Judged:
        places = (Overlooked(1, Box(0.1, 0.1, 0.2, 0.2)),) if told else ()
        return judge(Case("c", TRUTH, replace(TRUTH, items=TRUTH.items[:kept], overlooked=places), 1.0))

    whole = len(TRUTH.items)
    cases = [case(0, told=True), case(whole - 3, told=False), case(whole - 2, told=True)]
    cases += [case(whole, told=False), case(whole, told=True)]
    score = total(cases)
    assert (score.lacking, score.lacking_told) == (2, 1)
    assert (score.complete, score.complete_told) == (2, 1)
    assert completeness_table({"all": score}).rows == (("all", "1/2", "1/2"),)
