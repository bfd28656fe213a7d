"""Values of narratives that no list of labels knows: lists by their shape, tables by side, columns of text."""

from __future__ import annotations

from inference.structure.narrative import read_items
from tests.unit.inference.printed_lines import Line, page, said


def test_labels_under_each_other_with_results_are_a_list() -> None:
    lines: list[Line] = [
        [(40, "【退院時現症】")],
        [(50, "体温："), (120, "36.4 ℃")],
        [(50, "血圧："), (120, "136/70 mmHg")],
        [(50, "脈拍："), (120, "73 回/分")],
        [(50, "皮疹："), (120, "軽快")],
    ]
    assert said(read_items([page(*lines)])) == {
        "体温": ("36.4", "℃", None),
        "血圧": ("136/70", "mmHg", None),
        "脈拍": ("73", "回/分", None),
        "皮疹": ("軽快", None, None),
    }


def test_pairs_abreast_on_two_lines_are_a_list() -> None:
    lines: list[Line] = [
        [(40, "退院時検査")],
        [(50, "WBC 4.4 10^3/µL"), (200, "Hb 13.6 g/dL"), (350, "CRP 0.05 mg/dL")],
        [(50, "Cre 0.44 mg/dL"), (200, "K 7.2 mmol/L"), (350, "AST 18 U/L")],
    ]
    found = said(read_items([page(*lines)]))
    assert found["WBC"] == ("4.4", "10^3/µL", None)
    assert found["AST"] == ("18", "U/L", None)
    assert len(found) == 6


def test_neither_a_head_nor_words_alone_are_a_list() -> None:
    lines: list[Line] = [
        [(40, "患者ID"), (120, "01927143"), (300, "病理番号"), (380, "25-01708")],
        [(40, "患者名"), (120, "見本 花子"), (300, "提出科"), (380, "外科")],
        [],
        [(40, "術式"), (120, "腹腔鏡下手術")],
        [(40, "使用器具"), (120, "標準セット")],
        [(40, "閉創"), (120, "吸収糸")],
    ]
    assert read_items([page(*lines)]) == ()


def test_a_column_for_each_side() -> None:
    lines: list[Line] = [
        [(200, "右"), (350, "左")],
        [(40, "カテゴリー"), (200, "1"), (350, "3")],
        [(40, "乳房構成"), (180, "極めて高濃度"), (330, "不均一高濃度")],
        [(40, "腫瘤"), (195, "なし"), (345, "あり")],
    ]
    found = {name: value for name, (value, _, _) in said(read_items([page(*lines)])).items()}
    assert found == {
        "カテゴリー 右": "1",
        "カテゴリー 左": "3",
        "乳房構成 右": "極めて高濃度",
        "乳房構成 左": "不均一高濃度",
        "腫瘤 右": "なし",
        "腫瘤 左": "あり",
    }


def test_a_heading_in_the_right_column_does_not_end_the_left_ones_list() -> None:
    lines: list[Line] = [
        [(40, "最終診断")],
        [(50, "・ 片頭痛")],
        [(50, "・ くも膜下出血は否定的"), (320, "処方")],
        [(50, "・ 高血圧症")],
    ]
    assert [i.value for i in read_items([page(*lines)])] == ["片頭痛", "くも膜下出血は否定的", "高血圧症"]


def test_a_column_for_each_point_of_a_stay_with_units_of_their_own() -> None:
    lines: list[Line] = [
        [(60, "評価項目"), (200, "初期評価"), (300, "最終評価"), (400, "単位")],
        [(40, "Berg Balance Scale"), (205, "31"), (305, "47"), (400, "点")],
        [(40, "膝伸展筋力"), (202, "11.4"), (302, "15.0"), (400, "kg")],
        [(40, "片脚立位"), (196, "実施困難"), (302, "6.2"), (400, "秒")],
        [(40, "歩行自立度"), (207, "2"), (307, "6")],
    ]
    assert said(read_items([page(*lines)])) == {
        "Berg Balance Scale 初期評価": ("31", "点", None),
        "Berg Balance Scale 最終評価": ("47", "点", None),
        "膝伸展筋力 初期評価": ("11.4", "kg", None),
        "膝伸展筋力 最終評価": ("15.0", "kg", None),
        "片脚立位 初期評価": ("実施困難", "秒", None),
        "片脚立位 最終評価": ("6.2", "秒", None),
        "歩行自立度 初期評価": ("2", None, None),
        "歩行自立度 最終評価": ("6", None, None),
    }


def test_labels_and_values_in_one_word_with_a_colon_between() -> None:
    lines: list[Line] = [
        [(200, "画 像 診 断 報 告 書")],
        [(40, "【計測】")],
        [(50, "病変径：18×12 mm")],
        [(50, "門脈本幹径：11 mm")],
        [(50, "CT値：31 HU")],
    ]
    assert said(read_items([page(*lines)])) == {
        "病変径": ("18×12", "mm", None),
        "門脈本幹径": ("11", "mm", None),
        "CT値": ("31", "HU", None),
    }
