"""Results as files: whole or not at all, under names of their own, on disks that fill up and shares that go away."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from gateway import site_check
from gateway.deliver import folder as folder_module
from gateway.deliver import kinds
from gateway.deliver.answer import Answer, Result
from gateway.deliver.deliverer import Deliverer
from gateway.deliver.folder import FolderClient
from gateway.settings import Settings
from gateway.settings_destinations import FolderDestination
from gateway.store import deliveries
from gateway.store.schema import DeliveryState
from mappers.fhir import MappingInput, results
from mappers.hl7.message import read
from mappers.model import DocumentType
from tests.peers.staged_site import oru, staged_site
from tests.unit.mappers.fhir.example import DOCUMENT_ID, INPUT

NOW = datetime(2026, 11, 28, tzinfo=UTC)


def destination(path: Path, **changes: object) -> FolderDestination:
    table = {"name": "files", "kind": "folder", "path": path, "timeout_s": 20.0}
    return FolderDestination.model_validate(table | changes)


def body(to: FolderDestination, inp: MappingInput = INPUT) -> bytes:
    (made,) = kinds.bodies(to, inp, results(inp))
    return made


def files(path: Path) -> list[str]:
    return sorted(f.relative_to(path).as_posix() for f in path.rglob("*") if f.is_file())


def test_ndjson_one_file_a_document(tmp_path: Path) -> None:
    to = destination(tmp_path)
    sent = body(to)
    client = FolderClient(to)
    assert client.send(sent, NOW) == Answer(Result.DELIVERED)
    (name,) = files(tmp_path)
    assert name.startswith(f"20261122/20261122042059_{DOCUMENT_ID}_")
    lines = (tmp_path / name).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["resourceType"] for line in lines] == [
        r["resourceType"] for r in results(INPUT).resources
    ]
    assert '"value":8.50' in (tmp_path / name).read_text(encoding="utf-8")
    assert (tmp_path / name).stat().st_mode & 0o777 == 0o640
    before = (tmp_path / name).stat().st_ino
    assert client.send(sent, NOW).result is Result.DELIVERED
    assert files(tmp_path) == [name]
    assert (tmp_path / name).stat().st_ino == before  # the same body is not even written again


def test_a_new_reading_is_another_file_and_sorts_behind(tmp_path: Path) -> None:
    to = destination(tmp_path)
    client = FolderClient(to)
    again = replace(INPUT, recorded=INPUT.recorded + timedelta(minutes=1))
    for inp in (again, INPUT):
        client.send(body(to, inp), NOW)
    first, second = files(tmp_path)
    assert "_042" not in first
    assert first.split("/")[1] < second.split("/")[1]
    assert "20261122042059" in first
    assert "20261122042159" in second


def test_the_name_is_the_newest_readings(tmp_path: Path) -> None:
    """Earlier readings keep their Provenance and come along."""
    to = destination(tmp_path)
    mapped = results(INPUT)
    provenance = next(r for r in mapped.resources if r["resourceType"] == "Provenance")
    older = provenance | {"id": "older", "recorded": "2026-01-01T00:00:00.000+00:00"}
    version = {"resourceType": "DocumentReference", "id": "older", "status": "superseded"}
    (sent,) = kinds.bodies(to, INPUT, replace(mapped, resources=(version, older, *mapped.resources)))
    assert FolderClient(to).send(sent, NOW).result is Result.DELIVERED
    (name,) = files(tmp_path)
    assert name.startswith(f"20261122/20261122042059_{DOCUMENT_ID}_")


def test_ss_mix2_a_new_reading_takes_the_place_of_the_old(tmp_path: Path) -> None:
    to = destination(tmp_path, format="ss-mix2", patient_id_digits=10)
    client = FolderClient(to)
    again = replace(INPUT, recorded=INPUT.recorded + timedelta(minutes=1))
    old, new = body(to), body(to, again)
    assert client.send(old, NOW).result is Result.DELIVERED
    (name,) = files(tmp_path)
    assert name.startswith("000/001/0000012345/20261120/OML-11/0000012345_20261120_OML-11_K")
    assert name.endswith("_1")
    other = tmp_path / Path(name).with_name(
        "0000012345_20261120_OML-11_000000011000354_20111220103059000_01_1"
    )
    other.write_text("of the laboratory system")
    assert client.send(new, NOW).result is Result.DELIVERED
    assert client.send(old, NOW).result is Result.DELIVERED  # sent again by hand: stays the old one
    assert client.send(new, NOW).result is Result.DELIVERED
    ours = [f for f in files(tmp_path) if "_OML-11_K" in f]
    assert [f[-1] for f in ours] == ["0", "1"]
    assert (tmp_path / ours[0]).read_bytes() == old
    assert (tmp_path / ours[1]).read_bytes() == new
    assert other.read_text() == "of the laboratory system"
    assert read((tmp_path / ours[1]).read_bytes()).first("PID")


def test_ss_mix2_has_no_place_for_other_documents(tmp_path: Path) -> None:
    to = destination(tmp_path, format="ss-mix2")
    echo = replace(INPUT, extraction=replace(INPUT.extraction, document_type=DocumentType.ECHOCARDIOGRAPHY))
    assert kinds.bodies(to, echo, results(echo)) == ()


def test_a_reader_never_sees_half_a_file(tmp_path: Path) -> None:
    to = destination(tmp_path)
    client = FolderClient(to)
    bodies = [body(to, replace(INPUT, recorded=INPUT.recorded + timedelta(seconds=n))) for n in range(30)]
    whole, stop, seen, wrong = set(bodies), Event(), set[bytes](), list[str]()

    def look() -> None:
        while not stop.is_set():
            for file in tmp_path.rglob("*.ndjson"):
                content = file.read_bytes()
                seen.add(content)
                if content not in whole:
                    wrong.append(file.name)

    reader = Thread(target=look)
    reader.start()
    for one in bodies:
        assert client.send(one, NOW).result is Result.DELIVERED
    deadline = time.monotonic() + 10
    while len(seen) < len(bodies) and time.monotonic() < deadline:
        time.sleep(0.01)
    stop.set()
    reader.join()
    assert wrong == []
    assert seen == whole


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    mount = tmp_path / "small"
    mount.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(mount)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("no right to mount a small disk: a truly full one is not tested")
    yield mount
    subprocess.run(["umount", "-l", str(mount)], check=True)


def test_a_full_disk_heals(small_disk: Path) -> None:
    to = destination(small_disk, require_mount=True)
    client = FolderClient(to)
    (small_disk / "ballast").write_bytes(b"x" * 60_000)
    answer = client.send(body(to), NOW)
    assert (answer.result, answer.server_works) == (Result.RETRY, False)
    assert "full" in answer.reason
    assert [f for f in files(small_disk) if f != "ballast"] == []  # nothing half is left behind
    (small_disk / "ballast").unlink()
    assert client.send(body(to), NOW).result is Result.DELIVERED


@pytest.mark.parametrize(
    ("number", "slow", "says"),
    [
        (errno.ENOSPC, False, "full"),
        (errno.EDQUOT, False, "full"),
        (errno.ESTALE, False, "share"),
        (errno.EIO, False, "share"),
        (errno.EROFS, True, "gateway's user"),
    ],
)
def test_what_a_disk_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, slow: bool, says: str
) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    to = destination(tmp_path)
    monkeypatch.setattr(folder_module.os, "fsync", fail)
    answer = FolderClient(to).send(body(to), NOW)
    assert (answer.result, answer.slow, answer.server_works) == (Result.RETRY, slow, False)
    assert says in answer.reason
    assert "00012345" not in answer.reason
    assert files(tmp_path) == []


def test_a_share_that_is_away_is_never_made_nor_filled_beneath(tmp_path: Path) -> None:
    missing = destination(tmp_path / "share")
    answer = FolderClient(missing).send(body(missing), NOW)
    assert (answer.result, answer.server_works) == (Result.RETRY, False)
    assert not (tmp_path / "share").exists()
    unmounted = destination(tmp_path, require_mount=True)
    assert FolderClient(unmounted).send(body(unmounted), NOW).result is Result.RETRY
    assert files(tmp_path) == []


def test_a_share_that_hangs_holds_a_try_no_longer_than_the_timeout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = destination(tmp_path, timeout_s=0.2)
    client = FolderClient(to)
    release, store = Event(), folder_module._store
    begun: list[Any] = []

    def hang(*arguments: Any) -> None:
        begun.append(arguments)
        release.wait(10)
        store(*arguments)

    monkeypatch.setattr(folder_module, "_store", hang)
    assert "within 0.2 s" in client.send(body(to), NOW).reason
    assert "has not come back" in client.send(body(to), NOW).reason
    assert len(begun) == 1  # no second thread that hangs
    release.set()
    deadline = time.monotonic() + 10
    while client.send(body(to), NOW).result is not Result.DELIVERED:
        assert time.monotonic() < deadline
    assert len(files(tmp_path)) == 1


def test_a_body_of_another_format_is_put_aside(tmp_path: Path) -> None:
    ndjson, storage = destination(tmp_path), destination(tmp_path, format="ss-mix2")
    assert FolderClient(ndjson).send(body(storage), NOW).result is Result.DEAD
    assert FolderClient(storage).send(body(ndjson), NOW).result is Result.DEAD
    assert files(tmp_path) == []


def test_from_a_message_in_to_a_file(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    to = destination(out)
    with staged_site(tmp_path / "site", to) as site:
        site.run(site.keep(oru("WBC 8.5")))
        sender = Deliverer(to, site.engine, site.blobs, clock=lambda: datetime.now(UTC))
        sender.start()
        deadline = time.monotonic() + 15
        while deliveries.counts(site.engine)[0].state is not DeliveryState.DELIVERED:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        sender.stop()
    assert len(files(out)) == 1


def test_check(tmp_path: Path) -> None:
    found = "\n".join(site_check.mistakes(Settings(destinations=(destination(tmp_path / "none"),))))
    assert "destinations.files.path: there is no folder" in found
    found = "\n".join(
        site_check.mistakes(Settings(destinations=(destination(tmp_path, require_mount=True),)))
    )
    assert "nothing is mounted" in found
    assert not [
        m for m in site_check.mistakes(Settings(destinations=(destination(tmp_path),))) if "files" in m
    ]
