"""Results as a table for people and as JSON for machines."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from rich.table import Table
from rich.text import Text


@dataclass(frozen=True, slots=True)
class Line:
    """One measurement. `ratio` is ours to the peer's; `reached` is None where there is no mark."""

    what: str
    who: str
    value: float
    unit: str
    ratio: float | None = None
    mark: str = ""
    reached: bool | None = None


def table(lines: list[Line]) -> Table:
    """The lines side by side."""
    found = Table(title="Kartebridge bench", title_justify="left", header_style="bold")
    for heading in ("load", "who", "measured", "unit", "Kartebridge : this", "mark", ""):
        found.add_column(
            heading, justify="right" if heading in ("measured", "Kartebridge : this") else "left"
        )
    before = ""
    for line in lines:
        if before and line.what != before:
            found.add_section()
        verdict = {None: Text(""), True: Text("reached", "green"), False: Text("missed", "bold red")}[
            line.reached
        ]
        found.add_row(
            "" if line.what == before else line.what,
            line.who,
            f"{line.value:,.1f}",
            line.unit,
            "" if line.ratio is None else f"{line.ratio:.2f}",
            line.mark,
            verdict,
        )
        before = line.what
    return found


def save(lines: list[Line], path: Path) -> None:
    """The lines with the machine they were measured on."""
    machine = {
        "cpus": os.cpu_count(),
        "platform": platform.platform(),
        "python": platform.python_version(),
        "kartebridge": version("kartebridge"),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {"machine": machine, "lines": [asdict(line) for line in lines]}
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
