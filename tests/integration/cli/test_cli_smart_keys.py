"""`kartebridge smart-keys`: a key pair is made, shown in its public half, added to and taken out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gateway.cli import app
from gateway.deliver.auth import keys

PRIVATE = {"d", "p", "q", "dp", "dq", "qi"}


def run(*words: object, status: int = 0) -> str:
    result = CliRunner().invoke(app, ["smart-keys", *map(str, words)])
    assert result.exit_code == status, result.output
    return result.stdout if status == 0 else result.output


@pytest.mark.parametrize("algorithm", ["ES384", "RS384"])
def test_create_and_public(tmp_path: Path, algorithm: str) -> None:
    file = tmp_path / "keys.json"
    assert run("create", file, "--algorithm", algorithm) == "", "nothing of it goes to standard output"
    assert file.stat().st_mode & 0o777 == 0o600
    (shown,) = json.loads(run("public", file))["keys"]
    (kept,) = json.loads(file.read_text(encoding="utf-8"))["keys"]
    assert PRIVATE & set(kept)
    assert not PRIVATE & set(shown)
    assert shown["alg"] == algorithm
    assert shown["use"] == "sig"
    assert shown["kid"] == keys.read(file, "k")[0].kid


def test_another_key_comes_beside_and_the_old_one_is_taken_out(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    run("create", file)
    first = keys.read(file, "k")[0].kid
    file.chmod(0o640)  # the daemon's group may read it: that stays
    run("create", file)
    assert keys.read(file, "k")[0].kid == first
    assert file.stat().st_mode & 0o777 == 0o640
    run("remove", file, first)
    (left,) = keys.read(file, "k")
    assert left.kid != first
    assert "only key" in run("remove", file, left.kid, status=2)
    assert "no key of the kid" in run("remove", file, "other", status=2)
    assert [p.name for p in tmp_path.iterdir()] == ["keys.json"], "nothing left lying about"


def test_files_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    assert "cannot read" in run("public", tmp_path / "none.json", status=2)
    (tmp_path / "bad.json").write_text("{}", encoding="utf-8")
    assert "no JWKS" in run("create", tmp_path / "bad.json", status=2)
    assert (tmp_path / "bad.json").read_text(encoding="utf-8") == "{}", "never overwritten"
    assert "cannot be written" in run("create", tmp_path / "no folder" / "keys.json", status=2)
