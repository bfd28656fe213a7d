"""The same measurements under several conditions, charts with columns beside their times, names nobody listed."""

from __future__ import annotations

from inference.pages import text_layer_usable
from inference.readable import japanese_forms
from inference.types import Word
from mappers.model import Box, DocumentType
from tests.unit.inference.pages_of_text import read, said


def test_conditions_down_and_parameters_across() -> None:
    found = read(
        "24時間血圧測定レポート",
        [
            [(180, "収縮期血圧 (mmHg)"), (320, "拡張期血圧 (mmHg)"), (460, "脈拍 (bpm)")],
            [(40, "おおむね昼"), (200, "132"), (340, "78"), (470, "72")],
            [(40, "おおむね夜"), (200, "118"), (340, "-"), (470, "61")],
            20,
            [(40, "夜間降圧度"), (200, "10.6 %"), (320, "測定回数"), (420, "49 回")],
        ],
    )
    assert found.document_type is DocumentType.DEVICE_REPORT
    assert said(found) == [
        ("おおむね昼 収縮期血圧", "132", "mmHg"),
        ("おおむね昼 拡張期血圧", "78", "mmHg"),
        ("おおむね昼 脈拍", "72", "bpm"),
        ("おおむね夜 収縮期血圧", "118", "mmHg"),
        ("おおむね夜 脈拍", "61", "bpm"),
        ("夜間降圧度", "10.6", "%"),
        ("測定回数", "49", "回"),
    ]


def test_conditions_across_with_units_in_a_column() -> None:
    found = read(
        "バイタルサイン記録",
        [
            [(40, "項目"), (180, "臥位"), (260, "立位1分"), (340, "単位")],
            [(40, "収縮期血圧"), (180, "132"), (260, "101"), (340, "mmHg")],
            [(40, "脈拍"), (180, "72"), (260, "96"), (340, "/分")],
        ],
    )
    assert said(found) == [
        ("収縮期血圧 臥位", "132", "mmHg"),
        ("収縮期血圧 立位1分", "101", "mmHg"),
        ("脈拍 臥位", "72", "/分"),
        ("脈拍 立位1分", "96", "/分"),
    ]


def test_a_chart_of_visits_with_units_and_a_name_of_no_list() -> None:
    found = read(
        "ペースメーカ外来 経過",
        [
            [(40, "項目"), (150, "単位"), (220, "R05/11/10"), (330, "R06/05/02")],
            [(40, "電池電圧"), (150, "V"), (220, "2.80"), (330, "2.99")],
            [(40, "なぞの指数"), (150, "%"), (220, "12.5"), (330, "13.0")],
            [(40, "モード"), (220, "DDD"), (330, "DDIR")],
            [(40, "リード抵抗 V"), (150, "Ω"), (220, "499"), (330, "671")],
        ],
    )
    assert said(found) == [
        ("電池電圧", "2.80", "V"),
        ("電池電圧", "2.99", "V"),
        ("なぞの指数", "12.5", "%"),
        ("なぞの指数", "13.0", "%"),
        ("モード", "DDD", None),
        ("モード", "DDIR", None),
        ("リード抵抗 V", "499", "Ω"),
        ("リード抵抗 V", "671", "Ω"),
    ]
    assert [i.effective for i in found.items[:2]] == ["2023-11-10", "2024-05-02"]


def test_an_earlier_value_beside_the_latest_and_units_in_the_last_column() -> None:
    found = read(
        "ホームモニタリング定期レポート",
        [
            [(60, "測定項目"), (200, "最新値"), (300, "前回送信"), (400, "単位")],
            [(40, "電池残量"), (210, "35"), (340, "77"), (360, "%")],
            [(40, "PVC回数"), (210, "12"), (340, "18"), (360, "/時")],
        ],
    )
    assert said(found) == [
        ("電池残量", "35", "%"),
        ("電池残量 前回送信", "77", "%"),
        ("PVC回数", "12", "/時"),
        ("PVC回数 前回送信", "18", "/時"),
    ]


