"""A document's type from its title and its body; what is only mentioned does not count."""

from __future__ import annotations

import numpy as np
import pytest

from inference.structure.radiograph import is_radiograph
from inference.types import Pixels
from mappers.model import DocumentType
from tests.unit.inference.pages_of_text import Row, read

BLOOD = [
    ("総蛋白", "6.8", "g/dL", "6.6-8.1"),
    ("AST", "45", "U/L", "13-30"),
    ("ALT", "22", "U/L", "10-42"),
    ("Na", "140", "mEq/L", "138-145"),
    ("K", "4.1", "mEq/L", "3.6-4.8"),
    ("CRP", "0.3", "mg/dL", "0.0-0.14"),
]
URINE = [
    ("尿蛋白", "(-)", "", "(-)"),
    ("尿糖", "(-)", "", "(-)"),
    ("潜血", "(1+)", "", "(-)"),
    ("比重", "1.018", "", "1.005-1.030"),
]
HEADINGS: Row = [(40, "検査項目"), (200, "結果"), (270, "単位"), (350, "基準値")]


def _rows(results: list[tuple[str, str, str, str]]) -> list[Row]:
    return [[(40, n), (200, v), (270, u), (350, r)] for n, v, u, r in results]


def test_a_section_of_urine_leaves_a_laboratory_report_one() -> None:
    rows = [HEADINGS, *_rows(BLOOD), [(40, "【尿検査】")], *_rows(URINE)]
    found = read("検査結果報告書", rows)
    assert found.document_type is DocumentType.LAB_REPORT
    assert len(found.items) == len(BLOOD) + len(URINE)


def test_percentages_of_cells_with_markers_are_a_laboratory_report() -> None:
    rows: list[Row] = [[(40, "マーカー"), (200, "陽性率(%)")]]
    rows += [
        [(40, name), (200, share)] for name, share in (("CD3", "61.2"), ("CD19", "12.4"), ("κ鎖", "7.1"))
    ]
    found = read("細胞抗原検査(フローサイトメトリー)", rows)
    assert found.document_type is DocumentType.LAB_REPORT
    assert [(i.name, i.value, i.unit) for i in found.items][:1] == [("CD3", "61.2", "%")]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("心電図検査報告書", DocumentType.ECG),
        ("細菌検査結果報告書", DocumentType.MICROBIOLOGY),
        ("呼吸機能検査報告書", DocumentType.SPIROMETRY),
        ("経胸壁心エコー検査報告書", DocumentType.ECHOCARDIOGRAPHY),
        ("上部消化管内視鏡検査報告書", DocumentType.NARRATIVE),
        ("胸部CT検査報告書", DocumentType.NARRATIVE),
        ("診療情報提供書", DocumentType.NARRATIVE),
        ("DISCHARGE SUMMARY", DocumentType.NARRATIVE),
        ("負荷試験 結果", DocumentType.LAB_REPORT),
        ("検 査 値 一 覧", DocumentType.LAB_REPORT),
        ("血液検査の結果のお知らせ", DocumentType.LAB_REPORT),
        ("特異的IgE抗体検査 報告書", DocumentType.LAB_REPORT),
        ("トレッドミル負荷試験 報告書", DocumentType.ECG),
        ("植込型補助人工心臓 外来チェック表", DocumentType.DEVICE_REPORT),
        ("CT検査 造影剤使用 確認書", DocumentType.OTHER),
        ("MRI検査 安全確認票", DocumentType.OTHER),
        ("造影CT検査 説明・同意書", DocumentType.OTHER),
        ("心電図検査予約票", DocumentType.OTHER),
        ("ペースメーカを植込まれた方へ", DocumentType.OTHER),
        ("診療費請求書兼領収書", DocumentType.OTHER),
        ("CONSENT FOR COLONOSCOPY", DocumentType.OTHER),
    ],
)
def test_titles_alone(title: str, kind: DocumentType) -> None:
    assert read(title, [[(40, "主治医よりご説明いたしました。")]]).document_type is kind


def test_other_examinations_in_a_letter_s_text_do_not_make_it_one() -> None:
    found = read(
        "診療情報提供書",
        [
            [(40, "傷病名"), (140, "発作性心房細動")],
            [
                (
                    40,
                    "経過：心電図検査で心房細動を認め、心エコー検査では EF 62%、血液検査では BNP 84.2 pg/mL でした。",
                )
            ],
            [(40, "肺機能検査、細菌検査に異常を認めませんでした。")],
        ],
    )
    assert found.document_type is DocumentType.NARRATIVE
    assert [(i.name, i.value) for i in found.items] == [("傷病名", "発作性心房細動")]


def test_a_department_is_no_title() -> None:
    found = read("検査報告書", [[(40, "みどり野病院 病理診断科")], HEADINGS, *_rows(BLOOD)])
    assert found.document_type is DocumentType.LAB_REPORT


