"""Microbiology: smears, amounts, and whose answer each cell of a susceptibility table is."""

from __future__ import annotations

from dataclasses import replace

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


def test_statement_of_a_smear_is_the_value_of_its_label() -> None:
    sheet = page(
        [(40, "塗抹"), (150, "グラム陰性桿菌 少数")],
        [(40, "塗抹鏡検"), (150, "グラム陽性球菌 (2+)")],
        [(40, "培養"), (150, "陽性")],
    )
    assert said(read_items((sheet,))) == {
        "塗抹": ("グラム陰性桿菌 少数", None, None),
        "塗抹鏡検": ("グラム陽性球菌 (2+)", None, None),
        "培養": ("陽性", None, None),
    }


def test_mycobacteria_by_smear_gene_medium_and_weeks() -> None:
    sheet = page(
        [(100, "検査項目"), (300, "検査結果")],
        [(40, "塗抹 蛍光法"), (250, "3+")],
        [(40, "結核菌群 PCR"), (250, "陽性")],
        [(40, "M.avium PCR"), (250, "陰性")],
        [(40, "小川培地 4週"), (250, "1+ (30コロニー)")],
        [(40, "液体培養 6週"), (250, "陰性")],
        [(40, "T-SPOT.TB"), (250, "判定保留")],
    )
    assert {k: v[0] for k, v in said(read_items((sheet,))).items()} == {
        "塗抹 蛍光法": "3+",
        "結核菌群 PCR": "陽性",
        "M.avium PCR": "陰性",
        "小川培地 4週": "1+ (30コロニー)",
        "液体培養 6週": "陰性",
        "T-SPOT.TB": "判定保留",
    }


def test_heads_that_count_organisms_beside_what_their_columns_hold() -> None:
    sheet = page(
        [(40, "菌1"), (80, "Serratia marcescens"), (260, "10^3"), (300, "CFU/mL")],
        [(40, "菌2"), (80, "Klebsiella aerogenes"), (260, "10^6"), (300, "CFU/mL")],
        [(90, "抗菌薬"), (170, "菌1 MIC"), (230, "判定"), (290, "菌2 MIC"), (350, "SIR")],
        [(40, "CTX"), (190, "<=1"), (235, "S"), (310, ">32"), (355, "R")],
        [(40, "CAZ"), (310, "8"), (355, "I")],
        [(40, "AMK"), (195, "2"), (235, "S")],
    )
    read = said(read_items((sheet,)))
    assert read["Klebsiella aerogenes CTX"] == (">32", None, "R")
    assert read["Serratia marcescens AMK"] == ("2", None, "S")
    assert "Serratia marcescens CAZ" not in read


def test_column_of_no_organism_is_read_as_nobodys() -> None:
    sheet = page(
        [(40, "1."), (60, "Proteus mirabilis"), (260, "2+")],
        [(40, "2."), (60, "Staphylococcus aureus"), (260, "1+")],
        [(40, "Antibiotic"), (170, "Proteus mirabilis"), (290, "Staphylococcus aureus"), (430, "Breakpoint")],
        [(40, "Cefazolin"), (190, "<=1"), (310, ">32"), (440, "4")],
        [(40, "Cefepime"), (190, "<=1"), (310, "8"), (440, "2")],
    )
    read = said(read_items((sheet,)))
    assert read["Staphylococcus aureus Cefepime"] == ("8", None, None)
    assert not any(value == ("2", None, None) for value in read.values())


def test_class_of_drugs_in_front_is_no_drug() -> None:
    sheet = page(
        [(40, "分離菌"), (120, "Pseudomonas aeruginosa"), (280, "2+")],
        [(40, "系統"), (130, "薬剤"), (230, "略号"), (290, "MIC(μg/mL)"), (380, "判定")],
        [(40, "ペニシリン系"), (130, "ピペラシリン"), (230, "PIPC"), (300, "8"), (385, "S")],
        [(40, "セフェム系"), (130, "セフタジジム"), (230, "CAZ"), (300, "4"), (385, "S")],
        [(130, "セフェピム"), (230, "CFPM"), (300, "16"), (385, "I")],
    )
    assert said(read_items((sheet,))) == {
        "Pseudomonas aeruginosa": ("2+", None, None),
        "ピペラシリン": ("8", "μg/mL", "S"),
        "セフタジジム": ("4", "μg/mL", "S"),
        "セフェピム": ("16", "μg/mL", "I"),
    }


