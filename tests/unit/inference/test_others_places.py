"""A value that is another row's, column's or day's is not verified, though it stands on the name's line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inference.readable import PageWords
from inference.verify import CONFUSED_CONFIDENCE, verify
from mappers.model import Item
from tests.unit.inference import printed_lines
from tests.unit.inference.sheets import plain

Said = tuple[str, str]


def _checked(page: PageWords, *items: Item) -> list[Item]:
    return list(verify(replace(plain().truth, items=items), [page]).items)


def _item(name: str, value: str, unit: str | None = None, effective: str | None = None) -> Item:
    return Item(name, value, 1, None, 0.99, False, unit=unit, effective=effective)


ABREAST = printed_lines.page(
    [(40, "001"), (70, "総蛋白"), (160, "7.4"), (300, "001"), (330, "AST"), (420, "13")],
    [(40, "002"), (70, "アルブミン"), (160, "5.0"), (300, "002"), (330, "ALT"), (420, "42")],
)


def test_two_results_on_a_line_keep_their_own_values() -> None:
    names = ("総蛋白", "AST", "アルブミン", "ALT")
    right = _checked(ABREAST, *map(_item, names, ("7.4", "13", "5.0", "42")))
    assert all(i.verified for i in right)
    wrong = _checked(ABREAST, *map(_item, names, ("13", "7.4", "42", "5.0")))
    assert not any(i.verified for i in wrong)
    below = _checked(ABREAST, *map(_item, names, ("5.0", "42", "7.4", "13")))
    assert not any(i.verified for i in below)


def test_a_name_that_only_resembles_is_anothers() -> None:
    page = printed_lines.page(
        [(40, "LDLコレステロール"), (200, "110")], [(40, "HDLコレステロール"), (200, "40")]
    )
    names = ("LDLコレステロール", "HDLコレステロール")
    assert [i.verified for i in _checked(page, *map(_item, names, ("110", "40")))] == [True, True]
    assert [i.verified for i in _checked(page, *map(_item, names, ("40", "110")))] == [False, False]


EARLIER = printed_lines.page(
    [(40, "検査項目"), (160, "今回値"), (230, "前回値"), (300, "単位")],
    [(40, "CRP"), (162, "0.3"), (232, "1.9"), (300, "mg/dL")],
)


def test_an_earlier_result_is_not_this_one() -> None:
    assert [i.verified for i in _checked(EARLIER, _item("CRP", "0.3"))] == [True]
    assert [i.verified for i in _checked(EARLIER, _item("CRP", "1.9"))] == [False]
    both = _checked(EARLIER, _item("CRP", "0.3"), _item("CRP 前回値", "1.9"))
    assert [i.verified for i in both] == [True, True]
    turned = _checked(EARLIER, _item("CRP", "1.9"), _item("CRP 前回値", "0.3"))
    assert [i.verified for i in turned] == [False, False]


def test_columns_of_leads_keep_their_values() -> None:
    page = printed_lines.page(
        [(40, "測定"), (200, "RA"), (280, "RV"), (360, "LV")],
        [(40, "閾値"), (200, "0.75"), (280, "1.25"), (360, "1.50")],
    )
    names = ("閾値 RA", "閾値 RV", "閾値 LV")
    assert all(i.verified for i in _checked(page, *map(_item, names, ("0.75", "1.25", "1.50"))))
    assert not any(i.verified for i in _checked(page, *map(_item, names, ("1.25", "1.50", "0.75"))))


def test_a_column_of_another_day_is_not_this_days() -> None:
    page = printed_lines.page(
        [(40, "検査項目"), (200, "2026/04/01"), (300, "2026/04/08"), (400, "単位")],
        [(40, "CRP"), (210, "0.3"), (310, "1.9"), (400, "mg/dL")],
    )
    assert _checked(page, _item("CRP", "1.9", effective="2026-04-08"))[0].verified
    assert not _checked(page, _item("CRP", "1.9", effective="2026-04-01"))[0].verified


def test_a_column_named_over_the_value_ends_a_table_above() -> None:
    page = printed_lines.page(
        [(40, "Measurement"), (160, "Value"), (230, "Normal")],
        [(40, "IVSd"), (162, "1.1 cm"), (232, "0.6-1.0")],
        [(40, "Valve"), (160, "Stenosis"), (214, "Vmax (m/s)")],
        [(40, "Aortic"), (162, "none"), (240, "2.1")],
    )
    assert [i.verified for i in _checked(page, _item("Aortic Vmax", "2.1", "m/s"))] == [True]


@pytest.mark.parametrize(
    ("printed", "value", "recognised", "verified"),
    [
        ("1O.5", "10.5", True, True),
        ("l2", "12", True, True),
        ("1O.5", "10.5", False, False),  # a text layer does not misread
        ("18.5", "10.5", True, False),  # digits are never taken for others
        ("lO", "10", True, False),  # without one digit it is no number
    ],
)
def test_a_digit_recognised_as_a_letter_is_verified_with_doubt(
    printed: str, value: str, recognised: bool, verified: bool
) -> None:
    page = printed_lines.page([(40, "ナトリウム"), (200, printed)], [(40, "クロール"), (200, "99")])
    [item] = _checked(replace(page, recognised=recognised), _item("ナトリウム", value))
    assert item.verified is verified
    assert item.confidence <= CONFUSED_CONFIDENCE


def test_drugs_of_one_organism_abreast_keep_their_own_values() -> None:
    page = printed_lines.page(
        [(40, "【Haemophilus influenzae】")],
        [(40, "薬剤名"), (160, "MIC"), (210, "判定"), (300, "薬剤名"), (420, "MIC"), (470, "判定")],
        [(40, "アンピシリン"), (160, "1"), (210, "R"), (300, "セフメタゾール"), (420, "4"), (470, "S")],
    )
    names = ("Haemophilus influenzae アンピシリン", "Haemophilus influenzae セフメタゾール")
    assert all(i.verified for i in _checked(page, *map(_item, names, ("1", "4"))))
    assert not any(i.verified for i in _checked(page, *map(_item, names, ("4", "1"))))


def test_a_day_over_several_times_is_that_of_all_of_them() -> None:
    page = printed_lines.page(
        [(160, "2026/6/3"), (260, "2026/6/4")],
        [(150, "06:00"), (200, "14:00"), (250, "06:00"), (300, "14:00")],
        [(40, "脈拍"), (150, "72"), (200, "121"), (250, "80"), (300, "124")],
    )
    assert _checked(page, _item("脈拍", "121", effective="2026-06-03T14:00"))[0].verified


def test_a_lead_over_the_names_of_a_block_heads_its_rows_and_no_column() -> None:
    page = printed_lines.page(
        [(110, "RA"), (160, "2024/04/19"), (260, "2024/10/16")],
        [(40, "抵抗 (Ω)"), (170, "440"), (270, "501")],
    )
    items = _checked(
        page, _item("抵抗 RA", "440", "Ω", "2024-04-19"), _item("抵抗 RA", "501", "Ω", "2024-10-16")
    )
    assert all(i.verified for i in items)
    swapped = _checked(page, _item("抵抗 RA", "501", "Ω", "2024-04-19"))
    assert not swapped[0].verified


def test_columns_of_tables_abreast_belong_to_the_nearest_name() -> None:
    page = printed_lines.page(
        [(40, "名称"), (110, "クラス"), (150, "測定値"), (300, "名称"), (370, "クラス"), (410, "測定値")],
        [(40, "卵白"), (115, "2"), (152, "1.04"), (300, "小麦"), (375, "3"), (412, "5.17")],
    )
    names = ("卵白 クラス", "卵白", "小麦 クラス", "小麦")
    right = _checked(page, *map(_item, names, ("2", "1.04", "3", "5.17")))
    assert all(i.verified for i in right)
    wrong = _checked(page, *map(_item, names, ("3", "5.17", "2", "1.04")))
    assert not any(i.verified for i in wrong)


def test_a_numbered_entry_heads_no_column_and_its_section_tells_the_unit() -> None:
    page = printed_lines.page(
        [(40, "No."), (70, "菌名"), (330, "菌量"), (460, "コメント")],
        [(40, "①"), (70, "Citrobacter freundii"), (330, "中等量")],
        [(40, "②"), (70, "Serratia marcescens"), (330, "少量")],
        [(40, "【薬剤感受性検査】 MIC(μg/mL)")],
        [(60, "薬剤名"), (330, "①"), (450, "②")],
        [(40, "アンピシリン"), (340, "2"), (360, "S"), (455, "<=8"), (480, "R")],
    )
    items = [
        _item("Citrobacter freundii アンピシリン", "2", "μg/mL"),
        _item("Serratia marcescens アンピシリン", "<=8", "μg/mL"),
    ]
    assert all(i.verified for i in _checked(page, *items))
    assert not any(i.verified for i in _checked(page, *(replace(i, unit="mg/mL") for i in items)))


BOXES = printed_lines.page(
    [(40, "脂質"), (130, "今回"), (180, "前回"), (300, "糖代謝"), (400, "今回"), (450, "前回")],
    [(40, "TG(mg/dL)"), (140, "88"), (190, "75"), (300, "HbA1c(%)"), (402, "5.1"), (452, "5.4")],
    [(40, "肝機能"), (124, "今回"), (174, "前回"), (300, "UA(mg/dL)"), (402, "4.4"), (452, "6.0")],
    [(40, "AST(U/L)"), (140, "21"), (186, "24"), (300, "腎機能"), (380, "今回"), (430, "前回")],
    [(40, "ALT(U/L)"), (140, "19"), (186, "33"), (300, "Cre(mg/dL)"), (384, "0.71"), (434, "0.69")],
)
NAMES = ("TG", "HbA1c", "UA", "AST", "ALT", "Cre")
NOW = ("88", "5.1", "4.4", "21", "19", "0.71")
BEFORE = ("75", "5.4", "6.0", "24", "33", "0.69")


def test_boxes_beside_each_other_with_headings_of_their_own() -> None:
    items = [*map(_item, NAMES, NOW), *map(_item, [f"{n} 前回" for n in NAMES], BEFORE)]
    assert all(i.verified for i in _checked(BOXES, *items))
    exchanged = [*map(_item, NAMES, BEFORE), *map(_item, [f"{n} 前回" for n in NAMES], NOW)]
    assert not any(i.verified for i in _checked(BOXES, *exchanged)[: len(NAMES)])
    beside = [*map(_item, ("AST", "ALT"), ("4.4", "0.71")), _item("Cre 前回", "33"), _item("HbA1c", "88")]
    right = [*map(_item, ("UA", "TG", "Cre"), ("4.4", "88", "0.71"))]
    assert [i.verified for i in _checked(BOXES, *beside, *right)] == [False] * 4 + [True] * 3


def test_the_days_of_a_stay_head_no_columns_and_a_value_may_begin_the_next_line() -> None:
    page = printed_lines.page(
        [(40, "入院期間"), (120, "2026年4月6日"), (190, "～"), (210, "2026年4月21日")],
        [(40, "入院時検査"), (120, "BNP"), (145, "812.0"), (180, "pg/mL"), (215, "ヘモグロビン")],
        [(120, "11.9"), (150, "g/dL"), (420, "LVEF"), (450, "41")],
    )
    items = (_item("BNP", "812.0", None, "2026-04-21"), _item("ヘモグロビン", "11.9"), _item("LVEF", "41"))
    assert all(i.verified for i in _checked(page, *items))
    assert not _checked(page, _item("LVEF", "41"), _item("ヘモグロビン", "41"))[1].verified
