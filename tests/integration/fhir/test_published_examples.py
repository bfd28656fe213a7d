"""The examples that JP Core publishes go through our JSON reader and writer without a changed digit."""

from __future__ import annotations

import json
import re
from pathlib import Path

from mappers.fhir import dumps, loads

NOT_EXAMPLES = re.compile(
    r"(?:StructureDefinition|CodeSystem|ValueSet|NamingSystem|SearchParameter|CapabilityStatement"
    r"|ImplementationGuide)-.*|package\.json|\.index\.json"
)


def examples(package: Path) -> list[Path]:
    return sorted(path for path in package.glob("*.json") if not NOT_EXAMPLES.fullmatch(path.name))


def tokens(text: str) -> list[str]:
    """The text's JSON tokens: strings as they are read, everything else letter for letter."""
    decoder = json.JSONDecoder()
    found, at = [], 0
    while at < len(text):
        if text[at] == '"':
            value, at = decoder.raw_decode(text, at)
            found.append(json.dumps(value))
        elif text[at].isspace():
            at += 1
        else:
            match = re.compile(r"[\[\]{}:,]|[^\[\]{}:,\s\"]+").match(text, at)
            assert match is not None
            found.append(match[0])
            at = match.end()
    return found


def test_every_published_example_is_written_as_it_was_read(jp_core: Path) -> None:
    names = examples(jp_core)
    assert len(names) >= 44
    for path in names:
        published = path.read_text(encoding="utf-8")
        assert tokens(dumps(loads(published))) == tokens(published), path.name


def test_the_comparison_sees_one_digit() -> None:
    assert tokens(dumps(loads('{"value": 8.50}'))) == tokens('{ "value":8.50 }')
    assert tokens('{"value": 8.50}') != tokens('{"value": 8.5}')
