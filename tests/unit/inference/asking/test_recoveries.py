"""Each fault of an answer ends right: recovered whole, or the page named as unread; never half a list."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from inference.asking.converse import converse
from inference.asking.conversed import Conversed, How, TypeFrom
from inference.asking.faults import RECOVERIES, Ailment, diagnosed, loops
from inference.asking.pictures import encode
from inference.asking.prepare import prepare
from inference.asking.prepared import Prepared
from inference.asking.question import Answer, Fault, FaultKind, Finish, Question
from inference.asking.schema import MOST_ITEMS
from inference.engines.options import Looks, PageText
from inference.profiles import Profile
from inference.readable import PageWords
from inference.types import DocumentRefused, ModelAway, OpenedDocument, Page, Pixels
from mappers.model import DocumentType
from tests.unit.inference import printed_lines
from tests.unit.inference.asking.oracle import Scripted, asks_head, items_json, reply


def noise(height: int, width: int) -> Pixels:
    """Grey noise: pixels that no rule takes for anything."""
    return np.random.default_rng(0).integers(180, 255, (height, width, 3), dtype=np.uint8)


ROWS = [
    ("総蛋白", "7.1"),
    ("白血球数", "5.4"),
    ("赤血球数", "4.41"),
    ("血小板数", "212"),
    ("尿酸", "5.0"),
    ("CRP", "0.1"),
]
WHOLE = items_json(*ROWS)
LAB = Profile("lab", DocumentType.LAB_REPORT)

Script = Callable[[Question, int], Answer]


def _page(number: int = 1) -> PageWords:
    lines = [[(40.0, "検査項目"), (200.0, "結果"), (300.0, "単位")]]
    lines += [[(40.0, name), (200.0, value), (300.0, "U/L")] for name, value in ROWS]
    page = printed_lines.page(*lines)
    return PageWords(number, page.width_px, page.height_px, page.words)


def _prepared(pages: int = 1, profile: Profile | None = LAB, looks: Looks | None = None) -> Prepared:
    words = [_page(n) for n in range(1, pages + 1)]
    given = tuple(
        Page(w.number, w.width_px, w.height_px, partial(noise, w.height_px, w.width_px), w.words)
        for w in words
    )
    return prepare(OpenedDocument("application/pdf", given), words, looks or Looks(), profile)


def _said(conversed: Conversed) -> list[str]:
    return [e["name"] for said in conversed.said for e in json.loads(said.text)["items"]]


def _asked(script: Script, pages: int = 1) -> tuple[Conversed, Scripted]:
    """What becomes of the questions about items when the head is answered well."""
    model = Scripted(lambda q, n: reply("{}") if asks_head(q) else script(q, n))
    return converse(_prepared(pages), model, How()), model


def _shown(question: Question) -> str:
    """What a sound model says of a question: the rows whose words it was told."""
    told = question.turns[0].text
    return items_json(*(row for row in ROWS if f"{row[0]}\t" in told))


def _first_then(first: Answer, then: Script) -> Script:
    seen: list[int] = []

    def script(question: Question, number: int) -> Answer:
        seen.append(number)
        return first if len(seen) == 1 else then(question, number)

    return script


def _well(question: Question, _: int) -> Answer:
    return reply(_shown(question))


LOOPED = WHOLE[:40] + " " * 500
REPEATED = '{"items":[' + '{"name":"尿蛋白","value":"(-)"},' * 30


@pytest.mark.parametrize(
    ("fault", "recovery"),
    [
        (reply(LOOPED, Finish.LENGTH), "looping:warmer"),
        (reply(REPEATED, Finish.LENGTH), "looping:warmer"),
        (reply(""), "empty:warmer"),
        (reply("The page shows a laboratory report."), "prose:remind"),
        (reply(WHOLE[:-10]), "invalid:warmer"),
        (reply('{"items":"none"}'), "invalid:warmer"),
        (reply(items_json(("总蛋白", "7.1"), ("红细胞数", "4.41"), ("CRP", "0.1"))), "foreign:remind"),
        (reply(WHOLE, Finish.ABORTED), "broken:again"),
        (Fault(FaultKind.TIMEOUT, "no answer in 180 s"), "timeout:again"),
        (Fault(FaultKind.BROKEN, "500"), "broken:again"),
        (Fault(FaultKind.REFUSED, "400"), "refused:again"),
        (Fault(FaultKind.TOO_LONG, "too long"), "too-long:split"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_one_fault_is_recovered_from(fault: Answer, recovery: str) -> None:
    found, _ = _asked(_first_then(fault, _well))
    assert list(dict.fromkeys(_said(found))) == [name for name, _ in ROWS]
    assert found.recoveries == ((recovery, 1),)
    assert found.unread == ()


def test_a_cut_answer_is_continued() -> None:
    cut = WHOLE[: len(WHOLE) // 2]
    found, model = _asked(
        _first_then(reply(cut, Finish.LENGTH, -0.1), lambda q, _: reply(WHOLE[len(cut) :], logprob=-0.2))
    )
    asked = model.asked[-1]
    assert asked.continues
    assert asked.turns[-1].text == cut
    assert asked.schema == ""  # a grammar would begin anew
    assert found.said[0].text == WHOLE
    assert "".join(t.text for t in found.said[0].tokens) == WHOLE
    assert found.recoveries == (("cut:continue", 1),)


def test_a_server_that_begins_anew_is_understood() -> None:
    found, _ = _asked(_first_then(reply(WHOLE[:50], Finish.LENGTH), lambda q, _: reply(WHOLE)))
    assert found.said[0].text == WHOLE


def test_a_server_that_cannot_continue_is_asked_anew() -> None:
    def script(question: Question, number: int) -> Answer:
        if question.continues:
            return Fault(FaultKind.REFUSED, "400: the last message must be the user's")
        return _well(question, number) if number > 2 else reply(WHOLE[:50], Finish.LENGTH)

    found, model = _asked(script)
    assert found.recoveries == (("cut:continue", 1), ("refused:again", 1))
    assert sum(q.continues for q in model.asked) == 1
    assert _said(found) == [name for name, _ in ROWS]


def test_what_stays_cut_is_split_until_it_is_whole() -> None:
    def script(question: Question, _: int) -> Answer:
        answer = _shown(question)
        if question.continues or len(json.loads(answer)["items"]) > 5:
            return reply(answer[:60], Finish.LENGTH)
        return reply(answer)

    found, model = _asked(script)
    assert set(_said(found)) == {name for name, _ in ROWS}
    assert [said.part.own.top for said in found.said] == sorted(said.part.own.top for said in found.said)
    assert dict(found.recoveries)["cut:split"] == 1
    lower = next(
        q for q in reversed(model.asked) if "検査項目" in q.turns[0].text and "総蛋白" not in q.turns[0].text
    )
    assert len(lower.turns[0].pictures) == 2  # the headings, and the lower half
    assert lower.turns[0].pictures[1].region.y0 > 0.0


@pytest.mark.parametrize("finish", [Finish.LENGTH, Finish.STOP])
def test_a_page_that_never_comes_whole_is_unread_and_the_other_stays(finish: Finish) -> None:
    def script(question: Question, _: int) -> Answer:
        if question.turns[0].pictures[-1].page == 2:
            return reply(WHOLE[:60], finish)
        return reply(WHOLE)

    found, model = _asked(script, pages=2)
    assert [page.page for page in found.unread] == [2]
    assert {said.part.page for said in found.said} == {1}
    assert "(" in found.unread[0].reason
    assert sum(q.turns[0].pictures[-1].page == 2 for q in model.asked) < 20


def test_every_ailment_has_an_end() -> None:
    """A model that never answers well costs a bounded number of questions."""
    for text, finish in (
        (LOOPED, Finish.LENGTH),
        (WHOLE[:60], Finish.LENGTH),
        ("", Finish.STOP),
        ("x", Finish.STOP),
    ):
        model = Scripted(lambda q, n, text=text, finish=finish: reply(text, finish))
        with pytest.raises(DocumentRefused) as refused:
            converse(_prepared(), model, How())
        assert refused.value.code == "no-page-read"
        assert len(model.asked) < 25
    assert set(RECOVERIES) == set(Ailment)


def test_nobody_there_is_no_fault_of_the_document() -> None:
    with pytest.raises(ModelAway) as away:
        converse(_prepared(2), Scripted(lambda q, n: Fault(FaultKind.AWAY, "gpu1 does not answer")), How())
    assert str(away.value) == "gpu1 does not answer"
    assert not away.value.failed
    again = pickle.loads(pickle.dumps(away.value))
    assert (again.reason, again.failed) == (away.value.reason, away.value.failed)


def test_a_server_that_dies_of_the_question_is_remembered_when_it_is_away_afterwards() -> None:
    away_now = Fault(FaultKind.AWAY, "gpu1 does not answer")
    for first in (Fault(FaultKind.DROPPED, "gpu1 dropped the connection"), reply(WHOLE[:60], Finish.ABORTED)):
        with pytest.raises(ModelAway) as away:
            _asked(_first_then(first, lambda q, n: away_now))
        assert away.value.failed


def test_a_server_that_saw_a_loop_is_asked_as_after_a_loop() -> None:
    looped = reply("{\n\t\t", Finish.REPEATED)
    found, _ = _asked(_first_then(looped, lambda q, n: reply(WHOLE)))
    assert found.recoveries == (("looping:warmer", 1),)
    with pytest.raises(DocumentRefused) as refused:
        _asked(lambda q, n: looped)
    assert refused.value.code == "no-page-read"


def test_a_page_for_which_nobody_is_there_twice_waits_with_the_document() -> None:
    def script(question: Question, _: int) -> Answer:
        away = question.turns[0].pictures[-1].page == 2
        return Fault(FaultKind.AWAY, "gone") if away else reply(WHOLE)

    with pytest.raises(ModelAway):
        _asked(script, pages=2)


def test_servers_that_fail_on_every_page_are_away_and_refusals_are_told() -> None:
    with pytest.raises(ModelAway):
        _asked(lambda q, n: Fault(FaultKind.BROKEN, "500"), pages=2)
    with pytest.raises(DocumentRefused) as refused:
        _asked(lambda q, n: Fault(FaultKind.REFUSED, "401: set api_key"), pages=2)
    assert (refused.value.code, refused.value.reason) == ("model-refused", "401: set api_key")


def test_a_full_list_is_not_taken_for_the_whole() -> None:
    full = items_json(*((f"row {n}", str(n)) for n in range(MOST_ITEMS)))
    assert diagnosed(reply(full), full, "ja") is Ailment.FULL


def test_an_empty_list_for_a_full_page_is_asked_again_and_then_warned_of() -> None:
    lines = [[(40.0, f"項目{chr(0x30A2 + n)}"), (200.0, f"{n}.5")] for n in range(20)]
    words = printed_lines.page(*lines)
    page = Page(
        1, words.width_px, words.height_px, lambda: noise(words.height_px, words.width_px), words.words
    )
    prepared = prepare(OpenedDocument("application/pdf", (page,)), [words], Looks(), LAB)
    found = converse(prepared, Scripted(lambda q, n: reply("{}" if asks_head(q) else '{"items":[]}')), How())
    assert found.warnings == ("hollow-page",)
    assert found.recoveries == (("hollow:warmer", 1),)


@pytest.mark.parametrize(
    ("text", "circles"),
    [
        ("x" * 10 + "\n" * 50, True),
        ("a" * 80, True),
        ('{"name":"A","value":"1"},' * 6, True),
        (WHOLE, False),
        ('{"items":[{"name":"A","value":"0.00000"}', False),
        (json.dumps({"items": [{"name": f"n{n}", "value": "(-)"} for n in range(40)]}), False),
    ],
)
def test_circles_are_told_from_lists(text: str, circles: bool) -> None:
    assert loops(text) is circles


def test_type_is_asked_first_unless_it_is_known() -> None:
    def script(question: Question, _: int) -> Answer:
        return reply('{"type":"lab-report","id":"0001"}') if asks_head(question) else reply(WHOLE)

    model = Scripted(script)
    found = converse(_prepared(profile=None), model, How())
    assert found.document_type is DocumentType.LAB_REPORT
    assert '"type":{"enum"' in model.asked[0].schema
    assert dict(found.head) == {"id": "0001"}
    assert model.rounds == 2
    told = Scripted(script)
    converse(_prepared(), told, How())
    assert '"type":{"enum"' not in told.asked[0].schema
    by_words = Scripted(script)
    converse(_prepared(profile=None), by_words, How(type_from=TypeFrom.WORDS))
    assert '"type":{"enum"' not in by_words.asked[0].schema


def test_a_model_that_sees_no_results_where_the_words_do_is_not_believed() -> None:
    answers = {"other": '{"type":"other"}', "nonsense": '{"type":"poem"}', "nothing": "I cannot say."}
    for text in answers.values():
        model = Scripted(lambda q, n, text=text: reply(text) if asks_head(q) else reply(WHOLE))
        found = converse(_prepared(profile=None), model, How())
        assert found.document_type is DocumentType.LAB_REPORT
        assert found.warnings


def test_all_pages_are_asked_in_one_round() -> None:
    _, model = _asked(_well, pages=3)
    assert model.rounds == 2  # the head, then all pages
    assert len(model.asked) == 4


def test_words_are_told_or_not_as_the_switch_says() -> None:
    for page_text, told in ((PageText.ALWAYS, True), (PageText.NEVER, False), (PageText.TEXT_LAYER, True)):
        model = Scripted(lambda q, n: reply("{}") if asks_head(q) else reply(WHOLE))
        converse(_prepared(), model, How(page_text=page_text))
        assert ("総蛋白\t7.1" in model.asked[-1].turns[0].text) is told


def test_a_text_model_is_asked_about_words_alone() -> None:
    model = Scripted(lambda q, n: reply("{}") if asks_head(q) else reply(_shown(q)))
    prepared = _prepared(looks=Looks(vision=False))
    found = converse(prepared, model, How(Looks(vision=False), PageText.NEVER))
    assert all(not q.turns[0].pictures for q in model.asked)
    assert _said(found) == [name for name, _ in ROWS]


def test_prompts_are_there_in_both_languages_for_every_type() -> None:
    from inference.asking.prompting import LANGUAGES, items_question, prompt_digest
    from inference.asking.schema import FIELDS

    part = _prepared().parts[0]
    for language in LANGUAGES:
        for kind in FIELDS:
            question = items_question(part, kind, language, with_words=True)
            assert "$" not in question.turns[0].text
            assert json.loads(question.schema)["additionalProperties"] is False
    assert len({prompt_digest(language) for language in LANGUAGES}) == 2


def test_prepared_and_conversed_travel_between_processes() -> None:
    prepared = _prepared(2)
    found = converse(pickle.loads(pickle.dumps(prepared)), Scripted(lambda q, n: reply(WHOLE)), How())
    again = pickle.loads(pickle.dumps(found))
    assert again == found
    assert all(said.part.picture is None for said in again.said)
    assert encode(noise(10, 10), (28, 28)).startswith(b"\xff\xd8")
