"""Microbiology: smears, amounts, and whose answer each cell of a susceptibility table is."""

from __future__ import annotations

import pytest

from inference.structure.amounts import amount_of
from inference.structure.drugs import is_drug
from inference.structure.geometry import tokens_of
from inference.structure.letters import AnswerKind, answers_of
from inference.structure.microbiology import read_items
from inference.structure.organisms import is_organism
from tests.unit.inference.printed_lines import page, said


@pytest.mark.parametrize(
    "text",
    [
        "Escherichia coli",
        "E. coli",
        "E.coli",
        "大腸菌",
        "MRSA",
        "Candida albicans",
        "Enterococcus sp.",
        "α-Streptococcus",
    ],
)
def test_organisms(text: str) -> None:
    assert is_organism(text)


@pytest.mark.parametrize(
    "text", ["グラム陽性球菌", "一般細菌", "検出菌", "Dr. Smith", "菌名", "酵母様真菌", "Room B"]
)
def test_no_organisms(text: str) -> None:
    assert not is_organism(text)


def test_drugs_in_lists_and_formed_like_drugs() -> None:
    assert all(
        map(is_drug, ("ABPC", "TAZ/PIPC", "セファゾリン", "Ceftobiprole", "ST合剤", "バンコマイシン(VCM)"))
    )
    assert not any(map(is_drug, ("WBC", "判定", "2+", "Escherichia coli", "菌量")))


@pytest.mark.parametrize(
    ("text", "mic", "letter"),
    [
        ("<=0.5", "<=0.5", ""),
        (">16(R)", ">16", "R"),
        ("≦1 S", "≦1", "S"),
        ("S(<=4)", "<=4", "S"),
        ("<=1/19", "<=1/19", ""),
    ],
)
def test_answers(text: str, mic: str, letter: str) -> None:
    found = [a for a in answers_of(tokens_of(page([(50, text)]))) if a.kind is not AnswerKind.OTHER]
    assert "".join(a.mic for a in found) == mic
    assert "".join(a.letter for a in found) == letter


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("3+", "3+", ""),
        ("10^5 CFU/mL", "10^5", "CFU/mL"),
        (">100,000 CFU/mL", ">100,000", "CFU/mL"),
        ("1×10^4 CFU/mL", "1×10^4", "CFU/mL"),
        ("少数", "少数", ""),
    ],
)
def test_amounts(text: str, value: str, unit: str) -> None:
    amount = amount_of(tokens_of(page([(50, text)])))
    assert amount is not None
    assert (amount.value, amount.unit) == (value, unit)


def test_one_organism_on_the_page_leaves_the_drug_alone() -> None:
    sheet = page(
        [(40, "塗抹"), (120, "グラム陰性桿菌"), (260, "2+")],
        [(40, "検出菌"), (120, "Escherichia coli"), (260, "菌量"), (310, "3+")],
        [(40, "薬剤名"), (160, "MIC(μg/mL)"), (240, "判定")],
        [(40, "アンピシリン"), (165, ">16"), (245, "R")],
        [(40, "セファゾリン"), (165, "<=2"), (245, "S")],
    )
    assert said(read_items((sheet,))) == {
        "グラム陰性桿菌": ("2+", None, None),
        "Escherichia coli": ("3+", None, None),
        "アンピシリン": (">16", "μg/mL", "R"),
        "セファゾリン": ("<=2", "μg/mL", "S"),
    }


def test_numbered_columns_take_the_names_of_the_list_above() -> None:
    sheet = page(
        [(40, "①"), (60, "Klebsiella pneumoniae"), (260, "(2+)")],
        [(40, "②"), (60, "Pseudomonas aeruginosa"), (260, "(1+)")],
        [(40, "薬剤"), (170, "①"), (280, "②")],
        [(150, "MIC"), (200, "判定"), (260, "MIC"), (310, "判定")],
        [(40, "CEZ"), (150, "<=2"), (205, "S")],
        [(40, "CAZ"), (150, "<=1"), (205, "S"), (260, "4"), (315, "S")],
        [(40, "MEPM"), (260, ">8"), (315, "R")],
    )
    read = said(read_items((sheet,)))
    assert read["Pseudomonas aeruginosa MEPM"] == (">8", None, "R")
    assert read["Klebsiella pneumoniae CEZ"] == ("<=2", None, "S")
    assert read["Pseudomonas aeruginosa CAZ"] == ("4", None, "S")
    assert len(read) == 6


def test_letters_alone_with_drugs_across() -> None:
    sheet = page(
        [(40, "検出菌"), (150, "菌量"), (210, "ABPC"), (260, "CEZ"), (310, "LVFX")],
        [(40, "大腸菌"), (150, "3+"), (217, "R"), (267, "S"), (317, "I")],
        [(40, "腸球菌"), (150, "1+"), (217, "S"), (317, "R")],
    )
    read = said(read_items((sheet,)))
    assert read["大腸菌 LVFX"] == ("I", None, "I")
    assert read["腸球菌 ABPC"] == ("S", None, "S")
    assert read["腸球菌"] == ("1+", None, None)
    assert "腸球菌 CEZ" not in read


def test_blocks_beside_each_other_belong_to_the_organism_over_them() -> None:
    sheet = page(
        [(40, "菌名"), (90, "Escherichia coli"), (310, "菌名"), (360, "Proteus mirabilis")],
        [(40, "菌量"), (90, "10^5 CFU/mL"), (310, "菌量"), (360, "10^4 CFU/mL")],
        [(40, "GM"), (120, "<=1 S"), (310, "GM"), (390, ">8 R")],
        [(40, "AMK"), (120, "<=4 S"), (310, "AMK"), (390, "16 I")],
    )
    read = said(read_items((sheet,)))
    assert read["Proteus mirabilis"] == ("10^4", "CFU/mL", None)
    assert read["Proteus mirabilis GM"] == (">8", None, "R")
    assert read["Escherichia coli AMK"] == ("<=4", None, "S")


def test_an_organism_without_an_amount_is_the_value_of_its_label() -> None:
    sheet = page(
        [(40, "検出菌"), (150, "Staphylococcus aureus(MRSA)")], [(40, "VCM"), (150, "1"), (200, "S")]
    )
    assert said(read_items((sheet,))) == {
        "検出菌": ("Staphylococcus aureus(MRSA)", None, None),
        "VCM": ("1", None, "S"),
    }


def test_nothing_grew() -> None:
    sheet = page([(40, "塗抹"), (150, "菌を認めず")], [(40, "培養"), (150, "菌の発育を認めません")])
    assert said(read_items((sheet,))) == {
        "塗抹": ("菌を認めず", None, None),
        "培養": ("菌の発育を認めません", None, None),
    }
