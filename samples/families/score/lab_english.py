"""An English reference laboratory's report."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.score.bank_a import T, some
from samples.generating.family import Family
from samples.generating.kit import GREY, PALE, Doc, R, day, moment
from samples.making.truth import Sheet

LAB = DocumentType.LAB_REPORT

_ENGLISH = (
    ("HEMATOLOGY", (T("WBC", "", "x10^9/L", 4.0, 10.0, 1), T("RBC", "", "x10^12/L", 4.2, 5.8, 2),
     T("Hemoglobin", "", "g/dL", 13.0, 17.0, 1), T("Hematocrit", "", "%", 39.0, 50.0, 1),
     T("Platelet Count", "", "x10^9/L", 150, 400), T("Neutrophils", "", "%", 40.0, 70.0, 1),
     T("Lymphocytes", "", "%", 20.0, 45.0, 1), T("ESR", "", "mm/hr", 0, 15))),
    ("CHEMISTRY", (T("Sodium", "", "mmol/L", 136, 145), T("Potassium", "", "mmol/L", 3.5, 5.1, 1),
     T("Chloride", "", "mmol/L", 98, 107), T("Bicarbonate", "", "mmol/L", 22, 29),
     T("Urea Nitrogen", "", "mg/dL", 7, 20), T("Creatinine", "", "mg/dL", 0.7, 1.3, 2),
     T("Glucose, Fasting", "", "mg/dL", 70, 99), T("Total Bilirubin", "", "mg/dL", 0.2, 1.2, 1),
     T("Alkaline Phosphatase", "", "U/L", 40, 129), T("AST (SGOT)", "", "U/L", 8, 40),
     T("ALT (SGPT)", "", "U/L", 7, 41), T("Albumin", "", "g/dL", 3.5, 5.2, 1))),
    ("LIPIDS AND OTHERS", (T("Total Cholesterol", "", "mg/dL", 120, 200), T("HDL Cholesterol", "", "mg/dL", 40, 60),
     T("Triglycerides", "", "mg/dL", 40, 150), T("Hemoglobin A1c", "", "%", 4.0, 5.6, 1),
     T("TSH, 3rd Generation", "", "mIU/L", 0.40, 4.50, 2), T("Ferritin", "", "ng/mL", 30, 400),
     T("Vitamin D, 25-OH", "", "ng/mL", 30.0, 100.0, 1))),
)  # fmt: skip


def _english_head(doc: Doc) -> None:
    """The title and the person as printed."""
    rng = doc.rng
    doc.text(
        40, 44, rng.choice(("Harborline Diagnostics", "Northfield Clinical Laboratories")), 15, bold=True
    )
    doc.text(572, 44, "FINAL REPORT", 10, bold=True, align="right")
    doc.rule(40, 52, 572, 1.4)
    doc.pairs(
        40,
        70,
        (
            ("Patient", doc.name(" ")),
            ("Patient ID", doc.pid()),
            ("DOB", doc.born("en")),
            ("Sex / Age", f"{doc.sex('Sex')} / {doc.age()} Y"),
        ),
        mark=":",
        step=13,
    )


def english(rng: Random) -> Sheet:
    """A reference laboratory's English report: in-range and out-of-range results in two columns, units with ranges."""
    doc = Doc(rng, LAB, latin=True, size=(612, 792))
    doc.effective = moment(doc.when)
    _english_head(doc)
    received = doc.when + timedelta(hours=3)
    doc.pairs(
        330,
        70,
        (
            ("Collected", f"{day(doc.when, 'en')} {doc.when:%H:%M}"),
            ("Received", f"{day(received, 'en')} {received:%H:%M}"),
            ("Reported", f"{day(received + timedelta(days=1), 'en')} 08:15"),
            ("Requested by", rng.choice(("Dr. A. Lindqvist", "Dr. M. Okafor", "Dr. P. Hale"))),
        ),
        mark=":",
        step=13,
        gap=70,
    )
    y = 138.0
    doc.band(40, y - 11, 572, y + 4, PALE)
    for x, head in (
        (44, "Test Name"),
        (232, "Result"),
        (300, "Flag"),
        (350, "Reference Range"),
        (480, "Units"),
    ):
        doc.text(x, y, head, 9, bold=True)
    y += 20
    for head, given in _ENGLISH:
        doc.text(44, y, head, 9, bold=True)
        y += 15
        for test in some(rng, given, len(given) - 3):
            value, flag = test.draw(rng)
            ref = test.ref(" - ") if test.low else f"<= {test.high:.{test.digits}f}"
            doc.text(54, y, test.ja, 9)
            doc.result(232, y, R(value, test.ja, test.unit, ref, flag), 9)
            doc.text(304, y, {"H": "HIGH", "L": "LOW", "": ""}[flag], 9, bold=True)
            doc.text(350, y, ref, 9)
            doc.text(480, y, test.unit, 9)
            y += 15
        y += 6
    doc.text(40, 770, "Results relate only to the specimen received.  Page 1 of 1", 7.5, colour=GREY)
    return doc.sheet()


FAMILIES = (Family("lab-report-reference-english-kaede", LAB, english, "en"),)
