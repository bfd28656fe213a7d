"""A document into parts that a model can be asked about: the job of a worker, which has the pixels.

words → lines → where to cut → pictures at the target size (JPEG) and text, part by part
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inference.asking.lines import TextLine, lines_of_text, report_lines, word_height_px
from inference.asking.pictures import Sheet, draw, picture
from inference.asking.prepared import Part, Prepared
from inference.asking.question import Picture
from inference.asking.tiles import Plan, Span, Tile, plan
from inference.engines.options import Looks
from inference.profiles import Profile
from inference.readable import PageWords
from inference.structure.document_type import candidates, language_of
from inference.structure.person import read_head
from inference.structure.radiograph import MOST_WORDS, is_radiograph
from inference.types import DocumentRefused, OpenedDocument, Page
from mappers.model import DocumentType, UnreadPage

_EDGE = 0.15  # line heights over and under heading rows cut out


@dataclass(frozen=True, slots=True)
class _Headings:
    """The heading rows that were seen last: their words, and their picture where there are pictures."""

    lines: tuple[str, ...] = ()
    picture: Picture | None = None


def prepare(
    document: OpenedDocument,
    words: Sequence[PageWords],
    looks: Looks,
    profile: Profile | None = None,
    modality: str = "",
) -> Prepared:
    """The document's pages as parts within the model's picture and answer budgets.

    `words` are those of the readable pages (inference.engines.reading). Report text (`Page.text`) and pages for a model
    without eyes have no pictures. Pages that cannot be drawn are in `unread`. `modality`: DICOM (0008,0060), if any.
    """
    by_number = {page.number: page for page in words}
    parts: list[Part] = []
    unread = list(document.unread)
    carried = _Headings()
    told = profile.document_type if profile else None
    few_words = sum(len(page.words) for page in words) <= MOST_WORDS
    for at, page in enumerate(document.pages):
        of_page = by_number.get(page.number)
        lines = (
            report_lines(page.text) if page.text is not None else lines_of_text(of_page) if of_page else ()
        )
        try:
            shape, sheet = _sheet(page, of_page, lines, looks)
        except DocumentRefused as refused:
            unread.append(UnreadPage(page.number, refused.reason))
            continue
        if at == 0 and told is None and few_words and sheet and is_radiograph(sheet.pixels, modality):
            told = DocumentType.RADIOGRAPH
        certain = of_page is not None and not of_page.recognised
        made, carried = _parts(page.number, lines, shape, sheet, looks, carried, certain=certain)
        parts += made
    person = read_head(tuple(words)).patient
    return Prepared(
        tuple(parts),
        document.page_count,
        language_of(words),
        tuple(sorted(unread, key=lambda u: u.page)),
        told,
        tuple(candidate.kind for candidate in candidates(words)),
        bool(person.id or person.name),
        profile.examples if profile else (),
    )


def _sheet(
    page: Page, words: PageWords | None, lines: Sequence[TextLine], looks: Looks
) -> tuple[Plan, Sheet | None]:
    """How the page is shown, and its pixels at that scale, drawn once. Raises PageRefused."""
    width, height = (words.width_px, words.height_px) if words else (page.width_px, page.height_px)
    seen = looks.vision and page.text is None
    shape = plan(
        width,
        height,
        lines,
        word_height_px(words) if words and seen else 0.0,
        looks if seen else _without_eyes(looks),
        words.slope if words else 0.0,
    )
    return shape, draw(page, words, shape.scale) if seen else None


def _parts(
    number: int,
    lines: Sequence[TextLine],
    shape: Plan,
    sheet: Sheet | None,
    looks: Looks,
    carried: _Headings,
    *,
    certain: bool,
) -> tuple[list[Part], _Headings]:
    parts: list[Part] = []
    for tile in shape.tiles:
        here = tuple(line for line in lines if tile.shown.holds(line.middle))
        heads = _heading_rows(lines, tile)
        if any(line.heads for line in here if tile.own.holds(line.middle)):
            over = _Headings()
        elif heads:
            over = _Headings(tuple(line.text for line in heads), _strip(sheet, heads, looks))
        else:
            over = carried
        shown = picture(sheet, tile.shown, looks) if sheet else None
        parts.append(Part(number, tile.own, tile.shown, here, shown, over.lines, over.picture, certain))
    last = _last_headings(lines)
    if not last:
        return parts, carried
    return parts, _Headings(tuple(line.text for line in last), _strip(sheet, last, looks))


def _without_eyes(looks: Looks) -> Looks:
    """Budgets of a text model: pictures bound nothing."""
    return Looks(
        vision=False,
        max_pixels=2**62,
        context_tokens=looks.context_tokens,
        answer_tokens=looks.answer_tokens,
    )


def _heading_rows(lines: Sequence[TextLine], tile: Tile) -> tuple[TextLine, ...]:
    """The heading rows over a part of a page that does not show them."""
    return _last_headings([line for line in lines if line.middle < tile.shown.top])


def _last_headings(lines: Sequence[TextLine]) -> tuple[TextLine, ...]:
    """The last heading row, with those right over it."""
    found: list[TextLine] = []
    for line in reversed(lines):
        if line.heads:
            found.append(line)
        elif found:
            break
    return tuple(reversed(found))


def _strip(sheet: Sheet | None, lines: Sequence[TextLine], looks: Looks) -> Picture | None:
    """A picture of heading rows alone."""
    if sheet is None or not lines:
        return None
    edge = _EDGE * (lines[-1].bottom - lines[-1].top)
    return picture(sheet, Span(max(lines[0].top - edge, 0.0), min(lines[-1].bottom + edge, 1.0)), looks)
