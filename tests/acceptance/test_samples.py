"""Every sample, sent by DCMTK and a plain socket to the daemon as a process: the promises, on one whole run."""

from __future__ import annotations

import json
import re
import signal
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from mappers.model import Extraction, Source
from tests.acceptance.daemon import Daemon
from tests.peers import dcmtk
from tests.peers.fhir_server import FhirServer
from tests.peers.mllp_client import MllpClient, ack_code

SAMPLES = Path(__file__).parents[2] / "samples"
CASES = sorted(path.parent for path in SAMPLES.glob("*/expected.json"))


@dataclass(frozen=True)
class Run:
    """The daemon after every sample was sent and worked on."""

    daemon: Daemon
    answers: dict[str, str]  # case → MSA-1 or DIMSE status
    fhir: FhirServer


def expected(case: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    return found


def truth(case: Path) -> Extraction | None:
    path = case / "truth.json"
    return Extraction.from_json(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None


def send_all(daemon: Daemon) -> dict[str, str]:
    answers: dict[str, str] = {}
    objects = [case / "document.dcm" for case in CASES if (case / "document.dcm").exists()]
    for stored in dcmtk.storescu("127.0.0.1", daemon.dicom, objects):
        answers[stored.file.parent.name] = "not sent" if stored.status is None else f"0x{stored.status:04X}"
    with MllpClient("127.0.0.1", daemon.mllp) as client:
        for case in CASES:
            if (case / "message.hl7").exists():
                answers[case.name] = ack_code(client.send((case / "message.hl7").read_bytes()))
    return answers


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, fhir_server_process: FhirServer) -> Iterator[Run]:
    dcmtk.need_storescu()
    fhir_server_process.reset()
    destination = (
        f'[[destinations]]\nname = "network"\nurl = "{fhir_server_process.base_url}"\nmax_entries = 50\n'
    )
    daemon = Daemon(tmp_path_factory.mktemp("samples"), extra=destination)
    daemon.start()
    try:
        answers = send_all(daemon)
        daemon.wait_settled(within_s=240)
        daemon.wait_delivered(within_s=60)
        yield Run(daemon, answers, fhir_server_process)
    finally:
        daemon.stop()


@pytest.mark.timeout(360)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_sender_gets_the_answer_it_should(run: Run, case: Path) -> None:
    says = expected(case)
    if "storescu" in says:  # DCMTK will not send it; the reception tests do
        assert run.answers[case.name] == "not sent"
    else:
        assert run.answers[case.name] == says.get("ack", says.get("dicom_status", "0x0000"))


@pytest.mark.parametrize(
    "case", [c for c in CASES if "storescu" not in expected(c)], ids=lambda case: case.name
)
def test_each_message_becomes_what_it_should(run: Run, case: Path) -> None:
    assert run.daemon.state_of(case) == expected(case)["outcome"]


def key(name: str, value: str, unit: str | None) -> tuple[str, str, str]:
    return tuple(unicodedata.normalize("NFKC", text or "").replace(" ", "") for text in (name, value, unit))  # type: ignore[return-value]


def printed(observation: dict[str, Any]) -> tuple[str, str, str]:
    quantity = observation.get("valueQuantity")
    if quantity:
        return key(
            observation["code"]["text"],
            quantity.get("comparator", "") + quantity["value"],
            quantity.get("unit"),
        )
    text = observation.get("valueString") or observation.get("valueCodeableConcept", {}).get("text", "")
    return key(observation["code"]["text"], text, None)


def test_the_observations_are_what_the_pages_say(run: Run) -> None:
    """Over all samples with truth: 95 of 100 items right in name, value and unit, and none from nowhere."""
    wanted: list[tuple[str, str, str]] = []
    for case in CASES:
        said = truth(case)
        if said is not None and expected(case)["outcome"] == "done":
            wanted += [key(i.name, i.value, i.unit) for i in said.items]
    got = [printed(o) for o in run.daemon.resources("Observation", numbers_as_text=True)]
    right = 0
    left = list(wanted)
    for one in got:
        if one in left:
            left.remove(one)
            right += 1
    assert right / len(wanted) >= 0.95, left
    assert right / len(got) >= 0.95


def test_a_printed_decimal_keeps_its_digits(run: Run) -> None:
    """`8.50` stays `8.50`, in the results API and in what the server was sent."""
    printed_values = {i.value for case in CASES if (said := truth(case)) for i in said.items}
    trailing = {v for v in printed_values if re.fullmatch(r"\d+\.\d*0", v)}
    assert trailing, "the samples hold no value with a trailing zero"
    text = run.daemon.get("/fhir/Observation", _count="500").text
    assert any(re.search(rf'"value":\s*{re.escape(v)}[,\s}}]', text) for v in trailing)


def test_the_server_has_every_resource_once(run: Run) -> None:
    for kind in ("Observation", "DiagnosticReport", "DocumentReference", "Patient", "Provenance"):
        ours = {r["id"] for r in run.daemon.resources(kind)}
        answer = httpx.get(f"{run.fhir.base_url}/{kind}?_count=1000", timeout=30)
        theirs = [entry["resource"]["id"] for entry in answer.json().get("entry", [])]
        assert sorted(theirs) == sorted(ours), kind
        assert ours, kind


def test_no_log_line_holds_patient_data(run: Run) -> None:
    """Names, kana, ids and birth dates of every sample, looked for in every line of the whole run."""
    log = unicodedata.normalize("NFKC", run.daemon.log.read_text(encoding="utf-8"))
    wanted: set[str] = set()
    for case in CASES:
        said = truth(case)
        if said is not None:
            wanted |= {said.patient.id or "", said.patient.birth_date or ""}
            wanted |= set((said.patient.name or "").split())
    for patient in run.daemon.resources("Patient"):
        wanted |= {i["value"] for i in patient.get("identifier", [])}
        for name in patient.get("name", []):
            wanted |= {name.get("family", ""), *name.get("given", [])}
    words = {word for word in wanted if len(word) >= 2}
    assert len(words) > 20
    assert "gateway runs" in log
    leaked = {word for word in words if word in log}
    assert not leaked


def test_metrics_hold_counts_and_no_patient_data(run: Run) -> None:
    text = run.daemon.get("/metrics").text
    assert 'kartebridge_received_total{answer="kept",source="dicom"}' in text
    ids = {i["value"] for p in run.daemon.resources("Patient") for i in p.get("identifier", [])}
    assert not {one for one in ids if one in text}


def test_sending_everything_again_changes_nothing(run: Run) -> None:
    before = {r["id"]: r["meta"]["versionId"] for r in run.daemon.resources("Observation")}
    assert send_all(run.daemon) == run.answers
    run.daemon.wait_settled(within_s=60)
    assert {r["id"]: r["meta"]["versionId"] for r in run.daemon.resources("Observation")} == before


def test_the_same_resources_come_from_a_replay(run: Run) -> None:
    """From the first stage and from the middle: the same ids, nothing more and nothing less."""
    before = {r["id"] for r in run.daemon.resources("Observation")}
    done = run.daemon.messages("done")
    for message, stage in ((done[0], "envelope"), (done[1], "engine"), (done[2], "map")):
        result = run.daemon.command("replay", message, "--from", stage)
        assert result.returncode == 0, result.stderr
    run.daemon.wait_settled(within_s=60)
    assert {r["id"] for r in run.daemon.resources("Observation")} == before


def test_rules_are_reloaded_and_a_bad_file_is_told(run: Run, tmp_path: Path) -> None:
    result = run.daemon.command("reload")
    assert result.returncode == 0, result.stderr
    run.daemon.signal(signal.SIGHUP)
    assert run.daemon.get("/health").status_code == 200


def test_without_the_token_nothing_is_told(run: Run) -> None:
    for path in ("/", "/fhir/Patient", "/fhir/metadata", "/nowhere"):
        answer = httpx.get(f"http://127.0.0.1:{run.daemon.web}{path}", timeout=10, trust_env=False)
        assert answer.status_code == 401, path


def test_sources_are_told_apart(run: Run) -> None:
    kept = run.daemon.metric("kartebridge_received_total")
    for source in (Source.DICOM, Source.MLLP):
        assert kept[f'{{answer="kept",source="{source}"}}'] > 0
