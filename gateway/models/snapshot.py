"""A model's files on disk: their sums, written and compared.

The manifest is a file `models.sha256` beside them in the format of `sha256sum` (coreutils checks it too), with the
digest of all weights in a comment. Hidden files and folders (`.cache` of a download) are no part of a snapshot.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from gateway.errors import SiteError

MANIFEST = "models.sha256"
WEIGHTS = (".safetensors", ".gguf")
"""How files of weights end. Pickled ones (.bin, .pt) are no weights of ours: loading them runs code."""

_BLOCK = 8 * 1024**2
_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")
_DIGEST = re.compile(r"# weights (sha256:[0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Manifest:
    """Sums of a snapshot's files by name (POSIX, below its folder), and of all weights in name order."""

    sums: Mapping[str, str]
    weights_digest: str  # "sha256:<hex>"; empty where there are no weights or nobody wrote it

    def to_text(self) -> str:
        """As it stands in the file."""
        head = f"# weights {self.weights_digest}\n" if self.weights_digest else ""
        return head + "".join(f"{sum_}  {name}\n" for name, sum_ in self.sums.items())


@dataclass(frozen=True, slots=True)
class Difference:
    """How the files on disk differ from a manifest."""

    missing: tuple[str, ...]
    changed: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def none(self) -> bool:
        """Whether they are the same."""
        return not (self.missing or self.changed or self.extra)


def files(directory: Path) -> dict[str, Path]:
    """The snapshot's files by name, in name order; links are followed (a hub's cache is made of them).

    Raises SiteError where the folder cannot be read or a name cannot stand in a manifest.
    """
    found: dict[str, Path] = {}
    try:
        for path in _walk(directory):
            name = path.relative_to(directory).as_posix()
            if name == MANIFEST:
                continue
            if "\\" in name or not name.isprintable():
                raise SiteError(
                    f"{directory}: a file's name holds a backslash or control character; rename it"
                )
            found[name] = path
    except OSError as error:
        raise SiteError(f"{error.filename}: cannot be read ({error.strerror})") from error
    return dict(sorted(found.items()))


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name.startswith("."):
            continue
        if path.is_dir():
            yield from _walk(path)
        elif path.is_file():
            yield path


def is_weights(name: str) -> bool:
    """Whether a file of that name holds weights."""
    return name.endswith(WEIGHTS)


def sums(directory: Path, on_bytes: Callable[[int], None] | None = None) -> Manifest:
    """The sums of the files as they are now; `on_bytes` is told of progress. Raises SiteError."""
    found, weights, any_weights = {}, hashlib.sha256(), False
    for name, path in files(directory).items():
        one = hashlib.sha256()
        any_weights = any_weights or is_weights(name)
        try:
            with path.open("rb") as file:
                while block := file.read(_BLOCK):
                    one.update(block)
                    if is_weights(name):
                        weights.update(block)
                    if on_bytes is not None:
                        on_bytes(len(block))
        except OSError as error:
            raise SiteError(f"{path}: cannot be read ({error.strerror}); copy it again") from error
        found[name] = one.hexdigest()
    return Manifest(found, f"sha256:{weights.hexdigest()}" if any_weights else "")


def read_manifest(directory: Path) -> Manifest | None:
    """The manifest beside the files; None where there is none. Raises SiteError for one that cannot be understood."""
    path = directory / MANIFEST
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise SiteError(f"{path}: cannot be read ({error}); make it again with `models manifest`") from error
    found, digest = {}, ""
    for number, line in enumerate(text.splitlines(), 1):
        if noted := _DIGEST.fullmatch(line):
            digest = noted[1]
        if line.startswith("#") or not line.strip():
            continue
        parts = _LINE.fullmatch(line)
        name = PurePosixPath(parts[2]) if parts else PurePosixPath("..")
        if parts is None or name.is_absolute() or ".." in name.parts:
            raise SiteError(f"{path}: line {number} is not `<sha256>  <file below this folder>`")
        found[name.as_posix()] = parts[1]
    return Manifest(found, digest)


def difference(wanted: Manifest, found: Manifest) -> Difference:
    """How what was found differs from what is wanted."""
    return Difference(
        missing=tuple(name for name in wanted.sums if name not in found.sums),
        changed=tuple(n for n, s in wanted.sums.items() if n in found.sums and found.sums[n] != s),
        extra=tuple(name for name in found.sums if name not in wanted.sums),
    )


def recorded_digest(directory: Path) -> str:
    """The weights' digest as the manifest has it, without reading any weights; empty where nobody wrote it."""
    manifest = read_manifest(directory)
    return manifest.weights_digest if manifest else ""
