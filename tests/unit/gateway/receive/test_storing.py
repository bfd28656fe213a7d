"""C-STORE as state: whatever way a peer cuts its messages, the object is the same; what is no C-STORE is left alone."""

from __future__ import annotations

import random
import struct
from dataclasses import dataclass, field
from typing import cast

import pytest
from pynetdicom.dimse_messages import C_STORE_RSP
from pynetdicom.dimse_primitives import C_STORE
from pynetdicom.pdu import P_DATA_TF

from gateway.receive.dimse import (
    MAX_COMMAND_BYTES,
    NotDimse,
    StoreRequest,
    pdvs,
    store_request,
    store_response,
)
from gateway.receive.spool import Spool
from gateway.receive.storing import MAX_COMMAND_PDUS, Storing

CLASS, INSTANCE = "1.2.840.10008.5.1.4.1.1.104.1", "2.25.1234567"
SEEDS = (1, 2, 3, 4, 5)


@dataclass
class Bytes:
    """A spool in memory."""

    data: bytes = b""
    discarded: bool = False

    def write(self, data: memoryview) -> None:
        self.data += data

    def discard(self) -> None:
        self.discarded = True


@dataclass
class Shop:
    """What the receiver would do: remembers what was opened and kept."""

    kept: list[tuple[StoreRequest, bytes]] = field(default_factory=list)
    opened: list[Bytes] = field(default_factory=list)

    def open(self, request: StoreRequest) -> Spool | None:
        if request.context_id != 1:
            return None
        self.opened.append(Bytes())
        return cast(Spool, self.opened[-1])

    def keep(self, request: StoreRequest, spool: Spool) -> bytes:
        self.kept.append((request, cast(Bytes, spool).data))
        return b"answer"

    def storing(self) -> Storing:
        return Storing(self.open, self.keep)


def element(number: int, value: bytes) -> bytes:
    return struct.pack("<HHL", 0, number, len(value)) + value


def command(field: int = 1, data_set: int = 1, instance: str = INSTANCE, message_id: int = 7) -> bytes:
    """A command set as PS3.7 §9.3.1.1 has it."""
    uids = [uid.encode() + b"\0" * (len(uid) % 2) for uid in (CLASS, instance)]
    body = (
        element(0x0002, uids[0])
        + element(0x0100, struct.pack("<H", field))
        + element(0x0110, struct.pack("<H", message_id))
        + element(0x0700, b"\0\0")
        + element(0x0800, struct.pack("<H", data_set))
        + element(0x1000, uids[1])
    )
    return element(0, struct.pack("<L", len(body))) + body


def pdv(data: bytes, *, is_command: bool, last: bool, context: int = 1) -> bytes:
    return struct.pack(">LBB", len(data) + 2, context, is_command | last << 1) + data


def pdu(*values: bytes) -> bytes:
    body = b"".join(values)
    return struct.pack(">BBL", 4, 0, len(body)) + body


def cut(data: bytes, rng: random.Random) -> list[bytes]:
    marks = sorted(rng.sample(range(1, len(data)), min(rng.randint(0, 6), len(data) - 1)))
    return [data[a:b] for a, b in zip([0, *marks], [*marks, len(data)], strict=True)]


@pytest.mark.parametrize("seed", SEEDS)
def test_an_object_is_the_same_however_its_message_is_cut(seed: int) -> None:
    rng = random.Random(seed)
    shop = Shop()
    storing = shop.storing()
    sent = []
    for number in range(20):
        body = rng.randbytes(rng.randint(1, 3000))
        values = []
        for data, is_command in ((command(message_id=number), True), (body, False)):
            pieces = cut(data, rng)
            values += [
                pdv(piece, is_command=is_command, last=at == len(pieces) - 1)
                for at, piece in enumerate(pieces)
            ]
        sent.append((number, body))
        answers = []
        while values:
            size = rng.randint(1, len(values))
            answers.append(storing.take(pdu(*values[:size])).answer)
            values = values[size:]
        assert [a for a in answers if a] == [b"answer"], "one answer, with the last fragment"
        assert answers[-1]
        assert not storing.in_object
    assert [(r.message_id, body) for r, body in shop.kept] == sent


