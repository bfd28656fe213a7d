"""Makes every sample again: `python -m samples.make [FOLDER]`. The same machine gives the same bytes.

SOURCES.md lists origin, licence, fonts and the SHA-256 of each file; tests/unit/samples proves that this
script still makes them.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from pathlib import Path

from samples.making.case import Case
from samples.making.cases import CASES
from samples.making.ink import FONT_FILES

HERE = Path(__file__).resolve().parent
_SOURCES = """\
# Where the samples come from

Every file here was made by `python -m samples.make` (samples/make.py and samples/making/) from nothing but
that code and the fonts named below. Patients, hospital, doctors, numbers and values are invented; any likeness
is chance. Licence: CC0-1.0 for the files, Apache-2.0 for the code that makes them.

The Japanese PDFs embed subsets of the IPA fonts (Debian package fonts-ipafont 00303, IPA Font License v1.0:
documents with the font embedded may be passed on; the pictures show its shapes only). The English PDF names
Helvetica without embedding it.

| font | file | SHA-256 |
|---|---|---|
{fonts}

In each folder `truth.json` says what the document says (the interchange shape of docs/architecture.md) and
`expected.json` what the gateway must answer and what must become of the message.

| file | is | must become | fonts | bytes | SHA-256 |
|---|---|---|---|---|---|
{rows}
"""


def files(case: Case) -> dict[str, bytes]:
    """What lies in a case's folder: name → bytes."""
    found = {case.file: case.data, "expected.json": _json(case.expected)}
    if case.truth:
        found["truth.json"] = _json(case.truth.to_json())
    return found


def make(folder: Path) -> list[Case]:
    """Write every case below `folder`, and SOURCES.md."""
    cases = [build() for build in CASES]
    for case in cases:
        (folder / case.name).mkdir(parents=True, exist_ok=True)
        for name, data in files(case).items():
            (folder / case.name / name).write_bytes(data)
    (folder / "SOURCES.md").write_text(sources(cases), encoding="utf-8")
    return cases


def font_digests() -> dict[str, str]:
    """SHA-256 of the fonts on this machine, by their name in `ink.FONT_FILES`; absent ones left out."""
    return {n: hashlib.sha256(p.read_bytes()).hexdigest() for n, p in FONT_FILES.items() if p.is_file()}


def sources(cases: list[Case]) -> str:
    """SOURCES.md."""
    fonts = "\n".join(f"| {n} | {FONT_FILES[n].name} | `{digest}` |" for n, digest in font_digests().items())
    rows = "\n".join(_row(case) for case in cases)
    return _SOURCES.format(fonts=fonts, rows=rows)


def _row(case: Case) -> str:
    answer = case.expected.get("ack") or case.expected["dicom_status"]
    digest = hashlib.sha256(case.data).hexdigest()
    return (
        f"| {case.name}/{case.file} | {case.about} | {answer}, {case.expected['outcome']} "
        f"| {', '.join(case.fonts) or '-'} | {len(case.data)} | `{digest}` |"
    )


def _json(value: dict[str, object]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def main() -> None:
    """Command line."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    begun = time.monotonic()
    cases = make(folder)
    total = sum(len(c.data) for c in cases)
    print(f"{len(cases)} samples, {total / 1e6:.2f} MB, {time.monotonic() - begun:.1f} s")


if __name__ == "__main__":
    main()
