"""Sheets of the unit tests as files on disk: PDFs with a text layer, truth beside them."""

from __future__ import annotations

import json
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from mappers.model import Extraction
from tests.unit.inference.sheets import Sheet


def write_pdf(sheet: Sheet, path: Path) -> None:
    """The sheet as a PDF whose words are text."""
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiKakuGo-W5"))
    canvas = Canvas(str(path), pagesize=A4)
    for text in sheet.texts:
        canvas.setFont("HeiseiKakuGo-W5", text.size)
        (canvas.drawRightString if text.right else canvas.drawString)(text.x, A4[1] - text.y, text.text)
    canvas.save()


def write_case(folder: Path, sheet: Sheet, truth: Extraction, **files: object) -> None:
    """A case: document.pdf, truth.json, and `case` or `filed` as case.json or filed.json."""
    folder.mkdir(parents=True)
    write_pdf(sheet, folder / "document.pdf")
    for name, data in (("truth", truth.to_json()), *files.items()):
        (folder / f"{name}.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
