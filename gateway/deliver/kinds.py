"""The kinds of destination: what each is sent, who sends it, and what `kartebridge check` looks at.

A new kind is a settings class (`gateway.settings_destinations`) and a branch in each function here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from urllib.parse import quote, urlsplit

from gateway.deliver import fhir_setup, fhir_trial, folder, reach_trial
from gateway.deliver.answer import Client, Trial
from gateway.deliver.dicom import DicomClient
from gateway.deliver.fhir import FhirClient
from gateway.deliver.folder import FolderClient
from gateway.deliver.hl7 import Hl7Client
from gateway.deliver.patient_lookup import PatientLookup
from gateway.deliver.webhook import WebhookClient
from gateway.settings_destinations import (
    AnyDestination,
    DicomDestination,
    FhirDestination,
    FolderDestination,
    Hl7Destination,
    WebhookDestination,
)
from gateway.settings_network import Network
from mappers import dicom_sr, fhir, webhook
from mappers.fhir.patient_reference import PatientBy
from mappers.hl7 import compose, compose_ssmix2
from mappers.model import ReportStatus


def client(destination: AnyDestination, network: Network | None = None) -> Client:
    """What sends to the destination. Raises SiteError where a file that it names cannot be read.

    `network` says where an address may be that a server names while running; without it in the private networks.
    """
    match destination:
        case FhirDestination():
            return _fhir_client(destination, network)
        case Hl7Destination():
            return Hl7Client(destination)
        case DicomDestination():
            return DicomClient(destination)
        case FolderDestination():
            return FolderClient(destination)
        case WebhookDestination():
            return WebhookClient(destination)


def bodies(
    destination: AnyDestination, inp: fhir.MappingInput, mapped: fhir.FhirResults
) -> tuple[bytes, ...]:
    """One document's results as the destination takes them: each goes out as these bytes, in this order."""
    match destination:
        case FhirDestination():
            return fhir_setup.bundles(destination, inp, mapped)
        case Hl7Destination():
            worth = _has_results(inp) or mapped.withdrawn
            return (compose.oru_r01(inp, mapped, _receiver(destination)),) if worth else ()
        case DicomDestination():
            return _reports(destination, inp, mapped)
        case FolderDestination():
            return _files(destination, inp, mapped)
        case WebhookDestination():
            return (webhook.event(inp, mapped, references_only=destination.payload == "reference"),)


def address(destination: AnyDestination) -> str:
    """Where a destination's patient data goes, as a URL without user and password; empty where it is sent none."""
    match destination:
        case FhirDestination():
            return _plain(destination.url)
        case Hl7Destination():
            return f"mllp://{destination.host}:{destination.port}"
        case DicomDestination():
            return f"dicom://{destination.host}:{destination.port}/{quote(destination.called_ae_title)}"
        case FolderDestination():
            return destination.path.absolute().as_uri()
        case WebhookDestination():
            return _plain(destination.url) if destination.payload == "bundle" else ""


def _plain(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()


def looks(destination: AnyDestination) -> Iterator[Callable[[], object]]:
    """What `kartebridge check` tries, without contacting anybody. Each raises SiteError that names the key."""
    if isinstance(destination, FhirDestination):
        yield from fhir_setup.looks(destination)
        return
    if isinstance(destination, FolderDestination):
        yield partial(folder.look, destination)
    yield partial(_opens, destination)


def trial(destination: AnyDestination, network: Network) -> Trial:
    """What `kartebridge check --connect` finds at the other end; no result is sent."""
    if isinstance(destination, FhirDestination):
        return fhir_trial.trial(destination, network)
    return reach_trial.trial(destination)


def _opens(destination: AnyDestination) -> None:
    client(destination).close()


def _fhir_client(destination: FhirDestination, network: Network | None) -> Client:
    """With a look for the patient first, where the destination wants one."""
    made = FhirClient(destination, network)
    by = PatientBy(destination.patient)
    return PatientLookup(made, made.search, by) if by in (PatientBy.CONDITIONAL, PatientBy.SEARCH) else made


def _receiver(destination: Hl7Destination) -> compose.Receiver:
    """The destination's settings in the words of the messages."""
    return compose.Receiver(
        encoding=destination.encoding,
        vendor_rows=destination.vendor_characters,
        sending_application=destination.sending_application,
        sending_facility=destination.sending_facility,
        receiving_application=destination.receiving_application,
        receiving_facility=destination.receiving_facility,
        processing_id=destination.processing_id,
        enhanced=destination.acknowledgement == "enhanced",
        codes=destination.codes,
        notes=destination.notes,
    )


def _reports(
    destination: DicomDestination, inp: fhir.MappingInput, mapped: fhir.FhirResults
) -> tuple[bytes, ...]:
    """One report. None without results, nor of a document that its sender took back: no instance says that in DICOM."""
    if not _has_results(inp) or inp.document.status in (
        ReportStatus.ENTERED_IN_ERROR,
        ReportStatus.CANCELLED,
    ):
        return ()
    character_set = dicom_sr.CharacterSet(destination.character_set)
    return (dicom_sr.structured_report(inp, mapped, character_set).part10,)


def _files(
    destination: FolderDestination, inp: fhir.MappingInput, mapped: fhir.FhirResults
) -> tuple[bytes, ...]:
    """One file a document. SS-MIX2's standardised storage has a place for laboratory results alone."""
    if destination.format == "ndjson":
        return ("".join(fhir.dumps(resource) + "\n" for resource in mapped.resources).encode(),)
    laboratory = inp.extraction.document_type in compose_ssmix2.LABORATORY
    return (compose_ssmix2.oul_r22(inp, mapped),) if laboratory and _has_results(inp) else ()


def _has_results(inp: fhir.MappingInput) -> bool:
    """Whether anything but the document itself can be sent: what carries results alone is not sent without any."""
    return any(item.verified or not inp.verified_only for item in inp.extraction.items)
