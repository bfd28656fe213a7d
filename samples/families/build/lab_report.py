"""Build families of laboratory reports: tables in many hands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.build.lab_board import BLUE, RED, Board, head, ruled
from samples.families.build.lab_rows import another, draw_rows
from samples.generating.family import Family
from samples.making.ink import PORTRAIT
from samples.making.truth import Sheet

LANDSCAPE = (PORTRAIT[1], PORTRAIT[0])


def _headings(board: Board, columns: list[tuple[float, str]], y: float) -> None:
    for x, text in columns:
        board.put(x, y, text)
    ruled(board, [x for x, _ in columns], y, board.ink.width - 30)


def _three_across(random: Random) -> Sheet:
    """Three sets of columns on a landscape page, sections as rows, no flag column: marks before the value."""
    board = Board(random, LANDSCAPE)
    board.size = 7.0
    y0 = head(board) + 4
    rows = draw_rows(random, random.randrange(40, 66))
    width, third = 262.0, -(-len(rows) // 3)
    words = random.choice((("検査項目", "結果", "単位", "基準値"), ("項　目", "測定値", "単　位", "参考値")))
    for panel in range(3):
        x, y, section = 30 + panel * width, y0, ""
        for dx, word in zip((0, 100, 140, 190), words, strict=True):
            board.put(x + dx, y, word)
        for row in rows[panel * third : (panel + 1) * third]:
            y += 13
            if row.section != section:
                section = row.section
                board.put(x - 4, y, f"＜{section}＞")
                y += 12
            board.put(x, y, row.short if len(row.name) > 10 else row.name)
            name = row.short if len(row.name) > 10 else row.name
            board.put(x + 98, y, board.mark(row), align="right")
            board.value(x + 132, y, row, name=name, align="right")
            board.put(x + 140, y, row.unit, size=min(7.0, 46 / max(len(row.unit) * 0.55, 1)))
            board.put(x + 190, y, row.reference(board.dash))
    return board.sheet()


def _sexes(random: Random) -> Sheet:
    """Ranges of men and women, in one column or in two."""
    board = Board(random, PORTRAIT)
    y = head(board)
    two = random.random() < 0.5
    xs = (40, 190, 250, 310, 390, 470)
    words = ["検査項目", "結果", "判定", "単位"] + (["基準値(男)", "基準値(女)"] if two else ["基準範囲"])
    _headings(board, list(zip(xs, words, strict=False)), y)
    for row in draw_rows(random, random.randrange(18, 34)):
        y += 16
        board.put(40, y, row.name)
        board.put(255, y, board.mark(row))
        board.put(310, y, row.unit)
        reference = row.reference(board.dash)
        if row.low and random.random() < 0.5:
            digits = _decimals(row.low)
            lower, upper = float(row.low) * 0.9, float(row.high) * 0.9
            other = f"{lower:.{digits}f}{board.dash}{upper:.{digits}f}"
            men, women = (reference, other) if board.person.sex == "male" else (other, reference)
            if two:
                board.put(390, y, men)
                board.put(470, y, women)
            else:
                board.put(
                    390,
                    y,
                    random.choice(("男 {} 女 {}", "M:{} F:{}")).format(men, women),
                    size=board.size - 1,
                )
        else:
            board.put(390, y, reference)
        board.value(225, y, row, align="right", reference=reference)
    return board.sheet()


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])


def _two_line_rows(random: Random) -> Sheet:
    """Each row on two lines: the name above with its method, value, unit and range on the line beneath."""
    board = Board(random, PORTRAIT)
    y = head(board)
    under = random.random() < 0.5
    _headings(board, [(40, "検査項目"), (200, "結果"), (280, "単位"), (370, "基準値"), (480, "備考")], y)
    for row in draw_rows(random, random.randrange(12, 22)):
        y += 18
        board.put(40, y, row.name)
        if under:
            board.put(
                52,
                y + 10,
                random.choice(("(酵素法)", "(ラテックス凝集法)", row.english, "材料：血清")),
                size=6.5,
            )
        drop = 0 if under else 11
        board.value(245, y + drop, row, align="right")
        board.put(250, y + drop, board.mark(row))
        board.put(280, y + drop, row.unit)
        board.put(370, y + drop, row.reference(board.dash))
        y += 10
    return board.sheet()


def _unit_in_name(random: Random) -> Sheet:
    """Units in brackets behind the names, remarks under some rows."""
    board = Board(random, PORTRAIT)
    y = head(board)
    brackets = random.choice(("({})", " ({})", "［{}］", "（{}）", " [{}]"))
    words = random.choice((("検査項目（単位）", "検査結果", "参考基準値"), ("項目名", "今回値", "基準範囲")))
    _headings(board, list(zip((50, 250, 360), words, strict=True)), y)
    for row in draw_rows(random, random.randrange(15, 26)):
        y += 17
        board.put(50, y, row.name + (brackets.format(row.unit) if row.unit else ""))
        shown = (
            f"{row.value} {board.mark(row)}".strip()
            if board.marks[0].isascii()
            else row.value + board.mark(row)
        )
        board.value(255, y, row, shown=shown)
        board.put(360, y, row.reference(board.dash))
        if random.random() < 0.15:
            y += 11
            remark = random.choice(
                (
                    "※ 溶血の影響を受けている可能性があります。",
                    "再検査済み",
                    "コメント：前回値と乖離があります",
                )
            )
            board.put(70, y, remark, size=board.size - 1)
    return board.sheet()


def _bounds(random: Random) -> Sheet:
    """Low and high bounds in columns of their own; the result in front of, between or behind them."""
    board = Board(random, PORTRAIT)
    y = head(board)
    order = random.choice(("nvmulh", "nulhvm", "nmvlhu", "nlvhmu"))
    words = {
        "n": "検査項目名",
        "v": "結果",
        "m": random.choice(("判定", "異常")),
        "u": "単位",
        "l": "下限",
        "h": "上限",
    }
    widths = {"n": 150, "v": 70, "m": 40, "u": 95, "l": 60, "h": 60}
    at, columns = 40.0, {}
    for kind in order:
        columns[kind] = at
        at += widths[kind]
    _headings(board, [(x, words[k]) for k, x in columns.items()], y)
    for row in draw_rows(random, random.randrange(18, 36)):
        y += 15
        board.put(columns["n"], y, row.name)
        board.value(
            columns["v"] + 42, y, row, align="right", reference=f"{row.low}-{row.high}" if row.low else ""
        )
        board.put(columns["m"] + 6, y, board.mark(row))
        board.put(columns["u"], y, row.unit)
        board.put(columns["l"] + 30, y, row.low, align="right")
        board.put(columns["h"] + 30, y, row.high, align="right")
    return board.sheet()


def _infections(random: Random) -> Sheet:
    """Mostly answers in words, titres, comparators; wide gaps; material and method columns."""
    board = Board(random, PORTRAIT)
    y = head(board)
    columns = [
        (40, "材料"),
        (85, "検査項目"),
        (250, "成績"),
        (330, "単位"),
        (390, "正常値"),
        (470, "検査方法"),
    ]
    _headings(board, columns, y)
    for row in draw_rows(random, random.randrange(16, 28), answers=0.6, odd=0.35):
        y += 17
        board.put(40, y, random.choice(("血清", "血漿", "全血")))
        board.put(85, y, row.name)
        board.value(250, y, row, flag="")
        board.put(330, y, row.unit)
        board.put(390, y, row.reference(board.dash))
        board.put(470, y, random.choice(("CLIA", "PA法", "EIA", "免疫比濁法", "")))
    return board.sheet()


def _colour_only(random: Random) -> Sheet:
    """Results out of range in red or blue, with no mark; no rules, abbreviations in a second column."""
    board = Board(random, PORTRAIT)
    y = head(board)
    xs = (50, 170, 240, 320, 420)
    words = ("検査項目", random.choice(("略称", "略号", "英名")), "検査結果", "単位", "基準値")
    for x, word in zip(xs, words, strict=True):
        board.put(x, y, word)
    for row in draw_rows(random, random.randrange(16, 34)):
        y += 15
        board.put(50, y, row.name)
        board.put(170, y, row.short)
        colour = {"H": RED, "L": BLUE}.get(row.flag, (0.0, 0.0, 0.0))
        board.value(285, y, row, align="right", flag="", colour=colour)
        board.put(320, y, row.unit)
        board.put(420, y, row.reference(board.dash))
    return board.sheet()


def _visits(random: Random) -> Sheet:
    """This visit and earlier ones by date, newest last or first; words over the dates or not."""
    board = Board(random, PORTRAIT)
    y = head(board) + 12
    days = [board.when - timedelta(days=28 * k) for k in range(random.choice((2, 3, 4)))]
    if random.random() < 0.5:
        days.reverse()
    words = random.random() < 0.5
    style = random.choice(("%Y/%m/%d", "%Y.%m.%d", "%y/%m/%d"))
    board.put(40, y, "検査項目")
    board.put(150, y, "単位")
    board.put(210, y, "基準値")
    xs = [330 + 62 * k for k in range(len(days))]
    for x, day in zip(xs, days, strict=True):
        if words:
            back = round((board.when - day).days / 28)
            board.put(x, y - 11, ("今回", "前回", "前々回", "3回前")[back], align="right")
        board.put(x, y, day.strftime(style), align="right")
    for row in draw_rows(random, random.randrange(14, 28), odd=0.0):
        y += 15
        board.put(40, y, row.name)
        board.put(150, y, row.unit)
        board.put(210, y, row.reference(board.dash))
        for x, day in zip(xs, days, strict=True):
            then = row if day == board.when else another(random, row)
            if day != board.when and random.random() < 0.2:
                continue
            mark = board.mark(then)
            shown = f"{mark}{then.value}" if random.random() < 0.5 and mark else f"{then.value}{mark}"
            board.value(x, y, then, align="right", shown=shown, effective=f"{day:%Y-%m-%d}")
    return board.sheet()


def _codes(random: Random) -> Sheet:
    """Row numbers and item codes (invented) before the names, remarks and the previous result behind."""
    board = Board(random, PORTRAIT)
    board.size = 7.5
    y = head(board)
    words = (
        "No.",
        random.choice(("検査コード", "JLAC10", "項目コード")),
        "検査名称",
        "結果値",
        "H/L",
        "単位",
        "基準値",
        "前回値",
    )
    _headings(board, list(zip((30, 52, 145, 262, 305, 330, 400, 475), words, strict=True)), y)
    digits = random.choice((4, 7, 17))
    for i, row in enumerate(draw_rows(random, random.randrange(20, 40))):
        y += 14
        board.put(44, y, f"{i + 1}", align="right")
        board.put(
            52, y, "".join(random.choice("0123456789") for _ in range(digits)), size=min(7.5, 130 / digits)
        )
        board.put(145, y, row.name)
        board.value(295, y, row, align="right")
        board.put(308, y, board.mark(row))
        board.put(330, y, row.unit)
        board.put(400, y, row.reference(board.dash))
        if row.low and random.random() < 0.7:
            before = another(random, row)
            board.value(500, y, before, name=f"{row.name} 前回値", align="right", flag="")
    return board.sheet()


def _two_pages(random: Random) -> Sheet:
    """A long table that goes on, with or without its headings, on the second page."""
    board = Board(random, PORTRAIT)
    y = head(board)
    columns = [(40, "項目名称"), (200, "測定結果"), (270, "単位"), (360, "施設基準範囲"), (470, "コメント")]
    _headings(board, columns, y)
    again = random.random() < 0.5
    rows = draw_rows(random, random.randrange(48, 70))
    for row in rows:
        y += 18
        if y > 790:
            board.put(500, 820, f"{board.ink.page}/2")
            board.ink.next_page()
            y = 40
            board.put(40, y, f"ID {board.person.id}　{board.person.printed_name()}　様　（続き）")
            if again:
                y += 20
                _headings(board, columns, y)
            y += 20
        board.put(40, y, row.name)
        board.value(240, y, row, align="right")
        board.put(244, y, board.mark(row))
        board.put(270, y, row.unit)
        board.put(360, y, row.reference(board.dash))
        board.put(470, y, random.choice(("", "", "", "溶血(+)", "再検済")))
    return board.sheet()


def _upright_sections(random: Random) -> Sheet:
    """Section names in vertical letters at the left of a full grid."""
    board = Board(random, PORTRAIT)
    y = head(board)
    xs = (30, 55, 210, 280, 360, 400, 500)
    _headings(board, list(zip(xs[1:], ("検査項目", "結果", "単位", "評価", "基準値"), strict=False)), y)
    rows, start, section = draw_rows(random, random.randrange(20, 40))[: int((810 - y) / 15)], y, ""
    for row in rows:
        y += 15
        if row.section != section:
            section = row.section
            board.ink.line(30, y - 11, 560, y - 11)
            same = sum(r.section == section for r in rows)
            letters = section if same * 15 > len(section) * 10 else ""
            for i, letter in enumerate(letters):
                board.put(36, y + 4 + i * 10, letter)
        board.put(55, y, row.name)
        board.value(255, y, row, align="right")
        board.put(280, y, row.unit)
        board.put(368, y, board.mark(row))
        board.put(400, y, row.reference(board.dash))
    for x in xs:
        board.ink.line(x - 3, start - 10, x - 3, y + 4)
    return board.sheet()


_DRAWN: dict[str, Callable[[Random], Sheet]] = {
    "three-across": _three_across, "sexes": _sexes, "two-line-rows": _two_line_rows, "unit-in-name": _unit_in_name,
    "bounds": _bounds, "infections": _infections, "colour-only": _colour_only, "visits": _visits, "codes": _codes,
    "two-pages": _two_pages, "upright-sections": _upright_sections,
}  # fmt: skip
FAMILIES = tuple(Family(f"lab-report-{name}", DocumentType.LAB_REPORT, draw) for name, draw in _DRAWN.items())