def test_english_sentences_keep_their_words_and_amounts_stand_before_names() -> None:
    sheet = page(
        [(40, "Gram stain:"), (140, "Moderate gram negative rods")],
        [(40, "Culture result:"), (140, ">100,000 CFU/mL Escherichia coli")],
    )
    assert said(read_items((sheet,))) == {
        "Gram stain": ("Moderate gram negative rods", None, None),
        "Escherichia coli": (">100,000", "CFU/mL", None),
    }


def test_diameters_of_inhibition_have_the_unit_of_their_heading() -> None:
    sheet = page(
        [(40, "菌名：黄色ブドウ球菌"), (300, "菌量：3+")],
        [(40, "薬剤名"), (150, "阻止円径(mm)"), (240, "判定")],
        [(40, "VCM"), (160, "18"), (245, "感性")],
        [(40, "MINO"), (160, "10"), (245, "耐性")],
    )
    read = said(read_items((sheet,)))
    assert (read["VCM"], read["MINO"]) == (("18", "mm", "S"), ("10", "mm", "R"))


def test_names_alike_with_numbers_of_their_own_are_two_organisms() -> None:
    sheet = page(
        [(40, "(1) Staphylococcus aureus (MRSA)"), (260, "量：3+")],
        [(40, "ABPC"), (160, "0.5"), (200, "S")],
        [(40, "VCM"), (160, "1"), (200, "S")],
        [(40, "(2) Staphylococcus aureus"), (260, "量：1+")],
        [(40, "ABPC"), (160, "≧16"), (200, "R")],
        [(40, "VCM"), (160, "2"), (200, "S")],
    )
    read = said(read_items((sheet,)))
    assert read["Staphylococcus aureus (MRSA) ABPC"] == ("0.5", None, "S")
    assert read["Staphylococcus aureus ABPC"] == ("≧16", None, "R")


def test_specimen_with_a_bottles_name_is_no_result() -> None:
    sheet = page(
        [(40, "Specimen"), (120, "Blood culture, aerobic"), (300, "Reported"), (360, "16-May-2026")],
        [(40, "Specimen"), (120, "Culture bottle aerobic"), (300, "Reported"), (360, "16-May-2026")],
        [(40, "Organism 1:"), (120, "Citrobacter freundii"), (300, "10^4 CFU/mL")],
    )
    assert list(said(read_items((sheet,)))) == ["Citrobacter freundii"]


def test_amounts_of_organisms_abreast_stand_below_each() -> None:
    sheet = page(
        [(40, "菌種"), (160, "Escherichia coli"), (320, "Enterococcus faecium")],
        [(40, "菌量"), (160, "3+"), (320, "1+")],
        [(40, "薬剤名"), (160, "MIC"), (230, "判定"), (320, "MIC"), (390, "判定")],
        [(40, "ABPC"), (160, ">16"), (235, "R"), (320, ">8"), (395, "R")],
        [(40, "VCM"), (320, "1"), (395, "S")],
    )
    read = said(read_items((sheet,)))
    assert read["Escherichia coli"] == ("3+", None, None)
    assert read["Enterococcus faecium"] == ("1+", None, None)
    assert read["Enterococcus faecium VCM"] == ("1", None, "S")


def test_weeks_over_columns_name_what_stands_below() -> None:
    sheet = page(
        [(40, "培養成績"), (140, "2週"), (190, "4週"), (240, "8週")],
        [(40, "小川培地"), (140, "(-)"), (190, "1+"), (240, "2+")],
    )
    assert {k: v[0] for k, v in said(read_items((sheet,))).items()} == {
        "小川培地 2週": "(-)",
        "小川培地 4週": "1+",
        "小川培地 8週": "2+",
    }


