"""HL7: many MLLP connections at once, each sending its next message when the last was acknowledged."""

from __future__ import annotations

import asyncio
import statistics
import time
from dataclasses import dataclass

from bench.material import oru
from gateway.demo.child import HOST
from gateway.demo.sender import ack_code


@dataclass(frozen=True, slots=True)
class AckRate:
    """Acks a second over all connections, and how long single ones took."""

    per_s: float
    p50_ms: float
    p99_ms: float


async def _connection(port: int, messages: list[bytes], waits: list[float]) -> None:
    reader, writer = await asyncio.open_connection(HOST, port)
    for message in messages:
        begun = time.perf_counter()
        writer.write(b"\x0b" + message + b"\x1c\r")
        answer = await reader.readuntil(b"\x1c\r")
        waits.append(time.perf_counter() - begun)
        if ack_code(answer.strip(b"\x0b\x1c\r")) != "AA":
            raise RuntimeError(f"not acknowledged: {answer[:200]!r}")
    writer.close()
    await writer.wait_closed()


async def _all(port: int, batches: list[list[bytes]]) -> AckRate:
    waits: list[float] = []
    begun = time.perf_counter()
    await asyncio.gather(*(_connection(port, batch, waits) for batch in batches))
    seconds = time.perf_counter() - begun
    cuts = statistics.quantiles(waits, n=100)
    return AckRate(len(waits) / seconds, cuts[49] * 1000, cuts[98] * 1000)


def acknowledge(port: int, *, run: str, connections: int = 20, each: int = 100) -> AckRate:
    """Send `connections` times `each` messages; `run` keeps the control ids of runs apart."""
    batches = [[oru(f"{run}-{c}-{n}") for n in range(each)] for c in range(connections)]
    return asyncio.run(_all(port, batches))
