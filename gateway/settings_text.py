"""conf/gateway.toml and docs/configuration.md, written from the settings classes so that they cannot disagree.

`python -m gateway.settings_text --write` writes both; `--check` (part of `make check`) says which one is stale.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from gateway.settings import Settings
from gateway.settings_api import ApiClient
from gateway.settings_destinations import DESTINATION_KINDS
from gateway.settings_models import Model

ROOT = Path(__file__).resolve().parent.parent

TOML_HEAD = """\
# Kartebridge settings. Every key there is, with its default: take the # away to change one.
# `kartebridge check` names each mistake by key. docs/configuration.md holds the same as a table.
# A value may come from the environment instead: KARTEBRIDGE_<SECTION>__<KEY>, for example
# KARTEBRIDGE_STORE__URL. Secrets also have a ..._file key that names a file holding them.
# Relative paths start at the folder the daemon is started in.
"""

MARKDOWN_HEAD = """\
# Configuration

`kartebridge serve --config FILE` reads one TOML file. Every key has a default, so an empty file is a valid one;
`conf/gateway.toml` lists them all, `conf/hospital.example.toml` shows a hospital's file. `kartebridge check`
reads the file and the routing rules, names every mistake by its key, and changes nothing. `kartebridge schema`
prints the JSON Schema for editors.

A value may also come from the environment as `KARTEBRIDGE_<SECTION>__<KEY>`, which wins over the file. Secrets
have a `..._file` twin that names a file holding them; secrets print as asterisks everywhere.

Unknown keys stop the start. This page is written from the settings classes (`make docs`).
"""


REPEATED: dict[str, tuple[type[BaseModel], ...]] = {
    "destinations": DESTINATION_KINDS,
    "models": (Model,),
    "api_clients": (ApiClient,),
}
"""Tables that may be there any number of times, with every kind that they may be of."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the file. One that is repeated, or stands in a repeated one, is there only when somebody writes it."""

    name: str
    model: type[BaseModel]
    header: str
    optional: bool

    @property
    def says(self) -> str:
        """What the table is for."""
        return (self.model.__doc__ or "").strip().splitlines()[0]

    @property
    def keys(self) -> dict[str, FieldInfo]:
        """Its keys, without the tables in it."""
        return {key: field for key, field in self.model.model_fields.items() if not _tables_in(field)}


def _tables_in(field: FieldInfo) -> tuple[type[BaseModel], ...]:
    """The classes of a key that is a table: one that may be left out, or one of several kinds."""
    inside = get_args(field.annotation)
    kinds = (field.annotation, *(getattr(one, "__origin__", one) for one in inside))
    return tuple(kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel))


def _sections() -> list[Table]:
    found: list[Table] = []
    for name, field in Settings.model_fields.items():
        single = next(iter(_tables_in(field)), None)
        if name in REPEATED:
            for kind in REPEATED[name]:
                found += [Table(name, kind, f"[[{name}]]", True), *_inside(name, kind, True)]
        elif single is not None:
            found += [Table(name, single, f"[{name}]", False), *_inside(name, single, False)]
    return found


def _inside(name: str, model: type[BaseModel], optional: bool) -> list[Table]:
    tables = [(f"{name}.{key}", kind) for key, f in model.model_fields.items() for kind in _tables_in(f)]
    return [Table(key, kind, f"[{key}]", optional) for key, kind in tables]


def _default(field: FieldInfo) -> Any:
    value = field.default
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return value


def _toml(field: FieldInfo) -> str:
    value = _default(field)
    if field.is_required() or value is None:
        return '""'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return f"{value:_}" if abs(value) >= 100_000 else str(value)
    if isinstance(value, float):
        return str(value)
    if isinstance(value, tuple):
        return json.dumps([str(one) for one in value])
    if isinstance(value, dict):
        return "{}"
    return json.dumps(str(value), ensure_ascii=False)


def toml() -> str:
    """conf/gateway.toml."""
    lines = [TOML_HEAD]
    for table in _sections():
        lines.append(f"# {table.says}")
        lines.append(f"# {table.header}" if table.optional else table.header)
        for key, field in table.keys.items():
            lines.append(f"# {field.description}" + (" (required)" if field.is_required() else ""))
            lines.append(f"#{key} = {_toml(field)}")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _of_kind(table: Table) -> str:
    """Which of the tables of one name it is."""
    kind = table.keys.get("kind")
    return f" with `kind = {_toml(kind)}`" if table.header.startswith("[[") and kind else ""


def markdown() -> str:
    """docs/configuration.md."""
    lines = [MARKDOWN_HEAD]
    for table in _sections():
        lines += [f"## `{table.header}`{_of_kind(table)}", "", table.says, ""]
        lines += ["| key | default | meaning, unit and reason |", "|---|---|---|"]
        for key, field in table.keys.items():
            default = (
                "required" if field.is_required() else "–" if _default(field) is None else f"`{_toml(field)}`"
            )
            lines.append(f"| `{key}` | {default} | {(field.description or '').replace('|', chr(92) + '|')} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def undescribed() -> list[str]:
    """Keys without a description: there may be none."""
    return [
        f"{table.name}.{key}"
        for table in _sections()
        for key, field in table.keys.items()
        if not field.description
    ]


FILES = {ROOT / "conf" / "gateway.toml": toml, ROOT / "docs" / "configuration.md": markdown}


def main() -> int:
    """Write or check both files; exit status 1 when one is stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    mode = parser.add_mutually_exclusive_group(required=True)
    mode.add_argument("--write", action="store_true")
    mode.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    stale = []
    for path, text in FILES.items():
        if arguments.write:
            path.write_text(text(), encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text():
            stale.append(path.relative_to(ROOT))
    for path in stale:
        sys.stderr.write(f"{path} does not say what gateway/settings.py says: run `make docs`\n")
    for key in undescribed():
        sys.stderr.write(f"{key} has no description in gateway/settings.py\n")
    return 1 if stale or undescribed() else 0


if __name__ == "__main__":
    sys.exit(main())
