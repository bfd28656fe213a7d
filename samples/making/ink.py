"""Drawing on PDF pages while remembering where every text went.

Lengths are points, origin top left, y downwards; text hangs on its baseline. The PDF is made in reportlab's
invariant mode, so the same calls give the same bytes.
"""

from __future__ import annotations

import io
from functools import cache
from itertools import groupby
from pathlib import Path

from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FOLDER = Path("/usr/share/fonts/opentype")
FONT_FILES = {
    "gothic": FOLDER / "ipafont-gothic/ipag.ttf",
    "pgothic": FOLDER / "ipafont-gothic/ipagp.ttf",
    "mincho": FOLDER / "ipafont-mincho/ipam.ttf",
    "pmincho": FOLDER / "ipafont-mincho/ipamp.ttf",
}
PORTRAIT: tuple[float, float] = A4
SMALL: tuple[float, float] = landscape(A5)
SANS, SANS_BOLD = "Helvetica", "Helvetica-Bold"

SPARE_FONT = Path("/usr/share/fonts/truetype/vlgothic/VL-Gothic-Regular.ttf")
"""What sets the characters that a run's own font has no shape for; IPA Gothic where it is not installed."""

PageBox = tuple[float, float, float, float]
"""x0, y0, x1, y1 as fractions of the page, origin top left."""


class FontsMissingError(Exception):
    """The Debian package fonts-ipafont is not installed."""


@cache
def register() -> None:
    """Make the IPA fonts known to reportlab; FontsMissingError where they are not installed."""
    for name, path in FONT_FILES.items():
        if not path.is_file():
            raise FontsMissingError(f"{path} is missing: apt install fonts-ipafont")
        pdfmetrics.registerFont(TTFont(name, str(path)))


@cache
def _spare() -> str:
    register()
    if not SPARE_FONT.is_file():
        return "gothic"
    pdfmetrics.registerFont(TTFont("spare", str(SPARE_FONT)))
    return "spare"


@cache
def _has(font: str, character: str) -> bool:
    shapes = getattr(pdfmetrics.getFont(font).face, "charToGlyph", None)
    if shapes is not None:
        return ord(character) in shapes
    try:  # the fonts every PDF reader has: WinAnsi
        character.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _set(text: str, font: str) -> list[tuple[str, str]]:
    """The run in pieces, each with a font that has its characters."""
    if all(_has(font, character) for character in text):
        return [(text, font)]
    pieces = groupby(text, key=lambda character: font if _has(font, character) else _spare())
    return [("".join(characters), name) for name, characters in pieces]


class Ink:
    """A PDF being drawn; `bytes()` ends it."""

    def __init__(self, size: tuple[float, float], title: str, *, password: str | None = None) -> None:
        register()
        self.width, self.height = size
        self.page = 1
        self._out = io.BytesIO()
        # RC4-128: what hospital systems of the last twenty years write
        encrypt = StandardEncryption(password, password, canPrint=0, strength=128) if password else None
        self._canvas = Canvas(self._out, pagesize=size, invariant=1, pageCompression=1, encrypt=encrypt)
        self._canvas.setTitle(title)
        self._canvas.setAuthor("Kartebridge samples")

    def text(
        self,
        x: float,
        y: float,
        text: str,
        font: str,
        size: float,
        *,
        align: str = "left",
        colour: tuple[float, float, float] = (0, 0, 0),
    ) -> PageBox:
        """Draw one run; `align` says what x is: left, right or centre. Returns where its ink is."""
        width = self.text_width(text, font, size)
        left = x - {"left": 0.0, "right": width, "centre": width / 2}[align]
        self._canvas.setFillColorRGB(*colour)
        at = left
        for part, name in _set(text, font):
            self._canvas.setFont(name, size)
            self._canvas.drawString(at, self.height - y, part)
            at += pdfmetrics.stringWidth(part, name, size)
        return (
            left / self.width,
            (y - 0.84 * size) / self.height,
            (left + width) / self.width,
            (y + 0.14 * size) / self.height,
        )

    def text_width(self, text: str, font: str, size: float) -> float:
        """Width of a run in points."""
        return float(sum(pdfmetrics.stringWidth(part, name, size) for part, name in _set(text, font)))

    def line(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.6, grey: float = 0.0) -> None:
        """A straight line."""
        self._canvas.setStrokeGray(grey)
        self._canvas.setLineWidth(width)
        self._canvas.line(x0, self.height - y0, x1, self.height - y1)

    def box(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        *,
        width: float = 0.8,
        fill: tuple[float, float, float] | None = None,
    ) -> None:
        """A rectangle, with a border when `width` is above 0 and filled when `fill` is given."""
        self._canvas.setStrokeGray(0.0)
        self._canvas.setLineWidth(width)
        if fill:
            self._canvas.setFillColorRGB(*fill)
        self._canvas.rect(
            x0, self.height - y1, x1 - x0, y1 - y0, stroke=int(width > 0), fill=int(fill is not None)
        )

    def picture(self, jpeg: bytes) -> None:
        """A picture over the whole page."""
        self._canvas.drawImage(ImageReader(io.BytesIO(jpeg)), 0, 0, self.width, self.height)

    def next_page(self) -> None:
        """Begin another page."""
        self._canvas.showPage()
        self.page += 1

    def bytes(self) -> bytes:
        """The finished PDF."""
        self._canvas.showPage()
        self._canvas.save()
        return self._out.getvalue()
