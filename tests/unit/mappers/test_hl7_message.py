"""Splitting, escapes and the envelope of HL7 v2 messages."""

import pytest

from mappers.hl7_v2 import Hl7Error, envelope, read
from mappers.model import PersonName, Sex

ORU = (
    "MSH|^~\\&|LIS^2.16.840^ISO|検査部|EHR|病院|20261122101500+0900||ORU^R01^ORU_R01|MSG-1|P|2.5||||||~ISO IR87\r"
    "PID|||0001234567^^^テスト病院&1.2.392.100495.20.3.51.11234567890&ISO^PI~999^^^他院^AN||"
    "試験^太郎^^^^^L^I~シケン^タロウ^^^^^L^P~SHIKEN^TARO^^^^^L^A||19700102|M\r"
    "ORC|RE|ORD-7|FIL-8\r"
    "OBR|1|ORD-7|FIL-8|PDF^検査報告書^99Z|||202611220830||||||||血清&血清&99|||ACC-9\r"
    "SPM|1|||023^血清^JC10\r"
    "OBX|1|NM|WBC||5.4\r"
)


@pytest.mark.parametrize("codec", ["iso2022_jp", "utf-8", "cp932"])
@pytest.mark.parametrize("line_end", ["\r", "\n", "\r\n"])
@pytest.mark.parametrize("tail", [b"", b"\x1c", b"\x1c\r", b"\r\x1c"])
def test_the_same_envelope_whatever_the_encoding(codec: str, line_end: str, tail: bytes) -> None:
    raw = ORU.replace("\r", line_end).encode(codec)
    found = envelope(read(raw + tail, "cp932"), peer="192.0.2.7")
    assert found.control_id == "MSG-1"
    assert found.message_type == "ORU^R01"
    assert found.sending_facility == "検査部"
    assert found.patient.id == "0001234567"
    assert found.patient.assigning_authority == "1.2.392.100495.20.3.51.11234567890"
    assert found.patient.name == PersonName("SHIKEN TARO", "試験 太郎", "シケン タロウ")
    assert (found.patient.birth_date, found.patient.sex) == ("1970-01-02", Sex.MALE)
    assert (found.order_number, found.accession_number, found.specimen) == ("ORD-7", "ACC-9", "血清")
    assert found.document_title == "検査報告書"
    assert found.message_time == "2026-11-22T10:15:00+09:00"
    assert found.document_time == "2026-11-22T08:30"
    assert found.peer == "192.0.2.7"


def test_names_without_a_representation_code_go_where_their_script_belongs() -> None:
    raw = "MSH|^~\\&|||||||ORU^R01|1|P|2.3\rPID|||1||見本^花子~ミホン^ハナコ~MIHON^HANAKO||\r".encode()
    assert envelope(read(raw)).patient.name == PersonName("MIHON HANAKO", "見本 花子", "ミホン ハナコ")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"a\F\b\S\c\T\d\R\e\E\f", "a|b^c&d~e\\f"),
        (r"line\.br\next", "line\nnext"),
        (r"\X0D0A\end", "\r\nend"),
        (r"\H\bold\N\ text", "bold text"),
        (r"a\.sp2\b", "a\n\nb"),
        (r"C:\dir\file", r"C:\dir\file"),  # no sequence HL7 knows: as written
        (r"50\Zxx\ 100", r"50\Zxx\ 100"),
        ("lone \\ backslash", "lone \\ backslash"),
    ],
)
def test_escape_sequences(written: str, meant: str) -> None:
    msg = read(f"MSH|^~\\&|||||||ORU^R01|1|P|2.5\rNTE|1||x{written}x\r".encode())
    note = msg.first("NTE")
    assert note is not None
    assert note.unescape(note.raw(3)) == f"x{meant}x"


def test_the_yen_sign_as_escape_character() -> None:
    msg = read("MSH|^~¥&|||||||ORU^R01|1|P|2.5||||||UNICODE UTF-8\rNTE|1||a¥T¥b\r".encode())
    note = msg.first("NTE")
    assert note is not None
    assert note.get(3) == "a&b"


def test_unusual_delimiters_and_a_missing_subcomponent_separator() -> None:
    msg = read(b"MSH#*-\\#APP*x####20260101##ORU*R01#1#P#2.3\rPID###12*a&b\r")
    assert msg.message_type == "ORU^R01"
    pid = msg.first("PID")
    assert pid is not None
    assert (pid.get(3, 1), pid.get(3, 2)) == ("12", "a&b")


def test_explicit_null_is_empty_and_fields_not_sent_are_too() -> None:
    pid = read(b'MSH|^~\\&|||||||ORU^R01|1\rPID|||""||X\r').first("PID")
    assert pid is not None
    assert (pid.get(3), pid.get(40), pid.get(5, 9)) == ("", "", "")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "100"),
        (b"hello", "100"),
        (b"PID|||1", "100"),
        (b"FHS|^~\\&|\rMSH|^~\\&|", "200"),
        (b"BHS|^~\\&|\r", "200"),
        (b"MSH|", "101"),
        (b"MSH|^^^^|||||||||", "102"),
        (b"MSHX^~\\&XXXXX", "102"),
    ],
)
def test_what_is_no_message_is_refused_with_the_standard_code(raw: bytes, code: str) -> None:
    with pytest.raises(Hl7Error) as refused:
        read(raw)
    assert refused.value.code == code


def test_lost_characters_are_told() -> None:
    msg = read(b"MSH|^~\\&|||||||ORU^R01|1|P|2.5||||||~ISO IR87\rPID|||1||\x8e\xa9^\x91\xbe\r")
    assert not msg.lossless
    assert [p.code for p in msg.problems] == ["undecodable"]


@pytest.mark.parametrize(
    ("ts", "iso"),
    [
        ("2026", "2026"),
        ("202611", "2026-11"),
        ("20261122", "2026-11-22"),
        ("2026112208", "2026-11-22T08:00"),
        ("20261122083015.1234+0900", "2026-11-22T08:30:15.1234+09:00"),
        ("20261322", None),
        ("20261122256000", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_times_keep_their_precision(ts: str, iso: str | None) -> None:
    raw = f"MSH|^~\\&|||||{ts}||ORU^R01|1\r".encode()
    assert envelope(read(raw)).message_time == iso
