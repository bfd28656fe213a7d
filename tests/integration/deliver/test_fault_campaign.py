"""Documents mapped by the real stages, delivered by a process that is killed, to a server that fails in every way.

At the end the server holds exactly the versions that the outbox lists, in the order of each patient; what it refused
for good and took after its mending has replaced nothing newer. The seed is printed; `KARTEBRIDGE_SEED` sets it.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from typing import Self

import pytest

from gateway.pipeline import Stage
from gateway.settings_destinations import FhirDestination
from gateway.store.deliveries import DeliveryRow
from gateway.store.delivery_filter import DeliveryFilter, count, find
from gateway.store.delivery_resend import resend
from gateway.store.schema import DeliveryState
from mappers.model import Extraction
from tests.integration.deliver.test_deliverer import certificate, wait_for  # noqa: F401  # a fixture
from tests.peers.postgres import running_postgres
from tests.peers.staged_site import ITEMS, StagedSite, extraction, staged_site
from tests.peers.transaction_server import FAULTS, TransactionServer

ROOT = Path(__file__).resolve().parents[3]
REFUSED = b"Refuse me"
"""A patient's given name that the server refuses a first time, as it would a broken bundle."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much happens."""

    documents: int
    patients: int
    life_s: tuple[float, float]  # of a process until it is killed
    kills: int  # at least
    within_s: float  # all is to be sent


class Killer:
    """Starts the sending process and kills it at random; the one that lives when `let_live` is called goes on."""

    def __init__(self, facts: Path, rng: random.Random, life_s: tuple[float, float]) -> None:
        self.kills = 0
        self.broken = False  # it did not start
        self._facts = facts
        self._rng = rng
        self._life_s = life_s
        self._live, self._end = Event(), Event()
        self._thread = Thread(target=self._run)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._live.set()
        self._end.set()
        self._thread.join()
        assert not self.broken, "the sending process did not start"

    def let_live(self, after: int) -> None:
        """Kill no more, once so many were killed."""
        wait_for(lambda: self.kills >= after, f"{after} kills", 120)
        self._live.set()

    def _run(self) -> None:
        while not self._end.is_set():
            command = [sys.executable, "-m", "tests.peers.outbox_child", str(self._facts)]
            with subprocess.Popen(
                command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            ) as child:
                assert child.stdin
                assert child.stdout
                if child.stdout.readline() != "ready\n":  # its log and traceback are on standard error
                    self.broken = True
                    return
                if self._live.wait(self._rng.uniform(*self._life_s)):
                    self._end.wait()
                    child.stdin.close()
                else:
                    child.kill()  # SIGKILL: nothing is let go of in order
                    self.kills += 1


def make(site: StagedSite, numbers: range, patients: int, rng: random.Random) -> None:
    """Documents of few patients whose names change; some are read again and say something else."""
    kept: list[tuple[str, int]] = []
    for number in numbers:
        patient = rng.randrange(patients)
        given = REFUSED.decode() if rng.random() < 0.05 else f"Taro{rng.randrange(3)}"
        site.reader.answers.append(read(rng))
        message_id = site.keep(report(number, patient, given), control_id=f"C{number}")
        site.run(message_id)
        kept.append((message_id, number))
        if rng.random() < 0.2:
            again, place = rng.choice(kept)
            site.reader.answers[place] = read(rng)
            site.run(again, first=Stage.ENGINE)


def report(number: int, patient: int, given: str) -> bytes:
    return (
        f"MSH|^~\\&|LIS|LAB|KB|HOSP|20261120120000||ORU^R01|C{number}|P|2.5\r"
        f"PID|1||{90000000 + patient}^^^HOSP||TEST^{given}||19700101|M\r"
        f"OBR|1|||CBC^Report {number}\rOBX|1|FT|R^Report||text of {number}||||||F\r"
    ).encode()


def read(rng: random.Random) -> Extraction:
    return extraction(*(replace(item, value=f"{rng.randrange(1, 900) / 100:.2f}") for item in ITEMS))


def outbox(site: StagedSite) -> list[tuple[DeliveryRow, dict[str, str]]]:
    """Every delivery in the order it was made, with what its body says of each resource."""
    rows = sorted(find(site.engine, DeliveryFilter(), limit=100_000), key=lambda row: row.seq)
    made = []
    for row in rows:
        entries = json.loads(site.blobs.get(row.bundle_digest))["entry"]
        texts = {
            e["request"]["url"]: json.dumps(e["resource"], sort_keys=True, ensure_ascii=False)
            for e in entries
        }
        made.append((row, texts))
    return made