def test_mechanism_beside_a_drug_takes_nothing_of_it() -> None:
    sheet = page(
        [(40, "Organism"), (160, "Klebsiella pneumoniae"), (330, "3+")],
        [(40, "ESBL"), (160, "NEG"), (300, "Amikacin"), (420, "<= 2"), (475, "S")],
        [(40, "Ampicillin"), (160, "16"), (215, "R"), (300, "Gentamicin"), (420, "<= 1"), (475, "S")],
    )
    items = read_items((sheet,))
    assert said(items)["ESBL"] == ("NEG", None, None)
    assert all(i.reference_range is None for i in items)


def test_letter_read_as_one_is_put_right_only_where_no_mic_is_printed() -> None:
    letters = [[(40, "ABPC"), (160, "S")], [(40, "CEZ"), (160, "R")], [(40, "VCM"), (160, "S")]]
    found = replace(
        page([(40, "検出菌"), (120, "E. coli"), (280, "3+")], *letters, [(40, "GM"), (160, "1")]),
        recognised=True,
    )
    assert said(read_items((found,)))["GM"] == ("I", None, "I")
    mics = replace(page(*letters, [(40, "GM"), (160, "1")], [(40, "AMK"), (160, ">16")]), recognised=True)
    assert said(read_items((mics,)))["GM"] == ("1", None, None)


def test_an_amount_of_two_words_and_a_smear_that_is_a_known_name_itself() -> None:
    sheet = page(
        [(40, "Gram stain:"), (150, "Gram negative rods")],
        [],
        [(40, "Isolate 1: Pseudomonas aeruginosa")],
        [(40, "Quantity:"), (120, "Moderate growth")],
    )
    assert said(read_items((sheet,))) == {
        "Gram stain": ("Gram negative rods", None, None),
        "Pseudomonas aeruginosa": ("Moderate growth", None, None),
    }


@pytest.mark.parametrize(
    ("title", "heading", "unit"),
    [
        ("薬剤感受性", "MIC (mcg/mL)", "mcg/mL"),
        ("薬剤感受性", "MIC 単位:μg/mL", "μg/mL"),
        ("3.薬剤感受性(MIC μg/mL)", "MIC", "μg/mL"),
        ("【感受性検査 (寒天平板希釈法 mg/L)】", "MIC", "mg/L"),
        ("ANTIBIOGRAM - MIC in mcg/mL", "MIC", "mcg/mL"),
        ("[薬剤感受性(寒天希釈法μg/mL)]", "MIC", "μg/mL"),
        ("◆薬剤感受性結果(μg/mL)", "MIC (mg/L)", "mg/L"),
        ("薬剤感受性", "MIC", None),
    ],
)
def test_the_unit_of_mics_stands_in_their_columns_heading_or_in_the_title(
    title: str, heading: str, unit: str | None
) -> None:
    sheet = page(
        [(40, "検出菌 Serratia marcescens"), (300, "3+")],
        [],
        [(40, title)],
        [(60, "薬剤名"), (180, heading), (280, "判定")],
        [(40, "ABPC"), (200, "<=1"), (290, "S")],
        [(40, "PIPC"), (200, ">=32"), (290, "R")],
        [(40, "GM"), (200, "4"), (290, "I")],
    )
    found = said(read_items((sheet,)))
    assert (found["ABPC"], found["GM"]) == (("<=1", unit, "S"), ("4", unit, "I"))


def test_times_under_their_labels_head_no_columns() -> None:
    sheet = page(
        [(80, "Specimen"), (250, "Collected"), (420, "Reported")],
        [(60, "Blood, peripheral"), (230, "2026-01-08 15:35"), (400, "2026-01-11 15:35")],
        [],
        [(40, "Gram stain:"), (130, "Gram positive cocci in clusters")],
        [(40, "WBC:"), (130, "Many")],
    )
    assert said(read_items((sheet,))) == {
        "Gram stain": ("Gram positive cocci in clusters", None, None),
        "WBC": ("Many", None, None),
    }


