"""What recognition does to signs and characters is put right; what documents print stays."""

from __future__ import annotations

import pytest

from inference.readable import PageWords
from inference.structure import ecg, spirometry
from inference.structure.geometry import tokens_of
from inference.structure.recognised_text import _OLD_PAIRS, put_right, triangles_put_right
from inference.structure.split_numbers import points_together
from inference.structure.units import repair_recognised
from inference.types import Word
from mappers.model import Box


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("(一)", "(-)"),
        ("（一）", "（-）"),
        ("(1十)", "(1+)"),
        ("2十", "2+"),
        ("45.%", "45%"),
        ("SpO2 (%6)", "SpO2 (%)"),
        ("14 1分", "14 /分"),
        ("10³3/μL", "10³/μL"),
        ("心臟超音波検査", "心臓超音波検査"),
        ("总數", "総数"),
        (".mmol/L", "mmol/L"),
        ("細菌.", "細菌"),
        ("1-4!", "1-4 !"),
        ("記錄日", "記録日"),
        ("年齡", "年齢"),
        ("体温(C)", "体温(℃)"),
        ("胸郭インピーダンス (0)", "胸郭インピーダンス (Ω)"),
        ("16 min-", "16 min-1"),
        ("|度", "Ⅰ度"),
        ("pT2N2MO", "pT2N2M0"),
        ("pT1NOMO", "pT1N0M0"),
        ("VO", "V0"),
        ("Lyla", "Ly1a"),
        ("Vl", "V1"),
        ("x予測", "%予測"),
        ("3回自", "3回目"),
        ("体温捕正筆", "体温補正値"),
        ("基準道", "基準値"),
        ("A-a002", "A-aDO2"),
        ("AaD02", "AaDO2"),
        ("P.001/001", ""),
        ("クロール(CI)", "クロール(Cl)"),
        ("クロール CI", "クロール Cl"),
        ("一", "-"),
        ("三L", "mL"),
        ("194/101 mmmHg", "194/101 mmHg"),
        ("cmH20", "cmH2O"),
        ("cmH20/L/s", "cmH2O/L/s"),
        ("Imin", "/min"),
        ("9/日", "g/日"),
        ("74,8", "74.8"),
        ("腸管出血性大腸菌0157····", "腸管出血性大腸菌O157"),
        ("サルモネラ属菌・・", "サルモネラ属菌"),
        ("CD抗原(GDH) ··· · ··", "CD抗原(GDH)"),
        ("潜血(1+)", "潜血 (1+)"),
        ("蛋白(-)", "蛋白 (-)"),
        ("Sp02:96%", "SpO2:96%"),
        ("pC02", "pCO2"),
        ("∆BV", "ΔBV"),
        ("秒量(FEV1)", "1秒量(FEV1)"),
        ("上室频拍", "上室頻拍"),
        ("$予測値", "%予測値"),
        ("08-0ct-2026", "08-oct-2026"),
        ("SpO2:96%R:18回/分", "SpO2:96% R:18回/分"),
        ("T:37.4C", "T:37.4℃"),
        ("·L", "L"),
        ("增加量", "増加量"),
        ("処方笺", "処方箋"),
        ("Supíne Tíme", "Supine Time"),
        ("21.0号", "21.0%"),
        ("アンピシリンノスルバクタム", "アンピシリン/スルバクタム"),
        ("クリンダマイシンー", "クリンダマイシン"),
        ("RMO", "RM0"),
        ("pNO (0/12)", "pN0 (0/12)"),
        ("tubl", "tub1"),
        ("ITB", "IIB"),
        ("十二指腸ポリーブ", "十二指腸ポリープ"),
        ("リンバ節転移", "リンパ節転移"),
        ("S状結賜癌", "S状結腸癌"),
        ("達位斷端", "遠位断端"),
        ("腫瘍徑", "腫瘍径"),
        ("川B", "IIIB"),
        ("Hemoglobin Alc", "Hemoglobin A1c"),
        ("8コロ二一", "8コロニー"),
        ("1+:5~10コ口二一程度", "1+:5~10コロニー程度"),
        ("好中球の貧食像", "好中球の貪食像"),
        ("；陽性", "：陽性"),
        ("総コレステロール(T-CHO)mg/dL", "総コレステロール(T-CHO) mg/dL"),
        ("·MAC-PCR", "・MAC-PCR"),
        ("• 廃用症候群", "廃用症候群"),
        ("AB0式", "ABO式"),
        ("直接ビリルビン(0-Bil)", "直接ビリルビン(D-Bil)"),
        ("関値", "閾値"),
        ("$", "%"),
        ("8.3√", "8.3▼"),
        ("%↓", "% ↓"),
        ("66 %↓", "66 % ↓"),
        ("pPMO", "pPM0"),
        ("亞硝酸塩", "亜硝酸塩"),
        ("骨髓芽球", "骨髄芽球"),
        ("$(1+)", "*(1+)"),
        ("|K", "K"),
        ("wm", "--"),
        ("a-Streptococcus", "α-Streptococcus"),
        ("β-0-グルカン", "β-D-グルカン"),
        ("DL/VA (m1/min/mmHg/L)", "DL/VA (mL/min/mmHg/L)"),
        ("mmmmHg", "mmHg"),
        ("25/11/1113:23", "25/11/11 13:23"),
        ("25-Jun-202616:07:00", "25-Jun-2026 16:07:00"),
        ("△BV", "ΔBV"),
    ],
)
def test_misread_signs_are_put_right(read: str, printed: str) -> None:
    assert put_right(read) == printed


