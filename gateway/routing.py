"""Which messages are processed, and where their results go: rules in a TOML file, first match wins.

A rule is a name, the conditions in `when` (all must hold; a list means any of; `*` and `?` are wildcards; letter
case and character width do not matter), an action and, for `process`, a document profile and destinations.
`[default]` is required: what happens when no rule matches is said, not guessed.

`RouteBook` swaps whole rule sets atomically; a file with a mistake leaves the old rules in force.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from gateway.errors import SiteError
from mappers.model import Envelope


class Action(StrEnum):
    """What a rule does with a message that is already kept."""

    PROCESS = "process"  # read its documents and deliver the results
    ACCEPT = "accept"  # keep it, do nothing more (a merge of patients is followed)
    IGNORE = "ignore"  # keep it as received only; shown as ignored


def _patterns(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Patterns = Annotated[tuple[str, ...], BeforeValidator(_patterns)]


class When(BaseModel):
    """Conditions on the envelope; an absent one always holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Patterns = Field((), description="dicom or mllp")
    peer: Patterns = Field((), description="IP address of the sender")
    calling_ae: Patterns = Field((), description="AE title of the DICOM sender")
    called_ae: Patterns = Field((), description="AE title the sender called")
    sop_class: Patterns = Field((), description="SOP Class UID")
    modality: Patterns = Field((), description="Modality (0008,0060)")
    message_type: Patterns = Field((), description="MSH-9 as type^event: ORU^R01, MDM^*")
    sending_application: Patterns = Field((), description="MSH-3, first component")
    sending_facility: Patterns = Field((), description="MSH-4, first component")
    document_title: Patterns = Field((), description="title of any document in the message")


class Rule(BaseModel):
    """One rule of routes.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=80, description="shown on the console and in --explain")
    when: When = When()
    action: Action
    profile: str = Field("", description="document profile in conf/profiles; empty: recognised from the page")
    destinations: tuple[str, ...] = Field((), description="names; empty: every destination with by_default")


class Routes(BaseModel):
    """A whole routes.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: tuple[Rule, ...] = ()
    default: Rule

    @property
    def names_titles(self) -> bool:
        """Whether a rule asks for the title of a document: only then need a message be opened to be routed."""
        return any(rule.when.document_title for rule in self.rule)


EVERYTHING = Routes(default=Rule(name="default", action=Action.PROCESS))
"""The rules of a gateway without a routes file: every message with a document is processed."""


@dataclass(frozen=True, slots=True)
class Step:
    """Why one rule did or did not match: for `kartebridge route --explain`."""

    rule: str
    matched: bool
    because: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The rule that applies, and the path to it."""

    rule: Rule
    steps: tuple[Step, ...]


def _facts(envelope: Envelope, titles: Iterable[str]) -> dict[str, tuple[str, ...]]:
    return {
        "source": (envelope.source.value,),
        "peer": (envelope.peer,),
        "calling_ae": (envelope.calling_ae,),
        "called_ae": (envelope.called_ae,),
        "sop_class": (envelope.sop_class_uid,),
        "modality": (envelope.modality,),
        "message_type": (envelope.message_type,),
        "sending_application": (envelope.sending_application,),
        "sending_facility": (envelope.sending_facility,),
        "document_title": (envelope.document_title, *titles),
    }


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _mismatch(when: When, facts: dict[str, tuple[str, ...]]) -> str:
    """The first condition that fails, in words; empty when all hold."""
    for key, patterns in when:
        if not patterns:
            continue
        values = [_fold(v) for v in facts[key]]
        if not any(fnmatchcase(v, _fold(p)) for v in values for p in patterns):
            said = ", ".join(v for v in facts[key] if v) or "nothing"
            return f"{key} is {said}, the rule wants {' or '.join(patterns)}"
    return ""


def decide(routes: Routes, envelope: Envelope, titles: Iterable[str] = ()) -> Decision:
    """The first rule whose conditions all hold, else the default."""
    facts = _facts(envelope, titles)
    steps: list[Step] = []
    for rule in routes.rule:
        mismatch = _mismatch(rule.when, facts)
        steps.append(Step(rule.name, not mismatch, mismatch or "every condition holds"))
        if not mismatch:
            return Decision(rule, tuple(steps))
    steps.append(Step(routes.default.name, True, "no rule before it matched"))
    return Decision(routes.default, tuple(steps))


def parse(text: str, destinations: Iterable[str]) -> Routes:
    """Rules from TOML text; raises SiteError with one line a mistake, each naming its place."""
    try:
        table = tomllib.loads(text)
        if isinstance(table.get("default"), dict):
            table["default"] = {"name": "default"} | table["default"]
        routes = Routes.model_validate(table)
    except tomllib.TOMLDecodeError as error:
        raise SiteError(f"routes: not valid TOML: {error}") from error
    except ValidationError as error:
        lines = [
            f"routes.{'.'.join(str(p) for p in mistake['loc'])}: {mistake['msg']}"
            for mistake in error.errors(include_url=False, include_context=False, include_input=False)
        ]
        raise SiteError("\n".join(lines)) from error
    _check_names(routes, frozenset(destinations))
    return routes


def _check_names(routes: Routes, known: frozenset[str]) -> None:
    mistakes: list[str] = []
    names = [rule.name for rule in routes.rule]
    mistakes += [
        f"routes.rule: the name {n!r} is used twice" for n in sorted(set(names)) if names.count(n) > 1
    ]
    for rule in (*routes.rule, routes.default):
        unknown = [d for d in rule.destinations if d not in known]
        if unknown:
            there = ", ".join(sorted(known)) or "none"
            mistakes.append(
                f"routes rule {rule.name!r}: destinations {', '.join(unknown)} are not in gateway.toml "
                f"(there: {there}); add a [[destinations]] of that name or correct the rule"
            )
    if mistakes:
        raise SiteError("\n".join(mistakes))


def load(path: Path | None, destinations: Iterable[str]) -> Routes:
    """Rules from a file; none: `EVERYTHING`."""
    if path is None:
        return EVERYTHING
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SiteError(
            f"routing.file: cannot read {path} ({error.strerror}); check the path and its owner"
        ) from error
    except UnicodeDecodeError as error:
        raise SiteError(f"routing.file: {path} is not UTF-8 text; save it as UTF-8") from error
    return parse(text, destinations)


class RouteBook:
    """The rules in force. Readers take `routes` once a message; `reload` swaps them whole."""

    def __init__(self, read: Callable[[], Routes]) -> None:
        self._read = read
        self.routes = read()

    def reload(self) -> Routes:
        """The new rules, now in force; on SiteError the old ones stay."""
        self.routes = self._read()
        return self.routes
