"""The hand-made tables of variant characters: what their comments say was checked."""

from __future__ import annotations

from collections import Counter

from inference import patient, readable


def _in_cp932(character: str) -> bool:
    try:
        character.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True


def test_forms_of_a_recogniser_are_ones_that_japanese_documents_cannot_print() -> None:
    pairs = readable._FORM_PAIRS.split()
    assert [pair for pair in pairs if len(pair) != 2 or _in_cp932(pair[0]) or not _in_cp932(pair[1])] == []
    assert [form for form, count in Counter(pair[0] for pair in pairs).items() if count > 1] == []


def test_a_negation_that_lost_its_dots_is_one() -> None:
    assert readable.japanese_forms("菌を認めす") == "菌を認めず"
    assert readable.japanese_forms("発育せす。") == "発育せず。"
    assert readable.japanese_forms("認めすぎ") == "認めすぎ"
    assert readable.japanese_forms("認める") == "認める"


def test_no_character_of_a_name_stands_for_two() -> None:
    characters = Counter("".join(patient._FORMS.split()))
    assert [character for character, count in characters.items() if count > 1] == []
