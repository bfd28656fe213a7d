"""The fonts that documents are set in, chosen by chance among TrueType fonts that may be embedded.

Names given here may be passed to `Ink.text`. A font that is not installed is replaced by an IPA font (Japanese)
or Helvetica (Latin): the choice draws the same random numbers, `missing()` says which packages to install, and
case.json lists the fonts that a document really holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from samples.making.ink import register

TRUETYPE = Path("/usr/share/fonts/truetype")
# name → Debian package, file, what stands in for it
FILES = {
    "vlgothic": ("fonts-vlgothic", "vlgothic/VL-Gothic-Regular.ttf", "gothic"),
    "vlpgothic": ("fonts-vlgothic", "vlgothic/VL-PGothic-Regular.ttf", "pgothic"),
    "umeplus": ("fonts-umeplus", "umeplus/umeplus-gothic.ttf", "gothic"),
    "umeplus-p": ("fonts-umeplus", "umeplus/umeplus-p-gothic.ttf", "pgothic"),
    "maruberi": ("fonts-motoya-l-maruberi", "motoya-l-maruberi/MTLmr3m.ttf", "gothic"),
    "sawarabi": ("fonts-sawarabi-gothic", "sawarabi-gothic/sawarabi-gothic-medium.ttf", "pgothic"),
    "dejavu": ("fonts-dejavu-core", "dejavu/DejaVuSans.ttf", "Helvetica"),
    "dejavu-bold": ("fonts-dejavu-core", "dejavu/DejaVuSans-Bold.ttf", "Helvetica-Bold"),
    "dejavu-serif": ("fonts-dejavu-core", "dejavu/DejaVuSerif.ttf", "Times-Roman"),
    "dejavu-serif-bold": ("fonts-dejavu-core", "dejavu/DejaVuSerif-Bold.ttf", "Times-Bold"),
    "dejavu-mono": ("fonts-dejavu-core", "dejavu/DejaVuSansMono.ttf", "Courier"),
    "dejavu-mono-bold": ("fonts-dejavu-core", "dejavu/DejaVuSansMono-Bold.ttf", "Courier-Bold"),
    "liberation": ("fonts-liberation", "liberation/LiberationSans-Regular.ttf", "Helvetica"),
    "liberation-bold": ("fonts-liberation", "liberation/LiberationSans-Bold.ttf", "Helvetica-Bold"),
    "liberation-serif": ("fonts-liberation", "liberation/LiberationSerif-Regular.ttf", "Times-Roman"),
    "liberation-serif-bold": ("fonts-liberation", "liberation/LiberationSerif-Bold.ttf", "Times-Bold"),
    "liberation-mono": ("fonts-liberation", "liberation/LiberationMono-Regular.ttf", "Courier"),
    "liberation-mono-bold": ("fonts-liberation", "liberation/LiberationMono-Bold.ttf", "Courier-Bold"),
    "liberation-narrow": ("fonts-liberation", "liberation/LiberationSansNarrow-Regular.ttf", "Helvetica"),
    "liberation-narrow-bold": (
        "fonts-liberation",
        "liberation/LiberationSansNarrow-Bold.ttf",
        "Helvetica-Bold",
    ),
}
JAPANESE = (
    "gothic",
    "pgothic",
    "mincho",
    "pmincho",
    "vlgothic",
    "vlpgothic",
    "umeplus",
    "umeplus-p",
    "maruberi",
    "sawarabi",
)
LATIN = (
    "dejavu",
    "dejavu-serif",
    "dejavu-mono",
    "liberation",
    "liberation-serif",
    "liberation-mono",
    "liberation-narrow",
)


@dataclass(frozen=True, slots=True)
class FontSet:
    """What one document is set in: names for `Ink.text`. `latin` and `bold` hold no Japanese."""

    text: str  # Japanese and everything
    heading: str  # Japanese; often the same
    latin: str
    bold: str  # of `latin`


def fonts(rng: Random) -> FontSet:
    """A set by chance."""
    text = rng.choice(JAPANESE)
    other = rng.choice(JAPANESE)
    latin = rng.choice(LATIN)
    heading = other if rng.random() < 0.25 else text
    return FontSet(font(text), font(heading), font(latin), font(f"{latin}-bold"))


def font(name: str) -> str:
    """The font of that name, registered; its stand-in where it is not installed."""
    register()
    if name not in FILES:
        return name
    return name if _registered(name) else FILES[name][2]


def missing() -> tuple[str, ...]:
    """Debian packages to install for all fonts."""
    return tuple(sorted({package for package, file, _ in FILES.values() if not (TRUETYPE / file).is_file()}))


@cache
def _registered(name: str) -> bool:
    path = TRUETYPE / FILES[name][1]
    if path.is_file():
        pdfmetrics.registerFont(TTFont(name, str(path)))
    return path.is_file()
