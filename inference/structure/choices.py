"""Choices printed in full with one of them marked: `1.正常 ②.拘束性 3.閉塞性`, `□正常 ☑異常`."""

from __future__ import annotations

import re

_OPTION = re.compile(r"(?:(?P<plain>\d{1,2}\s?[.．)）]|[□☐○◯〇])|(?P<marked>[①-⑳]\s?[.．)）]?|[■☑☒✓✔●◉]))\s?")
_NUMBERED = re.compile(r"[\d①-⑳]")


def chosen_of(text: str) -> str | None:
    """The marked one of several choices, None where none or more than one is marked; any other text as it is."""
    found = [m for m in _OPTION.finditer(text) if not text[: m.start()] or text[m.start() - 1] in " 　、,/・"]
    plain = [m for m in found if m["plain"]]
    numbered = {bool(_NUMBERED.search(m.group())) for m in found}
    if len(found) < 2 or not plain or found[0].start() > 0 or len(numbered) > 1:
        return text
    marked = [n for n, m in enumerate(found) if m["marked"]]
    if len(marked) != 1:
        return None if marked or not _numbers(found) else text
    at = marked[0]
    end = found[at + 1].start() if at + 1 < len(found) else len(text)
    return text[found[at].end() : end].strip(" 　、,/・")


def _numbers(found: list[re.Match[str]]) -> bool:
    """Whether the options are numbered: a list of numbered statements on one line has none marked."""
    return all(m.group()[0].isdigit() for m in found)
