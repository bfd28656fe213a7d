"""One name and value of a search, checked and turned into the store's criterion (R4 §3.1.1.4, §3.1.1.5)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import tzinfo

from gateway.results_api.outcome import FhirError
from gateway.results_api.parameters import BARE_CODES, PREFIXES, SEARCHES, Kind, Parameter, find
from gateway.store.matching import Criterion, Op
from gateway.store.periods import period
from gateway.store.quantities import number
from mappers.fhir.search import plain

MAX_ALTERNATIVES = 100
_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
_ABSOLUTE = re.compile(r"https?://.+/([A-Z][A-Za-z]+/[A-Za-z0-9\-.]{1,64})")
_PREFIXED = re.compile(r"(eq|ne|gt|lt|ge|le|sa|eb|ap)?(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Chain:
    """A reference to a resource that itself meets a criterion (`patient.identifier=…`)."""

    parameter: str
    target: str
    criterion: Criterion


Condition = Criterion | Chain


def conditions(kind: str, name: str, value: str, zone: tzinfo) -> tuple[Condition, ...]:
    """What must hold for `name=value`; a composite has two parts. `zone` is that of dates without one.

    Raises FhirError 400 that names the parameter, never its value.
    """
    base, _, rest = name.partition(".")
    base, _, modifier = base.partition(":")
    parameter = find(kind, base)
    if parameter is None:
        raise FhirError(
            400, "not-supported", f"{kind} has no search parameter {_shown(base)}; see /fhir/metadata"
        )
    if rest:
        return (_chain(parameter, modifier, rest, value, zone),)
    if modifier and modifier not in parameter.modifiers:
        raise FhirError(400, "not-supported", f"{base}: modifier {_shown(modifier)} is not supported")
    if modifier == "missing":
        if value not in ("true", "false"):
            raise FhirError(400, "value", f"{base}:missing is true or false")
        return (Criterion(base, Op.MISSING, (value,)),)
    values = _alternatives(parameter, value)
    if parameter.kind is Kind.COMPOSITE:
        return _composite(kind, parameter, values, zone)
    return (_criterion(parameter, modifier, values, zone),)


def _criterion(parameter: Parameter, modifier: str, values: tuple[str, ...], zone: tzinfo) -> Criterion:
    name = parameter.name
    match parameter.kind:
        case Kind.DATE:
            return _date(name, values, zone)
        case Kind.QUANTITY:
            return _quantity(name, values)
        case Kind.REFERENCE if modifier == "identifier":
            return _tokens(f"{name}:identifier", _unescaped(values))
        case Kind.REFERENCE:
            return Criterion(name, Op.EQ, tuple(_reference(parameter, v) for v in _unescaped(values)))
        case Kind.STRING if modifier == "exact":
            return Criterion(f"{name}:exact", Op.EQ, _unescaped(values))
        case Kind.STRING:
            op = Op.CONTAINS if modifier == "contains" else Op.STARTS
            return Criterion(name, op, tuple(plain(v) for v in _unescaped(values)))
        case Kind.TOKEN if modifier == "text":
            return Criterion(f"{name}:text", Op.STARTS, tuple(plain(v) for v in _unescaped(values)))
        case Kind.TOKEN:
            return _token(parameter, modifier, values)
        case _:
            return Criterion(name, Op.EQ, _unescaped(values))


def _token(parameter: Parameter, modifier: str, values: tuple[str, ...]) -> Criterion:
    name = parameter.name
    if name in BARE_CODES:
        # A code element has no system in the index, and only one it could have.
        found = Criterion(name, Op.EQ, tuple(v.rpartition("|")[2] for v in _unescaped(values)))
    else:
        found = _tokens(name, _unescaped(values))
    if modifier != "not":
        return found
    if found.op is not Op.EQ:
        raise FhirError(400, "not-supported", f"{name}:not takes codes, not whole systems")
    return Criterion(name, Op.NOT, found.values)


def _tokens(name: str, values: tuple[str, ...]) -> Criterion:
    """`code`, `system|code`, `|code` are looked up as they are; `system|` is any code of the system."""
    whole_systems = [v.endswith("|") for v in values]
    if any(whole_systems) and not all(whole_systems):
        raise FhirError(400, "not-supported", f"{name}: system| and codes cannot stand in one list")
    return Criterion(name, Op.SYSTEM_ANY if any(whole_systems) else Op.EQ, values)


def _composite(
    kind: str, parameter: Parameter, values: tuple[str, ...], zone: tzinfo
) -> tuple[Condition, ...]:
    """Both parts of `code$value`, on the resource's own code and value: there is one of each."""
    if len(values) > 1:
        raise FhirError(400, "not-supported", f"{parameter.name}: one pair at a time")
    parts = re.split(r"(?<!\\)((?:\\\\)*)\$", values[0])
    joined = ["".join(parts[i : i + 2]) for i in range(0, len(parts), 2)]
    if len(joined) != len(parameter.parts) or not all(joined):
        raise FhirError(400, "value", f"{parameter.name}: write {'$'.join(parameter.parts)}")
    found: list[Condition] = []
    for name, part in zip(parameter.parts, joined, strict=True):
        one = find(kind, name)
        assert one is not None
        found.append(_criterion(one, "", (part,), zone))
    return tuple(found)


