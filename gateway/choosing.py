"""What a person says that a printed name means: kept for one value, or in the hospital's master, and told as words.

The message is to run again from stage `verify` then: codes, resources and deliveries follow as after any reading.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import structlog
from sqlalchemy import Engine

from gateway import results, site_terms
from gateway.errors import SiteError
from gateway.settings import Settings
from gateway.store import documents, messages
from gateway.store.documents import LinkedDocument
from gateway.store.messages import MessageRow
from gateway.store.schema import DocumentState, MessageState
from mappers.envelope_json import envelope_from_json
from mappers.item_codes import Choice, ChosenFor
from mappers.model import Extraction, Item
from mappers.terminology import Place
from mappers.terminology.choosing import chosen, items_called, says, site_row
from mappers.terminology.enrich import place_of, without_codes
from mappers.terminology.site import SiteItem
from mappers.terminology.tables import terms_by_key

AT_REST = frozenset({MessageState.DONE, MessageState.WAITING})
"""Messages that no stage works on."""
WITH_VALUES = frozenset({DocumentState.READ, DocumentState.PARTIAL, DocumentState.MAPPED})

log = structlog.get_logger()


class Said(StrEnum):
    """What came of it."""

    VALUE = "kept for this value"
    SITE = "kept for the hospital"
    BACK = "taken back"
    MASTER = "the hospital's own master says so"
    ONLY_HERE = "holds for the one value only"
    UNKNOWN = "no such item"
    SEVERAL = "several such items"
    CLASH = "not written"  # another row contradicts, or the folder cannot be written to: the log says which


@dataclass(frozen=True, slots=True)
class Spot:
    """A value of a document that a message brought, ready to be decided on."""

    document_id: str
    items: tuple[Item, ...]
    ordinal: int  # 0-based, of the value among them
    place: Place

    @property
    def item(self) -> Item:
        """The value."""
        return self.items[self.ordinal]


def may_choose(message: MessageRow, linked: LinkedDocument) -> bool:
    """Whether a person may decide on this document's values now."""
    return message.state in AT_REST and linked.document.state in WITH_VALUES


def places(message: MessageRow, extraction: Extraction) -> tuple[Place, ...]:
    """Where each item stands, with what the message says of the specimen."""
    specimen = envelope_from_json(message.envelope).specimen if message.envelope else ""
    return tuple(place_of(item, extraction, specimen or None) for item in extraction.items)


def spot(engine: Engine, message_id: str, document: int, value: int) -> Spot | None:
    """The `value`-th item of the `document`-th document; None where nothing is to be decided there (any more)."""
    message = messages.get(engine, message_id)
    if message is None:
        return None
    linked = [d for d in documents.of_message(engine, message_id) if d.ordinal == document]
    if not linked or not may_choose(message, linked[0]):
        return None
    extraction = results.stored_extraction(engine, linked[0].document)
    if value >= len(extraction.items):
        return None
    return Spot(linked[0].document.id, extraction.items, value, places(message, extraction)[value])


def has_code(item: Item) -> bool:
    """Whether anything codes the value."""
    return bool(item.loinc or item.jlac10 or item.codings)


def key_of(at: Spot, text: str) -> str | Said:
    """The key of the one item that a person names by key, code or name; or why there is none."""
    found = items_called(text, at.item)
    if len(found) == 1:
        return found[0].key
    return Said.SEVERAL if found else Said.UNKNOWN


def choose(
    engine: Engine, settings: Settings, at: Spot, key: str, reach: ChosenFor, note: str
) -> Said | None:
    """Keep that the value's name means the item of `key`; None where it has another code already, was read again
    meanwhile, or there is no such item. Said twice it is kept once, so that a run that was cut off can be asked for
    again."""
    if reach is ChosenFor.VALUE and at.item.chosen == Choice(key, reach):
        return Said.VALUE
    if key not in terms_by_key() or has_code(at.item):
        return None
    if reach is ChosenFor.VALUE:
        return Said.VALUE if _put(engine, at, chosen(at.item, key)) else None
    row = site_row(at.item, at.place, key, note)
    if row is None:
        return Said.ONLY_HERE
    try:
        site_terms.keep_chosen(settings, row, at.item.specimen or "", _decides(at))
    except SiteError as error:
        log.warning("choice not written", reason=str(error).partition(":")[0])
        return Said.CLASH
    return Said.SITE


def take_back(engine: Engine, settings: Settings, at: Spot) -> Said | None:
    """Forget what a person said of this value's name; None where nobody did."""
    if at.item.chosen is None:
        return None
    try:
        if at.item.chosen.reach is ChosenFor.SITE:
            site_terms.drop_chosen(settings, _decides(at))
        site = site_terms.load(settings)
    except SiteError as error:
        log.warning("choice not taken back", reason=str(error).partition(":")[0])
        return Said.CLASH
    if not _put(engine, at, without_codes(at.item)):
        return None
    own = site.table.find(at.item.name, at.place) if site else None
    return Said.MASTER if own is not None and own.item else Said.BACK


def _decides(at: Spot) -> Callable[[SiteItem], bool]:
    return lambda row: says(row, at.item, at.place)


def _put(engine: Engine, at: Spot, item: Item) -> bool:
    return documents.replace_finding(engine, at.document_id, at.ordinal, at.item, item)
