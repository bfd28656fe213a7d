"""A folder as a destination."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from gateway.settings_destination import Destination


class FolderDestination(Destination):
    """One folder that results are written to as files, on a local disk or a network share."""

    kind: Literal["folder"] = Field("folder", description="files in a folder")
    path: Path = Field(
        description="the folder; it must be there already, so that a share that is away is noticed"
    )
    format: Literal["ndjson", "ss-mix2"] = Field(
        "ndjson",
        description="ndjson: one file a document with its FHIR resources, one a line; ss-mix2: standardised storage, "
        "laboratory documents alone (OML-11)",
    )
    require_mount: bool = Field(
        False, description="write only while something is mounted there: for a network share"
    )
    patient_id_digits: int = Field(
        0,
        ge=0,
        le=64,
        description="with ss-mix2: patient ids of digits are filled up with zeros to this length",
    )
