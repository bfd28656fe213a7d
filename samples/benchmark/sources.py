"""SOURCES.md of the benchmark: what the files are made of and who may use them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from samples.generating.fonts import FILES, TRUETYPE
from samples.making.ink import FONT_FILES, SPARE_FONT

_LICENCES = {
    "fonts-ipafont": "IPA Font License v1.0: documents with the font embedded may be passed on",
    "fonts-vlgothic": "M+ fonts, Sazanami and BSD-3-Clause",
    "fonts-umeplus": "M+ fonts and BSD-3-Clause",
    "fonts-motoya-l-maruberi": "Apache-2.0",
    "fonts-sawarabi-gothic": "CC-BY-3.0, Sawarabi Gothic by mshio",
    "fonts-dejavu-core": "Bitstream Vera, Arev; changes in the public domain",
    "fonts-liberation": "GPL-2 with the exception for documents that embed the font",
}
_TEXT = """\
# Where the benchmark comes from

Every document here was made by `make benchmark` (samples/benchmark/make.py) from the layouts in
samples/families/score, which were drawn by someone who did not see the reader, and from the noises in
samples/generating/noise. Patients, hospitals, doctors, numbers and values are invented; any likeness is chance.
Licence: CC0-1.0 for these files, Apache-2.0 for the code that makes them.

The cases whose names hold `oul-r22` or `oru-r01` show the names, values, units and ranges of messages from
`nhoHQ/SSMIX2DataTestingTool` (National Hospital Organization, commit 550fdcd1, Apache-2.0) in layouts of ours
(samples/generating/real_layouts.py): truth nobody here wrote. Their persons are the tool's, invented there.

A folder holds the document, `truth.json` (the interchange shape of docs/architecture.md, boxes around each
value's ink) and `case.json`: family, split, noise, seed, the person that the document is filed under
(`filed_under`, in one of ten another one than printed), fonts in it, and what the noise did. `index.csv` lists
them with their SHA-256. Not for training: what is measured here must not have been learnt from.

PDFs embed subsets of these fonts, all of which allow it (the embedding bits of their OS/2 tables are 0, 4 or 8);
pictures show their shapes only. English pages may name Helvetica, Times or Courier without embedding them.

| font | Debian package | licence | file | SHA-256 |
|---|---|---|---|---|
{fonts}
"""


def text() -> str:
    """SOURCES.md, for the fonts of this machine."""
    rows = [(name, "fonts-ipafont", path) for name, path in FONT_FILES.items()]
    rows += [(name, package, TRUETYPE / file) for name, (package, file, _) in FILES.items()]
    rows.append(("spare", "fonts-vlgothic", SPARE_FONT))
    return _TEXT.format(fonts="\n".join(_row(*row) for row in rows))


def _row(name: str, package: str, path: Path) -> str:
    digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "not installed"
    return f"| {name} | {package} | {_LICENCES[package]} | {path.name} | `{digest}` |"
