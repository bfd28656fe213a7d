"""What columns hold, the same on SQLite and PostgreSQL: short text by code point, prose, times in UTC."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Dialect, String, Text, TypeDecorator, literal
from sqlalchemy.types import TypeEngine


def storable(text: str) -> str:
    """Text that both engines take: NUL and lone surrogates (senders' and PDFs' broken text) become U+FFFD."""
    if "\x00" in text:
        text = text.replace("\x00", "\ufffd")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def fitted(text: str, length: int) -> str:
    """Storable text of at most `length` characters; what is cut off lives on in a digest at the end."""
    text = storable(text)
    if len(text) <= length:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()
    return digest[:length] if length < 64 else f"{text[: length - 33]}#{digest[:32]}"


def begins(column: ColumnElement[Any], prefix: str) -> ColumnElement[bool]:
    """Whether a Line begins so, as a range that its index answers; no character of the prefix is special."""
    # Bound as plain text: a bound may be longer than the column, and a shortened one would bound nothing.
    first = storable(prefix)
    return (column >= literal(first, Text())) & (column < literal(first + "\U0010ffff", Text()))


class Line(TypeDecorator[str]):
    """Short text. What is longer than the column is cut and gets a digest: still one identity."""

    impl = String
    cache_ok = True

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Compared by code point on PostgreSQL, as SQLite does anyway."""
        collation = "C" if dialect.name == "postgresql" else None
        return dialect.type_descriptor(String(self.length, collation=collation))

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Storable and short enough; the same text always becomes the same."""
        return None if value is None else fitted(value, self.length)


class Prose(TypeDecorator[str]):
    """Text of any length that both engines take."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Without what PostgreSQL refuses."""
        return None if value is None else storable(value)


class UtcTime(TypeDecorator[datetime]):
    """A timezone-aware datetime as `2026-11-22T04:20:59.123456Z`."""

    impl = String(27)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Compared by code point on PostgreSQL."""
        return dialect.type_descriptor(String(27, collation="C" if dialect.name == "postgresql" else None))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """To text; a naive time is our defect."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs a zone")
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Back to an aware datetime."""
        return None if value is None else datetime.fromisoformat(value)
