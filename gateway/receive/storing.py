"""The storage service of one association: PDUs in, each object spooled, kept and answered.

A state machine of two states, driven by whole P-DATA-TF PDUs in the thread that read them:

    between objects   a C-STORE-RQ command set opens a spool; every other message is handed back, PDU by PDU
    in an object      data set fragments go to the spool; the last one keeps the object and gives the answer

The peer waits for each answer (PS3.7 §9.1.1; no asynchronous operations window is negotiated, D.3.3.3), so one
object at a time is all there can be.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gateway.receive.dimse import MAX_COMMAND_BYTES, NotDimse, Pdv, StoreRequest, pdvs, store_request
from gateway.receive.spool import Spool

MAX_COMMAND_PDUS = 1024
"""Over how many PDUs a command set may be spread; a peer with the least PDU length needs some hundred."""

Pdu = bytes | bytearray


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a PDU: an answer to send, or PDUs that belong to somebody else (in order of arrival)."""

    answer: bytes = b""
    foreign: tuple[Pdu, ...] = ()


@dataclass(slots=True)
class _Object:
    request: StoreRequest
    spool: Spool


class Storing:
    """`open_spool` gives None for a context that was not accepted; `keep` the answer's PDUs, and never raises.

    `keep` owns the spool it is given. `discard` forgets an object that will not be finished.
    """

    def __init__(
        self,
        open_spool: Callable[[StoreRequest], Spool | None],
        keep: Callable[[StoreRequest, Spool], bytes],
    ) -> None:
        self._open_spool = open_spool
        self._keep = keep
        self._held: list[Pdu] = []  # PDUs of a command set that has not ended
        self._command = b""
        self._object: _Object | None = None

    @property
    def in_object(self) -> bool:
        """Whether fragments of an object are still to come."""
        return self._object is not None

    def take(self, pdu: Pdu) -> Taken:
        """One whole P-DATA-TF PDU. Raises NotDimse."""
        answer, ours = b"", False
        for value in pdvs(pdu):
            if self._object is not None:
                answer += self._fragment(self._object, value)
                ours = True
            elif not self._begin(value):
                if ours:
                    raise NotDimse("a PDU holds values of two messages")
                return self._hand_back(pdu)
            ours = ours or self._object is not None
        if ours:
            return Taken(answer)
        if not self._command or len(self._held) >= MAX_COMMAND_PDUS:
            return self._hand_back(pdu)
        self._held.append(pdu)
        return Taken()

    def discard(self) -> None:
        """Forget the object in hand."""
        if self._object is not None:
            self._object.spool.discard()
            self._object = None

    def _begin(self, value: Pdv) -> bool:
        """A fragment of a command set; False where it is no C-STORE-RQ on an accepted context."""
        if not value.command:
            return False
        self._command += value.data
        if len(self._command) > MAX_COMMAND_BYTES:
            raise NotDimse("a command set without end")
        if not value.last:
            return True
        request = store_request(value.context_id, self._command)
        spool = self._open_spool(request) if request is not None else None
        if request is None or spool is None:
            return False
        self._object = _Object(request, spool)
        self._held, self._command = [], b""
        return True

    def _fragment(self, current: _Object, value: Pdv) -> bytes:
        if value.command or value.context_id != current.request.context_id:
            raise NotDimse("another message inside an object")
        current.spool.write(value.data)
        if not value.last:
            return b""
        self._object = None
        return self._keep(current.request, current.spool)

    def _hand_back(self, pdu: Pdu) -> Taken:
        held, self._held, self._command = self._held, [], b""
        return Taken(foreign=(*held, pdu))
