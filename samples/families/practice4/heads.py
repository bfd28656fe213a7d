"""The printed person and the page's boilerplate: fields with their labels, as lines, a strip or a ruled block."""

from __future__ import annotations

from collections.abc import Sequence

from samples.families.practice4.kit import DIM, Doc

Pairs = Sequence[tuple[str, str]]


def field(doc: Doc, key: str) -> str:
    """What is printed for a key, and that the page now has it (id, name, birth-era, sex, age ...)."""
    person, on = doc.person, doc.moment.date()
    age = person.age_on(on)
    if key == "id":
        doc.absent.discard("id")
        return person.id
    if key.startswith("name"):
        doc.absent.discard("name")
        return _name(doc, key)
    if key == "kana":
        return "　".join(person.kana)
    if key.startswith("birth"):
        doc.absent.discard("birth_date")
        form = key.split("-")[1]
        said = doc.day(form, person.birth)
        return f"{said} ({age}歳)" if key.endswith("-age") else said
    if key.startswith("sex"):
        doc.absent.discard("sex")
        word = {"sexja": person.sex_ja, "sexsei": person.sex_ja + "性", "sexletter": person.sex_letter}
        return word.get(key, person.sex.capitalize() if doc.english else person.sex_ja)
    ages = {"age": f"{age}歳", "agesai": f"{age} 才", "ageen": f"{age} y"}
    return ages[key]


def _name(doc: Doc, key: str) -> str:
    person = doc.person
    if doc.english:
        family, given = person.roman
        printed = {"nameupper": f"{family.upper()} {given.upper()}", "namegiven": f"{given} {family}"}.get(
            key, f"{family}, {given}"
        )
        doc.printed_name = printed
        return printed
    doc.printed_name = person.printed_name("　" if key != "namethin" else " ")
    return doc.printed_name + {"namesama": "　様", "namedono": " 殿"}.get(key, "")


def pairs(doc: Doc, *asked: tuple[str, str]) -> list[tuple[str, str]]:
    """(label, key) → (label, text); a key that starts with `=` is text as it is."""
    return [(label, key[1:] if key.startswith("=") else field(doc, key)) for label, key in asked]


def lines(
    doc: Doc, x: float, y: float, told: Pairs, size: float = 9, *, colon: str = "：", gap: float = 0
) -> float:
    """A label and its text a line, texts in one column; the baseline after them."""
    at = x + (gap or max(doc.wide(label + colon, size) for label, _ in told) + 4)
    for label, said in told:
        doc.text(x, y, label + colon, size)
        doc.text(at, y, said, size)
        y += size * 1.6
    return y


def strip(
    doc: Doc, x: float, y: float, told: Pairs, size: float = 9, *, colon: str = ":", gap: float = 14
) -> float:
    """All in a line (broken at the page's edge); the baseline after it."""
    at = x
    for label, said in told:
        run = f"{label}{colon}{' ' if label else ''}{said}" if label else said
        need = doc.wide(run, size)
        if at > x and at + need > doc.width - 30:
            at, y = x, y + size * 1.7
        doc.text(at, y, run, size)
        at += need + gap
    return y + size * 1.7


def block(
    doc: Doc,
    x: float,
    y: float,
    told: Pairs,
    width: float,
    *,
    across: int = 2,
    size: float = 9,
    label: float = 62,
) -> float:
    """A ruled block with shaded labels; its lower edge."""
    h, each = size * 1.9, width / across
    for n, (name, said) in enumerate(told):
        left, top = x + (n % across) * each, y + (n // across) * h
        doc.ink.box(left, top, left + label, top + h, width=0.5, fill=(0.92, 0.92, 0.92))
        doc.ink.box(left + label, top, left + each, top + h, width=0.5)
        doc.cell(left, top + h * 0.68, label, name, size, "c")
        doc.cell(left + label, top + h * 0.68, each - label, said, size, "l")
    return y + -(-len(told) // across) * h


def title(doc: Doc, y: float, text: str, size: float = 15, *, align: str = "c", rule: bool = False) -> float:
    """The page's title; the y below it."""
    at = {"c": doc.width / 2, "l": 36.0, "r": doc.width - 36}[align]
    doc.text(at, y, text, size, align=align, font=doc.strong)
    if rule:
        doc.ink.line(36, y + 6, doc.width - 36, y + 6, 1.2)
    return y + size * 1.4


def foot(doc: Doc, left: str, right: str = "", size: float = 7.5) -> None:
    """The last line of a page."""
    doc.text(36, doc.height - 24, left, size, colour=DIM)
    if right:
        doc.text(doc.width - 36, doc.height - 24, right, size, align="r", colour=DIM)
