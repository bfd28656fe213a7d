"""How a managed model's servers are started."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gateway.model_server.command import COMPACT, Server, servers
from gateway.models.catalogue import load
from gateway.settings import Settings

OURS = {
    "PATH": "/usr/bin",
    "CUDA_HOME": "/cuda",
    "KARTEBRIDGE_STORE__URL": "postgresql://u:secret@db/k",
    "HF_TOKEN": "hf_secret",
    "HTTPS_PROXY": "http://proxy",
    "HOME": "/home/kartebridge",
    "VLLM_LOGGING_LEVEL": "DEBUG",
}


def made(
    ports: tuple[int, ...] = (8001,), managed: dict[str, object] | None = None, **more: object
) -> tuple[Server, ...]:
    table = {"name": "qwen", "engine": "vllm", "directory": "/m/q", "managed": managed or {}, **more}
    (model,) = Settings(models=[table]).models  # type: ignore[list-item]
    assert model.managed is not None
    return servers(model, model.managed, load(None), ports, Path("/data/model-server"), OURS)


def test_the_folder_the_name_and_loopback_are_given() -> None:
    (server,) = made(managed={"command": ["/opt/vllm/bin/vllm", "serve"]})
    assert server.arguments == (
        *("/opt/vllm/bin/vllm", "serve", "/m/q", "--max-model-len", "16384"),
        *("--structured-outputs-config", COMPACT, "--served-model-name", "qwen"),
        *("--host", "127.0.0.1", "--port", "8001"),
    )
    assert json.loads(COMPACT)["disable_any_whitespace"] is True
    assert server.health == "http://127.0.0.1:8001/health"


def test_adapters_are_loaded_by_name_beside_the_model_s_own() -> None:
    (server,) = made(adapters={"ward": "/a/ward", "icu": "/a/icu"}, served_name="ward")
    text = " ".join(server.arguments)
    assert "--enable-lora --lora-modules ward=/a/ward icu=/a/icu --host" in text
    assert "--served-model-name qwen" in text, "the model keeps a name of its own beside the adapter's"


def test_the_catalogue_s_arguments_come_before_the_site_s() -> None:
    (server,) = made(catalogue="gpt-oss-20b", context_tokens=8192, managed={"arguments": ["--seed", "3"]})
    text = " ".join(server.arguments)
    assert "--max-model-len 8192" in text
    assert "--reasoning-parser openai_gptoss --seed 3" in text


def test_each_entry_of_gpus_is_a_server() -> None:
    first, second = made((8001, 8002), managed={"gpus": ["0", "2,3"]})
    assert (first.environment["CUDA_VISIBLE_DEVICES"], first.port, first.number) == ("0", 8001, 0)
    assert (second.environment["CUDA_VISIBLE_DEVICES"], second.url) == ("2,3", "http://127.0.0.1:8002")


def test_the_environment_is_offline_and_holds_no_secret_of_ours() -> None:
    (server,) = made(managed={"environment": {"VLLM_CPU_KVCACHE_SPACE": "1"}})
    found = server.environment
    assert "secret" not in repr(dict(found))
    assert "HTTPS_PROXY" not in found
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "VLLM_NO_USAGE_STATS", "DO_NOT_TRACK"):
        assert found[name] == "1"
    assert (found["HOME"], found["VLLM_CPU_KVCACHE_SPACE"]) == ("/data/model-server", "1")
    assert found["VLLM_LOGGING_LEVEL"] == "INFO"
    assert found["CUDA_HOME"] == "/cuda"


@pytest.mark.parametrize("from_file", [True, False])
def test_the_key_goes_by_the_environment_not_by_the_arguments(tmp_path: Path, from_file: bool) -> None:
    (tmp_path / "key").write_text("k3y\n", encoding="utf-8")
    (server,) = made(**({"api_key_file": str(tmp_path / "key")} if from_file else {"api_key": "k3y"}))
    assert server.environment["VLLM_API_KEY"] == "k3y"
    assert "k3y" not in " ".join(server.arguments)
