"""Why a message cannot be taken, in the words of HL7 tables 0357 and 0008."""

from __future__ import annotations

from enum import StrEnum


class ErrorCode(StrEnum):
    """HL7 table 0357, message error condition codes."""

    SEGMENT_SEQUENCE = "100"
    REQUIRED_FIELD_MISSING = "101"
    DATA_TYPE = "102"
    UNSUPPORTED_MESSAGE_TYPE = "200"
    UNSUPPORTED_EVENT = "201"
    UNSUPPORTED_VERSION = "203"
    DUPLICATE_KEY = "205"
    INTERNAL = "207"


ERROR_TEXT = {
    ErrorCode.SEGMENT_SEQUENCE: "Segment sequence error",
    ErrorCode.REQUIRED_FIELD_MISSING: "Required field missing",
    ErrorCode.DATA_TYPE: "Data type error",
    ErrorCode.UNSUPPORTED_MESSAGE_TYPE: "Unsupported message type",
    ErrorCode.UNSUPPORTED_EVENT: "Unsupported event code",
    ErrorCode.UNSUPPORTED_VERSION: "Unsupported version id",
    ErrorCode.DUPLICATE_KEY: "Duplicate key identifier",
    ErrorCode.INTERNAL: "Application internal error",
}


class Hl7Error(Exception):
    """A message that cannot be read. `location` is an ERR-2 value (`MSH^1^9`), "" where none fits; the text holds
    no content of the message and says what to do."""

    def __init__(self, code: ErrorCode, text: str, location: str = "") -> None:
        super().__init__(text)
        self.code = code
        self.text = text
        self.location = location
