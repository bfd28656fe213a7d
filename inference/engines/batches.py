"""Which questions are answered in one batch: those alike, so that none waits for another and little is padding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inference.asking.question import Question


def batches(questions: Sequence[Question], most: int) -> Iterator[list[int]]:
    """Places of the questions that go together, at most `most` each: same pictures' sizes, same budget and
    temperature; within them by length of text."""
    alike: dict[tuple[object, ...], list[int]] = {}
    for place, question in enumerate(questions):
        alike.setdefault(_kind(question), []).append(place)
    for places in alike.values():
        places.sort(key=lambda place: _letters(questions[place]))
        for start in range(0, len(places), most):
            yield places[start : start + most]


def _kind(question: Question) -> tuple[object, ...]:
    sizes = tuple((p.width_px, p.height_px) for turn in question.turns for p in turn.pictures)
    return sizes, question.max_tokens, question.temperature, question.seed


def _letters(question: Question) -> int:
    return len(question.system) + sum(len(turn.text) for turn in question.turns)
