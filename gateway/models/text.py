"""The table of docs/models.md, written from conf/models.toml so that they cannot disagree.

`python -m gateway.models.text --write` writes it; `--check` (part of `make check`) says when it is stale.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from gateway.models.catalogue import Catalogue, Entry, load

PAGE = Path(__file__).resolve().parents[2] / "docs" / "models.md"
BEGIN, END = "<!-- catalogue: written by `make docs` -->\n", "<!-- end of catalogue -->\n"
GIB = 1024**3


def table(catalogue: Catalogue) -> str:
    """The catalogue as a Markdown table; what is not verified is marked with a question mark."""
    lines = [
        "| name | weights from | licence | architecture | reads | weights (derived) | cache a token | "
        "context | system role | loaded by |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [_row(entry) for entry in catalogue.models]
    return "\n".join(lines) + "\n"


def _row(entry: Entry) -> str:
    sizes = ", ".join(f"{p} {entry.weights_bytes(p) / GIB:.1f} GiB" for p in entry.precisions)
    cache = f"{entry.cache_bytes_a_token / 1024:.0f} KiB" if entry.cache_bytes_a_token else "–"
    doubtful = {"layers", "key_value_heads", "head_size"} & set(entry.unverified)
    reads = "text"
    if entry.vision:
        reads = f"pages, {entry.max_pixels / 1e6:.1f} MP in {entry.tokens_of_picture()} tokens"
    cells = (
        entry.name,
        _doubt(entry, "repository", f"`{entry.repository}`"),
        _doubt(entry, "licence", entry.licence)
        + (", not commercial" if entry.commercial_use is False else ""),
        _doubt(entry, "architecture", f"`{entry.architecture}`"),
        reads,
        _doubt(entry, "parameters_billion", sizes),
        cache + (" ?" if doubtful and entry.cache_bytes_a_token else ""),
        _doubt(entry, "context_tokens", str(entry.context_tokens)),
        "yes" if entry.system_turn else "no",
        ", ".join(entry.engines) or "none",
    )
    return "| " + " | ".join(cells) + " |"


def _doubt(entry: Entry, key: str, text: str) -> str:
    return f"{text} ?" if key in entry.unverified else text


def page(now: str, catalogue: Catalogue) -> str:
    """The page with the table as the catalogue has it."""
    before, _, rest = now.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + BEGIN + table(catalogue) + END + after


def main() -> int:
    """Write or check; exit status 1 when the page is stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    mode = parser.add_mutually_exclusive_group(required=True)
    mode.add_argument("--write", action="store_true")
    mode.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    now = PAGE.read_text(encoding="utf-8")
    wanted = page(now, load(None))
    if arguments.write:
        PAGE.write_text(wanted, encoding="utf-8")
    elif now != wanted:
        sys.stderr.write("docs/models.md does not say what conf/models.toml says: run `make docs`\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
