"""Narratives: statements under concluding headings, their certainty, labelled stages and sizes."""

from __future__ import annotations

import pytest

from inference.structure.certainty import certainty_of
from inference.structure.recognised_text import put_right
from inference.verify import verify
from mappers.model import Certainty, DocumentType, EngineInfo, Extraction
from tests.unit.inference.pages_of_text import Row, page, read, said


def test_numbered_statements_below_their_heading() -> None:
    found = read(
        "画像診断報告書",
        [
            [(40, "<所見>")],
            [(40, "両側大脳深部白質に散在性高信号域を認めます。最大径 12 mm です。")],
            8,
            [(40, "<診断>")],
            [(40, "#1 慢性虚血性変化")],
            [(40, "#2 急性期脳梗塞は認めません")],
            [(40, "#3 右上顎洞炎の疑い")],
            30,
            [(40, "読影医：架空 一郎")],
        ],
    )
    assert found.document_type is DocumentType.NARRATIVE
    assert [(i.name, i.value, i.certainty) for i in found.items] == [
        ("診断", "慢性虚血性変化", Certainty.AFFIRMED),
        ("診断", "急性期脳梗塞は認めません", Certainty.NEGATED),
        ("診断", "右上顎洞炎の疑い", Certainty.SUSPECTED),
    ]


def test_labels_in_a_left_column_end_the_text_beside_the_one_above() -> None:
    found = read(
        "退院サマリー",
        [
            [(40, "主病名"), (130, "急性胆管炎")],
            [(40, "併存症"), (130, "1) 総胆管結石")],
            [(130, "2) 2型糖尿病")],
            [(40, "手術・処置"), (130, "1/10 ERCP、EST、ENBD留置")],
            8,
            [(40, "入院後経過")],
            [(40, "腹痛と発熱を主訴に来院した。血液検査で WBC 14,200、CRP 9.8 と上昇を認めた。")],
        ],
    )
    assert said(found) == [
        ("主病名", "急性胆管炎", None),
        ("併存症", "総胆管結石", None),
        ("併存症", "2型糖尿病", None),
    ]


def test_a_wrapped_statement_is_one_and_is_verified_on_all_its_lines() -> None:
    one = page(
        "CT CHEST WITH CONTRAST REPORT",
        [
            [(40, "IMPRESSION:")],
            [
                (
                    40,
                    "1. New 14 mm spiculated nodule in the left lower lobe, suspicious for malignancy; PET/CT or",
                )
            ],
            [(52, "tissue sampling is recommended.")],
            [(40, "2. No evidence of pulmonary embolism.")],
            24,
            [(40, "Dictated by: J. Doe, MD")],
        ],
        "Name: Taro Yamada   MRN: 00012345",
    )
    from inference.structure.structure import structure

    found = structure([one])
    whole = (
        "New 14 mm spiculated nodule in the left lower lobe, suspicious for malignancy; PET/CT or "
        "tissue sampling is recommended"
    )
    assert said(found) == [
        ("IMPRESSION", whole, None),
        ("IMPRESSION", "No evidence of pulmonary embolism", None),
    ]
    assert [i.certainty for i in found.items] == [Certainty.SUSPECTED, Certainty.NEGATED]
    answer = Extraction(found.document_type, "en", found.patient, found.items, 1, EngineInfo("ocr", "1"))
    checked = verify(answer, [one]).items
    assert all(item.verified for item in checked)
    assert checked[0].box is not None
    assert checked[1].box is not None
    assert checked[0].box.y1 - checked[0].box.y0 > 2 * (checked[1].box.y1 - checked[1].box.y0)


def test_stages_sizes_and_grades_beside_their_labels() -> None:
    found = read(
        "病理組織診断報告書",
        [
            [(40, "診断：S状結腸癌")],
            [(40, "腫瘍径"), (140, "35×28 mm")],
            [(40, "深達度：pT2　　Ly：Ly1b")],
            [(40, "TNM"), (140, "pT2N1M0")],
            [(40, "Gleason score"), (140, "3+4=7")],
            [(40, "Ki-67：20%")],
            [(40, "pStage"), (140, "IIA")],
        ],
    )
    assert said(found) == [
        ("診断", "S状結腸癌", None),
        ("腫瘍径", "35×28", "mm"),
        ("深達度", "pT2", None),
        ("Ly", "Ly1b", None),
        ("TNM", "pT2N1M0", None),
        ("Gleason score", "3+4=7", None),
        ("Ki-67", "20", "%"),
        ("pStage", "IIA", None),
    ]


@pytest.mark.parametrize(
    ("statement", "certainty"),
    [
        ("胃癌", Certainty.AFFIRMED),
        ("肺炎（疑い）", Certainty.SUSPECTED),
        ("悪性リンパ腫を否定できない", Certainty.SUSPECTED),
        ("血管腫の可能性が高い", Certainty.SUSPECTED),
        ("肝転移は否定的", Certainty.NEGATED),
        ("有意なリンパ節腫大を認めない", Certainty.NEGATED),
        ("両側胸水なし", Certainty.NEGATED),
        ("Adenocarcinoma of the colon", Certainty.AFFIRMED),
        ("r/o pulmonary embolism", Certainty.SUSPECTED),
        ("No evidence of metastatic disease", Certainty.NEGATED),
        ("Negative for dysplasia", Certainty.NEGATED),
        ("Malignancy cannot be excluded", Certainty.SUSPECTED),
        ("Nodule, unchanged", Certainty.AFFIRMED),
    ],
)
def test_certainty(statement: str, certainty: Certainty) -> None:
    assert certainty_of(statement) is certainty


