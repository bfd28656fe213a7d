"""Tiny random checkpoints of the catalogue's other architectures: `python -m tests.vllm.other_checkpoints [NAME]...`.

Runs in the environment of tests.vllm.environment. Each has the architecture's own classes, a vocabulary of some
hundred tokens and random weights: what is shown is that it is loaded from a folder and answers under a schema.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tests.vllm.checkpoint import SEED, TEMPLATE, tokenizer_of
from tests.vllm.environment import FOLDER, pins

WIDTH, INNER = 64, 128
ROPE = {"rope_type": "default", "rope_theta": 1e6}


def folder(name: str) -> Path:
    return FOLDER / "models" / f"tiny-{name}"


def state() -> str:
    """What the checkpoints are made of and by."""
    return hashlib.sha256(Path(__file__).read_bytes() + pins().encode()).hexdigest()


def ready(name: str) -> bool:
    mark = folder(name) / ".ready"
    return mark.exists() and mark.read_text(encoding="utf-8") == state()


def _text(tokenizer: Any, **more: Any) -> dict[str, Any]:
    return {
        "vocab_size": len(tokenizer),
        "hidden_size": WIDTH,
        "intermediate_size": INNER,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "head_dim": 16,
        "max_position_embeddings": 8192,
        "bos_token_id": tokenizer.convert_tokens_to_ids("<|endoftext|>"),
        "eos_token_id": tokenizer.convert_tokens_to_ids("<|im_end|>"),
        "pad_token_id": tokenizer.convert_tokens_to_ids("<|endoftext|>"),
        **more,
    }


def _places(tokenizer: Any) -> dict[str, int]:
    names = {
        "vision_start": "vision_start",
        "vision_end": "vision_end",
        "image": "image_pad",
        "video": "video_pad",
    }
    return {f"{ours}_token_id": tokenizer.convert_tokens_to_ids(f"<|{its}|>") for ours, its in names.items()}


def _qwen2_vl(tokenizer: Any) -> tuple[Any, Any]:
    import transformers as t

    rope = {**ROPE, "mrope_section": [2, 3, 3]}
    vision = {
        "depth": 2,
        "embed_dim": 64,
        "hidden_size": WIDTH,
        "num_heads": 4,
        "mlp_ratio": 2,
        "patch_size": 14,
    }
    config = t.Qwen2VLConfig(
        text_config=_text(tokenizer, rope_parameters=rope), vision_config=vision, **_places(tokenizer)
    )
    bounds = {"min_pixels": 56 * 56, "max_pixels": 28 * 28 * 256}
    processor = t.Qwen2VLProcessor(
        image_processor=t.Qwen2VLImageProcessor(**bounds),
        tokenizer=tokenizer,
        video_processor=t.Qwen2VLVideoProcessor(**bounds),
        chat_template=TEMPLATE,
    )
    return t.Qwen2VLForConditionalGeneration(config), processor


def _qwen3_vl(tokenizer: Any) -> tuple[Any, Any]:
    import transformers as t

    rope = {**ROPE, "mrope_section": [2, 3, 3]}
    vision = {
        "depth": 2, "hidden_size": 64, "intermediate_size": INNER, "num_heads": 4, "out_hidden_size": WIDTH,
        "patch_size": 16, "num_position_embeddings": 256, "deepstack_visual_indexes": [0],
    }  # fmt: skip
    config = t.Qwen3VLConfig(
        text_config=_text(tokenizer, rope_parameters=rope), vision_config=vision, **_places(tokenizer)
    )
    sizes = {"size": {"shortest_edge": 64 * 64, "longest_edge": 32 * 32 * 256}, "patch_size": 16}
    processor = t.Qwen3VLProcessor(
        image_processor=t.Qwen2VLImageProcessor(**sizes),
        tokenizer=tokenizer,
        video_processor=t.Qwen3VLVideoProcessor(**sizes),
        chat_template=TEMPLATE,
    )
    return t.Qwen3VLForConditionalGeneration(config), processor


def _with_named(tokenizer: Any) -> Any:
    """The tokenizer with the attributes by which processors ask for the tokens around a picture."""
    named = {"boi": "<|vision_start|>", "eoi": "<|vision_end|>", "image": "<|image_pad|>"}
    named = {f"{name}_token": token for name, token in named.items()}
    again = type(tokenizer)(
        tokenizer_object=tokenizer.backend_tokenizer,
        eos_token=tokenizer.eos_token,
        pad_token=tokenizer.pad_token,
        extra_special_tokens=named,
    )
    again.chat_template = TEMPLATE
    return again


def _gemma3(tokenizer: Any) -> tuple[Any, Any]:
    """Pictures of one size, as SigLIP takes them; four tokens each."""
    import transformers as t

    tokenizer = _with_named(tokenizer)
    text = _text(tokenizer, sliding_window=512, query_pre_attn_scalar=16)
    vision = {
        "hidden_size": 64, "intermediate_size": INNER, "num_hidden_layers": 2, "num_attention_heads": 4,
        "image_size": 56, "patch_size": 14,
    }  # fmt: skip
    places = _places(tokenizer)
    config = t.Gemma3Config(
        text_config=text,
        vision_config=vision,
        mm_tokens_per_image=4,
        image_token_index=places["image_token_id"],
        boi_token_index=places["vision_start_token_id"],
        eoi_token_index=places["vision_end_token_id"],
        eos_token_id=text["eos_token_id"],
        pad_token_id=text["pad_token_id"],
    )
    # The processor itself writes the tokens around a picture: the template names its beginning alone.
    template = TEMPLATE.replace("<|vision_start|><|image_pad|><|vision_end|>", "<|vision_start|>")
    processor = t.Gemma3Processor(
        image_processor=t.Gemma3ImageProcessor(size={"height": 56, "width": 56}),
        tokenizer=tokenizer,
        chat_template=template,
        image_seq_length=4,
    )
    return t.Gemma3ForConditionalGeneration(config), processor


def _janus(tokenizer: Any) -> tuple[Any, Any]:
    import transformers as t

    tokenizer = _with_named(tokenizer)
    vision = {
        "hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4, "image_size": 56, "patch_size": 14,
        "mlp_ratio": 2, "projection_dim": WIDTH, "depth": 2, "num_image_tokens": 16,
    }  # fmt: skip
    vq = {
        "embed_dim": 8, "num_embeddings": 32, "base_channels": 32, "channel_multiplier": [1, 1], "num_res_blocks": 1,
        "projection_dim": WIDTH, "image_token_embed_dim": WIDTH, "num_patches": 4, "latent_channels": 8,
    }  # fmt: skip
    text = {"model_type": "llama", **_text(tokenizer, rope_parameters=ROPE)}
    config = t.JanusConfig(
        text_config=text,
        vision_config=vision,
        vq_config=vq,
        image_token_id=_places(tokenizer)["image_token_id"],
    )
    template = TEMPLATE.replace("<|vision_start|><|image_pad|><|vision_end|>", "<|image_pad|>")
    processor = t.JanusProcessor(
        image_processor=t.JanusImageProcessor(size={"height": 56, "width": 56}, min_size=14),
        tokenizer=tokenizer,
        chat_template=template,
    )
    processor.num_image_tokens = 16
    return t.JanusForConditionalGeneration(config), processor


def _qwen3(tokenizer: Any) -> tuple[Any, Any]:
    import transformers as t

    return t.Qwen3ForCausalLM(t.Qwen3Config(**_text(tokenizer, rope_parameters=ROPE))), tokenizer


def _gpt_oss(tokenizer: Any) -> tuple[Any, Any]:
    import transformers as t

    more = {"num_local_experts": 4, "num_experts_per_tok": 2, "sliding_window": 128, "rope_parameters": ROPE}
    return t.GptOssForCausalLM(t.GptOssConfig(**_text(tokenizer, **more))), tokenizer


def _llama(tokenizer: Any) -> tuple[Any, Any]:
    """Swallow's architecture."""
    import transformers as t

    return t.LlamaForCausalLM(t.LlamaConfig(**_text(tokenizer, rope_parameters=ROPE))), tokenizer


Build = Callable[[Any], tuple[Any, Any]]
VISION: Mapping[str, Build] = MappingProxyType(
    {"qwen2-vl": _qwen2_vl, "qwen3-vl": _qwen3_vl, "gemma3": _gemma3, "janus": _janus}
)
TEXT: Mapping[str, Build] = MappingProxyType({"qwen3": _qwen3, "gpt-oss": _gpt_oss, "llama": _llama})


def write(name: str) -> None:
    """One checkpoint."""
    import torch

    tokenizer = tokenizer_of()
    torch.manual_seed(SEED)
    network, processor = (VISION | TEXT)[name](tokenizer)
    network = network.to(torch.float32)
    network.generation_config.eos_token_id = tokenizer.convert_tokens_to_ids("<|im_end|>")
    network.generation_config.pad_token_id = tokenizer.convert_tokens_to_ids("<|endoftext|>")
    network.save_pretrained(folder(name))
    processor.save_pretrained(folder(name))
    (folder(name) / ".ready").write_text(state(), encoding="utf-8")


if __name__ == "__main__":
    for wanted in sys.argv[1:] or (*VISION, *TEXT):
        if not ready(wanted):
            write(wanted)
        print(f"{folder(wanted)} is ready")
