"""`kartebridge check --connect` logs in and says what hospital IT must do."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from gateway.cli import app
from tests.peers.smart_server import SmartServer


def check(folder: Path, text: str, *, status: int) -> str:
    file = folder / "gateway.toml"
    file.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(app, ["check", "--connect", "--config", str(file)])
    assert result.exit_code == status, result.output
    return " ".join(result.output.split())


def toml(server: SmartServer, more: str = "") -> str:
    return f"""
[[destinations]]
name = "ehr"
url = "{server.url}"
timeout_s = 2
{more}
[destinations.auth]
method = "oauth2"
token_url = "{server.token_url}"
client_id = "kartebridge"
client_secret = "{server.client_secret}"
"""


def test_what_is_right_is_said(tmp_path: Path) -> None:
    with SmartServer() as server:
        said = check(tmp_path, toml(server), status=0)
        assert "destinations.ehr: login: a token was given (oauth2)" in said
        assert "destinations.ehr: server: answers, FHIR 4.0.1" in said
        assert "s3cret" not in said
        assert "secret-token" not in said
        assert server.accepted == [], "no result was sent"


def test_what_is_wrong_is_said_with_what_to_do(tmp_path: Path) -> None:
    with SmartServer("error:invalid_scope", "html") as server:
        assert "destinations.ehr: the token endpoint refuses us (400 invalid_scope)" in check(
            tmp_path, toml(server), status=1
        )
        assert "text/html but no access token" in check(tmp_path, toml(server), status=1)
        said = check(tmp_path, toml(server, 'write = "conditional-update"'), status=1)
        assert (
            'does not say that it takes write = "conditional-update" for Observation; set write = "put"'
            in said
        )
        said = check(tmp_path, toml(server, 'interaction = "batch"'), status=1)
        assert 'set interaction = "transaction"' in said
        server.url = server.url + "/elsewhere"
        assert "/metadata answered 404" in check(tmp_path, toml(server), status=1)


def test_server_that_is_away(tmp_path: Path) -> None:
    with SmartServer() as server:
        text = toml(server)
    assert "cannot connect to the token endpoint" in check(tmp_path, text, status=1)
