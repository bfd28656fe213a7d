"""Whatever an engine reads becomes a valid Observation that says no more and no less than was printed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from mappers.fhir import Resource, dumps, index, loads, printed_value
from mappers.fhir.observation import observation
from mappers.fhir.validation import validate
from mappers.model import Box, Flag, Item
from mappers.terminology import enrich, units
from tests.unit.mappers.fhir.example import EXTRACTION, INPUT

ALLOWED_VALUES = {"valueQuantity", "valueCodeableConcept", "valueString"}  # JP_Observation_LabResult

words = st.text(st.characters(exclude_categories=("Cc", "Cs", "Co", "Cn")), max_size=30)
numbers = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9)
printed_numbers = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "<", ">", "≦", "+", " "]),
    st.one_of(
        numbers.map(str), st.integers(0, 10**20).map("{:,}".format), st.sampled_from(["007", ".5", "5."])
    ),
    st.sampled_from(["", "未満", "以上", " ", "%"]),
    st.just(""),
)
values = st.one_of(
    printed_numbers, words, st.sampled_from(["(-)", "2+", "±", "陽性", "1-4", "128/76", "40倍", ""])
)
printed_units = st.one_of(
    st.none(), words, st.sampled_from([s for unit in units() for s in unit.spellings]), st.just("")
)
ranges = st.one_of(
    st.none(),
    words,
    st.builds("{}{}{}".format, numbers, st.sampled_from(["-", "~", "～", " - "]), numbers),
    st.builds("{}{}".format, st.sampled_from(["<", "≦", ">="]), numbers),
)
fractions = st.floats(0, 1, allow_nan=False)
items = st.builds(
    Item,
    name=st.one_of(words, st.sampled_from(["WBC", "AST", "尿蛋白", "Na"])),
    value=values,
    page=st.integers(1, 500),
    box=st.one_of(st.none(), st.builds(Box, fractions, fractions, fractions, fractions)),
    confidence=fractions,
    verified=st.booleans(),
    unit=printed_units,
    reference_range=ranges,
    flag=st.one_of(st.none(), st.sampled_from(Flag)),
    effective=st.one_of(
        st.none(), words, st.dates().map(str), st.datetimes().map(lambda d: d.isoformat()[:16])
    ),
    specimen=st.one_of(st.none(), words, st.sampled_from(["血清", "尿"])),
    warnings=st.lists(words, max_size=2).map(tuple),
)


def empties(value: object, path: str = "") -> list[str]:
    """Paths of empty strings, lists, objects and nulls: FHIR JSON has none (FHIR R4 §2.6.2)."""
    if isinstance(value, dict):
        inner = [e for k, v in value.items() for e in empties(v, f"{path}.{k}")]
        return inner if value else [path]
    if isinstance(value, list | tuple):
        return [e for i, v in enumerate(value) for e in empties(v, f"{path}[{i}]")] if value else [path]
    return [path] if value is None or (isinstance(value, str) and not value.strip()) else []


def floats(value: object) -> list[float]:
    """Binary fractions: they would not print as they were printed."""
    if isinstance(value, dict):
        return [f for v in value.values() for f in floats(v)]
    if isinstance(value, list | tuple):
        return [f for v in value for f in floats(v)]
    return [value] if isinstance(value, float) else []


def made(item: Item) -> Resource:
    (enriched,) = enrich(replace(EXTRACTION, items=(item,))).items
    return observation(INPUT, enriched, "6f9619ff-8b86-5011-b42d-00c04fc964ff")


@settings(max_examples=150, deadline=None, print_blob=True)
@given(items)
def test_any_item_is_a_valid_observation(item: Item) -> None:
    resource = made(item)
    assert validate(resource) == ()
    assert empties(resource) == []
    assert floats(resource) == []
    assert len(ALLOWED_VALUES & resource.keys()) + ("dataAbsentReason" in resource) == 1
    assert all(value for _, value in index(resource))


@settings(max_examples=150, deadline=None, print_blob=True)
@given(items)
def test_any_printed_value_can_be_read_back(item: Item) -> None:
    value, unit = printed_value(loads(dumps(made(item))))
    assert value == (item.value if item.value.strip() else None)
    assert unit == (item.unit if item.unit and item.unit.strip() else None)


@settings(max_examples=100, deadline=None, print_blob=True)
@given(st.integers(-(10**8), 10**8), st.integers(0, 6))
def test_trailing_zeros_survive_the_text(digits: int, places: int) -> None:
    printed = (
        str(Decimal(digits).scaleb(-places))
        if places == 0
        else f"{Decimal(digits).scaleb(-places):.{places}f}"
    )
    text = dumps(made(Item("WBC", printed, 1, None, 1.0, True)))
    assert f'"valueQuantity":{{"value":{printed}}}' in text