def test_numbers_of_organisms_may_touch_their_columns_heading() -> None:
    sheet = page(
        [(40, "No."), (120, "検出菌名"), (300, "菌量")],
        [(45, "①"), (80, "Serratia marcescens"), (300, "3+")],
        [(45, "②"), (80, "Enterococcus faecalis"), (300, "2+")],
        [],
        [(60, "薬剤名"), (150, "①MIC"), (230, "判定"), (310, "②MIC"), (390, "判定")],
        [(40, "ABPC"), (180, "<=1"), (240, "S"), (345, "4"), (400, "I")],
        [(40, "PIPC"), (180, ">=32"), (240, "R"), (345, "2"), (400, "S")],
    )
    found = said(read_items((sheet,)))
    assert found["Serratia marcescens ABPC"] == ("<=1", None, "S")
    assert found["Enterococcus faecalis PIPC"] == ("2", None, "S")


def test_a_drug_without_an_answer_takes_none_of_its_neighbours() -> None:
    sheet = page(
        [(40, "検出菌 Escherichia coli"), (300, "3+")],
        [],
        [(40, "ABPC"), (120, "S"), (200, "MINO"), (360, "GM"), (440, "R")],
        [(40, "CTX"), (120, "S"), (200, "CEZ"), (280, "S"), (360, "MEPM"), (440, "I")],
    )
    found = said(read_items((sheet,)))
    assert found["GM"] == ("R", None, "R")
    assert "MINO" not in found


def test_a_one_in_a_column_of_letters_was_an_i() -> None:
    sheet = page(
        [(40, "検出菌 Escherichia coli"), (300, "3+")],
        [],
        [(60, "薬剤名"), (180, "MIC"), (280, "判定")],
        [(40, "ABPC"), (180, "<=1"), (285, "S")],
        [(40, "PIPC"), (180, ">=32"), (285, "R")],
        [(40, "CTX"), (180, "4"), (285, "1")],
        [(40, "GM"), (180, "1"), (285, "S")],
    )
    found = said(read_items((replace(sheet, recognised=True),)))
    assert found["CTX"] == ("4", None, "I")
    assert found["GM"] == ("1", None, "S")


def test_an_organism_grown_on_several_days_is_one_a_day() -> None:
    lines = [
        [(40, "採取日"), (130, "材料"), (200, "検出菌"), (400, "菌量")],
        [(40, "2025/10/30"), (130, "喀痰"), (200, "Staphylococcus aureus"), (400, "1+")],
        [(200, "Candida albicans"), (400, "2+")],
        [(40, "2025/11/05"), (130, "膿"), (200, "Staphylococcus aureus"), (400, "3+")],
    ]
    items = read_items([page(*lines)])
    assert [(i.name, i.value, i.effective) for i in items] == [
        ("Staphylococcus aureus", "1+", "2025-10-30"),
        ("Candida albicans", "2+", "2025-10-30"),
        ("Staphylococcus aureus", "3+", "2025-11-05"),
    ]


def test_a_table_of_bottles_gives_each_answer_and_time() -> None:
    lines = [
        [(40, "ボトル"), (200, "結果"), (300, "陽転時間(h)")],
        [(40, "1セット目 好気"), (200, "陽性"), (310, "13.3")],
        [(40, "1セット目 嫌気"), (200, "陰性"), (310, "―")],
        [(40, "2セット目 好気"), (200, "陽性"), (310, "17.7")],
        [],
        [(40, "検出菌"), (200, "Staphylococcus epidermidis")],
    ]
    items = read_items([page(*lines)])
    assert [(i.name, i.value, i.unit) for i in items] == [
        ("1セット目 好気", "陽性", None),
        ("1セット目 好気 陽転時間", "13.3", "h"),
        ("1セット目 嫌気", "陰性", None),
        ("2セット目 好気", "陽性", None),
        ("2セット目 好気 陽転時間", "17.7", "h"),
        ("検出菌", "Staphylococcus epidermidis", None),
    ]