@pytest.mark.parametrize(
    "printed",
    [
        "一回換気量",
        "(十二指腸)",
        "95%6",
        "回復 1分後",
        "10³/μL",
        "6.5%",
        "澤田 邊見",
        "HbA1c(NGSP)",
        ".5",
        "E.coli",
        "(10-40)U",
        "(1)",
        "1.5",
        "十",
        "99.8%",
        "aVL",
        "P1/2",
        "1日3回",
        "VO2",
        "37.0 C",
        "ノルアドレナリン",
        "NO",
        "IT",
        "2024年4月5号",
        "A02",
        "BNO M",
        "CI (C)",
        "第1度",
        "抵抗 2",
        "min",
        "・貧血",
        "酵母・真菌",
        "1min",
        "9/10",
        "1,340",
        "一般",
        "所見(-)あり",
        "大腸菌群",
        "mm",
        "w",
        "nm",
        "△ALT",
    ],
)
def test_what_documents_print_stays(printed: str) -> None:
    assert put_right(printed) == printed


def test_old_forms_stand_once() -> None:
    olds = [pair[0] for pair in _OLD_PAIRS.split()]
    assert len(olds) == len(set(olds))
    assert all(len(pair) == 2 for pair in _OLD_PAIRS.split())


@pytest.mark.parametrize(
    ("read", "unit"),
    [
        ("8", "%"),
        ("%6", "%"),
        ("mam", "mm"),
        ("mmn", "mm"),
        ("mV", "mV"),
        ("ram", "mm"),
        ("kmh", "km/h"),
        ("mgdL", "mg/dL"),
        ("mgL", "mgL"),
        ("km", "km"),
        ("C.O.I.", "C.O.I."),
        ("R.U.", "R.U."),
        ("mg/dL.", "mg/dL"),
    ],
)
def test_units_that_no_unit_can_be(read: str, unit: str) -> None:
    assert repair_recognised(read) == unit


def test_a_name_is_respelt_only_where_a_character_stands_in_no_name() -> None:
    lungs, heart = spirometry._PROFILE.names, ecg._PROFILE.names
    assert lungs.respelt("予偏呼気量(ERV)") == "予備呼気量(ERV)"
    assert heart.respelt("平均心拍敷") == "平均心拍数"
    assert heart.respelt("最大心拍数") == "最大心拍数"
    assert lungs.respelt("予偏偏気量") == "予偏偏気量"  # too much of it doubtful
    assert heart.respelt("新心拍") == "新心拍"  # too short to be sure


def test_letters_behind_numbers_are_triangles_only_where_others_bear_them() -> None:
    marked = ["411▼", "18.1▲", "148▲", "9.1▲", "12.2▼", "99▼"]
    assert triangles_put_right([*marked, "9.1A", "2.4V", "7V1"]) == [*marked, "9.1▲", "2.4▼", "7V1"]
    assert triangles_put_right(["2.8V", "3.0V", "411▼", "9▲"]) == ["2.8V", "3.0V", "411▼", "9▲"]
    assert triangles_put_right([*marked[:3], "2.8V", "3.0V"]) == [*marked[:3], "2.8V", "3.0V"]


def _recognised(*words: tuple[float, float, str]) -> list[str]:
    made = tuple(
        Word(text, Box(x / 1000, y / 1000, (x + 12 * len(text)) / 1000, (y + 20) / 1000), 0.9)
        for x, y, text in words
    )
    return [t.text for t in tokens_of(PageWords(1, 1000, 1000, made, recognised=True))]


def test_an_eight_in_a_column_of_units_is_a_percent_sign() -> None:
    lines = [(100.0, 100.0, "Na"), (400.0, 100.0, "mmol/L"), (100.0, 140.0, "ctHb"), (402.0, 140.0, "g/dL")]
    assert _recognised(*lines, (100, 180, "FCOHb"), (398, 180, "8"), (600, 180, "8"))[-2:] == ["%", "8"]


