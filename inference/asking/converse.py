"""A prepared document asked about, round by round, until each page is whole or given up.

    what is it, and whom about? → each part's items, all parts side by side → recoveries → what was said

`conversation` is the exchange without any I/O: it yields the questions of a round and is sent their answers;
`converse` drives it with a `Model`. Nothing here touches pixels or words, so that many documents can be in flight at
once in a process that has neither.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace

from inference.asking.answers import AnswerWrong, head_of
from inference.asking.conversed import Conversed, How, Said, TypeFrom
from inference.asking.exchange import Exchange, GivenUp
from inference.asking.faults import Ailment, diagnosed
from inference.asking.prepared import Prepared
from inference.asking.prompting import head_question, prompt_digest
from inference.asking.question import Answer, Fault, FaultKind, Finish, Model, Question, Reply
from inference.asking.schema import FIELDS
from inference.engines.options import PageText
from inference.types import DocumentRefused, ModelAway
from mappers.model import DocumentType, EngineInfo, UnreadPage

Conversation = Generator[list[Question], Sequence[Answer], Conversed]

NO_TYPE = "the model did not say what kind of document this is, and its words do not tell either"
_LATER = frozenset((Ailment.AWAY, Ailment.DROPPED, Ailment.TIMEOUT, Ailment.BROKEN))
"""What says nothing of the document: where every page has it, the work waits."""
_WARM = 0.4


@dataclass(slots=True)
class _Ledger:
    """What one conversation took and what became of its pages."""

    asked: Counter[int] = field(default_factory=Counter)  # questions by page
    recoveries: Counter[str] = field(default_factory=Counter)
    warnings: dict[str, None] = field(default_factory=dict)
    given_up: dict[int, GivenUp] = field(default_factory=dict)  # by page
    said: list[Said] = field(default_factory=list)
    prompt_tokens: int = 0
    answer_tokens: int = 0
    seconds: float = 0.0
    failed: bool = False  # a server that was there failed on a question

    def count(self, page: int, answer: Answer) -> None:
        self.asked[page] += 1
        self.failed = self.failed or _failed(answer)
        if isinstance(answer, Reply):
            self.prompt_tokens += answer.prompt_tokens
            self.answer_tokens += answer.answer_tokens
            self.seconds += answer.seconds


def converse(prepared: Prepared, model: Model, how: How) -> Conversed:
    """What the model says of the document.

    Raises ModelAway where the model is not there (or fails on every page as a server does), and DocumentRefused
    where no page could be read. Pages that could not be read whole are in `unread`, and nothing is said of them.
    """
    talk = conversation(prepared, how, model.info)
    try:
        questions = next(talk)
        while True:
            questions = talk.send(model.answer(questions))
    except StopIteration as end:
        found: Conversed = end.value
        return found


def conversation(prepared: Prepared, how: How, engine: EngineInfo) -> Conversation:
    """The exchange: yields each round's questions, takes their answers in the same order, returns what was said."""
    ledger = _Ledger()
    kind, head = yield from _first(prepared, how, ledger)
    if kind in FIELDS:
        yield from _rounds(prepared, kind, how, ledger)
        _refuse_nothing_read(prepared, ledger)
    given_up = [UnreadPage(page, f"{up.reason} ({up.ailment.value})") for page, up in ledger.given_up.items()]
    return Conversed(
        kind,
        tuple(sorted(ledger.said, key=lambda said: (said.part.page, said.part.own.top))),
        replace(engine, prompt_digest=prompt_digest(how.language)),
        tuple(head.items()),
        prepared.page_count,
        tuple(sorted((*prepared.unread, *given_up), key=lambda page: page.page)),
        tuple(ledger.warnings),
        tuple(sorted(ledger.recoveries.items())),
        sum(ledger.asked.values()),
        ledger.prompt_tokens,
        ledger.answer_tokens,
        ledger.seconds,
    )


