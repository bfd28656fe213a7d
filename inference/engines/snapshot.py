"""A model's snapshot opened from a local folder. Nothing is ever fetched."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import transformers

from inference.engines.options import ModelOptions


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was opened. `processor` is the tokenizer where the model sees no pictures."""

    processor: Any
    tokenizer: Any
    network: Any
    device: torch.device
    vocabulary: int  # width of the scores
    ends: tuple[int, ...]  # tokens that end an answer
    padding: int
    context_tokens: int


def open_snapshot(options: ModelOptions) -> Snapshot:
    """The snapshot of `options.directory`: bfloat16 on a GPU, float32 without. Raises ValueError naming the setting."""
    directory = _folder(options.directory, f"models: {options.name}: directory")
    gpu = torch.cuda.is_available()
    device = torch.device("cuda" if gpu else "cpu")
    vision = options.looks.vision
    kind = transformers.AutoModelForImageTextToText if vision else transformers.AutoModelForCausalLM
    reader = transformers.AutoProcessor if vision else transformers.AutoTokenizer
    network = kind.from_pretrained(
        directory, local_files_only=True, dtype=torch.bfloat16 if gpu else torch.float32
    )
    if options.adapter_directory:
        network = _adapted(network, options)
    network = network.to(device).eval()
    processor = reader.from_pretrained(directory, local_files_only=True)
    tokenizer = processor.tokenizer if vision else processor
    tokenizer.padding_side = "left"
    ends = _ends(network, tokenizer)
    padding = tokenizer.pad_token_id if tokenizer.pad_token_id is not None else ends[0]
    if tokenizer.pad_token_id is None:
        tokenizer.pad_token_id = padding
    text = network.config.get_text_config()
    longest = getattr(text, "max_position_embeddings", None) or options.looks.context_tokens
    return Snapshot(
        processor,
        tokenizer,
        network,
        device,
        vocabulary=int(network.get_output_embeddings().weight.shape[0]),
        ends=ends,
        padding=padding,
        context_tokens=min(int(longest), options.looks.context_tokens),
    )


def _adapted(network: Any, options: ModelOptions) -> Any:
    from peft import PeftModel

    folder = _folder(options.adapter_directory, f"models: {options.name}: adapter_directory")
    return PeftModel.from_pretrained(network, str(folder), local_files_only=True).merge_and_unload()


def _folder(path: str, key: str) -> Path:
    folder = Path(path)
    if not path or not folder.is_dir():
        raise ValueError(f"{key}: there is no folder {path!r}: put the model's snapshot there")
    return folder


def _ends(network: Any, tokenizer: Any) -> tuple[int, ...]:
    told = network.generation_config.eos_token_id
    if told is None:
        told = tokenizer.eos_token_id
    if told is None:
        raise ValueError("the snapshot names no end-of-text token: its generation_config.json is missing")
    return tuple(told) if isinstance(told, list | tuple) else (int(told),)
