"""Forms of smears, cultures and gene tests for mycobacteria: a label, a colon in a column of its own, an answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inference.structure.microbiology import read_items
from tests.unit.inference.printed_lines import page


def test_colons_in_a_column_of_their_own_are_no_part_of_answers() -> None:
    sheet = page(
        [(40, "抗酸菌検査")],
        [(50, "チール・ネールゼン染色"), (200, "："), (240, "(2+)")],
        [(50, "ガフキー号数"), (200, "："), (240, "5")],
        [(50, "結核菌群PCR"), (200, "："), (240, "陽性")],
        [(50, "固形培養"), (200, "："), (240, "6週 コロニーを認める")],
        [(50, "同定"), (200, "："), (240, "結核菌群")],
        [],
        [(40, "塗抹の記載法")],
        [(40, "記載"), (140, "200倍"), (280, "ガフキー相当")],
        [(40, "1+"), (140, "1-19/10視野"), (280, "2号")],
        [(40, "2+"), (140, "20以上/10視野"), (280, "5号")],
    )
    assert [(i.name, i.value) for i in read_items((sheet,))] == [
        ("チール・ネールゼン染色", "(2+)"),
        ("ガフキー号数", "5"),
        ("結核菌群PCR", "陽性"),
        ("固形培養", "6週 コロニーを認める"),
        ("同定", "結核菌群"),
    ]


def test_colons_that_recognition_put_against_the_answers() -> None:
    sheet = page(
        [(40, "抗酸菌検査")],
        [(50, "蛍光染色"), (200, "："), (240, "(1+)")],
        [(50, "ガフキー号数"), (200, ":3")],
        [(50, "結核菌群PCR"), (200, ":陽性")],
        [(50, "液体培養"), (200, "：陽性"), (300, "陽性日数"), (380, ":19"), (402, "日")],
        [(50, "小川培地"), (200, ":6週 コロニーを認める")],
    )
    assert [(i.name, i.value, i.unit) for i in read_items((replace(sheet, recognised=True),))] == [
        ("蛍光染色", "(1+)", None),
        ("ガフキー号数", "3", None),
        ("結核菌群PCR", "陽性", None),
        ("液体培養", "陽性", None),
        ("陽性日数", "19", "日"),
        ("小川培地", "6週 コロニーを認める", None),
    ]


def test_the_same_form_in_english() -> None:
    sheet = page(
        [(40, "AFB smear"), (200, ":"), (230, "Negative")],
        [(40, "AFB culture"), (200, ":"), (230, "No growth after 8 weeks")],
        [(40, "Final result"), (200, ":"), (230, "Negative")],
    )
    assert [(i.name, i.value) for i in read_items((sheet,))] == [
        ("AFB smear", "Negative"),
        ("AFB culture", "No growth after 8 weeks"),
        ("Final result", "Negative"),
    ]


@pytest.mark.parametrize("head", ["濃度(μg/mL)", "薬剤濃度 μg/mL", "Concentration (ug/mL)"])
def test_concentrations_that_drugs_were_tested_at_are_no_results(head: str) -> None:
    sheet = page(
        [(40, "同定"), (140, "："), (160, "Mycobacterium kansasii")],
        [(40, "培養"), (140, "："), (160, "陽性"), (300, "陽性日数"), (380, "："), (400, "17 日")],
        [(40, "薬剤感受性試験（比率法）")],
        [(40, "薬剤"), (120, head), (260, "判定")],
        [(40, "INH"), (140, "0.2"), (265, "S")],
        [(40, "RFP"), (140, "40"), (265, "R")],
        [(40, "EB"), (140, "2.5"), (265, "S")],
    )
    found = {i.name: (i.value, i.unit) for i in read_items((sheet,))}
    assert (found["INH"], found["RFP"], found["EB"]) == (("S", None), ("R", None), ("S", None))
    assert found["陽性日数"] == ("17", "日")


@pytest.mark.parametrize(
    ("label", "answer"),
    [("検出菌", "検出せず"), ("分離菌", "(-)"), ("同定菌名", "発育を認めず"), ("Organism", "None isolated")],
)
def test_that_no_organism_was_found_is_a_result(label: str, answer: str) -> None:
    sheet = page([(40, "塗抹"), (160, "菌を認めず")], [(40, label), (160, answer)])
    assert (label, answer) in [(i.name, i.value) for i in read_items((sheet,))]


def test_combinations_named_by_the_beginnings_of_their_drugs() -> None:
    sheet = page(
        [(40, "Organism"), (160, "Proteus vulgaris")],
        [(40, "Drug"), (160, "MIC"), (220, "Interp.")],
        [(40, "Pip/Tazo"), (165, "--")],
        [(40, "Amox/Clav"), (165, "4"), (225, "S")],
        [(40, "Trimeth/Sulfa"), (165, ">=32"), (225, "R")],
    )
    found = [(i.name, i.value) for i in read_items((sheet,))]
    assert found[:2] == [("Amox/Clav", "4"), ("Trimeth/Sulfa", ">=32")]


def test_a_note_on_the_method_is_no_answer() -> None:
    sheet = page(
        [(40, "抗酸菌検査")],
        [(50, "・塗抹検査（蛍光法） ："), (200, "±"), (300, "・ガフキー相当号数 ："), (440, "2号")],
        [(50, "・TB-PCR ："), (200, "検出せず"), (300, "・小川培地 ："), (440, "陰性")],
        [],
        [(50, "塗抹：鏡検(200倍)による。培養は6週まで観察します。")],
    )
    assert [(i.name, i.value) for i in read_items((sheet,))] == [
        ("塗抹検査(蛍光法)", "±"),
        ("ガフキー相当号数", "2号"),
        ("TB-PCR", "検出せず"),
        ("小川培地", "陰性"),
    ]
