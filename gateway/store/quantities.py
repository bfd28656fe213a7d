"""Numbers as text that sorts as they do, so that one text index answers `gt5.4` too.

`sortable` writes sign, exponent and digits: negative numbers begin with 0 and are complemented digit by digit, zero is
`1`, positive ones begin with 2. `5.40` and `5.4` are one number. A quantity stands in the index three times: under
its parameter the number alone, and under `parameter:of` the number behind `unit|` and behind `system|unit|`.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal, InvalidOperation

QUANTITY_PARAMS = frozenset({"value-quantity", "component-value-quantity"})
"""Search parameters of type quantity among those the results API knows."""

_ZERO_EXPONENT = 500
_COMPLEMENT = str.maketrans("0123456789", "9876543210")
_MAX_DIGITS = 40


def of_unit(param: str) -> str:
    """The name under which a quantity is indexed with its unit."""
    return f"{param}:of"


def number(text: str) -> Decimal:
    """A FHIR decimal. Raises ValueError for what is none, or is out of any laboratory's range."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise ValueError("not a number") from None
    if not value.is_finite() or len(text) > _MAX_DIGITS or abs(value.adjusted()) >= _ZERO_EXPONENT:
        raise ValueError("not a number")
    return value


def sortable(value: Decimal) -> str:
    """Text of which the order is that of the numbers."""
    if not value:
        return "1"
    sign, digits, _ = value.as_tuple()
    text = "".join(map(str, digits)).strip("0") if any(digits) else ""
    written = f"{value.adjusted() + _ZERO_EXPONENT:04d}{text}"
    # The tilde sorts after every digit: -1.5 goes before -1.
    return f"0{written.translate(_COMPLEMENT)}~" if sign else f"2{written}"


def quantity_rows(param: str, value: str) -> set[tuple[str, str]]:
    """Index rows of a quantity `number|system|code`; none where the number is none."""
    text, _, unit = value.partition("|")
    system, _, code = unit.rpartition("|")
    try:
        place = sortable(number(text))
    except ValueError:
        return set()
    rows = {(param, place)}
    if code:
        rows |= {(of_unit(param), f"{code}|{place}"), (of_unit(param), f"{system}|{code}|{place}")}
    return rows


def around(value: Decimal) -> tuple[Decimal, Decimal]:
    """What a number says at its precision (R4 search §3.1.1.5.4): 5.4 is 5.35 to less than 5.45, 1e2 is 95 to 105."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    half = Decimal(5).scaleb(exponent - (2 if exponent > 0 else 1))
    return _exactly(value, -half), _exactly(value, half)


def near(value: Decimal) -> tuple[Decimal, Decimal]:
    """Approximately: 10% to each side (R4 search §3.1.1.5.6)."""
    tenth = abs(value) / 10
    return _exactly(value, -tenth), _exactly(value, tenth)


def _exactly(value: Decimal, change: Decimal) -> Decimal:
    rounding = ROUND_FLOOR if change < 0 else ROUND_CEILING
    return Context(prec=1100, rounding=rounding).add(value, change)
