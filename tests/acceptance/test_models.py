"""The daemon with a model: receiving without it, draining when it returns, and nothing posted that the page lacks."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mappers.model import Extraction, item_to_json
from tests.acceptance.daemon import Daemon, free_port
from tests.peers.mllp_client import MllpClient, ack_code
from tests.peers.scripted_model import Asked, Says, Script, ScriptedModel

SAMPLE = Path(__file__).parents[2] / "samples" / "hl7-oru-iso2022jp-pdf"
TRUTH = Extraction.from_json(json.loads((SAMPLE / "truth.json").read_text("utf-8")))
KEYS = {"name": "name", "value": "value", "unit": "unit", "range": "reference_range", "flag": "flag"}


def models(port: int, *, chain: str = "") -> str:
    """Lines of gateway.toml."""
    name = "chain" if chain else "eyes"
    return (
        f'[pipeline]\nretry_first_s = 0.2\nretry_max_s = 1.0\n[engine]\nname = "{name}"\n{chain}'
        f'[[models]]\nname = "eyes"\nengine = "openai-http"\nurls = ["http://127.0.0.1:{port}"]\n'
    )


def told(*, invent: bool = False) -> str:
    """What a model that reads well says of the sample; with `invent`, a value and a row that are not there."""
    items = [
        {key: said for key, field in KEYS.items() if (said := item_to_json(item)[field])}
        for item in TRUTH.items
    ]
    if invent:
        items[0] |= {"value": "987.6"}
        items.append({"name": "NT-proBNP", "value": "555", "unit": "pg/mL"})
    return json.dumps({"items": items}, ensure_ascii=False)


def script(answer: str) -> Script:
    def says(asked: Asked) -> Says:
        wanted = (asked.schema or {}).get("properties", {})
        return Says(answer if "items" in wanted else json.dumps({"type": TRUTH.document_type.value}))

    return says


def until(there: Callable[[], bool], within_s: float = 60.0) -> None:
    deadline = time.monotonic() + within_s
    while not there():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.1)


def send(daemon: Daemon) -> str:
    with MllpClient("127.0.0.1", daemon.mllp) as client:
        return ack_code(client.send((SAMPLE / "message.hl7").read_bytes()))


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_receiving_goes_on_without_a_model_and_what_waited_is_read_when_it_returns(tmp_path: Path) -> None:
    port = free_port()
    daemon = Daemon(tmp_path, extra=models(port))
    daemon.start()
    try:
        assert send(daemon) == "AA"
        until(lambda: any("waits by itself" in row.reason for row in daemon.rows()))
        (row,) = daemon.rows()
        assert row.state.value == "retrying"
        assert "start" in row.reason, "it says what to do"
        with ScriptedModel(script(told()), port=port) as server:
            daemon.wait_settled(120)
            assert len(server.asked) >= 1
        (row,) = daemon.rows()
        assert row.state.value == "done", row.reason
        assert len(daemon.resources("Observation")) == len(TRUTH.items)
        assert daemon.metric("kartebridge_model_questions_total")['{model="eyes"}'] >= 1
        devices = json.dumps(daemon.resources("Device"))
        assert "eyes" in devices, "the model that read is named"
    finally:
        assert daemon.stop() == 0


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_what_a_model_invents_waits_for_a_person_and_a_chain_reads_without_it(tmp_path: Path) -> None:
    chain = '[engine.chain]\nreaders = ["eyes", "ocr"]\ncheck = "ocr"\n'
    with ScriptedModel(script(told(invent=True))) as server:
        daemon = Daemon(tmp_path, extra=models(server.port, chain=chain))
        daemon.start()
        try:
            assert send(daemon) == "AA"
            daemon.wait_settled(120)
            (row,) = daemon.rows()
            shown = daemon.resources("Observation")
            names = [o["code"]["text"] for o in shown]
            assert "NT-proBNP" not in names
            assert TRUTH.items[0].name not in names
            assert len(shown) == len(TRUTH.items) - 1
            assert row.state.value == "waiting"
        finally:
            assert daemon.stop() == 0
    without = Daemon(tmp_path / "without", extra=models(free_port(), chain=chain))
    without.folder.mkdir()
    without.start()
    try:
        assert send(without) == "AA"
        without.wait_settled(120)
        assert len(without.resources("Observation")) >= 0.9 * len(TRUTH.items)
    finally:
        assert without.stop() == 0
