"""Whether the filed person's id or name stands on a page where the reader took other words for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from inference.patient import agrees
from inference.readable import PageWords
from inference.structure.geometry import Row, rows_of, tokens_of
from mappers.model import PatientIdentity, PrintedPatient

_HEAD = 0.3  # of the page: where a name is the patient's
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9\-]{4,}")  # shorter ones may be anything
_STAFF = re.compile(
    r"医|先生|主治|担当|技師|依頼|報告|記[載入]|検査者|看護師|院長|家族|保護者|続柄|\b(?:dr|md)\b",
    re.IGNORECASE,
)
_MOST_WORDS = 3  # that a name is printed in


def stands_elsewhere(
    field: str, printed: PrintedPatient, filed: PatientIdentity, pages: Sequence[PageWords]
) -> bool:
    """Whether the filed `id` or `name` stands on the first page after all, while another field agrees fully.

    The id may stand anywhere; the name in the page's head, in Japanese characters and in full, in a line that names no
    staff and no relative: a doctor may be the patient's namesake.
    """
    others = [other for other in ("id", "name", "birth_date") if other != field]
    if not pages or not any(agrees(other, printed, filed) for other in others):
        return False
    page = pages[0]
    rows = rows_of(tokens_of(page))
    if field == "id":
        return any(_has_id(row, filed) for row in rows)
    head = (row for row in rows if row and row[0].y < _HEAD * page.height_px)
    return field == "name" and any(_has_name(row, filed) for row in head)


def _has_id(row: Row, filed: PatientIdentity) -> bool:
    ids = (found for token in row for found in _ID.findall(unicodedata.normalize("NFKC", token.text)))
    return any(agrees("id", PrintedPatient(found), filed) for found in ids)


def _has_name(row: Row, filed: PatientIdentity) -> bool:
    texts = [token.text for token in row]
    if _STAFF.search(" ".join(texts)):
        return False
    names = (
        " ".join(texts[start:end])
        for start in range(len(texts))
        for end in range(start + 1, min(start + _MOST_WORDS, len(texts)) + 1)
    )
    return any(not name.isascii() and agrees("name", PrintedPatient(None, name), filed) for name in names)