def test_a_label_in_brackets_with_its_value_right_behind() -> None:
    found = read("退院時要約", [[(40, "【診断名】")], [(40, "1. うっ血性心不全")], 8, [(40, "【転帰】軽快")]])
    assert [(i.name, i.value) for i in found.items] == [("診断名", "うっ血性心不全"), ("転帰", "軽快")]


def test_labels_centred_beside_their_lines() -> None:
    found = read(
        "CT検査報告書",
        [
            [(140, "右肺上葉に径15mmの結節を認め、辺縁は不整で胸膜陥入像を伴います。")],
            [(46, "所見"), (140, "縦隔リンパ節に有意な腫大を認めません。")],
            [(140, "胸水貯留なし。")],
            10,
            [(140, "1. 右上葉肺癌疑い")],
            [(46, "診断"), (140, "2. 縦隔リンパ節転移なし")],
            [(140, "3. 肺気腫")],
        ],
    )
    assert [i.value for i in found.items] == ["右上葉肺癌疑い", "縦隔リンパ節転移なし", "肺気腫"]


def test_headings_in_no_list_are_known_by_their_end_and_letters_set_apart_are_one() -> None:
    found = read(
        "SURGICAL PATHOLOGY REPORT",
        [
            [(40, "FINAL PATHOLOGIC DIAGNOSIS:")],
            [(40, "Fourteen lymph nodes negative for carcinoma (0/14).")],
            8,
            [(40, "BRIEF PATIENT HISTORY:")],
            [(40, "Rectal bleeding.")],
            8,
            [(40, "診　　断"), (140, "大腸癌")],
        ],
    )
    assert said(found) == [
        ("FINAL PATHOLOGIC DIAGNOSIS", "Fourteen lymph nodes negative for carcinoma (0/14)", None),
        ("診 断", "大腸癌", None),
    ]


def test_captions_of_pictures_are_no_statements() -> None:
    found = read(
        "内視鏡検査レポート",
        [
            [(40, "<内視鏡診断>")],
            [(40, "1) ヘリコバクター・ピロリ未感染胃"), (420, "No.1")],
            [(40, "2) 悪性所見なし"), (420, "図2")],
            [(40, "3) 逆流性食道炎")],
            [(420, "Fig. 3")],
        ],
    )
    assert [i.value for i in found.items] == [
        "ヘリコバクター・ピロリ未感染胃",
        "悪性所見なし",
        "逆流性食道炎",
    ]


def test_measures_and_classes_behind_labels_of_no_list() -> None:
    found = read(
        "内視鏡検査レポート",
        [
            [(40, "<内視鏡診断>")],
            [(40, "1) 逆流性食道炎")],
            30,
            [(40, "架空分類"), (160, "C-2"), (300, "LA分類"), (420, "Grade A")],
            [(40, "病変サイズ"), (160, "5 mm"), (300, "生検個数"), (420, "2 個")],
            [(40, "使用機種"), (160, "KAKUU-GIF131"), (300, "前投薬"), (420, "なし")],
            [(40, "検査室"), (160, "3"), (300, "主治医"), (420, "見本 5")],
        ],
    )
    assert said(found)[1:] == [
        ("架空分類", "C-2", None),
        ("LA分類", "Grade A", None),
        ("病変サイズ", "5", "mm"),
        ("生検個数", "2", "個"),
    ]


@pytest.mark.parametrize(
    "stay",
    [
        [[(40, "入院日"), (100, "令和8年1月12日"), (250, "退院日"), (320, "令和8年1月20日")]],
        [[(40, "入院日"), (250, "退院日")], [(40, "2026/1/12"), (250, "2026/1/20")]],
        [[(40, "入院期間：2026年1月12日 ～ 2026年1月20日")]],
        [[(40, "Admission date: 2026-01-12"), (300, "Discharge date: 2026-01-20")]],
    ],
)
def test_a_discharge_summary_is_of_the_discharge(stay: list[Row]) -> None:
    found = read(
        "退院時サマリー",
        [
            *stay,
            [(40, "主病名"), (130, "急性胆管炎")],
            200,
            [(40, "夢野病院"), (300, "出力日時 2026/1/21 20:01")],
        ],
    )
    assert [(i.value, i.effective) for i in found.items] == [("急性胆管炎", "2026-01-20")]


@pytest.mark.parametrize(
    ("read", "proper"),
    [
        ("pT1N2MO", "pT1N2M0"),
        ("cT3NOMO", "cT3N0M0"),
        ("ypTON0", "ypT0N0"),
        ("LyO", "Ly0"),
        ("MONO", "MONO"),
        ("TO", "TO"),
        ("NOTE", "NOTE"),
    ],
)
def test_zeros_of_stages_read_as_letters(read: str, proper: str) -> None:
    assert put_right(read) == proper


def test_a_specimen_heads_statements_and_is_none() -> None:
    found = read(
        "SURGICAL PATHOLOGY REPORT",
        [
            [(40, "FINAL DIAGNOSIS:")],
            [(40, "A. Stomach, antrum, biopsy:")],
            [(60, "- Chronic active gastritis.")],
            [(60, "- Negative for Helicobacter pylori.")],
            [(40, "B. Duodenum, biopsy: Unremarkable mucosa.")],
        ],
        head="Patient: SAMPLE ALEX  MRN: 0012345",
    )
    assert [i.value for i in found.items] == [
        "Chronic active gastritis",
        "Negative for Helicobacter pylori",
        "Duodenum, biopsy: Unremarkable mucosa",
    ]
