"""Where a patient's data goes, as the audit has it: no login, no query, nothing where none goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.deliver import kinds
from gateway.settings_destinations import (
    AnyDestination,
    DicomDestination,
    FhirDestination,
    FolderDestination,
    Hl7Destination,
    WebhookDestination,
)

HOOK = {"name": "a", "url": "https://u:secret@hook.example/in?key=secret", "secret_file": Path("s")}


@pytest.mark.parametrize(
    ("destination", "address"),
    [
        (
            FhirDestination(name="a", url="https://u:secret@ehr.example:8443/fhir"),
            "https://ehr.example:8443/fhir",
        ),
        (Hl7Destination(name="a", host="engine.example", port=2575), "mllp://engine.example:2575"),
        (
            DicomDestination(name="a", host="pacs.example", port=104, called_ae_title="MY PACS"),
            "dicom://pacs.example:104/MY%20PACS",
        ),
        (FolderDestination(name="a", path=Path("/mnt/results")), "file:///mnt/results"),
        (WebhookDestination.model_validate(HOOK), "https://hook.example/in"),
        (WebhookDestination.model_validate({**HOOK, "payload": "reference"}), ""),
    ],
)
def test_the_address_of_each_kind(destination: AnyDestination, address: str) -> None:
    assert kinds.address(destination) == address
