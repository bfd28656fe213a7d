"""The same results twice on a page, told apart by the titles over them."""

from __future__ import annotations

from tests.unit.inference.pages_of_text import Row, read, said

X = (40, 130, 170, 230, 320, 410, 450, 510)


def _sides(*lines: tuple[str, str, str, str]) -> list[Row]:
    heads = ("検査項目", "測定値", "単位", "基準範囲")
    return [
        [(float(at), text) for at, text in zip(X, (*line, *line), strict=True)] for line in (heads, *lines)
    ]


LINES = _sides(
    ("白血球数", "51", "×10^2/μL", "35～91"),
    ("ALT", "40", "U/L", "5～45"),
    ("尿素窒素", "10.9", "mg/dL", "8.0～22.0"),
)


def test_titles_side_by_side_name_what_comes_twice() -> None:
    titles: Row = [
        (40.0, "＜ネムケ前＞"),
        (130.0, "採血日時 2026/05/17 08:54"),
        (320.0, "＜ネムケ後＞"),
        (410.0, "採血日時 2026/05/17 13:10"),
    ]
    found = read("検査報告書", [titles, *LINES])
    assert ("ALT ネムケ前", "40", "U/L") in said(found)
    assert ("ALT ネムケ後", "40", "U/L") in said(found)
    times = {i.name.rpartition(" ")[2]: i.effective for i in found.items}
    assert times == {"ネムケ前": "2026-05-17T08:54", "ネムケ後": "2026-05-17T13:10"}


def test_one_title_tells_nothing_apart() -> None:
    found = read("検査報告書", [[(40.0, "＜生化学＞")], *LINES])
    assert {name for name, _, _ in said(found)} == {"白血球数", "ALT", "尿素窒素"}
