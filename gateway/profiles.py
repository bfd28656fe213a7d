"""A site's document profiles: files of `routing.profiles`, read when a document needs one, checked at start.

Codes for what an item `means` come from the tables of mappers.terminology, once a profile is read.
"""

from __future__ import annotations

from pathlib import Path

from gateway.errors import SiteError
from gateway.routing import Routes
from gateway.settings import Settings
from inference.profiles import Profile, ProfileItem, ProfileWrong, parse, with_codes
from mappers.terminology.lookup import code_of


def load(folder: Path | None, name: str) -> Profile | None:
    """The profile of a name; None for the empty name. Raises SiteError that names setting, file and key."""
    if not name:
        return None
    if folder is None:
        raise SiteError(f"routing.profiles: not set, but the profile {name!r} is asked for; name its folder")
    if "/" in name or "\\" in name or name.startswith("."):
        raise SiteError(
            f"routing.profiles: {name!r} is no profile's name; give the file's name without .toml"
        )
    return load_file(folder / f"{name}.toml")


def load_file(path: Path) -> Profile:
    """The profile of a file. Raises SiteError that names file and key."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SiteError(f"routing.profiles: cannot read {path} ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise SiteError(f"routing.profiles: {path} is not UTF-8 text; save it as UTF-8") from error
    try:
        return with_codes(parse(text, path.stem, str(path)), _codes)
    except ProfileWrong as error:
        raise SiteError(str(error)) from error


def check(settings: Settings, routes: Routes) -> None:
    """Every profile that a rule names and every file of the folder: SiteError with one line a mistake."""
    folder = settings.routing.profiles
    names = {rule.profile for rule in (*routes.rule, routes.default) if rule.profile}
    if folder is not None:
        names |= {path.stem for path in folder.glob("*.toml")}
    mistakes = []
    for name in sorted(names):
        try:
            load(folder, name)
        except SiteError as error:
            mistakes.append(str(error))
    if mistakes:
        raise SiteError("\n".join(mistakes))


def _codes(item: ProfileItem) -> tuple[str | None, str | None]:
    term = code_of(item.means, unit=item.unit)
    return (term.loinc or None, term.jlac10 or None) if term else (None, None)
