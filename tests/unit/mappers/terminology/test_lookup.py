"""Printed words find their code, or none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mappers.model import DocumentType, EngineInfo, Extraction, Item, PrintedPatient
from mappers.terminology import Place, Scale, Term, code_of, enrich, terms, ucum_of
from mappers.terminology.lookup import find
from mappers.terminology.spelling import name_key, specimen_kind, unit_key

SPECIMEN_WORDS = {
    "blood": "血液",
    "urine": "尿",
    "csf": "髄液",
    "stool": "便",
    "pleural": "胸水",
    "ascites": "腹水",
    "stone": "結石",
    "any": "咽頭",
}
DOCUMENTS = {
    "gas": DocumentType.BLOOD_GAS,
    "body": DocumentType.VITALS,
    "ecg": DocumentType.ECG,
    "echo": DocumentType.ECHOCARDIOGRAPHY,
    "spirometry": DocumentType.SPIROMETRY,
    "device": DocumentType.DEVICE_REPORT,
}
VALUES = {Scale.QUANTITATIVE: "1.0", Scale.ORDINAL: "(-)", Scale.NOMINAL: "黄色"}


def item(name: str, value: str, **known: str | None) -> Item:
    return Item(name=name, value=value, page=1, box=None, confidence=1.0, verified=True, **known)  # type: ignore[arg-type]


def extraction(document_type: DocumentType, *items: Item) -> Extraction:
    return Extraction(document_type, "ja", PrintedPatient(), items, 1, EngineInfo("ocr", "1"))


@pytest.mark.parametrize("term", terms(), ids=lambda t: t.key)
def test_every_variant_finds_its_item_and_no_other(term: Term) -> None:
    unit = term.units[0] if term.units else None
    value = VALUES[term.scale]
    for name in (term.name_ja, *term.variants):
        assert code_of(name, unit=unit, value=value) == term, name
    specimen, document_type = SPECIMEN_WORDS.get(term.specimen), DOCUMENTS.get(term.specimen)
    for name in (*term.variants, *term.names_with_specimen):
        found = code_of(name, specimen=specimen, unit=unit, value=value, document_type=document_type)
        assert found == term, f"{name} in {term.specimen}"
    for name in term.names_with_unit:
        for printed in term.units:
            assert code_of(name, unit=printed, value=value) == term, f"{name} in {printed}"


@pytest.mark.parametrize(
    ("printed", "unit", "key"),
    [
        ("ＷＢＣ", "×10³/μL", "wbc"),
        ("* 白血球数 (WBC)", "/㎕", "wbc"),
        ("γ－ＧＴＰ", "IU/l", "ggt"),
        ("ｱﾙﾌﾞﾐﾝ", "g/dl", "alb"),
        ("アミラ－ゼ(AMY)", "Ｕ／Ｌ", "amy"),
        ("T-Bil", "㎎/dl", "t-bil"),
        ("Na（尿）", "mEq/L", "u-na"),
        ("PT", "秒", "pt-sec"),
        ("PT", "％", "pt-act"),
        ("好中球", "%", "neut-pct"),
        ("好中球", "/μL", "neut-abs"),
        ("カリウム(K)", None, "k"),
        ("アンモニア", "μg/dL", "nh3-mass"),
        ("アンモニア", "μmol/L", "nh3"),
        ("スギ", "UA/mL", "ige-cedar"),
        ("血圧 収縮期", "mmHg", "vs-sbp"),
        ("左室拡張末期径 LVDd", "mm", "echo-lvdd"),
    ],
)
def test_spellings(printed: str, unit: str | None, key: str) -> None:
    found = code_of(printed, unit=unit)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize(
    ("printed", "specimen", "unit", "value", "why"),
    [
        ("CK-MB", None, "U/L", "12", "the listed code counts mass, not activity"),
        ("アンモニア", None, None, "35", "moles or mass?"),
        ("好中球", None, None, "56.0", "per cent or count?"),
        ("PT", None, None, "11.8", "seconds or per cent?"),
        ("pH", None, None, "7.40", "blood or urine?"),
        ("蛋白", None, "mg/dL", "7.1", "of what?"),
        ("CRP", None, None, "(-)", "the code is a concentration"),
        ("HBs抗原", None, None, "0.01", "a concentration or an index?"),
        ("HBs抗原", None, "IU/mL", "(-)", "a unit and a finding contradict each other"),
        ("AST", None, "no such unit", "25", "an unknown unit is a conflicting one"),
        ("AST", "硝子体液", "U/L", "25", "an unknown specimen is a conflicting one"),
        ("クレアチニン", "髄液", "mg/dL", "0.8", "no item of that specimen"),
        ("AST(ALT)", None, "U/L", "25", "two items in one name"),
        ("Na(尿)", "血清", "mEq/L", "140", "two specimens"),
        ("ASTT", None, "U/L", "25", "nearly is not certainly"),
        ("スギ", None, None, "2", "a class, a tree: an allergen only in its unit"),
        ("E", None, "cm/s", "70", "a letter means a wave only in an echocardiogram"),
        ("Ca++", None, "mg/dL", "9.0", "ionised calcium is counted in moles"),
        ("eGFR", None, "mL/min/1.73m2", "78", "no source has the Japanese formula"),
        ("", None, None, "1", "nothing printed"),
        ("（）", None, None, "1", "nothing printed"),
    ],
)
def test_what_is_not_certain_stays_text(
    printed: str, specimen: str | None, unit: str | None, value: str, why: str
) -> None:
    assert code_of(printed, specimen=specimen, unit=unit, value=value) is None, why


def test_ionised_and_total_calcium_are_told_apart() -> None:
    total, ionised = code_of("Ca", unit="mg/dL"), code_of("Ca++", unit="mmol/L")
    assert total is not None
    assert ionised is not None
    assert (total.key, ionised.key) == ("ca", "bg-ica")


def test_a_method_tells_items_apart() -> None:
    assert code_of("LDL-C", unit="mg/dL", method="直接法").key == "ldl-c-direct"  # type: ignore[union-attr]
    assert code_of("LDL-C", unit="mg/dL", method="計算法").key == "ldl-c-calc"  # type: ignore[union-attr]
    assert code_of("LDL-C", unit="mg/dL", method="酵素法").key == "ldl-c"  # type: ignore[union-attr]
    assert code_of("LDL-C", unit="mg/dL").key == "ldl-c"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("document_type", "name", "unit", "key"),
    [
        (DocumentType.ECHOCARDIOGRAPHY, "E", "cm/s", "echo-e"),
        (DocumentType.ECHOCARDIOGRAPHY, "BSA", "m2", "vs-bsa"),
        (DocumentType.ECG, "軸", "°", "ecg-qrs-axis"),
        (DocumentType.ECG, "心拍数", "bpm", "vs-hr"),
        (DocumentType.VITALS, "体温", "度", "vs-temp"),
        (DocumentType.VITALS, "血糖", "mg/dL", "glu"),
        (DocumentType.BLOOD_GAS, "Na", "mmol/L", "bg-na"),
        (DocumentType.BLOOD_GAS, "体温", "℃", "vs-temp"),
        (DocumentType.BLOOD_GAS, "総ビリルビン", "mg/dL", "t-bil"),
        (DocumentType.LAB_REPORT, "Na", "mEq/L", "na"),
        (DocumentType.URINALYSIS, "白血球", "/μL", None),
        (DocumentType.LAB_REPORT, "VC", "L", None),
        (DocumentType.MICROBIOLOGY, "白血球", "/μL", None),
        (DocumentType.DEVICE_REPORT, "VC", "L", None),
    ],
)
def test_the_kind_of_document_says_where_a_name_stands(
    document_type: DocumentType, name: str, unit: str, key: str | None
) -> None:
    found = code_of(name, unit=unit, value="1.0", document_type=document_type)
    assert (found.key if found else None) == key


@pytest.mark.parametrize(
    ("name", "place", "key"),
    [
        ("朝 最高血圧", Place(unit="mmHg"), "vs-sbp"),
        ("脈拍 夜", Place(unit="拍/分"), "vs-hr"),
        ("K 静脈血", Place(unit="mmol/L", document_type=DocumentType.BLOOD_GAS), "bg-k"),
        ("Na 尿", Place(unit="mEq/L"), "u-na"),
        ("Na 尿", Place(unit="mEq/L", specimen="血清"), None),
        ("AST 前回", Place(unit="U/L", own_time=True), "ast"),
        ("AST（前々回）", Place(unit="U/L", own_time=True), "ast"),
        ("AST 前回", Place(unit="U/L"), None),
        ("血糖 30分", Place(unit="mg/dL", own_time=True), None),
        ("カリウム 透析前", Place(unit="mEq/L", own_time=True), None),
        ("朝", Place(), None),
        ("Plasma Hemoglobin", Place(unit="g/dL"), None),
        ("ヘモグロビン(血漿)", Place(unit="g/dL"), None),
        ("ヘモグロビン", Place(unit="g/dL", specimen="血漿"), None),
        ("ヘモグロビン", Place(unit="g/dL", header_specimen="血清"), "hgb"),
        ("ヘモグロビン", Place(unit="g/dL", specimen="全血"), "hgb"),
        ("カリウム(血漿)", Place(unit="mEq/L"), "k"),
    ],
)
def test_words_that_only_say_when_or_of_what(name: str, place: Place, key: str | None) -> None:
    found = find(name, place, "1.0")
    assert (found.key if found else None) == key


def test_a_previous_result_is_coded_only_under_its_own_date() -> None:
    row = item("AST 前回", "25", unit="U/L")
    sheet = replace(extraction(DocumentType.LAB_REPORT, row), effective="2026-11-20")
    assert enrich(sheet).items[0].loinc is None
    of_today = replace(sheet, items=(replace(row, effective="2026-11-20"),))
    assert enrich(of_today).items[0].loinc is None, "the page's date is not that of the previous result"
    of_before = replace(sheet, items=(replace(row, effective="2026-10-01"),))
    assert enrich(of_before).items[0].loinc == "1920-8"


def test_a_unit_of_two_meanings_takes_the_items() -> None:
    assert ucum_of("度") is None
    temperature = code_of("体温", unit="度")
    axis = code_of("QRS軸", unit="度")
    assert (ucum_of("度", temperature), ucum_of("度", axis)) == ("Cel", "deg")


def test_enrich_adds_codes_and_keeps_what_was_printed() -> None:
    printed = item("白血球数", "8.50", unit="×10³/μL")
    unknown = item("院内項目X", "12", unit="mg/dl")
    given = item("AST", "25", unit="U/L", loinc="0000-0", ucum="1")
    enriched = enrich(extraction(DocumentType.LAB_REPORT, printed, unknown, given)).items
    assert (enriched[0].loinc, enriched[0].ucum) == ("6690-2", "10*3/uL")
    assert (enriched[0].name, enriched[0].value, enriched[0].unit) == ("白血球数", "8.50", "×10³/μL")
    assert (enriched[1].loinc, enriched[1].jlac10, enriched[1].ucum) == (None, None, "mg/dL")
    assert (enriched[2].loinc, enriched[2].ucum) == ("0000-0", "1"), "a code already there stays"
    assert item("白血球数", "8.50", unit="×10³/μL") == printed


def test_a_urinalysis_is_of_urine_throughout() -> None:
    row = item("蛋白", "(±)")
    assert enrich(extraction(DocumentType.URINALYSIS, row)).items[0].loinc == "20454-5"
    assert enrich(extraction(DocumentType.LAB_REPORT, row)).items[0].loinc is None


def test_the_orders_specimen_keeps_serums_code_from_urine() -> None:
    sheet = extraction(DocumentType.LAB_REPORT, item("Na", "140", unit="mEq/L"))
    assert enrich(sheet).items[0].loinc == "2951-2"
    assert enrich(sheet, header_specimen="血清").items[0].loinc == "2951-2"
    assert enrich(sheet, header_specimen="尿").items[0].loinc == "2955-3"
    assert enrich(sheet, header_specimen="胸水").items[0].loinc is None


def test_powers_and_microlitres_are_one_unit_however_written() -> None:
    for printed in ("×10¹²/L", "10¹²/L", "10^12/L"):
        assert ucum_of(printed) == "10*12/L"
    for printed in ("×10³/μL", "x10^3/µl", "10*3/uL", "×１０３／㎕", "10e3/uL", "10 3/mm³", "千/μL"):
        assert ucum_of(printed) == "10*3/uL", printed
    assert ucum_of("×10⁴/μL") == ucum_of("万/μL") == "10*4/uL"
    assert ucum_of("mL/分/1.73㎡") == "mL/min/{1.73_m2}"
    assert ucum_of("頭") is None
    assert ucum_of("") is None
    assert ucum_of(None) is None


def test_keys_keep_what_tells_items_apart() -> None:
    assert name_key("NEUT%") != name_key("NEUT#")
    assert name_key("コレステロ－ル") == name_key("コレステロール")
    assert name_key("HDL-コレステロール") == name_key("ＨＤＬコレステロール")
    assert unit_key("mg/dL") == unit_key("㎎／㎗")
    assert specimen_kind("EDTA加血漿") == specimen_kind("静脈血")
    assert specimen_kind("24時間尿") is not None
    assert specimen_kind("硝子体液") is None
