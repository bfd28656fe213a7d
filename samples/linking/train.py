"""Trains the network: `python -m samples.linking.train PAGES.pkl... --out linker.onnx` (torch, onnx, onnxscript).

The schedule goes by optimiser steps, so that a slower machine trains as much. Every so often it is held against the
splits of `--held-out`, which it does not train on.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy

from inference.linking.features import BUCKETS, CHARACTERS, LOOKS
from samples.linking.batches import Batch, Page, batch, epoch, load
from samples.linking.network import LinkNetwork

RATE, WARM_UP = 2e-3, 100
REPORT_EVERY = 200


def loss_of(network: LinkNetwork, of: Batch) -> Tensor:
    """Values count four times: there are few; links by the number of values."""
    given = _tensors(of.given)
    there, is_value = given[3], torch.from_numpy(of.value)
    value, links = network(*given)
    values = (cross_entropy(value, is_value, reduction="none") * there).sum() / there.sum()
    linked = cross_entropy(links, torch.from_numpy(of.links), reduction="none")
    linked = (linked * torch.from_numpy(of.counts)).sum() / is_value.sum().clamp(min=1)
    return 4 * values + linked / 2


def _tensors(arrays: Sequence[npt.NDArray[np.generic]]) -> list[Tensor]:
    return [torch.from_numpy(array) for array in arrays]


def held_against(network: LinkNetwork, pages: Sequence[Page]) -> dict[str, float]:
    """Shares of true items whose value, name and unit words, and all three, are exactly those that it says."""
    network.eval()
    right: list[tuple[bool, bool, bool]] = []
    with torch.no_grad():
        for page in pages:
            value, links = (t[0].numpy() > 0 for t in network(*_tensors(batch([page], None).given)))
            for values, name, doubtful, unit in page.targets:
                at = values[0]
                named = set(np.flatnonzero(links[0, at]))
                right.append(
                    (
                        bool(value[list(values)].any()),
                        named - set(doubtful) == set(name) - set(doubtful),
                        set(np.flatnonzero(links[1, at])) == set(unit),
                    )
                )
    network.train()
    shares = np.array(right or [(False, False, False)])
    return {
        **dict(zip(("value", "name", "unit"), shares.mean(0).round(4).tolist(), strict=True)),
        "all": round(float(shares.all(1).mean()), 4),
    }


def train(pages: Sequence[Page], held: Sequence[Page], steps: int, seed: int) -> LinkNetwork:
    """A trained network; prints how it gets on."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    network = LinkNetwork()
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=0.02, betas=(0.9, 0.98))
    began, running = time.monotonic(), math.nan
    for step, some in zip(range(steps), _batches(pages, rng), strict=False):
        rate = RATE * min(1.0, (step + 1) / WARM_UP) * (0.5 * (1 + math.cos(math.pi * step / steps)) + 0.01)
        for group in optimizer.param_groups:
            group["lr"] = rate
        loss = loss_of(network, batch(some, rng))
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        running = loss.item() if math.isnan(running) else 0.98 * running + 0.02 * loss.item()
        if step % REPORT_EVERY == REPORT_EVERY - 1 or step == steps - 1:
            minutes = (time.monotonic() - began) / 60
            print(
                f"{minutes:.1f} min, step {step + 1}: loss {running:.3f}, {held_against(network, held)}",
                flush=True,
            )
    return network


def _batches(pages: Sequence[Page], rng: np.random.Generator) -> Iterator[list[Page]]:
    while True:
        yield from epoch(pages, rng)


class _OnePage(nn.Module):
    """One page as `inference.linking.network` gives it: no batch, nothing hidden."""

    def __init__(self, network: LinkNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, looks: Tensor, characters: Tensor, places: Tensor) -> tuple[Tensor, Tensor]:
        seen = torch.ones_like(looks[None, :, 0])
        value, links = self.network(looks[None], characters[None], places[None], seen > 0, seen)
        return value[0], links[0]


def export(network: LinkNetwork, out: Path, origin: dict[str, str]) -> None:
    """The network as an ONNX file for any number of tokens; `origin` goes into its metadata."""
    tokens = torch.export.Dim("tokens", min=2, max=4096)
    example = (torch.rand(20, LOOKS), torch.randint(0, BUCKETS, (20, CHARACTERS)), torch.rand(20, 4) * 20)
    program = torch.onnx.export(
        _OnePage(network.eval()),
        example,
        dynamo=True,
        dynamic_shapes=({0: tokens}, {0: tokens}, {0: tokens}),
        input_names=["looks", "characters", "places"],
        output_names=["value", "links"],
    )
    program.model.metadata_props.update(origin)
    program.save(out)


def main() -> None:
    """Train and write the file."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("pages", type=Path, nargs="+")
    wanted.add_argument("--out", type=Path, required=True)
    wanted.add_argument("--held-out", action="append", default=[], help="a split not trained on")
    wanted.add_argument("--steps", type=int, default=1300)
    wanted.add_argument("--seed", type=int, default=1)
    wanted.add_argument("--threads", type=int, default=2)
    given = wanted.parse_args()
    torch.set_num_threads(given.threads)
    held = set(given.held_out)
    pages = load(given.pages)
    trained_on = [page for page in pages if page.split not in held]
    others = [page for page in pages if page.split in held][
        :: max(1, sum(p.split in held for p in pages) // 60)
    ]
    print(f"seed {given.seed}; {len(trained_on)} pages to train on, {len(others)} held out")
    network = train(trained_on, others, given.steps, given.seed)
    origin = {
        "trained_on": ",".join(sorted({page.split for page in trained_on})),
        "held_out": ",".join(sorted(held)),
        "pages": str(len(trained_on)),
        "layouts": str(len({page.family for page in trained_on})),
        "steps": str(given.steps),
        "seed": str(given.seed),
    }
    export(network, given.out, origin)


if __name__ == "__main__":
    main()
