"""Narrative reports in English: radiology, pathology, discharge."""

from __future__ import annotations

from random import Random

from mappers.model import DocumentType
from samples.families.practice.opening import Opened, opened
from samples.families.practice.paper import Run, Value
from samples.families.practice.persons import staff_en
from samples.generating.family import Family
from samples.making.truth import Sheet

NARRATIVE = DocumentType.NARRATIVE


def _head(sheet: Opened, y: float, text: str) -> float:
    """A heading line (capitals or not); returns the first baseline under it."""
    paper = sheet.paper
    paper.write(sheet.x, y + paper.pt, text, font=paper.face.heading)
    return y + paper.pt * 2.5


def _prose(sheet: Opened, y: float, heading: str, text: str) -> float:
    y = _head(sheet, y, heading)
    return sheet.paper.paragraph(sheet.x, y, sheet.width, text)


def _statements(
    sheet: Opened, y: float, heading: str, name: str, lines: list[str], *, numbered: bool
) -> float:
    y = _head(sheet, y, heading)
    for number, line in enumerate(lines, 1):
        before = f"{number}. " if numbered else ""
        y = sheet.paper.paragraph(sheet.x, y, sheet.width, line, name=name, before=before)
    return y


def _labels(sheet: Opened, y: float, values: list[Value]) -> float:
    paper = sheet.paper
    for value in values:
        after = f" {value.unit}" if value.unit else ""
        shown = Value(value.text, value.name, value.unit, after=after)
        paper.write(sheet.x, y + paper.pt, Run((f"{value.name}: ", shown)))
        y += paper.pt * 1.6
    return y + 4


def _casing(rng: Random) -> tuple[str, bool]:
    """What stands behind a heading, and whether it is in capitals."""
    return rng.choice((":", "")), rng.random() < 0.5


def _radiology(rng: Random) -> Sheet:
    """Indication, technique, comparison, findings, impression."""
    titles = ("Radiology Report", "DIAGNOSTIC IMAGING REPORT", "CT Report")
    sheet = opened(
        rng, titles, ("Exam date", "Date of exam", "Study date"), english=True, reported=("Reported",)
    )
    colon, capitals = _casing(rng)

    def head(text: str) -> str:
        return (text.upper() if capitals else text) + colon

    y = _prose(
        sheet,
        sheet.y,
        head("Indication"),
        rng.choice(("Persistent cough, rule out malignancy.", "Follow-up of known nodule.")),
    )
    if rng.random() < 0.5:
        y = _prose(sheet, y, head("Technique"), "Axial images were obtained without intravenous contrast.")
    y = _prose(
        sheet,
        y,
        head("Findings"),
        "There is an 18 mm spiculated nodule in the right upper lobe. No pleural effusion. The heart is not enlarged. "
        "Simple hepatic cysts are unchanged. No suspicious osseous lesion is identified.",
    )
    if rng.random() < 0.4:
        y = _labels(
            sheet,
            y,
            [
                Value(rng.choice(("2", "3", "4A", "4B")), "Lung-RADS"),
                Value(str(rng.randint(6, 40)), "Nodule size", "mm"),
            ],
        )
    statements = rng.sample(
        (
            "Right upper lobe nodule suspicious for primary lung malignancy.",
            "No evidence of pulmonary embolism.",
            "Findings are consistent with resolving pneumonia.",
            "Possible metastatic disease in the liver; MRI is recommended for further evaluation of the lesions "
            "described above.",
            "Stable mediastinal lymph nodes.",
            "No acute intracranial abnormality.",
        ),
        rng.randint(1, 4),
    )
    name = head(rng.choice(("Impression", "Impression", "Conclusion")))
    y = _statements(sheet, y, name, name.removesuffix(":"), statements, numbered=rng.random() < 0.6)
    sheet.paper.write(sheet.x, y + 16, f"Electronically signed by {staff_en(rng)}")
    return sheet.paper.finish(sheet.printed, NARRATIVE)


def _pathology(rng: Random) -> Sheet:
    """Specimen, final diagnosis, synoptic values, gross description."""
    titles = ("Surgical Pathology Report", "SURGICAL PATHOLOGY", "Pathology Report")
    sheet = opened(
        rng, titles, ("Collected", "Date of procedure"), english=True, reported=("Reported", "Signed out")
    )
    colon, capitals = _casing(rng)
    name = rng.choice(("Final Diagnosis", "Diagnosis", "Pathologic Diagnosis"))
    name = name.upper() if capitals else name
    statements = rng.sample(
        (
            "Invasive ductal carcinoma, left breast",
            "Tubular adenoma, ascending colon",
            "Adenocarcinoma of the prostate",
            "Negative for malignancy",
            "Benign fibroadenoma",
            "Chronic active gastritis; no Helicobacter organisms identified",
            "Surgical margins are free of tumor",
        ),
        rng.randint(1, 3),
    )
    y = _statements(sheet, sheet.y, name + colon, name, statements, numbered=rng.random() < 0.5)
    dims = [str(rng.randint(4, 60)), f"{rng.randint(10, 60)} x {rng.randint(5, 40)}"]
    values = [
        Value(rng.choice(dims), rng.choice(("Tumor size", "Greatest dimension")), "mm"),
        Value(rng.choice(("pT1c", "pT2", "pT3")), "Primary tumor"),
        Value(rng.choice(("pN0", "pN1")), "Regional lymph nodes"),
        Value(rng.choice(("T2N0M0", "pT1N1M0")), "TNM"),
        Value(rng.choice(("IIA", "IB", "III")), "Stage"),
        Value(rng.choice(("1", "2", "3")), "Histologic grade"),
        Value(rng.choice(("3+4=7", "4+4=8")), "Gleason score"),
        Value(str(rng.randint(2, 80)), "Ki-67", "%"),
    ]
    y = _labels(sheet, y + 6, rng.sample(values, rng.randint(2, 5)))
    y = _prose(
        sheet,
        y,
        ("GROSS DESCRIPTION" if capitals else "Gross Description") + colon,
        "Received in formalin is a portion of tan-white soft tissue. Serial sectioning shows a firm, ill-defined area.",
    )
    sheet.paper.write(sheet.x, y + 16, f"Pathologist: {staff_en(rng)}")
    return sheet.paper.finish(sheet.printed, NARRATIVE)


FAMILIES = (
    Family("narrative-imaging", NARRATIVE, _radiology, "en"),
    Family("narrative-surgical", NARRATIVE, _pathology, "en"),
)
