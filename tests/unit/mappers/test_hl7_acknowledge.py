"""Answers: who gets which, and what stands in them. hl7apy, which we did not write, reads them back."""

import pytest
from hl7apy.parser import parse_message

from mappers.hl7_v2 import Ack, Hl7Error, Outcome, ack, answers, check, header, read

BASE = "MSH|^~\\&|LIS|検査部|EHR|病院|20261122||ORU^R01^ORU_R01|MSG\\T\\1|P|2.5|||{accept}|{application}||{charset}\r"


def msh(
    accept: str = "", application: str = "", charset: str = "UNICODE UTF-8", codec: str = "utf-8"
) -> bytes:
    return BASE.format(accept=accept, application=application, charset=charset).encode(codec)


@pytest.mark.parametrize(
    ("accept", "application", "kept", "failed"),
    [
        ("", "", ["AA"], ["AE"]),
        ("AL", "NE", ["CA"], ["CE"]),
        ("AL", "", ["CA"], ["CE"]),
        ("AL", "AL", ["CA", "AA"], ["CE", "AE"]),
        ("NE", "AL", ["AA"], ["AE"]),
        ("NE", "NE", [], []),
        ("ER", "NE", [], ["CE"]),
        ("SU", "NE", ["CA"], []),
        ("AL", "ER", ["CA"], ["CE", "AE"]),
    ],
)
def test_who_gets_which_answer(accept: str, application: str, kept: list[str], failed: list[str]) -> None:
    head = header(msh(accept, application))
    assert answers(head, Outcome.KEPT) == tuple(Ack(c) for c in kept)
    assert answers(head, Outcome.ERROR) == tuple(Ack(c) for c in failed)


def test_an_answer_is_never_answered() -> None:
    head = header(b"MSH|^~\\&|A|B|C|D|20261122||ACK^R01|1|P|2.5||||AL\r")
    assert answers(head, Outcome.KEPT) == ()


@pytest.mark.parametrize(("charset", "codec"), [("UNICODE UTF-8", "utf-8"), ("~ISO IR87", "iso2022_jp")])
def test_an_answer_in_the_senders_own_characters(charset: str, codec: str) -> None:
    raw = ack(header(msh(charset=charset, codec=codec)), Ack.AA, at="20261122101500+0900", control_id="K1")
    answer = read(raw)
    assert answer.header.raw(3) == "EHR"
    assert answer.header.get(6) == "検査部"
    assert answer.header.raw(9) == "ACK^R01^ACK"
    assert answer.header.raw(18) == charset
    msa = answer.first("MSA")
    assert msa is not None
    assert (msa.raw(1), msa.raw(2)) == ("AA", "MSG\\T\\1")
    assert raw.decode(codec).endswith("\r")


def test_hl7apy_reads_a_refusal() -> None:
    with pytest.raises(Hl7Error) as refused:
        check(header(b"MSH|^~\\&|A|B|C|D|20261122||ORU^R01||P|2.5\r"))
    head = header(b"MSH|^~\\&|A|B|C|D|20261122||ORU^R01||P|2.5\r")
    raw = ack(head, Ack.AR, at="20261122", control_id="K1", text=refused.value.text, error=refused.value)
    parsed = parse_message(raw.decode())
    assert parsed.msa.msa_1.value == "AR"
    assert parsed.err.err_2.value == "MSH^1^10"
    assert parsed.err.err_3.value == "101^Required field missing^HL70357"
    assert parsed.err.err_4.value == "E"


def test_an_answer_to_nothing_readable() -> None:
    raw = ack(None, Ack.AR, at="20261122", control_id="K1", text="no | MSH", error=None)
    assert raw.split(b"\r")[1] == b"MSA|AR||no   MSH"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"MSH|^~\\&|A|B|C|D|20261122|||1|P|2.5\r", "101"),
        (b"MSH|^~\\&|A|B|C|D|20261122||ORU^R01||P|2.5\r", "101"),
        (b"MSH|^~\\&|A|B|C|D|20261122||ORU^R01|" + b"1" * 300 + b"|P|2.5\r", "102"),
        (b"MSH|^~\\&|A|B|C|D|20261122||ORU^R01|1|P|3.0\r", "203"),
    ],
)
def test_what_a_header_must_have(raw: bytes, code: str) -> None:
    with pytest.raises(Hl7Error) as refused:
        check(header(raw))
    assert refused.value.code == code


def test_only_the_header_is_read_of_a_large_message() -> None:
    raw = msh() + b"OBX|1|ED|A||^AP^PDF^Base64^" + b"A" * 20_000_000
    assert header(raw).control_id == "MSG\\T\\1"
