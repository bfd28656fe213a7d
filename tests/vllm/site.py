"""Settings of a site whose model is a managed vLLM on the CPU with the tiny checkpoint.

`python -m tests.vllm.site` prints them as tables for `kartebridge demo --engine-settings FILE`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from gateway.settings import Settings
from tests.vllm.checkpoint import ADAPTER, CHECKPOINT
from tests.vllm.environment import python
from tests.vllm.taught import TAUGHT

ADAPTER_NAME = "ward"
SAID_OF_IT = (
    "A real vLLM with a tiny model of this project: it has learnt three invented values by heart and says them of "
    "every page. It shows the way; no value of it is on a page, so none may be taken for verified."
)
"""What the demo's screen says of the model."""

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


def demo_tables() -> str:
    """[engine] and [[models]] as TOML, with the checkpoint that ends its answers; a JSON string or list is TOML's, too.

    The comment in front is what the demo says of the engine. The budgets keep a page in few parts: the checkpoint's own
    processor makes pictures small, so that large ones cost nothing.
    """
    model = vllm_settings(Path("data")).models[0]
    managed = model.managed
    assert managed is not None
    environment = ", ".join(f"{name} = {json.dumps(value)}" for name, value in managed.environment.items())
    return (
        f'# {SAID_OF_IT}\n[engine]\nname = "tiny"\n[[models]]\nname = "tiny"\nengine = "vllm"\ncontext_tokens = 8192\n'
        f"answer_tokens = 1024\nmax_pixels = 802816\nconcurrency = 8\ndirectory = {json.dumps(str(TAUGHT))}\n"
        f"[models.managed]\ncommand = {json.dumps(managed.command)}\n"
        f"arguments = {json.dumps(managed.arguments)}\nenvironment = {{ {environment} }}\n"
        f"start_timeout_s = {START_S}\n"
    )


if __name__ == "__main__":
    sys.stdout.write(demo_tables())
