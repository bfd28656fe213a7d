"""Several engines on one document: who reads, who is asked besides, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from inference.agreement import DISAGREES, DISPUTED_CONFIDENCE, with_agreement
from inference.chain import read_by_chain
from inference.engines.options import ChainOptions
from inference.types import ModelAway
from mappers.model import (
    Box,
    DocumentType,
    EngineInfo,
    Extraction,
    Item,
    Overlooked,
    PrintedPatient,
    UnreadPage,
)

ROW = Box(0.4, 0.3, 0.45, 0.32)


def item(name: str, value: str, *, verified: bool = True, box: Box | None = None, page: int = 1) -> Item:
    return Item(name, value, page, box, 0.99, verified)


def read_by(engine: str, *items: Item, unread: tuple[UnreadPage, ...] = ()) -> Extraction:
    info = EngineInfo(engine, "1")
    return Extraction(DocumentType.LAB_REPORT, "ja", PrintedPatient(), items, 1, info, unread=unread)


def answering(
    answers: Mapping[str, Extraction | ModelAway], asked: list[str]
) -> Callable[[str, Extraction | None], Extraction]:
    def read(name: str, second: Extraction | None) -> Extraction:
        asked.append(name)
        answer = answers[name]
        if isinstance(answer, ModelAway):
            raise answer
        return answer if second is None else with_agreement(answer, second)

    return read


AWAY = ModelAway("nobody answers")
CRP = item("CRP", "0.12", box=ROW)


def test_the_first_that_answers_reads_and_it_is_said_who_did_not() -> None:
    asked: list[str] = []
    answers = {"vision": AWAY, "ocr": read_by("ocr", CRP)}
    found = read_by_chain(ChainOptions(("vision", "ocr")), answering(answers, asked))
    assert asked == ["vision", "ocr"]
    assert found.engine.name == "ocr"
    assert found.warnings == ("read-without: vision could not, ocr read",)
    whole = read_by_chain(ChainOptions(("vision", "ocr")), answering({"vision": read_by("vision", CRP)}, []))
    assert whole.warnings == ()


def test_nobody_answers_and_the_work_waits() -> None:
    with pytest.raises(ModelAway, match="nobody answers"):
        read_by_chain(ChainOptions(("vision", "large")), answering({"vision": AWAY, "large": AWAY}, []))


def test_the_check_reads_once_even_where_it_is_the_fallback_too() -> None:
    asked: list[str] = []
    answers = {"vision": AWAY, "ocr": read_by("ocr", CRP)}
    found = read_by_chain(ChainOptions(("vision", "ocr"), check="ocr"), answering(answers, asked))
    assert asked == ["ocr", "vision"]
    assert found.items == (CRP,)


def test_a_second_reading_agrees_disagrees_or_has_nothing_there() -> None:
    model = read_by("vision", CRP, item("Na", "140"), item("K", "4.1"))
    ocr = read_by("ocr", item("ＣＲＰ", "0.12"), item("Na", "104"))
    found = read_by_chain(
        ChainOptions(("vision",), check="ocr"), answering({"vision": model, "ocr": ocr}, [])
    )
    assert [i.agrees for i in found.items] == [True, False, None]
    assert found.items[1].value == "140", "nothing is corrected silently"
    assert found.items[1].confidence == DISPUTED_CONFIDENCE
    assert found.items[1].warnings == (DISAGREES,)
    assert found.items[0].confidence == 0.99


def test_the_same_words_under_another_name_agree_or_disagree_too() -> None:
    marked = with_agreement(
        read_by("vision", item("C反応性蛋白", "0.12", box=ROW)), read_by("ocr", item("CRP", "0.12", box=ROW))
    )
    assert marked.items[0].agrees is True
    other = with_agreement(
        read_by("vision", item("C反応性蛋白", "0.72", box=ROW)), read_by("ocr", item("CRP", "0.12", box=ROW))
    )
    assert other.items[0].agrees is False
    elsewhere = with_agreement(read_by("vision", CRP), read_by("ocr", item("CRP", "0.12", page=2, box=ROW)))
    assert elsewhere.items[0].agrees is None


@pytest.mark.parametrize(
    ("larger", "reads"),
    [
        (read_by("large", CRP, item("Na", "140")), "large"),
        (read_by("large", item("CRP", "9", verified=False), item("Na", "1", verified=False)), "vision"),
    ],
)
def test_a_larger_model_reads_again_what_is_in_doubt_and_counts_where_it_has_less(
    larger: Extraction, reads: str
) -> None:
    doubtful = read_by("vision", CRP, item("Na", "999", verified=False))
    options = ChainOptions(("vision",), escalate_to="large", escalate_share=0.3)
    found = read_by_chain(options, answering({"vision": doubtful, "large": larger}, []))
    assert found.engine.name == reads
    assert found.warnings[-1].startswith("escalated")


def test_nothing_in_doubt_asks_nobody_and_a_larger_model_away_is_said() -> None:
    options = ChainOptions(("vision",), escalate_to="large", escalate_share=0.3)
    asked: list[str] = []
    read_by_chain(options, answering({"vision": read_by("vision", CRP), "large": AWAY}, asked))
    assert asked == ["vision"]
    partial = read_by("vision", CRP, unread=(UnreadPage(2, "no answer"),))
    found = read_by_chain(options, answering({"vision": partial, "large": AWAY}, asked))
    assert found.warnings == ("not-escalated: large did not answer",)


def test_of_a_chart_the_hour_is_compared_and_the_day_where_it_is_the_only_one() -> None:
    def pulse(value: str, effective: str) -> Item:
        return replace(item("脈拍", value), effective=effective)

    hours = read_by("ocr", pulse("72", "2026-04-01T06:00"), pulse("88", "2026-04-01T14:00"))
    marked = with_agreement(read_by("vision", pulse("88", "2026-04-01T06:00")), hours)
    assert marked.items[0].agrees is False, "88 stands at another hour"
    marked = with_agreement(read_by("vision", pulse("72", "2026-04-01")), hours)
    assert marked.items[0].agrees is None, "nobody knows which hour is meant"
    day = read_by("ocr", pulse("72", "2026-04-01"))
    assert with_agreement(read_by("vision", pulse("72", "2026-04-01T06:00")), day).items[0].agrees is True


def test_what_is_in_doubt_is_asked_again_in_another_way_and_only_then() -> None:
    asked: list[str] = []
    sure = {"vision": read_by("vision", CRP), "again": read_by("vision", CRP)}
    options = ChainOptions(("vision",), recheck="again")
    read_by_chain(options, answering(sure, asked))
    assert asked == ["vision"]
    doubtful = read_by("vision", CRP, item("Na", "140", verified=False))
    again = read_by("vision", CRP, item("Na", "104"))
    found = read_by_chain(options, answering({"vision": doubtful, "again": again}, asked))
    assert asked[-1] == "again"
    assert [(i.value, i.agrees) for i in found.items] == [("0.12", True), ("140", False)]
    away = read_by_chain(options, answering({"vision": doubtful, "again": AWAY}, []))
    assert away.warnings == ("not-rechecked: again did not answer",)


def test_a_reading_that_overlooked_places_asks_the_larger_model() -> None:
    options = ChainOptions(("ocr",), escalate_to="large", escalate_share=0.3)
    overlooked = replace(read_by("ocr", CRP), overlooked=(Overlooked(1, Box(0.1, 0.2, 0.3, 0.4)),))
    asked: list[str] = []
    found = read_by_chain(options, answering({"ocr": overlooked, "large": read_by("large", CRP)}, asked))
    assert (asked, found.engine.name) == (["ocr", "large"], "large")
    found = read_by_chain(options, answering({"ocr": overlooked, "large": AWAY}, []))
    assert found.overlooked == overlooked.overlooked, "what was overlooked is not lost with the larger model"
