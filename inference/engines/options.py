"""What engines are built with: frozen, small and picklable, for it travels to worker processes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Dialect(StrEnum):
    """Whose OpenAI-compatible HTTP API is spoken; the differences stand in `inference.engines.dialects`."""

    VLLM = "vllm"
    SGLANG = "sglang"
    LLAMA_CPP = "llama.cpp"
    OLLAMA = "ollama"
    LM_STUDIO = "lm-studio"
    LITELLM = "litellm"


class PageText(StrEnum):
    """Whether the model is told the words that were found on the page (text layer or OCR) beside its picture."""

    NEVER = "never"
    ALWAYS = "always"
    TEXT_LAYER = "text-layer"  # only words that are certain


@dataclass(frozen=True, slots=True)
class Looks:
    """How a model is shown pages: from the catalogue's entry (conf/models.toml)."""

    vision: bool = True  # False: a text model, asked about words alone
    min_pixels: int = 56 * 56
    max_pixels: int = 1_605_632  # of one picture, after resizing; 1.6 M is 2,048 of Qwen's 28 x 28 patches
    grain_px: int = 28  # width and height of pictures are multiples of this
    context_tokens: int = 16_384
    answer_tokens: int = 4_096  # most that one answer may take
    system_turn: bool = True  # False: the template knows no system role; it is put before the first user turn


@dataclass(frozen=True, slots=True)
class ModelOptions:
    """One model of the site's settings (`[[models]]`): where it is and how it is asked."""

    name: str  # the site's own name for it
    engine: str  # vllm, openai-http or transformers
    served_name: str = ""  # what the server calls the model, or a LoRA adapter by its name
    urls: tuple[str, ...] = ()  # base URLs of replicas, with or without /v1
    directory: str = ""  # local snapshot: transformers, and the managed child
    adapter_directory: str = ""  # LoRA adapter for transformers
    dialect: Dialect = Dialect.VLLM
    api_key: str = field(default="", repr=False)
    concurrency: int = 32  # requests at once to each replica; transformers: largest batch
    timeout_s: float = 180.0  # one request
    connect_timeout_s: float = 3.0
    looks: Looks = Looks()
    page_text: PageText = PageText.ALWAYS
    prompt_language: str = "ja"  # language of the prompts: ja or en
    weights_digest: str = ""  # of the snapshot's manifest, goes to Provenance
    confidence: str = (
        ""  # table fitted for this model (`kartebridge calibrate`), as JSON text; empty: under 0.9
    )


@dataclass(frozen=True, slots=True)
class ChainOptions:
    """Which engines read, in what order, and when another is asked; names are `ocr` or of models."""

    readers: tuple[str, ...] = ()  # the first that is not away reads
    check: str = ""  # reads too, and agreement counts; usually ocr
    escalate_to: str = ""  # reads again where much of the answer is not on the page
    escalate_share: float = 0.2  # of unverified items, from which on
    recheck: str = ""  # reads too where any item is in doubt; usually the same model, asked otherwise


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """What any engine is built with."""

    threads: int = 1  # 0: all cores
    models: tuple[ModelOptions, ...] = ()  # those that the engine, or the chain's parts, may use
    chain: ChainOptions | None = None

    def asked(self, engine: str, model: str) -> ModelOptions | None:
        """The model that an answer says it is from (mappers.model.EngineInfo)."""
        return next((m for m in self.models if (m.engine, m.served_name or m.name) == (engine, model)), None)

    def model(self, name: str) -> ModelOptions | None:
        """The model of that name."""
        return next((m for m in self.models if m.name == name), None)
