"""Several engines on one document, by rule: who reads, who reads when that one is away, who is asked besides.

Pure composition: `read` does the reading, in this process or in others. What happened is said in the extraction's
warnings, so that results made without the model that a site counts on can be told from the others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from inference.agreement import with_agreement
from inference.engines.options import ChainOptions
from inference.types import DocumentRefused, ModelAway
from mappers.model import Extraction

CHAIN = "chain"
"""The name under which the settings ask for a chain."""

Read = Callable[[str, Extraction | None], Extraction]
"""Engine name, and what the checking engine read, to a verified extraction. Raises ModelAway and DocumentRefused."""


def read_by_chain(options: ChainOptions, read: Read) -> Extraction:
    """The document as the first engine that answers reads it; checked, and read again by a larger one, where asked.

    Raises ModelAway when nobody in `options.readers` answers, DocumentRefused when those who do cannot read it.
    """
    second: Extraction | None = None
    if options.check:
        try:
            second = read(options.check, None)
        except (ModelAway, DocumentRefused):
            second = None
    found, missing = _first(options, read, second)
    if missing:
        found = _noted(found, f"read-without: {', '.join(missing)} could not, {found.engine.name} read")
    elif options.escalate_to and _doubtful(found) >= options.escalate_share:
        found = _escalated(options.escalate_to, found, read, second)
    if options.recheck and any(not item.verified or item.warnings for item in found.items):
        found = _rechecked(options.recheck, found, read)
    if options.check and second is None:
        found = _noted(found, f"not-checked: {options.check} did not answer")
    return found


def _first(options: ChainOptions, read: Read, second: Extraction | None) -> tuple[Extraction, list[str]]:
    missing: list[str] = []
    last: ModelAway | DocumentRefused | None = None
    for name in options.readers:
        if name == options.check and second is not None:
            return second, missing
        try:
            return read(name, second), missing
        except (ModelAway, DocumentRefused) as no:
            missing.append(name)
            last = last if isinstance(last, ModelAway) else no  # who is away may read it later
    if last is None:
        raise ValueError("engine.chain.readers names nobody")
    raise last


def _doubtful(found: Extraction) -> float:
    """Share of the items that the page does not carry; 1 where pages are unread or places overlooked, 0 where there is
    nothing."""
    if found.partial:
        return 1.0
    return sum(not item.verified for item in found.items) / len(found.items) if found.items else 0.0


def _escalated(name: str, found: Extraction, read: Read, second: Extraction | None) -> Extraction:
    """The larger engine's reading, where it has less in doubt; else the first one's."""
    try:
        larger = read(name, second)
    except (ModelAway, DocumentRefused):
        return _noted(found, f"not-escalated: {name} did not answer")
    if (_doubtful(larger), -_supported(larger)) < (_doubtful(found), -_supported(found)):
        return _noted(larger, f"escalated: {name} read what was in doubt")
    return _noted(found, f"escalated-in-vain: {name} had no less in doubt")


def _rechecked(name: str, found: Extraction, read: Read) -> Extraction:
    """What a second, differently asked reading says of what is in doubt: disputes are marked, nothing is corrected."""
    try:
        again = read(name, None)
    except (ModelAway, DocumentRefused):
        return _noted(found, f"not-rechecked: {name} did not answer")
    return _noted(with_agreement(found, again), f"rechecked: {name} read what was in doubt again")


def _supported(found: Extraction) -> int:
    return sum(item.verified for item in found.items)


def _noted(found: Extraction, note: str) -> Extraction:
    return replace(found, warnings=(*found.warnings, note))
