"""An S3 server in a thread: moto, which speaks the protocol over a real socket."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count

import httpx
import pytest
from pydantic import SecretStr

from gateway.settings import BlobKind, Blobs


@dataclass(frozen=True, slots=True)
class S3:
    """A running server."""

    endpoint: str
    _numbers: count[int]

    def new_bucket(self) -> Blobs:
        """Settings that name a fresh bucket."""
        bucket = f"bucket{next(self._numbers)}"
        httpx.put(f"{self.endpoint}/{bucket}", trust_env=False).raise_for_status()
        return Blobs(
            kind=BlobKind.S3,
            bucket=bucket,
            prefix="kartebridge/blobs",
            endpoint=self.endpoint,
            access_key_id=SecretStr("test"),
            secret_access_key=SecretStr("test-secret"),
        )


@contextmanager
def running_s3() -> Iterator[S3]:
    """Start the server, stop it at the end; skips the test where moto is not installed."""
    server_module = pytest.importorskip("moto.server", reason="moto is not installed: no S3 to test against")
    pytest.importorskip("obstore", reason="the s3 extra is not installed")
    server = server_module.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield S3(f"http://{host}:{port}", count(1))
    finally:
        server.stop()
