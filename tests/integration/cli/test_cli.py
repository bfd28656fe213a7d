"""`kartebridge` as hospital IT types it: each command a process of its own, what it says and how it ends."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.peers.mllp_client import MllpClient, ack_code

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = ROOT / "samples"
COMMAND = [sys.executable, "-W", "default", "-c", "from gateway.cli import main; main()"]
RULES = """
[[rule]]
name = "ward"
when = { calling_ae = "WARD*" }
action = "accept"

[default]
action = "process"
"""


def kartebridge(folder: Path, *words: str | Path, status: int = 0) -> tuple[str, str]:
    """Run a command in a folder; standard output and error. Warnings are on: none may reach the screen."""
    done = subprocess.run(
        [*COMMAND, *(str(word) for word in words)],
        cwd=folder,
        env=os.environ | {"COLUMNS": "80", "NO_COLOR": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=90,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout, done.stderr


@dataclass
class Running:
    """A daemon and the file it was started with."""

    process: subprocess.Popen[str]
    config: Path
    mllp: int


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("daemon")
    (folder / "routes.toml").write_text(RULES, "utf-8")
    config = folder / "gateway.toml"
    config.write_text(
        f'[data]\ndirectory = "{folder / "data"}"\nmin_free_bytes = 0\n'
        f'[routing]\nfile = "{folder / "routes.toml"}"\n'
        '[dicom]\nenabled = false\n[mllp]\nhost = "127.0.0.1"\nport = 0\n[web]\nenabled = false\n',
        "utf-8",
    )
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [*COMMAND, "serve", "-c", str(config)], stdout=subprocess.PIPE, stderr=log, encoding="utf-8"
        )
    assert process.stdout is not None
    try:
        said = json.loads(process.stdout.readline())
        yield Running(process, config, said["mllp"])
        process.send_signal(signal.SIGTERM)
        assert process.wait(40) == 0, "a stop in order"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_the_hospital_example_names_every_file_that_is_not_there(tmp_path: Path) -> None:
    _, said = kartebridge(tmp_path, "check", "-c", ROOT / "conf/hospital.example.toml", status=2)
    keys = [line.split(":")[0] for line in said.splitlines()]
    assert keys == [
        "routing.file",
        "web.tls_certificate, web.tls_key",
        "destinations.records-network.url",  # names that no name server here knows
        "destinations.research.url",
        "destinations.records-network.auth.token_file",
        "destinations.records-network.ca_file",
        "destinations.research.auth.token_file",
    ]
    assert "/etc/kartebridge/secrets/records-network.token (No such file or directory); check" in said


def test_check_passes_the_default_file_and_changes_nothing(tmp_path: Path) -> None:
    said, _ = kartebridge(tmp_path, "check", "-c", ROOT / "conf/gateway.toml")
    assert said.startswith("settings are good")
    assert list(tmp_path.iterdir()) == []


def test_check_names_keys_of_settings_and_rules(tmp_path: Path) -> None:
    (tmp_path / "g.toml").write_text('[dicom]\nprot = 11112\nae_title = "MUCH TOO LONG A TITLE"\n', "utf-8")
    _, said = kartebridge(tmp_path, "check", "-c", "g.toml", status=2)
    assert "dicom.prot: no such setting" in said
    assert "dicom.ae_title: an AE title has 1 to 16" in said
    (tmp_path / "g.toml").write_text('[routing]\nfile = "r.toml"\n', "utf-8")
    (tmp_path / "r.toml").write_text('[[rule]]\nname = "a"\naction = "proces"\n', "utf-8")
    _, said = kartebridge(tmp_path, "check", "-c", "g.toml", status=2)
    assert "routes.rule.0.action" in said
    assert "routes.default" in said


def test_route_explains_the_way_to_the_rule(daemon: Running, tmp_path: Path) -> None:
    dicom = SAMPLES / "dicom-sc-jpeg/document.dcm"
    said, _ = kartebridge(tmp_path, "route", "--explain", dicom, "--calling-ae", "WARD7", "-c", daemon.config)
    assert said.splitlines() == ["yes ward: every condition holds", "rule ward: accept"]
    said, _ = kartebridge(tmp_path, "route", "--explain", dicom, "--calling-ae", "X", "-c", daemon.config)
    assert said.splitlines() == [
        "no  ward: calling_ae is X, the rule wants WARD*",
        "yes default: no rule before it matched",
        "rule default: process, results API only",
    ]
    said, noise = kartebridge(tmp_path, "route", SAMPLES / "hl7-oru-text/message.hl7")
    assert (said, noise) == ("rule default: process, results API only\n", "")
    _, said = kartebridge(tmp_path, "route", SAMPLES / "broken-dicom-truncated/document.dcm", status=1)
    assert "cannot be parsed" in said


def test_reload_says_which_rules_are_in_force(daemon: Running, tmp_path: Path) -> None:
    rules = daemon.config.with_name("routes.toml")
    said, _ = kartebridge(tmp_path, "reload", "-c", daemon.config)
    assert said == "1 rules and the default are in force\n"
    rules.write_text("[default]\naction = 'drop'\n", "utf-8")
    try:
        _, said = kartebridge(tmp_path, "reload", "-c", daemon.config, status=1)
    finally:
        rules.write_text(RULES, "utf-8")
    assert said.startswith("the old rules stay in force:\nroutes.default.action")


def test_a_second_daemon_on_the_same_folder_is_refused(daemon: Running, tmp_path: Path) -> None:
    _, said = kartebridge(tmp_path, "serve", "-c", daemon.config, status=2)
    assert "another daemon runs on" in said


def test_reload_signals_nobody_where_no_daemon_runs(tmp_path: Path) -> None:
    """A process id left by a daemon that was killed may be another program's by now."""
    bystander = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        run = tmp_path / "data/run"
        run.mkdir(parents=True)
        (run / "daemon.json").write_text(json.dumps({"pid": bystander.pid}), "utf-8")
        (run / "lock").touch()
        _, said = kartebridge(tmp_path, "reload", status=1)
        assert "no daemon is running" in said
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_status_and_replay_of_what_was_received(daemon: Running, tmp_path: Path) -> None:
    with MllpClient("127.0.0.1", daemon.mllp) as client:
        assert ack_code(client.send(b"no message at all\r")) == "AR"
    said, _ = kartebridge(tmp_path, "status", "-c", daemon.config)
    assert ["messages", "quarantined", "1"] in [
        line.strip("│ ").replace("│", "").split() for line in said.splitlines()
    ]
    said, wrong = kartebridge(tmp_path, "replay", "no-such-id", "-c", daemon.config, status=1)
    assert "no message no-such-id" in wrong
    _, said = kartebridge(tmp_path, "replay", "x", "--from", "nope", "-c", daemon.config, status=2)
    assert "envelope, route, documents, pages, engine, verify, map, deliver" in said.replace("\n", " ")


