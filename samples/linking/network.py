"""The network itself: an encoder of tokens whose attention knows how each two of them stand to each other."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from inference.linking.features import BUCKETS, LOOKS

WIDTH, LAYERS, HEADS = 96, 4, 4
_LETTERS, _TEXT, _PAIR, _LINK = 24, 48, 32, 48
_PAIR_LOOKS = 15
_PAGE = torch.tensor([50.0, 50.0, 80.0, 1.0])  # about a page's width and height in line heights


def pair_looks(places: Tensor) -> Tensor:
    """How each two tokens stand to each other: (batch, n, 4) places to (batch, n, n, 15)."""
    x0, x1, y, height = places.unbind(-1)
    over_x0, over_x1, over_x, down = (_differences(edge) for edge in (x0, x1, (x0 + x1) / 2, y))
    left = (x0[:, :, None] - x1[:, None, :]).clamp(min=0)
    right = (x0[:, None, :] - x1[:, :, None]).clamp(min=0)
    shares_column = ((left == 0) & (right == 0)).float()
    smaller = torch.minimum(height[:, :, None], height[:, None, :]).clamp(min=0.2)
    on_line = torch.exp(-((down / (0.5 * smaller)) ** 2))
    return torch.stack(
        [
            _squeezed(over_x),
            _squeezed(down),
            on_line,
            shares_column,
            _aligned(over_x0),
            _aligned(over_x1),
            _aligned(over_x),
            _squeezed(left),
            _squeezed(right),
            on_line * _squeezed(left),
            on_line * _squeezed(right),
            shares_column * _squeezed(down),
            (down > 0.4).float(),
            (down < -0.4).float(),
            _squeezed(_differences(height)),
        ],
        -1,
    )


def _differences(edge: Tensor) -> Tensor:
    return edge[:, None, :] - edge[:, :, None]


def _squeezed(distance: Tensor) -> Tensor:
    return torch.sign(distance) * torch.log1p(distance.abs())


def _aligned(distance: Tensor) -> Tensor:
    return torch.exp(-((distance / 0.6) ** 2))


class _Layer(nn.Module):
    """Attention with a bias for each two tokens, and a feed-forward step, both on normalised input."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv, self.o = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.n1, self.n2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.f1, self.f2 = nn.Linear(WIDTH, 2 * WIDTH), nn.Linear(2 * WIDTH, WIDTH)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        each = WIDTH // HEADS
        q, k, v = self.qkv(self.n1(x)).unflatten(-1, (3, HEADS, each)).permute(2, 0, 3, 1, 4)
        attention = (q @ k.transpose(-1, -2) / each**0.5 + bias).softmax(-1)
        x = x + self.drop(self.o((attention @ v).transpose(1, 2).flatten(2)))
        return x + self.drop(self.f2(functional.gelu(self.f1(self.n2(x)))))


class LinkNetwork(nn.Module):
    """Logits of `inference.linking.network.Links` for a batch of pages."""

    def __init__(self) -> None:
        super().__init__()
        self.letters = nn.Embedding(BUCKETS, _LETTERS, padding_idx=0)
        self.text = nn.Conv1d(_LETTERS, _TEXT, 3, padding=1)
        self.token = nn.Linear(_TEXT + LOOKS + 4, WIDTH)
        self.pair, self.bias = nn.Linear(_PAIR_LOOKS, _PAIR), nn.Linear(_PAIR, LAYERS * HEADS)
        self.layers = nn.ModuleList(_Layer() for _ in range(LAYERS))
        self.norm, self.value = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, 1)
        self.ask, self.answer = nn.Linear(WIDTH, 2 * _LINK), nn.Linear(WIDTH, 2 * _LINK)
        self.pair_link = nn.Linear(_PAIR, 2)
        self.of_value, self.of_word = nn.Linear(WIDTH, 2), nn.Linear(WIDTH, 2)
        self.rare = nn.Parameter(torch.tensor([-4.0, -4.0]))

    def forward(
        self, looks: Tensor, characters: Tensor, places: Tensor, there: Tensor, with_text: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Value (batch, n) and name and unit links (batch, 2, n, n). `there` (batch, n) is false where a shorter page
        is filled up; `with_text` (batch, n) is 0 where a token's characters are not to be seen."""
        pages, n = looks.shape[:2]
        letters = self.letters(characters.flatten(0, 1)).transpose(1, 2)
        text = self.text(letters).relu().amax(-1).unflatten(0, (pages, n)) * with_text[..., None]
        x = self.token(torch.cat([text, looks, places / _PAGE], -1))
        pair = functional.gelu(self.pair(pair_looks(places)))
        biases = self.bias(pair).unflatten(-1, (LAYERS, HEADS)).permute(3, 0, 4, 1, 2)
        away = torch.zeros_like(places[:, None, None, :, 0]).masked_fill(~there[:, None, None, :], -1e4)
        for number, layer in enumerate(self.layers):
            x = layer(x, biases[number] + away)
        x = self.norm(x)
        ask = self.ask(x).unflatten(-1, (2, _LINK)).permute(0, 2, 1, 3)
        answer = self.answer(x).unflatten(-1, (2, _LINK)).permute(0, 2, 1, 3)
        links = ask @ answer.transpose(-1, -2) / _LINK**0.5 + self.pair_link(pair).permute(0, 3, 1, 2)
        links = (
            links
            + self.of_value(x).permute(0, 2, 1)[..., None]
            + self.of_word(x).permute(0, 2, 1)[:, :, None]
        )
        return self.value(x)[..., 0], links + self.rare.view(1, 2, 1, 1)
