"""Run inside a network namespace without a route: a managed vLLM starts there and answers. Prints what was seen.

The kernel counts what found no route, by namespace (`OutNoRoutes`, RFC 4293): connections and datagrams alike. That
the counter counts is shown by one attempt of our own at the end.
"""

from __future__ import annotations

import json
import socket
import sys
from pathlib import Path

from gateway import outbound
from gateway.model_server.managed import ManagedModels
from tests.acceptance.offline import attempts, loopback_up
from tests.vllm.conftest import Tiny, until
from tests.vllm.questions import under_schema
from tests.vllm.site import START_S, vllm_settings


def main() -> None:
    """Start, ask, stop; then one attempt of our own."""
    loopback_up()
    settings = vllm_settings(Path(sys.argv[1]))
    outbound.check(settings)
    models = ManagedModels(settings)
    tiny = Tiny(models, [])
    models.start()
    try:
        until(lambda: tiny.ready(1), START_S)
        answer = tiny.ask(under_schema())
    finally:
        models.stop()
    tried = attempts()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.setblocking(False)
        sock.connect_ex(("192.0.2.1", 9))
    seen = {
        "interfaces": [name for _, name in socket.if_nameindex()],
        "status": answer.status_code,
        "finish": answer.json()["choices"][0]["finish_reason"],
        "attempts": tried,
        "counted": attempts() - tried,
    }
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
