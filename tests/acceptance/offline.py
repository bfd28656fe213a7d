"""Run inside a network namespace without a route: the daemon reads a document there. Prints what came out."""

from __future__ import annotations

import fcntl
import json
import random
import socket
import struct
import sys
from pathlib import Path

from tests.acceptance.daemon import Daemon
from tests.acceptance.documents import oru, reports
from tests.peers.mllp_client import MllpClient, ack_code

SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 0x1  # linux/sockios.h, linux/if.h


def loopback_up() -> None:
    """A fresh namespace has its loopback down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        (flags,) = struct.unpack("16xH14x", fcntl.ioctl(sock, SIOCGIFFLAGS, struct.pack("16sH14x", b"lo", 0)))
        fcntl.ioctl(sock, SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", flags | IFF_UP))


def attempts() -> int:
    """Packets of this namespace that found no route, IPv4 and IPv6."""
    names, numbers = (line.split()[1:] for line in _lines("/proc/net/snmp") if line.startswith("Ip:"))
    four = int(dict(zip(names, numbers, strict=True))["OutNoRoutes"])
    six = [line.split()[1] for line in _lines("/proc/net/snmp6") if line.startswith("Ip6OutNoRoutes")]
    return four + sum(map(int, six))


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="ascii").splitlines()
    except FileNotFoundError:  # no IPv6
        return []


def main() -> None:
    """One report and one scanned sample through the whole gateway."""
    loopback_up()
    samples = Path(__file__).parents[2] / "samples"
    (report,) = reports(1, random.Random(11))
    daemon = Daemon(Path(sys.argv[1]))
    daemon.start()
    try:
        with MllpClient("127.0.0.1", daemon.mllp) as client:
            codes = [
                ack_code(client.send(message))
                for message in (oru(report), (samples / "hl7-oru-utf8-jpeg" / "message.hl7").read_bytes())
            ]
        daemon.wait_settled(within_s=90)
        interfaces = [name for _, name in socket.if_nameindex()]
        print(
            json.dumps(
                {"acks": codes, "interfaces": interfaces, "found": len(daemon.resources("Observation"))}
            )
        )
    finally:
        daemon.stop()


if __name__ == "__main__":
    main()
