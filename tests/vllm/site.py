"""Settings of a site whose model is a managed vLLM on the CPU with the tiny checkpoint."""

from __future__ import annotations

from pathlib import Path

from gateway.settings import Settings
from tests.vllm.checkpoint import ADAPTER, CHECKPOINT
from tests.vllm.environment import python

ADAPTER_NAME = "ward"
START_S = 300.0
"""A start takes about 30 s on two idle cores; a machine busy with other tests needs several times that."""


def vllm_settings(folder: Path, **model: object) -> Settings:
    """A managed model called tiny, with the adapter. `vllm serve` looks for a package named vllm: we run its module."""
    managed = {
        "command": [str(python()), "-m", "vllm.entrypoints.openai.api_server", "--model"],
        "arguments": [
            *("--dtype", "float32", "--enforce-eager", "--max-lora-rank", "8", "--max-num-seqs", "32"),
            *("--limit-mm-per-prompt", '{"image":4,"video":0}'),
        ],
        "environment": {"VLLM_CPU_KVCACHE_SPACE": "1", "VLLM_CPU_OMP_THREADS_BIND": "nobind"},
        "start_timeout_s": START_S,
        "restart_first_s": 0.2,
        "health_every_s": 0.5,
        "unhealthy_looks": 60,
    }
    tiny = {
        "name": "tiny",
        "engine": "vllm",
        "directory": str(CHECKPOINT),
        "adapters": {ADAPTER_NAME: str(ADAPTER)},
        "context_tokens": 2048,
        "managed": managed,
        **model,
    }
    return Settings(models=[tiny], data={"directory": str(folder / "data")})  # type: ignore[list-item, arg-type]
