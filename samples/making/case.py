"""What a sample is, and the pieces that several are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from samples.making.catalogue import results
from samples.making.designs import Report
from samples.making.part10 import Header
from samples.making.people import Person
from samples.making.truth import Truth

LIVER = "TP ALB TB DB AST ALT LD ALP GGT CHE UN CRE EGFR UA NA K CL GLU A1C CRP"
CBC = "WBC RBC HB HT MCV MCH MCHC PLT"
DIFF = "NEUT LYMP MONO EOS BASO"
CLOT = "INR PT APTT FIB DD"
VIRUS = "HBS HCV TPA HIV"


@dataclass(frozen=True, slots=True)
class Case:
    """One sample folder."""

    name: str
    file: str  # document.dcm or message.hl7
    data: bytes
    about: str  # one line for SOURCES.md
    truth: Truth | None
    expected: dict[str, Any]
    fonts: tuple[str, ...]


STORED = {"dicom_status": "0x0000"}
ACCEPTED = {"ack": "AA"}


def dicom_case(name: str, data: bytes, about: str, truth: Truth, *fonts: str, outcome: str = "done") -> Case:
    """A sound DICOM sample."""
    return Case(name, "document.dcm", data, about, truth, {"outcome": outcome, **STORED}, fonts)


def hl7_case(name: str, data: bytes, about: str, truth: Truth, *fonts: str) -> Case:
    """A sound HL7 sample."""
    return Case(name, "message.hl7", data, about, truth, {"outcome": "done", **ACCEPTED}, fonts)


def report_of(
    who: Person, at: tuple[int, ...], keys: str, seed: int, *, dash: str = "-", **more: str
) -> Report:
    """A report with seeded results; `at` is the collection time as datetime's arguments."""
    moment = datetime(*at)  # type: ignore[arg-type]
    return Report(who, moment, results(who, keys, seed, dash=dash), **more)


def header_of(name: str, report: Report, charset: str | list[str], title: str, number: int) -> Header:
    """The DICOM header of a report."""
    return Header(name, report.person, report.collected, title, charset, f"A{number:07d}")
