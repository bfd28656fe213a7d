"""A patient's day with the daemon as a process: a report, its correction, a merge, a kill in between, a FHIR server."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from mappers.fhir.identity import patient as patient_id
from mappers.fhir.inputs import authority_system
from tests.acceptance.daemon import Daemon
from tests.acceptance.documents import oru, reports
from tests.peers.fhir_server import FhirServer, fhir_server, fhir_server_process  # noqa: F401
from tests.peers.mllp_client import MllpClient, ack_code

pytestmark = [pytest.mark.peer, pytest.mark.slow]


def held(server: FhirServer, kind: str) -> list[dict[str, Any]]:
    bundle = httpx.get(f"{server.base_url}/{kind}?_count=100").json()
    return [entry["resource"] for entry in bundle.get("entry", [])]


@pytest.mark.timeout(300)
def test_a_correction_and_a_merge_reach_the_server_through_a_kill(
    tmp_path: Path,
    fhir_server: FhirServer,  # noqa: F811
) -> None:
    first, second = reports(2, random.Random(7))
    first = replace(first, patient_id="90000001")
    second = replace(second, patient_id=first.patient_id)
    ordered = oru(first)
    corrected = oru(second).replace(b"OBR|1||1|", b"OBR|1||0|")  # the same order again
    assert corrected.endswith(b"|F\r"), "OBX-11 ends the message"
    corrected = corrected.removesuffix(b"F\r") + b"C\r"
    merge = (
        b"MSH|^~\\&|EHR|HOSP|KB|HOSP|20261120130000||ADT^A40^ADT_A39|M1|P|2.5\rEVN||20261120130000\r"
        b"PID|1||90000099^^^HOSP\rMRG|90000001^^^HOSP\r"
    )
    destination = f'[[destinations]]\nname = "ehr"\nurl = "{fhir_server.base_url}"\n'
    daemon = Daemon(tmp_path, extra=destination)
    daemon.start()
    try:
        with MllpClient("127.0.0.1", daemon.mllp) as sender:
            for message in (ordered, corrected, merge):
                assert ack_code(sender.send(message)) == "AA"
        daemon.kill()
        daemon.start()
        daemon.wait_settled(120)
        daemon.wait_delivered(60)
        observations = held(fhir_server, "Observation")
        surviving = f"Patient/{patient_id(authority_system('HOSP'), '90000099', '')}"
        assert {one["subject"]["reference"] for one in observations} == {surviving}
        assert {one["status"] for one in observations} <= {"corrected", "entered-in-error"}
        right = [one for one in observations if one["status"] == "corrected"]
        (report,) = held(fhir_server, "DiagnosticReport")
        assert report["status"] == "corrected"
        assert {one["reference"] for one in report["result"]} == {f"Observation/{one['id']}" for one in right}
        documents = {one["status"] for one in held(fhir_server, "DocumentReference")}
        assert documents == {"current", "superseded"}
        assert {(one["id"], one["status"]) for one in daemon.resources("Observation")} == {
            (one["id"], one["status"]) for one in observations
        }
    finally:
        daemon.stop()
    assert "90000001" not in daemon.log.read_text(encoding="utf-8")
