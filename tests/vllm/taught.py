"""Makes a tiny Qwen2.5-VL checkpoint that ends its answers, for the demo: `python -m tests.vllm.taught`.

Random weights never end an answer: each is cut, no page is read and no value comes to be. This one is taught by heart,
in seconds on a CPU and from a fixed seed, three short answers after whatever was asked: three values under names that
are invented (架空), one document type, or nothing of the head. It has learnt to read
nothing: it says the same of every page. What it shows is the way through a real server, and that what a model says and
no page carries is taken for verified nowhere. `ANSWERS` are of the schemas' form (inference.asking.schema).

Runs in the environment of tests.vllm.environment, which has torch and transformers.
"""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files
from pathlib import Path

from tests.vllm import checkpoint
from tests.vllm.environment import FOLDER

TAUGHT = FOLDER / "models" / "tiny-qwen2.5-vl-taught"

ITEMS = tuple({"name": f"架空検査{letter}", "value": f"架空値{letter}"} for letter in "ABC")
"""On no page of samples/, nor is any piece of them: a garbled answer has no number that some page happens to print.
Name and value are asked of every type's items, in this order."""

ANSWERS = tuple(
    json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    for said in ({"items": ITEMS}, {"type": "vitals"}, {})
)
"""To the question about items, about the head with the type, about the head alone: the grammar says which."""

VOCABULARY = 2000
STEPS, RATE = 200, 2e-3
SHORTEST, MIDDLE, LONGEST = 8, 64, 1024
"""Of a question, in tokens; up to MIDDLE in the first half of the steps, for speed. Most are random, and so is their
number: an answer must not hang on what was asked."""


def state() -> str:
    """What the checkpoint is made of and by: changes when it must be made again."""
    return hashlib.sha256(Path(__file__).read_bytes() + checkpoint.state().encode()).hexdigest()


def ready() -> bool:
    """Whether it is there as this file makes it."""
    mark = TAUGHT / ".ready"
    return mark.exists() and mark.read_text(encoding="utf-8") == state()


def write() -> None:
    """The checkpoint."""
    tokenizer = checkpoint.tokenizer_of([*checkpoint.LINES, *ANSWERS * 20, *_prompts()], VOCABULARY)
    model = checkpoint.network(tokenizer)
    loss = _teach(model, tokenizer)
    print(
        f"taught in {STEPS} steps: loss {loss:.3f}",
        flush=True,
    )
    checkpoint.save(model, tokenizer, TAUGHT)
    (TAUGHT / ".ready").write_text(state(), encoding="utf-8")


def _prompts() -> list[str]:
    """The gateway's own prompts: with their pairs in the vocabulary a question is a third as long."""
    folder = files("inference.asking") / "prompts"
    return [
        file.read_text("utf-8")
        for language in sorted(folder.iterdir(), key=str)
        for file in language.iterdir()
    ]


def _teach(model, tokenizer) -> float:  # type: ignore[no-untyped-def]
    """Answers after questions of random tokens; the loss of the last step."""
    import torch

    chance = torch.Generator().manual_seed(checkpoint.SEED)
    opening = tokenizer("<|im_end|>\n<|im_start|>assistant\n")["input_ids"]
    answers = [tokenizer(answer + "<|im_end|>")["input_ids"] for answer in ANSWERS]
    longest = max(map(len, answers))
    said = torch.tensor([[*answer, *[0] * (longest - len(answer))] for answer in answers])
    wanted = torch.tensor([[*answer, *[-100] * (longest - len(answer))] for answer in answers])
    prompts = torch.tensor(tokenizer("\n".join(_prompts()))["input_ids"])
    begun = torch.tensor([opening] * len(answers))
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=STEPS)
    torch.set_num_threads(1)  # so small a model gains little from more, and loses much on a busy machine
    model.train()
    for step in range(STEPS):
        least, most = (SHORTEST, MIDDLE) if step < STEPS // 2 else (MIDDLE, LONGEST)
        length = int(least * (most / least) ** float(torch.rand(1, generator=chance)))
        asked = torch.randint(0, len(tokenizer), (len(answers), length), generator=chance)
        start = int(torch.randint(0, max(1, len(prompts) - length), (1,), generator=chance))
        piece = prompts[start : start + length]
        asked[step % len(answers), -len(piece) :] = piece  # one row as the gateway asks, the others at random
        scores = model(input_ids=torch.cat([asked, begun, said], dim=1), logits_to_keep=longest + 1).logits
        loss = torch.nn.functional.cross_entropy(scores[:, :-1].flatten(0, 1), wanted.flatten())
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
    model.eval()
    return float(loss.detach())


if __name__ == "__main__":
    if ready():
        print(f"{TAUGHT} is ready")
    else:
        write()
        print(f"{TAUGHT} was made")
