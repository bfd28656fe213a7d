"""`kartebridge deliveries` as hospital IT types it, on a filled store, and beside a running sender."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

from gateway.cli import app
from gateway.cli_deliveries import moment
from gateway.deliver.deliverer import Deliverer
from gateway.store import audit, deliveries, leases
from gateway.store.leases import Node
from gateway.store.schema import DeliveryState
from tests.integration.deliver.fault_server import FaultServer
from tests.integration.deliver.test_deliverer import delivered, destination, now, row, wait_for
from tests.peers.filled_site import T0, FilledSite, fill, open_site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[FilledSite]:
    made = open_site(tmp_path / "data")
    (tmp_path / "gateway.toml").write_text(
        f'[data]\ndirectory = "{tmp_path / "data"}"\nmin_free_bytes = 0\n'
        '[[destinations]]\nname = "idle"\nurl = "http://127.0.0.1:9/fhir"\n',
        "utf-8",
    )
    yield made
    made.close()


@pytest.fixture
def made(site: FilledSite) -> dict[str, str]:
    """One delivery to `ehr`, refused, and one to `research`, pending."""
    return fill(site)


@pytest.fixture
def say(tmp_path: Path) -> Say:
    return Say(tmp_path / "gateway.toml")


class Say:
    """Types a command; gives what it prints, in one line of single spaces."""

    def __init__(self, config: Path) -> None:
        self._config = config

    def __call__(self, *words: str, status: int = 0) -> str:
        done = CliRunner().invoke(app, ["deliveries", *words, "-c", str(self._config)])
        assert done.exit_code == status, done.output
        return " ".join(done.output.split())

    def raw(self, *words: str) -> str:
        done = CliRunner().invoke(app, ["deliveries", *words, "-c", str(self._config)])
        assert done.exit_code == 0, done.output
        return done.stdout


def audited(site: FilledSite) -> list[tuple[str, str, str]]:
    rows = audit.recent(site.engine, limit=10)
    assert all(one.actor.startswith("cli ") for one in rows)
    return [(one.action, one.entity, one.outcome) for one in rows]


def test_list_by_every_condition(site: FilledSite, made: dict[str, str], say: Say) -> None:
    both = {made["delivery-ehr"], made["delivery-research"]}
    for words, wanted in (
        ((), both),
        (("--to", "ehr"), {made["delivery-ehr"]}),
        (("--state", "dead"), {made["delivery-ehr"]}),
        (("--state", "dead", "--state", "pending"), both),
        (("--state", "delivered"), set()),
        (("--reason", "(422)"), {made["delivery-ehr"]}),
        (("--reason", "OPERATIONoutcome"), {made["delivery-ehr"]}),
        (("--reason", "%"), set()),
        (("--message", "MSG0001"), both),
        (("--message", made["done"][:8]), both),
        (("--message", "MSG0002"), set()),
        (("--since", "2026-11-20T10:30"), both),  # T0 in the site's zone
        (("--since", "2026-11-20T10:31"), set()),
        (("--until", "2026-11-20T10:30"), set()),
        (("--until", "2026-11-20T01:31Z"), both),
        (("--limit", "1"), {made["delivery-research"]}),
    ):
        lines = say.raw("list", "--json", *words).splitlines()
        assert {json.loads(line)["id"] for line in lines} == wanted, words
    text = say("list")
    assert "1 dead, 1 pending" in text
    assert made["delivery-ehr"] in text
    assert "tried once" in text
    assert "(422)" in text
    assert "山田" not in text
    assert "no delivery is so" in say("list", "--to", "nobody")


def test_show_has_the_servers_words_and_is_audited(site: FilledSite, made: dict[str, str], say: Say) -> None:
    text = say("show", made["delivery-ehr"])
    for part in (
        "state: dead",
        "control id: MSG0001",
        "may hold patient data",
        "Observation.status: 山田 花子",
    ):
        assert part in text
    assert audited(site) == [("view", f"delivery/{made['delivery-ehr']}", "")]
    assert "deliveries list" in say("show", "none", status=1)


def test_pause_and_resume(site: FilledSite, made: dict[str, str], say: Say) -> None:
    assert say("pause", "ehr") == "ehr is paused"
    assert say("pause", "ehr") == "ehr was paused already"
    assert "ehr is paused since" in say("list")
    assert say("resume", "ehr") == "deliveries to ehr go out again"
    assert say("resume", "ehr") == "ehr was not paused"
    assert say("pause", "idle") == "idle is paused", "configured, though nothing was ever sent there"
    assert "there are: ehr, idle, research" in say("pause", "erh", status=1)
    assert [act[:2] for act in audited(site)[::-1]] == [
        ("pause", "destination/ehr"),
        ("pause", "destination/ehr"),
        ("resume", "destination/ehr"),
        ("resume", "destination/ehr"),
        ("pause", "destination/idle"),
    ]


def test_resend_shows_the_count_first(site: FilledSite, made: dict[str, str], say: Say) -> None:
    assert "1 deliveries would go out again; add --yes" in say("resend", "--to", "ehr")
    assert row(site, made["delivery-ehr"]).state is DeliveryState.DEAD
    assert audited(site) == []
    assert say("resend", "--to", "research", "--yes") == "0 deliveries go out again", (
        "nothing of it was refused"
    )
    assert say("resend", "--reason", "422", "--yes") == "1 deliveries go out again"
    assert row(site, made["delivery-ehr"]).state is DeliveryState.PENDING
    assert audited(site)[0] == ("send", "reason 422", "1 deliveries")
    assert "newer version" in say("resend", "--state", "superseded", status=2)
    assert "there are pending" in say("resend", "--state", "gone", status=2)


def test_drop_gives_up_refused_ones_alone(site: FilledSite, made: dict[str, str], say: Say) -> None:
    assert "1 refused deliveries would be given up" in say("drop")
    assert say("drop", "--yes") == "1 refused deliveries are given up"
    assert row(site, made["delivery-ehr"]).state is DeliveryState.DROPPED
    assert row(site, made["delivery-research"]).state is DeliveryState.PENDING
    assert audited(site) == [("drop", "state dead", "1 deliveries")]


def test_beside_a_running_sender(site: FilledSite, made: dict[str, str], say: Say) -> None:
    """Through the store alone: nobody tells the sender."""
    with FaultServer() as server:
        say("pause", "ehr")
        sender = Deliverer(destination(server.url), site.engine, site.blobs, clock=now, look_s=0.05)
        sender.start()
        say("resend", "--id", made["delivery-ehr"], "--yes")
        looks = sender.looks
        wait_for(lambda: sender.looks > looks + 2, "looks")
        assert server.bodies == []
        say("resume", "ehr")
        wait_for(delivered(site, made["delivery-ehr"]), "delivery")
        sender.stop()
    assert deliveries.counts(site.engine)[0].state is DeliveryState.DELIVERED


def test_the_node_that_delivers_is_named(site: FilledSite, say: Say) -> None:
    assert "delivers to" not in say("list")
    until = datetime.now(UTC) + timedelta(minutes=5)
    assert leases.take(site.engine, "ehr", Node("its id", "node-2"), now=datetime.now(UTC), until=until)
    assert say("list").endswith("node-2 delivers to ehr")


def test_times_as_people_type_them() -> None:
    tokyo, at = ZoneInfo("Asia/Tokyo"), T0
    assert moment("", at, tokyo) is None
    assert moment("90m", at, tokyo) == at - timedelta(minutes=90)
    assert moment("2d", at, tokyo) == at - timedelta(days=2)
    assert moment("2026-11-28", at, tokyo) == datetime(2026, 11, 27, 15, tzinfo=UTC)
    assert moment("2026-11-28T03:00Z", at, tokyo) == datetime(2026, 11, 28, 3, tzinfo=UTC)