def test_pulse_widths_behind_a_stroke_and_in_brackets() -> None:
    found = read(
        "ペースメーカチェックレポート",
        [
            [(40, "項目"), (200, "RA"), (330, "RV")],
            [(40, "閾値"), (200, "2.25 V / 0.5 ms"), (330, "1.50V(0.4ms)")],
        ],
    )
    assert said(found) == [
        ("閾値 RA", "2.25", "V"),
        ("閾値 RA パルス幅", "0.5", "ms"),
        ("閾値 RV", "1.50", "V"),
        ("閾値 RV パルス幅", "0.4", "ms"),
    ]


def test_a_name_that_begins_with_a_word_for_the_patient_is_a_result() -> None:
    found = read(
        "Device Check",
        [[(40, "PVCs"), (150, "18 /h"), (300, "Patient activity"), (420, "2.3 h/day")]],
        "Name: Taro Yamada   ID: 00012345",
    )
    assert said(found) == [("PVCs", "18", "/h"), ("Patient activity", "2.3", "h/day")]


def test_pressure_misread_as_a_village_is_pressure() -> None:
    assert [japanese_forms(text) for text in ("血庄", "庄力", "庄司")] == ["血圧", "圧力", "庄司"]


def test_leaders_make_no_text_layer_garbage() -> None:
    box = Box(0.1, 0.1, 0.9, 0.12)
    assert text_layer_usable([Word("電池電圧 " + "…" * 60 + " 2.81 V", box)])
    assert not text_layer_usable([Word("„…†‡ˆ‰Š‹ŒŽ", box)])


def test_a_sex_in_a_heads_table_is_no_stage_and_an_outcome_is_told() -> None:
    found = read(
        "退院サマリー",
        [
            [(40, "年齢"), (100, "81才"), (200, "性"), (250, "M"), (350, "科"), (400, "内科")],
            20,
            [(40, "【主病名】")],
            [(40, "右大腿骨頸部骨折")],
            20,
            [(40, "転帰：軽快")],
        ],
    )
    assert found.document_type is DocumentType.NARRATIVE
    assert [(i.name, i.value) for i in found.items] == [("主病名", "右大腿骨頸部骨折"), ("転帰", "軽快")]


def test_the_title_of_another_type_over_headings_of_statements() -> None:
    found = read(
        "負荷検査報告書",
        [
            [(40, "【診断】")],
            [(40, "胆石症を認めます。")],
            20,
            [(40, "【所見】")],
            [(40, "胆嚢内に小結石があります。")],
            20,
            [(40, "【臨床経過】")],
            [(40, "特記事項はありません。")],
        ],
    )
    assert found.document_type is DocumentType.NARRATIVE


def test_postures_with_remarks_behind_and_pressures_split() -> None:
    found = read(
        "起立試験 バイタルサイン",
        [
            [(40, "体位"), (160, "血圧(mmHg)"), (280, "脈拍(/分)"), (380, "症状")],
            [(40, "臥位"), (160, "128/76"), (280, "72"), (380, "なし")],
            [(40, "立位1分"), (160, "101/60"), (280, "96"), (380, "めまい")],
        ],
    )
    assert said(found) == [
        ("臥位 血圧 収縮期", "128", "mmHg"),
        ("臥位 血圧 拡張期", "76", "mmHg"),
        ("臥位 脈拍", "72", "/分"),
        ("立位1分 血圧 収縮期", "101", "mmHg"),
        ("立位1分 血圧 拡張期", "60", "mmHg"),
        ("立位1分 脈拍", "96", "/分"),
    ]


def test_units_behind_the_days_and_leads_that_are_no_values() -> None:
    chart = read(
        "バイタルサイン経過",
        [
            [(40, "項目"), (150, "2024/4/1"), (240, "2024/4/2"), (340, "単位")],
            [(40, "体温"), (150, "36.5"), (240, "37.0"), (340, "℃")],
            [(40, "脈拍"), (150, "70"), (240, "75"), (340, "/分")],
        ],
    )
    assert said(chart) == [
        ("体温", "36.5", "℃"),
        ("体温", "37.0", "℃"),
        ("脈拍", "70", "/分"),
        ("脈拍", "75", "/分"),
    ]
    device = read(
        "デバイス定期点検",
        [[(40, "電池電圧"), (150, "2.98 V")], [(40, "Impedance: RA 480Ω / RV 520Ω")]],
    )
    assert all(i.value != "RA" and not i.name.startswith("/") for i in device.items)