def test_looking_at_a_gateway_that_never_ran_makes_nothing(tmp_path: Path) -> None:
    for words in (("status",), ("replay", "x"), ("token", "--new")):
        _, said = kartebridge(tmp_path, *words, status=1)
        assert f"no gateway has run on {tmp_path / 'data'} yet" in said
    assert list(tmp_path.iterdir()) == []


def test_a_new_token_is_alone_on_standard_output(daemon: Running, tmp_path: Path) -> None:
    said, beside = kartebridge(tmp_path, "token", "--new", "-c", daemon.config)
    assert len(said.split()) == 1
    assert len(said.strip()) >= 40
    assert "no longer works" in beside
    _, said = kartebridge(tmp_path, "token", "-c", daemon.config, status=1)
    assert "--new" in said


def test_a_downstream_systems_token_comes_with_its_settings(tmp_path: Path) -> None:
    said, beside = kartebridge(tmp_path, "token", "--client", "viewer", "--scope", "system/Observation.rs")
    table = tomllib.loads(beside[beside.index("[[") :])["api_clients"][0]
    assert table["token_sha256"] == hashlib.sha256(said.strip().encode()).hexdigest()
    assert (table["name"], table["scopes"]) == ("viewer", ["system/Observation.rs"])
    _, beside = kartebridge(tmp_path, "token", "--client", "viewer", "--scope", "everything", status=1)
    assert "is no scope" in beside
    assert list(tmp_path.iterdir()) == []


