"""Places that look like printed results and belong to no item: what a person should look at before trusting that all
is there.

Measured on layouts that neither the readers nor the network had seen (decision 0027): one or two such places mean
nothing, from three on a document nearly always lacks results.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from inference.linking.network import links
from inference.linking.opinion import carriers
from inference.readable import PageWords, fold
from inference.structure.geometry import tokens_of
from inference.structure.values import is_value
from mappers.model import DocumentType, Extraction, Item, Overlooked

FEWEST = 3
"""Places of a document from which they are told."""
_SURE = 2.0  # logits from which the network is sure that a token carries a value, and that another names it
_WITHOUT_RESULTS = (DocumentType.OTHER, DocumentType.RADIOGRAPH)


def with_overlooked(extraction: Extraction, pages: Sequence[PageWords]) -> Extraction:
    """The extraction with the places named; as it is where there are few, or its type has no results."""
    if extraction.document_type in _WITHOUT_RESULTS:
        return extraction
    found = [place for page in pages for place in _of_page(page, extraction.items)]
    return replace(extraction, overlooked=tuple(found)) if len(found) >= FEWEST else extraction


def _of_page(page: PageWords, items: Sequence[Item]) -> list[Overlooked]:
    tokens = tokens_of(page)
    said = links(tokens)
    if said is None:
        return []
    mine = [item for item in items if item.page == page.number]
    covered = {at for item in mine if item.box for at in carriers(item.box, tokens)}
    beside = {fold(item.reference_range) for item in mine if item.reference_range}
    return [
        Overlooked(page.number, token.box)
        for at, token in enumerate(tokens)
        if at not in covered
        and said.value[at] > _SURE
        and said.name[at].max() > _SURE
        and is_value(token.text)
        and not any(fold(token.text) in text for text in beside)
    ]
