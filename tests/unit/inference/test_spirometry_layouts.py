"""Lung function: headings of units under names, foot notes and criteria."""

from __future__ import annotations

from tests.unit.inference.pages_of_text import read, said

LATIN = "Name: YAMADA Taro  ID: 0001234  Date: 2026-08-20"
X = (40, 100, 140, 200, 250, 300, 350, 400, 455)
FVC = ("FVC", "L", "3.18", "3.94", "124.1", "4.65", "146.3", "+0.70", "+17.9")
FEV = ("FEV1", "L", "2.76", "1.73", "62.5", "1.78", "64.5", "+0.06", "+3.2")


def _line(*cells: str) -> list[tuple[float, str]]:
    return [(float(at), text) for at, text in zip(X, cells, strict=True) if text]


def test_a_percent_sign_under_the_name_of_its_column() -> None:
    found = read(
        "気道可逆性検査",
        [
            [
                *_line("項目", "単位", "予測値", "", "", "", "", "変化量", "変化率"),
                (220.0, "吸入前"),
                (320.0, "吸入後"),
            ],
            _line("", "", "", "実測値", "%予測", "実測値", "%予測", "", "(%)"),
            _line(*FVC),
            _line(*FEV),
        ],
    )
    assert said(found)[1:7] == [
        ("FVC 吸入前", "3.94", "L"),
        ("FVC 吸入前 %予測", "124.1", "%"),
        ("FVC 吸入後", "4.65", "L"),
        ("FVC 吸入後 %予測", "146.3", "%"),
        ("FVC 変化量", "+0.70", "L"),
        ("FVC 変化率", "+17.9", "%"),
    ]


def test_change_in_litres_and_percent_and_notes_below() -> None:
    found = read(
        "Spirometry report",
        [
            [
                *_line("Parameter", "Unit", "Pred", "", "", "", "", "Change", "Change"),
                (220.0, "Pre"),
                (320.0, "Post"),
            ],
            _line("", "", "", "Actual", "%Pred", "Actual", "%Pred", "(L)", "(%)"),
            _line(*FVC),
            _line(*FEV),
            [(40.0, "* below the lower limit of normal (Z < -1.64)    Reference: GLI 2012    BTPS 1.09")],
            [(40.0, "Predicted: JRS 2001   Barometric pressure 1013 hPa")],
        ],
        LATIN,
    )
    assert [one for one in said(found) if one[0].startswith("FEV1 C")] == [
        ("FEV1 Change", "+0.06", "L"),
        ("FEV1 Change", "+3.2", "%"),
    ]
    assert all(name.startswith(("FVC", "FEV1")) for name, _, _ in said(found))


def test_what_counts_as_normal_is_no_result() -> None:
    found = read(
        "呼吸機能検査報告書",
        [
            [(40.0, "項目"), (140.0, "単位"), (190.0, "予測値"), (250.0, "実測値")],
            [(40.0, "肺活量 VC"), (140.0, "L"), (190.0, "3.32"), (250.0, "4.18")],
            [(40.0, "1秒率 FEV1.0%"), (140.0, "%"), (190.0, "61.67"), (250.0, "70.01")],
            30,
            [(40.0, "％VC 80以上、1秒率 70以上を正常とする")],
            [(40.0, "正常基準：%VC≧80%、FEV1.0%≧70%")],
            [(40.0, "（%VC 80%未満：拘束性、1秒率 70%未満：閉塞性）")],
        ],
    )
    assert [value for _, value, _ in said(found)] == ["3.32", "4.18", "61.67", "70.01"]
