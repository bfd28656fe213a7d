"""Tables whose columns say what of an item was measured: classes of antibodies, 定性 beside the measured value."""

from __future__ import annotations

import pytest

from inference.structure.lab_report import read_items
from tests.unit.inference.printed_lines import page


@pytest.mark.parametrize(
    ("heads", "suffixes"),
    [
        (("ウイルス", "IgM", "IgG", "IgG基準"), ("IgM", "IgG")),
        (("病原体名", "IgG抗体", "IgM抗体", "IgM抗体基準値"), ("IgG抗体", "IgM抗体")),
        (("Pathogen", "IgA", "IgG", "IgG reference range"), ("IgA", "IgG")),
        (("項目", "CF", "HI", "HI基準"), ("CF", "HI")),
    ],
)
def test_classes_of_antibodies_name_the_results(
    heads: tuple[str, str, str, str], suffixes: tuple[str, str]
) -> None:
    sheet = page(
        [(40, "血清検査")],
        [(60, heads[0]), (200, heads[1]), (280, heads[2]), (360, heads[3])],
        [(40, "パルボB19"), (200, "0.41"), (280, "88.1"), (360, "2.0未満")],
        [(40, "トキソプラズマ"), (200, "<0.80"), (280, "<2.0"), (360, "2.0未満")],
        [(40, "コクサッキーA9"), (200, "/"), (280, "16.4"), (360, "2.0未満")],
        [(40, "マイコプラズマ"), (200, "2.70"), (280, "9.9"), (360, "2.0未満")],
    )
    first, second = suffixes
    assert [(i.name, i.value, i.reference_range) for i in read_items([sheet])] == [
        (f"パルボB19 {first}", "0.41", None),
        (f"パルボB19 {second}", "88.1", "2.0未満"),
        (f"トキソプラズマ {first}", "<0.80", None),
        (f"トキソプラズマ {second}", "<2.0", "2.0未満"),
        (f"コクサッキーA9 {second}", "16.4", "2.0未満"),
        (f"マイコプラズマ {first}", "2.70", None),
        (f"マイコプラズマ {second}", "9.9", "2.0未満"),
    ]


@pytest.mark.parametrize("head", ["定性", "Qualitative", "スクリーニング"])
def test_answers_beside_measured_values_are_results_of_their_column(head: str) -> None:
    sheet = page(
        [(40, "検査項目"), (160, "測定値"), (230, "単位"), (300, head), (420, "陰性基準")],
        [(40, "HTLV抗体"), (165, "0.22"), (230, "S/CO"), (305, "(-)"), (420, "1.00未満")],
        [(40, "TP抗体"), (165, "8.10"), (230, "S/CO"), (305, "(+)"), (420, "1.00未満")],
        [(40, "HCV抗体"), (165, "0.05"), (230, "S/CO"), (305, "陰性"), (420, "1.00未満")],
    )
    assert [(i.name, i.value, i.unit) for i in read_items([sheet])] == [
        ("HTLV抗体", "0.22", "S/CO"),
        (f"HTLV抗体 {head}", "(-)", None),
        ("TP抗体", "8.10", "S/CO"),
        (f"TP抗体 {head}", "(+)", None),
        ("HCV抗体", "0.05", "S/CO"),
        (f"HCV抗体 {head}", "陰性", None),
    ]


def test_labelled_lines_below_a_table_are_in_none_of_its_columns() -> None:
    sheet = page(
        [(40, "ウイルス"), (200, "IgM"), (280, "IgG")],
        [(40, "パルボB19"), (200, "0.41"), (280, "88.1")],
        [(40, "トキソプラズマ"), (200, "<0.80"), (280, "<2.0")],
        [(40, "マイコプラズマ"), (200, "2.70"), (280, "9.9")],
        [],
        [(40, "核酸検査")],
        [(50, "EBV-DNA定量 :"), (190, "3.1 LogIU/mL")],
        [(50, "HIV-1 RNA定量："), (190, "420 コピー/mL")],
        [(50, "接種の基準: 麻疹 IgG 16.0以上, 風疹 8.0以上")],
    )
    found = [(i.name, i.value, i.unit) for i in read_items([sheet])]
    assert found[6:] == [("EBV-DNA定量", "3.1", "LogIU/mL"), ("HIV-1 RNA定量", "420", "コピー/mL")]


