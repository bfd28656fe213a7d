"""The MLLP server: long-lived connections, many messages each, answers in the order of arrival.

One thread runs one event loop for all connections, so that nothing else in the daemon can stall an answer;
fsyncs run in a small pool. A connection reads ahead up to `_READ_AHEAD` messages while earlier ones are being
kept. Every way a connection can end is bounded in time and memory and logged once with its reason.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum

import structlog

from gateway.errors import SiteError
from gateway.receive.framer import Message, MllpFramer, Stray, TooLarge, frame
from gateway.receive.hl7 import Hl7Reception, Peer
from gateway.receive.ports import Blobs, Clock, Keeper, Tally, no_tally
from gateway.settings import Mllp

_READ_BYTES = 256 * 1024
_READ_AHEAD = 8
_MAX_STRAY_BYTES = 64 * 1024
_WRITE_TIMEOUT_S = 30.0
_WRITERS = 8
_BUDGET_MESSAGES = 8

log = structlog.get_logger()


class Ending(StrEnum):
    """Why a connection ended."""

    PEER_LEFT = "peer left"
    HALF_SENT = "peer left in the middle of a message"
    RESET = "connection reset"
    IDLE = "silent for mllp.idle_timeout_s"
    UNFINISHED = "message not finished within mllp.message_timeout_s"
    TOO_LARGE = "message larger than mllp.max_message_bytes"
    NOT_MLLP = "no MLLP frame in what was sent"
    NO_MEMORY = "too many unfinished messages at once on all connections"
    NOT_READING = "peer does not read its answers"
    STOPPING = "gateway stops"
    FULL = "mllp.max_connections reached"
    DEFECT = "defect of the gateway"


_QUIET = (Ending.PEER_LEFT, Ending.STOPPING, Ending.IDLE)


class MllpServer:
    """`start` listens and returns; `stop` finishes what is in hand. `port` is known after `start`."""

    def __init__(
        self, settings: Mllp, blobs: Blobs, inbox: Keeper, clock: Clock, tally: Tally = no_tally
    ) -> None:
        self._settings = settings
        self._pool = ThreadPoolExecutor(_WRITERS, thread_name_prefix="mllp-keep")
        self._reception = Hl7Reception(blobs, inbox, clock, settings.default_charset, self._pool, tally)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="mllp", daemon=True)
        self._listening = threading.Event()
        self._failure: OSError | None = None
        self._server: asyncio.Server | None = None
        self._connections: set[_Connection] = set()
        self._buffered_bytes = 0
        self.port = 0

    def start(self) -> None:
        """Listen; raises SiteError when the address cannot be had."""
        self._thread.start()
        self._listening.wait()
        if self._failure is not None:
            self._thread.join()
            raise SiteError(
                f"mllp.port: cannot listen on {self._settings.host}:{self._settings.port} "
                f"({self._failure.strerror}); another program may hold it"
            )
        log.info("listening", source="mllp", host=self._settings.host, port=self.port)

    def stop(self, drain_s: float = 10.0) -> None:
        """Stop accepting, answer the messages in hand within `drain_s` seconds, close. May be called again."""
        if not self._thread.is_alive():
            return
        done = asyncio.run_coroutine_threadsafe(self._drain(drain_s), self._loop)
        with contextlib.suppress(TimeoutError):
            done.result(drain_s + 5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._pool.shutdown()

    @property
    def connections(self) -> int:
        """Connections open now."""
        return len(self._connections)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._server = self._loop.run_until_complete(
                asyncio.start_server(
                    self._accept, self._settings.host, self._settings.port, limit=_READ_BYTES
                )
            )
            self.port = self._server.sockets[0].getsockname()[1]
        except OSError as error:
            self._failure = error
            self._listening.set()
            self._loop.close()
            return
        self._listening.set()
        self._loop.run_forever()
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    async def _drain(self, drain_s: float) -> None:
        assert self._server is not None
        self._server.close()
        for connection in self._connections:
            connection.stop()
        waiting = [connection.ended.wait() for connection in self._connections]
        if waiting:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(asyncio.gather(*waiting), drain_s)
        tasks = [t for t in asyncio.all_tasks() if t is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        name = writer.get_extra_info("peername") or ("", 0)
        peer = Peer(str(name[0]), int(name[1]))
        if len(self._connections) >= self._settings.max_connections:
            _log_ending(peer, Ending.FULL, 0)
            writer.transport.abort()
            return
        sock = writer.get_extra_info("socket")
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        connection = _Connection(self, reader, writer, peer)
        self._connections.add(connection)
        try:
            await connection.serve()
        finally:
            self._connections.discard(connection)

    def hold(self, more_bytes: int) -> bool:
        """Account for bytes of unfinished messages over all connections; False when they are too many."""
        self._buffered_bytes += more_bytes
        return self._buffered_bytes <= _BUDGET_MESSAGES * self._settings.max_message_bytes

    @property
    def reception(self) -> Hl7Reception:
        """What keeps and answers."""
        return self._reception

    @property
    def settings(self) -> Mllp:
        """The section this server runs by."""
        return self._settings


class _Connection:
    """One peer. A reader finds messages and starts keeping them; a writer sends the answers in that order."""

    def __init__(
        self, server: MllpServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, peer: Peer
    ) -> None:
        self._server = server
        self._reader = reader
        self._writer = writer
        self._peer = peer
        self._framer = MllpFramer(server.settings.max_message_bytes)
        self._held = 0
        self._messages = 0
        self._answers: asyncio.Queue[asyncio.Task[list[bytes]] | None] = asyncio.Queue(_READ_AHEAD)
        self._stopping = asyncio.Event()
        self.ended = asyncio.Event()

    def stop(self) -> None:
        """Read no further; what has arrived whole is still answered."""
        self._stopping.set()

    async def serve(self) -> None:
        """Until the connection ends, whoever ends it."""
        writing = asyncio.create_task(self._write())
        ending: Ending | None = Ending.DEFECT
        try:
            reading = asyncio.create_task(self._read())
            await asyncio.wait((reading, writing), return_when=asyncio.FIRST_COMPLETED)
            if not reading.done():  # the peer does not take its answers
                reading.cancel()
                ending = await writing
            else:
                ending = reading.result()
                await self._put(None, writing)
                ending = await writing or ending
        except Exception as error:  # one connection's defect must not end the others
            log.error("connection failed", source="mllp", peer=self._peer.address, exc_info=error)
        finally:
            writing.cancel()
            self._release()
            await self._close()
            _log_ending(self._peer, ending or Ending.DEFECT, self._messages, self._framer.stray_bytes)
            self.ended.set()

    async def _read(self) -> Ending:
        settings = self._server.settings
        stopping = asyncio.create_task(self._stopping.wait())
        loop = asyncio.get_running_loop()
        begun_at: float | None = None  # of the unfinished message
        try:
            while True:
                timeout = settings.idle_timeout_s
                if begun_at is not None:
                    timeout = max(begun_at + settings.message_timeout_s - loop.time(), 0.0)
                incoming = asyncio.create_task(self._reader.read(_READ_BYTES))
                await asyncio.wait((incoming, stopping), timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
                if not incoming.done():
                    incoming.cancel()
                    if stopping.done():
                        return Ending.STOPPING
                    return Ending.IDLE if begun_at is None else Ending.UNFINISHED
                try:
                    data = incoming.result()
                except OSError:
                    return Ending.RESET
                if not data:
                    return Ending.HALF_SENT if self._framer.inside else Ending.PEER_LEFT
                was_inside, whole = self._framer.inside, self._messages
                if ending := await self._take(data):
                    return ending
                if not self._framer.inside:
                    begun_at = None
                elif not was_inside or self._messages != whole:
                    begun_at = loop.time()
        finally:
            stopping.cancel()

    async def _take(self, data: bytes) -> Ending | None:
        """Feed the framer and start keeping what it finds; a reason where the connection must end."""
        for event in self._framer.feed(data):
            match event:
                case Message():
                    self._messages += 1
                    await self._answers.put(
                        asyncio.create_task(self._server.reception.receive(event.data, self._peer))
                    )
                case Stray():
                    log.warning(
                        "bytes outside MLLP frames", source="mllp", peer=self._peer.address, count=event.count
                    )
                case TooLarge():
                    limit = self._server.settings.max_message_bytes
                    answer = self._server.reception.too_large(event.head, self._peer, limit)
                    await self._answers.put(asyncio.create_task(_ready(answer)))
                    return Ending.TOO_LARGE
        held = self._framer.buffered_bytes
        fits = self._server.hold(held - self._held)
        self._held = held
        if not fits:
            return Ending.NO_MEMORY
        return Ending.NOT_MLLP if self._framer.stray_bytes > _MAX_STRAY_BYTES else None

    async def _write(self) -> Ending | None:
        """Answers in order; a reason where the peer ends it. Leaves after a None in the queue."""
        while (task := await self._answers.get()) is not None:
            for answer in await task:
                self._writer.write(frame(answer))
            try:
                await asyncio.wait_for(self._writer.drain(), _WRITE_TIMEOUT_S)
            except TimeoutError:
                return Ending.NOT_READING
            except OSError:
                return Ending.RESET
        return None

    async def _put(self, item: None, writing: asyncio.Task[Ending | None]) -> None:
        """Into the queue, unless its reader has gone."""
        putting = asyncio.create_task(self._answers.put(item))
        await asyncio.wait((putting, writing), return_when=asyncio.FIRST_COMPLETED)
        if not putting.done():
            putting.cancel()

    def _release(self) -> None:
        self._server.hold(-self._held)
        self._held = 0
        while not self._answers.empty():  # never answered: the peer will send them again
            self._answers.get_nowait()

    async def _close(self) -> None:
        self._writer.close()
        with contextlib.suppress(OSError, TimeoutError):
            await asyncio.wait_for(self._writer.wait_closed(), 5)


async def _ready(answer: list[bytes]) -> list[bytes]:
    return answer


def _log_ending(peer: Peer, ending: Ending, messages: int, stray_bytes: int = 0) -> None:
    level = "debug" if ending in _QUIET else "warning"
    getattr(log, level)(
        "connection ended",
        source="mllp",
        peer=peer.address,
        reason=ending.value,
        messages=messages,
        stray_bytes=stray_bytes,
    )
