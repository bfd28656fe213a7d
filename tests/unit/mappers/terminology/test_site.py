"""A hospital's own master: read, refused with what to do, and asked before the tables of the program."""

from __future__ import annotations

import pytest

from mappers.item_codes import Coding
from mappers.model import DocumentType, EngineInfo, Extraction, Item, PrintedPatient
from mappers.terminology import Place, SiteMaster, enrich
from mappers.terminology.site import MasterWrong, SiteTable, parse

GOOD = """local_code,name,jlac10,unit,specimen
L001,院内CRP,5C070000002306201,mg/dL,
L002,特殊蛋白Z,,ng/mL,血清
L003,Na,3H010000002326101,mEq/L,
L004,Na,3H010000000126101,mEq/L,
"""


def table(text: str) -> SiteTable:
    return parse(text)


def wrong(text: str) -> list[str]:
    with pytest.raises(MasterWrong) as raised:
        parse(text)
    return [str(mistake) for mistake in raised.value.mistakes]


def item(name: str, value: str = "1.0", **known: str | None) -> Item:
    return Item(name=name, value=value, page=1, box=None, confidence=1.0, verified=True, **known)  # type: ignore[arg-type]


def enriched(
    row: Item, site: SiteTable, system: str = "", kind: DocumentType = DocumentType.LAB_REPORT
) -> Item:
    sheet = Extraction(kind, "ja", PrintedPatient(), (row,), 1, EngineInfo("ocr", "1"))
    return enrich(sheet, site=SiteMaster(site, system)).items[0]


def test_a_master_is_read_and_its_names_are_found() -> None:
    site = table(GOOD)
    assert [i.local_code for i in site.items] == ["L001", "L002", "L003", "L004"]
    found = site.find("院内 ＣＲＰ", Place(unit="㎎/㎗"))
    assert found is not None
    assert found.local_code == "L001"
    assert site.find("院内CRP", Place(unit="g/dL")) is None, "another unit"
    assert site.find("特殊蛋白Z", Place(specimen="尿")) is None, "another specimen"
    assert site.find("ない項目", Place()) is None


def test_the_specimen_in_a_jlac10_code_tells_two_of_one_name_apart() -> None:
    site = table(GOOD)
    serum, urine = site.find("Na", Place(specimen="血清")), site.find("Na", Place(specimen="尿"))
    assert serum is not None
    assert urine is not None
    assert (serum.local_code, urine.local_code) == ("L003", "L004")
    of_urine = site.find("Na", Place(document_type=DocumentType.URINALYSIS))
    assert of_urine is not None
    assert of_urine.local_code == "L004"
    assert site.find("Na", Place()) is None, "serum or urine?"


def test_japanese_headings_a_byte_order_mark_and_blank_lines_are_taken() -> None:
    site = table("\ufeff院内コード,検査項目名,JLAC10,単位\n1,項目A,,mg/dL\n,,,\n2,項目B,,\n")
    assert [(i.local_code, i.name, i.unit) for i in site.items] == [
        ("1", "項目A", "mg/dL"),
        ("2", "項目B", ""),
    ]


def test_variants_are_names_too() -> None:
    site = table("local_code,name,variants\n7,特殊蛋白Z,蛋白Z|Z-protein\n")
    assert site.find("Ｚ－Protein", Place()) == site.items[0]


def test_every_mistake_is_told_with_its_line_and_what_to_do() -> None:
    told = wrong(
        "local_code,name,jlac10,unit,specimen,loinc\n"
        ",名なし番,,,,\n"
        "2,,,,,\n"
        "3,項目C,3B0350000023272,,,\n"
        "4,項目D,,,硝子体,\n"
        "5,項目E,,,,1988-6\n"
    )
    assert [line.split(":")[0] for line in told] == ["line 2", "line 3", "line 4", "line 5", "line 6"]
    assert "give the code" in told[0]
    assert "give the name" in told[1]
    assert "15 characters here" in told[2]
    assert "血清" in told[3]
    assert "check digit" in told[4]


def test_two_lines_that_no_page_could_tell_apart_are_refused() -> None:
    told = wrong("local_code,name,unit\n1,項目A,mg/dL\n2,項目Ａ,㎎/dl\n1,項目B,\n")
    assert told == [
        "line 3: name, unit and specimen are those of line 2: give one of them another unit or specimen, or take "
        "one out",
        "line 4: local_code '1' stands in line 2 already: one line a code",
    ]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "the file is empty"),
        ("name,unit\nA,mg\n", "no column local_code"),
        ("local_code,name,価格\n1,A,100\n", "unknown column '価格'"),
        ("local_code,name,名称\n1,A,B\n", "two columns are name"),
        ("local_code,name\n", "there is no item"),
    ],
)
def test_headings_are_checked(text: str, word: str) -> None:
    assert word in wrong(text)[0]


def test_the_hospitals_code_goes_first_and_the_tables_loinc_stays_where_both_agree() -> None:
    site = table("local_code,name,jlac10,unit\nL9,CRP,5C070000002306201,mg/dL\n")
    coded = enriched(item("CRP", unit="mg/dL"), site, "http://hospital.example/items")
    assert (coded.jlac10, coded.loinc, coded.standard_name) == ("5C070000002306201", "1988-5", "CRP")
    assert coded.codings == (Coding("http://hospital.example/items", "L9", "CRP"),)
    assert enriched(item("CRP", unit="mg/dL"), site).codings == (), "no system, no coding"


def test_where_the_hospital_means_another_analyte_the_table_is_silent() -> None:
    site = table("local_code,name,jlac10,unit\nL9,CRP,3B035000002327201,mg/dL\n")
    coded = enriched(item("CRP", unit="mg/dL"), site)
    assert (coded.jlac10, coded.loinc) == ("3B035000002327201", None)


def test_a_code_of_another_system_is_a_coding() -> None:
    none = table("local_code,name\n1,他の項目\n")
    coded = enriched(item("QRS幅", "98", unit="ms"), none, kind=DocumentType.ECG)
    assert coded.codings == (Coding("urn:iso:std:iso:11073:10101", "147228", "QRS duration global"),)
    assert coded.proposals == ()