@pytest.mark.parametrize("read", ["96", "X", "号", "9"])
def test_what_stands_in_a_column_of_units_and_is_none_is_a_percent_sign(read: str) -> None:
    lines = [(100.0, 100.0, "FVC"), (400.0, 100.0, "L"), (100.0, 140.0, "PEF"), (402.0, 140.0, "L/s")]
    assert _recognised(*lines, (100, 180, "FEV1/FVC"), (398, 180, read), (600, 180, "96"))[-2:] == ["%", "96"]


@pytest.mark.parametrize("read", ["歩", "岩"])
def test_a_character_that_may_be_a_unit_in_no_list_stays_as_it_was_read(read: str) -> None:
    lines = [(100.0, 100.0, "FVC"), (400.0, 100.0, "L"), (100.0, 140.0, "PEF"), (402.0, 140.0, "L/s")]
    assert _recognised(*lines, (100, 180, "FEV1/FVC"), (398, 180, read))[-1] == read


def test_an_eight_in_brackets_behind_a_name_among_units_in_brackets_is_a_percent_sign() -> None:
    lines = [(100.0, 100.0, "HR[bpm]"), (100.0, 140.0, "NIBP[mmHg]"), (100.0, 180.0, "セボフルラン[8]")]
    assert _recognised(*lines)[-1] == "セボフルラン[%]"
    assert _recognised(*lines[1:])[-1] == "セボフルラン[8]"


def test_a_one_in_a_column_of_litres_is_one() -> None:
    lines = [(100.0, 100.0, "FVC"), (400.0, 100.0, "L"), (100.0, 140.0, "IC"), (402.0, 140.0, "L")]
    assert _recognised(*lines, (100, 180, "FEV1.0"), (398, 180, "1"), (600, 180, "1"))[-2:] == ["L", "1"]


def test_a_counting_word_in_a_column_of_units_stays() -> None:
    lines = [(100.0, 100.0, "記録"), (400.0, 100.0, "分"), (100.0, 140.0, "心拍"), (402.0, 140.0, "bpm")]
    assert _recognised(*lines, (100, 180, "期外収縮"), (404, 180, "拍"))[-1] == "拍"


def test_a_metre_in_a_column_of_millimetres_lost_its_half() -> None:
    lines = [(100.0, 100.0, "AoD"), (400.0, 100.0, "mm"), (100.0, 140.0, "LAD"), (402.0, 140.0, "mm")]
    assert _recognised(*lines, (100, 180, "IVST"), (404, 180, "m"))[-1] == "mm"
    lines = [(100.0, 100.0, "CO"), (400.0, 100.0, "L/min"), (100.0, 140.0, "LAD"), (402.0, 140.0, "mm")]
    assert _recognised(*lines, (100, 180, "6分間歩行"), (404, 180, "m"))[-1] == "m"


def test_a_percent_sign_read_twice_in_a_column_of_shares() -> None:
    lines = [(100.0, 100.0, "62%"), (100.0, 140.0, "57%"), (100.0, 180.0, "59%6"), (300.0, 100.0, "95%6")]
    assert _recognised(*lines) == ["62%", "57%", "59%", "95%6"]


def _line(*words: tuple[float, str]) -> list[str]:
    """The tokens of a recognised line of 20 pixels' height, 12 pixels a letter."""
    made = tuple(Word(text, Box(x / 1000, 0.1, (x + 12 * len(text)) / 1000, 0.12), 0.9) for x, text in words)
    return [t.text for t in tokens_of(PageWords(1, 1000, 1000, made, recognised=True))]


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ([(40, "心房刺激率"), (200, "95"), (234, "8")], "%"),
        ([(40, "左室短縮率(FS)"), (230, "31"), (260, "↓"), (282, "8")], "%"),
        ([(40, "電極抵抗"), (120, "RV"), (200, "400"), (245, "Q")], "Ω"),
        ([(40, "胸郭インピーダンス"), (300, "75"), (334, "0")], "Ω"),
        ([(40, "改善率"), (200, "12"), (300, "8")], "8"),
        ([(40, "SpO2"), (200, "96"), (234, "8")], "%"),
        ([(40, "呼吸数"), (200, "12"), (234, "8")], "8"),
        ([(40, "電極"), (200, "400"), (245, "Q")], "Q"),
    ],
)
def test_a_misread_sign_behind_a_number_is_told_by_the_lines_name(
    words: list[tuple[float, str]], unit: str
) -> None:
    assert _line(*words)[-1] == unit


def test_a_number_parted_behind_its_point_is_one_though_its_parts_overlap() -> None:
    parts = (Word("3.", Box(0.1, 0.1, 0.13, 0.12), 0.9), Word("59", Box(0.128, 0.1, 0.15, 0.12), 0.9))
    page = PageWords(1, 1000, 1000, parts, recognised=True)
    assert [t.text for t in points_together(tokens_of(page))] == ["3.59"]


def test_a_threshold_is_put_right_and_a_correlation_is_left() -> None:
    assert _recognised((100, 100, "捕捉関値"), (100, 140, "相関値")) == ["捕捉閾値", "相関値"]
