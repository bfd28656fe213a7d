"""Settings of what reads the pages: the engine, the chain of engines, and the site's models."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, model_validator

from gateway.settings_fields import Port, Seconds, Section
from inference.engines.options import Dialect, PageText

BUILT_IN = ("ocr", "chain")
"""Names of engines that need no entry in `[[models]]`, so no model may have them."""

OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "VLLM_NO_USAGE_STATS": "1",
    "DO_NOT_TRACK": "1",
}
"""Variables of every server that we start: nothing is fetched, nothing is reported."""

OURS = (
    "--host",
    "--port",
    "--served-model-name",
    "--max-model-len",
    "--enable-lora",
    "--lora-modules",
    "--enable-log-requests",
    "--enable-log-outputs",
)
"""Arguments of vLLM that we give or that must not be given: the last two write prompts into logs."""

Url = Annotated[str, Field(pattern=r"^https?://[^/?#]+")]
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]


class Chain(Section):
    """Which engines read when engine.name is chain; names are ocr or of models."""

    readers: tuple[str, ...] = Field(
        (), description='the first that is not away reads, for example ["qwen", "ocr"]'
    )
    check: str = Field("", description="reads too, and where both agree confidence is higher; usually ocr")
    escalate_to: str = Field("", description="reads again where much of an answer is not on the page")
    escalate_share: float = Field(
        0.2, ge=0, le=1, description="share of a document's items not found on the page, from which on"
    )
    recheck: str = Field(
        "",
        description="reads too where an item is in doubt: usually an entry of the same model with another "
        "prompt_language or page_text",
    )


class Engine(Section):
    """What reads the pages."""

    name: str = Field("ocr", description="ocr (built in, no GPU), the name of a model below, or chain")
    threads: int = Field(
        1, ge=0, description="threads a worker; 0: all cores; workers times threads about the cores"
    )
    catalogue: Path | None = Field(
        None, description="file of the model catalogue; none: conf/models.toml as shipped"
    )
    chain: Chain = Chain()


class ModelKind(StrEnum):
    """How a model is reached."""

    VLLM = "vllm"
    OPENAI_HTTP = "openai-http"
    TRANSFORMERS = "transformers"


class Managed(Section):
    """A model server that the gateway starts, watches and stops; leave it out where others run the server."""

    command: tuple[str, ...] = Field(
        ("vllm", "serve"),
        min_length=1,
        description="what starts the server; the model's folder follows. vLLM has an environment of its own: "
        'usually ["/opt/vllm/bin/vllm", "serve"]',
    )
    arguments: tuple[str, ...] = Field(
        (),
        description='more arguments, for example ["--tensor-parallel-size", "2"]; they win over the catalogue',
    )
    port: Port = Field(
        0, description="loopback port; 0 lets the system choose; further servers: the next ones"
    )
    gpus: tuple[str, ...] = Field(
        (),
        description='one server for each entry, which becomes its CUDA_VISIBLE_DEVICES: ["0", "1"] two servers, '
        '["0,1"] one on both; empty: one, which sees what the gateway sees',
    )
    environment: dict[str, str] = Field({}, description="more environment variables of the server")
    start_timeout_s: Seconds = Field(
        900.0, description="a server that is not healthy after this long is started again"
    )
    health_every_s: Seconds = Field(5.0, description="time between looks at a server's health")
    unhealthy_looks: int = Field(
        6, ge=1, description="looks in a row without an answer after which a server is started again"
    )
    restart_first_s: Seconds = Field(
        2.0, description="wait before a server is started again; doubles each time"
    )
    restart_max_s: Seconds = Field(300.0, description="longest wait before a server is started again")
    stop_timeout_s: Seconds = Field(20.0, description="a server told to stop is killed after this long")

    @model_validator(mode="after")
    def _leaves_ours_alone(self) -> Self:
        for argument in self.arguments:
            option = argument.partition("=")[0].replace("_", "-")
            if len(option) > 2 and any(ours.startswith(option) for ours in OURS):
                raise ValueError(
                    f"arguments: {option} is not yours to give: port, served_name, adapters and context_tokens have "
                    "keys of their own, and prompts must not be logged; take it out"
                )
        for name in self.environment:
            if name in OFFLINE:
                raise ValueError(f"environment: {name} keeps the server off the internet; take it out")
        if self.port and self.port + max(1, len(self.gpus)) - 1 > 65535:
            raise ValueError("port: the servers of all gpus do not fit below 65536")
        return self

    @property
    def ports(self) -> tuple[int, ...]:
        """The port of each server; 0 where the system chooses."""
        return tuple(self.port and self.port + number for number in range(max(1, len(self.gpus))))


class Model(Section):
    """One model that pages or texts can be read with."""

    name: Name = Field(description="the site's name for it, used by engine.name and engine.chain")
    engine: ModelKind = Field(
        description="vllm: a vLLM server; openai-http: llama.cpp, Ollama, LM Studio, LiteLLM, SGLang; "
        "transformers: in the worker processes"
    )
    catalogue: str = Field(
        "", description="its entry in the catalogue (`kartebridge models list`); empty: what is set here"
    )
    served_name: str = Field(
        "",
        description="what the server calls the model, or one of adapters; empty: its only model, or name where managed",
    )
    urls: tuple[Url, ...] = Field((), description="base URLs of its servers; work goes to the least busy")
    directory: Path | None = Field(
        None, description="folder of the model's files, for managed and transformers"
    )
    adapters: dict[Name, Path] = Field(
        {}, description="LoRA adapters by name and folder, for managed and transformers"
    )
    dialect: Dialect = Field(Dialect.VLLM, description="whose server it is, for openai-http")
    api_key: SecretStr = Field(SecretStr(""), description="sent as Authorization: Bearer")
    api_key_file: Path | None = Field(None, description="file with the key; read at each start")
    concurrency: int = Field(
        32, ge=1, description="requests at once to each server; transformers: pages of one batch"
    )
    timeout_s: Seconds = Field(180.0, description="a request is given up after this long")
    connect_timeout_s: Seconds = Field(3.0, description="a server that does not accept by then is away")
    page_text: PageText = Field(
        PageText.ALWAYS,
        description="whether the model is told the words found on the page: always, never, text-layer",
    )
    prompt_language: Literal["ja", "en"] = Field("ja", description="language of the prompts")
    reads: Literal["catalogue", "pages", "text"] = Field(
        "catalogue",
        description="pages: pictures and text; text: text alone; catalogue: as its entry says, else pages",
    )
    max_pixels: int = Field(0, ge=0, description="pixels of one picture that it is shown; 0: the catalogue's")
    context_tokens: int = Field(
        0, ge=0, description="tokens of question and answer together; 0: the catalogue's, at most 16384"
    )
    answer_tokens: int = Field(
        0, ge=0, description="most tokens of one answer; 0: a quarter of the context, at most 4096"
    )
    confidence: Path | None = Field(
        None,
        description="table that `kartebridge calibrate` fitted for this model; none: no value is given 0.9 or more",
    )
    managed: Managed | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if found := tuple(_mistakes(self)):
            raise ValueError("; ".join(found))
        return self


def _mistakes(model: Model) -> Iterator[str]:
    kind = model.engine
    if kind is ModelKind.TRANSFORMERS:
        if model.directory is None:
            yield "directory: engine = 'transformers' needs the folder of the model's files"
        if model.urls or model.managed:
            yield "urls: engine = 'transformers' runs in the gateway: take urls and managed out"
        if model.served_name and model.served_name not in model.adapters:
            yield f"served_name: {model.served_name!r} is none of adapters; leave it empty for the model itself"
        return
    if kind is ModelKind.OPENAI_HTTP and model.managed:
        yield "managed: only engine = 'vllm' is started by the gateway; start this server yourself and give urls"
    if kind is ModelKind.VLLM and model.dialect is not Dialect.VLLM:
        yield "dialect: engine = 'vllm' speaks vllm; for another server set engine = 'openai-http'"
    if model.managed and model.urls:
        yield "urls: a managed server's address is known; take urls or managed out"
    if not model.managed and not model.urls:
        yield "urls: give the address of the server" + (
            ", or a table [models.managed] to have it started" if kind is ModelKind.VLLM else ""
        )
    if model.managed and model.directory is None:
        yield "directory: managed needs the folder of the model's files"
    if model.adapters and not model.managed:
        yield "adapters: a server of others loads its own; name one with served_name"
    if model.name in model.adapters:
        yield f"adapters: {model.name!r} is the model's own name; give the adapter another"


def mistakes_between(engine: Engine, models: Sequence[Model]) -> Iterator[str]:
    """What is impossible among the engine, the chain and the models, each beginning with its key."""
    names = [model.name for model in models]
    for name in dict.fromkeys(n for n in names if names.count(n) > 1):
        yield f"models: the name {name!r} is used twice"
    for name in names:
        if name in BUILT_IN:
            yield f"models: {name!r} is an engine's own name; give the model another"
    ports = [port for model in models if model.managed for port in model.managed.ports if port]
    for port in dict.fromkeys(p for p in ports if ports.count(p) > 1):
        yield f"models: port {port} is given to two managed servers (each entry of gpus takes one more port)"
    if engine.name not in (*BUILT_IN, *names):
        yield f"engine.name: {engine.name!r} is no engine and no model; there are {', '.join((*BUILT_IN, *names))}"
    yield from _mistakes_of_chain(engine, ("ocr", *names))


def _mistakes_of_chain(engine: Engine, names: Sequence[str]) -> Iterator[str]:
    chain = engine.chain
    if engine.name == "chain" and not chain.readers:
        yield "engine.chain.readers: engine.name = 'chain' needs at least one reader"
    for key, found in (
        ("readers", chain.readers),
        ("check", (chain.check,) if chain.check else ()),
        ("escalate_to", (chain.escalate_to,) if chain.escalate_to else ()),
        ("recheck", (chain.recheck,) if chain.recheck else ()),
    ):
        for name in found:
            if name not in names:
                yield f"engine.chain.{key}: {name!r} is no model and not ocr; there are {', '.join(names)}"
    if len(set(chain.readers)) < len(chain.readers):
        yield "engine.chain.readers: a reader is named twice"
    if chain.check and chain.readers == (chain.check,):
        yield "engine.chain.check: the only reader cannot check itself"
    if chain.escalate_to and chain.readers[:1] == (chain.escalate_to,):
        yield "engine.chain.escalate_to: the first reader has read already; name another"
