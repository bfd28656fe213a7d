"""Synthetic documents with exact truth: `python -m samples.generate --split build --per-family 3 --out DIR`.

Writes DIR/<family>-<seed>-<number>-<noise>/{document.pdf|png|jpg, truth.json, case.json}. The same seed, fonts and
library versions give the same bytes. Ends with status 1 where a family could not be drawn, after all others.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from samples.generating.drawers import SPLITS, families
from samples.generating.fonts import missing
from samples.generating.noise import NOISES
from samples.generating.run import Plan, case


def main(arguments: list[str] | None = None) -> int:
    """Command line; the exit status."""
    told = _parser().parse_args(arguments)
    found, problems = families(told.split, tuple(told.only))
    for problem in problems:
        print(f"left out {problem}", file=sys.stderr)
    if missing():
        print(f"fonts replaced, not installed: {', '.join(missing())}", file=sys.stderr)
    if not found:
        print(f"no family of {told.split} is called {', '.join(told.only) or 'anything'}", file=sys.stderr)
        return 2
    begun, plan = time.monotonic(), Plan(told.split, tuple(found), told.noise, told.per_family, told.seed)
    written, broken = write(plan, told.out)
    for problem in broken:
        print(f"not drawn: {problem}", file=sys.stderr)
    print(f"{written} cases of {len(found)} families in {told.out}, {time.monotonic() - begun:.1f} s")
    return int(bool(problems or broken))


def write(plan: Plan, out: Path) -> tuple[int, list[str]]:
    """Write a plan's cases below `out`; how many, and which families raised."""
    written, broken = 0, []
    for family in plan.families:
        try:
            for number in range(plan.per_family):
                for noise in plan.noises:
                    made = case(family, plan.split, noise, f"{plan.seed}-{number}")
                    folder = out / made.name
                    folder.mkdir(parents=True, exist_ok=True)
                    for old in folder.glob("document.*"):
                        old.unlink()
                    for name, data in made.files().items():
                        (folder / name).write_bytes(data)
                    written += 1
        except Exception as error:  # noqa: BLE001 - one layout's defect must not cost the others
            broken.append(f"{family.name}: {type(error).__name__}: {error}")
    return written, broken


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--split", choices=SPLITS, default="build", help="layouts to develop or score with")
    parser.add_argument("--per-family", type=int, default=1, metavar="N", help="documents a layout and noise")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--noise", type=_noises, default=("clean-pdf",), help=f"of {','.join(NOISES)}, or all; by comma"
    )
    parser.add_argument(
        "--only", action="append", default=[], metavar="NAME", help="a document type, family or module"
    )
    parser.add_argument("--out", type=Path, required=True)
    return parser


def _noises(text: str) -> tuple[str, ...]:
    names = NOISES if text == "all" else tuple(text.split(","))
    if unknown := set(names) - set(NOISES):
        raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))}: not one of {', '.join(NOISES)}")
    return names


if __name__ == "__main__":
    sys.exit(main())
