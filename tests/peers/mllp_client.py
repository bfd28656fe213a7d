"""A plain-socket MLLP sender that shares no code with the gateway."""

from __future__ import annotations

import socket
from types import TracebackType

START, END = b"\x0b", b"\x1c\r"


class MllpClient:
    """One long-lived connection: any number of messages, answers in order."""

    def __init__(self, host: str, port: int, *, timeout_s: float = 15.0) -> None:
        self.socket = socket.create_connection((host, port), timeout=timeout_s)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._held = b""

    def send(self, message: bytes) -> bytes:
        """Send one message and wait for its answer (without frame)."""
        self.send_only(message)
        return self.read()

    def send_only(self, message: bytes) -> None:
        """Send one framed message."""
        self.socket.sendall(START + message + END)

    def send_raw(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.socket.sendall(data)

    def read(self) -> bytes:
        """The next answer; ConnectionError when the peer closes first, TimeoutError when it stays silent."""
        while END not in self._held:
            part = self.socket.recv(65536)
            if not part:
                raise ConnectionError("closed before an answer")
            self._held += part
        block, _, self._held = self._held.partition(END)
        before, start, answer = block.partition(START)
        if not start or before:
            raise ConnectionError(f"an answer must begin with VT, not {block[:20]!r}")
        return answer

    def close(self) -> None:
        """Close the connection."""
        self.socket.close()

    def __enter__(self) -> MllpClient:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def msa(answer: bytes) -> list[str]:
    """Fields of the MSA segment: msa[1] is the code, msa[2] the control id that is answered."""
    for segment in answer.split(b"\r"):
        if segment.startswith(b"MSA"):
            return segment.decode("utf-8", "replace").split("|")
    raise AssertionError(f"no MSA in {answer[:200]!r}")


def ack_code(answer: bytes) -> str:
    """MSA-1."""
    return msa(answer)[1]
