"""The pages of docs/fhir/ and the definitions beside them: what they hold now and what they should hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import simplejson

from mappers.fhir import Resource
from mappers.fhir.structure import conformance_resources
from tests.fhir_pages.examples import EXAMPLES, ROOT

FOLDER = ROOT / "docs" / "fhir"
DEFINITIONS = FOLDER / "definitions"
SHOWN = 4
"""Members of a long list of references that an example shows; the rest is said in words."""
SHOWN_CHARACTERS = 60
"""Of base64 data."""
_PLACE = re.compile(r"<!-- example: (?P<name>[a-z-]+) -->\n.*?<!-- end -->\n", re.DOTALL)


def text(resource: Resource) -> str:
    """JSON for people: two blanks a level, decimals as printed, what is short on one line."""
    return _line(resource, 0)


def _line(value: Any, level: int) -> str:
    flat: str = simplejson.dumps(value, use_decimal=True, ensure_ascii=False)
    if len(flat) + 2 * level <= 110 or not isinstance(value, dict | list) or not value:
        return flat
    inner, outer = "  " * (level + 1), "  " * level
    if isinstance(value, dict):
        members = [f"{inner}{simplejson.dumps(k)}: {_line(v, level + 1)}" for k, v in value.items()]
        return "{\n" + ",\n".join(members) + f"\n{outer}}}"
    return "[\n" + ",\n".join(inner + _line(v, level + 1) for v in value) + f"\n{outer}]"


def shortened(resource: Resource) -> tuple[Resource, str]:
    """The resource with long lists of references and long data cut, and a sentence that says so."""
    cut, words = dict(resource), []
    for name in ("result", "target", "hasMember"):
        held = cut.get(name, [])
        if len(held) > SHOWN:
            cut[name] = held[:SHOWN]
            words.append(f"`{name}` has {len(held)} members; {SHOWN} are shown.")
    data = cut.get("data", "")
    if len(data) > SHOWN_CHARACTERS:
        cut["data"] = data[:SHOWN_CHARACTERS]
        words.append(f"`data` has {len(data)} characters; {SHOWN_CHARACTERS} are shown.")
    return cut, " ".join(words)


def page_text(now: str, page: str) -> str:
    """A page with its examples as the mapping makes them. Raises KeyError for a place without an example."""
    made = {one.name: one.make for one in EXAMPLES if one.page == page}

    def example(place: re.Match[str]) -> str:
        resource, words = shortened(made[place["name"]]())
        said = f"\n{words}\n" if words else ""
        return f"<!-- example: {place['name']} -->\n```json\n{text(resource)}\n```\n{said}<!-- end -->\n"

    return _PLACE.sub(example, now)


def files() -> Iterator[tuple[Path, str]]:
    """Every file that is written, and its text."""
    for resource in conformance_resources():
        path = DEFINITIONS / f"{resource['resourceType']}-{resource['id']}.json"
        yield path, simplejson.dumps(resource, indent=2, ensure_ascii=False) + "\n"
    for page in dict.fromkeys(example.page for example in EXAMPLES):
        path = FOLDER / f"{page}.md"
        yield path, page_text(path.read_text(encoding="utf-8") if path.is_file() else "", page)


def stale() -> list[str]:
    """Names of files that are not as they should be, and of definitions that nothing writes any more."""
    wanted = dict(files())
    wrong = [p for p, said in wanted.items() if not p.is_file() or p.read_text(encoding="utf-8") != said]
    left = [p for p in DEFINITIONS.glob("*.json") if p not in wanted]
    return sorted(str(p.relative_to(ROOT)) for p in (*wrong, *left))


def places(page: str) -> set[str]:
    """The examples that a page has a place for."""
    return {m["name"] for m in _PLACE.finditer((FOLDER / f"{page}.md").read_text(encoding="utf-8"))}