def test_answers_on_labelled_lines_below_a_table() -> None:
    sheet = page(
        [(40, "ウイルス"), (200, "IgM"), (280, "IgG")],
        [(40, "パルボB19"), (200, "0.41"), (280, "88.1")],
        [(40, "トキソプラズマ"), (200, "<0.80"), (280, "<2.0")],
        [(40, "マイコプラズマ"), (200, "2.70"), (280, "9.9")],
        [],
        [(50, "EBV-DNA定量 :"), (190, "検出せず")],
    )
    assert [(i.name, i.value) for i in read_items([sheet])][6:] == [("EBV-DNA定量", "検出せず")]


def test_a_mark_is_no_part_of_the_unit_behind_it() -> None:
    sheet = page(
        [(40, "検査項目"), (160, "結果"), (260, "単位"), (360, "基準値")],
        [(40, "抗RNP抗体"), (160, "61.2"), (200, "H"), (260, "U/mL"), (360, "10.0未満")],
        [(40, "抗CCP抗体"), (160, "0.8"), (260, "U/mL"), (360, "4.5未満")],
    )
    assert [(i.name, i.value, i.unit) for i in read_items([sheet])] == [
        ("抗RNP抗体", "61.2", "U/mL"),
        ("抗CCP抗体", "0.8", "U/mL"),
    ]


@pytest.mark.parametrize("heads", [("定性", "定量"), ("Qualitative", "Quantitative")])
def test_the_unit_of_measured_values_close_behind_their_heading(heads: tuple[str, str]) -> None:
    sheet = page(
        [(40, "検査項目"), (200, heads[0]), (280, f"{heads[1]} 単位")],
        [(40, "HTLV-1抗体"), (200, "陰性"), (285, "0.3"), (310, "C.O.I.")],
        [(40, "トキソプラズマIgG"), (200, "陽性"), (285, "88"), (310, "IU/mL")],
        [(40, "HBe抗体"), (200, "陰性")],
    )
    found = [(i.name, i.value, i.unit) for i in read_items([sheet])]
    assert (f"HTLV-1抗体 {heads[1]}", "0.3", "C.O.I.") in found
    assert (f"トキソプラズマIgG {heads[0]}", "陽性", None) in found
    assert len(found) == 5


def test_classes_between_names_under_a_word_of_no_list_and_their_results() -> None:
    heads = [(66.0, "ネムケ"), (120.0, "クラス"), (160.0, "測定値(UA/mL)")]
    right = [(x + 290, text) for x, text in heads]
    rows = [
        ("スギ", "2", "1.34 ■■", "卵白", "0", "<0.10"),
        ("ダニ", "6", ">100 ■■■■■■", "鮭", "3", "8.20 ■■■"),
    ]
    rows += [
        ("イヌ", "5", "66.10 ■■■■■", "蟹", "5", "70.01 ■■■■■"),
        ("ネコ", "1", "0.61 ■", "小麦", "0", "0.21"),
    ]
    at = (40.0, 128.0, 212.0, 330.0, 418.0, 502.0)
    sheet = page([*heads, *right], *(list(zip(at, row, strict=True)) for row in rows))
    found = [(i.name, i.value, i.unit) for i in read_items([sheet])]
    assert ("ダニ クラス", "6", None) in found
    assert ("ダニ", ">100", "UA/mL") in found
    assert ("蟹", "70.01", "UA/mL") in found
    assert len(found) == 16
    close = [(66.0, "ネムケ"), (120.0, "クラス 測定値(UA/mL)")]
    sheet = page(
        [*close, *((x + 290, text) for x, text in close)], *(list(zip(at, r, strict=True)) for r in rows)
    )
    assert [(i.name, i.value, i.unit) for i in read_items([sheet])] == found
