"""A destination's lease as its sender holds it: several nodes on one database, one of them sends.

A try begins only where the lease lasts for longer than the try may (its timeout), so that whoever takes over after
the lease ran out finds nothing of ours under way. Another node's clock may differ by less than MARGIN_S. A try of
several requests may take longer than one timeout: its lease is prolonged meanwhile, but not where the database went
away. An orderly stop gives the lease back; after a crash the same node takes its own again at once, another waits.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from gateway.store import leases
from gateway.store.leases import Node

RENEW_S = 10.0
"""A lease this old is prolonged."""
MARGIN_S = 10.0
"""By how much nodes' clocks may differ."""
THIS_PROCESS = Node(str(uuid.uuid4()), f"process {os.getpid()}")
"""Who delivers where nobody named a node."""


class Lease:
    """For the sender's thread; `lasts` for any."""

    def __init__(
        self,
        engine: Engine,
        destination: str,
        node: Node,
        try_s: float,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        """`try_s`: how long a request may take."""
        self._engine = engine
        self._destination = destination
        self._node = node
        self._try_s = try_s + MARGIN_S
        self._whole_s = self._try_s + 3 * RENEW_S
        self._clock = clock
        self._monotonic = monotonic
        self._until_s = float("-inf")  # monotonic

    def lasts(self) -> bool:
        """Whether a try that begins now ends before the lease does."""
        return self._until_s - self._monotonic() >= self._try_s

    def keep(self) -> bool:
        """Hold it: take it, or prolong it where it is old; False while another node does. Raises StoreAway."""
        begun_s = self._monotonic()
        if self._until_s - begun_s > self._whole_s - RENEW_S:
            return True
        now = self._clock()
        until = now + timedelta(seconds=self._whole_s)
        taken = leases.take(self._engine, self._destination, self._node, now=now, until=until)
        self._until_s = begun_s + self._whole_s if taken else float("-inf")
        return taken

    def give_back(self) -> None:
        """Let another node take it. Raises StoreAway."""
        if self._until_s > float("-inf"):
            self._until_s = float("-inf")
            leases.release(self._engine, self._destination, self._node)


def node_of(directory: Path, name: str) -> Node:
    """The node that keeps its data in a folder. Call while the folder is locked: its id is made there once."""
    file = directory / "node-id"
    if not file.exists():
        part = directory / ".node-id.part"
        part.write_text(str(uuid.uuid4()), "ascii")
        part.replace(file)
    return Node(file.read_text("ascii").strip(), name)
