"""What an acknowledgement means for a delivery: each row of the table in gateway.deliver.hl7_answer."""

from __future__ import annotations

import pytest

from gateway.deliver.answer import Result
from gateway.deliver.hl7_answer import judge

ID = "KEUVEVCZ27DZVFTGVFLT"


def ack(code: str, echoed: str = ID, text: str = "", *more: str, charset: str = "") -> bytes:
    msh = f"MSH|^~\\&|EHR||KARTEBRIDGE||20261128||ACK^R01^ACK|1|P|2.5.1||||||{charset}"
    return "\r".join([msh, f"MSA|{code}|{echoed}|{text}", *more]).encode()


@pytest.mark.parametrize("code", ["AA", "CA", "aa"])
def test_accepted(code: str) -> None:
    assert judge(ack(code), ID).result is Result.DELIVERED


@pytest.mark.parametrize(
    ("code", "error", "result"),
    [
        ("AE", "", Result.DEAD),
        ("CE", "", Result.DEAD),
        ("CR", "", Result.DEAD),
        ("AR", "", Result.RETRY),
        ("AE", "101", Result.DEAD),
        ("AE", "204", Result.DEAD),
        ("AR", "200", Result.DEAD),
        ("AR", "203", Result.DEAD),
        ("AE", "206", Result.RETRY),
        ("AE", "207", Result.RETRY),
        ("CE", "207", Result.RETRY),
        ("AR", "207", Result.RETRY),
    ],
)
def test_refused(code: str, error: str, result: Result) -> None:
    since_2_5 = f"ERR||PID^1^3|{error}^words^HL70357|E"
    before = f"ERR|PID^1^3^{error}&words&HL70357"
    for answer in (
        ack(code, ID, "", since_2_5),
        ack(code, ID, "", before),
        ack(code + f"|{ID}||||{error}", ""),
    ):
        judged = judge(answer, ID)
        assert (judged.result, judged.slow) == (result, False)
        assert judged.server_works is (result is Result.DEAD)  # a refusal of content opens no breaker


def test_the_words_of_a_refusal_are_for_the_console_alone() -> None:
    judged = judge(
        ack("AE", ID, "患者 00012345 は未登録", "ERR|||204^Unknown key^HL70357|E||||登録がありません"), ID
    )
    assert judged.outcome == "患者 00012345 は未登録\n登録がありません\nUnknown key"
    assert "00012345" not in judged.reason
    assert "204" in judged.reason


def test_a_refusal_in_another_character_set_is_read() -> None:
    answer = ack("AE", ID, "項目が不明です", charset="~ISO IR87").decode().encode("iso2022_jp")
    assert judge(answer, ID).outcome == "項目が不明です"
    assert judge(ack("AE", ID, "項目が不明です").decode().encode("cp932"), ID).result is Result.DEAD


@pytest.mark.parametrize("echoed", ["OTHER", "", ID[:-1]])
def test_an_acceptance_of_another_message_confirms_nothing(echoed: str) -> None:
    judged = judge(ack("AA", echoed), ID)
    assert (judged.result, judged.slow, judged.server_works) == (Result.RETRY, True, False)


def test_a_refusal_that_could_not_read_our_id_is_a_refusal() -> None:
    assert judge(ack("AE", ""), ID).result is Result.DEAD
    assert judge(ack("AE", "OTHER"), ID).result is Result.RETRY


@pytest.mark.parametrize(
    "answer", [b"", b"HTTP/1.1 400 Bad Request", b"MSH|^~\\&|", ack("XX"), ack("AA")[:60]]
)
def test_what_is_no_acknowledgement_confirms_nothing(answer: bytes) -> None:
    judged = judge(answer, ID)
    assert (judged.result, judged.slow, judged.server_works) == (Result.RETRY, True, False)
