"""A hospital's own master: local code, name, JLAC10, unit, and which of our items it is, from the text of a CSV file.

The first line names the columns; each further line is one item. What is wrong is told by line and with what to do,
all of it at once.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mappers.terminology.lookup import ucum_of, unit_fits
from mappers.terminology.place import Place, kinds_at
from mappers.terminology.spelling import name_key, specimen_kind, unit_key
from mappers.terminology.tables import SpecimenKind, terms_by_key

COLUMNS: dict[str, tuple[str, ...]] = {
    "local_code": ("local code", "code", "ローカルコード", "院内コード", "項目コード"),
    "name": ("項目名", "名称", "項目名称", "検査項目名"),
    "jlac10": ("jlac10コード", "jlac-10"),
    "unit": ("単位",),
    "specimen": ("材料", "検体", "検体名"),
    "loinc": ("loincコード",),
    "variants": ("別名", "表記揺れ"),
    "item": ("標準項目",),
    "note": ("備考",),
}
"""Columns by name, with the headings that mean them. name must be there, and local_code or item."""

_MATERIAL = slice(9, 12)
_MATERIALS: tuple[tuple[re.Pattern[str], frozenset[SpecimenKind]], ...] = (
    (re.compile("00[1-9]"), frozenset({SpecimenKind.URINE})),
    (re.compile("015"), frozenset({SpecimenKind.STOOL})),
    (re.compile("018|019|02[0-3]|031"), frozenset({SpecimenKind.BLOOD, SpecimenKind.GAS})),
    (re.compile("041"), frozenset({SpecimenKind.CSF})),
)
"""JLAC10's material code as JP-CLINS names it: 001 尿, 019 全血(添加物入り), 022 血漿, 023 血清."""

_JLAC10 = re.compile(r"\d[A-Z]\d{15}")
_LOINC = re.compile(r"\d{1,7}-\d")


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong in a line of the file (1: the headings), and what to do about it."""

    line: int
    text: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.text}"


class MasterWrong(Exception):
    """The file is no master: `mistakes` says all that is wrong."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes


@dataclass(frozen=True, slots=True)
class SiteItem:
    """One item of a hospital's master. Empty: not given."""

    local_code: str
    name: str
    jlac10: str = ""
    unit: str = ""
    specimen: SpecimenKind | None = None
    loinc: str = ""
    variants: tuple[str, ...] = ()
    item: str = ""  # key of items.csv: its codes are the item's
    note: str = ""  # for people: who said so, and when


class SiteTable:
    """A hospital's items by their names. It answers before the tables of this package."""

    def __init__(self, items: tuple[SiteItem, ...]) -> None:
        self.items = items
        self._by_name: dict[str, tuple[SiteItem, ...]] = {}
        for item in items:
            for key in dict.fromkeys(map(name_key, (item.name, *item.variants))):
                self._by_name[key] = (*self._by_name.get(key, ()), item)

    def find(self, printed_name: str, place: Place) -> SiteItem | None:
        """The one item of this name, unit and specimen; one whose unit is printed goes before one without."""
        named = self._by_name.get(name_key(printed_name), ())
        if not named:
            return None
        kinds = kinds_at(place)
        fit = [i for i in named if _unit_fits(i, place.unit) and not _of(i).isdisjoint(kinds)]
        # A row without a code of its own only stands in for one that has it.
        fit = [i for i in fit if i.local_code] or fit
        for best in ([i for i in fit if i.unit and place.unit], fit):
            if best:
                return best[0] if len(best) == 1 else None
        return None


def parse(text: str) -> SiteTable:
    """The table of a CSV file's text. Raises MasterWrong with every mistake."""
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    if not rows or not any(cell.strip() for cell in rows[0]):
        raise MasterWrong((Mistake(1, "the file is empty: its first line names the columns"),))
    columns = _columns(rows[0])
    mistakes: list[Mistake] = []
    items: list[tuple[int, SiteItem]] = []
    for line, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row):
            cells = {name: row[at].strip() if at < len(row) else "" for name, at in columns.items()}
            found = [Mistake(line, text) for text in _wrong(cells)]
            mistakes += found
            if not found:
                items.append((line, _item(cells)))
    mistakes += _clashes(items)
    if not items and not mistakes:
        mistakes = [Mistake(2, "there is no item: write one a line below the headings")]
    if mistakes:
        raise MasterWrong(tuple(sorted(mistakes, key=lambda m: m.line)))
    return SiteTable(tuple(item for _, item in items))


