"""Made snapshots: a config.json and safetensors files of zeros."""

from __future__ import annotations

import json
import struct
from pathlib import Path


def safetensors(path: Path, shapes: dict[str, list[int]]) -> None:
    """A file of that form with 16-bit zeros."""
    head, at = {}, 0
    for name, shape in shapes.items():
        size = 2
        for one in shape:
            size *= one
        head[name] = {"dtype": "BF16", "shape": shape, "data_offsets": [at, at + size]}
        at += size
    text = json.dumps(head).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + bytes(at))


def snapshot(folder: Path, **config: object) -> Path:
    """Two shards of a small Qwen2.5-VL, and a hidden folder as a download leaves it."""
    folder.mkdir(parents=True, exist_ok=True)
    shape = {"num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2, "hidden_size": 256}
    whole = {
        "architectures": ["Qwen2_5_VLForConditionalGeneration"],
        "torch_dtype": "bfloat16",
        "max_position_embeddings": 4096,
        "vision_config": {"depth": 2},
        **shape,
        **config,
    }
    (folder / "config.json").write_text(json.dumps(whole), encoding="utf-8")
    safetensors(folder / "model-00001-of-00002.safetensors", {"a": [3, 5], "b": [7]})
    safetensors(folder / "model-00002-of-00002.safetensors", {"c": [11]})
    index = {"weight_map": {"a": "model-00001-of-00002.safetensors", "c": "model-00002-of-00002.safetensors"}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index), encoding="utf-8")
    (folder / ".cache").mkdir(exist_ok=True)
    (folder / ".cache" / "lock").write_text("", encoding="utf-8")
    return folder
