"""Addresses outside the hospital's networks stop the start, by the key that names them."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from gateway import outbound
from gateway.errors import SiteError
from gateway.settings import Settings

NAMES = {
    "fhir.hospital": ["10.1.2.3"],
    "gpu.hospital": ["fd00::5", "192.168.1.9"],
    "cloud.example": ["203.0.113.9"],
    "split.example": ["10.0.0.9", "2001:db8::1"],
    "s3.us-east-1.amazonaws.com": ["198.51.100.2"],
}


def resolve(host: str) -> Iterable[str]:
    if host not in NAMES:
        raise OSError("no such name")
    return NAMES[host]


def settings(**tables: object) -> Settings:
    return Settings(**tables)  # type: ignore[arg-type]


def model(url: str) -> dict[str, object]:
    return {"name": "qwen", "engine": "vllm", "urls": [url]}


def destination(url: str) -> dict[str, object]:
    return {"name": "records", "url": url}


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8000/v1",
        "http://[::1]:8000",
        "http://10.0.0.5:8000",
        "https://172.31.255.1",
        "http://192.168.0.7",
        "http://[fd12::1]:8000",
        "http://[fe80::1]:8000",
        "http://[::ffff:10.0.0.5]:8000",
        "http://fhir.hospital",
        "https://gpu.hospital:8443/v1",
    ],
)
def test_addresses_inside_are_allowed(url: str) -> None:
    assert outbound.mistakes(settings(models=[model(url)], destinations=[destination(url)]), resolve) == ()


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("http://203.0.113.9:8000", "203.0.113.9"),
        ("https://user:pw@cloud.example/v1", "cloud.example (203.0.113.9)"),
        ("http://split.example", "split.example (2001:db8::1)"),
        ("http://[2001:db8::2]:8000", "2001:db8::2"),
        ("http://172.32.0.1", "172.32.0.1"),
        ("http://[::ffff:8.8.8.8]:8000", "::ffff:808:808"),
        ("http://unknown.example", "unknown.example cannot be resolved"),
        ("http://0x08080808/", "cannot be resolved"),
    ],
)
def test_addresses_outside_stop_the_start_and_say_what_to_change(url: str, seen: str) -> None:
    with pytest.raises(SiteError) as caught:
        outbound.check(settings(models=[model(url)], destinations=[destination(url)]), resolve)
    first, second = str(caught.value).splitlines()
    assert first.startswith("models.qwen.urls: ")
    assert second.startswith("destinations.records.url: ")
    assert seen in first or "::ffff:8.8.8.8" in first
    assert "network.allow_addresses_outside_private_networks = true" in first
    assert "pw" not in str(caught.value).replace("network", "")


def test_a_network_may_be_added_and_the_rule_switched_off() -> None:
    one = model("http://203.0.113.9")
    wider = settings(models=[one], network={"private_networks": ["203.0.113.0/24"]})
    assert outbound.mistakes(wider, resolve) == ()
    off = settings(models=[one], network={"allow_addresses_outside_private_networks": True})
    assert outbound.mistakes(off, resolve) == ()


def test_the_object_store_and_the_database_are_looked_at() -> None:
    s3 = {"kind": "s3", "bucket": "b"}
    assert "blobs.endpoint" in outbound.mistakes(settings(blobs=s3), resolve)[0]
    inside = settings(blobs={**s3, "endpoint": "http://10.0.0.8:9000"})
    assert outbound.mistakes(inside, resolve) == ()
    database = settings(store={"url": "postgresql+psycopg://u:hidden@cloud.example/k"})
    (line,) = outbound.mistakes(database, resolve)
    assert line.startswith("store.url: cloud.example")
    assert "hidden" not in line
    socket = settings(store={"url": "postgresql+psycopg:///k?host=/run/postgresql"})
    assert outbound.mistakes(socket, resolve) == ()
    two = settings(store={"url": "postgresql+psycopg://u@/k?host=10.0.0.1,cloud.example"})
    assert len(outbound.mistakes(two, resolve)) == 1


def test_a_managed_server_is_on_loopback_and_needs_no_rule() -> None:
    managed = {"name": "own", "engine": "vllm", "directory": "/m", "managed": {}}
    assert outbound.mistakes(settings(models=[managed]), resolve) == ()
