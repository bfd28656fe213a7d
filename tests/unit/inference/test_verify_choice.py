"""Of several places that the words allow, the one where the engine says is taken; a told box makes no place."""

from __future__ import annotations

from dataclasses import replace

from inference.structure.microbiology import read_items
from inference.verify import verify
from mappers.model import DocumentType, EngineInfo, Extraction, PrintedPatient
from tests.unit.inference.printed_lines import page

SHEET = page(
    [(40, "1"), (60, "Klebsiella pneumoniae"), (260, "2+")],
    [(40, "2"), (60, "Pseudomonas aeruginosa"), (260, "1+")],
    [(40, "薬剤"), (170, "1"), (280, "2")],
    [(40, "CAZ"), (160, "1"), (205, "S"), (270, "1"), (315, "S")],
    [(40, "GM"), (160, "2"), (205, "S"), (270, "1"), (315, "S")],
)


def test_equal_values_of_two_organisms_keep_their_own_boxes() -> None:
    items = read_items((SHEET,))
    read = Extraction(DocumentType.MICROBIOLOGY, "ja", PrintedPatient(), items, 1, EngineInfo("", ""))
    verified = verify(read, (SHEET,))
    assert all(item.verified for item in verified.items)
    assert [item.box for item in verified.items] == [item.box for item in items]


def test_a_told_box_over_other_words_is_not_believed() -> None:
    item = next(i for i in read_items((SHEET,)) if i.name == "Pseudomonas aeruginosa GM")
    told = replace(item, value="64")
    read = Extraction(DocumentType.MICROBIOLOGY, "ja", PrintedPatient(), (told,), 1, EngineInfo("", ""))
    assert verify(read, (SHEET,)).items[0].box is None
