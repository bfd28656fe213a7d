"""What a snapshot is, read from its config.json and the heads of its weights: no network is loaded for it."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gateway.errors import SiteError
from gateway.models.catalogue import Catalogue, Entry
from gateway.models.snapshot import files

LONGEST_HEAD = 100 * 1024**2
"""Bytes of a safetensors head that its library accepts."""

_PICKLED = (".bin", ".pt", ".pth", ".ckpt")


@dataclass(frozen=True, slots=True)
class Contents:
    """A snapshot's facts. Zero and empty mean: its config.json does not say."""

    architecture: str
    dtype: str
    quantisation: str  # method and bits, for example "awq 4 bits"
    context_tokens: int
    cache_bytes_a_token: int  # key-value cache, 16 bits each
    weights_bytes: int  # sizes of the files of weights together
    parameters: int  # numbers in the tensors; packed ones count as stored
    vision: bool
    faults: tuple[str, ...]  # what keeps it from being loaded, in words for hospital IT


def read_contents(directory: Path) -> Contents:
    """The facts. Raises SiteError where the folder holds no readable config.json."""
    config = _config(directory / "config.json")
    text = config.get("text_config") or config.get("llm_config") or config
    text = {**config, **text} if isinstance(text, Mapping) else config
    names = config.get("architectures") or [""]
    weights_bytes, parameters, faults = _weights(directory)
    return Contents(
        architecture=str(names[0]),
        dtype=str(text.get("dtype") or text.get("torch_dtype") or config.get("torch_dtype") or ""),
        quantisation=_quantisation(config.get("quantization_config") or text.get("quantization_config")),
        context_tokens=_number(text.get("max_position_embeddings")),
        cache_bytes_a_token=_cache_bytes(text),
        weights_bytes=weights_bytes,
        parameters=parameters,
        vision="vision_config" in config,
        faults=faults,
    )


def _config(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SiteError(
            f"{path.parent}: there is no config.json; give the folder that holds it and the .safetensors files"
        ) from error
    except (OSError, ValueError) as error:
        raise SiteError(f"{path}: cannot be read; copy it again") from error
    if not isinstance(found, dict):
        raise SiteError(f"{path}: is no JSON object; copy it again")
    return found


def _number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _quantisation(found: object) -> str:
    if not isinstance(found, Mapping):
        return ""
    method, bits = str(found.get("quant_method") or "unnamed"), _number(found.get("bits"))
    return f"{method} {bits} bits" if bits else method


def _cache_bytes(text: Mapping[str, Any]) -> int:
    layers, heads = _number(text.get("num_hidden_layers")), _number(text.get("num_attention_heads"))
    key_value = _number(text.get("num_key_value_heads")) or heads
    size = _number(text.get("head_dim")) or (_number(text.get("hidden_size")) // heads if heads else 0)
    return 2 * layers * key_value * size * 2


def _weights(directory: Path) -> tuple[int, int, tuple[str, ...]]:
    """Bytes, numbers and faults of the files of weights."""
    found = files(directory)
    total = parameters = 0
    faults = []
    for name, path in found.items():
        if not name.endswith(".safetensors"):
            continue
        total += path.stat().st_size
        try:
            parameters += _tensors(path)
        except ValueError as error:
            faults.append(f"{name}: {error}")
    if not total:
        pickled = [name for name in found if name.endswith(_PICKLED)]
        faults.append(
            f"no .safetensors files; {pickled[0]} is pickled, which runs code when loaded: get the safetensors form"
            if pickled
            else "no .safetensors files: the weights were not copied"
        )
    faults += _absent_shards(found)
    return total, parameters, tuple(faults)


def _tensors(path: Path) -> int:
    """Numbers in a safetensors file. ValueError where the file is not whole: its head says how long it must be."""
    with path.open("rb") as file:
        start = file.read(8)
        length = struct.unpack("<Q", start)[0] if len(start) == 8 else LONGEST_HEAD + 1
        if length > LONGEST_HEAD:
            raise ValueError("is no safetensors file; copy it again")
        try:
            head = json.loads(file.read(length))
            ends = [one["data_offsets"][1] for key, one in head.items() if key != "__metadata__"]
            shapes = [one["shape"] for key, one in head.items() if key != "__metadata__"]
        except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            raise ValueError("its head cannot be read; copy it again") from error
    wanted, is_now = 8 + length + max(ends, default=0), path.stat().st_size
    if is_now != wanted:
        raise ValueError(f"has {is_now} bytes and must have {wanted}: it was cut in copying; copy it again")
    return sum(_product(shape) for shape in shapes)


def _product(shape: list[int]) -> int:
    product = 1
    for size in shape:
        product *= size
    return product


def _absent_shards(found: Mapping[str, Path]) -> list[str]:
    path = found.get("model.safetensors.index.json")
    if path is None:
        return []
    try:
        wanted = set(json.loads(path.read_text(encoding="utf-8"))["weight_map"].values())
    except (OSError, ValueError, KeyError, AttributeError):
        return ["model.safetensors.index.json: cannot be read; copy it again"]
    return [f"{name}: is not there, though the index names it" for name in sorted(wanted - set(found))]


NEAR = 0.2
"""Files within this share of an entry's derived size are taken for that entry."""


def of_its_kind(contents: Contents, catalogue: Catalogue) -> tuple[Entry, ...]:
    """Entries of the same architecture, nearest by the size of their weights first."""
    return tuple(
        sorted(catalogue.of_architecture(contents.architecture), key=lambda e: _distance(contents, e))
    )


def is_near(contents: Contents, entry: Entry) -> bool:
    """Whether the files are about as large as the entry's in one of its precisions."""
    return _distance(contents, entry) <= NEAR


def _distance(contents: Contents, entry: Entry) -> float:
    return min(abs(contents.weights_bytes / entry.weights_bytes(p) - 1) for p in entry.precisions)
