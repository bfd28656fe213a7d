"""`python -m bench.signals DIR [--every N]`: what each check finds of errors that a model is known to make.

No model's weights are needed: the truth of generated documents is given as the answer, without boxes, a share of it
spoilt in one known way an item (seeded, printed). What the checks then say of spoilt and of right items is counted.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from rich.console import Console
from rich.table import Table

from gateway.document_files import works
from gateway.eval_answers import CaseFolder, folders_in
from inference.agreement import DISAGREES, with_agreement
from inference.engines import EngineOptions
from inference.extract import checked, read_document
from inference.readable import fold, fold_unit, fold_value
from inference.types import DocumentRefused, PageLimits, Request
from inference.units_beside import UNIT_DIFFERS, UNIT_NOT_ON_PAGE
from inference.verify import NOT_ON_PAGE
from mappers.model import Extraction, Item

SEED = 20261128
SPOILT_SHARE = 0.3


class Spoilt(StrEnum):
    """One way in which a model errs."""

    RIGHT = "right"
    DIGIT = "one digit misread"
    POINT = "decimal point moved or lost"
    SIGN = "sign or comparator lost or added"
    ROW = "value of another row"
    INVENTED = "item that is not on the page"
    UNIT = "another unit"
    UNIT_ADDED = "a unit where none is printed"


SIGNALS = ("not verified", "warned (limits, ...)", "second engine disagrees", "any", "second agrees")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many items of a kind, and on how many each signal was there."""

    there: int
    signals: Counter[str]


def main() -> int:
    """Count and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.signals", description=__doc__)
    parser.add_argument("directory", type=Path, help="folder of cases with truth.json")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take each Nth case")
    wanted = parser.parse_args()
    rng = random.Random(SEED)
    folders = folders_in(wanted.directory)[:: wanted.every]
    names = sorted({i.name for f in folders for truth in f.truths for i in truth.items})
    found: dict[tuple[str, Spoilt], Tally] = {}
    documents: Counter[str] = Counter()
    for folder in folders:
        for pages, kinds, items in _judged(folder, names, rng):
            documents[pages] += 1
            for kind, item in zip(kinds, items, strict=True):
                tally = found.setdefault((pages, kind), Tally(0, Counter()))
                found[pages, kind] = Tally(tally.there + 1, tally.signals + _signals(item))
    console = Console()
    screen = console if console.is_terminal else Console(width=150)
    for pages in sorted(documents):
        title = f"{pages}: {documents[pages]} documents, seed {SEED}"
        screen.print(_table(title, {k: t for (p, k), t in found.items() if p == pages}))
    return 0


def _judged(
    folder: CaseFolder, names: Sequence[str], rng: random.Random
) -> Iterator[tuple[str, list[Spoilt], Sequence[Item]]]:
    """For each document: words from where, how each item of the answer was spoilt, and the items as checked."""
    if folder.document is None:
        return
    for work, truth in zip(works(folder.document, None, folder.name), folder.truths, strict=False):
        document = work.document
        try:
            second, words = read_document(
                document.data, document.declared_media_type, "ocr", PageLimits(), options=EngineOptions(1)
            )
        except DocumentRefused:
            continue
        if not truth.items:
            continue
        kinds, answer = spoil(truth, names, rng)
        seen = with_agreement(checked(answer, words, Request()), second)
        yield "pictures" if any(page.recognised for page in words) else "text layers", kinds, seen.items


def spoil(truth: Extraction, names: Sequence[str], rng: random.Random) -> tuple[list[Spoilt], Extraction]:
    """The truth as a model's answer that knows no boxes, with some items spoilt; and how."""
    kinds: list[Spoilt] = []
    items: list[Item] = []
    on_page = {fold(i.name) for i in truth.items}
    for item in truth.items:
        kind = rng.choice(tuple(Spoilt)[1:]) if rng.random() < SPOILT_SHARE else Spoilt.RIGHT
        said = _spoilt(item, kind, truth.items, rng) if kind is not Spoilt.INVENTED else None
        if kind is Spoilt.INVENTED:
            name = rng.choice([n for n in names if fold(n) not in on_page] or ["検査 X"])
            said = replace(item, name=name, value=f"{rng.uniform(1, 300):.1f}", flag=None)
        kinds.append(kind if said is not None else Spoilt.RIGHT)
        items.append(replace(said or item, box=None, verified=False, confidence=0.95, warnings=()))
    return kinds, replace(truth, items=tuple(items))


def _spoilt(item: Item, kind: Spoilt, others: Sequence[Item], rng: random.Random) -> Item | None:
    """The item spoilt in this way; None where it cannot be."""
    value = item.value
    digits = [at for at, c in enumerate(value) if c.isdigit()]
    if kind is Spoilt.DIGIT and digits:
        at = rng.choice(digits)
        return replace(
            item, value=value[:at] + str((int(value[at]) + rng.randint(1, 9)) % 10) + value[at + 1 :]
        )
    if kind is Spoilt.POINT and digits:
        if "." in value:
            return replace(item, value=value.replace(".", "", 1))
        at = digits[-1]
        return replace(item, value=f"{value[:at]}.{value[at:]}") if len(digits) > 1 else None
    if kind is Spoilt.SIGN and digits:
        bare = value.lstrip("<>≦≧-+ ")
        return replace(item, value=bare if bare != value else f"<{value}")
    if kind is Spoilt.ROW:
        elsewhere = [
            o.value for o in others if o.page == item.page and fold_value(o.value) != fold_value(value)
        ]
        return replace(item, value=rng.choice(elsewhere)) if elsewhere else None
    if kind in (Spoilt.UNIT, Spoilt.UNIT_ADDED) and bool(item.unit) is (kind is Spoilt.UNIT):
        elsewhere = [o.unit for o in others if o.unit and fold_unit(o.unit) != fold_unit(item.unit or "")]
        return replace(item, unit=rng.choice(elsewhere)) if elsewhere else None
    return None


def _signals(item: Item) -> Counter[str]:
    own = [w for w in item.warnings if w not in (NOT_ON_PAGE, UNIT_DIFFERS, UNIT_NOT_ON_PAGE, DISAGREES)]
    there = {
        SIGNALS[0]: not item.verified,
        SIGNALS[1]: bool(own),
        SIGNALS[2]: item.agrees is False,
        SIGNALS[3]: not item.verified or bool(item.warnings),
        SIGNALS[4]: item.agrees is True,
    }
    return Counter([name for name, is_there in there.items() if is_there])


def _table(title: str, tallies: dict[Spoilt, Tally]) -> Table:
    table = Table(title=title, title_justify="left", header_style="bold")
    for heading in ("the answer's item is", "items", *SIGNALS):
        table.add_column(heading, justify="left" if heading.startswith("the") else "right")
    for kind in Spoilt:
        if kind in tallies:
            tally = tallies[kind]
            shares = (f"{100 * tally.signals[name] / tally.there:.1f} %" for name in SIGNALS)
            table.add_row(kind.value, str(tally.there), *shares)
    return table


if __name__ == "__main__":
    raise SystemExit(main())
