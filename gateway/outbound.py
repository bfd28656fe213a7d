"""Nothing leaves the hospital: every address that the settings name is looked at before the start.

Host names are resolved then, as the system resolves them. One that cannot be resolved is refused too, since nobody
can say where it would lead later; an address written as digits needs no name server.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from gateway.errors import SiteError
from gateway.settings import BlobKind, Settings
from gateway.settings_destinations import host_of
from gateway.settings_network import Network

Address = IPv4Address | IPv6Address
Resolver = Callable[[str], Iterable[str]]
"""A host name to its addresses, IPv4 and IPv6, as text. Raises OSError where it has none."""

ALLOW = "network.allow_addresses_outside_private_networks"


@dataclass(frozen=True, slots=True)
class Outbound:
    """Somewhere that the settings have the gateway send to."""

    key: str
    host: str


def system_resolver(host: str) -> Iterator[str]:
    """What this machine's resolver says (files, DNS)."""
    for *_, address in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM):
        yield str(address[0])


def check(settings: Settings, resolve: Resolver = system_resolver) -> None:
    """Raises SiteError that names every address outside the private networks, one a line."""
    if found := mistakes(settings, resolve):
        raise SiteError("\n".join(found))


def mistakes(settings: Settings, resolve: Resolver = system_resolver) -> tuple[str, ...]:
    """A line for every address outside the private networks, beginning with its key; none where that is allowed."""
    lines = (mistake(one, settings.network, resolve) for one in outbound(settings))
    return tuple(line for line in lines if line)


def mistake(one: Outbound, network: Network, resolve: Resolver = system_resolver) -> str:
    """What is wrong with sending to one address, beginning with its key; empty where it may be sent to."""
    if network.allow_addresses_outside_private_networks:
        return ""
    if not one.host:
        return f"{one.key}: there is no host in it; write for example http://10.0.0.5:8000"
    try:
        addresses = _addresses(one.host, resolve)
    except (OSError, UnicodeError):  # UnicodeError: no host name at all
        return (
            f"{one.key}: the name {one.host} cannot be resolved, so nobody can say whether it is in the hospital; "
            f"mend the name server, write an IP address, or set {ALLOW} = true"
        )
    outside = sorted({str(a) for a in addresses if not _inside(a, network.private_networks)})
    if not outside:
        return ""
    where = one.host if one.host in outside else f"{one.host} ({', '.join(outside)})"
    return (
        f"{one.key}: {where} is in none of network.private_networks; correct it, add its network if that is "
        f"the hospital's, or set {ALLOW} = true"
    )


def outbound(settings: Settings) -> Iterator[Outbound]:
    """Every address that the gateway would send to. Managed model servers listen on loopback and are left out."""
    for model in settings.models:
        for url in model.urls:
            yield Outbound(f"models.{model.name}.urls", host_of(url))
    for destination in settings.destinations:
        for key, host in destination.hosts():
            yield Outbound(f"destinations.{destination.name}.{key}", host)
    if settings.blobs.kind is BlobKind.S3:
        region = f"s3.{settings.blobs.region}.amazonaws.com"  # where the client goes without an endpoint
        endpoint = settings.blobs.endpoint
        yield Outbound("blobs.endpoint", host_of(endpoint) if endpoint else region)
    yield from _database(settings.store_url)


def _database(url: str) -> Iterator[Outbound]:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise SiteError(
            "store.url: not an SQLAlchemy URL; write for example postgresql+psycopg://user@10.0.0.5/kartebridge"
        ) from error
    hosts = [
        parsed.host or "",
        *_words(parsed.query.get("host", ())),
        *_words(parsed.query.get("hostaddr", ())),
    ]
    for host in hosts:
        if host and not host.startswith(("/", "@")):  # a folder: a socket of this machine
            yield Outbound("store.url", host.partition(":")[0] if host.count(":") == 1 else host)


def _words(value: str | tuple[str, ...]) -> list[str]:
    """libpq takes several hosts, by commas or by repeating the parameter."""
    return [host for one in ((value,) if isinstance(value, str) else value) for host in one.split(",")]


def _addresses(host: str, resolve: Resolver) -> list[Address]:
    try:
        return [ip_address(host)]
    except ValueError:
        return [ip_address(one.partition("%")[0]) for one in resolve(host)]


def _inside(address: Address, networks: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return any(address in network for network in networks)