@pytest.mark.parametrize(
    ("heads", "answers", "suffixes"),
    [
        (("ボトル", "培養", "陽転時間"), ("陽性", "11.2 時間"), (" 培養", " 陽転時間")),
        (("ボトル", "発育", "検出時間(h)"), ("陽性", "11.2"), (" 発育", " 検出時間")),
        (
            ("Bottle", "Growth", "Time to positivity (h)"),
            ("Positive", "11.2"),
            (" Growth", " Time to positivity"),
        ),
    ],
)
def test_a_column_of_cultures_in_a_table_of_bottles(
    heads: tuple[str, str, str], answers: tuple[str, str], suffixes: tuple[str, str]
) -> None:
    names = ("Aerobic", "Anaerobic") if heads[0] == "Bottle" else ("好気ボトル", "嫌気ボトル")
    lines = [list(zip((40.0, 200.0, 320.0), (name, *answers), strict=True)) for name in names]
    items = read_items([page(list(zip((40.0, 200.0, 320.0), heads, strict=True)), *lines)])
    assert [i.name for i in items] == [f"{name}{suffix}" for name in names for suffix in suffixes]
    assert [i.value for i in items] == [answers[0], "11.2"] * 2


def test_ticks_under_letters_beside_mics_are_the_mics_letters() -> None:
    lines = [
        [(40, "検出菌"), (200, "Enterococcus faecalis")],
        [],
        [(40, "薬剤"), (180, "MIC(μg/mL)"), (280, "S"), (330, "I"), (380, "R")],
        [(40, "PCG"), (200, "≦2"), (280, "○")],
        [(40, "ABPC"), (205, "4"), (330, "○")],
        [(40, "MINO"), (200, "≧32"), (380, "○")],
    ]
    found = said(read_items([page(*lines)]))
    assert found["PCG"] == ("≦2", "μg/mL", "S")
    assert found["ABPC"] == ("4", "μg/mL", "I")
    assert found["MINO"] == ("≧32", "μg/mL", "R")


def test_a_method_between_a_test_and_its_result_names_nothing() -> None:
    sheet = page(
        [(60, "検査項目"), (200, "方法"), (320, "結果")],
        [(40, "抗酸菌塗抹"), (190, "蛍光法"), (320, "(2+)")],
        [(40, "抗酸菌培養 6週"), (190, "液体培地"), (320, "(-)")],
    )
    assert {i.name: i.value for i in read_items([sheet])} == {"抗酸菌塗抹": "(2+)", "抗酸菌培養 6週": "(-)"}


def test_a_tested_concentration_is_no_mic_and_a_five_among_letters_is_one() -> None:
    sheet = page(
        [(40, "抗酸菌薬剤感受性検査")],
        [(60, "薬剤"), (150, "濃度（μg/mL）"), (280, "判定")],
        [(40, "SM"), (180, "10.0"), (290, "R")],
        [(40, "EB"), (180, "2.5"), (290, "S")],
        [(40, "INH"), (180, "0.2"), (290, "5")],
        [(40, "RFP"), (180, "40"), (290, "S")],
        [(40, "LVFX"), (180, "1.0"), (290, "S")],
    )
    found = {i.name: i.value for i in read_items([replace(sheet, recognised=True)])}
    assert found == {"SM": "R", "EB": "S", "INH": "S", "RFP": "S", "LVFX": "S"}


def test_abbreviations_far_from_short_names_stand_where_the_others_do() -> None:
    sheet = page(
        [(40, "【培養・同定】")],
        [(40, "①"), (70, "Escherichia coli"), (330, "2+")],
        [(40, "②"), (70, "Serratia marcescens"), (330, "3+")],
        [(60, "薬剤名"), (290, "略号"), (380, "①"), (470, "②")],
        [
            (40, "スルバクタム/アンピシリン"),
            (282, "SBT/ABPC"),
            (360, "4"),
            (400, "S"),
            (450, ">16"),
            (500, "R"),
        ],
        [(40, "セフトリアキソン"), (290, "CTRX"), (360, "<=1"), (400, "S"), (450, "8"), (500, "I")],
        [(40, "トブラマイシン"), (292, "TOB"), (360, "2"), (400, "S"), (450, "1"), (500, "S")],
        [(40, "ST合剤"), (295, "ST"), (360, ">4"), (400, "R"), (450, "1"), (500, "S")],
    )
    found = [(i.name, i.value) for i in read_items((sheet,))]
    assert ("Escherichia coli ST合剤", ">4") in found
    assert ("Serratia marcescens ST合剤", "1") in found
    assert not any(name.endswith((" ST", " TOB")) for name, _ in found)