def _chain(parameter: Parameter, modifier: str, rest: str, value: str, zone: tzinfo) -> Chain:
    """`parameter.name` or `parameter:Type.name`, one step."""
    target = parameter.target if modifier in ("", parameter.target) else modifier
    if parameter.kind is not Kind.REFERENCE or target not in SEARCHES or "." in rest:
        raise FhirError(
            400,
            "not-supported",
            f"{parameter.name}: a chain is one step, to a type that can be searched here",
        )
    found = conditions(target, rest, value, zone)
    if len(found) != 1 or not isinstance(found[0], Criterion):
        raise FhirError(400, "not-supported", f"{parameter.name}: a chain ends in one plain parameter")
    return Chain(parameter.name, target, found[0])


def _date(name: str, values: tuple[str, ...], zone: tzinfo) -> Criterion:
    prefix, dates = _prefixed(name, values, extra=(Op.NE,) if name == "_lastUpdated" else ())
    for date in dates:
        try:
            period(date, zone)
        except ValueError as error:
            raise FhirError(
                400, "value", f"{name}: write YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ss+hh:mm"
            ) from error
    return Criterion(name, prefix, dates)


def _quantity(name: str, values: tuple[str, ...]) -> Criterion:
    prefix, amounts = _prefixed(name, values, kind=Kind.QUANTITY)
    for amount in amounts:
        parts = amount.split("|")
        try:
            number(parts[0])
        except ValueError as error:
            raise FhirError(
                400, "value", f"{name}: write a number, number|system|code or number||unit"
            ) from error
        if len(parts) not in (1, 3) or (len(parts) == 3 and not parts[2]):
            raise FhirError(400, "value", f"{name}: write a number, number|system|code or number||unit")
    return Criterion(name, prefix, tuple(re.sub(r"\|\|?$", "", a) for a in amounts))


def _prefixed(
    name: str, values: tuple[str, ...], *, kind: Kind = Kind.DATE, extra: tuple[Op, ...] = ()
) -> tuple[Op, tuple[str, ...]]:
    """The one prefix of all alternatives, and what stands behind it."""
    parts = [_PREFIXED.fullmatch(v) for v in _unescaped(values)]
    prefixes = {(part.group(1) or "eq") if part else "eq" for part in parts}
    if len(prefixes) > 1:
        raise FhirError(400, "not-supported", f"{name}: alternatives must have one prefix")
    prefix = Op(prefixes.pop())
    if prefix not in (*PREFIXES[kind], *extra):
        raise FhirError(
            400, "not-supported", f"{name}: prefix {prefix} is not supported; give a range with ge and le"
        )
    return prefix, tuple(part.group(2) if part else "" for part in parts)


def _shown(name: str) -> str:
    """A client's own word in an answer: only where it looks like a name, it might be anything."""
    return name if re.fullmatch(r"[A-Za-z_][A-Za-z_\-]{0,39}", name) else "of that name"


def _alternatives(parameter: Parameter, value: str) -> tuple[str, ...]:
    """Split at commas that no backslash protects (R4 §3.1.1.5); backslashes stay."""
    parts = re.split(r"(?<!\\)((?:\\\\)*),", value)
    joined = tuple("".join(parts[i : i + 2]) for i in range(0, len(parts), 2))
    if len(joined) > MAX_ALTERNATIVES:
        raise FhirError(400, "too-costly", f"{parameter.name}: more than {MAX_ALTERNATIVES} values")
    if not all(joined):
        raise FhirError(
            400, "value", f"{parameter.name}: an empty value matches nothing; leave the parameter out"
        )
    return joined


def _unescaped(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(re.sub(r"\\([,|$\\])", r"\1", v) for v in values)


def _reference(parameter: Parameter, value: str) -> str:
    absolute = _ABSOLUTE.fullmatch(value)
    if absolute:
        value = absolute.group(1)
    if _ID.fullmatch(value):
        return f"{parameter.target}/{value}"
    if re.fullmatch(r"[A-Z][A-Za-z]+/" + _ID.pattern, value):
        return value
    raise FhirError(
        400, "value", f"{parameter.name}: write Type/id or id; for a hospital number use .identifier"
    )
