"""Where results are sent: the FHIR server's settings, and the table of all kinds of destination.

What all have in common is in `gateway.settings_destination`; each other kind has a module of its own.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Discriminator, Tag

from gateway.settings_destination import Destination, host_of
from gateway.settings_destination_dicom import DicomDestination
from gateway.settings_destination_fhir import FhirDestination
from gateway.settings_destination_folder import FolderDestination
from gateway.settings_destination_hl7 import Hl7Destination
from gateway.settings_destination_webhook import WebhookDestination

__all__ = [
    "DESTINATION_KINDS",
    "AnyDestination",
    "Destination",
    "DicomDestination",
    "FhirDestination",
    "FolderDestination",
    "Hl7Destination",
    "WebhookDestination",
    "host_of",
    "kind_names",
]


DESTINATION_KINDS: tuple[type[Destination], ...] = (
    FhirDestination,
    Hl7Destination,
    DicomDestination,
    FolderDestination,
    WebhookDestination,
)
"""Every kind, in the order in which the configuration page shows them."""


def kind_names() -> tuple[str, ...]:
    """What `kind` may say."""
    return tuple(str(kind.model_fields["kind"].default) for kind in DESTINATION_KINDS)


def _kind(table: object) -> str:
    """The `kind` of a table; one that says none is a FHIR server."""
    return str(table.get("kind", "fhir") if isinstance(table, dict) else getattr(table, "kind", ""))


AnyDestination = Annotated[
    Annotated[FhirDestination, Tag("fhir")]
    | Annotated[Hl7Destination, Tag("hl7")]
    | Annotated[DicomDestination, Tag("dicom-sr")]
    | Annotated[FolderDestination, Tag("folder")]
    | Annotated[WebhookDestination, Tag("webhook")],
    Discriminator(
        _kind,
        custom_error_type="destination_kind",
        custom_error_message=f"kind must be one of {', '.join(kind_names())}",
    ),
]
"""A `[[destinations]]` table; `kind` says which class reads it."""
