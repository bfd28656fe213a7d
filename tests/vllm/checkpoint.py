"""Makes a tiny random Qwen2.5-VL checkpoint and a LoRA adapter for it: `python -m tests.vllm.checkpoint`.

Runs in the environment of tests.vllm.environment, which has torch and transformers. The seed is fixed: the same
versions write the same weights. It answers nonsense; what it is for is that a real server loads it, follows a schema
and gives logprobs. The head size is 64, since vLLM's attention on a CPU refuses smaller ones.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from tests.vllm.environment import FOLDER, pins

CHECKPOINT = FOLDER / "models" / "tiny-qwen2.5-vl"
ADAPTER = CHECKPOINT.with_name(CHECKPOINT.name + "-lora")
MARK = FOLDER / "models" / ".ready"

SEED = 20260401
WIDTH, INNER, LAYERS, HEADS, KEY_VALUE_HEADS = 256, 512, 2, 4, 2
RANK = 4

SPECIAL = (
    "<|endoftext|>",
    "<|im_start|>",
    "<|im_end|>",
    "<|vision_start|>",
    "<|vision_end|>",
    "<|vision_pad|>",
    "<|image_pad|>",
    "<|video_pad|>",
)

TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n"
    "{% if message['content'] is string %}{{ message['content'] }}{% else %}{% for part in message['content'] %}"
    "{% if part['type'] in ('image', 'image_url') %}<|vision_start|><|image_pad|><|vision_end|>"
    "{% elif part['type'] == 'text' %}{{ part['text'] }}{% endif %}{% endfor %}{% endif %}"
    "{% if not (loop.last and continue_final_message) %}<|im_end|>\n{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)

LINES = (
    "検査項目 結果 単位 基準値 判定",
    "白血球数 5.8 10^3/μL 3.3-8.6",
    '{"items": [{"name": "CRP", "value": "0.12", "unit": "mg/dL", "flag": null, "page": 1}]}',
    "The quick brown fox reads a laboratory report of the hospital, line by line.",
)


def state() -> str:
    """What the checkpoint is made of and by: changes when it must be made again."""
    return hashlib.sha256(Path(__file__).read_bytes() + pins().encode()).hexdigest()


def ready() -> bool:
    """Whether both are there as this file makes them."""
    return MARK.exists() and MARK.read_text(encoding="utf-8") == state()


def write() -> None:
    """The checkpoint and the adapter."""
    tokenizer = tokenizer_of()
    save(network(tokenizer), tokenizer, CHECKPOINT)
    _write_adapter()
    MARK.write_text(state(), encoding="utf-8")


def network(tokenizer):  # type: ignore[no-untyped-def]  # classes of an environment that mypy has not
    """The architecture with random weights, for a vocabulary."""
    import torch
    from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration

    numbers = {token: tokenizer.convert_tokens_to_ids(token) for token in SPECIAL}
    config = Qwen2_5_VLConfig(
        text_config={
            "vocab_size": len(tokenizer),
            "hidden_size": WIDTH,
            "intermediate_size": INNER,
            "num_hidden_layers": LAYERS,
            "num_attention_heads": HEADS,
            "num_key_value_heads": KEY_VALUE_HEADS,
            "max_position_embeddings": 8192,
            "bos_token_id": numbers["<|endoftext|>"],
            "eos_token_id": numbers["<|im_end|>"],
            "pad_token_id": numbers["<|endoftext|>"],
            "rope_parameters": {"rope_type": "default", "rope_theta": 1e6, "mrope_section": [8, 12, 12]},
        },
        vision_config={
            "depth": 2,
            "hidden_size": WIDTH,
            "intermediate_size": INNER,
            "num_heads": HEADS,
            "out_hidden_size": WIDTH,
            "patch_size": 14,
            "spatial_merge_size": 2,
            "temporal_patch_size": 2,
            "window_size": 112,
            "fullatt_block_indexes": [1],
        },
        vision_start_token_id=numbers["<|vision_start|>"],
        vision_end_token_id=numbers["<|vision_end|>"],
        image_token_id=numbers["<|image_pad|>"],
        video_token_id=numbers["<|video_pad|>"],
        tie_word_embeddings=False,
    )
    torch.manual_seed(SEED)
    model = Qwen2_5_VLForConditionalGeneration(config).to(torch.float32)
    model.generation_config.eos_token_id = numbers["<|im_end|>"]
    model.generation_config.pad_token_id = numbers["<|endoftext|>"]
    return model


def save(model, tokenizer, folder: Path) -> None:  # type: ignore[no-untyped-def]
    """A checkpoint as a server wants it: weights, tokenizer, how pictures are taken."""
    model.save_pretrained(folder)
    _processor(tokenizer).save_pretrained(folder)


def tokenizer_of(lines: Iterable[str] = LINES, size: int = 600):  # type: ignore[no-untyped-def]
    """Bytes and their pairs that are frequent in the lines: a vocabulary of at most `size`."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import Qwen2TokenizerFast

    bytes_and_pairs = Tokenizer(models.BPE())
    bytes_and_pairs.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bytes_and_pairs.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        special_tokens=list(SPECIAL),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    bytes_and_pairs.train_from_iterator(lines, trainer)
    tokenizer = Qwen2TokenizerFast(
        tokenizer_object=bytes_and_pairs,
        eos_token="<|im_end|>",
        pad_token="<|endoftext|>",
        additional_special_tokens=list(SPECIAL[3:]),
    )
    tokenizer.chat_template = TEMPLATE
    return tokenizer


def _processor(tokenizer):  # type: ignore[no-untyped-def]
    from transformers import Qwen2_5_VLProcessor, Qwen2VLImageProcessor, Qwen2VLVideoProcessor

    bounds = {"min_pixels": 56 * 56, "max_pixels": 28 * 28 * 256}
    return Qwen2_5_VLProcessor(
        image_processor=Qwen2VLImageProcessor(**bounds),
        tokenizer=tokenizer,
        video_processor=Qwen2VLVideoProcessor(**bounds),
        chat_template=TEMPLATE,
    )


def _write_adapter() -> None:
    """A LoRA of rank RANK on the attention's projections, as PEFT writes one; large enough to change answers."""
    import torch
    from safetensors.torch import save_file

    ADAPTER.mkdir(exist_ok=True)
    chance = torch.Generator().manual_seed(SEED + 1)
    outputs = {"q_proj": WIDTH, "v_proj": KEY_VALUE_HEADS * WIDTH // HEADS}
    weights = {}
    for layer in range(LAYERS):
        for name, width in outputs.items():
            key = f"base_model.model.model.language_model.layers.{layer}.self_attn.{name}"
            weights[f"{key}.lora_A.weight"] = torch.randn(RANK, WIDTH, generator=chance)
            weights[f"{key}.lora_B.weight"] = torch.randn(width, RANK, generator=chance)
    save_file(weights, ADAPTER / "adapter_model.safetensors")
    config = {
        "peft_type": "LORA",
        "task_type": "CAUSAL_LM",
        "base_model_name_or_path": str(CHECKPOINT),
        "r": RANK,
        "lora_alpha": 16,
        "lora_dropout": 0.0,
        "bias": "none",
        "target_modules": sorted(outputs),
        "inference_mode": True,
    }
    (ADAPTER / "adapter_config.json").write_text(json.dumps(config, indent=1), encoding="utf-8")


if __name__ == "__main__":
    if ready():
        print(f"{CHECKPOINT} is ready")
    else:
        write()
        print(f"{CHECKPOINT} was made")
