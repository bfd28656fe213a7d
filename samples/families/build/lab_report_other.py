"""Build families of laboratory reports that are no plain Japanese tables: slips, cards, English houses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.build.lab_board import Board, head
from samples.families.build.lab_rows import NO_RESULT, LabRow, another, draw_rows, english
from samples.generating.family import Family
from samples.making.ink import PORTRAIT
from samples.making.truth import Sheet

SLIP = (230.0, 640.0)


def _slip(random: Random) -> Sheet:
    """A narrow strip of a ward printer: abbreviation, value, mark, unit; leaders or gaps between."""
    board = Board(random, SLIP)
    board.font, board.size, board.dash = "gothic", 8.5, "-"
    board.put(14, 24, random.choice(("緊急検査 結果", "** 迅速検査 **", "検査結果")), size=11)
    board.put(14, 40, f"ID:{board.person.id} {board.person.printed_name(' ')} 様")
    board.put(14, 52, f"{board.when:%Y/%m/%d %H:%M} 採血")
    y, leaders = 64.0, random.random() < 0.4
    ranges = random.random() < 0.6
    for row in draw_rows(random, random.randrange(12, 26), answers=0.0):
        y += 13
        board.put(14, y, row.short + ("." * (14 - len(row.short)) if leaders else ""))
        mark = board.mark(row)
        board.value(118, y, row, name=row.short, align="right", reference="" if not ranges else None)
        board.put(121, y, mark)
        board.put(136, y, row.unit)
        if ranges:
            board.put(224, y, f"{row.reference('-')}", align="right", size=6.5)
    return board.sheet(frozenset(("birth_date", "sex")))


def _cards(random: Random) -> Sheet:
    """Cards in a grid, as on the sheets for patients: the name above, the value with its unit under it."""
    board = Board(random, PORTRAIT)
    y0 = head(board)
    rows = draw_rows(random, random.randrange(12, 24), answers=0.0, odd=0.0)
    for i, row in enumerate(rows):
        x, y = 40 + (i % 3) * 175, y0 + (i // 3) * 62
        board.ink.box(x, y - 6, x + 165, y + 46, width=0.5)
        board.put(x + 8, y + 6, row.name)
        board.value(x + 8, y + 24, row)
        board.put(x + 60, y + 24, row.unit)
        board.put(x + 125, y + 24, board.mark(row))
        board.put(x + 8, y + 40, f"基準値 {row.reference(board.dash)}", size=board.size - 1)
    return board.sheet()


def _days_down(random: Random) -> Sheet:
    """Items across, visits down."""
    board = Board(random, (PORTRAIT[1], PORTRAIT[0]))
    board.size = 7.5
    y = head(board)
    rows = [r for r in draw_rows(random, 24, answers=0.0, odd=0.0) if len(r.short) < 7][:9]
    board.put(40, y, random.choice(("検査日", "採血日", "日付")))
    board.put(40, y + 12, "単位")
    board.put(40, y + 24, "基準値")
    xs = [130 + 76 * k for k in range(len(rows))]
    for x, row in zip(xs, rows, strict=True):
        board.put(x, y, row.short)
        board.put(x, y + 12, row.unit)
        board.put(x, y + 24, row.reference("-"))
    y += 26
    for k in range(random.randrange(3, 9)):
        day = board.when - timedelta(days=14 * k)
        y += 15
        board.put(40, y, f"{day:%Y/%m/%d}")
        for x, row in zip(xs, rows, strict=True):
            if random.random() < 0.15:
                continue
            then = row if k == 0 else another(random, row)
            mark = board.mark(then)
            board.value(x, y, then, name=row.short, shown=f"{then.value} {mark}".strip(), reference=row.reference("-"),
                        effective=f"{day:%Y-%m-%d}")  # fmt: skip
    return board.sheet()


def _in_and_out(random: Random) -> Sheet:
    """An American house: results in range and out of range in two columns, panels as headings."""
    board = Board(random, PORTRAIT, english=True)
    y = head(board)
    for x, word in (
        (40, "Test Name"),
        (220, "In Range"),
        (290, "Out Of Range"),
        (380, "Reference Range"),
        (520, "Lab"),
    ):
        board.put(x, y, word)
    section = ""
    for row in (english(r) for r in draw_rows(random, random.randrange(16, 34), odd=0.0)):
        y += 15
        if row.section != section:
            section = row.section
            board.put(
                40,
                y,
                {"生化学": "COMPREHENSIVE METABOLIC PANEL", "血液": "CBC (INCLUDES DIFF/PLT)"}.get(
                    section, "OTHER TESTS"
                ),
            )
            y += 14
        board.put(50, y, row.name.upper())
        out = row.flag in ("H", "L")
        board.value(
            290 if out else 220, y, row, name=row.name.upper(), shown=f"{row.value} {row.flag}".strip()
        )
        board.put(380, y, " ".join(t for t in (row.reference(board.dash), row.unit) if t))
        board.put(525, y, random.choice(("EN", "AMD")))
    return board.sheet()


def _american(random: Random) -> Sheet:
    """Another: result, flag, units, interval, laboratory number; remarks in prose under some rows."""
    board = Board(random, PORTRAIT, english=True)
    y = head(board)
    words = random.choice(
        (("TESTS", "RESULT", "FLAG", "UNITS", "REFERENCE INTERVAL", "LAB"),
         ("Component", "Your Value", "Flag", "Units", "Standard Range", ""),
         ("Investigation", "Observed Value", "Status", "Unit", "Biological Ref. Interval", "Method"))
    )  # fmt: skip
    for x, word in zip((40, 210, 280, 330, 410, 530), words, strict=True):
        board.put(x, y, word)
    for row in map(_american_words(random), draw_rows(random, random.randrange(16, 32))):
        y += 15
        board.put(40, y, row.name)
        board.value(210, y, row)
        board.put(280, y, board.mark(row))
        board.put(330, y, row.unit)
        board.put(410, y, row.reference(board.dash))
        board.put(530, y, random.choice(("01", "02")) if words[-1] == "LAB" else "")
        if random.random() < 0.12:
            y += 11
            board.put(52, y, "Please note reference interval change as of last month.", size=6.5)
    return board.sheet()


def _american_words(random: Random) -> Callable[[LabRow], LabRow]:
    """Rows as an American house words them."""

    def worded(row: LabRow) -> LabRow:
        row = english(row)
        if row.value in NO_RESULT:
            return replace(row, value=random.choice(("See note", "QNS", "Hemolyzed", "TNP")))
        return replace(row, value=row.value.replace("以下", "").replace("未満", ""))

    return worded


def _bilingual(random: Random) -> Sheet:
    """Japanese and English headings and names in one cell, two sets of columns, the value in a box of its own."""
    board = Board(random, PORTRAIT)
    board.size, board.dash = 7.0, "-"
    y0 = head(board)
    rows = draw_rows(random, random.randrange(24, 44), answers=0.05)
    half = -(-len(rows) // 2)
    for panel in range(2):
        x, y = 30 + panel * 272, y0
        for dx, word in zip(
            (0, 118, 150, 180, 222),
            ("検査項目 Test", "結果 Result", "判定", "単位 Unit", "基準 Ref."),
            strict=True,
        ):
            board.put(x + dx, y, word, size=6)
        for row in rows[panel * half : (panel + 1) * half]:
            y += 15
            name = f"{row.name} {row.short}" if len(row.name) < 9 and row.short != row.name else row.name
            board.put(x, y, name)
            board.value(x + 144, y, row, name=name, align="right")
            board.put(x + 154, y, board.mark(row))
            board.put(x + 180, y, row.unit)
            board.put(x + 222, y, row.reference("-"))
    return board.sheet()


def _letter_body(random: Random) -> Sheet:
    """An outside laboratory's form: range before the result, mark columns on both sides, total lines."""
    board = Board(random, PORTRAIT)
    y = head(board)
    for x, word in (
        (40, "検　査　項　目"),
        (190, "基　準　値"),
        (290, "単　位"),
        (370, "低値"),
        (410, "結　果"),
        (470, "高値"),
    ):
        board.put(x, y, word)
    for row in draw_rows(random, random.randrange(18, 36)):
        y += 15
        board.put(40, y, row.name)
        board.put(190, y, row.reference(board.dash))
        board.put(290, y, row.unit)
        board.put(376, y, board.marks[1] if row.flag == "L" else "")
        board.value(440, y, row, align="right")
        board.put(476, y, board.marks[0] if row.flag == "H" else "")
    board.put(40, y + 24, "※ 基準値は当センターの設定によるものです。　TEL 000-000-0000")
    return board.sheet()


_DRAWN: dict[str, tuple[Callable[[Random], Sheet], str]] = {
    "slip": (_slip, "ja"), "cards": (_cards, "ja"), "days-down": (_days_down, "ja"), "in-and-out": (_in_and_out, "en"),
    "american": (_american, "en"), "bilingual": (_bilingual, "ja"), "marks-both-sides": (_letter_body, "ja"),
}  # fmt: skip
FAMILIES = tuple(
    Family(f"lab-report-{name}", DocumentType.LAB_REPORT, draw, language)
    for name, (draw, language) in _DRAWN.items()
)
