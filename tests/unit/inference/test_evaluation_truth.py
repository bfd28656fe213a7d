"""Truth is read strictly: what is malformed is named by file and key."""

from __future__ import annotations

import copy
import re
from typing import Any

import pytest

from inference.evaluation.truth import TruthMalformed, read_answer, read_facts, read_identity, read_truth
from tests.unit.inference.sheets import plain

WHOLE: dict[str, Any] = plain().truth.to_json()


def _with(path: str, value: object) -> dict[str, Any]:
    data = copy.deepcopy(WHOLE)
    *above, last = [int(k) if k.isdigit() else k for k in path.split(".")]
    place: Any = data
    for key in above:
        place = place[key]
    place[last] = value
    return data


def test_a_whole_truth_is_read_without_a_word() -> None:
    told = read_truth(WHOLE, "a/truth.json")
    assert told.truths == (plain().truth,)
    assert told.unknown_keys == ()


def test_a_message_with_two_documents_has_two_truths() -> None:
    assert len(read_truth([WHOLE, WHOLE], "a/truth.json").truths) == 2


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("document_type", "lab"),
        ("language", "fr"),
        ("patient_mismatch", "no"),
        ("patient", []),
        ("patient.birth_date", "1960/04/05"),
        ("patient.sex", "F"),
        ("items", {}),
        ("items.1", "CRP"),
        ("items.1.name", ""),
        ("items.1.value", 5.4),
        ("items.1.unit", 3),
        ("items.1.flag", "HH"),
        ("items.1.effective", "8:30"),
        ("items.1.page", 0),
        ("items.1.box", [0.1, 0.2, 0.3]),
        ("items.1.box", [310, 420, 350, 440]),
        ("items.1.box", [0.3, 0.2, 0.1, 0.4]),
    ],
)
def test_what_is_malformed_is_named_by_file_and_key(path: str, value: object) -> None:
    key = path.replace("items.1", "items[1]")
    with pytest.raises(TruthMalformed) as caught:
        read_truth(_with(path, value), "a/truth.json")
    assert str(caught.value).startswith(f"a/truth.json: {key}: ")
    assert "CRP" not in str(caught.value)


def test_the_document_of_a_list_is_named_too() -> None:
    with pytest.raises(TruthMalformed, match=r"^a/truth\.json: \[1\]\.items\[0\]\.value: "):
        read_truth([WHOLE, _with("items.0.value", None)], "a/truth.json")


def test_a_misspelt_key_is_told_and_no_error() -> None:
    told = read_truth(_with("items.0.unti", "g/dL"), "a/truth.json")
    assert told.unknown_keys == ("items[].unti",)


def test_facts_of_a_generated_case() -> None:
    filed = {"id": "0012", "name": "Yamada^Taro=山田^太郎=ヤマダ^タロウ", "birth_date": ""}
    facts = read_facts(
        {"family": "lab-report-a", "noise": "fax", "seed": "1", "filed_under": filed}, "case.json"
    )
    assert (facts.family, facts.split, facts.noise) == ("lab-report-a", "", "fax")
    assert facts.filed_under is not None
    assert facts.filed_under.name.variants() == ("山田 太郎", "ヤマダ タロウ", "Yamada Taro")
    assert facts.filed_under.birth_date is None
    with pytest.raises(TruthMalformed, match=r"^case\.json: noise: "):
        read_facts({"noise": 3}, "case.json")


def test_a_name_may_come_in_groups() -> None:
    person = read_identity({"name": {"ideographic": "山田 太郎", "phonetic": "ヤマダ タロウ"}}, "filed.json")
    assert person.name.variants() == ("山田 太郎", "ヤマダ タロウ")
    with pytest.raises(TruthMalformed, match=r"^filed\.json: birth_date: "):
        read_identity({"birth_date": "5 April"}, "filed.json")


@pytest.mark.parametrize(
    ("place", "names"),
    [
        ({"page": 0, "box": [0.1, 0.1, 0.2, 0.2]}, "overlooked[0].page"),
        ({"page": 1}, "overlooked[0].box"),
        ({"page": 1, "box": [0.1, 0.1]}, "overlooked[0].box"),
    ],
)
def test_an_overlooked_place_of_an_answer_without_page_or_box_is_named(
    place: dict[str, Any], names: str
) -> None:
    whole = {"page": 1, "box": [0.1, 0.1, 0.2, 0.2]}
    assert len(read_answer({**WHOLE, "overlooked": [whole]}, "a.json").overlooked) == 1
    with pytest.raises(TruthMalformed, match=re.escape(names)):
        read_answer({**WHOLE, "overlooked": [place]}, "a.json")
