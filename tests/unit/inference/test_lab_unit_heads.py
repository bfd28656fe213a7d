"""Tables whose results are headed by their unit or their rate alone, and words of drug levels over results."""

from __future__ import annotations

import pytest

from inference.structure.lab_report import read_items
from tests.unit.inference.pages_of_text import read, said
from tests.unit.inference.printed_lines import page


@pytest.mark.parametrize("word", ["細胞の種類", "分画"])
def test_a_unit_alone_heads_results(word: str) -> None:
    heads = [(60, word), (170, "%"), (220, "基準値"), (330, word), (440, "%"), (490, "基準値")]
    sheet = page(
        [(40, "有核細胞数"), (150, "12.4 ×10^4/μL"), (240, "(10.0 - 25.0)")],
        heads,
        [
            (40, "前骨髄球"),
            (165, "3.1"),
            (220, "1.0 - 4.1"),
            (310, "正染性赤芽球"),
            (435, "4.4"),
            (490, "1.0 - 6.2"),
        ],
        [
            (40, "骨髄球"),
            (165, "8.8"),
            (220, "5.0 - 14.0"),
            (310, "その他"),
            (435, "0.1"),
            (490, "0.0 - 0.6"),
        ],
        [(40, "単球"), (165, "2.2"), (220, "1.0 - 4.4")],
    )
    found = [(i.name, i.value, i.unit, i.reference_range) for i in read_items([sheet])]
    assert ("骨髄球", "8.8", "%", "5.0 - 14.0") in found
    assert ("その他", "0.1", "%", "0.0 - 0.6") in found
    assert ("有核細胞数", "12.4", "×10^4/μL", "10.0 - 25.0") in found
    assert len(found) == 6


def test_rates_head_results_below_shares_of_the_whole() -> None:
    sheet = page(
        [(40, "生細胞率"), (150, "91.3 %"), (310, "回収率"), (440, "40.2 %")],
        [(40, "抗原"), (150, "陽性率(%)"), (310, "抗原"), (420, "陽性率(%)")],
        [(40, "CD3"), (165, "61.2"), (310, "CD19"), (435, "3.3")],
        [(40, "CD8"), (165, "20.7 *"), (310, "CD38"), (435, "77.0 *")],
        [(40, "CD13"), (165, "1.1"), (310, "TdT"), (435, "0.4")],
    )
    found = [(i.name, i.value, i.unit) for i in read_items([sheet])]
    assert ("CD8", "20.7", "%") in found
    assert ("回収率", "40.2", "%") in found
    assert len(found) == 8


def test_levels_of_drugs_are_named_by_the_drug_and_not_by_when_blood_was_taken() -> None:
    found = read(
        "薬物血中濃度",
        [
            [
                (40, "薬物名"),
                (150, "採血時期"),
                (230, "測定値"),
                (300, "単位"),
                (360, "有効治療域"),
                (460, "前回値"),
            ],
            [
                (40, "ジゴキシン"),
                (150, "トラフ"),
                (235, "1.1"),
                (300, "ng/mL"),
                (360, "0.5～2.0"),
                (465, "0.9"),
            ],
            [(40, "バルプロ酸"), (150, "投与前"), (235, "66"), (300, "μg/mL"), (360, "50～100"), (465, "-")],
            [(40, "アミカシン"), (150, "ピーク"), (235, "31"), (300, "μg/mL"), (360, "41～49"), (465, "-")],
        ],
    )
    assert said(found) == [
        ("ジゴキシン", "1.1", "ng/mL"),
        ("ジゴキシン 前回値", "0.9", "ng/mL"),
        ("バルプロ酸", "66", "μg/mL"),
        ("アミカシン", "31", "μg/mL"),
    ]