def test_schema_is_json_that_names_the_sections(tmp_path: Path) -> None:
    said, _ = kartebridge(tmp_path, "schema")
    assert {"dicom", "mllp", "destinations"} <= json.loads(said)["properties"].keys()


def test_extract_gives_codes_and_units_beside_what_is_printed(tmp_path: Path) -> None:
    kartebridge(tmp_path, "extract", SAMPLES / "dicom-pdf-english/document.dcm", "--out", "out")
    items = json.loads((tmp_path / "out/document.json").read_text("utf-8"))["items"]
    coded = [i for i in items if i["loinc"] and i["standard_name"]]
    assert len(coded) > len(items) / 2
    assert all(i["ucum"] for i in items if i["unit"])


def test_extract_prints_nothing_of_a_patient(tmp_path: Path) -> None:
    (tmp_path / "cut.dcm").write_bytes((SAMPLES / "dicom-pdf-english/document.dcm").read_bytes()[:600])
    (tmp_path / "note.hl7").write_bytes((SAMPLES / "hl7-oru-text/message.hl7").read_bytes())
    (tmp_path / "bad.hl7").write_bytes(b"MSH|^~\\&\rPID|1||90000017||TEST^TARO")
    said, noise = kartebridge(tmp_path, "extract", "cut.dcm", "note.hl7", "bad.hl7", "--out", "out", status=1)
    assert said == ""
    assert [line.split(":")[0] for line in noise.splitlines()] == ["cut.dcm", "bad.hl7"], noise
    assert "TARO" not in noise
    read = json.loads((tmp_path / "out/note.json").read_text("utf-8"))
    assert len(read["items"]) == 17


def test_nothing_that_a_library_says_reaches_the_screen(tmp_path: Path) -> None:
    """Libraries quote what they complain about; so do their exceptions."""
    noisy = """
import logging, warnings
from gateway import cli

@cli.app.command()
def noisy():
    warnings.warn("Invalid value for VR UI: 'SECRET'")
    own = logging.getLogger("library")
    own.addHandler(logging.StreamHandler())
    own.error("SECRET")
    logging.getLogger("pydicom").warning("SECRET")
    raise ValueError("SECRET")

cli.main()
"""
    done = subprocess.run(
        [sys.executable, "-W", "default", "-c", noisy, "noisy"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "SECRET" not in done.stdout + done.stderr
    assert "ValueError at" in done.stderr
    assert "this is a defect of the gateway" in done.stderr


def test_eval_shows_scores_and_what_was_refused(tmp_path: Path) -> None:
    cases = tmp_path / "cases"
    for name in ("hl7-oru-text", "broken-hl7-base64"):
        (cases / name).mkdir(parents=True)
        (cases / name / "message.hl7").write_bytes((SAMPLES / name / "message.hl7").read_bytes())
        truth = (SAMPLES / "hl7-oru-text/truth.json").read_text("utf-8")
        (cases / name / "truth.json").write_text(truth, "utf-8")
    said, _ = kartebridge(tmp_path, "eval", "cases", "--json", "scores.json")
    assert "lab-report" in said
    assert "broken-hl7-base64: OBX-1" in said
    scores = json.loads((tmp_path / "scores.json").read_text("utf-8"))["scores"]["all"]
    assert (scores["items_there"], scores["items_right"]) == (34, 17)
    _, said = kartebridge(tmp_path, "eval", "cases", "--engine", "nope", status=2)
    assert "no engine is called 'nope'" in said
