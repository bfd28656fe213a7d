"""Bytes of a document in, upright pages out; every hostile file ends in a reason.

    open_document(data, declared_media_type, limits) -> OpenedDocument   pages with lazy pixels and text layer
    text_layer_usable(words) -> bool                                     whether those words can be believed
    preview_jpeg(pixels) -> bytes                                        the picture the console shows
    summarise(data, declared_media_type, limits) -> PagesSummary         the job of a worker process

Only `DocumentRefused` (or `PageRefused`, for one page) leaves this package, whatever the bytes. PDFium and
Pillow are not thread-safe here: open documents in one thread of a process (gateway.workers does).
"""

from inference.pages.opening import open_document
from inference.pages.preview import PagesSummary, PageSummary, preview_jpeg, summarise, summarise_pages
from inference.pages.sniff import Kind, sniff
from inference.pages.text_layer import text_layer_usable

__all__ = [
    "Kind",
    "PageSummary",
    "PagesSummary",
    "open_document",
    "preview_jpeg",
    "sniff",
    "summarise",
    "summarise_pages",
    "text_layer_usable",
]
