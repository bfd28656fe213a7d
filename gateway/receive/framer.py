"""MLLP Release 1 framing without I/O (HL7 Transport Specification: MLLP R1): bytes in any chopping, events out.

    frame = VT (0x0B)  message  FS (0x1C) CR (0x0D)

Invariants: the events do not depend on the chopping; never more than `max_message_bytes` plus one `feed` is held;
every byte is looked at a bounded number of times. Tolerated: bytes between frames (reported), FS VT without CR,
and a frame begun anew inside an unfinished one (VT MSH: the sender gave the first up).
"""

from __future__ import annotations

from dataclasses import dataclass

VT, FS, CR = 0x0B, 0x1C, 0x0D
_RESTART = b"\x0bMSH"


@dataclass(frozen=True, slots=True)
class Message:
    """A whole message, without its frame."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Stray:
    """Bytes outside any whole frame, seen before the next message: how many, never which."""

    count: int


@dataclass(frozen=True, slots=True)
class TooLarge:
    """A message longer than allowed; `head` is its beginning, for an answer. The connection must end: where the
    message stops is not known."""

    head: bytes


Event = Message | Stray | TooLarge


class MllpFramer:
    """One connection's framing. After `TooLarge` nothing more comes out."""

    def __init__(self, max_message_bytes: int, head_bytes: int = 8192) -> None:
        self._max = max_message_bytes
        self._head = head_bytes
        self._buffer = bytearray()
        self._scanned = 0  # of the buffer: bytes known to hold no end
        self._inside = False
        self._stray = 0
        self._dead = False

    @property
    def buffered_bytes(self) -> int:
        """Bytes held now."""
        return len(self._buffer)

    @property
    def inside(self) -> bool:
        """Whether a message has begun and not ended."""
        return self._inside

    @property
    def stray_bytes(self) -> int:
        """Bytes outside frames since the last message; a sender of nothing else speaks another protocol."""
        return self._stray

    def feed(self, data: bytes) -> list[Event]:
        """The events that these bytes complete."""
        events: list[Event] = []
        if self._dead:
            return events
        self._buffer += data
        at = 0
        while True:
            if not self._inside:
                start = self._buffer.find(VT, at)
                self._stray += (start if start >= 0 else len(self._buffer)) - at
                if start < 0:
                    at = len(self._buffer)
                    break
                self._inside, at = True, start + 1
                self._scanned = at
            end = self._end()
            size = (end if end >= 0 else len(self._buffer)) - at
            if size > self._max:
                self._too_large(events, at)
                return events
            if end < 0:
                break
            self._emit(events, bytes(self._buffer[at:end]))
            self._inside = False
            at = end + 2 if self._buffer[end + 1] == CR else end + 1
        del self._buffer[:at]
        self._scanned = max(self._scanned - at, 0)
        return events

    def _end(self) -> int:
        """Position of the FS that ends the message begun, -1 while it has not come."""
        while True:
            end = self._buffer.find(FS, self._scanned)
            if end < 0:
                self._scanned = len(self._buffer)
                return -1
            if end + 1 == len(self._buffer):
                self._scanned = end
                return -1
            if self._buffer[end + 1] in (CR, VT):
                return end
            self._scanned = end + 1  # an FS inside the content

    def _emit(self, events: list[Event], data: bytes) -> None:
        restart = data.rfind(_RESTART)
        if restart >= 0:
            self._stray += restart + 1
            data = data[restart + 1 :]
        if self._stray:
            events.append(Stray(self._stray))
            self._stray = 0
        events.append(Message(data))

    def _too_large(self, events: list[Event], at: int) -> None:
        events.append(TooLarge(bytes(self._buffer[at : at + self._head])))
        self._buffer.clear()
        self._dead, self._inside, self._scanned = True, False, 0


def frame(message: bytes) -> bytes:
    """A message in its frame."""
    return b"\x0b" + message + b"\x1c\r"
