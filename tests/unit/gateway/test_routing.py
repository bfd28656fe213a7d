"""Routing: first match, every condition, wildcards, explicit default, atomic reload."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway import routing
from gateway.errors import SiteError
from gateway.routing import Action, RouteBook, decide, parse
from mappers.model import Envelope, PatientIdentity, Source

RULES = """
[[rule]]
name = "slices"
when = { source = "dicom", modality = ["CT", "MR"] }
action = "accept"

[[rule]]
name = "laboratory of the east wing"
when = { message_type = "ORU^*", sending_facility = "EAST*", document_title = "*検査*" }
action = "process"
profile = "east"
destinations = ["network"]

[default]
action = "ignore"
"""


def dicom(**facts: str) -> Envelope:
    return Envelope(Source.DICOM, "1.2.3", PatientIdentity(id="1"), **facts)


def hl7(**facts: str) -> Envelope:
    return Envelope(Source.MLLP, "MSG1", PatientIdentity(id="1"), **facts)


def rules() -> routing.Routes:
    return parse(RULES, ["network"])


def test_the_first_rule_whose_conditions_all_hold_applies() -> None:
    assert decide(rules(), dicom(modality="MR")).rule.name == "slices"
    assert decide(rules(), hl7(modality="MR")).rule.name == "default"


def test_conditions_join_titles_of_documents_and_ignore_case_and_width() -> None:
    envelope = hl7(message_type="oru^R01", sending_facility="ｅａｓｔ-lab")
    assert decide(rules(), envelope, ["血液検査報告書"]).rule.profile == "east"
    assert decide(rules(), envelope, ["紹介状"]).rule.name == "default"


def test_the_explanation_names_the_condition_that_failed() -> None:
    steps = decide(rules(), dicom(modality="SC")).steps
    assert [step.matched for step in steps] == [False, False, True]
    assert steps[0].because == "modality is SC, the rule wants CT or MR"


def test_an_absent_value_is_not_any_value() -> None:
    assert decide(rules(), dicom()).rule.name == "default"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "default"),
        ('[default]\naction = "drop"', "default.action"),
        (
            '[[rule]]\nname = "a"\nwhen = { modalty = "CT" }\naction = "accept"\n[default]\naction = "accept"',
            "modalty",
        ),
        ('[default]\naction = "process"\ndestinations = ["nowhere"]', "nowhere"),
        (2 * '[[rule]]\nname = "a"\naction = "accept"\n' + '[default]\naction = "accept"', "used twice"),
        ("[default", "not valid TOML"),
    ],
)
def test_a_mistake_is_named(text: str, says: str) -> None:
    with pytest.raises(SiteError, match=says):
        parse(text, ["network"])


def test_a_bad_file_keeps_the_old_rules(tmp_path: Path) -> None:
    file = tmp_path / "routes.toml"
    file.write_text(RULES, encoding="utf-8")
    book = RouteBook(lambda: routing.load(file, ["network"]))
    file.write_text("[default]\n", encoding="utf-8")
    with pytest.raises(SiteError):
        book.reload()
    assert book.routes == rules()
    file.write_text('[default]\naction = "process"\n', encoding="utf-8")
    book.reload()
    assert book.routes.default.action is Action.PROCESS


def test_the_rules_that_ship_are_valid_and_keep_slices_out() -> None:
    shipped = routing.load(Path(__file__).parents[3] / "conf" / "routes.toml", [])
    assert decide(shipped, dicom(modality="CT")).rule.action is Action.ACCEPT
    assert decide(shipped, hl7(message_type="ORU^R01")).rule.action is Action.PROCESS
