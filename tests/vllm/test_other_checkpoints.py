"""The catalogue's other architectures, tiny and random, are loaded from a folder and answer under a schema."""

from __future__ import annotations

import json
import subprocess

import pytest

from inference.asking.question import Finish, Reply
from inference.engines.options import Looks, ModelOptions
from tests.contract.models.test_models import CHOICES, ask, page
from tests.vllm.environment import ROOT, python
from tests.vllm.in_process import OtherPython
from tests.vllm.other_checkpoints import TEXT, VISION, folder, ready

pytestmark = pytest.mark.vllm


@pytest.mark.parametrize("name", [*VISION, *TEXT])
def test_it_is_loaded_and_answers(vllm_environment: None, name: str) -> None:
    if not ready(name):
        subprocess.run([str(python()), "-m", "tests.vllm.other_checkpoints", name], cwd=ROOT, check=True)
    looks = Looks(vision=name in VISION, context_tokens=2048)
    model = OtherPython(ModelOptions(name, "transformers", directory=str(folder(name)), looks=looks))
    try:
        pictures = (page(),) if looks.vision else ()
        answers = model.answer(
            [ask("Read.", *pictures, schema=CHOICES), ask("Read it all.", *pictures, schema=CHOICES)]
        )
    finally:
        model.end()
    for answer in answers:
        assert isinstance(answer, Reply), answer
        assert answer.finish is Finish.STOP
        assert set(json.loads(answer.text)) == {"document_type", "flag", "count"}
        assert "".join(token.text for token in answer.tokens) == answer.text
