"""Answers of several words in laboratory tables, and what is none: titles and houses above a page's headings."""

from __future__ import annotations

import pytest

from inference.structure.lab_report import read_items
from inference.structure.values import ValueKind, parse_value
from tests.unit.inference.printed_lines import Line, page

HEADS: Line = [(40, "Test"), (200, "Result"), (330, "Flag"), (400, "Reference")]


@pytest.mark.parametrize(
    "text",
    ["Weakly reactive", "Strongly positive", "Not detectable", "False positive", "軽度溶血", "軽度混濁"],
)
def test_answers_with_a_word_of_degree(text: str) -> None:
    value = parse_value(text)
    assert value is not None
    assert (value.text, value.kind) == (text, ValueKind.WORD)


def test_an_answer_of_several_words_is_whole() -> None:
    sheet = page(
        HEADS,
        [(40, "HBs antigen"), (200, "Weakly reactive"), (330, "*"), (400, "Negative")],
        [(40, "HCV antibody"), (200, "Present in traces"), (330, "*"), (400, "Negative")],
        [(40, "HIV Ag/Ab"), (200, "Non-reactive"), (400, "Negative")],
    )
    assert [(i.name, i.value) for i in read_items((sheet,))] == [
        ("HBs antigen", "Weakly reactive"),
        ("HCV antibody", "Present in traces"),
        ("HIV Ag/Ab", "Non-reactive"),
    ]


def test_the_title_of_a_page_that_goes_on_is_no_result() -> None:
    rows: list[Line] = [
        HEADS,
        [(40, "HBs antigen"), (200, "Reactive"), (400, "Negative")],
        [(40, "Sodium"), (200, "140"), (400, "138-145")],
    ]
    title: Line = [(40, "臨床検査報告書 Laboratory"), (200, "Report"), (400, "夢野大学医学部附属病院")]
    found = read_items((page(*rows), page(title, [], *rows)))
    assert [i.name for i in found] == ["HBs antigen", "Sodium"] * 2
