"""What a FHIR destination's settings refuse, and the examples of the page on authentication."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from gateway import outbound
from gateway.errors import SiteError
from gateway.settings import Settings, load
from gateway.settings_auth import AUTH_METHODS
from gateway.settings_destinations import FhirDestination

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "fhir" / "authentication.md"


def refused(tmp_path: Path, text: str) -> str:
    file = tmp_path / "gateway.toml"
    file.write_text(
        f'[[destinations]]\nname = "ehr"\nurl = "https://10.0.0.5/fhir"\n{text}', encoding="utf-8"
    )
    with pytest.raises(SiteError) as caught:
        load(file)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('interaction = "batch"\nwrite = "conditional-create"', 'take "transaction" or "single"'),
        ('write = "conditional-update"\nmax_entries = 50', 'interaction = "single"'),
        ('client_key_file = "k.pem"', "client_cert_file: a key without its certificate"),
        ('auth = {method = "basic", username = "u"}', "give password_file (better) or password"),
        ('auth = {method = "bearer", token = "t", token_file = "f"}', "one of them"),
        ('auth = {method = "basic", username = "a:b", password = "p"}', "username"),
        ('auth = {method = "oauth2", client_id = "c", client_secret = "s"}', "token_url"),
        ('auth = {method = "smart", client_id = "c"}', "keys_file"),
        ('auth = {method = "smart", client_id = "c", keys_file = "k", token_url = "ftp://x"}', "token_url"),
        ('auth = {method = "kerberos"}', "auth: method must be one of none, basic, bearer, oauth2, smart"),
        ('auth = {token_file = "t"}', "auth: method must be one of"),
        ('auth = {method = "none", token = "t"}', "no such setting"),
    ],
)
def test_impossible_combinations_are_refused_with_what_to_write(tmp_path: Path, text: str, says: str) -> None:
    assert says in refused(tmp_path, text)


def test_token_endpoint_of_the_settings_must_be_in_the_private_networks() -> None:
    auth = {
        "method": "oauth2",
        "token_url": "https://203.0.113.4/token",
        "client_id": "c",
        "client_secret": "s3cret",
    }
    one: dict[str, Any] = {"name": "ehr", "url": "https://10.0.0.5/fhir", "auth": auth}
    (line,) = outbound.mistakes(Settings(destinations=(FhirDestination.model_validate(one),)))
    assert line.startswith(
        "destinations.ehr.auth.token_url: 203.0.113.4 is in none of network.private_networks"
    )


def test_examples_of_the_page_are_whole_and_show_every_method(tmp_path: Path) -> None:
    examples = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    methods = set()
    certificates = False
    for text in examples:
        file = tmp_path / "gateway.toml"
        file.write_text(text, encoding="utf-8")
        settings = load(file)
        assert settings.destinations, text
        assert tomllib.loads(text)
        for destination in settings.destinations:
            methods.add(destination.auth.method)
            certificates = certificates or destination.client_cert_file is not None
    assert methods == {kind.model_fields["method"].default for kind in AUTH_METHODS}
    assert certificates