def test_grades_of_sputum_and_confirming_tests() -> None:
    items = read_items(
        (
            page(
                [(40, "細菌検査報告書")],
                [(40, "Miller&Jones分類"), (200, "P2")],
                [(40, "ESBL確認試験"), (200, "陰性")],
            ),
        )
    )
    assert said(items) == {"Miller&Jones分類": ("P2", None, None), "ESBL確認試験": ("陰性", None, None)}


def test_a_mic_close_to_the_next_drugs_name_stays_with_its_own() -> None:
    sheet = page(
        [(40, "薬剤"), (200, "判定"), (260, "MIC"), (300, "薬剤"), (460, "判定"), (520, "MIC")],
        [
            (40, "ベンジルペニシリン(PCG)"),
            (200, "S"),
            (268, "2"),
            (276, "テイコプラニン(TEIC)"),
            (460, "R"),
            (520, ">=32"),
        ],
        [
            (40, "エリスロマイシン(EM)"),
            (200, "I"),
            (264, "16"),
            (276, "レボフロキサシン(LVFX)"),
            (460, "S"),
            (520, "1"),
        ],
    )
    found = {i.name: i.value for i in read_items((sheet,))}
    assert found == {
        "ベンジルペニシリン(PCG)": "2",
        "テイコプラニン(TEIC)": ">=32",
        "エリスロマイシン(EM)": "16",
        "レボフロキサシン(LVFX)": "1",
    }


def test_a_unit_touches_the_word_of_what_it_measures_in_a_title() -> None:
    sheet = page(
        [(40, "感受性(MICμg/mL)")],
        [(40, "ABPC"), (100, ">16"), (140, "R"), (200, "CMZ"), (260, "<=1"), (300, "S")],
        [(40, "CTRX"), (100, "8"), (140, "I"), (200, "CFPM"), (260, "1"), (300, "S")],
    )
    assert {i.unit for i in read_items((sheet,))} == {"μg/mL"}


def test_a_legend_below_drugs_is_none_and_an_amount_nobody_can_read_is_left_out() -> None:
    sheet = page(
        [(40, "No."), (80, "菌名"), (300, "菌量")],
        [(40, "①"), (80, "Serratia"), (140, "marcescens"), (300, "2+")],
        [(40, "②"), (80, "Pseudomonas"), (160, "aeruginosa"), (300, "少豐")],
        [(40, "薬剤名"), (200, "①"), (300, "②")],
        [(40, "セファゾリン"), (200, "<=1"), (240, "S"), (300, "1"), (340, "S")],
        [(40, "アミカシン"), (200, "<=2"), (240, "S"), (300, "8"), (340, "I")],
        [(40, "ミノサイクリン"), (200, "4"), (240, "S"), (300, ">16"), (340, "R")],
        [(40, "判定"), (80, "S:感性"), (140, "I:中間"), (200, "R:耐性")],
    )
    values = {i.value for i in read_items((replace(sheet, recognised=True),))}
    assert "感性" not in values
    assert "Pseudomonas aeruginosa" not in values
    assert {"2+", "<=1", ">16"} <= values


def test_a_pair_of_drugs_without_its_stroke_and_a_drug_without_its_voicing_marks() -> None:
    sheet = page(
        [(40, "薬剤名"), (240, "MIC"), (300, "判定")],
        [(40, "タゾバクタムピペラシリン"), (240, "<=2"), (300, "S")],
        [(40, "セフアゾリン"), (240, "16"), (300, "R")],
        [(40, "ミノサイクリン"), (240, "4"), (300, "I")],
    )
    names = [i.name for i in read_items((replace(sheet, recognised=True),))]
    assert names == ["タゾバクタム/ピペラシリン", "セファゾリン", "ミノサイクリン"]
    assert read_items((sheet,))[0].name == "タゾバクタムピペラシリン"
