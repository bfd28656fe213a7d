"""One document's results as a DICOM structured report (Comprehensive SR, TID 1500 Measurement Report)."""

from __future__ import annotations

from mappers.dicom_sr.instance import CharacterSet, StructuredReport, structured_report

__all__ = ["CharacterSet", "StructuredReport", "structured_report"]
