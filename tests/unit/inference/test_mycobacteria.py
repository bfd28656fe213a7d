"""Forms of smears, cultures and gene tests for mycobacteria: a label, a colon in a column of its own, an answer."""

from __future__ import annotations

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