def check_digit(digits: str) -> int:
    """LOINC's check digit (LOINC Users' Guide, Mod 10): double from the right, add the digits."""
    doubled = [int(d) * (2 if place % 2 == 0 else 1) for place, d in enumerate(reversed(digits))]
    return -sum(d // 10 + d % 10 for d in doubled) % 10


def _columns(headings: list[str]) -> dict[str, int]:
    known = {name_key(word): name for name, words in COLUMNS.items() for word in (name, *words)}
    found: dict[str, int] = {}
    unknown = []
    for at, heading in enumerate(headings):
        name = known.get(name_key(heading))
        if name is None:
            unknown.append(heading)
        elif name in found:
            raise MasterWrong((Mistake(1, f"two columns are {name}: leave one of them out"),))
        else:
            found[name] = at
    missing = [name for name in ("local_code", "name") if name not in found]
    if missing == ["local_code"] and "item" in found:
        missing = []
    if missing:
        raise MasterWrong(
            (Mistake(1, f"no column {' and '.join(missing)}; name the columns {', '.join(COLUMNS)}"),)
        )
    if any(word.strip() for word in unknown):
        listed = ", ".join(repr(word) for word in unknown if word.strip())
        raise MasterWrong(
            (Mistake(1, f"unknown column {listed}: known are {', '.join(COLUMNS)}; take the others out"),)
        )
    return found


def _wrong(cells: dict[str, str]) -> Iterator[str]:
    item = cells.get("item", "")
    if not cells.get("local_code") and not item:
        yield "local_code is empty: give the code that your laboratory system uses"
    if item and item not in terms_by_key():
        yield f"item {item!r} is not known: `kartebridge terms lookup NAME` shows keys"
    if not name_key(cells["name"]):
        yield "name is empty: give the name as your reports print it"
    jlac10 = cells.get("jlac10", "")
    if jlac10 and not _JLAC10.fullmatch(jlac10):
        yield (
            f"jlac10 {jlac10!r} is no 17-character code: analyte 5, identification 4, specimen 3, method 3, "
            f"result 2 ({len(jlac10)} characters here); complete it or leave it empty"
        )
    specimen = cells.get("specimen", "")
    if specimen and specimen_kind(specimen) is None:
        yield f"specimen {specimen!r} is not known: write 血清, 血漿, 全血, 尿, 髄液, 便, 胸水, 腹水 or nothing"
    loinc = cells.get("loinc", "")
    if loinc and not (_LOINC.fullmatch(loinc) and check_digit(loinc[:-2]) == int(loinc[-1])):
        yield f"loinc {loinc!r} has a wrong form or check digit: a digit may be mistyped"


def _item(cells: dict[str, str]) -> SiteItem:
    specimen = cells.get("specimen", "")
    return SiteItem(
        local_code=cells.get("local_code", ""),
        name=cells["name"],
        jlac10=cells.get("jlac10", ""),
        unit=cells.get("unit", ""),
        specimen=specimen_kind(specimen) if specimen else None,
        loinc=cells.get("loinc", ""),
        variants=tuple(v.strip() for v in cells.get("variants", "").split("|") if v.strip()),
        item=cells.get("item", ""),
        note=cells.get("note", ""),
    )


def _clashes(items: list[tuple[int, SiteItem]]) -> Iterator[Mistake]:
    codes: dict[str, int] = {}
    places: dict[tuple[str, str, frozenset[SpecimenKind]], int] = {}
    for line, item in items:
        if item.local_code and item.local_code in codes:
            yield Mistake(
                line,
                f"local_code {item.local_code!r} stands in line {codes[item.local_code]} already: one line a code",
            )
        codes.setdefault(item.local_code, line)
        for key in dict.fromkeys(map(name_key, (item.name, *item.variants))):
            place = (key, unit_key(item.unit), _of(item))
            if places.get(place, line) != line:
                yield Mistake(
                    line,
                    f"name, unit and specimen are those of line {places[place]}: give one of them another unit "
                    "or specimen, or take one out",
                )
            places.setdefault(place, line)


def _of(item: SiteItem) -> frozenset[SpecimenKind]:
    """The kinds that an item is of: its specimen, else what its JLAC10 says; any where neither says."""
    if item.specimen is not None:
        return frozenset({item.specimen})
    material = item.jlac10[_MATERIAL]
    of_item = terms_by_key().get(item.item)
    otherwise = frozenset({of_item.specimen}) if of_item else frozenset(SpecimenKind)
    return next((kinds for code, kinds in _MATERIALS if code.fullmatch(material)), otherwise)


def _unit_fits(item: SiteItem, printed: str | None) -> bool:
    of_item = terms_by_key().get(item.item)
    if of_item is not None and not item.local_code and not (item.unit and printed):
        return not item.unit and unit_fits(of_item, printed)  # said of a name without a unit, or beside one
    if not item.unit or not printed or unit_key(item.unit) == unit_key(printed):
        return True
    ucum = ucum_of(item.unit)
    return ucum is not None and ucum == ucum_of(printed)
