"""Laboratory results whose unit or name is told by the heading or the sentence around them."""

from __future__ import annotations

import pytest

from tests.unit.inference.pages_of_text import Row, read, said


@pytest.mark.parametrize("scale", ["0 1 2 3 4 5 6", "0 1 2 3 4 56", "0123456"])
def test_a_unit_in_the_results_heading_and_names_under_a_word_of_no_list(scale: str) -> None:
    x = (40, 130, 210, 260, 340, 430, 510)
    heads = ("ネムケ", "測定値(UA/mL)", "クラス", scale, "ネムケ", "測定値(UA/mL)", "クラス")
    lines = [
        ("ヤケヒョウヒダニ", "17.72", "4", "", "卵白", "<0.10", "0"),
        ("ハウスダスト", "0.34", "0", "", "ミルク", "0.24", "0"),
        ("スギ", "15.74", "3", "", "小麦", "25.03", "4"),
    ]
    rows: list[Row] = [
        [(float(at), text) for at, text in zip(x, line, strict=True) if text] for line in [heads, *lines]
    ]
    found = said(read("検査報告書", rows))
    assert ("ヤケヒョウヒダニ", "17.72", "UA/mL") in found
    assert ("卵白", "<0.10", "UA/mL") in found
    assert ("小麦 クラス", "4", None) in found
    assert len(found) == 12


def test_results_in_a_sentence_behind_the_range_of_the_one_before() -> None:
    rows: list[Row] = [
        [(40.0, "ヘモグロビン 9.8 g/dL(11.3～16.0)、フェリチン 137 ng/mL(12～250)でした。")],
        [(40.0, "クレアチニン 1.16 mg/dL(0.47～1.09)、尿酸 5.2 mg/dL(2.6～7.0)でした。")],
    ]
    found = said(read("血液検査の結果", rows))
    assert [name for name, _, _ in found] == ["ヘモグロビン", "フェリチン", "クレアチニン", "尿酸"]
