"""HL7 v2 receivers that are not ours: hl7apy's own MLLP server, and one that does what a script says."""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Callable
from threading import Event, Thread
from typing import Any

from hl7apy.mllp import AbstractErrorHandler, AbstractHandler, MLLPServer
from hl7apy.parser import parse_message


class Hl7apyReceiver:
    """A receiver by hl7apy: parses and validates each message, answers AA, closes the connection (UTF-8 alone)."""

    def __init__(self) -> None:
        self.received: list[str] = []
        received = self.received

        class _Take(AbstractHandler):  # type: ignore[misc]
            def reply(self) -> str:
                message = parse_message(self.incoming_message, find_groups=True)
                assert message.validate()
                received.append(self.incoming_message)
                control_id = message.msh.msh_10.value
                return f"\x0bMSH|^~\\&|EHR||||20261128||ACK|1|P|2.5.1\rMSA|AA|{control_id}\r\x1c\r"

        class _Refuse(AbstractErrorHandler):  # type: ignore[misc]
            def reply(self) -> str:
                return (
                    f"\x0bMSH|^~\\&|EHR||||20261128||ACK|1|P|2.5.1\rMSA|AE||{type(self.exc).__name__}\r\x1c\r"
                )

        self._server: Any = MLLPServer("127.0.0.1", 0, {"ORU^R01^ORU_R01": (_Take,), "ERR": (_Refuse,)})
        self.port: int = self._server.server_address[1]
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


Script = Callable[[bytes], bytes | None]
"""A message as it came to the bytes that go back, frame and all; None closes the connection without an answer."""


class ScriptedReceiver:
    """Takes connections and answers each framed message as the script says; `closes`: then closes."""

    def __init__(self, script: Script, tls: ssl.SSLContext | None = None, *, closes: bool = False) -> None:
        self._closes = closes
        self.messages: list[bytes] = []
        self.connections = 0
        self._script = script
        self._tls = tls
        self._stopping = Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._threads: list[Thread] = []
        self._peers: list[socket.socket] = []
        self._accepting = Thread(target=self._accept, daemon=True)
        self._accepting.start()

    def stop(self) -> None:
        """Close everything."""
        self._stopping.set()
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for peer in self._peers:
            with contextlib.suppress(OSError):
                peer.shutdown(socket.SHUT_RDWR)
            peer.close()
        for thread in (self._accepting, *self._threads):
            thread.join(5)

    def _accept(self) -> None:
        while not self._stopping.is_set():
            try:
                peer, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            self._peers.append(peer)
            thread = Thread(target=self._serve, args=(peer,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, peer: socket.socket) -> None:
        held = b""
        try:
            if self._tls:
                peer = self._tls.wrap_socket(peer, server_side=True)
                self._peers.append(peer)
            while data := peer.recv(65536):
                held += data
                while b"\x1c\r" in held:
                    block, _, held = held.partition(b"\x1c\r")
                    message = block.removeprefix(b"\x0b")
                    self.messages.append(message)
                    answer = self._script(message)
                    if answer is None:
                        peer.close()
                        return
                    peer.sendall(answer)
                    if self._closes:
                        return
        except OSError:
            pass
        finally:
            peer.close()


def accept(message: bytes, code: str = "AA") -> bytes:
    """A framed answer that echoes MSH-10."""
    control_id = message.split(b"|")[9].decode()
    return f"\x0bMSH|^~\\&|EHR||||20261128||ACK^R01^ACK|1|P|2.5.1\rMSA|{code}|{control_id}\r\x1c\r".encode()
