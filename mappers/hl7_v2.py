"""HL7 v2 in and out: the names the rest of Kartebridge uses. The parts are in `mappers.hl7`.

raw bytes --read--> Hl7Message --envelope--> Envelope
                               --contents--> Contents (documents, problems)
raw bytes --header--> Header --answers, ack--> bytes
"""

from __future__ import annotations

from mappers.hl7.acknowledge import Ack, Header, Outcome, ack, answers, check, header
from mappers.hl7.documents import contents, documents
from mappers.hl7.envelope import envelope, patient
from mappers.hl7.errors import ErrorCode, Hl7Error
from mappers.hl7.merges import MERGES, UNLINKS, UPDATES, SaidMerge, merge_time, merges, people
from mappers.hl7.message import Delimiters, Hl7Message, Segment, read

__all__ = [
    "MERGES",
    "UNLINKS",
    "UPDATES",
    "Ack",
    "Delimiters",
    "ErrorCode",
    "Header",
    "Hl7Error",
    "Hl7Message",
    "Outcome",
    "SaidMerge",
    "Segment",
    "ack",
    "answers",
    "check",
    "contents",
    "documents",
    "envelope",
    "header",
    "merge_time",
    "merges",
    "patient",
    "people",
    "read",
]
