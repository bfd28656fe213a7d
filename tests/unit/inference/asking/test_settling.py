"""From what a model says to items: marks and units apart, placeholders out, identity only as the page carries it."""

from __future__ import annotations

import json
import math

import pytest

from inference.asking.answers import AnswerWrong, NoAnswer, items_of
from inference.asking.conversed import Conversed, Said
from inference.asking.likelihood import UNTOLD, likelihood
from inference.asking.prepared import Part
from inference.asking.question import Token
from inference.asking.settle import settle
from inference.asking.tiles import WHOLE
from inference.readable import PageWords
from mappers.model import DocumentType, EngineInfo, Extraction, Flag, Item
from tests.unit.inference import printed_lines

PAGE = printed_lines.page(
    [(40, "患者ID"), (90, "0012345"), (200, "氏名"), (240, "見本 花子")],
    [(40, "CRP"), (200, "12.5"), (240, "H"), (260, "mg/dL")],
)


def _settled(
    *entries: dict[str, str],
    kind: DocumentType = DocumentType.LAB_REPORT,
    page: PageWords = PAGE,
    head: tuple[tuple[str, str], ...] = (),
    tokens: tuple[Token, ...] = (),
) -> Extraction:
    text = json.dumps({"items": entries}, ensure_ascii=False)
    said = Said(Part(1, WHOLE, WHOLE, ()), text, tokens)
    return settle([page], Conversed(kind, (said,), EngineInfo("vllm", "0"), head))


def _one(**entry: str) -> Item:
    [item] = _settled(entry).items
    return item


def test_marks_and_units_are_taken_off_the_value() -> None:
    item = _one(name="・CRP：", value="12.5 H mg/dL", range="(0.00-0.14)")
    assert (item.name, item.value, item.unit, item.flag) == ("CRP", "12.5", "mg/dL", Flag.HIGH)
    assert item.reference_range == "0.00-0.14"


@pytest.mark.parametrize(
    ("flag", "told"),
    [
        ("↑", Flag.HIGH),
        ("低", Flag.LOW),
        ("*", Flag.ABNORMAL),
        ("R", Flag.RESISTANT),
        ("", None),
        ("?", None),
    ],
)
def test_marks_are_those_of_every_engine(flag: str, told: Flag | None) -> None:
    assert _one(name="CRP", value="1", flag=flag).flag is told


def test_widths_forms_and_dates_are_normalised() -> None:
    item = _one(name="总蛋白", value="７．１０", unit="ｇ/dL", date="R8.4.1 08:30")
    assert (item.name, item.value, item.unit) == ("総蛋白", "7.10", "g/dL")
    assert item.effective == "2026-04-01T08:30"


def test_a_units_bracket_in_the_name_becomes_the_unit() -> None:
    item = _one(name="WBC (10^3/μL)", value="5.4")
    assert (item.name, item.unit) == ("WBC", "10^3/μL")


@pytest.mark.parametrize("value", ["", "-", "検査中", "未着", "―"])
def test_what_says_that_there_is_nothing_is_no_item(value: str) -> None:
    assert _settled({"name": "CRP", "value": value}).items == ()


def test_decimals_of_json_numbers_stay() -> None:
    assert items_of('{"items":[{"name":"K","value":4.10}]}')[0].value == "4.10"


def test_drugs_go_by_their_organism_where_there_are_two() -> None:
    def named(*organisms: str) -> list[str]:
        entries = [{"organism": o, "name": "CEZ", "value": "<=0.5", "flag": "S"} for o in organisms]
        return [i.name for i in _settled(*entries, kind=DocumentType.MICROBIOLOGY).items]

    assert named("E. coli") == ["CEZ"]
    assert named("E. coli", "S. aureus") == ["E. coli CEZ", "S. aureus CEZ"]


def test_the_built_in_reader_of_heads_goes_first_and_differences_are_warned_of() -> None:
    found = _settled(head=(("id", "0012345"), ("name", "見本 太郎")))
    assert (found.patient.id, found.patient.name) == ("0012345", "見本 花子")
    assert found.warnings == ()  # 太郎 is nowhere on the page
    page = printed_lines.page([(40, "患者ID"), (90, "0012345")], [(40, "9999999")])
    found = _settled(page=page, head=(("id", "9999999"),))
    assert found.patient.id == "0012345"
    assert found.warnings == ("patient-read-differently:id",)


def test_an_invented_patient_is_not_taken() -> None:
    page = printed_lines.page([(40, "CRP"), (200, "12.5")])
    found = _settled(page=page, head=(("id", "777"), ("name", "架空 一郎"), ("birth", "1950-01-01")))
    assert (found.patient.id, found.patient.name, found.patient.birth_date) == (None, None, None)


def test_confidence_is_that_of_the_values_tokens() -> None:
    text = '{"items": [{"name": "CRP", "value": "12.5"}]}'
    start = text.index("12.5")
    tokens = tuple(Token(c, -0.5 if start <= at < start + 4 else 0.0) for at, c in enumerate(text))
    [item] = _settled({"name": "CRP", "value": "12.5"}, tokens=tokens).items
    assert math.exp(-0.5) <= item.confidence < math.exp(-0.3)
    assert _one(name="CRP", value="12.5").confidence == UNTOLD
    assert likelihood((Token("12", -1.0), Token(".5", 0.0)), 0, 4) == pytest.approx(math.exp(-0.5))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [("no", NoAnswer), ("{", AnswerWrong), ("{}", AnswerWrong), ('{"items":[{"name":"a"}]}', AnswerWrong),
     ('{"items":[{"name":"a","value":["1"]}]}', AnswerWrong), ("[" * 10_000 + "{" * 10_000, AnswerWrong)],
)  # fmt: skip
def test_what_is_not_in_the_form_is_named(text: str, wrong: type[Exception]) -> None:
    with pytest.raises(wrong):
        items_of(text)


def test_a_fence_around_the_answer_is_no_fault() -> None:
    assert items_of('```json\n{"items":[{"name":"K","value":"4.1"}]}\n```')[0].name == "K"
