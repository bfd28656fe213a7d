"""A model in this process, by transformers: for a site without a model server, and to check servers against.

One batch at a time: a lock keeps callers apart. Questions alike go together; where memory does not hold a batch,
it is halved, and later ones stay that small. What a checkpoint's generation_config.json says of sampling is not
used: a repetition penalty, common there, forbids what tables are full of. A sampled answer depends on its batch.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import torch
import transformers
from PIL import Image

from inference.asking.question import Answer, Fault, FaultKind, Finish, Question, Reply, Role, Turn
from inference.engines.answer_text import without_reasoning
from inference.engines.answer_tokens import tokens_of
from inference.engines.batches import batches
from inference.engines.chat import spoken
from inference.engines.grammar import BadSchema, Constraint, Grammars
from inference.engines.options import ModelOptions
from inference.engines.snapshot import Snapshot, open_snapshot
from mappers.model import EngineInfo


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question ready to be put into a batch."""

    place: int
    question: Question
    prompt: str
    matcher: Any  # None: free text


class TransformersModel:
    """A `Model` in process; safe for several threads, which wait for each other."""

    def __init__(self, options: ModelOptions, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Loads the snapshot. Raises ValueError where it is absent, and the library's own errors where it is broken."""
        self._options = options
        self._clock = clock
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._most = max(1, options.concurrency)
        self._snapshot: Snapshot | None = open_snapshot(options)
        at = self._snapshot
        self._grammars = Grammars(at.tokenizer, at.vocabulary, at.ends)

    @property
    def info(self) -> EngineInfo:
        """The version is transformers'."""
        options = self._options
        name = options.served_name or options.name
        return EngineInfo("transformers", transformers.__version__, name, options.weights_digest)

    def answer(self, questions: Sequence[Question]) -> list[Answer]:
        """Answers in order, batch after batch."""
        found: dict[int, Answer] = {}
        with self._lock:
            if self._snapshot is None:
                return [self._closed()] * len(questions)
            for places in batches(questions, self._most):
                ready: list[_Asked] = []
                for place in places:
                    prepared = self._prepare(self._snapshot, place, questions[place])
                    if isinstance(prepared, Fault):
                        found[place] = prepared
                    else:
                        ready.append(prepared)
                if ready:
                    found.update(self._fitting(self._snapshot, ready))
        return [found[place] for place in range(len(questions))]

    def close(self) -> None:
        """End the running batch and let the network's memory go."""
        self._closing.set()
        with self._lock:
            self._snapshot = None
            if torch.cuda.is_available():
                torch.cuda.empty_cache()

    def _closed(self) -> Fault:
        return Fault(FaultKind.AWAY, f"the model {self._options.name} was closed while the gateway stops")

    def _prepare(self, at: Snapshot, place: int, question: Question) -> _Asked | Fault:
        begun = question.turns[-1].text if question.continues else ""
        try:
            matcher = self._grammars.matcher(question.schema, begun) if question.schema else None
        except BadSchema:
            return Fault(FaultKind.REFUSED, "the answer's schema is not one that this engine can enforce")
        prompt = at.processor.apply_chat_template(
            list(self._messages(question)),
            tokenize=False,
            add_generation_prompt=not question.continues,
            continue_final_message=question.continues,
            **({} if self._options.looks.vision else {"enable_thinking": False}),
        )
        return _Asked(place, question, prompt, matcher)

    def _messages(self, question: Question) -> Iterator[dict[str, Any]]:
        looks = self._options.looks
        for turn in spoken(question, system_turn=looks.system_turn):
            role = "system" if isinstance(turn, str) else turn.role.value
            text = turn if isinstance(turn, str) else turn.text
            pictures = turn.pictures if isinstance(turn, Turn) else ()
            if looks.vision and role != Role.ASSISTANT.value:
                parts: list[dict[str, str]] = [{"type": "image"} for _ in pictures]
                yield {"role": role, "content": [*parts, {"type": "text", "text": text}]}
            else:
                yield {"role": role, "content": text}

    def _fitting(self, at: Snapshot, asked: Sequence[_Asked]) -> dict[int, Answer]:
        """One batch, in halves where memory does not hold it."""
        try:
            return self._batch(at, asked)
        except torch.OutOfMemoryError:
            pass  # freed below, where the failed batch's tensors are gone
        torch.cuda.empty_cache()
        if len(asked) == 1:
            reason = "one question does not fit the GPU's memory: lower max_pixels or use a smaller model"
            return {asked[0].place: Fault(FaultKind.TOO_LONG, reason)}
        half = self._most = (len(asked) + 1) // 2
        fresh = [self._again(at, one) for one in asked]
        return self._fitting(at, fresh[:half]) | self._fitting(at, fresh[half:])

    def _again(self, at: Snapshot, one: _Asked) -> _Asked:
        """With a matcher that has seen nothing."""
        prepared = self._prepare(at, one.place, one.question)
        assert isinstance(prepared, _Asked)
        return prepared

    def _batch(self, at: Snapshot, asked: Sequence[_Asked]) -> dict[int, Answer]:
        began = self._clock()
        first = asked[0].question
        inputs = self._inputs(at, asked)
        width = int(inputs["input_ids"].shape[1])
        if width + first.max_tokens > at.context_tokens:
            if len(asked) == 1:
                reason = (
                    "question and answer do not fit the model's context: lower max_pixels or answer_tokens"
                )
                return {asked[0].place: Fault(FaultKind.TOO_LONG, reason)}
            halves = asked[: len(asked) // 2], asked[len(asked) // 2 :]
            return self._batch(at, halves[0]) | self._batch(at, halves[1])
        constraint = self._grammars.constraint([one.matcher for one in asked])
        stop = _Stop(self._closing, self._clock, began + self._options.timeout_s)
        sampling = {"do_sample": True, "temperature": first.temperature} if first.temperature > 0 else {}
        config = transformers.GenerationConfig(
            max_new_tokens=first.max_tokens,
            eos_token_id=list(at.ends),
            pad_token_id=at.padding,
            **({"do_sample": False} | sampling),
        )
        torch.manual_seed(first.seed)
        with torch.inference_mode():
            # Not the class's own generate: Janus' drops the logits processors without a word.
            output = transformers.GenerationMixin.generate(
                at.network,
                **inputs,
                generation_config=config,
                logits_processor=[constraint],
                stopping_criteria=[stop],
            )
        made = output[:, width:]
        constraint.take(made[:, -1])
        seconds = self._clock() - began
        lengths = inputs["attention_mask"].sum(dim=1).tolist()
        return {
            one.place: self._answer(at, one, made[row].tolist(), row, constraint, stop, lengths[row], seconds)
            for row, one in enumerate(asked)
        }

    def _inputs(self, at: Snapshot, asked: Sequence[_Asked]) -> Any:
        texts = [one.prompt for one in asked]
        more: dict[str, Any] = {"padding": True, "return_tensors": "pt", "add_special_tokens": False}
        if self._options.looks.vision:
            pictures = [
                [
                    Image.open(BytesIO(p.data)).convert("RGB")
                    for turn in one.question.turns
                    for p in turn.pictures
                ]
                for one in asked
            ]
            return at.processor(text=texts, images=pictures if any(pictures) else None, **more).to(at.device)
        return at.processor(texts, **more).to(at.device)

    def _answer(
        self,
        at: Snapshot,
        one: _Asked,
        made: list[int],
        row: int,
        constraint: Constraint,
        stop: _Stop,
        prompt_tokens: int,
        seconds: float,
    ) -> Answer:
        end = next((place for place, token in enumerate(made) if token in at.ends), None)
        whole = end is not None or (one.matcher is not None and one.matcher.is_stopped())
        if not whole and stop.why is not None:
            return self._closed() if stop.why is FaultKind.AWAY else self._late()
        kept = made[:end]
        text = without_reasoning(
            at.tokenizer.decode(kept, skip_special_tokens=True, clean_up_tokenization_spaces=False)
        )
        entries = [
            {"token": "", "bytes": self._grammars.spelled(token), "logprob": float(logprobs[row])}
            for token, logprobs in zip(kept, constraint.logprobs, strict=False)
        ]
        return Reply(
            text=text,
            finish=Finish.STOP if whole else Finish.LENGTH,
            tokens=tokens_of(text, entries) if one.question.logprobs else (),
            prompt_tokens=prompt_tokens,
            answer_tokens=len(kept) + (end is not None),
            seconds=seconds,
        )

    def _late(self) -> Fault:
        limit_s = self._options.timeout_s
        return Fault(
            FaultKind.TIMEOUT, f"no whole answer in {limit_s:g} s: lower concurrency or raise timeout_s"
        )


class _Stop:
    """A stopping criterion of transformers: the model is closed, or time is up."""

    def __init__(self, closing: threading.Event, clock: Callable[[], float], until: float) -> None:
        self._closing = closing
        self._clock = clock
        self._until = until
        self.why: FaultKind | None = None

    def __call__(self, input_ids: torch.Tensor, scores: Any, **more: Any) -> torch.Tensor:
        if self._closing.is_set():
            self.why = FaultKind.AWAY
        elif self._clock() > self._until:
            self.why = FaultKind.TIMEOUT
        shape = (input_ids.shape[0],)
        return torch.full(shape, self.why is not None, dtype=torch.bool, device=input_ids.device)
