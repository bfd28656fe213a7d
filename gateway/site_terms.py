"""The hospital's own masters: the CSV files of `terminology.folder`, read anew when one of them changed.

The daemon asks at each document; two `stat` calls a file tell it whether to read again.
"""

from __future__ import annotations

import codecs
import csv
import io
import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from threading import Lock

from gateway.errors import SiteError
from gateway.settings import Settings
from mappers.terminology import SiteMaster
from mappers.terminology.site import MasterWrong, SiteItem, SiteTable, parse

FILE = "items.csv"
"""What `kartebridge terms import` writes; other files of the folder are read too, in the order of their names."""

CHOSEN = "chosen.csv"
"""What people said on the console that names mean."""

_CHOSEN_COLUMNS = ("name", "unit", "specimen", "item", "note")
_changing = Lock()

_ENCODINGS = ("utf-8-sig", "cp932")
"""What hospital systems save CSV files in: UTF-8, with or without a byte order mark, or Shift_JIS of Windows."""

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def load(settings: Settings) -> SiteMaster | None:
    """The hospital's items; None where the folder holds no master. Raises SiteError that names file and lines."""
    table = _of_folder(_state(settings.terminology_folder))
    return SiteMaster(table, settings.terminology.local_system) if table else None


def check(settings: Settings) -> None:
    """SiteError where the folder is named but not there, or where a file of it is no master."""
    folder = settings.terminology.folder
    if folder is not None and not folder.is_dir():
        raise SiteError(f"terminology.folder: there is no folder {folder}; make it or correct the path")
    load(settings)


def read(path: Path) -> SiteTable:
    """The master of a file. Raises SiteError with one line a mistake, each naming the file."""
    return parse_text(decoded(path), str(path))


def parse_text(text: str, named: str) -> SiteTable:
    """`mappers.terminology.site.parse` with the file's name before each mistake."""
    try:
        return parse(text)
    except MasterWrong as error:
        raise SiteError("\n".join(f"{named}, {mistake}" for mistake in error.mistakes)) from error


def decoded(path: Path) -> str:
    """A file's text, in the first encoding that fits. Raises SiteError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SiteError(f"{path}: cannot be read ({error.strerror}); check the path and its owner") from error
    for encoding in ("utf-16",) if data.startswith(_UTF_16) else _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SiteError(f"{path}: is neither UTF-8, UTF-16 nor Shift_JIS text; save it as CSV UTF-8")


def keep_chosen(
    settings: Settings, row: SiteItem, printed_specimen: str, instead_of: Callable[[SiteItem], bool]
) -> None:
    """Add a row to CHOSEN in the place of those that `instead_of` takes out.

    Raises SiteError where the file is no master, or cannot be written; then it stays as it was.
    """
    cells = {"name": row.name, "unit": row.unit, "specimen": printed_specimen if row.specimen else ""}
    _change(settings, instead_of, [cells | {"item": row.item, "note": row.note}])


def drop_chosen(settings: Settings, unwanted: Callable[[SiteItem], bool]) -> None:
    """Take rows out of CHOSEN. Raises SiteError as `keep_chosen` does."""
    _change(settings, unwanted, [])


def _change(settings: Settings, unwanted: Callable[[SiteItem], bool], more: list[dict[str, str]]) -> None:
    folder = settings.terminology_folder
    with _changing:
        kept: list[dict[str, str]] = []
        if (path := folder / CHOSEN).is_file():
            table = csv.DictReader(io.StringIO(decoded(path)))
            rows = [row for row in table if any(cell.strip() for cell in row.values())]
            if set(table.fieldnames or ()) - set(_CHOSEN_COLUMNS):
                raise SiteError(
                    f"{path}: has columns that the console does not write; give the file another name"
                )
            kept = [row for row, item in zip(rows, read(path).items, strict=True) if not unwanted(item)]
        out = io.StringIO()
        writer = csv.DictWriter(out, _CHOSEN_COLUMNS, extrasaction="ignore")
        writer.writeheader()
        writer.writerows([*kept, *more])
        if kept or more:
            parse_text(out.getvalue(), str(path))
            save(folder, out.getvalue(), CHOSEN)
        else:
            path.unlink(missing_ok=True)


def save(folder: Path, text: str, name: str = FILE) -> Path:
    """Write a master so that a daemon that reads meanwhile sees the old one or the new one, whole. Raises SiteError."""
    target, half = folder / name, folder / f".{name}.{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with half.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        half.replace(target)
    except OSError as error:
        raise SiteError(
            f"{folder}: cannot be written to ({error.strerror}); run this as the daemon's user or set "
            "terminology.folder"
        ) from error
    return target


def _state(folder: Path) -> tuple[tuple[Path, int, int], ...]:
    files = sorted(folder.glob("*.csv")) if folder.is_dir() else []
    try:
        return tuple((path, stat.st_mtime_ns, stat.st_size) for path in files if (stat := path.stat()))
    except OSError as error:
        raise SiteError(f"{folder}: cannot be read ({error.strerror}); check its owner") from error


@lru_cache(maxsize=4)
def _of_folder(state: tuple[tuple[Path, int, int], ...]) -> SiteTable | None:
    tables = [read(path) for path, _, _ in state]
    return SiteTable(tuple(item for table in tables for item in table.items)) if tables else None
