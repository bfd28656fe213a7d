"""Two plain layouts for the results of real messages: a ruled table, and a slip of lines with the unit behind.

The layouts are ours; names, values, units, ranges and the person are the message's.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random

from mappers.model import DocumentType
from samples.generating.family import Family
from samples.generating.fonts import fonts
from samples.generating.real_messages import Report, Result, reports
from samples.making.ink import PORTRAIT, SMALL, Ink, PageBox
from samples.making.truth import Sheet, TrueItem, Truth

SPLIT = "ssmix2"
_PT = 10.5


def families() -> tuple[Family, ...]:
    """Each message in each layout; none where the storage is not there."""
    layouts: dict[str, Callable[[Report, Random], Sheet]] = {"table": _table, "slip": _slip}
    return tuple(
        Family(
            f"{report.document_type.value}-{report.name}-{word}",
            report.document_type,
            partial(layout, report),
        )
        for report in reports()
        for word, layout in layouts.items()
    )


def _table(report: Report, rng: Random) -> Sheet:
    """項目 | 結果 | 判定 | 単位 | 基準値, ruled; statements under it."""
    ink, face = Ink(PORTRAIT, "results"), fonts(rng).text
    middle = ink.width / 2
    ink.text(middle, 60, report.title or "検査結果報告書", face, 16, align="centre")
    left, right = 50.0, ink.width - 50
    who = _said(report)
    for n, text in enumerate(who):
        ink.text(left + (n % 2) * 250, 92 + (n // 2) * 17, text, face, _PT)
    y = 92 + (len(who) + 1) // 2 * 17 + 12
    columns = (left, 230.0, 310.0, 345.0, 430.0, right)
    top, step = y, 20.0
    for x, heading in zip(columns, ("検査項目", "結果", "判定", "単位", "基準値"), strict=False):
        ink.text(x + 5, y + 14, heading, face, _PT)
    items = []
    for result in (r for r in report.results if not r.statement):
        y += step
        ink.text(columns[0] + 5, y + 14, result.name, face, _PT)
        box = ink.text(columns[2] - 6, y + 14, result.value, face, _PT, align="right")
        for x, text in zip(columns[2:5], (result.flag, result.unit, result.reference), strict=True):
            ink.text(x + 5, y + 14, text, face, _PT)
        items.append(_item(report, result, box))
    bottom = y + step
    for n in range(round((bottom - top) / step) + 1):
        ink.line(left, top + n * step, right, top + n * step)
    for x in columns:
        ink.line(x, top, x, bottom)
    y = bottom + 28
    for result in (r for r in report.results if r.statement):
        ink.text(left, y, result.name, face, _PT + 1)
        box = ink.text(left + 14, y + 18, result.value, face, _PT)
        items.append(_item(report, result, box))
        y += 44
    return _sheet(report, ink, items)


def _slip(report: Report, rng: Random) -> Sheet:
    """A5 across: lines in two columns, `name value unit (range)`; statements first."""
    ink, face = Ink(SMALL, "results"), fonts(rng).text
    ink.text(36, 40, report.title or "検査結果", face, 13)
    for n, text in enumerate(_said(report)):
        ink.text(36 + (n % 3) * 185, 62 + (n // 3) * 15, text, face, _PT - 1)
    rule, items = 62.0 + (len(_said(report)) + 2) // 3 * 15, list[TrueItem]()
    ink.line(36, rule, ink.width - 36, rule)
    y = rule + 18
    for result in (r for r in report.results if r.statement):
        ink.text(36, y, f"{result.name}：", face, _PT)
        x = 36 + ink.text_width(f"{result.name}：　", face, _PT)
        items.append(_item(report, result, ink.text(x, y, result.value, face, _PT)))
        y += 22
    measured = [r for r in report.results if not r.statement]
    half = (len(measured) + 1) // 2 if len(measured) > 5 else len(measured)
    for n, result in enumerate(measured):
        x, at = 36 + (n // half) * 275, y + (n % half) * 18
        ink.text(x, at, result.name, face, _PT)
        box = ink.text(x + 140, at, result.value, face, _PT, align="right")
        tail = "  ".join(t for t in (result.flag, result.unit) if t)
        ink.text(x + 148, at, tail, face, _PT)
        if result.reference:
            ink.text(x + 195, at, f"({result.reference})", face, _PT)
        items.append(_item(report, result, box))
    return _sheet(report, ink, items)


def _said(report: Report) -> list[str]:
    """The patient's lines and the time, labels in front; what the message does not say is left out."""
    who = report.person
    lines = [
        f"患者ID　{who.id}",
        f"氏名　{who.printed_name()}",
        f"カナ　{'　'.join(who.kana)}",
        f"性別　{who.sex_ja}",
    ]
    if "birth_date" not in report.absent:
        lines.append(f"生年月日　{who.birth:%Y/%m/%d}")
    if report.collected:
        when = "検査日" if report.document_type is DocumentType.ECG else "採取日時"
        lines.append(f"{when}　{report.collected.replace('-', '/').replace('T', ' ')}")
    if report.specimen:
        lines.append(f"材料　{report.specimen}")
    return lines


def _item(report: Report, result: Result, box: PageBox) -> TrueItem:
    return TrueItem(
        result.name, result.value, result.unit, result.reference, result.flag, report.collected, 1, box
    )


def _sheet(report: Report, ink: Ink, items: list[TrueItem]) -> Sheet:
    who = report.person
    truth = Truth(
        who,
        who.printed_name(),
        tuple(items),
        report.collected,
        document_type=report.document_type,
        absent=report.absent,
    )
    return Sheet(ink.bytes(), truth)
