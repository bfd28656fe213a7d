"""`python -m tests.fhir_pages --write | --check | --read`."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.fhir_pages import pages
from tests.fhir_pages.examples import CULTURE, LABORATORY, READINGS, VITALS, source


def main() -> int:
    """Write, check or read again; 1 where something is stale."""
    parser = argparse.ArgumentParser(prog="python -m tests.fhir_pages")
    what = parser.add_mutually_exclusive_group(required=True)
    for name in ("write", "check", "read"):
        what.add_argument(f"--{name}", action="store_true")
    asked = parser.parse_args()
    if asked.check:
        found = pages.stale()
        for name in found:
            print(f"{name} is stale: run `make docs`")
        return int(bool(found))
    if asked.read:
        read_again()
    pages.DEFINITIONS.mkdir(exist_ok=True)
    for path, said in pages.files():
        path.write_text(said, encoding="utf-8")
    return 0


def read_again() -> None:
    """What the built-in engine reads of each sample, as `kartebridge extract` writes it."""
    for sample in (LABORATORY, VITALS, CULTURE):
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "gateway.cli", "extract", str(source(sample)), "--out", folder]
            subprocess.run(command, check=True)
            (made,) = Path(folder).glob("*.json")
            (READINGS / f"{sample}.json").write_bytes(made.read_bytes())


if __name__ == "__main__":
    sys.exit(main())
