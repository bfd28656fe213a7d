"""One sample of each type beside laboratory reports, drawn by layout families of samples/families/build."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from random import Random

from pydicom.uid import ExplicitVRLittleEndian

from samples.generating.case import fonts_in
from samples.generating.drawers import families
from samples.making import er7, part10
from samples.making.case import Case, dicom_case, hl7_case
from samples.making.part10 import KANJI, UTF8, Header
from samples.making.scan import grey
from samples.making.truth import Sheet

_SENT = datetime(2026, 5, 11, 9, 0)  # of documents that print no time


@dataclass(frozen=True, slots=True)
class _Plan:
    """A sample to make: its name, the family that draws it, the seed, and the title it travels under."""

    name: str
    family: str
    seed: int
    title: str

    def draw(self) -> Sheet:
        """The document."""
        found, _ = families("build", (self.family,))
        return found[0].draw(Random(self.seed))


def _header(plan: _Plan, sheet: Sheet, charset: str | list[str]) -> Header:
    return Header(plan.name, sheet.truth.person, _when(sheet), plan.title, charset, f"A{plan.seed:07d}")


def _when(sheet: Sheet) -> datetime:
    printed = sheet.truth.effective
    return datetime.fromisoformat(printed) if printed else _SENT


def _pdf(plan: _Plan, charset: str | list[str]) -> Case:
    sheet = plan.draw()
    data = part10.encapsulated_pdf(_header(plan, sheet, charset), sheet.pdf)
    about = f"{sheet.truth.document_type.value} as Encapsulated PDF"
    return dicom_case(plan.name, data, about, sheet.truth, *fonts_in(sheet.pdf))


def _capture(plan: _Plan) -> Case:
    sheet = plan.draw()
    data = part10.grey_capture(_header(plan, sheet, UTF8), grey(sheet.pdf, 100), ExplicitVRLittleEndian)
    about = f"{sheet.truth.document_type.value} as Secondary Capture"
    return dicom_case(plan.name, data, about, sheet.truth, *fonts_in(sheet.pdf))


def _oru(plan: _Plan, specimen: str) -> Case:
    sheet = plan.draw()
    order = er7.Order(f"LAB{plan.seed:07d}", sheet.truth.person, _when(sheet))
    data = er7.oru(order, [_obx(plan, sheet, "PDF")], specimen=specimen, report=plan.title)
    about = f"ORU^R01, UTF-8, {sheet.truth.document_type.value} as embedded PDF"
    return hl7_case(plan.name, data, about, sheet.truth, *fonts_in(sheet.pdf))


def _mdm(plan: _Plan) -> Case:
    sheet = plan.draw()
    order = er7.Order(f"DOC{plan.seed:07d}", sheet.truth.person, _when(sheet), er7.ISO2022)
    data = er7.mdm(order, [_obx(plan, sheet, "pdf")], title=plan.title)
    about = f"MDM^T02, `~ISO IR87`, {sheet.truth.document_type.value} as embedded PDF"
    return hl7_case(plan.name, data, about, sheet.truth, *fonts_in(sheet.pdf))


def _obx(plan: _Plan, sheet: Sheet, subtype: str) -> str:
    return f"ED|DOC^{plan.title}^99DOC|1|{er7.embedded(sheet.pdf, subtype)}||||||F"


_CASES: tuple[tuple[Callable[[_Plan], Case], _Plan], ...] = (
    (
        partial(_pdf, charset=KANJI),
        _Plan("dicom-pdf-microbiology", "microbiology-blocks", 31, "細菌検査報告書"),
    ),
    (partial(_oru, specimen="尿"), _Plan("hl7-oru-urinalysis", "urinalysis-panels", 32, "尿検査報告書")),
    (_mdm, _Plan("hl7-mdm-vitals", "vitals-chart", 33, "経過表")),
    (
        partial(_pdf, charset=UTF8),
        _Plan("dicom-pdf-device-report", "device-report-table", 34, "デバイスチェック"),
    ),
    (partial(_pdf, charset=UTF8), _Plan("dicom-pdf-ecg", "ecg-beside", 35, "心電図報告書")),
    (partial(_pdf, charset=KANJI), _Plan("dicom-pdf-echo", "echocardiography-columns", 36, "心エコー報告書")),
    (partial(_pdf, charset=UTF8), _Plan("dicom-pdf-spirometry", "spirometry-ruled", 37, "肺機能検査報告書")),
    (
        partial(_oru, specimen="動脈血"),
        _Plan("hl7-oru-blood-gas", "blood-gas-twin-columns", 38, "血液ガス分析"),
    ),
    (_mdm, _Plan("hl7-mdm-narrative", "narrative-pathology", 39, "病理診断報告書")),
    (_capture, _Plan("dicom-sc-radiograph", "radiograph-film", 40, "胸部単純X線")),
    (_mdm, _Plan("hl7-mdm-consent", "other-consent", 41, "検査説明同意書")),
)
TYPE_CASES: tuple[Callable[[], Case], ...] = tuple(partial(make, plan) for make, plan in _CASES)
"""Makers, one a type, in the order of the types."""
