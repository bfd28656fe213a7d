"""Settings of where the gateway may send to."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_network

from pydantic import Field

from gateway.settings_fields import Section

PRIVATE = (
    "127.0.0.0/8",  # loopback, RFC 1122
    "::1/128",  # loopback, RFC 4291
    "10.0.0.0/8",  # RFC 1918
    "172.16.0.0/12",
    "192.168.0.0/16",
    "fc00::/7",  # unique local, RFC 4193
    "169.254.0.0/16",  # link-local, RFC 3927
    "fe80::/10",  # link-local, RFC 4291
)


class Network(Section):
    """Where the gateway may send to: every configured address is looked at before it starts."""

    private_networks: tuple[IPv4Network | IPv6Network, ...] = Field(
        tuple(ip_network(one) for one in PRIVATE),
        description="networks of the hospital; addresses of models, destinations, database and object store outside "
        "them stop the start",
    )
    allow_addresses_outside_private_networks: bool = Field(
        False, description="true: patient data may be sent to addresses outside private_networks"
    )
