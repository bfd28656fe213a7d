"""What a layout family is: one vendor's way to print one type of document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from mappers.model import DocumentType
from samples.making.truth import Sheet


@dataclass(frozen=True, slots=True)
class Family:
    """A layout. `draw` makes one document: content, fonts, sizes, options and person all from the generator's
    `Random`, nothing else; the same seed gives the same bytes.

    `name` is `<document type>-<word>`; a module of samples/families ends with `FAMILIES`, a tuple of these.
    """

    name: str
    document_type: DocumentType
    draw: Callable[[Random], Sheet]
    language: str = "ja"
