"""One part's questions until its answer is whole or nothing is left to try: a state, no I/O."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from inference.asking.answers import AnswerWrong, items_of
from inference.asking.conversed import How, Said
from inference.asking.faults import ACCEPTED, REASONS, RECOVERIES, Ailment, Step, diagnosed
from inference.asking.prepared import Part, Prepared
from inference.asking.prompting import items_question
from inference.asking.question import Answer, Fault, Question, Reply, Role, Token, Turn
from inference.asking.splitting import halves
from inference.asking.tiles import TOKENS_A_RESULT
from inference.engines.options import PageText
from mappers.model import DocumentType

_LEAST_ANSWER = 512  # tokens that any answer may take
_ROOM = 1.6  # times the tokens expected of a part
_WARM = 0.4
_REMINDERS = {Ailment.PROSE: "remind-prose", Ailment.FOREIGN: "remind-foreign"}


@dataclass(frozen=True, slots=True)
class GivenUp:
    """Nothing is left to try."""

    ailment: Ailment
    reason: str


@dataclass(frozen=True, slots=True)
class Next:
    """What became of an answer: it is whole (`said`), given up, or other exchanges go on (perhaps this one)."""

    said: Said | None = None
    given_up: GivenUp | None = None
    open: tuple[Exchange, ...] = ()
    recovery: str = ""  # `ailment:step`
    warning: str = ""


@dataclass(slots=True)
class Exchange:
    """Asking about one part."""

    part: Part
    tried: Counter[Ailment] = field(default_factory=Counter)
    begun: str = ""  # an answer that was cut, to be continued
    tokens: tuple[Token, ...] = ()
    reminders: tuple[str, ...] = ()
    warmth: int = 0  # how often the temperature was raised
    whole_budget: bool = False

    def question(self, prepared: Prepared, kind: DocumentType, how: How) -> Question:
        """What to ask next."""
        asked = items_question(
            self.part,
            kind,
            how.language,
            with_words=_tells_words(how.page_text, self.part),
            examples=prepared.examples,
            reminders=self.reminders,
        )
        asked = replace(
            asked,
            max_tokens=self._budget(how),
            temperature=_WARM if self.warmth else 0.0,
            seed=self.warmth,
        )
        if not self.begun:
            return asked
        # A grammar would begin anew in the middle of the answer: what continues is free text, and checked as a whole.
        begun = Turn(Role.ASSISTANT, self.begun)
        return replace(asked, turns=(*asked.turns, begun), schema="")

    def _budget(self, how: How) -> int:
        most = how.looks.answer_tokens
        results = sum(line.results for line in self.part.lines)
        if self.whole_budget or self.begun or not self.part.lines:
            return most
        return min(most, max(_LEAST_ANSWER, int(_ROOM * TOKENS_A_RESULT * results)))

    def after(self, answer: Answer, language: str) -> Next:
        """What follows from an answer. `language`: the document's."""
        text, tokens = self._joined(answer)
        results = sum(line.results for line in self.part.lines if self.part.own.holds(line.middle))
        ailment = diagnosed(answer, text, language, results=results)
        if ailment is None:
            return Next(said=self._said(text, tokens))
        steps = RECOVERIES[ailment]
        if self.begun and isinstance(answer, Fault):  # continuing may be what the server cannot do
            self.begun, self.tokens = "", ()
        while self.tried[ailment] < len(steps):
            step = steps[self.tried[ailment]]
            self.tried[ailment] += 1
            going_on = self._taken(step, ailment, text, tokens)
            if going_on:
                return Next(open=going_on, recovery=f"{ailment.value}:{step.value}")
        if ailment in ACCEPTED:
            return Next(said=self._said(text, tokens), warning=f"{ailment.value}-page")
        reason = (
            answer.reason if isinstance(answer, Fault) else REASONS.get(ailment, "the answer was broken off")
        )
        return Next(given_up=GivenUp(ailment, reason))

    def _said(self, text: str, tokens: tuple[Token, ...]) -> Said:
        return Said(replace(self.part, picture=None, headings_picture=None), text, tokens)

    def _joined(self, answer: Answer) -> tuple[str, tuple[Token, ...]]:
        """The whole answer: what was begun and what came; alone what came, where the server began anew."""
        if isinstance(answer, Fault):
            return self.begun, self.tokens
        if not self.begun or _stands_alone(answer):
            return answer.text, answer.tokens
        told = bool(self.tokens and answer.tokens)
        return self.begun + answer.text, (*self.tokens, *answer.tokens) if told else ()

    def _taken(
        self, step: Step, ailment: Ailment, text: str, tokens: tuple[Token, ...]
    ) -> tuple[Exchange, ...]:
        """The exchanges with which it goes on; () where the step cannot be taken."""
        if step is Step.SPLIT:
            parts = halves(self.part)
            return tuple(self._about(part, ailment) for part in parts or ())
        self.begun, self.tokens = (text, tokens) if step is Step.CONTINUE else ("", ())
        if step is Step.LARGER:
            self.whole_budget = True
        elif step is Step.WARMER:
            self.warmth += 1
        elif step is Step.REMIND:
            self.reminders = (*self.reminders, _REMINDERS[ailment])
        return (self,)

    def _about(self, part: Part, ailment: Ailment) -> Exchange:
        """A half of the part: a budget that was too small for the whole is not tried on it again."""
        cut = ailment is Ailment.CUT
        tried = Counter({ailment: len(RECOVERIES[ailment]) - 1} if cut else {})
        return Exchange(part, tried, reminders=self.reminders, whole_budget=cut)


def _stands_alone(answer: Reply) -> bool:
    if not answer.text.lstrip().startswith("{"):
        return False
    try:
        items_of(answer.text)
    except AnswerWrong:
        return False
    return True


def _tells_words(page_text: PageText, part: Part) -> bool:
    if page_text is PageText.TEXT_LAYER:
        return part.certain
    return page_text is PageText.ALWAYS
