"""Patient headers and page furniture, in the ways that vendors print them."""

from __future__ import annotations

from datetime import timedelta

from samples.families.practice3.kit import PALE, Doc
from samples.making.people import era

Pairs = list[tuple[str, str]]


def _birth(doc: Doc) -> str:
    birth = doc.who.birth
    if doc.en:
        return doc.day(birth)
    form = doc.rng.random()
    return era(birth) if form < 0.3 else era(birth, short=True) if form < 0.45 else doc.day(birth)


def person(doc: Doc) -> Pairs:
    """Label and value of the person's fields, in an order by chance."""
    rng, who, age = doc.rng, doc.who, doc.who.age_on(doc.at.date())
    if doc.en:
        sex = rng.choice((who.sex_letter, who.sex.capitalize()))
        pairs = [
            (rng.choice(("MRN", "Patient ID", "Hospital No.", "ID")), who.id),
            (rng.choice(("Name", "Patient", "Patient Name")), doc.name),
            (rng.choice(("DOB", "Date of Birth", "Birth date")), _birth(doc)),
            (rng.choice(("Sex", "Gender")), sex),
        ]
    else:
        sex = rng.choice((who.sex_ja, who.sex_ja + "性", who.sex_letter))
        pairs = [
            (rng.choice(("患者ID", "患者番号", "カルテNo.", "診察券番号", "登録番号", "ID番号")), who.id),
            (rng.choice(("氏名", "患者氏名", "患者名", "お名前", "受診者氏名")), doc.name),
            ("生年月日", _birth(doc)),
            ("性別", sex),
        ]
        if rng.random() < 0.5:
            pairs.insert(1, (rng.choice(("フリガナ", "カナ氏名", "カナ")), "　".join(who.kana)))
    if rng.random() < 0.6:
        pairs.append(("Age" if doc.en else "年齢", f"{age} y" if doc.en else f"{age}歳"))
    if rng.random() < 0.3:
        pairs[0], pairs[1] = pairs[1], pairs[0]
    return pairs


def over(doc: Doc, x: float, y: float, width: float, pairs: Pairs, per: int = 4) -> float:
    """A ruled table, labels above the values. The end."""
    for at in range(0, len(pairs), per):
        part = pairs[at : at + per]
        labels, values = [k for k, _ in part], [v for _, v in part]
        each = [width / len(part)] * len(part)
        y = doc.table(x, y, each, [labels, values], aligns="c" * per, size=8.5, step=14, fill=PALE)
    return y


def cells(doc: Doc, x: float, y: float, width: float, pairs: Pairs, per: int = 3) -> float:
    """A ruled table of label | value cells. The end."""
    pairs = pairs + [("", "")] * (-len(pairs) % per)
    rows = [[text for pair in pairs[n : n + per] for text in pair] for n in range(0, len(pairs), per)]
    one = width / per
    return doc.table(x, y, [one * 0.36, one * 0.64] * per, rows, size=8.5, step=15, heads=0)


def runs(doc: Doc, x: float, y: float, width: float, pairs: Pairs, per: int = 2, sep: str = "") -> float:
    """`label: value` in columns, no rules. The next baseline."""
    sep = sep or (": " if doc.en else doc.rng.choice(("：", "　", ":")))
    for n, (label, value) in enumerate(pairs):
        doc.t(x + (n % per) * width / per, y + (n // per) * 15, f"{label}{sep}{value}", 9)
    return y + (len(pairs) + per - 1) // per * 15


def columns(doc: Doc, x: float, y: float, gap: float, pairs: Pairs) -> float:
    """Labels under each other, values in a column of their own. The next baseline."""
    for label, value in pairs:
        doc.t(x, y, label, 9)
        doc.t(x + gap, y, value, 9)
        y += 14
    return y


def honoured(doc: Doc, x: float, y: float, extra: Pairs) -> float:
    """ID small, the name large with 様, kana above it; the rest in a line. The next baseline."""
    who = doc.who
    doc.t(x, y, f"ID {who.id}", 8)
    doc.t(x, y + 12, "　".join(who.kana), 7)
    doc.t(x, y + 28, f"{doc.name} 様", 14)
    age = who.age_on(doc.at.date())
    doc.t(x + 200, y + 28, f"{_birth(doc)}生　{age}歳　{who.sex_ja}性", 9)
    for n, (label, value) in enumerate(extra):
        doc.t(x + (n % 2) * 230, y + 46 + n // 2 * 14, f"{label}　{value}", 9)
    return y + 50 + (len(extra) + 1) // 2 * 14


def title(doc: Doc, y: float, text: str, size: float = 15, align: str = "centre") -> None:
    """The heading of the page."""
    x = {"centre": doc.w / 2, "left": 36.0, "right": doc.w - 36}[align]
    doc.t(x, y, text, size, align, bold=True)


def foot(doc: Doc, *names: str, page: str = "1/1") -> None:
    """The bottom of a page: hospital, names, printing time, page number."""
    y, printed = (
        doc.h - 24,
        doc.at + timedelta(days=doc.lag + doc.rng.randrange(3), hours=doc.rng.randrange(5, 9)),
    )
    doc.ink.line(30, y - 11, doc.w - 30, y - 11, 0.4, 0.4)
    doc.t(32, y, "　".join((doc.hospital, *names)), 7)
    said = (
        f"Printed {doc.stamp(printed)}   Page {page}"
        if doc.en
        else f"出力日時 {doc.stamp(printed)}　{page}頁"
    )
    doc.t(doc.w - 32, y, said, 7, "right")