def _first(
    prepared: Prepared, how: How, ledger: _Ledger
) -> Generator[list[Question], Sequence[Answer], tuple[DocumentType, dict[str, str]]]:
    """Type and head; not asked where both are known."""
    by_words = next(iter(prepared.likely), None)
    told = prepared.told or (by_words if how.type_from is TypeFrom.WORDS else None)
    if not prepared.parts or (told is not None and (prepared.head_known or told not in FIELDS)):
        return told or DocumentType.OTHER, {}
    part = prepared.parts[0]
    words = how.page_text is PageText.ALWAYS or (how.page_text is PageText.TEXT_LAYER and part.certain)
    question = head_question(part, how.language, with_type=told is None, with_words=words)
    head: dict[str, str] = {}
    ailment: Ailment | None = None
    for warmth in (0, 1):
        [answer] = yield [replace(question, temperature=_WARM * warmth, seed=warmth)]
        ledger.count(part.page, answer)
        ailment = diagnosed(
            answer, answer.text if isinstance(answer, Reply) else "", prepared.language, of_items=False
        )
        if ailment is None and isinstance(answer, Reply):
            head = _head(answer)
            break
        ledger.recoveries[f"{ailment or Ailment.INVALID}:head"] += 1
        _raise_if_away([answer], ledger)
    said = head.pop("type", "")
    kind = told or _kind(said, by_words)
    if kind is None and ailment in _LATER and isinstance(answer, Fault):
        raise ModelAway(answer.reason, failed=ledger.failed)
    if kind is None:
        raise DocumentRefused("type-unknown", NO_TYPE)
    if told is None and said and kind.value != said:
        ledger.warnings["type-by-words"] = None
    elif told is None and not said:
        ledger.warnings["type-not-said"] = None
    return kind, head


def _head(answer: Reply) -> dict[str, str]:
    try:
        return head_of(answer.text)
    except AnswerWrong:
        return {}


def _kind(said: str, by_words: DocumentType | None) -> DocumentType | None:
    """The model's type; that of the words where it says none, or one without results that they contradict."""
    kind = DocumentType(said) if said in set(DocumentType) else None
    if kind in FIELDS:
        return kind
    return by_words if by_words in FIELDS else kind or by_words


def _rounds(
    prepared: Prepared, kind: DocumentType, how: How, ledger: _Ledger
) -> Generator[list[Question], Sequence[Answer], None]:
    pending = [Exchange(part) for part in prepared.parts]
    parts = Counter(part.page for part in prepared.parts)
    while pending:
        answers = yield [exchange.question(prepared, kind, how) for exchange in pending]
        _raise_if_away(answers, ledger)
        going_on: list[Exchange] = []
        for exchange, answer in zip(pending, answers, strict=True):
            going_on += _settled(exchange, answer, prepared.language, ledger)
        for exchange in going_on:
            page = exchange.part.page
            if ledger.asked[page] >= how.most_questions + parts[page] and page not in ledger.given_up:
                ledger.given_up[page] = GivenUp(Ailment.INVALID, "the page took too many questions")
        pending = [exchange for exchange in going_on if exchange.part.page not in ledger.given_up]
    ledger.said = [said for said in ledger.said if said.part.page not in ledger.given_up]


def _settled(exchange: Exchange, answer: Answer, language: str, ledger: _Ledger) -> tuple[Exchange, ...]:
    """What goes on after an answer; the ledger takes the rest."""
    page = exchange.part.page
    ledger.count(page, answer)
    follows = exchange.after(answer, language)
    if follows.recovery:
        ledger.recoveries[follows.recovery] += 1
    if follows.warning:
        ledger.warnings[follows.warning] = None
    if follows.said is not None:
        ledger.said.append(follows.said)
    if follows.given_up is not None:
        if follows.given_up.ailment is Ailment.AWAY:
            raise ModelAway(follows.given_up.reason, failed=ledger.failed)
        ledger.given_up.setdefault(page, follows.given_up)
    return follows.open


def _raise_if_away(answers: Sequence[Answer], ledger: _Ledger) -> None:
    """ModelAway where nobody answered any question: no page is to blame, and asking at once is of no use."""
    away = [a for a in answers if isinstance(a, Fault) and a.kind is FaultKind.AWAY]
    if away and len(away) == len(answers):
        raise ModelAway(away[0].reason, failed=ledger.failed)


def _failed(answer: Answer) -> bool:
    if isinstance(answer, Fault):
        return answer.kind in (FaultKind.DROPPED, FaultKind.TIMEOUT, FaultKind.BROKEN)
    return answer.finish is Finish.ABORTED


def _refuse_nothing_read(prepared: Prepared, ledger: _Ledger) -> None:
    """Raises where every page was given up: ModelAway for faults of a server, DocumentRefused for all else."""
    if ledger.said or not ledger.given_up or {p.page for p in prepared.parts} - ledger.given_up.keys():
        return
    ailments = {up.ailment for up in ledger.given_up.values()}
    reason = next(iter(ledger.given_up.values())).reason
    if ailments <= _LATER:
        raise ModelAway(reason, failed=ledger.failed)
    if ailments == {Ailment.REFUSED}:
        raise DocumentRefused("model-refused", reason)
    raise DocumentRefused("no-page-read", f"no page could be read: {reason}")
