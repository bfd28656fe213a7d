"""A PACS as a destination of structured reports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from gateway.settings_destination import TlsDestination
from gateway.settings_fields import AETitle


class DicomDestination(TlsDestination):
    """One PACS that results are sent to as DICOM structured reports (Comprehensive SR, TID 1500) by C-STORE."""

    kind: Literal["dicom-sr"] = Field("dicom-sr", description="DICOM structured reports by C-STORE")
    host: str = Field(min_length=1, description="name or address of the PACS")
    port: int = Field(ge=1, le=65535, description="its DICOM port")
    called_ae_title: AETitle = Field(description="AE title of the PACS")
    calling_ae_title: AETitle = Field("KARTEBRIDGE", description="our AE title, as the PACS knows it")
    character_set: Literal["ISO_IR 192", "ISO 2022 IR 87"] = Field(
        "ISO_IR 192",
        description="SpecificCharacterSet of the reports: UTF-8, or JIS X 0208 for a PACS that does not read UTF-8 (〓 "
        "stands for what it lacks)",
    )
    tls: bool = Field(False, description="DICOM inside TLS (PS3.15)")

    @model_validator(mode="after")
    def _files_need_tls(self) -> Self:
        if not self.tls and (self.ca_file or self.client_cert_file):
            raise ValueError("ca_file and client_cert_file need tls = true")
        return self

    def hosts(self) -> Iterator[tuple[str, str]]:
        """The PACS's."""
        yield "host", self.host
