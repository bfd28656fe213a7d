"""Report text (TX, FT, plain files) as pages: its lines on a fixed grid, so that evidence has a place.

A page is 66 lines of 96 columns; wide characters (Unicode UAX #11) take two. The console shows such a page as
text; `pixels()` draws it with Pillow's built-in Latin letters and other scripts as outlined cells, because no
Japanese font may be assumed on a server.
"""

from __future__ import annotations

import re
import unicodedata
from functools import partial

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from inference.pages.sniff import Kind
from inference.types import DocumentRefused, OpenedDocument, Page, PageLimits, Pixels, Word
from mappers.model import Box

COLUMNS = 96
LINES = 66
CELL_WIDTH_PX = 10
CELL_HEIGHT_PX = 20
TAB_COLUMNS = 8
_CHARSET = re.compile(r"charset\s*=\s*\"?([A-Za-z0-9_.:-]+)", re.IGNORECASE)


def decode(data: bytes, declared_media_type: str = "") -> str:
    """Text of the bytes: byte order mark, ISO-2022 escapes, UTF-8, the declared charset, CP932, EUC-JP.

    Raises DocumentRefused `undecodable` rather than put a `?` into a result.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        attempts = ["utf-16"]
    elif b"\x1b$" in data or b"\x1b(" in data:
        attempts = ["iso2022_jp_ext", "iso2022_jp_3"]
    else:
        declared = _CHARSET.search(declared_media_type)
        attempts = ["utf-8-sig", *([declared[1]] if declared else []), "cp932", "euc_jp"]
    for codec in attempts:
        try:
            return data.decode(codec)
        except (UnicodeDecodeError, LookupError):
            continue
    raise DocumentRefused(
        "undecodable",
        "The text is in no character set we know (tried UTF-8, ISO-2022-JP, CP932, EUC-JP). "
        "Set the source's character set.",
    )


def open_text(text: str, kind: Kind, limits: PageLimits) -> OpenedDocument:
    """Pages of a text; a form feed begins a page. Raises DocumentRefused `no-pages`, `too-many-pages`."""
    lines_at_most = limits.max_pages * LINES
    sheets: list[list[str]] = []
    for part in re.split("\f", text):
        rows = _rows(part, lines_at_most)
        sheets.extend(rows[i : i + LINES] for i in range(0, len(rows), LINES))
        if len(sheets) > limits.max_pages:
            raise DocumentRefused(
                "too-many-pages",
                f"The text has more than {limits.max_pages} pages of {LINES} lines (pages.max_pages).",
            )
    if not sheets:
        raise DocumentRefused("no-pages", "The text is empty. Ask the sender to send it again.")
    return OpenedDocument(kind.value, tuple(_page(i + 1, sheet) for i, sheet in enumerate(sheets)))


def _rows(part: str, at_most: int) -> list[str]:
    """Lines that fit the grid: blank ones at both ends dropped, long ones broken, at a space if possible."""
    rows: list[str] = []
    for line in re.split(r"\r\n|\r|\n|\u2028|\x85", part):
        rest = "".join(c if c.isprintable() or c == "\t" else " " for c in line).rstrip()
        rest = _untabbed(rest)
        while width(rest) > COLUMNS and len(rows) <= at_most:
            cut = _cut(rest)
            rows.append(rest[:cut].rstrip())
            rest = rest[cut:].lstrip()
        rows.append(rest)
        if len(rows) > at_most:
            break
    while rows and not rows[0].strip():
        rows.pop(0)
    while rows and not rows[-1].strip():
        rows.pop()
    return rows


def _untabbed(line: str) -> str:
    out: list[str] = []
    column = 0
    for char in line:
        add = " " * (TAB_COLUMNS - column % TAB_COLUMNS) if char == "\t" else char
        out.append(add)
        column += width(add)
    return "".join(out)


def _cut(line: str) -> int:
    """Characters that fit one row, back to the last space if that leaves half a row."""
    used = 0
    fits = len(line)
    for i, char in enumerate(line):
        used += width(char)
        if used > COLUMNS:
            fits = i
            break
    space = line.rfind(" ", fits // 2, fits)
    return space if space > 0 else max(fits, 1)


def width(text: str) -> int:
    """Columns a text takes; combining marks none."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def _page(number: int, rows: list[str]) -> Page:
    words: list[Word] = []
    for row, line in enumerate(rows):
        for match in re.finditer(r"\S+", line):
            start = width(line[: match.start()])
            end = start + width(match.group())
            box = Box(start / COLUMNS, row / LINES, min(end / COLUMNS, 1.0), (row + 1) / LINES)
            words.append(Word(match.group(), box))
    return Page(
        number=number,
        width_px=COLUMNS * CELL_WIDTH_PX,
        height_px=LINES * CELL_HEIGHT_PX,
        pixels=partial(_draw, tuple(rows)),
        words=tuple(words),
        text="\n".join(rows),
    )


def _draw(rows: tuple[str, ...]) -> Pixels:
    sheet = Image.new("RGB", (COLUMNS * CELL_WIDTH_PX, LINES * CELL_HEIGHT_PX), "white")
    pen = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(CELL_HEIGHT_PX * 0.7)
    for row, line in enumerate(rows):
        column = 0
        for char in line:
            x, y = column * CELL_WIDTH_PX, row * CELL_HEIGHT_PX
            cells = width(char)
            if char.isascii():
                pen.text((x, y + 2), char, fill="black", font=font)
            elif cells and not char.isspace():
                pen.rectangle((x + 1, y + 3, x + cells * CELL_WIDTH_PX - 2, y + 17), outline=(120, 120, 120))
            column += cells
    return np.array(sheet, dtype=np.uint8, order="C")