def test_prices_of_examinations_are_no_results() -> None:
    rows: list[Row] = [
        [(40, "検査項目"), (240, "料金（税込）")],
        [(40, "血液検査（WBC、RBC、Hb）"), (240, "1,100円")],
        [(40, "心電図"), (240, "1,500円")],
    ]
    found = read("健康診断料金のご案内", rows)
    assert (found.document_type, found.items) == (DocumentType.OTHER, ())


def _film(background: int, body: int) -> Pixels:
    picture = np.full((300, 240, 3), background, np.uint8)
    picture[60:280, 40:200] = body
    return picture


def test_a_scanner_lifts_the_black_of_a_film() -> None:
    assert is_radiograph(_film(55, 140))


def test_a_grey_picture_on_black_is_a_radiograph() -> None:
    assert is_radiograph(_film(10, 140))
    assert not is_radiograph(_film(255, 140))
    assert not is_radiograph(np.full((300, 240, 3), 255, np.uint8))


def test_a_film_framed_by_paper_is_one_and_a_small_dark_figure_is_none() -> None:
    framed = np.full((420, 340, 3), 255, np.uint8)
    framed[60:360, 50:290] = _film(10, 140)
    assert is_radiograph(framed)
    stamped = np.full((900, 700, 3), 255, np.uint8)
    stamped[60:300, 50:250] = 10
    assert not is_radiograph(stamped)


def test_a_colour_photograph_is_none() -> None:
    picture = _film(10, 140)
    picture[..., 2] = picture[..., 2] // 3
    assert not is_radiograph(picture)


def test_a_named_modality_helps_but_does_not_decide() -> None:
    faint = np.full((300, 240, 3), 180, np.uint8)
    faint[:75] = 20
    assert not is_radiograph(faint)
    assert is_radiograph(faint, "DX")
    assert not is_radiograph(np.full((300, 240, 3), 255, np.uint8), "DX")


def test_the_bracket_of_a_general_title_says_of_what_examination() -> None:
    rows: list[Row] = [
        [(40, "心拍(/分)"), (120, "PR(ms)"), (200, "QRS(ms)"), (280, "軸(°)")],
        [(50, "72"), (125, "168"), (205, "92"), (285, "45")],
    ]
    found = read("生理検査報告書(心電図)", rows)
    assert found.document_type is DocumentType.ECG
    assert [i.value for i in found.items] == ["72", "168", "92", "45"]


def test_a_label_of_the_head_is_no_title_of_a_form() -> None:
    line: Row = [(40, "診察券番号"), (140, "1234567")]
    rows: list[Row] = [line, [(40, "電池電圧"), (140, "2.81 V")], [(40, "リード抵抗"), (140, "456 Ω")]]
    assert read("送信報告", rows, "").document_type is DocumentType.DEVICE_REPORT


@pytest.mark.parametrize("title", ["重症経過記録", "経過記録", "診療経過記録"])
def test_a_chart_under_a_narratives_title_is_a_chart(title: str) -> None:
    chart: list[Row] = [
        [(40, "項目"), (160, "00:00"), (220, "02:00"), (280, "04:00")],
        [(40, "体温 (℃)"), (160, "36.8"), (220, "37.2"), (280, "37.0")],
        [(40, "心拍数 (回/分)"), (160, "72"), (280, "80")],
        [(40, "血圧 (mmHg)"), (160, "128/76"), (220, "118/70")],
        [(40, "呼吸数 (回/分)"), (160, "16"), (220, "18")],
        [(40, "SpO2 (%)"), (160, "97"), (280, "98")],
        [(40, "酸素流量 (L/分)"), (160, "3"), (280, "3")],
        20,
        [(40, "【看護記録】")],
        [(40, "体位変換を2時間毎に実施。創部の発赤なし。")],
    ]
    assert read(title, chart).document_type is DocumentType.VITALS


def test_a_narratives_title_over_a_chart_is_a_chart() -> None:
    names = ["体温", "脈拍数", "呼吸数", "収縮期血圧", "拡張期血圧", "平均血圧", "CVP", "SpO2", "時間尿量"]
    rows: list[Row] = [
        [(40, "項目"), (160, "6時"), (220, "7時"), (280, "8時")],
        *[[(40, name), (160, "41"), (220, "42"), (280, "43")] for name in names],
        [(40, "主病名"), (160, "敗血症")],
    ]
    assert read("ICU経過記録", rows).document_type is DocumentType.VITALS
    letter: list[Row] = [
        [(40, "主訴"), (160, "発熱")],
        [(40, "診断"), (160, "肺炎")],
        [(40, "体温"), (160, "38.4 ℃")],
        [(40, "脈拍数"), (160, "98 /分")],
        [(40, "呼吸数"), (160, "20 /分")],
        [(40, "治療方針"), (160, "入院のうえ抗菌薬を投与する。")],
    ]
    assert read("経過記録", letter).document_type is DocumentType.NARRATIVE
