"""How servers of the OpenAI chat API differ: one row each.

All take pictures as data URLs in `image_url` parts and answer `POST /v1/chat/completions`. What differs is here.

- *Schema*: all but llama.cpp take `response_format: {"type": "json_schema", ...}`; `{"type": "json_object", "schema":
  ...}` is understood by llama.cpp's own server and by the one of llama-cpp-python.
- *Whitespace*: a grammar that allows whitespace lets a weak model loop in it (vllm#38696). vLLM and SGLang forbid it
  only by a start-up option, which the managed child is given; no field of a request does.
- *Going on with an answer*: a grammar starts anew at the first new token, so a continued answer is asked for without
  its schema; whoever joins the parts checks the whole.
- *Streams* are asked for only where a server sees a closed connection no sooner than it next writes: a stream costs
  the gateway one event a token.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Any

from inference.engines.options import Dialect

NO_THINKING: Mapping[str, Any] = MappingProxyType({"chat_template_kwargs": {"enable_thinking": False}})
"""Templates that know no thinking ignore it."""

NO_PENALTY: Mapping[str, Any] = MappingProxyType({"repetition_penalty": 1.0})
"""Else the checkpoint's own holds (Qwen2.5-VL: 1.05), which forbids what tables are full of."""


class SchemaForm(Enum):
    """How a JSON Schema is asked for."""

    JSON_SCHEMA = "response_format json_schema"
    JSON_OBJECT = "response_format json_object with a schema"


@dataclass(frozen=True, slots=True)
class Traits:
    """What one kind of server is told and gives."""

    schema_form: SchemaForm = SchemaForm.JSON_SCHEMA
    logprobs: bool = (
        True  # False: never asked for; a promise of the server's documentation, not of each model
    )
    continues: bool = False  # goes on with an answer begun
    streams: bool = False
    health_path: str = "/health"  # from the server's root; any answer below 500 is a server that works
    version_path: str = ""  # answers {"version": "..."}; empty: the version is not told
    extra: Mapping[str, Any] = field(default_factory=dict)  # fields of every request
    continuing: Mapping[str, Any] = field(default_factory=dict)  # fields of a request that continues


_CONTINUE: Mapping[str, Any] = MappingProxyType({"continue_final_message": True})

TRAITS: Mapping[Dialect, Traits] = MappingProxyType(
    {
        Dialect.VLLM: Traits(
            continues=True,
            version_path="/version",
            extra={
                **NO_THINKING,
                **NO_PENALTY,
                # A pattern of up to 96 tokens said 24 times in a row is a loop: it ends here and not at max_tokens.
                "repetition_detection": {"max_pattern_size": 96, "min_pattern_size": 1, "min_count": 24},
            },
            continuing={**_CONTINUE, "add_generation_prompt": False},
        ),
        Dialect.SGLANG: Traits(continues=True, extra={**NO_THINKING, **NO_PENALTY}, continuing=_CONTINUE),
        Dialect.LLAMA_CPP: Traits(
            # /health is absent from llama-cpp-python; /v1/models is in both.
            schema_form=SchemaForm.JSON_OBJECT,
            streams=True,
            health_path="/v1/models",
            extra={"cache_prompt": True},
        ),
        Dialect.OLLAMA: Traits(health_path="/api/version", version_path="/api/version"),
        Dialect.LM_STUDIO: Traits(logprobs=False, streams=True, health_path="/v1/models"),
        Dialect.LITELLM: Traits(health_path="/health/liveliness", extra={"drop_params": True}),
    }
)
