"""A hospital's own layout: not understood by itself, understood with its profile; mistakes named by file and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from inference.engines import EngineOptions
from inference.engines.ocr import OcrEngine
from inference.plausibility import Breach
from inference.profiled import completed, prepared
from inference.profiles import DateOrder, Profile, ProfileWrong, parse
from inference.readable import PageWords
from inference.structure.heading_words import Role
from inference.structure.structure import Structured, structure
from inference.types import OpenedDocument, Request, Word
from inference.verify import verify
from mappers.model import Box, DocumentType, EngineInfo, Extraction, Item, PrintedPatient
from tests.unit.inference.sheets import PERSON, Sheet, Text

EXAMPLE = Path("conf/profiles/example.toml")
ROWS = (
    ("ﾀﾝﾊﾟｸ", "6.1", "6.8", "6.6-8.1"),
    ("ﾆｮｳｿ", "30.5", "15.2", "8.0-20.0"),
    ("ｶﾘｳﾑ", "5.5", "4.1", "3.6-4.8"),
)


def _page() -> PageWords:
    texts = [
        Text(40, 40, "台帳番号"), Text(110, 40, "00012345"), Text(200, 40, "付添氏名"), Text(260, 40, "山田　花子"),
        Text(350, 40, "氏名　山田　太郎"), Text(40, 60, "採材"), Text(110, 60, "05/03/2024 08:15"),
        Text(40, 100, "ｺｳﾓｸ"), Text(140, 100, "旧"), Text(200, 100, "新"), Text(260, 100, "ﾊﾝｲ"),
        Text(40, 200, "eGFR 99.9 は院内限りの参考値です"),
    ]  # fmt: skip
    for i, row in enumerate(ROWS):
        texts += [Text(x, 120 + 18 * i, t) for x, t in zip((40, 140, 200, 260), row, strict=True)]
    return Sheet("own", tuple(texts), (), PERSON, None).words()


def _profile(text: str = "") -> Profile:
    return parse(text or EXAMPLE.read_text(encoding="utf-8"), "example")


def _values(found: Structured) -> list[tuple[str, str]]:
    return [(item.name, item.value) for item in found.items]


def test_a_layout_is_read_right_only_with_its_profile() -> None:
    page, profile = _page(), _profile()
    right = [(name, new) for name, _, new, _ in ROWS]
    blind = structure([page])
    assert not set(right) & set(_values(blind)), "the earlier results stand where results are looked for"
    assert (blind.patient.id, blind.effective) != ("00012345", "2024-03-05T08:15")

    told = structure(prepared([page], profile), profile.document_type)
    assert [pair for pair in _values(told) if pair in right] == right
    assert [(n, v) for n, v in _values(told) if n.endswith("前回値")] == [
        (f"{name} 前回値", old) for name, old, _, _ in ROWS
    ]
    assert "99.9" not in {item.value for item in told.items}, "a line to be ignored"
    assert told.document_type is DocumentType.LAB_REPORT
    assert (told.patient.id, told.patient.name) == ("00012345", "山田 太郎")
    assert told.effective == "2024-03-05T08:15"
    read = Extraction(
        told.document_type, "ja", told.patient, told.items, 1, EngineInfo("", ""), effective=told.effective
    )
    verified = verify(read, [page])
    assert all(i.verified and i.box for i in verified.items if (i.name, i.value) in right)


def test_the_engine_takes_the_profile_from_its_request() -> None:
    class Words:
        def read(self, document: OpenedDocument) -> tuple[tuple[PageWords, ...], tuple[()]]:
            return (_page(),), ()

        def info(self) -> EngineInfo:
            return EngineInfo("words", "1")

    engine = OcrEngine(EngineOptions(1), Words())  # type: ignore[arg-type]
    read = engine.read(OpenedDocument("application/pdf", ()), Request(profile=_profile()))
    assert ("ﾀﾝﾊﾟｸ", "6.8") in {(i.name, i.value) for i in read.items}


def test_codes_go_beside_what_is_printed_and_another_unit_is_a_warning() -> None:
    profile = parse('[items]\n"X蛋白" = { loinc = "site-1", unit = "g/dL", ucum = "g/dL" }\n', "p")
    items = tuple(Item("Ｘ蛋白", "6.8", 1, None, 0.95, True, unit) for unit in ("g/dl", None, "g/L"))
    read = completed(
        Extraction(DocumentType.LAB_REPORT, "ja", PrintedPatient(), items, 1, EngineInfo("", "")), profile
    ).items
    assert [(i.unit, i.loinc, i.ucum) for i in read] == [
        ("g/dl", "site-1", "g/dL"),
        (None, "site-1", "g/dL"),
        ("g/L", "site-1", None),
    ]
    assert [i.warnings for i in read] == [(), (), (Breach.UNIT.value,)]
    assert read[2].confidence < read[0].confidence


def test_a_heading_is_renamed_only_among_headings() -> None:
    profile = parse('[headings]\n"新" = "value"\n"旧" = "previous"\n', "p")
    words = (Word("新", Box(0.1, 0.1, 0.12, 0.11)), Word("病院", Box(0.2, 0.1, 0.3, 0.11)))
    (page,) = prepared([PageWords(1, 600, 800, words)], profile)
    assert [w.text for w in page.words] == ["新", "病院"]


@pytest.mark.parametrize(
    ("order", "text", "read"),
    [
        (DateOrder.DMY, "05/03/2024", "2024/03/05"),
        (DateOrder.MDY, "05/03/2024", "2024/05/03"),
        (DateOrder.DMY, "採取:05.03.2024", "採取:2024/03/05"),
        (DateOrder.DMY, "99/03/2024", "99/03/2024"),
        (DateOrder.DMY, "2024/03/05", "2024/03/05"),
    ],
)
def test_the_order_of_dates(order: DateOrder, text: str, read: str) -> None:
    profile = Profile("p", date_order=order)
    (page,) = prepared([PageWords(1, 600, 800, (Word(text, Box(0, 0, 0.1, 0.01)),))], profile)
    assert [w.text for w in page.words] == [read]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("document_type = ", "not valid TOML"),
        ("colour = 1", "colour: no such key"),
        ('document_type = "lab"', "document_type: 'lab' is none of lab-report"),
        ('date_order = "ymd"', "date_order: 'ymd' is none of dmy, mdy"),
        ('ignore = ["*"]', "ignore: must be a list"),
        ('[headings]\n"新" = "now"', "headings.新: 'now' is none of name"),
        ('[headings]\nA = "name"\n"ａ" = "unit"', "headings.ａ: is there twice"),
        ('[labels]\n"No" = 3', "labels.No: 3 is none of id"),
        ('[items]\nTP = "x"', "items.TP: must be a table"),
        ('[items]\nTP = { unti = "g/dL" }', "items.TP.unti: no such key; there are means"),
        ('[items]\nTP = { unit = 3 }', "items.TP.unit: must be a text"),
    ],
)  # fmt: skip
def test_mistakes_are_named_by_file_and_key(text: str, named: str) -> None:
    with pytest.raises(ProfileWrong) as caught:
        parse(text, "ward", "profiles/ward.toml")
    assert str(caught.value).startswith(f"profiles/ward.toml: {named}")


def test_all_mistakes_are_named_at_once() -> None:
    with pytest.raises(ProfileWrong) as caught:
        parse('colour = 1\ndate_order = "x"\n[labels]\nA = "b"\n', "p")
    assert len(str(caught.value).splitlines()) == 3


def test_keys_do_not_mind_width_or_case() -> None:
    profile = parse('[headings]\n"ＮＥＷ" = "value"\n[items]\n"ﾀﾝﾊﾟｸ" = { unit = "g/dL" }\n', "p")
    assert profile.headings == (("new", Role.VALUE),)
    assert profile.item("タンパク") is not None
