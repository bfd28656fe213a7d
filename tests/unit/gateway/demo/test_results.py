"""The demo's reader of the results API and its table."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

import httpx
import pytest
from rich.console import Console

from gateway.demo.child import fresh_directory, write_settings
from gateway.demo.results import ResultsClient, observations_table
from gateway.errors import SiteError
from gateway.settings import load
from mappers.fhir import DocumentFacts, MappingInput, SiteFacts, dumps, loads, results
from mappers.fhir.json_text import Resource
from mappers.model import (
    Box,
    DocumentType,
    EngineInfo,
    Envelope,
    Extraction,
    Flag,
    Item,
    PatientIdentity,
    PersonName,
    PrintedPatient,
    Source,
)

ITEMS = (
    Item(
        "CRP", "8.50", 1, Box(0.1, 0.2, 0.2, 0.22), 0.987, True, "mg/dL", "0.14以下", Flag.HIGH, "2026-04-01"
    ),
    Item("Dダイマー", "<0.5", 1, Box(0.1, 0.1, 0.2, 0.12), 0.9, True, "μg/mL", "1.0以下"),
    Item("カリウム", "3.8", 2, None, 0.2, False, "mmol/L", "3.6-4.8"),
)


@pytest.fixture(scope="module")
def resources() -> list[Resource]:
    extraction = Extraction(
        DocumentType.LAB_REPORT,
        "ja",
        PrintedPatient(),
        ITEMS,
        2,
        EngineInfo("ocr", "1"),
        effective="2026-04-01",
    )
    who = PatientIdentity("00000007", name=PersonName(ideographic="見本花子"))
    made = results(
        MappingInput(
            envelope=Envelope(Source.DICOM, "1.2.3", who),
            document=DocumentFacts(
                id="0b0c5c1e-6f57-5d0a-9d38-0a4f0a8f7c11",
                digest="0" * 64,
                media_type="application/pdf",
                size_bytes=1,
            ),
            extraction=extraction,
            site=SiteFacts(
                patient_system="urn:oid:1.2.3",
                time_zone=ZoneInfo("Asia/Tokyo"),
                base_url="http://127.0.0.1/fhir",
            ),
            message_id="0b0c5c1e-6f57-5d0a-9d38-0a4f0a8f7c12",
            recorded=datetime(2026, 4, 2, tzinfo=UTC),
        )
    )
    return [loads(dumps(r)) for r in made.resources]


def shown(resources: list[Resource], width: int) -> str:
    out = io.StringIO()
    observations = [r for r in resources if r["resourceType"] == "Observation"]
    patients = [r for r in resources if r["resourceType"] == "Patient"]
    table = observations_table(observations, patients, wide=width >= 130)
    Console(file=out, width=width, color_system=None).print(table)
    return out.getvalue()


def test_the_table_shows_values_as_printed_in_page_order(resources: list[Resource]) -> None:
    lines = [line.split() for line in shown(resources, 160).splitlines()]
    rows = [line for line in lines if line and line[0] == "00000007"]
    assert [(r[2], r[4]) for r in rows] == [("Dダイマー", "<0.5"), ("CRP", "8.50"), ("カリウム", "3.8")]
    assert rows[1][5:] == ["mg/dL", "0.14以下", "H", "2026-04-01", "1", "0.99", "preliminary"]
    assert rows[2][-2:] == ["preliminary,", "unverified"]


def test_a_narrow_window_keeps_every_value_whole(resources: list[Resource]) -> None:
    text = shown(resources, 80)
    assert "8.50" in text
    assert "見本" not in text
    assert max(len(line) for line in text.splitlines()) <= 80


class Api(BaseHTTPRequestHandler):
    """Two pages of Observations, and messages that are done at the third look."""

    pages = (["1.50", "2.00"], ["3.250"])
    looks = 0
    tokens: ClassVar[list[str | None]] = []

    def do_GET(self) -> None:
        type(self).tokens.append(self.headers.get("Authorization"))
        if self.headers.get("Authorization") != "Bearer secret":
            self.send_response(401)
            self.end_headers()
            return
        if self.path == "/metrics":
            type(self).looks += 1
            busy = max(0, 3 - type(self).looks)
            body = f'kartebridge_messages{{state="working"}} {busy}\nkartebridge_messages{{state="done"}} {3 - busy}\n'
        else:
            number = int(self.path.partition("page=")[2] or 0)
            entries = ",".join(
                f'{{"resource":{{"resourceType":"Observation","valueQuantity":{{"value":{v}}}}}}}'
                for v in self.pages[number]
            )
            link = f'{{"relation":"next","url":"{self.next_url()}"}}' if number == 0 else ""
            body = f'{{"resourceType":"Bundle","link":[{link}],"entry":[{entries}]}}'
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body.encode())

    def next_url(self) -> str:
        return f"http://{self.headers['Host']}/fhir/Observation?page=1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Quiet."""


@pytest.fixture
def api() -> Iterator[str]:
    Api.looks, Api.tokens = 0, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Api)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_paging_is_followed_and_decimals_keep_their_digits(api: str) -> None:
    client = ResultsClient(api, "secret")
    values = [str(o["valueQuantity"]["value"]) for o in client.all("Observation")]
    client.close()
    assert values == ["1.50", "2.00", "3.250"]
    assert Api.tokens == ["Bearer secret"] * 2


def test_a_wrong_token_is_an_error_not_an_empty_table(api: str) -> None:
    client = ResultsClient(api, "wrong")
    with pytest.raises(httpx.HTTPStatusError, match="401"):
        list(client.all("Observation"))
    client.close()


def test_waiting_ends_when_no_work_is_left_or_the_deadline_passes(api: str) -> None:
    client = ResultsClient(api, "secret")
    seen: list[int] = []
    assert not client.wait_until_done(0, lambda states: seen.append(states["working"]))
    assert client.wait_until_done(30, lambda states: seen.append(states["working"]))
    client.close()
    assert seen == [2, 1, 0]


def test_only_a_demo_folder_is_wiped(tmp_path: Path) -> None:
    precious = tmp_path / "data" / "precious"
    precious.parent.mkdir()
    precious.write_text("x")
    with pytest.raises(SiteError, match="not wiped"):
        fresh_directory(precious.parent)
    assert precious.exists()
    fresh_directory(tmp_path / "new")
    settings = load(write_settings(tmp_path / "new"))
    assert (settings.dicom.host, settings.mllp.host, settings.web.host) == ("127.0.0.1",) * 3
    assert settings.fhir.base_url == f"http://127.0.0.1:{settings.web.port}/fhir"
    (tmp_path / "new" / "left").write_text(json.dumps({}))
    fresh_directory(tmp_path / "new")
    assert not list((tmp_path / "new").iterdir())
