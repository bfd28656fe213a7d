"""A process that runs deliverers and nothing else, to be killed: `python -m tests.peers.outbox_child FACTS.json`.

It ends in order when its standard input closes.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from gateway.deliver.deliverer import Deliverers
from gateway.observe import logs
from gateway.settings import Logs
from gateway.settings_destinations import FhirDestination
from gateway.store.blobs import FileBlobStore
from gateway.store.engine import open_engine
from gateway.store.leases import Node

NODE = Node("outbox-child", "child")
"""The same after a restart, as a daemon's is."""


def main() -> None:
    """Deliver what the facts name: `store_url`, `blobs` (a folder), `destinations`."""
    logs.configure(Logs())  # on standard error: nobody reads standard output after "ready"
    facts = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    engine = open_engine(facts["store_url"])
    blobs = FileBlobStore(Path(facts["blobs"]))
    destinations = [FhirDestination.model_validate(one) for one in facts["destinations"]]
    senders = Deliverers.of(destinations, engine, blobs, lambda: datetime.now(UTC), node=NODE)
    senders.start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.read()
    senders.stop()
    blobs.close()
    engine.dispose()


if __name__ == "__main__":
    main()