def check(site: StagedSite, server: TransactionServer) -> None:
    """Exactly the expected resources and versions, in order per patient."""
    made = outbox(site)
    refused = {row.order_key for row, _ in made if REFUSED in site.blobs.get(row.bundle_digest)}
    history: dict[str, list[str]] = defaultdict(list)
    owners: dict[str, set[str]] = defaultdict(set)
    for row, texts in made:
        if row.order_key in refused and row.state is not DeliveryState.DELIVERED:
            continue
        assert row.state is DeliveryState.DELIVERED
        for url, text in texts.items():
            owners[url].add(row.order_key)
            if history[url][-1:] != [text]:
                history[url].append(text)
    assert server.versions.keys() == history.keys()
    for url, versions in history.items():
        if len(owners[url]) > 1:  # of all patients, such as the Device: there is no order between them
            assert len(versions) == 1 == len(server.versions[url]), url
        elif (
            owners[url] & refused
        ):  # a version came late or never; what counts is that none newer was replaced
            assert server.versions[url][-1] == versions[-1], url
        else:
            assert server.versions[url] == versions, url
    arrived = {digest: place for place, digest in reversed(list(enumerate(server.commits)))}
    places: dict[str, list[int]] = defaultdict(list)
    for row, _ in made:
        if row.order_key not in refused:
            places[row.order_key].append(arrived[row.bundle_digest])
    assert all(seen == sorted(seen) for seen in places.values()), "a patient's deliveries in their order"


def campaign(folder: Path, size: Size, private: Path | None, store_url: str = "") -> TransactionServer:
    """The whole story; `private` is the certificate of a server that is trusted late."""
    seed = int(os.environ.get("KARTEBRIDGE_SEED", "0")) or random.SystemRandom().randrange(1, 1_000_000)
    print(f"KARTEBRIDGE_SEED={seed}")
    rng = random.Random(seed)
    with TransactionServer(
        random.Random(seed), refuses=lambda body: REFUSED in body, certificate=private, slow_s=1.0
    ) as server:
        fast = {"timeout_s": 0.7, "retry_first_s": 0.02, "retry_max_s": 0.2, "breaker_open_s": 0.1}
        to = FhirDestination.model_validate({"name": "ehr", "url": server.url, **fast})
        facts = folder / "facts.json"
        with staged_site(folder / "site", to, store_url=store_url) as site:
            tell(facts, site, to)
            with Killer(facts, random.Random(seed), size.life_s) as killer:
                first = range(min(5, size.documents))
                make(site, first, size.patients, rng)
                if private:
                    wait_for(lambda: said(site, "is not trusted"), "a word about the certificate", 60)
                    assert server.commits == [], "nobody vouched for the server"
                    tell(facts, site, to.model_copy(update={"ca_file": private}))
                make(site, range(first.stop, size.documents), size.patients, rng)
                killer.let_live(after=size.kills)
                finish(site, server, size)
    return server


def finish(site: StagedSite, server: TransactionServer, size: Size) -> None:
    """Wait, look, mend the server, send again what it refused, look again."""
    wait_for(lambda: not number(site, DeliveryState.PENDING), "everything to be sent", size.within_s)
    # Of fifty documents perhaps none meets a refusal; of a thousand some do.
    assert size.documents < 500 or number(site, DeliveryState.DEAD) + number(site, DeliveryState.SUPERSEDED)
    check(site, server)
    server.mended.set()
    dead = number(site, DeliveryState.DEAD)
    assert resend(site.engine, DeliveryFilter(), now=datetime.now(UTC)).sent == dead
    wait_for(lambda: not number(site, DeliveryState.PENDING), "what was refused to be sent", size.within_s)
    assert number(site, DeliveryState.DEAD) == 0
    check(site, server)


def tell(facts: Path, site: StagedSite, destination: FhirDestination) -> None:
    """What the next process of the killer works with."""
    described = {
        "store_url": site.settings.store_url,
        "blobs": str(site.settings.data.directory / "blobs"),
        "destinations": [destination.model_dump(mode="json", exclude_unset=True)],
    }
    part = facts.with_suffix(".part")
    part.write_text(json.dumps(described), "utf-8")
    part.replace(facts)


def said(site: StagedSite, reason: str) -> bool:
    return bool(count(site.engine, DeliveryFilter(reason=reason)))


def number(site: StagedSite, state: DeliveryState) -> int:
    return count(site.engine, DeliveryFilter(states=(state,))).get(state, 0)


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database; empty for SQLite in the site's folder."""
    if request.param == "sqlite":
        yield ""
        return
    with running_postgres() as postgres:
        yield postgres.url(postgres.new_database())


@pytest.mark.timeout(240)
def test_fifty_documents_arrive_exactly_whatever_fails(
    tmp_path: Path,
    certificate: Path,  # noqa: F811
) -> None:
    size = Size(documents=50, patients=8, life_s=(0.2, 1.2), kills=3, within_s=120)
    server = campaign(tmp_path, size, certificate)
    assert len(server.happened) > 5, server.happened


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_thousand_documents_arrive_exactly_whatever_fails(
    tmp_path: Path,
    certificate: Path,  # noqa: F811
    store_url: str,
) -> None:
    size = Size(documents=1000, patients=60, life_s=(0.3, 3.0), kills=10, within_s=900)
    server = campaign(tmp_path, size, certificate, store_url)
    assert server.happened.keys() == {*FAULTS, "422"}, server.happened
    print(f"{sum(server.happened.values())} requests: {dict(server.happened)}")
