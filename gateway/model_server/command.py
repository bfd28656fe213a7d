"""How a managed model's servers are started: arguments and environment of each.

The environment is an allow-list, since ours may hold passwords; offline variables come last and win. No secret
stands in the arguments, which every user of the machine can read.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gateway.engine_options import looks, served_name
from gateway.models.catalogue import Catalogue
from gateway.settings import read_secret
from gateway.settings_models import OFFLINE, Managed, Model

HOST = "127.0.0.1"

COMPACT = '{"backend":"xgrammar","disable_any_whitespace":true}'
"""Under a schema a weak model may write blanks until its tokens are used up (vllm#38696): none are allowed."""

_KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "CC", "CXX")
_KEPT_PREFIXES = ("CUDA_", "NVIDIA_", "NCCL_", "ROCR_", "HIP_")
_QUIET = {
    "VLLM_LOGGING_LEVEL": "INFO",  # DEBUG writes token ids of prompts
    "VLLM_DEBUG_LOG_API_SERVER_RESPONSE": "false",
    "VLLM_SERVER_DEV_MODE": "0",
    "VLLM_HOST_IP": HOST,  # else it asks the system which address leads to 8.8.8.8
    "VLLM_LOGGING_COLOR": "0",
    "NO_COLOR": "1",
    "PYTHONUNBUFFERED": "1",
    "PYTHONFAULTHANDLER": "0",
}


@dataclass(frozen=True, slots=True)
class Server:
    """One server of a managed model, ready to be started."""

    model: str  # the site's name
    number: int  # among the model's servers, from 0
    port: int
    arguments: tuple[str, ...]
    environment: Mapping[str, str]

    @property
    def url(self) -> str:
        """Its base URL."""
        return f"http://{HOST}:{self.port}"

    @property
    def health(self) -> str:
        """What answers 200 as soon as the model is loaded."""
        return f"{self.url}/health"


def servers(
    model: Model,
    managed: Managed,
    catalogue: Catalogue,
    ports: Sequence[int],
    home: Path,
    environment: Mapping[str, str] = os.environ,
) -> tuple[Server, ...]:
    """The model's servers, one for each port. `home` is the folder that they may write caches to.

    Raises SiteError where the catalogue has no such entry or the key's file cannot be read.
    """
    arguments = tuple(_arguments(model, managed, catalogue))
    gpus = managed.gpus or ("",)
    return tuple(
        Server(
            model=model.name,
            number=number,
            port=port,
            arguments=(*arguments, "--host", HOST, "--port", str(port)),
            environment=_environment(model, managed, gpus[number], home, environment),
        )
        for number, port in enumerate(ports)
    )


def _arguments(model: Model, managed: Managed, catalogue: Catalogue) -> list[str]:
    key = f"models.{model.name}.catalogue"
    entry = catalogue.named(model.catalogue, key) if model.catalogue else None
    own = model.name if model.served_name in model.adapters else served_name(model)
    found = [*managed.command, str(model.directory)]
    found += ["--max-model-len", str(looks(model, entry).context_tokens)]
    found += ["--structured-outputs-config", COMPACT]
    found += [*(entry.arguments if entry else ()), *managed.arguments]
    found += ["--served-model-name", own]
    if model.adapters:
        found += ["--enable-lora", "--lora-modules"]
        found += [f"{name}={folder.absolute()}" for name, folder in model.adapters.items()]
    return found


def _environment(
    model: Model, managed: Managed, gpu: str, home: Path, ours: Mapping[str, str]
) -> dict[str, str]:
    found = {k: v for k, v in ours.items() if k in _KEPT or k.startswith(_KEPT_PREFIXES)}
    found["HOME"] = str(home)
    if gpu:
        found["CUDA_VISIBLE_DEVICES"] = gpu
    secret = model.api_key.get_secret_value()
    if model.api_key_file:
        secret = read_secret(model.api_key_file, f"models.{model.name}.api_key_file")
    if secret:
        found["VLLM_API_KEY"] = secret
    return {**found, **_QUIET, **managed.environment, **OFFLINE}
