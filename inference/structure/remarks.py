"""What a result's row prints beside it: the material it was measured in, the method, a comment."""

from __future__ import annotations

from dataclasses import replace

from inference.readable import fold, has_letters
from inference.structure.columns import Cells
from inference.structure.geometry import join
from inference.structure.headers import Panel
from inference.structure.heading_words import Role
from mappers.model import Item

_METHODS = ("方法", "測定法", "検査法", "method", "methodology", "principle")
_COMMENTS = ("備考", "コメント", "注記", "注", "所見", "remark", "comment", "note")


def with_remarks(item: Item, panel: Panel, cells: Cells) -> Item:
    """The item with specimen, method and comment from its row's cells under such headings; no value is touched."""
    for heading, cell in zip(panel.headings, cells, strict=True):
        text = join(cell)
        if not has_letters(text):
            continue
        key = fold(heading.text)
        if heading.role is Role.SPECIMEN and not item.specimen:
            item = replace(item, specimen=text)
        elif heading.role is Role.NOTE and key.removesuffix("s").endswith(_METHODS):
            item = replace(item, method=text)
        elif heading.role is Role.NOTE and key.removesuffix("s").endswith(_COMMENTS):
            item = replace(item, comment=text)
    return item
