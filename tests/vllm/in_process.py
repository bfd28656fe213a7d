"""A model that runs in another Python: TransformersModel needs torch, which the gateway's environment has not.

`OtherPython` is the `Model` on this side; `python -m tests.vllm.in_process` is the other. They exchange pickles.
"""

from __future__ import annotations

import itertools
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from typing import Any

from inference.asking.question import Answer, Question
from inference.engines.options import ModelOptions
from mappers.model import EngineInfo
from tests.vllm.environment import ROOT, python

OPEN_S = 240.0


class OtherPython:
    """Answers as the model does that `options` describe, in vLLM's environment."""

    def __init__(self, options: ModelOptions) -> None:
        self._process = subprocess.Popen(
            [str(python()), "-m", "tests.vllm.in_process"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "PYTHONPATH": str(ROOT)},
        )
        self._numbers = itertools.count()
        self._awaited: dict[int, Future[Any]] = {}
        self._lock = threading.Lock()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        try:
            self._call("open", options).result(OPEN_S)
        except BaseException:
            self.end()
            raise

    @property
    def info(self) -> EngineInfo:
        found: EngineInfo = self._call("info").result(OPEN_S)
        return found

    def answer(self, questions: Sequence[Question]) -> list[Answer]:
        found: list[Answer] = self._call("answer", list(questions)).result(OPEN_S)
        return found

    def close(self) -> None:
        """Close the model; the process stays and says that it is closed."""
        self._call("close").result(OPEN_S)

    def end(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(30)
        self._reader.join(30)
        self._process.stdout.close()

    def _call(self, what: str, *given: Any) -> Future[Any]:
        awaited: Future[Any] = Future()
        with self._lock:
            number = next(self._numbers)
            self._awaited[number] = awaited
            assert self._process.stdin is not None
            pickle.dump((number, what, given), self._process.stdin)
            self._process.stdin.flush()
        return awaited

    def _read(self) -> None:
        assert self._process.stdout is not None
        while True:
            try:
                number, found = pickle.load(self._process.stdout)
            except (EOFError, pickle.UnpicklingError):
                break
            awaited = self._awaited.pop(number)
            awaited.set_exception(found) if isinstance(found, Exception) else awaited.set_result(found)
        for awaited in self._awaited.values():
            awaited.set_exception(RuntimeError("the other Python ended: see its messages above"))


def main() -> None:
    from inference.engines import open_model

    told, lock = os.fdopen(os.dup(1), "wb"), threading.Lock()
    os.dup2(2, 1)  # what libraries print is no pickle
    opened: list[Any] = []

    def run(number: int, what: str, given: tuple[Any, ...]) -> None:
        try:
            if what == "open":
                opened.append(open_model(*given))
                found = None
            elif what == "info":
                found = opened[0].info
            else:
                found = getattr(opened[0], what)(*given)
        except Exception as error:  # noqa: BLE001 - the other side raises it
            found = RuntimeError(f"{type(error).__name__}: {error}")
        with lock:
            pickle.dump((number, found), told)
            told.flush()

    while True:
        try:
            asked = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        threading.Thread(target=run, args=asked, daemon=True).start()


if __name__ == "__main__":
    main()