def test_other_messages_are_handed_back_whole_and_in_order() -> None:
    shop = Shop()
    storing = shop.storing()
    echo = command(field=0x30, data_set=0x0101)
    first, second = (
        pdu(pdv(echo[:10], is_command=True, last=False)),
        pdu(pdv(echo[10:], is_command=True, last=True)),
    )
    assert storing.take(first).foreign == ()
    assert storing.take(second).foreign == (first, second)
    fragment = pdu(pdv(b"data", is_command=False, last=True))
    assert storing.take(fragment).foreign == (fragment,), "a data set without a command is not ours"
    assert storing.take(pdu()).foreign == (pdu(),)
    storing.take(pdu(pdv(command(), is_command=True, last=True)))
    assert storing.take(fragment).answer == b"answer", "and the next object is stored"


@pytest.mark.parametrize(
    "bad",
    [
        command(data_set=0x0101),
        command(instance="not a uid"),
        command()[:-3],
        command(field=0x20),
        b"",
        b"\x08\0\x18\0\x02\0\0\0ab",
    ],
    ids=["no data set", "no UID", "cut", "C-FIND", "empty", "another group"],
)
def test_what_is_no_whole_request_to_store_is_none(bad: bytes) -> None:
    assert store_request(1, bad) is None
    storing = Shop().storing()
    message = pdu(pdv(bad, is_command=True, last=True))
    assert storing.take(message).foreign == (message,)


def test_a_context_that_was_not_accepted_is_handed_back() -> None:
    message = pdu(pdv(command(), is_command=True, last=True, context=3))
    assert Shop().storing().take(message).foreign == (message,)


def test_another_message_inside_an_object_ends_the_association() -> None:
    for intruder in (
        pdv(command(), is_command=True, last=True),
        pdv(b"data", is_command=False, last=False, context=3),
    ):
        shop = Shop()
        storing = shop.storing()
        storing.take(pdu(pdv(command(), is_command=True, last=True), pdv(b"x", is_command=False, last=False)))
        with pytest.raises(NotDimse):
            storing.take(pdu(intruder))
        storing.discard()
        assert shop.opened[0].discarded
        assert not shop.kept


def test_a_command_set_without_end_is_bounded() -> None:
    storing = Shop().storing()
    piece = pdu(pdv(bytes(MAX_COMMAND_BYTES // 2), is_command=True, last=False))
    storing.take(piece)
    storing.take(piece)
    with pytest.raises(NotDimse):
        storing.take(piece)
    slow = Shop().storing()
    drop = pdu(pdv(b"", is_command=True, last=False))
    slow.take(pdu(pdv(b"\0", is_command=True, last=False)))
    handed = next(t.foreign for _ in range(2 * MAX_COMMAND_PDUS) if (t := slow.take(drop)).foreign)
    assert len(handed) == MAX_COMMAND_PDUS + 1


@pytest.mark.parametrize("value", [b"\0\0\0\xff\x01\x03ab", b"\0\0\0\x01\x01\x03", b"\0\0\0"])
def test_values_that_do_not_fit_their_pdu_end_the_association(value: bytes) -> None:
    with pytest.raises(NotDimse):
        list(pdvs(pdu(value)))


@pytest.mark.parametrize("limit", [0, 7, 50, 16384])
def test_pynetdicom_reads_the_answer_whatever_the_peers_limit(limit: int) -> None:
    request = StoreRequest(5, 65535, CLASS, INSTANCE)
    sent = store_response(request, 0xA700, "no room: é" + "x" * 80, limit)
    message = C_STORE_RSP()
    at, whole = 0, False
    while at < len(sent):
        size = 6 + struct.unpack_from(">L", sent, at + 2)[0]
        assert not limit or size - 6 <= limit
        received = P_DATA_TF()
        received.decode(sent[at : at + size])
        whole = message.decode_msg(received.to_primitive())
        at += size
    assert whole
    answer = cast(C_STORE, message.message_to_primitive())
    assert (answer.Status, answer.MessageIDBeingRespondedTo) == (0xA700, 65535)
    assert (answer.AffectedSOPClassUID, answer.AffectedSOPInstanceUID) == (CLASS, INSTANCE)
    comment = message.command_set.ErrorComment
    assert comment == ("no room: ?" + "x" * 80)[:64]
