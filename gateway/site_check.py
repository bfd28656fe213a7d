"""Whether a site's files say what the daemon needs, found out without starting anything (`kartebridge check`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from gateway import outbound, profiles, routing, site_terms
from gateway.deliver import kinds
from gateway.engine_options import engine_options
from gateway.errors import SiteError
from gateway.settings import BlobKind, Settings, read_secret
from gateway.web import check_certificate


def mistakes(settings: Settings) -> tuple[str, ...]:
    """Every mistake in the files that the settings name, one or more lines each, beginning with the key.

    Each part is looked at though another is wrong, so that one call shows all there is to do.
    """
    found = []
    for look in _looks(settings):
        try:
            look()
        except SiteError as error:
            found.append(str(error))
    return tuple(dict.fromkeys(found))


def _looks(settings: Settings) -> Iterator[Callable[[], object]]:
    yield lambda: settings.store_url  # reads store.url_file
    if settings.blobs.kind is BlobKind.S3 and settings.blobs.secret_access_key_file:
        yield partial(read_secret, settings.blobs.secret_access_key_file, "blobs.secret_access_key_file")
    yield partial(_routes_and_profiles, settings)
    yield partial(check_certificate, settings.web)
    yield partial(engine_options, settings)
    yield partial(_folders_of_models, settings)
    yield partial(site_terms.check, settings)
    yield partial(outbound.check, settings)
    for destination in settings.destinations:
        yield from kinds.looks(destination)


def _routes_and_profiles(settings: Settings) -> None:
    routes = routing.load(settings.routing.file, [d.name for d in settings.destinations])
    profiles.check(settings, routes)


def _folders_of_models(settings: Settings) -> None:
    """Whether what models are loaded from is there."""
    missing = [
        f"models.{model.name}.{key}: there is no folder {path}; copy the files there or correct the path"
        for model in settings.models
        for key, path in [
            *([("directory", model.directory)] if model.directory else []),
            *((f"adapters.{name}", folder) for name, folder in model.adapters.items()),
        ]
        if not path.is_dir()
    ]
    if missing:
        raise SiteError("\n".join(missing))
