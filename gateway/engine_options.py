"""What the engines are built with: the settings of the site joined with what the catalogue knows of its models."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from gateway.errors import SiteError
from gateway.models.catalogue import Catalogue, Entry, load
from gateway.models.snapshot import recorded_digest
from gateway.settings import Settings, read_secret
from gateway.settings_models import Model
from inference.confidence import ConfidenceTableWrong, table_from
from inference.engines.options import ChainOptions, EngineOptions, Looks, ModelOptions

LONGEST_CONTEXT = 16_384
"""Tokens of context taken from the catalogue at most: a page needs no more, and the server's memory is for pages."""


def engine_options(
    settings: Settings, managed_urls: Mapping[str, tuple[str, ...]] | None = None
) -> EngineOptions:
    """Options for `inference.engines.build(settings.engine.name, …)`; small and picklable.

    `managed_urls` holds the addresses of managed models by name. The weights' digest is the one in the manifest of the
    model's folder. Raises SiteError that names the key where a catalogue's entry or a secret's file is not there.
    """
    wanted = settings.models or settings.engine.catalogue
    catalogue = load(settings.engine.catalogue) if wanted else Catalogue(models=())
    chain = settings.engine.chain
    return EngineOptions(
        threads=settings.engine.threads,
        models=tuple(
            _model(model, catalogue, (managed_urls or {}).get(model.name, ())) for model in settings.models
        ),
        chain=ChainOptions(chain.readers, chain.check, chain.escalate_to, chain.escalate_share, chain.recheck)
        if chain.readers
        else None,
    )


def served_name(model: Model) -> str:
    """What the server is asked for: an adapter, the name given, or the name that we start it with."""
    return model.served_name or (model.name if model.managed else "")


def _model(model: Model, catalogue: Catalogue, managed_urls: tuple[str, ...]) -> ModelOptions:
    key = f"models.{model.name}"
    entry = catalogue.named(model.catalogue, f"{key}.catalogue") if model.catalogue else None
    secret = model.api_key.get_secret_value()
    if model.api_key_file:
        secret = read_secret(model.api_key_file, f"{key}.api_key_file")
    adapter = model.adapters.get(model.served_name) if model.served_name else None
    return ModelOptions(
        name=model.name,
        engine=model.engine,
        served_name=served_name(model),
        urls=managed_urls if model.managed else model.urls,
        directory=_text(model.directory),
        adapter_directory=_text(adapter),
        dialect=model.dialect,
        api_key=secret,
        concurrency=model.concurrency,
        timeout_s=model.timeout_s,
        connect_timeout_s=model.connect_timeout_s,
        looks=looks(model, entry),
        page_text=model.page_text,
        prompt_language=model.prompt_language,
        weights_digest=recorded_digest(model.directory) if model.directory else "",
        confidence=_confidence(model.confidence, f"{key}.confidence"),
    )


def looks(model: Model, entry: Entry | None) -> Looks:
    """How the model is shown pages: what the site set, else the catalogue's, else the defaults.

    Raises SiteError where the parts do not fit together.
    """
    default = Looks()
    context = model.context_tokens or (
        min(entry.context_tokens, LONGEST_CONTEXT) if entry else default.context_tokens
    )
    answer = model.answer_tokens or min(default.answer_tokens, context // 4)
    if answer >= context:
        raise SiteError(
            f"models.{model.name}.answer_tokens: {answer} leave no room for the question in {context} of context; "
            "make it smaller"
        )
    return Looks(
        vision=(entry.vision if entry else True) if model.reads == "catalogue" else model.reads == "pages",
        min_pixels=entry.min_pixels if entry and entry.vision else default.min_pixels,
        max_pixels=model.max_pixels or (entry.max_pixels if entry and entry.vision else default.max_pixels),
        grain_px=entry.grain_px if entry and entry.vision else default.grain_px,
        context_tokens=context,
        answer_tokens=answer,
        system_turn=entry.system_turn if entry else default.system_turn,
    )


def _confidence(path: Path | None, key: str) -> str:
    """The table's text. Raises SiteError where it is not there or is none of this version's."""
    if path is None:
        return ""
    try:
        text = path.read_text("utf-8")
        table_from(text)
    except OSError as error:
        raise SiteError(f"{key}: cannot read {path} ({error.strerror}); check the path") from error
    except (ConfidenceTableWrong, ValueError, KeyError, TypeError) as error:
        raise SiteError(
            f"{key}: {path} is no table of this version; run `kartebridge calibrate` again"
        ) from error
    return text


def _text(path: Path | None) -> str:
    return "" if path is None else str(path.absolute())
