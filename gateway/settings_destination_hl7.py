"""An HL7 v2 receiver as a destination."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from gateway.settings_destination import TlsDestination
from mappers.encodable import Encoding
from mappers.hl7.codes import Codes

Name = Annotated[str, Field(max_length=180, pattern=r"^[ -{}]*$")]


class Hl7Destination(TlsDestination):
    """One HL7 v2 receiver (interface engine, EHR) that results are sent to as ORU^R01 over MLLP."""

    kind: Literal["hl7"] = Field("hl7", description="HL7 v2.5.1 ORU^R01 over MLLP")
    host: str = Field(min_length=1, description="name or address of the receiver")
    port: int = Field(ge=1, le=65535, description="its MLLP port")
    encoding: Encoding = Field(
        Encoding.ISO_2022_JP,
        description="iso-2022-jp (MSH-18 `~ISO IR87`, what Japanese receivers expect) or utf-8 (`UNICODE UTF-8`)",
    )
    vendor_characters: bool = Field(
        True,
        description="with iso-2022-jp: send NEC's and IBM's characters (髙, ①) as Japanese systems do; "
        "false: 〓 stands for them and a note names them",
    )
    sending_application: Name = Field("KARTEBRIDGE", description="MSH-3")
    sending_facility: Name = Field("", description="MSH-4")
    receiving_application: Name = Field("", description="MSH-5")
    receiving_facility: Name = Field("", description="MSH-6")
    processing_id: Literal["P", "T", "D"] = Field(
        "P", description="MSH-11: production, training or debugging"
    )
    acknowledgement: Literal["original", "enhanced"] = Field(
        "original",
        description="original: the receiver answers AA, AE or AR; enhanced: MSH-15 AL, MSH-16 NE, it answers CA, CE or "
        "CR once it has stored the message",
    )
    codes: tuple[Codes, ...] = Field(
        (Codes.JLAC10, Codes.LOINC, Codes.LOCAL),
        min_length=1,
        description="systems of OBX-3 in the order wanted; the first two that an item has are sent",
    )
    notes: bool = Field(True, description="an NTE behind each OBX with page, box and confidence")
    connections: int = Field(
        1, ge=1, le=4, description="connections at once; many receivers take one alone and keep order on it"
    )
    tls: bool = Field(False, description="MLLP inside TLS")

    @model_validator(mode="after")
    def _files_need_tls(self) -> Self:
        if not self.tls and (self.ca_file or self.client_cert_file):
            raise ValueError("ca_file and client_cert_file need tls = true")
        return self

    def hosts(self) -> Iterator[tuple[str, str]]:
        """The receiver's."""
        yield "host", self.host
